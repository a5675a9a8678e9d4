//! The edition: its front, and each of its pages.

use super::parts::{SidebarData, lead, row, teaser};
use crate::app::{App, Paper};
use crate::calendar::{counted, date_long};
use crate::chrome::{self, Around, edition_url, page_url};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{self, Choice, EditionPage, EditionPart, EmptyPaper, Feed, Group, Link};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use clipsheet_store::{
    Day, Headline, Totals, find_neighbours, latest_edition, list_edition, totals,
};
use serde::Deserialize;
use std::sync::Arc;

/// How a reader wants an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct EditionQuery {
    /// Only this area.
    area: String,
    /// `posted`: in the order of printing, the latest first.
    order: String,
}

/// `GET /`: the latest edition.
pub async fn show_latest(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<EditionQuery>,
) -> Result<Response, WebError> {
    show(&app, &visit, None, query).await
}

/// `GET /edition/{day}`.
pub async fn show_edition(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(day): Path<String>,
    Query(query): Query<EditionQuery>,
) -> Result<Response, WebError> {
    show(&app, &visit, Some(read_day(&day)?), query).await
}

/// A date in an address.
pub(super) fn read_day(text: &str) -> Result<Day, WebError> {
    Day::parse(text).ok_or_else(|| {
        WebError::NotFound(format!(
            "“{text}” is no date of the calendar. Editions are found under dates such as /edition/2014-07-07, and all of them in the archive."
        ))
    })
}

/// Today's edition may still come; no other will.
fn no_edition(day: Day) -> WebError {
    WebError::NotFound(format!(
        "Nothing was printed on {}. The archive lists every edition that there is.",
        date_long(day)
    ))
}

async fn show(
    app: &App,
    visit: &Visit,
    day: Option<Day>,
    query: EditionQuery,
) -> Result<Response, WebError> {
    // Only what the paper knows goes into the cache's key, so that nobody can fill it with nonsense.
    let paper = app.paper().await?;
    if !query.area.is_empty() && !paper.areas.iter().any(|area| area.slug == query.area) {
        return Err(WebError::NotFound(format!(
            "The paper has no area called “{}”.",
            query.area
        )));
    }
    let posted = query.order == "posted";
    let edition = day.map_or(Tag::Articles, Tag::Edition);
    let wanted = Wanted {
        key: format!(
            "edition {} {} {posted}",
            day.map_or(0, |day| day.0),
            query.area
        ),
        tags: &[edition, Tag::Comments, Tag::Paper],
        policy: PagePolicy::Today,
        form_of: None,
    };
    serve_page(
        app,
        visit,
        wanted,
        make(app, &paper, day, &query.area, posted),
    )
    .await
}

/// What the store tells for an edition.
struct EditionData {
    around: Around,
    lines: Vec<Headline>,
    sidebars: SidebarData,
    totals: Totals,
    neighbours: (Option<Day>, Option<Day>),
}

