//! Numbers are dense and never change; counters are what a recount gives.

use crate::support::{HOUR, NOON, TODAY, new_comment, on_both};
use clipsheet_store::{
    Conn, Day, Millis, NewDossier, StoreResult, create_comment, create_dossier, find_comment,
    find_commenter, find_edition, find_headline, find_nic, list_comments, list_dossiers,
    list_months, recount, remove_comment, restore_comment, totals,
};

fn day_of(at: Millis) -> Day {
    Day(if at.0 < NOON.0 + 12 * HOUR {
        TODAY.0
    } else {
        TODAY.0 + 1
    })
}

#[test]
fn comments_are_numbered_densely_from_many_writers_at_once() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        let mut waiting = Vec::new();
        for writer in 0..200 {
            let store = fixture.store.clone();
            let new = new_comment(
                article,
                &format!("Gull {}", writer % 7),
                &format!("Caw {writer}"),
                None,
            );
            waiting.push(tokio::spawn(async move {
                store.write(move |tx| create_comment(tx, &new)).await
            }));
        }
        let mut numbers = Vec::new();
        for task in waiting {
            numbers.push(task.await.unwrap().unwrap().0);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=200).collect::<Vec<_>>());
    });
}

#[test]
fn a_comment_sent_twice_is_one_comment() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        let (first, commenter) = fixture
            .comment(article, "Gull", "Mine.", None)
            .await
            .unwrap();
        let again = fixture
            .comment(article, "Gull", "Mine.", Some(commenter))
            .await
            .unwrap();
        assert_eq!(again, (first, commenter));
        let (other, _) = fixture
            .comment(article, "Gull", "Mine!", Some(commenter))
            .await
            .unwrap();
        assert_eq!(other, 2);
        // Somebody else may say the same.
        let (third, _) = fixture
            .comment(article, "Puffin", "Mine.", None)
            .await
            .unwrap();
        assert_eq!(third, 3);
    });
}

#[test]
fn a_removed_comment_leaves_its_number_as_a_tombstone() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        let (_, gull) = fixture
            .comment(article, "Gull", "One.", None)
            .await
            .unwrap();
        fixture
            .comment(article, "Gull", "Two.", Some(gull))
            .await
            .unwrap();
        let removed = fixture
            .store
            .write(move |tx| remove_comment(tx, article, 2, NOON))
            .await;
        assert_eq!(removed, Ok(true));
        let again = fixture
            .store
            .write(move |tx| remove_comment(tx, article, 2, NOON))
            .await;
        assert_eq!(again, Ok(false), "a comment is taken away once");
        let (number, _) = fixture
            .comment(article, "Gull", "Three.", Some(gull))
            .await
            .unwrap();
        assert_eq!(number, 3, "the number is not used again");
        let comments = fixture
            .store
            .read(move |conn| list_comments(conn, article, i64::MAX, false, 10))
            .await
            .unwrap();
        let seen: Vec<_> = comments
            .iter()
            .map(|comment| (comment.number, comment.is_removed))
            .collect();
        assert_eq!(seen, [(3, false), (2, true), (1, false)]);
        let headline = fixture
            .store
            .read(move |conn| find_headline(conn, article))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((headline.comment_count, headline.last_number), (2, 3));
    });
}

/// Every counter the paper shows.
fn all_counters(conn: &mut Conn) -> StoreResult<String> {
    let mut seen = format!("{:?}", totals(conn, TODAY)?);
    for day in [TODAY, Day(TODAY.0 - 1)] {
        seen += &format!("\n{:?}", find_edition(conn, day)?);
    }
    seen += &format!("\n{:?}", list_months(conn, 0, 999_999)?);
    for id in 1..=6 {
        let line = find_headline(conn, clipsheet_store::ArticleId(id))?.map(|line| {
            (
                line.comment_count,
                line.last_number,
                line.last_comment_at,
                line.last_comment_nic,
            )
        });
        seen += &format!("\n{line:?}");
    }
    for id in 1..=8 {
        let count = find_commenter(conn, clipsheet_store::CommenterId(id))?
            .map(|reader| reader.comment_count);
        seen += &format!("\n{count:?}");
    }
    for nic in ["Gull", "Puffin", "Tern"] {
        seen += &format!(
            "\n{nic} {:?}",
            find_nic(conn, nic)?.map(|nic| nic.comment_count)
        );
    }
    seen += &format!(
        "\n{:?}",
        list_dossiers(conn)?
            .iter()
            .map(|file| file.article_count)
            .collect::<Vec<_>>()
    );
    Ok(seen)
}

