//! What was met of late, and no more of it than fits: two generations of a map that take turns.
//!
//! Forgetting one by one would mean to look at all of them for each that comes. Here a whole generation is forgotten
//! at once, so every access costs the same however many there are, and whoever brings ever new keys (a customer of an IPv6 network
//! has as many as they like) only pushes out the old ones.

use clipsheet_store::Millis;
use std::collections::HashMap;
use std::hash::Hash;

/// Values by key that are kept for a while after their last use, unless too many others come.
pub struct Recent<K, V> {
    lasts_millis: i64,
    most: usize,
    young_since: Millis,
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Default> Recent<K, V> {
    /// Keeps values for `lasts_millis` after their last use at least (who needs that exactly keeps the time beside the
    /// value), and of many values the `most` that were used last at least, never more than twice as many.
    pub fn new(lasts_millis: i64, most: usize) -> Self {
        Self {
            lasts_millis,
            most,
            young_since: Millis(i64::MIN),
            young: HashMap::new(),
            old: HashMap::new(),
        }
    }

    /// The value of a key; a default one when it is new or was forgotten.
    pub fn entry(&mut self, key: K, now: Millis) -> &mut V {
        // Taken out first, so that the turn of the generations cannot carry it off.
        let known = self.young.remove(&key).or_else(|| self.old.remove(&key));
        let full = self.young.len() >= self.most;
        if full || now.0.saturating_sub(self.young_since.0) >= self.lasts_millis {
            self.old = std::mem::take(&mut self.young);
            self.young_since = now;
        }
        let place = self.young.entry(key);
        place.insert_entry(known.unwrap_or_default()).into_mut()
    }

    /// How many are remembered.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let mut recent = Recent::<&str, u32>::new(100, 10);
        *recent.entry("gull", Millis(0)) = 1;
        *recent.entry("tern", Millis(90)) = 2;
        assert_eq!(*recent.entry("gull", Millis(99)), 1);
        assert_eq!(*recent.entry("tern", Millis(189)), 2, "99 later");
        assert_eq!(*recent.entry("gull", Millis(198)), 1, "99 later");
        for at in [300, 400, 500] {
            assert_eq!(*recent.entry("tern", Millis(at)), 2);
        }
        assert_eq!(*recent.entry("gull", Millis(500)), 0, "long unused");
    }

    #[test]
    fn there_are_never_many_and_the_last_ones_are_known() {
        for keys in 100..250 {
            let mut recent = Recent::<u64, u64>::new(1_000_000, 50);
            for key in 1..=keys {
                *recent.entry(key, Millis(0)) = key;
                assert!(recent.len() <= 100);
            }
            for last in keys - 49..=keys {
                assert_eq!(*recent.entry(last, Millis(0)), last, "of {keys}");
            }
        }
    }
}
