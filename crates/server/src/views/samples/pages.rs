//! Samples of the edition, the article, the errors and the owner's pages.

use super::Sample;
use super::talk::comments;
use super::text::{STORY, plain, printed};
use crate::views::*;

/// What every view of the desk has in the samples.
pub(super) fn desk_chrome(title: &str) -> DeskChrome {
    let part = |label: &str| DeskPart {
        label: label.to_owned(),
        url: format!("/desk/{}", label.to_lowercase()),
        current: label == title,
    };
    DeskChrome {
        lang: "en".to_owned(),
        title: title.to_owned(),
        paper: "The Tarrow Tide".to_owned(),
        icon_url: "/assets/icon.svg".to_owned(),
        style_url: "/assets/style.css".to_owned(),
        desk_style_url: "/assets/desk.css".to_owned(),
        desk_script_url: "/assets/desk.js".to_owned(),
        parts: ["Inbox", "Drafts", "Edition", "Feeds", "People", "Settings"]
            .map(part)
            .into(),
        me: "Pennick".to_owned(),
        me_class: "staff-2".to_owned(),
        ..DeskChrome::default()
    }
}

/// What every page of the samples has.
pub(super) fn chrome(title: &str) -> Chrome {
    let tab = |label: &str, day: u32| Tab {
        label: label.to_owned(),
        title: format!("{day} July 2014"),
        url: format!("/edition/2014-07-{day:02}"),
        current: day == 7 && title.is_empty(),
    };
    Chrome {
        lang: "en".to_owned(),
        title: title.to_owned(),
        description: "The daily paper of Tarrow, a harbour town with more mud than harbour."
            .to_owned(),
        canonical: "https://tide.example/".to_owned(),
        paper: "The Tarrow Tide".to_owned(),
        motto: "Comes in twice a day, whether you are ready or not.".to_owned(),
        emblem_url: "/assets/icon.svg".to_owned(),
        icon_url: "/assets/icon.svg".to_owned(),
        style_url: "/assets/style.css".to_owned(),
        script_url: "/assets/script.js".to_owned(),
        feeds: vec![Feed {
            title: "The Tarrow Tide".to_owned(),
            url: "/feed.xml".to_owned(),
            mime: "application/atom+xml".to_owned(),
        }],
        date_line: "Monday, 7 July 2014".to_owned(),
        edition_line: "No. 4,211".to_owned(),
        tabs: vec![
            tab("Today", 7),
            tab("Sunday", 6),
            tab("Saturday", 5),
            tab("Friday", 4),
            tab("Thursday", 3),
            tab("Wednesday", 2),
        ],
        pages: DESKS
            .iter()
            .zip(1..)
            .map(|(&title, number)| PageLink {
                number,
                title: title.to_owned(),
                url: format!("/edition/2014-07-07/page/{number}"),
                articles: (number * 7).to_string(),
                current: false,
            })
            .collect(),
        edition_url: "/edition/2014-07-07".to_owned(),
        greeting: Hole::sentinel(
            "Good to see you, <a class=\"nic\" href=\"/nic/Old%20Bollard\">Old Bollard</a>. You have commented 340 times.",
        ),
        ..Chrome::default()
    }
}

/// Titles of the sample paper's pages.
pub(super) const DESKS: [&str; 4] = [
    "Front & Harbour",
    "Town & Table",
    "Wind, Water & Science",
    "Leisure, Letters & Oddities",
];

/// Areas of the sample paper: slug and name.
pub(super) const AREAS: [(&str, &str); 4] = [
    ("harbour", "The Harbour"),
    ("town", "Old Town"),
    ("skerries", "The Skerries"),
    ("gardens", "Allotments & Hill"),
];

/// Headlines of the sample edition.
pub(super) const HEADLINES: [&str; 9] = [
    "Large Crate Comes Ashore, Addressed to “The Occupier”",
    "Ferry Arrives Before It Left; Board Asks for Clocks",
    "Mud Level Steady, Says Mud",
    "Band Retunes to Fog Horn",
    "Four Faces of Town Clock Now Agree to Differ",
    "Marrow Breaks Third Set of Scales and, It Is Feared, the Spirit of the Weights and Measures Sub-Committee",
    "Pie Judges Ask for a Lie-Down",
    "Gull Passes Driving Test at Second Attempt",
    "Lost: One Anchor. Found: Two Anchors",
];

