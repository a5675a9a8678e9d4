//! The never-ending story so far.

use super::article_url;
use crate::app::{App, Paper};
use crate::assets;
use crate::calendar::{date_in_words, number};
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Link, SerialLine, SerialPage};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use clipsheet_store::{list_serial_lines, list_serials};
use serde::Deserialize;
use std::sync::Arc;

/// Lines on one page.
const PART: i64 = 50;

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct SerialQuery {
    /// Lines up to this one, counted from 1; the latest when missing.
    upto: Option<i64>,
}

/// `GET /serial`.
pub async fn show_serial(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(query): Query<SerialQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let upto = query.upto.filter(|line| (1..1_000_000).contains(line));
    let wanted = Wanted {
        key: format!("serial {}", upto.unwrap_or(0)),
        tags: &[Tag::Articles, Tag::Glossary, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make(&app, &paper, upto)).await
}

async fn make(app: &App, paper: &Paper, upto: Option<i64>) -> Result<String, WebError> {
    let today = paper.calendar.day_of(app.now());
    let (around, mut lines, later) = app
        .store
        .read(move |conn| {
            // A paper may have several serials; the page tells the one called "default", else the first.
            let names = list_serials(conn)?;
            let name = names
                .iter()
                .find(|(name, _)| name == "default")
                .or(names.first());
            let name = name.map_or_else(|| "default".to_owned(), |(name, _)| name.clone());
            let lines = list_serial_lines(conn, &name, upto.unwrap_or(i64::MAX), PART + 1)?;
            let later = match upto {
                Some(_) => list_serial_lines(conn, &name, i64::MAX, 1)?
                    .first()
                    .map(|line| line.line_number + 1),
                None => None,
            };
            Ok((Around::read(conn, today)?, lines, later))
        })
        .await?;
    // Addresses that anybody can think up are not kept as pages.
    if upto.is_some_and(|upto| later.is_none_or(|last| last < upto)) {
        return Err(WebError::Moved("/serial".into()));
    }
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = lines.len() > part;
    lines.truncate(part);
    lines.reverse();
    let mut chrome = chrome::around(app, paper, "The never-ending story so far", &around, None);
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    chrome.canonical = format!("{}/serial", app.public_url);
    let older = lines.first().filter(|_| is_more).map(|first| {
        Link::new(
            format!("Lines up to {}", number(first.line_number)),
            format!("/serial?upto={}", first.line_number),
        )
    });
    let newer = later
        .zip(upto)
        .filter(|(last, upto)| last > upto)
        .map(|(last, upto)| {
            let next = (upto + PART).min(last);
            Link::new(
                format!("Lines up to {}", number(next)),
                format!("/serial?upto={next}"),
            )
        });
    let view = SerialPage {
        chrome,
        empty_note: if lines.is_empty() {
            "The story has not begun yet.".into()
        } else {
            String::new()
        },
        lines: lines
            .into_iter()
            .map(|line| SerialLine {
                text: line.text,
                article: if line.is_printed {
                    Link::new(line.headline, article_url(line.article, &line.slug))
                } else {
                    Link::default()
                },
                date: date_in_words(paper.calendar.day_of(line.printed_at)),
                datetime: paper.calendar.machine(line.printed_at),
            })
            .collect(),
        older: older.unwrap_or_default(),
        newer: newer.unwrap_or_default(),
    };
    Ok(view.render()?)
}
