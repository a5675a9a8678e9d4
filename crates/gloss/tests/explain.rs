//! Why something is printed at a place, or why not.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{Choice, Context, Explanation, Format, GlossaryFile, Why, apply};

const GLOSSARY: &str = r#"{"entries": [
    {"headword": "Harbour Board", "aliases": ["HB"], "substitute": ["Society"], "asides": [{"text": "mud"}], "kind": "organisation"},
    {"headword": "Board", "substitute": ["Plank"]},
    {"headword": "Turkey", "substitute": ["Otherland"], "mention": "every"},
    {"headword": "harbour", "substitute": ["puddle"], "mention": "every", "kind": "place"},
    {"headword": "café", "substitute": ["tea room"]},
    {"headword": "al-Qāʿida", "asides": [{"text": "them"}]},
    {"headword": "pier", "inflect": false, "substitute": ["jetty"]},
    {"headword": "Hull", "near": ["boat"], "not_near": ["council"], "asides": [{"text": "of a boat"}]},
    {"headword": "page one", "pages": [1], "asides": [{"text": "p"}]},
    {"headword": "hills", "areas": ["hills"], "asides": [{"text": "h"}]},
    {"headword": "minister", "from": "2020-01-01", "until": "2020-12-31", "asides": [{"text": "m"}]},
    {"headword": "Old Keeper", "gone": true, "asides": [{"text": "k"}]},
    {"headword": "lamp", "dossier": "lamps"},
    {"headword": "gull", "every_words": 4, "substitute": ["bird"]},
    {"headword": "storm", "serial": "s"}],
    "serials": [{"name": "s", "lines": ["The only line."]}]}"#;

/// Explains the `|` of a text, which is taken out.
fn explain_with(marked: &str, context: &Context<'_>) -> (String, Explanation) {
    let offset = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let (glossary, _) = GlossaryFile::parse(GLOSSARY).unwrap().compile();
    let explanation = glossary.explain_at(&text, Format::Html, offset, context);
    (text, explanation)
}

fn why(marked: &str) -> Why {
    let context = Context {
        on: Some("2020-06-01".parse().unwrap()),
        ..Context::default()
    };
    let (_, explanation) = explain_with(marked, &context);
    explanation.entries.into_iter().next().expect(marked).why
}

#[test]
fn of_two_entries_that_fit_none_is_printed_and_both_say_so() {
    let json = r#"{"entries": [{"headword": "Gladys", "near": ["dredger"], "substitute": ["the boat"]},
        {"headword": "Gladys", "near": ["chips"], "substitute": ["the chip lady"]}]}"#;
    let (glossary, problems) = GlossaryFile::parse(json).unwrap().compile();
    assert_eq!(problems, []);
    let html = "<p>Gladys sold chips beside the dredger.</p>";
    let found = glossary.find(html, Format::Html, &Context::default());
    assert_eq!(found.record.annotations, []);
    let explained = glossary.explain_at(html, Format::Html, 4, &Context::default());
    assert_eq!(
        explained.to_string(),
        "“Gladys” does nothing at “Gladys”: the entry “Gladys” (near chips) fits here as well, so nobody knows which is meant.\n\
         “Gladys” does nothing at “Gladys”: the entry “Gladys” (near dredger) fits here as well, so nobody knows which is meant.\n"
    );
    let html = "<p>Gladys sold chips.</p>";
    let found = glossary.find(html, Format::Html, &Context::default());
    assert_eq!(found.record.annotations.len(), 1);
}

#[test]
fn an_acronym_among_capitals_says_that_it_may_be_a_word() {
    let json = r#"{"entries": [{"headword": "US", "substitute": ["Murka"]}]}"#;
    let (glossary, _) = GlossaryFile::parse(json).unwrap().compile();
    let explained = glossary.explain_at("THIS TELLS US WHY", Format::Text, 12, &Context::default());
    assert_eq!(
        explained.to_string(),
        "“US” does nothing at “US”: among capitals it may be another word, written as this one; “in_names” would print it all the same.\n"
    );
}

