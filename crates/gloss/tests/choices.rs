//! An editor's choices: off here, this variant, put it there.

use clipsheet_gloss::{
    Aside, Choice, Context, Entry, Format, Glossary, Mention, Serial, apply_text,
};

fn glossary(mention: Mention) -> Glossary {
    let mut board = Entry::new("Board");
    board.substitute = vec!["Dredgers".into(), "Mudlarks".into()];
    board.asides = vec![Aside::new("since 1851"), Aside::new("at high tide")];
    board.mention = mention;
    let mut gull = Entry::new("gull");
    gull.serial = Some("default".into());
    let serial = Serial {
        name: "default".into(),
        lines: vec!["The keeper counted.".into(), "One too many.".into()],
    };
    Glossary::compile(vec![board, gull], vec![serial]).0
}

const TEXT: &str = "The Board met. The Board left. The Board slept near a gull. A gull flew.";

fn printed(glossary: &Glossary, choices: &[Choice]) -> String {
    let context = Context {
        article_id: 3,
        choices,
        ..Context::default()
    };
    apply_text(TEXT, &glossary.find(TEXT, Format::Text, &context).record)
}

fn board() -> Choice {
    Choice {
        substitute: Some(0),
        aside: Some(1),
        ..Choice::of("Board")
    }
}

#[test]
fn a_variant_is_the_one_that_was_chosen() {
    let glossary = glossary(Mention::First);
    assert!(
        printed(&glossary, &[board()])
            .starts_with("The Dredgers [at high tide] met. The Board left.")
    );
    let other = Choice {
        substitute: Some(1),
        aside: Some(0),
        ..Choice::of("Board")
    };
    assert!(
        printed(&glossary, &[other]).starts_with("The Mudlarks [since 1851] met. The Board left.")
    );
    // One that is not there (any more) is passed over.
    let none = Choice {
        substitute: Some(7),
        aside: Some(7),
        ..Choice::of("Board")
    };
    assert_eq!(printed(&glossary, &[none]), printed(&glossary, &[]));
}

#[test]
fn what_is_off_here_does_not_move_on() {
    let first = Choice {
        off: vec![1],
        ..board()
    };
    let glossary_first = glossary(Mention::First);
    assert!(
        printed(&glossary_first, std::slice::from_ref(&first))
            .starts_with("The Board met. The Board left. The Board slept")
    );
    let every = printed(&glossary(Mention::Every), &[first]);
    assert!(
        every.starts_with("The Board met. The Dredgers left. The Dredgers slept"),
        "{every}"
    );
}

#[test]
fn it_is_put_where_the_rule_passed_it_over() {
    let there = Choice {
        there: vec![2],
        ..board()
    };
    let text = printed(&glossary(Mention::First), &[there]);
    assert!(
        text.starts_with("The Board met. The Dredgers [at high tide] left. The Board slept"),
        "{text}"
    );
}

#[test]
fn a_serial_that_is_off_uses_no_line() {
    let glossary = glossary(Mention::First);
    let off = [Choice {
        off: vec![1],
        ..Choice::of("gull")
    }];
    let context = Context {
        choices: &off,
        ..Context::default()
    };
    let found = glossary.find(TEXT, Format::Text, &context);
    assert!(found.serial_lines_used.is_empty());
    let found = glossary.find(TEXT, Format::Text, &Context::default());
    assert_eq!(found.serial_lines_used.len(), 1);
}

#[test]
fn every_mention_is_explained() {
    let off = [Choice {
        off: vec![3],
        ..board()
    }];
    let context = Context {
        choices: &off,
        explain: true,
        ..Context::default()
    };
    let glossary = glossary(Mention::First);
    let found = glossary.find(TEXT, Format::Text, &context);
    let rows: Vec<_> = found
        .mentions
        .iter()
        .map(|row| (&TEXT[row.start..row.end], row.nth, row.effects, row.off))
        .collect();
    assert_eq!(
        rows,
        [
            ("Board", 1, 2, false),
            ("Board", 2, 0, false),
            ("Board", 3, 0, true),
            ("gull", 1, 1, false),
            ("gull", 2, 0, false)
        ]
    );
    let plain = Context {
        explain: false,
        ..context
    };
    let quick = glossary.find(TEXT, Format::Text, &plain);
    assert_eq!((quick.record, quick.mentions.len()), (found.record, 0));
    let json = serde_json::to_string(&off[0]).unwrap();
    assert_eq!(serde_json::from_str::<Choice>(&json).unwrap(), off[0]);
}

#[test]
fn a_chosen_variant_is_known_by_its_words() {
    let entry = |notes: &[&str], words: &[&str]| {
        let mut entry = Entry::new("gull");
        entry.asides = notes.iter().map(|note| Aside::new(*note)).collect();
        entry.substitute = words.iter().map(|&word| word.to_owned()).collect();
        entry
    };
    let then = entry(&["one", "two"], &["bird", "bailiff"]);
    let mut choice = Choice::of("gull");
    choice.choose_aside(&then, 1);
    choice.choose_substitute(&then, 1);
    let now = |entry: &Entry| (choice.aside_of(entry), choice.substitute_of(entry));
    assert_eq!(now(&then), (Some(1), Some(1)));
    // Others came before it.
    let more = entry(&["nought", "one", "two"], &["bailiff", "bird"]);
    assert_eq!(now(&more), (Some(2), Some(0)));
    // In other words it is still the second; where there is no second, the entry's own rule goes on.
    let mended = entry(&["one", "too"], &["bird", "bailiffs"]);
    assert_eq!(now(&mended), (Some(1), Some(1)));
    assert_eq!(now(&entry(&["one"], &["bird"])), (None, None));
    // What was chosen before words were kept goes by its place, and the form that is stored says so.
    let old: Choice = serde_json::from_str(r#"{"entry": "gull", "aside": 1}"#).unwrap();
    assert_eq!(old.aside_of(&more), Some(1));
    let stored = serde_json::to_string(&choice).unwrap();
    assert_eq!(serde_json::from_str::<Choice>(&stored).unwrap(), choice);
    let (glossary, _) = Glossary::compile(vec![more], Vec::new());
    let choices = [choice];
    let context = Context {
        choices: &choices,
        ..Context::default()
    };
    let found = glossary.find("<p>A gull.</p>", Format::Html, &context);
    let printed: Vec<usize> = found
        .record
        .annotations
        .iter()
        .map(|one| one.variant)
        .collect();
    assert_eq!(printed, [0, 2]);
}
