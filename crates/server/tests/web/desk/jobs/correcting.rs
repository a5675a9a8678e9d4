//! A correction reaches what was printed, and nothing else of it.

use super::{BODY, ask, print_anew, proposal, record, rehearse_and_accept, text, work};
use crate::desk::drafts::{open, written};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_gloss::{Annotation, PrintRecord};
use clipsheet_server::glossary::jobs::{Lane, work_once};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::Role;

const GLOSSARY: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Dredging Society"]},
    {"headword":"gull","asides":[{"text":"a libel"}]},{"headword":"ferry","asides":[{"text":"always late"}]}]}"#;

fn others(record: &PrintRecord, entry: &str) -> Vec<String> {
    let other = |one: &&Annotation| one.entry != entry;
    let json = |one: &Annotation| serde_json::to_string(one).unwrap();
    record.annotations.iter().filter(other).map(json).collect()
}

#[test]
fn a_correction_reaches_old_pages_and_touches_nothing_else() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let without = paper.print_story().await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&url).await).contains("a libel"));
        let before = record(&paper, &url).await;
        let untouched = reader.read(&without).await;

        // Not a correction: old pages stay.
        let milder = proposal(&paper, "ferry", false, |mut entry| {
            entry.asides[0].text = "sometimes late".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, milder.await).await;
        assert!(text(&reader.read(&url).await).contains("always late"));

        let corrected = proposal(&paper, "gull", true, |mut entry| {
            entry.asides[0].text = "a bird".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, corrected.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            page.contains("a bird") && !page.contains("a libel"),
            "{page}"
        );
        assert!(
            page.contains("always late"),
            "others stay as they were printed"
        );
        let after = record(&paper, &url).await;
        assert_eq!(others(&after, "gull"), others(&before, "gull"));
        assert_eq!(reader.read(&without).await.body, untouched.body);
        // An older node, an other process: the same.
        let elsewhere = paper.opened_again("cache_mib = 0").await;
        assert_eq!(text(&elsewhere.reader().read(&url).await), page);

        // Who has died is muted everywhere, at once.
        let muted = proposal(&paper, "gull", true, |mut entry| {
            entry.gone = true;
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, muted.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            !page.contains("a bird") && page.contains("always late"),
            "{page}"
        );

        // A dropped entry's words go.
        let dropped = proposal(&paper, "Harbour Board", true, |_| None);
        rehearse_and_accept(&paper, &mut editor, dropped.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            !page.contains("Dredging") && page.contains("always late"),
            "{page}"
        );
        let acts = crate::desk::acts(&paper).await;
        let noted = |wanted: &str| acts.iter().filter(|act| act.act == wanted).count();
        assert_eq!(noted("corrected"), 2);
        assert_eq!(noted("dropped, as a correction,"), 1);
    });
}

#[test]
fn an_entry_that_comes_to_match_does_not_come_into_old_articles() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let other = paper
            .print("Keeper Waits", &BODY.replace("gull", "tern"))
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let wider = proposal(&paper, "gull", true, |mut entry| {
            entry.aliases.push("tern".into());
            entry.asides[0].text = "a bird".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, wider.await).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&url).await).contains("a bird"));
        assert!(
            !text(&reader.read(&other).await).contains("a bird"),
            "it was never printed there"
        );
    });
}

#[test]
fn what_is_changed_while_a_correction_waits_does_not_ride_into_old_articles() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let says = |text: &str, is_correction: bool| {
            let (paper, text) = (&paper, text.to_owned());
            async move {
                let change = proposal(paper, "gull", is_correction, move |mut entry| {
                    entry.asides[0].text = text;
                    Some(entry)
                });
                ask(paper, Task::Rehearse(change.await)).await
            }
        };
        let accept = async |editor: &mut Browser, id: i64| {
            while work_once(&paper.app, Lane::Rehearsals).await.unwrap() {}
            let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
            let reply = editor
                .press(&Form::find(&page, "form.decide"), "accept")
                .await;
            assert_eq!(reply.status, 303, "{}", reply.text());
        };
        // Accepted, and waiting for its turn while a colleague changes the entry for new articles.
        let corrected = says("a bird", true).await;
        accept(&mut editor, corrected).await;
        let joke = says("a new joke", false).await;
        accept(&mut editor, joke).await;
        // Printed before the correction comes by, with what stands for new articles.
        let meanwhile = paper.print("Mud Counted Meanwhile", BODY).await;
        work(&paper).await;
        let page = text(&paper.reader().read(&meanwhile).await);
        assert!(
            page.contains("a new joke"),
            "the correction has no business with it: {page}"
        );
        let page = text(&paper.reader().read(&url).await);
        assert!(
            page.contains("a bird") && !page.contains("a new joke"),
            "{page}"
        );
        let new = paper.print("Mud Counted Again", BODY).await;
        assert!(text(&paper.reader().read(&new).await).contains("a new joke"));
        // Of two corrections the newer one stands, whichever job comes last.
        let first = says("first", true).await;
        accept(&mut editor, first).await;
        let second = says("second", true).await;
        accept(&mut editor, second).await;
        work(&paper).await;
        for url in [url, new] {
            let page = text(&paper.reader().read(&url).await);
            assert!(page.contains("second") && !page.contains("first"), "{page}");
        }
    });
}

#[test]
fn what_an_editor_switched_off_stays_off_when_the_entry_is_renamed() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let draft = written(&mut editor, "Mud Counted", BODY).await;
        let preview = format!("{draft}/preview");
        let page = editor.read(&preview).await;
        let form = Form::find(&page, ".mentions li:has(input[value=gull]) form");
        editor.press(&form, "off").await;
        let form = open(&mut editor, &draft).await;
        let url = editor.press(&form, "print").await.location().to_owned();
        assert!(!text(&paper.reader().read(&url).await).contains("a libel"));
        let renamed = proposal(&paper, "gull", true, |mut entry| {
            entry.headword = "sea mew".into();
            entry.aliases = vec!["gull".into()];
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, renamed.await).await;
        let job = print_anew(&mut editor, &format!("article={}", Paper::id_of(&url))).await;
        work(&paper).await;
        assert!(editor.read(&job).await.words(".job-state").contains("Done"));
        let page = text(&paper.reader().read(&url).await);
        assert!(
            !page.contains("a libel") && page.contains("always late"),
            "{page}"
        );
    });
}
