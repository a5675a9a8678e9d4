//! What stands beside the edition: drafts that are scheduled, written or held back, each with its place; and those that
//! still lack an area.

use crate::app::{App, Paper};
use crate::calendar::date_short;
use crate::desk::drafts::area_offers;
use crate::desk::inbox_place;
use crate::drafts::{read_body, write_body};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{DeskEditionDraft, DeskEditionLost, Link};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use clipsheet_store::{
    Act, DraftId, DraftRow, DraftState, Role, SavedDraft, find_draft, list_draft_bodies_in,
    list_drafts_in, note_act, save_draft,
};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Drafts of each state beside the edition.
const MOST_DRAFTS: usize = 50;

/// What stands beside the edition.
#[derive(Debug, Default)]
pub(super) struct Making {
    /// By what is to become of them.
    pub(super) groups: Vec<(String, Vec<DeskEditionDraft>)>,
    /// Those without an area.
    pub(super) lacking: Vec<DeskEditionLost>,
    /// Where the others are; empty when all are here.
    pub(super) more_url: String,
}

/// As much of a draft's body as it takes to say where it goes. The text is passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Spot {
    headline: String,
    page: i64,
    area: String,
}

/// Drafts of one state, with where they go.
type InState = (DraftState, Vec<DraftRow>, HashMap<DraftId, Spot>);

/// The drafts, each with where it goes.
pub(super) async fn read(app: &App, paper: &Paper, member: &Member) -> Result<Making, WebError> {
    let most = i64::try_from(MOST_DRAFTS).unwrap_or(i64::MAX) + 1;
    let states: Vec<InState> = app
        .store
        .read(move |conn| {
            let newest = DraftId(i64::MAX);
            let mut states = Vec::new();
            for state in [DraftState::Scheduled, DraftState::Open, DraftState::Held] {
                let rows = list_drafts_in(conn, state, newest, most)?;
                let bodies = list_draft_bodies_in(conn, state, newest, most)?.into_iter();
                let spot = |(id, body): (DraftId, String)| {
                    (id, serde_json::from_str(&body).unwrap_or_default())
                };
                states.push((state, rows, bodies.map(spot).collect()));
            }
            Ok(states)
        })
        .await?;
    let may_edit = member.may(Role::Editor);
    let mut making = Making::default();
    for (state, rows, spots) in states {
        if rows.len() > MOST_DRAFTS && may_edit {
            making.more_url = "/desk/drafts".into();
        }
        let mut group = Vec::new();
        for row in rows.iter().take(MOST_DRAFTS) {
            let unknown = Spot::default();
            let spot = spots.get(&row.id).unwrap_or(&unknown);
            let draft = line(paper, row, spot);
            if !has_area(paper, &spot.area) {
                making.lacking.push(DeskEditionLost {
                    draft: draft.clone(),
                    action: match may_edit {
                        true => format!("/desk/edition/drafts/{}", row.id),
                        false => String::new(),
                    },
                    areas: area_offers(paper, &spot.area),
                });
            }
            group.push(draft);
        }
        let heading = match state {
            DraftState::Scheduled => "Scheduled",
            DraftState::Held => "Held back",
            _ => "Being written",
        };
        if !group.is_empty() {
            making.groups.push((heading.into(), group));
        }
    }
    Ok(making)
}

fn has_area(paper: &Paper, slug: &str) -> bool {
    paper.areas.iter().any(|area| area.slug == slug)
}

fn line(paper: &Paper, row: &DraftRow, spot: &Spot) -> DeskEditionDraft {
    let headline = match (row.headline.as_str(), spot.headline.as_str()) {
        ("", "") => "Without a headline",
        ("", headline) | (headline, _) => headline,
    };
    let change = row.article.map_or_else(String::new, |article| {
        format!(" (a change of article {article})")
    });
    let label = match row.scheduled_at {
        Some(at) if row.state == DraftState::Scheduled => {
            let day = date_short(paper.calendar.day_of(at));
            format!("{day}, {}: {headline}{change}", paper.calendar.time(at))
        }
        _ => format!("{headline}{change}"),
    };
    let place = inbox_place(paper, spot.page, &spot.area);
    DeskEditionDraft {
        id: row.id.0,
        link: Link::new(label, format!("/desk/drafts/{}", row.id)),
        place: match has_area(paper, &spot.area) {
            true => place,
            false => format!("{place}, no area yet"),
        },
    }
}

/// The area that was chosen.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AreaForm {
    area: String,
}

/// `POST /desk/edition/drafts/{id}`: gives a draft an area. What others write in it meanwhile stays as they write it.
pub async fn set_area(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(form): Form<AreaForm>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    if !form.area.is_empty() && !has_area(&paper, &form.area) {
        return Err(WebError::BadRequest(
            "The paper has no such area (any more). Go back, load the edition anew and choose another."
                .into(),
        ));
    }
    let (id, now, actor, staff) = (DraftId(id), app.now(), member.actor(), member.id());
    let done = app
        .store
        .write(move |tx| {
            let Some(draft) = find_draft(tx, id)?.filter(|draft| draft.state.is_live()) else {
                return Ok(false);
            };
            let mut clipping = read_body(&draft.body)?;
            if clipping.area == form.area {
                return Ok(true);
            }
            let before = std::mem::replace(&mut clipping.area, form.area);
            let saved = SavedDraft {
                headline: clipping.headline.clone(),
                body: write_body(&clipping)?,
                sent: String::new(),
                by: Some(staff),
                is_auto: false,
                editor_key: String::new(),
            };
            save_draft(tx, id, draft.version, &saved, now)?;
            let act = Act {
                act: "gave an area",
                subject: "draft",
                subject_id: id.0,
                label: &clipping.headline,
                before: &before,
                after: &clipping.area,
            };
            note_act(tx, &actor, &act, now)?;
            Ok(true)
        })
        .await?;
    if !done {
        return Err(WebError::NotFound(
            "That draft is not in the making any more: somebody printed it or threw it away."
                .into(),
        ));
    }
    Ok(redirect("/desk/edition#edition-making"))
}
