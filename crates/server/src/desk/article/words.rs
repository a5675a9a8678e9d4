//! The words of a printed article: read them, change them, and never overwrite somebody else's.

use super::acts::tools;
use super::read_id;
use crate::app::App;
use crate::clip::Printer;
use crate::desk::drafts::draft_url;
use crate::desk::remarks::lost_url;
use crate::desk::{desk_chrome, show};
use crate::edit::{self, Change, Outcome, Words, here};
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::redirect;
use crate::printing;
use crate::staff::Member;
use crate::views::{ArticleWords, DeskArticlePage, EvidenceRow, FieldError, Link};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use clipsheet_store::{
    Article, DraftState, Role, find_draft, find_draft_of_article, find_source_check,
    list_article_dossiers, list_evidence_of_article,
};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// What a redirect back to the view says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneQuery {
    done: String,
}

/// `GET /desk/articles/{id}`.
pub async fn show_article(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Query(query): Query<DoneQuery>,
) -> Result<Response, WebError> {
    let article = edit::read(&app, read_id(&id)?).await?;
    let notice = match query.done.as_str() {
        "1" => "Done.",
        "merged" => {
            "Saved. Somebody else had changed other parts of it meanwhile: their changes and yours stand together."
        }
        _ => "",
    };
    let words = Words::of(&article);
    show_words(&app, &member, &article, words, Vec::new(), None, notice).await
}

/// `POST /desk/articles/{id}/edit`: in the editor, as a draft that is saved while one types.
pub async fn open_draft(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let draft = edit::draft::open(&app, &member, read_id(&id)?).await?;
    Ok(redirect(&format!("/desk/drafts/{draft}")))
}

/// The form's fields.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WordsForm {
    revision: i64,
    headline: String,
    byline: String,
    lang: String,
    source_date: String,
    html: String,
    picture_alt: String,
    picture_caption: String,
}

/// `POST /desk/articles/{id}/words`: revises the article.
pub async fn save_words(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
    Form(form): Form<WordsForm>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let article = edit::read(&app, id).await?;
    let standing = Words::of(&article);
    let words = Words {
        headline: form.headline,
        byline: form.byline,
        lang: form.lang,
        source_date: form.source_date,
        html: form.html.replace("\r\n", "\n"),
        picture: standing.picture,
        picture_alt: form.picture_alt,
        picture_caption: form.picture_caption,
    };
    let faults = words.faults();
    if !faults.is_empty() {
        let errors = faults
            .into_iter()
            .map(|(field, message)| FieldError {
                field: format!("w-{field}"),
                message,
            })
            .collect();
        return show_words(&app, &member, &article, words, errors, None, "").await;
    }
    let printer = Printer::of(&member);
    match edit::revise(&app, &printer, id, form.revision, Change::of(&words)).await? {
        outcome @ (Outcome::Stands(_) | Outcome::Same | Outcome::Merged(_)) => {
            here::leave(&app, member.id(), id).await?;
            let (loosened, is_merged) = match outcome {
                Outcome::Stands(loosened) => (loosened, false),
                Outcome::Merged(loosened) => (loosened, true),
                _ => (Vec::new(), false),
            };
            if let Some(lost) = lost_url(id, &loosened, is_merged) {
                return Ok(redirect(&lost));
            }
            let article = edit::read(&app, id).await?;
            let line = &article.headline;
            Ok(redirect(&match is_merged {
                true => format!("/desk/articles/{id}?done=merged"),
                _ if line.is_printed => article_url(line.id, &line.slug),
                _ => format!("/desk/articles/{id}?done=1"),
            }))
        }
        Outcome::Clash(now, both) => {
            let errors = vec![FieldError {
                field: "w-theirs".into(),
                message: format!(
                    "Somebody revised this article while you were at it. {} Nothing of yours is lost: your words are in the form, together \
                     with what they changed elsewhere; theirs stand below. Put together what should stand, and save again.",
                    both.clash_words()
                ),
            }];
            let theirs = Some(Words::of(&now));
            show_words(&app, &member, &now, both.words, errors, theirs, "").await
        }
        Outcome::DraftMoved => Err(WebError::Internal("a form is no draft".into())),
    }
}

/// `POST /desk/articles/{id}/here`: the script says that its person still has the words open; hears who else has.
pub async fn note_here(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let article = edit::read(&app, read_id(&id)?).await?;
    let paper = app.paper().await?;
    let editors = here::enter(&app, &member, article.headline.id).await?;
    let reply = json!({
        "revision": article.revision,
        "others": here::others(&paper, &editors, &member),
    });
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((no_store, Json(reply)).into_response())
}

