//! The second step: one-time codes, passkeys, and recovery codes for when both are lost.

use super::account::recovery_left;
use super::desk_chrome;
use super::guard::a_role;
use super::proof::passkey_call;
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::secrets::random_bytes;
use crate::staff::passkey::{Checks, Site};
use crate::staff::prove::clock_is_off;
use crate::staff::ticket::{self, Kind};
use crate::staff::totp::{self, Checked};
use crate::staff::{Member, codes};
use crate::views::{FieldError, PasskeyRow, RecoveryCodesPage, SecondStepPage};
use axum::extract::{Form, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Act, Passkey, Role, StoreError, StoreResult, Tx, count_recovery_codes, create_passkey,
    drop_passkey, list_passkeys, name_passkey, note_act, replace_recovery_codes, set_totp,
};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

/// Bytes of a secret: RFC 4226, section 4, R6 recommends 160 bits.
const SECRET_BYTES: usize = 20;
/// Modules that stay white around a QR code.
const QUIET: usize = 4;
/// Characters of what a passkey is called.
const MOST_LABEL: usize = 60;

/// A page shown again.
#[derive(Default)]
struct Again {
    /// A secret that is being set up.
    secret: Option<String>,
    anew: bool,
    code_error: String,
    faults: Vec<FieldError>,
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
            totp::base32(&bytes[..SECRET_BYTES])
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
    let mut faults = again.faults;
    if !again.code_error.is_empty() {
        faults.push(FieldError {
            field: "t-code".into(),
            message: again.code_error.clone(),
        });
    }
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
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
        code_error: again.code_error,
        passkeys: passkeys.into_iter().map(row).collect(),
        passkey,
        me_id: id.to_string(),
        recovery: if staff.has_second_step() {
            capital(&recovery_left(left))
        } else {
            String::new()
        },
        errors: faults,
    };
    super::show(&view, status)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// A QR code as the path of an SVG, and its width with the quiet zone.
fn draw(text: &str) -> Result<(String, u64), WebError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| WebError::Internal(format!("no QR code can be made: {error}")))?;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            // Writing to a string cannot fail.
            let _ = write!(
                path,
                "M{} {}h1v1h-1z",
                at % width + QUIET,
                at / width + QUIET
            );
        }
    }
    Ok((path, (width + 2 * QUIET) as u64))
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

fn note(
    tx: &mut Tx<'_>,
    member: &Member,
    act: &str,
    thing: &str,
    now: clipsheet_store::Millis,
) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "staff",
        subject_id: member.id().0,
        label: member.name(),
        after: thing,
        ..Act::default()
    };
    note_act(tx, &member.actor(), &act, now)
}

async fn set_codes(app: &App, member: &Member, form: &Change) -> Result<Response, WebError> {
    let now = app.now();
    let carried = ticket::take(&app.secrets, Kind::NewTotp, &form.ticket, now);
    let secret = carried
        .and_then(|carried| carried.split_once('-'))
        .filter(|(id, _)| *id == member.id().to_string())
        .map(|(_, secret)| secret.to_owned());
    let Some(secret) = secret else {
        let again = Again {
            anew: true,
            code_error: "That page was open for more than an hour. Here is a new secret: let your phone look at it again.".into(),
            ..Again::default()
        };
        return page(app, member, again).await;
    };
    let step = match totp::check(&secret, &form.code, now.0.div_euclid(1000)) {
        Checked::Good(step) => step,
        wrong => {
            let code_error = match wrong {
                Checked::ClockIsOff(minutes) => clock_is_off(app, minutes).await?,
                _ => "That is not the code for this secret. Type the six digits that your phone shows now.".into(),
            };
            let again = Again {
                secret: Some(secret),
                anew: true,
                code_error,
                ..Again::default()
            };
            return page(app, member, again).await;
        }
    };
    let whose = member.clone();
    app.store
        .write(move |tx| {
            set_totp(tx, whose.id(), &secret, step)?;
            note(tx, &whose, "set up one-time codes for", "", now)
        })
        .await?;
    after_adding(app, member).await
}

/// Whoever has no recovery codes yet is given some.
async fn after_adding(app: &App, member: &Member) -> Result<Response, WebError> {
    let id = member.id();
    let left = app.store.read(move |conn| count_recovery_codes(conn, id));
    if left.await? > 0 {
        return Ok(redirect("/desk/account/second-step?saved=1"));
    }
    recovery_codes(app, member).await
}

