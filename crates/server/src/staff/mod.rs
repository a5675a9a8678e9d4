//! Who of the staff is asking, and what it takes to become one of them: sessions, passwords, second steps, links.

pub mod codes;
pub mod colour;
pub mod device;
pub mod enter;
pub mod guesses;
mod invite;
mod member;
mod note;
pub mod passkey;
pub mod password;
pub mod pending;
pub mod prove;
pub mod second;
mod session;
mod style;
pub mod ticket;
pub mod totp;

pub use invite::{invite, invite_owner};
pub use member::Member;
pub use note::{actor_of, note_own};
pub use session::{
    COOKIE, ENDED_COOKIE, find_member, form_key, hash_of, is_from_elsewhere, is_named_by,
    open_session, session_cookie,
};
pub use style::StaffStyle;
