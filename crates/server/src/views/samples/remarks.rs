//! Samples of remarks: in an article and its comments, and at the desk.

use super::Sample;
use super::pages::desk_chrome;
use super::text::{STORY, plain};
use crate::views::*;
use clipsheet_gloss::PrintRecord;
use clipsheet_markup::{PlacedRemark, SafeHtml, Words, remark};

/// What remarks are made of here: the words, who, and what they say.
const REMARKS: [(&str, i64, &str, &str); 3] = [
    (
        "does not care to be named",
        2,
        "Pennick",
        "It is *Biscuit*. Everybody knows.",
    ),
    (
        "the lid",
        3,
        "Mrs Limpet",
        "Not the same gull as on [Tuesday](https://tarrow.example/gull).",
    ),
    (
        "What is known",
        2,
        "Pennick",
        "By **whom**, one would like to know.",
    ),
];

/// A text with remarks and the print record that goes with it.
pub(super) fn remarked(html: &SafeHtml, record: &PrintRecord) -> SafeHtml {
    let words = Words::of(html);
    let texts = REMARKS.map(|(.., typed)| remark(typed, 100));
    let placed: Vec<PlacedRemark<'_>> = REMARKS
        .iter()
        .zip(&texts)
        .zip(1..)
        .filter_map(|(((quote, staff, author, _), text), id)| {
            let place = words.find(quote).into_iter().next()?;
            let at = words.anchor(quote, place.offset).ok()?.place_in(&words)?;
            Some(PlacedRemark {
                at,
                id,
                staff: *staff,
                author,
                text,
            })
        })
        .collect();
    html.with_remarks(record, &placed)
}

fn form() -> RemarkPage {
    let html = plain(STORY);
    let words = Words::of(&html);
    RemarkPage {
        chrome: desk_chrome("Remarks"),
        heading: "New remark".into(),
        article: Link::new("Crate Found on East Slip", "/article/812/crate"),
        place: "in the article".into(),
        action: "/desk/remarks/new?article=812".into(),
        words: "the lid".into(),
        paragraphs: words
            .paragraphs()
            .map(|(begins, text)| ParagraphChoice {
                value: begins.to_string(),
                text: text.to_owned(),
                current: false,
            })
            .collect(),
        text: "Not the *same* gull.".into(),
        ..RemarkPage::default()
    }
}

impl Sample for RemarkPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let line = SafeHtml::escape("the lid");
        let text = remark("Not the *same* gull.", 0);
        let placed = PlacedRemark {
            at: line.as_str().len(),
            id: 0,
            staff: 2,
            author: "Pennick",
            text: &text,
        };
        let mut preview = form();
        preview.preview = RemarkPreview {
            before: "…sent for tea, and a gull sat on ".into(),
            line: line.with_remarks(&PrintRecord::default(), &[placed]),
            after: ".".into(),
        };
        let mut refused = form();
        refused.heading = "Remark by Pennick".into();
        refused.action = "/desk/remarks/12".into();
        refused.is_there = true;
        refused.version = "1404734400000".into();
        refused.note = "This remark lost its words. Say where it belongs now, or remove it.".into();
        refused.words = "It is dry".into();
        refused.words_error =
            "These words are there several times. Choose below which are meant, or take some more."
                .into();
        refused.text_error = "There is nothing in it yet.".into();
        refused.errors = vec![
            FieldError {
                field: "f-words".into(),
                message: refused.words_error.clone(),
            },
            FieldError {
                field: "f-text".into(),
                message: refused.text_error.clone(),
            },
        ];
        refused.places = ["", "It came in on the morning tide, and "]
            .iter()
            .zip(1..)
            .map(|(before, offset)| PlaceChoice {
                value: offset.to_string(),
                before: (*before).to_owned(),
                words: "it is dry".into(),
                after: ". We put that in because four people…".into(),
                current: offset == 1,
            })
            .collect();
        vec![
            ("desk-remark", form()),
            ("desk-remark-preview", preview),
            ("desk-remark-refused", refused),
        ]
    }
}

impl Sample for LooseRemarks {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |(quote, staff, author, typed): &(&str, i64, &str, &str), url: &str| LooseRow {
            text: remark(typed, 0),
            author: (*author).to_owned(),
            author_class: format!("staff-{staff}"),
            is_loose: true,
            time: "Yesterday, 17:02".into(),
            article: Link::new("Crate Found on East Slip", "/article/812/crate"),
            place: "in the article".into(),
            before: "The committee sent for tea, and a gull sat on ".into(),
            words: (*quote).to_owned(),
            after: ". So the Skerry Steam Packet".into(),
            url: url.to_owned(),
        };
        let full = Self {
            chrome: desk_chrome("Remarks"),
            remarks: vec![row(&REMARKS[1], "/desk/remarks/12"), row(&REMARKS[0], "")],
            older: Link::new("Older", "?before=7"),
            ..Self::default()
        };
        let empty = Self {
            chrome: desk_chrome("Remarks"),
            empty_note: "No remark has lost its words.".into(),
            ..Self::default()
        };
        let lost = Self {
            of_article: true,
            lost_line: "Saved. 2 remarks lost their words:".into(),
            lost: vec![
                Link::new("“dry <crate>” (Pennick)", "/desk/remarks/12"),
                Link::new("“the gull” (Mrs Limpet)", "/desk/remarks/13"),
            ],
            ..full.clone()
        };
        vec![
            ("desk-remarks", full),
            ("desk-remarks-empty", empty),
            ("desk-remarks-lost", lost),
        ]
    }
}
