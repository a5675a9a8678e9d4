//! A change is rehearsed on the archive before it is made: accepted, excepted from, dropped.

use super::{BODY, ask, job, proposal, record, rehearse_and_accept, row, text, work};
use crate::support::{Form, NOW, Paper, on_both};
use clipsheet_gloss::{Aside, Entry};
use clipsheet_server::glossary::change::{Proposal, ProposedEntry};
use clipsheet_server::glossary::jobs::rehearsal::Rehearsed;
use clipsheet_server::glossary::jobs::{Lane, ask_index, work_once};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{
    Actor, ArticleId, JobState, Role, list_glossary, newest_glossary_change, set_entry_uses,
};

const GLOSSARY: &str = r#"{"entries":[{"headword":"gull","asides":[{"text":"a bird"}]},{"headword":"mud","in_quotes":true,"substitute":["silt"]}]}"#;

async fn found(paper: &Paper, id: i64) -> Rehearsed {
    let job = job(paper, id).await;
    assert_eq!(job.state, JobState::Done, "{}", job.reason);
    Rehearsed::read(&job.result).expect("a result")
}

#[test]
fn a_rehearsal_tells_what_would_change_and_changes_nothing_until_it_is_accepted() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let other = paper.print_story().await;
        let before = record(&paper, &url).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut new = Entry::new("Captain Pennick");
        new.in_quotes = true;
        new.substitute = vec!["the Admiral".into()];
        new.asides = vec![Aside::new("of the tub")];
        let mut change = proposal(&paper, "gull", false, |mut entry| {
            entry.asides[0].text = "a thief".into();
            entry.in_quotes = true;
            Some(entry)
        })
        .await;
        change.entries.push(ProposedEntry {
            id: None,
            from: None,
            headword: "Captain Pennick".into(),
            entry: Some(new),
        });
        let id = ask(&paper, Task::Rehearse(change)).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
        assert!(page.words(".job-state").contains("Waiting"));
        work(&paper).await;

        let result = found(&paper, id).await;
        assert_eq!((result.articles, result.touched), (2, 2));
        let url_of_job = format!("/desk/glossary/jobs/{id}");
        let page = editor.read(&url_of_job).await;
        assert!(
            page.words(".touched").contains("2 articles of 2"),
            "{}",
            page.text()
        );
        let sides: Vec<String> = page
            .dom()
            .select(".sides div")
            .iter()
            .map(|side| side.text().to_string())
            .collect();
        assert!(
            sides
                .iter()
                .any(|side| side.contains("The Admiral") && side.contains("of the tub")),
            "{sides:?}"
        );
        assert_eq!(record(&paper, &url).await, before);
        let rows = paper.app.store.read(list_glossary).await.unwrap();
        assert_eq!(rows.len(), 2, "nothing is made yet");

        let reply = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let decided = editor.read(&url_of_job).await;
        assert!(decided.words("#decided").contains("Accepted"));
        assert_eq!(paper.app.store.read(list_glossary).await.unwrap().len(), 3);
        // Pressed twice, it is made once.
        let again = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(again.status, 422);
        assert_eq!(paper.app.store.read(list_glossary).await.unwrap().len(), 3);
        // What is printed stays; what is printed from now on has it.
        assert_eq!(record(&paper, &url).await, before);
        let mut reader = paper.reader();
        assert!(!text(&reader.read(&other).await).contains("the Admiral"));
        let fresh = paper.print("Mud Counted Again", BODY).await;
        assert!(text(&reader.read(&fresh).await).contains("the Admiral"));
        let log = editor.read(&format!("/desk/log?subject=job&id={id}")).await;
        assert!(log.text().contains("accepted the rehearsed change"));
    });
}

