//! People: who makes the paper, with what role; and the links by which others come in.

mod standing;

use super::account::second_steps;
use super::faults::{Fault, errors, status_of};
use super::guard::a_role;
use super::{Desk, desk_chrome, log};
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::{Member, form_key, invite, is_named_by};
use crate::views::{InvitationRow, PeoplePage, PersonRow, RoleChoice};
use axum::extract::{Form, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use clipsheet_store::{
    Act, Invitation, Role, Staff, StaffId, drop_invitation, find_staff, list_invitations,
    list_staff, note_act,
};
use serde::Deserialize;
use standing::set_standing;
use std::sync::Arc;

/// Characters of a note for whom an invitation is.
const MOST_NOTE: usize = 200;

/// The routes of People and of the log.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route_proved(Role::Owner, "/desk/people", get(show).post(change))
        .route(Role::Moderator, "/desk/log", get(log::show))
}

/// What was just made, or is wrong.
#[derive(Default)]
struct Again {
    link: String,
    link_for: String,
    role: Option<Role>,
    note: String,
    faults: Vec<Fault>,
    notice: &'static str,
}

fn choices(chosen: Role) -> Vec<RoleChoice> {
    let choice = |role: Role| RoleChoice {
        value: role.as_str().into(),
        label: match role {
            Role::Contributor => "contributor: submits",
            Role::Moderator => "moderator: keeps the talk",
            Role::Editor => "editor: prints",
            Role::Owner => "owner: does everything",
        }
        .into(),
        chosen: role == chosen,
    };
    Role::ALL.map(choice).into()
}

async fn page(app: &App, member: &Member, again: Again) -> Result<Response, WebError> {
    let (paper, now) = (app.paper().await?, app.now());
    let (staff, invitations) = app
        .store
        .read(move |conn| Ok((list_staff(conn)?, list_invitations(conn, now)?)))
        .await?;
    let today = paper.calendar.day_of(now);
    let short = |at| paper.calendar.short(at, today);
    let mut chrome = desk_chrome(app, &paper, member, "People", "/desk/people");
    chrome.notice = again.notice.to_owned();
    let name_of = |id: StaffId| {
        let found = staff.iter().find(|one| one.id == id);
        found.map_or("somebody", |one| one.name.as_str())
    };
    let waiting = |invitation: &Invitation| InvitationRow {
        key: form_key(&invitation.hash).to_owned(),
        what: match invitation.staff {
            Some(id) => format!("to open anew the account of {}", name_of(id)),
            None if invitation.note.is_empty() => a_role(invitation.role).to_owned(),
            None => format!("{}: {}", a_role(invitation.role), invitation.note),
        },
        by: format!(
            "by {}, {}",
            invitation.invited_by.map_or("the command line", name_of),
            short(invitation.created_at)
        ),
        until: short(invitation.expires_at),
    };
    let invitations = invitations.iter().map(waiting).collect();
    let person = |one: &Staff| PersonRow {
        id: one.id.to_string(),
        name: one.name.clone(),
        class: format!("staff-{}", one.id),
        role: if one.is_trusted && one.role == Role::Contributor {
            "a trusted contributor".into()
        } else {
            a_role(one.role).into()
        },
        seen: one.seen_at.map_or("never".into(), short),
        second_steps: second_steps(one),
        dismissed: !one.is_active,
        trusted: one.is_trusted,
        contributor: one.role == Role::Contributor,
        roles: choices(one.role),
    };
    let status = status_of(&again.faults);
    let view = PeoplePage {
        chrome,
        link: again.link,
        link_for: again.link_for,
        people: staff.iter().map(person).collect(),
        invitations,
        roles: choices(again.role.unwrap_or(Role::Editor)),
        note: again.note,
        errors: errors("", &again.faults),
    };
    super::show(&view, status)
}

