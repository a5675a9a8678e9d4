//! The schema: an append-only list of steps inside the program, forward only.

use crate::conn::Conn;
use crate::dialect::Engine;
use crate::error::{StoreError, StoreResult};
use crate::ids::{Millis, single};
use crate::query::{Query, QueryUse};

/// The steps, oldest first. A step that has been released is never changed, only followed.
///
/// Written in SQLite's spelling; `Engine::schema` gives PostgreSQL's.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "the paper", include_str!("../migrations/0001_paper.sql")),
    (2, "the staff", include_str!("../migrations/0002_staff.sql")),
    (3, "the inbox", include_str!("../migrations/0003_inbox.sql")),
    (4, "drafts", include_str!("../migrations/0004_drafts.sql")),
    (
        5,
        "remarks and submissions",
        include_str!("../migrations/0005_remarks.sql"),
    ),
    (6, "editing", include_str!("../migrations/0006_editing.sql")),
    (
        7,
        "checks of sources",
        include_str!("../migrations/0007_source_check.sql"),
    ),
    (
        8,
        "the glossary's desk",
        include_str!("../migrations/0008_glossary.sql"),
    ),
    (9, "words", include_str!("../migrations/0009_words.sql")),
    (
        10,
        "what comes in",
        include_str!("../migrations/0010_inflow.sql"),
    ),
    (
        11,
        "answered challenges",
        include_str!("../migrations/0011_guard.sql"),
    ),
    (
        12,
        "suggestions for the glossary",
        include_str!("../migrations/0012_suggestions.sql"),
    ),
    (
        13,
        "what waits",
        include_str!("../migrations/0013_waiting.sql"),
    ),
    (
        14,
        "what is counted of the glossary",
        include_str!("../migrations/0014_uses.sql"),
    ),
    (
        15,
        "when what is printed changed",
        include_str!("../migrations/0015_changed.sql"),
    ),
    (
        16,
        "what came since",
        include_str!("../migrations/0016_since.sql"),
    ),
];

/// The version of the schema this program needs.
pub const NEWEST_VERSION: i64 = STEPS[STEPS.len() - 1].0;

const BOOK: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL, name TEXT NOT NULL, migrated_at INTEGER NOT NULL
) STRICT;";

const FOUND: Query = Query {
    name: "SCHEMA_VERSION",
    sql: "SELECT COALESCE(MAX(version), 0) FROM schema_version",
    usage: QueryUse::Maintenance,
};
const NOTE: Query = Query {
    name: "NOTE_SCHEMA_VERSION",
    sql: "INSERT INTO schema_version (version, name, migrated_at) VALUES (?1, ?2, ?3)",
    usage: QueryUse::Maintenance,
};

/// The version a database is at; 0 when it is new.
///
/// # Errors
/// When the database cannot be read.
pub fn version_of(conn: &mut Conn) -> StoreResult<i64> {
    conn.one(&FOUND, &[], single)
}

