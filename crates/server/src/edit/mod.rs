//! Changing the words of what is printed: every state is kept, and none overwrites another unseen.

mod carry;
pub mod compare;
pub(crate) mod draft;

use crate::app::App;
use crate::clip::article_slug;
use crate::error::WebError;
use crate::printing::{self, Place};
use crate::remarks;
use crate::staff::Member;
use crate::talk::pictures;
use clipsheet_gloss::{Choice, PrintRecord};
use clipsheet_markup::{Picture as Shown, SafeHtml, excerpt, picture_sources};
use clipsheet_store::{
    Act, Article, ArticleId, NewRevision, PrintedText, Revised, RevisedArticle, StoreError,
    find_article, note_act, read_ledger, revise_article, set_choices,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Characters of a teaser.
const TEASER_CHARS: usize = 300;
/// Pictures looked up for one text.
const MOST_PICTURES: usize = 100;

/// The words of an article that the desk can change: what a revision keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// The headline.
    pub headline: String,
    /// Who wrote it at the source; empty for "not known".
    pub byline: String,
    /// Its language, as a BCP 47 tag; empty for the paper's own.
    pub lang: String,
    /// When the source published it; empty for "not known".
    pub source_date: String,
    /// The text: what the sanitiser let through of the source, or what the desk made of that.
    pub html: String,
    /// The hash of its lead picture; empty for none.
    pub picture: String,
    /// What the picture shows.
    pub picture_alt: String,
    /// Printed beneath the picture.
    pub picture_caption: String,
}

impl Words {
    /// The words of an article as they stand.
    pub fn of(article: &Article) -> Self {
        let line = &article.headline;
        let picture = line.picture.as_ref();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            headline: line.headline.clone(),
            byline: text(&article.byline),
            lang: text(&article.lang),
            source_date: text(&article.source_date),
            html: article.text.safe_html.clone(),
            picture: picture.map(|found| found.hash.clone()).unwrap_or_default(),
            picture_alt: picture.map(|found| found.alt.clone()).unwrap_or_default(),
            picture_caption: picture
                .map(|found| found.caption.clone())
                .unwrap_or_default(),
        }
    }

    /// What is wrong with them, by field, in words for an editor.
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        if self.headline.trim().is_empty() {
            faults.push(("headline", "An article needs a headline.".into()));
        }
        if self.headline.chars().count() > 300 {
            faults.push((
                "headline",
                "A headline may have 300 characters at most.".into(),
            ));
        }
        if clipsheet_intake::plain_text(&self.html).trim().is_empty()
            && picture_sources(&self.html).is_empty()
        {
            faults.push((
                "html",
                "There is no text left. To take an article out of the paper, use “Take back”."
                    .into(),
            ));
        }
        faults
    }
}

/// Makes new words safe: pictures that are the site's own stay, with their size; others are not shown.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn safe_text(app: &App, html: &str) -> Result<SafeHtml, WebError> {
    let mut known: HashMap<String, Shown> = HashMap::new();
    for address in picture_sources(html).into_iter().take(MOST_PICTURES) {
        if let Some(picture) = pictures::on_site(app, &address).await? {
            known.insert(address, pictures::shown(&picture));
        }
    }
    Ok(printing::safe_article(html, &|address| {
        known.get(address).cloned()
    }))
}

/// What came of a try to revise.
#[derive(Debug)]
pub enum Outcome {
    /// The new words stand.
    Stands,
    /// They are what stands already.
    Same,
    /// Somebody else revised the article meanwhile: this is how it stands now.
    Stale(Box<Article>),
}

