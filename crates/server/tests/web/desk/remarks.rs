//! Remarks: put in after their words, kept there, parked when the words go.

use super::article::open_editor;
use crate::support::{
    Browser, Form, Paper, Reply, assert_no_script, assert_serves_itself, on_both,
};
use clipsheet_gloss::strip;
use clipsheet_markup::{Profile, SafeHtml, sanitise};
use clipsheet_server::remarks::settle;
use clipsheet_store::{
    ArticleId, PrintedText, RemarkState, Role, find_article, list_acts_on, list_remarks,
    update_print,
};

const BOARD: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Dredging Society"],"asides":[{"text":"keepers of the mud"}]}]}"#;

fn text(reply: &Reply) -> String {
    reply.dom().select("#text").inner_html().to_string()
}

/// Puts a remark in; gives what came back.
async fn remark(at_desk: &mut Browser, of: &str, words: &str, text: &str) -> Reply {
    let page = at_desk.read(&format!("/desk/remarks/new?{of}")).await;
    let form = Form::find(&page, "form.remark-form")
        .with("words", words)
        .with("text", text);
    at_desk.press(&form, "put").await
}

async fn put_in(at_desk: &mut Browser, of: &str, words: &str, text: &str) -> String {
    let reply = remark(at_desk, of, words, text).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}

/// Gives an article another text, as a revision of it does; gives how many remarks that made loose.
async fn revise(paper: &Paper, url: &str, html: &str) -> usize {
    let id = ArticleId(Paper::id_of(url));
    let safe = sanitise(html, Profile::Article, &|_| None);
    let printed = PrintedText {
        safe_html: safe.as_str().to_owned(),
        seal: safe.seal(&paper.app.secrets.seal).as_str().to_owned(),
        print_record: r#"{"format_version":1}"#.into(),
        serial_lines: Vec::new(),
        entries: Vec::new(),
    };
    let now = paper.clock.now();
    let written = paper.app.store.write(move |tx| {
        update_print(tx, id, &printed, now)?;
        settle(tx, id, &safe, now)
    });
    written.await.unwrap().len()
}

