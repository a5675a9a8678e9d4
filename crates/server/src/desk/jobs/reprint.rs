//! The question before articles are printed anew, and the answer.

use super::{HERE, job_url};
use crate::app::App;
use crate::calendar::{counted, date_long};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::jobs::{ask_reprint, count, in_words};
use crate::glossary::task::Scope;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, ReprintPage};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_store::{ArticleId, Day, find_headline, is_indexed, list_glossary};
use serde::Deserialize;
use std::sync::Arc;

/// Characters of words to look for.
const WORDS_CHARS: usize = 200;

/// Which articles: one of these.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ScopeForm {
    article: Option<String>,
    edition: Option<String>,
    entry: Option<String>,
    words: Option<String>,
    all: Option<String>,
}

/// Which articles, and how that is said and sent.
struct Asked {
    scope: Scope,
    what: String,
    sent: (String, String),
}

impl ScopeForm {
    fn is_empty(&self) -> bool {
        [
            &self.article,
            &self.edition,
            &self.entry,
            &self.words,
            &self.all,
        ]
        .iter()
        .all(|field| field.is_none())
    }

    /// Reads which articles are meant, or says what is wrong and in which field.
    async fn read(&self, app: &App) -> Result<Result<Asked, FieldError>, WebError> {
        let fault = |field: &str, message: String| {
            Ok(Err(FieldError {
                field: field.into(),
                message,
            }))
        };
        let asked = |scope: Scope, what: Option<String>, name: &str, value: &str| {
            Ok(Ok(Asked {
                what: what.unwrap_or_else(|| in_words(&scope)),
                scope,
                sent: (name.into(), value.into()),
            }))
        };
        if let Some(typed) = self.article.as_deref().map(str::trim) {
            let id = ArticleId(typed.parse().unwrap_or(0));
            let found = app.store.read(move |conn| find_headline(conn, id)).await?;
            return match found {
                Some(line) => {
                    let what = format!("“{}”", line.headline);
                    asked(Scope::Article(id), Some(what), "article", &id.0.to_string())
                }
                None => fault(
                    "r-article",
                    format!(
                        "There is no article “{typed}”. Its number stands in its address: /article/7/… is article 7."
                    ),
                ),
            };
        }
        if let Some(typed) = self.edition.as_deref().map(str::trim) {
            return match Day::parse(typed) {
                Some(day) => {
                    let what = format!("the edition of {}", date_long(day));
                    asked(Scope::Edition(day), Some(what), "edition", typed)
                }
                None => fault(
                    "r-edition",
                    format!("“{typed}” is no date. Type it as 2014-07-07."),
                ),
            };
        }
        if let Some(typed) = self.entry.as_deref().map(str::trim) {
            let wanted = typed.to_lowercase();
            // Only so: a headword may be a number, too, and it is not that of the entry.
            let number: Option<i64> = typed.strip_prefix('#').and_then(|id| id.parse().ok());
            let rows = app.store.read(list_glossary).await?;
            let same = |headword: &str| headword.to_lowercase() == wanted;
            let ids: Vec<i64> = rows
                .iter()
                .filter(|row| same(&row.headword) || Some(row.id) == number)
                .map(|row| row.id)
                .collect();
            if ids.is_empty() {
                let message = format!(
                    "The glossary has no entry “{typed}”. Type its headword as it stands in the glossary, or its number as #7."
                );
                return fault("r-entry", message);
            }
            let named = rows.iter().find(|row| ids.contains(&row.id));
            let what = named.map(|row| format!("all articles with “{}”", row.headword));
            return asked(Scope::Entries(ids), what, "entry", typed);
        }
        if let Some(typed) = self.words.as_deref().map(str::trim) {
            if typed.is_empty() || typed.chars().count() > WORDS_CHARS {
                let message = format!("Type a word or a few, {WORDS_CHARS} characters at most.");
                return fault("r-words", message);
            }
            return asked(Scope::Words(typed.to_owned()), None, "words", typed);
        }
        asked(Scope::All, None, "all", "1")
    }
}

/// `GET /desk/glossary/reprint`: which articles; and when that is said, how many and whether.
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    member: Member,
    Query(form): Query<ScopeForm>,
) -> Result<Response, WebError> {
    if form.is_empty() {
        return question(&app, &member, &form, Ok(None)).await;
    }
    let asked = form.read(&app).await?;
    question(&app, &member, &form, asked.map(Some)).await
}

/// `POST /desk/glossary/reprint`.
pub(super) async fn begin(
    State(app): State<Arc<App>>,
    member: Member,
    Form(form): Form<ScopeForm>,
) -> Result<Response, WebError> {
    if form.is_empty() {
        return question(&app, &member, &form, Ok(None)).await;
    }
    match form.read(&app).await? {
        Ok(asked) => {
            let job = ask_reprint(&app, &member.actor(), asked.scope).await?;
            Ok(redirect(&job_url(job)))
        }
        Err(error) => question(&app, &member, &form, Err(error)).await,
    }
}

async fn question(
    app: &App,
    member: &Member,
    form: &ScopeForm,
    asked: Result<Option<Asked>, FieldError>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let typed = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut page = ReprintPage {
        chrome: desk_chrome(app, &paper, member, "Print anew", HERE),
        today: today.iso(),
        typed_edition: typed(&form.edition),
        typed_article: typed(&form.article),
        typed_entry: typed(&form.entry),
        typed_words: typed(&form.words),
        ..ReprintPage::default()
    };
    let mut status = StatusCode::OK;
    match asked {
        Ok(None) => {}
        Ok(Some(asked)) => {
            let articles = count(&app.store, &asked.scope, today).await?;
            let counted = counted(articles, "article", "articles");
            page.count = match asked.scope {
                Scope::Words(_) => format!(
                    "{counted} are looked through, and those that have the words are printed anew."
                ),
                Scope::Entries(_) if !app.store.read(is_indexed).await? => format!(
                    "{counted} are looked through, since it is not noted yet in which of them it was printed."
                ),
                Scope::Entries(_) => format!("{counted}, in which it was printed or mentioned."),
                _ => format!("{counted}."),
            };
            page.what = asked.what;
            page.scope = asked.sent;
        }
        Err(error) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            page.errors = vec![error];
        }
    }
    show(&page, status)
}
