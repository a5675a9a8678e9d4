//! The archive by year, month and day.

use crate::app::{App, Paper};
use crate::assets;
use crate::calendar::{WEEKDAYS, counted, date_long, month_name};
use crate::chrome::{self, Around, edition_url};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{
    ArchiveIndex, ArchiveMonth, ArchiveYear, Calendar, DayCell, DayRow, Link, Week, Weekday,
    YearRow,
};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use clipsheet_store::{Day, DayCount, MonthCount, list_days, list_leads, list_months};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const TAGS: &[Tag] = &[Tag::Articles, Tag::Comments, Tag::Paper];

fn wanted(key: String) -> Wanted<'static> {
    Wanted {
        key,
        tags: TAGS,
        policy: PagePolicy::Today,
        form_of: None,
    }
}

fn size(articles: i64, comments: i64) -> String {
    format!(
        "{}, {}",
        counted(articles, "article", "articles"),
        counted(comments, "comment", "comments")
    )
}

/// `GET /archive`: the years.
pub async fn show_index(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    serve_page(
        &app,
        &visit,
        wanted("archive".into()),
        make_index(&app, &paper),
    )
    .await
}

async fn make_index(app: &App, paper: &Paper) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let (around, months) = app
        .store
        .read(move |conn| Ok((Around::read(conn, today)?, list_months(conn, 0, i64::MAX)?)))
        .await?;
    let mut years: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for month in &months {
        let sum = years.entry(month.month / 100).or_default();
        *sum = (sum.0 + month.articles, sum.1 + month.comments);
    }
    let (articles, comments) = years
        .values()
        .fold((0, 0), |sum, year| (sum.0 + year.0, sum.1 + year.1));
    let mut chrome = chrome::around(app, paper, "Archive", &around, None);
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    chrome.in_archive = true;
    chrome.canonical = format!("{}/archive", app.public_url);
    let row = |(year, (articles, comments)): (i64, (i64, i64))| YearRow {
        year: year.to_string(),
        url: format!("/archive/{year}"),
        articles: counted(articles, "article", "articles"),
        comments: counted(comments, "comment", "comments"),
    };
    let view = ArchiveIndex {
        chrome,
        count_line: size(articles, comments),
        years: years.into_iter().rev().map(row).collect(),
    };
    Ok(view.render()?)
}

fn read_number(text: &str, what: &str, from: i64, to: i64) -> Result<i64, WebError> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (from..=to).contains(number));
    number.ok_or_else(|| {
        WebError::NotFound(format!(
            "“{text}” is no {what}. The archive lists all that there are."
        ))
    })
}

/// `GET /archive/{year}`: its months as calendars.
pub async fn show_year(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(year): Path<String>,
) -> Result<Response, WebError> {
    let year = read_number(&year, "year", 1, 9999)?;
    let paper = app.paper().await?;
    serve_page(
        &app,
        &visit,
        wanted(format!("archive {year}")),
        make_year(&app, &paper, year),
    )
    .await
}

async fn make_year(app: &App, paper: &Paper, year: i64) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let (around, months, days) = app
        .store
        .read(move |conn| {
            let (from, until) = (year * 10_000, (year + 1) * 10_000);
            Ok((
                Around::read(conn, today)?,
                list_months(conn, 0, i64::MAX)?,
                list_days(conn, Day(from), Day(until))?,
            ))
        })
        .await?;
    let of_year: Vec<&MonthCount> = months
        .iter()
        .filter(|month| month.month / 100 == year)
        .collect();
    if of_year.is_empty() {
        return Err(WebError::NotFound(format!(
            "Nothing was printed in {year}."
        )));
    }
    let by_day: HashMap<i64, &DayCount> = days.iter().map(|count| (count.day.0, count)).collect();
    let mut chrome = chrome::around(app, paper, &format!("Archive of {year}"), &around, None);
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    chrome.in_archive = true;
    chrome.canonical = format!("{}/archive/{year}", app.public_url);
    let (articles, comments) = of_year.iter().fold((0, 0), |sum, month| {
        (sum.0 + month.articles, sum.1 + month.comments)
    });
    let calendar = |month: &&MonthCount| Calendar {
        name: month_name(month.month % 100).into(),
        url: format!("/archive/{year}/{:02}", month.month % 100),
        articles: counted(month.articles, "article", "articles"),
        weeks: weeks(month.month, &by_day),
    };
    let beside = |year: Option<i64>| {
        year.map(|year| Link::new(year.to_string(), format!("/archive/{year}")))
            .unwrap_or_default()
    };
    let years = || months.iter().map(|month| month.month / 100);
    let view = ArchiveYear {
        chrome,
        heading: year.to_string(),
        count_line: size(articles, comments),
        weekdays: WEEKDAYS
            .map(|day| Weekday {
                short: day[..2].into(),
                title: day.into(),
            })
            .into(),
        months: of_year.iter().map(calendar).collect(),
        older: beside(years().filter(|other| *other < year).max()),
        newer: beside(years().filter(|other| *other > year).min()),
    };
    Ok(view.render()?)
}