#[test]
fn a_remark_stands_after_its_words_and_plain_is_without() {
    on_both(async |paper| {
        paper.import(BOARD).await;
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut reader = paper.reader();
        let before = reader.read(&url).await;
        assert_eq!(before.dom().select("link[href*='remarks']").length(), 0);

        let of = format!("article={id}");
        let page = pennick.read(&format!("/desk/remarks/new?{of}")).await;
        assert!(page.words("ul.choices").contains("It weighs four tons"));
        let form = Form::find(&page, "form.remark-form")
            .with("words", " the Harbour \n Board ")
            .with(
                "text",
                "They *always* say that. [Minutes](https://tarrow.example/m)",
            );
        let shown = pennick.press(&form, "preview").await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(
            shown
                .words("#preview")
                .contains("the Harbour Board [They always say that. Minutes — Pennick]")
        );
        assert_eq!(
            text(&reader.read(&url).await),
            text(&before),
            "a preview puts nothing in"
        );
        let form = Form::find(&shown, "form.remark-form");
        let reply = pennick.press(&form, "put").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, format!("{url}#r1").as_str())
        );

        let remark = "<span class=\"remark staff-1\" role=\"note\" id=\"r1\" data-remark=\"1\">[They <em>always</em> say that. \
            <a href=\"https://tarrow.example/m\" rel=\"nofollow ugc noopener\">Minutes</a> — <b>Pennick</b>]</span>";
        let printed = reader.read(&url).await;
        assert!(printed.text().contains(remark), "{}", text(&printed));
        assert_eq!(
            printed.dom().select("p .gloss-aside ~ .remark").length(),
            1,
            "after the house's own voice"
        );
        assert_eq!(
            printed
                .dom()
                .select("head link[href^='/assets/remarks-']")
                .length(),
            1
        );
        assert_eq!(
            printed.words("#r1 b"),
            "Pennick",
            "the colour is not the only sign"
        );
        let plain = reader.read(&format!("{url}?mode=plain")).await;
        // Plain is what the source wrote and nothing else; what is left out is told above it.
        assert_eq!(plain.dom().select("#text .remark").length(), 0);
        assert!(text(&plain).contains("the Harbour Board said"));
        let told = plain.words(".story > .flash");
        assert!(
            told.ends_with("1 remark of the desk is left out here."),
            "{told}"
        );
        let way = plain
            .dom()
            .select(".story > .flash a")
            .attr_or("href", "")
            .to_string();
        let led = reader.read(&way).await;
        assert_eq!(led.dom().select("#text .remark").length(), 1, "{way}");
        assert!(!before.text().contains("left out here"));
        let today = reader.read(&format!("{url}?mode=today")).await;
        assert_eq!(text(&today), text(&printed));
        // The source's words are all there and nothing else.
        let read = move |conn: &mut clipsheet_store::Conn| find_article(conn, ArticleId(id));
        let stored = paper.app.store.read(read).await.unwrap().unwrap();
        for page in [&printed, &plain, &today] {
            let body = page.text();
            let begins = body.find("<p>The fog horn").unwrap();
            let body = &body[begins..begins + body[begins..].find("</div>").unwrap()];
            assert_eq!(strip(body), stored.text.safe_html);
        }
        assert!(
            stored.text.source_html.contains("Harbour Board")
                && !stored.text.source_html.contains("always")
        );
        for feed in ["/feed.xml", "/feed.json"] {
            let feed = reader.ask(feed).await.text();
            assert!(
                feed.contains("say that.") && feed.contains("Pennick"),
                "{feed}"
            );
        }
        let acts = paper
            .app
            .store
            .read(|conn| list_acts_on(conn, "remark", 1, i64::MAX, 9))
            .await
            .unwrap();
        assert_eq!(acts.len(), 1);
        assert_eq!(
            (acts[0].actor.name.as_str(), acts[0].act.as_str()),
            ("Pennick", "put in")
        );
        assert!(acts[0].label.contains("Fog Horn Lost") && acts[0].after.contains("always"));
    });
}

#[test]
fn words_that_are_there_several_times_are_asked_about() {
    on_both(async |paper| {
        let url = paper
            .print("Tea", "<p>The tea was cold. The tea is always cold here, and nobody has ever said why that should be so in a town with three kettles and a kiosk.</p><p>Then came the tea. It was hot, and everybody looked at the floor, and the floor looked back at them for quite a while before anybody spoke.</p>")
            .await;
        let of = format!("article={}", Paper::id_of(&url));
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        let reply = remark(&mut limpet, &of, "tea", "Which?").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("#f-words-e").contains("several times"));
        let asked = reply.dom();
        let choices = asked.select("input[name=which]");
        assert_eq!(choices.length(), 3);
        let third = choices
            .iter()
            .nth(2)
            .unwrap()
            .attr_or("value", "")
            .to_string();
        let mut form = Form::find(&reply, "form.remark-form");
        assert_eq!((form.value("words"), form.value("text")), ("tea", "Which?"));
        form.fields.push(("which".into(), third));
        assert_eq!(limpet.press(&form, "put").await.status, 303);
        let page = paper.reader().read(&url).await;
        assert!(
            page.words("#text")
                .contains("Then came the tea [Which? — Mrs Limpet].")
        );
        // By the paragraph, and by what a script saw before the selection.
        let paragraph = reply
            .dom()
            .select("input[name=paragraph]")
            .iter()
            .nth(1)
            .unwrap()
            .attr_or("value", "")
            .to_string();
        let mut by_paragraph = Form::find(&reply, "form.remark-form").with("text", "Hot.");
        by_paragraph.fields.push(("paragraph".into(), paragraph));
        assert_eq!(limpet.press(&by_paragraph, "put").await.status, 303);
        let mut by_script = Form::find(&reply, "form.remark-form").with("text", "Cold.");
        by_script
            .fields
            .push(("before".into(), "was cold. The".into()));
        assert_eq!(limpet.press(&by_script, "put").await.status, 303);
        let words = paper.reader().read(&url).await.words("#text");
        assert!(
            words.contains("The tea [Cold. — Mrs Limpet] is always cold"),
            "{words}"
        );
        assert!(
            words.contains("came the tea [Which? — Mrs Limpet] [Hot. — Mrs Limpet]."),
            "{words}"
        );

        for (words, text, wrong) in [
            ("", "Keow.", "#f-words-e"),
            ("teas", "Keow.", "#f-words-e"),
            ("be so. Then came", "Keow.", "#f-words-e"),
            ("kettles", " \u{200b} ", "#f-text-e"),
            ("kettles", &"keow ".repeat(200), "#f-text-e"),
        ] {
            let reply = remark(&mut limpet, &of, words, text).await;
            assert_eq!(reply.status, 422, "{words}");
            assert!(!reply.words(wrong).is_empty(), "{words}");
            let kept = Form::find(&reply, "form.remark-form");
            assert_eq!(
                (kept.value("words"), kept.value("text")),
                (words, text),
                "nothing typed is lost"
            );
        }
        assert_eq!(
            limpet.ask("/desk/remarks/new?article=999").await.status,
            404
        );
        assert_eq!(
            limpet
                .ask(&format!("/desk/remarks/new?{of}&comment=9"))
                .await
                .status,
            404
        );
        assert_eq!(limpet.ask("/desk/remarks/new").await.status, 400);
    });
}

