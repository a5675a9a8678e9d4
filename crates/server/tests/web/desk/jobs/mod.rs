//! Work that goes over the archive: reprints, corrections, rehearsals.

mod cool_down;
mod correcting;
mod printing_anew;
mod rehearsing;
mod revising;
mod taking_out;
mod working;

use crate::support::{Browser, Form, Paper, Reply};
use clipsheet_gloss::{Entry, PrintRecord};
use clipsheet_server::glossary::change::{Proposal, ProposedEntry};
use clipsheet_server::glossary::jobs::{Lane, work_once};
use clipsheet_server::glossary::task::{self, Task};
use clipsheet_store::{
    Actor, Article, ArticleId, GlossaryJob, GlossaryRow, find_article, find_job, list_glossary,
};

/// The story of these tests, beside which others are printed.
const BODY: &str = "<p>The Harbour Board met on Monday and counted the mud twice. A gull took the minutes, and nobody minded. \
    It was said that the ferry would be late, as ferries are, and that the keeper of the light would wait for it.</p>\
    <p>“The gull is ours,” said Captain Pennick, who keeps a list of birds and another of ferries. She has kept both for many \
    years, and neither of them has ever been asked for by anybody who did not bring it back.</p>";

/// What stands between the tags of the text.
fn text(reply: &Reply) -> String {
    reply.dom().select("#text").inner_html().to_string()
}

async fn article(paper: &Paper, url: &str) -> Article {
    let id = ArticleId(Paper::id_of(url));
    let found = paper.app.store.read(move |conn| find_article(conn, id));
    found.await.unwrap().expect("the article is there")
}

async fn record(paper: &Paper, url: &str) -> PrintRecord {
    serde_json::from_str(&article(paper, url).await.text.print_record).unwrap()
}

/// The entry with a headword, as stored.
async fn row(paper: &Paper, headword: &str) -> GlossaryRow {
    let rows = paper.app.store.read(list_glossary).await.unwrap();
    let found = rows.into_iter().find(|row| row.headword == headword);
    found.expect("the entry is there")
}

/// A change of one entry: `None` drops it.
async fn proposal(
    paper: &Paper,
    headword: &str,
    is_correction: bool,
    change: impl FnOnce(Entry) -> Option<Entry>,
) -> Proposal {
    let row = row(paper, headword).await;
    let entry: Entry = serde_json::from_str(&row.body).unwrap();
    Proposal {
        note: "The Board wrote to us.".into(),
        is_correction,
        entries: vec![ProposedEntry {
            id: Some(row.id),
            from: Some(row.revision),
            headword: headword.into(),
            entry: change(entry),
        }],
        ..Proposal::default()
    }
}

/// Asks for a task; gives the job's number.
async fn ask(paper: &Paper, task: Task) -> i64 {
    let now = paper.clock.now();
    let asked = paper
        .app
        .store
        .write(move |tx| task::ask(tx, &Actor::command_line(), &task, 3, now));
    asked.await.unwrap()
}

/// Does all that is asked for.
async fn work(paper: &Paper) {
    for lane in Lane::ALL {
        while work_once(&paper.app, lane).await.unwrap() {}
    }
}

async fn job(paper: &Paper, id: i64) -> GlossaryJob {
    let found = paper.app.store.read(move |conn| find_job(conn, id));
    found.await.unwrap().expect("the job is there")
}

/// Rehearses a change, accepts it at the desk, and lets the correction go over what was printed, if it is one.
async fn rehearse_and_accept(paper: &Paper, editor: &mut Browser, proposal: Proposal) {
    let id = ask(paper, Task::Rehearse(proposal)).await;
    work(paper).await;
    let url = format!("/desk/glossary/jobs/{id}");
    let form = Form::find(&editor.read(&url).await, "form.decide");
    let reply = editor.press(&form, "accept").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    work(paper).await;
}

/// Asks at the desk for articles to be printed anew, with the question before it; gives the job's address.
async fn print_anew(editor: &mut Browser, query: &str) -> String {
    let page = editor
        .read(&format!("/desk/glossary/reprint?{query}"))
        .await;
    let reply = editor.press(&Form::find(&page, "form.ask"), "").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}
