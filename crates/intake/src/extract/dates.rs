//! Dates as pages write them, into RFC 3339.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// A date as RFC 3339, or as it is when it cannot be read.
///
/// A date and time keep the offset they come with; without one they are taken as UTC. A date without a time
/// stays a date (`2014-07-07`): a time of day that nobody wrote would be invented.
/// Dates such as 07/08/2014, whose order depends on the country, stay as they are.
pub(super) fn normalise(text: &str) -> Option<String> {
    let text = super::words::squeeze(text);
    if !text.chars().any(|c| c.is_ascii_digit()) || text.chars().count() > 80 {
        return None;
    }
    Some(instant(&text).or_else(|| date_only(&text)).unwrap_or(text))
}

/// A date from a path such as `/2014/07/07/gulls`.
pub(super) fn from_path(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = window else {
            return None;
        };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|y| (1990..2100).contains(y))?;
        let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
        Some(date.to_string())
    })
}

fn instant(text: &str) -> Option<String> {
    if let Some(written) = with_offset(text) {
        return Some(written);
    }
    for format in [
        "%Y-%m-%dT%H:%M:%S%.f%z",
        "%Y-%m-%dT%H:%M%z",
        "%Y-%m-%d %H:%M:%S%.f %z",
        "%Y-%m-%d %H:%M:%S%z",
        "%a %b %d %H:%M:%S %z %Y",
        "%a, %d %b %Y %H:%M:%S %z",
        "%Y%m%dT%H%M%S%z",
    ] {
        if let Ok(zoned) = Zoned::strptime(format, text) {
            return Some(rfc3339(&zoned));
        }
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(rfc3339(&zoned));
    }
    for format in [
        "%Y-%m-%dT%H:%M:%S%.f",
        "%Y-%m-%d %H:%M:%S%.f",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
        "%Y%m%dT%H%M%S",
        "%B %d, %Y %I:%M %p",
        "%B %d, %Y at %I:%M %p",
        "%b %d, %Y %I:%M %p",
        "%d %B %Y %H:%M",
        "%d %b %Y %H:%M",
        "%a %b %d %H:%M:%S UTC %Y",
        "%a %b %d %H:%M:%S GMT %Y",
    ] {
        if let Ok(civil) = DateTime::strptime(format, text) {
            return civil
                .to_zoned(TimeZone::UTC)
                .ok()
                .map(|zoned| zoned.timestamp().to_string());
        }
    }
    epoch(text)
}

/// RFC 3339 that needs no change but a colon or a `Z`.
fn with_offset(text: &str) -> Option<String> {
    let pieces = jiff::fmt::temporal::DateTimeParser::new()
        .parse_pieces(text)
        .ok()?;
    let time = pieces.time()?;
    let zone = pieces.to_numeric_offset()?;
    if matches!(
        pieces.offset(),
        Some(jiff::fmt::temporal::PiecesOffset::Zulu)
    ) {
        let zoned = pieces
            .date()
            .to_datetime(time)
            .to_zoned(TimeZone::UTC)
            .ok()?;
        return Some(zoned.timestamp().to_string());
    }
    let zoned = pieces
        .date()
        .to_datetime(time)
        .to_zoned(TimeZone::fixed(zone))
        .ok()?;
    Some(rfc3339(&zoned))
}

fn rfc3339(zoned: &Zoned) -> String {
    zoned
        .timestamp()
        .display_with_offset(zoned.offset())
        .to_string()
}

/// Seconds or milliseconds since 1970.
fn epoch(text: &str) -> Option<String> {
    let number: i64 = text.parse().ok()?;
    let instant = match text.len() {
        9 | 10 => Timestamp::from_second(number),
        12 | 13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    instant.ok().map(|instant| instant.to_string())
}

fn date_only(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.');
    [
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%Y.%m.%d",
        "%Y%m%d",
        "%B %d, %Y",
        "%b %d, %Y",
        "%b. %d, %Y",
        "%d %B %Y",
        "%d %b %Y",
        "%A, %B %d, %Y",
        "%a, %b %d, %Y",
        "%A, %d %B %Y",
        "%A %d %B %Y",
        "%B %d %Y",
        "%d.%m.%Y",
    ]
    .iter()
    .find_map(|format| Date::strptime(format, text).ok())
    .filter(|date| date.year() > 0)
    .map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_become_rfc_3339() {
        for (written, expected) in [
            ("2014-07-07T17:02:03Z", "2014-07-07T17:02:03Z"),
            (
                "2014-07-07T17:02:03.120+02:00",
                "2014-07-07T17:02:03.12+02:00",
            ),
            ("2014-07-07T17:02:03+0200", "2014-07-07T17:02:03+02:00"),
            ("2014-07-07T17:02+0200", "2014-07-07T17:02:00+02:00"),
            ("2014-07-07 17:02:03 -0430", "2014-07-07T17:02:03-04:30"),
            ("Mon, 07 Jul 2014 17:02:03 GMT", "2014-07-07T17:02:03+00:00"),
            ("Mon Jul 07 17:02:03 UTC 2014", "2014-07-07T17:02:03Z"),
            ("2014-07-07 17:02:03", "2014-07-07T17:02:03Z"),
            ("  2014-07-07T17:02 ", "2014-07-07T17:02:00Z"),
            ("1404752523", "2014-07-07T17:02:03Z"),
            ("1404752523000", "2014-07-07T17:02:03Z"),
            ("July 7, 2014 5:02 PM", "2014-07-07T17:02:00Z"),
            ("2014-07-07", "2014-07-07"),
            ("20140707", "2014-07-07"),
            ("July 7, 2014", "2014-07-07"),
            ("Monday, 7 July 2014", "2014-07-07"),
            ("07.07.2014", "2014-07-07"),
            ("07/08/2014", "07/08/2014"),
            ("2014-13-45", "2014-13-45"),
        ] {
            assert_eq!(normalise(written).as_deref(), Some(expected), "{written}");
        }
        assert_eq!(normalise("yesterday"), None);
        assert_eq!(normalise(""), None);
    }

    #[test]
    fn a_path_can_hold_a_date() {
        assert_eq!(
            from_path("/news/2014/7/07/gulls").as_deref(),
            Some("2014-07-07")
        );
        assert_eq!(from_path("/2014/31/12/gulls"), None);
        assert_eq!(from_path("/a/1234/1/1"), None);
    }
}
