//! Feeds and the inbox: one story is one item, what waits is counted, nothing comes back.

use crate::support::{Fixture, HOUR, NOON, on_both};
use clipsheet_store::{
    ArticleKind, Brought, Feed, FeedId, FeedSuccess, InboxFilter, ItemId, ItemState, Millis,
    NewFeed, NewItem, NewSubmission, Settled, SubmissionState, add_item_sender, add_item_source,
    claim_feed, create_feed, create_item, create_submission, decide_item, delete_feed,
    expire_items, find_feed, find_item, find_item_by_address, find_submission, forget_addresses,
    hurry_feed, inbox_counts, list_due_feeds, list_item_dossiers, list_item_sources, list_waiting,
    note_feed_failure, note_feed_move, note_feed_success, pause_feed, recall_item, recount,
    remove_old_items, reopen_submissions_of_item, set_submission_item, settle_submissions_of_item,
};

async fn feed(fixture: &Fixture, name: &str) -> FeedId {
    let new = NewFeed {
        url: format!("https://{name}.example/feed.xml"),
        title: name.into(),
        interval_secs: 1800,
        ..NewFeed::default()
    };
    let made = fixture
        .store
        .write(move |tx| create_feed(tx, &new, NOON))
        .await
        .unwrap();
    made.unwrap()
}

async fn feed_now(fixture: &Fixture, id: FeedId) -> Feed {
    let found = fixture.store.read(move |conn| find_feed(conn, id)).await;
    found.unwrap().unwrap()
}

fn story(number: i64) -> NewItem {
    NewItem {
        title: format!("Gull {number} lands on the quay"),
        url: format!("https://quay.example/{number}"),
        excerpt: "It stayed.".into(),
        source_name: "The Quay".into(),
        page: 1 + number % 2,
        area: if number % 3 == 0 { "hill" } else { "quay" }.into(),
        dossiers: (number % 5 == 0)
            .then(|| "gulls".to_owned())
            .into_iter()
            .collect(),
        addresses: vec![format!("address-{number}")],
        ..NewItem::default()
    }
}

fn brought(feed: FeedId, number: i64) -> Brought {
    Brought {
        feed,
        guid: format!("gull-{number}"),
        url: format!("https://quay.example/{number}?from=feed"),
        title: format!("Gull {number} lands on the quay"),
    }
}

async fn take(fixture: &Fixture, feed: FeedId, number: i64, at: Millis) -> ItemId {
    fixture
        .store
        .write(move |tx| create_item(tx, &story(number), Some(&brought(feed, number)), at))
        .await
        .unwrap()
}

#[test]
fn the_list_pages_by_number_and_keeps_to_every_filter() {
    on_both(|fixture| async move {
        let (quay, hill) = (feed(&fixture, "quay").await, feed(&fixture, "hill").await);
        let mut made = Vec::new();
        for number in 0..40 {
            let from = if number % 4 == 0 { hill } else { quay };
            made.push((number, take(&fixture, from, number, NOON).await));
        }
        let list = async |filter: InboxFilter| {
            let mut seen = Vec::new();
            let mut before = ItemId(i64::MAX);
            loop {
                let wanted = filter.clone();
                let part = fixture
                    .store
                    .read(move |conn| list_waiting(conn, &wanted, before, 7))
                    .await
                    .unwrap();
                let Some(last) = part.last() else { return seen };
                before = last.id;
                seen.extend(part.iter().map(|item| item.id));
            }
        };
        let expect = |fits: &dyn Fn(i64) -> bool| -> Vec<ItemId> {
            let fitting = made.iter().rev().filter(|(number, _)| fits(*number));
            fitting.map(|(_, id)| *id).collect()
        };
        let all = InboxFilter::default();
        assert_eq!(list(all.clone()).await, expect(&|_| true));
        let page = InboxFilter {
            page: 2,
            ..all.clone()
        };
        assert_eq!(list(page).await, expect(&|n| n % 2 == 1));
        let area = InboxFilter {
            area: "hill".into(),
            page: 1,
            ..all.clone()
        };
        assert_eq!(list(area).await, expect(&|n| n % 3 == 0 && n % 2 == 0));
        let of_feed = InboxFilter {
            feed: Some(hill),
            area: "quay".into(),
            ..all.clone()
        };
        assert_eq!(list(of_feed).await, expect(&|n| n % 4 == 0 && n % 3 != 0));
        let dossier = InboxFilter {
            dossier: "gulls".into(),
            feed: Some(quay),
            ..all.clone()
        };
        assert_eq!(list(dossier).await, expect(&|n| n % 5 == 0 && n % 4 != 0));
        let words = InboxFilter {
            words: vec!["gull 1".into(), "quay".into()],
            ..all
        };
        assert_eq!(
            list(words).await,
            expect(&|n| n == 1 || (10..20).contains(&n))
        );
    });
}

