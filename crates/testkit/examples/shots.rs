//! Takes a picture of every kind of page, for people to look at:
//! `cargo run -p clipsheet-testkit --example shots -- --binary PATH --out DIR`.
//!
//! The starter paper is served from a temporary folder. `DIR` gets `NN-name.{phone,desktop}.{light,dark}.png`
//! and an `index.html` that shows them all side by side.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::tour::{STOPS, Tour};

const USAGE: &str = "Usage: shots --binary PATH --out DIR";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (mut binary, mut out) = (None, None);
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--binary" => &mut binary,
            "--out" => &mut out,
            _ => {
                eprintln!("shots: no option is called {argument}\n{USAGE}");
                return ExitCode::from(2);
            }
        };
        *place = arguments.next().map(PathBuf::from);
    }
    let (Some(binary), Some(out)) = (binary, out) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match take_all(&binary, &out) {
        Ok(pictures) => {
            println!("{pictures} pictures: {}", out.join("index.html").display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("shots: cannot write to {}: {error}", out.display());
            ExitCode::FAILURE
        }
    }
}

/// Who looks: the name in the file's name, and the reader.
fn looks() -> [(&'static str, Options); 4] {
    let dark = |options| Options {
        dark: true,
        ..options
    };
    [
        ("desktop.light", Options::desktop()),
        ("desktop.dark", dark(Options::desktop())),
        ("phone.light", Options::phone()),
        ("phone.dark", dark(Options::phone())),
    ]
}

/// Gives how many there are.
fn take_all(binary: &Path, out: &Path) -> io::Result<usize> {
    fs::create_dir_all(out)?;
    let tour = Tour::open(binary);
    let browser = Browser::start(&Options::desktop());
    let mut sheet = String::from(SHEET_HEAD);
    let mut pictures = 0;
    for (number, stop) in (1..).zip(STOPS) {
        browser.become_reader(&Options::desktop());
        stop.go(&tour, &browser);
        let page = format!("{number:02}-{}", stop.name);
        let _ = writeln!(sheet, "<h2>{page}</h2><p>");
        for (look, options) in looks() {
            browser.become_reader(&options);
            let file = format!("{page}.{look}.png");
            fs::write(out.join(&file), browser.full_screenshot())?;
            pictures += 1;
            let _ = writeln!(
                sheet,
                "<a href=\"{file}\"><img src=\"{file}\" alt=\"{look}\" loading=lazy></a>"
            );
        }
        eprintln!("{page}");
    }
    fs::write(out.join("index.html"), sheet)?;
    Ok(pictures)
}

const SHEET_HEAD: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Every kind of page</title>
<style>body{font:1rem sans-serif;background:#888;margin:1rem}p{display:flex;gap:1rem;align-items:start;overflow:auto}
img{max-height:40rem;max-width:30rem}</style>
<h1>Every kind of page</h1>
";
