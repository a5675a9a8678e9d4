//! Secrets of one-time codes that are being set up: a page that is loaded again shows the same one.
//!
//! In memory, since what is not confirmed by a code is worth nothing: another node, or a new start, draws another secret.

use super::totp;
use crate::talk::recent::Recent;
use clipsheet_store::Millis;
use std::sync::{Mutex, PoisonError};

/// How long a secret waits for its first code: as long as the form's ticket is good, or less.
const WAITS_MILLIS: i64 = 60 * 60_000;
/// Sessions that set up codes at once, at least.
const MOST: usize = 1_000;

/// Bytes of a secret: RFC 4226, section 4, R6 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;

/// A secret in base32, and when it was drawn, in milliseconds; empty for none.
type Drawn = (String, i64);

/// The secrets that wait, by the hash of their session.
pub struct Pending(Mutex<Recent<String, Drawn>>);

impl Default for Pending {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(WAITS_MILLIS, MOST)))
    }
}

impl Pending {
    /// The secret of a session in base32: the one that waits, else one made of these bytes.
    pub fn secret(&self, session: &str, fresh: [u8; SECRET_BYTES], now: Millis) -> String {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (secret, drawn_at) = recent.entry(session.to_owned(), now);
        if secret.is_empty() || now.0 - *drawn_at >= WAITS_MILLIS {
            (*secret, *drawn_at) = (totp::base32(&fresh), now.0);
        }
        secret.clone()
    }

    /// Forgets the secret of a session: it is used, or to be no more.
    pub fn forget(&self, session: &str, now: Millis) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *recent.entry(session.to_owned(), now) = Drawn::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_waits_an_hour_for_its_session() {
        let pending = Pending::default();
        let at = |session, byte, minutes: i64| {
            pending.secret(session, [byte; SECRET_BYTES], Millis(minutes * 60_000))
        };
        let first = at("a", 1, 0);
        assert_eq!(at("a", 2, 30), first);
        assert_ne!(at("b", 3, 30), first);
        assert_eq!(at("a", 4, 59), first, "counted from when it was drawn");
        assert_ne!(at("a", 5, 60), first);
        let second = at("a", 6, 61);
        pending.forget("a", Millis(61 * 60_000));
        assert_ne!(at("a", 7, 61), second);
    }
}
