//! What is refused says why, and keeps all that was typed.

use crate::support::{Browser, DAY, Form, Reply, on_both};

/// Texts that forms have lost before.
const TEXTS: &[&str] = &[
    "</textarea><script>alert(1)</script> & &amp; \"quoted\" 'too' `so`",
    "\r\n\r\nfirst lines empty, last ones too \t \r\n\r\n",
    "🐦\u{200d}🌊 שלום עולם \u{202e}abc\u{202c} e\u{301} \u{feff}",
    "a < b && c > d; &lt;b&gt; \\n %00 ${x} {{ y }} <!-- no -->",
];

/// A refusal: a page in words, with a form in which everything is as it was.
#[track_caller]
fn assert_refused(reply: &Reply, sent: &Form, words: &str) -> Form {
    assert_eq!(reply.status, 422, "{}", reply.text());
    crate::support::assert_page("refusal", reply);
    crate::support::assert_no_script("refusal", &reply.dom());
    let said = reply.words("main");
    assert!(said.contains(words), "“{words}” is not in: {said}");
    let form = Form::find(reply, "form.say");
    for (name, value) in sent
        .fields
        .iter()
        .filter(|(name, _)| name != "token" && name != "subject")
    {
        assert_eq!(form.value(name), value, "{name} is kept");
    }
    form
}

async fn typed(reader: &mut Browser, url: &str) -> Form {
    let form = reader.form(url).await;
    form.with("nic", "Old Bollard")
        .with("email", "bollard@pier.example")
        .with("website", "https://pier.example/")
        .with("text", TEXTS[0])
}

#[test]
fn each_fault_is_named_and_nothing_is_lost() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        paper
            .reader()
            .at("203.0.113.1")
            .say(&url, "Gull", "That is my name.")
            .await;
        let mut reader = paper.reader();
        let long = "x".repeat(10_001);
        let zalgo = format!("z{}", "\u{301}\u{302}\u{303}\u{304}".repeat(8));
        let many = "W".repeat(200);
        let faults: &[(&str, &str, &str)] = &[
            ("text", "", "nothing in it yet"),
            ("text", " \r\n\t ", "nothing in it yet"),
            (
                "text",
                "\u{200b}\u{200d}\u{feff}\u{2060}",
                "nothing in it yet",
            ),
            ("text", &long, "10,001 characters; 10,000 is the most"),
            (
                "text",
                "https://a.example/ https://b.example/",
                "only links",
            ),
            ("nic", "", "sign with a name"),
            ("nic", "   ", "sign with a name"),
            ("nic", "\u{200b}\u{200c}\u{200d}\u{feff}", ""),
            ("nic", "!!! ... ???", ""),
            ("nic", &zalgo, ""),
            ("nic", &many, ""),
            ("nic", "Gu\u{217c}l", "looks just like “Gull”"),
            ("nic", "G\u{03c5}ll", "looks just like “Gull”"),
            ("email", "not an address", "no e-mail address"),
            ("email", "me@nowhere", "no e-mail address"),
            ("website", "javascript:alert(1)", "no address of the web"),
            (
                "website",
                "https://user:secret@pier.example/",
                "no address of the web",
            ),
            ("subject", "buy now", "people do not see"),
        ];
        for (field, value, words) in faults {
            let form = typed(&mut reader, &url).await.with(field, value);
            paper.clock.advance(10_000);
            let reply = reader.press(&form, "post").await;
            assert_refused(&reply, &form, words);
            assert!(
                reply.dom().select("[role=alert] li, .wrong").length() > 0,
                "{field}: the fault is shown"
            );
            for link in reply.dom().select("[role=alert] a").iter() {
                let target = link.attr_or("href", "").to_string();
                assert_eq!(
                    reply.dom().select(&target).length(),
                    1,
                    "{target} leads to the field"
                );
            }
        }
        assert_eq!(reader.read(&url).await.words("#comments-h"), "1 comment");
        assert!(
            reader.cookies.is_empty(),
            "who was refused is not remembered"
        );
    });
}

#[test]
fn another_alphabet_does_not_make_another_person() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut gull = paper.reader().at("203.0.113.1");
        gull.say(&url, "Harbour Pole", "That is my name.").await;
        let mut other = paper.reader();
        // Cyrillic о, р, а, е.
        for nic in [
            "Harb\u{43e}ur Pole",
            "Harbour \u{420}ole",
            "H\u{430}rbour Pol\u{435}",
            "Harbour\u{200b} P\u{43e}le",
        ] {
            let form = other
                .form(&url)
                .await
                .with("nic", nic)
                .with("text", "Me too.");
            paper.clock.advance(10_000);
            let reply = other.press(&form, "post").await;
            assert_refused(&reply, &form, "looks just like “Harbour Pole”");
        }
        // A name all in another alphabet is nobody's imitation.
        other.say(&url, "Морской Волк", "Добрый день.").await;
        // Who brought the look-alike first may keep it.
        assert!(gull.read(&url).await.words("#c2").contains("Морской Волк"));
    });
}

