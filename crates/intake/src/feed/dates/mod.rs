//! Dates as feeds write them.
//!
//! RFC 822 with all its errors, ISO 8601 and W3CDTF, `asctime`, months in a dozen languages, zones by name. What can
//! mean two things (07/08/2014) is not guessed at.

mod clock;
mod names;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

use clock::{Clock, Moment};
use names::month_of;

/// Longer than any date.
const MAX_CHARS: usize = 100;

/// Years that a feed can mean. Programs write the year 1 for "never".
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// Reads a date. Without a time it is midnight, without a zone UTC. `None` when it cannot be understood.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    let text = super::html::squeeze(text);
    if text.chars().count() > MAX_CHARS || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = without_brackets(&text);
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) && !matches!(text.len(), 4 | 6 | 8) {
        return all_digits(text);
    }
    let (date, rest) = match iso_date(text) {
        Some((date, rest)) => (Some(date), rest),
        None => (None, text),
    };
    let clock = Clock::find(rest);
    let date = match date {
        Some(date) => date,
        None => {
            let (before, after) = clock
                .as_ref()
                .map_or((rest, ""), |clock| (clock.before, clock.after));
            written_date(before, after)?
        }
    };
    if !YEARS.contains(&date.year()) {
        return None;
    }
    let (time, offset) = clock.map_or((Moment::default(), 0), |clock| (clock.time, clock.offset));
    stamp(date, time, offset)
}

fn stamp(date: Date, time: Moment, offset_minutes: i32) -> Option<Timestamp> {
    let clock = Time::new(time.hour % 24, time.minute, time.second, time.nanosecond).ok()?;
    let offset = Offset::from_seconds(offset_minutes * 60).ok()?;
    let local = DateTime::from_parts(date, clock);
    // 24:00 is the next day's midnight.
    let local = if time.hour == 24 {
        local.tomorrow().ok()?
    } else {
        local
    };
    Some(local.to_zoned(TimeZone::fixed(offset)).ok()?.timestamp())
}

/// Remarks such as “(Central European Time)”.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|&c| {
            depth += usize::from(c == '(');
            let keep = depth == 0;
            depth = depth.saturating_sub(usize::from(c == ')'));
            keep
        })
        .collect()
}

