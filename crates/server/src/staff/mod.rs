//! Who of the staff is asking, and what it takes to become one of them: sessions, passwords, second steps, links.

pub mod codes;
pub mod colour;
pub mod guesses;
mod invite;
mod member;
pub mod passkey;
pub mod password;
pub mod prove;
mod session;
mod style;
pub mod ticket;
pub mod totp;

pub use invite::{invite, invite_owner};
pub use member::Member;
pub use session::{
    COOKIE, ENDED_COOKIE, find_member, hash_of, is_from_elsewhere, open_session, session_cookie,
};
pub use style::StaffStyle;
