//! What readers send in: links and articles of their own, with the defences of comments.

use crate::support::{
    Browser, Form, MINUTE, Paper, Reply, assert_no_script, assert_serves_itself, on_both,
};
use crate::talking::{open_the_gates, payloads};
use clipsheet_store::{InboxFilter, ItemId, list_waiting};

const STORY_URL: &str = "https://skerry-echo.example/second-crate";

async fn form(reader: &mut Browser, path: &str) -> Form {
    Form::find(&reader.read(path).await, "form.submit")
}

/// A link, filled in by somebody who takes a moment.
async fn link(paper: &Paper, reader: &mut Browser, url: &str) -> Form {
    let form = form(reader, "/submit/link").await;
    paper.clock.advance(20_000);
    form.with("nic", "Gull")
        .with("headline", "Second Crate Sighted")
        .with("url", url)
}

async fn waiting(paper: &Paper) -> usize {
    let sent = InboxFilter {
        submitted: true,
        ..InboxFilter::default()
    };
    let read =
        move |conn: &mut clipsheet_store::Conn| list_waiting(conn, &sent, ItemId(i64::MAX), 999);
    paper.app.store.read(read).await.unwrap().len()
}

/// Follows to what became of it.
async fn follow(reader: &mut Browser, reply: &Reply) -> Reply {
    assert_eq!(reply.status, 303, "{}", reply.text());
    assert!(
        reply.location().starts_with("/submission/"),
        "{}",
        reply.location()
    );
    reader.read(reply.location()).await
}

#[test]
fn a_link_goes_to_the_desk_and_its_sender_sees_what_became_of_it() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let front = reader.read("/").await;
        assert_eq!(front.dom().select("main a[href^='/submit/']").length(), 2);
        assert!(reader.cookies.is_empty() && waiting(&paper).await == 0);
        let form = link(&paper, &mut reader, &format!("{STORY_URL}?utm_source=feed")).await;
        assert!(
            reader.cookies.is_empty(),
            "nobody is marked for reading a form"
        );
        let typed = form
            .with("text", "My cousin *saw* it.")
            .with("email", "gull@pier.example");
        let preview = reader.press(&typed, "preview").await;
        assert_eq!(
            (preview.status, preview.words("#preview em")),
            (200, "saw".into())
        );
        assert_eq!(
            Form::find(&preview, "form.submit").fields,
            typed.fields,
            "all is kept"
        );
        let reply = reader.press(&typed, "send").await;
        let page = follow(&mut reader, &reply).await;
        assert!(page.words(".flash").contains("reached the desk"));
        assert!(page.words("main").contains("It waits for the desk."));
        assert_eq!(page.words("main .text em"), "saw");
        assert!(page.text().contains(STORY_URL) && !page.text().contains("utm_source"));
        assert!(
            !page.text().contains("gull@pier"),
            "the e-mail address is the desk's"
        );
        assert!(
            reader.cookies.contains_key("commenter"),
            "and is known again"
        );
        assert!(page.words(".greeting").contains("Gull"));
        let list = reader.read("/submissions").await;
        assert!(list.words("main .said").contains("Second Crate Sighted"));
        assert_eq!(
            form_nic(&mut reader).await,
            "Gull",
            "the form knows its nic"
        );

        // By its address anybody may look, and nobody can guess it.
        let secret = reply.location().split('?').next().unwrap();
        assert!(
            paper
                .reader()
                .read(secret)
                .await
                .words("h1")
                .contains("Second Crate")
        );
        for wrong in [
            &secret[..secret.len() - 1],
            "/submission/1",
            "/submission/2.00000000000000000000000000000000",
        ] {
            assert_eq!(paper.reader().ask(wrong).await.status, 404, "{wrong}");
        }
        assert!(
            paper
                .reader()
                .read("/submissions")
                .await
                .words("main")
                .contains("Nothing has been sent in")
        );

        // Printed, by whatever way: the sender is told.
        let page = format!(
            "<html><head><title>Crates</title></head><body><article><h1>Crates</h1>{}</article></body></html>",
            crate::support::STORY
        );
        let printed = paper.print_page(page.into_bytes(), STORY_URL).await;
        let page = reader.read(secret).await;
        assert!(page.words("main").contains("It is in the paper."));
        assert_eq!(
            page.dom()
                .select("main .flash a")
                .attr_or("href", "")
                .to_string(),
            printed
        );
    });
}

async fn form_nic(reader: &mut Browser) -> String {
    form(reader, "/submit/article")
        .await
        .value("nic")
        .to_owned()
}

