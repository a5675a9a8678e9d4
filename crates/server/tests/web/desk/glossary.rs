//! The glossary at the desk: the list, an entry's form, many at once, files, the history, serials, suggestions.

mod entry;
mod exchange;
mod history;
mod list;
mod serials;
mod suggestions;
mod trial;

use crate::support::{Browser, Form, Paper, Reply};
use clipsheet_gloss::Entry;
use clipsheet_store::{Role, list_glossary};

/// A small glossary of a harbour town.
const GLOSSARY: &str = r#"{"entries": [
  {"headword": "Harbour Board", "aliases": ["the Board"], "kind": "organisation", "substitute": ["Dredging Society"],
   "asides": [{"text": "keepers of the mud"}], "dossier": "harbour-board"},
  {"headword": "fog horn", "kind": "thing", "asides": [{"text": "four tons of it"}]},
  {"headword": "gull", "kind": "bird", "substitute": ["winged bailiff"]},
  {"headword": "meanwhile", "inflect": false, "serial": "default"}],
 "serials": [{"name": "default", "lines": ["the keeper counted the gulls.", "the gulls counted back.", "nobody won."]}]}"#;

/// An editor of a paper with that glossary.
async fn editor(paper: &Paper) -> Browser {
    paper.import(GLOSSARY).await;
    paper.staff("Pennick", Role::Editor).await
}

/// The stored entry with that headword.
async fn entry(paper: &Paper, headword: &str) -> Entry {
    let rows = paper.app.store.read(list_glossary).await.unwrap();
    let row = rows.into_iter().find(|row| row.headword == headword);
    let row = row.unwrap_or_else(|| panic!("no entry {headword}"));
    Entry {
        id: row.id,
        revision: row.revision,
        ..serde_json::from_str(&row.body).unwrap()
    }
}

async fn headwords(paper: &Paper) -> Vec<String> {
    let rows = paper.app.store.read(list_glossary).await.unwrap();
    rows.into_iter().map(|row| row.headword).collect()
}

/// The form of an entry's page.
fn entry_form(reply: &Reply) -> Form {
    Form::find(reply, "#gloss-form")
}

/// Where an entry's page is.
async fn url_of(paper: &Paper, headword: &str) -> String {
    format!("/desk/glossary/{}", entry(paper, headword).await.id)
}

/// The number of the job at an address.
fn job_of(location: &str) -> i64 {
    let number = location.strip_prefix("/desk/glossary/jobs/");
    number
        .and_then(|n| n.parse().ok())
        .unwrap_or_else(|| panic!("no job: {location}"))
}

/// The texts of all elements that fit.
fn texts(reply: &Reply, selector: &str) -> Vec<String> {
    let dom = reply.dom();
    let found = dom.select(selector);
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    found
        .iter()
        .map(|one| words(one.text().to_string()))
        .collect()
}
