//! The second step, checked: one-time codes, recovery codes, passkeys.

use super::guesses::Guesser;
use super::passkey::{Checks, SENT_TWICE, Site, id_of};
use super::prove::{Fault, Known, Proof, account_key, slowed};
use super::totp::{self, Checked};
use super::{actor_of, codes, device, note_own};
use crate::app::App;
use crate::error::WebError;
use crate::visit::Visit;
use clipsheet_store::{
    Passkey, Staff, find_passkey, find_staff, use_passkey, use_recovery_code, use_totp_step,
};

const WRONG_CODE: &str = "That code is not right. Codes are good for half a minute: take the one that is shown now. A recovery code will do as well.";
const USED_CODE: &str =
    "That code was used already. Wait for the next one: it comes within half a minute.";
const NO_PASSKEYS: &str = "Passkeys cannot be used at this address. Sign in with your password.";

/// Checks the second step of somebody whose password was right, or who is signed in; gives what it was. `known` is the browser
/// if they have used it before.
///
/// # Errors
/// When the store cannot be used.
pub async fn second_step(
    app: &App,
    visit: &Visit,
    staff: &Staff,
    proof: &Proof,
    known: Option<u64>,
) -> Result<Result<&'static str, Fault>, WebError> {
    if proof.passkey.is_empty() {
        return by_code(app, visit, staff, &proof.code, known).await;
    }
    let passkey = match find(app, &proof.passkey).await? {
        Some(passkey) if passkey.staff == staff.id => passkey,
        _ => {
            return Ok(Err((
                "p-code",
                "That passkey is not one of this account’s.".into(),
            )));
        }
    };
    let used = check_passkey(app, &proof.passkey, &passkey, false).await?;
    Ok(used.map(|()| "by password and passkey"))
}

async fn by_code(
    app: &App,
    visit: &Visit,
    staff: &Staff,
    code: &str,
    known: Option<u64>,
) -> Result<Result<&'static str, Fault>, WebError> {
    let (now, id) = (app.now(), staff.id);
    let account = account_key(app, "code", &id.to_string());
    let guesser = Guesser::of(known, Some(account), visit.network(app));
    if let Err(secs) = app.guesses.take(guesser, now) {
        return Ok(Err(("p-code", slowed(secs))));
    }
    let fault = |words: &str| Ok(Err(("p-code", words.to_owned())));
    if let Some(hash) = codes::hash(code) {
        let actor = actor_of(staff);
        let used = app.store.write(move |tx| {
            let used = use_recovery_code(tx, id, &hash)?;
            if used {
                note_own(tx, &actor, "used a recovery code of", ["", ""], now)?;
            }
            Ok(used)
        });
        if !used.await? {
            return fault(
                "That recovery code is not right, or was used already. Each is good once.",
            );
        }
        app.guesses.right(guesser, now);
        return Ok(Ok("by recovery code"));
    }
    match totp::check(&staff.totp_secret, code, now.0.div_euclid(1000)) {
        Checked::Good(step) => {
            let used = app.store.write(move |tx| use_totp_step(tx, id, step));
            if !used.await? {
                return fault(USED_CODE);
            }
            app.guesses.right(guesser, now);
            Ok(Ok("by password and code"))
        }
        Checked::ClockIsOff(minutes) => Ok(Err(("p-code", clock_is_off(app, minutes).await?))),
        Checked::Wrong => fault(WRONG_CODE),
    }
}

/// What is said when a code is right by another clock.
///
/// # Errors
/// When the store cannot be read.
pub async fn clock_is_off(app: &App, minutes: i64) -> Result<String, WebError> {
    let by = match minutes.abs() {
        0 | 1 => "a minute".to_owned(),
        many => format!("{many} minutes"),
    };
    let side = if minutes > 0 { "fast" } else { "slow" };
    let time = app.paper().await?.calendar.time(app.now());
    Ok(format!(
        "That code is right by a clock that is {by} {side}. On the paper’s clock it is {time}. Let your phone set its clock by itself, then take the next code."
    ))
}

async fn find(app: &App, answer: &str) -> Result<Option<Passkey>, WebError> {
    let Some(id) = id_of(answer) else {
        return Ok(None);
    };
    Ok(app.store.read(move |conn| find_passkey(conn, &id)).await?)
}

async fn check_passkey(
    app: &App,
    answer: &str,
    passkey: &Passkey,
    alone: bool,
) -> Result<Result<(), Fault>, WebError> {
    let Some(site) = Site::of(&app.public_url) else {
        return Ok(Err(("p-name", NO_PASSKEYS.into())));
    };
    let now = app.now();
    let checks = Checks {
        site: &site,
        secrets: &app.secrets,
        now,
    };
    let (body, answered) = match checks.used(answer, passkey, alone) {
        Ok(used) => used,
        Err(words) => return Ok(Err(("p-name", words.into()))),
    };
    let id = passkey.credential_id.clone();
    let used = app.store.write(move |tx| {
        if !answered.spend(tx, now)? {
            return Ok(false);
        }
        use_passkey(tx, &id, &body, now)?;
        Ok(true)
    });
    Ok(if used.await? {
        Ok(())
    } else {
        Err(("p-name", SENT_TWICE.into()))
    })
}

/// Checks who somebody is who shows a passkey and nothing else.
///
/// # Errors
/// When the store cannot be used.
pub(super) async fn by_passkey(
    app: &App,
    visit: &Visit,
    answer: &str,
) -> Result<Result<Known, Fault>, WebError> {
    let now = app.now();
    let found = find(app, answer).await?;
    let known = found
        .as_ref()
        .and_then(|passkey| device::find(app, visit, passkey.staff));
    let guesser = Guesser::of(known, None, visit.network(app));
    if let Err(secs) = app.guesses.take(guesser, now) {
        return Ok(Err(("p-name", slowed(secs))));
    }
    let unknown = || {
        Ok(Err(("p-name", "The paper does not know that passkey. It may have been removed: sign in with your password.".into())))
    };
    let Some(passkey) = found else {
        return unknown();
    };
    if let Err(fault) = check_passkey(app, answer, &passkey, true).await? {
        return Ok(Err(fault));
    }
    let id = passkey.staff;
    let staff = app.store.read(move |conn| find_staff(conn, id)).await?;
    let Some(staff) = staff.filter(|staff| staff.is_active) else {
        return unknown();
    };
    app.guesses.right(guesser, now);
    Ok(Ok(Known::Whole(staff, "by passkey")))
}
