//! Samples of the inbox and the feeds.

use super::Sample;
use super::pages::{HEADLINES, desk_chrome};
use crate::views::*;

const FEEDS: &[&str] = &[
    "The Harbour Post",
    "Tidings from the Quay",
    "Gull & Goose Weekly",
    "The Breakwater",
];

fn rows(count: usize) -> Vec<InboxRow> {
    (0..count)
        .map(|at| InboxRow {
            id: 900 - i64::try_from(at).unwrap_or(0),
            title: HEADLINES[at % HEADLINES.len()].to_owned(),
            source: FEEDS[at % FEEDS.len()].to_owned(),
            more: if at % 3 == 0 { format!("+{} more", at % 5 + 1) } else { String::new() },
            time: format!("{:02}:{:02}", 23 - at % 24, (at * 7) % 60),
            datetime: "2014-07-07T07:40+01:00".to_owned(),
            place: if at % 4 == 1 { String::new() } else { "2 Harbour · The Quay".to_owned() },
            excerpt: "The board met for two hours and agreed to meet again. Nobody fell in, although two came close and one has asked for the minutes to say so.".to_owned(),
            had: if at % 6 == 2 {
                HadStory {
                    title: "Fog Horn Lost".to_owned(),
                    url: "/article/811/fog-horn-lost".to_owned(),
                    when: "6 July 2014".to_owned(),
                    same: at % 12 == 2,
                }
            } else {
                HadStory::default()
            },
            sent_by: if at % 7 == 4 { "Old Bollard".to_owned() } else { String::new() },
            decided: String::new(),
        })
        .collect()
}

fn list(name: &str, label: &str, any: &str, picks: &[&str]) -> PickList {
    PickList {
        name: name.to_owned(),
        label: label.to_owned(),
        any: any.to_owned(),
        picks: picks
            .iter()
            .zip(1..)
            .map(|(label, value): (_, u32)| Pick {
                value: value.to_string(),
                label: format!("{label} ({})", value * 17),
                chosen: false,
            })
            .collect(),
    }
}

impl Sample for InboxPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Inbox"),
            count: "1,204 stories wait".to_owned(),
            filters: vec![
                list("page", "Page", "All pages", &["1 Front", "2 Harbour"]),
                list("area", "Area", "All areas", &["The Quay", "Up the Hill"]),
                list("feed", "Feed", "All feeds", FEEDS),
                list(
                    "dossier",
                    "Dossier",
                    "All dossiers",
                    &["harbour-board", "fog-horn"],
                ),
            ],
            rows: rows(24),
            more_url: "/desk/inbox?before=801".to_owned(),
            may_clip: true,
            has_feeds: true,
            undo: 7,
            undo_title: "Ferry on time, inquiry opened".to_owned(),
            now: 1_404_734_400_000,
            newest: 900,
            ..Self::default()
        };
        let empty = Self {
            rows: Vec::new(),
            empty: true,
            count: "no stories wait".to_owned(),
            more_url: String::new(),
            undo: 0,
            has_feeds: false,
            ..page.clone()
        };
        let nothing_fits = Self {
            words: "walrus".to_owned(),
            filtered: true,
            has_feeds: true,
            back: "q=walrus".to_owned(),
            ..empty.clone()
        };
        vec![
            ("inbox", page),
            ("inbox-empty", empty),
            ("inbox-nothing-fits", nothing_fits),
        ]
    }
}

fn item() -> InboxItemView {
    let row = rows(5).pop().unwrap_or_default();
    InboxItemView {
        story_url: "https://harbour-post.example/news/fog-horn".to_owned(),
        host: "harbour-post.example".to_owned(),
        published: "07:12".to_owned(),
        note: "Saw it with my own eyes, or would have but for the fog.".to_owned(),
        sources: FEEDS
            .iter()
            .zip(12..)
            .map(|(feed, minute): (_, u32)| SourceRow {
                feed: (*feed).to_owned(),
                title: row.title.clone(),
                old_titles: if minute == 13 {
                    "Horn found; horn lost".to_owned()
                } else {
                    String::new()
                },
                url: format!("https://quay.example/{minute}"),
                time: format!("07:{minute}"),
            })
            .collect(),
        had: vec![
            HadStory {
                title: "Fog Horn Lost".to_owned(),
                url: "/article/811/fog-horn-lost".to_owned(),
                when: "6 July 2014".to_owned(),
                same: true,
            },
            HadStory {
                title: "Keeper shouts in fog".to_owned(),
                url: "/desk/inbox/880".to_owned(),
                when: "in the inbox".to_owned(),
                same: false,
            },
        ],
        page: "2 Harbour".to_owned(),
        area: "The Quay".to_owned(),
        dossiers: "harbour-board, fog-horn".to_owned(),
        may_clip: true,
        row,
        ..InboxItemView::default()
    }
}

impl Sample for InboxItemPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Inbox"),
            item: item(),
            paste_url: String::new(),
        };
        let mut refused = page.clone();
        refused.chrome.error =
            "harbour-post.example answered with 403: it does not let us read this page.".to_owned();
        refused.paste_url = "/desk/clip?url=https%3A%2F%2Fharbour-post.example%2F".to_owned();
        let mut dropped = page.clone();
        dropped.item.row.decided = "Dropped by Pennick".to_owned();
        dropped.item.can_undo = true;
        vec![
            ("inbox-item", page),
            ("inbox-item-refused", refused),
            ("inbox-item-dropped", dropped),
        ]
    }
}

