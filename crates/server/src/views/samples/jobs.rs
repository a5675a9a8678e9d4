//! Samples of the work over the archive.

use super::Sample;
use super::pages::{HEADLINES, desk_chrome};
use crate::views::*;

fn job(what: &str, state: &str, done: u64) -> JobPage {
    JobPage {
        chrome: desk_chrome(what),
        id: 7,
        what: what.to_owned(),
        asked: "Asked for by Pennick, 14:20".to_owned(),
        state: state.to_owned(),
        is_open: state == "Running",
        done,
        total: 534_023,
        count: format!("{done} of 534,023 articles, 12 changed"),
        may_edit: true,
        ..JobPage::default()
    }
}

fn side(words: &str, is_house: bool, note: &str) -> SampleSide {
    SampleSide {
        words: words.to_owned(),
        is_house,
        note: note.to_owned(),
    }
}

fn sample(number: usize, now: SampleSide, then: SampleSide) -> SampleRow {
    SampleRow {
        number,
        article: Link::new(HEADLINES[number % HEADLINES.len()], "/article/800/slug"),
        id: 800 + number as u64,
        entry: "Harbour Board".to_owned(),
        headword: "Harbour Board".to_owned(),
        entry_id: "12".to_owned(),
        what: "Printed otherwise".to_owned(),
        risks: vec!["in a quotation".to_owned(), "next to a headline".to_owned()],
        more: "and 2 more in this article".to_owned(),
        reach: "It was printed with it: the correction changes it.".to_owned(),
        before: "…on Monday the ".to_owned(),
        after: " said that the mud had been counted, and counted again by others who got the same…"
            .to_owned(),
        now,
        then,
        headings: ["Now".to_owned(), "Then".to_owned()],
        may_except: true,
        phrase: String::new(),
        may_leave: true,
        is_left: number == 2,
    }
}

impl Sample for JobsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |what: &str, state: &str| JobRow {
            job: Link::new(what, "/desk/glossary/jobs/7"),
            who: "Pennick".to_owned(),
            time: "14:20".to_owned(),
            state: state.to_owned(),
            count: "1,204 of 534,023 articles, 12 changed".to_owned(),
            became: String::new(),
        };
        let page = Self {
            chrome: desk_chrome("Over the archive"),
            may_edit: true,
            rows: vec![
                row("Print anew: the edition of 2014-07-07", "Running"),
                row("Correct “Harbour Board”", "Done"),
                row("Rehearse “gull”, “pie”", "Stopped"),
                JobRow {
                    became: "waits for your decision".to_owned(),
                    ..row("Rehearse “tide”", "Done")
                },
            ],
            older_url: "/desk/glossary/jobs?before=3".to_owned(),
        };
        let none = Self {
            may_edit: false,
            rows: Vec::new(),
            older_url: String::new(),
            ..page.clone()
        };
        vec![("jobs", page), ("jobs-none", none)]
    }
}

impl Sample for JobPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let running = job("Print anew: everything", "Running", 120_400);
        let mut done = job("Correct “Harbour Board”", "Done", 1204);
        done.changed = vec![Link::new(HEADLINES[0], "/article/800/slug")];
        done.failed = vec![JobFailure {
            article: Link::new(HEADLINES[1], "/article/801/slug"),
            why: "Its print record cannot be read, so readers see it plain. Print it anew."
                .to_owned(),
        }];
        done.more_failed = "and 2 more, named in the server’s log".to_owned();
        let mut failed = job("Print anew: article 7", "Failed", 0);
        failed.reason = "internal error of the store: the lamp fell".to_owned();
        failed.can_go_on = true;
        let mut rehearsed = job("Rehearse “Harbour Board”", "Done", 534_023);
        rehearsed.has_rehearsal = true;
        rehearsed.rehearsal = RehearsalView {
            touched: "1,180 articles of 534,023 in print are corrected".to_owned(),
            elsewhere: "With today’s glossary it would do something in 1,204 articles (12 mentions new, 1,192 mentions printed otherwise): where it was not printed, the text stays as it is.".to_owned(),
            risks: vec!["in a quotation: 3".to_owned()],
            warnings: vec![
                "“Harbour Board” would print something new in 40,000 articles: more than one in twenty. Is it an everyday word?"
                    .to_owned(),
            ],
            note: "The Board asked us to.".to_owned(),
            headwords: "“Harbour Board”".to_owned(),
            is_correction: true,
            accepting: "A correction goes over the 1,204 articles that mention it, and changes those in which it was printed."
                .to_owned(),
            samples: vec![
                sample(
                    1,
                    side("Dredging Society", true, ""),
                    side("Mud Society", true, ""),
                ),
                sample(
                    2,
                    side("Harbour Board", false, "keepers of the mud"),
                    side("Harbour Board", false, ""),
                ),
            ],
            may_decide: true,
            took: "534,023 articles looked through in 41.2 seconds".to_owned(),
            ..RehearsalView::default()
        };
        let mut decided = rehearsed.clone();
        decided.rehearsal.may_decide = false;
        decided.rehearsal.decided = "Accepted: the glossary has the change.".to_owned();
        decided.rehearsal.decided_at = Link::new("The change", "/desk/glossary/changes/9");
        let mut undoing = rehearsed.clone();
        undoing.what = "Rehearse undoing change 9: “Harbour Board”".to_owned();
        undoing.rehearsal.undoing = Link::new("change 9", "/desk/glossary/changes/9");
        undoing.rehearsal.has_serials = true;
        undoing.rehearsal.is_stale = true;
        undoing.rehearsal.not_undone = "There is nothing of it left to undo.".to_owned();
        vec![
            ("job-undoing", undoing),
            ("job", running),
            ("job-done", done),
            ("job-failed", failed),
            ("job-rehearsal", rehearsed),
            ("job-rehearsal-decided", decided),
        ]
    }
}

impl Sample for ReprintPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let choose = Self {
            chrome: desk_chrome("Print anew"),
            today: "2014-07-07".to_owned(),
            ..Self::default()
        };
        let mut wrong = choose.clone();
        wrong.typed_entry = "Harbor Bord".to_owned();
        wrong.errors = vec![FieldError {
            field: "r-entry".to_owned(),
            message: "The glossary has no entry “Harbor Bord”. Type its headword as it stands in the glossary.".to_owned(),
        }];
        let mut asked = choose.clone();
        asked.what = "the edition of Monday, 7 July 2014".to_owned();
        asked.count = "90 articles.".to_owned();
        asked.scope = ("edition".to_owned(), "2014-07-07".to_owned());
        vec![
            ("reprint", choose),
            ("reprint-wrong", wrong),
            ("reprint-asked", asked),
        ]
    }
}
