//! Becoming the owner by a one-time link.

use crate::support::{DAY, Form, Paper, on_both};
use clipsheet_server::owner;

pub(crate) async fn link(paper: &Paper) -> String {
    owner::make_link(&paper.app.store, paper.clock.now())
        .await
        .unwrap()
}

#[test]
fn the_link_works_once_and_only_by_its_button() {
    on_both(async |paper| {
        assert!(!owner::exists(&paper.app.store).await.unwrap());
        let link = link(&paper).await;
        // Mail programs and chats look at links.
        for _ in 0..3 {
            let mut looker = paper.reader();
            looker.read(&link).await;
            assert!(looker.cookies.is_empty());
        }
        let mut owner_to_be = paper.reader();
        let page = owner_to_be.read(&link).await;
        let form = Form::find(&page, "main form");
        assert_eq!(form.action, link);
        let mut thief = paper.reader();
        for token in ["", "x", "1-1.00000000000000000000000000000000"] {
            let reply = thief.press(&form.clone().with("token", token), "").await;
            assert_eq!(reply.status, 403);
            assert!(reply.words("main").contains("not given out by this paper"));
        }
        let reply = owner_to_be.press(&form, "").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, "/desk/settings?welcome=1")
        );
        let cookie = reply.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly")
                && cookie.contains("SameSite=Strict")
                && cookie.contains("Secure"),
            "{cookie}"
        );
        assert!(
            owner_to_be
                .read("/desk/settings?welcome=1")
                .await
                .words(".flash")
                .contains("You are the owner")
        );
        assert!(owner::exists(&paper.app.store).await.unwrap());
        assert_eq!(thief.press(&form, "").await.status, 403, "used");
        let reply = thief.press(&form, "").await;
        assert!(
            reply.words("main").contains("used already")
                && reply.words("main").contains("clipsheet owner-link")
        );
        assert_eq!(reply.dom().select("main form").length(), 0);
        assert!(thief.cookies.is_empty());
        assert_eq!(thief.ask("/desk/settings").await.status, 403);
        // The session ends, some day.
        paper.clock.advance(91 * DAY);
        assert_eq!(owner_to_be.ask("/desk/settings").await.status, 403);
    });
}

#[test]
fn an_old_or_invented_link_opens_nothing() {
    on_both(async |paper| {
        let old = link(&paper).await;
        paper.clock.advance(8 * DAY);
        for path in [
            old.as_str(),
            "/owner/0000",
            "/owner/%3Cscript%3E",
            "/owner/a%00b",
        ] {
            let mut reader = paper.reader();
            let page = reader.ask(path).await;
            assert!(
                matches!(page.status, 200 | 403 | 404),
                "{path}: {}",
                page.status
            );
            crate::support::assert_page(path, &page);
            let form = Form::find(&page, "main form");
            let reply = reader.press(&form, "").await;
            assert_eq!(reply.status, 403, "{path}");
            crate::support::assert_page(path, &reply);
            assert!(
                reply.words("main").contains("too old") && reader.cookies.is_empty(),
                "{path}"
            );
        }
    });
}