#[test]
fn what_waits_is_counted_and_a_recount_gives_the_same() {
    on_both(|fixture| async move {
        let (quay, hill) = (feed(&fixture, "quay").await, feed(&fixture, "hill").await);
        let mut made = Vec::new();
        for number in 0..12 {
            made.push(take(&fixture, quay, number, NOON).await);
        }
        let first = made[0];
        fixture
            .store
            .write(move |tx| add_item_source(tx, first, &brought(hill, 0), NOON))
            .await
            .unwrap();
        let counts = async || fixture.store.read(inbox_counts).await.unwrap();
        let before = counts().await;
        assert_eq!(
            (before.all, before.pages[&1], before.areas["hill"]),
            (12, 6, 4)
        );
        assert_eq!((before.feeds[&quay], before.feeds[&hill]), (12, 1));
        assert_eq!(before.dossiers["gulls"], 3);
        let ids = made.clone();
        let won = fixture
            .store
            .write(move |tx| {
                let drop = |tx: &mut _, id| {
                    decide_item(tx, id, ItemState::Dropped, None, None, "Pennick", NOON)
                };
                let won = [drop(tx, ids[0])?, drop(tx, ids[0])?, drop(tx, ids[3])?];
                recall_item(tx, ids[3], NOON)?;
                Ok(won)
            })
            .await
            .unwrap();
        assert_eq!(won, [true, false, true], "the second is too late");
        let after = counts().await;
        assert_eq!((after.all, after.feeds[&quay]), (11, 11));
        assert_eq!(after.feeds.get(&hill), None);
        fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
        assert_eq!(counts().await, after);
        let gone = fixture
            .store
            .write(move |tx| delete_feed(tx, quay, NOON))
            .await
            .unwrap();
        assert!(gone);
        assert_eq!(counts().await.feeds.get(&quay), None);
        assert_eq!(counts().await.all, 11, "what it brought stays");
        fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
        assert_eq!(counts().await.all, 11);
    });
}

