//! Samples of the edition in the making.

use super::Sample;
use super::pages::{HEADLINES, desk_chrome};
use crate::views::*;

impl Sample for DeskEditionPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |number: usize, last: usize| DeskEditionRow {
            id: 800 + number as u64,
            headline: HEADLINES[number % HEADLINES.len()].to_owned(),
            url: format!("/article/{}/slug", 800 + number),
            desk_url: format!("/desk/articles/{}", 800 + number),
            tag: if number == 2 {
                String::new()
            } else {
                "SIGNAL".to_owned()
            },
            area: "The Quay".to_owned(),
            time: format!("0{}:25", 5 + number % 4),
            posted_by: "Pennick".to_owned(),
            comments: if number == 1 {
                String::new()
            } else {
                "12 comments".to_owned()
            },
            is_lead: number == 0,
            is_classic: number == 2,
            is_first: number.is_multiple_of(10),
            is_last: number == last,
        };
        let part = |number: u64, title: &str, rows: Vec<DeskEditionRow>| DeskEditionPart {
            number,
            title: title.to_owned(),
            rows,
        };
        let page = Self {
            chrome: desk_chrome("Edition"),
            heading: "Monday, 7 July 2014".to_owned(),
            is_today: true,
            order_url: "/desk/edition/2014-07-07/order".to_owned(),
            letter_url: "/desk/edition/2014-07-07/letter".to_owned(),
            reader_url: "/edition/2014-07-07".to_owned(),
            reprint_url: "/desk/glossary/reprint?edition=2014-07-07".to_owned(),
            count: "7 articles".to_owned(),
            may_edit: true,
            lead: Link::new(HEADLINES[0], "/article/800/slug"),
            parts: vec![
                part(1, "Front & Harbour", (0..4).map(|n| row(n, 3)).collect()),
                part(2, "Town & Table", Vec::new()),
                part(7, "", (10..12).map(|n| row(n, 11)).collect()),
            ],
            making: vec![(
                "Scheduled".to_owned(),
                vec![DeskEditionDraft {
                    id: 4,
                    link: Link::new("8 July, 07:30: The tide is postponed", "/desk/drafts/4"),
                    place: "1 Front & Harbour · The Quay".to_owned(),
                }],
            )],
            lacking: vec![DeskEditionLost {
                draft: DeskEditionDraft {
                    id: 5,
                    link: Link::new(HEADLINES[1], "/desk/drafts/5"),
                    place: "2 Town & Table, no area yet".to_owned(),
                },
                action: "/desk/edition/drafts/5".to_owned(),
                areas: vec![Offer {
                    value: "quay".to_owned(),
                    label: "The Quay".to_owned(),
                    ..Offer::default()
                }],
            }],
            more_drafts: "/desk/drafts".to_owned(),
            leads: vec![(
                "Sunday, 6 July 2014".to_owned(),
                Link::new("The ferry is late", "/article/700/late"),
            )],
            before_url: "/desk/edition/2014-07-06".to_owned(),
            after_url: String::new(),
        };
        let empty = Self {
            count: String::new(),
            reader_url: String::new(),
            reprint_url: String::new(),
            may_edit: false,
            lead: Link::default(),
            parts: vec![part(1, "Front & Harbour", Vec::new())],
            making: Vec::new(),
            lacking: Vec::new(),
            more_drafts: String::new(),
            leads: Vec::new(),
            ..page.clone()
        };
        vec![("desk-edition", page), ("desk-edition-empty", empty)]
    }
}

impl Sample for ChecksPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let tab = |label: &str, finding: &str| Tab {
            label: label.to_owned(),
            title: String::new(),
            url: format!("/desk/checks?finding={finding}"),
            current: finding == "changed",
        };
        let page = Self {
            chrome: desk_chrome("Checks"),
            findings: vec![tab("Changed", "changed"), tab("Gone", "gone")],
            rows: vec![CheckRow {
                article: Link::new(HEADLINES[0], "/article/800/slug"),
                desk_url: "/desk/articles/800".to_owned(),
                words: "Its headline was “Crate ashore” and is now “Crate afloat”.".to_owned(),
                time: "09:12".to_owned(),
            }],
            older_url: "/desk/checks?finding=changed&before=1&article=2".to_owned(),
        };
        let none = Self {
            rows: Vec::new(),
            older_url: String::new(),
            ..page.clone()
        };
        vec![("checks", page), ("checks-none", none)]
    }
}
