//! Where each entry of the glossary was printed, and as what: derived from the print records, kept as they are made; and what
//! corrections took out again, which the records no longer say.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, Day, single};
use crate::query::queries;
use crate::records::glossary::{SerialPositions, serial_positions};
use crate::store::Tx;
use crate::value::{Columns, Value};
use std::collections::BTreeSet;

queries! {
    ADD_USE = "INSERT INTO article_entry (entry_id, article_id, effect, variant, edition_on) VALUES (?1, ?2, ?3, ?4, ?5) \
        ON CONFLICT (entry_id, article_id, effect, variant) DO NOTHING";
    DROP_USE = "DELETE FROM article_entry WHERE entry_id = ?1 AND article_id = ?2 AND effect = ?3 AND variant = ?4";
    USES_OF_ARTICLE = "SELECT entry_id, effect, variant FROM article_entry WHERE article_id = ?1";
    COUNT_USE = "INSERT INTO glossary_use (entry_id, effect, variant, article_count, last_printed_on) VALUES (?1, ?2, ?3, 1, ?4) \
        ON CONFLICT (entry_id, effect, variant) DO UPDATE SET article_count = glossary_use.article_count + 1, \
        last_printed_on = CASE WHEN excluded.last_printed_on > glossary_use.last_printed_on \
        THEN excluded.last_printed_on ELSE glossary_use.last_printed_on END";
    UNCOUNT_USE = "UPDATE glossary_use SET article_count = article_count - 1 \
        WHERE entry_id = ?1 AND effect = ?2 AND variant = ?3";
    DROP_COUNT = "DELETE FROM glossary_use WHERE entry_id = ?1 AND effect = ?2 AND variant = ?3 AND article_count <= 0";
    /// Walks the editions of the use from the latest to the first that is in print.
    LAST_AGAIN = "UPDATE glossary_use SET last_printed_on = COALESCE((SELECT e.edition_on FROM article_entry e \
        JOIN article a ON a.id = e.article_id WHERE e.entry_id = ?1 AND e.effect = ?2 AND e.variant = ?3 \
        AND a.is_printed = 1 ORDER BY e.edition_on DESC LIMIT 1), last_printed_on) \
        WHERE entry_id = ?1 AND effect = ?2 AND variant = ?3 AND last_printed_on = ?4";
    PLACE_OF = "SELECT edition_on, is_printed FROM article WHERE id = ?1";
    USED_IN_EDITION = "SELECT entry_id, effect, variant, COUNT(*) FROM article_entry \
        WHERE edition_on = ?1 AND article_id <> ?2 AND effect IN (1, 2) GROUP BY entry_id, effect, variant";
    USE_COUNTS = "SELECT entry_id, effect, variant, article_count, last_printed_on FROM glossary_use WHERE article_count > 0";
    // By the lowest number of a change since then: no join can begin at the wrong end. Numbers follow the time but for the clocks of
    // nodes that differ, so none is left out. The sum keeps databases from walking through the numbers for the lowest.
    NEW_SINCE_PRINTED = "SELECT e.entry_id FROM glossary_entry_change e WHERE e.before IS NULL AND e.change_id >= \
        (SELECT MIN(c.id + 0) FROM glossary_change c \
        WHERE c.made_at > (SELECT COALESCE(MAX(a.printed_at), -1) FROM article a))";
    IS_NEW_SINCE_PRINTED = "SELECT COUNT(*) FROM glossary_entry_change e \
        WHERE e.entry_id = ?1 AND e.before IS NULL AND e.change_id >= \
        (SELECT MIN(c.id + 0) FROM glossary_change c \
        WHERE c.made_at > (SELECT COALESCE(MAX(a.printed_at), -1) FROM article a))";
    USE_COUNTS_OF = "SELECT entry_id, effect, variant, article_count, last_printed_on FROM glossary_use \
        WHERE entry_id = ?1 AND article_count > 0 ORDER BY effect, variant";
    // Told apart and cut off before anything is joined: an everyday word is in every article.
    PRINTED_IN = "SELECT a.id, a.headline, a.slug, a.edition_on, a.is_printed FROM (SELECT DISTINCT e.article_id FROM article_entry e \
        WHERE e.entry_id = ?1 AND e.article_id < ?2 AND e.effect BETWEEN 0 AND 3 ORDER BY e.article_id DESC LIMIT ?3) latest \
        JOIN article a ON a.id = latest.article_id ORDER BY a.id DESC";
    /// Of each thing that is in print the first edition: no mention is walked through, of which an everyday word has hundreds
    /// of thousands.
    FIRST_PRINTED = "SELECT MIN((SELECT e.edition_on FROM article_entry e JOIN article a ON a.id = e.article_id \
        WHERE e.entry_id = u.entry_id AND e.effect = u.effect AND e.variant = u.variant AND a.is_printed = 1 \
        ORDER BY e.edition_on LIMIT 1)) FROM glossary_use u WHERE u.entry_id = ?1 AND u.effect BETWEEN 1 AND 3 AND u.article_count > 0";
    ARTICLES_OF_ENTRY = "SELECT DISTINCT article_id FROM article_entry WHERE entry_id = ?1 AND article_id > ?2 \
        ORDER BY article_id LIMIT ?3";
    ENTRIES_BETWEEN = "SELECT article_id, entry_id FROM article_entry WHERE article_id > ?1 AND article_id <= ?2";
    RECOUNT_NO_USES = "DELETE FROM glossary_use";
    RECOUNT_USES = "INSERT INTO glossary_use (entry_id, effect, variant, article_count, last_printed_on) \
        SELECT e.entry_id, e.effect, e.variant, COUNT(*), MAX(e.edition_on) FROM article_entry e \
        JOIN article a ON a.id = e.article_id WHERE a.is_printed = 1 GROUP BY e.entry_id, e.effect, e.variant";
}