#[test]
fn every_kind_of_text_comes_back_as_it_was() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        for text in TEXTS {
            for encoding in ["multipart", "urlencoded"] {
                let mut form = typed(&mut reader, &url)
                    .await
                    .with("text", text)
                    .with("nic", "");
                if encoding == "urlencoded" {
                    form = form.urlencoded();
                }
                paper.clock.advance(10_000);
                let reply = reader.press(&form, "post").await;
                let back = assert_refused(&reply, &form, "sign with a name");
                assert_eq!(back.value("text"), *text, "{encoding}");
                // And once more from the page that came back.
                let again = reader.press(&back, "post").await;
                assert_eq!(
                    assert_refused(&again, &back, "sign with a name").value("text"),
                    *text
                );
            }
        }
    });
}

#[test]
fn tokens_are_good_for_their_article_for_a_while() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let other = paper.print("Fog Horn Found", crate::support::STORY).await;
        let mut reader = paper.reader();
        let form = typed(&mut reader, &url).await;
        let reply = reader.press(&form, "post").await;
        let early = assert_refused(&reply, &form, "quicker than anybody can type");
        paper.clock.advance(10_000);
        for token in [
            "",
            "1-1.00000000000000000000000000000000",
            "nonsense",
            "a\u{0}b",
        ] {
            let form = form.clone().with("token", token);
            let reply = reader.press(&form, "post").await;
            let back = assert_refused(&reply, &form, "not given out by this paper");
            assert_ne!(back.value("token"), token, "a new one is given");
        }
        let foreign = form
            .clone()
            .with("token", reader.form(&other).await.value("token"));
        paper.clock.advance(10_000);
        assert_refused(
            &reader.press(&foreign, "post").await,
            &foreign,
            "not for this place",
        );
        let elsewhere = reader
            .send(form.request("post", &[("sec-fetch-site", "cross-site")]))
            .await;
        assert_refused(&elsewhere, &form, "from another site");
        // The form that came back with the first refusal is good by now.
        assert_eq!(reader.press(&early, "post").await.status, 303);
        paper.clock.advance(2 * DAY);
        let reply = reader
            .press(&form.clone().with("text", "Late, but here."), "post")
            .await;
        let fresh = assert_refused(
            &reply,
            &form.clone().with("text", "Late, but here."),
            "open for a very long time",
        );
        paper.clock.advance(10_000);
        assert_eq!(
            reader.press(&fresh, "post").await.status,
            303,
            "from the page that came back"
        );
    });
}

#[test]
fn bytes_that_no_browser_sends_are_borne() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        // NUL, which PostgreSQL does not take.
        let form = reader
            .form(&url)
            .await
            .with("nic", "Gu\u{0}ll")
            .with("text", "Ke\u{0}ow.")
            .with("website", "https://pier.example/\u{0}");
        paper.clock.advance(10_000);
        let reply = reader.press(&form, "post").await;
        assert!(
            matches!(reply.status, 303 | 422),
            "{}: {}",
            reply.status,
            reply.text()
        );
        let form = reader
            .form(&url)
            .await
            .with("nic", "Gull")
            .with("text", "Ke\u{0}ow \u{1}\u{7}\u{b}.");
        paper.clock.advance(10_000);
        assert_eq!(reader.press(&form, "post").await.status, 303);
        let feed = reader
            .ask(&format!(
                "/article/{}/feed.xml",
                crate::support::Paper::id_of(&url)
            ))
            .await;
        roxmltree::Document::parse(&feed.text()).unwrap();
        // Forms that are none.
        for (kind, body) in [
            ("multipart/form-data; boundary=x", "--x\r\nbroken"),
            ("multipart/form-data", ""),
            ("application/json", "{}"),
            ("application/x-www-form-urlencoded", "text=%FF%FE&nic=%"),
            ("", ""),
        ] {
            let mut request = axum::http::Request::post(&form.action);
            if !kind.is_empty() {
                request = request.header("content-type", kind);
            }
            let reply = reader
                .send(request.body(axum::body::Body::from(body)).unwrap())
                .await;
            assert!(
                (400..=422).contains(&reply.status),
                "{kind}: {}",
                reply.status
            );
            crate::support::assert_page(kind, &reply);
        }
        let missing = reader
            .send(
                axum::http::Request::post("/article/999/comments")
                    .header("content-type", "application/x-www-form-urlencoded")
                    .body(axum::body::Body::from("text=a"))
                    .unwrap(),
            )
            .await;
        assert_eq!(missing.status, 404);
        crate::support::assert_page("no article", &missing);
    });
}
