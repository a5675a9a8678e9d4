//! Samples of clipping and writing.

use super::super::{
    ClipPage, DeskChrome, DeskPart, DraftGroup, DraftLine, DraftPage, DraftPreview,
    DraftPreviewFragment, DraftPreviewPage, DraftVersionsPage, DraftsPage, FieldError,
    LeftOutBlock, Link, MentionLine, Offer, Sample, VersionLine,
};
use super::text::{STORY, plain, printed};

fn chrome(title: &str) -> DeskChrome {
    let part = |label: &str, url: &str| DeskPart {
        label: label.to_owned(),
        url: url.to_owned(),
        current: url == "/desk/drafts",
    };
    DeskChrome {
        lang: "en".into(),
        title: title.into(),
        paper: "The Tarrow Tide".into(),
        style_url: "/assets/style.css".into(),
        desk_style_url: "/assets/desk.css".into(),
        desk_script_url: "/assets/desk.js".into(),
        parts: vec![
            part("Drafts", "/desk/drafts"),
            part("Settings", "/desk/settings"),
        ],
        me: "Pennick".into(),
        me_class: "staff-1".into(),
        ..DeskChrome::default()
    }
}

fn offer(value: &str, label: &str, chosen: bool) -> Offer {
    Offer {
        value: value.into(),
        label: label.into(),
        chosen,
    }
}

impl Sample for DraftsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let line = |id: u32, headline: &str, meta: &str| DraftLine {
            url: format!("/desk/drafts/{id}"),
            headline: headline.into(),
            kind: "Clipping".into(),
            meta: meta.into(),
            version: "3".into(),
            ..DraftLine::default()
        };
        let group = |heading: &str, rows: Vec<DraftLine>| DraftGroup {
            heading: heading.into(),
            rows,
            nothing: "Nothing is here.".into(),
            ..DraftGroup::default()
        };
        let held = DraftLine {
            error: "It could not be printed: the paper has no page 9. Its pages are on the settings page.".into(),
            ..line(12, "Tide Arrives Early, Apologises", "Ardle, 09:12, version 9")
        };
        let due = DraftLine {
            due: "To be printed 8 Jul, 07:30".into(),
            ..line(14, "Marrow Weighed Again", "Pennick, 17:02, version 4")
        };
        let thrown = DraftLine {
            thrown: true,
            ..line(9, "Sandwich Found", "Mrs Grebe, 6 Jul, 11:20, version 2")
        };
        let page = Self {
            chrome: chrome("Drafts"),
            groups: vec![
                group(
                    "Open",
                    vec![line(
                        15,
                        "Crate on East Slip Hums in B Flat, Say Several Who Ought to Know",
                        "Pennick, 17:02, version 3",
                    )],
                ),
                group("Scheduled", vec![due]),
                group("Held", vec![held]),
                group("Thrown away", vec![thrown]),
            ],
        };
        let empty = Self {
            chrome: chrome("Drafts"),
            groups: vec![group("Open", Vec::new())],
        };
        vec![("drafts", page), ("drafts-empty", empty)]
    }
}

impl Sample for ClipPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: chrome("Clip a story"),
            bookmarklet: "javascript:void(0)".into(),
            ..Self::default()
        };
        let refused = Self {
            url: "https://harbour-post.example/fog".into(),
            title: "Fog <Horn> Lost".into(),
            pasted: "The fog horn of Tarrow was mislaid.".into(),
            paste_open: true,
            before: Link::new("Fog Horn Repaired", "/article/7/fog-horn-repaired"),
            twins: vec![(Link::new("Fog <Horn> Lost", "/desk/drafts/3"), "Hester Plumb".into())],
            told: "https://harbour-post.example/fog".into(),
            errors: vec![FieldError {
                field: "c-url".into(),
                message: "The site says that robots may not come in. You can paste the story below instead; the address is kept.".into(),
            }],
            ..page.clone()
        };
        vec![("clip", page), ("clip-refused", refused)]
    }
}

