//! What is printed stays, until somebody prints it anew.

use super::{BODY, article, job, print_anew, record, text, work};
use crate::support::{Form, Paper, on_both};
use clipsheet_gloss::{Choice, Effect};
use clipsheet_gloss::{PrintForm, apply_in};
use clipsheet_server::glossary::jobs::{ask_reprint, count};
use clipsheet_server::glossary::task::Scope;
use clipsheet_store::{
    Actor, ArticleId, Day, JobState, Role, find_job_in_short, list_jobs, list_printed_in,
    set_article_choices, set_safe_text,
};

const OLD: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Dredging Society"]},
    {"headword":"gull","asides":[{"text":"one"},{"text":"two"},{"text":"three"}]},
    {"headword":"ferry","serial":"default"}],
    "serials":[{"name":"default","lines":["line one","line two","line three","line four"]}]}"#;
const NEW: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Mud Society"]},
    {"headword":"gull","asides":[{"text":"one"},{"text":"two"},{"text":"three"}]},
    {"headword":"keeper","asides":[{"text":"of the light"}]},
    {"headword":"ferry","serial":"default"}],
    "serials":[{"name":"default","lines":["line one","line two","line three","line four"]}]}"#;

#[test]
fn one_article_an_edition_an_entry_words_and_all_are_printed_anew() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut reader = paper.reader();
        for query in [
            "article=",
            "edition=2014-07-07",
            "entry=harbour+board",
            "words=counted+the++MUD",
            "all=1",
        ] {
            paper.import(OLD).await;
            let url = paper.print("Mud Counted", BODY).await;
            let before = article(&paper, &url).await.text;
            let plain = text(&reader.read(&format!("{url}?mode=plain")).await);
            assert!(plain.contains(&before.safe_html), "letter for letter");
            paper.import(NEW).await;
            let old = text(&reader.read(&url).await);
            assert!(old.contains("Dredging Society"), "{query}: {old}");
            let today = text(&reader.read(&format!("{url}?mode=today")).await);
            assert!(today.contains("Mud Society"), "{query}: {today}");

            let query = query.replace("article=", &format!("article={}", Paper::id_of(&url)));
            let job = print_anew(&mut editor, &query).await;
            assert_eq!(text(&reader.read(&url).await), old, "asked for, not done");
            work(&paper).await;
            let done = editor.read(&job).await;
            assert!(done.words(".job-state").contains("Done"), "{}", done.text());
            let printed = text(&reader.read(&url).await);
            assert!(printed.contains("Mud Society"), "{query}: {printed}");

            let after = article(&paper, &url).await.text;
            assert_eq!(after.safe_html, before.safe_html);
            assert_eq!(after.seal, before.seal);
            assert_eq!(after.source_html, before.source_html);
            let now = text(&reader.read(&format!("{url}?mode=plain")).await);
            assert_eq!(now, plain, "the source's words are as they were");
            let record = record(&paper, &url).await;
            let page = PrintForm::Page {
                entries: "/glossary/",
            };
            let exact = apply_in(&after.safe_html, &record, &[], page);
            assert!(printed.contains(&exact), "{query}: printed is the record");
        }
    });
}

#[test]
fn the_question_says_how_many_and_what_is_wrong_with_it() {
    on_both(async |paper| {
        paper.import(OLD).await;
        let url = paper.print("Mud Counted", BODY).await;
        paper.print("Mud Counted Again", BODY).await;
        let id = Paper::id_of(&url);
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        for (query, says) in [
            (format!("article={id}"), "1 article."),
            ("edition=2014-07-07".to_owned(), "2 articles."),
            (
                "entry=harbour+board".to_owned(),
                "2 articles, in which it was printed",
            ),
            (
                "words=counted+the+mud".to_owned(),
                "2 articles are looked through",
            ),
            ("all=1".to_owned(), "2 articles."),
        ] {
            let page = editor
                .read(&format!("/desk/glossary/reprint?{query}"))
                .await;
            assert!(
                page.words("form.ask").contains(says),
                "{query}: {}",
                page.text()
            );
        }
        for (query, says) in [
            ("article=4711", "no article “4711”"),
            ("edition=yesterday", "“yesterday” is no date"),
            ("entry=Harbor+Bord", "no entry “Harbor Bord”"),
            ("words=+", "Type a word or a few"),
        ] {
            let reply = editor.ask(&format!("/desk/glossary/reprint?{query}")).await;
            assert_eq!(reply.status, 422, "{query}");
            assert!(
                reply.words("#errors").contains(says),
                "{query}: {}",
                reply.text()
            );
        }
        let typed = editor.ask("/desk/glossary/reprint?entry=Harbor+Bord").await;
        assert_eq!(
            Form::find(&typed, "form:has(#r-entry)").value("entry"),
            "Harbor Bord"
        );
        let mut moderator = paper.staff("Wren", Role::Moderator).await;
        assert_eq!(moderator.ask("/desk/glossary/reprint").await.status, 403);
    });
}

