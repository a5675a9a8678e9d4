//! Browsers that somebody has signed in with before, known by a cookie of their own ("device cookies", as OWASP describes them
//! under "slow down online guessing attacks"). The cookie lets nobody in: it only gives that browser a count of wrong guesses of
//! its own, so that others who guess at the account cannot keep its owner out.

use super::ticket::{self, Kind};
use crate::app::App;
use crate::secrets::random_hex;
use crate::visit::Visit;
use clipsheet_store::StaffId;

/// The name of the cookie.
pub const COOKIE: &str = "desk-browser";
/// How long a browser keeps it: as long as browsers allow.
const SECS: i64 = 400 * 24 * 3600;
/// Characters that tell browsers of one account apart.
const NAME_CHARS: usize = 32;

/// What the cookie says, if it is ours and this account's: the account and the browser.
fn name<'a>(app: &App, visit: &'a Visit, staff: StaffId) -> Option<&'a str> {
    let ticket = visit.device.as_deref()?;
    let carried = ticket::take(&app.secrets, Kind::Device, ticket, app.now())?;
    let (whose, _) = carried.split_once('-')?;
    (whose == staff.to_string()).then_some(carried)
}

/// The browser, if this account was signed in to with it before; what guesses are counted by.
pub fn find(app: &App, visit: &Visit, staff: StaffId) -> Option<u64> {
    let name = name(app, visit, staff)?;
    Some(app.secrets.network(format!("device {name}").as_bytes()))
}

/// The `Set-Cookie` line for a browser with which somebody has just signed in. One that is known keeps its name, or each
/// sign-in would forgive what was guessed before.
///
/// # Errors
/// When the system has no random numbers to give.
pub fn cookie(app: &App, visit: &Visit, staff: StaffId) -> std::io::Result<String> {
    let name = match name(app, visit, staff) {
        Some(name) => name.to_owned(),
        None => format!("{staff}-{}", &random_hex()?[..NAME_CHARS]),
    };
    let ticket = ticket::give(&app.secrets, Kind::Device, &name, app.now());
    // A ticket has spaces, which a cookie may not have.
    let value = ticket.replace(' ', "_");
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    Ok(format!(
        "{COOKIE}={value}; Path=/; Max-Age={SECS}; HttpOnly; SameSite=Lax{secure}"
    ))
}

/// The ticket in the cookie's value.
pub fn read(value: &str) -> String {
    value.replace('_', " ")
}
