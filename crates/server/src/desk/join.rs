//! Joining by a one-time link: opening it asks, sending the form uses it up. Mail programs open links by themselves.

use super::chrome::door_chrome;
use super::faults::{Fault, errors, said_of, status_of};
use super::guard::{a_role, set_cookies};
use crate::app::App;
use crate::error::WebError;
use crate::press::redirect;
use crate::secrets::random_hex;
use crate::staff::colour::PALETTE;
use crate::staff::prove::find_by_name;
use crate::staff::{device, hash_of, is_from_elsewhere, open_session, password, session_cookie};
use crate::views::JoinPage;
use crate::visit::Visit;
use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use clipsheet_markup::Nic;
use clipsheet_store::{
    Act, Actor, Invitation, Millis, NewStaff, Role, Staff, StaffId, StoreError, StoreResult, Tx,
    create_staff, drop_invitation, drop_passkeys_of, end_all_sessions, find_invitation, find_staff,
    list_staff, note_act, replace_recovery_codes, set_password, set_role, set_totp,
};
use serde::Deserialize;
use std::sync::Arc;

const REFUSED: &str = "It was used already, has expired, was taken back, or a letter is missing. Links are good for one use within seven days. \
    Ask whoever invited you for a new one. The keeper of the machine makes one with “clipsheet staff invite”, or, for an owner, with “clipsheet owner-link”.";
/// What is said of a name that looks like somebody else's.
pub(super) const TAKEN: &str =
    "Somebody of the staff is called so, or nearly so. Please choose another name.";

/// The routes of joining.
pub(super) fn routes() -> Router<Arc<App>> {
    let moved = async |Path(secret): Path<String>| WebError::Moved(format!("/join/{secret}"));
    Router::new()
        .route("/join/{secret}", get(show).post(join))
        // Links of before.
        .route("/owner/{secret}", get(moved))
}

/// What is typed.
#[derive(Debug, Default, Deserialize)]
struct JoinForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

/// A good link, and whose account it opens anew.
struct Link {
    invitation: Invitation,
    anew: Option<Staff>,
}

impl Link {
    async fn find(app: &App, secret: &str) -> StoreResult<Option<Self>> {
        let (hash, now) = (hash_of(secret), app.now());
        app.store
            .read(move |conn| {
                let Some(invitation) = find_invitation(conn, &hash, now)? else {
                    return Ok(None);
                };
                let anew = match invitation.staff {
                    Some(id) => find_staff(conn, id)?,
                    None => None,
                };
                Ok(Some(Self { invitation, anew }))
            })
            .await
    }

    /// What its visitor will be.
    fn role(&self) -> Role {
        match &self.anew {
            Some(staff) if self.invitation.invited_by.is_some() => staff.role,
            _ => self.invitation.role,
        }
    }
}

async fn view(
    app: &App,
    secret: &str,
    link: Option<&Link>,
    name: &str,
    faults: &[Fault],
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let title = if link.is_some() {
        "Welcome to the desk"
    } else {
        "A link that opens nothing"
    };
    let role = link.map_or(Role::Contributor, Link::role);
    let view = JoinPage {
        chrome: door_chrome(app, &paper, title),
        action: format!("/join/{secret}"),
        refused: if link.is_none() {
            REFUSED.into()
        } else {
            String::new()
        },
        becomes: format!("{} of {}", a_role(role), paper.settings.name),
        anew: link
            .and_then(|link| link.anew.as_ref())
            .map_or(String::new(), |staff| staff.name.clone()),
        second_step: role > Role::Contributor,
        name: name.to_owned(),
        name_error: said_of(faults, "name"),
        password_error: said_of(faults, "password"),
        errors: errors("j-", faults),
    };
    let status = match (link, faults) {
        (None, _) => StatusCode::FORBIDDEN,
        (Some(_), faults) => status_of(faults),
    };
    super::show(&view, status)
}

/// `GET /join/{secret}`: asks.
async fn show(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
) -> Result<Response, WebError> {
    let link = Link::find(&app, &secret).await?;
    view(&app, &secret, link.as_ref(), "", &[]).await
}

/// A name as it will be shown, or what is wrong with it.
pub(super) fn read_name(typed: &str) -> Result<Nic, String> {
    Nic::parse(typed).map_err(|error| error.to_string())
}

