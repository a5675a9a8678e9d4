//! Remarks are put in together with what the glossary does, and neither disturbs the other.

use clipsheet_gloss::{
    Aside, Context, Entry, Format, Glossary, Insertion, PrintRecord, apply, apply_with, strip,
};

const NOTE: &str =
    " <span class=\"remark\" data-remark=\"1\">[so <a href=\"/\">they say</a>]</span>";

fn glossary() -> Glossary {
    let mut board = Entry::new("Harbour Board");
    board.substitute = vec!["Dredging Society".into()];
    board.asides = vec![Aside::new("keepers of the mud")];
    let mut gull = Entry::new("gull");
    gull.substitute = vec!["winged bailiff".into()];
    Glossary::compile(vec![board, gull], vec![]).0
}

fn printed(input: &str) -> PrintRecord {
    let context = Context::default();
    glossary().find(input, Format::Html, &context).record
}

/// The text with a mark where the note went.
fn with_note(input: &str, before: &str) -> String {
    let at = input.find(before).expect("the words are there") + before.len();
    let insertions = [Insertion { at, html: NOTE }];
    let out = apply_with(input, &printed(input), &insertions);
    assert_eq!(out.matches(NOTE).count(), 1, "{out}");
    assert_eq!(strip(&out), input, "and it comes out again");
    out.replace(NOTE, "^")
}

#[test]
fn a_note_stands_after_its_words_and_after_the_houses_own_voice() {
    let plain = with_note("<p>It <b>hums</b> low.</p>", "hums");
    assert_eq!(plain, "<p>It <b>hums^</b> low.</p>");
    let after_aside = with_note("<p>The Harbour Board sat.</p>", "Harbour Board");
    let aside = after_aside.find("keepers of the mud").unwrap();
    assert!(aside < after_aside.find('^').unwrap(), "{after_aside}");
    assert!(after_aside.ends_with("^ sat.</p>"), "{after_aside}");
    let before_sub = with_note("<p>A gull.</p>", "A");
    assert!(before_sub.starts_with("<p>A^ <span"), "{before_sub}");
}

#[test]
fn a_note_parts_nothing_that_belongs_together() {
    let within_sub = with_note("<p>The Harbour Board sat.</p>", "Harbour");
    assert!(within_sub.contains("Dredging Society</span>"));
    let (sub, note) = (
        within_sub.find("Society").unwrap(),
        within_sub.find('^').unwrap(),
    );
    assert!(sub < note, "{within_sub}");
    assert_eq!(
        with_note("<p>See <a href=\"/q\">Quay Street</a> now.</p>", "Quay"),
        "<p>See <a href=\"/q\">Quay Street</a>^ now.</p>"
    );
    assert_eq!(
        with_note("<p>Run <code>mud --dry</code> now.</p>", "mud"),
        "<p>Run <code>mud --dry</code>^ now.</p>"
    );
    assert_eq!(
        with_note("<ul><li><pre>a\nb</pre></li></ul>", "a"),
        "<ul><li><pre>a\nb</pre>^</li></ul>"
    );
    assert_eq!(
        with_note("<h2>What is known</h2><p>Less.</p>", "What"),
        "<h2>What^ is known</h2><p>Less.</p>"
    );
}

#[test]
fn no_place_can_harm_the_text() {
    let input = "<table><tr><td>gull &amp; é</td></tr> <tr><td><a href=\"x\">Harbour Board</a></td></tr></table>";
    let record = printed(input);
    let without = apply(input, &record);
    for at in 0..input.len() + 3 {
        let out = apply_with(input, &record, &[Insertion { at, html: NOTE }]);
        assert_eq!(out.replace(NOTE, ""), without, "at {at}");
        assert_eq!(strip(&out), input, "at {at}");
    }
    let many: Vec<_> = (0..input.len())
        .rev()
        .map(|at| Insertion { at, html: NOTE })
        .collect();
    assert_eq!(strip(&apply_with(input, &record, &many)), input);
}
