//! The edition in the making: put in order, looked at by several at once.

use crate::support::{Browser, Form, Paper, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_store::Role;
use http_body_util::BodyExt;
use std::time::Duration;
use tower::ServiceExt;

/// The numbers on page 1 as the desk sees them, and as readers do.
async fn orders(paper: &Paper, editor: &mut Browser) -> (Vec<i64>, Vec<String>) {
    let desk = editor.read("/desk/edition").await;
    let dom = desk.dom();
    let ids = dom.select("#page-1 li[data-id]").iter();
    let ids = ids
        .map(|item| item.attr_or("data-id", "").parse().unwrap())
        .collect();
    let front = paper.reader().read("/").await;
    let dom = front.dom();
    let links = dom.select("main a[href^='/article/']").iter();
    let mut urls: Vec<String> = Vec::new();
    for link in links {
        let url = link
            .attr_or("href", "")
            .split('#')
            .next()
            .unwrap()
            .to_owned();
        if !urls.contains(&url) {
            urls.push(url);
        }
    }
    (ids, urls)
}

#[test]
fn the_desks_order_is_the_readers_order() {
    on_both(async |paper| {
        let mut urls = Vec::new();
        for name in ["Alpha", "Bravo", "Charlie"] {
            paper.clock.advance(60_000);
            urls.push(paper.print(name, crate::support::STORY).await);
        }
        let ids: Vec<i64> = urls.iter().map(|url| Paper::id_of(url)).collect();
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        assert_eq!(
            orders(&paper, &mut editor).await,
            (ids.clone(), urls.clone())
        );
        // The last one a step up, by a button.
        let desk = editor.read("/desk/edition").await;
        let form = Form::find(&desk, &format!("#a{} form.moves", ids[2]));
        let mut request = form.clone();
        request.fields.push(("step".into(), "up".into()));
        let reply = editor.press(&request, "").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let (found, shown) = orders(&paper, &mut editor).await;
        assert_eq!(found, [ids[0], ids[2], ids[1]]);
        assert_eq!(shown, [&*urls[0], &*urls[2], &*urls[1]]);
        // All of them, as the script sends it; with a stranger among them.
        let day = reply.location().split('#').next().unwrap().to_owned();
        let body = format!("page=1&order={},{},999", ids[1], ids[2]);
        let order = |body: String| {
            Request::post(format!("{day}/order"))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(Body::from(body))
                .unwrap()
        };
        assert_eq!(editor.send(order(body)).await.status, 303);
        assert_eq!(
            orders(&paper, &mut editor).await.0,
            [ids[1], ids[2], ids[0]]
        );
        let reply = editor.send(order("page=1&order=1,two".into())).await;
        assert_eq!(reply.status, 400);
        assert!(reply.words("main").contains("no article"));
        let mut moderator = paper.staff("Tern", Role::Moderator).await;
        assert_eq!(
            moderator
                .read("/desk/edition")
                .await
                .dom()
                .select("form.moves")
                .length(),
            0
        );
        assert_eq!(
            moderator.send(order("page=1&order=1".into())).await.status,
            403
        );
        for path in ["/desk/edition/2014-07-07", "/desk/edition/1999-01-01"] {
            editor.read(path).await;
        }
        assert_eq!(editor.ask("/desk/edition/2014-02-30").await.status, 404);
    });
}

#[test]
fn what_one_does_the_other_hears() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let listener = paper.staff("Tern", Role::Moderator).await;
        let request = Request::get("/desk/live")
            .header("cookie", format!("desk={}", listener.cookies["desk"]))
            .body(Body::empty())
            .unwrap();
        let reply = clipsheet_server::router(&paper.app)
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        let mut body = reply.into_body();
        let mut next = async || {
            let frame = tokio::time::timeout(Duration::from_secs(20), body.frame()).await;
            let bytes = frame
                .expect("something is told")
                .unwrap()
                .unwrap()
                .into_data()
                .unwrap();
            String::from_utf8(bytes.to_vec()).unwrap()
        };
        assert!(next().await.starts_with("retry:"));
        let form = Form::find(&editor.read(&url).await, "form[action$='/lead']");
        assert_eq!(editor.press(&form, "").await.status, 303);
        let told = next().await;
        assert!(
            told.starts_with("data: ") && told.contains("edition"),
            "{told}"
        );
    });
}

#[test]
fn what_still_lacks_an_area_is_told_and_set_there() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut moderator = paper.staff("Limpet", Role::Moderator).await;
        let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
            .with("url", "https://nowhere.example/story")
            .with("title", "Something happened")
            .with("pasted", "Nobody knows where.\n\nNobody knows when.");
        let reply = editor.press(&form, "paste").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let seen = moderator.read("/desk/edition").await;
        assert!(
            seen.words(".lacking").contains("Something happened"),
            "{}",
            seen.text()
        );
        assert!(seen.words(".lacking small").ends_with("no area yet"));
        assert_eq!(
            seen.dom().select(".lacking form").length(),
            0,
            "moderators only see it"
        );
        let shown = editor.read("/desk/edition").await;
        assert!(shown.words(".lacking option").contains("printed in"));
        let form = Form::find(&shown, ".lacking form");
        assert_eq!(form.value("area"), "");
        assert_eq!(moderator.press(&form, "").await.status, 403);
        assert_eq!(
            editor
                .press(&form.clone().with("area", "moon"), "")
                .await
                .status,
            400
        );
        let reply = editor.press(&form.with("area", "hill"), "").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let after = editor.read("/desk/edition").await;
        assert_eq!(after.dom().select(".lacking").length(), 0);
        assert!(after.words("#edition-making small").contains("Up the Hill"));
        let draft = Form::find(&editor.read("/desk/drafts/1").await, "form.draft");
        assert_eq!(draft.value("area"), "hill");
        assert!(draft.value("text").contains("Nobody knows where."));
    });
}

#[test]
fn earlier_articles_under_the_same_dossiers_say_where_it_goes() {
    on_both(async |paper| {
        let glossary = r#"{"entries":[{"headword":"Harbour Board","dossier":"harbour-board"}]}"#;
        paper.import(glossary).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let clip = async |editor: &mut Browser, host: &str| {
            let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
                .with("url", &format!("https://{host}.example/story"))
                .with("title", "The board has met")
                .with(
                    "pasted",
                    "The Harbour Board met.\n\nThe Harbour Board went home.",
                );
            let reply = editor.press(&form, "paste").await;
            let draft = reply.location().split('?').next().unwrap().to_owned();
            Form::find(&editor.read(&draft).await, "form.draft")
        };
        let first = clip(&mut editor, "first").await;
        assert_eq!(
            (first.value("page"), first.value("area")),
            ("1", ""),
            "nothing is known"
        );
        for host in ["a", "b", "c"] {
            let form = clip(&mut editor, host)
                .await
                .with("area", "hill")
                .with("page", "2");
            let printed = editor.press(&form, "print").await;
            let url = printed.location().to_owned();
            assert_eq!(printed.status, 303, "{}", printed.text());
            let tools = Form::find(
                &editor.read(&url).await,
                "form:not(.filed)[action$='/file']",
            );
            let filed = editor
                .press(&tools.with("dossier", "Harbour Board"), "")
                .await;
            assert_eq!(filed.status, 303, "{}", filed.text());
        }
        let next = clip(&mut editor, "z").await;
        assert_eq!((next.value("page"), next.value("area")), ("2", "hill"));
    });
}
