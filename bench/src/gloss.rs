//! `cargo xtask bench gloss`: compile time, find and apply of the glossary engine beside a bare
//! Aho-Corasick scan of the same text for the same forms, in the same run.
//!
//! The bare scan answers less: it knows no word boundaries, no case but ASCII's, no endings, no
//! quotations and no markup. It is the floor that a search by automaton could reach.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use clipsheet_gloss::{Aside, Context, Entry, Format, Glossary, PrintRecord, apply};

/// The size of the synthetic text, in bytes.
const TEXT_BYTES: usize = 20_000_000;
const ROUNDS: usize = 5;
const FORMS_PER_ENTRY: usize = 4;

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
    ExitCode::SUCCESS
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

/// SplitMix64: the same text on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `limit`, the frequency of each falling as one over its rank.
    fn zipf(&mut self, limit: usize) -> usize {
        (((limit as f64 + 1.0).powf(self.unit())) as usize - 1).min(limit - 1)
    }
}

/// Pronounceable words, the shortest first, as the commonest words of a language are short.
fn vocabulary(random: &mut Random, count: usize) -> Vec<String> {
    const ONSETS: &[&str] = &[
        "b", "br", "c", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st",
        "t", "th", "v", "w",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "ou", "ai"];
    const CODAS: &[&str] = &["", "", "n", "r", "s", "t", "l", "nd", "ck", "m"];
    let mut words = Vec::with_capacity(count);
    for index in 0..count {
        let syllables =
            1 + usize::from(index > 60) + usize::from(index > 4_000 || random.below(4) == 0);
        let mut word = String::new();
        for _ in 0..syllables {
            word += ONSETS[random.below(ONSETS.len())];
            word += VOWELS[random.below(VOWELS.len())];
            word += CODAS[random.below(CODAS.len())];
        }
        words.push(word);
    }
    words
}

/// Entries of one to three words, most of them names in capitals, with three aliases each.
fn glossary(random: &mut Random, words: &[String], count: usize) -> Vec<Entry> {
    (0..count)
        .map(|number| {
            let mut forms = (0..FORMS_PER_ENTRY).map(|_| form(random, words));
            let mut entry = Entry::new(forms.next().unwrap_or_default());
            entry.aliases = forms.collect();
            entry.id = number as i64;
            effects(entry)
        })
        .collect()
}

fn effects(mut entry: Entry) -> Entry {
    entry.substitute = vec!["the Dredging Society".to_owned()];
    if entry.id % 3 == 0 {
        entry.asides = vec![Aside::new("keepers of the mud since 1851")];
    }
    if entry.id % 2 == 0 {
        entry.mention = clipsheet_gloss::Mention::Every;
    }
    entry
}

fn form(random: &mut Random, words: &[String]) -> String {
    // The commonest words are nobody's headword.
    let rare = |random: &mut Random| capital(&words[500 + random.below(words.len() - 500)]);
    match random.below(10) {
        0..3 => rare(random),
        3..8 => format!("{} {}", rare(random), rare(random)),
        _ => format!(
            "{} {} {}",
            rare(random),
            words[random.zipf(60)],
            rare(random)
        ),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Paragraphs of HTML with a headword in every 80 words or so, some of them quoted, linked or inflected.
fn running_text(random: &mut Random, words: &[String], entries: &[Entry]) -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 1_000);
    let mut paragraph = 0;
    while text.len() < TEXT_BYTES {
        if paragraph % 12 == 0 {
            let _ = writeln!(
                text,
                "<h2>{}</h2>",
                capital(&words[random.zipf(words.len())])
            );
        }
        paragraph += 1;
        text += "<p>";
        for _ in 0..2 + random.below(4) {
            sentence(random, words, entries, &mut text);
        }
        text += "</p>\n";
    }
    text
}

fn sentence(random: &mut Random, words: &[String], entries: &[Entry], text: &mut String) {
    let quoted = random.below(8) == 0;
    if quoted {
        text.push('“');
    }
    *text += &capital(&words[random.zipf(words.len())]);
    for _ in 0..8 + random.below(20) {
        *text += if random.below(12) == 0 { ", " } else { " " };
        if random.below(80) == 0 && !entries.is_empty() {
            let entry = &entries[random.below(entries.len())];
            *text += &entry.headword;
            *text += ["", "", "", "’s", "s"][random.below(5)];
        } else if random.below(100) == 0 {
            let _ = write!(
                text,
                "<a href=\"https://harbour.example/{}\">{}</a>",
                random.below(9_999),
                words[random.zipf(words.len())]
            );
        } else {
            *text += &words[random.zipf(words.len())];
        }
    }
    *text += if quoted { ".” " } else { ". " };
}

/// The text in pieces of about 5 kB, cut between paragraphs: what a site really searches at a time.
fn articles(text: &str) -> Vec<&str> {
    let mut articles = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let from = (0..4)
            .map(|back| 5_000 + back)
            .find(|&at| rest.is_char_boundary(at))
            .unwrap_or(rest.len())
            .min(rest.len());
        let end = rest[from..]
            .find("</p>")
            .map_or(rest.len(), |at| from + at + 4);
        let (article, after) = rest.split_at(end);
        articles.push(article);
        rest = after;
    }
    articles
}

/// Encyclopedia text by people, repeated to 20 MB, and the names tagged in it.
fn wikigold() -> Option<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/text/wikigold/CONLL-format/data");
    let file = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.is_file())?;
    let tagged = std::fs::read_to_string(file).ok()?;
    let mut once = String::from("<p>");
    let mut names = std::collections::BTreeSet::new();
    let mut name = String::new();
    for line in tagged.lines() {
        let (word, tag) = line.split_once(' ').unwrap_or(("", "O"));
        if tag == "O" {
            if name.len() > 3 {
                names.insert(std::mem::take(&mut name));
            }
            name.clear();
        } else {
            name += if name.is_empty() { "" } else { " " };
            name += word;
        }
        if word.is_empty() {
            once += "</p>\n<p>";
        } else if word != "-DOCSTART-" {
            let glued = matches!(word, "." | "," | ";" | ":" | ")" | "'s" | "!" | "?");
            once += if glued || once.ends_with("<p>") {
                ""
            } else {
                " "
            };
            once += &word.replace('&', "&amp;").replace('<', "&lt;");
        }
    }
    once += "</p>\n";
    let times = TEXT_BYTES.div_ceil(once.len());
    Some((once.repeat(times), names.into_iter().collect()))
}