#[test]
fn what_the_paper_has_is_told_kindly() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let had = link(
            &paper,
            &mut reader,
            "https://harbour-post.example/news/story?utm_medium=x",
        )
        .await;
        let reply = reader.press(&had, "send").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply
                .words(".flash")
                .contains("has this story already: Fog Horn Lost")
        );
        assert_eq!(
            reply
                .dom()
                .select(".flash a")
                .attr_or("href", "")
                .to_string(),
            url
        );
        assert!(reader.cookies.is_empty());
        let first = link(&paper, &mut reader, STORY_URL).await;
        assert_eq!(reader.press(&first, "send").await.status, 303);
        let mut other = paper.reader().at("192.0.2.99");
        let again = link(&paper, &mut other, STORY_URL)
            .await
            .with("nic", "Tern");
        let reply = other.press(&again, "send").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words(".flash").contains("sent us this link already"),
            "{}",
            reply.words("main")
        );
        assert_eq!(
            Form::find(&reply, "form.submit").value("headline"),
            "Second Crate Sighted"
        );
        assert_eq!(waiting(&paper).await, 1);
    });
}

#[test]
fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let good = link(&paper, &mut reader, STORY_URL).await;
        let long = "x".repeat(10_001);
        for (field, value, wrong) in [
            ("headline", " ", "#f-headline-e"),
            ("headline", &"h".repeat(201), "#f-headline-e"),
            ("url", "the crate", "#f-url-e"),
            ("url", "javascript:alert(1)", "#f-url-e"),
            ("url", "file:///etc/passwd", "#f-url-e"),
            ("url", "https://me:pw@skerry.example/", "#f-url-e"),
            ("nic", "", "#f-nic-e"),
            ("email", "gull@", "#f-email-e"),
            ("text", "https://a.example https://b.example", "#f-text-e"),
            ("text", &long, "#f-text-e"),
            ("subject", "x", "#errors"),
            ("token", "forged", "#errors"),
        ] {
            let form = good.clone().with("text", "A note.").with(field, value);
            let reply = reader.press(&form, "send").await;
            assert_eq!(reply.status, 422, "{field}={value}: {}", reply.text());
            assert!(!reply.words(wrong).is_empty(), "{field}={value}");
            let kept = Form::find(&reply, "form.submit");
            for (name, typed) in form
                .fields
                .iter()
                .filter(|(name, _)| !matches!(name.as_str(), "token" | "subject"))
            {
                assert_eq!(kept.value(name), typed, "{name}");
            }
        }
        let own = form(&mut reader, "/submit/article")
            .await
            .with("nic", "Gull")
            .with("headline", "Mine");
        let early = reader
            .press(&own.clone().with("text", "Some text."), "send")
            .await;
        assert!(
            early
                .words("#errors")
                .contains("quicker than anybody can type")
        );
        paper.clock.advance(20_000);
        assert!(
            reader
                .press(&own, "send")
                .await
                .words("#f-text-e")
                .contains("nothing in it")
        );
        // A link's token is no article's.
        let foreign = own
            .clone()
            .with("text", "Some text.")
            .with("token", good.value("token"));
        assert!(
            reader
                .press(&foreign, "send")
                .await
                .words("#errors")
                .contains("not for this place")
        );
        let elsewhere = own
            .clone()
            .with("text", "Some text.")
            .request("send", &[("sec-fetch-site", "cross-site")]);
        let reply = reader.send(elsewhere).await;
        assert!(reply.words("#errors").contains("another site"));
        let huge = "x".repeat((256 << 10) + 1);
        let reply = reader.press(&own.clone().with("text", &huge), "send").await;
        assert_eq!((reply.status, reply.words("main textarea")), (413, huge));
        assert_eq!(
            reader
                .press(&own.clone().with("headline", &"x".repeat(5_000)), "send")
                .await
                .status,
            413
        );
        assert!(reader.cookies.is_empty() && waiting(&paper).await == 0);
        // A name that is somebody's.
        let url = paper.print_story().await;
        paper
            .reader()
            .at("192.0.2.50")
            .say(&url, "Old Bollard", "Here.")
            .await;
        let imitation = own.with("text", "Some text.").with("nic", "0ld Bollard");
        assert!(
            reader
                .press(&imitation, "send")
                .await
                .words("#f-nic-e")
                .contains("Old Bollard")
        );
    });
}

