//! The rehearsal of a change over an archive: the first step alone, all of it, and on two threads.

use std::hint::black_box;
use std::time::Duration;

use clipsheet_gloss::{Aside, Context, Entry, GlossaryFile, Outcome, Rehearsal};

use super::texts::first;
use super::timed;

/// The archive that is meant, and the size of an article in it, in bytes.
const ARCHIVE: f64 = 534_023.0;
const ARTICLE_BYTES: f64 = 3_000.0;

pub(super) fn run(entries: &[Entry], text: &str) {
    println!();
    println!(
        "A change of the glossary rehearsed over articles of 3 kB, 10,000 entries; the last column is for {ARCHIVE} of them on two threads."
    );
    println!();
    println!(
        "| change | new Rehearsal ms | first step MB/s | all MB/s | two threads MB/s | touched | archive s |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let before = GlossaryFile {
        entries: entries.to_vec(),
        ..GlossaryFile::default()
    };
    let articles = pieces(text);
    for (name, count) in [
        ("one entry", 1),
        ("10 entries", 10),
        ("1,000 entries", 1_000),
    ] {
        let mut after = before.clone();
        for entry in &mut after.entries[..count] {
            entry.asides = vec![Aside::new("motto: It Was Deeper Once")];
            entry.aliases.truncate(2);
        }
        measure(name, &before, &after, &articles);
    }
    let mut after = before.clone();
    let mut common = Entry::new("the".to_owned());
    common.case = clipsheet_gloss::Case::Ignore;
    // The commonest word of the made-up language.
    common.headword = commonest(text);
    common.substitute = vec!["ye".to_owned()];
    after.entries.push(common);
    measure("the commonest word", &before, &after, &articles);
}

fn measure(name: &str, before: &GlossaryFile, after: &GlossaryFile, articles: &[&str]) {
    let bytes: usize = articles.iter().map(|article| article.len()).sum();
    let (made, (rehearsal, _)) = timed(|| Rehearsal::new(before, after));
    let first = timed(|| {
        let touched = articles.iter().filter(|html| rehearsal.may_touch(html));
        black_box(touched.count())
    });
    let (whole, outcome) = timed(|| all(&rehearsal, articles, 0));
    let (half, other) = articles.split_at(articles.len() / 2);
    let (both, merged) = timed(|| {
        std::thread::scope(|scope| {
            let rehearsal = &rehearsal;
            let other_half = scope.spawn(move || all(rehearsal, other, half.len()));
            let mut outcome = all(rehearsal, half, 0);
            if let Ok(more) = other_half.join() {
                outcome.merge(more);
            }
            outcome
        })
    });
    assert_eq!(merged, outcome, "two threads came to something else");
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "| {name} | {:.0} | {:.0} | {:.0} | {:.0} | {} of {} | {:.1} |",
        made.as_secs_f64() * 1e3,
        speed(first.0),
        speed(whole),
        speed(both),
        outcome.touched,
        outcome.articles,
        ARCHIVE * ARTICLE_BYTES / 1e6 / speed(both),
    );
}

fn all(rehearsal: &Rehearsal, articles: &[&str], from: usize) -> Outcome {
    let mut outcome = Outcome::new(50);
    for (index, html) in articles.iter().enumerate() {
        let article_id = (from + index) as i64;
        let context = Context {
            article_id,
            ..Context::default()
        };
        outcome.add(article_id, html, rehearsal.article(html, &context));
    }
    outcome
}

/// The text in articles of about 3 kB, cut between paragraphs.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let from = first(rest, ARTICLE_BYTES as usize).len();
        let end = rest[from..]
            .find("</p>\n")
            .map_or(rest.len(), |at| from + at + 5);
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn commonest(text: &str) -> String {
    let mut counts = std::collections::HashMap::new();
    for word in first(text, 200_000).split_whitespace() {
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            *counts.entry(word).or_insert(0) += 1;
        }
    }
    let most = counts
        .into_iter()
        .max_by_key(|(word, count)| (*count, *word));
    most.map_or_else(String::new, |(word, _)| word.to_owned())
}
