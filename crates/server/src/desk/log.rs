//! The log: every act of staff, newest first.

use super::desk_chrome;
use crate::app::App;
use crate::error::WebError;
use crate::staff::Member;
use crate::views::{Link, LogPage, LogRow, LogValue};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{NotedAct, StaffId, find_staff, list_acts, list_acts_of, list_acts_on};
use serde::Deserialize;
use std::sync::Arc;

/// Acts in one part of the log.
const PART: i64 = 50;
/// Characters of a value that are shown without unfolding.
const SHORT: usize = 160;

/// What part of the log, and whose or what's.
#[derive(Debug, Default, Deserialize)]
pub(super) struct LogQuery {
    staff: Option<i64>,
    subject: Option<String>,
    id: Option<i64>,
    before: Option<i64>,
}

impl LogQuery {
    /// The address of what is shown, to be gone on with.
    fn address(&self, before: Option<i64>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        if let Some(staff) = self.staff {
            query.append_pair("staff", &staff.to_string());
        } else if let Some(subject) = &self.subject {
            query.append_pair("subject", subject);
            query.append_pair("id", &self.id.unwrap_or(0).to_string());
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            "/desk/log".into()
        } else {
            format!("/desk/log?{query}")
        }
    }
}

/// `GET /desk/log`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<LogQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let before = query.before.unwrap_or(i64::MAX);
    let (of_staff, of_subject) = (query.staff.map(StaffId), query.subject.clone());
    let subject_id = query.id.unwrap_or(0);
    let (acts, whose) = app
        .store
        .read(move |conn| {
            let most = PART + 1;
            Ok(match (of_staff, of_subject) {
                (Some(id), _) => {
                    let whose = find_staff(conn, id)?.map(|staff| staff.name);
                    (list_acts_of(conn, id, before, most)?, whose)
                }
                (None, Some(subject)) => {
                    let acts = list_acts_on(conn, &subject, subject_id, before, most)?;
                    // Somebody has one name, and acts on them have labels of many kinds.
                    let whose = match subject.as_str() {
                        "staff" => find_staff(conn, StaffId(subject_id))?,
                        _ => None,
                    };
                    (acts, whose.map(|staff| staff.name))
                }
                (None, None) => (list_acts(conn, before, most)?, None),
            })
        })
        .await?;
    let more = acts.len() as i64 > PART;
    let shown = &acts[..acts.len().min(PART as usize)];
    let of = match (&query.staff, &query.subject) {
        (Some(_), _) => format!("by {}", whose.unwrap_or_else(|| "somebody unknown".into())),
        (None, Some(subject)) => {
            let label = shown.first().map_or("", |act| act.label.as_str());
            match whose {
                Some(name) => format!("what was done to {name}"),
                None => format!("{subject} {label}").trim().to_owned(),
            }
        }
        (None, None) => String::new(),
    };
    let today = paper.calendar.day_of(app.now());
    let view = LogPage {
        chrome: desk_chrome(&app, &paper, &member, "Log", "/desk/log"),
        of,
        acts: shown
            .iter()
            .map(|act| LogRow {
                time: paper.calendar.short(act.happened_at, today),
                datetime: paper.calendar.machine(act.happened_at),
                ..row(act)
            })
            .collect(),
        newest: if query.before.is_some() {
            Link::new("The newest", query.address(None))
        } else {
            Link::default()
        },
        older: match shown.last() {
            Some(last) if more => Link::new("Older", query.address(Some(last.id))),
            _ => Link::default(),
        },
    };
    super::show(&view, StatusCode::OK)
}

fn row(act: &NotedAct) -> LogRow {
    let who = match act.actor.staff {
        Some(id) => Link::new(act.actor.name.clone(), format!("/desk/log?staff={id}")),
        None => Link::new(act.actor.name.clone(), ""),
    };
    let on = LogQuery {
        subject: Some(act.subject.clone()),
        id: Some(act.subject_id),
        ..LogQuery::default()
    };
    // A feed that nobody has named yet is still something to press.
    let label = if act.label.trim().is_empty() && !act.subject.is_empty() {
        format!("{} {}", act.subject, act.subject_id)
    } else {
        act.label.clone()
    };
    LogRow {
        class: act
            .actor
            .staff
            .map_or(String::new(), |id| format!("staff-{id}")),
        who,
        act: act.act.clone(),
        subject: Link::new(label, on.address(None)),
        before: value(&act.before),
        after: value(&act.after),
        ..LogRow::default()
    }
}

/// A value as people read it: JSON on lines of its own.
fn value(text: &str) -> LogValue {
    let json = text.starts_with(['{', '[']);
    let parsed = json.then(|| serde_json::from_str::<serde_json::Value>(text).ok());
    let pretty = parsed
        .flatten()
        .and_then(|value| serde_json::to_string_pretty(&value).ok());
    let text = pretty.unwrap_or_else(|| text.to_owned());
    LogValue {
        long: text.chars().count() > SHORT || text.contains('\n'),
        text,
    }
}
