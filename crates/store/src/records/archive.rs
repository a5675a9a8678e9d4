//! The archive by day, month and year, from counters that never need counting.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{Day, single};
use crate::query::queries;
use crate::value::Columns;

queries! {
    EDITION_COUNT = "SELECT edition_on, article_count, comment_count FROM edition WHERE edition_on = ?1";
    EDITIONS_BEFORE = "SELECT edition_on, article_count, comment_count FROM edition \
        WHERE edition_on < ?1 AND article_count > 0 ORDER BY edition_on DESC LIMIT ?2";
    EDITION_AFTER = "SELECT edition_on FROM edition \
        WHERE edition_on > ?1 AND article_count > 0 ORDER BY edition_on LIMIT 1";
    DAYS = "SELECT edition_on, article_count, comment_count FROM edition \
        WHERE edition_on >= ?1 AND edition_on < ?2 AND article_count > 0 ORDER BY edition_on";
    MONTHS = "SELECT month, article_count, comment_count FROM edition_month \
        WHERE month >= ?1 AND month < ?2 AND article_count > 0 ORDER BY month";
    TOTAL = "SELECT count FROM total WHERE name = ?1";
    COMMENTS_OF_DAY = "SELECT comment_count FROM comment_day WHERE written_on = ?1";
}

/// An edition and how much is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// Its date.
    pub day: Day,
    /// Articles in it.
    pub articles: i64,
    /// Comments under its articles.
    pub comments: i64,
}

/// A month and how much is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// Such as 201407.
    pub month: i64,
    /// Articles in it.
    pub articles: i64,
    /// Comments under its articles.
    pub comments: i64,
}

/// What the paper has in all, and today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles in the archive.
    pub articles: i64,
    /// Comments in the archive.
    pub comments: i64,
    /// Articles of today's edition.
    pub articles_today: i64,
    /// Comments written today, under whatever article.
    pub comments_today: i64,
}

fn day_count(row: &mut Columns<'_>) -> StoreResult<DayCount> {
    Ok(DayCount {
        day: row.take()?,
        articles: row.take()?,
        comments: row.take()?,
    })
}

/// An edition's counters; `None` when nothing was printed under that date.
///
/// # Errors
/// When the database cannot be read.
pub fn find_edition(conn: &mut Conn, day: Day) -> StoreResult<Option<DayCount>> {
    Ok(conn
        .find(&EDITION_COUNT, &[day.into()], day_count)?
        .filter(|count| count.articles > 0))
}

/// The latest edition that has an article.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_edition(conn: &mut Conn) -> StoreResult<Option<Day>> {
    Ok(list_editions(conn, Day(i64::MAX), 1)?
        .first()
        .map(|count| count.day))
}

/// Editions before a day, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_editions(conn: &mut Conn, before: Day, most: i64) -> StoreResult<Vec<DayCount>> {
    conn.list(&EDITIONS_BEFORE, &[before.into(), most.into()], day_count)
}

/// The editions before and after a day.
///
/// # Errors
/// When the database cannot be read.
pub fn find_neighbours(conn: &mut Conn, day: Day) -> StoreResult<(Option<Day>, Option<Day>)> {
    let before = list_editions(conn, day, 1)?.first().map(|count| count.day);
    Ok((before, conn.find(&EDITION_AFTER, &[day.into()], single)?))
}

/// The editions from `from` to before `until`, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_days(conn: &mut Conn, from: Day, until: Day) -> StoreResult<Vec<DayCount>> {
    conn.list(&DAYS, &[from.into(), until.into()], day_count)
}

/// The months from `from` to before `until` (such as 201407), oldest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_months(conn: &mut Conn, from: i64, until: i64) -> StoreResult<Vec<MonthCount>> {
    conn.list(&MONTHS, &[from.into(), until.into()], |row| {
        Ok(MonthCount {
            month: row.take()?,
            articles: row.take()?,
            comments: row.take()?,
        })
    })
}

/// The totals, with `today`'s.
///
/// # Errors
/// When the database cannot be read.
pub fn totals(conn: &mut Conn, today: Day) -> StoreResult<Totals> {
    let edition = find_edition(conn, today)?;
    Ok(Totals {
        articles: conn.one(&TOTAL, &["articles".into()], single)?,
        comments: conn.one(&TOTAL, &["comments".into()], single)?,
        articles_today: edition.map_or(0, |count| count.articles),
        comments_today: conn
            .find(&COMMENTS_OF_DAY, &[today.into()], single)?
            .unwrap_or(0),
    })
}
