//! Taking back, moving, ordering, revising: nothing is lost, and every counter is what a recount gives.

use crate::support::{Fixture, HOUR, NOON, TODAY, on_both, printed};
use clipsheet_store::{
    ArticleId, Conn, Key, Millis, NewDossier, NewRevision, PrintedText, Revised, RevisedArticle,
    StoreResult, create_dossier, find_article, find_article_by_url, find_edition, find_revision,
    find_standing, list_by_area, list_by_dossier, list_by_page, list_comments, list_dossiers,
    list_edition, list_latest, list_latest_comments, list_leads, list_months, list_revisions,
    list_titles, news_of_the_day, recount, remove_comment, revise_article, set_classic, set_filed,
    set_lead, set_order, set_place, set_printed, totals,
};

async fn write<T: Send + 'static>(
    fixture: &Fixture,
    act: impl FnOnce(&mut clipsheet_store::Tx<'_>) -> StoreResult<T> + Send + 'static,
) -> T {
    fixture.store.write(act).await.unwrap()
}

async fn read<T: Send + 'static>(
    fixture: &Fixture,
    look: impl FnOnce(&mut Conn) -> StoreResult<T> + Send + 'static,
) -> T {
    fixture.store.read(look).await.unwrap()
}

/// All that is counted, to be compared before and after a recount.
fn counted(conn: &mut Conn) -> StoreResult<String> {
    Ok(format!(
        "{:?} {:?} {:?} {:?}",
        find_edition(conn, TODAY)?,
        list_months(conn, 201_401, 201_501)?,
        totals(conn, TODAY)?,
        list_dossiers(conn)?,
    ))
}

async fn assert_counted(fixture: &Fixture) {
    let before = read(fixture, counted).await;
    write(fixture, |tx| recount(tx, NOON)).await;
    assert_eq!(before, read(fixture, counted).await);
}

async fn dossier(fixture: &Fixture, slug: &'static str) -> clipsheet_store::DossierId {
    let new = NewDossier {
        slug: slug.into(),
        name: slug.to_uppercase(),
        kind: "organisation".into(),
        about: String::new(),
    };
    write(fixture, move |tx| create_dossier(tx, &new)).await
}

/// Where an article is found by readers.
fn places(conn: &mut Conn, id: ArticleId) -> StoreResult<Vec<&'static str>> {
    let area = clipsheet_store::list_areas(conn)?[0].id;
    let dossier = list_dossiers(conn)?[0].id;
    let mut found = Vec::new();
    let mut look = |name, ids: Vec<ArticleId>| {
        if ids.contains(&id) {
            found.push(name);
        }
    };
    let ids = |lines: Vec<clipsheet_store::Headline>| lines.iter().map(|line| line.id).collect();
    look("edition", ids(list_edition(conn, TODAY)?));
    look("latest", ids(list_latest(conn, Key::NEWEST, 9)?));
    look("page", ids(list_by_page(conn, 1, Key::NEWEST, 9)?));
    look("area", ids(list_by_area(conn, area, Key::NEWEST, 9)?));
    look(
        "dossier",
        ids(list_by_dossier(conn, dossier, Key::NEWEST, 9)?),
    );
    look(
        "leads",
        ids(list_leads(
            conn,
            TODAY,
            clipsheet_store::Day(TODAY.0 + 1),
            9,
        )?),
    );
    look(
        "titles",
        list_titles(conn, TODAY, 1)?
            .iter()
            .map(|title| title.id)
            .collect(),
    );
    look(
        "address",
        find_article_by_url(conn, "https://post.example/rain")?
            .into_iter()
            .collect(),
    );
    look(
        "comments",
        list_latest_comments(conn, clipsheet_store::CommentId(i64::MAX), 9)?
            .iter()
            .map(|comment| comment.comment.article)
            .collect(),
    );
    if !news_of_the_day(conn, TODAY, 9)?.is_empty() {
        found.push("news");
    }
    Ok(found)
}

