//! Preview with its switches, print, hold, schedule.

use super::{acts, article_at, open, urlencoded, written};
use crate::support::{Form, MINUTE, NOW, on_both};
use clipsheet_server::drafts::schedule::print_due;
use clipsheet_store::{Key, PageTitle, Role, list_latest, list_staff, replace_pages, set_role};

const GLOSSARY: &str = r#"{"entries":[
    {"headword":"Board","substitute":["Dredgers","Mudlarks","Bailiffs"],"asides":[{"text":"since 1851"},{"text":"at high tide"}]},
    {"headword":"gull","serial":"default"}],
    "serials":[{"name":"default","lines":["The keeper counted.","One too many."]}]}"#;

const TEXT: &str = "<p>The Board met. The Board left, and a gull sat down.</p>";

#[test]
fn what_the_preview_shows_is_what_is_printed() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        for number in 0..4 {
            let url = written(&mut editor, &format!("Fog {number}"), TEXT).await;
            let preview = editor.read(&format!("{url}/preview")).await;
            let shown = preview
                .dom()
                .select(".preview-sheet .text")
                .inner_html()
                .to_string();
            assert!(shown.contains("gloss-aside"), "{shown}");
            let form = open(&mut editor, &url).await;
            let reply = editor.press(&form, "print").await;
            let page = editor.read(reply.location()).await;
            assert_eq!(
                page.dom().select("#text").inner_html().to_string(),
                shown,
                "{number}"
            );
        }
    });
}

#[test]
fn each_match_has_its_switches_and_they_are_printed() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", TEXT).await;
        let path = format!("{url}/preview");
        let preview = editor.read(&path).await;
        let states: Vec<String> = preview
            .dom()
            .select(".mentions li")
            .iter()
            .map(|li| li.attr_or("class", "").to_string())
            .collect();
        assert_eq!(states, ["mention-acts", "mention-passed", "mention-acts"]);
        let switch = async |editor: &mut crate::support::Browser, number: usize, act: &str| {
            let reply = editor.read(&path).await;
            let form = Form::find(&reply, &format!(".mentions li:nth-child({number}) form"));
            assert!(
                reply
                    .dom()
                    .select(&format!(
                        ".mentions li:nth-child({number}) button[value='{act}']"
                    ))
                    .length()
                    == 1,
                "{act}: {}",
                reply.text()
            );
            let reply = editor.press(&form, act).await;
            assert_eq!(reply.location(), path);
        };
        switch(&mut editor, 1, "substitute:2").await;
        switch(&mut editor, 1, "aside:1").await;
        let text = editor.read(&path).await.words(".preview-sheet .text");
        assert!(
            text.starts_with("The Bailiffs at high tide met. The Board left"),
            "{text}"
        );
        switch(&mut editor, 2, "there").await;
        let text = editor.read(&path).await.words(".preview-sheet .text");
        assert!(
            text.starts_with("The Board met. The Bailiffs at high tide left"),
            "{text}"
        );
        switch(&mut editor, 3, "off").await;
        // As a part of a page, for the script.
        let part = editor.ask_with(&path, &[("x-fragment", "1")]).await.text();
        assert!(part.starts_with("<div class=\"preview-sheet"), "{part}");
        let form = open(&mut editor, &url).await;
        let reply = editor.press(&form, "print").await;
        let page = editor.read(reply.location()).await;
        let words = page.words("#text");
        assert!(
            words
                .starts_with("The Board met. The Bailiffs at high tide left, and a gull sat down."),
            "{words}"
        );
        // The line that was switched off is still the serial's next.
        let next = written(&mut editor, "Gulls", "<p>A gull came.</p>").await;
        let form = open(&mut editor, &next).await;
        let reply = editor.press(&form, "print").await;
        assert!(
            editor
                .read(reply.location())
                .await
                .words("#text")
                .contains("The keeper counted.")
        );
        let reply = editor
            .send(urlencoded(&path, "entry=Nothing&nth=1&act=off".into()))
            .await;
        assert_eq!(reply.status, 400);
    });
}

#[test]
fn all_fields_are_printed() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", TEXT).await;
        let form = open(&mut editor, &url)
            .await
            .with("byline", "A. Gull")
            .with("lang", "de")
            .with("page", "2")
            .with("area", "hill")
            .with("comments", "days")
            .with("comment_days", "3")
            .ticked("is_lead", "1")
            .ticked("is_classic", "1");
        let article = article_at(&paper, &editor.press(&form, "print").await).await;
        let headline = &article.headline;
        assert_eq!(
            (headline.page, headline.is_lead, headline.is_classic),
            (2, true, true)
        );
        assert_eq!(
            (article.byline.as_deref(), article.lang.as_deref()),
            (Some("A. Gull"), Some("de"))
        );
        assert_eq!(
            article.comments_close_at.unwrap().0,
            NOW.0 + 3 * 24 * 60 * MINUTE
        );
        let page = editor.read(&url).await;
        assert!(
            page.words(".flash")
                .starts_with("This draft was printed: Fog")
        );
        assert!(
            acts(&paper)
                .await
                .contains(&("Pennick".into(), "printed".into(), "Fog".into()))
        );
        // What is missing is said, and nothing is printed.
        for (headline, text, words) in [("", TEXT, "no headline"), ("Fog", "<p> </p>", "no text")] {
            let url = super::begin(&mut editor).await;
            let form = open(&mut editor, &url)
                .await
                .with("headline", headline)
                .with("text", text);
            let reply = editor.press(&form, "print").await;
            assert_eq!(reply.status, 422);
            assert!(
                reply.words("#errors").contains(words),
                "{}",
                reply.words("#errors")
            );
        }
    });
}

