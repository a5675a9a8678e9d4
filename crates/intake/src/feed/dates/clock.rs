//! Times of day with their zones.

use super::names::zone_of;

#[derive(Clone, Copy, Default)]
pub(super) struct Moment {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: i8,
    pub(super) nanosecond: i32,
}

/// A time of day, with what stands around it.
pub(super) struct Clock<'a> {
    pub(super) time: Moment,
    /// In minutes east of Greenwich.
    pub(super) offset: i32,
    pub(super) before: &'a str,
    /// What follows, without the zone.
    pub(super) after: &'a str,
}

impl<'a> Clock<'a> {
    /// Finds `17:02`, `17:02:03.5`, `5:02 PM`, with the zone after it.
    pub(super) fn find(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let colon = (1..bytes.len().saturating_sub(1)).find(|&at| {
            bytes[at] == b':' && bytes[at - 1].is_ascii_digit() && bytes[at + 1].is_ascii_digit()
        })?;
        let start = colon
            - bytes[..colon]
                .iter()
                .rev()
                .take(2)
                .take_while(|b| b.is_ascii_digit())
                .count();
        let hour: i8 = text[start..colon].parse().ok()?;
        let (minute, rest) = two_digits(&text[colon + 1..])?;
        let (second, rest) = rest
            .strip_prefix(':')
            .and_then(two_digits)
            .unwrap_or((0, rest));
        let (nanosecond, rest) = fraction(rest);
        let (hour, rest) = with_half_of_day(hour, rest.trim_start());
        if hour > 24 || minute > 59 || second > 61 || (hour == 24 && minute > 0) {
            return None;
        }
        let (offset, after) = zone(rest.trim_start());
        Some(Self {
            time: Moment {
                hour,
                minute,
                second: second.min(59),
                nanosecond,
            },
            offset,
            before: text[..start].trim_end_matches(['T', 't', ' ']),
            after,
        })
    }
}

fn two_digits(text: &str) -> Option<(i8, &str)> {
    let length = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text[..length].parse().ok()?, &text[length..]))
}

fn fraction(text: &str) -> (i32, &str) {
    let Some(digits) = text.strip_prefix(['.', ',']) else {
        return (0, text);
    };
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let nine: String = digits[..length]
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    (nine.parse().unwrap_or(0), &digits[length..])
}

/// Reads AM or PM.
fn with_half_of_day(hour: i8, rest: &str) -> (i8, &str) {
    let half = rest.get(..2).unwrap_or_default().to_ascii_lowercase();
    let ends = !rest
        .get(2..)
        .unwrap_or_default()
        .starts_with(|c: char| c.is_alphanumeric());
    match half.as_str() {
        "am" if ends && hour <= 12 => (hour % 12, &rest[2..]),
        "pm" if ends && hour <= 12 => (hour % 12 + 12, &rest[2..]),
        _ => (hour, rest),
    }
}

/// Reads `+0200`, `+02:00`, `+2`, `GMT+2`, `CEST`, and gives what follows. What is no zone is passed over.
fn zone(text: &str) -> (i32, &str) {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(letters);
    let named = zone_of(name);
    if letters > 0 && named.is_none() {
        // A month or a day of the week, or a zone that nobody knows.
        return (0, text);
    }
    let shifted = rest.trim_start();
    match numbered(shifted) {
        Some((minutes, after)) => (named.unwrap_or(0) + minutes, after),
        None => (named.unwrap_or(0), rest),
    }
}

fn numbered(text: &str) -> Option<(i32, &str)> {
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '−' | '–' => -1,
        _ => return None,
    };
    let rest = text.get(text.chars().next()?.len_utf8()..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, minutes, after) = match digits {
        1 | 2 => {
            let after = &rest[digits..];
            match after.strip_prefix(':').and_then(two_digits) {
                Some((minutes, after)) => (rest[..digits].parse().ok()?, i32::from(minutes), after),
                None => (rest[..digits].parse().ok()?, 0, after),
            }
        }
        3 => (
            rest[..1].parse().ok()?,
            rest[1..3].parse().ok()?,
            &rest[3..],
        ),
        4 => (
            rest[..2].parse::<i32>().ok()?,
            rest[2..4].parse().ok()?,
            &rest[4..],
        ),
        _ => return None,
    };
    (hours <= 15 && minutes < 60).then(|| (sign * (hours * 60 + minutes), after))
}
