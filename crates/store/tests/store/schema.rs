//! Versions, and that both engines have the same tables.

use crate::support::{NOON, TODAY, new_article, on_both, printed};
use clipsheet_store::{
    DatabaseUrl, NEWEST_VERSION, Store, StoreError, create_article, list_entry_uses,
    list_use_counts, recount, set_printed, version_of,
};
use tempfile::TempDir;

#[test]
fn a_new_database_is_at_the_newest_version_and_opens_again() {
    on_both(|fixture| async move {
        assert_eq!(
            fixture.store.read(version_of).await.unwrap(),
            NEWEST_VERSION
        );
        let again = Store::open(&fixture.url, NOON).await.unwrap();
        assert_eq!(again.read(version_of).await.unwrap(), NEWEST_VERSION);
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    on_both(|fixture| async move {
        let newer = NEWEST_VERSION + 1;
        let add = format!("INSERT INTO schema_version VALUES ({newer}, 'from the future', 0)");
        match &fixture.url {
            DatabaseUrl::Sqlite(path) => {
                rusqlite::Connection::open(path)
                    .unwrap()
                    .execute(&add, [])
                    .unwrap();
            }
            DatabaseUrl::Postgres(url) => {
                let url = url.clone();
                tokio::task::spawn_blocking(move || {
                    postgres::Client::connect(&url, postgres::NoTls)
                        .unwrap()
                        .execute(&add, &[])
                        .unwrap()
                })
                .await
                .unwrap();
            }
        }
        let refused = Store::open(&fixture.url, NOON).await.err();
        assert_eq!(
            refused,
            Some(StoreError::NewerDatabase {
                found: newer,
                known: NEWEST_VERSION
            })
        );
        let message = refused.unwrap().to_string();
        assert!(message.contains("newer Clipsheet"), "{message}");
    });
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_in_words() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("paper.db");
    std::fs::write(&path, "Dear diary, today it rained. ".repeat(100)).unwrap();
    let error = Store::open(&DatabaseUrl::Sqlite(path.clone()), NOON)
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("paper.db"), "{error}");
    let missing = folder.path().join("nowhere").join("paper.db");
    let error = Store::open(&DatabaseUrl::Sqlite(missing), NOON)
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("Check that the folder exists"), "{error}");
}

#[test]
fn both_engines_have_the_same_tables_and_columns() {
    use std::sync::Mutex;
    let seen: Mutex<Vec<Vec<String>>> = Mutex::new(Vec::new());
    on_both(|fixture| {
        let seen = &seen;
        async move {
            let columns = match fixture.url.clone() {
                DatabaseUrl::Sqlite(path) => {
                    let conn = rusqlite::Connection::open(path).unwrap();
                    let sql = "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c \
                        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
                    let mut statement = conn.prepare(sql).unwrap();
                    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
                    rows.collect::<Result<Vec<_>, _>>().unwrap()
                }
                DatabaseUrl::Postgres(url) => tokio::task::spawn_blocking(move || {
                    let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                        WHERE table_schema = 'public'";
                    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
                    client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
                })
                .await
                .unwrap(),
            };
            let mut columns = columns;
            columns.sort();
            seen.lock().unwrap().push(columns);
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(seen[0].len() > 80, "{}", seen[0].len());
    assert_eq!(seen[0], seen[1]);
}

/// Takes a database back to before the uses were counted otherwise, and puts into it what was there then.
const USES_OF_OLD: &str = "DELETE FROM schema_version WHERE version >= 14;
    DROP INDEX article_entry_by_use;
    DROP INDEX glossary_change_by_time;
    DROP INDEX glossary_entry_change_in_short;
    DROP INDEX glossary_entry_change_new;
    ALTER TABLE article DROP COLUMN changed_at;
    INSERT INTO article_entry (entry_id, article_id, effect, variant, edition_on)
        SELECT 8, id, 3, id * 2, edition_on FROM article UNION ALL SELECT 8, id, 3, id * 2 + 1, edition_on FROM article
        UNION ALL SELECT 7, id, 2, 1, edition_on FROM article;
    INSERT INTO glossary_use (entry_id, effect, variant, article_count, last_printed_on)
        SELECT entry_id, effect, variant, COUNT(*), MAX(edition_on) FROM article_entry GROUP BY entry_id, effect, variant;";

#[test]
fn lines_of_serials_and_what_was_taken_back_are_no_longer_counted_one_by_one() {
    on_both(|fixture| async move {
        let area = fixture.areas().await[0];
        let mut last = None;
        for _ in 0..3 {
            let new = new_article("Gulls", area);
            let id = fixture
                .store
                .write(move |tx| create_article(tx, &new, |_, _| printed()));
            last = Some(id.await.unwrap());
        }
        let last = last.unwrap();
        let back = fixture
            .store
            .write(move |tx| set_printed(tx, last, false, NOON));
        assert!(back.await.unwrap());
        match fixture.url.clone() {
            DatabaseUrl::Sqlite(path) => {
                let conn = rusqlite::Connection::open(path).unwrap();
                conn.execute_batch(USES_OF_OLD).unwrap();
            }
            DatabaseUrl::Postgres(url) => {
                let put = move || {
                    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
                    client.batch_execute(USES_OF_OLD).unwrap();
                };
                tokio::task::spawn_blocking(put).await.unwrap();
            }
        }
        let store = Store::open(&fixture.url, NOON).await.unwrap();
        let counts = store.read(list_use_counts).await.unwrap();
        let mut rows: Vec<_> = counts
            .iter()
            .map(|row| (row.used.entry, row.used.variant, row.articles, row.last_on))
            .collect();
        rows.sort();
        assert_eq!(rows, [(7, 1, 2, TODAY), (8, 0, 2, TODAY)]);
        let uses = store
            .read(move |conn| list_entry_uses(conn, last))
            .await
            .unwrap();
        assert_eq!(uses.len(), 2, "{uses:?}");
        store.write(|tx| recount(tx, NOON)).await.unwrap();
        assert_eq!(store.read(list_use_counts).await.unwrap(), counts);
    });
}
