//! How often a commenter or a network may comment: windows of a minute and an hour, in memory.
//!
//! Forgotten at a restart, which costs nothing but a little patience of the guard.

use clipsheet_store::Millis;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Who is watched at once, at most; beyond it those idle for longest are forgotten.
const WATCHED: usize = 50_000;

/// Limits of one kind of sender; 0 means none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// In a minute.
    pub per_minute: u32,
    /// In an hour.
    pub per_hour: u32,
}

/// Somebody who sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sender {
    /// A commenter, by row.
    Commenter(i64),
    /// A network, by its keyed hash.
    Network(u64),
    /// A network that brings pictures in.
    Pictures(u64),
}

/// When it may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// Seconds until then.
    pub wait_secs: i64,
}

/// Remembers who sent when.
#[derive(Default)]
pub struct Flood(Mutex<HashMap<Sender, VecDeque<Millis>>>);

impl Flood {
    /// Takes one from the allowance of all these senders, or of none when one of them has no more.
    ///
    /// # Errors
    /// [`TooMany`] with the longest time to wait.
    pub fn take(&self, senders: &[(Sender, Limits)], now: Millis) -> Result<(), TooMany> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wait = 0;
        for (sender, limits) in senders {
            let times = sent.entry(*sender).or_default();
            while times.front().is_some_and(|at| now.0 - at.0 >= HOUR) {
                times.pop_front();
            }
            for (most, window) in [(limits.per_minute, MINUTE), (limits.per_hour, HOUR)] {
                let most = most as usize;
                if most > 0 && times.len() >= most {
                    let oldest = times[times.len() - most];
                    wait = wait.max(oldest.0 + window - now.0);
                }
            }
        }
        if wait > 0 {
            return Err(TooMany {
                wait_secs: (wait + 999) / 1000,
            });
        }
        for (sender, limits) in senders {
            // Nobody without a limit need be remembered.
            if limits.per_minute > 0 || limits.per_hour > 0 {
                sent.entry(*sender).or_default().push_back(now);
            }
        }
        if sent.len() > WATCHED {
            sent.retain(|_, times| times.back().is_some_and(|at| now.0 - at.0 < HOUR));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        per_minute: 2,
        per_hour: 3,
    };

    #[test]
    fn a_window_opens_again_when_its_oldest_leaves() {
        let flood = Flood::default();
        let gull = [(Sender::Commenter(1), LIMITS)];
        assert_eq!(flood.take(&gull, Millis(0)), Ok(()));
        assert_eq!(flood.take(&gull, Millis(10_000)), Ok(()));
        assert_eq!(
            flood.take(&gull, Millis(20_000)),
            Err(TooMany { wait_secs: 40 })
        );
        assert_eq!(flood.take(&gull, Millis(60_000)), Ok(()));
        assert_eq!(
            flood.take(&gull, Millis(200_000)),
            Err(TooMany { wait_secs: 3_400 })
        );
        assert_eq!(flood.take(&gull, Millis(HOUR)), Ok(()));
    }

    #[test]
    fn a_refused_try_costs_nobody_anything() {
        let flood = Flood::default();
        let network = (
            Sender::Network(9),
            Limits {
                per_minute: 1,
                per_hour: 0,
            },
        );
        assert_eq!(flood.take(&[network], Millis(0)), Ok(()));
        for second in 1..10 {
            let both = [(Sender::Commenter(1), LIMITS), network];
            assert!(flood.take(&both, Millis(second * 1000)).is_err());
        }
        assert_eq!(
            flood.take(&[(Sender::Commenter(1), LIMITS)], Millis(11_000)),
            Ok(())
        );
        let free = [(
            Sender::Commenter(2),
            Limits {
                per_minute: 0,
                per_hour: 0,
            },
        )];
        assert!((0..1000).all(|at| flood.take(&free, Millis(at)).is_ok()));
    }
}