/// The area with this number, as a link.
pub(super) fn area(number: usize) -> Link {
    let (slug, name) = AREAS[number % AREAS.len()];
    Link::new(name, format!("/area/{slug}"))
}

/// The picture of the samples.
pub(super) fn picture() -> Picture {
    Picture {
        url: "/pictures/crate.svg".to_owned(),
        width: 960,
        height: 600,
        alt: "A large wooden crate on a stone slipway at low tide, a gull on its lid".to_owned(),
        caption: "The crate on East Slip, with its first official visitor.".to_owned(),
    }
}

fn sidebars() -> Sidebars {
    let said = [
        (
            "Old Bollard",
            "In my day a crate knew its place, and its place was Dundle.",
        ),
        (
            "Pedant of Pound Lane",
            "“Occupier” is singular. Whoever wrote that label was sure of himself.",
        ),
        ("Omineling Forkbeard1962", "First."),
        ("Second Mate", "Has anybody tried saying please?"),
    ];
    Sidebars {
        links: vec![
            Link::new("Tide tables", "https://tables.example/tarrow"),
            Link::new("The never-ending story", "/serial"),
        ],
        latest: said
            .iter()
            .zip(HEADLINES)
            .map(|(&(nic, excerpt), headline)| LatestComment {
                nic: nic.to_owned(),
                headline: headline.to_owned(),
                url: "/article/812/crate#c11".to_owned(),
                time: "17:02".to_owned(),
                datetime: "2014-07-07T17:02".to_owned(),
                excerpt: excerpt.to_owned(),
            })
            .collect(),
        news: [
            ("The Harbour Board", "9"),
            ("Number Four", "6"),
            ("Captain Orla Pennick", "4"),
            ("Dilys Ardle", "2"),
        ]
        .iter()
        .map(|&(name, count)| DossierCount {
            name: name.to_owned(),
            url: "/dossier/harbour-board".to_owned(),
            count: count.to_owned(),
        })
        .collect(),
        leads: HEADLINES[1..7]
            .iter()
            .zip([
                "Sunday",
                "Saturday",
                "Friday",
                "Thursday",
                "Wednesday",
                "Tuesday",
            ])
            .map(|(&headline, day)| LeadLink {
                headline: headline.to_owned(),
                url: "/article/790/lead".to_owned(),
                date: day.to_owned(),
            })
            .collect(),
    }
}

fn row(number: usize) -> Row {
    let quiet = number % 4 == 3;
    Row {
        headline: HEADLINES[number % HEADLINES.len()].to_owned(),
        url: format!("/article/{}/slug", 800 + number),
        area: area(number),
        tag: if number.is_multiple_of(3) {
            String::new()
        } else {
            "SIGNAL".to_owned()
        },
        comments: if quiet {
            String::new()
        } else {
            (number * 7 + 1).to_string()
        },
        last_time: if quiet {
            String::new()
        } else {
            format!("1{}:0{}", number % 8, number % 6)
        },
        last_nic: [
            "Old Bollard",
            "Pedant of Pound Lane",
            "Omineling Forkbeard1962",
        ][number % 3]
            .to_owned(),
        last_url: "/article/812/crate#c11".to_owned(),
        views: (number * number * 31 + 12).to_string(),
        time: format!("0{}:25", number % 10),
    }
}

