//! Dates and times as the paper prints them, in its time zone.

use clipsheet_store::{Day, Millis};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// The paper's calendar: its time zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// From Monday, as the archive's calendars have them.
pub const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Calendar {
    /// The calendar of a time zone such as `Europe/London`; `None` when there is no such zone.
    pub fn new(zone: &str) -> Option<Self> {
        TimeZone::get(zone).ok().map(|zone| Self { zone })
    }

    fn zoned(&self, at: Millis) -> Zoned {
        Timestamp::from_millisecond(at.0)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    /// The day on which an instant lies.
    pub fn day_of(&self, at: Millis) -> Day {
        Day::from_date(self.zoned(at).date())
    }

    /// The instant of a time of day, such as 7:40 on 7 July. A time that a change of clocks leaves out is
    /// moved forward.
    pub fn instant(&self, day: Day, hour: i8, minute: i8) -> Option<Millis> {
        let at = day.date()?.at(hour.clamp(0, 23), minute.clamp(0, 59), 0, 0);
        let zoned = at.to_zoned(self.zone.clone()).ok()?;
        Some(Millis(zoned.timestamp().as_millisecond()))
    }

    /// `17:02`.
    pub fn time(&self, at: Millis) -> String {
        let zoned = self.zoned(at);
        format!("{:02}:{:02}", zoned.hour(), zoned.minute())
    }

    /// `17:02` when it was on that day, `6 Jul, 17:02` in the same year, else `6 Jul 2013, 17:02`.
    pub fn short(&self, at: Millis, today: Day) -> String {
        let zoned = self.zoned(at);
        let day = Day::from_date(zoned.date());
        let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
        let month = &MONTHS[month_index(zoned.date())][..3];
        if day == today {
            time
        } else if day.0 / 10_000 == today.0 / 10_000 {
            format!("{} {month}, {time}", zoned.day())
        } else {
            format!("{} {month} {}, {time}", zoned.day(), zoned.year())
        }
    }

    /// `2014-07-07T17:02+01:00`, for machines.
    pub fn machine(&self, at: Millis) -> String {
        // By hand: a page with its comments has hundreds, and reading a format each time shows.
        let zoned = self.zoned(at);
        let (date, minutes) = (zoned.date(), zoned.offset().seconds() / 60);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}{}{:02}:{:02}",
            date.year(),
            date.month(),
            date.day(),
            zoned.hour(),
            zoned.minute(),
            if minutes < 0 { '-' } else { '+' },
            minutes.abs() / 60,
            minutes.abs() % 60
        )
    }

    /// RFC 3339 with seconds in UTC, for feeds.
    pub fn rfc3339(at: Millis) -> String {
        let second = Timestamp::from_second(at.0.div_euclid(1000)).unwrap_or(Timestamp::UNIX_EPOCH);
        second.to_string()
    }
}

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

/// `Monday, 7 July 2014`; the number itself when it is no date.
pub fn date_long(day: Day) -> String {
    match day.date() {
        Some(date) => format!("{}, {}", weekday(day), date_in_words(Day::from_date(date))),
        None => day.0.to_string(),
    }
}

/// `7 July 2014`.
pub fn date_in_words(day: Day) -> String {
    match day.date() {
        Some(date) => format!(
            "{} {} {}",
            date.day(),
            MONTHS[month_index(date)],
            date.year()
        ),
        None => day.0.to_string(),
    }
}

/// `7 July`.
pub fn date_short(day: Day) -> String {
    day.date().map_or_else(
        || day.0.to_string(),
        |date| format!("{} {}", date.day(), MONTHS[month_index(date)]),
    )
}

/// `Monday`.
pub fn weekday(day: Day) -> &'static str {
    day.date().map_or("", |date| {
        WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
    })
}

/// `July` for 7; empty for what is no month.
pub fn month_name(month: i64) -> &'static str {
    usize::try_from(month - 1)
        .ok()
        .and_then(|index| MONTHS.get(index))
        .copied()
        .unwrap_or("")
}

/// The day that lies so many days later (or earlier).
pub fn days_later(day: Day, days: i64) -> Day {
    let later = day.date().and_then(|date| {
        date.checked_add(jiff::Span::new().try_days(days).ok()?)
            .ok()
    });
    later.map_or(day, Day::from_date)
}

/// `1,862,925`.
pub fn number(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if count < 0 {
        grouped.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 comment`, `1,204 comments`; `no comments` for none.
pub fn counted(count: i64, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        count => format!("{} {many}", number(count)),
    }
}

/// The same of so many items of a list.
pub fn counted_len(count: usize, one: &str, many: &str) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), one, many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_are_printed_for_people() {
        let london = Calendar::new("Europe/London").unwrap();
        let at = Millis(1_404_748_920_000);
        assert_eq!(london.day_of(at), Day(20_140_707));
        assert_eq!(london.time(at), "17:02");
        assert_eq!(london.short(at, Day(20_140_707)), "17:02");
        assert_eq!(london.short(at, Day(20_140_708)), "7 Jul, 17:02");
        assert_eq!(london.short(at, Day(20_200_101)), "7 Jul 2014, 17:02");
        assert_eq!(london.machine(at), "2014-07-07T17:02+01:00");
        let west = Calendar::new("America/St_Johns").unwrap();
        assert_eq!(
            west.machine(Millis(1_404_748_920_000)),
            "2014-07-07T13:32-02:30"
        );
        assert_eq!(Calendar::rfc3339(at), "2014-07-07T16:02:00Z");
        assert_eq!(london.instant(Day(20_140_707), 17, 2), Some(at));
        assert_eq!(date_long(Day(20_140_707)), "Monday, 7 July 2014");
        assert_eq!(days_later(Day(20_140_301), -1), Day(20_140_228));
        assert_eq!(number(1_862_925), "1,862,925");
        assert_eq!(number(-1_000), "-1,000");
        assert_eq!(number(999), "999");
        assert_eq!(counted(0, "comment", "comments"), "no comments");
        assert!(Calendar::new("Tarrow/Harbour").is_none());
    }
}