#[test]
fn a_comment_may_carry_remarks_and_so_does_its_feed() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let mut reader = paper.reader();
        reader
            .say(&url, "Gull", "I have it. It is *under* the pier.")
            .await;
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let to = put_in(
            &mut pennick,
            &format!("article={id}&comment=1"),
            "under",
            "Which side? See #1",
        )
        .await;
        assert_eq!(to, format!("{url}#r1"));
        let page = reader.read(&url).await;
        assert_eq!(page.words("#c1 em"), "under [Which side? See #1 — Pennick]");
        assert_eq!(page.dom().select("#c1 .remark a[href='#c1']").length(), 1);
        assert_eq!(page.dom().select("#text .remark").length(), 0);
        let feed = reader.ask(&format!("/article/{id}/feed.xml")).await.text();
        roxmltree::Document::parse(&feed).unwrap();
        assert!(
            feed.contains("Which side?") && feed.contains("Pennick"),
            "{feed}"
        );
    });
}

#[test]
fn remarks_are_changed_by_their_makers_and_by_editors() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let of = format!("article={}", Paper::id_of(&url));
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut cockle = paper.staff("Mr Cockle", Role::Moderator).await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        let mut nobody = paper.staff("Biscuit", Role::Contributor).await;
        put_in(&mut pennick, &of, "four tons", "Five, with the mud.").await;
        assert_eq!(nobody.ask("/desk/remarks/1").await.status, 403);
        let refused = cockle.ask("/desk/remarks/1").await;
        assert_eq!(refused.status, 403);
        assert!(refused.words("main").contains("Pennick’s"));

        let mine = Form::find(&pennick.read("/desk/remarks/1").await, "form.remark-form");
        assert_eq!(
            (mine.value("words"), mine.value("text")),
            ("four tons", "Five, with the mud.")
        );
        let refused = cockle.press(&mine, "remove").await;
        assert_eq!(refused.status, 403);
        let edited = limpet.read("/desk/remarks/1").await;
        let edited = Form::find(&edited, "form.remark-form").with("text", "Six.");
        paper.clock.advance(1_000);
        assert_eq!(limpet.press(&edited, "put").await.status, 303);
        let page = paper.reader().read(&url).await;
        assert_eq!(
            page.words(".remark"),
            "[Six. — Pennick]",
            "it stays its maker's"
        );
        // Whoever opened the form before that does not write over it.
        let late = pennick
            .press(&mine.clone().with("text", "Seven."), "put")
            .await;
        assert_eq!(late.status, 422);
        assert!(late.words("#f-text-e").contains("It says now: Six."));
        assert_eq!(
            paper.reader().read(&url).await.words(".remark"),
            "[Six. — Pennick]"
        );
        let again = Form::find(&late, "form.remark-form");
        assert_eq!(again.value("text"), "Seven.");
        paper.clock.advance(1_000);
        assert_eq!(pennick.press(&again, "put").await.status, 303);
        // Other words.
        let moved = Form::find(&pennick.read("/desk/remarks/1").await, "form.remark-form")
            .with("words", "painted red");
        paper.clock.advance(1_000);
        assert_eq!(pennick.press(&moved, "put").await.status, 303);
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#text")
                .contains("painted red [Seven. — Pennick].")
        );
        let gone = Form::find(&pennick.read("/desk/remarks/1").await, "form.remark-form");
        let reply = pennick.press(&gone, "remove").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, "/desk/remarks?removed=1")
        );
        assert!(
            pennick
                .read("/desk/remarks?removed=1")
                .await
                .words(".flash")
                .contains("removed")
        );
        assert_eq!(
            paper
                .reader()
                .read(&url)
                .await
                .dom()
                .select(".remark")
                .length(),
            0
        );
        assert_eq!(pennick.ask("/desk/remarks/1").await.status, 404);
        let acts = paper
            .app
            .store
            .read(|conn| list_acts_on(conn, "remark", 1, i64::MAX, 9))
            .await
            .unwrap();
        let acts: Vec<_> = acts
            .iter()
            .rev()
            .map(|act| (act.actor.name.as_str(), act.act.as_str()))
            .collect();
        assert_eq!(
            acts,
            [
                ("Pennick", "put in"),
                ("Mrs Limpet", "changed"),
                ("Pennick", "changed"),
                ("Pennick", "changed"),
                ("Pennick", "removed")
            ]
        );
    });
}