/// `GET /desk/people`.
async fn show(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let notice = match query.as_deref() {
        Some("saved=1") => "Done.",
        _ => "",
    };
    let again = Again {
        notice,
        ..Again::default()
    };
    page(&app, &member, again).await
}

/// What is sent, by `act`.
#[derive(Debug, Default, Deserialize)]
struct Change {
    #[serde(default)]
    act: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    key: String,
}

/// `POST /desk/people`.
async fn change(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<Change>,
) -> Result<Response, WebError> {
    let role = Role::read(&form.role);
    match form.act.as_str() {
        "invite" => invite_somebody(&app, &member, role, &form.note).await,
        "take-back" => take_back(&app, &member, form.key).await,
        "reset" => reset(&app, &member, &form.id).await,
        "role" | "trust" | "untrust" | "dismiss" | "readmit" => {
            let id = form.id.parse().map_or(StaffId(0), StaffId);
            let (whose, now) = (member.clone(), app.now());
            let done = app
                .store
                .write(move |tx| set_standing(tx, &whose, id, &form.act, role, now));
            match done.await? {
                Ok(()) => Ok(redirect("/desk/people?saved=1")),
                Err(fault) => again_with(&app, &member, fault).await,
            }
        }
        _ => Ok(redirect("/desk/people")),
    }
}

async fn again_with(app: &App, member: &Member, fault: String) -> Result<Response, WebError> {
    let again = Again {
        faults: vec![("", fault)],
        ..Again::default()
    };
    page(app, member, again).await
}

async fn invite_somebody(
    app: &App,
    member: &Member,
    role: Option<Role>,
    note: &str,
) -> Result<Response, WebError> {
    let note: String = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut again = Again {
        role,
        note: note.clone(),
        ..Again::default()
    };
    let chars = note.chars().count();
    if chars > MOST_NOTE {
        let words = format!("The note is {chars} characters long. {MOST_NOTE} are the most.");
        again.faults.push(("i-note", words));
        return page(app, member, again).await;
    }
    let Some(role) = role else {
        again
            .faults
            .push(("i-role", "Please choose a role.".into()));
        return page(app, member, again).await;
    };
    let path = invite(&app.store, member.actor(), role, &note, None, app.now()).await?;
    let again = Again {
        link: format!("{}{path}", app.public_url),
        link_for: if note.is_empty() {
            a_role(role).into()
        } else {
            format!("{}, {note}", a_role(role))
        },
        ..Again::default()
    };
    page(app, member, again).await
}

async fn take_back(app: &App, member: &Member, key: String) -> Result<Response, WebError> {
    let (whose, now) = (member.clone(), app.now());
    app.store
        .write(move |tx| {
            let all = list_invitations(tx, now)?;
            let is_it = |one: &&Invitation| is_named_by(&one.hash, &key);
            if let Some(one) = all.iter().find(is_it)
                && drop_invitation(tx, &one.hash)?
            {
                let act = Act {
                    act: "took back a link for",
                    subject: "staff",
                    subject_id: one.staff.map_or(0, |id| id.0),
                    label: if one.note.is_empty() {
                        a_role(one.role)
                    } else {
                        &one.note
                    },
                    ..Act::default()
                };
                note_act(tx, &whose.actor(), &act, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/desk/people?saved=1"))
}

async fn reset(app: &App, member: &Member, id: &str) -> Result<Response, WebError> {
    let id = id.parse().map_or(StaffId(0), StaffId);
    let found = app.store.read(move |conn| find_staff(conn, id)).await?;
    let Some(staff) = found.filter(|staff| staff.is_active) else {
        let fault = "Only the account of somebody who is at the paper can be opened anew: readmit them first.";
        return again_with(app, member, fault.into()).await;
    };
    let actor = member.actor();
    let path = invite(&app.store, actor, staff.role, "", Some(&staff), app.now()).await?;
    let again = Again {
        link: format!("{}{path}", app.public_url),
        link_for: staff.name,
        ..Again::default()
    };
    page(app, member, again).await
}