async fn recovery_codes(app: &App, member: &Member) -> Result<Response, WebError> {
    let made = codes::make().map_err(|error| WebError::Internal(error.to_string()))?;
    let hashes: Vec<String> = made.iter().filter_map(|code| codes::hash(code)).collect();
    let (whose, now) = (member.clone(), app.now());
    let replaced = app
        .store
        .write(move |tx| {
            let had = count_recovery_codes(tx, whose.id())?;
            replace_recovery_codes(tx, whose.id(), &hashes)?;
            note(tx, &whose, "made recovery codes for", "", now)?;
            Ok(had > 0)
        })
        .await?;
    let paper = app.paper().await?;
    // The codes may have been the second step that opens the rest of the desk.
    let mut member = member.clone();
    let id = member.id();
    if let Some(staff) = app
        .store
        .read(move |conn| clipsheet_store::find_staff(conn, id))
        .await?
    {
        member.staff = staff;
    }
    let view = RecoveryCodesPage {
        chrome: desk_chrome(app, &paper, &member, "Recovery codes", "/desk/account"),
        codes: made,
        replaced,
    };
    super::show(&view, StatusCode::OK)
}

async fn again_with(
    app: &App,
    member: &Member,
    field: &str,
    message: &str,
) -> Result<Response, WebError> {
    let again = Again {
        faults: vec![FieldError {
            field: field.into(),
            message: message.into(),
        }],
        ..Again::default()
    };
    page(app, member, again).await
}

/// Takes a second step away, unless it is the last that a role hangs on.
async fn drop_step(
    app: &App,
    member: &Member,
    passkey: Option<String>,
) -> Result<Response, WebError> {
    let staff = &member.staff;
    let others = match passkey {
        None => staff.passkey_count > 0,
        Some(_) => staff.passkey_count > 1 || !staff.totp_secret.is_empty(),
    };
    if !others && staff.role > Role::Contributor {
        let words = format!(
            "That is your only second step, and {} needs one. Set up another one first.",
            a_role(staff.role)
        );
        return again_with(app, member, "", &words).await;
    }
    let (whose, now) = (member.clone(), app.now());
    app.store
        .write(move |tx| {
            match passkey {
                None => {
                    set_totp(tx, whose.id(), "", 0)?;
                    note(tx, &whose, "took away the one-time codes of", "", now)?;
                }
                Some(id) => {
                    if drop_passkey(tx, &id, whose.id())? {
                        note(tx, &whose, "took away a passkey of", "", now)?;
                    }
                }
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/desk/account/second-step?saved=1"))
}

/// What a passkey is called, as typed or as good as it gets.
fn label_of(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let label: String = words
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(MOST_LABEL)
        .collect();
    if label.is_empty() {
        "Passkey".into()
    } else {
        label
    }
}

async fn add_passkey(app: &App, member: &Member, form: &Change) -> Result<Response, WebError> {
    if form.answer.is_empty() {
        let words = "Adding a passkey needs a browser with scripts, and one that knows passkeys. Codes from your phone need neither.";
        return again_with(app, member, "k-label", words).await;
    }
    let Some(site) = Site::of(&app.public_url) else {
        let words = "Browsers allow passkeys only on a site with TLS and a name.";
        return again_with(app, member, "", words).await;
    };
    let now = app.now();
    let checks = Checks {
        site: &site,
        secrets: &app.secrets,
        spent: &app.spent,
        now,
    };
    let passkey = match checks.new_passkey(&form.answer, member.id(), &label_of(&form.label)) {
        Ok(passkey) => passkey,
        Err(words) => return again_with(app, member, "k-label", words).await,
    };
    let whose = member.clone();
    let added = app.store.write(move |tx| {
        create_passkey(tx, &passkey)?;
        note(tx, &whose, "added a passkey for", &passkey.label, now)
    });
    match added.await {
        Ok(()) => after_adding(app, member).await,
        Err(StoreError::Conflict(_)) => {
            again_with(app, member, "k-label", "That passkey is set up already.").await
        }
        Err(error) => Err(error.into()),
    }
}

async fn rename_passkey(app: &App, member: &Member, form: &Change) -> Result<Response, WebError> {
    let (id, label, whose, now) = (
        form.id.clone(),
        label_of(&form.label),
        member.clone(),
        app.now(),
    );
    app.store
        .write(move |tx| {
            if name_passkey(tx, &id, whose.id(), &label)? {
                note(tx, &whose, "renamed a passkey of", &label, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect("/desk/account/second-step?saved=1"))
}