#[test]
fn an_exception_is_rehearsed_again_and_a_dropped_change_is_not_made() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut new = Entry::new("ferry");
        new.substitute = vec!["tub".into()];
        new.inflect = false;
        let change = Proposal {
            entries: vec![ProposedEntry {
                id: None,
                from: None,
                headword: "ferry".into(),
                entry: Some(new),
            }],
            ..Proposal::default()
        };
        let id = ask(&paper, Task::Rehearse(change)).await;
        work(&paper).await;
        assert_eq!(found(&paper, id).await.touched, 1);
        let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
        let form = Form::find(&page, ".samples li:first-child form:has([name=phrase])");
        let nothing = editor.press(&form, "except").await;
        assert_eq!(nothing.status, 422, "an exception needs words");
        let long = "gull ".repeat(50);
        let refused = editor
            .press(&form.clone().with("phrase", &long), "except")
            .await;
        assert_eq!(refused.status, 422);
        let first = ".samples li:first-child form:has([name=phrase])";
        assert_eq!(Form::find(&refused, first).value("phrase"), long);
        let reply = editor.press(&form.with("phrase", "keeper"), "except").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let again = reply.location().to_owned();
        work(&paper).await;
        let next: i64 = again.rsplit('/').next().unwrap().parse().unwrap();
        assert_eq!(found(&paper, next).await.touched, 0);
        assert!(
            editor
                .read(&format!("/desk/glossary/jobs/{id}"))
                .await
                .words("#decided")
                .contains("rehearsed again")
        );
        let page = editor.read(&again).await;
        let reply = editor
            .press(&Form::find(&page, "form.decide"), "drop")
            .await;
        assert_eq!(reply.status, 303);
        assert!(
            editor
                .read(&again)
                .await
                .words("#decided")
                .contains("Dropped")
        );
        assert_eq!(paper.app.store.read(list_glossary).await.unwrap().len(), 2);
    });
}

#[test]
fn an_exception_goes_to_the_namesake_that_it_was_typed_beside() {
    on_both(async |paper| {
        let glossary = |boat: &str, cook: &str| {
            format!(
                r#"{{"entries":[
                {{"headword":"Gladys","near":["dredger"],"asides":[{{"text":"{boat}"}}]}},
                {{"headword":"Gladys","near":["chips"],"asides":[{{"text":"{cook}"}}]}}]}}"#
            )
        };
        paper.import(&glossary("a boat", "a cook")).await;
        let body = "<p>The Harbour Board met on Monday and counted the mud twice. Gladys sold chips and vinegar to all who had \
            counted, and nobody minded that she had left the lamp of the ferry where the keeper of the light would find it.</p>";
        paper.print("Mud Counted", body).await;
        let mut change = Proposal::default();
        for row in paper.app.store.read(list_glossary).await.unwrap() {
            let mut entry: Entry = serde_json::from_str(&row.body).unwrap();
            entry.asides[0].text.push_str(" of the town");
            change.entries.push(ProposedEntry {
                id: Some(row.id),
                from: Some(row.revision),
                headword: row.headword,
                entry: Some(entry),
            });
        }
        // Beside a new one, which has no number.
        let mut new = Entry::new("Gladys");
        new.near = vec!["regatta".into()];
        new.asides = vec![Aside::new("a prize")];
        change.entries.push(ProposedEntry {
            id: None,
            from: None,
            headword: "Gladys".into(),
            entry: Some(new),
        });
        let id = ask(&paper, Task::Rehearse(change)).await;
        work(&paper).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
        assert!(
            page.words("h1")
                .contains("“Gladys” near “dredger”, “Gladys” near “chips”"),
            "{}",
            page.words("h1")
        );
        assert_eq!(
            page.words(".sample-head strong"),
            "Printed otherwise: “Gladys” near “chips”"
        );
        let form = Form::find(&page, ".samples form:has([name=phrase])").with("phrase", "vinegar");
        let reply = editor.press(&form, "except").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let next: i64 = reply
            .location()
            .rsplit('/')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        let task = job(&paper, next).await.task;
        let Ok(Task::Rehearse(after)) = Task::read(clipsheet_store::JobKind::Rehearse, &task)
        else {
            panic!("no rehearsal: {task}");
        };
        let excepted: Vec<usize> = after
            .entries
            .iter()
            .map(|change| change.entry.as_ref().unwrap().not_near.len())
            .collect();
        assert_eq!(excepted, [0, 1, 0]);

        // What an older Clipsheet kept reads, but does not tell which of them it was.
        work(&paper).await;
        let kept = job(&paper, next).await.result;
        let mut older: serde_json::Value = serde_json::from_str(&kept).unwrap();
        older["samples"][0]
            .as_object_mut()
            .unwrap()
            .remove("entry_id")
            .unwrap();
        assert!(Rehearsed::read(&older.to_string()).is_some());
        let phrase = [("act", "except"), ("entry", "Gladys"), ("phrase", "keeper")];
        let refused = editor
            .post(&format!("{}/act", reply.location()), &phrase)
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.words("#errors").contains("Several entries"));
    });
}