#[test]
fn each_reason_has_a_place_where_it_holds() {
    let text = |text: &str| text.to_owned();
    for (marked, expected) in [
        (
            "<p>A Harb|our Board.</p>",
            Why::Prints(vec!["substitute", "aside"]),
        ),
        ("<p>A lam|p.</p>", Why::Files(text("lamps"))),
        ("<p>A Harbour Board, a H|B.</p>", Why::Earlier(5)),
        ("<p>A gull, a g|ull.</p>", Why::TooSoon(4)),
        ("<p>The Old <i>Kee|per</i></p>", Why::Gone),
        ("<p><a href=x>The harb|our</a></p>", Why::Closed),
        ("<h2>The harb|our</h2>", Why::Closed),
        ("<p>[Harb|our News] x</p>", Why::Closed),
        ("<p>He said “the harb|our”.</p>", Why::Quoted),
        ("<p>He said: “|harbour” twice.</p>", Why::Quoted),
        (
            "<p>He shouted 'Look at the harbou|rs' and ran.</p>",
            Why::Quoted,
        ),
        ("<p>The (|lamp)</p>", Why::Files(text("lamps"))),
        ("<blockquote>the harb|our</blockquote>", Why::QuotedBlock),
        (
            "<p>See https://quay.example/harb|our there</p>",
            Why::Address,
        ),
        (
            "<p>So Robin Harb|our said.</p>",
            Why::Name(text("Robin Harbour")),
        ),
        (
            "<p>By Zebedee Harb|our</p>",
            Why::PerhapsName(text("Zebedee Harbour")),
        ),
        ("<p>They say Harb|our left.</p>", Why::OddCapital),
        ("<p>Harb|our was arrested.</p>", Why::AsPersonsDo),
        (
            "<p>Robin Harbour left.</p><p>Harb|our lamps</p>",
            Why::NamedBefore,
        ),
        (
            "<p>A harbours|ide walk.</p>",
            Why::PartOfWord(text("harbourside")),
        ),
        ("<p>A tur|key.</p>", Why::Case(text("Turkey"))),
        ("<p>A ca|fe.</p>", Why::Marks(text("café"))),
        ("<p>By al-Q|aida.</p>", Why::Marks(text("al-Qāʿida"))),
        ("<p>The pie|r’s end.</p>", Why::Ending),
        ("<p>On pag|e one.</p>", Why::Page),
        ("<p>In the hil|ls.</p>", Why::Area),
        ("<p>Hu|ll.</p>", Why::NotNear(vec![text("boat")])),
        (
            "<p>Hu|ll, boat and council.</p>",
            Why::Unwanted(text("council")),
        ),
        ("<p>A storm. A sto|rm.</p>", Why::Earlier(5)),
    ] {
        assert_eq!(why(marked), expected, "{marked}");
    }
    let (_, found) = explain_with("<p>A Harbour Bo|ard.</p>", &Context::default());
    let words: Vec<String> = found.entries.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "“Harbour Board” acts at “Harbour Board”: substitute, aside.",
            "“Board” does nothing at “Board”: these words belong to “Harbour Board”, a mention of “Harbour Board”."
        ]
    );
}

#[test]
fn days_choices_and_earlier_prints() {
    let minister = "<p>A minis|ter.</p>";
    let reason = |context: &Context<'_>| explain_with(minister, context).1.entries[0].why.clone();
    assert_eq!(reason(&Context::default()), Why::NoDate);
    let on = |day: &str| Context {
        on: Some(day.parse().unwrap()),
        ..Context::default()
    };
    assert_eq!(
        reason(&on("2019-12-31")),
        Why::NotYet("2020-01-01".parse().unwrap())
    );
    assert_eq!(
        reason(&on("2021-01-01")),
        Why::NoLonger("2020-12-31".parse().unwrap())
    );

    let off = [Choice {
        off: vec![1],
        ..Choice::of("Board")
    }];
    let there = [Choice {
        there: vec![2],
        ..Choice::of("Board")
    }];
    for (choices, expected) in [(&off, Why::SwitchedOff), (&there, Why::Elsewhere)] {
        let context = Context {
            choices,
            ..Context::default()
        };
        let (_, found) = explain_with("<p>The Boa|rd, the Board.</p>", &context);
        assert_eq!(found.entries[0].why, expected);
    }

    let (glossary, _) = GlossaryFile::parse(GLOSSARY).unwrap().compile();
    let text = "<p>The Board, the Board.</p>";
    let record = glossary
        .find(text, Format::Html, &Context::default())
        .record;
    let printed = apply(text, &record);
    let offset = printed.rfind("Board").unwrap();
    let found = glossary.explain_at(&printed, Format::Html, offset, &Context::default());
    assert_eq!(found.entries[0].why, Why::PrintedBefore);

    let context = Context {
        serial_positions: [("s".to_owned(), 1)].into(),
        ..Context::default()
    };
    let (_, found) = explain_with("<p>A sto|rm.</p>", &context);
    assert_eq!(found.entries[0].why, Why::NothingLeft);
    let (_, found) = explain_with("<p>The Har|bour<i> Board</i></p>", &Context::default());
    assert_eq!(found.entries[0].why, Why::Prints(vec!["aside"]));
}

#[test]
fn places_without_words() {
    for marked in [
        "<p><co|de>harbour</code>",
        "<p>x</p><pre>har|bour</pre>",
        "|<p>x</p>",
    ] {
        let (_, found) = explain_with(marked, &Context::default());
        assert!(found.unread && found.entries.is_empty(), "{marked}");
    }
    let (_, found) = explain_with("<p>Nothing of it he|re.</p>", &Context::default());
    assert!(!found.unread && !found.prints());
    assert_eq!(found.to_string(), "The glossary has nothing to say here.\n");
}

/// Every annotation is explained as such, at any of its bytes; and no offset of any kind of text is too odd.
#[test]
fn what_is_printed_is_explained_as_printed() {
    let (glossary, _) = GlossaryFile::parse(GLOSSARY).unwrap().compile();
    let text = "<p>Al-Qāʿida’s café, “the harbour”, a Harbour&nbsp;Board’s <b>gull</b>, Turkey’s gulls in a storm.</p>\
        <p>The harbours of a 土耳其 gull &amp; Board.</p>";
    let context = Context::default();
    let found = glossary.find(text, Format::Html, &context);
    assert!(found.record.annotations.len() >= 6);
    for offset in 0..text.len() + 3 {
        let explanation = glossary.explain_at(text, Format::Html, offset, &context);
        for annotation in &found.record.annotations {
            let inside = annotation.start <= offset && offset < annotation.end;
            let said = explanation.entries.iter().any(|one| {
                one.entry == annotation.entry
                    && matches!(&one.why, Why::Prints(effects) if effects.contains(&annotation.effect.name()))
            });
            assert!(said || !inside, "{offset}: {annotation:?}\n{explanation}");
        }
    }
}
