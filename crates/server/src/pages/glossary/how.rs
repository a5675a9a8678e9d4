//! How it is all done, in plain words.

use super::entries_count;
use crate::app::App;
use crate::assets;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::pages::article::mode_label;
use crate::press::{PagePolicy, Tag};
use crate::printing::Mode;
use crate::reading::Reading;
use crate::serve_page::{Wanted, serve_page};
use crate::views::{Choice, GlossaryHowPage, ReadingChoice};
use crate::visit::Visit;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// `GET /glossary/how`.
pub async fn show_how(State(app): State<Arc<App>>, visit: Visit) -> Result<Response, WebError> {
    let reading = visit.reading;
    let wanted = Wanted {
        key: format!("glossary how {} {}", reading.mode.as_str(), reading.folded),
        tags: &[Tag::Glossary, Tag::Articles, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page(&app, &visit, wanted, make(&app, reading)).await
}

async fn make(app: &App, reading: Reading) -> Result<String, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let around = app
        .store
        .read(move |conn| Around::read(conn, today))
        .await?;
    let catalogue = app.catalogue().await?;
    let mut chrome = chrome::around(app, &paper, "How it is done", &around, None);
    chrome.canonical = format!("{}/glossary/how", app.public_url);
    chrome.description = format!(
        "How the words of {} get into an article, and how to get round them.",
        chrome.paper
    );
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    let view = GlossaryHowPage {
        chrome,
        count_line: entries_count(catalogue.count()),
        now: format!(
            "Now: {}, with the notes {}.",
            mode_label(reading.mode).to_lowercase(),
            if reading.folded { "folded" } else { "open" }
        ),
        modes: Mode::ALL
            .into_iter()
            .map(|mode| Choice {
                label: mode_label(mode).into(),
                url: mode.as_str().into(),
                count: String::new(),
                current: mode == reading.mode,
            })
            .collect(),
        choice: ReadingChoice {
            fold: !reading.folded,
            unfold: reading.folded,
            forget: reading != Reading::default(),
            ..ReadingChoice::default()
        },
    };
    Ok(view.render()?)
}