#[test]
fn counters_are_what_a_recount_gives() {
    on_both(|fixture| async move {
        let dossier = fixture
            .store
            .write(|tx| {
                let new = |slug: &str| NewDossier {
                    slug: slug.into(),
                    name: slug.into(),
                    kind: "place".into(),
                    about: String::new(),
                };
                create_dossier(tx, &new("pier"))?;
                create_dossier(tx, &new("lighthouse"))
            })
            .await
            .unwrap();
        let mut articles = Vec::new();
        for number in 0..5_i64 {
            let article = fixture
                .article(&format!("Story {number}"), |new| {
                    new.edition_on = Day(TODAY.0 - number % 2);
                    new.dossiers = if number > 2 {
                        vec![dossier, dossier]
                    } else {
                        Vec::new()
                    };
                })
                .await;
            articles.push(article);
        }
        let mut commenter = None;
        for step in 0..40_i64 {
            let article = articles[usize::try_from(step * 7 % 5).unwrap()];
            let nic = ["Gull", "Puffin", "Tern"][usize::try_from(step % 3).unwrap()];
            let mut new = new_comment(article, nic, &format!("Caw {step}"), commenter);
            new.created_at = Millis(NOON.0 + step * HOUR / 2);
            new.written_on = day_of(new.created_at);
            let (number, by) = fixture
                .store
                .write(move |tx| create_comment(tx, &new))
                .await
                .unwrap();
            commenter = (step % 6 != 0).then_some(by);
            if step % 5 == 0 {
                let removed = fixture
                    .store
                    .write(move |tx| remove_comment(tx, article, number, NOON))
                    .await;
                assert_eq!(removed, Ok(true));
            }
            if step % 10 == 0 {
                let restored = fixture
                    .store
                    .write(move |tx| restore_comment(tx, article, number, NOON))
                    .await;
                assert_eq!(restored, Ok(true));
            }
        }
        let kept = fixture.store.read(all_counters).await.unwrap();
        assert!(kept.contains("comments: 36"), "{kept}");
        fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
        let counted = fixture.store.read(all_counters).await.unwrap();
        assert_eq!(kept, counted);
    });
}

#[test]
fn a_comment_that_is_brought_back_is_as_it_was() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        let (_, gull) = fixture
            .comment(article, "Gull", "One.", None)
            .await
            .unwrap();
        fixture
            .comment(article, "Gull", "Two.", Some(gull))
            .await
            .unwrap();
        let look = async || {
            let counters = fixture.store.read(all_counters).await.unwrap();
            let read = fixture.store.read(move |conn| {
                let line = find_headline(conn, article)?;
                let last = line.map(|line| (line.comment_count, line.last_comment_number));
                Ok((find_comment(conn, article, 2)?, last))
            });
            (counters, read.await.unwrap())
        };
        let before = look().await;
        for number in [2, 3] {
            let restored = fixture
                .store
                .write(move |tx| restore_comment(tx, article, number, NOON))
                .await;
            assert_eq!(restored, Ok(false), "{number} was not taken away");
        }
        let removed = fixture
            .store
            .write(move |tx| remove_comment(tx, article, 2, NOON));
        assert_eq!(removed.await, Ok(true));
        let between = look().await;
        let gone = between.1.0.clone().unwrap();
        assert!(gone.is_removed);
        assert_eq!(gone.source, "Two.", "what was written is kept");
        assert_ne!(between.0, before.0);
        let restored = fixture
            .store
            .write(move |tx| restore_comment(tx, article, 2, NOON));
        assert_eq!(restored.await, Ok(true));
        assert_eq!(look().await, before);
    });
}
