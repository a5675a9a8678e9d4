//! The editor's form: saving, merging, history, and what is refused.

use super::{acts, autosave, begin, open, urlencoded, written};
use crate::support::{DAY, Form, MINUTE, on_both};
use clipsheet_store::Role;

#[test]
fn an_original_is_written_and_found_again() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(
            &mut editor,
            "  Fog   Horn Found ",
            "<p>It was under the <b>mud</b>.</p>",
        )
        .await;
        let page = editor.read(&url).await;
        let form = Form::find(&page, "form#draft");
        assert_eq!(form.value("headline"), "Fog Horn Found");
        assert_eq!(form.value("text"), "<p>It was under the <b>mud</b>.</p>");
        assert_eq!(form.value("base"), "2");
        let list = editor.read("/desk/drafts").await;
        assert!(
            list.words(".drafts li")
                .starts_with("Fog Horn Found Our own Pennick, 16:02, version 2"),
            "{}",
            list.words(".drafts li")
        );
        // Saved as it is: no new version.
        assert_eq!(editor.press(&form, "save").await.status, 303);
        assert_eq!(open(&mut editor, &url).await.value("base"), "2");
        assert_eq!(
            acts(&paper).await,
            [("Pennick".into(), "began".into(), String::new())]
        );
    });
}

#[test]
fn two_editors_are_merged_paragraph_by_paragraph() {
    on_both(async |paper| {
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        let mut ardle = paper.staff("Ardle", Role::Owner).await;
        let url = written(&mut pennick, "Fog", "<p>One.</p><p>Two.</p><p>Three.</p>").await;
        let hers = open(&mut pennick, &url).await;
        let page = ardle.read(&url).await;
        assert!(
            page.words("#d-others")
                .starts_with("Pennick is editing this, since 16:02.")
        );
        let his = Form::find(&page, "form#draft");
        let hers = hers
            .with("text", "<p>One!</p><p>Two.</p><p>Three.</p>")
            .with("headline", "Fog!");
        assert_eq!(pennick.press(&hers, "save").await.status, 303);
        let his = his
            .with("text", "<p>One.</p><p>Two.</p><p>Three?</p><p>Four.</p>")
            .with("headline", "Mist");
        let reply = ardle.press(&his, "save").await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        let told = reply.words(".flash[role=status]");
        assert!(
            told.starts_with("Saved, and merged with what Pennick wrote."),
            "{told}"
        );
        assert!(
            told.contains("Headline: yours stands; Pennick had “Fog!”"),
            "{told}"
        );
        let merged = Form::find(&reply, "form#draft");
        assert_eq!(
            merged.value("text").replace("\r\n", ""),
            "<p>One!</p><p>Two.</p><p>Three?</p><p>Four.</p>"
        );
        assert_eq!(
            (merged.value("headline"), merged.value("base")),
            ("Mist", "4")
        );

        // The same paragraph by both: both stand, and it is not printed before one is chosen.
        let hers = merged.clone().with("text", "<p>One, she said.</p>");
        let his = merged.with("text", "<p>One, he said.</p>");
        pennick.press(&hers, "save").await;
        let reply = ardle.press(&his, "print").await;
        assert_eq!(reply.status, 422);
        let words = reply.words("#errors");
        assert!(
            words.contains("two of you changed the same paragraph"),
            "{words}"
        );
        let both = Form::find(&reply, "form#draft");
        for part in [
            "⟪ What Pennick wrote: ⟫",
            "<p>One, she said.</p>",
            "⟪ What Ardle wrote: ⟫",
            "<p>One, he said.</p>",
        ] {
            assert!(both.value("text").contains(part), "{}", both.value("text"));
        }
        let reply = ardle
            .press(&both.with("text", "<p>One, both said.</p>"), "print")
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
    });
}

