//! The second step: one-time codes, passkeys, and recovery codes for when both are lost.

mod codes;
mod passkeys;

use super::account::recovery_left;
use super::capital;
use super::desk_chrome;
use super::faults::{Fault, errors, said_of, status_of};
use super::guard::a_role;
use super::proof::passkey_call;
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::secrets::random_bytes;
use crate::staff::pending::SECRET_BYTES;
use crate::staff::ticket::{self, Kind};
use crate::staff::{Member, note_own, totp};
use crate::views::{PasskeyRow, SecondStepPage};
use axum::extract::{Form, RawQuery, State};
use axum::response::Response;
use clipsheet_store::{
    Passkey, Role, count_recovery_codes, drop_passkey, find_staff, list_passkeys, set_totp,
};
use codes::{draw, recovery_codes, set_codes};
use passkeys::{add_passkey, rename_passkey};
use serde::Deserialize;
use std::sync::Arc;

/// A page shown again.
#[derive(Default)]
struct Again {
    /// A secret that is being set up.
    secret: Option<String>,
    anew: bool,
    faults: Vec<Fault>,
    notice: &'static str,
}

/// `GET /desk/account/second-step`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let query = query.unwrap_or_default();
    let notice = match query.as_str() {
        "saved=1" => "Saved.",
        "recovered=1" => {
            "You came in by a recovery code, which is used up. If you lost your phone, set up another one here."
        }
        _ => "",
    };
    let again = Again {
        anew: query == "anew=1",
        notice,
        ..Again::default()
    };
    page(&app, &member, again).await
}

async fn page(app: &App, member: &Member, again: Again) -> Result<Response, WebError> {
    let (paper, now, staff) = (app.paper().await?, app.now(), &member.staff);
    let id = member.id();
    let (passkeys, left) = app
        .store
        .read(move |conn| Ok((list_passkeys(conn, id)?, count_recovery_codes(conn, id)?)))
        .await?;
    let secret = match again.secret {
        Some(secret) => secret,
        None => {
            let bytes = random_bytes().map_err(|error| WebError::Internal(error.to_string()))?;
            let mut fresh = [0; SECRET_BYTES];
            fresh.copy_from_slice(&bytes[..SECRET_BYTES]);
            app.pending.secret(&member.session.hash, fresh, now)
        }
    };
    let key_uri = totp::key_uri(&paper.settings.name, &staff.name, &secret);
    let (qr_path, qr_width) = draw(&key_uri)?;
    let title = "The second step";
    let mut chrome = desk_chrome(app, &paper, member, title, "/desk/account");
    chrome.notice = again.notice.to_owned();
    let mut passkey = passkey_call(app, Some(id)).await?;
    if passkey.host.is_empty() {
        passkey = passkey_call(app, None).await?;
    }
    let today = paper.calendar.day_of(now);
    let row = |key: Passkey| {
        let since = paper.calendar.short(key.created_at, today);
        let used = key.used_at.map_or("never used".into(), |at| {
            format!("last used {}", paper.calendar.short(at, today))
        });
        PasskeyRow {
            id: key.credential_id,
            label: key.label,
            when: format!("added {since}, {used}"),
        }
    };
    let has_codes = !staff.totp_secret.is_empty();
    let wanted = if member.wants_second_step() {
        a_role(staff.role)
    } else {
        ""
    };
    let groups: Vec<&str> = (0..secret.len().div_ceil(4))
        .map(|n| &secret[4 * n..secret.len().min(4 * n + 4)])
        .collect();
    let view = SecondStepPage {
        chrome,
        wanted: wanted.into(),
        has_codes,
        setting_up: !has_codes || again.anew,
        ticket: ticket::give(&app.secrets, Kind::NewTotp, &format!("{id}-{secret}"), now),
        secret: groups.join(" "),
        key_uri,
        qr_path,
        qr_width,
        code_error: said_of(&again.faults, "t-code"),
        passkeys: passkeys.into_iter().map(row).collect(),
        passkey,
        me_id: id.to_string(),
        recovery: if staff.has_second_step() {
            capital(&recovery_left(left))
        } else {
            String::new()
        },
        errors: errors("", &again.faults),
    };
    super::show(&view, status_of(&again.faults))
}

/// What is sent, by `act`.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    #[serde(default)]
    act: String,
    #[serde(default)]
    ticket: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    id: String,
}

/// `POST /desk/account/second-step`.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<Change>,
) -> Result<Response, WebError> {
    match form.act.as_str() {
        "set-codes" => set_codes(&app, &member, &form).await,
        "drop-codes" => drop_step(&app, &member, None).await,
        "add-passkey" => add_passkey(&app, &member, &form).await,
        "drop-passkey" => drop_step(&app, &member, Some(form.id)).await,
        "name-passkey" => rename_passkey(&app, &member, &form).await,
        "new-recovery" if member.staff.has_second_step() => recovery_codes(&app, &member).await,
        _ => Ok(redirect("/desk/account/second-step")),
    }
}

async fn again_with(
    app: &App,
    member: &Member,
    field: &'static str,
    message: &str,
) -> Result<Response, WebError> {
    let again = Again {
        faults: vec![(field, message.into())],
        ..Again::default()
    };
    page(app, member, again).await
}

/// Takes a second step away, unless it is the last that a role hangs on: as it stands in the transaction that does it, so that
/// of two that are taken away at once, one stays.
async fn drop_step(
    app: &App,
    member: &Member,
    passkey: Option<String>,
) -> Result<Response, WebError> {
    let (id, actor, now) = (member.id(), member.actor(), app.now());
    let dropped = app.store.write(move |tx| {
        let Some(staff) = find_staff(tx, id)? else {
            return Ok(Ok(()));
        };
        let others = match passkey {
            None => staff.passkey_count > 0,
            Some(_) => staff.passkey_count > 1 || !staff.totp_secret.is_empty(),
        };
        if !others && staff.role > Role::Contributor {
            return Ok(Err(staff.role));
        }
        match passkey {
            None => {
                set_totp(tx, id, "", 0)?;
                note_own(tx, &actor, "took away the one-time codes of", ["", ""], now)?;
            }
            Some(key) => {
                if drop_passkey(tx, &key, id)? {
                    note_own(tx, &actor, "took away a passkey of", ["", ""], now)?;
                }
            }
        }
        Ok(Ok(()))
    });
    match dropped.await? {
        Ok(()) => Ok(redirect("/desk/account/second-step?saved=1")),
        Err(role) => {
            let words = format!(
                "That is your only second step, and {} needs one. Set up another one first.",
                a_role(role)
            );
            again_with(app, member, "", &words).await
        }
    }
}
