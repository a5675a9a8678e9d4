//! `cargo xtask bench stories`: how well the same story is known again, and how fast among 100,000.
//!
//! The reference for the time, in the same run, compares the sets of all three-word shingles of the new item with
//! those of every item kept. It answers less: it knows no titles, no numbers, and no boilerplate.

#[path = "../../crates/intake/tests/stories/made.rs"]
mod made;
#[path = "../../crates/intake/tests/stories/measure.rs"]
mod measure;
#[path = "../../crates/intake/tests/stories/scoop.rs"]
mod scoop;

use clipsheet_intake::stories::{Fingerprint, Kind, StoryIndex};
use made::{Item, Random};
use measure::Pairs;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// New items that are looked for and put in.
const NEW: usize = 4_000;
/// New items that the reference looks for; each takes it a while.
const REFERENCE: usize = 100;

/// Runs the benchmark. `args`: how many items there are already, 100,000 unless it is given.
pub fn run(args: &[String]) -> ExitCode {
    let kept = match args.first().map(|arg| arg.parse()) {
        None => 100_000,
        Some(Ok(kept)) if kept > 0 => kept,
        Some(_) => {
            eprintln!("usage: bench stories [HOW-MANY-ITEMS]");
            return ExitCode::from(2);
        }
    };
    println!("Pairs of items that tell the same story: found, and how many of them rightly");
    println!();
    println!(
        "| set | items | true pairs | Same: precision | recall | Same or Like: precision | recall |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    measure_made();
    measure_real();
    println!();
    measure_time(kept);
    ExitCode::SUCCESS
}

fn fingerprints(items: &[Item]) -> Vec<Fingerprint> {
    let of = |item: &Item| Fingerprint::new(&item.title, &item.text);
    items.iter().map(of).collect()
}

fn row(name: &str, pairs: &Pairs, stories: &[usize], counts: impl Fn(usize, usize) -> bool + Copy) {
    let same = measure::score(pairs, stories, Kind::Same, counts);
    let like = measure::score(pairs, stories, Kind::Like, counts);
    println!(
        "| {name} | {} | {} | {:.3} ({} of {}) | {:.3} | {:.3} ({} of {}) | {:.3} |",
        stories.len(),
        same.expected,
        same.precision(),
        same.right,
        same.found,
        same.recall(),
        like.precision(),
        like.right,
        like.found,
        like.recall(),
    );
}

/// The made set, alone and among many others, then edit by edit.
fn measure_made() {
    let items = made::items();
    let stories: Vec<usize> = items.iter().map(|item| item.story).collect();
    let fingerprints = fingerprints(&items);
    let pairs = measure::pairs(&mut StoryIndex::with_capacity(10_000), &fingerprints);
    let from_original = |a: usize, _: usize| items[a].edit == "original";
    row("made, all pairs", &pairs, &stories, |_, _| true);
    row("made, original and edit", &pairs, &stories, from_original);

    let mut edits: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut original = 0;
    for (at, item) in items.iter().enumerate() {
        match item.edit {
            "original" => original = at,
            "serial" => {}
            edit => {
                let [count, same, like] = edits.entry(edit).or_default();
                let found = pairs.get(&(original, at));
                *count += 1;
                *same += usize::from(found == Some(&Kind::Same));
                *like += usize::from(found.is_some());
            }
        }
    }
    for (edit, [count, same, like]) in edits {
        let share = |found: usize| found as f64 / count as f64;
        println!(
            "| … {edit} | | {count} | | {:.3} | | {:.3} |",
            share(same),
            share(like)
        );
    }
}

/// The real set, by text alone and with addresses; all pairs, and those that differ in title or text.
fn measure_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let Some(items) = scoop::items(&root) else {
        eprintln!("skipped: there are no stories in ../shared/data/stories");
        return;
    };
    let (items, urls): (Vec<Item>, Vec<String>) =
        items.into_iter().map(|real| (real.item, real.url)).unzip();
    let stories: Vec<usize> = items.iter().map(|item| item.story).collect();
    let pairs = measure::pairs(
        &mut StoryIndex::with_capacity(10_000),
        &fingerprints(&items),
    );
    let mut with_urls = pairs.clone();
    for a in 0..items.len() {
        for b in a + 1..items.len() {
            if urls[a] == urls[b] {
                with_urls.insert((a, b), Kind::Same);
            }
        }
    }
    let differ =
        |a: usize, b: usize| (&items[a].title, &items[a].text) != (&items[b].title, &items[b].text);
    row("real, by text", &pairs, &stories, |_, _| true);
    row("real, by text, where it differs", &pairs, &stories, differ);
    row("real, by text and address", &with_urls, &stories, |_, _| {
        true
    });
    row(
        "real, by text, other addresses",
        &pairs,
        &stories,
        |a, b| urls[a] != urls[b],
    );
    if std::env::var_os("CLIPSHEET_BENCH_VERBOSE").is_some() {
        for (&(a, b), kind) in &with_urls {
            if stories[a] != stories[b] {
                eprintln!(
                    "wrong {kind:?}: {} <{}> | {} <{}>",
                    items[a].title, urls[a], items[b].title, urls[b]
                );
            }
        }
    }
}

/// Synthetic news: words of an invented language by Zipf's law, titles of eight, every fifth text long.
struct Newsroom {
    random: Random,
    words: Vec<String>,
}

