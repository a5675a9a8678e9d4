//! One's own account: how one is shown, the password, and where one is signed in.

use super::guard::a_role;
use super::join::{TAKEN, read_name};
use super::{Desk, desk_chrome, second_step};
use crate::app::App;
use crate::calendar::counted;
use crate::error::WebError;
use crate::press::redirect;
use crate::staff::colour::Rgb;
use crate::staff::prove::find_by_name;
use crate::staff::{Member, password};
use crate::views::{AccountPage, FieldError, SessionRow};
use axum::extract::{Form, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use clipsheet_store::{
    Act, Role, Staff, StaffSession, StoreError, count_recovery_codes, end_all_sessions,
    end_session, list_sessions, note_act, set_password, set_profile,
};
use serde::Deserialize;
use std::sync::Arc;

/// Characters of what "Meet the mods" says of somebody.
const MOST_ABOUT: usize = 1000;
/// Characters of a session's hash that name it in a form.
const KEY_CHARS: usize = 16;

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

/// A browser's name in plain words: "Firefox on Linux".
fn browser_in_words(agent: &str) -> String {
    let find = |names: &[(&'static str, &'static str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    // The order matters: most browsers claim to be others as well.
    let browser = find(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Vivaldi", "Vivaldi"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = find(&[
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "a Chromebook"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) => name.into(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "An unknown browser".into(),
    }
}

/// What was typed, where it differs from what is stored, and what is wrong with it.
#[derive(Default)]
struct Again {
    profile: Option<ProfileForm>,
    faults: Vec<(&'static str, String)>,
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
        key: session.hash[..KEY_CHARS.min(session.hash.len())].to_owned(),
    };
    let error = |field: &str| {
        let found = again.faults.iter().find(|(of, _)| *of == field);
        found.map_or(String::new(), |(_, words)| words.clone())
    };
    let staff = &member.staff;
    let shown = again.profile.unwrap_or_else(|| ProfileForm {
        name: staff.name.clone(),
        colour: staff.colour.clone(),
        about: staff.about.clone(),
    });
    let status = if again.faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
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
        errors: again
            .faults
            .iter()
            .map(|(field, message)| FieldError {
                field: format!("a-{field}"),
                message: message.clone(),
            })
            .collect(),
    };
    super::show(&view, status)
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
        let act = Act {
            act: "changed the profile of",
            subject: "staff",
            subject_id: old.id.0,
            label: name,
            before: &[&old.name, "\n", &old.colour, "\n", &old.about].concat(),
            after: &[name, "\n", &colour, "\n", &about].concat(),
        };
        note_act(tx, &actor, &act, now)
    });
    match saved.await {
        Ok(()) => Ok(redirect("/desk/account?saved=1")),
        Err(StoreError::Conflict(_)) => {
            page(&app, &member, again(vec![("name", TAKEN.into())])).await
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
struct PasswordForm {
    #[serde(default)]
    password: String,
}

/// `POST /desk/account/password`.
async fn change_password(
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
            let act = Act {
                act: "changed the password of",
                subject: "staff",
                subject_id: member.id().0,
                label: member.name(),
                ..Act::default()
            };
            note_act(tx, &member.actor(), &act, now)
        })
        .await?;
    Ok(redirect("/desk/account?password=1"))
}

#[derive(Debug, Deserialize)]
struct EndForm {
    #[serde(default)]
    end: String,
}

/// `POST /desk/account/sessions`: ends one of one's own sessions, or all others.
async fn end_sessions(
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
                let is_it = |session: &&StaffSession| {
                    form.end.len() == KEY_CHARS && session.hash.starts_with(&form.end)
                };
                let Some(session) = all.iter().find(is_it) else {
                    return Ok(());
                };
                end_session(tx, &session.hash, id)?;
                browser_in_words(&session.agent)
            };
            let act = Act {
                act: "ended sessions of",
                subject: "staff",
                subject_id: id.0,
                label: member.name(),
                before: &which,
                ..Act::default()
            };
            note_act(tx, &member.actor(), &act, now)
        })
        .await?;
    Ok(redirect("/desk/account?ended=1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_by_what_they_are() {
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/17 Mobile Safari/604";
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 (KHTML, like Gecko) Chrome/140 Safari/537 Edg/140";
        assert_eq!(browser_in_words(safari), "Safari on an iPhone");
        assert_eq!(browser_in_words(edge), "Edge on Windows");
        assert_eq!(browser_in_words("Firefox"), "Firefox");
        assert_eq!(browser_in_words("curl/8"), "An unknown browser");
    }

    #[test]
    fn a_pale_colour_is_refused_with_one_that_will_do() {
        assert_eq!(read_colour(" 17406D ").unwrap().to_string(), "#17406d");
        let words = read_colour("#ffff00").unwrap_err();
        let proposed = words.split("read on paper. ").nth(1).unwrap();
        assert!(read_colour(&proposed[..7]).is_ok(), "{words}");
        assert!(read_colour("red; x").is_err() && read_colour("").is_err());
    }
}
