//! Dates as feeds write them.
//!
//! RFC 822 with all its errors, ISO 8601 and W3CDTF, `asctime`, months in a dozen languages, zones by name. What can
//! mean two things (07/08/2014) is not guessed at.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

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

#[derive(Clone, Copy, Default)]
struct Moment {
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
}

/// A time of day, with what stands around it.
struct Clock<'a> {
    time: Moment,
    offset: i32,
    before: &'a str,
    /// What follows, without the zone.
    after: &'a str,
}

impl<'a> Clock<'a> {
    /// Finds `17:02`, `17:02:03.5`, `5:02 PM`, with the zone after it.
    fn find(text: &'a str) -> Option<Self> {
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

/// Zones by name, in minutes east of Greenwich. Where a name means several, it is the one that feeds mostly mean.
const ZONES: &[(&str, i32)] = &[
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("WET", 0),
    ("WEST", 60),
    ("BST", 60),
    ("IST", 330),
    ("CET", 60),
    ("MET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("MSD", 240),
    ("SAST", 120),
    ("PKT", 300),
    ("WIB", 420),
    ("ICT", 420),
    ("HKT", 480),
    ("SGT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("ACST", 570),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("NZDT", 780),
    ("BRT", -180),
    ("ART", -180),
    ("NST", -210),
    ("NDT", -150),
    ("AST", -240),
    ("ADT", -180),
    ("EST", -300),
    ("EDT", -240),
    ("ET", -300),
    ("CST", -360),
    ("CDT", -300),
    ("CT", -360),
    ("MST", -420),
    ("MDT", -360),
    ("MT", -420),
    ("PST", -480),
    ("PDT", -420),
    ("PT", -480),
    ("AKST", -540),
    ("AKDT", -480),
    ("HST", -600),
];

/// Reads `+0200`, `+02:00`, `+2`, `GMT+2`, `CEST`, and gives what follows. What is no zone is passed over.
fn zone(text: &str) -> (i32, &str) {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at(letters);
    let named = ZONES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|&(_, minutes)| minutes);
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

/// The first letters of the months: English, German, Dutch, French, Spanish, Italian, Portuguese, Russian, Greek …
const MONTHS: &[(&str, i8)] = &[
    ("juin", 6),
    ("juil", 7),
    ("jan", 1),
    ("ene", 1),
    ("gen", 1),
    ("янв", 1),
    ("ιαν", 1),
    ("jän", 1),
    ("feb", 2),
    ("fev", 2),
    ("fév", 2),
    ("фев", 2),
    ("φεβ", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrz", 3),
    ("mae", 3),
    ("maa", 3),
    ("mrt", 3),
    ("мар", 3),
    ("μάρ", 3),
    ("μαρ", 3),
    ("már", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("ápr", 4),
    ("апр", 4),
    ("απρ", 4),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("maj", 5),
    ("máj", 5),
    ("май", 5),
    ("мая", 5),
    ("μάι", 5),
    ("μαϊ", 5),
    ("jun", 6),
    ("jún", 6),
    ("giu", 6),
    ("июн", 6),
    ("ιούν", 6),
    ("ιον", 6),
    ("jul", 7),
    ("júl", 7),
    ("lug", 7),
    ("июл", 7),
    ("ιούλ", 7),
    ("ιολ", 7),
    ("aug", 8),
    ("ago", 8),
    ("aoû", 8),
    ("aou", 8),
    ("авг", 8),
    ("αύγ", 8),
    ("αυγ", 8),
    ("sep", 9),
    ("set", 9),
    ("szep", 9),
    ("сен", 9),
    ("σεπ", 9),
    ("oct", 10),
    ("okt", 10),
    ("ott", 10),
    ("out", 10),
    ("окт", 10),
    ("οκτ", 10),
    ("nov", 11),
    ("ноя", 11),
    ("νοέ", 11),
    ("νοε", 11),
    ("dec", 12),
    ("dez", 12),
    ("dic", 12),
    ("déc", 12),
    ("дек", 12),
    ("δεκ", 12),
];

fn month_of(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    MONTHS
        .iter()
        .find(|(start, _)| word.starts_with(start))
        .map(|&(_, month)| month)
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
