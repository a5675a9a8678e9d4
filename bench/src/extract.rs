//! How well and how fast articles are found in pages, beside the bare extraction crate.
//!
//! The score is the F1 of the multisets of four-word shingles of the extracted text against the expected
//! text; words are runs of letters and digits in lower case. The reference texts are what Readability.js gives,
//! so the score says how near a result is to that, not how near to the truth: see `docs/extraction.md`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clipsheet_intake::{Extract, decode_html, extract, plain_text};
use serde_json::Value;
use url::Url;

/// The address that the reference extraction gave to every page.
const PAGE_URL: &str = "http://fakehost/test/page.html";

/// How many of the worst pages are named.
const WORST: usize = 10;

/// One page with what is expected of it.
struct Page {
    name: String,
    html: String,
    expected: String,
    metadata: Value,
    development: bool,
}

/// What one extractor made of one page.
struct Outcome {
    f1: f64,
    time: Duration,
    failure: Option<String>,
    extract: Option<Extract>,
}

/// `bench extract [FOLDER]`: prints the table. The folder holds one folder a page, each with `source.html`,
/// `expected.html` and `expected-metadata.json`; `../shared/data/pages` unless it is named.
pub fn run(args: &[String]) -> ExitCode {
    let folder = args.first().map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pages"),
        PathBuf::from,
    );
    let pages = match read_pages(&folder) {
        Ok(pages) if !pages.is_empty() => pages,
        Ok(_) => {
            eprintln!("skipped: there are no pages in {}", folder.display());
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("skipped: {} cannot be read: {error}", folder.display());
            return ExitCode::SUCCESS;
        }
    };
    let bare: Vec<Outcome> = pages.iter().map(run_bare).collect();
    let ours: Vec<Outcome> = pages.iter().map(run_ours).collect();
    println!(
        "{} pages, F1 of 4-word shingles (multiset) against the reference",
        pages.len()
    );
    println!(
        "{:24} {:>7} {:>9} {:>9} {:>8} {:>10} {:>10}",
        "", "all", "dev half", "held-out", "failed", "median ms", "slowest ms"
    );
    print_line("legible alone", &pages, &bare);
    print_line("Clipsheet", &pages, &ours);
    print_metadata(&pages, &ours);
    print_worst(&pages, &ours, &bare);
    ExitCode::SUCCESS
}

fn read_pages(folder: &Path) -> std::io::Result<Vec<Page>> {
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("source.html").is_file())
        .collect();
    folders.sort();
    folders.iter().map(|path| read_page(path)).collect()
}

fn read_page(path: &Path) -> std::io::Result<Page> {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let bytes = fs::read(path.join("source.html"))?;
    let html = decode_html(&bytes, None).map_or_else(|_| String::new(), |decoded| decoded.text);
    let metadata = fs::read_to_string(path.join("expected-metadata.json"))?;
    Ok(Page {
        development: is_development(&name),
        html,
        expected: plain_text(&fs::read_to_string(path.join("expected.html"))?),
        metadata: serde_json::from_str(&metadata).unwrap_or_default(),
        name,
    })
}

/// Splits the pages into two halves that never change: the parity of the FNV-1a hash of the name.
fn is_development(name: &str) -> bool {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32).is_multiple_of(2)
}

fn run_bare(page: &Page) -> Outcome {
    let start = Instant::now();
    let result = legible::parse(&page.html, Some(PAGE_URL), None);
    let time = start.elapsed();
    let text = result
        .as_ref()
        .map_or_else(|_| String::new(), |article| plain_text(&article.content));
    Outcome {
        f1: f1(&text, &page.expected),
        time,
        failure: result.err().map(|error| error.to_string()),
        extract: None,
    }
}

fn run_ours(page: &Page) -> Outcome {
    let url = Url::parse(PAGE_URL).expect("a constant address is valid");
    let start = Instant::now();
    let result = extract(&page.html, Some(&url));
    let time = start.elapsed();
    let text = result.as_ref().map_or_else(
        |_| String::new(),
        |extract| plain_text(&extract.content_html),
    );
    Outcome {
        f1: f1(&text, &page.expected),
        time,
        failure: result.as_ref().err().map(ToString::to_string),
        extract: result.ok(),
    }
}

