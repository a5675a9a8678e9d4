//! Preview, Pic-a-Nic, original nic and squish: with the form's own buttons, and for scripts.

use crate::support::{Form, Reply, on_both};
use axum::body::Body;
use axum::http::Request;

/// The form of a page that came back, which must hold what was typed except for `changed`.
fn kept(reply: &Reply, sent: &Form, changed: &str) -> Form {
    let form = Form::find(reply, "form.say");
    for (name, value) in &sent.fields {
        if name != "token" && name != changed {
            assert_eq!(form.value(name), value, "{name} is kept");
        }
    }
    form
}

#[test]
fn the_forms_buttons_keep_every_field() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        reader.say(&url, "First Mate", "First.").await;
        paper.clock.advance(60_000);
        let typed = reader.form(&url).await;
        let typed = typed
            .with("nic", "Second Mate")
            .with("email", "mate@pier.example")
            .with("website", "https://pier.example/");
        let typed = typed.with("text", "\r\nQuoth the keeper:\r\nit \"went\" *away*, </textarea><b>see</b> #1 🐦\r\n\r\n\r\n\r\nOr so.");
        let typed = typed.with("picture_size", "photo");

        // All of these at once, as fast as can be: only posting takes a while.
        let reply = reader.press(&typed, "preview").await;
        assert_eq!(reply.status, 200);
        let form = kept(&reply, &typed, "");
        let preview = reply.dom();
        assert!(
            preview.select("#preview em").text().contains("away")
                && preview.select("#preview a[href='#c1']").length() == 1
        );
        assert!(
            reply.words("#preview").contains("2 Second Mate"),
            "{}",
            reply.words("#preview")
        );
        assert_eq!(
            reader.read(&url).await.words("#comments-h"),
            "1 comment",
            "a preview is not said"
        );

        let reply = reader.press(&form, "pic").await;
        let form = kept(&reply, &typed, "nic");
        assert!(form.value("nic").len() > 5 && form.value("nic") != "Second Mate");
        let reply = reader.press(&form, "original").await;
        assert_eq!(kept(&reply, &typed, "nic").value("nic"), "First Mate");
        let reply = reader.press(&typed, "squish").await;
        let form = kept(&reply, &typed, "text");
        let squished = form.value("text");
        assert!(
            squished.contains("#1 🐦") && !squished.contains("\r\n\r\n\r\n"),
            "{squished:?}"
        );

        paper.clock.advance(10_000);
        assert_eq!(
            reader.press(&form, "post").await.status,
            303,
            "and it can be posted from there"
        );
        assert!(reader.read(&url).await.words("#c2").contains("Or so."));
    });
}

#[test]
fn a_stranger_has_no_original_nic_and_is_told_so() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let typed = reader
            .form(&url)
            .await
            .with("nic", "Nobody")
            .with("text", "Typed already.");
        let reply = reader.press(&typed, "original").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("#f-nic-e").contains("not commented here yet"));
        kept(&reply, &typed, "");
        assert!(
            reader.cookies.is_empty(),
            "nothing was said, nothing is remembered"
        );
    });
}

#[test]
fn invented_names_are_nobodys() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        for _ in 0..5 {
            let typed = reader.form(&url).await.with("text", "A name, please.");
            let reply = reader.press(&typed, "pic").await;
            let nic = Form::find(&reply, "form.say").value("nic").to_owned();
            let address = format!("/nic/{}", nic.replace(' ', "%20"));
            assert_eq!(reader.ask(&address).await.status, 404, "{nic} is free");
            reader.say(&url, &nic, &format!("I am {nic}.")).await;
            paper.clock.advance(60_000);
            assert_eq!(reader.ask(&address).await.status, 200);
        }
        let json: serde_json::Value =
            serde_json::from_str(&reader.ask("/tools/nic").await.text()).unwrap();
        assert!(json["nic"].as_str().unwrap().len() > 5);
        let first: serde_json::Value =
            serde_json::from_str(&reader.ask("/tools/original-nic").await.text()).unwrap();
        assert!(first["nic"].as_str().unwrap().len() > 5);
        let stranger: serde_json::Value =
            serde_json::from_str(&paper.reader().ask("/tools/original-nic").await.text()).unwrap();
        assert_eq!(stranger["nic"], "");
    });
}

#[test]
fn a_script_gets_the_part_that_changes() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let typed = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", "Keow, **keow**.");
        let reply = reader
            .send(typed.request("preview", &[("x-fragment", "1")]))
            .await;
        assert_eq!(reply.status, 200);
        let text = reply.text();
        assert!(
            text.contains("<strong>keow</strong>")
                && !text.contains("<html")
                && !text.contains("<form"),
            "{text}"
        );
        let empty = reader
            .send(
                typed
                    .clone()
                    .with("text", "")
                    .request("preview", &[("x-fragment", "1")]),
            )
            .await;
        assert!(
            empty.text().contains("nothing in it yet"),
            "{}",
            empty.text()
        );

        let squish = |text: &str| {
            Request::post("/tools/squish")
                .header("content-type", "text/plain")
                .body(Body::from(text.to_owned()))
                .unwrap()
        };
        let reply = reader
            .send(squish(
                "a line that was\nwrapped by hand\n\n\n\nand another   one",
            ))
            .await;
        assert_eq!(
            (reply.status, reply.text().contains("\n\n\n")),
            (200, false)
        );
        let most = 256 << 10;
        assert_eq!(reader.send(squish(&"x".repeat(most))).await.status, 200);
        let long = reader.send(squish(&"x".repeat(most + 1))).await;
        assert_eq!(long.status, 413);
        assert!(long.words("main .text").contains("too long"));
    });
}

#[test]
fn what_cannot_be_posted_is_not_previewed() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let long = "*Keow*. ".repeat(1_500);
        let typed = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", &long);
        let reply = reader.press(&typed, "preview").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("#f-text-e").contains("10,000 is the most"));
        assert_eq!(reply.dom().select("#preview").length(), 0);
        kept(&reply, &typed, "");
        let part = typed.request("preview", &[("x-fragment", "1")]);
        let part = reader.send(part).await.text();
        assert!(
            part.contains("10,000 is the most") && !part.contains("<em>"),
            "{part}"
        );
        // A fault elsewhere is no reason not to show it.
        let nameless = typed.with("nic", "").with("text", "*Keow*.");
        let reply = reader.press(&nameless, "preview").await;
        assert_eq!(reply.words("#preview em"), "Keow");
    });
}
