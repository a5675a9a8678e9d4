//! What readers and contributors sent in and nobody has decided on.

use super::{Desk, desk_chrome, show};
use crate::app::{App, Paper};
use crate::clip::Clipping;
use crate::drafts::write_body;
use crate::error::WebError;
use crate::press::redirect;
use crate::printing::unseal;
use crate::readers::nic_url;
use crate::staff::Member;
use crate::submit::row;
use crate::talk::render;
use crate::views::{DeskSubmission, DeskSubmissions, Link};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use clipsheet_store::{
    Act, ArticleKind, NewDraft, Role, Settled, StaffId, StoreResult, Submission, SubmissionId,
    SubmissionState, create_draft, find_staff, find_submission, list_waiting_submissions, note_act,
    settle_submission,
};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use url::Url;

/// Submissions on one page.
const PART: i64 = 50;
/// Longest word to a sender, in characters.
const MOST_WORD: usize = 400;

/// The routes of submissions.
pub(crate) fn routes(desk: Desk) -> Desk {
    let role = Role::Moderator;
    desk.route(role, "/desk/submissions", get(show_waiting))
        .route(role, "/desk/submissions/{id}", post(settle))
}

/// Where the list goes on, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WaitingQuery {
    before: Option<i64>,
    done: String,
    draft: Option<i64>,
}

/// `GET /desk/submissions`.
async fn show_waiting(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<WaitingQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let before = SubmissionId(query.before.unwrap_or(i64::MAX));
    let (mut waiting, roles) = app
        .store
        .read(move |conn| {
            let waiting = list_waiting_submissions(conn, before, PART + 1)?;
            let mut roles = HashMap::new();
            for staff in waiting.iter().filter_map(|sent| sent.staff) {
                if let Some(staff) = find_staff(conn, staff)? {
                    roles.insert(staff.id, staff.role.as_str());
                }
            }
            Ok((waiting, roles))
        })
        .await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = waiting.len() > part;
    waiting.truncate(part);
    let older = waiting.last().filter(|_| is_more);
    let older = older.map(|last| Link::new("Older", format!("?before={}", last.id)));
    let mut chrome = desk_chrome(&app, &paper, &member, "Submissions", "/desk/submissions");
    match (query.done.as_str(), query.draft) {
        ("refused", _) => chrome.notice = "Not taken. Its sender can see that.".into(),
        ("draft", Some(draft)) => {
            chrome.notice =
                format!("It is draft {draft} now. Its sender sees that the desk has taken it up.");
        }
        ("gone", _) => {
            chrome.error =
                "Somebody else has decided on that one in the meantime. Nothing was changed."
                    .into();
        }
        _ => {}
    }
    let list = waiting.iter().map(|sent| DeskSubmission {
        id: sent.id.0,
        row: row(&app, &paper, sent, today),
        link: sent.url.clone(),
        host: host(&sent.url),
        nic: sent.nic.clone(),
        nic_url: match sent.staff {
            Some(_) => String::new(),
            None => nic_url(&sent.nic),
        },
        email: sent.email.clone(),
        role: sent
            .staff
            .and_then(|staff| roles.get(&staff))
            .map(|role| (*role).to_owned())
            .unwrap_or_default(),
        text: text_of(&app, sent),
    });
    let view = DeskSubmissions {
        chrome,
        may_clip: member.may(Role::Editor),
        list: list.collect(),
        empty_note: "Nothing is waiting.".into(),
        older: older.unwrap_or_default(),
    };
    show(&view, StatusCode::OK)
}

fn text_of(app: &App, sent: &Submission) -> clipsheet_markup::SafeHtml {
    unseal(&app.secrets, &sent.html, &sent.seal).unwrap_or_else(|| render::again(&sent.source))
}

fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.trim_start_matches("www.").to_owned()
}

/// Where a link is clipped; empty for an article of somebody's own.
fn clip_url(sent: &Submission) -> String {
    if sent.kind == ArticleKind::Original {
        return String::new();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("url", &sent.url)
        .append_pair("submission", &sent.id.to_string())
        .finish();
    format!("/desk/clip?{query}")
}

/// What the desk decides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Decision {
    act: String,
    word: String,
}