async fn make(
    app: &App,
    paper: &Paper,
    day: Option<Day>,
    area: &str,
    posted: bool,
) -> Result<String, WebError> {
    let now = app.now();
    let today = paper.calendar.day_of(now);
    let asked = day;
    let (day, data) = app
        .store
        .read(move |conn| {
            let day = match day {
                Some(day) => day,
                None => latest_edition(conn)?.unwrap_or(today),
            };
            let data = EditionData {
                around: Around::read(conn, today)?,
                lines: list_edition(conn, day)?,
                sidebars: SidebarData::read(conn, day)?,
                totals: totals(conn, today)?,
                neighbours: find_neighbours(conn, day)?,
            };
            Ok((day, data))
        })
        .await?;
    if let Some(day) = asked
        && data.lines.is_empty()
        && day != today
    {
        return Err(no_edition(day));
    }
    if data.around.recent.is_empty() {
        let mut chrome = chrome::around(app, paper, "", &data.around, None);
        chrome.canonical = format!("{}/", app.public_url);
        let clip_command = "clipsheet clip https://…/story.html --publish".into();
        return Ok(EmptyPaper {
            chrome,
            clip_command,
        }
        .render()?);
    }
    let mut chrome = chrome::around(app, paper, &date_long(day), &data.around, Some(day));
    chrome.canonical = format!("{}{}", app.public_url, edition_url(day));
    chrome::count_pages(
        &mut chrome,
        |page| data.lines.iter().filter(|line| line.page == page).count(),
        None,
    );
    let view = EditionPage {
        chrome,
        heading: date_long(day),
        lead: main_lead(&data.lines, area)
            .map(|line| lead(line, paper))
            .unwrap_or_default(),
        areas: area_choices(paper, &data.lines, day, area, posted),
        orders: vec![
            choice("By page", filtered(day, area, false), "", !posted),
            choice("As posted", filtered(day, area, true), "", posted),
        ],
        posted_order: posted,
        groups: groups(&data.lines, paper, day, today, area, posted),
        empty_note: if data.lines.is_empty() {
            "Nothing was printed on this day.".into()
        } else {
            String::new()
        },
        totals: views::Totals {
            articles: counted(data.totals.articles, "article", "articles"),
            comments: counted(data.totals.comments, "comment", "comments"),
            day: "Today".into(),
            day_articles: counted(data.totals.articles_today, "article", "articles"),
            day_comments: counted(data.totals.comments_today, "comment", "comments"),
            as_of: paper.calendar.time(now),
        },
        sidebars: data.sidebars.view(&app.secrets, paper, today),
        older: neighbour(data.neighbours.0),
        newer: neighbour(data.neighbours.1),
    };
    Ok(view.render()?)
}

fn neighbour(day: Option<Day>) -> Link {
    day.map(|day| Link::new(date_long(day), edition_url(day)))
        .unwrap_or_default()
}

/// The banner story: the edition's lead, when it is in the area being read.
fn main_lead<'a>(lines: &'a [Headline], area: &str) -> Option<&'a Headline> {
    lines
        .iter()
        .find(|line| line.is_lead && in_area(line, area))
}

fn in_area(line: &Headline, area: &str) -> bool {
    area.is_empty() || line.area_slug == area
}

fn choice(label: &str, url: String, count: &str, current: bool) -> Choice {
    Choice {
        label: label.into(),
        url,
        count: count.into(),
        current,
    }
}

/// The address of an edition with an area and an order.
fn filtered(day: Day, area: &str, posted: bool) -> String {
    let mut url = edition_url(day);
    let mut join = '?';
    if !area.is_empty() {
        url.push_str(&format!("{join}area={area}"));
        join = '&';
    }
    if posted {
        url.push_str(&format!("{join}order=posted"));
    }
    url
}

fn area_choices(
    paper: &Paper,
    lines: &[Headline],
    day: Day,
    current: &str,
    posted: bool,
) -> Vec<Choice> {
    let all = choice(
        "All",
        filtered(day, "", posted),
        &lines.len().to_string(),
        current.is_empty(),
    );
    let areas = paper.areas.iter().filter_map(|area| {
        let count = lines
            .iter()
            .filter(|line| line.area_slug == area.slug)
            .count();
        let is_current = area.slug == current;
        (count > 0 || is_current).then(|| {
            choice(
                &area.name,
                filtered(day, &area.slug, posted),
                &count.to_string(),
                is_current,
            )
        })
    });
    std::iter::once(all).chain(areas).collect()
}

/// The headline table: by page and area, or in one row as posted.
/// The articles of a page as they stand on it: first those that the desk put in order; then the lead, then area by area in
/// the paper's order, each in the order of printing.
pub(crate) fn in_order<'a>(paper: &Paper, mut of_page: Vec<&'a Headline>) -> Vec<&'a Headline> {
    let place = |line: &Headline| {
        let areas = &mut paper.areas.iter();
        areas.position(|area| area.slug == line.area_slug)
    };
    of_page.sort_by_key(|line| {
        (
            line.position == 0,
            line.position,
            !line.is_lead,
            place(line),
            line.printed_at,
            line.id,
        )
    });
    of_page
}

