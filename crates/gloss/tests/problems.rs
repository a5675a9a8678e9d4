//! What an editor is told about a glossary that is not right.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{
    Aside, Context, Entry, FileError, Format, Glossary, GlossaryFile, Problem, Severity, apply,
    apply_text, strip,
};

fn problems(json: &str) -> (Glossary, Vec<Problem>) {
    GlossaryFile::parse(json).unwrap().compile()
}

/// Asserts the problems as (position, severity, a piece of the message).
fn assert_problems(json: &str, in_use: usize, expected: &[(Option<usize>, Severity, &str)]) {
    let (glossary, problems) = problems(json);
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), expected.len(), "{shown:#?}");
    for (problem, (position, severity, piece)) in problems.iter().zip(expected) {
        assert_eq!(
            (problem.position, problem.severity),
            (*position, *severity),
            "{shown:#?}"
        );
        assert!(
            problem.message.contains(piece),
            "{piece} is not in {shown:#?}"
        );
    }
    assert_eq!(glossary.len(), in_use, "{shown:#?}");
}

const WARNING: Severity = Severity::Warning;
const ERROR: Severity = Severity::Error;

#[test]
fn a_broken_entry_does_not_lose_the_others() {
    assert_problems(
        r#"{"entries": [
            {"headword": "first", "dossier": "x"},
            {"aliases": ["two"]},
            {"headword": "three", "inflect": "maybe"},
            "four",
            {"headword": "five", "dossier": "x", "colour": "grey"},
            {"headword": "six", "from": "2019-02-30"},
            {"headword": "seven", "dossier": "x", "aliases": null, "case": null, "asides": [{"text": "x", "weight": null}]}
        ], "serials": [{"lines": []}, {"name": "s", "lines": ["x"]}], "version": 2}"#,
        3,
        &[
            (Some(1), ERROR, "no \"headword\""),
            (Some(2), ERROR, "\"inflect\" cannot be read"),
            (Some(3), ERROR, "must be an object"),
            (Some(4), WARNING, "\"colour\" means nothing"),
            (Some(5), ERROR, "year-month-day"),
            (None, WARNING, "\"version\" means nothing"),
            (None, ERROR, "no \"name\""),
        ],
    );
}

#[test]
fn a_file_that_is_no_glossary_is_refused_with_the_place() {
    let error = GlossaryFile::parse("{\"entries\": [\n  {\"headword\": \"x\",}\n]}").unwrap_err();
    assert!(matches!(error, FileError::Json { line: 2, .. }));
    assert!(error.to_string().contains("line 2, column"), "{error}");
    for json in [
        "",
        "null",
        "7",
        "{}",
        r#"{"entries": 7}"#,
        "\u{0}",
        &"[".repeat(100_000),
    ] {
        let error = GlossaryFile::parse(json).unwrap_err();
        assert!(error.to_string().contains("glossary file"), "{error}");
    }
}

#[test]
fn entries_that_cannot_work_are_set_aside_with_the_reason() {
    let long = "x".repeat(10_000);
    let json = format!(
        r#"{{"entries": [
            {{"headword": "  ", "dossier": "x"}},
            {{"headword": "{long}", "dossier": "x"}},
            {{"headword": "?!", "dossier": "x"}},
            {{"headword": "idle"}},
            {{"headword": "never", "dossier": "x", "from": "2020-01-02", "until": "2020-01-01"}},
            {{"headword": "blank", "substitute": ["", " "], "asides": [{{"text": ""}}]}},
            {{"headword": "Harbour Board", "dossier": "x"}},
            {{"headword": "Harbour\u00a0Board", "dossier": "y"}},
            {{"headword": "fine", "aliases": ["harbour  board", "Harbour Board", "fine", ""], "dossier": "x"}}
        ]}}"#
    );
    assert_problems(
        &json,
        2,
        &[
            (Some(0), ERROR, "no headword"),
            (Some(1), ERROR, "10000 characters"),
            (Some(2), ERROR, "no letter or digit"),
            (Some(3), WARNING, "does nothing"),
            (Some(4), ERROR, "Exchange the two dates"),
            (Some(5), WARNING, "substitutes is empty"),
            (Some(5), WARNING, "substitutes is empty"),
            (Some(5), WARNING, "asides is empty"),
            (Some(5), WARNING, "none is ever printed"),
            (Some(5), WARNING, "does nothing"),
            (
                Some(7),
                ERROR,
                "already belongs to the entry \"Harbour Board\"",
            ),
            (Some(8), WARNING, "capitals alone"),
            (
                Some(8),
                ERROR,
                "already belongs to the entry \"Harbour Board\"",
            ),
            (Some(8), WARNING, "twice"),
            (Some(8), ERROR, "alias is empty"),
        ],
    );
}