#[test]
fn it_is_printed_when_its_time_comes_and_once() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", TEXT).await;
        let form = open(&mut editor, &url).await;
        for (day, time, words) in [
            ("2014-07-07", "12:00", "That time is past"),
            ("tomorrow", "12:00", "When shall it be printed?"),
            ("2014-07-08", "25:00", "When shall it be printed?"),
        ] {
            let reply = editor
                .press(
                    &form.clone().with("day", day).with("time", time),
                    "schedule",
                )
                .await;
            assert_eq!(reply.status, 422);
            assert!(
                reply.words("#errors").contains(words),
                "{}",
                reply.words("#errors")
            );
        }
        let reply = editor
            .press(
                &form.with("day", "2014-07-07").with("time", "17:30"),
                "schedule",
            )
            .await;
        assert_eq!(reply.location(), format!("{url}?done=schedule"));
        assert!(
            editor
                .read("/desk/drafts")
                .await
                .text()
                .contains("To be printed 17:30")
        );
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        paper.clock.advance(89 * MINUTE);
        let other = paper.opened_again("").await;
        let (one, two) = tokio::join!(print_due(&paper.app), print_due(&other.app));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        let latest = paper
            .app
            .store
            .read(|conn| list_latest(conn, Key::NEWEST, 10))
            .await
            .unwrap();
        assert_eq!(latest.len(), 1);
        assert_eq!(
            (latest[0].headline.as_str(), latest[0].posted_by.as_str()),
            ("Fog", "Pennick")
        );
        assert!(
            acts(&paper)
                .await
                .contains(&("the paper".into(), "printed".into(), "Fog".into()))
        );
    });
}

#[test]
fn what_cannot_be_printed_is_held_with_the_reason() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", TEXT).await;
        let form = open(&mut editor, &url).await.with("page", "2");
        editor
            .press(
                &form.with("day", "2014-07-07").with("time", "17:00"),
                "schedule",
            )
            .await;
        let now = paper.clock.now();
        let front = [PageTitle {
            number: 1,
            title: "Front".into(),
        }];
        paper
            .app
            .store
            .write(move |tx| replace_pages(tx, &front, now))
            .await
            .unwrap();
        paper.clock.advance(60 * MINUTE);
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        let list = editor.read("/desk/drafts").await;
        assert!(
            list.words(".drafts .wrong")
                .contains("the paper has no page 2"),
            "{}",
            list.text()
        );
        let page = editor.read(&url).await;
        assert!(page.words("#errors").contains("the paper has no page 2"));
        // Mended and printed.
        let form = Form::find(&page, "form#draft").with("page", "1");
        assert_eq!(editor.press(&form, "print").await.status, 303);
        // Held and opened again.
        let url = written(&mut editor, "Mud", TEXT).await;
        for (act, group) in [("hold", "This draft is held back."), ("open", "")] {
            let form = open(&mut editor, &url).await;
            assert_eq!(
                editor.press(&form, act).await.location(),
                format!("{url}?done={act}")
            );
            let flash = editor.read(&url).await.words(".flash:not([role])");
            assert_eq!(flash, group);
        }
    });
}

#[test]
fn what_somebody_scheduled_who_is_no_editor_any_more_is_held() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = written(&mut editor, "Fog", TEXT).await;
        let form = open(&mut editor, &url).await;
        let form = form.with("day", "2014-07-07").with("time", "20:00");
        assert_eq!(editor.press(&form, "schedule").await.status, 303);
        let now = paper.clock.now();
        let dismissed = paper.app.store.write(move |tx| {
            let staff = list_staff(tx)?;
            set_role(tx, staff[0].id, Role::Editor, false, false, now)
        });
        dismissed.await.unwrap();
        paper.clock.advance(24 * 60 * MINUTE);
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let page = other.read(&url).await;
        assert!(
            page.text()
                .contains("Pennick, who scheduled it, is no longer an editor"),
            "{}",
            page.text()
        );
        // Somebody else may.
        let form = open(&mut other, &url).await;
        assert!(
            other
                .press(&form, "print")
                .await
                .location()
                .starts_with("/article/")
        );
    });
}

#[test]
fn two_texts_in_one_place_are_not_scheduled() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let both = "<p>⟪ What Limpet wrote: ⟫</p><p>Fog.</p><p>⟪ What Pennick wrote: ⟫</p><p>Mist.</p><p>⟪ end ⟫</p>";
        let url = written(&mut editor, "Fog", both).await;
        let form = open(&mut editor, &url).await;
        let form = form.with("day", "2014-07-07").with("time", "20:00");
        let printed = editor.press(&form, "print").await;
        assert_eq!(printed.status, 422, "{}", printed.text());
        let reply = editor.press(&form, "schedule").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("#errors").contains("⟪"),
            "{}",
            reply.words("#errors")
        );
    });
}
