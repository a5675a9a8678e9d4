//! Proving who one is: name and password, then a second step; or a passkey alone.

use super::guesses::wait_in_words;
use super::passkey::{Checks, Site, id_of};
use super::ticket::{self, Kind};
use super::totp::{self, Checked};
use super::{Member, codes, hash_of, open_session, password, session_cookie};
use crate::app::App;
use crate::error::WebError;
use crate::secrets::random_hex;
use crate::visit::Visit;
use clipsheet_markup::Nic;
use clipsheet_store::{
    Act, Actor, Conn, Millis, Passkey, Staff, StaffId, StoreResult, Tx, find_passkey, find_session,
    find_staff, find_staff_by_key, list_staff, note_act, prove_session, use_passkey,
    use_recovery_code, use_totp_step,
};

/// What somebody gave to prove who they are.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
    /// A one-time code, or a recovery code.
    pub code: String,
    /// What a browser sent for a passkey.
    pub passkey: String,
}

impl Proof {
    /// Takes the fields of a proof out of a form; `None` when there are none.
    pub fn take(fields: &mut Vec<(String, String)>) -> Option<Self> {
        let mut proof = Self::default();
        let before = fields.len();
        fields.retain_mut(|(name, value)| {
            let place = match name.as_str() {
                "proof-name" => &mut proof.name,
                "proof-password" => &mut proof.password,
                "proof-code" => &mut proof.code,
                "proof-passkey" => &mut proof.passkey,
                _ => return true,
            };
            *place = std::mem::take(value);
            false
        });
        (fields.len() < before).then_some(proof)
    }
}