#[test]
fn doubtful_entries_are_used_with_a_warning() {
    assert_problems(
        r#"{"entries": [
            {"headword": "x", "dossier": "x"},
            {"headword": "The", "aliases": ["WHO"], "dossier": "x"},
            {"headword": "gulls?\\b.*", "dossier": "x"},
            {"headword": "<b>bold</b>", "dossier": "x"},
            {"headword": "same", "substitute": ["same"]},
            {"headword": "markup", "substitute": ["<i>slanted</i>"]},
            {"headword": "picture", "asides": [{"text": "x", "image": "https://elsewhere.example/x.png"}]},
            {"headword": "story", "serial": "nowhere", "dossier": "x"},
            {"headword": "tea", "substitute": ["rum"]},
            {"headword": "rum", "substitute": ["tea"]},
            {"headword": "(a+)+$.*", "dossier": "x"},
            {"headword": "Mud Walk", "near": ["tide", "low  Water"], "not_near": ["low water"], "dossier": "x"},
            {"headword": "MUD WALK", "dossier": "x", "near": ["gull"]},
            {"headword": "Fog Horn", "dossier": "x"},
            {"headword": "FOG HORN", "dossier": "x"}
        ]}"#,
        15,
        &[
            (Some(0), WARNING, "single letter"),
            (Some(1), WARNING, "commonest words"),
            (Some(2), WARNING, "pattern"),
            (Some(3), WARNING, "HTML"),
            (Some(4), WARNING, "headword itself"),
            (Some(5), WARNING, "letter by letter"),
            (Some(6), WARNING, "served from the site"),
            (Some(7), WARNING, "no serial \"nowhere\""),
            (Some(9), WARNING, "whose substitutes lead back"),
            (Some(10), WARNING, "pattern"),
            (
                Some(11),
                WARNING,
                "\"low  Water\" stands in \"near\" and in \"not_near\"",
            ),
            (Some(14), WARNING, "differ by their capitals alone"),
        ],
    );
}

#[test]
fn what_cannot_be_read_is_told_in_an_editors_words() {
    for (field, words) in [
        (
            r#""case": "sometimes""#,
            "\"case\" cannot be read: it must be \"smart\", \"exact\" or \"ignore\", and this is \"sometimes\".",
        ),
        (
            r#""aliases": ["x", 7]"#,
            "a list of texts such as [\"Harbour Board\", \"gull\"], and number 2 of it is 7.",
        ),
        (
            r#""pages": [-1]"#,
            "a list of page numbers such as [1, 3], and number 1 of it is -1.",
        ),
        (
            r#""every_words": "300""#,
            "a whole number such as 300, without quotes, and this is \"300\".",
        ),
        (
            r#""asides": [{"text": "x"}, {"text": "y", "weight": "2"}]"#,
            "\"asides\" cannot be read: the \"weight\" of number 2 cannot be read: it must be a whole number",
        ),
        (
            r#""asides": [{"side": "top"}]"#,
            "\"left\" or \"right\", and this is \"top\".",
        ),
        (r#""asides": "x""#, "a list of notes such as"),
        (
            r#""dossier": {}"#,
            "a text in quotes, and this is an object.",
        ),
    ] {
        let (_, problems) = problems(&format!(
            r#"{{"entries": [{{"headword": "gull", {field}}}]}}"#
        ));
        let shown = problems[0].to_string();
        assert!(shown.contains(words), "{field}: {shown}");
        assert!(shown.starts_with("error: entry 1 (\"gull\")"), "{shown}");
        for serde in ["invalid type", "unknown variant", "expected", "u32"] {
            assert!(!shown.contains(serde), "{shown}");
        }
    }
}

#[test]
fn forms_that_nobody_wrote_are_looked_for_among_those_of_others() {
    assert_problems(
        r#"{"entries": [
            {"headword": "gull", "dossier": "x"},
            {"headword": "gulls", "dossier": "x", "inflect": false},
            {"headword": "rice", "aliases": ["grain"], "dossier": "x"},
            {"headword": "RICE", "dossier": "x", "inflect": false},
            {"headword": "rice’s", "dossier": "x"},
            {"headword": "grains", "dossier": "x", "pages": [2]},
            {"headword": "tern", "aliases": ["terns", "tern's"], "dossier": "x"},
            {"headword": "eel", "inflect": false, "dossier": "x"},
            {"headword": "eels", "dossier": "x"}
        ]}"#,
        9,
        &[
            (
                Some(0),
                WARNING,
                "plural \"gulls\" is a form of the entry \"gulls\"",
            ),
            (
                Some(3),
                WARNING,
                "\"RICE\" is the form \"rice\" of the entry \"rice\"",
            ),
            (
                Some(4),
                WARNING,
                "possessive of a form of the entry \"rice\"",
            ),
        ],
    );
}

