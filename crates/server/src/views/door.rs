//! The way in: joining by a link, signing in, and proving anew who one is.

use super::{DeskChrome, FieldError};

/// Joining by a one-time link.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "join.html")]
pub struct JoinPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where the form is sent: the link itself.
    pub action: String,
    /// Why the link is refused; empty when it is good.
    pub refused: String,
    /// What the link makes of its visitor: "an editor of The Tarrow Tide".
    pub becomes: String,
    /// Whose account is opened anew; empty for a new account.
    pub anew: String,
    /// Whether a second step comes next.
    pub second_step: bool,
    /// The name as typed.
    pub name: String,
    /// What is wrong with the name; empty for nothing.
    pub name_error: String,
    /// What is wrong with the password; empty for nothing.
    pub password_error: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// What a passkey needs to know to be used; an empty `host` where browsers allow none.
#[derive(Debug, Clone, Default)]
pub struct PasskeyCall {
    /// The host.
    pub host: String,
    /// The names of the passkeys that will do, with spaces between; empty for any.
    pub ids: String,
}

/// Signing in: name and password, or then the second step.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where to go afterwards.
    pub to: String,
    /// The name as typed.
    pub name: String,
    /// The signed note that the password was right; empty while it has not been given.
    pub ticket: String,
    /// Whether the account has one-time codes.
    pub has_codes: bool,
    /// For passkeys.
    pub passkey: PasskeyCall,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// A field that is carried along.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A form came from somebody who is signed out, or signed in for too long: they prove who they are, and it goes on.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "proof.html")]
pub struct ProofPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where the form wanted to go.
    pub action: String,
    /// Whether it was sent in parts.
    pub multipart: bool,
    /// Whether nobody is signed in.
    pub signed_out: bool,
    /// The name as typed, or of who is signed in.
    pub name: String,
    /// Whether whoever is signed in has a second step, which is wanted then.
    pub has_second_step: bool,
    /// For passkeys.
    pub passkey: PasskeyCall,
    /// What the form held.
    pub fields: Vec<Carried>,
    /// Whether files were in it, which cannot be carried along.
    pub lost_files: bool,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}
