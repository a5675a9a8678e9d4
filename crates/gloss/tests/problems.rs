//! What an editor is told about a glossary that is not right.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{FileError, Glossary, GlossaryFile, Problem, Severity};

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
            {"headword": "The", "dossier": "x"},
            {"headword": "gulls?\\b.*", "dossier": "x"},
            {"headword": "<b>bold</b>", "dossier": "x"},
            {"headword": "same", "substitute": ["same"]},
            {"headword": "markup", "substitute": ["<i>slanted</i>"]},
            {"headword": "picture", "asides": [{"text": "x", "image": "https://elsewhere.example/x.png"}]},
            {"headword": "story", "serial": "nowhere", "dossier": "x"},
            {"headword": "tea", "substitute": ["rum"]},
            {"headword": "rum", "substitute": ["tea"]}
        ]}"#,
        10,
        &[
            (Some(0), WARNING, "single letter"),
            (Some(1), WARNING, "commonest words"),
            (Some(2), WARNING, "pattern"),
            (Some(3), WARNING, "HTML"),
            (Some(4), WARNING, "headword itself"),
            (Some(5), WARNING, "letter by letter"),
            (Some(6), WARNING, "served from the site"),
            (Some(7), WARNING, "no serial \"nowhere\""),
        ],
    );
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
