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
