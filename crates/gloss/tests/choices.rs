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

/// Which variants an editor's choice prints when the entry has become another: (what it had, which was chosen, what it has, what
/// is printed; none for the entry's own rule).
type Chosen = (
    &'static [&'static str],
    usize,
    &'static [&'static str],
    Option<usize>,
);
const CHOSEN: &[Chosen] = &[
    // As it was.
    (&["one", "two"], 1, &["one", "two"], Some(1)),
    // Others put in before it, taken out before it, put in another order.
    (&["one", "two"], 1, &["new", "one", "two"], Some(2)),
    (&["one", "two", "three"], 2, &["two", "three"], Some(1)),
    (
        &["one", "two", "three"],
        0,
        &["three", "two", "one"],
        Some(2),
    ),
    // In other words.
    (&["one", "two"], 1, &["one", "twain"], Some(1)),
    // Gone: what stands in its place is another.
    (&["one", "two", "three"], 1, &["one", "three"], None),
    (&["one", "two"], 1, &["new", "one", "twain"], None),
    (&["one", "two"], 1, &["one"], None),
    (&["one"], 0, &[], None),
    // Of two with the same words the one in its place.
    (&["one", "one"], 1, &["one", "one"], Some(1)),
    // By its words, letter for letter.
    (&["one", "One"], 1, &["one", "two", "One"], Some(2)),
];

#[test]
fn a_chosen_variant_is_known_by_its_words() {
    let entry = |words: &[&str]| {
        let mut entry = Entry::new("Board");
        entry.substitute = words.iter().map(|text| (*text).to_owned()).collect();
        entry.asides = words.iter().map(|text| Aside::new(*text)).collect();
        entry
    };
    for (had, chosen, has, expected) in CHOSEN {
        let (before, now) = (entry(had), entry(has));
        let mut choice = Choice::of("Board");
        choice.choose_substitute(&before, *chosen);
        choice.choose_aside(&before, *chosen);
        let json = serde_json::to_string(&choice).unwrap();
        assert_eq!(serde_json::from_str::<Choice>(&json).unwrap(), choice);
        let found = (choice.substitute_of(&now), choice.aside_of(&now));
        assert_eq!(found, (*expected, *expected), "{had:?} {chosen} {has:?}");
        let (glossary, _) = Glossary::compile(vec![now], Vec::new());
        let context = Context {
            choices: std::slice::from_ref(&choice),
            ..Context::default()
        };
        let found = glossary.find(TEXT, Format::Text, &context);
        if let Some(expected) = expected {
            let variants = found.record.annotations.iter().map(|one| one.variant);
            assert_eq!(variants.collect::<Vec<_>>(), [*expected, *expected]);
        }
    }
    // One of before the words were kept goes by its number.
    let older: Choice =
        serde_json::from_str(r#"{"entry":"Board","substitute":1,"aside":1}"#).unwrap();
    let now = entry(&["new", "one", "two"]);
    assert_eq!(
        (older.substitute_of(&now), older.aside_of(&now)),
        (Some(1), Some(1))
    );
    // What is never to be printed is not, whoever chose it.
    let mut never = entry(&["one", "two"]);
    let mut choice = Choice::of("Board");
    choice.choose_aside(&never, 1);
    never.asides[1].weight = 0;
    assert_eq!(choice.aside_of(&never), None);
}
