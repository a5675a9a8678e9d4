//! Clipping and writing, as a browser without scripts does it and as the editor's script does.

mod clipping;
mod printing;
mod race;
mod writing;

use crate::support::{Browser, Form, Paper, Reply};
use axum::body::Body;
use axum::http::{Request, header};
use clipsheet_store::{ArticleId, NotedAct, find_article, list_acts};
use serde_json::Value;

/// Begins a text of our own; gives its address.
async fn begin(editor: &mut Browser) -> String {
    let reply = editor
        .send(Request::post("/desk/drafts").body(Body::empty()).unwrap())
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}

/// Opens a draft's form.
pub(super) async fn open(editor: &mut Browser, url: &str) -> Form {
    Form::find(&editor.read(url).await, "form#draft")
}

/// Begins a text of our own with a headline and a text; gives its address.
pub(super) async fn written(editor: &mut Browser, headline: &str, text: &str) -> String {
    let url = begin(editor).await;
    let form = open(editor, &url).await;
    let reply = editor
        .press(&form.with("headline", headline).with("text", text), "save")
        .await;
    assert_eq!(
        (reply.status, reply.location()),
        (303, &*format!("{url}?done=saved")),
        "{}",
        reply.text()
    );
    url
}

/// Saves as the editor's script does; gives what it answers.
async fn autosave(editor: &mut Browser, form: &Form) -> (u16, Value) {
    let reply = editor
        .send(form.request("", &[("accept", "application/json")]))
        .await;
    let json = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
    (reply.status, json)
}

/// The article that a reply leads to: its text as plain HTML.
async fn article_at(paper: &Paper, reply: &Reply) -> clipsheet_store::Article {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let id = ArticleId(Paper::id_of(reply.location()));
    let found = paper.app.store.read(move |conn| find_article(conn, id));
    found.await.unwrap().unwrap()
}

/// The acts of the audit log, the newest first: who did what to what.
async fn acts(paper: &Paper) -> Vec<(String, String, String)> {
    let acts = paper
        .app
        .store
        .read(|conn| list_acts(conn, i64::MAX, 100))
        .await
        .unwrap();
    let row = |act: NotedAct| (act.actor.name, act.act, act.label);
    acts.into_iter().map(row).collect()
}

pub(super) fn urlencoded(path: &str, body: String) -> Request<Body> {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap()
}