/// What an entry did to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UsedAs {
    /// It is mentioned, but nothing was printed for it.
    Mention,
    /// A house word was put for it.
    Substitution,
    /// A note was put in after it.
    Aside,
    /// A line of a serial was thrown in after it.
    SerialLine,
    /// A house word was put for it, until a correction took it out: see [`EntryUse::taken_out`].
    SubstitutionTakenOut,
    /// A note was put in after it, until a correction took it out.
    AsideTakenOut,
}

impl UsedAs {
    const ALL: [Self; 6] = [
        Self::Mention,
        Self::Substitution,
        Self::Aside,
        Self::SerialLine,
        Self::SubstitutionTakenOut,
        Self::AsideTakenOut,
    ];

    fn of_number(number: i64) -> StoreResult<Self> {
        let found = Self::ALL.into_iter().find(|used| used.number() == number);
        found.ok_or_else(|| StoreError::Internal(format!("no entry is used as number {number}")))
    }

    /// As stored.
    fn number(self) -> i64 {
        match self {
            Self::Mention => 0,
            Self::Substitution => 1,
            Self::Aside => 2,
            Self::SerialLine => 3,
            Self::SubstitutionTakenOut => 4,
            Self::AsideTakenOut => 5,
        }
    }
}

impl From<UsedAs> for Value {
    fn from(used: UsedAs) -> Self {
        used.number().into()
    }
}

/// One thing that one entry did to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryUse {
    /// The entry's number.
    pub entry: i64,
    /// What it did.
    pub used_as: UsedAs,
    /// Which of its variants, from 0; 0 for what has none. So for a serial too, whatever its line: lines are printed once, and
    /// a count for each would grow with the archive. The ledger of serials has them.
    pub variant: i64,
}

impl EntryUse {
    /// As it is counted.
    fn counted(self) -> Self {
        let variant = match self.used_as {
            UsedAs::SerialLine => 0,
            _ => self.variant,
        };
        Self { variant, ..self }
    }
}

fn entry_use(row: &mut Columns<'_>) -> StoreResult<EntryUse> {
    Ok(EntryUse {
        entry: row.take()?,
        used_as: UsedAs::of_number(row.take()?)?,
        variant: row.take()?,
    })
}

