//! Masthead, tabs, the edition's pages: what stands around every page.

use crate::app::{App, Paper};
use crate::assets;
use crate::calendar::{date_long, date_short, days_later, number, weekday};
use crate::press::HoleName;
use crate::views::{Chrome, Feed, Hole, PageLink, Tab};
use clipsheet_store::{Conn, Day, StoreResult, list_editions};

/// Editions among the tabs.
const TABS: i64 = 6;

/// What the store tells of the surroundings of a page.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Today's date.
    pub today: Option<Day>,
    /// The last editions, the latest first.
    pub recent: Vec<Day>,
}

impl Around {
    /// Reads it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(conn: &mut Conn, today: Day) -> StoreResult<Self> {
        let recent = list_editions(conn, Day(i64::MAX), TABS)?
            .into_iter()
            .map(|count| count.day)
            .collect();
        Ok(Self {
            today: Some(today),
            recent,
        })
    }
}

/// The surroundings without any edition: for errors.
pub fn bare(app: &App, paper: &Paper, title: &str) -> Chrome {
    let settings = &paper.settings;
    let theme = |file: &Option<crate::theme::ThemeFile>| file.as_ref().map(|file| file.url.clone());
    let today = paper.calendar.day_of(app.now());
    Chrome {
        lang: settings.language.clone(),
        title: title.to_owned(),
        paper: settings.name.clone(),
        motto: settings.motto.clone(),
        emblem_url: theme(&app.theme.emblem).unwrap_or_else(|| settings.emblem.clone()),
        icon_url: theme(&app.theme.icon).unwrap_or_else(|| assets::ICON_URL.clone()),
        style_url: assets::STYLE_URL.clone(),
        theme_url: theme(&app.theme.style).unwrap_or_default(),
        script_url: assets::SCRIPT_URL.clone(),
        date_line: date_long(today),
        feeds: vec![
            Feed {
                title: settings.name.clone(),
                url: "/feed.xml".into(),
                mime: "application/atom+xml".into(),
            },
            Feed {
                title: format!("{} (JSON)", settings.name),
                url: "/feed.json".into(),
                mime: "application/feed+json".into(),
            },
        ],
        ..Chrome::default()
    }
}

/// The surroundings of a page that is cached: the greeting is a hole.
pub fn around(
    app: &App,
    paper: &Paper,
    title: &str,
    around: &Around,
    reading: Option<Day>,
) -> Chrome {
    let mut chrome = bare(app, paper, title);
    chrome.greeting = Hole::sentinel(app.marks.mark(HoleName::Greeting));
    chrome.desk = Hole::sentinel(app.marks.mark(HoleName::Desk));
    let today = around.today.unwrap_or(Day(0));
    chrome.tabs = around
        .recent
        .iter()
        .map(|&day| Tab {
            label: tab_label(day, today),
            title: date_long(day),
            url: edition_url(day),
            current: reading == Some(day),
        })
        .collect();
    if let Some(day) = reading {
        chrome.date_line = date_long(day);
        chrome.edition_url = edition_url(day);
        chrome.pages = paper
            .pages
            .iter()
            .map(|page| PageLink {
                number: page.number.unsigned_abs(),
                title: page.title.clone(),
                url: page_url(day, page.number),
                articles: String::new(),
                current: false,
            })
            .collect();
    }
    chrome
}

/// The surroundings of a page that is made for one reader and not kept: there is nothing to be filled in later.
pub fn around_once(app: &App, paper: &Paper, title: &str, around: &Around) -> Chrome {
    Chrome {
        greeting: Hole::default(),
        desk: Hole::default(),
        noindex: true,
        ..self::around(app, paper, title, around, None)
    }
}

fn tab_label(day: Day, today: Day) -> String {
    if day == today {
        "Today".into()
    } else if day == days_later(today, -1) {
        "Yesterday".into()
    } else if day.0 > days_later(today, -7).0 && day.0 < today.0 {
        weekday(day).into()
    } else {
        date_short(day)
    }
}

/// Adds how many articles stand on each page, and which page is being read.
pub fn count_pages(chrome: &mut Chrome, counts: impl Fn(i64) -> usize, current: Option<i64>) {
    for page in &mut chrome.pages {
        let page_number = i64::try_from(page.number).unwrap_or(0);
        page.articles = number(i64::try_from(counts(page_number)).unwrap_or(0));
        page.current = current == Some(page_number);
    }
}

/// The address of an edition.
pub fn edition_url(day: Day) -> String {
    format!("/edition/{}", day.iso())
}

/// The address of a page of an edition.
pub fn page_url(day: Day, page: i64) -> String {
    format!("/edition/{}/page/{page}", day.iso())
}
