//! Samples of comments and of the pages of the comment form.

use super::Sample;
use super::pages::{HEADLINES, chrome};
use super::text;
use crate::views::*;

const NICS: [&str; 6] = [
    "Old Bollard",
    "First Mate",
    "Pedant of Pound Lane",
    "Omineling Forkbeard1962",
    "Widow Hake",
    "Second Best Trombone",
];

const SAID: [&str; 8] = [
    "In my day it was E flat and we were **glad** of it.",
    "#7 is right about the mud, and wrong about everything else. I have a chart of the slip from 1931, drawn by my grandfather \
     with a spoon, and it shows a crate-shaped space exactly where the crate is now. Draw your own conclusions. He drew his.",
    "> It is dry.\n\nSo was the vicar, until Tuesday.",
    "Has anybody tried saying *please*?",
    "The hum is the tide going out through the label. It is in any good book on labels: https://tarrow.example/labels/the-hum",
    "- it hums\n- it is dry\n- it is ~~not~~ mine",
    "[foto https://x.example/a.jpg The lid] I took this at six, from the fence, with my own camera, leaning over two visitors and \
     a pram. Note the shadow on the left: it belongs to nobody I know, and I know everybody, including the pram.",
    "First. <small>(Well, nearly.)</small> <big>Hum!</big>",
];

fn comment(number: u64) -> Comment {
    let place = usize::try_from(number).unwrap_or_default();
    let nic = NICS[place * 7 % NICS.len()];
    Comment {
        number,
        nic: nic.to_owned(),
        nic_url: format!("/nic/{}", nic.replace(' ', "%20")),
        website: if place % 9 == 2 {
            "https://bollard.example/".to_owned()
        } else {
            String::new()
        },
        time: format!("7 July, {:02}:{:02}", 7 + place / 10, place * 7 % 60),
        datetime: format!("2014-07-07T{:02}:{:02}", 7 + place / 10, place * 7 % 60),
        text: text::comment(SAID[place % SAID.len()]),
        tombstone: if place % 20 == 8 {
            "Taken away by a moderator.".to_owned()
        } else {
            String::new()
        },
    }
}

/// So many comments, newest first, with an open form.
pub(super) fn comments(count: u64) -> Comments {
    Comments {
        heading: match count {
            0 => "No comments yet".to_owned(),
            1 => "1 comment".to_owned(),
            _ => format!("{count} comments"),
        },
        flip: if count > 1 {
            Link::new("Oldest first", "/article/812/crate?comments=oldest")
        } else {
            Link::default()
        },
        list: (1..=count).rev().map(comment).collect(),
        feed_url: "/article/812/feed.xml".to_owned(),
        open: true,
        form: form(),
        ..Comments::default()
    }
}

/// The form of a reader who is known.
pub(super) fn form() -> CommentForm {
    CommentForm {
        action: "/article/812/comments".to_owned(),
        article_id: 812,
        nic: Hole::text("Old Bollard"),
        email: Hole::text(""),
        website: Hole::text("https://bollard.example/?a=1&b=2"),
        token: Hole::text("token"),
        standing: Hole::sentinel("You have commented 340 times on The Tarrow Tide."),
        max_chars: 10_000,
        max_chars_label: "10,000".to_owned(),
        ..CommentForm::default()
    }
}

impl Sample for CommentPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let typed = "#7 says it hums.\n\n[photo https://x.example/a.jpg The crate at noon]\n\nI say it **sings** & sighs.";
        let mut form = form();
        form.text = typed.to_owned();
        let preview = Self {
            chrome: Chrome {
                noindex: true,
                ..chrome("Preview")
            },
            heading: "Preview".to_owned(),
            article: Link::new(HEADLINES[0], "/article/812/crate"),
            preview: Comment {
                number: 0,
                datetime: String::new(),
                time: "not posted yet".to_owned(),
                text: text::comment(typed),
                tombstone: String::new(),
                ..comment(2)
            },
            form,
        };
        let mut refused = preview.clone();
        refused.chrome.title = "Not posted".to_owned();
        refused.heading = "Not posted yet".to_owned();
        refused.preview = Comment::default();
        let errors = &mut refused.form.errors;
        errors.add(
            "nic",
            "“Old Bollard” belongs to somebody who has claimed it. Please sign with another nic.",
        );
        errors.add("text", "This is 12,044 characters long; 10,000 is the most. Everything you wrote is still below.");
        errors.add(
            "picture",
            "That file is not a picture we can print. JPEG, PNG, GIF and WebP work.",
        );
        let mut flood = preview.clone();
        flood.heading = "Not posted yet".to_owned();
        flood.preview = Comment::default();
        flood.form.errors.add(
            "",
            "That was your sixth comment in a minute. Wait two minutes, then press Post again.",
        );
        vec![
            ("preview", preview),
            ("refused", refused),
            ("refused-flood", flood),
        ]
    }
}

impl Sample for PreviewFragment {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut errors = FormErrors::default();
        errors.add("text", "There is nothing in it yet.");
        vec![
            (
                "fragment-preview",
                Self {
                    preview: comment(3),
                    errors: FormErrors::default(),
                },
            ),
            (
                "fragment-refused",
                Self {
                    preview: Comment::default(),
                    errors,
                },
            ),
        ]
    }
}

impl Sample for Standing {
    fn samples() -> Vec<(&'static str, Self)> {
        let count_line = "You have commented 340 times on The Tarrow Tide.".to_owned();
        vec![
            ("standing", Self { count_line }),
            ("standing-stranger", Self::default()),
        ]
    }
}