impl Sample for InboxItemPart {
    fn samples() -> Vec<(&'static str, Self)> {
        vec![("inbox-item-part", Self { item: item() })]
    }
}

fn feed_row(at: usize) -> FeedRow {
    let (state, class, reason) = match at {
        1 => (
            "Failing",
            "bad",
            "quay.example answered with 503: it has trouble of its own; it will be asked again later (4 times in a row)",
        ),
        2 => (
            "Paused",
            "off",
            "goose.example answered with 410: the feed is gone for good; look on the site for another one",
        ),
        3 => ("New", "new", ""),
        _ => ("Well", "good", ""),
    };
    FeedRow {
        title: FEEDS[at % FEEDS.len()].to_owned(),
        url: format!("https://quay-{at}.example/feed.xml"),
        edit_url: format!("/desk/feeds/{}", at + 1),
        inbox_url: format!("/desk/inbox?feed={}", at + 1),
        state: state.to_owned(),
        state_class: class.to_owned(),
        reason: reason.to_owned(),
        last_success: if at == 3 { "never" } else { "07:40" }.to_owned(),
        next: if at == 2 { "" } else { "08:20" }.to_owned(),
        pace: "2.4 a day".to_owned(),
        waiting: "12 wait".to_owned(),
        place: "2 Harbour · The Quay".to_owned(),
    }
}

impl Sample for FeedsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let group = |name: &str, number: usize, from: usize| FeedGroup {
            name: name.to_owned(),
            anchor: format!("g-{number}"),
            rows: (from..from + 2).map(feed_row).collect(),
        };
        let page = Self {
            chrome: desk_chrome("Feeds"),
            count: "4 feeds, 1 of them failing".to_owned(),
            groups: vec![group("Harbour", 0, 0), group("Without a group", 1, 2)],
            group_names: vec!["Harbour".to_owned()],
            may_edit: true,
            ..Self::default()
        };
        let refused = Self {
            typed: "https://quay.example/".to_owned(),
            errors: vec![FieldError {
                field: "feed-url".to_owned(),
                message: "There is no server called quay.example: check the address for a slip of the keyboard".to_owned(),
            }],
            wrong: true,
            anyway: true,
            ..page.clone()
        };
        let watched = Self {
            may_edit: false,
            ..page.clone()
        };
        let empty = Self {
            count: "no feeds".to_owned(),
            groups: Vec::new(),
            ..page.clone()
        };
        vec![
            ("feeds", page),
            ("feeds-refused", refused),
            ("feeds-read-only", watched),
            ("feeds-empty", empty),
        ]
    }
}

impl Sample for FeedChoicePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let found = |title: &str, path: &str, guessed: bool, known: bool| FoundFeed {
            url: format!("https://quay.example/{path}"),
            title: title.to_owned(),
            guessed,
            known,
        };
        let page = Self {
            chrome: desk_chrome("Feeds"),
            site: "quay.example".to_owned(),
            group: "Harbour".to_owned(),
            found: vec![
                found("All the news", "feed.xml", false, false),
                found("Comments", "comments.xml", false, true),
                found("/rss", "rss", true, false),
            ],
        };
        vec![("feed-choice", page)]
    }
}

fn picks(labels: &[&str]) -> Vec<Pick> {
    list("page", "", "", labels).picks
}

impl Sample for FeedPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Feeds"),
            row: feed_row(1),
            homepage: "https://quay.example/".to_owned(),
            title: FEEDS[1].to_owned(),
            group: "Harbour".to_owned(),
            group_names: vec!["Harbour".to_owned()],
            pages: picks(&["1 Front", "2 Harbour"]),
            areas: picks(&["The Quay", "Up the Hill"]),
            include_words: String::new(),
            exclude_words: "tide table\nhoroscope".to_owned(),
            paused: false,
            moved_to: "https://new.quay.example/feed.xml".to_owned(),
            interval: "every 40 minutes".to_owned(),
            brought: "1,204 stories since 7 July 2014".to_owned(),
            errors: Vec::new(),
        };
        vec![("feed", page)]
    }
}

impl Sample for FeedImportPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |at: usize, why: &str| ImportRow {
            title: FEEDS[at % FEEDS.len()].to_owned(),
            url: format!("https://quay-{at}.example/feed.xml"),
            group: "Harbour".to_owned(),
            why: why.to_owned(),
            number: at,
        };
        let blank = Self {
            chrome: desk_chrome("Feeds"),
            pages: picks(&["1 Front", "2 Harbour"]),
            areas: picks(&["The Quay", "Up the Hill"]),
            ..Self::default()
        };
        let preview = Self {
            list_title: "Feeds of the Tide".to_owned(),
            adding: (0..4).map(|at| row(at, "")).collect(),
            any: true,
            left_out: vec![
                row(4, "you have it already"),
                row(5, "its address cannot be read"),
            ],
            previewing: true,
            summary: "4 feeds will be added, 2 entries are left out".to_owned(),
            ..blank.clone()
        };
        let refused = Self {
            pasted: "Dear feed reader,".to_owned(),
            errors: vec![FieldError {
                field: "import-text".to_owned(),
                message:
                    "This is no list of feeds (OPML): choose the file that your feed reader exports"
                        .to_owned(),
            }],
            ..blank.clone()
        };
        vec![
            ("feed-import", blank),
            ("feed-import-preview", preview),
            ("feed-import-refused", refused),
        ]
    }
}