#[test]
fn a_correction_leaves_out_the_articles_that_an_editor_names() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let one = paper.print("Mud Counted", BODY).await;
        let two = paper.print("Mud Counted Again", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let change = proposal(&paper, "gull", true, |mut entry| {
            entry.asides[0].text = "a thief".into();
            Some(entry)
        })
        .await;
        let id = ask(&paper, Task::Rehearse(change)).await;
        work(&paper).await;
        let url = format!("/desk/glossary/jobs/{id}");
        let page = editor.read(&url).await;
        assert!(
            page.words(".decide").contains("2 articles"),
            "{}",
            page.text()
        );
        let left = Paper::id_of(&one);
        let form = Form::find(
            &page,
            &format!(".samples form:has([name=article][value='{left}'])"),
        );
        assert_eq!(editor.press(&form, "leave").await.status, 303);
        let page = editor.read(&url).await;
        assert!(
            page.words(".decide").contains("left as you said"),
            "{}",
            page.text()
        );
        // Rehearsed once more, it is still left out, which is seen, and can be taken in again.
        let except = Form::find(&page, ".samples li:first-child form:has([name=phrase])")
            .with("phrase", "never there");
        let again = editor.press(&except, "except").await.location().to_owned();
        work(&paper).await;
        let page = editor.read(&again).await;
        assert!(
            page.words(".decide").contains("1 article is left"),
            "{}",
            page.text()
        );
        let form = format!(".samples form:has([name=article][value='{left}'])");
        assert_eq!(
            editor.press(&Form::find(&page, &form), "take").await.status,
            303
        );
        let page = editor.read(&again).await;
        assert!(
            !page.words(".decide").contains("left as you said"),
            "{}",
            page.text()
        );
        assert_eq!(
            editor
                .press(&Form::find(&page, &form), "leave")
                .await
                .status,
            303
        );
        let page = editor.read(&again).await;
        let reply = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        work(&paper).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&one).await).contains("a bird"));
        assert!(text(&reader.read(&two).await).contains("a thief"));
    });
}

#[test]
fn a_change_made_meanwhile_is_not_overwritten() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let change = proposal(&paper, "gull", false, |mut entry| {
            entry.asides[0].text = "a thief".into();
            Some(entry)
        })
        .await;
        let id = ask(&paper, Task::Rehearse(change)).await;
        work(&paper).await;
        paper.import(&GLOSSARY.replace("a bird", "a friend")).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
        let reply = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("#errors").contains("Somebody changed “gull”"),
            "{}",
            reply.text()
        );
        // Its page says so, and offers what leads on.
        let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
        assert_eq!(page.dom().select("#stale").length(), 1);
        assert_eq!(
            page.dom().select("form.decide button").length(),
            1,
            "to drop it"
        );
        let again = editor
            .press(&Form::find(&page, "form.decide"), "again")
            .await;
        assert_eq!(
            again.status, 422,
            "a rehearsal that could never be accepted is not begun"
        );
        assert!(row(&paper, "gull").await.body.contains("a friend"));
    });
}