#[test]
fn what_would_turn_the_direction_of_writing_is_refused_or_left_out() {
    let (glossary, problems) = problems(
        r#"{"entries": [
            {"headword": "gu\u202ell", "substitute": ["bird"]},
            {"headword": "tern", "aliases": ["ter\u2067ns"], "substitute": ["sea\u202e bird"], "asides": [{"text": "lo\u2066ud"}]}
        ]}"#,
    );
    let found: Vec<_> = problems
        .iter()
        .map(|one| (one.position, one.severity))
        .collect();
    let second = Some(1);
    assert_eq!(
        found,
        [
            (Some(0), ERROR),
            (second, WARNING),
            (second, WARNING),
            (second, ERROR)
        ],
        "{problems:#?}"
    );
    assert!(
        problems
            .iter()
            .all(|one| one.message.contains("invisible control character"))
    );
    let found = glossary.find("a tern", Format::Text, &Context::default());
    assert_eq!(apply_text("a tern", &found.record), "a sea bird [loud]");
}

#[test]
fn variants_beyond_a_thousand_are_never_chosen() {
    let mut gull = Entry::new("gull");
    gull.every_words = Some(1);
    gull.substitute = vec!["bird".to_owned(); 20_000];
    gull.asides = vec![Aside::new("loud"); 20_000];
    let (glossary, problems) = Glossary::compile(vec![gull], vec![]);
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(
        problems
            .iter()
            .all(|one| one.message.contains("more than 1000"))
    );
    let found = glossary.find(&"gull ".repeat(2_000), Format::Text, &Context::default());
    let variants = found.record.annotations.iter().map(|one| one.variant);
    assert_eq!(
        (found.record.annotations.len(), variants.max()),
        (4_000, Some(999))
    );
}

#[test]
fn forms_that_fit_the_same_words_are_named() {
    assert_problems(
        r#"{"entries": [
            {"headword": "pier", "dossier": "x"},
            {"headword": "Pier", "dossier": "x", "case": "ignore"},
            {"headword": "café", "dossier": "x", "fold_marks": true},
            {"headword": "cafe", "dossier": "x"},
            {"headword": "Turkey", "dossier": "x"},
            {"headword": "turkey", "dossier": "x"},
            {"headword": "gull\u0007", "dossier": "x"},
            {"headword": "tern", "aliases": ["te\u0000rn"], "dossier": "x", "every_words": 0}
        ]}"#,
        7,
        &[
            (Some(1), WARNING, "fit the same words"),
            (Some(3), WARNING, "fit the same words"),
            (Some(6), ERROR, "control character"),
            (Some(7), WARNING, "\"every_words\" is 0"),
            (Some(7), ERROR, "control character"),
        ],
    );
}

/// A circle of any length, and a chain as long as a glossary may be.
#[test]
fn circles_of_substitutes_are_named_once() {
    let mut entries: Vec<Entry> = (0..2_000)
        .map(|number| {
            let mut entry = Entry::new(format!("w{number}"));
            entry.substitute = vec![format!("w{}", number + 1)];
            entry
        })
        .collect();
    let (_, problems) = Glossary::compile(entries.clone(), vec![]);
    assert_eq!(problems, []);
    entries[1_999].substitute = vec!["w0".to_owned()];
    let (glossary, problems) = Glossary::compile(entries, vec![]);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.contains("entry \"w0\""), "{problems:?}");
    let found = glossary.find("w0 w1999", Format::Text, &Context::default());
    assert_eq!(apply_text("w0 w1999", &found.record), "w1 w0");
}