#[test]
fn a_flood_is_held_back_and_a_second_press_is_no_second_submission() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let first = link(&paper, &mut reader, STORY_URL).await;
        // Twice from a browser that has no cookie yet: the reply to the first is still on its way.
        let mut impatient = reader.clone();
        let once = reader.press(&first, "send").await;
        assert_eq!(once.status, 303);
        let twice = impatient.press(&first, "send").await;
        assert!(
            twice.status == 303 || twice.words(".flash").contains("already"),
            "{}",
            twice.status
        );
        assert_eq!(waiting(&paper).await, 1);
        let own = form(&mut reader, "/submit/article")
            .await
            .with("text", "Some text.");
        paper.clock.advance(10 * MINUTE);
        let mut refused = 0;
        for n in 0..12 {
            let form = own.clone().with("headline", &format!("Mine {n}"));
            let reply = reader.press(&form, "send").await;
            if reply.status == 422 {
                assert!(
                    reply.words("#errors").contains("a lot in a short time"),
                    "{}",
                    reply.words("main")
                );
                assert_eq!(
                    Form::find(&reply, "form.submit").value("text"),
                    "Some text."
                );
                refused += 1;
            }
        }
        assert!(refused > 2, "only {refused} were held back");
        // The same thing again by a known commenter.
        paper.clock.advance(61 * MINUTE);
        let before = waiting(&paper).await;
        let again = form(&mut reader, "/submit/article")
            .await
            .with("headline", "Again")
            .with("text", "Some text.");
        paper.clock.advance(20_000);
        let (one, two) = (
            reader.press(&again, "send").await,
            reader.press(&again, "send").await,
        );
        assert_eq!((one.status, one.location()), (303, two.location()));
        assert_eq!(waiting(&paper).await, before + 1);
    });
}

#[test]
fn payloads_come_out_harmless_as_submissions() {
    let payloads = payloads();
    on_both(async |paper| {
        paper.print_story().await;
        open_the_gates(&paper).await;
        let mut reader = paper.reader();
        let mut owner = paper
            .staff("Mrs Limpet", clipsheet_store::Role::Owner)
            .await;
        let blank = form(&mut reader, "/submit/article").await;
        let link = form(&mut reader, "/submit/link").await;
        let mut sent = Vec::new();
        for (n, payload) in payloads.iter().enumerate() {
            let line: String = payload
                .chars()
                .filter(|c| !c.is_control())
                .take(150)
                .collect();
            let form = blank
                .clone()
                .with("nic", &format!("Gull {n}"))
                .with("headline", &format!("{n} {line}"))
                .with("text", &format!("Look {payload}"));
            let reply = reader
                .press(&form, if n % 9 == 0 { "preview" } else { "send" })
                .await;
            match reply.status {
                303 => sent.push(reply.location().to_owned()),
                _ => {
                    assert!(
                        matches!(reply.status, 200 | 422),
                        "{payload}: {}",
                        reply.status
                    );
                    assert_no_script(payload, &reply.dom());
                    assert_serves_itself(payload, &reply.dom());
                }
            }
            if n % 5 == 0 {
                let form = link
                    .clone()
                    .with("nic", "Gull")
                    .with("headline", &line)
                    .with("url", &line);
                let reply = reader.press(&form, "send").await;
                assert!(matches!(reply.status, 303 | 422), "{line}");
                assert_no_script(&line, &reply.dom_or_empty());
            }
        }
        assert!(
            sent.len() * 3 > payloads.len() * 2,
            "{} were sent",
            sent.len()
        );
        for path in sent
            .iter()
            .step_by(6)
            .map(String::as_str)
            .chain(["/submissions"])
        {
            let page = reader.read(path).await;
            assert_no_script(path, &page.dom());
            assert_serves_itself(path, &page.dom());
        }
        let desk = owner.read("/desk/inbox?submitted=1").await;
        assert_serves_itself("/desk/inbox", &desk.dom());
        assert_eq!(desk.dom().select("script").length(), 1);
        assert_eq!(desk.dom().select("main [onclick], main [onerror], main [onload], main svg, main iframe, main style").length(), 0);
        let items: Vec<String> = desk
            .dom()
            .select(".item h2 a")
            .iter()
            .map(|link| link.attr_or("href", "").to_string())
            .collect();
        assert!(items.len() > 50);
        for item in items.iter().step_by(6) {
            let page = owner.read(item).await;
            assert_serves_itself(item, &page.dom());
            assert_eq!(page.dom().select("main [onclick], main [onerror], main [onload], main svg, main iframe, main style").length(), 0, "{item}");
        }
    });
}
