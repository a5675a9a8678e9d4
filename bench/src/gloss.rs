//! `cargo xtask bench gloss`: compile time, find and apply of the glossary engine beside a bare
//! Aho-Corasick scan of the same text for the same forms, in the same run; then beside what others use, over ten times the
//! text, and the rehearsal of a change.
//!
//! The bare scan answers less: it knows no word boundaries, no case but ASCII's, no endings, no
//! quotations and no markup. It is the floor that a search by automaton could reach.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use clipsheet_gloss::{Context, Entry, Format, Glossary, PrintRecord, apply};

mod others;
mod rehearse;
mod texts;

use texts::{Random, articles, effects, glossary, running_text, vocabulary, wikigold};

const ROUNDS: usize = 5;

/// Runs the benchmark. `args`: the numbers of entries, 10, 1000, 10000 and 100000 when there are none.
pub fn run(args: &[String]) -> ExitCode {
    let mut sizes = Vec::new();
    for arg in args {
        match arg.parse() {
            Ok(size) => sizes.push(size),
            Err(_) => {
                eprintln!("\"{arg}\" is not a number of entries; try: bench gloss 10 1000");
                return ExitCode::from(2);
            }
        }
    }
    if sizes.is_empty() {
        sizes = vec![10, 1_000, 10_000, 100_000];
    }
    println!(
        "Glossary engine: medians of {ROUNDS} interleaved rounds; MB/s of source bytes, memory as each engine counts its own heap."
    );
    println!();
    println!(
        "| text | entries | forms | compile ms | memory MB | find MB/s | articles MB/s | apply MB/s | bare build ms | bare memory MB | bare MB/s | find / bare | printed |"
    );
    println!(
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    for size in sizes {
        let mut random = Random(0x5EED ^ size as u64);
        let words = vocabulary(&mut random, 60_000);
        let entries = glossary(&mut random, &words, size);
        let text = running_text(&mut random, &words, &entries);
        measure("synthetic", entries, &text);
    }
    match wikigold() {
        Some((text, names)) => {
            let mut random = Random(0x601D);
            let words = vocabulary(&mut random, 60_000);
            let mut entries = glossary(
                &mut random,
                &words,
                10_000_usize.saturating_sub(names.len()),
            );
            let first = entries.len();
            entries.extend(names.iter().enumerate().map(|(index, name)| {
                let mut entry = Entry::new(name.as_str());
                entry.id = (first + index) as i64;
                effects(entry)
            }));
            measure("wikigold", entries, &text);
        }
        None => eprintln!(
            "skipped: ../shared/data/text/wikigold is not there, so running text by people was not measured"
        ),
    }
    let mut random = Random(0x5EED);
    let words = vocabulary(&mut random, 60_000);
    let entries = glossary(&mut random, &words, 10_000);
    let text = running_text(&mut random, &words, &entries);
    scale(&entries, &text);
    rehearse::run(&entries, &text);
    others::run(&entries, &text);
    ExitCode::SUCCESS
}

/// Ten times the text, and ten times that. A bare copy of the text tells how much of it the system takes, which hands out big
/// pieces of memory page by page each time, and keeps small ones.
fn scale(entries: &[Entry], text: &str) {
    println!();
    println!("10,000 entries over more and more text, as one piece:");
    println!();
    println!(
        "| text MB | find ms | apply ms | bare copy ms | find, times the row above | apply, times | copy, times |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let (engine, _) = Glossary::compile(entries.to_vec(), Vec::new());
    let tenth = texts::first(text, text.len() / 10);
    let ten = text.repeat(10);
    let mut last: Option<[f64; 3]> = None;
    for text in [tenth, text, &ten] {
        let (mut find, mut print, mut copy) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..3 {
            let context = Context::default();
            let (time, found) = timed(|| engine.find(text, Format::Html, &context));
            find.push(time);
            print.push(timed(|| black_box(apply(text, &found.record)).len()).0);
            copy.push(timed(|| black_box(text.to_owned()).len()).0);
        }
        let now = [&mut find, &mut print, &mut copy].map(|times| median(times).as_secs_f64() * 1e3);
        let cells: Vec<String> = (0..now.len())
            .map(|at| {
                let times = last.map(|last| format!("{:.1}", now[at] / last[at]));
                times.unwrap_or_default()
            })
            .collect();
        println!(
            "| {:.0} | {:.0} | {:.0} | {:.1} | {} |",
            text.len() as f64 / 1e6,
            now[0],
            now[1],
            now[2],
            cells.join(" | ")
        );
        last = Some(now);
    }
}

/// Measures one glossary on one text and prints its row.
fn measure(name: &str, entries: Vec<Entry>, text: &str) {
    let count = entries.len();
    let forms: Vec<String> = entries
        .iter()
        .flat_map(|entry| std::iter::once(&entry.headword).chain(&entry.aliases))
        .cloned()
        .collect();
    let spare: Vec<Vec<Entry>> = (0..ROUNDS - 1).map(|_| entries.clone()).collect();

    let (first_compile, (engine, _)) = timed(|| Glossary::compile(entries, Vec::new()));
    let engine_mb = engine.memory_usage() as f64 / 1e6;
    let mut compile = vec![first_compile];
    for entries in spare {
        compile.push(timed(|| black_box(Glossary::compile(entries, Vec::new()))).0);
    }

    let mut bare_build = Vec::new();
    let build = || {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&forms)
    };
    let (first_build, bare) = timed(build);
    bare_build.push(first_build);
    let bare = match bare {
        Ok(bare) => bare,
        Err(error) => {
            eprintln!(
                "skipped {name} with {count} entries: the bare automaton cannot be built: {error}"
            );
            return;
        }
    };

    let bare_mb = bare.memory_usage() as f64 / 1e6;
    let articles = articles(text);
    let context = Context::default();
    let [mut find, mut find_articles, mut print, mut scan] = [const { Vec::new() }; 4];
    let mut record = PrintRecord::default();
    for _ in 0..ROUNDS {
        let (time, found) = timed(|| engine.find(text, Format::Html, &context));
        find.push(time);
        record = found.record;
        scan.push(timed(|| black_box(bare.find_iter(text).count())).0);
        find_articles.push(
            timed(|| {
                articles
                    .iter()
                    .map(|article| {
                        engine
                            .find(article, Format::Html, &context)
                            .record
                            .annotations
                            .len()
                    })
                    .sum::<usize>()
            })
            .0,
        );
        print.push(timed(|| black_box(apply(text, &record)).len()).0);
    }
    let speed = |times: &mut Vec<Duration>| text.len() as f64 / 1e6 / median(times).as_secs_f64();
    let (find, bare) = (speed(&mut find), speed(&mut scan));
    println!(
        "| {name} | {count} | {} | {:.1} | {engine_mb:.1} | {find:.0} | {:.0} | {:.0} | {:.1} | {bare_mb:.1} | {bare:.0} | {:.2} | {} |",
        forms.len(),
        median(&mut compile).as_secs_f64() * 1e3,
        speed(&mut find_articles),
        speed(&mut print),
        median(&mut bare_build).as_secs_f64() * 1e3,
        find / bare,
        record.annotations.len(),
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
