//! Remarks and submissions: what becomes of them, and who hears of it.

use crate::support::{Fixture, HOUR, NOON, on_both};
use clipsheet_store::{
    ArticleId, ArticleKind, CommenterId, Event, Millis, NewRemark, NewStaff, NewSubmission,
    RemarkAnchor, RemarkId, RemarkState, Role, Settled, StaffId, SubmissionId, SubmissionState,
    change_remark, create_remark, create_staff, create_submission, find_commenter, find_remark,
    find_submission, find_submission_by_url, list_events, list_loose_remarks, list_remarks,
    list_submissions_by, newest_event, settle_submission, settle_submissions_of,
};

async fn staff(fixture: &Fixture) -> StaffId {
    let new = NewStaff {
        name: "Pennick".into(),
        name_key: "pennick".into(),
        role: Role::Moderator,
        colour: "#7a1f3d".into(),
        password: String::new(),
    };
    let made = fixture.store.write(move |tx| create_staff(tx, &new, NOON));
    made.await.unwrap()
}

fn new_remark(article: ArticleId, staff: StaffId, source: &str, comment: Option<i64>) -> NewRemark {
    NewRemark {
        article,
        comment,
        staff,
        author: "Pennick".into(),
        source: source.into(),
        html: source.into(),
        seal: "sealed".into(),
        anchor: RemarkAnchor {
            quote: "rained".into(),
            prefix: "\nIt ".into(),
            suffix: ".\n".into(),
            offset: 4,
        },
    }
}

/// The events of a write.
async fn told(fixture: &Fixture, before: i64) -> Vec<Event> {
    let read = fixture
        .store
        .read(move |conn| list_events(conn, before, 99));
    read.await
        .unwrap()
        .into_iter()
        .filter_map(|(_, event)| event)
        .collect()
}

#[test]
fn a_remark_is_kept_changed_parked_and_taken_away() {
    on_both(|fixture| async move {
        let (article, staff) = (fixture.article("Rain", |_| ()).await, staff(&fixture).await);
        let other = fixture.article("Mud", |_| ()).await;
        let before = fixture.store.read(newest_event).await.unwrap();
        let ids = fixture
            .store
            .write(move |tx| {
                let first =
                    create_remark(tx, &new_remark(article, staff, "So it did.", None), NOON)?;
                let second =
                    create_remark(tx, &new_remark(article, staff, "Twice.", Some(3)), NOON)?;
                create_remark(tx, &new_remark(other, staff, "Elsewhere.", None), NOON)?;
                Ok([first, second])
            })
            .await
            .unwrap();
        let events = told(&fixture, before).await;
        assert_eq!(
            events,
            [
                Event::Article(article),
                Event::Article(article),
                Event::Article(other)
            ]
        );
        let list = fixture
            .store
            .read(move |conn| list_remarks(conn, article))
            .await
            .unwrap();
        assert_eq!(list.iter().map(|remark| remark.id).collect::<Vec<_>>(), ids);
        assert_eq!(
            (list[1].comment, list[0].anchor.quote.as_str()),
            (Some(3), "rained")
        );

        let later = Millis(NOON.0 + HOUR);
        let mut parked = list[0].clone();
        parked.state = RemarkState::Loose;
        parked.source = "So it does.".into();
        parked.anchor.offset = 9;
        let written = parked.clone();
        fixture
            .store
            .write(move |tx| change_remark(tx, &written, later))
            .await
            .unwrap();
        let found = fixture
            .store
            .read(move |conn| find_remark(conn, ids[0]))
            .await
            .unwrap()
            .unwrap();
        parked.changed_at = later;
        assert_eq!(found, parked);
        let loose = |before: RemarkId| {
            fixture
                .store
                .read(move |conn| list_loose_remarks(conn, before, 9))
        };
        let all = loose(RemarkId(i64::MAX)).await.unwrap();
        assert_eq!((all.len(), all[0].headline.as_str()), (1, "Rain"));
        assert!(
            loose(ids[0]).await.unwrap().is_empty(),
            "goes on below a row"
        );
        let mut gone = parked;
        gone.state = RemarkState::Removed;
        fixture
            .store
            .write(move |tx| change_remark(tx, &gone, later))
            .await
            .unwrap();
        assert!(loose(RemarkId(i64::MAX)).await.unwrap().is_empty());
        let list = fixture
            .store
            .read(move |conn| list_remarks(conn, article))
            .await
            .unwrap();
        assert_eq!(list.len(), 1, "what was taken away is not listed");
        let nowhere = new_remark(ArticleId(999), staff, "?", None);
        let refused = fixture
            .store
            .write(move |tx| create_remark(tx, &nowhere, NOON))
            .await;
        assert!(refused.is_err());
    });
}