#[test]
fn a_rehearsal_of_an_older_glossary_is_asked_about_and_opened_in_the_form() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut new = Entry::new("keeper");
        new.asides = vec![Aside::new("of the light")];
        let proposed = |entry: Entry| Proposal {
            note: "Who is that?".into(),
            entries: vec![ProposedEntry {
                id: None,
                from: None,
                headword: entry.headword.clone(),
                entry: Some(entry),
            }],
            ..Proposal::default()
        };
        let id = ask(&paper, Task::Rehearse(proposed(new.clone()))).await;
        work(&paper).await;
        let url = format!("/desk/glossary/jobs/{id}");
        let before = editor.read(&url).await;
        assert!(
            before.words(".proposed").contains("of the light"),
            "the change itself is shown"
        );
        // What was typed is found again in the form.
        let link = before
            .dom()
            .select("p.again a")
            .attr_or("href", "")
            .to_string();
        let form = Form::find(&editor.read(&link).await, "#gloss-form");
        assert_eq!(form.value("headword"), "keeper");
        assert_eq!(form.value("aside_text"), "of the light");
        assert_eq!(form.value("note"), "Who is that?");

        // A colleague makes the same entry meanwhile.
        let mut theirs = new.clone();
        theirs.asides = vec![Aside::new("of secrets")];
        let made = ask(&paper, Task::Rehearse(proposed(theirs))).await;
        work(&paper).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{made}")).await;
        let reply = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());

        let count = paper.app.store.read(list_glossary).await.unwrap().len();
        let reply = editor
            .press(&Form::find(&before, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("#errors").contains("changed since"),
            "{}",
            reply.words("#errors")
        );
        assert_eq!(
            paper.app.store.read(list_glossary).await.unwrap().len(),
            count
        );
        let page = editor.read(&url).await;
        assert_eq!(page.dom().select("#older").length(), 1);
        let reply = editor
            .press(&Form::find(&page, "form.decide"), "again")
            .await;
        work(&paper).await;
        let again = editor.read(reply.location()).await;
        let problems = again.words(".rehearsal");
        assert!(
            problems.contains("already belongs"),
            "it would do nothing: {problems}"
        );
        assert_eq!(again.dom().select("#older").length(), 0);
        assert!(
            editor
                .read(&url)
                .await
                .words("#decided")
                .contains("rehearsed again")
        );
        // Who knows better has it all the same.
        let reply = editor
            .press(&Form::find(&again, "form.decide"), "accept")
            .await;
        assert_eq!(reply.status, 303);
        assert_eq!(
            paper.app.store.read(list_glossary).await.unwrap().len(),
            count + 1
        );
    });
}

#[test]
fn the_same_new_entry_rehearsed_twice_is_made_once() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let blank = editor.read("/desk/glossary/new").await;
        let form = Form::find(&blank, "#gloss-form")
            .with("headword", "keeper")
            .with("aside_text", "of the light");
        let jobs = [
            editor.press(&form, "rehearse").await.location().to_owned(),
            editor.press(&form, "rehearse").await.location().to_owned(),
        ];
        work(&paper).await;
        let at = |job: &str| format!("{job}/act");
        let made = editor.post(&at(&jobs[0]), &[("act", "accept")]).await;
        assert_eq!(made.status, 303, "{}", made.text());
        // Not even by who knows that the glossary changed since.
        for act in ["accept-as-it-stands", "again"] {
            let reply = editor.post(&at(&jobs[1]), &[("act", act)]).await;
            assert_eq!(reply.status, 422, "{act}");
            assert!(reply.words("#errors").contains("“keeper”"));
        }
        let page = editor.read(&jobs[1]).await;
        assert_eq!(page.dom().select("#stale").length(), 1);
        let rows = paper.app.store.read(list_glossary).await.unwrap();
        assert_eq!(rows.len(), 3);
    });
}

