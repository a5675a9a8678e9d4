//! Drafts: versions, states, history, and what an older program left.

use crate::support::{NOON, on_both};
use clipsheet_store::{
    ArticleKind, DatabaseUrl, DraftId, DraftState, Millis, NewDraft, SavedDraft, StateChange,
    Store, create_draft, find_draft, find_draft_version, list_draft_versions, list_drafts,
    list_drafts_in, list_due_drafts, prune_drafts, save_draft, set_draft_state,
    thin_draft_versions,
};

fn saved(body: &str, is_auto: bool) -> SavedDraft {
    SavedDraft {
        headline: "Fog".into(),
        body: body.into(),
        sent: String::new(),
        by: None,
        is_auto,
        editor_key: String::new(),
    }
}

#[test]
fn a_save_over_another_version_is_refused_and_every_version_stays() {
    on_both(|fixture| async move {
        let done = fixture.store.write(|tx| {
            let new = NewDraft::new(ArticleKind::Original, "Fog", "one".into());
            let id = create_draft(tx, &new, NOON)?;
            assert!(save_draft(tx, id, 1, &saved("two", false), NOON)?);
            assert!(!save_draft(tx, id, 1, &saved("other", false), NOON)?);
            assert!(save_draft(tx, id, 2, &saved("three", true), NOON)?);
            let draft = find_draft(tx, id)?.unwrap();
            assert_eq!((draft.version, draft.body.as_str()), (3, "three"));
            let versions = list_draft_versions(tx, id, i64::MAX, 10)?;
            let numbers: Vec<i64> = versions.iter().map(|version| version.version).collect();
            assert_eq!(numbers, [3, 2, 1]);
            assert_eq!(find_draft_version(tx, id, 2)?.unwrap().body, "two");
            assert_eq!(find_draft_version(tx, id, 99)?.unwrap().body, "three");
            assert_eq!(find_draft_version(tx, id, 0)?, None);
            Ok(())
        });
        done.await.unwrap();
    });
}

#[test]
fn a_state_changes_only_from_what_was_read() {
    on_both(|fixture| async move {
        let done = fixture.store.write(|tx| {
            let new = NewDraft::new(ArticleKind::Link, "Fog", "one".into());
            let id = create_draft(tx, &new, NOON)?;
            let read = find_draft(tx, id)?.unwrap();
            save_draft(tx, id, 1, &saved("two", false), NOON)?;
            let change = StateChange {
                scheduled_at: Some(Millis(NOON.0 + 1000)),
                ..StateChange::default()
            };
            assert!(
                !set_draft_state(tx, &read, DraftState::Scheduled, &change, NOON)?,
                "saved meanwhile"
            );
            let read = find_draft(tx, id)?.unwrap();
            assert!(set_draft_state(
                tx,
                &read,
                DraftState::Scheduled,
                &change,
                NOON
            )?);
            assert_eq!(list_due_drafts(tx, NOON, 10)?, []);
            assert_eq!(list_due_drafts(tx, Millis(NOON.0 + 1000), 10)?, [id]);
            let read = find_draft(tx, id)?.unwrap();
            assert_eq!(read.scheduled_at, change.scheduled_at);
            let thrown = StateChange::default();
            assert!(set_draft_state(
                tx,
                &read,
                DraftState::Thrown,
                &thrown,
                NOON
            )?);
            assert!(
                !save_draft(tx, id, 2, &saved("three", false), NOON)?,
                "thrown away"
            );
            assert_eq!(list_due_drafts(tx, Millis(i64::MAX), 10)?, []);
            assert_eq!(list_drafts(tx, DraftId(i64::MAX), 10)?, []);
            assert_eq!(
                list_drafts_in(tx, DraftState::Thrown, DraftId(i64::MAX), 10)?.len(),
                1
            );
            assert_eq!(prune_drafts(tx, NOON, 10)?, 0);
            assert_eq!(prune_drafts(tx, Millis(NOON.0 + 1), 10)?, 1);
            assert_eq!(find_draft(tx, id)?, None);
            assert_eq!(list_draft_versions(tx, id, i64::MAX, 10)?, []);
            Ok(())
        });
        done.await.unwrap();
    });
}

#[test]
fn only_saves_by_the_script_thin_out() {
    on_both(|fixture| async move {
        let done = fixture.store.write(|tx| {
            let new = NewDraft::new(ArticleKind::Link, "Fog", "1".into());
            let id = create_draft(tx, &new, NOON)?;
            let staff = clipsheet_store::create_staff(
                tx,
                &clipsheet_store::NewStaff {
                    name: "Pennick".into(),
                    name_key: "pennick".into(),
                    role: clipsheet_store::Role::Editor,
                    colour: "#7a1f3d".into(),
                    password: String::new(),
                },
                NOON,
            )?;
            // Per save: by the script or a person, and after how many seconds.
            for (version, (auto, seconds)) in (1..).zip([
                (true, 0),
                (true, 10),
                (false, 20),
                (true, 30),
                (true, 40),
                (true, 70),
            ]) {
                let save = SavedDraft {
                    by: Some(staff),
                    ..saved("x", auto)
                };
                assert!(save_draft(
                    tx,
                    id,
                    version,
                    &save,
                    Millis(NOON.0 + seconds * 1000)
                )?);
            }
            assert_eq!(thin_draft_versions(tx, NOON)?, 0, "not old enough");
            assert_eq!(thin_draft_versions(tx, Millis(NOON.0 + 3_600_000))?, 2);
            let versions = list_draft_versions(tx, id, i64::MAX, 10)?;
            let kept: Vec<i64> = versions.iter().map(|version| version.version).collect();
            assert_eq!(kept, [7, 6, 4, 3, 1]);
            Ok(())
        });
        done.await.unwrap();
    });
}

/// SQLite only: the older schema is written by hand here, and its spelling is SQLite's.
#[tokio::test]
async fn what_an_older_program_clipped_is_still_there() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("paper.db");
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch(
        "CREATE TABLE schema_version (version INTEGER NOT NULL, name TEXT NOT NULL, migrated_at INTEGER NOT NULL) STRICT;
         INSERT INTO schema_version VALUES (1, 'the paper', 0), (2, 'the staff', 0);",
    )
    .unwrap();
    for step in [
        include_str!("../../migrations/0001_paper.sql"),
        include_str!("../../migrations/0002_staff.sql"),
    ] {
        conn.execute_batch(step).unwrap();
    }
    let old = r#"INSERT INTO draft (body, created_at) VALUES ('{"headline":"Fog"}', 7)"#;
    conn.execute(old, []).unwrap();
    drop(conn);
    let store = Store::open(&DatabaseUrl::Sqlite(path), NOON).await.unwrap();
    let read = store.read(|conn| {
        let rows = list_drafts(conn, DraftId(i64::MAX), 10)?;
        let draft = find_draft(conn, rows[0].id)?.unwrap();
        let first = find_draft_version(conn, draft.id, 1)?.unwrap();
        Ok((rows, draft, first))
    });
    let (rows, draft, first) = read.await.unwrap();
    assert_eq!(
        (rows.len(), rows[0].body.as_str()),
        (1, draft.body.as_str())
    );
    assert_eq!((draft.state, draft.version), (DraftState::Open, 1));
    assert_eq!((draft.changed_at, first.body), (Millis(7), draft.body));
}
