//! Samples of a printed article at the desk.

use super::Sample;
use super::pages::desk_chrome;
use super::text::{STORY, plain};
use crate::views::*;

fn picks(labels: &[&str]) -> Vec<Pick> {
    labels
        .iter()
        .enumerate()
        .map(|(at, label)| Pick {
            value: at.to_string(),
            label: (*label).to_owned(),
            chosen: at == 1,
        })
        .collect()
}

fn tools(from: &str) -> ArticleTools {
    let filed = |name: &str, slug: &str| Filed {
        name: name.to_owned(),
        slug: slug.to_owned(),
    };
    ArticleTools {
        id: 801,
        from: from.to_owned(),
        may_edit: true,
        source_note: "Its headline was “Horn lost” and is now “Horn found”.".to_owned(),
        is_printed: true,
        comments_open: true,
        pages: picks(&["Page 1: Front & Harbour", "Page 2: Town & Table"]),
        areas: picks(&["The Quay", "Old Town", "Up the Hill"]),
        dossiers: vec![
            filed("Harbour Board", "harbour-board"),
            filed("The Fog Horn", "fog-horn"),
        ],
        ..ArticleTools::default()
    }
}

impl Sample for ArticleTools {
    fn samples() -> Vec<(&'static str, Self)> {
        let back = Self {
            is_printed: false,
            is_classic: true,
            comments_open: false,
            ..tools("article")
        };
        let moderator = Self {
            may_edit: false,
            ..tools("article")
        };
        vec![
            ("article-tools", tools("article")),
            ("article-tools-taken-back", back),
            ("article-tools-moderator", moderator),
        ]
    }
}

impl Sample for StaffBar {
    fn samples() -> Vec<(&'static str, Self)> {
        let chrome = desk_chrome("Edition");
        let bar = Self {
            desk_style_url: chrome.desk_style_url,
            desk_script_url: chrome.desk_script_url,
            remark_script_url: String::new(),
            editor_urls: String::new(),
            parts: chrome.parts,
            edit: Link::new("Edit this entry", "/desk/glossary/1"),
            me: chrome.me,
            me_class: chrome.me_class,
        };
        vec![("staff-bar", bar)]
    }
}

impl Sample for DeskArticlePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let words = ArticleWords {
            headline: "Fog horn lost, found, lost again".to_owned(),
            byline: "A. Limpet".to_owned(),
            lang: "en".to_owned(),
            source_date: "2014-07-03".to_owned(),
            html: STORY.to_owned(),
            has_picture: true,
            picture_alt: "A fog horn on a trolley".to_owned(),
            picture_caption: "It was under the tarpaulin.".to_owned(),
        };
        let page = Self {
            chrome: desk_chrome(&words.headline),
            id: 801,
            url: "/article/801/fog-horn".to_owned(),
            posted: "Monday, 7 July 2014, 06:25, posted by Pennick".to_owned(),
            source_url: "https://harbour-post.example/fog-horn".to_owned(),
            revision: 3,
            may_edit: true,
            theirs: ArticleWords {
                headline: "Fog horn found".to_owned(),
                html: "<p>It was on the trolley.</p>".to_owned(),
                ..ArticleWords::default()
            },
            words,
            is_stale: false,
            others: "Limpet is changing this article in the editor, since 09:12.".into(),
            waiting: Link::new(
                "A change of it is scheduled: it will be printed 07:30.",
                "/desk/drafts/12",
            ),
            evidence: vec![EvidenceRow {
                time: "06:20".to_owned(),
                size: "48 kB".to_owned(),
                hash: "9f86d081884c7d65".repeat(4),
                url: "/desk/articles/801/evidence/9f86".to_owned(),
            }],
            source_text: plain(STORY),
            tools: tools("desk"),
            errors: Vec::new(),
        };
        let mut stale = page.clone();
        stale.is_stale = true;
        stale.errors = vec![FieldError {
            field: "w-theirs".to_owned(),
            message: "Somebody revised this article while you were at it.".to_owned(),
        }];
        let mut reader = page.clone();
        reader.may_edit = false;
        reader.tools.may_edit = false;
        vec![
            ("desk-article", page),
            ("desk-article-stale", stale),
            ("desk-article-moderator", reader),
        ]
    }
}

impl Sample for RevisionsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |number: u64, who: &str, class: &str| RevisionRow {
            number,
            who: who.to_owned(),
            who_class: class.to_owned(),
            time: "09:12".to_owned(),
            datetime: "2014-07-07T09:12:00Z".to_owned(),
            stands: number == 3,
            is_old: number == 2,
            is_new: number == 3,
        };
        let stretch = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
        let page = Self {
            chrome: desk_chrome("Fog horn lost"),
            id: 801,
            may_edit: true,
            revisions: vec![
                row(3, "Pennick", "staff-2"),
                row(2, "Mrs Limpet", "staff-1"),
                row(1, "The Desk", ""),
            ],
            compared: true,
            old: 2,
            new: 3,
            parts: vec![DiffPart {
                label: "Text".to_owned(),
                stretches: vec![
                    stretch("same", "The fog horn was "),
                    stretch("gone", "lost"),
                    stretch("new", "mislaid"),
                    stretch("same", " on Monday."),
                ],
            }],
            standing: 3,
            older_url: "/desk/articles/801/revisions?before=1".to_owned(),
        };
        let untouched = Self {
            revisions: Vec::new(),
            compared: false,
            parts: Vec::new(),
            older_url: String::new(),
            ..page.clone()
        };
        vec![("revisions", page), ("revisions-none", untouched)]
    }
}