/// `POST /desk/articles/{id}/leave`: the script says that its person has done with the words.
pub async fn note_leave(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    here::leave(&app, member.id(), read_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn show_words(
    app: &App,
    member: &Member,
    article: &Article,
    words: Words,
    errors: Vec<FieldError>,
    theirs: Option<Words>,
    notice: &str,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let line = &article.headline;
    let id = line.id;
    let (dossiers, check, evidence, draft) = app
        .store
        .read(move |conn| {
            let draft = match find_draft_of_article(conn, id)? {
                Some(draft) => find_draft(conn, draft)?,
                None => None,
            };
            Ok((
                list_article_dossiers(conn, id)?,
                find_source_check(conn, id)?,
                list_evidence_of_article(conn, id)?,
                draft,
            ))
        })
        .await?;
    let others = if member.may(Role::Editor) {
        let editors = here::enter(app, member, id).await?;
        here::others(&paper, &editors, member)
    } else {
        String::new()
    };
    let today = paper.calendar.day_of(app.now());
    let mut chrome = desk_chrome(app, &paper, member, &line.headline, "");
    chrome.notice = notice.to_owned();
    let status = match (errors.is_empty(), &theirs) {
        (true, _) => StatusCode::OK,
        (false, Some(_)) => StatusCode::CONFLICT,
        (false, None) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let fields = |words: &Words| ArticleWords {
        headline: words.headline.clone(),
        byline: words.byline.clone(),
        lang: words.lang.clone(),
        source_date: words.source_date.clone(),
        html: words.html.clone(),
        has_picture: !words.picture.is_empty(),
        picture_alt: words.picture_alt.clone(),
        picture_caption: words.picture_caption.clone(),
    };
    let page = DeskArticlePage {
        chrome,
        id: id.0.unsigned_abs(),
        url: if line.is_printed {
            article_url(id, &line.slug)
        } else {
            String::new()
        },
        posted: format!(
            "{}, {}, posted by {}",
            crate::calendar::date_long(line.edition_on),
            paper.calendar.time(line.printed_at),
            line.posted_by
        ),
        source_url: line.url.clone().unwrap_or_default(),
        revision: article.revision.unsigned_abs(),
        others,
        waiting: draft
            .map(|draft| {
                let label = match draft.scheduled_at {
                    Some(at) if draft.state == DraftState::Scheduled => format!(
                        "A change of it is scheduled: it will be printed {}.",
                        paper.calendar.short(at, today)
                    ),
                    _ => "A change of it is being written in the editor.".into(),
                };
                Link::new(label, draft_url(draft.id))
            })
            .unwrap_or_default(),
        may_edit: member.may(Role::Editor),
        words: fields(&words),
        theirs: theirs.as_ref().map(fields).unwrap_or_default(),
        is_stale: theirs.is_some(),
        evidence: evidence
            .iter()
            .map(|page| EvidenceRow {
                time: paper.calendar.short(page.fetched_at, today),
                size: format!(
                    "{} kB",
                    crate::calendar::number((page.size_bytes + 999) / 1000)
                ),
                hash: page.hash.clone(),
                url: format!("/desk/articles/{id}/evidence/{}", page.hash),
            })
            .collect(),
        source_text: printing::safe_article(&article.text.source_html, &|_| None),
        tools: tools(
            app,
            &paper,
            member,
            article,
            &dossiers,
            check.as_ref(),
            "desk",
        ),
        errors,
    };
    show(&page, status)
}

/// `GET /desk/articles/{id}/evidence/{hash}`: a source page as it was fetched, packed, to be kept and not to be opened here.
pub async fn send_evidence(
    State(app): State<Arc<App>>,
    _: Member,
    Path((id, hash)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let kept = app
        .store
        .read(move |conn| list_evidence_of_article(conn, id))
        .await?;
    let missing = || WebError::NotFound(format!("No such page was kept for article {id}."));
    let page = kept.into_iter().find(|page| page.hash == hash);
    let page = page.ok_or_else(missing)?;
    let bytes = crate::evidence::read(&app, &page.hash)
        .await
        .ok_or_else(missing)?;
    let name = format!(
        "attachment; filename=\"article-{id}-{}.html.txt\"",
        &hash[..12]
    );
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
