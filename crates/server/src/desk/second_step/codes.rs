//! One-time codes and recovery codes.

use super::{Again, Change, page};
use crate::app::App;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::second::clock_is_off;
use crate::staff::ticket::{self, Kind};
use crate::staff::totp::{self, Checked};
use crate::staff::{Member, codes, note_own};
use crate::views::RecoveryCodesPage;
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{count_recovery_codes, find_staff, replace_recovery_codes, set_totp};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Modules that stay white around a QR code.
const QUIET: usize = 4;

/// A QR code as the path of an SVG, and its width with the quiet zone.
pub(super) fn draw(text: &str) -> Result<(String, u64), WebError> {
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

pub(super) async fn set_codes(
    app: &App,
    member: &Member,
    form: &Change,
) -> Result<Response, WebError> {
    let now = app.now();
    let carried = ticket::take(&app.secrets, Kind::NewTotp, &form.ticket, now);
    let secret = carried
        .and_then(|carried| carried.split_once('-'))
        .filter(|(id, _)| *id == member.id().to_string())
        .map(|(_, secret)| secret.to_owned());
    let Some(secret) = secret else {
        let again = Again {
            anew: true,
            faults: vec![("t-code", "That page was open for more than an hour. Here is a new secret: let your phone look at it again.".into())],
            ..Again::default()
        };
        return page(app, member, again).await;
    };
    let step = match totp::check(&secret, &form.code, now.0.div_euclid(1000)) {
        Checked::Good(step) => step,
        wrong => {
            let words = match wrong {
                Checked::ClockIsOff(minutes) => clock_is_off(app, minutes).await?,
                _ => "That is not the code for this secret. Type the six digits that your phone shows now.".into(),
            };
            let again = Again {
                secret: Some(secret),
                anew: true,
                faults: vec![("t-code", words)],
                ..Again::default()
            };
            return page(app, member, again).await;
        }
    };
    let whose = member.clone();
    app.store
        .write(move |tx| {
            set_totp(tx, whose.id(), &secret, step)?;
            note_own(
                tx,
                &whose.actor(),
                "set up one-time codes for",
                ["", ""],
                now,
            )
        })
        .await?;
    app.pending.forget(&member.session.hash, now);
    after_adding(app, member).await
}

/// Whoever has no recovery codes yet is given some.
pub(super) async fn after_adding(app: &App, member: &Member) -> Result<Response, WebError> {
    let id = member.id();
    let left = app.store.read(move |conn| count_recovery_codes(conn, id));
    if left.await? > 0 {
        return Ok(redirect("/desk/account/second-step?saved=1"));
    }
    recovery_codes(app, member).await
}

pub(super) async fn recovery_codes(app: &App, member: &Member) -> Result<Response, WebError> {
    let made = codes::make().map_err(|error| WebError::Internal(error.to_string()))?;
    let hashes: Vec<String> = made.iter().filter_map(|code| codes::hash(code)).collect();
    let (whose, now) = (member.clone(), app.now());
    let replaced = app
        .store
        .write(move |tx| {
            let had = count_recovery_codes(tx, whose.id())?;
            replace_recovery_codes(tx, whose.id(), &hashes)?;
            note_own(tx, &whose.actor(), "made recovery codes for", ["", ""], now)?;
            Ok(had > 0)
        })
        .await?;
    let paper = app.paper().await?;
    // The codes may have been the second step that opens the rest of the desk.
    let mut member = member.clone();
    let id = member.id();
    if let Some(staff) = app.store.read(move |conn| find_staff(conn, id)).await? {
        member.staff = staff;
    }
    let view = RecoveryCodesPage {
        chrome: desk_chrome(app, &paper, &member, "Recovery codes", "/desk/account"),
        codes: made,
        replaced,
    };
    show(&view, StatusCode::OK)
}
