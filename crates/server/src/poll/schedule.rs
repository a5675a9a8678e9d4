//! When a feed is read next: decided from numbers alone, all in seconds.

/// The shortest time between two readings of a feed.
pub const LEAST: i64 = 5 * 60;
/// The longest.
pub const MOST: i64 = 24 * 3600;
/// How long to wait to begin with.
pub const START: i64 = 30 * 60;
/// How long to wait after the first failure; it doubles with each further one.
const FIRST_RETRY: i64 = 10 * 60;

/// How long to wait between two readings from now on: less when a reading brought something new, more when it did not,
/// so that a feed is found with about one new story a reading.
pub fn interval_after(interval: i64, news: i64) -> i64 {
    let next = match news {
        ..=0 => interval.saturating_add(interval / 4),
        1..=2 => interval - interval / 5,
        _ => interval / 2,
    };
    next.clamp(LEAST, MOST)
}

/// How long to wait for the next reading after a good one. `wish` is how long the server or the feed asks to be left
/// alone. `dice` is any number: up to a tenth is added by it, so that feeds that were added together part.
pub fn wait(interval: i64, wish: i64, dice: u64) -> i64 {
    jitter(interval.max(wish), dice)
}

/// How long to wait after so many failures in a row, at least as long as the server asks (`Retry-After`), and not longer
/// than a day. A feed that is read seldom is not read more often for having failed.
pub fn back_off(interval: i64, fails: i64, retry_after: i64, dice: u64) -> i64 {
    let doublings = u32::try_from(fails.clamp(1, 12) - 1).unwrap_or(0);
    let wait = FIRST_RETRY << doublings;
    jitter(wait.max(interval).max(retry_after), dice)
}

fn jitter(wait: i64, dice: u64) -> i64 {
    let wait = wait.clamp(LEAST, MOST);
    let most = u64::try_from(wait / 10).unwrap_or(1).max(1);
    let added = i64::try_from(dice % most).unwrap_or(0);
    (wait + added).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from one end to the other, and a few thousand between.
    fn numbers() -> impl Iterator<Item = u64> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let random = std::iter::repeat_with(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        });
        [0, 1, u64::MAX].into_iter().chain(random.take(3000))
    }

    fn signed(number: u64, shift: u32) -> i64 {
        i64::from_ne_bytes(number.to_ne_bytes()) >> shift
    }

    #[test]
    fn whatever_is_asked_for_the_wait_stays_within_bounds() {
        for (at, number) in numbers().enumerate() {
            let shift = u32::try_from(at % 60).unwrap();
            let (a, b) = (signed(number, shift), signed(number.rotate_left(17), shift));
            let bounds = LEAST..=MOST;
            assert!(bounds.contains(&interval_after(a, b)), "{a} {b}");
            assert!(bounds.contains(&wait(a, b, number)), "{a} {b} {number}");
            for fails in [i64::MIN, 0, 1, 5, 40, i64::MAX] {
                assert!(bounds.contains(&back_off(a, fails, b, number)), "{a} {b}");
            }
        }
    }

    #[test]
    fn failures_never_make_it_quicker() {
        for number in numbers() {
            let (interval, asked) = (signed(number, 45), signed(number.rotate_left(23), 45));
            let waits: Vec<i64> = (1..30)
                .map(|fails| back_off(interval, fails, asked, 0))
                .collect();
            assert!(waits.is_sorted(), "{interval} {asked}: {waits:?}");
            assert!(waits[0] >= interval.min(MOST) && waits[0] >= asked.min(MOST));
            assert_eq!(waits[28], MOST);
        }
    }

    #[test]
    fn wishes_are_kept_up_to_a_day() {
        for number in numbers() {
            let wish = signed(number, 44).abs();
            assert!(wait(START, wish, number) >= wish.min(MOST));
            assert!(wait(START, wish, number) >= START);
        }
    }

    #[test]
    fn a_lively_feed_is_read_often_and_a_quiet_one_seldom() {
        let after = |news: i64, readings: usize| {
            (0..readings).fold(START, |interval, _| interval_after(interval, news))
        };
        assert_eq!(after(5, 10), LEAST);
        assert_eq!(after(0, 30), MOST);
        assert!(after(1, 1) < START && after(1, 1) > after(5, 1));
        // It comes back from a quiet summer within a few readings.
        assert_eq!(
            (0..10).fold(MOST, |interval, _| interval_after(interval, 9)),
            LEAST
        );
    }
}