#[test]
fn an_article_taken_back_is_nowhere_and_comes_back_whole() {
    on_both(|fixture| async move {
        let board = dossier(&fixture, "board").await;
        let id = fixture
            .article("Rain", |new| {
                new.dossiers = vec![board];
                new.is_lead = true;
                new.url = Some("https://post.example/rain".into());
            })
            .await;
        fixture.article("Fog", |_| ()).await;
        fixture.comment(id, "Gull", "Caw.", None).await.unwrap();
        fixture.comment(id, "Tern", "Keck.", None).await.unwrap();
        let everywhere = read(&fixture, move |conn| places(conn, id)).await;
        assert_eq!(everywhere.len(), 10, "{everywhere:?}");
        assert!(write(&fixture, move |tx| set_printed(tx, id, false, NOON)).await);
        assert!(!write(&fixture, move |tx| set_printed(tx, id, false, NOON)).await);
        assert_eq!(
            read(&fixture, move |conn| places(conn, id)).await,
            Vec::<&str>::new()
        );
        assert_counted(&fixture).await;
        // Nobody can answer, but a moderator can still take a comment away.
        assert!(fixture.comment(id, "Gull", "Oi!", None).await.is_err());
        assert!(write(&fixture, move |tx| remove_comment(tx, id, 1, NOON)).await);
        assert_counted(&fixture).await;
        assert!(write(&fixture, move |tx| set_printed(tx, id, true, NOON)).await);
        assert_counted(&fixture).await;
        let back = read(&fixture, move |conn| places(conn, id)).await;
        assert_eq!(back, everywhere);
        let (number, _) = fixture
            .comment(id, "Gull", "Still here.", None)
            .await
            .unwrap();
        assert_eq!(number, 3, "numbers go on");
        let comments = read(&fixture, move |conn| list_comments(conn, id, 9, false, 9)).await;
        assert_eq!(comments.len(), 3, "the tombstone is kept");
        // Where another was made the lead meanwhile, that one stays it.
        assert!(write(&fixture, move |tx| set_printed(tx, id, false, NOON)).await);
        let other = fixture.article("Hail", |new| new.is_lead = true).await;
        assert!(write(&fixture, move |tx| set_printed(tx, id, true, NOON)).await);
        let leads = |id| read(&fixture, move |conn| places(conn, id));
        assert!(!leads(id).await.contains(&"leads"));
        assert!(leads(other).await.contains(&"leads"));
    });
}

#[test]
fn articles_are_moved_put_in_order_and_filed() {
    on_both(|fixture| async move {
        let areas = fixture.areas().await;
        let board = dossier(&fixture, "board").await;
        let (a, b, c) = (
            fixture.article("A", |_| ()).await,
            fixture
                .article("B", |new| new.printed_at = Millis(NOON.0 + HOUR))
                .await,
            fixture
                .article("C", |new| new.printed_at = Millis(NOON.0 + 2 * HOUR))
                .await,
        );
        let order = async |page: i64| {
            read(&fixture, move |conn| {
                let lines = list_edition(conn, TODAY)?;
                let on_page = lines.into_iter().filter(|line| line.page == page);
                Ok(on_page
                    .map(|line| line.headline)
                    .collect::<Vec<_>>()
                    .concat())
            })
            .await
        };
        assert_eq!(order(1).await, "ABC");
        write(&fixture, move |tx| set_order(tx, TODAY, 1, &[c, a], NOON)).await;
        assert_eq!(order(1).await, "CAB", "the rest by time");
        let hill = areas[1];
        assert!(write(&fixture, move |tx| set_place(tx, c, 2, hill, NOON)).await);
        assert_eq!((order(1).await, order(2).await), ("AB".into(), "C".into()));
        // On another page it is not where the order says.
        write(&fixture, move |tx| {
            set_order(tx, TODAY, 1, &[c, b, a], NOON)
        })
        .await;
        assert_eq!((order(1).await, order(2).await), ("BA".into(), "C".into()));

        for (is_filed, changes) in [(true, true), (true, false), (false, true), (false, false)] {
            let changed = write(&fixture, move |tx| set_filed(tx, a, board, is_filed, NOON)).await;
            assert_eq!(changed, changes);
            assert_counted(&fixture).await;
        }
        write(&fixture, move |tx| set_lead(tx, a, true, NOON)).await;
        write(&fixture, move |tx| set_lead(tx, b, true, NOON)).await;
        write(&fixture, move |tx| set_classic(tx, b, true, NOON)).await;
        let leads = read(&fixture, move |conn| {
            let lines = list_edition(conn, TODAY)?;
            Ok(lines
                .into_iter()
                .filter(|line| line.is_lead)
                .map(|line| (line.id, line.is_classic))
                .collect::<Vec<_>>())
        })
        .await;
        assert_eq!(leads, [(b, true)], "one lead");
        for unknown in [ArticleId(0), ArticleId(999)] {
            assert!(!write(&fixture, move |tx| set_place(tx, unknown, 1, hill, NOON)).await);
            assert!(!write(&fixture, move |tx| set_lead(tx, unknown, true, NOON)).await);
            assert!(
                !write(&fixture, move |tx| set_filed(
                    tx, unknown, board, true, NOON
                ))
                .await
            );
        }
    });
}