/// Brings a database up to date, all steps in one transaction; both engines can roll a schema back.
///
/// # Errors
/// [`StoreError::NewerDatabase`] when a newer program has been here.
pub(crate) fn migrate(conn: &mut Conn, now: Millis) -> StoreResult<()> {
    let engine = conn.engine();
    conn.batch(engine.begin_write())?;
    let done = steps(conn, engine, now);
    conn.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

fn steps(conn: &mut Conn, engine: Engine, now: Millis) -> StoreResult<()> {
    if let Some(turn) = engine.take_turn() {
        conn.batch(turn)?;
    }
    conn.batch(&engine.schema(BOOK))?;
    let found = version_of(conn)?;
    if found > NEWEST_VERSION {
        return Err(StoreError::NewerDatabase {
            found,
            known: NEWEST_VERSION,
        });
    }
    for (version, name, sql) in STEPS.iter().filter(|(version, ..)| *version > found) {
        conn.batch(&engine.schema(sql))?;
        conn.change(&NOTE, &[(*version).into(), (*name).into(), now.into()])?;
        tracing::info!(version, name, "database brought up to date");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::DatabaseUrl;
    use crate::records::{
        InboxFilter, InboxItem, ItemState, expire_items, find_article, find_clipping, inbox_counts,
        list_submissions_of_item, list_waiting,
    };
    use crate::store::Store;
    use crate::{ArticleId, ItemId, SubmissionState};
    use clipsheet_testkit::postgres;
    use tempfile::TempDir;

    const DAY: i64 = 24 * 3_600_000;
    const FIRST: Millis = Millis(1_404_734_400_000);

    /// A database as a program of before has left it.
    fn left_at(url: &DatabaseUrl, newest: i64, rows: &str) {
        let mut conn = Conn::open(url, true).unwrap();
        let engine = conn.engine();
        conn.batch(&engine.schema(BOOK)).unwrap();
        for (version, name, sql) in STEPS.iter().filter(|(version, ..)| *version <= newest) {
            conn.batch(&engine.schema(sql)).unwrap();
            let row = [(*version).into(), (*name).into(), FIRST.into()];
            conn.change(&NOTE, &row).unwrap();
        }
        conn.batch(rows).unwrap();
    }

    /// Two submissions that wait, one that was refused, and a story of a feed that was fetched ahead: all on the first day.
    fn rows() -> String {
        let day = FIRST.0;
        let submission = |headline: &str, url: &str, state: &str| {
            let kind = if url.is_empty() { "original" } else { "link" };
            format!(
                "INSERT INTO submission (kind, headline, url, source, html, seal, nic, email, state, created_at) \
                    VALUES ('{kind}', '{headline}', '{url}', 'I saw it.', '', '', 'Gull', '', '{state}', {day});"
            )
        };
        [
            submission("A crate", "https://quay.example/crate", "waiting"),
            submission("My forty years", "", "waiting"),
            submission("A second crate", "https://quay.example/two", "refused"),
            format!(
                "INSERT INTO inbox_item (kind, state, title, url, excerpt, source_name, source_count, arrived_at, page, \
                    area, had, note) VALUES ('feed', 'waiting', 'A gull', 'https://quay.example/gull', '', 'The Quay', 1, \
                    {day}, 2, 'quay', '', '');"
            ),
            "INSERT INTO inbox_text (item_id, fingerprint, clipping) VALUES (1, '', '{\"headline\":\"A gull\"}');"
                .into(),
        ]
        .concat()
    }

    async fn waiting(store: &Store) -> Vec<InboxItem> {
        let read =
            |conn: &mut Conn| list_waiting(conn, &InboxFilter::default(), ItemId(i64::MAX), 99);
        store.read(read).await.unwrap()
    }

    async fn on_both(test: impl AsyncFn(DatabaseUrl)) {
        let folder = TempDir::new().unwrap();
        test(DatabaseUrl::Sqlite(folder.path().join("paper.db"))).await;
        let database = tokio::task::spawn_blocking(postgres::database);
        let database = database.await.unwrap();
        test(DatabaseUrl::parse(&database.url).unwrap()).await;
        // A database is dropped by a connection of its own.
        let drop = tokio::task::spawn_blocking(move || drop(database));
        drop.await.unwrap();
    }

    /// Opens what a program of before has left, months later.
    async fn upgraded(url: &DatabaseUrl, from: i64, rows: String, now: Millis) -> Store {
        let old = url.clone();
        let made = tokio::task::spawn_blocking(move || left_at(&old, from, &rows));
        made.await.unwrap();
        Store::open(url, now).await.unwrap()
    }

    #[tokio::test]
    async fn what_was_sent_in_before_the_inbox_had_it_is_not_lost_at_an_upgrade() {
        on_both(async |url| {
            let now = Millis(FIRST.0 + 60 * DAY);
            let store = upgraded(&url, 9, rows(), now).await;
            let items = waiting(&store).await;
            let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
            assert_eq!(titles, ["My forty years", "A crate", "A gull"]);
            assert!(items.iter().all(|item| item.arrived_at == FIRST));
            assert_eq!(items[0].submitted_by.as_deref(), Some("Gull"));
            let counts = store.read(inbox_counts).await.unwrap();
            assert_eq!((counts.all, counts.submitted), (3, 2));
            let ids: Vec<ItemId> = items.iter().map(|item| item.id).collect();
            // What was fetched ahead has no page that could be kept: it is fetched anew.
            let gull = ids[2];
            let kept = store.read(move |conn| find_clipping(conn, gull)).await;
            assert_eq!(kept.unwrap(), None);

            // The first look, a moment after the start, with what an inbox keeps unless told otherwise.
            let look = async |now: Millis| {
                let before = Millis(now.0 - 5 * DAY);
                let write = store.write(move |tx| expire_items(tx, before, 99, "Too late.", now));
                write.await.unwrap()
            };
            assert_eq!(look(Millis(now.0 + 1000)).await, 1, "the feed's alone");
            let left: Vec<ItemId> = waiting(&store).await.iter().map(|item| item.id).collect();
            assert_eq!(left, ids[..2]);
            for item in left {
                let sent = store
                    .read(move |conn| list_submissions_of_item(conn, item))
                    .await
                    .unwrap();
                assert_eq!(sent.len(), 1);
                assert_eq!(sent[0].state, SubmissionState::Waiting);
            }
            assert_eq!(look(Millis(now.0 + 6 * DAY)).await, 2, "not for ever");
        })
        .await;
    }

    #[tokio::test]
    async fn what_waits_waits_on_and_what_was_thrown_away_is_told() {
        on_both(async |url| {
            let item = |state: &str, at: i64, sender: &str| {
                format!(
                    "INSERT INTO inbox_item (kind, state, title, url, excerpt, source_name, source_count, arrived_at, page, \
                        area, had, submitted_by, note) \
                        VALUES ('feed', '{state}', 'A gull', '', '', '', 1, {at}, 0, '', '', {sender}, '');"
                )
            };
            let early = FIRST.0 - 30 * DAY;
            let late = FIRST.0 + DAY;
            let sent = |item: i64| {
                format!(
                    "INSERT INTO submission (kind, headline, url, source, html, seal, nic, email, state, created_at, \
                        settled_at, item_id) VALUES ('link', 'A gull', '', '', '', '', 'Gull', '', 'taken', {early}, \
                        {early}, {item});"
                )
            };
            let draft = |state: &str| {
                format!("INSERT INTO draft (body, created_at, changed_at, state) VALUES ('', {early}, {late}, '{state}');")
            };
            let rows = [
                item("waiting", early, "'Gull'"),
                item("waiting", late, "'Gull'"),
                item("waiting", early, "NULL"),
                item("clipped", early, "'Gull'"),
                item("clipped", early, "'Gull'"),
                item("clipped", early, "'Gull'"),
                draft("thrown"),
                draft("open"),
                // The third is gone.
                "UPDATE inbox_item SET draft_id = id - 3 WHERE state = 'clipped';".into(),
                sent(4),
                sent(5),
                sent(6),
            ];
            let now = Millis(FIRST.0 + 2 * DAY);
            let store = upgraded(&url, 12, rows.concat(), now).await;
            let gone = store.write(move |tx| expire_items(tx, FIRST, 99, "", now));
            assert_eq!(gone.await.unwrap(), 1, "what no reader sent");
            let left = waiting(&store).await;
            assert_eq!(left.len(), 2);
            assert!(left.iter().all(|item| item.state == ItemState::Waiting));
            let gone = store.write(move |tx| expire_items(tx, Millis(late), 99, "", now));
            assert_eq!(gone.await.unwrap(), 1, "the one that began with step 12");
            let of = async |item: i64| {
                let read = store.read(move |conn| list_submissions_of_item(conn, ItemId(item)));
                let sent = read.await.unwrap().remove(0);
                (sent.state, sent.settled_at, sent.word.is_empty())
            };
            use SubmissionState::{Refused, Taken};
            assert_eq!(of(4).await, (Refused, Some(Millis(late)), false), "thrown away");
            assert_eq!(of(5).await, (Taken, Some(Millis(early)), true), "being written");
            assert_eq!(of(6).await, (Refused, Some(Millis(early)), false), "gone");
        })
        .await;
    }

    #[tokio::test]
    async fn what_was_revised_before_it_was_noted_when_has_changed() {
        on_both(async |url| {
            let article = |revision: i64| {
                format!(
                    "INSERT INTO article (kind, headline, slug, edition_on, page, area_id, printed_at, posted_by, is_lead, \
                        is_classic, teaser, picture_alt, picture_caption, revision) \
                        VALUES ('original', 'A gull', 'a-gull', 20140707, 1, 1, {day}, 'Pennick', 0, 0, '', '', '', {revision}); \
                    INSERT INTO article_text (article_id, source_html, safe_html, seal, print_record) \
                        SELECT MAX(id), '', '', '', '' FROM article;",
                    day = FIRST.0
                )
            };
            let revision = |number: i64| {
                format!(
                    "INSERT INTO article_revision (article_id, number, who, body, made_at) \
                        VALUES (2, {number}, 'Pennick', '', {});",
                    FIRST.0 + number * DAY
                )
            };
            let area = "INSERT INTO area (slug, name, position) VALUES ('quay', 'The Quay', 1);";
            let rows = [area.into(), article(1), article(3), revision(1), revision(2), revision(3)];
            let store = upgraded(&url, 14, rows.concat(), FIRST).await;
            let changed = async |id: i64| {
                let found = store.read(move |conn| find_article(conn, ArticleId(id)));
                found.await.unwrap().unwrap().changed_at
            };
            assert_eq!(changed(1).await, None);
            assert_eq!(changed(2).await, Some(Millis(FIRST.0 + 3 * DAY)));
        })
        .await;
    }
}
