//! One's own account: how one is shown, the password, and where one is signed in.

mod browsers;
mod credentials;

use super::faults::{Fault, errors, said_of, status_of};
use super::guard::a_role;
use super::join::{TAKEN, read_name};
use super::{Desk, desk_chrome, second_step};
use crate::app::App;
use crate::calendar::counted;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::colour::Rgb;
use crate::staff::prove::find_by_name;
use crate::staff::{Member, form_key, note_own};
use crate::views::{AccountPage, SessionRow};
use axum::extract::{Form, RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use browsers::browser_in_words;
use clipsheet_store::{
    Role, Staff, StaffSession, StoreError, count_recovery_codes, list_sessions, set_profile,
};
use credentials::{change_password, end_sessions};
use serde::Deserialize;
use std::sync::Arc;

/// Characters of what "Meet the mods" says of somebody.
const MOST_ABOUT: usize = 1000;

/// The routes of one's own account.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Contributor, "/desk/account", get(show).post(save))
        .route_proved(
            Role::Contributor,
            "/desk/account/password",
            get(to_account).post(change_password),
        )
        .route(
            Role::Contributor,
            "/desk/account/sessions",
            get(to_account).post(end_sessions),
        )
        .route_proved(
            Role::Contributor,
            "/desk/account/second-step",
            get(second_step::show).post(second_step::change),
        )
}

async fn to_account(_: Member) -> Response {
    redirect("/desk/account")
}

/// "one-time codes and 2 passkeys"; empty for none.
pub(super) fn second_steps(staff: &Staff) -> String {
    let passkeys = counted(staff.passkey_count, "passkey", "passkeys");
    match (!staff.totp_secret.is_empty(), staff.passkey_count) {
        (false, 0) => String::new(),
        (true, 0) => "codes".into(),
        (false, _) => passkeys,
        (true, _) => format!("codes and {passkeys}"),
    }
}

/// "7 recovery codes left".
pub(super) fn recovery_left(left: i64) -> String {
    match left {
        0 => "no recovery code left".into(),
        _ => format!("{} left", counted(left, "recovery code", "recovery codes")),
    }
}

/// What was typed, where it differs from what is stored, and what is wrong with it.
#[derive(Default)]
struct Again {
    profile: Option<ProfileForm>,
    faults: Vec<Fault>,
    notice: &'static str,
}

async fn page(app: &App, member: &Member, again: Again) -> Result<Response, WebError> {
    let (paper, now, id) = (app.paper().await?, app.now(), member.id());
    let (sessions, codes) = app
        .store
        .read(move |conn| {
            Ok((
                list_sessions(conn, id, now)?,
                count_recovery_codes(conn, id)?,
            ))
        })
        .await?;
    let mut chrome = desk_chrome(app, &paper, member, "Your account", "/desk/account");
    chrome.notice = again.notice.to_owned();
    let today = paper.calendar.day_of(now);
    let short = |at| paper.calendar.short(at, today);
    let row = |session: StaffSession| SessionRow {
        browser: browser_in_words(&session.agent),
        since: short(session.created_at),
        seen: short(session.seen_at),
        this: session.hash == member.session.hash,
        key: form_key(&session.hash).to_owned(),
    };
    let staff = &member.staff;
    let shown = again.profile.unwrap_or_else(|| ProfileForm {
        name: staff.name.clone(),
        colour: staff.colour.clone(),
        about: staff.about.clone(),
    });
    let error = |field: &str| said_of(&again.faults, field);
    let view = AccountPage {
        chrome,
        role: a_role(staff.role).into(),
        name_error: error("name"),
        colour_error: error("colour"),
        about_error: error("about"),
        password_error: error("password"),
        name: shown.name,
        colour: shown.colour,
        about: shown.about,
        second_steps: second_steps(staff),
        recovery: recovery_left(codes),
        sessions: sessions.into_iter().map(row).collect(),
        errors: errors("a-", &again.faults),
    };
    super::show(&view, status_of(&again.faults))
}

/// `GET /desk/account`.
async fn show(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let notice = match query.as_deref() {
        Some("saved=1") => "Saved.",
        Some("password=1") => "The password is changed, and your other sessions have ended.",
        Some("ended=1") => "Ended.",
        _ => "",
    };
    let again = Again {
        notice,
        ..Again::default()
    };
    page(&app, &member, again).await
}

#[derive(Debug, Clone, Deserialize)]
struct ProfileForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    colour: String,
    #[serde(default)]
    about: String,
}

/// What is wrong with a colour, in words; else the colour as stored.
fn read_colour(typed: &str) -> Result<Rgb, String> {
    let typed = typed.trim().to_ascii_lowercase();
    let full = if typed.starts_with('#') {
        typed
    } else {
        format!("#{typed}")
    };
    let Some(colour) = Rgb::parse(&full) else {
        return Err(
            "A colour looks like #17406d: a number sign and six digits from 0 to f.".into(),
        );
    };
    if colour.is_legible() {
        return Ok(colour);
    }
    Err(format!(
        "{colour} is too pale to be read on paper. {} is the nearest that can.",
        colour.darkened()
    ))
}

/// `POST /desk/account`.
async fn save(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<ProfileForm>,
) -> Result<Response, WebError> {
    let mut faults = Vec::new();
    let nic = read_name(&form.name)
        .map_err(|words| faults.push(("name", words)))
        .ok();
    if let Some(nic) = &nic {
        let name = nic.as_str().to_owned();
        let found = app.store.read(move |conn| find_by_name(conn, &name));
        if found.await?.is_some_and(|other| other.id != member.id()) {
            faults.push(("name", TAKEN.into()));
        }
    }
    let colour = read_colour(&form.colour)
        .map_err(|words| faults.push(("colour", words)))
        .ok();
    let about = form.about.trim().replace("\r\n", "\n");
    let chars = about.chars().count();
    if chars > MOST_ABOUT {
        faults.push((
            "about",
            format!("That is {chars} characters long. {MOST_ABOUT} are the most."),
        ));
    }
    let again = |faults| Again {
        profile: Some(form.clone()),
        faults,
        notice: "",
    };
    let (Some(nic), Some(colour), []) = (nic, colour, faults.as_slice()) else {
        return page(&app, &member, again(faults)).await;
    };
    let now = app.now();
    let (old, actor) = (member.staff.clone(), member.actor());
    let saved = app.store.write(move |tx| {
        let (name, colour) = (nic.as_str(), colour.to_string());
        set_profile(tx, old.id, name, &nic.skeleton(), &colour, &about, now)?;
        let before = [&old.name, "\n", &old.colour, "\n", &old.about].concat();
        let after = [name, "\n", &colour, "\n", &about].concat();
        note_own(tx, &actor, "changed the profile of", [&before, &after], now)
    });
    match saved.await {
        Ok(()) => Ok(redirect("/desk/account?saved=1")),
        Err(StoreError::Conflict(_)) => {
            page(&app, &member, again(vec![("name", TAKEN.into())])).await
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pale_colour_is_refused_with_one_that_will_do() {
        assert_eq!(read_colour(" 17406D ").unwrap().to_string(), "#17406d");
        let words = read_colour("#ffff00").unwrap_err();
        let proposed = words.split("read on paper. ").nth(1).unwrap();
        assert!(read_colour(&proposed[..7]).is_ok(), "{words}");
        assert!(read_colour("red; x").is_err() && read_colour("").is_err());
    }
}
