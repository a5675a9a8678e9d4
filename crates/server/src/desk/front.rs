//! The desk's own front page: its parts, with a line about each.

use super::chrome::parts_of;
use super::desk_chrome;
use super::guard::a_role;
use crate::app::App;
use crate::error::WebError;
use crate::staff::Member;
use crate::views::{DeskFront, Link, PartCard};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
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
        "/desk/account",
        "Your name and colour, password, second step and sessions.",
    ),
];

/// `GET /desk`.
pub(super) async fn show_front(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
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
    };
    super::show(&view, StatusCode::OK)
}