#[test]
fn a_remark_stays_with_its_words_or_is_parked_and_comes_back() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = ArticleId(Paper::id_of(&url));
        let of = format!("article={id}");
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        put_in(&mut pennick, &of, "painted red", "Rust.").await;
        put_in(&mut pennick, &of, "two pies", "Small ones.").await;
        let read = move |conn: &mut clipsheet_store::Conn| find_article(conn, id);
        let old = paper
            .app
            .store
            .read(read)
            .await
            .unwrap()
            .unwrap()
            .text
            .safe_html;
        // A new beginning, and the paragraphs the other way round.
        let moved = format!(
            "<p>This was mended on Tuesday.</p><h2>Later</h2>{}",
            old.replace("It weighs four tons", "It weighs five tons")
        );
        assert_eq!(revise(&paper, &url, &moved).await, 0);
        let page = paper.reader().read(&url).await;
        assert!(
            page.words("#text")
                .contains("painted red [Rust. — Pennick].")
        );
        assert_eq!(page.dom().select(".remark").length(), 2);
        assert_eq!(
            pennick.read("/desk/remarks").await.words(".nothing"),
            "No remark has lost its words."
        );

        let without = old.replace("and is painted red", "and is the colour of rust");
        assert_eq!(revise(&paper, &url, &without).await, 1);
        let page = paper.reader().read(&url).await;
        assert_eq!(
            page.words(".remark"),
            "[Small ones. — Pennick]",
            "only the other is there"
        );
        let loose = pennick.read("/desk/remarks").await;
        assert!(
            loose.words(".quote").contains("painted red"),
            "{}",
            loose.words("main")
        );
        assert!(loose.words(".desk-list .meta").contains("Fog Horn Lost"));

        assert_eq!(revise(&paper, &url, &old).await, 0, "the words are back");
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#text")
                .contains("painted red [Rust. — Pennick].")
        );

        // Placed again by hand.
        assert_eq!(revise(&paper, &url, &without).await, 1);
        let form = pennick.read("/desk/remarks/1").await;
        assert!(form.words(".flash").contains("lost its words"));
        let form = Form::find(&form, "form.remark-form");
        let again = pennick.press(&form, "put").await;
        assert_eq!(again.status, 422, "the old words are not there");
        let reply = pennick
            .press(&form.clone().with("words", "colour of rust"), "put")
            .await;
        assert_eq!(reply.status, 303);
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#text")
                .contains("colour of rust [Rust. — Pennick].")
        );
        let remarks = paper
            .app
            .store
            .read(move |conn| list_remarks(conn, id))
            .await
            .unwrap();
        assert!(
            remarks
                .iter()
                .all(|remark| remark.state == RemarkState::Placed)
        );
        // An article that loses everything.
        assert_eq!(revise(&paper, &url, "").await, 2);
        assert_eq!(
            paper
                .reader()
                .read(&url)
                .await
                .dom()
                .select(".remark")
                .length(),
            0
        );
        // Without being settled it is left out, and no page fails.
        let empty = PrintedText {
            safe_html: SafeHtml::escape("Other words.").into_string(),
            seal: "broken".into(),
            print_record: "{".into(),
            serial_lines: Vec::new(),
            entries: Vec::new(),
        };
        let now = paper.clock.now();
        paper
            .app
            .store
            .write(move |tx| update_print(tx, id, &empty, now))
            .await
            .unwrap();
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#text")
                .contains("Other words.")
        );
    });
}

