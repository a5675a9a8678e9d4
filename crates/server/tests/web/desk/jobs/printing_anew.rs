//! What is printed stays, until somebody prints it anew.

use super::{BODY, article, job, print_anew, record, text, work};
use crate::support::{Form, Paper, on_both};
use clipsheet_gloss::{Choice, Effect};
use clipsheet_gloss::{PrintForm, apply_in};
use clipsheet_store::{ArticleId, JobState, Role, list_printed_in, set_article_choices};

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
            clipsheet_store::set_print_record(tx, id, "{not a record", &[], crate::support::NOW)
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
