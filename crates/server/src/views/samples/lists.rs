//! Samples of lists, the archive and the serial.

use super::Sample;
use super::pages::{HEADLINES, area, chrome, picture};
use super::text::{STORY, plain, printed};
use crate::views::*;

/// So many articles with the beginnings of their texts.
pub(super) fn teasers(count: usize) -> Vec<Teaser> {
    let starts: Vec<_> = STORY.split_inclusive("</p>").take(3).map(printed).collect();
    (0..count)
        .map(|number| Teaser {
            headline: HEADLINES[(number + 1) % HEADLINES.len()].to_owned(),
            url: format!("/article/{}/slug", 800 + number),
            area: area(number),
            tag: if number % 3 == 1 {
                String::new()
            } else {
                "SIGNAL".to_owned()
            },
            time: "7 July 2014".to_owned(),
            datetime: "2014-07-07".to_owned(),
            teaser: starts[number % starts.len()].clone(),
            picture: if number.is_multiple_of(3) {
                picture()
            } else {
                Picture::default()
            },
            comments: if number % 4 == 2 {
                String::new()
            } else {
                format!("{} comments", number * 9 + 2)
            },
            views: format!("{} views", number * 311 + 7),
            classic: number == 1,
        })
        .collect()
}

impl Sample for ListPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let list = |kind: &str, heading: &str, about: &str, count: usize| Self {
            chrome: Chrome {
                edition_url: String::new(),
                ..chrome(heading)
            },
            kind: kind.to_owned(),
            heading: heading.to_owned(),
            about: plain(about),
            homepage: Link::default(),
            count_line: "1,204 articles since 3 May 2009".to_owned(),
            articles: teasers(count),
            empty_note: "Nothing is filed here yet.".to_owned(),
            newest: Link::default(),
            older: Link::new("Older articles", "/area/harbour?before=790"),
        };
        let dossier = list(
            "Dossier",
            "The Harbour Board",
            "<p>Looks after the harbour of Tarrow, and in particular the bottom of it. Founded in 1851 to remove the mud; has \
             grown fond of it since.</p>",
            7,
        );
        let mut source = list("Source", "The Skerry Signal", "", 4);
        source.homepage = Link::new("skerry-signal.example", "https://skerry-signal.example/");
        source.newest = Link::new("Newest", "/source/skerry-signal");
        let mut classics = list("Hall of fame", "Classics", "", 0);
        classics.count_line.clear();
        classics.older = Link::default();
        vec![
            ("list-area", list("Area", "The Harbour", "", 9)),
            ("list-dossier", dossier),
            ("list-source", source),
            ("list-empty", classics),
        ]
    }
}

impl Sample for CommentList {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |number: u64, nic: &str| {
            CommentRow {
            nic: nic.to_owned(),
            nic_url: format!("/nic/{}", nic.replace(' ', "%20")),
            number,
            headline: HEADLINES[usize::try_from(number).unwrap_or_default() % HEADLINES.len()].to_owned(),
            url: format!("/article/812/crate#c{number}"),
            time: "7 July 2014, 17:02".to_owned(),
            datetime: "2014-07-07T17:02".to_owned(),
            excerpt: "In my day a crate knew its place, and its place was Dundle. Nobody asked it to hum, and it did not …".to_owned(),
        }
        };
        let latest = Self {
            chrome: Chrome {
                edition_url: String::new(),
                ..chrome("Latest comments")
            },
            heading: "Latest comments".to_owned(),
            comments: (1..30)
                .map(|number| row(number, "Omineling Forkbeard1962"))
                .collect(),
            older: Link::new("Older comments", "/comments?before=9000"),
            ..Self::default()
        };
        let mut nic = latest.clone();
        nic.kind = "Nic".to_owned();
        nic.heading = "Old Bollard".to_owned();
        nic.count_line = "340 comments since 3 May 2009".to_owned();
        nic.comments = (1..12)
            .map(|number| CommentRow {
                nic_url: String::new(),
                ..row(number, "Old Bollard")
            })
            .collect();
        nic.newest = Link::new("Newest", "/nic/Old%20Bollard");
        let mut empty = nic.clone();
        empty.comments.clear();
        empty.empty_note = "Nobody has signed with this nic.".to_owned();
        empty.newest = Link::default();
        empty.older = Link::default();
        vec![("comments", latest), ("nic", nic), ("nic-empty", empty)]
    }
}

fn archive_chrome(title: &str) -> Chrome {
    Chrome {
        edition_url: String::new(),
        in_archive: true,
        catalogue_style_url: "/assets/catalogue.css".to_owned(),
        ..chrome(title)
    }
}

impl Sample for ArchiveIndex {
    fn samples() -> Vec<(&'static str, Self)> {
        let years = (2001..=2014)
            .rev()
            .map(|year| YearRow {
                year: year.to_string(),
                url: format!("/archive/{year}"),
                articles: "21,204 articles".to_owned(),
                comments: "80,112 comments".to_owned(),
            })
            .collect();
        let count_line = "534,023 articles and 1,862,925 comments since 3 May 2001".to_owned();
        let full = Self {
            chrome: archive_chrome("Archive"),
            count_line,
            years,
        };
        let empty = Self {
            years: Vec::new(),
            count_line: String::new(),
            ..full.clone()
        };
        vec![("archive", full), ("archive-empty", empty)]
    }
}

