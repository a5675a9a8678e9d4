//! Commits: durable, shared, and each write on its own.

use crate::support::{NOON, on_both};
use clipsheet_store::{
    Event, OwnReader, Store, StoreError, find_setting, list_comments, list_events, newest_event,
    set_setting,
};
use std::sync::{Arc, Mutex};

#[test]
fn a_write_that_fails_takes_nothing_of_its_neighbours_with_it() {
    on_both(|fixture| async move {
        let store = fixture.store.clone();
        let mut waiting = Vec::new();
        for number in 0..60 {
            let store = store.clone();
            waiting.push(tokio::spawn(async move {
                store
                    .write(move |tx| {
                        set_setting(tx, &format!("key {number}"), "kept", NOON)?;
                        match number % 3 {
                            0 => Ok(()),
                            1 => Err(StoreError::Busy),
                            _ => panic!("a write that panics on purpose"),
                        }
                    })
                    .await
            }));
        }
        for (number, task) in waiting.into_iter().enumerate() {
            assert_eq!(
                task.await.unwrap().is_ok(),
                number % 3 == 0,
                "write {number}"
            );
        }
        for number in 0..60 {
            let key = format!("key {number}");
            let found = store
                .read(move |conn| find_setting(conn, &key))
                .await
                .unwrap();
            assert_eq!(found.is_some(), number % 3 == 0, "key {number}");
        }
    });
}

#[test]
fn an_acknowledged_comment_is_in_the_file_for_another_process() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        let (number, _) = fixture
            .comment(article, "Gull", "Mine.", None)
            .await
            .unwrap();
        let other = Store::open(&fixture.url, NOON).await.unwrap();
        let found = other
            .read(move |conn| list_comments(conn, article, i64::MAX, false, 10))
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].number, found[0].source.as_str()),
            (number, "Mine.")
        );
    });
}

#[test]
fn listeners_hear_what_was_committed_before_the_writer_does_and_the_log_has_it() {
    on_both(|fixture| async move {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        fixture
            .store
            .listen(move |events| ears.lock().unwrap().extend_from_slice(events));
        let before = fixture.store.read(newest_event).await.unwrap();
        let article = fixture.article("Rain", |_| ()).await;
        let (_, commenter) = fixture
            .comment(article, "Gull", "Mine.", None)
            .await
            .unwrap();
        let expected = vec![
            Event::Article(article),
            Event::Edition(crate::support::TODAY),
            Event::Comment(article),
            Event::Commenter(commenter),
        ];
        assert_eq!(*heard.lock().unwrap(), expected);
        let log = fixture
            .store
            .read(move |conn| list_events(conn, before, 100))
            .await
            .unwrap();
        let events: Vec<Event> = log.iter().filter_map(|(_, event)| *event).collect();
        assert_eq!(events, expected);
        // They are no news to this process, but to another one.
        let (last, news) = fixture.store.news(before, 100).await.unwrap();
        assert_eq!(news, []);
        let other = Store::open(&fixture.url, NOON).await.unwrap();
        assert_eq!(
            other.news(before, 100).await.unwrap(),
            (last, expected.clone())
        );
        assert_eq!(last, fixture.store.read(newest_event).await.unwrap());
        // A failed write is not heard of.
        let failed = fixture.store.write(|tx| {
            set_setting(tx, "a", "b", NOON)?;
            Err::<(), _>(StoreError::Busy)
        });
        assert_eq!(failed.await, Err(StoreError::Busy));
        assert_eq!(heard.lock().unwrap().len(), expected.len());
    });
}

#[test]
fn a_closed_store_leaves_everything_in_its_file_and_can_be_used_on() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        fixture.store.close().await;
        if let clipsheet_store::DatabaseUrl::Sqlite(path) = &fixture.url {
            let log = path.with_extension("db-wal");
            assert!(!log.exists(), "the write-ahead log is still there");
        }
        assert_eq!(
            fixture
                .comment(article, "Gull", "Mine.", None)
                .await
                .unwrap()
                .0,
            1
        );
    });
}