#[test]
fn what_a_correction_reaches_is_told_by_what_was_printed() {
    on_both(async |paper| {
        paper
            .import(
                r#"{"entries":[{"headword":"gull","asides":[{"text":"a bird"}]},{"headword":"ferry","serial":"tide"}],
                "serials":[{"name":"tide","lines":["line one"]}]}"#,
            )
            .await;
        let url = paper.print("Mud Counted", BODY).await;
        let id = ArticleId(Paper::id_of(&url));
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        // Of an older paper it is not noted yet what was printed where, and the job that notes it has not come to it.
        let begun = paper.app.store.write(move |tx| {
            set_entry_uses(tx, id, &[])?;
            ask_index(tx, &Actor::command_line(), NOW)
        });
        begun.await.unwrap();
        let rehearse = async |headword: &str| {
            let change = proposal(&paper, headword, true, |mut entry| {
                entry.asides = vec![Aside::new("a thief")];
                Some(entry)
            });
            let id = ask(&paper, Task::Rehearse(change.await)).await;
            while work_once(&paper.app, Lane::Rehearsals).await.unwrap() {}
            format!("/desk/glossary/jobs/{id}")
        };
        let gull = rehearse("gull").await;
        let page = editor.read(&gull).await;
        assert!(
            page.words(".samples").contains("the correction changes it"),
            "{}",
            page.text()
        );
        assert!(
            page.words(".decide").contains("all 1 article"),
            "{}",
            page.words(".decide")
        );
        // A line of a serial is nothing that a correction touches.
        let ferry = editor.read(&rehearse("ferry").await).await;
        let words = ferry.words(".samples");
        assert!(words.contains("It was never printed with it"), "{words}");
        let leave = ".samples form:has(button[value=leave])";
        assert_eq!(ferry.dom().select(leave).length(), 0);
        assert_eq!(
            editor
                .press(&Form::find(&page, leave), "leave")
                .await
                .status,
            303
        );
        let page = editor.read(&gull).await;
        let form = Form::find(&page, "form.decide");
        assert_eq!(editor.press(&form, "accept").await.status, 303);
        work(&paper).await;
        assert!(text(&paper.reader().read(&url).await).contains("a bird"));
    });
}

/// The address of the newest change of the glossary.
async fn newest_change(paper: &Paper) -> String {
    let newest = paper.app.store.read(newest_glossary_change).await.unwrap();
    format!("/desk/glossary/changes/{newest}")
}

#[test]
fn an_undo_is_rehearsed_and_accepting_it_is_the_undo() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let one = paper.print("Mud Counted", BODY).await;
        let two = paper.print("Mud Counted Again", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let change = proposal(&paper, "gull", true, |mut entry| {
            entry.asides[0].text = "a thief".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, change.await).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&one).await).contains("a thief"));
        let change = newest_change(&paper).await;
        let page = editor.read(&change).await;
        let first = "form.settings button:first-of-type";
        let first = page.dom().select(first).attr_or("value", "").to_string();
        assert_eq!(first, "rehearse");
        let form = Form::find(&page, "form.settings").with("note", "Not a thief");
        let jobs = [
            editor.press(&form, "rehearse").await.location().to_owned(),
            editor.press(&form, "rehearse").await.location().to_owned(),
        ];
        work(&paper).await;
        assert!(
            text(&reader.read(&one).await).contains("a thief"),
            "nothing is undone yet"
        );
        let page = editor.read(&jobs[0]).await;
        let words = page.words(".rehearsal");
        assert!(
            words.contains("undoing change") && words.contains("Not a thief"),
            "{words}"
        );
        assert_eq!(
            page.words(".touched"),
            "2 articles of 2 in print are corrected"
        );
        assert_eq!(page.dom().select("[name=phrase], p.again").length(), 0);
        let phrase = [("act", "except"), ("entry", "gull"), ("phrase", "keeper")];
        let refused = editor.post(&format!("{}/act", jobs[0]), &phrase).await;
        assert_eq!(refused.status, 422);
        assert!(refused.words("#errors").contains("without exceptions"));
        let leave = format!(
            ".samples form:has([name=article][value='{}'])",
            Paper::id_of(&one)
        );
        let left = editor.press(&Form::find(&page, &leave), "leave").await;
        assert_eq!(left.status, 303);
        let page = editor.read(&jobs[0]).await;
        let accepted = editor
            .press(&Form::find(&page, "form.decide"), "accept")
            .await;
        assert_eq!(accepted.status, 303, "{}", accepted.text());
        work(&paper).await;
        assert!(
            text(&reader.read(&one).await).contains("a thief"),
            "it is left out"
        );
        assert!(text(&reader.read(&two).await).contains("a bird"));
        assert!(row(&paper, "gull").await.body.contains("a bird"));
        let undone = editor.read(&change).await;
        assert!(
            undone.words(".gloss-change").contains("undone by change"),
            "{}",
            undone.text()
        );
        let undoing = editor.read(&newest_change(&paper).await).await;
        assert!(
            undoing.words(".gloss-change").contains("undoes change"),
            "{}",
            undoing.text()
        );

        // The other rehearsal of it has nothing left to undo, whatever is pressed.
        let page = editor.read(&jobs[1]).await;
        assert!(page.words("#stale").contains("nothing of it left to undo"));
        for act in ["accept", "accept-as-it-stands", "again"] {
            let reply = editor
                .post(&format!("{}/act", jobs[1]), &[("act", act)])
                .await;
            assert_eq!(reply.status, 422, "{act}");
            assert!(
                reply
                    .words("#errors")
                    .contains("nothing of it left to undo")
            );
        }
        assert_eq!(editor.press(&form, "rehearse").await.status, 409);
    });
}

