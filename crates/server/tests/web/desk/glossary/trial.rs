//! The test box, for the glossary and for an entry as it stands in its form; an article side by side.

use super::{editor, entry_form, texts, url_of};
use crate::support::{Form, Paper, on_both};
use axum::body::Body;
use axum::http::{Request, header};

#[test]
fn a_text_is_tried_and_each_match_explained() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let page = editor.read("/desk/glossary/test").await;
        let form = Form::find(&page, "#gloss-test")
            .with("try_text", "A gull met “a gull” & the Harbour Board.\n\nThe gulls <i>sang</i></p> <script>alert(1)</script>")
            .with("try_why", "a gull”");
        let reply = editor.press(&form, "").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let sides = texts(&reply, ".gloss-sides .text");
        assert!(
            sides[0].contains("A gull met") && !sides[0].contains("alert"),
            "{sides:?}"
        );
        assert!(
            sides[1].contains("A winged bailiff met “a gull”")
                && sides[1].contains("Dredging Society")
        );
        assert_eq!(reply.dom().select(".gloss-trial script").length(), 0);
        let answer = reply.words(".gloss-match.match-passed");
        assert!(answer.contains("It stands in a quotation"), "{answer}");
        assert!(
            texts(&reply, ".gloss-match.match-acts")
                .iter()
                .any(|one| one.contains("prints “winged bailiff”"))
        );
        assert!(reply.text().contains("It has acted at an earlier mention."));
        assert_eq!(
            Form::find(&reply, "#gloss-test").value("try_why"),
            "a gull”"
        );
        // Near misses, too.
        let reply = editor
            .press(
                &form
                    .with("try_text", "<p>Gullible.</p>")
                    .with("try_why", "gullible"),
                "",
            )
            .await;
        assert!(
            reply.text().contains("nothing to say here")
                || reply.text().contains("part of a longer word")
        );
    });
}

#[test]
fn what_is_left_alone_from_the_first_is_explained_too() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let page = editor.read("/desk/glossary/test").await;
        let text = "The Harbour Board met. “The Harbour Board is late,” said Robin Harbour Board.";
        let form = Form::find(&page, "#gloss-test").with("try_text", text);
        let reply = editor.press(&form, "").await;
        let passed = texts(&reply, ".gloss-match.match-passed");
        assert_eq!(passed.len(), 2, "{passed:?}");
        assert!(passed[0].contains("in a quotation"), "{passed:?}");
        assert!(passed[1].contains("name"), "{passed:?}");
        let said = reply.words("#gloss-trial");
        assert!(said.contains("2 mentions are passed over"), "{said}");
        // An entry that acts nowhere is told of, with the words that its form has.
        let form = form.with("try_text", "“Gull!” said Robin Gull.");
        let passed = texts(&editor.press(&form, "").await, ".gloss-match.match-passed");
        assert_eq!(passed.len(), 2, "{passed:?}");
        assert!(passed[0].contains("in a quotation"), "{passed:?}");
        assert!(!passed[1].contains("in_names"), "{passed:?}");
    });
}

#[test]
fn an_entry_is_tried_as_it_stands_in_the_form() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let url = url_of(&paper, "gull").await;
        let form = entry_form(&editor.read(&url).await)
            .with("substitute", "beaked neighbour")
            .with("try_text", "Gulls came.");
        let reply = editor.press(&form, "try").await;
        assert_eq!(reply.status, 200);
        assert!(
            texts(&reply, ".gloss-sides .text")[1].contains("Beaked neighbours came"),
            "{}",
            reply.text()
        );
        assert_eq!(entry_form(&reply).value("substitute"), "beaked neighbour");
        assert_eq!(
            super::entry(&paper, "gull").await.substitute,
            ["winged bailiff"]
        );
        // The script gets the part alone.
        let fragment = editor
            .send(form.request("try", &[("x-fragment", "1")]))
            .await;
        assert!(
            fragment.text().starts_with("<div id=\"gloss-trial\""),
            "{}",
            fragment.text()
        );
        let empty = editor.press(&form.with("try_text", " "), "try").await;
        assert!(empty.words(".gloss-trial").contains("There is no text"));
    });
}