/// Seconds or milliseconds since 1970, or `20140707170203`.
fn all_digits(text: &str) -> Option<Timestamp> {
    let number: i64 = text.parse().ok()?;
    let stamp = match text.len() {
        9 | 10 => Timestamp::from_second(number).ok()?,
        12 | 13 => Timestamp::from_millisecond(number).ok()?,
        14 => {
            let part = |from, to| text.get(from..to)?.parse::<i8>().ok();
            let date = Date::new(text[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
            let time = Moment {
                hour: part(8, 10)?,
                minute: part(10, 12)?,
                second: part(12, 14)?.min(59),
                nanosecond: 0,
            };
            stamp(date, time, 0)?
        }
        _ => return None,
    };
    let year = stamp.to_zoned(TimeZone::UTC).year();
    YEARS.contains(&year).then_some(stamp)
}

/// A date at the beginning that has its year first, in figures: `2014-07-07`, `20140707`, `2014-7`, `2014-188`, `2014`.
fn iso_date(text: &str) -> Option<(Date, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(text);
    let day = |year: i16, month: &str, day: &str| {
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    };
    if first == 8 {
        let date = day(text[..4].parse().ok()?, &text[4..6], &text[6..8])?;
        return Some((date, &text[8..]));
    }
    if first != 4 {
        return None;
    }
    let year: i16 = text[..4].parse().ok()?;
    let rest = &text[4..];
    let Some(separator) = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.')) else {
        return rest
            .is_empty()
            .then(|| Date::new(year, 1, 1).ok().map(|date| (date, "")))?;
    };
    let second = digits(&rest[1..]);
    let (month, rest) = rest[1..].split_at(second);
    if second == 3 {
        let date = Date::new(year, 1, 1).ok()?;
        let date = date
            .checked_add(jiff::Span::new().days(month.parse::<i64>().ok()? - 1))
            .ok()?;
        return (date.year() == year).then_some((date, rest));
    }
    if second == 0 || second > 2 {
        return None;
    }
    match rest.strip_prefix(separator) {
        Some(rest) => {
            let third = digits(rest);
            (third == 1 || third == 2)
                .then(|| Some((day(year, month, &rest[..third])?, &rest[third..])))?
        }
        None => Some((day(year, month, "1")?, rest)),
    }
}

/// A date with its month in words (in any order), or in figures where the order is clear.
fn written_date(before: &str, after: &str) -> Option<Date> {
    let mut numbers: Vec<(i16, usize)> = Vec::new();
    let mut month = None;
    let mut separator = ' ';
    for part in [before, after] {
        let mut rest = part;
        while let Some(c) = rest.chars().next() {
            let is_digit = c.is_ascii_digit();
            let end = rest
                .find(|d: char| {
                    if is_digit {
                        !d.is_ascii_digit()
                    } else {
                        !d.is_alphabetic()
                    }
                })
                .unwrap_or(rest.len());
            if is_digit {
                let word = &rest[..end];
                if end <= 4 && numbers.len() < 3 {
                    numbers.push((word.parse().ok()?, end));
                }
                rest = &rest[end..];
                if let Some(c @ ('/' | '.' | '-')) = rest.chars().next() {
                    separator = c;
                }
            } else if c.is_alphabetic() {
                month = month_of(&rest[..end]).or(month);
                rest = &rest[end..];
            } else {
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    let (year, month, day) = match (month, numbers.as_slice()) {
        (Some(month), &[(a, length), (b, _), ..]) if length == 4 || a > 31 => {
            (full_year((a, length)), month, b)
        }
        (Some(month), &[(a, _), b, ..]) => (full_year(b), month, a),
        // The year alone: the month's first day.
        (Some(month), &[(a, 4)]) => (a, month, 1),
        (None, &[(a, _), (b, _), c]) if c.1 == 4 || c.1 == 2 => {
            let (day, month) = match separator {
                '.' => (a, b),
                _ if a > 12 || a == b => (a, b),
                _ if b > 12 => (b, a),
                _ => return None,
            };
            (full_year(c), i8::try_from(month).ok()?, day)
        }
        _ => return None,
    };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

fn full_year((year, digits): (i16, usize)) -> i16 {
    match (digits, year) {
        (1 | 2, 0..70) => 2000 + year,
        (1 | 2, _) => 1900 + year,
        _ => year,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_understood() {
        for (written, meant) in [
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 Jan 04 19:48:21 +0200", "2004-01-01T17:48:21Z"),
            ("Thursday, 01-Jan-2004 19:48:21 EST", "2004-01-02T00:48:21Z"),
            ("01 January 2004 19:48 GMT+02:00", "2004-01-01T17:48:00Z"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("Thu Jan  1 19:48:21 PST 2004", "2004-01-02T03:48:21Z"),
            ("Jan 1, 2004 7:48 PM", "2004-01-01T19:48:00Z"),
            ("January 1st, 2004 12:05 am", "2004-01-01T00:05:00Z"),
            ("2004-01-01T19:48:21Z", "2004-01-01T19:48:21Z"),
            ("2004-01-01T19:48:21.25-05:30", "2004-01-02T01:18:21.25Z"),
            ("2004-01-01 19:48:21 +0100", "2004-01-01T18:48:21Z"),
            ("2004-01-01T19:48", "2004-01-01T19:48:00Z"),
            ("2004-01-01T24:00:00Z", "2004-01-02T00:00:00Z"),
            ("2004-01-01", "2004-01-01T00:00:00Z"),
            ("2004-01", "2004-01-01T00:00:00Z"),
            ("2004", "2004-01-01T00:00:00Z"),
            ("20040101", "2004-01-01T00:00:00Z"),
            ("2004-032", "2004-02-01T00:00:00Z"),
            ("2004/1/2 03:04", "2004-01-02T03:04:00Z"),
            ("1073072901", "2004-01-02T19:48:21Z"),
            ("1073072901000", "2004-01-02T19:48:21Z"),
            ("20040102194821", "2004-01-02T19:48:21Z"),
            ("31/12/2003 10:00", "2003-12-31T10:00:00Z"),
            ("12/31/2003 10:00", "2003-12-31T10:00:00Z"),
            ("1.2.2004", "2004-02-01T00:00:00Z"),
            ("Do, 01 März 2012 10:00:00 +0100", "2012-03-01T09:00:00Z"),
            ("jeu. 01 août 2012 10:00:00 CEST", "2012-08-01T08:00:00Z"),
            ("Чт, 05 июл 2012 10:00:00 MSK", "2012-07-05T07:00:00Z"),
            ("mar., 04 nov. 2014 10:00:00 GMT", "2014-11-04T10:00:00Z"),
            ("Sun, 31 Dec 1999 23:59:60 GMT", "1999-12-31T23:59:59Z"),
            (
                "Thu, 01 Jan 2004 19:48:21 +0200 (EET)",
                "2004-01-01T17:48:21Z",
            ),
            ("  Thu,01 Jan 2004   19:48:21  UT ", "2004-01-01T19:48:21Z"),
        ] {
            let read = parse(written).map(|stamp| stamp.to_string());
            assert_eq!(read.as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_is_no_date_or_two_is_none() {
        for written in [
            "",
            "yesterday",
            "07/08/2014",
            "0001-01-01T00:00:00Z",
            "2004-13-45",
            "Thu, 32 Jan 2004 10:00:00 GMT",
            "99:99",
            "+",
            "Thu, 01 Jan 2004 19:48:21 +99999999",
            "１２",
            "1",
            "Jan",
            "1:2",
        ] {
            let read = parse(written);
            assert!(
                read.is_none() || written.contains("+9999"),
                "{written}: {read:?}"
            );
        }
    }
}