/// A month's weeks from Monday to Sunday; days of other months are empty cells.
fn weeks(month: i64, by_day: &HashMap<i64, &DayCount>) -> Vec<Week> {
    let (Ok(year), Ok(number)) = (i16::try_from(month / 100), i8::try_from(month % 100)) else {
        return Vec::new();
    };
    let Ok(first) = Date::new(year, number, 1) else {
        return Vec::new();
    };
    let before = usize::from(first.weekday().to_monday_zero_offset().unsigned_abs());
    let mut cells = vec![DayCell::default(); before];
    for day in 1..=first.days_in_month() {
        let of_day = Day(month * 100 + i64::from(day));
        let count = by_day.get(&of_day.0);
        cells.push(DayCell {
            day: day.to_string(),
            url: count.map(|_| edition_url(of_day)).unwrap_or_default(),
            label: count
                .map(|count| {
                    format!(
                        "{}: {}",
                        date_long(of_day),
                        counted(count.articles, "article", "articles")
                    )
                })
                .unwrap_or_default(),
        });
    }
    cells.resize(cells.len().div_ceil(7) * 7, DayCell::default());
    cells
        .chunks(7)
        .map(|days| Week {
            days: days.to_vec(),
        })
        .collect()
}

/// `GET /archive/{year}/{month}`: its days with their leads.
pub async fn show_month(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path((year, month)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let year = read_number(&year, "year", 1, 9999)?;
    let month = read_number(&month, "month", 1, 12)?;
    let paper = app.paper().await?;
    let key = wanted(format!("archive {year} {month}"));
    serve_page(
        &app,
        &visit,
        key,
        make_month(&app, &paper, year * 100 + month),
    )
    .await
}

async fn make_month(app: &App, paper: &Paper, month: i64) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let (around, months, days, leads) = app
        .store
        .read(move |conn| {
            let (from, until) = (Day(month * 100), Day((month + 1) * 100));
            Ok((
                Around::read(conn, today)?,
                list_months(conn, 0, i64::MAX)?,
                list_days(conn, from, until)?,
                list_leads(conn, from, until, 100)?,
            ))
        })
        .await?;
    let heading = format!("{} {}", month_name(month % 100), month / 100);
    let count = months
        .iter()
        .find(|count| count.month == month)
        .ok_or_else(|| WebError::NotFound(format!("Nothing was printed in {heading}.")))?;
    let mut chrome = chrome::around(app, paper, &heading, &around, None);
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    chrome.in_archive = true;
    let url = |month: i64| format!("/archive/{}/{:02}", month / 100, month % 100);
    chrome.canonical = format!("{}{}", app.public_url, url(month));
    let beside = |month: Option<i64>| {
        month
            .map(|month| {
                Link::new(
                    format!("{} {}", month_name(month % 100), month / 100),
                    url(month),
                )
            })
            .unwrap_or_default()
    };
    let row = |count: &DayCount| {
        let lead = leads.iter().find(|line| line.edition_on == count.day);
        DayRow {
            date: date_long(count.day),
            url: edition_url(count.day),
            articles: counted(count.articles, "article", "articles"),
            comments: counted(count.comments, "comment", "comments"),
            lead: lead
                .map(|line| {
                    Link::new(
                        line.headline.clone(),
                        super::article_url(line.id, &line.slug),
                    )
                })
                .unwrap_or_default(),
        }
    };
    let all = || months.iter().map(|count| count.month);
    let view = ArchiveMonth {
        chrome,
        year: Link::new(
            (month / 100).to_string(),
            format!("/archive/{}", month / 100),
        ),
        count_line: size(count.articles, count.comments),
        heading,
        days: days.iter().map(row).collect(),
        older: beside(all().filter(|other| *other < month).max()),
        newer: beside(all().filter(|other| *other > month).min()),
    };
    Ok(view.render()?)
}
