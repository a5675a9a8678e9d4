//! Several entries of one form: which goes first, and when none is printed.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{Context, Date, Entry, Format, Glossary, Mention, Problem, apply_text};

/// An entry of the boat or the woman, with its house word.
fn gladys(house: &str, scope: impl FnOnce(&mut Entry)) -> Entry {
    let mut entry = Entry::new("Gladys");
    entry.substitute = vec![house.to_owned()];
    scope(&mut entry);
    entry
}

fn pages(pages: &[u32]) -> impl FnOnce(&mut Entry) {
    let pages = pages.to_vec();
    move |entry| entry.pages = pages
}

fn near(words: &[&str]) -> impl FnOnce(&mut Entry) {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    move |entry| entry.near = words
}

/// What is printed for the boat's name on page 2 on a day of June, in either order of the entries.
fn printed(entries: &[Entry], text: &str) -> Option<String> {
    let context = Context {
        page: Some(2),
        on: "2031-06-10".parse().ok(),
        ..Context::default()
    };
    let print = |entries: Vec<Entry>| {
        let (glossary, _) = Glossary::compile(entries, Vec::new());
        let found = glossary.find(text, Format::Text, &context);
        found.record.annotations.first()?;
        Some(apply_text(text, &found.record))
    };
    let first = print(entries.to_vec());
    let reversed = entries.iter().rev().cloned().collect();
    assert_eq!(first, print(reversed), "the order decides");
    // The house word is what comes before the rest of the text.
    first.map(|printed| printed.replace(text.trim_start_matches("Gladys"), ""))
}

const BOTH: &str = "Gladys sold chips beside the dredger.";

#[test]
fn two_that_fit_alike_are_left_alone_in_any_order() {
    let boat = |scope: &dyn Fn(&mut Entry)| gladys("A", scope);
    let day = |text: &str| -> Option<Date> { text.parse().ok() };
    let by_words = [
        gladys("A", near(&["dredger"])),
        gladys("B", near(&["chips"])),
    ];
    assert_eq!(printed(&by_words, BOTH), None);
    assert_eq!(printed(&by_words, "Gladys sold chips."), Some("B".into()));
    let by_page = [gladys("A", pages(&[1, 2])), gladys("B", pages(&[2, 3]))];
    assert_eq!(printed(&by_page, BOTH), None);
    let by_page = [gladys("A", pages(&[1, 2])), gladys("B", pages(&[3]))];
    assert_eq!(printed(&by_page, BOTH), Some("A".into()));
    let by_day = [
        boat(&|entry| entry.until = day("2031-06-10")),
        gladys("B", |entry| entry.from = day("2031-06-10")),
    ];
    assert_eq!(printed(&by_day, BOTH), None);
    // Each has a condition of a kind that the other lacks.
    let mixed = [gladys("A", near(&["chips"])), gladys("B", pages(&[2]))];
    assert_eq!(printed(&mixed, BOTH), None);
    let unwanted = [
        boat(&|entry| entry.not_near = vec!["gravy".into()]),
        gladys("B", |entry| entry.not_near = vec!["mud".into()]),
    ];
    assert_eq!(printed(&unwanted, BOTH), None);
}

#[test]
fn what_is_more_narrowly_meant_goes_first() {
    let anywhere = gladys("anyone", |_| {});
    let by_page = gladys("A", pages(&[2]));
    let other_page = gladys("B", pages(&[2, 3]));
    let narrow = gladys("C", |entry| {
        entry.pages = vec![2];
        entry.near = vec!["chips".into()];
    });
    let one = [anywhere.clone(), by_page.clone()];
    assert_eq!(printed(&one, BOTH), Some("A".into()));
    // The unrestricted one does not step in for two that nobody can tell apart.
    let two = [anywhere.clone(), by_page.clone(), other_page.clone()];
    assert_eq!(printed(&two, BOTH), None);
    let three = [anywhere, by_page, other_page, narrow];
    assert_eq!(printed(&three, BOTH), Some("C".into()));
}

#[test]
fn rivals_keep_their_words_from_shorter_forms() {
    let mut board = Entry::new("Board");
    board.substitute = vec!["plank".to_owned()];
    board.mention = Mention::Every;
    let long = |house: &str, page: u32| {
        let mut entry = Entry::new("Harbour Board");
        entry.substitute = vec![house.to_owned()];
        entry.pages = vec![2, page];
        entry
    };
    let entries = [board, long("x", 1), long("y", 3)];
    assert_eq!(printed(&entries, "The Harbour Board met."), None);
    assert_eq!(
        printed(&entries, "The Board met."),
        Some("The plank met.".into())
    );
}

#[test]
fn places_and_days_that_overlap_are_told() {
    let problems = |entries: Vec<Entry>| Glossary::compile(entries, Vec::new()).1;
    let day = |text: &str| -> Option<Date> { text.parse().ok() };
    let told: Vec<Problem> = problems(vec![
        gladys("A", pages(&[1, 2])),
        gladys("B", pages(&[2, 3])),
        gladys("C", pages(&[4])),
        gladys("d", |entry| {
            entry.areas = vec!["quay".into()];
            entry.pages = vec![4, 5];
            entry.from = day("2031-01-01");
        }),
        gladys("e", |_| {}),
        gladys("f", near(&["chips"])),
    ]);
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told[0].contains("both hold on page 2. There neither is printed"),
        "{told:#?}"
    );
    assert!(
        told[1].contains("both hold on page 4, in \"quay\", from 2031-01-01."),
        "{told:#?}"
    );
    let apart = problems(vec![
        gladys("A", |entry| entry.until = day("2030-12-31")),
        gladys("B", |entry| entry.from = day("2031-01-01")),
    ]);
    assert_eq!(apart, []);
}