fn edition() -> EditionPage {
    let choice = |label: &str, count: &str, current: bool| Choice {
        label: label.to_owned(),
        url: "/edition/2014-07-07?area=harbour".to_owned(),
        count: count.to_owned(),
        current,
    };
    EditionPage {
        chrome: chrome(""),
        heading: "Monday, 7 July 2014".to_owned(),
        lead: Lead {
            headline: HEADLINES[0].to_owned(),
            url: "/article/812/crate".to_owned(),
            area: area(0),
            tag: "SIGNAL".to_owned(),
            time: "06:25".to_owned(),
            datetime: "2014-07-07T06:25".to_owned(),
            teaser: printed(STORY.split_inclusive("</p>").nth(2).unwrap_or_default()),
            picture: picture(),
            comments: "100 comments".to_owned(),
        },
        areas: std::iter::once(choice("All areas", "31", true))
            .chain(AREAS.iter().map(|&(_, name)| choice(name, "7", false)))
            .collect(),
        orders: vec![choice("By page", "", true), choice("As posted", "", false)],
        groups: DESKS
            .iter()
            .enumerate()
            .map(|(index, &title)| Group {
                number: (index + 1).to_string(),
                title: title.to_owned(),
                url: format!("/edition/2014-07-07/page/{}", index + 1),
                rows: (index * 6 + 1..index * 6 + 7).map(row).collect(),
            })
            .collect(),
        totals: Totals {
            articles: "534,023 articles".to_owned(),
            comments: "1,862,925 comments".to_owned(),
            day: "Today".to_owned(),
            day_articles: "92 articles".to_owned(),
            day_comments: "436 comments".to_owned(),
            as_of: "17:02".to_owned(),
        },
        sidebars: sidebars(),
        older: Link::new("Sunday, 6 July", "/edition/2014-07-06"),
        ..EditionPage::default()
    }
}

impl Sample for EditionPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut posted = edition();
        posted.posted_order = true;
        posted.lead = Lead::default();
        posted.newer = Link::new("Tuesday, 8 July", "/edition/2014-07-08");
        posted.groups = vec![Group {
            title: "As they came in".to_owned(),
            rows: (1..20).map(row).collect(),
            ..Group::default()
        }];
        let mut empty = edition();
        empty.lead = Lead::default();
        empty.groups.clear();
        empty.sidebars = Sidebars::default();
        empty.empty_note =
            "Nothing from The Skerries in this edition. The ferry may know more.".to_owned();
        vec![
            ("edition", edition()),
            ("edition-posted", posted),
            ("edition-empty", empty),
        ]
    }
}

impl Sample for EditionPart {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut chrome = chrome("Page 2: Town & Table");
        chrome.pages[1].current = true;
        let page = Self {
            chrome,
            kind: "Page 2".to_owned(),
            heading: DESKS[1].to_owned(),
            edition: Link::new("Monday, 7 July 2014", "/edition/2014-07-07"),
            articles: super::lists::teasers(6),
            empty_note: "No news from this desk today.".to_owned(),
            previous: Link::new("Page 1: Front & Harbour", "/edition/2014-07-07/page/1"),
            next: Link::new(
                "Page 3: Wind, Water & Science",
                "/edition/2014-07-07/page/3",
            ),
            sidebars: sidebars(),
        };
        let empty = Self {
            articles: Vec::new(),
            ..page.clone()
        };
        vec![("page", page), ("page-empty", empty)]
    }
}

impl Sample for EmptyPaper {
    fn samples() -> Vec<(&'static str, Self)> {
        let chrome = Chrome {
            tabs: Vec::new(),
            edition_url: String::new(),
            edition_line: String::new(),
            ..chrome("")
        };
        let clip_command = "clipsheet clip https://news.example/story --publish".to_owned();
        vec![(
            "empty-paper",
            Self {
                chrome,
                clip_command,
            },
        )]
    }
}

fn story() -> Story {
    let mode = |label: &str, current: bool| Choice {
        label: label.to_owned(),
        url: format!("/article/812/crate?mode={}", label.to_lowercase()),
        count: String::new(),
        current,
    };
    Story {
        tools: Hole::default(),
        id: 812,
        headline: HEADLINES[0].to_owned(),
        source_url: "https://skerry-signal.example/crate".to_owned(),
        source: Link::new("The Skerry Signal", "/source/skerry-signal"),
        tag: "SIGNAL".to_owned(),
        byline: "From our man on the slip".to_owned(),
        source_date: "6 July 2014".to_owned(),
        source_day: "2014-07-06".to_owned(),
        lang: "en-US".to_owned(),
        area: area(0),
        page: Link::new("Page 1: Front & Harbour", "/edition/2014-07-07/page/1"),
        edition: Link::new("Monday, 7 July 2014", "/edition/2014-07-07"),
        time: "06:25".to_owned(),
        datetime: "2014-07-07T06:25".to_owned(),
        text: printed(STORY),
        picture: picture(),
        posted_by: "Wilf Tanner".to_owned(),
        views: "1,204 views".to_owned(),
        permalink: "https://tide.example/article/812/crate".to_owned(),
        mail_url: "mailto:?subject=Large%20Crate&body=https%3A%2F%2Ftide.example%2Farticle%2F812"
            .to_owned(),
        file_under: vec![
            Link::new("East Slip", "/dossier/east-slip"),
            Link::new("Number Four", "/dossier/number-four"),
            Link::new("The Harbour Board", "/dossier/harbour-board"),
        ],
        modes: vec![
            mode("Printed", true),
            mode("Plain", false),
            mode("Today", false),
        ],
        mode_note: String::new(),
        left_out: Link::default(),
        folded: false,
        choice: ReadingChoice {
            back: "/article/812/crate".to_owned(),
            fold: true,
            ..ReadingChoice::default()
        },
        classic: true,
    }
}

