//! Sessions: a secret in a cookie, its hash in the store.

use super::Member;
use crate::app::App;
use crate::visit::Visit;
use axum::http::{HeaderMap, header};
use clipsheet_store::{
    Millis, StaffId, StoreResult, Tx, create_session, find_session, see_session, see_staff,
};

/// The name of the cookie.
pub const COOKIE: &str = "desk";
/// The cookie that ends a session in the browser.
pub const ENDED_COOKIE: &str = "desk=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax";
/// How long a session lasts after it was last used.
const SESSION_SECS: i64 = 30 * 24 * 3600;
/// How often it is noted that a session is used, so that not every request writes.
const SEEN_MILLIS: i64 = 5 * 60 * 1000;
/// Characters of a browser's name that are kept.
const AGENT_CHARS: usize = 200;

/// Only the hash of a secret is ever kept.
pub fn hash_of(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

/// Characters of a hash that name a session or an invitation in a form.
const KEY_CHARS: usize = 16;

/// What names a session or an invitation in a form: the beginning of its hash, which opens nothing.
pub fn form_key(hash: &str) -> &str {
    hash.get(..KEY_CHARS).unwrap_or(hash)
}

/// Whether a form names the session or invitation of this hash.
pub fn is_named_by(hash: &str, key: &str) -> bool {
    key.len() == KEY_CHARS && hash.starts_with(key)
}

/// Opens a session in the transaction that signs somebody in; the secret goes into [`session_cookie`].
///
/// # Errors
/// When the database cannot be written.
pub fn open_session(
    tx: &mut Tx<'_>,
    staff: StaffId,
    secret: &str,
    agent: &str,
    now: Millis,
) -> StoreResult<()> {
    let agent: String = agent.chars().take(AGENT_CHARS).collect();
    let until = Millis(now.0 + SESSION_SECS * 1000);
    create_session(tx, &hash_of(secret), staff, &agent, now, until)?;
    see_staff(tx, staff, now)
}

/// The `Set-Cookie` line of a session. `Lax`, so that a bookmarklet and a link in a mail find their reader signed in; what
/// changes something is guarded by [`is_from_elsewhere`].
pub fn session_cookie(app: &App, secret: &str) -> String {
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE}={secret}; Path=/; Max-Age={SESSION_SECS}; HttpOnly; SameSite=Lax{secure}")
}

/// Who of the staff is asking; notes now and then that they are there.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn find_member(app: &App, visit: &Visit) -> StoreResult<Option<Member>> {
    let Some(secret) = &visit.staff_secret else {
        return Ok(None);
    };
    let (hash, now) = (hash_of(secret), app.now());
    let found = app
        .store
        .read(move |conn| find_session(conn, &hash, now))
        .await?;
    let Some((staff, session)) = found else {
        return Ok(None);
    };
    if now.0 - session.seen_at.0 >= SEEN_MILLIS {
        let (hash, id) = (session.hash.clone(), staff.id);
        let until = Millis(now.0 + SESSION_SECS * 1000);
        app.store
            .write(move |tx| {
                see_session(tx, &hash, now, until)?;
                see_staff(tx, id, now)
            })
            .await?;
    }
    Ok(Some(Member { staff, session }))
}

/// Whether a form was sent by another site in the name of somebody who is signed in here. Browsers say so in
/// `Sec-Fetch-Site`; those that do not know it yet say in `Origin` where the form stood.
pub fn is_from_elsewhere(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return false;
    };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let bare = origin.split_once("://").map_or(origin, |(_, host)| host);
    origin != app.public_url && bare != host
}
