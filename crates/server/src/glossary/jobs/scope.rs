//! Which articles a job goes over, part by part in the order of their numbers.

use crate::glossary::task::{Scope, Task};
use clipsheet_store::{
    ArticleId, Conn, Day, StoreResult, count_articles_of_edition, count_articles_of_entry,
    is_indexed, list_articles_above, list_articles_of_edition, list_articles_of_entry,
    list_entries_between, list_texts_above, totals,
};
use std::collections::HashSet;

/// Articles that are done in one go.
const PART: i64 = 25;
/// Texts that are looked through for words at a time.
const TEXTS: i64 = 200;
/// Up to so many entries it is asked of each where it was printed; with more, it is asked of each article what was printed in it.
const FEW_ENTRIES: usize = 50;
/// Articles that are asked at a time.
const ASKED: i64 = 500;

/// The next articles of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Those to be done.
    pub(super) ids: Vec<ArticleId>,
    /// The last that was looked at for this part: the next begins after it.
    pub(super) last: ArticleId,
    /// How many were looked at.
    pub(super) looked: i64,
}

impl Part {
    fn of(ids: Vec<ArticleId>) -> Option<Self> {
        Some(Self {
            last: *ids.last()?,
            looked: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            ids,
        })
    }
}

/// The part after an article; `None` at the end.
pub(super) fn next_part(
    conn: &mut Conn,
    task: &Task,
    after: ArticleId,
) -> StoreResult<Option<Part>> {
    match task {
        Task::Index {} | Task::Reprint(Scope::All) => {
            Ok(Part::of(list_articles_above(conn, after, PART)?))
        }
        Task::Reprint(Scope::Article(id)) => {
            Ok((*id > after).then(|| Part::of(vec![*id])).flatten())
        }
        Task::Reprint(Scope::Edition(day)) => {
            Ok(Part::of(list_articles_of_edition(conn, *day, after, PART)?))
        }
        Task::Reprint(Scope::Entries(entries)) => of_entries(conn, entries, after),
        Task::Reprint(Scope::Words(words)) => with_words(conn, words, after),
        Task::Correct {
            entries, except, ..
        } => Ok(of_entries(conn, entries, after)?.map(|mut part| {
            part.ids.retain(|id| !except.contains(id));
            part
        })),
        Task::Rehearse(_) => Ok(None),
    }
}

/// Articles of any of these entries. While it is not noted of all articles yet which entries they have, each has to be looked at.
fn of_entries(conn: &mut Conn, entries: &[i64], after: ArticleId) -> StoreResult<Option<Part>> {
    if !is_indexed(conn)? {
        return Ok(Part::of(list_articles_above(conn, after, PART)?));
    }
    let mut ids = Vec::new();
    if entries.len() > FEW_ENTRIES {
        let entries = entries.iter().copied().collect();
        let mut at = after;
        while ids.is_empty() {
            match some_of_many(conn, &entries, at)? {
                Some((found, last)) => (ids, at) = (found, last),
                None => break,
            }
        }
    } else {
        for entry in entries {
            ids.extend(list_articles_of_entry(conn, *entry, after, PART)?);
        }
        ids.sort_unstable();
        ids.dedup();
    }
    ids.truncate(usize::try_from(PART).unwrap_or(usize::MAX));
    Ok(Part::of(ids))
}

/// Those of the next articles in which one of many entries was printed or mentioned, in order, and the last that was asked;
/// `None` at the end.
fn some_of_many(
    conn: &mut Conn,
    entries: &HashSet<i64>,
    after: ArticleId,
) -> StoreResult<Option<(Vec<ArticleId>, ArticleId)>> {
    let Some(last) = list_articles_above(conn, after, ASKED)?.pop() else {
        return Ok(None);
    };
    let rows = list_entries_between(conn, after, last)?.into_iter();
    let ours = rows.filter(|(_, entry)| entries.contains(entry));
    let mut ids: Vec<ArticleId> = ours.map(|(article, _)| article).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(Some((ids, last)))
}

/// Articles in print that have these words side by side.
fn with_words(conn: &mut Conn, words: &str, after: ArticleId) -> StoreResult<Option<Part>> {
    let words = plain(words);
    let texts = list_texts_above(conn, after, TEXTS)?;
    let ids = texts.iter().map(|text| text.article).collect();
    let has = |text: &clipsheet_store::ArchivedText| {
        plain(&text.headline).contains(&words)
            || plain(&clipsheet_intake::plain_text(&text.safe_html)).contains(&words)
    };
    Ok(Part::of(ids).map(|part| Part {
        ids: texts
            .iter()
            .filter(|text| has(text))
            .map(|text| text.article)
            .collect(),
        ..part
    }))
}

/// In small letters, with single spaces.
fn plain(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// About how many articles there are to go over, each counted once: nothing to be asked where others wait to write. For words it
/// is all that are in print: which have them is not known before.
///
/// # Errors
/// When the database cannot be read.
pub fn count(conn: &mut Conn, scope: &Scope, today: Day) -> StoreResult<i64> {
    Ok(match scope {
        Scope::All | Scope::Words(_) => totals(conn, today)?.articles,
        Scope::Article(_) => 1,
        Scope::Edition(day) => count_articles_of_edition(conn, *day)?,
        Scope::Entries(entries) => of_any(conn, entries)?,
    })
}

/// In how many articles any of these entries was printed or mentioned.
fn of_any(conn: &mut Conn, entries: &[i64]) -> StoreResult<i64> {
    if let [entry] = entries {
        return count_articles_of_entry(conn, *entry);
    }
    if entries.len() > FEW_ENTRIES {
        let entries = entries.iter().copied().collect();
        let (mut count, mut at) = (0, ArticleId(0));
        while let Some((found, last)) = some_of_many(conn, &entries, at)? {
            count += found.len();
            at = last;
        }
        return Ok(i64::try_from(count).unwrap_or(i64::MAX));
    }
    let mut articles = HashSet::new();
    for entry in entries {
        articles.extend(list_articles_of_entry(
            conn,
            *entry,
            ArticleId(0),
            i64::MAX,
        )?);
    }
    Ok(i64::try_from(articles.len()).unwrap_or(i64::MAX))
}
