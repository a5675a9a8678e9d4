//! Changing the words of what is printed: every state is kept, and none overwrites another unseen.

mod again;
mod carry;
pub mod compare;
pub(crate) mod draft;
pub(crate) mod here;
mod over;
mod print;
mod together;

pub(crate) use again::{Standing, again};
pub(crate) use over::{Printed, keep_choices, print_over};
pub(crate) use print::{moved, opened_as, print_draft, switched};
pub(crate) use together::Together;

use crate::app::App;
use crate::clip::Printer;
use crate::drafts;
use crate::error::WebError;
use crate::printing;
use crate::talk::pictures;
use clipsheet_gloss::Choice;
use clipsheet_markup::{Picture as Shown, SafeHtml, picture_sources};
use clipsheet_store::{
    Article, ArticleId, Millis, RemarkId, StoreError, StoreResult, Tx, find_article,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

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
        if drafts::has_conflict(&printing::safe_article(&self.html, &|_| None)) {
            faults.push((
                "html",
                "Two texts stand in the same place. Choose between them, and take the lines with ⟪ out."
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

/// How often it is tried when somebody else revises the article, or a job prints it anew, at the same moment.
pub(crate) const TRIES: usize = 5;

/// What came of a try to revise.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The new words stand; these remarks lost their words by it.
    Stands(Vec<RemarkId>),
    /// The same, together with what somebody else had changed meanwhile.
    Merged(Vec<RemarkId>),
    /// They are what stands already.
    Same,
    /// Somebody else changed the same paragraphs or fields meanwhile: nothing is printed. How the article stands now, and
    /// both words together, to choose from.
    Clash(Box<Article>, Box<Together>),
    /// The draft that they come from was saved, printed or put off meanwhile: nothing is printed.
    DraftMoved,
}

/// What is printed in the same transaction as a revision: the draft that it comes from.
pub(crate) trait Along: Send + Sync {
    /// Whether it still is as it was read.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn stands(&self, tx: &mut Tx<'_>) -> StoreResult<bool>;

    /// What is to be done once the revision stands.
    ///
    /// # Errors
    /// When the store refuses.
    fn finish(&self, tx: &mut Tx<'_>, now: Millis) -> StoreResult<()>;
}

/// New words of an article.
#[derive(Clone)]
pub(crate) struct Change<'a> {
    /// The words.
    pub(crate) words: &'a Words,
    /// What an editor turned for it at the glossary's switches; `None` when no switch was touched, and paragraphs that stay
    /// as they were stay as they were printed.
    pub(crate) switched: Option<&'a [Choice]>,
    /// The page and the area that the article is moved to along with it: entries may be for some only.
    pub(crate) moved: Option<(i64, String)>,
    /// The draft that they come from.
    pub(crate) along: Option<Arc<dyn Along>>,
}

impl<'a> Change<'a> {
    /// Words alone.
    pub(crate) fn of(words: &'a Words) -> Self {
        Self {
            words,
            switched: None,
            moved: None,
            along: None,
        }
    }
}

/// Revises an article that was read at revision `from`. What others changed meanwhile is brought together with it; where
/// both changed the same, nothing is printed and both come back. What the glossary did in paragraphs that stay as they
/// were stays as it was printed; new paragraphs are printed with today's glossary, and with new choices of an editor's
/// the whole text is.
///
/// # Errors
/// When there is no such article, the store refuses, or others revise it again and again at the same moment.
pub(crate) async fn revise(
    app: &App,
    printer: &Printer,
    id: ArticleId,
    from: i64,
    change: Change<'_>,
) -> Result<Outcome, WebError> {
    let (mut from, mut merged, mut words) = (from, false, change.words.clone());
    for _ in 0..TRIES {
        let article = read(app, id).await?;
        if article.revision != from {
            let both = together::bring(app, &printer.posted_by, &article, from, &words).await?;
            if both.clashes() {
                return Ok(Outcome::Clash(Box::new(article), Box::new(both)));
            }
            (from, merged, words) = (article.revision, true, both.words);
        }
        let change = Change {
            words: &words,
            ..change.clone()
        };
        match print_over(app, printer, &article, change).await? {
            Printed::Stands(loosened) if merged => return Ok(Outcome::Merged(loosened)),
            Printed::Stands(loosened) => return Ok(Outcome::Stands(loosened)),
            Printed::Same => return Ok(Outcome::Same),
            Printed::DraftMoved => return Ok(Outcome::DraftMoved),
            Printed::Stale => {}
        }
    }
    // Its words for the visitor are those of a busy store: try again in a moment.
    Err(WebError::Unavailable(StoreError::Busy))
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