#[test]
fn an_undo_of_what_was_changed_since_is_not_accepted() {
    on_both(async |paper| {
        let with_lines = |lines: &str, note: &str| {
            format!(
                r#"{{"entries":[{{"headword":"gull","asides":[{{"text":"{note}"}}]}}],
                "serials":[{{"name":"tide","lines":[{lines}]}}]}}"#
            )
        };
        paper.import(&with_lines(r#""one""#, "a bird")).await;
        paper.print("Mud Counted", BODY).await;
        paper.import(&with_lines(r#""one","two""#, "a thief")).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let change = newest_change(&paper).await;
        let page = editor.read(&change).await;
        let words = page.words("form.settings");
        assert!(
            words.contains("Lines of a serial that are printed stay"),
            "{words}"
        );
        let form = Form::find(&page, "form.settings");
        let job = editor.press(&form, "rehearse").await.location().to_owned();
        work(&paper).await;
        let page = editor.read(&job).await;
        assert!(
            page.words(".rehearsal")
                .contains("Those that are printed stay")
        );
        // Something else is changed: it is asked about, and rehearsed again with it.
        let other = with_lines(r#""one","two""#, "a thief")
            .replace("[{\"headword\"", r#"[{"headword":"mud"},{"headword""#);
        paper.import(&other).await;
        let accept = Form::find(&page, "form.decide");
        let older = editor.press(&accept, "accept").await;
        assert!(
            older.words("#errors").contains("not in these entries"),
            "{}",
            older.text()
        );
        let page = editor.read(&job).await;
        let again = editor
            .press(&Form::find(&page, "form.decide"), "again")
            .await;
        assert_eq!(again.status, 303, "{}", again.text());
        work(&paper).await;
        // The entry itself is changed.
        paper.import(&other.replace("a thief", "a friend")).await;
        let job = again.location();
        let page = editor.read(job).await;
        assert!(
            page.words("#stale").contains("have been changed since"),
            "{}",
            page.text()
        );
        let acted = editor
            .post(&format!("{job}/act"), &[("act", "accept-as-it-stands")])
            .await;
        assert_eq!(acted.status, 422);
        assert!(acted.words("#errors").contains("Nothing was undone"));
        assert!(row(&paper, "gull").await.body.contains("a friend"));
        // A change of serials alone does nothing to the archive, so there is nothing to rehearse.
        paper
            .import(
                &other
                    .replace("a thief", "a friend")
                    .replace("\"two\"", "\"three\""),
            )
            .await;
        let page = editor.read(&newest_change(&paper).await).await;
        assert_eq!(page.dom().select("button[value=rehearse]").length(), 0);
        assert_eq!(
            editor
                .press(&Form::find(&page, "form.settings"), "undo")
                .await
                .status,
            303
        );
    });
}
