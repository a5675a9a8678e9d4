//! What others would use: pyahocorasick and flashtext in Python, and one regular expression an entry.

use std::process::Command;

use aho_corasick::{AhoCorasick, MatchKind};
use clipsheet_gloss::{Context, Entry, Format, Glossary};
use regex::RegexBuilder;

use super::texts::first;
use super::{black_box, timed};

/// A Python with the packages, as `cargo xtask bench gloss` makes one.
const PYTHON: &str = "CLIPSHEET_BENCH_PYTHON";
/// So much of the text the regular expressions have to read, each all of it.
const REGEX_BYTES: usize = 200_000;

pub(super) fn run(entries: &[Entry], text: &str) {
    println!();
    println!(
        "The same forms of 10,000 entries, looked for by others. None of these knows endings, quotations or markup; flashtext knows word edges."
    );
    println!();
    println!("| what | build ms | find MB/s | engine, times that | matches |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let forms: Vec<&str> = entries
        .iter()
        .flat_map(|entry| std::iter::once(&entry.headword).chain(&entry.aliases))
        .map(String::as_str)
        .collect();
    let speed = |bytes: usize, seconds: f64| bytes as f64 / 1e6 / seconds;

    let (build, (engine, _)) = timed(|| Glossary::compile(entries.to_vec(), Vec::new()));
    let (time, found) = timed(|| engine.find(text, Format::Html, &Context::default()));
    let ours = speed(text.len(), time.as_secs_f64());
    let row = |what: &str, build: f64, speed: f64, matches: usize| {
        let times = ours / speed;
        println!("| {what} | {build:.0} | {speed:.2} | {times:.1} | {matches} |");
    };
    let printed = found.record.annotations.len();
    row("this engine", build.as_secs_f64() * 1e3, ours, printed);

    let (build, bare) = timed(|| {
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(&forms)
    });
    match bare {
        Ok(bare) => {
            let (time, count) = timed(|| black_box(bare.find_iter(text).count()));
            let speed = speed(text.len(), time.as_secs_f64());
            row(
                "aho-corasick, bare",
                build.as_secs_f64() * 1e3,
                speed,
                count,
            );
        }
        Err(error) => eprintln!("skipped aho-corasick: {error}"),
    }

    match python(&forms, text) {
        Ok(rows) => {
            for (what, build, seconds, matches) in rows {
                row(&what, build * 1e3, speed(text.len(), seconds), matches);
            }
        }
        Err(reason) => eprintln!("skipped flashtext and pyahocorasick: {reason}"),
    }

    let sample = first(text, REGEX_BYTES);
    let (build, patterns) = timed(|| {
        let pattern = |entry: &Entry| {
            let forms = std::iter::once(&entry.headword).chain(&entry.aliases);
            let forms: Vec<String> = forms.map(|form| regex::escape(form)).collect();
            let whole = format!(r"\b(?:{})\b", forms.join("|"));
            RegexBuilder::new(&whole).case_insensitive(true).build()
        };
        entries.iter().map(pattern).collect::<Result<Vec<_>, _>>()
    });
    match patterns {
        Ok(patterns) => {
            let (time, count) = timed(|| {
                let counts = patterns.iter().map(|one| one.find_iter(sample).count());
                counts.sum::<usize>()
            });
            row(
                "one regular expression an entry (200 kB)",
                build.as_secs_f64() * 1e3,
                speed(sample.len(), time.as_secs_f64()),
                count,
            );
        }
        Err(error) => eprintln!("skipped regular expressions: {error}"),
    }
}

/// Name, seconds to build, seconds to find, matches.
type Row = (String, f64, f64, usize);

fn python(forms: &[&str], text: &str) -> Result<Vec<Row>, String> {
    let python = std::env::var_os(PYTHON).ok_or(
        "there is no Python with them; `cargo xtask bench gloss` makes one where python3 is installed",
    )?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
        Ok::<_, String>(path)
    };
    let script = write("reference.py", include_str!("reference.py"))?;
    let forms = write("forms", &forms.join("\n"))?;
    let text = write("text", text)?;
    let output = Command::new(python)
        .arg(script)
        .args([forms, text])
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let name = cells.next()?.to_owned();
        let build = cells.next()?.parse().ok()?;
        let find = cells.next()?.parse().ok()?;
        Some((name, build, find, cells.next()?.parse().ok()?))
    };
    lines
        .lines()
        .map(|line| row(line).ok_or_else(|| format!("not understood: {line}")))
        .collect()
}