#[test]
fn payloads_come_out_harmless_as_remarks() {
    let payloads = crate::talking::payloads();
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        paper
            .reader()
            .say(&url, "Gull", "I have seen it under the pier.")
            .await;
        let mut pennick = paper.staff("Pen<b>ni</b>ck", Role::Moderator).await;
        for (of, words) in [
            (format!("article={id}"), "four tons"),
            (format!("article={id}&comment=1"), "under the pier"),
        ] {
            let page = pennick.read(&format!("/desk/remarks/new?{of}")).await;
            let form = Form::find(&page, "form.remark-form").with("words", words);
            let mut put = 0;
            for (n, payload) in payloads.iter().enumerate() {
                let form = form.clone().with("text", &format!("Look {payload}"));
                let button = if n % 8 == 0 { "preview" } else { "put" };
                let reply = pennick.press(&form, button).await;
                put += usize::from(reply.status == 303);
                assert!(
                    matches!(reply.status, 200 | 303 | 422),
                    "{payload}: {}",
                    reply.text()
                );
                if reply.status == 200 {
                    assert_harmless(payload, &reply);
                }
            }
            assert!(put * 2 > payloads.len(), "{put} were put in");
        }
        let page = paper.reader().read(&url).await;
        assert_no_script(&url, &page.dom());
        assert_serves_itself(&url, &page.dom());
        assert!(page.dom().select("#text .remark").length() > 10);
        assert_eq!(
            page.dom().select(".remark p, .remark div, .remark img, .remark .remark, .remark [style], .remark [class]").length(),
            0
        );
        // Every remark stands in its paragraph, and the paragraphs are as many as before.
        assert_eq!(page.dom().select("#text > p").length(), 3);
        assert_eq!(page.dom().select("#text > .remark").length(), 0);
        for feed in ["/feed.xml".to_owned(), format!("/article/{id}/feed.xml")] {
            let feed = paper.reader().ask(&feed).await.text();
            roxmltree::Document::parse(&feed).unwrap();
        }
        // As the words, too.
        for payload in payloads.iter().take(40) {
            let page = pennick
                .read(&format!("/desk/remarks/new?article={id}"))
                .await;
            let form = Form::find(&page, "form.remark-form")
                .with("words", payload)
                .with("text", "x");
            let reply = pennick.press(&form, "put").await;
            assert_eq!(reply.status, 422);
            assert_harmless(payload, &reply);
        }
    });
}

