//! What the paper suggests for its glossary, and what the desk says to it.

use super::{HERE, aside, sections};
use crate::app::App;
use crate::calendar::{counted, number};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::shelf::Shelf;
use crate::glossary::suggest::{
    Dismissed, Read, Recurring, Suggestions, alias_words, suggest, told,
};
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{GlossSuggestion, GlossSuggestionGroup, GlossSuggestionsPage};
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{
    Millis, Role, dismiss, is_indexed, list_dismissals, list_entries_changed_since,
    list_latest_texts, recall_dismissal,
};
use serde::Deserialize;
use std::sync::Arc;
use url::form_urlencoded;

/// Articles that are looked at: a few days of a busy paper, and quick.
const LATEST: i64 = 200;
/// How long an entry is left in peace, in milliseconds: four weeks of what is printed after it was last changed.
const YOUNG_MILLIS: i64 = 28 * 24 * 3600 * 1000;

/// `GET /desk/glossary/suggestions`.
pub(super) async fn show_suggestions(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let (shelf, uses, glossary) = (
        app.shelf().await?,
        app.entry_uses().await?,
        app.glossary().await?,
    );
    let since = Millis(app.now().0 - YOUNG_MILLIS);
    let (texts, dismissed, young, indexed) = app
        .store
        .read(move |conn| {
            Ok((
                list_latest_texts(conn, LATEST)?,
                list_dismissals(conn)?,
                list_entries_changed_since(conn, since)?,
                is_indexed(conn)?,
            ))
        })
        .await?;
    let count = texts.len();
    let (reading, no_more) = (Arc::clone(&shelf), Dismissed::from(&*dismissed));
    let (texts, found) = aside(move || {
        let texts: Vec<Read> = texts
            .into_iter()
            .map(|text| Read {
                article: text.article.0,
                html: text.safe_html,
                headline: text.headline,
            })
            .collect();
        let young = young.into_iter().collect();
        let mut found = suggest(&texts, &reading, &glossary, &uses, &young, &no_more);
        if !indexed {
            // It is not known yet where entries were printed.
            found.unmatched.clear();
        }
        (texts, found)
    })
    .await?;
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let page = GlossSuggestionsPage {
        chrome: desk_chrome(&app, &paper, &member, "Suggestions", HERE),
        sections: sections(&member, "/desk/glossary/suggestions"),
        source: format!("From the latest {}", counted(count, "article", "articles")),
        may_edit: member.may(Role::Editor),
        groups: groups(&found, &texts, &shelf, indexed),
        dismissed_count: match dismissed.len() {
            0 => String::new(),
            1 => "1 that is not to come again".into(),
            count => format!(
                "{} that are not to come again",
                number(i64::try_from(count).unwrap_or(0))
            ),
        },
        dismissed,
    };
    show(&page, StatusCode::OK)
}

fn groups(
    found: &Suggestions,
    texts: &[Read],
    shelf: &Shelf,
    indexed: bool,
) -> Vec<GlossSuggestionGroup> {
    let group = |anchor: &str, title: &str, help: &str, none: &str, rows: Vec<GlossSuggestion>| {
        GlossSuggestionGroup {
            title: title.into(),
            anchor: anchor.into(),
            help: help.into(),
            none: none.into(),
            empty: rows.is_empty(),
            rows,
        }
    };
    let headword = |id: i64| {
        shelf
            .find(id)
            .map(|one| one.entry.headword.clone())
            .unwrap_or_default()
    };
    let open = |id: i64| ("Open the entry".to_owned(), format!("{HERE}/{id}"));
    let names = found.names.iter().map(|one| GlossSuggestion {
        kind: "name".into(),
        words: one.name.clone(),
        text: one.name.clone(),
        why: in_articles(one),
        places: places(one, texts),
        acts: vec![(
            "Make an entry".into(),
            with_words("new", "headword", &one.name),
        )],
    });
    let aliases = found.aliases.iter().map(|one| {
        let name = headword(one.entry);
        GlossSuggestion {
            kind: "alias".into(),
            words: alias_words(&one.spelling.name, &name),
            text: one.spelling.name.clone(),
            why: format!("like “{}”, {}", one.form, in_articles(&one.spelling)),
            places: places(&one.spelling, texts),
            acts: vec![
                (
                    format!("Add it to “{name}”"),
                    with_words(&one.entry.to_string(), "alias", &one.spelling.name),
                ),
                (
                    "Make an entry of its own".into(),
                    with_words("new", "headword", &one.spelling.name),
                ),
            ],
        }
    });
    let unmatched = found.unmatched.iter().map(|id| GlossSuggestion {
        kind: "unmatched".into(),
        words: headword(*id),
        text: headword(*id),
        why: "was found in no article since it was last changed, four weeks ago or more".into(),
        places: Vec::new(),
        acts: vec![open(*id)],
    });
    let collisions = found.collisions.iter().map(|(id, why)| GlossSuggestion {
        kind: "collision".into(),
        words: headword(*id),
        text: headword(*id),
        why: why.clone(),
        places: Vec::new(),
        acts: vec![open(*id)],
    });
    vec![
        group(
            "s-names",
            "Names without an entry",
            "They stand in several articles, and the glossary has nothing to say of them.",
            "None: the glossary knows everybody.",
            names.collect(),
        ),
        group(
            "s-aliases",
            "Other spellings",
            "They look like a form of an entry that is there.",
            "None.",
            aliases.collect(),
        ),
        group(
            "s-collisions",
            "Forms in each other’s way",
            "Two entries have the same form for the same places and days, so one of them is set aside.",
            "None.",
            collisions.collect(),
        ),
        group(
            "s-unmatched",
            "Entries that do not match",
            "Nothing that was printed with them mentions them: is it spelt so? Articles from before an entry was made count when they are printed anew.",
            if indexed {
                "None."
            } else {
                "Where entries were printed is still being noted. Look again when that job is done."
            },
            unmatched.collect(),
        ),
    ]
}

fn in_articles(one: &Recurring) -> String {
    let count = i64::try_from(one.articles).unwrap_or(i64::MAX);
    format!("in {}", counted(count, "article", "articles"))
}

fn places(one: &Recurring, texts: &[Read]) -> Vec<(String, String)> {
    let texts = one.places.iter().filter_map(|place| texts.get(*place));
    texts
        .map(|read| {
            let url = format!("/desk/articles/{}/glossary", read.article);
            (read.headline.clone(), url)
        })
        .collect()
}

fn with_words(page: &str, name: &str, words: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, words);
    format!("{HERE}/{page}?{}", query.finish())
}

/// What the desk says to a suggestion.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AnswerForm {
    kind: String,
    words: String,
    act: String,
}

/// `POST /desk/glossary/suggestions/answer`.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<AnswerForm>,
) -> Result<Response, WebError> {
    let known = ["name", "alias", "unmatched", "collision"];
    let words = told(&form.words);
    if !known.contains(&form.kind.as_str()) || words.is_empty() {
        return Err(WebError::BadRequest(
            "This suggestion is not known. Load the list anew and try again.".into(),
        ));
    }
    let (kind, who, now) = (form.kind, member.name().to_owned(), app.now());
    let recalls = form.act == "recall";
    app.store
        .write(move |tx| {
            if recalls {
                recall_dismissal(tx, &kind, &words)
            } else {
                dismiss(tx, &kind, &words, &who, now)
            }
        })
        .await?;
    Ok(redirect(&format!("{HERE}/suggestions")))
}