/// Notes what the entries did to an article, in place of what was noted of it before. Entries without a number, which come
/// from a file and not from the store, are passed over. What a correction took out stays noted until the entry does the like
/// there again.
///
/// # Errors
/// When the database cannot be written.
pub fn set_entry_uses(tx: &mut Tx<'_>, id: ArticleId, uses: &[EntryUse]) -> StoreResult<()> {
    let Some((edition, is_printed)) = tx.find(&PLACE_OF, &[id.into()], place)? else {
        return Ok(());
    };
    let numbered = uses.iter().filter(|used| used.entry > 0);
    let mut uses: BTreeSet<EntryUse> = numbered.copied().map(EntryUse::counted).collect();
    let before: BTreeSet<EntryUse> = list_entry_uses(tx, id)?.into_iter().collect();
    uses.extend(before.iter().filter(|used| used.taken_out().is_some()));
    let does: BTreeSet<(i64, UsedAs)> =
        uses.iter().map(|used| (used.entry, used.used_as)).collect();
    uses.retain(|used| {
        let was = used.taken_out();
        was.is_none_or(|(_, was)| !does.contains(&(was.entry, was.used_as)))
    });
    for used in before.difference(&uses) {
        let row = [
            used.entry.into(),
            id.into(),
            used.used_as.into(),
            used.variant.into(),
        ];
        tx.change(&DROP_USE, &row)?;
        if is_printed {
            uncount(tx, used, edition)?;
        }
    }
    for used in uses.difference(&before) {
        let row = [
            used.entry.into(),
            id.into(),
            used.used_as.into(),
            used.variant.into(),
            edition.into(),
        ];
        tx.change(&ADD_USE, &row)?;
        if is_printed {
            count(tx, used, edition)?;
        }
    }
    Ok(())
}

/// Counts what is noted of an article that was just put back into the paper, or no longer that of one which was just taken out
/// of it.
pub(super) fn count_uses_of(
    tx: &mut Tx<'_>,
    id: ArticleId,
    edition: Day,
    is_printed: bool,
) -> StoreResult<()> {
    for used in &list_entry_uses(tx, id)? {
        if is_printed {
            count(tx, used, edition)?;
        } else {
            uncount(tx, used, edition)?;
        }
    }
    Ok(())
}

fn count(tx: &mut Tx<'_>, used: &EntryUse, edition: Day) -> StoreResult<()> {
    let row = [
        used.entry.into(),
        used.used_as.into(),
        used.variant.into(),
        edition.into(),
    ];
    tx.change(&COUNT_USE, &row).map(drop)
}

/// To be called when the article no longer has the use, or is no longer in print.
fn uncount(tx: &mut Tx<'_>, used: &EntryUse, edition: Day) -> StoreResult<()> {
    let row = [
        used.entry.into(),
        used.used_as.into(),
        used.variant.into(),
        edition.into(),
    ];
    tx.change(&UNCOUNT_USE, &row[..3])?;
    if tx.change(&DROP_COUNT, &row[..3])? == 0 {
        tx.change(&LAST_AGAIN, &row)?;
    }
    Ok(())
}

fn place(row: &mut Columns<'_>) -> StoreResult<(Day, bool)> {
    Ok((row.take()?, row.take()?))
}

/// What is noted of an article.
///
/// # Errors
/// When the database cannot be read.
pub fn list_entry_uses(conn: &mut Conn, id: ArticleId) -> StoreResult<Vec<EntryUse>> {
    conn.list(&USES_OF_ARTICLE, &[id.into()], entry_use)
}

/// How often something was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UseCount {
    /// What was done.
    pub used: EntryUse,
    /// In how many articles that are in print.
    pub articles: i64,
    /// The latest edition of these.
    pub last_on: Day,
}

fn use_count(row: &mut Columns<'_>) -> StoreResult<UseCount> {
    Ok(UseCount {
        used: entry_use(row)?,
        articles: row.take()?,
        last_on: row.take()?,
    })
}

/// What printing depends on beside the text and the glossary: both change with every article that is printed, so they are
/// read in the transaction that prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Which line of each serial comes next, from 0.
    pub serials: SerialPositions,
    /// The variants of substitutions and asides that other articles of the edition have, each with the number of these.
    pub used: Vec<(EntryUse, i64)>,
}

