//! Comments taken away and brought back: from the list, from the article itself, noted, and never lost.

use super::{acts, find};
use crate::support::{Browser, Form, Paper, Reply, on_both};
use clipsheet_store::{ArticleId, Role, find_comment};

async fn press(moderator: &mut Browser, url: &str, act: &str) -> Reply {
    let form = Form::find(&moderator.read(url).await, "main form");
    moderator.press(&form, act).await
}

#[test]
fn a_comment_goes_leaves_its_number_and_comes_back_as_it_was() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let mut gull = paper.reader();
        gull.say(&url, "Gull", "First, and *loud*.").await;
        gull.say(&url, "Gull", "Ropes! <b>Cheap</b> ropes!").await;
        let before = paper.reader().read(&url).await;
        let words = before.words(".comments");
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        // From the article's tools to its comments, to the one.
        let page = keel.read(&url).await;
        let list = page.dom().select("a[data-talk]").attr_or("href", "");
        assert_eq!(list.to_string(), format!("/desk/articles/{id}/talk"));
        let seen = keel.read(&list).await;
        assert!(seen.words("main").contains("2 comments stand"));
        let one = format!("{list}/2");
        let asked = keel.read(&one).await;
        assert_eq!(asked.words("h1"), "Take comment 2 away?");
        assert!(asked.words(".talk").contains("Cheap ropes!"));
        assert_eq!(
            keel.read(&url).await.words("#c2 time").len(),
            5,
            "asking changes nothing"
        );

        let reply = press(&mut keel, &one, "remove").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, &*format!("{url}#c2"))
        );
        let gone = paper.reader().read(&url).await;
        assert_eq!(gone.words("#c2"), "2 This comment was taken away.");
        assert_eq!(gone.words("#comments-h"), "1 comment");
        assert!(!gone.text().contains("Cheap"));
        for path in ["/comments", "/nic/Gull", &format!("/article/{id}/feed.xml")] {
            let text = paper.reader().ask(path).await.text();
            assert!(text.contains("loud") && !text.contains("Cheap"), "{path}");
        }
        let act = acts(&paper).await.remove(0);
        assert_eq!(act.actor.staff, Some(find(&paper, "Keel").await.id));
        assert_eq!(
            (act.act.as_str(), act.label.as_str()),
            ("took away", "comment 2 by Gull under “Fog Horn Lost”")
        );
        assert_eq!(
            (act.before.as_str(), act.after.as_str()),
            ("Ropes! <b>Cheap</b> ropes!", "")
        );
        let kept = paper
            .app
            .store
            .read(move |conn| find_comment(conn, ArticleId(id), 2));
        assert_eq!(
            kept.await.unwrap().unwrap().source,
            "Ropes! <b>Cheap</b> ropes!"
        );

        // The desk still reads it, and nobody gets its number.
        let seen = keel.read(&list).await;
        assert!(
            seen.words("#t2").contains("Cheap ropes!") && seen.words("#t2").contains("taken away")
        );
        let again = keel.post(&one, &[("act", "remove")]).await;
        assert_eq!(again.status, 303, "what is so already is no fault");
        assert_eq!(acts(&paper).await[0].id, act.id, "and no second act");
        gull.say(&url, "Gull", "Third.").await;
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#c3")
                .contains("Third.")
        );

        let form = Form::find(&keel.read(&list).await, "#t2 form");
        let back = keel.press(&form, "restore").await;
        assert_eq!(back.location(), format!("{list}?done=restored"));
        assert!(
            keel.read(back.location())
                .await
                .words(".flash")
                .contains("back")
        );
        let form = Form::find(&keel.read(&list).await, "#t3 form");
        assert_eq!(keel.press(&form, "remove").await.status, 303);
        let after = paper.reader().read(&url).await.words(".comments");
        let third = after.find("3 This comment was taken away.").unwrap();
        let rest = after.replace("3 This comment was taken away.", "");
        assert_eq!(rest.trim(), words.trim(), "{third}");
        assert_eq!(acts(&paper).await[1].act, "brought back");
    });
}

#[test]
fn the_script_is_answered_in_json_and_nonsense_in_words() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        paper.reader().say(&url, "Gull", "Mine.").await;
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        let one = format!("/desk/articles/{id}/talk/1");
        let form = Form::find(&keel.read(&one).await, "main form");
        let reply = keel
            .send(form.request("remove", &[("x-fragment", "1")]))
            .await;
        assert_eq!(
            (reply.status, reply.text().as_str()),
            (200, r#"{"ok":true}"#)
        );
        assert_eq!(keel.post(&one, &[("act", "dance")]).await.status, 400);
        for (path, status) in [
            (format!("/desk/articles/{id}/talk/2"), 404),
            ("/desk/articles/999/talk/1".into(), 404),
            ("/desk/articles/999/talk".into(), 404),
        ] {
            keel.refused(&path, status).await;
            let post = keel.post(&path, &[("act", "remove")]).await.status;
            assert!(matches!(post, 404 | 405), "{path}: {post}");
        }
        // Contributors see neither tools nor list.
        let mut oar = paper.staff("Oar", Role::Contributor).await;
        let page = oar.read(&url).await;
        assert_eq!(page.dom().select("[data-talk]").length(), 0);
        assert_eq!(oar.post(&one, &[("act", "restore")]).await.status, 403);
        // Of an article that was taken back, too: the desk reads what is not printed.
        let mut limpet = super::owner(&paper).await;
        let off = [("on", "0"), ("from", "desk")];
        limpet
            .post(&format!("/desk/articles/{id}/print"), &off)
            .await;
        let list = keel.read(&format!("/desk/articles/{id}/talk")).await;
        assert!(list.words("#t1").contains("Mine."));
        let back = keel
            .post(&one, &[("act", "restore"), ("from", "article")])
            .await;
        assert!(back.location().ends_with("?done=restored"));
    });
}