impl Sample for ArchiveYear {
    fn samples() -> Vec<(&'static str, Self)> {
        const MONTHS: [(&str, u32); 12] = [
            ("January", 31),
            ("February", 28),
            ("March", 31),
            ("April", 30),
            ("May", 31),
            ("June", 30),
            ("July", 31),
            ("August", 31),
            ("September", 30),
            ("October", 31),
            ("November", 30),
            ("December", 31),
        ];
        let mut column = 2; // 1 January 2014 was a Wednesday.
        let mut months = Vec::new();
        for (index, (name, length)) in MONTHS.into_iter().enumerate() {
            let printed = index < 7;
            let mut days = vec![DayCell::default(); column];
            days.extend((1..=length).map(|day| DayCell {
                day: day.to_string(),
                url: if printed {
                    format!("/edition/2014-{:02}-{day:02}", index + 1)
                } else {
                    String::new()
                },
                label: format!("{day} {name}: 92 articles"),
            }));
            column = days.len() % 7;
            days.resize(days.len().next_multiple_of(7), DayCell::default());
            months.push(Calendar {
                name: name.to_owned(),
                url: if printed {
                    format!("/archive/2014/{:02}", index + 1)
                } else {
                    String::new()
                },
                articles: if printed {
                    "2,204 articles".to_owned()
                } else {
                    String::new()
                },
                weeks: days
                    .chunks(7)
                    .map(|week| Week {
                        days: week.to_vec(),
                    })
                    .collect(),
            });
        }
        let weekdays = [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ]
        .map(|day| Weekday {
            short: day[..2].to_owned(),
            title: day.to_owned(),
        })
        .to_vec();
        let year = Self {
            chrome: archive_chrome("2014"),
            heading: "2014".to_owned(),
            count_line: "21,204 articles and 80,112 comments".to_owned(),
            weekdays,
            months,
            older: Link::new("2013", "/archive/2013"),
            newer: Link::default(),
        };
        vec![("archive-year", year)]
    }
}

impl Sample for ArchiveMonth {
    fn samples() -> Vec<(&'static str, Self)> {
        let days = (1..=7)
            .map(|day: usize| DayRow {
                date: format!("{day} July"),
                url: format!("/edition/2014-07-{day:02}"),
                articles: "92 articles".to_owned(),
                comments: "436 comments".to_owned(),
                lead: Link::new(HEADLINES[day], "/article/790/lead"),
            })
            .collect();
        let month = Self {
            chrome: archive_chrome("July 2014"),
            heading: "July 2014".to_owned(),
            year: Link::new("2014", "/archive/2014"),
            count_line: "2,204 articles and 8,112 comments".to_owned(),
            days,
            older: Link::new("June 2014", "/archive/2014/06"),
            newer: Link::default(),
        };
        vec![("archive-month", month)]
    }
}

impl Sample for SerialPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let told = [
            "back at the lighthouse, the keeper counted the gulls again.",
            "there was one too many, and it had brought luggage.",
            "the cat, who had seen this before, moved the good biscuits.",
            "far below, something in the fog hummed a tune that the keeper’s mother used to hum.",
        ];
        let lines = told
            .iter()
            .zip(HEADLINES)
            .map(|(&text, headline)| SerialLine {
                text: text.to_owned(),
                article: Link::new(headline, "/article/790/slug"),
                date: "7 July 2014".to_owned(),
                datetime: "2014-07-07".to_owned(),
            })
            .collect();
        let story = Self {
            chrome: Chrome {
                edition_url: String::new(),
                catalogue_style_url: "/assets/catalogue.css".to_owned(),
                ..chrome("The never-ending story")
            },
            lines,
            empty_note: "It has not begun.".to_owned(),
            older: Link::new("Earlier lines", "/serial?before=40"),
            newer: Link::default(),
        };
        let empty = Self {
            lines: Vec::new(),
            older: Link::default(),
            ..story.clone()
        };
        vec![("serial", story), ("serial-empty", empty)]
    }
}

impl Sample for SourcesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, slug: &str, homepage: &str| SourceLine {
            list: Link::new(name, format!("/source/{slug}")),
            tag: slug.to_uppercase(),
            homepage: homepage.to_owned(),
        };
        let page = Self {
            chrome: chrome("Sources"),
            sites: vec![SiteLine {
                link: Link::new("The Harbour Post", "https://harbour-post.example/"),
                tag: "HARBOUR POST".into(),
            }],
            sources: vec![
                row("Dundle Signal", "signal", "https://signal.example/"),
                row("Harbour Post", "post", ""),
            ],
        };
        let none = Self {
            sources: Vec::new(),
            ..page.clone()
        };
        vec![("sources", page), ("sources-none", none)]
    }
}