/// The desk's pages have the desk's script.
fn assert_harmless(what: &str, reply: &Reply) {
    let dom = reply.dom();
    assert_serves_itself(what, &dom);
    let scripts = dom.select("script");
    assert_eq!(scripts.length(), 1, "{what}");
    assert!(
        scripts.attr_or("src", "").starts_with("/assets/desk-"),
        "{what}"
    );
    assert_eq!(
        dom.select(
            "main [onclick], main [onerror], main [onload], main svg, main iframe, main style"
        )
        .length(),
        0,
        "{what}"
    );
    assert_eq!(dom.select("h1").length(), 1, "{what}");
}

#[test]
fn the_remarks_of_an_article_are_found_from_it_and_lead_to_their_forms() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        put_in(
            &mut pennick,
            &format!("article={id}"),
            "Harbour Board",
            "Says who?",
        )
        .await;
        let article = pennick.read(&url).await;
        let link = format!("/desk/remarks?article={id}");
        assert_eq!(
            article
                .dom()
                .select(&format!(".article-tools a[href='{link}']"))
                .length(),
            1
        );
        let list = pennick.read(&link).await;
        assert!(list.words("h1").contains("Fog Horn Lost"));
        assert!(list.words("#loose").contains("Says who?"));
        let form = list
            .dom()
            .select("#loose a[href^='/desk/remarks/']")
            .attr_or("href", "")
            .to_string();
        assert!(pennick.read(&form).await.text().contains("Says who?"));
        // Another moderator sees it, and may not change it.
        let mut wren = paper.staff("Wren", Role::Moderator).await;
        let list = wren.read(&link).await;
        assert!(list.words("#loose").contains("Says who?"));
        assert_eq!(
            list.dom()
                .select("#loose a[href^='/desk/remarks/']")
                .length(),
            0
        );
        assert_eq!(wren.ask("/desk/remarks?article=999").await.status, 404);
    });
}

#[test]
fn whoever_makes_a_remark_loose_is_told() {
    on_both(async |paper| {
        let text = "<p>The horn of Tarrow is dry and red, and everybody in the town says so.</p>";
        let url = paper.print("Fog Horn", text).await;
        let id = Paper::id_of(&url);
        let desk = format!("/desk/articles/{id}");
        let mut ardle = paper.staff("Ardle", Role::Moderator).await;
        put_in(&mut ardle, &format!("article={id}"), "dry", "On Sunday?").await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        let save = async |editor: &mut Browser, from: &str, to: &str| {
            let form = Form::find(&editor.read(&desk).await, "form.words");
            let html = form.value("html").replace(from, to);
            let reply = editor.press(&form.with("html", &html), "").await;
            assert_eq!(reply.status, 303, "{}", reply.text());
            reply.location().to_owned()
        };
        assert_eq!(save(&mut limpet, "the town", "our town").await, url);
        let told = save(&mut limpet, "is dry", "is wet").await;
        let told = limpet.read(&told).await;
        assert_eq!(
            told.words(".flash"),
            "Saved. 1 remark lost its words: “dry” (Ardle). Readers do not see it until placed again."
        );
        let way = told
            .dom()
            .select(".flash a")
            .attr_or("href", "")
            .to_string();
        assert!(
            limpet
                .read(&way)
                .await
                .words(".flash")
                .contains("lost its words")
        );
        // It is told once, by whom it was done: what comes after leaves it as loose as it was.
        assert_eq!(save(&mut limpet, "and red", "and rusty").await, url);
        // So is whoever restores an old revision, or prints it from the editor.
        save(&mut limpet, "is wet", "is dry").await;
        let draft = open_editor(&mut limpet, &url).await;
        let draft = Form::find(&limpet.read(&draft).await, "form#draft");
        let html = draft.value("text").replace("is dry", "is damp");
        let printed = limpet.press(&draft.with("text", &html), "print").await;
        assert!(
            printed.location().contains("&lost="),
            "{}",
            printed.location()
        );
        let told = limpet.read(printed.location()).await;
        assert!(told.words(".flash").contains("“dry” (Ardle)"));
    });
}
