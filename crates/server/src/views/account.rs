//! One's own account: how one is shown, the password, second steps and sessions.

use super::{DeskChrome, FieldError, PasskeyCall};

/// A browser in which one is signed in.
#[derive(Debug, Clone, Default)]
pub struct SessionRow {
    /// What ends it: the beginning of its hash is enough to tell it from the others.
    pub key: String,
    /// "Firefox on Linux".
    pub browser: String,
    /// Since when.
    pub since: String,
    /// When it was last seen.
    pub seen: String,
    /// Whether it is the one being used.
    pub this: bool,
}

/// One's account.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// "an editor".
    pub role: String,
    /// The name.
    pub name: String,
    /// What is wrong with it; empty for nothing.
    pub name_error: String,
    /// The colour: `#7a1f3d`.
    pub colour: String,
    /// What is wrong with it; empty for nothing.
    pub colour_error: String,
    /// What "Meet the mods" says.
    pub about: String,
    /// What is wrong with it; empty for nothing.
    pub about_error: String,
    /// What is wrong with a new password; empty for nothing.
    pub password_error: String,
    /// "one-time codes and 2 passkeys"; empty for none.
    pub second_steps: String,
    /// "7 recovery codes left".
    pub recovery: String,
    /// Where one is signed in.
    pub sessions: Vec<SessionRow>,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// A passkey in the list.
#[derive(Debug, Clone, Default)]
pub struct PasskeyRow {
    /// Its name, in base 64.
    pub id: String,
    /// What its owner calls it.
    pub label: String,
    /// Since when, and when it was last used.
    pub when: String,
}

/// The second step: one-time codes, passkeys and recovery codes.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "second_step.html")]
pub struct SecondStepPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Whether one must be set up before the role is worth anything; then what the role is: "an editor".
    pub wanted: String,
    /// Whether one-time codes are set up.
    pub has_codes: bool,
    /// Whether they are being set up, anew if need be.
    pub setting_up: bool,
    /// The signed note of the new secret.
    pub ticket: String,
    /// The secret in groups of four.
    pub secret: String,
    /// The address of the secret, for a telephone that looks at its own page.
    pub key_uri: String,
    /// The QR code's path, and its width in modules with the quiet zone.
    pub qr_path: String,
    /// See there.
    pub qr_width: u64,
    /// What is wrong with the code typed; empty for nothing.
    pub code_error: String,
    /// Passkeys.
    pub passkeys: Vec<PasskeyRow>,
    /// For a new passkey; empty host where browsers allow none. `ids` are those that are there.
    pub passkey: PasskeyCall,
    /// One's own number and name, which a passkey keeps.
    pub me_id: String,
    /// "7 recovery codes are left"; empty while there is no second step.
    pub recovery: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// Recovery codes, shown once.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "recovery_codes.html")]
pub struct RecoveryCodesPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The codes.
    pub codes: Vec<String>,
    /// Whether there were older ones, which are now worthless.
    pub replaced: bool,
}
