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

use clipsheet_intake::plain_text;
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

const HEAD: &str = "\
| set | items | true pairs | Same: precision | recall | Same or Like: precision | recall |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |";

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
    println!("{HEAD}");
    measure_made();
    measure_pages();
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
    let reference = reference_pairs(&items);
    row("… reference", &reference, &stories, from_original);

    edit_rows(&items, &pairs);
}

/// The share of each kind of edit that was found beside its original.
fn edit_rows(items: &[Item], pairs: &Pairs) {
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

/// Real pages, edited as the made set is. Nothing was tuned to them.
fn measure_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pages");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there are no pages in ../shared/data/pages");
        return;
    };
    let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    folders.sort();
    let mut items = Vec::new();
    let mut titles: Vec<String> = Vec::new();
    for folder in folders {
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
        let metadata: serde_json::Value =
            serde_json::from_str(&read("expected-metadata.json")).unwrap_or_default();
        let title = metadata["title"].as_str().unwrap_or_default();
        let text = plain_text(&read("expected.html"));
        // Some pages are made up of the printers' Latin, all of the same.
        if text.len() > 600 && !text.contains("dolor") {
            // One article was saved twice.
            let story = titles.iter().position(|known| known == title);
            titles.push(title.to_owned());
            page_edits(&mut items, story.unwrap_or(titles.len() - 1), title, &text);
        }
    }
    let stories: Vec<usize> = items.iter().map(|item| item.story).collect();
    let mut index = StoryIndex::with_capacity(10_000);
    let pairs = measure::pairs(&mut index, &fingerprints(&items));
    let from_original = |a: usize, _: usize| items[a].edit == "original";
    row("pages, all pairs", &pairs, &stories, |_, _| true);
    row("pages, original and edit", &pairs, &stories, from_original);
    let reference = reference_pairs(&items);
    row("… reference", &reference, &stories, from_original);
    edit_rows(&items, &pairs);
    if std::env::var_os("CLIPSHEET_BENCH_VERBOSE").is_some() {
        print_wrong(&pairs, &items);
    }
}

fn page_edits(items: &mut Vec<Item>, story: usize, title: &str, text: &str) {
    let mut add = |edit, title: &str, text: &str| {
        items.push(Item {
            story,
            edit,
            title: title.to_owned(),
            text: text.to_owned(),
        });
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let part = |from: usize, to: usize| words[from..to.min(words.len())].join(" ");
    let all = words.len();
    // As another desk would: a few words from further down.
    let retitle = part(all / 3, all / 3 + 8);
    add("original", title, text);
    add("retitled", &retitle, text);
    add("title only", &format!("{title} | Tarrow Herald"), "");
    add("first 50 words", title, &format!("{} […]", part(0, 50)));
    add("first 50 words, retitled", &retitle, &part(0, 50));
    add("first half, retitled", &retitle, &part(0, all / 2));
    add("second half, retitled", &retitle, &part(all / 2, all));
    add(
        "a tenth from the middle, retitled",
        &retitle,
        &part(all / 2, all / 2 + (all / 10).max(40)),
    );
    add("names", &made::names(title), &made::names(text));
    add("typography", &title.to_uppercase(), &made::typography(text));
    let turned: Vec<&str> = made::sentences(text).into_iter().rev().collect();
    add("sentence order", title, &turned.join(" "));
    add("reworked", title, &made::reworked(text));
}

fn print_wrong(pairs: &Pairs, items: &[Item]) {
    for (&(a, b), kind) in pairs {
        let (a, b) = (&items[a], &items[b]);
        if a.story != b.story {
            eprintln!(
                "wrong {kind:?}: {}: {} | {}: {}",
                a.edit, a.title, b.edit, b.title
            );
        }
    }
}

/// The real set, by text alone and with addresses; all pairs, and those that differ in title or text.
fn measure_real() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let Some((items, urls)) = scoop::items(&root) else {
        eprintln!("skipped: there are no stories in ../shared/data/stories");
        return;
    };
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
    row("… reference", &reference_pairs(&items), &stories, differ);
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
        print_wrong(&with_urls, &items);
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
            // Two of five words of running text are function words.
            if self.random.below(5) < 2 {
                line.push_str("the ");
                continue;
            }
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

    // Every second new item is one of the latest half, with half of its title and two thirds of its text.
    let new: Vec<(Option<usize>, String, String)> = (0..NEW)
        .map(|at| {
            let (title, text) = newsroom.item(at);
            if at.is_multiple_of(2) {
                return (None, title, text);
            }
            let of = kept - 1 - newsroom.random.below(kept / 2);
            let cut = |text: &str, share: f64| {
                let words: Vec<&str> = text.split(' ').collect();
                words[..(words.len() as f64 * share) as usize].join(" ")
            };
            let (old_title, old_text) = &items[of];
            let title = format!("{} {}", cut(&title, 0.5), cut(old_title, 0.5));
            (Some(of), title, cut(old_text, 0.67))
        })
        .collect();
    let (mut times, mut found, mut like, mut wrong, mut planted) = (Vec::new(), 0, 0, 0, 0);
    for (at, (of, title, text)) in new.iter().enumerate() {
        let began = Instant::now();
        let fingerprint = Fingerprint::new(title, text);
        let likenesses = black_box(index.find(&fingerprint));
        index.insert((kept + at) as u64, fingerprint);
        times.push(began.elapsed());
        planted += usize::from(of.is_some());
        let mut likely = likenesses.iter().filter(|found| found.kind == Kind::Like);
        like += usize::from(likely.any(|found| *of == Some(found.key as usize)));
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
        format!("{found} Same, {like} Like of {planted}"),
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
    println!();
    println!("{HEAD}");
    let items = made::items();
    let stories: Vec<usize> = items.iter().map(|item| item.story).collect();
    let pairs = measure::pairs(&mut index, &fingerprints(&items));
    let from_original = |a: usize, _: usize| items[a].edit == "original";
    row("made, among them", &pairs, &stories, |_, _| true);
    if std::env::var_os("CLIPSHEET_BENCH_VERBOSE").is_some() {
        print_wrong(&pairs, &items);
    }
    row("… original and edit", &pairs, &stories, from_original);
}

/// What the usual way of finding near-duplicates finds: at least half of both texts' shingles are common.
fn reference_pairs(items: &[Item]) -> Pairs {
    let of = |item: &Item| shingles(&format!("{} {}", item.title, item.text).to_lowercase());
    let sets: Vec<Vec<u64>> = items.iter().map(of).collect();
    let mut pairs = Pairs::new();
    for a in 0..sets.len() {
        for b in a + 1..sets.len() {
            let common = count_common(&sets[a], &sets[b]);
            if common > 0 && 3 * common >= sets[a].len() + sets[b].len() {
                pairs.insert((a, b), Kind::Same);
            }
        }
    }
    pairs
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
    count_common(a, b) as f64 / a.len().min(b.len()).max(1) as f64
}

/// How much two ascending lists have in common.
fn count_common(a: &[u64], b: &[u64]) -> usize {
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
    common
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