/// `POST /desk/submissions/{id}`.
async fn settle(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(decision): Form<Decision>,
) -> Result<Response, WebError> {
    let id = SubmissionId(id);
    let found = app
        .store
        .read(move |conn| find_submission(conn, id))
        .await?;
    let sent = found.ok_or_else(|| WebError::NotFound(format!("There is no submission {id}.")))?;
    if sent.state != SubmissionState::Waiting {
        return Ok(redirect("/desk/submissions?done=gone"));
    }
    let to = match decision.act.as_str() {
        "clip" if sent.kind == ArticleKind::Link && !member.may(Role::Editor) => {
            return Err(WebError::Forbidden(
                "Editors clip and print. You may turn it down, or leave it to one of them.".into(),
            ));
        }
        // A link is settled when it is printed.
        "clip" if sent.kind == ArticleKind::Link => clip_url(&sent),
        "clip" => take(&app, &member, sent).await?,
        "refuse" => refuse(&app, &member, sent, &decision.word).await?,
        _ => {
            return Err(WebError::BadRequest(
                "The form does not say what is to be done with this submission. Open the list again and press one of its buttons."
                    .into(),
            ));
        }
    };
    Ok(redirect(&to))
}

/// Makes a draft of somebody's own article.
async fn take(app: &App, member: &Member, sent: Submission) -> Result<String, WebError> {
    let paper = app.paper().await?;
    let html = text_of(app, &sent).into_string();
    let new = draft_of(&paper, &sent, html, member.id())?;
    let (actor, now) = (member.actor(), app.now());
    let written = app.store.write(move |tx| {
        let taken = Settled {
            state: SubmissionState::Taken,
            article: None,
            word: String::new(),
        };
        if !settle_submission(tx, sent.id, &taken, now)? {
            return Ok(None);
        }
        let draft = create_draft(tx, &new, now)?;
        let act = Act {
            act: "took up",
            subject: "submission",
            subject_id: sent.id.0,
            label: &sent.headline,
            before: "waiting",
            after: &format!("draft {draft}"),
        };
        note_act(tx, &actor, &act, now)?;
        Ok(Some(draft))
    });
    Ok(match written.await? {
        Some(draft) => format!("/desk/submissions?done=draft&draft={draft}"),
        None => "/desk/submissions?done=gone".into(),
    })
}

/// The one place where a draft is made of a submission: somebody's own article, on the paper's first page and in its first
/// area until the desk says otherwise.
fn draft_of(paper: &Paper, sent: &Submission, html: String, by: StaffId) -> StoreResult<NewDraft> {
    let clipping = Clipping {
        headline: sent.headline.clone(),
        byline: Some(sent.nic.clone()),
        source_html: html.clone(),
        page: paper.pages.first().map_or(1, |page| page.number),
        area: paper
            .areas
            .first()
            .map(|area| area.slug.clone())
            .unwrap_or_default(),
        original: true,
        submission: Some(sent.id),
        ..Clipping::default()
    };
    Ok(NewDraft {
        origin: html,
        by: Some(by),
        ..NewDraft::new(
            ArticleKind::Original,
            &clipping.headline,
            write_body(&clipping)?,
        )
    })
}

/// Turns it down, with a word if there is one.
async fn refuse(
    app: &App,
    member: &Member,
    sent: Submission,
    word: &str,
) -> Result<String, WebError> {
    let word: String = word.split_whitespace().collect::<Vec<_>>().join(" ");
    let word: String = word.chars().take(MOST_WORD).collect();
    let (actor, now) = (member.actor(), app.now());
    let written = app.store.write(move |tx| {
        let refused = Settled {
            state: SubmissionState::Refused,
            article: None,
            word,
        };
        if !settle_submission(tx, sent.id, &refused, now)? {
            return Ok(false);
        }
        let act = Act {
            act: "did not take",
            subject: "submission",
            subject_id: sent.id.0,
            label: &sent.headline,
            before: "waiting",
            after: &refused.word,
        };
        note_act(tx, &actor, &act, now)?;
        Ok(true)
    });
    Ok(match written.await? {
        true => "/desk/submissions?done=refused",
        false => "/desk/submissions?done=gone",
    }
    .into())
}
