//! The desk's own front page: its parts, with a line about each, and what its reader sent in.

use super::chrome::parts_of;
use super::desk_chrome;
use super::guard::a_role;
use crate::app::App;
use crate::error::WebError;
use crate::staff::Member;
use crate::submit::submission_row;
use crate::views::{DeskFront, Link, PartCard};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{Role, SubmissionId, list_submissions_of_staff};
use serde::Deserialize;
use std::sync::Arc;

/// A line about each part, by its address.
const ABOUT: &[(&str, &str)] = &[
    (
        "/desk/inbox",
        "What came in from feeds and readers and waits: clip it, print it, drop it.",
    ),
    (
        "/desk/drafts",
        "Clippings and articles in the making: write, preview, print, schedule.",
    ),
    (
        "/desk/edition",
        "The edition in the making: its pages, their order, its lead.",
    ),
    (
        "/desk/glossary",
        "The house's words and notes: kept, tried on a text, rehearsed, undone.",
    ),
    (
        "/desk/remarks",
        "Remarks whose words are gone, to be placed again.",
    ),
    (
        "/desk/checks",
        "Sources that no longer say what was clipped from them.",
    ),
    (
        "/desk/feeds",
        "The feeds that are read, and how each of them does.",
    ),
    (
        "/desk/people",
        "Who makes the paper: invite, promote, dismiss.",
    ),
    (
        "/desk/log",
        "Who did what and when, with what was before and after.",
    ),
    (
        "/desk/settings",
        "Name, motto, time zone, pages, areas, rules for comments.",
    ),
    (
        "/submit/link",
        "A story that you found elsewhere, for the desk to clip.",
    ),
    (
        "/submit/article",
        "Your own text: the desk looks it over and prints it.",
    ),
    (
        "/desk/account",
        "Your name and colour, password, second step and sessions.",
    ),
];

/// Submissions in one part of the list.
const SENT: i64 = 20;

/// From where the list of what somebody sent in goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FrontQuery {
    before: Option<i64>,
}

/// `GET /desk`.
pub(super) async fn show_front(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<FrontQuery>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (me, before) = (member.id(), SubmissionId(query.before.unwrap_or(i64::MAX)));
    let sent = app
        .store
        .read(move |conn| list_submissions_of_staff(conn, me, before, SENT));
    let sent = sent.await?;
    let is_full = i64::try_from(sent.len()) == Ok(SENT);
    let older = sent.last().filter(|_| is_full);
    let today = paper.calendar.day_of(app.now());
    let time = paper.calendar.time(app.now());
    let hour: u32 = time
        .get(..2)
        .and_then(|hour| hour.parse().ok())
        .unwrap_or(0);
    let part_of_day = match hour {
        5..=11 => "morning",
        12..=17 => "afternoon",
        _ => "evening",
    };
    let card = |(label, url): (&str, &str)| PartCard {
        link: Link::new(label, url),
        about: ABOUT
            .iter()
            .find(|(of, _)| *of == url)
            .map_or("", |(_, about)| about)
            .into(),
    };
    let view = DeskFront {
        chrome: desk_chrome(&app, &paper, &member, "The desk", "/desk"),
        greeting: format!("Good {part_of_day}, {}.", member.name()),
        wanted: if member.wants_second_step() {
            a_role(member.staff.role).into()
        } else {
            String::new()
        },
        parts: parts_of(&member)
            .chain([("Your account", "/desk/account")])
            .map(card)
            .collect(),
        sent: sent
            .iter()
            .map(|sent| submission_row(&app, &paper, sent, today))
            .collect(),
        older: older
            .map(|last| Link::new("Older", format!("/desk?before={}#sent", last.id)))
            .unwrap_or_default(),
        // Who prints by themselves need no list that says that there is nothing in it.
        has_sent_list: !member.may(Role::Editor) || !sent.is_empty(),
    };
    super::show(&view, StatusCode::OK)
}
