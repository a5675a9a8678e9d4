//! No route of the desk opens to a stranger.

use crate::support::{Reply, on_both};
use axum::body::Body;
use axum::http::Request;

fn assert_shut(path: &str, reply: &Reply) {
    assert_eq!(reply.status, 403, "{path}");
    crate::support::assert_page(path, reply);
    assert!(
        reply.words("main .text").contains("clipsheet owner-link"),
        "{path}"
    );
    assert_eq!(reply.dom().select("form").length(), 0, "{path}");
}

#[test]
fn every_route_of_the_desk_is_shut_to_strangers() {
    on_both(async |paper| {
        let table = clipsheet_server::desk::routes(&paper.app).table;
        assert!(!table.is_empty());
        let mut owner = super::owner(&paper).await;
        let session = owner.cookies["owner"].clone();
        let mut commenter = paper.reader();
        let url = paper.print_story().await;
        commenter.say(&url, "Gull", "Let me in.").await;
        for (path, _) in table {
            assert!(owner.ask(path).await.status < 400, "{path}");
            let mut last = session.clone();
            last.pop();
            for bad in [
                "",
                "x",
                "0000",
                &last,
                &session.to_uppercase(),
                "' OR 1=1 --",
            ] {
                let mut stranger = paper.reader();
                if !bad.is_empty() {
                    stranger.cookies.insert("owner".into(), bad.into());
                }
                assert_shut(path, &stranger.ask(path).await);
                for method in ["POST", "PUT", "DELETE"] {
                    let request = Request::builder()
                        .method(method)
                        .uri(path)
                        .header("content-type", "application/x-www-form-urlencoded");
                    let reply = stranger
                        .send(request.body(Body::from("name=Mine")).unwrap())
                        .await;
                    assert!(
                        matches!(reply.status, 403 | 405),
                        "{method} {path}: {}",
                        reply.status
                    );
                    assert!(method != "POST" || reply.status == 403);
                }
            }
            assert_shut(path, &commenter.ask(path).await);
            // The owner's link is no session.
            let link = crate::owning::link(&paper).await;
            let mut holder = paper.reader();
            holder
                .cookies
                .insert("owner".into(), link.trim_start_matches("/owner/").into());
            assert_shut(path, &holder.ask(path).await);
        }
        assert_eq!(
            paper.app.paper().await.unwrap().settings.name,
            "The Clipsheet"
        );
        assert_eq!(paper.reader().ask("/desk").await.status, 404);
        assert_eq!(paper.reader().ask("/desk/nothing").await.status, 404);
    });
}
