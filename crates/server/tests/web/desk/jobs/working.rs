//! How jobs are done: by one node, stopped and gone on with, in turn.

use super::{BODY, ask, job, record, work};
use crate::support::{Form, Paper, on_both};
use clipsheet_server::glossary::jobs::{Lane, work_at, work_once};
use clipsheet_server::glossary::task::{Scope, Task};
use clipsheet_store::{
    ArticleId, JobKind, JobState, Millis, NewGlossaryJob, Role, claim_job, create_job,
    list_entry_uses, list_printed_in, list_serial_lines, set_entry_uses, set_printed,
};
use std::sync::Arc;

const GLOSSARY: &str = r#"{"entries":[{"headword":"gull","asides":[{"text":"a bird"}]}]}"#;

#[test]
fn a_job_is_done_once_whoever_works_and_goes_on_where_a_silent_node_left_it() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let id = ask(&paper, Task::Reprint(Scope::All)).await;
        // Another node has it and falls silent.
        let now = paper.clock.now();
        let until = Millis(now.0 + 60_000);
        let claimed = paper
            .app
            .store
            .write(move |tx| claim_job(tx, id, now, until));
        assert!(claimed.await.unwrap());
        let here = paper.opened_again("").await;
        assert!(
            !work_once(&here.app, Lane::Prints).await.unwrap(),
            "it is another's"
        );
        assert_eq!(job(&paper, id).await.done, 0);
        paper.clock.advance(60_001);
        assert!(work_once(&here.app, Lane::Prints).await.unwrap());
        let done = job(&paper, id).await;
        assert_eq!(
            (done.state, done.done, done.changed),
            (JobState::Done, 1, 0)
        );
        assert!(!work_at(&here.app, id).await.unwrap(), "done is done");
        assert!(!record(&paper, &url).await.annotations.is_empty());

        // Two nodes at once: each article is counted once.
        for number in 0..40 {
            paper.print(&format!("Mud {number}"), BODY).await;
        }
        let id = ask(&paper, Task::Reprint(Scope::All)).await;
        let (one, two) = tokio::join!(
            work_once(&paper.app, Lane::Prints),
            work_once(&here.app, Lane::Prints)
        );
        assert!(one.unwrap() || two.unwrap());
        assert_eq!(job(&paper, id).await.done, 41);
    });
}

#[test]
fn a_job_can_be_stopped_and_let_go_on_at_the_desk() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = super::print_anew(&mut editor, "all=1").await;
        let form = Form::find(&editor.read(&url).await, "#job form");
        assert_eq!(editor.press(&form, "stop").await.status, 303);
        work(&paper).await;
        let page = editor.read(&url).await;
        assert!(page.words(".job-state").contains("Stopped"));
        let mut moderator = paper.staff("Wren", Role::Moderator).await;
        let seen = moderator.read(&url).await;
        assert_eq!(
            seen.dom().select("#job form").length(),
            0,
            "moderators look"
        );
        let reply = editor.press(&Form::find(&page, "#job form"), "go-on").await;
        assert_eq!(reply.status, 303);
        work(&paper).await;
        assert!(editor.read(&url).await.words(".job-state").contains("Done"));
        let list = editor.read("/desk/glossary/jobs").await;
        assert!(list.words("#jobs").contains("Print anew: all articles"));
        let acts = crate::desk::acts(&paper).await;
        for act in ["asked to print anew", "stopped", "let go on", "finished"] {
            assert!(acts.iter().any(|noted| noted.act == act), "{act}: {acts:?}");
        }
    });
}

#[test]
fn a_job_that_nobody_understands_fails_with_a_reason_and_holds_up_no_other() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        paper.print("Mud Counted", BODY).await;
        let strange = NewGlossaryJob {
            kind: JobKind::Reprint,
            staff: None,
            who: "the future".into(),
            task: r#"{"repaint":"everything"}"#.into(),
            total: 1,
        };
        let now = paper.clock.now();
        let strange = paper
            .app
            .store
            .write(move |tx| create_job(tx, &strange, now))
            .await
            .unwrap();
        let next = ask(&paper, Task::Reprint(Scope::All)).await;
        work(&paper).await;
        let failed = job(&paper, strange).await;
        assert_eq!(failed.state, JobState::Failed);
        assert!(!failed.reason.is_empty());
        assert_eq!(job(&paper, next).await.state, JobState::Done);
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = editor.read(&format!("/desk/glossary/jobs/{strange}")).await;
        assert!(page.words(".job-state").contains("Failed"));
    });
}

#[test]
fn what_an_older_paper_printed_is_noted_by_the_first_job() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let article = ArticleId(Paper::id_of(&url));
        let uses = move |conn: &mut clipsheet_store::Conn| list_entry_uses(conn, article);
        let noted = paper.app.store.read(uses).await.unwrap();
        assert!(!noted.is_empty());
        let forgotten = paper
            .app
            .store
            .write(move |tx| set_entry_uses(tx, article, &[]));
        forgotten.await.unwrap();
        // A correction that comes before it is done looks at every article itself.
        let index = ask(&paper, Task::Index {}).await;
        let entry = super::row(&paper, "gull").await.id;
        work(&paper).await;
        assert_eq!(job(&paper, index).await.changed, 1);
        assert_eq!(paper.app.store.read(uses).await.unwrap(), noted);
        let printed = paper
            .app
            .store
            .read(move |conn| list_printed_in(conn, entry, ArticleId(i64::MAX), 9));
        assert_eq!(printed.await.unwrap().len(), 1);
    });
}

#[test]
fn a_thousand_prints_and_unprints_at_once_leave_the_ledger_without_gap_or_double() {
    on_both(async |paper| {
        let lines: Vec<String> = (0..600).map(|line| format!("\"line {line}\"")).collect();
        paper
            .import(&format!(
                r#"{{"entries":[{{"headword":"ferry","serial":"default"}}],"serials":[{{"name":"default","lines":[{}]}}]}}"#,
                lines.join(",")
            ))
            .await;
        let paper = Arc::new(paper);
        let mut waiting = Vec::new();
        for number in 0..500 {
            let paper = Arc::clone(&paper);
            waiting.push(tokio::spawn(async move {
                let url = paper.print(&format!("Mud {number}"), BODY).await;
                let id = ArticleId(Paper::id_of(&url));
                let unprint = paper
                    .app
                    .store
                    .write(move |tx| set_printed(tx, id, false, crate::support::NOW));
                assert!(unprint.await.unwrap());
            }));
        }
        for task in waiting {
            task.await.unwrap();
        }
        let lines = paper
            .app
            .store
            .read(|conn| list_serial_lines(conn, "default", i64::MAX, 1000));
        let lines = lines.await.unwrap();
        let numbers: Vec<i64> = lines.iter().map(|line| line.line_number).rev().collect();
        assert_eq!(numbers, (0..500).collect::<Vec<i64>>());
        let mut articles: Vec<ArticleId> = lines.iter().map(|line| line.article).collect();
        articles.sort_unstable();
        articles.dedup();
        assert_eq!(articles.len(), 500, "each article has one line");
    });
}
