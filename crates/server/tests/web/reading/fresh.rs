//! Pages change as soon as what they are made from does.

use crate::support::{Paper, STORY, on_both};
use clipsheet_store::{ArticleId, remove_comment, set_comments_close};

#[test]
fn a_comment_shows_at_once_everywhere() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let (mut reader, mut writer) = (paper.reader(), paper.reader());
        for path in [
            url.as_str(),
            "/",
            "/comments",
            "/area/quay",
            "/archive",
            "/nic/Gull",
        ] {
            reader.ask(path).await;
        }
        writer.say(&url, "Gull", "I had it on Tuesday.").await;
        assert!(
            reader
                .read(&url)
                .await
                .text()
                .contains("I had it on Tuesday.")
        );
        let front = reader.read("/").await;
        assert!(
            front.words("table").contains("Gull")
                && front.words(".totals").contains("and 1 comment "),
            "{}",
            front.words(".totals")
        );
        for path in ["/comments", "/nic/Gull", "/feed.xml"] {
            assert!(reader.ask(path).await.status == 200, "{path}");
        }
        assert!(
            reader
                .read("/comments")
                .await
                .words("main")
                .contains("I had it on Tuesday.")
        );
        assert!(
            reader
                .ask(&format!("/article/{}/feed.xml", Paper::id_of(&url)))
                .await
                .text()
                .contains("I had it on Tuesday.")
        );
        assert!(
            reader
                .read("/archive")
                .await
                .words("main")
                .contains("1 comment")
        );
        assert!(
            reader
                .read("/area/quay")
                .await
                .words("main")
                .contains("1 comment")
        );
    });
}

#[test]
fn a_comment_taken_away_leaves_its_number() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let (mut reader, mut writer) = (paper.reader(), paper.reader());
        for text in ["One of them.", "Another of them.", "The last of them."] {
            writer.say(&url, "Gull", text).await;
        }
        let feed = format!("/article/{}/feed.xml", Paper::id_of(&url));
        for path in [url.as_str(), "/", "/comments", "/nic/Gull", &feed] {
            assert!(
                reader.ask(path).await.text().contains("nother of them."),
                "{path}"
            );
        }
        let (id, now) = (ArticleId(Paper::id_of(&url)), paper.clock.now());
        assert!(
            paper
                .app
                .store
                .write(move |tx| remove_comment(tx, id, 2, now))
                .await
                .unwrap()
        );
        for path in [url.as_str(), "/", "/comments", "/nic/Gull", &feed] {
            assert!(
                !reader.ask(path).await.text().contains("nother of them."),
                "{path}"
            );
        }
        let page = reader.read(&url).await;
        assert!(
            page.words("#c2").contains("taken away"),
            "{}",
            page.words("#c2")
        );
        assert!(!page.words("#c2").contains("Gull"));
        assert_eq!(page.words("#comments-h"), "2 comments");
        assert!(
            reader
                .read("/")
                .await
                .words(".totals")
                .contains("and 2 comments are")
        );
        assert!(writer.read("/").await.words(".greeting").contains("twice"));
        writer.say(&url, "Gull", "One more of them.").await;
        assert!(
            reader
                .read(&url)
                .await
                .words("#c4")
                .contains("One more of them.")
        );
    });
}

#[test]
fn a_new_article_and_new_settings_show_at_once() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        reader.read("/").await;
        let first = paper.print_story().await;
        assert!(
            reader
                .read("/")
                .await
                .words("table")
                .contains("Fog Horn Lost")
        );
        reader.read(&first).await;
        let second = paper.print("Fog Horn Found", STORY).await;
        let front = reader.read("/").await;
        assert!(
            front.words("table").contains("Fog Horn Found")
                && front
                    .words(".totals")
                    .starts_with("2 articles and no comments are"),
            "{}",
            front.words(".totals")
        );
        assert!(
            reader
                .ask("/feed.xml")
                .await
                .text()
                .contains("Fog Horn Found")
        );
        assert!(
            reader
                .read("/source/harbour-post")
                .await
                .words("main")
                .contains("Fog Horn Found")
        );

        let mut settings = paper.app.paper().await.unwrap().settings.clone();
        settings.name = "The Tarrow Telegraph".into();
        settings.motto = "Damp since 1851".into();
        paper.app.save_settings(&settings).await.unwrap();
        for path in ["/", &first, &second, "/archive", "/nowhere"] {
            let page = reader.ask(path).await;
            assert!(
                page.words(".masthead").contains("The Tarrow Telegraph")
                    && page.words(".motto").contains("Damp since"),
                "{path}"
            );
        }
        let id = ArticleId(Paper::id_of(&first));
        let now = paper.clock.now();
        paper
            .app
            .store
            .write(move |tx| set_comments_close(tx, id, Some(now), now))
            .await
            .unwrap();
        assert_eq!(
            reader.read(&first).await.words(".closed"),
            "Sorry. Comments have been closed on this article"
        );
    });
}

#[test]
fn a_minute_passes_on_the_front() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        assert!(
            reader
                .read("/")
                .await
                .words(".totals")
                .ends_with("as of 16:02"),
            "this paper is in UTC"
        );
        paper.clock.advance(2 * crate::support::MINUTE);
        assert!(
            reader
                .read("/")
                .await
                .words(".totals")
                .ends_with("as of 16:04")
        );
        paper.clock.advance(crate::support::DAY);
        let tomorrow = reader.read("/").await;
        assert!(
            tomorrow
                .words(".totals")
                .contains("Today: no articles and no comments"),
            "{}",
            tomorrow.words(".totals")
        );
        assert!(
            tomorrow.words(".tabs").starts_with("Yesterday"),
            "{}",
            tomorrow.words(".tabs")
        );
    });
}

#[test]
fn at_midnight_today_becomes_yesterday_on_every_page() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        reader.say(&url, "Gull", "I had it on Tuesday.").await;
        let today = paper.app.today().await.unwrap();
        let calendar = paper.app.paper().await.unwrap().calendar.clone();
        let last_minute = calendar.instant(today, 23, 59).unwrap();
        paper.clock.advance(last_minute.0 - paper.clock.now().0);
        let paths = [
            "/",
            &url,
            "/comments",
            "/nic/Gull",
            "/serial",
            "/area/quay",
            "/archive",
        ];
        for (label, advance) in [("Today", 0), ("Yesterday", 90_000)] {
            paper.clock.advance(advance);
            for path in paths {
                let page = reader.read(path).await;
                let tabs = page.words(".tabs");
                assert!(tabs.starts_with(label), "{path}: {tabs}");
            }
        }
    });
}