fn revised(headline: &str) -> RevisedArticle {
    RevisedArticle {
        headline: headline.into(),
        slug: headline.to_lowercase(),
        byline: Some("Keeper".into()),
        lang: None,
        source_date: None,
        teaser: "Sun.".into(),
        picture: None,
        picture_alt: String::new(),
        picture_caption: String::new(),
    }
}

fn state(who: &str, body: &str) -> NewRevision {
    NewRevision {
        staff: None,
        who: who.into(),
        body: body.into(),
        made_at: NOON,
    }
}

#[test]
fn every_revision_is_kept_and_none_overwrites_another() {
    on_both(|fixture| async move {
        let id = fixture.article("Rain", |_| ()).await;
        let revise = async |from: i64, headline: &'static str, html: &'static str| {
            write(&fixture, move |tx| {
                let text = PrintedText {
                    safe_html: html.into(),
                    ..printed()
                };
                let (before, after) = (state("Limpet", "before"), state("Pennick", html));
                revise_article(tx, id, from, &revised(headline), &before, &after, |_| text)
            })
            .await
        };
        let first = read(&fixture, move |conn| find_article(conn, id)).await;
        assert_eq!(first.unwrap().changed_at, None);
        assert_eq!(revise(1, "Sun", "<p>Sun.</p>").await, Revised::Stands(2));
        assert_eq!(revise(1, "Hail", "<p>Hail.</p>").await, Revised::Stale(2));
        assert_eq!(revise(2, "Snow", "<p>Snow.</p>").await, Revised::Stands(3));
        let article = read(&fixture, move |conn| find_article(conn, id))
            .await
            .unwrap();
        assert_eq!(
            (
                article.headline.headline.as_str(),
                article.text.safe_html.as_str(),
                article.revision
            ),
            ("Snow", "<p>Snow.</p>", 3)
        );
        assert_eq!(article.text.source_html, "<p>It rained.</p>", "as it came");
        assert_eq!(article.changed_at, Some(NOON));
        let list = read(&fixture, move |conn| list_revisions(conn, id, i64::MAX, 9)).await;
        let numbers: Vec<i64> = list.iter().map(|revision| revision.number).collect();
        assert_eq!(numbers, [3, 2, 1]);
        for (number, body) in [(1, "before"), (2, "<p>Sun.</p>"), (3, "<p>Snow.</p>")] {
            let found = read(&fixture, move |conn| find_revision(conn, id, number)).await;
            assert_eq!(found.as_deref(), Some(body));
        }
        let gone = write(&fixture, |tx| {
            let (before, after) = (state("L", "b"), state("P", "a"));
            revise_article(tx, ArticleId(99), 1, &revised("X"), &before, &after, |_| {
                printed()
            })
        })
        .await;
        assert_eq!(gone, Revised::NoArticle);
        assert_eq!(
            read(&fixture, move |conn| find_standing(conn, id))
                .await
                .unwrap()
                .revision,
            3
        );
        assert_counted(&fixture).await;
    });
}