#[test]
fn an_article_stands_beside_what_was_printed() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let article = paper.print_story().await;
        let id = Paper::id_of(&article);
        let at = format!("/desk/articles/{id}/glossary");
        // Whoever reads the article finds the way there, in the paper and at the desk.
        for page in [article.clone(), format!("/desk/articles/{id}")] {
            let page = editor.read(&page).await;
            let dom = page.dom();
            let links = dom.select(&format!(".tool-links [href='{at}']"));
            assert_eq!(links.length(), 1, "{}", page.text());
        }
        let page = editor.read(&at).await;
        let sides = texts(&page, ".gloss-sides .text");
        assert!(
            sides[0].contains("the Harbour Board said")
                && sides[1].contains("the Dredging Society")
        );
        let entries = texts(&page, ".gloss-match a");
        assert!(
            entries.contains(&"Harbour Board".to_owned())
                && entries.contains(&"fog horn".to_owned()),
            "{entries:?}"
        );
        assert!(page.words("main").contains("as it stands"));
        // Another glossary: what was printed stays, and today's is told of.
        paper
            .import(r#"{"entries": [{"headword": "fog horn", "substitute": ["tin cow"]}]}"#)
            .await;
        let page = editor.read(&format!("{at}?why=Harbour+Board")).await;
        assert!(texts(&page, ".gloss-sides .text")[1].contains("Dredging Society"));
        assert!(
            page.words(".flash")
                .contains("Today’s glossary would print it otherwise")
        );
        assert!(page.text().contains("nothing to say here"));
        let today = editor.read(&format!("{at}?mode=today")).await;
        let sides = texts(&today, ".gloss-sides .text");
        assert!(sides[1].contains("tin cow") && !sides[1].contains("Dredging"));
        assert_eq!(editor.ask("/desk/articles/999/glossary").await.status, 404);
    });
}

#[test]
fn what_is_too_much_stays_at_the_desk_with_the_way_back() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let sent = async |editor: &mut crate::support::Browser, from: &str, script: bool| {
            let mut request = Request::post("/desk/glossary/test")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::HOST, "harbour.example")
                .header(header::REFERER, from);
            if script {
                request = request.header("x-fragment", "1");
            }
            let long = format!("try_text={}", "gull+".repeat(1 << 20));
            editor.send(request.body(Body::from(long)).unwrap()).await
        };
        let from = "https://harbour.example/desk/glossary/test?x=1";
        let reply = sent(&mut editor, from, false).await;
        assert_eq!(reply.status, 413);
        assert_eq!(reply.dom().select("body.desk .desk-bar").length(), 1);
        assert!(reply.words("main").contains("Go back in your browser"));
        let links = texts(&reply, ".onward a");
        assert_eq!(links, ["Back to where you were", "The desk"]);
        let dom = reply.dom();
        let back = dom.select(".onward a").first();
        assert_eq!(&*back.attr_or("href", ""), "/desk/glossary/test?x=1");
        // What comes from elsewhere is no way back, and a script gets no page of the desk.
        let elsewhere = "https://tern.example/desk/glossary/test";
        let reply = sent(&mut editor, elsewhere, false).await;
        assert_eq!(texts(&reply, ".onward a"), ["The desk"]);
        let reply = sent(&mut editor, from, true).await;
        assert_eq!((reply.status, reply.words(".desk-bar").as_str()), (413, ""));
    });
}

#[test]
fn bad_bytes_and_long_texts_are_borne() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let request = Request::post("/desk/glossary/test")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(
                &b"try_text=%ff%fe\xff gull&try_on=never&try_page=x"[..],
            ));
        assert_eq!(editor.send(request.unwrap()).await.status, 200);
        let long = "gull ".repeat(50_000);
        let reply = editor
            .post("/desk/glossary/test", &[("try_text", &long)])
            .await;
        assert!(reply.words(".gloss-trial").contains("too long"));
        // Characters count, as it says, whatever bytes they have.
        let wide = "Möwe ".repeat(40_000);
        let reply = editor
            .post("/desk/glossary/test", &[("try_text", &wide)])
            .await;
        assert!(!reply.words(".gloss-trial").contains("too long"));
    });
}

#[test]
fn an_article_of_a_books_length_is_shown_without_being_explained() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let body = "<p>A gull met the Harbour Board, and the Board gave way.</p>".repeat(4_000);
        let url = paper.print("The Gulls, Unabridged", &body).await;
        let beside = format!("/desk/articles/{}/glossary", Paper::id_of(&url));
        let page = editor.read(&beside).await;
        let trial = page.words("#gloss-trial");
        assert!(trial.contains("too long to explain"), "{trial}");
        assert_eq!(page.dom().select(".gloss-match").length(), 0);
    });
}