#[test]
fn the_script_is_told_what_it_needs() {
    on_both(async |paper| {
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        let mut ardle = paper.staff("Ardle", Role::Editor).await;
        let url = written(&mut pennick, "Fog", "<p>One.</p><p>Two.</p>").await;
        let hers = open(&mut pennick, &url).await;
        let his = open(&mut ardle, &url).await;
        let (status, reply) = autosave(
            &mut pennick,
            &hers.clone().with("text", "<p>One!</p><p>Two.</p>"),
        )
        .await;
        assert_eq!(
            (status, &reply["version"], &reply["text"]),
            (200, &3.into(), &serde_json::Value::Null)
        );
        assert_eq!(
            (&reply["saved_at"], &reply["others"]),
            (
                &"16:02".into(),
                &"Ardle is editing this, since 16:02.".into()
            )
        );
        // Nothing written, but somebody else has: their text comes.
        let (_, reply) = autosave(&mut ardle, &his).await;
        assert_eq!(
            (&reply["version"], &reply["merged"]),
            (&3.into(), &false.into())
        );
        assert_eq!(reply["text"], "<p>One!</p>\n<p>Two.</p>");
        // He wrote from the old one: merged; and while that came he wrote on, from what he had sent.
        let sent = "<p>One.</p><p>Two?</p>";
        let (_, reply) = autosave(&mut ardle, &his.clone().with("text", sent)).await;
        assert_eq!(
            (&reply["version"], &reply["merged"]),
            (&4.into(), &true.into())
        );
        assert_eq!(reply["text"], "<p>One!</p>\n<p>Two?</p>");
        let on = his
            .with("base", "4s")
            .with("text", "<p>One.</p><p>Two? Yes.</p>");
        let (_, reply) = autosave(&mut ardle, &on).await;
        assert_eq!(
            reply["text"], "<p>One!</p>\n<p>Two? Yes.</p>",
            "no conflict with himself"
        );
        // Take over: who had it is told, and what they still save is kept.
        let take = Form::find(&ardle.read(&url).await, "form#d-others");
        assert_eq!(ardle.press(&take, "take").await.status, 303);
        let last = hers
            .with("base", "5")
            .with("text", "<p>One!</p><p>Two? Yes.</p><p>Last words.</p>");
        let (status, reply) = autosave(&mut pennick, &last).await;
        assert_eq!((status, &reply["taken_over_by"]), (200, &"Ardle".into()));
        assert!(
            open(&mut ardle, &url)
                .await
                .value("text")
                .contains("Last words.")
        );
        let here = pennick
            .send(urlencoded(&format!("{url}/here"), String::new()))
            .await;
        let here: serde_json::Value = serde_json::from_slice(&here.body).unwrap();
        assert_eq!(
            (&here["version"], &here["state"]),
            (&6.into(), &"open".into())
        );
        // Who went away is not named any more.
        paper.clock.advance(2 * MINUTE);
        assert_eq!(ardle.read(&url).await.words("#d-others span"), "");
    });
}

#[test]
fn every_version_is_kept_and_comes_back() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", "<p>First.</p>").await;
        let form = open(&mut editor, &url).await.with("text", "<p>Second.</p>");
        editor.press(&form, "save").await;
        let list = editor.read(&format!("{url}/versions")).await;
        assert_eq!(list.dom().select("ol.desk-list li").length(), 3);
        let old = editor.read(&format!("{url}/versions/2")).await;
        assert_eq!(old.words(".preview-sheet"), "First.");
        let back = Form::find(&old, "form.row");
        assert_eq!(editor.press(&back, "").await.status, 303);
        let form = open(&mut editor, &url).await;
        assert_eq!(
            (form.value("text"), form.value("base")),
            ("<p>First.</p>", "4")
        );
        // Saves of the script thin out after an hour, others do not.
        for number in 0..5 {
            let form = open(&mut editor, &url).await;
            let (status, _) = autosave(
                &mut editor,
                &form.with("text", &format!("<p>Typed {number}.</p>")),
            )
            .await;
            assert_eq!(status, 200);
            paper.clock.advance(1000);
        }
        paper.clock.advance(2 * 60 * MINUTE);
        clipsheet_server::drafts::schedule::tidy(&paper.app)
            .await
            .unwrap();
        let list = editor.read(&format!("{url}/versions")).await;
        let versions: Vec<String> = list
            .dom()
            .select("ol.desk-list li a")
            .iter()
            .map(|a| a.text().to_string())
            .collect();
        assert_eq!(
            versions,
            [
                "Version 9",
                "Version 4",
                "Version 3",
                "Version 2",
                "Version 1"
            ]
        );
        // A browser that comes back with one that was thinned out loses nothing.
        let form = open(&mut editor, &url).await;
        let late = form
            .with("base", "7")
            .with("text", "<p>Typed 2, and on.</p>");
        let (_, reply) = autosave(&mut editor, &late).await;
        let text = reply["text"].as_str().unwrap();
        assert!(
            text.contains("Typed 2, and on.") && text.contains("Typed 4."),
            "{text}"
        );
    });
}

