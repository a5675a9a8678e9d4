//! The print record: complete in itself, and stable.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use std::collections::HashMap;

use clipsheet_gloss::{Aside, Context, Entry, Format, Glossary, PrintRecord, Serial, apply};

fn entry() -> Entry {
    let mut entry = Entry::new("gull");
    entry.id = 17;
    entry.revision = 3;
    entry.substitute = vec!["seabird".into()];
    entry.asides = vec![Aside::new("loud")];
    entry.serial = Some("default".into());
    entry.dossier = Some("gulls".into());
    entry
}

fn serial() -> Serial {
    Serial {
        name: "default".into(),
        lines: vec!["one.".into(), "two.".into()],
    }
}

#[test]
fn a_record_survives_storage_and_prints_without_a_glossary() {
    let (glossary, _) = Glossary::compile(vec![entry()], vec![serial()]);
    let source = "<p>A gull. Two gulls.</p>";
    let found = glossary.find(source, Format::Html, &Context::default());
    let stored = serde_json::to_string(&found.record).unwrap();
    assert_eq!(
        stored,
        concat!(
            r#"{"format_version":1,"annotations":["#,
            r#"{"start":5,"end":9,"entry":"gull","entry_id":17,"revision":3,"effect":"substitute","text":"seabird"},"#,
            r#"{"start":5,"end":9,"entry":"gull","entry_id":17,"revision":3,"effect":"aside","text":"loud"},"#,
            r#"{"start":5,"end":9,"at":10,"entry":"gull","entry_id":17,"revision":3,"effect":"serial","serial":"default","line_number":1,"text":"one."}]}"#
        )
    );
    let read: PrintRecord = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, found.record);
    assert_eq!(apply(source, &read), apply(source, &found.record));
    assert_eq!(found.dossiers[0].count, 2);
    assert_eq!(found.serial_lines_used[0].line_number, 1);
}

#[test]
fn matches_are_the_rows_of_the_contract() {
    let (glossary, _) = Glossary::compile(vec![entry()], vec![]);
    let source = "<p>Gulls!</p>";
    let rows = glossary
        .find(source, Format::Html, &Context::default())
        .matches(source);
    let json = serde_json::to_value(&rows[0]).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"start": 3, "end": 8, "text": "Gulls", "entry": "gull", "effect": "substitute", "variant": 0})
    );
}

#[test]
fn variants_follow_article_and_weight_and_nothing_else() {
    let mut entry = Entry::new("gull");
    entry.asides = vec![
        Aside {
            weight: 3,
            ..Aside::new("a")
        },
        Aside::new("b"),
        Aside {
            weight: 0,
            ..Aside::new("never")
        },
    ];
    entry.substitute = vec!["x".into(), "y".into()];
    let (glossary, _) = Glossary::compile(vec![entry], vec![]);
    let mut chosen: HashMap<(usize, usize), usize> = HashMap::new();
    for article_id in 0..4_000 {
        let context = Context {
            article_id,
            ..Context::default()
        };
        let record = glossary.find("a gull", Format::Text, &context).record;
        assert_eq!(
            record,
            glossary.find("a gull", Format::Html, &context).record
        );
        *chosen
            .entry((record.annotations[0].variant, record.annotations[1].variant))
            .or_default() += 1;
    }
    // Shares of 1/2 and 3/4, each independent of the other.
    for (pair, share) in [
        ((0, 0), 1_500),
        ((1, 0), 1_500),
        ((0, 1), 500),
        ((1, 1), 500),
    ] {
        let count = chosen.get(&pair).copied().unwrap_or_default();
        assert!(
            count.abs_diff(share) < 120,
            "{pair:?} was chosen {count} times, expected about {share}"
        );
    }
    assert_eq!(chosen.len(), 4);
}