#[test]
fn too_many_forms_of_one_are_set_aside_with_one_problem() {
    let mut greedy = Entry::new("first");
    greedy.aliases = (0..5_000).map(|number| format!("greedy{number}")).collect();
    greedy.dossier = Some("x".to_owned());
    let mut modest = Entry::new("modest");
    modest.dossier = Some("x".to_owned());
    let (glossary, problems) = Glossary::compile(vec![greedy, modest], vec![]);
    assert_eq!((glossary.len(), problems.len()), (2, 1));
    assert!(
        problems[0].message.contains("more than 1000 forms"),
        "{problems:?}"
    );
}

#[test]
fn too_many_near_words_are_told() {
    let many = || (0..1_001).map(|number| format!("near{number}")).collect();
    let mut near = Entry::new("gull");
    near.near = many();
    near.substitute = vec!["bird".to_owned()];
    let mut not_near = Entry::new("tern");
    not_near.not_near = many();
    not_near.substitute = vec!["bird".to_owned()];
    let (glossary, problems) = Glossary::compile(vec![near, not_near], vec![]);
    assert_eq!((glossary.len(), problems.len()), (1, 2));
    assert_eq!(problems[0].severity, Severity::Warning);
    assert!(problems[0].message.contains("from \"near1000\" on"));
    assert_eq!(problems[1].severity, Severity::Error);
    assert!(problems[1].message.contains("more than 1000 words"));
    let printed = |text: &str| {
        let found = glossary.find(text, Format::Text, &Context::default());
        apply_text(text, &found.record)
    };
    assert_eq!(printed("gull near999"), "bird near999");
    assert_eq!(printed("gull near1000"), "gull near1000");
    assert_eq!(printed("tern"), "tern");
}

/// Nothing that a reader may be shown is too large: five megabytes of anything, and a hundred thousand matches.
#[test]
fn large_articles_are_read_to_their_end() {
    let file = r#"{"entries": [{"headword": "gull", "substitute": ["bird"], "mention": "every"},
        {"headword": "quay", "substitute": ["wall"]}]}"#;
    let (glossary, _) = GlossaryFile::parse(file).unwrap().compile();
    let count = |text: &str| {
        let found = glossary.find(text, Format::Html, &Context::default());
        let printed = apply(text, &found.record);
        assert_eq!(strip(&printed), text);
        found.record.annotations.len()
    };
    assert_eq!(count(&format!("{} quay", "gull ".repeat(100_000))), 100_001);
    assert_eq!(count(&format!("{} quay", "x".repeat(5_000_000))), 1);
    assert_eq!(count(&format!("{}<p>quay", "“".repeat(500_000))), 1);
    assert_eq!(
        count(&format!(
            "<p>quay {}</p>",
            "“unclosed and on ".repeat(100_000)
        )),
        1
    );
    assert_eq!(count(&format!("{}quay", "<b>".repeat(500_000))), 1);
}

#[test]
fn an_export_is_tidy_and_reads_back_the_same() {
    let full = r#"{"entries": [{
       "headword": "Harbour Board", "aliases": ["Harbor Board"], "kind": "organisation",
       "case": "smart", "inflect": true, "mention": "first", "in_quotes": false,
       "pages": [], "areas": [], "from": null, "until": null, "near": [], "not_near": [],
       "substitute": ["the Dredging Society"],
       "asides": [{"text": "keepers of the mud since 1851", "image": null, "alt": null, "weight": 1}],
       "serial": null, "dossier": "harbour-board"}],
     "serials": [{"name": "default", "lines": ["back at the lighthouse, the keeper counted the gulls again."]}]}"#;
    let parsed = GlossaryFile::parse(full).unwrap();
    assert_eq!(parsed.problems, []);
    let export = serde_json::to_string(&parsed.file).unwrap();
    assert_eq!(
        export,
        r#"{"entries":[{"headword":"Harbour Board","aliases":["Harbor Board"],"kind":"organisation","substitute":["the Dredging Society"],"asides":[{"text":"keepers of the mud since 1851"}],"dossier":"harbour-board"}],"serials":[{"name":"default","lines":["back at the lighthouse, the keeper counted the gulls again."]}]}"#
    );
    assert_eq!(GlossaryFile::parse(&export).unwrap().file, parsed.file);
}

#[test]
fn a_glossary_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Glossary>();
}
