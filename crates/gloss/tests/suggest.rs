//! Suggestions: names without an entry, and spellings that look like one.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{Entry, Glossary, GlossaryFile, Names};

fn glossary(json: &str) -> (Vec<Entry>, Glossary) {
    let file = GlossaryFile::parse(json).unwrap();
    let entries = file.file.entries.clone();
    (entries, file.compile().0)
}

#[test]
fn names_are_phrases_with_capitals_that_no_entry_covers() {
    let (_, glossary) = glossary(
        r#"{"entries": [{"headword": "Harbour Board", "dossier": "b"}, {"headword": "Finch", "dossier": "f"}]}"#,
    );
    let mut names = Names::default();
    names.read(
        &glossary,
        "<h2>Big News Of Today</h2><p>Yesterday the Guild of Lamplighters met the Harbour Board. Then Zebedee Whelk-Tern \
         left on Monday. Nobody saw Gladys. “We like Gladys,” said Finch of the Tarrow Rowing Club. THE END OF IT. \
         <a href=x>Some Link</a> The Caf&eacute; Gull. I saw it.</p>",
    );
    let found: Vec<(String, usize)> = names
        .top(1, 20)
        .into_iter()
        .map(|name| (name.text, name.mentions))
        .collect();
    let expected = [
        ("Gladys", 2),
        ("Café Gull", 1),
        ("Guild of Lamplighters", 1),
        ("Tarrow Rowing Club", 1),
        ("Zebedee Whelk-Tern", 1),
    ];
    assert_eq!(
        found,
        expected.map(|(text, count)| (text.to_owned(), count))
    );
    assert_eq!(names.top(2, 20), []);
}

#[test]
fn words_with_apostrophes_are_one() {
    let (_, glossary) = glossary(r#"{"entries": [{"headword": "Finch", "dossier": "f"}]}"#);
    let mut names = Names::default();
    names.read(
        &glossary,
        "<p>So Conor O'Brien wrote in the Sana'a Weekly. Then it was Conor O’Brien’s gull, and I'm told that O'Hara came to Ta'if.          See Gull.Tern and Whelk's mate.</p>",
    );
    let found: Vec<(String, usize)> = names
        .top(1, 20)
        .into_iter()
        .map(|name| (name.text, name.mentions))
        .collect();
    let expected = [
        ("Conor O'Brien", 2),
        ("O'Hara", 1),
        ("Sana'a Weekly", 1),
        ("Ta'if", 1),
        ("Whelk", 1),
    ];
    assert_eq!(
        found,
        expected.map(|(text, count)| (text.to_owned(), count))
    );
}

#[test]
fn articles_are_counted_once_and_companions_remembered() {
    let (entries, glossary) = glossary(
        r#"{"entries": [{"headword": "Lighthouse Guild", "aliases": ["Guild of the Light"], "dossier": "g"},
            {"headword": "Barnaby Finch", "dossier": "f"}, {"headword": "Eel", "dossier": "e"},
            {"headword": "marrow", "dossier": "m"}]}"#,
    );
    let mut names = Names::default();
    for number in 0..5 {
        // A town is no spelling of a vegetable.
        names.read(&glossary, "<p>So Tarrow won.</p>");
        names.read(
            &glossary,
            "<p>So Barnabey Finch and again Barnabey Finch met the Light House Guild and an old Elf.</p>",
        );
        if number % 2 == 0 {
            names.read(&glossary, "<p>So Barnabey Finch hit Barnaby Finch.</p>");
        }
    }
    let top = names.top(5, 1);
    assert_eq!(
        (top[0].text.as_str(), top[0].articles, top[0].mentions),
        ("Barnabey Finch", 8, 13)
    );
    let alike: Vec<_> = names
        .look_alikes(&entries, 2)
        .into_iter()
        .map(|one| (one.name, one.form, one.distance, one.together))
        .collect();
    let row = |name: &str, form: &str, distance, together| {
        (name.to_owned(), form.to_owned(), distance, together)
    };
    assert_eq!(
        alike,
        [
            row("Light House Guild", "Lighthouse Guild", 0, 0),
            row("Barnabey Finch", "Barnaby Finch", 1, 3)
        ]
    );
}