impl Sample for DraftPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let text = plain(STORY).into_string();
        let clipping = Self {
            chrome: chrome("Crate on East Slip"),
            url: "/desk/drafts/15".into(),
            id: "15".into(),
            version: "3".into(),
            saved: "Version 3, saved by Pennick at 17:02".into(),
            live: true,
            state: "open".into(),
            others: "Ardle is editing this, since 16:48.".into(),
            headline: "Crate on East Slip Hums in B Flat".into(),
            tag: "Harbour Post".into(),
            source_url: "https://harbour-post.example/crate".into(),
            byline: "Ivy Sallow".into(),
            published: "2014-07-07".into(),
            lang: "en-GB".into(),
            pages: vec![offer("1", "1 Front", true), offer("2", "2 Harbour", false)],
            areas: vec![
                offer("quay", "The Quay", true),
                offer("hill", "Up the Hill", false),
            ],
            dossiers: vec![
                offer("harbour-board", "The Harbour Board", true),
                offer("gulls", "Gulls", false),
            ],
            known_dossiers: vec![offer("ferry", "The Ferry", false)],
            comments: vec![
                offer("paper", "As the paper does it", true),
                offer("closed", "Closed", false),
            ],
            comment_days: "7".into(),
            picture_url: "/pictures/crate.svg".into(),
            alt: "A crate on a slip".into(),
            text: text.clone(),
            source_text: text.clone(),
            left_out: vec![LeftOutBlock {
                number: "0".into(),
                text: "The Post adds that the dog has since been named, and minds.".into(),
            }],
            before: Link::new("Crate Found", "/article/7/crate-found"),
            twins: vec![(
                Link::new("A <Crate> of Pies", "/desk/drafts/9"),
                "Mrs Limpet".into(),
            )],
            schedule_day: "2014-07-07".into(),
            schedule_time: "18:02".into(),
            zone: "Europe/London".into(),
            squire_url: "/assets/squire.js".into(),
            editor_url: "/assets/editor-5a1b2c3d4e5f.js".into(),
            script_url: "/assets/editor.js".into(),
            most_bytes: "4194304".into(),
            ..Self::default()
        };
        let original = Self {
            original: true,
            headline: String::new(),
            text: String::new(),
            source_text: String::new(),
            left_out: Vec::new(),
            others: String::new(),
            before: Link::default(),
            picture_url: String::new(),
            state: "held".into(),
            state_note: "This draft is held back.".into(),
            errors: vec![FieldError {
                field: "d-day".into(),
                message: "That time is past. Choose a later one, or print it now.".into(),
            }],
            ..clipping.clone()
        };
        let printed = Self {
            live: false,
            state: "printed".into(),
            state_note: "This draft was printed:".into(),
            printed: Link::new("Crate on East Slip", "/article/8/crate"),
            before: Link::default(),
            ..clipping.clone()
        };
        let thrown = Self {
            state: "thrown".into(),
            state_note: "This draft was thrown away.".into(),
            printed: Link::default(),
            ..printed.clone()
        };
        vec![
            ("draft", clipping),
            ("draft-original", original),
            ("draft-printed", printed),
            ("draft-thrown", thrown),
        ]
    }
}

fn preview() -> DraftPreview {
    let mention = |words: &str, state: &str, effects: &[&str]| MentionLine {
        words: words.into(),
        entry: words.into(),
        id: "7".into(),
        nth: "1".into(),
        effects: effects.iter().map(|&effect| effect.to_owned()).collect(),
        state: state.into(),
        variants: Vec::new(),
    };
    let board = MentionLine {
        variants: vec![
            offer("substitute:0", "“Dredging Society”", true),
            offer("substitute:1", "“Mudlarks”", false),
        ],
        ..mention(
            "Harbour Board",
            "acts",
            &[
                "prints “Dredging Society”",
                "puts in the note “keepers of the mud since 1851”",
            ],
        )
    };
    DraftPreview {
        action: "/desk/drafts/15/preview".into(),
        headline: "Crate on East Slip Hums in B Flat".into(),
        tag: "Harbour Post".into(),
        place: "Page 1, Front, The Quay".into(),
        text: printed(STORY).into_string(),
        mentions: vec![
            board,
            mention("committee", "off", &[]),
            mention("gull", "passed", &[]),
        ],
        trouble: "it has no headline yet.".into(),
        ..DraftPreview::default()
    }
}

impl Sample for DraftPreviewPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: chrome("As it will be printed"),
            url: "/desk/drafts/15".into(),
            version: "3".into(),
            preview: preview(),
        };
        vec![("draft-preview", page)]
    }
}

impl Sample for DraftPreviewFragment {
    fn samples() -> Vec<(&'static str, Self)> {
        vec![("draft-preview-part", Self { preview: preview() })]
    }
}

impl Sample for DraftVersionsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let line = |version: u32, meta: &str| VersionLine {
            version: version.to_string(),
            url: format!("/desk/drafts/15/versions/{version}"),
            meta: meta.into(),
        };
        let list = Self {
            chrome: chrome("History of the draft"),
            url: "/desk/drafts/15".into(),
            versions: vec![
                line(3, "Pennick, 17:02, while typing"),
                line(2, "Ardle, 16:48"),
                line(1, "the command line, 16:40"),
            ],
            ..Self::default()
        };
        let one = Self {
            chrome: chrome("Version 2"),
            shown: "Version 2".into(),
            headline: "Crate on East Slip".into(),
            text: plain(STORY).into_string(),
            sent: "<p>It hums.</p>".into(),
            restore_url: "/desk/drafts/15/versions/2".into(),
            base: "3".into(),
            versions: Vec::new(),
            ..list.clone()
        };
        vec![("draft-versions", list), ("draft-version", one)]
    }
}