impl Sample for ArticlePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let mut chrome = chrome(HEADLINES[0]);
        chrome.pages[0].current = true;
        let page = Self {
            chrome,
            story: story(),
            neighbours: Neighbours {
                previous: Link::new(HEADLINES[8], "/article/811/anchors"),
                next: Link::new(HEADLINES[1], "/article/813/ferry"),
                also_heading: "Also on Page 1".to_owned(),
                also: HEADLINES[1..7]
                    .iter()
                    .map(|&headline| Link::new(headline, "/article/813/slug"))
                    .collect(),
            },
            comments: comments(100),
        };
        let mut quiet = page.clone();
        quiet.comments = comments(0);
        quiet.story.source_url.clear();
        quiet.story.source = Link::default();
        quiet.story.tag.clear();
        quiet.story.text = plain(STORY);
        quiet.story.mode_note =
            "This is the plain view: the words of the source, without the paper’s.".to_owned();
        quiet.story.left_out = Link::new(
            "2 remarks of the desk are left out here",
            "/article/812/crate?mode=printed",
        );
        quiet.story.choice.fold = false;
        quiet.story.choice.always = "plain".to_owned();
        let mut closed = page.clone();
        closed.story.folded = true;
        closed.story.choice.unfold = true;
        closed.story.choice.forget = true;
        closed.comments = comments(12);
        closed.comments.open = false;
        closed.comments.older = Link::new("Comments 1 to 200", "/article/812/crate?before=201");
        closed.comments.closed_note = "Sorry. Comments have been closed on this article".to_owned();
        closed.story.picture = Picture::default();
        let mut remarked = closed.clone();
        remarked.chrome.remark_style_url = "/assets/remarks.css".to_owned();
        remarked.story.text = super::text::remarked(STORY);
        vec![
            ("article", page),
            ("article-remarks", remarked),
            ("article-quiet", quiet),
            ("article-closed", closed),
        ]
    }
}

impl Sample for ErrorPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let error = |status: &str, heading: &str, message: &str| Self {
            chrome: Chrome {
                noindex: true,
                edition_url: String::new(),
                ..chrome(heading)
            },
            status: status.to_owned(),
            heading: heading.to_owned(),
            message: message.to_owned(),
            ..Self::default()
        };
        let mut missing = error(
            "404",
            "There is no such article",
            "Number 99999 has not been printed here. The address may be cut short, or the tide may have taken it.",
        );
        missing.onward = vec![Link::new("All of July 2014", "/archive/2014/07")];
        let mut broken = error(
            "500",
            "The press has jammed",
            "Something broke on our side. It has been written down for the desk; please try again in a minute.",
        );
        broken.reference = "7f3a-21".to_owned();
        let mut back = error(
            "410",
            "Taken back",
            "The desk has taken article 7 back. What readers said under it is kept, and it may come again.",
        );
        back.onward = vec![Link::new("The article at the desk", "/desk/articles/7")];
        back.print_again = 7;
        let mut flood = error(
            "429",
            "Not so fast",
            "That was the sixth comment in a minute. Please wait two minutes.",
        );
        flood.kept_text = "I only wanted to say <b>one</b> more thing & another.".to_owned();
        let bad = error(
            "400",
            "That date does not exist",
            "31 June 2014 is not in any calendar that we could find.",
        );
        vec![
            ("error-404", missing),
            ("error-410-for-staff", back),
            ("error-500", broken),
            ("error-429", flood),
            ("error-400", bad),
        ]
    }
}