#[test]
fn thrown_away_is_brought_back_for_thirty_days() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", "<p>First.</p>").await;
        let form = open(&mut editor, &url).await.with("text", "<p>Second.</p>");
        let reply = editor.press(&form, "throw").await;
        assert_eq!(reply.location(), "/desk/drafts?done=thrown");
        let list = editor.read("/desk/drafts?done=thrown").await;
        let back = Form::find(&list, ".drafts form");
        // Whoever still writes in it gets the text back.
        let late = form.with("text", "<p>Third, late.</p>");
        let reply = editor.press(&late, "save").await;
        assert_eq!(reply.status, 409);
        assert!(reply.text().contains("Third, late."), "{}", reply.text());
        assert!(reply.words("#errors").contains("thrown away meanwhile"));
        let (status, json) = autosave(&mut editor, &late).await;
        assert_eq!((status, &json["gone"]), (409, &"thrown".into()));
        let reply = editor.press(&back, "bring").await;
        assert_eq!(reply.location(), format!("{url}?done=bring"));
        let form = open(&mut editor, &url).await;
        assert_eq!(form.value("text"), "<p>Second.</p>");
        editor.press(&form, "throw").await;
        paper.clock.advance(31 * DAY);
        clipsheet_server::drafts::schedule::tidy(&paper.app)
            .await
            .unwrap();
        // The session is as old: a new one.
        let mut editor = paper.staff("Ardle", Role::Editor).await;
        editor.refused(&url, 404).await;
        let verbs: Vec<String> = acts(&paper).await.into_iter().map(|act| act.1).collect();
        assert_eq!(verbs, ["threw away", "brought back", "threw away", "began"]);
    });
}

#[test]
fn what_word_processors_paste_comes_out_clean() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = begin(&mut editor).await;
        let form = open(&mut editor, &url).await;
        let word = "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--><style>p.MsoNormal{mso-style:x}</style>\
            <p class=MsoNormal style='margin:0cm;mso-pagination:none'><span lang=EN-GB style='font-size:12pt'>Fog <b style='mso-bidi'>horn</b><o:p></o:p></span></p>\
            <p class=MsoNormal><o:p>&nbsp;</o:p></p><script>alert(1)</script><p onclick='x()'>Mud</p>";
        let reply = editor
            .press(&form.with("text", word).with("headline", "Word"), "save")
            .await;
        assert_eq!(reply.status, 303);
        let form = open(&mut editor, &url).await;
        assert_eq!(
            form.value("text").replace("\r\n", ""),
            "<p>Fog <b>horn</b></p><p>Mud</p>"
        );
    });
}

#[test]
fn too_much_is_refused_in_words_and_a_lost_session_keeps_the_page() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", "<p>First.</p>").await;
        let form = open(&mut editor, &url).await;
        for megabytes in [5, 50] {
            let huge = "x".repeat(megabytes << 20);
            let reply = editor
                .press(&form.clone().with("text", &huge), "save")
                .await;
            assert_eq!(reply.status, 413);
            assert!(reply.words("main").contains("4 MB at most"), "{megabytes}");
        }
        let (status, _) = autosave(
            &mut editor,
            &form.clone().with("text", &"x".repeat(5 << 20)),
        )
        .await;
        assert_eq!(status, 413);
        assert_eq!(open(&mut editor, &url).await.value("text"), "<p>First.</p>");
        // Signed out: nothing is changed, and it is said.
        let mut stranger = paper.reader();
        let reply = stranger.press(&form, "save").await;
        assert_eq!(reply.status, 403);
        assert!(reply.words("main").contains("signed out"));
        // A form that does not say what it was made from.
        let reply = editor
            .press(&form.with("base", "x").with("text", "<p>Mine.</p>"), "save")
            .await;
        assert_eq!(reply.status, 400);
        assert!(reply.text().contains("Mine."));
        let mut contributor = paper.staff("Lobb", Role::Contributor).await;
        contributor.refused(&url, 403).await;
    });
}

