//! Sources looked at again after 1, 7 and 30 days: changed, gone, as they were.

use crate::support::{
    Answer, Asked, DAY, Form, LocalSite, Paper, STORY, allow_this_machine, on_both,
};
use clipsheet_server::checks::look_at_due;
use clipsheet_store::{ArticleId, Finding, Role, find_source_check};
use std::sync::{Arc, Mutex};

fn page(headline: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{headline}</title><meta property=\"og:title\" content=\"{headline}\">\
         </head><body><article><h1>{headline}</h1>{body}</article></body></html>"
    )
}

async fn finding(paper: &Paper, id: i64) -> (Finding, String, i64) {
    let found = paper
        .app
        .store
        .read(move |conn| find_source_check(conn, ArticleId(id)))
        .await
        .unwrap()
        .expect("it is looked at");
    (found.finding, found.words, found.looks)
}

#[test]
fn a_source_that_changes_or_goes_is_marked_for_staff() {
    on_both(async |mut paper| {
        allow_this_machine(&mut paper.app);
        let says = Arc::new(Mutex::new(Answer::ok(
            "text/html",
            page("Horn Lost", STORY),
        )));
        let told = Arc::clone(&says);
        let site =
            LocalSite::start(&paper.clock, move |_: &Asked| told.lock().unwrap().clone()).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
            .with("url", &site.url("127.0.1.1", "/news/horn.html"));
        let reply = editor.press(&form, "fetch").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let draft = reply.location().split('?').next().unwrap().to_owned();
        let form = Form::find(&editor.read(&draft).await, "form.draft");
        let reply = editor.press(&form, "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let url = reply.location().to_owned();
        let id = Paper::id_of(&url);

        assert_eq!(look_at_due(&paper.app).await.unwrap(), 0, "not yet");
        paper.clock.advance(DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 0, "once");
        assert_eq!(
            finding(&paper, id).await,
            (Finding::Same, "It says what it said.".into(), 1)
        );
        assert!(
            !editor
                .read(&url)
                .await
                .words(".article-tools")
                .contains("At the source")
        );

        let other = STORY.replace("two pies", "no pies");
        *says.lock().unwrap() = Answer::ok("text/html", page("Horn Found", &other));
        paper.clock.advance(6 * DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        let (found, words, looks) = finding(&paper, id).await;
        assert_eq!((found, looks), (Finding::Changed, 2));
        assert!(
            words.contains("“Horn Lost”") && words.contains("“Horn Found”"),
            "{words}"
        );
        assert!(
            words.contains("1 of its 3 paragraphs is changed or gone."),
            "{words}"
        );
        let tools = editor.read(&url).await.words(".article-tools");
        assert!(
            tools.contains("At the source: Its headline was “Horn Lost”"),
            "{tools}"
        );
        assert!(
            !paper
                .reader()
                .read(&url)
                .await
                .text()
                .contains("Horn Found"),
            "staff only"
        );
        let list = editor.read("/desk/checks").await;
        assert!(list.words("#checks").contains("Horn Lost"));

        // Both pages are kept, and can be had.
        let desk = editor.read(&format!("/desk/articles/{id}")).await;
        let kept = desk
            .dom()
            .select("#evidence a")
            .iter()
            .map(|link| link.attr_or("href", "").to_string())
            .collect::<Vec<_>>();
        assert_eq!(kept.len(), 3);
        let first = editor.ask(&kept[0]).await;
        assert_eq!(first.header("content-type"), "text/plain; charset=utf-8");
        assert!(first.text().contains("<title>Horn Lost</title>"));
        assert_eq!(editor.ask(&format!("{}0", kept[0])).await.status, 404);

        *says.lock().unwrap() = Answer::status(410);
        paper.clock.advance(23 * DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        assert_eq!(finding(&paper, id).await.0, Finding::Gone);
        assert!(
            editor
                .read("/desk/checks?finding=gone")
                .await
                .words("#checks")
                .contains("410")
        );
        paper.clock.advance(400 * DAY);
        assert_eq!(
            look_at_due(&paper.app).await.unwrap(),
            0,
            "three times, and no more"
        );
    });
}