/// Revises an article that was read at a revision. What the glossary did in paragraphs that stay as they were stays as it
/// was printed; new paragraphs are printed with today's glossary, and with choices of an editor's the whole text is.
///
/// # Errors
/// When there is no such article, or the store refuses.
pub async fn revise(
    app: &App,
    member: &Member,
    id: ArticleId,
    from: i64,
    words: &Words,
    choices: &[Choice],
) -> Result<Outcome, WebError> {
    let article = read(app, id).await?;
    if article.revision != from {
        return Ok(Outcome::Stale(Box::new(article)));
    }
    let before = Words::of(&article);
    let safe = safe_text(app, &words.html).await?;
    let mut after = words.clone();
    after.html = safe.as_str().to_owned();
    if after == before && choices.is_empty() {
        return Ok(Outcome::Same);
    }
    let printed = printed_again(app, &article, &safe, choices).await?;
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let new = RevisedArticle {
        headline: after.headline.trim().to_owned(),
        slug: article_slug(&after.headline),
        byline: some(&after.byline),
        lang: some(&after.lang),
        source_date: some(&after.source_date),
        teaser: excerpt(&safe, TEASER_CHARS),
        picture: some(&after.picture),
        picture_alt: after.picture_alt.clone(),
        picture_caption: after.picture_caption.clone(),
    };
    let (now, actor) = (app.now(), member.actor());
    let state = |who: &str, words: &Words| -> Result<NewRevision, WebError> {
        let body =
            serde_json::to_string(words).map_err(|error| WebError::Internal(error.to_string()))?;
        Ok(NewRevision {
            staff: None,
            who: who.to_owned(),
            body,
            made_at: now,
        })
    };
    let mut old = state(&article.headline.posted_by, &before)?;
    old.made_at = article.headline.printed_at;
    let mut made = state(&actor.name, &after)?;
    made.staff = actor.staff;
    let label = after.headline.clone();
    let chosen = printing::write_choices(choices);
    let revised = app
        .store
        .write(move |tx| {
            let revised = revise_article(tx, id, from, &new, &old, &made, |_| printed)?;
            if let Revised::Stands(number) = revised {
                // A remark stays with its exact words, or waits among the loose ones.
                remarks::settle(tx, id, &safe, now)?;
                if !chosen.is_empty() {
                    set_choices(tx, id, &chosen)?;
                }
                let (was, is) = (format!("revision {from}"), format!("revision {number}"));
                let act = Act {
                    act: "revised",
                    subject: "article",
                    subject_id: id.0,
                    label: &label,
                    before: &was,
                    after: &is,
                };
                note_act(tx, &actor, &act, now)?;
            }
            Ok(revised)
        })
        .await?;
    match revised {
        Revised::Stands(_) => Ok(Outcome::Stands),
        Revised::Stale(_) => Ok(Outcome::Stale(Box::new(read(app, id).await?))),
        Revised::NoArticle => Err(no_article(id)),
    }
}

/// An article, whether it is in print or was taken back.
///
/// # Errors
/// When there is no such article, or the store cannot be read.
pub async fn read(app: &App, id: ArticleId) -> Result<Article, WebError> {
    let found = app.store.read(move |conn| find_article(conn, id)).await?;
    found.ok_or_else(|| no_article(id))
}

fn no_article(id: ArticleId) -> WebError {
    WebError::NotFound(format!("There is no article {id}."))
}

/// The new text as printed: the record of before where the text is as before, today's glossary elsewhere.
async fn printed_again(
    app: &App,
    article: &Article,
    safe: &SafeHtml,
    choices: &[Choice],
) -> Result<PrintedText, WebError> {
    let glossary = app.glossary().await?;
    let line = &article.headline;
    let place = Place {
        day: line.edition_on,
        page: line.page,
        area: line.area_slug.clone(),
    };
    let (edition, of) = (line.edition_on, line.id);
    let ledger = app
        .store
        .read(move |conn| read_ledger(conn, edition, of))
        .await?;
    let secrets = Arc::clone(&app.secrets);
    let before: PrintRecord = serde_json::from_str(&article.text.print_record).unwrap_or_default();
    let old = article.text.safe_html.clone();
    let (id, safe, choices) = (line.id, safe.clone(), choices.to_vec());
    let work = tokio::task::spawn_blocking(move || {
        let fresh = printing::print(&secrets, &glossary, &safe, id, &place, &ledger, &choices);
        let today: PrintRecord = serde_json::from_str(&fresh.print_record).unwrap_or_default();
        let record = if choices.is_empty() {
            carry::carry(&old, &before, safe.as_str(), &today)
        } else {
            carry::anew(&old, &before, safe.as_str(), &today)
        };
        PrintedText {
            print_record: serde_json::to_string(&record).unwrap_or_default(),
            // The ledger keeps what it has; a revision takes no line of a serial.
            serial_lines: Vec::new(),
            ..fresh
        }
    });
    work.await
        .map_err(|error| StoreError::Internal(error.to_string()).into())
}
