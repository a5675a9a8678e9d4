//! Which articles a job goes over, part by part in the order of their numbers.

use crate::glossary::task::{Scope, Task};
use clipsheet_store::{
    ArticleId, Conn, Day, Store, StoreResult, count_articles_of_edition, count_articles_of_entry,
    is_indexed, list_articles_above, list_articles_corrected, list_articles_of_edition,
    list_articles_of_entry, list_entries_between, list_texts_above, totals,
};
use std::collections::HashSet;
use std::sync::Arc;

/// Articles that are done in one go.
const PART: i64 = 25;
/// Texts that are looked through for words at a time.
const TEXTS: i64 = 200;
/// Up to so many entries it is asked of each where it was printed; with more, it is asked of each article what was printed in it.
const FEW_ENTRIES: usize = 50;
/// Articles that are asked at a time.
const ASKED: i64 = 500;
/// Articles of an entry that are counted at a time.
const COUNTED: i64 = 20_000;

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
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    if entries.len() > FEW_ENTRIES {
        let entries = entries.iter().copied().collect();
        let Some((mut ids, asked)) = some_of_many(conn, &entries, after)? else {
            return Ok(None);
        };
        // Where none has one of them, the part is empty: between two parts the job tells that it lives, and can be stopped.
        let all = ids.len() <= most;
        ids.truncate(most);
        return Ok(Some(Part {
            last: ids.last().copied().filter(|_| !all).unwrap_or(asked),
            looked: i64::try_from(ids.len()).unwrap_or(i64::MAX),
            ids,
        }));
    }
    let mut ids = Vec::new();
    for entry in entries {
        ids.extend(list_articles_of_entry(conn, *entry, after, PART)?);
    }
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(most);
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
/// is all that are in print: which have them is not known before; so for entries while it is not noted of all articles which they
/// have. What takes long is counted in steps, none of which holds a snapshot of the database for long.
///
/// # Errors
/// When the database cannot be read.
pub async fn count(store: &Store, scope: &Scope, today: Day) -> StoreResult<i64> {
    let entries = match scope {
        Scope::Article(_) => return Ok(1),
        Scope::Edition(day) => {
            let day = *day;
            let counted = store.read(move |conn| count_articles_of_edition(conn, day));
            return counted.await;
        }
        Scope::Entries(entries) if store.read(is_indexed).await? => entries,
        Scope::All | Scope::Words(_) | Scope::Entries(_) => {
            let all = store.read(move |conn| totals(conn, today));
            return Ok(all.await?.articles);
        }
    };
    match entries.as_slice() {
        [entry] => {
            let entry = *entry;
            let counted = store.read(move |conn| count_articles_of_entry(conn, entry));
            counted.await
        }
        entries if entries.len() > FEW_ENTRIES => of_many(store, entries).await,
        entries => of_a_few(store, entries).await,
    }
}

/// In how many articles any of a few entries was printed or mentioned.
async fn of_a_few(store: &Store, entries: &[i64]) -> StoreResult<i64> {
    let mut articles = HashSet::new();
    for entry in entries {
        let (entry, mut at) = (*entry, ArticleId(0));
        loop {
            let part = store.read(move |conn| list_articles_of_entry(conn, entry, at, COUNTED));
            let part = part.await?;
            let Some(last) = part.last() else { break };
            at = *last;
            articles.extend(part);
        }
    }
    Ok(i64::try_from(articles.len()).unwrap_or(i64::MAX))
}

/// In how many articles any of many entries was printed or mentioned.
async fn of_many(store: &Store, entries: &[i64]) -> StoreResult<i64> {
    let entries: Arc<HashSet<i64>> = Arc::new(entries.iter().copied().collect());
    let (mut count, mut at) = (0, ArticleId(0));
    loop {
        let of = Arc::clone(&entries);
        let part = store.read(move |conn| some_of_many(conn, &of, at)).await?;
        let Some((found, last)) = part else { break };
        count += found.len();
        at = last;
    }
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// In how many articles in print a correction of these entries finds something to change; `undoes` is the change that it undoes.
pub(super) async fn count_corrected(
    store: &Store,
    entries: &[i64],
    undoes: Option<i64>,
) -> StoreResult<i64> {
    let mut articles = HashSet::new();
    for entry in entries {
        let (entry, mut at) = (*entry, ArticleId(0));
        loop {
            let part =
                store.read(move |conn| list_articles_corrected(conn, entry, undoes, at, COUNTED));
            let part = part.await?;
            let Some(last) = part.last() else { break };
            at = *last;
            articles.extend(part);
        }
    }
    Ok(i64::try_from(articles.len()).unwrap_or(i64::MAX))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use clipsheet_store::{
        AreaId, ArticleKind, DatabaseUrl, EntryUse, Millis, NewArticle, PrintedText, UsedAs,
        create_article, save_areas,
    };

    const DAY: Day = Day(20_140_707);

    pub(in super::super) fn article(number: i64) -> NewArticle {
        NewArticle {
            kind: ArticleKind::Original,
            headline: format!("Gull {number}"),
            slug: "gull".into(),
            source: None,
            url: None,
            byline: None,
            lang: None,
            source_date: None,
            edition_on: DAY,
            page: 1,
            area: AreaId(1),
            printed_at: Millis(number),
            posted_by: "Pennick".into(),
            is_lead: false,
            is_classic: false,
            teaser: String::new(),
            picture: None,
            picture_alt: String::new(),
            picture_caption: String::new(),
            comments_close_at: None,
            source_html: String::new(),
            dossiers: Vec::new(),
        }
    }

    #[tokio::test]
    async fn where_none_of_many_entries_is_a_part_is_empty_and_the_next_goes_on() {
        let folder = clipsheet_testkit::TempDirectory::new();
        let place = DatabaseUrl::Sqlite(folder.path().join("paper.db"));
        let store = Store::open(&place, Millis(0)).await.unwrap();
        // The last of them alone has the entry.
        let more = ASKED + 10;
        let made = store.write(move |tx| {
            let quay = ("quay".to_owned(), "The Quay".to_owned());
            save_areas(tx, &[quay], Millis(0))?.expect("an area");
            let mut last = ArticleId(0);
            for number in 1..=more {
                let used = EntryUse {
                    entry: 7,
                    used_as: UsedAs::Aside,
                    variant: 0,
                };
                let print = |_, _: &clipsheet_store::Ledger| PrintedText {
                    safe_html: String::new(),
                    seal: String::new(),
                    print_record: "{}".into(),
                    serial_lines: Vec::new(),
                    entries: if number == more { vec![used] } else { vec![] },
                };
                last = create_article(tx, &article(number), print)?;
            }
            Ok(last)
        });
        let last = made.await.unwrap();
        let many: Vec<i64> = (7..100).collect();
        let task = Task::Reprint(Scope::Entries(many.clone()));
        let (mut parts, mut after) = (Vec::new(), ArticleId(0));
        loop {
            let of = task.clone();
            let part = store.read(move |conn| next_part(conn, &of, after)).await;
            let Some(part) = part.unwrap() else { break };
            after = part.last;
            parts.push((part.ids, part.looked));
        }
        assert_eq!(parts, [(vec![], 0), (vec![last], 1)]);
        for entries in [many, vec![7], vec![7, 8]] {
            let scope = Scope::Entries(entries);
            assert_eq!(count(&store, &scope, DAY).await.unwrap(), 1);
        }
    }
}
