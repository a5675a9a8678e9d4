//! What another process prints shows here soon.

use crate::support::{Browser, on_both};
use clipsheet_server::follow;
use std::time::{Duration, Instant};

/// Reads a page until it says so; a quarter of a second is usual.
async fn until_it_says(reader: &mut Browser, path: &str, words: &str) {
    let started = Instant::now();
    while !reader.ask(path).await.text().contains(words) {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{path} never says {words}"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn another_processs_changes_are_noticed() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        let url = paper.print_story().await;
        follow::start(&paper.app);
        let other = paper.opened_again("").await;
        for path in ["/", url.as_str(), "/comments"] {
            reader.read(path).await;
        }
        other.print("Fog Horn Found", crate::support::STORY).await;
        until_it_says(&mut reader, "/", "Fog Horn Found").await;
        other
            .reader()
            .say(&url, "Gull", "Seen from over here.")
            .await;
        until_it_says(&mut reader, &url, "Seen from over here.").await;
        until_it_says(&mut reader, "/comments", "Seen from over here.").await;
        let mut settings = other.app.paper().await.unwrap().settings.clone();
        settings.name = "The Other Tide".into();
        other.app.save_settings(&settings).await.unwrap();
        until_it_says(&mut reader, &url, "The Other Tide").await;
        other
            .import(
                r#"{"entries":[{"headword":"fog horn","substitute":["cow with a grievance"]}]}"#,
            )
            .await;
        until_it_says(
            &mut reader,
            &format!("{url}?mode=today"),
            "cow with a grievance",
        )
        .await;
    });
}
