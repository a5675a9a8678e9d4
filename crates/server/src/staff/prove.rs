//! Proving who one is: name and password, then a second step; or a passkey alone.

use super::guesses::{Guesser, wait_in_words};
use super::second::{by_passkey, second_step};
use super::{Member, device, password};
use crate::app::App;
use crate::error::WebError;
use crate::visit::Visit;
use clipsheet_markup::Nic;
use clipsheet_store::{Conn, Staff, StoreResult, find_staff_by_key, list_staff, prove_session};

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

const NO_STEP: &str = "Your account has a second step, so this wants a code or a passkey: a password alone is not enough.";

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

/// What an account is called where guesses are counted.
pub(super) fn account_key(app: &App, kind: &str, key: &str) -> u64 {
    app.secrets.network(format!("{kind} {key}").as_bytes())
}

/// What is said to somebody who has to wait.
pub(super) fn slowed(secs: i64) -> String {
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
    let (now, key) = (app.now(), name_key(&proof.name));
    let name = proof.name.clone();
    let found = app
        .store
        .read(move |conn| find_by_name(conn, &name))
        .await?;
    let known = found
        .as_ref()
        .and_then(|staff| device::find(app, visit, staff.id));
    let account = account_key(app, "password", &key);
    let guesser = Guesser::of(known, Some(account), visit.network(app));
    if let Err(secs) = app.guesses.take(guesser, now) {
        return Ok(Err(("p-password", slowed(secs))));
    }
    let found = found.filter(|staff| staff.is_active);
    // An unknown name takes as long as a wrong password.
    let hash = found.as_ref().map_or("", |staff| staff.password.as_str());
    let right = password::is_right(proof.password.clone(), hash).await?;
    let Some(staff) = found.filter(|_| right) else {
        return Ok(Err(("p-name", WRONG_NAME.into())));
    };
    app.guesses.right(guesser, now);
    if !staff.has_second_step() {
        return Ok(Ok(Known::Whole(staff, "by password")));
    }
    if proof.code.trim().is_empty() && proof.passkey.is_empty() {
        return Ok(Ok(Known::Half(staff)));
    }
    let second = second_step(app, visit, &staff, proof, known).await?;
    Ok(second.map(|how| Known::Whole(staff, how)))
}

/// Checks anew who somebody is who is signed in. Whoever has a second step shows that: a code, a recovery code or a passkey;
/// their password alone could be one that somebody looked over at. Others give their password. Their session is proved then.
///
/// # Errors
/// When the store cannot be used or too many are checked at once.
pub async fn prove_again(
    app: &App,
    visit: &Visit,
    member: &Member,
    proof: &Proof,
) -> Result<Result<(), Fault>, WebError> {
    let (now, staff) = (app.now(), &member.staff);
    // Guesses from elsewhere are none of this browser's.
    let known = Some(app.secrets.network(member.session.hash.as_bytes()));
    if staff.has_second_step() {
        if proof.passkey.is_empty() && proof.code.trim().is_empty() {
            return Ok(Err(("p-code", NO_STEP.into())));
        }
        if let Err(fault) = second_step(app, visit, staff, proof, known).await? {
            return Ok(Err(fault));
        }
    } else {
        let account = account_key(app, "password", &name_key(member.name()));
        let guesser = Guesser::of(known, Some(account), visit.network(app));
        if let Err(secs) = app.guesses.take(guesser, now) {
            return Ok(Err(("p-password", slowed(secs))));
        }
        if !password::is_right(proof.password.clone(), &staff.password).await? {
            return Ok(Err(("p-password", "That is not your password.".into())));
        }
        app.guesses.right(guesser, now);
    }
    let hash = member.session.hash.clone();
    app.store
        .write(move |tx| prove_session(tx, &hash, now))
        .await?;
    Ok(Ok(()))
}