fn setting(name: &str, label: &str, value: &str, help: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: label.to_owned(),
        value: value.to_owned(),
        help: help.to_owned(),
        kind: "text".to_owned(),
        ..Field::default()
    }
}

fn pair(key: &str, value: &str) -> Pair {
    Pair {
        key: key.to_owned(),
        value: value.to_owned(),
        error: String::new(),
    }
}

impl Sample for SettingsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let number = |name: &str, label: &str, value: &str, unit: &str, help: &str| Field {
            kind: "number".to_owned(),
            unit: unit.to_owned(),
            ..setting(name, label, value, help)
        };
        let desks = DESKS
            .iter()
            .zip(1..)
            .map(|(&title, number): (_, u64)| pair(&number.to_string(), title));
        let page = Self {
            chrome: desk_chrome("Settings"),
            action: "/desk/settings".to_owned(),
            file: "clipsheet.toml".to_owned(),
            sets: vec![
                FieldSet {
                    legend: "The paper".to_owned(),
                    help: String::new(),
                    fields: vec![
                        setting(
                            "name",
                            "Name",
                            "The Tarrow Tide",
                            "Stands in the masthead of every page.",
                        ),
                        setting(
                            "motto",
                            "Motto",
                            "Comes in twice a day.",
                            "One line below the name. May be empty.",
                        ),
                        Field {
                            locked: true,
                            ..setting(
                                "time_zone",
                                "Time zone",
                                "Europe/London",
                                "Says when a new edition begins.",
                            )
                        },
                    ],
                },
                FieldSet {
                    legend: "Comments".to_owned(),
                    help: "For the whole paper; a single article can have rules of its own."
                        .to_owned(),
                    fields: vec![
                        number(
                            "close_days",
                            "Close after",
                            "14",
                            "days",
                            "0 leaves them open for ever.",
                        ),
                        number(
                            "max_chars",
                            "Longest comment",
                            "10000",
                            "characters",
                            "What is longer is sent back.",
                        ),
                    ],
                },
            ],
            lists: vec![
                Pairs {
                    legend: "Pages".to_owned(),
                    help: "Every edition has these pages. The last rows are for new ones."
                        .to_owned(),
                    key_name: "page_number".to_owned(),
                    key_label: "Number".to_owned(),
                    value_name: "page_title".to_owned(),
                    value_label: "Title".to_owned(),
                    rows: desks.chain([pair("", ""), pair("", "")]).collect(),
                    locked: false,
                },
                Pairs {
                    legend: "Areas".to_owned(),
                    help: "Readers can filter an edition by area.".to_owned(),
                    key_name: "area_slug".to_owned(),
                    key_label: "In addresses".to_owned(),
                    value_name: "area_name".to_owned(),
                    value_label: "Name".to_owned(),
                    rows: AREAS.iter().map(|&(slug, name)| pair(slug, name)).collect(),
                    locked: true,
                },
            ],
            errors: Vec::new(),
        };
        let mut saved = page.clone();
        saved.chrome.notice = "Saved. The next page that is printed will show it.".to_owned();
        let mut wrong = page;
        let message = "“soon” is not a number of days. Write 14, or 0 for never.".to_owned();
        wrong.sets[1].fields[0].value = "soon".to_owned();
        wrong.sets[1].fields[0].error.clone_from(&message);
        wrong.lists[0].rows[3].error =
            "Page 4 is there twice. Give one of them another number.".to_owned();
        wrong.errors = vec![FieldError {
            field: "s-close_days".to_owned(),
            message,
        }];
        vec![("settings", saved), ("settings-errors", wrong)]
    }
}

impl Sample for Greeting {
    fn samples() -> Vec<(&'static str, Self)> {
        let known = Self {
            nic: "Old Bollard".to_owned(),
            nic_url: "/nic/Old%20Bollard".to_owned(),
            count_line: "You have commented 340 times.".to_owned(),
        };
        vec![("greeting", known), ("greeting-stranger", Self::default())]
    }
}