/// `POST /join/{secret}`: makes the account, or opens it anew, and signs in.
async fn join(
    State(app): State<Arc<App>>,
    Path(secret): Path<String>,
    visit: Visit,
    headers: HeaderMap,
    Form(form): Form<JoinForm>,
) -> Result<Response, WebError> {
    if is_from_elsewhere(&app, &headers) {
        return Err(WebError::Forbidden(
            "This form was sent from another site, and nothing was changed. Open your link here."
                .into(),
        ));
    }
    let Some(link) = Link::find(&app, &secret).await? else {
        return view(&app, &secret, None, &form.name, &[]).await;
    };
    let typed = link
        .anew
        .as_ref()
        .map_or(form.name.as_str(), |staff| &staff.name);
    let mut faults = Vec::new();
    let nic = read_name(typed)
        .map_err(|words| faults.push(("name", words)))
        .ok();
    if let Some(nic) = &nic
        && link.anew.is_none()
    {
        let name = nic.as_str().to_owned();
        let found = app.store.read(move |conn| find_by_name(conn, &name));
        if found.await?.is_some() {
            faults.push(("name", TAKEN.into()));
        }
    }
    if let Some(words) = password::fault(&form.password, typed) {
        faults.push(("password", words));
    }
    let (Some(nic), []) = (nic, faults.as_slice()) else {
        return view(&app, &secret, Some(&link), &form.name, &faults).await;
    };
    let hash = password::hash(form.password).await?;
    let session = random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let entry = Entry {
        link_hash: hash_of(&secret),
        nic,
        hash,
        session: session.clone(),
        agent: visit.agent.clone(),
        now: app.now(),
    };
    let id = match app.store.write(move |tx| enter(tx, &entry)).await {
        Ok(Some(id)) => id,
        Ok(None) => return view(&app, &secret, None, &form.name, &[]).await,
        // Somebody took the name at the same moment.
        Err(StoreError::Conflict(_)) => {
            let faults = [("name", TAKEN.to_owned())];
            return view(&app, &secret, Some(&link), &form.name, &faults).await;
        }
        Err(error) => return Err(error.into()),
    };
    let to = if link.role() > Role::Contributor {
        "/desk/account/second-step"
    } else {
        "/desk"
    };
    let mut response = redirect(to);
    let known =
        device::cookie(&app, &visit, id).map_err(|error| WebError::Internal(error.to_string()))?;
    set_cookies(&mut response, &[session_cookie(&app, &session), known]);
    Ok(response)
}

/// What becomes an account.
struct Entry {
    link_hash: String,
    nic: Nic,
    hash: String,
    session: String,
    agent: String,
    now: Millis,
}

/// Uses the link up; gives whose account it opened, if it was still good.
fn enter(tx: &mut Tx<'_>, entry: &Entry) -> StoreResult<Option<StaffId>> {
    let now = entry.now;
    let Some(invitation) = find_invitation(tx, &entry.link_hash, now)? else {
        return Ok(None);
    };
    drop_invitation(tx, &entry.link_hash)?;
    let (id, name, act) = match invitation.staff {
        Some(id) => {
            let Some(staff) = find_staff(tx, id)? else {
                return Ok(None);
            };
            if !open_anew(tx, &invitation, &staff, entry)? {
                return Ok(None);
            }
            (id, staff.name, "opened anew the account of")
        }
        None => {
            let turn = list_staff(tx)?.len() % PALETTE.len();
            let new = NewStaff {
                name: entry.nic.as_str().to_owned(),
                name_key: entry.nic.skeleton(),
                role: invitation.role,
                colour: PALETTE[turn].into(),
                password: entry.hash.clone(),
            };
            (create_staff(tx, &new, now)?, new.name, "joined as")
        }
    };
    open_session(tx, id, &entry.session, &entry.agent, now)?;
    let actor = Actor {
        staff: Some(id),
        name: name.clone(),
    };
    let label = match invitation.staff {
        Some(_) => name.as_str(),
        None => a_role(invitation.role),
    };
    let act = Act {
        act,
        subject: "staff",
        subject_id: id.0,
        label,
        ..Act::default()
    };
    note_act(tx, &actor, &act, now)?;
    Ok(Some(id))
}

/// A new password; old sessions and second steps are gone. From the command line the link also gives the role back and lets
/// in who was dismissed: whoever has the machine has the paper.
fn open_anew(
    tx: &mut Tx<'_>,
    invitation: &Invitation,
    staff: &Staff,
    entry: &Entry,
) -> StoreResult<bool> {
    if invitation.invited_by.is_none() {
        set_role(
            tx,
            staff.id,
            invitation.role,
            staff.is_trusted,
            true,
            entry.now,
        )?;
    } else if !staff.is_active {
        return Ok(false);
    }
    let id: StaffId = staff.id;
    end_all_sessions(tx, id, None)?;
    set_password(tx, id, &entry.hash)?;
    set_totp(tx, id, "", 0)?;
    drop_passkeys_of(tx, id)?;
    replace_recovery_codes(tx, id, &[])?;
    Ok(true)
}
