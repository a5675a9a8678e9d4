//! What an article's words ever were: the revisions, two of them compared, one of them restored.

use super::read_id;
use crate::app::App;
use crate::clip::Printer;
use crate::desk::remarks::lost_url;
use crate::desk::{desk_chrome, show};
use crate::edit::{self, Change, Printed, Words, compare};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{DiffPart, RevisionRow, RevisionsPage};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{ArticleId, Role, find_revision, list_revisions};
use serde::Deserialize;
use std::sync::Arc;

/// Revisions on one view.
const PART: i64 = 100;

/// Which two revisions are compared; the newest and the one before unless told.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CompareQuery {
    old: Option<i64>,
    new: Option<i64>,
    before: Option<i64>,
}

async fn words_of(app: &App, id: ArticleId, number: i64) -> Result<Option<Words>, WebError> {
    let body = app
        .store
        .read(move |conn| find_revision(conn, id, number))
        .await?;
    body.map(|body| serde_json::from_str(&body))
        .transpose()
        .map_err(|error| WebError::Internal(format!("revision {number} of article {id}: {error}")))
}

/// `GET /desk/articles/{id}/revisions`.
pub async fn show_revisions(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Query(query): Query<CompareQuery>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let article = edit::read(&app, id).await?;
    let paper = app.paper().await?;
    let before = query.before.unwrap_or(i64::MAX);
    let revisions = app
        .store
        .read(move |conn| list_revisions(conn, id, before, PART))
        .await?;
    let new = query.new.unwrap_or(article.revision);
    let old = query.old.unwrap_or(new - 1);
    let (old_words, new_words) = (
        words_of(&app, id, old).await?,
        words_of(&app, id, new).await?,
    );
    let today = paper.calendar.day_of(app.now());
    let mut parts = Vec::new();
    if let (Some(old_words), Some(new_words)) = (&old_words, &new_words) {
        let headings = [
            ("Headline", &old_words.headline, &new_words.headline),
            ("By", &old_words.byline, &new_words.byline),
            ("Published", &old_words.source_date, &new_words.source_date),
            ("Language", &old_words.lang, &new_words.lang),
            (
                "Picture shows",
                &old_words.picture_alt,
                &new_words.picture_alt,
            ),
            (
                "Beneath the picture",
                &old_words.picture_caption,
                &new_words.picture_caption,
            ),
            ("Text", &old_words.html, &new_words.html),
        ];
        for (label, old, new) in headings {
            if old != new {
                parts.push(DiffPart {
                    label: label.into(),
                    stretches: compare::compare(old, new)
                        .into_iter()
                        .map(|stretch| (stretch.kind.to_owned(), stretch.text))
                        .collect(),
                });
            }
        }
    }
    let line = &article.headline;
    let older = revisions
        .last()
        .filter(|last| revisions.len() == 100 && last.number > 1)
        .map(|last| format!("/desk/articles/{id}/revisions?before={}", last.number));
    let page = RevisionsPage {
        chrome: desk_chrome(&app, &paper, &member, &line.headline, ""),
        id: id.0.unsigned_abs(),
        may_edit: member.may(Role::Editor),
        revisions: revisions
            .iter()
            .map(|revision| RevisionRow {
                number: revision.number.unsigned_abs(),
                who: revision.who.clone(),
                who_class: revision
                    .staff
                    .map(|id| format!("staff-{id}"))
                    .unwrap_or_default(),
                time: paper.calendar.short(revision.made_at, today),
                datetime: paper.calendar.machine(revision.made_at),
                stands: revision.number == article.revision,
                is_old: revision.number == old,
                is_new: revision.number == new,
            })
            .collect(),
        compared: old_words.is_some() && new_words.is_some(),
        old: old.unsigned_abs(),
        new: new.unsigned_abs(),
        parts,
        standing: article.revision.unsigned_abs(),
        older_url: older.unwrap_or_default(),
    };
    show(&page, StatusCode::OK)
}

/// Which revision is restored, and over which.
#[derive(Debug, Deserialize)]
pub struct RestoreForm {
    number: i64,
    standing: i64,
}

/// `POST /desk/articles/{id}/restore`: an old revision becomes the newest.
pub async fn restore(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<RestoreForm>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let words = words_of(&app, id, form.number).await?.ok_or_else(|| {
        WebError::NotFound(format!("Article {id} has no revision {}.", form.number))
    })?;
    // An old state is restored over the one that was looked at, and never merged with another. A correction or a reprint
    // that comes between is no revision: it is tried over what they left.
    let mut printed = Printed::Stale;
    for _ in 0..edit::TRIES {
        let article = edit::read(&app, id).await?;
        if article.revision != form.standing {
            break;
        }
        printed =
            edit::print_over(&app, &Printer::of(&member), &article, Change::of(&words)).await?;
        if printed != Printed::Stale {
            break;
        }
    }
    let revisions = || format!("/desk/articles/{id}/revisions");
    match printed {
        Printed::Stands(loosened) => {
            let lost = lost_url(id, &loosened, false);
            Ok(redirect(&lost.unwrap_or_else(revisions)))
        }
        Printed::Same => Ok(redirect(&revisions())),
        Printed::Stale | Printed::DraftMoved => Err(WebError::BadRequest(
            "Somebody revised this article meanwhile, so nothing was restored. Look at its revisions again and decide anew."
                .into(),
        )),
    }
}