#[test]
fn one_story_has_many_sources_and_keeps_its_old_titles() {
    on_both(|fixture| async move {
        let (quay, hill) = (feed(&fixture, "quay").await, feed(&fixture, "hill").await);
        let id = take(&fixture, quay, 5, NOON).await;
        let say = async |feed, title: &str| {
            let brought = Brought {
                title: title.into(),
                ..brought(feed, 5)
            };
            fixture
                .store
                .write(move |tx| add_item_source(tx, id, &brought, NOON))
                .await
                .unwrap()
        };
        assert!(say(hill, "A gull has landed").await);
        assert!(!say(hill, "A gull has landed").await, "once is enough");
        assert!(say(quay, "Gull lands, regrets it").await);
        assert!(
            !say(quay, "Gull 5 lands on the quay").await,
            "an old title does not come back"
        );
        let (item, sources, dossiers) = fixture
            .store
            .read(move |conn| {
                Ok((
                    find_item(conn, id)?.unwrap(),
                    list_item_sources(conn, id)?,
                    list_item_dossiers(conn, id)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(
            (item.title.as_str(), item.source_count),
            ("Gull lands, regrets it", 2)
        );
        assert_eq!(sources.len(), 2);
        assert_eq!(sources[0].old_titles, ["Gull 5 lands on the quay"]);
        assert_eq!(dossiers, ["gulls"]);
    });
}

#[test]
fn items_expire_and_go_and_their_addresses_stay_a_while() {
    on_both(|fixture| async move {
        let quay = feed(&fixture, "quay").await;
        let mut made = Vec::new();
        for number in 0..10 {
            made.push(take(&fixture, quay, number, Millis(NOON.0 + number * HOUR)).await);
        }
        let later = Millis(NOON.0 + 100 * HOUR);
        let known = async |number: i64| {
            fixture
                .store
                .read(move |conn| find_item_by_address(conn, &format!("address-{number}")))
                .await
                .unwrap()
        };
        assert!(known(0).await.unwrap().is_waiting());
        let expired = fixture
            .store
            .write(move |tx| {
                let first = expire_items(tx, Millis(NOON.0 + 5 * HOUR), 3, "Too late.", later)?;
                Ok((
                    first,
                    expire_items(tx, Millis(NOON.0 + 5 * HOUR), 3, "Too late.", later)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(expired, (3, 2));
        assert_eq!(known(0).await.unwrap().state, Some(ItemState::Expired));
        assert_eq!(fixture.store.read(inbox_counts).await.unwrap().all, 5);
        let removed = fixture
            .store
            .write(move |tx| remove_old_items(tx, Millis(later.0 + 1), 100))
            .await
            .unwrap();
        assert_eq!(removed, 5);
        let gone = known(0).await.unwrap();
        assert_eq!((gone.item, gone.state), (made[0], None));
        let forgotten = fixture
            .store
            .write(move |tx| forget_addresses(tx, Millis(NOON.0 + 5 * HOUR), 100))
            .await
            .unwrap();
        assert_eq!(forgotten, 5);
        assert!(known(0).await.is_none() && known(7).await.is_some());
    });
}

#[test]
fn what_is_taken_back_or_sent_in_again_waits_from_then_on() {
    on_both(|fixture| async move {
        let quay = feed(&fixture, "quay").await;
        let mut made = Vec::new();
        for number in 0..4 {
            made.push(take(&fixture, quay, number, NOON).await);
        }
        let (left, dropped, expired, again) = (made[0], made[1], made[2], made[3]);
        let later = Millis(NOON.0 + 100 * HOUR);
        let old = Millis(NOON.0 + 90 * HOUR);
        let gone = fixture
            .store
            .write(move |tx| {
                for (item, state) in [(dropped, ItemState::Dropped), (expired, ItemState::Expired)]
                {
                    assert!(decide_item(tx, item, state, None, None, "", NOON)?);
                    assert!(recall_item(tx, item, later)?);
                }
                // Twice by the same person, too.
                for at in [NOON, later] {
                    assert!(add_item_sender(tx, again, "Gull", at)?);
                }
                expire_items(tx, old, 100, "Too late.", later)
            })
            .await
            .unwrap();
        assert_eq!(gone, 1);
        let state = async |id: ItemId| {
            let found = fixture.store.read(move |conn| find_item(conn, id)).await;
            let found = found.unwrap().unwrap();
            (found.state, found.arrived_at)
        };
        assert_eq!(state(left).await, (ItemState::Expired, NOON));
        for item in [dropped, expired, again] {
            assert_eq!(state(item).await, (ItemState::Waiting, NOON), "{item}");
        }
        // Not for ever.
        let end = Millis(later.0 + 1);
        let gone = fixture
            .store
            .write(move |tx| expire_items(tx, end, 100, "Too late.", end));
        assert_eq!(gone.await.unwrap(), 3);
    });
}

#[test]
fn a_feed_is_read_by_one_node_at_a_time() {
    on_both(|fixture| async move {
        let id = feed(&fixture, "quay").await;
        let until = Millis(NOON.0 + HOUR);
        let claim = async |now: Millis| {
            fixture
                .store
                .write(move |tx| claim_feed(tx, id, now, until))
                .await
                .unwrap()
        };
        assert!(claim(NOON).await);
        assert!(!claim(NOON).await, "somebody has it");
        let due = async |now| {
            fixture
                .store
                .read(move |conn| list_due_feeds(conn, now, 10))
                .await
                .unwrap()
                .len()
        };
        assert_eq!(
            (due(NOON).await, due(until).await),
            (0, 1),
            "a claim ends by itself"
        );
        fixture
            .store
            .write(move |tx| {
                let had = FeedSuccess {
                    etag: "\"7\"".into(),
                    title: "The Quay's own name".into(),
                    homepage: "https://quay.example/".into(),
                    news: 3,
                    interval_secs: 900,
                    ..FeedSuccess::default()
                };
                note_feed_success(tx, id, &had, Millis(NOON.0 + 900_000), NOON)
            })
            .await
            .unwrap();
        let now = feed_now(&fixture, id).await;
        assert_eq!(
            (now.title.as_str(), now.homepage.as_str()),
            ("quay", "https://quay.example/"),
            "the desk's name stays"
        );
        assert_eq!((now.item_count, now.last_news_at), (3, Some(NOON)));
        assert_eq!(due(NOON).await, 0);
        fixture
            .store
            .write(move |tx| {
                assert!(hurry_feed(tx, id, Millis(NOON.0 + 1))?);
                note_feed_failure(tx, id, "it is gone", true, until, Millis(NOON.0 + 1))
            })
            .await
            .unwrap();
        let now = feed_now(&fixture, id).await;
        assert!(now.is_paused && now.last_error == "it is gone" && now.fail_count == 1);
        assert_eq!(now.last_success_at, Some(NOON));
        fixture
            .store
            .write(move |tx| pause_feed(tx, id, false, "", until))
            .await
            .unwrap();
        assert_eq!(due(until).await, 1);
    });
}

#[test]
fn a_feed_moves_when_it_says_so_twice() {
    on_both(|fixture| async move {
        let id = feed(&fixture, "quay").await;
        feed(&fixture, "hill").await;
        let say = async |to: &'static str| {
            let feed = feed_now(&fixture, id).await;
            fixture
                .store
                .write(move |tx| note_feed_move(tx, &feed, to))
                .await
                .unwrap()
        };
        assert!(!say("https://new.example/feed").await);
        assert!(!say("").await, "it changed its mind");
        assert!(!say("https://new.example/feed").await);
        assert!(say("https://new.example/feed").await);
        assert_eq!(feed_now(&fixture, id).await.url, "https://new.example/feed");
        assert!(!say("https://hill.example/feed.xml").await);
        assert!(
            !say("https://hill.example/feed.xml").await,
            "another feed is there"
        );
        let twice = NewFeed {
            url: "https://new.example/feed".into(),
            ..NewFeed::default()
        };
        let twice = fixture
            .store
            .write(move |tx| create_feed(tx, &twice, NOON))
            .await
            .unwrap();
        assert_eq!(twice, None);
    });
}

#[test]
fn what_is_sent_in_is_counted_and_follows_its_item() {
    on_both(|fixture| async move {
        let quay = feed(&fixture, "quay").await;
        let item = take(&fixture, quay, 1, NOON).await;
        take(&fixture, quay, 2, NOON).await;
        let new = NewSubmission {
            kind: ArticleKind::Link,
            headline: "A gull".into(),
            url: "https://quay.example/1".into(),
            source: String::new(),
            html: String::new(),
            seal: String::new(),
            nic: "Gull".into(),
            email: String::new(),
            commenter: None,
            staff: None,
            print_at: None,
            created_at: NOON,
        };
        let sent = fixture
            .store
            .write(move |tx| {
                let (sent, _) = create_submission(tx, &new)?;
                set_submission_item(tx, sent, item)?;
                for name in ["Gull", "Tern", "Gull"] {
                    assert!(add_item_sender(tx, item, name, NOON)?);
                }
                assert!(!add_item_sender(tx, ItemId(99), "Gull", NOON)?);
                Ok(sent)
            })
            .await
            .unwrap();
        let submitted = InboxFilter {
            submitted: true,
            ..InboxFilter::default()
        };
        let all = ItemId(i64::MAX);
        let wanted = submitted.clone();
        let found = fixture
            .store
            .read(move |conn| list_waiting(conn, &wanted, all, 9))
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].submitted_by.as_deref(), Some("Gull, Tern"));
        let counted = async || {
            let stood = fixture.store.read(inbox_counts).await.unwrap();
            fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
            assert_eq!(fixture.store.read(inbox_counts).await.unwrap(), stood);
            (stood.all, stood.submitted)
        };
        assert_eq!(counted().await, (2, 1));
        let state = async || {
            let found = fixture
                .store
                .read(move |conn| find_submission(conn, sent))
                .await;
            found.unwrap().unwrap().state
        };
        let later = Millis(NOON.0 + HOUR);
        let refused = Settled {
            state: SubmissionState::Refused,
            article: None,
            word: "No.".into(),
        };
        fixture
            .store
            .write(move |tx| {
                assert!(decide_item(
                    tx,
                    item,
                    ItemState::Dropped,
                    None,
                    None,
                    "Pennick",
                    later
                )?);
                assert_eq!(settle_submissions_of_item(tx, item, &refused, later)?, 1);
                Ok(())
            })
            .await
            .unwrap();
        assert_eq!(
            (counted().await, state().await),
            ((1, 0), SubmissionState::Refused)
        );
        fixture
            .store
            .write(move |tx| {
                assert!(recall_item(tx, item, later)?);
                // What was turned down at another time stays so.
                reopen_submissions_of_item(tx, item, NOON)
            })
            .await
            .unwrap();
        assert_eq!(
            (counted().await, state().await),
            ((2, 1), SubmissionState::Refused)
        );
        fixture
            .store
            .write(move |tx| reopen_submissions_of_item(tx, item, later))
            .await
            .unwrap();
        assert_eq!(state().await, SubmissionState::Waiting);
        fixture
            .store
            .write(move |tx| {
                // Taken back, it waits from then on.
                assert_eq!(expire_items(tx, later, 9, "Too late.", later)?, 1);
                assert!(find_item(tx, item)?.is_some_and(|item| item.state == ItemState::Waiting));
                expire_items(tx, Millis(later.0 + 1), 9, "Too late.", later).map(drop)
            })
            .await
            .unwrap();
        assert_eq!(
            (counted().await, state().await),
            ((0, 0), SubmissionState::Refused)
        );
    });
}