/// What is wrong with a proof: the field and the words.
pub type Fault = (&'static str, String);

/// Who somebody proved to be.
#[derive(Debug)]
pub enum Known {
    /// They may come in; says by what.
    Whole(Staff, &'static str),
    /// The password is right, and a second step is wanted.
    Half(Staff),
}

const WRONG_NAME: &str =
    "Name or password is not right. Capitals and small letters count in the password.";
const WRONG_CODE: &str = "That code is not right. Codes are good for half a minute: take the one that is shown now. A recovery code will do as well.";
const USED_CODE: &str =
    "That code was used already. Wait for the next one: it comes within half a minute.";
const NO_PASSKEYS: &str = "Passkeys cannot be used at this address. Sign in with your password.";

/// What a name looks like to the eye: the key of accounts.
pub fn name_key(name: &str) -> String {
    Nic::parse(name).map_or_else(|_| String::new(), |nic| nic.skeleton())
}

/// Somebody by name as typed, however it is spelt: what looks the same is the same.
///
/// The stored keys are made with the Unicode data of their time, so a name that is exactly theirs will do as well.
///
/// # Errors
/// When the store cannot be read.
pub fn find_by_name(conn: &mut Conn, name: &str) -> StoreResult<Option<Staff>> {
    if let Some(staff) = find_staff_by_key(conn, &name_key(name))? {
        return Ok(Some(staff));
    }
    let exact = name.trim().to_lowercase();
    let all = list_staff(conn)?;
    Ok(all.into_iter().find(|one| one.name.to_lowercase() == exact))
}

fn account_key(app: &App, kind: &str, key: &str) -> u64 {
    app.secrets.network(format!("{kind} {key}").as_bytes())
}

fn slowed(secs: i64) -> String {
    format!(
        "That was wrong too often. Please wait {} and try again.",
        wait_in_words(secs)
    )
}

/// Checks who somebody is who is signed out.
///
/// # Errors
/// When the store cannot be used or too many are checked at once.
pub async fn identify(
    app: &App,
    visit: &Visit,
    proof: &Proof,
) -> Result<Result<Known, Fault>, WebError> {
    if !proof.passkey.is_empty() && proof.password.is_empty() {
        return by_passkey(app, visit, &proof.passkey).await;
    }
    let (now, network, key) = (app.now(), visit.network(app), name_key(&proof.name));
    let account = Some(account_key(app, "password", &key));
    if let Err(secs) = app.guesses.take(account, network, now) {
        return Ok(Err(("p-password", slowed(secs))));
    }
    let name = proof.name.clone();
    let found = app
        .store
        .read(move |conn| find_by_name(conn, &name))
        .await?;
    let found = found.filter(|staff| staff.is_active);
    // An unknown name takes as long as a wrong password.
    let hash = found.as_ref().map_or("", |staff| staff.password.as_str());
    let right = password::is_right(proof.password.clone(), hash).await?;
    let Some(staff) = found.filter(|_| right) else {
        return Ok(Err(("p-name", WRONG_NAME.into())));
    };
    app.guesses.right(account, network, now);
    if !staff.has_second_step() {
        return Ok(Ok(Known::Whole(staff, "by password")));
    }
    if proof.code.trim().is_empty() && proof.passkey.is_empty() {
        return Ok(Ok(Known::Half(staff)));
    }
    let second = second_step(app, visit, &staff, proof).await?;
    Ok(second.map(|how| Known::Whole(staff, how)))
}

/// Checks the second step of somebody whose password was right; gives what it was.
///
/// # Errors
/// When the store cannot be used.
pub async fn second_step(
    app: &App,
    visit: &Visit,
    staff: &Staff,
    proof: &Proof,
) -> Result<Result<&'static str, Fault>, WebError> {
    if proof.passkey.is_empty() {
        return by_code(app, visit, staff, &proof.code).await;
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
) -> Result<Result<&'static str, Fault>, WebError> {
    let (now, network, id) = (app.now(), visit.network(app), staff.id);
    let account = Some(account_key(app, "code", &id.to_string()));
    if let Err(secs) = app.guesses.take(account, network, now) {
        return Ok(Err(("p-code", slowed(secs))));
    }
    let fault = |words: &str| Ok(Err(("p-code", words.to_owned())));
    if let Some(hash) = codes::hash(code) {
        let actor = actor(staff);
        let used = app.store.write(move |tx| {
            let used = use_recovery_code(tx, id, &hash)?;
            if used {
                note(tx, &actor, id, "used a recovery code of", now)?;
            }
            Ok(used)
        });
        if !used.await? {
            return fault(
                "That recovery code is not right, or was used already. Each is good once.",
            );
        }
        app.guesses.right(account, network, now);
        return Ok(Ok("by recovery code"));
    }
    match totp::check(&staff.totp_secret, code, now.0.div_euclid(1000)) {
        Checked::Good(step) => {
            let used = app.store.write(move |tx| use_totp_step(tx, id, step));
            if !used.await? {
                return fault(USED_CODE);
            }
            app.guesses.right(account, network, now);
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
        spent: &app.spent,
        now,
    };
    let body = match checks.used(answer, passkey, alone) {
        Ok(body) => body,
        Err(words) => return Ok(Err(("p-name", words.into()))),
    };
    let id = passkey.credential_id.clone();
    app.store
        .write(move |tx| use_passkey(tx, &id, &body, now))
        .await?;
    Ok(Ok(()))
}

async fn by_passkey(
    app: &App,
    visit: &Visit,
    answer: &str,
) -> Result<Result<Known, Fault>, WebError> {
    let (now, network) = (app.now(), visit.network(app));
    if let Err(secs) = app.guesses.take(None, network, now) {
        return Ok(Err(("p-name", slowed(secs))));
    }
    let unknown = || {
        Ok(Err(("p-name", "The paper does not know that passkey. It may have been removed: sign in with your password.".into())))
    };
    let Some(passkey) = find(app, answer).await? else {
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
    app.guesses.right(None, network, now);
    Ok(Ok(Known::Whole(staff, "by passkey")))
}

/// Checks anew who somebody is who is signed in: a passkey, a code or the password, any of them. Their session is proved then.
///
/// # Errors
/// When the store cannot be used or too many are checked at once.
pub async fn prove_again(
    app: &App,
    visit: &Visit,
    member: &Member,
    proof: &Proof,
) -> Result<Result<(), Fault>, WebError> {
    let now = app.now();
    if proof.passkey.is_empty() && proof.code.trim().is_empty() {
        let network = visit.network(app);
        let key = name_key(member.name());
        let account = Some(account_key(app, "password", &key));
        if let Err(secs) = app.guesses.take(account, network, now) {
            return Ok(Err(("p-password", slowed(secs))));
        }
        if !password::is_right(proof.password.clone(), &member.staff.password).await? {
            return Ok(Err(("p-password", "That is not your password.".into())));
        }
        app.guesses.right(account, network, now);
    } else if let Err(fault) = second_step(app, visit, &member.staff, proof).await? {
        return Ok(Err(fault));
    }
    let hash = member.session.hash.clone();
    app.store
        .write(move |tx| prove_session(tx, &hash, now))
        .await?;
    Ok(Ok(()))
}

/// The signed note that somebody's password was right. A new password makes it void.
pub fn half_ticket(app: &App, staff: &Staff) -> String {
    let carries = format!("{}-{}", staff.id, &hash_of(&staff.password)[..16]);
    ticket::give(&app.secrets, Kind::Half, &carries, app.now())
}

/// Whose password was right, by the note.
///
/// # Errors
/// When the store cannot be read.
pub async fn take_half_ticket(app: &App, text: &str) -> Result<Option<Staff>, WebError> {
    let carries = ticket::take(&app.secrets, Kind::Half, text, app.now());
    let Some((id, hash)) = carries.and_then(|carries| carries.split_once('-')) else {
        return Ok(None);
    };
    let Ok(id) = id.parse().map(StaffId) else {
        return Ok(None);
    };
    let staff = app.store.read(move |conn| find_staff(conn, id)).await?;
    Ok(staff.filter(|staff| staff.is_active && hash_of(&staff.password).starts_with(hash)))
}

/// Opens a session for somebody who proved who they are; gives them as a member, and the cookie's line.
///
/// # Errors
/// When the store cannot be used.
pub async fn come_in(
    app: &App,
    staff: &Staff,
    how: &'static str,
    agent: &str,
) -> Result<(Member, String), WebError> {
    let secret = random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let (now, id, actor) = (app.now(), staff.id, actor(staff));
    let (cookie, agent, hash) = (
        session_cookie(app, &secret),
        agent.to_owned(),
        hash_of(&secret),
    );
    let found = app
        .store
        .write(move |tx| {
            open_session(tx, id, &secret, &agent, now)?;
            let act = Act {
                act: "signed in",
                subject: "staff",
                subject_id: id.0,
                label: how,
                ..Act::default()
            };
            note_act(tx, &actor, &act, now)?;
            find_session(tx, &hash, now)
        })
        .await?;
    let (staff, session) = found.ok_or_else(WebError::no_page)?;
    Ok((Member { staff, session }, cookie))
}

fn actor(staff: &Staff) -> Actor {
    Actor {
        staff: Some(staff.id),
        name: staff.name.clone(),
    }
}

fn note(tx: &mut Tx<'_>, actor: &Actor, id: StaffId, act: &str, now: Millis) -> StoreResult<()> {
    let act = Act {
        act,
        subject: "staff",
        subject_id: id.0,
        label: &actor.name,
        ..Act::default()
    };
    note_act(tx, actor, &act, now)
}
