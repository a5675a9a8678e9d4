//! A calendar date, written `YYYY-MM-DD`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the Gregorian calendar, as glossary files write it: `"2019-03-31"`.
///
/// The engine only compares dates, so this type knows no time zones and does no arithmetic. Years
/// run from 0 to 9999, so that the written form always has ten characters and sorts as text.
///
/// ```
/// use clipsheet_gloss::Date;
///
/// let day: Date = "2019-03-31".parse()?;
/// assert!(day < Date::new(2019, 4, 1).unwrap());
/// assert!(Date::new(2019, 2, 29).is_none());
/// # Ok::<(), clipsheet_gloss::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is not a date of the form `YYYY-MM-DD`, or a day that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a date; write it as year-month-day, for example 2019-03-31")]
pub struct DateError(String);

impl Date {
    /// The date of that year, month (1 to 12) and day (1 to 31), or `None` where there is no such day.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (year <= 9999 && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The year, 0 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let number = |range: std::ops::Range<usize>| {
            let digits = text.get(range)?;
            let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            if all_digits {
                digits.parse::<u16>().ok()
            } else {
                None
            }
        };
        let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let date = || {
            let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
            Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        };
        if dashes { date() } else { None }.ok_or_else(|| DateError(text.chars().take(40).collect()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_same_form() {
        for text in ["2024-02-29", "0000-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "",
            "2023-02-29",
            "2023-13-01",
            "2023-1-1",
            "+023-01-01",
            "2023-01-01x",
            "２023-01-0",
            "yesterday",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