/// The ledger for printing an article of an edition; 0 for an article that has no number yet.
///
/// # Errors
/// When the database cannot be read.
pub fn read_ledger(conn: &mut Conn, edition: Day, article: ArticleId) -> StoreResult<Ledger> {
    Ok(Ledger {
        serials: serial_positions(conn)?,
        used: conn.list(&USED_IN_EDITION, &[edition.into(), article.into()], |row| {
            Ok((entry_use(row)?, row.take()?))
        })?,
    })
}

/// How often every entry did what, over the whole archive.
///
/// # Errors
/// When the database cannot be read.
pub fn list_use_counts(conn: &mut Conn) -> StoreResult<Vec<UseCount>> {
    conn.list(&USE_COUNTS, &[], use_count)
}

/// How often one entry did what.
///
/// # Errors
/// When the database cannot be read.
pub fn list_use_counts_of(conn: &mut Conn, entry: i64) -> StoreResult<Vec<UseCount>> {
    conn.list(&USE_COUNTS_OF, &[entry.into()], use_count)
}

/// The numbers of the entries that were made, or came back, since the last article was printed, in no order. One that came back
/// twice is there twice.
///
/// # Errors
/// When the database cannot be read.
pub fn list_new_since_printed(conn: &mut Conn) -> StoreResult<Vec<i64>> {
    conn.list(&NEW_SINCE_PRINTED, &[], |row| row.take())
}

/// Whether an entry was made, or came back, since the last article was printed.
///
/// # Errors
/// When the database cannot be read.
pub fn is_new_since_printed(conn: &mut Conn, entry: i64) -> StoreResult<bool> {
    let made: i64 = conn.one(&IS_NEW_SINCE_PRINTED, &[entry.into()], single)?;
    Ok(made > 0)
}

/// An article in which an entry was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedIn {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Its edition.
    pub edition_on: Day,
    /// Whether readers see it.
    pub is_printed: bool,
}

/// The articles below a number in which an entry was printed or mentioned, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_printed_in(
    conn: &mut Conn,
    entry: i64,
    below: ArticleId,
    most: i64,
) -> StoreResult<Vec<PrintedIn>> {
    conn.list(
        &PRINTED_IN,
        &[entry.into(), below.into(), most.into()],
        |row| {
            Ok(PrintedIn {
                article: row.take()?,
                headline: row.take()?,
                slug: row.take()?,
                edition_on: row.take()?,
                is_printed: row.take()?,
            })
        },
    )
}

/// The first edition with an article in print in which something was printed for an entry: a mention is no more than the
/// source's own word.
///
/// # Errors
/// When the database cannot be read.
pub fn find_first_printed(conn: &mut Conn, entry: i64) -> StoreResult<Option<Day>> {
    conn.one(&FIRST_PRINTED, &[entry.into()], single)
}

/// The articles above a number in which an entry was printed or mentioned, in the order of their numbers.
///
/// # Errors
/// When the database cannot be read.
pub fn list_articles_of_entry(
    conn: &mut Conn,
    entry: i64,
    above: ArticleId,
    most: i64,
) -> StoreResult<Vec<ArticleId>> {
    conn.list(
        &ARTICLES_OF_ENTRY,
        &[entry.into(), above.into(), most.into()],
        single,
    )
}

/// Which entries were printed or mentioned in the articles above a number, up to another, in no order: a row for each thing
/// that an entry did.
///
/// # Errors
/// When the database cannot be read.
pub fn list_entries_between(
    conn: &mut Conn,
    above: ArticleId,
    upto: ArticleId,
) -> StoreResult<Vec<(ArticleId, i64)>> {
    conn.list(&ENTRIES_BETWEEN, &[above.into(), upto.into()], |row| {
        Ok((row.take()?, row.take()?))
    })
}

/// Counts the uses anew.
pub(super) fn recount_uses(tx: &mut Tx<'_>) -> StoreResult<()> {
    tx.change(&RECOUNT_NO_USES, &[])?;
    tx.change(&RECOUNT_USES, &[])?;
    Ok(())
}
