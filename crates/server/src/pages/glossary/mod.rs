//! The glossary for readers: by letter, by kind, an entry, and how it is all done.

mod count;
mod entry;
mod how;

pub use entry::{show_by_id, show_entry};
pub use how::show_how;

use crate::app::App;
use crate::assets;
use crate::calendar::{counted, number};
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::glossary::catalogue::FIGURES;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Choice, GlossaryLine, GlossaryPage, Link};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// Entries on one page.
const PART: usize = 300;

/// Which entries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct GlossaryQuery {
    /// Those that begin with this letter.
    letter: String,
    /// Those of this kind, by its short name.
    kind: String,
    /// Which part of them, from 1.
    part: Option<usize>,
}

impl GlossaryQuery {
    fn url(&self, part: usize) -> String {
        let mut parts = Vec::new();
        if !self.letter.is_empty() {
            parts.push(format!("letter={}", self.letter));
        }
        if !self.kind.is_empty() {
            parts.push(format!("kind={}", self.kind));
        }
        if part > 1 {
            parts.push(format!("part={part}"));
        }
        if parts.is_empty() {
            "/glossary".into()
        } else {
            format!("/glossary?{}", parts.join("&"))
        }
    }
}

/// A letter as it is printed.
fn letter_label(letter: &str) -> String {
    match letter {
        FIGURES => "0–9".into(),
        letter => letter.to_uppercase(),
    }
}

/// `GET /glossary`.
pub async fn show_glossary(
    State(app): State<Arc<App>>,
    visit: Visit,
    Query(mut query): Query<GlossaryQuery>,
) -> Result<Response, WebError> {
    query.letter.make_ascii_lowercase();
    let part = query.part.unwrap_or(1);
    let wanted = Wanted {
        key: format!("glossary {} {} {part}", query.letter, query.kind),
        tags: &[Tag::Glossary, Tag::Articles, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make(&app, &query, part)).await
}

async fn make(app: &App, query: &GlossaryQuery, part: usize) -> Result<String, WebError> {
    let catalogue = app.catalogue().await?;
    // Addresses that anybody can think up are not kept as pages, which none is that fails.
    if !query.letter.is_empty() && !catalogue.letters().any(|(one, _)| one == query.letter) {
        return Err(WebError::NotFound(format!(
            "No entry of the glossary begins with “{}”. Choose another letter at /glossary.",
            letter_label(&query.letter)
        )));
    }
    if !query.kind.is_empty() && catalogue.kind_name(&query.kind).is_none() {
        return Err(WebError::NotFound(format!(
            "The glossary has no entries of the kind “{}”. Choose another at /glossary.",
            query.kind
        )));
    }
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let around = app
        .store
        .read(move |conn| Around::read(conn, today))
        .await?;
    let chosen = !query.letter.is_empty() || !query.kind.is_empty();
    let small = catalogue.count() <= PART;
    let picked = if chosen || small {
        catalogue.pick(&query.letter, &query.kind)
    } else {
        Vec::new()
    };
    let parts = picked.len().div_ceil(PART).max(1);
    if part == 0 || part > parts {
        return Err(WebError::Moved(query.url(1)));
    }
    let mut heading = match query.letter.as_str() {
        "" => "Glossary".to_owned(),
        letter => format!("Glossary: {}", letter_label(letter)),
    };
    if let Some(kind) = catalogue.kind_name(&query.kind) {
        heading = if query.letter.is_empty() {
            format!("Glossary: {kind}")
        } else {
            format!("{heading}, {kind}")
        };
    }
    let mut chrome = chrome::around(app, &paper, &heading, &around, None);
    chrome.canonical = format!("{}{}", app.public_url, query.url(part));
    chrome.description = format!(
        "The words of {}, and what it makes of others.",
        chrome.paper
    );
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    let letter = |(letter, _): (&str, usize)| Choice {
        label: letter_label(letter),
        // The letters of a kind's list are that kind's.
        url: GlossaryQuery {
            letter: letter.to_owned(),
            kind: query.kind.clone(),
            ..GlossaryQuery::default()
        }
        .url(1),
        count: String::new(),
        current: letter == query.letter,
    };
    let kind = |(kind, name, count): (&str, &str, usize)| Choice {
        label: name.to_owned(),
        url: GlossaryQuery {
            kind: kind.to_owned(),
            ..GlossaryQuery::default()
        }
        .url(1),
        count: number(i64::try_from(count).unwrap_or(0)),
        current: kind == query.kind,
    };
    let turn = |label: &str, part: usize| Link::new(label, query.url(part));
    let shown = picked.iter().skip((part - 1) * PART).take(PART);
    let count = if chosen {
        picked.len()
    } else {
        catalogue.count()
    };
    let view = GlossaryPage {
        heading,
        count_line: entries_count(count),
        letters: catalogue
            .letters()
            .filter(|(letter, _)| query.kind.is_empty() || catalogue.has(letter, &query.kind))
            .map(letter)
            .collect(),
        kinds: catalogue.kinds().map(kind).collect(),
        lines: shown
            .map(|entry| GlossaryLine {
                entry: Link::new(entry.headword.clone(), entry.url()),
                words: entry.words.clone(),
            })
            .collect(),
        empty_note: if catalogue.count() == 0 {
            "The paper has no words of its own yet.".into()
        } else {
            String::new()
        },
        older: if part > 1 {
            turn("Before these", part - 1)
        } else {
            Link::default()
        },
        newer: if part < parts {
            turn("After these", part + 1)
        } else {
            Link::default()
        },
        chrome,
    };
    Ok(view.render()?)
}

fn entries_count(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "entry", "entries")
}
