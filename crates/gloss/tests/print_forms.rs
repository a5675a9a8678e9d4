//! What is printed for pages and for letters.

use clipsheet_gloss::{
    Annotation, Aside, Context, Effect, Entry, Format, Glossary, PrintForm, PrintRecord, Serial,
    apply, apply_in, strip,
};

const TEXT: &str =
    "<p>The Harbour Board fed a gull &amp; left. Meanwhile it rained &quot;hard&quot;.</p>";
const PAGE: PrintForm<'_> = PrintForm::Page {
    entries: "/glossary/",
};
const LETTER: PrintForm<'_> = PrintForm::Letter {
    entries: "/glossary/",
};

fn record(id: i64) -> PrintRecord {
    let mut board = Entry::new("Harbour Board");
    board.asides = vec![Aside {
        image: Some("/media/mud.png".into()),
        alt: Some("Mud \"at\" noon".into()),
        ..Aside::new("keepers of <the> mud")
    }];
    let mut gull = Entry::new("gull");
    gull.substitute = vec!["winged bailiff".into()];
    let mut meanwhile = Entry::new("meanwhile");
    meanwhile.serial = Some("default".into());
    let mut entries = vec![board, gull, meanwhile];
    for (at, entry) in (0..).zip(&mut entries) {
        entry.id = if id == 0 { 0 } else { id + at };
    }
    let serial = Serial {
        name: "default".into(),
        lines: vec!["the keeper counted again.".into()],
    };
    let (glossary, problems) = Glossary::compile(entries, vec![serial]);
    assert!(problems.len() < 2, "{problems:?}");
    let context = Context {
        serial_positions: [("default".to_owned(), 0)].into(),
        ..Context::default()
    };
    let record = glossary.find(TEXT, Format::Html, &context).record;
    assert_eq!(record.annotations.len(), 3);
    record
}

/// The words of HTML, without its tags.
fn words(html: &str) -> String {
    html.split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, words)| words))
        .collect()
}

#[test]
fn a_page_says_why_without_a_word_more() {
    let record = record(12);
    let (bare, page) = (apply(TEXT, &record), apply_in(TEXT, &record, &[], PAGE));
    assert_eq!(words(&page), words(&bare));
    assert_eq!(strip(&page), TEXT);
    assert_eq!(page.matches("<a class=\"gloss-why\"").count(), 3, "{page}");
    assert!(page.contains(
        ">winged bailiff</span><a class=\"gloss-why\" href=\"/glossary/13\" aria-label=\"Why? Our word for gull\"></a>"
    ));
    assert!(page.contains("aria-label=\"Why? Our note on Harbour Board\"></a></span>"));
    assert_eq!(page.matches("<input type=\"checkbox\"").count(), 1);
    // A second pass sees nothing of it.
    let (glossary, _) = Glossary::compile(vec![Entry::new("note")], vec![]);
    let again = glossary.find(&page, Format::Html, &Context::default());
    assert!(again.record.annotations.is_empty());
}

#[test]
fn what_has_no_number_has_no_link() {
    let record = record(0);
    for form in [PAGE, LETTER] {
        let out = apply_in(TEXT, &record, &[], form);
        assert!(!out.contains("<a ") && !out.contains("href"), "{out}");
    }
    assert_eq!(
        apply_in(TEXT, &record, &[], PrintForm::Bare),
        apply(TEXT, &record)
    );
}

#[test]
fn a_letter_tells_all_in_words() {
    let letter = apply_in(TEXT, &record(12), &[], LETTER);
    assert_eq!(
        letter,
        "<p>The Harbour Board <em>[<a href=\"/glossary/12\">our note</a>: \
         <img src=\"/media/mud.png\" alt=\"Mud &quot;at&quot; noon\" width=\"88\"> keepers of &lt;the&gt; mud]</em> fed a \
         winged bailiff <small>[<a href=\"/glossary/13\">originally</a>: gull]</small> &amp; left. \
         Meanwhile it rained &quot;hard&quot;. <i>[<a href=\"/glossary/14\">our story</a>: the keeper counted again.]</i></p>"
    );
}

#[test]
fn no_word_of_an_entry_breaks_out() {
    let evil = "\"'><script>alert(1)</script><p onclick=x>";
    let text = "<p>pier</p>";
    let effects = [
        Effect::Substitute { text: evil.into() },
        Effect::Aside {
            text: evil.into(),
            image: Some("/media/\"><script>.png".into()),
            alt: Some(evil.into()),
            side: None,
        },
        Effect::Serial {
            serial: evil.into(),
            line_number: 1,
            text: evil.into(),
        },
    ];
    for effect in effects {
        let annotation = Annotation {
            start: 3,
            end: 7,
            at: None,
            entry: evil.into(),
            entry_id: 7,
            revision: 1,
            variant: 0,
            effect,
        };
        let record = PrintRecord {
            annotations: vec![annotation],
            ..PrintRecord::default()
        };
        for form in [PAGE, LETTER] {
            let out = apply_in(text, &record, &[], form);
            assert!(
                !out.contains("<script") && !out.contains("<p onclick"),
                "{out}"
            );
            if form == PAGE {
                assert_eq!(strip(&out), text);
            }
        }
    }
}
