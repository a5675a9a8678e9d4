//! Becoming one of the staff in a browser.

use crate::browser::Browser;
use crate::totp;
use std::time::{SystemTime, UNIX_EPOCH};

/// A password that will do.
pub const PASSWORD: &str = "mud gulls and pies";

/// Joins by a one-time link under this name and sets up one-time codes, up to the page of recovery codes. Gives the secret of
/// the codes.
///
/// # Panics
/// When the way in is not there.
#[track_caller]
pub fn join(browser: &Browser, link: &str, name: &str) -> String {
    browser.goto(link);
    fill_in(browser, name);
    set_up_codes(browser)
}

/// Fills in the page of a link and sends it, up to the second step.
///
/// # Panics
/// When it is not there.
#[track_caller]
pub fn fill_in(browser: &Browser, name: &str) {
    browser.fill("#j-name", name);
    browser.fill("#j-password", PASSWORD);
    browser.click("main form button.main");
    browser.wait_for(".steps .secret");
}

/// Sets up one-time codes on the page for it, up to the page of recovery codes. Gives their secret.
///
/// # Panics
/// When it is not there.
#[track_caller]
pub fn set_up_codes(browser: &Browser) -> String {
    let secret = browser.text(".steps .secret");
    browser.fill("#t-code", &code_now(&secret));
    browser.click(".steps form button.main");
    browser.wait_for(".recovery");
    secret
}

/// The code that a telephone shows now.
///
/// # Panics
/// When the secret is none.
#[track_caller]
pub fn code_now(secret: &str) -> String {
    totp::code(secret, second())
}

/// The code that it shows next, which is good already: for whoever has used the one of now.
///
/// # Panics
/// When the secret is none.
#[track_caller]
pub fn code_soon(secret: &str) -> String {
    totp::code(secret, second() + 30)
}

fn second() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(0))
}
