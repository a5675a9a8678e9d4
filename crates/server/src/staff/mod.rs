//! Who of the staff is asking: sessions, and the member that a desk handler is given.

pub mod colour;
mod member;
mod session;

pub use member::Member;
pub use session::{
    COOKIE, ENDED_COOKIE, find_member, hash_of, invite_owner, is_from_elsewhere, open_session,
    session_cookie,
};
