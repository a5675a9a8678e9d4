//! Guessing is slowed: for each account from each network, for each network, and for each account from everywhere.
//!
//! In memory, like the flood limits. Nobody is shut out for good, and guesses from elsewhere cost nothing in a browser that was
//! signed in with before: its wrong guesses are counted by themselves (see [`super::device`]). Passkeys are not slowed by an
//! account's guesses at all.

use crate::talk::recent::Recent;
use clipsheet_store::Millis;
use std::sync::{Mutex, PoisonError};

const HOUR: i64 = 60 * 60_000;
/// Who is watched at once, at least.
const WATCHED: usize = 50_000;

/// Whose tries are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Who {
    /// An account, from one network.
    Both(u64, u64),
    /// Anybody, from one network.
    Network(u64),
    /// An account, from everywhere.
    Account(u64),
    /// An account, in a browser that was signed in with before.
    Known(u64, u64),
}

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guesser {
    /// A browser that was signed in to the account with before, or is signed in now. Only its own guesses count.
    Known {
        /// The browser.
        device: u64,
        /// The hash of what is guessed at; 0 for a passkey.
        account: u64,
    },
    /// Anybody else.
    Stranger {
        /// The hash of a name or of an account, whether there is such a one or not; none for a passkey, whose holder is not
        /// proved yet.
        account: Option<u64>,
        /// The network.
        network: u64,
    },
}

impl Guesser {
    /// A known browser if it is one, else somebody in a network.
    pub fn of(device: Option<u64>, account: Option<u64>, network: u64) -> Self {
        match device {
            Some(device) => Self::Known {
                device,
                account: account.unwrap_or(0),
            },
            None => Self::Stranger { account, network },
        }
    }
}

impl Who {
    /// Tries that cost nothing.
    fn free(self) -> u32 {
        match self {
            Self::Both(..) => 5,
            Self::Known(..) => 10,
            Self::Network(_) => 25,
            Self::Account(_) => 60,
        }
    }

    /// Milliseconds to wait after so many wrong tries.
    fn wait(self, wrong: u32) -> i64 {
        let Some(over) = wrong.checked_sub(self.free()) else {
            return 0;
        };
        match self {
            Self::Account(_) => 30_000,
            _ => (5_000_i64 << over.min(8)).min(15 * 60_000),
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tries {
    wrong: u32,
    last: i64,
}

/// Remembers who guessed wrong.
pub struct Guesses(Mutex<Recent<Who, Tries>>);

impl Default for Guesses {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(HOUR, WATCHED)))
    }
}

impl Guesses {
    /// Takes one try, which counts as wrong until [`Guesses::right`]: many at once find no gap.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn take(&self, guesser: Guesser, now: Millis) -> Result<(), i64> {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let all = Self::who(guesser);
        let mut wait = 0;
        for who in &all {
            let one = tries.entry(*who, now);
            if now.0 - one.last >= HOUR {
                *one = Tries::default();
            }
            wait = wait.max(one.last + who.wait(one.wrong) - now.0);
        }
        if wait > 0 {
            return Err((wait + 999) / 1000);
        }
        for who in all {
            let one = tries.entry(who, now);
            one.wrong += 1;
            one.last = now.0;
        }
        Ok(())
    }

    /// The try was right after all.
    pub fn right(&self, guesser: Guesser, now: Millis) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for who in Self::who(guesser) {
            let one = tries.entry(who, now);
            one.wrong = match who {
                Who::Both(..) | Who::Known(..) => 0,
                _ => one.wrong.saturating_sub(1),
            };
        }
    }

    fn who(guesser: Guesser) -> Vec<Who> {
        match guesser {
            Guesser::Known { device, account } => vec![Who::Known(device, account)],
            Guesser::Stranger { account, network } => {
                let mut all = vec![Who::Network(network)];
                if let Some(account) = account {
                    all.extend([Who::Both(account, network), Who::Account(account)]);
                }
                all
            }
        }
    }
}

/// "a minute", "12 seconds".
pub fn wait_in_words(secs: i64) -> String {
    match secs {
        ..=1 => "a second".into(),
        2..=89 => format!("{secs} seconds"),
        _ => format!("{} minutes", (secs + 59) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stranger(account: u64, network: u64) -> Guesser {
        Guesser::of(None, Some(account), network)
    }

    #[test]
    fn a_guesser_waits_ever_longer_and_an_hour_forgives() {
        let guesses = Guesses::default();
        let take = |now| guesses.take(stranger(1, 9), Millis(now));
        assert!((0..5).all(|second| take(second * 1000).is_ok()));
        assert_eq!(take(4_000), Err(5));
        assert_eq!(take(9_000), Ok(()));
        assert_eq!(take(9_000), Err(10));
        assert_eq!(take(19_000), Ok(()));
        let (mut now, mut taken) = (20_000, 0);
        while now < HOUR {
            taken += u32::from(take(now).is_ok());
            now += 1000;
        }
        assert!(taken < 15, "{taken} in an hour");
        assert!((0..5).all(|second| take(2 * HOUR + second).is_ok()));
    }

    #[test]
    fn being_right_costs_nothing() {
        let guesses = Guesses::default();
        for second in 0..1000 {
            guesses.take(stranger(1, 9), Millis(second)).unwrap();
            guesses.right(stranger(1, 9), Millis(second));
        }
    }

    #[test]
    fn guesses_from_everywhere_slow_an_account_and_shut_nobody_out() {
        let guesses = Guesses::default();
        for network in 0..2000 {
            let _ = guesses.take(stranger(1, network), Millis(0));
        }
        let wait = guesses.take(stranger(1, 999_999), Millis(0)).unwrap_err();
        assert!(wait <= 30, "{wait}");
        assert_eq!(guesses.take(stranger(2, 999_999), Millis(0)), Ok(()));
        assert_eq!(
            guesses.take(Guesser::of(None, None, 999_998), Millis(0)),
            Ok(())
        );
    }

    #[test]
    fn one_network_tries_no_list_of_names() {
        let guesses = Guesses::default();
        let taken = (0..1000).filter(|name| guesses.take(stranger(*name, 9), Millis(0)).is_ok());
        assert_eq!(taken.count(), 25);
    }

    #[test]
    fn a_known_browser_waits_for_its_own_guesses_only() {
        let guesses = Guesses::default();
        for network in 0..2000 {
            let _ = guesses.take(stranger(1, network), Millis(0));
        }
        let known = |device| Guesser::of(Some(device), Some(1), 9);
        assert!((0..10).all(|_| guesses.take(known(7), Millis(0)).is_ok()));
        assert_eq!(guesses.take(known(7), Millis(0)), Err(5));
        assert_eq!(guesses.take(known(8), Millis(0)), Ok(()));
        // Nor does it spend what others have.
        assert_eq!(guesses.take(stranger(2, 9), Millis(0)), Ok(()));
    }
}
