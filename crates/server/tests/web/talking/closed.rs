//! Comments close after a while, by rule or by hand.

use crate::support::{DAY, Form, Paper, on_both};
use clipsheet_store::{ArticleId, Millis, set_comments_close};

const CLOSED: &str = "Sorry. Comments have been closed on this article";

async fn close(paper: &Paper, url: &str, at: Option<Millis>) {
    let (id, now) = (ArticleId(Paper::id_of(url)), paper.clock.now());
    assert!(
        paper
            .app
            .store
            .write(move |tx| set_comments_close(tx, id, at, now))
            .await
            .unwrap()
    );
}

#[test]
fn comments_close_by_rule_and_by_hand() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        paper.clock.advance(14 * DAY - 60_000);
        let form = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", "Just in time.");
        paper.clock.advance(30_000);
        assert_eq!(reader.press(&form, "post").await.status, 303);
        let late = reader
            .form(&url)
            .await
            .with("text", "Too late, \"I fear\".");
        paper.clock.advance(120_000);
        let reply = reader.press(&late, "post").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("main").contains(CLOSED)
                && reply.words("main").contains("you may want to keep it")
        );
        assert_eq!(
            Form::find(&reply, "form.say").value("text"),
            "Too late, \"I fear\"."
        );
        let page = reader.read(&url).await;
        assert_eq!(
            (
                page.words(".closed").as_str(),
                page.dom().select("form").length()
            ),
            (CLOSED, 0)
        );
        assert!(page.words("#c1").contains("Just in time."));

        // Kept open for this one, then closed by hand, then back under the rule.
        close(&paper, &url, Some(Millis(i64::MAX))).await;
        reader.say(&url, "Gull", "Open again.").await;
        close(&paper, &url, Some(paper.clock.now())).await;
        assert_eq!(reader.read(&url).await.words(".closed"), CLOSED);
        close(&paper, &url, None).await;
        assert_eq!(reader.read(&url).await.words(".closed"), CLOSED);
        let mut settings = paper.app.paper().await.unwrap().settings.clone();
        settings.comments.close_after_days = 0;
        paper.app.save_settings(&settings).await.unwrap();
        reader.say(&url, "Gull", "For ever, then.").await;
        assert_eq!(reader.read(&url).await.words("#comments-h"), "3 comments");
    });
}