impl Newsroom {
    fn new() -> Self {
        let mut random = Random(0x5709);
        let syllables = [
            "ta", "ro", "gul", "mu", "der", "fi", "sho", "ke", "ban", "li", "qua", "ost",
        ];
        let words = (0..60_000)
            .map(|_| {
                let count = 2 + random.below(4);
                (0..count).map(|_| syllables[random.below(12)]).collect()
            })
            .collect();
        Self { random, words }
    }

    fn line(&mut self, words: usize) -> String {
        let mut line = String::new();
        for _ in 0..words {
            // An even choice among magnitudes comes near to Zipf's law.
            let magnitude = self.random.below(1_000) as f64 / 1_000.0;
            let at = (self.words.len() as f64).powf(magnitude) as usize;
            line.push_str(&self.words[(at + self.random.below(4)) % self.words.len()]);
            line.push(' ');
        }
        line
    }

    fn item(&mut self, at: usize) -> (String, String) {
        let words = if at.is_multiple_of(5) {
            400
        } else {
            25 + at % 30
        };
        (self.line(8), self.line(words))
    }
}

/// Times a look-up and an insertion among `kept` items, of which every second new one is an edited copy.
fn measure_time(kept: usize) {
    let mut newsroom = Newsroom::new();
    let items: Vec<(String, String)> = (0..kept).map(|at| newsroom.item(at)).collect();
    let mut index = StoryIndex::with_capacity(kept);
    let before = resident_bytes();
    let began = Instant::now();
    for (key, (title, text)) in (0..).zip(&items) {
        index.insert(key, Fingerprint::new(title, text));
    }
    let filled = began.elapsed();
    let resident = resident_bytes().saturating_sub(before);

    // Every second new item is one of the latest half, retitled and cut to two thirds.
    let new: Vec<(Option<usize>, String, String)> = (0..NEW)
        .map(|at| {
            let (title, text) = newsroom.item(at);
            if at.is_multiple_of(2) {
                return (None, title, text);
            }
            let of = kept - 1 - newsroom.random.below(kept / 2);
            let cut: Vec<&str> = items[of].1.split(' ').collect();
            (Some(of), title, cut[..cut.len() * 2 / 3].join(" "))
        })
        .collect();
    let (mut times, mut found, mut wrong, mut planted) = (Vec::new(), 0, 0, 0);
    for (at, (of, title, text)) in new.iter().enumerate() {
        let began = Instant::now();
        let fingerprint = Fingerprint::new(title, text);
        let likenesses = black_box(index.find(&fingerprint));
        index.insert((kept + at) as u64, fingerprint);
        times.push(began.elapsed());
        planted += usize::from(of.is_some());
        for likeness in likenesses.iter().filter(|found| found.kind == Kind::Same) {
            if *of == Some(likeness.key as usize) {
                found += 1;
            } else {
                // Another copy of the same one is right, too.
                let other = (likeness.key as usize)
                    .checked_sub(kept)
                    .map(|at| new[at].0);
                wrong += usize::from(other != Some(*of) || of.is_none());
            }
        }
    }

    let sets: Vec<Vec<u64>> = items.iter().map(|(_, text)| shingles(text)).collect();
    let (mut reference_times, mut reference_found, mut reference_planted) = (Vec::new(), 0, 0);
    for (of, _, text) in new.iter().take(REFERENCE) {
        let began = Instant::now();
        let set = shingles(text);
        let best = sets
            .iter()
            .enumerate()
            .map(|(at, other)| (contained(&set, other), at))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        reference_times.push(began.elapsed());
        reference_planted += usize::from(of.is_some());
        let best = black_box(best).filter(|(share, _)| *share > 0.5);
        reference_found += usize::from(of.is_some() && best.map(|(_, at)| at) == *of);
    }

    println!("{kept} items kept, {NEW} new ones, every second a retitled and cut copy of one kept");
    println!();
    println!("| | median ms | p99 ms | slowest ms | copies found | wrongly Same |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let line = |name: &str, times: &mut Vec<Duration>, found: String, wrong: &str| {
        times.sort();
        let at =
            |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "| {name} | {:.3} | {:.3} | {:.3} | {found} | {wrong} |",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    };
    line(
        "fingerprint, find and insert",
        &mut times,
        format!("{found} of {planted}"),
        &wrong.to_string(),
    );
    line(
        "reference: all shingles of all items",
        &mut reference_times,
        format!("{reference_found} of {reference_planted}"),
        "",
    );
    println!();
    println!(
        "filled in {:.1} s; {} bytes an item by its own count, {} by the process's resident memory",
        filled.as_secs_f64(),
        index.memory_bytes() / kept,
        resident / kept,
    );
}

/// The hashes of all three-word shingles, in ascending order.
fn shingles(text: &str) -> Vec<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut hashes: Vec<u64> = words
        .windows(3)
        .map(|shingle| {
            let mut hasher = DefaultHasher::new();
            shingle.hash(&mut hasher);
            hasher.finish()
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The share of the smaller of two ascending lists that is in the other.
fn contained(a: &[u64], b: &[u64]) -> f64 {
    let (mut at_a, mut at_b, mut common) = (0, 0, 0);
    while at_a < a.len() && at_b < b.len() {
        match a[at_a].cmp(&b[at_b]) {
            std::cmp::Ordering::Less => at_a += 1,
            std::cmp::Ordering::Greater => at_b += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                at_a += 1;
                at_b += 1;
            }
        }
    }
    f64::from(common) / a.len().min(b.len()).max(1) as f64
}

/// Memory of this process, 0 where the system does not tell.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
