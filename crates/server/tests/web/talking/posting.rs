//! From the form to a numbered comment.

use crate::support::{Form, Paper, on_both};

#[test]
fn a_comment_appears_with_its_number_and_its_writer_is_remembered() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let form = reader.form(&url).await;
        assert!(reader.cookies.is_empty(), "no cookie before a reader acts");
        let form = form
            .with("nic", "Old Bollard")
            .with("email", "bollard@pier.example")
            .with("website", "pier.example/bollard");
        let form = form.with(
            "text",
            "In my day it was *red*,\nand **larger**. <u>Ask</u> anyone.",
        );
        paper.clock.advance(10_000);
        let reply = reader.press(&form, "post").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, format!("{url}#c1").as_str())
        );
        let cookie = reply.header("set-cookie");
        for attribute in ["commenter=", "HttpOnly", "SameSite=Lax", "Path=/", "Secure"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        let page = reader.read(&url).await;
        let dom = page.dom();
        let comment = dom.select(".comments #c1");
        assert_eq!(comment.length(), 1);
        let html = comment.html();
        for part in [
            "Old Bollard",
            "href=\"/nic/Old%20Bollard\"",
            "href=\"https://pier.example/bollard\"",
            "<em>red</em>",
            "<strong>larger</strong>",
            "<u>Ask</u>",
            "<br",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(
            !page
                .dom()
                .select(".comments")
                .html()
                .contains("bollard@pier.example"),
            "the address is never shown"
        );
        assert!(
            comment
                .select("a[href^=http]")
                .attr_or("rel", "")
                .contains("nofollow")
        );
        let next = Form::find(&page, "form.say");
        for (field, value) in [
            ("nic", "Old Bollard"),
            ("email", "bollard@pier.example"),
            ("website", "https://pier.example/bollard"),
            ("text", ""),
        ] {
            assert_eq!(next.value(field), value, "{field} is remembered");
        }
        assert!(
            page.words(".standing")
                .contains("You have commented once on The Clipsheet.")
        );
        reader
            .say(
                &url,
                "Old Bollard",
                "And another thing, see #1 and #2 and #99.",
            )
            .await;
        let dom = reader.read(&url).await.dom();
        assert_eq!(
            &*dom.select(".comments article").first().attr_or("id", ""),
            "c2",
            "newest first"
        );
        let links: Vec<String> = dom
            .select("#c2 a[href^='#']")
            .iter()
            .map(|a| a.attr_or("href", "").to_string())
            .collect();
        assert_eq!(
            links,
            ["#c2", "#c1"],
            "only comments that are there are linked"
        );
        assert!(
            reader
                .read("/nic/Old%20Bollard")
                .await
                .words("main")
                .contains("2 comments since 7 July 2014")
        );
    });
}

#[test]
fn the_plain_way_of_sending_a_form_will_do() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let form = reader
            .form(&url)
            .await
            .with("nic", "Möwe 🐦")
            .with("text", "Grüße & <b>Küsse</b> + 100 %")
            .urlencoded();
        paper.clock.advance(10_000);
        assert_eq!(reader.press(&form, "post").await.status, 303);
        let page = reader.read(&url).await;
        assert!(
            page.words("#c1").contains("Möwe 🐦")
                && page.words("#c1").contains("Grüße & Küsse + 100 %"),
            "{}",
            page.words("#c1")
        );
        let nic = page
            .dom()
            .select("#c1 a[href^='/nic/']")
            .attr_or("href", "")
            .to_string();
        assert!(reader.read(&nic).await.words("h1").contains("Möwe 🐦"));
    });
}

#[test]
fn sent_twice_is_said_once() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        // A known reader presses the button again.
        let mut known = paper.reader();
        known.say(&url, "Gull", "Keow.").await;
        let form = known.form(&url).await.with("text", "Keow, I said.");
        paper.clock.advance(10_000);
        let (first, second) = (
            known.press(&form, "post").await,
            known.press(&form, "post").await,
        );
        assert_eq!((first.status, second.status), (303, 303));
        assert_eq!(first.location(), second.location());
        // A stranger's impatient second press carries no cookie yet.
        let (mut one, mut two) = (paper.reader(), paper.reader());
        let form = one
            .form(&url)
            .await
            .with("nic", "Tern")
            .with("text", "Kik-kik.");
        paper.clock.advance(10_000);
        let (first, second) = (
            one.press(&form, "post").await,
            two.press(&form, "post").await,
        );
        assert_eq!((first.status, second.status), (303, 303));
        assert_eq!(first.location(), second.location());
        assert_eq!(known.read(&url).await.words("#comments-h"), "3 comments");
        // Who merely copies another's words does not become the other.
        let mut copycat = paper.reader().at("198.51.100.9");
        let form = copycat
            .form(&url)
            .await
            .with("nic", "Tern")
            .with("text", "Kik-kik.");
        paper.clock.advance(10_000);
        copycat.press(&form, "post").await;
        assert_ne!(
            copycat.cookies.get("commenter"),
            one.cookies.get("commenter")
        );
    });
}

#[test]
fn numbers_stay_dense_when_many_talk_at_once() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut forms = Vec::new();
        for n in 0..12 {
            let mut reader = paper.reader().at(&format!("198.51.100.{n}"));
            let form = reader
                .form(&url)
                .await
                .with("nic", &format!("Gull {n}"))
                .with("text", &format!("Keow no. {n}."));
            forms.push((reader, form));
        }
        paper.clock.advance(10_000);
        let posts = forms.into_iter().map(|(mut reader, form)| {
            tokio::spawn(async move { reader.press(&form, "post").await })
        });
        let posts: Vec<_> = posts.collect();
        let mut numbers = Vec::new();
        for post in posts {
            let reply = post.await.unwrap();
            assert_eq!(reply.status, 303);
            numbers.push(
                reply
                    .location()
                    .split("#c")
                    .nth(1)
                    .unwrap()
                    .parse::<i64>()
                    .unwrap(),
            );
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
        assert_eq!(
            paper.reader().read(&url).await.words("#comments-h"),
            "12 comments"
        );
        let id = Paper::id_of(&url);
        assert!(
            paper
                .reader()
                .ask(&format!("/article/{id}/feed.json"))
                .await
                .text()
                .contains("Keow no. 11.")
        );
    });
}
