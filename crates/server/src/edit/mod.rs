//! Changing the words of what is printed: every state is kept, and none overwrites another unseen.

mod carry;
pub mod compare;
pub(crate) mod draft;
pub(crate) mod here;
mod print;
mod together;

pub(crate) use print::print_draft;
pub(crate) use together::Together;

use crate::app::App;
use crate::clip::{Printer, article_slug};
use crate::drafts;
use crate::error::WebError;
use crate::printing::{self, Place};
use crate::remarks;
use crate::talk::pictures;
use clipsheet_gloss::{Choice, PrintRecord};
use clipsheet_markup::{Picture as Shown, SafeHtml, excerpt, picture_sources};
use clipsheet_store::{
    Act, Article, ArticleId, Millis, NewRevision, PrintedText, Revised, RevisedArticle, StoreError,
    StoreResult, Tx, find_article, find_article_choices, find_standing, note_act, read_ledger,
    revise_article, set_article_choices,
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

/// How often it is tried when somebody else revises the article at the same moment.
const TRIES: usize = 5;

/// What came of a try to revise.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The new words stand.
    Stands,
    /// They stand, together with what somebody else had changed meanwhile.
    Merged,
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
    /// What the glossary does differently in it; `None` for what it did when it was printed last.
    pub(crate) choices: Option<&'a [Choice]>,
    /// The draft that they come from.
    pub(crate) along: Option<Arc<dyn Along>>,
}

impl<'a> Change<'a> {
    /// Words alone.
    pub(crate) fn of(words: &'a Words) -> Self {
        Self {
            words,
            choices: None,
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
            Printed::Stands if merged => return Ok(Outcome::Merged),
            Printed::Stands => return Ok(Outcome::Stands),
            Printed::Same => return Ok(Outcome::Same),
            Printed::DraftMoved => return Ok(Outcome::DraftMoved),
            Printed::Stale => {}
        }
    }
    // Its words for the visitor are those of a busy store: try again in a moment.
    Err(WebError::Unavailable(StoreError::Busy))
}

/// What came of printing words over a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printed {
    /// They stand.
    Stands,
    /// They are what stood already.
    Same,
    /// Another revision stands: nothing was done.
    Stale,
    /// The draft is not what it was: nothing was done.
    DraftMoved,
}

/// Prints new words over an article as it was read, if it still stands like that.
///
/// # Errors
/// When there is no such article any more, or the store refuses.
pub(crate) async fn print_over(
    app: &App,
    printer: &Printer,
    article: &Article,
    change: Change<'_>,
) -> Result<Printed, WebError> {
    let (id, from) = (article.headline.id, article.revision);
    let before = Words::of(article);
    let safe = safe_text(app, &change.words.html).await?;
    let mut after = change.words.clone();
    safe.as_str().clone_into(&mut after.html);
    let along = change.along;
    let now = app.now();
    if after == before && change.choices.is_none() {
        let done = app.store.write(move |tx| {
            if let Some(along) = &along
                && !along.stands(tx)?
            {
                return Ok(Printed::DraftMoved);
            }
            if find_standing(tx, id)?.is_none_or(|found| found.revision != from) {
                return Ok(Printed::Stale);
            }
            if let Some(along) = &along {
                along.finish(tx, now)?;
            }
            Ok(Printed::Same)
        });
        return Ok(done.await?);
    }
    let stored = stored_choices(app, id).await?;
    let is_switched = change.choices.is_some();
    let choices = change.choices.map_or(stored, <[Choice]>::to_vec);
    let printed = printed_again(app, article, &safe, choices.clone(), is_switched).await?;
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
    let mut made = state(&printer.posted_by, &after)?;
    made.staff = printer.staff;
    let (label, actor) = (after.headline.clone(), printer.actor.clone());
    app.store
        .write(move |tx| {
            if let Some(along) = &along
                && !along.stands(tx)?
            {
                return Ok(Ok(Printed::DraftMoved));
            }
            let number = match revise_article(tx, id, from, &new, &old, &made, |_| printed)? {
                Revised::Stands(number) => number,
                Revised::Stale(_) => return Ok(Ok(Printed::Stale)),
                Revised::NoArticle => return Ok(Err(no_article(id))),
            };
            if is_switched {
                keep_choices(tx, id, &choices)?;
            }
            // A remark stays with its exact words, or waits among the loose ones.
            remarks::settle(tx, id, &safe, now)?;
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
            if let Some(along) = &along {
                along.finish(tx, now)?;
            }
            Ok(Ok(Printed::Stands))
        })
        .await?
}

/// Keeps what the glossary does differently in an article, so that its next revision is printed like that, too.
///
/// # Errors
/// When the store refuses.
pub(crate) fn keep_choices(tx: &mut Tx<'_>, id: ArticleId, choices: &[Choice]) -> StoreResult<()> {
    set_article_choices(tx, id, &printing::write_choices(choices))
}

/// What the glossary does differently in an article.
async fn stored_choices(app: &App, id: ArticleId) -> Result<Vec<Choice>, WebError> {
    let json = app.store.read(move |conn| find_article_choices(conn, id));
    Ok(printing::read_choices(&json.await?.unwrap_or_default()))
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

/// The new text as printed: the record of before where the text is as before, today's glossary elsewhere; all of it today's
/// where somebody turned a switch.
async fn printed_again(
    app: &App,
    article: &Article,
    safe: &SafeHtml,
    choices: Vec<Choice>,
    is_switched: bool,
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
    let (id, safe) = (line.id, safe.clone());
    let work = tokio::task::spawn_blocking(move || {
        let fresh = printing::print(&secrets, &glossary, &safe, id, &place, &ledger, &choices);
        let today: PrintRecord = serde_json::from_str(&fresh.print_record).unwrap_or_default();
        let record = if is_switched {
            carry::anew(&old, &before, safe.as_str(), &today)
        } else {
            carry::carry(&old, &before, safe.as_str(), &today)
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