/// Counts of a text's shingles. A text of fewer than four words is one shingle.
fn shingles(text: &str) -> HashMap<Vec<String>, usize> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for shingle in words.windows(words.len().min(4)) {
        *counts.entry(shingle.to_vec()).or_insert(0) += 1;
    }
    counts
}

fn f1(found: &str, expected: &str) -> f64 {
    let (found, expected) = (shingles(found), shingles(expected));
    let all: usize = found.values().sum::<usize>() + expected.values().sum::<usize>();
    if all == 0 {
        return 1.0;
    }
    let common: usize = found
        .iter()
        .map(|(shingle, &count)| count.min(expected.get(shingle).copied().unwrap_or(0)))
        .sum();
    2.0 * common as f64 / all as f64
}

fn mean<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> f64 {
    let (sum, count) = outcomes.fold((0.0, 0_usize), |(sum, count), o| (sum + o.f1, count + 1));
    sum / count.max(1) as f64
}

fn print_line(name: &str, pages: &[Page], outcomes: &[Outcome]) {
    let half = |development: bool| {
        mean(
            pages
                .iter()
                .zip(outcomes)
                .filter(|(page, _)| page.development == development)
                .map(|(_, o)| o),
        )
    };
    let mut times: Vec<f64> = outcomes
        .iter()
        .map(|o| o.time.as_secs_f64() * 1e3)
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{name:24} {:>7.4} {:>9.4} {:>9.4} {:>8} {:>10.2} {:>10.1}",
        mean(outcomes.iter()),
        half(true),
        half(false),
        outcomes.iter().filter(|o| o.failure.is_some()).count(),
        times[times.len() / 2],
        times[times.len() - 1],
    );
}

fn print_metadata(pages: &[Page], outcomes: &[Outcome]) {
    println!(
        "\nmetadata: pages where it agrees, of those for which one is expected; and pages where we found one and the reference has none"
    );
    type Field = (&'static str, &'static str, fn(&Extract) -> Option<String>);
    let fields: [Field; 5] = [
        ("title", "title", |e| e.title.clone()),
        ("byline", "byline", |e| e.byline.clone()),
        ("published", "publishedTime", |e| e.published.clone()),
        ("site_name", "siteName", |e| e.site_name.clone()),
        ("lang", "lang", |e| e.lang.clone()),
    ];
    for (name, key, get) in fields {
        let (mut same, mut expected_count, mut extra) = (0, 0, 0);
        for (page, outcome) in pages.iter().zip(outcomes) {
            let found = outcome.extract.as_ref().and_then(get);
            match page.metadata[key].as_str() {
                Some(expected) => {
                    expected_count += 1;
                    if found
                        .as_deref()
                        .is_some_and(|found| agrees(name, found, expected))
                    {
                        same += 1;
                    } else if std::env::var_os("CLIPSHEET_BENCH_VERBOSE").is_some() {
                        println!("  {}: {name}: {found:?}, expected {expected:?}", page.name);
                    }
                }
                None => extra += usize::from(found.is_some()),
            }
        }
        println!("{name:12} {same:>4} of {expected_count:>4}   {extra:>4} more");
    }
}

/// Whether two values say the same: letters and digits for texts, the day for dates.
fn agrees(field: &str, found: &str, expected: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    if field == "published" {
        return found.get(..10).is_some() && found.get(..10) == expected.get(..10)
            || letters(found) == letters(expected);
    }
    // The reference keeps "By".
    let (found, expected) = (letters(found), letters(expected));
    found == expected || field == "byline" && expected.strip_prefix("by") == Some(&found)
}

fn print_worst(pages: &[Page], ours: &[Outcome], bare: &[Outcome]) {
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by(|&a, &b| ours[a].f1.total_cmp(&ours[b].f1));
    println!("\nworst pages (Clipsheet, legible alone)");
    for &at in order.iter().take(WORST) {
        let half = if pages[at].development {
            "dev"
        } else {
            "held-out"
        };
        let failure = ours[at].failure.as_deref().unwrap_or_default();
        println!(
            "{:44} {:.4} {:.4}  {half} {failure}",
            pages[at].name, ours[at].f1, bare[at].f1
        );
    }
}
