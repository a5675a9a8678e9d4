//! What a correction takes out of what was printed, and how it comes back.

use super::{BODY, article, ask, proposal, record, rehearse_and_accept, row, text, work};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_gloss::{Annotation, PrintRecord};
use clipsheet_server::glossary::jobs::{Lane, ask_index, work_once};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{Actor, Role, newest_glossary_change, recount};

const GLOSSARY: &str = r#"{"entries":[{"headword":"gull","asides":[{"text":"a thief"},{"text":"a bird"},{"text":"a clerk"}]},
    {"headword":"Harbour Board","substitute":["Dredging Society"]},{"headword":"ferry","asides":[{"text":"always late"}]}]}"#;

/// What readers see of a record.
fn seen(record: PrintRecord) -> Vec<Annotation> {
    let bare = |one: Annotation| Annotation { revision: 0, ..one };
    record.annotations.into_iter().map(bare).collect()
}

async fn all_seen(paper: &Paper, urls: &[String]) -> Vec<Vec<Annotation>> {
    let mut all = Vec::new();
    for url in urls {
        all.push(seen(record(paper, url).await));
    }
    all
}

async fn newest_change(paper: &Paper) -> String {
    let newest = paper.app.store.read(newest_glossary_change).await.unwrap();
    format!("/desk/glossary/changes/{newest}")
}

async fn mute(paper: &Paper, editor: &mut Browser) {
    let muted = proposal(paper, "gull", true, |mut entry| {
        entry.gone = true;
        Some(entry)
    });
    rehearse_and_accept(paper, editor, muted.await).await;
}

#[test]
fn undoing_a_correction_brings_back_what_it_took_out_and_nothing_else() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut urls = Vec::new();
        for headline in ["Mud Counted", "Mud Counted Again", "Mud Counted Thrice"] {
            urls.push(paper.print(headline, BODY).await);
        }
        let before = all_seen(&paper, &urls).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        mute(&paper, &mut editor).await;
        let without = all_seen(&paper, &urls).await;
        assert!(without.iter().flatten().all(|one| one.entry != "gull"));
        // Printed while it is gone, so that nothing was taken out of it.
        let meanwhile = paper.print("Mud Counted Meanwhile", BODY).await;
        let plain = article(&paper, &meanwhile).await.text.print_record;

        // It is told as what it was, and not as what never matched; to readers, too.
        let entry = format!("/desk/glossary/{}", row(&paper, "gull").await.id);
        let words = editor.read(&entry).await.words(".head");
        let told = "In print nowhere, taken out of 3 articles by a correction";
        assert!(words.contains(told), "{words}");
        let list = editor.read("/desk/glossary?q=gull").await;
        assert!(list.text().contains(told));
        for state in ["unmatched", "unused"] {
            let list = editor.read(&format!("/desk/glossary?state={state}")).await;
            assert!(!list.text().contains(&entry), "{state}");
        }
        let page = paper.reader().read(&format!("{}/gull", &entry[5..])).await;
        let words = page.words("p.flash");
        assert_eq!(words, "This entry is no longer used.");
        let question = "/desk/glossary/reprint?entry=gull";
        let words = editor.read(question).await.text();
        assert!(words.contains("3 articles, in which"), "{words}");
        // It is kept, however often it is counted and noted anew.
        let now = paper.clock.now();
        let again = paper.app.store.write(move |tx| {
            recount(tx, now)?;
            ask_index(tx, &Actor::command_line(), now)
        });
        again.await.unwrap();
        work(&paper).await;

        let change = newest_change(&paper).await;
        let form = Form::find(&editor.read(&change).await, "form.settings");
        let job = editor.press(&form, "rehearse").await.location().to_owned();
        work(&paper).await;
        let page = editor.read(&job).await;
        assert_eq!(
            page.words(".touched"),
            "3 articles of 4 in print are corrected"
        );
        let words = page.words(".samples");
        let told = |what: &str| words.matches(what).count();
        assert_eq!(
            (told("it comes back"), told("never printed with it")),
            (3, 1)
        );
        let accepted = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(accepted.status, 303, "{}", accepted.text());
        work(&paper).await;
        // Each article has its own note again.
        assert_eq!(all_seen(&paper, &urls).await, before);
        assert_eq!(article(&paper, &meanwhile).await.text.print_record, plain);
        let words = editor.read(&entry).await.words(".head");
        assert!(words.contains("Printed in 3 articles"), "{words}");
        assert!(!words.contains("taken out"), "{words}");

        // The undoing is undone, and that again.
        for wanted in [&without, &before] {
            let form = Form::find(
                &editor.read(&newest_change(&paper).await).await,
                "form.settings",
            );
            assert_eq!(editor.press(&form, "undo").await.status, 303);
            work(&paper).await;
            assert_eq!(all_seen(&paper, &urls).await, *wanted);
        }
    });
}

