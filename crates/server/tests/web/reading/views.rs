//! Views: one for a reader and an hour, none for machines.

use crate::support::{Browser, MINUTE, on_both};
use axum::body::Body;
use axum::http::Request;

async fn views(reader: &mut Browser, url: &str) -> String {
    reader.agent = "Examplebot/2.1".into();
    reader.read(url).await.words(".foot .meta")
}

#[test]
fn a_reader_counts_once_an_hour_and_a_machine_never() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        for _ in 0..3 {
            reader.read(&url).await;
            reader.read(&format!("{url}?mode=plain")).await;
        }
        paper.reader().at("192.0.2.99").read(&url).await;
        let mut other = paper.reader();
        other.agent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36".into();
        other.read(&url).await;
        // None of these is somebody reading.
        for agent in [
            "Examplebot/2.1",
            "curl/8.5",
            "python-requests/2",
            "",
            "Mozilla/5.0 HeadlessChrome/140",
        ] {
            let mut robot = paper.reader().at("192.0.2.50");
            robot.agent = agent.into();
            robot.read(&url).await;
        }
        paper
            .reader()
            .at("192.0.2.51")
            .ask_with(&url, &[("sec-purpose", "prefetch;prerender")])
            .await;
        let head = Request::head(&url).body(Body::empty()).unwrap();
        assert_eq!(paper.reader().at("192.0.2.52").send(head).await.status, 200);
        paper
            .reader()
            .at("192.0.2.53")
            .ask("/article/999/none")
            .await;

        let mut robot = paper.reader().at("192.0.2.50");
        paper.clock.advance(2 * MINUTE);
        assert!(
            views(&mut robot, &url).await.contains("no views"),
            "they wait to be written"
        );
        paper.app.flush().await.unwrap();
        paper.clock.advance(2 * MINUTE);
        let line = views(&mut robot, &url).await;
        assert!(line.contains("3 views"), "{line}");
        // In the next hour the same readers count again.
        paper.clock.advance(60 * MINUTE);
        reader.read(&url).await;
        paper.app.flush().await.unwrap();
        paper.clock.advance(2 * MINUTE);
        assert!(views(&mut robot, &url).await.contains("4 views"));
        let front = robot.read("/").await;
        assert_eq!(front.words("table td:last-child"), "4");
    });
}
