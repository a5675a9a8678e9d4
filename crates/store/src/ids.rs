//! An id type per table, so that a comment's id cannot be passed for an article's.

use crate::error::StoreResult;
use crate::value::{Column, Columns, Row, Value};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident ),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl From<$name> for Value {
            fn from(id: $name) -> Self {
                Self::Int(id.0)
            }
        }

        #[expect(private_interfaces, reason = "the two engines' rows stay inside the store")]
        impl Column for $name {
            fn read(row: &Row<'_>, index: usize) -> StoreResult<Self> {
                i64::read(row, index).map(Self)
            }
        }

        #[expect(private_interfaces, reason = "the two engines' rows stay inside the store")]
        impl Column for Option<$name> {
            fn read(row: &Row<'_>, index: usize) -> StoreResult<Self> {
                Option::<i64>::read(row, index).map(|id| id.map($name))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// An article's number: public, in its address.
    ArticleId,
    /// An area's row.
    AreaId,
    /// A source's row.
    SourceId,
    /// A dossier's row.
    DossierId,
    /// A comment's row. Readers know a comment by its article and number instead.
    CommentId,
    /// A commenter, as named in the signed cookie.
    CommenterId,
    /// A draft that waits to be printed.
    DraftId,
    /// Somebody who makes the paper.
    StaffId,
    /// A feed that is read for the inbox.
    FeedId,
    /// A story in the inbox.
    ItemId,
    /// A remark of the desk's.
    RemarkId,
    /// Something that was sent in.
    SubmissionId,
    /// An instant in milliseconds since 1970 (UTC).
    Millis,
    /// An edition's date as a number: 20140707 is 7 July 2014. Sorts as dates do on both engines.
    Day,
}

impl Day {
    /// The date as a day number.
    pub fn from_date(date: Date) -> Self {
        Self(
            i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day()),
        )
    }

    /// The calendar date, or `None` for a number that is no date.
    pub fn date(self) -> Option<Date> {
        let year = i16::try_from(self.0 / 10_000).ok()?;
        let month = i8::try_from(self.0 / 100 % 100).ok()?;
        let day = i8::try_from(self.0 % 100).ok()?;
        Date::new(year, month, day).ok()
    }

    /// Reads `2014-07-07`. `None` for anything that is not a date of the calendar in that form.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !well_formed {
            return None;
        }
        text.parse().ok().map(Self::from_date)
    }

    /// `2014-07-07`.
    pub fn iso(self) -> String {
        format!(
            "{:04}-{:02}-{:02}",
            self.0 / 10_000,
            self.0 / 100 % 100,
            self.0 % 100
        )
    }

    /// The month as a number: 201407.
    pub fn month(self) -> i64 {
        self.0 / 100
    }
}

/// Reads a whole row that is one column.
pub(crate) fn single<T: Column>(columns: &mut Columns<'_>) -> StoreResult<T> {
    columns.take()
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_dates_of_the_calendar() {
        assert_eq!(Day::parse("2014-07-07"), Some(Day(20_140_707)));
        assert_eq!(Day(20_140_707).iso(), "2014-07-07");
        assert_eq!(Day(20_140_707).month(), 201_407);
        for wrong in [
            "2014-02-30",
            "2014-7-7",
            "20140707",
            "",
            "2014-07-07x",
            "−014-07-07",
        ] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Day(20_140_230).date(), None);
    }
}
