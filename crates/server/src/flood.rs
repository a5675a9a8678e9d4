//! How often a commenter or a network may comment: windows of a minute and an hour, in memory.
//!
//! Forgotten at a restart, which costs nothing but a little patience of the guard.

use crate::talk::recent::Recent;
use clipsheet_store::Millis;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// Who is watched at once, at least; at twice as many those idle for longest are forgotten.
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
pub struct Flood(Mutex<Recent<Sender, VecDeque<Millis>>>);

impl Default for Flood {
    fn default() -> Self {
        Self(Mutex::new(Recent::new(HOUR, WATCHED)))
    }
}

impl Flood {
    /// Takes one from the allowance of all these senders, or of none when one of them has no more.
    ///
    /// # Errors
    /// [`TooMany`] with the longest time to wait.
    pub fn take(&self, senders: &[(Sender, Limits)], now: Millis) -> Result<(), TooMany> {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody without a limit need be remembered.
        let limited = || {
            let limited = |limits: &Limits| limits.per_minute > 0 || limits.per_hour > 0;
            senders.iter().filter(move |(_, limits)| limited(limits))
        };
        let mut wait = 0;
        for (sender, limits) in limited() {
            let times = sent.entry(*sender, now);
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
        for (sender, _) in limited() {
            sent.entry(*sender, now).push_back(now);
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
    #[test]
    fn ever_new_networks_fill_no_memory_and_free_nobody_at_once() {
        let flood = Flood::default();
        let gull = [(Sender::Commenter(1), LIMITS)];
        assert!((0..2).all(|_| flood.take(&gull, Millis(0)).is_ok()));
        for network in 0..300_000 {
            if network == WATCHED as u64 / 2 {
                assert!(flood.take(&gull, Millis(10_000)).is_err());
            }
            let network = (Sender::Network(network), LIMITS);
            assert_eq!(flood.take(&[network], Millis(10_000)), Ok(()));
        }
        assert!(flood.0.lock().unwrap().len() <= 2 * WATCHED);
    }
}