#[test]
fn what_one_correction_took_out_the_undo_of_another_does_not_bring_back() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let one = paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        mute(&paper, &mut editor).await;
        // Undone for what is printed from now on.
        let form = Form::find(
            &editor.read(&newest_change(&paper).await).await,
            "form.settings",
        );
        let form = form.with("is_correction", "");
        assert_eq!(editor.press(&form, "undo").await.status, 303);
        let two = paper.print("Mud Counted Again", BODY).await;
        let before = record(&paper, &two).await;
        let dropped = proposal(&paper, "gull", true, |_| None);
        rehearse_and_accept(&paper, &mut editor, dropped.await).await;
        assert!(!text(&paper.reader().read(&two).await).contains("class=\"slip"));
        let form = Form::find(
            &editor.read(&newest_change(&paper).await).await,
            "form.settings",
        );
        assert_eq!(editor.press(&form, "undo").await.status, 303);
        work(&paper).await;
        assert_eq!(seen(record(&paper, &two).await), seen(before));
        let one = record(&paper, &one).await;
        assert!(one.annotations.iter().all(|one| one.entry != "gull"));
    });
}

#[test]
fn a_rehearsed_correction_tells_large_what_changes_in_print() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        // Made since, so that it was printed nowhere.
        let with_keeper = GLOSSARY.replace(
            r#"{"headword":"ferry""#,
            r#"{"headword":"keeper","substitute":["warden"]},{"headword":"ferry""#,
        );
        paper.import(&with_keeper).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let rehearsed = async |editor: &mut Browser, headword: &str, is_correction| {
            let change = proposal(&paper, headword, is_correction, |_| None).await;
            let id = ask(&paper, Task::Rehearse(change)).await;
            while work_once(&paper.app, Lane::Rehearsals).await.unwrap() {}
            editor.read(&format!("/desk/glossary/jobs/{id}")).await
        };
        let page = rehearsed(&mut editor, "keeper", true).await;
        assert_eq!(
            page.words(".touched"),
            "No article of 1 in print is corrected"
        );
        let small = page.words(".elsewhere");
        assert!(
            small.contains(
                "in 1 article (1 mention gone): where it was not printed, the text stays"
            ),
            "{small}"
        );
        let words = page.words(".decide");
        assert!(words.contains("No article in print mentions it"), "{words}");
        assert!(page.words(".samples").contains("Today’s glossary"));
        // What is dropped has no exceptions.
        assert_eq!(page.dom().select("[name=phrase]").length(), 0);

        let page = rehearsed(&mut editor, "gull", true).await;
        assert_eq!(
            page.words(".touched"),
            "1 article of 1 in print is corrected"
        );
        let words = page.words(".decide");
        assert!(
            words.contains("goes over the one article that mentions it, and changes it if"),
            "{words}"
        );
        assert!(page.words(".sides").contains("Now"));
        // Without a correction nothing in print changes, and no side is called so.
        let page = rehearsed(&mut editor, "gull", false).await;
        assert_eq!(page.words(".touched"), "1 article of 1 in print");
        let sides = page.words(".sides");
        assert!(sides.contains("Today’s glossary") && !sides.contains("Now"));
    });
}

#[test]
fn the_list_of_jobs_says_what_became_of_a_rehearsal() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        for (headword, act) in [
            ("gull", "accept"),
            ("ferry", "drop"),
            ("Harbour Board", "again"),
        ] {
            let change = proposal(&paper, headword, true, |_| None).await;
            let id = ask(&paper, Task::Rehearse(change)).await;
            work(&paper).await;
            let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
            let form = Form::find(&page, "form.decide");
            assert_eq!(editor.press(&form, act).await.status, 303);
            work(&paper).await;
        }
        let list = editor.read("/desk/glossary/jobs").await;
        let rows: Vec<String> = list
            .dom()
            .select("#jobs li")
            .iter()
            .map(|row| {
                let strong = row.select("strong").text().to_string();
                format!("{}: {strong}", row.select("a").text())
            })
            .collect();
        assert_eq!(
            rows,
            [
                "Rehearse “Harbour Board”: waits for your decision",
                "Rehearse “Harbour Board”: rehearsed again",
                "Rehearse “ferry”: dropped",
                "Correct an entry that was dropped: ",
                "Rehearse “gull”: accepted",
            ]
        );
        let mut moderator = paper.staff("Ada", Role::Moderator).await;
        let list = moderator.read("/desk/glossary/jobs").await;
        assert!(list.text().contains("waits for an editor’s decision"));
    });
}