fn new_submission(headline: &str, url: &str, commenter: Option<CommenterId>) -> NewSubmission {
    NewSubmission {
        kind: match url {
            "" => ArticleKind::Original,
            _ => ArticleKind::Link,
        },
        headline: headline.into(),
        url: url.into(),
        source: "A note.".into(),
        html: "<p>A note.</p>".into(),
        seal: "sealed".into(),
        nic: "Gull".into(),
        email: "gull@pier.example".into(),
        commenter,
        staff: None,
        print_at: None,
        created_at: NOON,
    }
}

async fn send(fixture: &Fixture, new: NewSubmission) -> (SubmissionId, CommenterId) {
    fixture
        .store
        .write(move |tx| create_submission(tx, &new))
        .await
        .unwrap()
}

async fn settle(fixture: &Fixture, id: SubmissionId, state: SubmissionState) -> bool {
    let settled = Settled {
        state,
        article: None,
        word: "A word.".into(),
    };
    let written = fixture
        .store
        .write(move |tx| settle_submission(tx, id, &settled, NOON));
    written.await.unwrap()
}

#[test]
fn a_submission_waits_and_is_settled_once() {
    on_both(|fixture| async move {
        let (first, gull) = send(&fixture, new_submission("Mine", "", None)).await;
        let commenter = fixture
            .store
            .read(move |conn| find_commenter(conn, gull))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (commenter.nic.as_str(), commenter.comment_count),
            ("Gull", 0),
            "known, and has said nothing"
        );
        assert_eq!(
            send(&fixture, new_submission("Mine", "", Some(gull))).await,
            (first, gull),
            "sent twice"
        );
        let mut late = new_submission("Mine", "", Some(gull));
        late.created_at = Millis(NOON.0 + HOUR);
        let (second, _) = send(&fixture, late).await;
        assert_ne!(second, first, "an hour later it is meant");
        let (_, tern) = send(&fixture, new_submission("Mine", "", None)).await;
        assert_ne!(tern, gull);
        let mine = fixture
            .store
            .read(move |conn| list_submissions_by(conn, gull, second, 9))
            .await
            .unwrap();
        assert_eq!(mine.iter().map(|sent| sent.id).collect::<Vec<_>>(), [first]);

        let before = fixture.store.read(newest_event).await.unwrap();
        assert!(settle(&fixture, first, SubmissionState::Taken).await);
        assert_eq!(told(&fixture, before).await, [Event::Inbox]);
        assert!(
            !settle(&fixture, first, SubmissionState::Taken).await,
            "two cannot take it up"
        );
        assert!(settle(&fixture, first, SubmissionState::Printed).await);
        for state in [
            SubmissionState::Taken,
            SubmissionState::Refused,
            SubmissionState::Printed,
        ] {
            assert!(!settle(&fixture, first, state).await);
        }
        assert!(settle(&fixture, second, SubmissionState::Refused).await);
        assert!(!settle(&fixture, SubmissionId(99), SubmissionState::Refused).await);
        let found = fixture
            .store
            .read(move |conn| find_submission(conn, second))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.state, found.word.as_str(), found.settled_at),
            (SubmissionState::Refused, "A word.", Some(NOON))
        );
    });
}

#[test]
fn all_who_sent_a_link_see_that_it_is_printed() {
    on_both(|fixture| async move {
        let url = format!("https://skerry.example/{}", "long/".repeat(200));
        let like = format!("{url}other");
        let (first, gull) = send(&fixture, new_submission("One", &url, None)).await;
        let (second, _) = send(&fixture, new_submission("Two", &url, None)).await;
        let (other, _) = send(&fixture, new_submission("Three", &like, None)).await;
        let own = send(&fixture, new_submission("Mine", "", Some(gull)))
            .await
            .0;
        settle(&fixture, second, SubmissionState::Refused).await;
        let by = |url: String| {
            fixture
                .store
                .read(move |conn| find_submission_by_url(conn, &url))
        };
        assert_eq!(
            by(url.clone()).await.unwrap().unwrap().id,
            first,
            "one that was turned down is none"
        );
        assert_eq!(by("https://skerry.example/".into()).await.unwrap(), None);
        let article = fixture.article("Crate", |_| ()).await;
        let printed = url.clone();
        fixture
            .store
            .write(move |tx| settle_submissions_of(tx, &printed, article, NOON))
            .await
            .unwrap();
        for (id, state) in [
            (first, SubmissionState::Printed),
            (second, SubmissionState::Refused),
            (other, SubmissionState::Waiting),
            (own, SubmissionState::Waiting),
        ] {
            let found = fixture
                .store
                .read(move |conn| find_submission(conn, id))
                .await
                .unwrap()
                .unwrap();
            assert_eq!(found.state, state, "{}", found.headline);
            let slug = found.article_slug.as_deref();
            assert_eq!(slug, (state == SubmissionState::Printed).then_some("crate"));
        }
    });
}