#[test]
fn lines_of_serials_variants_and_an_editors_choices_stay_with_the_article() {
    on_both(async |paper| {
        paper.import(OLD).await;
        let url = paper.print("Mud Counted", BODY).await;
        let id = ArticleId(Paper::id_of(&url));
        let before = record(&paper, &url).await;
        let serial = |record: &clipsheet_gloss::PrintRecord| {
            let lines = record
                .annotations
                .iter()
                .filter_map(|one| match &one.effect {
                    Effect::Serial { line_number, .. } => Some(*line_number),
                    _ => None,
                });
            lines.collect::<Vec<_>>()
        };
        assert_eq!(serial(&before), [1]);
        let gull = |record: &clipsheet_gloss::PrintRecord| {
            let mut ours = record.annotations.iter().filter(|one| one.entry == "gull");
            ours.next().map(|one| one.variant)
        };
        let variant = gull(&before).expect("the gull has a note");
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        paper.import(NEW).await;
        print_anew(&mut editor, "all=1").await;
        work(&paper).await;
        let after = record(&paper, &url).await;
        assert_eq!(serial(&after), [1], "no other line was taken");
        assert_eq!(gull(&after), Some(variant), "the entry is as it was");
        // The next article has the next line.
        let next = paper.print("Mud Counted Again", BODY).await;
        assert_eq!(serial(&record(&paper, &next).await), [2]);

        // Nothing at the gull, an editor said.
        let choice = Choice {
            off: vec![1, 2],
            ..Choice::of("gull")
        };
        let json = serde_json::to_string(&[choice]).unwrap();
        let chosen = paper
            .app
            .store
            .write(move |tx| set_article_choices(tx, id, &json));
        chosen.await.unwrap();
        print_anew(&mut editor, &format!("article={id}")).await;
        work(&paper).await;
        assert_eq!(gull(&record(&paper, &url).await), None);
        let today = paper.reader().read(&format!("{url}?mode=today")).await;
        assert!(!text(&today).contains("gloss-aside\">one"));

        // What is noted of entries follows the record.
        let entry = super::row(&paper, "keeper").await.id;
        let printed = paper
            .app
            .store
            .read(move |conn| list_printed_in(conn, entry, ArticleId(i64::MAX), 9));
        assert_eq!(printed.await.unwrap().len(), 2);
    });
}

#[test]
fn an_article_that_cannot_be_read_is_named_and_the_rest_is_done() {
    on_both(async |paper| {
        paper.import(OLD).await;
        let broken = paper.print("Mud Counted", BODY).await;
        let other = paper.print("Mud Counted Again", BODY).await;
        let id = ArticleId(Paper::id_of(&broken));
        let spoilt = paper.app.store.write(move |tx| {
            clipsheet_store::set_print_record(
                tx,
                id,
                "{not a record",
                &[],
                true,
                crate::support::NOW,
            )
        });
        spoilt.await.unwrap();
        let task = clipsheet_server::glossary::task::Task::Index {};
        let index = super::ask(&paper, task).await;
        work(&paper).await;
        let found = job(&paper, index).await;
        assert_eq!((found.state, found.done), (JobState::Done, 2));
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{index}")).await;
        assert!(
            page.words("#job").contains("cannot be read"),
            "{}",
            page.text()
        );
        // Printed anew, it is whole again.
        print_anew(&mut editor, "all=1").await;
        work(&paper).await;
        for url in [broken, other] {
            assert!(!record(&paper, &url).await.annotations.is_empty(), "{url}");
        }
    });
}

