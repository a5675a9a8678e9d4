//! The archive by year, month and day.

use super::{Chrome, Link};

/// A year in the archive.
#[derive(Debug, Clone, Default)]
pub struct YearRow {
    /// "2014".
    pub year: String,
    /// Its page.
    pub url: String,
    /// "21,204 articles".
    pub articles: String,
    /// "80,112 comments".
    pub comments: String,
}

/// All years of the archive.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "archive.html")]
pub struct ArchiveIndex {
    /// What every page has.
    pub chrome: Chrome,
    /// "534,023 articles and 1,862,925 comments since 3 May 2001".
    pub count_line: String,
    /// The years, newest first.
    pub years: Vec<YearRow>,
}

/// A day in a calendar.
#[derive(Debug, Clone, Default)]
pub struct DayCell {
    /// Day of the month; empty outside the month.
    pub day: String,
    /// Its edition; empty for none.
    pub url: String,
    /// For those who hear the page, and the tool tip: "7 July: 92 articles".
    pub label: String,
}

/// A row of a calendar: seven days.
#[derive(Debug, Clone, Default)]
pub struct Week {
    /// Its days, from the first column on.
    pub days: Vec<DayCell>,
}

/// A month in the page of a year.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// "July".
    pub name: String,
    /// Its page; empty for a month without editions.
    pub url: String,
    /// "2,204 articles"; empty for none.
    pub articles: String,
    /// Its weeks.
    pub weeks: Vec<Week>,
}

/// The head of a calendar's column.
#[derive(Debug, Clone, Default)]
pub struct Weekday {
    /// "Mo".
    pub short: String,
    /// "Monday".
    pub title: String,
}

/// A year of the archive: twelve calendars.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "archive_year.html")]
pub struct ArchiveYear {
    /// What every page has.
    pub chrome: Chrome,
    /// "2014".
    pub heading: String,
    /// "21,204 articles and 80,112 comments".
    pub count_line: String,
    /// Heads of the columns of every calendar.
    pub weekdays: Vec<Weekday>,
    /// The months, January first.
    pub months: Vec<Calendar>,
    /// The year before; no link for the first.
    pub older: Link,
    /// The year after; no link for the last.
    pub newer: Link,
}

/// A day in the page of a month.
#[derive(Debug, Clone, Default)]
pub struct DayRow {
    /// "Monday, 7 July".
    pub date: String,
    /// Its edition.
    pub url: String,
    /// "92 articles".
    pub articles: String,
    /// "436 comments".
    pub comments: String,
    /// Its lead; no link for none.
    pub lead: Link,
}

/// A month of the archive: its days with their leads.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "archive_month.html")]
pub struct ArchiveMonth {
    /// What every page has.
    pub chrome: Chrome,
    /// "July 2014".
    pub heading: String,
    /// The year it belongs to.
    pub year: Link,
    /// "2,204 articles and 8,112 comments".
    pub count_line: String,
    /// The days that have an edition, first day first.
    pub days: Vec<DayRow>,
    /// The month before; no link for the first.
    pub older: Link,
    /// The month after; no link for the last.
    pub newer: Link,
}
