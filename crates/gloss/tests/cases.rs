//! The table of cases, run over HTML, over plain text where a case has no markup, and a second time
//! over its own output.
//!
//! What is printed is written short in the table: `{original|house word}`, `<<aside>>`, `~~serial line~~`.
//! `null` says that nothing happens.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clipsheet_gloss::{Context, Date, Entry, Format, Glossary, Serial, apply, apply_text, strip};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    about: String,
    entries: Vec<Entry>,
    #[serde(default)]
    serials: Vec<Serial>,
    on: Option<Date>,
    page: Option<u32>,
    area: Option<String>,
    #[serde(default)]
    serial_positions: BTreeMap<String, usize>,
    cases: Vec<Vec<Option<String>>>,
}

/// The printed HTML in the short form of the table.
fn short(html: &str) -> String {
    let mut short = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("<span class=\"gloss-") {
        let (before, span) = rest.split_at(at);
        let (open, after) = span.split_once("\">").unwrap();
        let (inside, after) = after.split_once("</span>").unwrap();
        rest = after;
        let attribute = |name: &str| open.split_once(name).unwrap().1.split('"').next().unwrap();
        short += before;
        // Attributes end in "> as well, but the picture's tag stands inside of an aside.
        short += &if open.contains("gloss-sub") {
            format!(
                "{{{}|{inside}}}",
                attribute("data-original=\"").replace("&#34;", "\"")
            )
        } else if open.contains("gloss-serial") {
            format!("~~{inside}~~")
        } else if open.contains("class=\"gloss-aside") {
            format!("<<{inside}>>")
        } else {
            format!("{open}\">{inside}</span>")
        };
    }
    short + rest
}

/// The short form as plain text is printed.
fn as_text(short: &str) -> String {
    let mut text = String::new();
    let mut rest = short;
    while let Some(at) = rest.find('{') {
        text += &rest[..at];
        let (both, after) = rest[at + 1..].split_once('}').unwrap();
        text += both.split_once('|').unwrap().1;
        rest = after;
    }
    (text + rest)
        .replace("<<", "[")
        .replace(">>", "]")
        .replace("~~", "")
}

fn run(group: &Group, failures: &mut Vec<String>) -> usize {
    let (glossary, _) = Glossary::compile(group.entries.clone(), group.serials.clone());
    let context = Context {
        article_id: 1,
        on: group.on,
        page: group.page,
        area: group.area.as_deref(),
        serial_positions: group.serial_positions.clone(),
        ..Context::default()
    };
    for case in &group.cases {
        let text = case[0].as_deref().unwrap();
        let expected = case[1].as_deref().unwrap_or(text);
        let mut check = |what: &str, got: &str, expected: &str| {
            if got != expected {
                failures.push(format!(
                    "{} ({what}): {text}\n  expected {expected}\n  got      {got}",
                    group.about
                ));
            }
        };
        let plain = !text.contains(['<', '&']);
        if !text.contains("\n\n") {
            let found = glossary.find(text, Format::Html, &context);
            let printed = apply(text, &found.record);
            // A source's own class is not ours to write short.
            if !text.contains("gloss-aside") {
                check("html", &short(&printed), expected);
                check("stripped", &strip(&printed), text);
            }
            let again = glossary.find(&printed, Format::Html, &context);
            check("second pass", &apply(&printed, &again.record), &printed);
            assert_eq!(again.dossiers, found.dossiers);
        }
        if plain {
            let found = glossary.find(text, Format::Text, &context);
            if !expected.contains('&') {
                check("text", &apply_text(text, &found.record), &as_text(expected));
            }
            let paragraphs = format!("<p>{}</p>", text.replace("\n\n", "</p><p>"));
            let found = glossary.find(&paragraphs, Format::Html, &context);
            let expected = format!("<p>{}</p>", expected.replace("\n\n", "</p><p>"));
            check(
                "paragraphs",
                &short(&apply(&paragraphs, &found.record)),
                &expected,
            );
        }
    }
    group.cases.len()
}

#[test]
fn every_case_of_the_table_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failures = Vec::new();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let groups: Vec<Group> = serde_json::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        count += groups
            .iter()
            .map(|group| run(group, &mut failures))
            .sum::<usize>();
    }
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count >= 400, "the table has shrunk to {count} cases");
}