#[test]
fn an_answer_that_was_lost_makes_no_conflict_with_oneself() {
    on_both(async |paper| {
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        let mut ardle = paper.staff("Ardle", Role::Editor).await;
        let url = written(&mut pennick, "Fog", "<p>One.</p><p>Two.</p>").await;
        let form = open(&mut pennick, &url).await.ticked("window", "w1");
        let typed = |text: &str| form.clone().with("text", text);
        // The answers to the first two never come: the script still says version 2.
        for text in ["<p>One, t.</p><p>Two.</p>", "<p>One, typed.</p><p>Two.</p>"] {
            assert_eq!(autosave(&mut pennick, &typed(text)).await.0, 200);
        }
        let (_, reply) = autosave(&mut pennick, &typed("<p>One, typed on.</p><p>Two.</p>")).await;
        assert_eq!(
            (&reply["version"], &reply["words"]),
            (&5.into(), &"".into())
        );
        // Somebody else comes in between, and the answer to the merge is lost, too.
        let his = open(&mut ardle, &url).await.ticked("window", "w2");
        let his = his.with("text", "<p>One, typed on.</p><p>Two!</p>");
        assert_eq!(autosave(&mut ardle, &his).await.0, 200);
        let on = typed("<p>One, typed on and.</p><p>Two.</p>").with("base", "5");
        assert_eq!(autosave(&mut pennick, &on).await.0, 200);
        let on = typed("<p>One, typed on and on.</p><p>Two.</p>").with("base", "5");
        let (_, reply) = autosave(&mut pennick, &on).await;
        let text = reply["text"].as_str().unwrap();
        assert!(
            text.contains("typed on and on.") && text.contains("Two!"),
            "{text}"
        );
        // Another window of the same person is not the same window.
        let other = form
            .clone()
            .with("window", "w3")
            .with("text", "<p>Other.</p><p>Two.</p>");
        let (_, reply) = autosave(&mut pennick, &other).await;
        assert!(
            reply["text"]
                .as_str()
                .unwrap()
                .contains("What you wrote in another window:"),
            "{reply}"
        );
    });
}

#[test]
fn pictures_are_made_anew_and_served_from_the_site() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", "<p>One.</p>").await;
        let mut png = std::io::Cursor::new(Vec::new());
        let flag = image::RgbImage::new(30, 20);
        flag.write_to(&mut png, image::ImageFormat::Png).unwrap();
        let send = async |editor: &mut crate::support::Browser, name: &str, content: &[u8]| {
            let mut body =
                format!("--gull\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n")
                    .into_bytes();
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n--gull--\r\n");
            let request = axum::http::Request::post(format!("{url}/picture"))
                .header("content-type", "multipart/form-data; boundary=gull");
            let reply = editor
                .send(request.body(axum::body::Body::from(body)).unwrap())
                .await;
            (
                reply.status,
                serde_json::from_slice::<serde_json::Value>(&reply.body).unwrap(),
            )
        };
        let (status, picture) = send(&mut editor, "picture", png.get_ref()).await;
        assert_eq!((status, &picture["width"]), (200, &30.into()), "{picture}");
        let src = picture["src"].as_str().unwrap();
        for (name, content) in [
            ("picture", &b"no picture"[..]),
            ("address", b"javascript:x"),
            ("address", b"https://harbour.example/x.png"),
        ] {
            let (status, words) = send(&mut editor, name, content).await;
            assert_eq!(status, 502);
            assert!(words["words"].as_str().unwrap().len() > 20, "{words}");
        }
        let text = format!(
            "<p>One.</p><p><img src=\"{src}\" alt=\"A flag\"></p><p><img src=\"https://elsewhere.example/x.png\"></p>"
        );
        let form = open(&mut editor, &url).await.with("text", &text);
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 200);
        assert!(
            reply
                .words("#errors")
                .contains("A picture cannot be had: https://elsewhere.example/x.png")
        );
        let form = Form::find(&reply, "form#draft");
        let reply = editor.press(&form, "print").await;
        let page = editor.read(reply.location()).await;
        let dom = page.dom();
        let image = dom.select("#text img").first();
        assert_eq!(
            (
                &*image.attr_or("src", ""),
                &*image.attr_or("width", ""),
                &*image.attr_or("alt", "")
            ),
            (src, "30", "A flag")
        );
    });
}
