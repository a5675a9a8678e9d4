//! Which articles a job goes over, part by part in the order of their numbers.

use crate::glossary::task::{Scope, Task};
use clipsheet_store::{
    ArticleId, Conn, Day, StoreResult, count_articles_of_edition, count_articles_of_entry,
    is_indexed, list_articles_above, list_articles_of_edition, list_articles_of_entry,
    list_texts_above, totals,
};

/// Articles that are done in one go.
const PART: i64 = 25;
/// Texts that are looked through for words at a time.
const TEXTS: i64 = 200;

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
    for entry in entries {
        ids.extend(list_articles_of_entry(conn, *entry, after, PART)?);
    }
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(usize::try_from(PART).unwrap_or(usize::MAX));
    Ok(Part::of(ids))
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

/// About how many articles there are to go over. For words it is all that are in print: which have them is not known before.
///
/// # Errors
/// When the database cannot be read.
pub fn count(conn: &mut Conn, scope: &Scope, today: Day) -> StoreResult<i64> {
    Ok(match scope {
        Scope::All | Scope::Words(_) => totals(conn, today)?.articles,
        Scope::Article(_) => 1,
        Scope::Edition(day) => count_articles_of_edition(conn, *day)?,
        Scope::Entries(entries) => {
            let mut articles = 0;
            for entry in entries {
                articles += count_articles_of_entry(conn, *entry)?;
            }
            articles
        }
    })
}
