//! The stream of news: for those who are at the desk, as long as they are, and for so many at once.

use super::{find, owner};
use crate::support::{Browser, Paper, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_store::{Role, set_role};
use http_body_util::BodyExt;
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// Begins to listen; gives the status and the stream.
async fn listen(paper: &Paper, browser: &Browser) -> (u16, Body) {
    let request = Request::get("/desk/live")
        .header("cookie", format!("desk={}", browser.cookies["desk"]))
        .body(Body::empty())
        .unwrap();
    let router = clipsheet_server::router(&paper.app);
    let reply = router.oneshot(request).await.unwrap();
    (reply.status().as_u16(), reply.into_body())
}

/// Waits until the stream ends; gives how long that took.
async fn end(mut body: Body) -> Duration {
    let began = Instant::now();
    let all = async { while body.frame().await.is_some() {} };
    let ended = tokio::time::timeout(Duration::from_secs(15), all).await;
    assert!(ended.is_ok(), "the stream goes on");
    began.elapsed()
}

#[test]
fn a_stream_ends_with_its_session_and_when_its_member_is_demoted() {
    on_both(async |paper| {
        let mut limpet = owner(&paper).await;
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        let oar = paper.staff("Oar", Role::Editor).await;
        let tern = paper.staff("Tern", Role::Editor).await;
        let (_, of_keel) = listen(&paper, &keel).await;
        let (_, of_oar) = listen(&paper, &oar).await;
        let (_, of_tern) = listen(&paper, &tern).await;
        let (_, mut of_limpet) = listen(&paper, &limpet).await;
        // Signed out: nobody is told of that, but it is looked.
        keel.post("/sign-out", &[]).await;
        end(of_keel).await;
        // Demoted and dismissed: that is told at once.
        let now = paper.clock.now();
        let id = find(&paper, "Oar").await.id;
        let store = &paper.app.store;
        let demoted = store.write(move |tx| set_role(tx, id, Role::Moderator, false, true, now));
        demoted.await.unwrap();
        assert!(end(of_oar).await < Duration::from_secs(3));
        let id = find(&paper, "Tern").await.id.to_string();
        let dismiss = [("act", "dismiss"), ("id", &*id)];
        assert_eq!(limpet.post("/desk/people", &dismiss).await.status, 303);
        assert!(end(of_tern).await < Duration::from_secs(3));
        // She who did it goes on listening, and hears of it.
        let mut heard = String::new();
        while !heard.contains("data: staff") {
            let frame = tokio::time::timeout(Duration::from_secs(5), of_limpet.frame()).await;
            let bytes = frame.unwrap().unwrap().unwrap().into_data().unwrap();
            heard += std::str::from_utf8(&bytes).unwrap();
        }
    });
}

#[test]
fn there_is_room_for_so_many_and_windows_that_close_make_room() {
    on_both(async |paper| {
        let keel = paper.staff("Keel", Role::Moderator).await;
        let mut open = Vec::new();
        let refused = loop {
            let (status, body) = listen(&paper, &keel).await;
            if status != 200 {
                break (status, body);
            }
            open.push(body);
            assert!(open.len() < 100, "there is no end to it");
        };
        assert_eq!(refused.0, 503);
        let words = refused.1.collect().await.unwrap().to_bytes();
        let words = std::str::from_utf8(&words).unwrap();
        assert!(words.contains("close windows"), "{words}");
        assert_eq!(paper.app.live.listeners(), open.len());
        // Others are not kept out by him.
        let tern = paper.staff("Tern", Role::Editor).await;
        let (status, of_tern) = listen(&paper, &tern).await;
        assert_eq!(status, 200);
        open.pop();
        assert_eq!(listen(&paper, &keel).await.0, 200);
        drop((open, of_tern));
        assert_eq!(paper.app.live.listeners(), 0);
    });
}

#[test]
fn lists_name_what_they_listen_to() {
    on_both(async |paper| {
        let mut limpet = owner(&paper).await;
        for (path, part) in [
            ("/desk/inbox", "#inbox[data-told=inbox]"),
            ("/desk/people", "#people[data-live=staff]"),
            ("/desk/checks", "#checks[data-live=edition]"),
            ("/desk/remarks", "#loose[data-live=edition]"),
            ("/desk/drafts", "[data-live=draft]"),
            ("/desk/edition", "[data-live=edition]"),
        ] {
            let page = limpet.read(path).await;
            assert!(page.dom().select(part).length() > 0, "{path}: {part}");
        }
    });
}