#[test]
fn a_number_is_a_headword_unless_it_has_a_hash() {
    on_both(async |paper| {
        paper.import(r#"{"entries":[{"headword":"gull"}]}"#).await;
        let number = super::row(&paper, "gull").await.id;
        let entries = format!(r#"{{"entries":[{{"headword":"gull"}},{{"headword":"{number}"}}]}}"#);
        paper.import(&entries).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let gull = super::row(&paper, "gull").await.id;
        assert_eq!(gull, number, "its number stays");
        for (query, says) in [
            (format!("entry={number}"), format!("“{number}”")),
            (format!("entry=%23{number}"), "“gull”".to_owned()),
        ] {
            let page = editor
                .read(&format!("/desk/glossary/reprint?{query}"))
                .await;
            let words = page.words("main");
            assert!(words.contains(&says), "{query}: {words}");
            assert_eq!(words.contains("gull"), query.contains('%'), "{words}");
        }
    });
}

#[test]
fn articles_with_one_of_many_entries_are_each_printed_anew_once() {
    on_both(async |paper| {
        paper.import(OLD).await;
        let mut urls = Vec::new();
        for (headline, body) in [
            ("Mud Counted", BODY),
            (
                "Nothing Happened",
                "<p>Nothing happened on Tuesday, and it was noted.</p>",
            ),
            ("Mud Counted Again", BODY),
        ] {
            urls.push(paper.print(headline, body).await);
        }
        paper.import(NEW).await;
        let mut entries = Vec::new();
        for headword in ["Harbour Board", "gull", "ferry"] {
            entries.push(super::row(&paper, headword).await.id);
        }
        for more in [0, 1000] {
            entries.extend(9_000..9_000 + more);
            let scope = Scope::Entries(entries.clone());
            let count = count(&paper.app.store, &scope, Day(20_140_707)).await;
            assert_eq!(count.unwrap(), 2, "each article is counted once");
            let id = ask_reprint(&paper.app, &Actor::command_line(), scope)
                .await
                .unwrap();
            work(&paper).await;
            let job = job(&paper, id).await;
            assert_eq!((job.total, job.done), (2, 2), "{more}");
            assert_eq!(job.changed, if more == 0 { 2 } else { 0 });
        }
        let mut reader = paper.reader();
        for (url, is_new) in urls.iter().zip([true, false, true]) {
            let printed = text(&reader.read(url).await);
            assert_eq!(printed.contains("Mud Society"), is_new, "{printed}");
        }
    });
}

#[test]
fn a_task_of_a_thousand_entries_is_not_read_with_lists_and_looks() {
    on_both(async |paper| {
        paper.import(OLD).await;
        paper.print("Mud Counted", BODY).await;
        let scope = Scope::Entries((1..=2_000).collect());
        let id = ask_reprint(&paper.app, &Actor::command_line(), scope)
            .await
            .unwrap();
        let (short, listed) = paper
            .app
            .store
            .read(move |conn| Ok((find_job_in_short(conn, id)?, list_jobs(conn, i64::MAX, 9)?)))
            .await
            .unwrap();
        assert_eq!(short.unwrap().task, "");
        assert_eq!(listed[0].task, "");
        assert!(job(&paper, id).await.task.len() > 4_000);
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let list = editor.read("/desk/glossary/jobs").await;
        assert!(list.words("#jobs").contains("one of many entries"));
        let url = format!("/desk/glossary/jobs/{id}");
        let look = editor.ask_with(&url, &[("x-fragment", "1")]).await;
        assert!(look.words("#job").contains("Waiting"), "{}", look.text());
        work(&paper).await;
        let done = editor.ask_with(&url, &[("x-fragment", "1")]).await;
        assert!(done.words("#job").contains("Done"), "{}", done.text());
        // A short one says what it does in the list.
        print_anew(&mut editor, "entry=gull").await;
        let list = editor.read("/desk/glossary/jobs").await;
        assert!(list.words("#jobs").contains("all articles with “gull”"));
    });
}

#[test]
fn a_record_is_put_over_no_other_text_than_its_own() {
    on_both(async |paper| {
        paper.import(OLD).await;
        let mut reader = paper.reader();
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        // Sealed by an older Clipsheet, whose rules let more through, or the same.
        for (more, prints) in [("", true), ("<p><blink>Stop press!</blink></p>\n", false)] {
            let url = paper.print("Mud Counted", BODY).await;
            let id = ArticleId(Paper::id_of(&url));
            let before = article(&paper, &url).await.text;
            let old = format!("{more}{}", before.safe_html);
            let put = paper
                .app
                .store
                .write(move |tx| set_safe_text(tx, id, &old, "an older seal"));
            put.await.unwrap();
            let printed = text(&reader.read(&url).await);
            assert_eq!(printed.contains("Dredging Society"), prints, "{printed}");
            assert_eq!(printed.contains("Harbour Board met"), !prints, "{printed}");
            let today = text(&reader.read(&format!("{url}?mode=today")).await);
            assert!(today.contains("Dredging Society"), "{today}");
            print_anew(&mut editor, &format!("article={id}")).await;
            work(&paper).await;
            let after = article(&paper, &url).await.text;
            assert_ne!(after.seal, "an older seal");
            assert!(!after.safe_html.contains("blink"), "{}", after.safe_html);
            let printed = text(&reader.read(&url).await);
            assert!(printed.contains("Dredging Society"), "{printed}");
            // A line of a serial stays where its paragraph stayed.
            let line = if prints { "line one" } else { "line two" };
            assert!(printed.contains(line), "{printed}");
        }
    });
}
