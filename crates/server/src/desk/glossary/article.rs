//! An article's words beside what the glossary printed over them, every match with its entry.

use super::HERE;
use super::aside;
use super::trial::{Over, TryPlace, is_too_long, side_by_side};
use crate::app::App;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::uses::date_of;
use crate::pages::article_url;
use crate::printing::{Mode, Place, record_in_mode, stored_text};
use crate::staff::Member;
use crate::views::{ArticleGlossPage, GlossTrial};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{ArticleId, Role, find_article};
use serde::Deserialize;
use std::sync::Arc;

/// What the address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ArticleQuery {
    /// `today` for today's glossary.
    mode: String,
    /// Words that somebody asks about.
    why: String,
}

/// `GET /desk/articles/{id}/glossary`.
pub(super) async fn show_article(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<ArticleQuery>,
) -> Result<Response, WebError> {
    let id = ArticleId(id);
    let article = app
        .store
        .read(move |conn| find_article(conn, id))
        .await?
        .ok_or_else(|| WebError::NotFound(format!("There is no article {id}.")))?;
    let paper = app.paper().await?;
    let (glossary, shelf) = (app.glossary().await?, app.shelf().await?);
    let line = &article.headline;
    let place = Place {
        day: line.edition_on,
        page: line.page,
        area: line.area_slug.clone(),
    };
    let at = TryPlace {
        article: id.0,
        page: u32::try_from(line.page).ok(),
        area: place.area.clone(),
        on: date_of(line.edition_on),
        serials: Default::default(),
    };
    let mode = if query.mode == "today" {
        Mode::Today
    } else {
        Mode::Printed
    };
    let (text, secrets) = (article.text.clone(), Arc::clone(&app.secrets));
    let asked = query.why.trim().to_owned();
    let (trial, differs) = aside(move || {
        let safe = stored_text(&secrets, &text);
        let printed = record_in_mode(Some(&glossary), &safe, &text, id, &place, Mode::Printed);
        let today = record_in_mode(Some(&glossary), &safe, &text, id, &place, Mode::Today);
        let differs =
            safe.clone().annotated(&printed).as_str() != safe.clone().annotated(&today).as_str();
        let record = if mode == Mode::Today { today } else { printed };
        let trial = if is_too_long(safe.as_str()) {
            GlossTrial {
                problems: vec![
                    "This article is too long to explain: 200,000 characters at most. Try a part of it at “Try it”.".into(),
                ],
                ..GlossTrial::default()
            }
        } else {
            let over = Over {
                glossary,
                shelf,
                typed: None,
            };
            side_by_side(&over, &safe, &record, &at, &asked)
        };
        (trial, differs)
    })
    .await?;
    let page = ArticleGlossPage {
        chrome: desk_chrome(&app, &paper, &member, &line.headline, HERE),
        id: id.0.unsigned_abs(),
        headline: line.headline.clone(),
        url: article_url(line.id, &line.slug),
        mode: mode.as_str().to_owned(),
        differs,
        may_edit: member.may(Role::Editor),
        why: query.why,
        trial,
    };
    show(&page, StatusCode::OK)
}
