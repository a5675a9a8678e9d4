//! Samples of what readers send in.

use super::Sample;
use super::pages::chrome;
use super::text;
use crate::views::*;

const OWN: &str = "I have lived beside East Slip for **forty years** and never saw a crate come in dry.\n\n\
    > It is not ours.\n\nThat is what they said about the *last* one.";

fn surroundings(title: &str) -> Chrome {
    Chrome {
        noindex: true,
        ..chrome(title)
    }
}

fn link_form() -> SubmitPage {
    SubmitPage {
        chrome: surroundings("Post a news link"),
        heading: "Post a news link".into(),
        about: "Seen something that belongs in the paper? Send its link. The desk looks at everything that comes in.".into(),
        form: SubmitForm {
            action: "/submit/link".into(),
            is_link: true,
            nic: "Old Bollard".into(),
            token: "token".into(),
            max_chars_label: "10,000".into(),
            ..SubmitForm::default()
        },
        ..SubmitPage::default()
    }
}

fn article_form() -> SubmitPage {
    let mut page = link_form();
    page.chrome = surroundings("Post your own article");
    page.heading = "Post your own article".into();
    page.about = "Write it yourself. The desk reads it, and prints it if it can.".into();
    page.form.action = "/submit/article".into();
    page.form.is_link = false;
    page.form.headline = "Forty Years of Dry Crates".into();
    page.form.text = OWN.into();
    page
}

impl Sample for SubmitPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut refused = link_form();
        let errors = &mut refused.form.errors;
        errors.add("url", "This is no address of the web. Copy the whole line from the top of your browser, such as https://example.org/news/story.");
        errors.add("headline", "It needs a headline.");
        errors.add(
            "text",
            "There are only links in it. Please say in a few words what they are about.",
        );
        errors.add("nic", "Please sign with a name. Any will do.");
        errors.add(
            "email",
            "This is no e-mail address. Mend it, or leave it empty: readers never see it.",
        );
        errors.add("", "That was quicker than anybody can type, which robots do. Your text is kept: please wait a few seconds and send it again.");
        refused.form.url = "the crate".into();
        let mut had = link_form();
        had.had_note = "Thank you. The paper has this story already:".into();
        had.had = Link::new("Crate Found on East Slip", "/article/812/crate");
        let mut preview = article_form();
        preview.preview = text::comment(OWN);
        preview.preview_headline = "Forty Years of Dry Crates".into();
        let mut trusted = article_form();
        trusted.about = "This goes straight into today’s edition.".into();
        trusted.form.signed = "Pennick".into();
        trusted.form.prints = true;
        let choice = |label: &str, url: &str, current| Choice {
            label: label.into(),
            url: url.into(),
            count: String::new(),
            current,
        };
        trusted.form.pages = vec![
            choice("Page 1: Front & Harbour", "1", false),
            choice("Page 2: Town & Table", "2", true),
        ];
        trusted.form.areas = vec![
            choice("The Quay", "quay", true),
            choice("Up the Hill", "hill", false),
        ];
        vec![
            ("submit-link", link_form()),
            ("submit-refused", refused),
            ("submit-had", had),
            ("submit-article", article_form()),
            ("submit-preview", preview),
            ("submit-trusted", trusted),
        ]
    }
}

fn row(line: &str) -> SubmissionRow {
    SubmissionRow {
        url: "/submission/7.0123456789abcdef".into(),
        kind: "News link".into(),
        headline: "Second Crate Sighted off Skerry, “Humming Harmony”".into(),
        time: "17:02".into(),
        datetime: "2014-07-07T17:02".into(),
        state_line: line.into(),
        ..SubmissionRow::default()
    }
}

fn printed() -> SubmissionRow {
    SubmissionRow {
        article: Link::new("Second Crate Sighted", "/article/813/second-crate"),
        ..row("It is in the paper.")
    }
}

fn refused() -> SubmissionRow {
    SubmissionRow {
        word: "Lovely, but we had three about this crate today.".into(),
        ..row("The desk did not take it.")
    }
}

impl Sample for SubmissionPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = |row: SubmissionRow| Self {
            chrome: surroundings(&row.headline),
            link: "https://skerry-echo.example/second-crate".into(),
            nic: "Old Bollard".into(),
            text: text::comment("My cousin *saw* it."),
            row,
        };
        let mut waiting = page(row("It waits for the desk."));
        waiting.chrome.notice = "Thank you. It has reached the desk. Keep this page’s address to see what becomes of it.".into();
        vec![
            ("submission-waiting", waiting),
            ("submission-printed", page(printed())),
            ("submission-refused", page(refused())),
        ]
    }
}

impl Sample for SubmissionRows {
    fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            chrome: surroundings("What you sent in"),
            rows: vec![row("It waits for the desk."), printed(), refused()],
            older: Link::new("Older", "/submissions?before=7"),
            ..Self::default()
        };
        let empty = Self {
            chrome: surroundings("What you sent in"),
            empty_note: "Nothing has been sent in from this browser yet.".into(),
            ..Self::default()
        };
        vec![("submissions", full), ("submissions-empty", empty)]
    }
}