fn groups(
    lines: &[Headline],
    paper: &Paper,
    day: Day,
    today: Day,
    area: &str,
    posted: bool,
) -> Vec<Group> {
    let shown: Vec<&Headline> = lines.iter().filter(|line| in_area(line, area)).collect();
    if posted {
        let mut latest_first = shown;
        latest_first.sort_by_key(|line| std::cmp::Reverse((line.printed_at, line.id)));
        let rows = latest_first
            .into_iter()
            .map(|line| row(line, paper, today))
            .collect();
        return vec![Group {
            title: "Newest first".into(),
            rows,
            ..Group::default()
        }];
    }
    let mut numbers: Vec<i64> = shown.iter().map(|line| line.page).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let group = |page: i64| {
        let on_page = shown.iter().copied().filter(|line| line.page == page);
        let of_page = in_order(paper, on_page.collect());
        Group {
            number: page.to_string(),
            title: paper.page_title(page).to_owned(),
            url: page_url(day, page),
            rows: of_page
                .into_iter()
                .map(|line| row(line, paper, today))
                .collect(),
        }
    };
    numbers.into_iter().map(group).collect()
}

/// `GET /edition/{day}/page/{number}`.
pub async fn show_page(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path((day, page)): Path<(String, i64)>,
) -> Result<Response, WebError> {
    let day = read_day(&day)?;
    let paper = app.paper().await?;
    if !(1..=99).contains(&page) {
        return Err(WebError::NotFound(format!("The paper has no page {page}.")));
    }
    let wanted = Wanted {
        key: format!("page {} {page}", day.0),
        tags: &[Tag::Edition(day), Tag::Comments, Tag::Paper],
        policy: PagePolicy::Today,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make_page(&app, &paper, day, page)).await
}

async fn make_page(app: &App, paper: &Paper, day: Day, page: i64) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let (around, mut lines, sidebars) = app
        .store
        .read(move |conn| {
            Ok((
                Around::read(conn, today)?,
                list_edition(conn, day)?,
                SidebarData::read(conn, day)?,
            ))
        })
        .await?;
    if lines.is_empty() && day != today {
        return Err(no_edition(day));
    }
    if paper.page_title(page).is_empty() && !lines.iter().any(|line| line.page == page) {
        return Err(WebError::NotFound(format!("The paper has no page {page}.")));
    }
    let heading = match paper.page_title(page) {
        "" => format!("Page {page}"),
        title => title.to_owned(),
    };
    let title = format!("Page {page}: {heading}, {}", date_long(day));
    let mut chrome = chrome::around(app, paper, &title, &around, Some(day));
    chrome.canonical = format!("{}{}", app.public_url, page_url(day, page));
    chrome.feeds = vec![
        Feed {
            title: format!("Page {page}: {heading}"),
            url: format!("/page/{page}/feed.xml"),
            mime: "application/atom+xml".into(),
        },
        Feed {
            title: format!("Page {page}: {heading}"),
            url: format!("/page/{page}/feed.json"),
            mime: "application/feed+json".into(),
        },
    ];
    chrome::count_pages(
        &mut chrome,
        |number| lines.iter().filter(|line| line.page == number).count(),
        Some(page),
    );
    lines.retain(|line| line.page == page);
    let lines = in_order(paper, lines.iter().collect());
    let beside = |number: Option<&clipsheet_store::PageTitle>| {
        number.map(|page| {
            Link::new(
                format!("Page {}: {}", page.number, page.title),
                page_url(day, page.number),
            )
        })
    };
    let view = EditionPart {
        chrome,
        kind: format!("Page {page}"),
        heading,
        edition: Link::new(date_long(day), edition_url(day)),
        empty_note: if lines.is_empty() {
            "Nothing was printed on this page on this day.".into()
        } else {
            String::new()
        },
        articles: lines.iter().map(|line| teaser(line, paper, day)).collect(),
        previous: beside(paper.pages.iter().rev().find(|other| other.number < page))
            .unwrap_or_default(),
        next: beside(paper.pages.iter().find(|other| other.number > page)).unwrap_or_default(),
        sidebars: sidebars.view(&app.secrets, paper, today),
    };
    Ok(view.render()?)
}
