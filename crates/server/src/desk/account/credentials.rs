//! The password, and where one is signed in.

use super::browsers::browser_in_words;
use super::{Again, page};
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::{Member, is_named_by, note_own, password};
use axum::extract::{Form, State};
use axum::response::Response;
use clipsheet_store::{StaffSession, end_all_sessions, end_session, list_sessions, set_password};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(super) struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// `POST /desk/account/password`.
pub(super) async fn change_password(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<PasswordForm>,
) -> Result<Response, WebError> {
    if let Some(words) = password::fault(&form.password, member.name()) {
        let again = Again {
            faults: vec![("password", words)],
            ..Again::default()
        };
        return page(&app, &member, again).await;
    }
    let hash = password::hash(form.password).await?;
    let now = app.now();
    app.store
        .write(move |tx| {
            set_password(tx, member.id(), &hash)?;
            end_all_sessions(tx, member.id(), Some(&member.session.hash))?;
            note_own(
                tx,
                &member.actor(),
                "changed the password of",
                ["", ""],
                now,
            )
        })
        .await?;
    Ok(redirect("/desk/account?password=1"))
}

#[derive(Debug, Deserialize)]
pub(super) struct EndForm {
    #[serde(default)]
    end: String,
}

/// `POST /desk/account/sessions`: ends one of one's own sessions, or all others.
pub(super) async fn end_sessions(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<EndForm>,
) -> Result<Response, WebError> {
    let now = app.now();
    app.store
        .write(move |tx| {
            let id = member.id();
            let which = if form.end == "others" {
                end_all_sessions(tx, id, Some(&member.session.hash))?;
                "all others".to_owned()
            } else {
                let all = list_sessions(tx, id, now)?;
                let is_it = |session: &&StaffSession| is_named_by(&session.hash, &form.end);
                let Some(session) = all.iter().find(is_it) else {
                    return Ok(());
                };
                end_session(tx, &session.hash, id)?;
                browser_in_words(&session.agent)
            };
            note_own(tx, &member.actor(), "ended sessions of", [&which, ""], now)
        })
        .await?;
    Ok(redirect("/desk/account?ended=1"))
}