#[test]
fn a_closed_store_leaves_no_connection_of_ones_own_open() {
    on_both(|fixture| async move {
        let store = fixture.store.clone();
        let saved = store.write(|tx| set_setting(tx, "name", "The Lantern", NOON));
        saved.await.unwrap();
        let read = |own: &mut OwnReader| own.read(|conn| find_setting(conn, "name"));
        // One rests between two reads, one reads on until the store is being closed, and one was let go just now.
        let (mut rests, mut busy, gone) =
            (store.own_reader(), store.own_reader(), store.own_reader());
        let (told, reads) = tokio::sync::oneshot::channel();
        let threads = tokio::task::spawn_blocking(move || {
            let mut gone = gone;
            read(&mut rests).unwrap();
            read(&mut gone).unwrap();
            drop(gone);
            let thread = std::thread::spawn(move || {
                read(&mut busy).unwrap();
                told.send(()).unwrap();
                while read(&mut busy).is_ok() {}
                busy
            });
            (rests, thread)
        });
        let (mut rests, thread) = threads.await.unwrap();
        reads.await.unwrap();
        store.close().await;
        if let clipsheet_store::DatabaseUrl::Sqlite(path) = &fixture.url {
            let log = path.with_extension("db-wal");
            assert!(!log.exists(), "the write-ahead log is still there");
        }
        let closed = tokio::task::spawn_blocking(move || {
            drop(thread.join().unwrap());
            read(&mut rests)
        });
        let closed = closed.await.unwrap();
        assert!(
            matches!(closed, Err(StoreError::Unavailable(_))),
            "{closed:?}"
        );
        // The store itself can be used on, and so can a new one of its own readers.
        let mut new = store.own_reader();
        let found = tokio::task::spawn_blocking(move || read(&mut new).unwrap());
        assert!(found.await.unwrap().is_some());
    });
}

#[test]
fn a_write_that_swallows_an_error_is_not_acknowledged_with_what_was_lost() {
    on_both(|fixture| async move {
        // The second statement fails inside the database; the write goes on as if nothing had happened.
        let swallowed = fixture.store.write(|tx| {
            set_setting(tx, "kept", "?", NOON)?;
            let _ = clipsheet_store::thin_draft_versions(tx, clipsheet_store::Millis(0));
            let twice = [1, 1].map(|number| clipsheet_store::PageTitle {
                number,
                title: "Front".into(),
            });
            let _ = clipsheet_store::replace_pages(tx, &twice, NOON);
            Ok(())
        });
        let acknowledged = swallowed.await.is_ok();
        let found = fixture
            .store
            .read(|conn| find_setting(conn, "kept"))
            .await
            .unwrap();
        assert_eq!(acknowledged, found.is_some());
        // The store goes on.
        assert!(
            fixture
                .store
                .write(|tx| set_setting(tx, "next", "x", NOON))
                .await
                .is_ok()
        );
    });
}

#[test]
fn readers_who_hang_up_do_not_make_connections_pile_up() {
    on_both(|fixture| async move {
        static OPEN: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        static MOST: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        use std::sync::atomic::Ordering::SeqCst;
        for _ in 0..100 {
            let store = fixture.store.clone();
            let reading = tokio::spawn(async move {
                store
                    .read(|conn| {
                        MOST.fetch_max(OPEN.fetch_add(1, SeqCst) + 1, SeqCst);
                        std::thread::sleep(std::time::Duration::from_millis(5));
                        OPEN.fetch_sub(1, SeqCst);
                        newest_event(conn)
                    })
                    .await
            });
            tokio::task::yield_now().await;
            reading.abort();
        }
        fixture.store.read(newest_event).await.unwrap();
        assert!(MOST.load(SeqCst) <= 8, "{} at once", MOST.load(SeqCst));
    });
}

#[test]
fn a_connection_of_ones_own_reads_while_the_readers_are_all_at_work() {
    on_both(|fixture| async move {
        let store = fixture.store.clone();
        let (key, value) = ("name", "The Lantern");
        let saved = store.write(move |tx| set_setting(tx, key, value, NOON));
        saved.await.unwrap();
        // More than there are connections for readers; none ends before the own one has read.
        let (free, is_free) = tokio::sync::watch::channel(());
        let at_work = tokio::sync::watch::Sender::new(0);
        let readers: Vec<_> = (0..40)
            .map(|_| {
                let (store, mut free) = (store.clone(), is_free.clone());
                let at_work = at_work.clone();
                let wait = async move { free.changed().await };
                let handle = tokio::runtime::Handle::current();
                tokio::spawn(async move {
                    let read = store.read(move |conn| {
                        let found = find_setting(conn, key)?;
                        at_work.send_modify(|count| *count += 1);
                        let _ = handle.block_on(wait);
                        Ok(found)
                    });
                    read.await.unwrap()
                })
            })
            .collect();
        let mut all_at_work = at_work.subscribe();
        all_at_work.wait_for(|count| *count == 8).await.unwrap();
        let mut own = store.own_reader();
        let thread = tokio::task::spawn_blocking(move || {
            // What fails leaves the connection of use.
            let failed = own.read(|_| Err::<(), _>(StoreError::Busy));
            assert!(failed.is_err());
            let found = own.read(move |conn| find_setting(conn, key)).unwrap();
            (own, found)
        });
        let (own, found) = thread.await.unwrap();
        assert_eq!(found.as_deref(), Some(value));
        // It can be let go anywhere.
        drop(own);
        free.send(()).unwrap();
        drop(free);
        for reader in readers {
            assert_eq!(reader.await.unwrap().as_deref(), Some(value));
        }
    });
}
