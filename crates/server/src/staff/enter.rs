//! Coming in: the note between the two steps, and the session.

use super::ticket::{self, Kind};
use super::{Member, actor_of, device, hash_of, open_session, session_cookie};
use crate::app::App;
use crate::error::WebError;
use crate::secrets::random_hex;
use crate::visit::Visit;
use clipsheet_store::{Act, Staff, StaffId, find_session, find_staff, note_act};

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

/// Opens a session for somebody who proved who they are; gives them as a member, and the cookies' lines: the session's, and the
/// one by which this browser is known the next time.
///
/// # Errors
/// When the store cannot be used.
pub async fn come_in(
    app: &App,
    staff: &Staff,
    how: &'static str,
    visit: &Visit,
) -> Result<(Member, [String; 2]), WebError> {
    let secret = random_hex().map_err(|error| WebError::Internal(error.to_string()))?;
    let (now, id, actor) = (app.now(), staff.id, actor_of(staff));
    let cookies = [
        session_cookie(app, &secret),
        device::cookie(app, visit, id).map_err(|error| WebError::Internal(error.to_string()))?,
    ];
    let (agent, hash) = (visit.agent.clone(), hash_of(&secret));
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
    Ok((Member { staff, session }, cookies))
}
