//! New words over a printed article, in one transaction with all that goes with them.

use super::again::{Standing, again};
use super::{Change, Words, no_article, safe_text};
use crate::app::App;
use crate::clip::{Printer, article_slug};
use crate::error::WebError;
use crate::printing::{self, Place, StandingGlossary};
use crate::remarks;
use clipsheet_gloss::{Choice, PrintRecord};
use clipsheet_markup::{SafeHtml, excerpt};
use clipsheet_store::{
    Act, Article, ArticleId, NewRevision, PrintedText, RemarkId, Revised, RevisedArticle,
    StandingPrint, StoreError, StoreResult, Tx, find_article_choices, find_standing,
    find_standing_print, note_act, read_ledger, revise_article, set_article_choices,
};
use std::sync::Arc;

/// Characters of a teaser.
const TEASER_CHARS: usize = 300;

/// What came of printing words over a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Printed {
    /// They stand; these remarks lost their words by it.
    Stands(Vec<RemarkId>),
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
    let along = change.along.clone();
    let now = app.now();
    if after == before && change.switched.is_none() {
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
    let moved = change.moved.clone();
    let seen = printed_again(app, article, &safe, change.switched, moved).await?;
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
    let switched = change.switched.map(<[Choice]>::to_vec);
    app.store
        .write(move |tx| {
            if let Some(along) = &along
                && !along.stands(tx)?
            {
                return Ok(Ok(Printed::DraftMoved));
            }
            if !seen.stands(tx, id)? {
                return Ok(Ok(Printed::Stale));
            }
            let printed = seen.printed;
            let number = match revise_article(tx, id, from, &new, &old, &made, |_| printed)? {
                Revised::Stands(number) => number,
                Revised::Stale(_) => return Ok(Ok(Printed::Stale)),
                Revised::NoArticle => return Ok(Err(no_article(id))),
            };
            if let Some(choices) = &switched {
                keep_choices(tx, id, choices)?;
            }
            // A remark stays with its exact words, or waits among the loose ones.
            let loosened = remarks::settle(tx, id, &safe, now)?;
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
            Ok(Ok(Printed::Stands(loosened)))
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

/// A text as it is to be printed, and what it was made from.
struct Seen {
    printed: PrintedText,
    glossary: StandingGlossary,
    record: String,
    choices: String,
}

impl Seen {
    /// Whether all that it was made from still stands: a correction or a reprint that came between is not undone, and
    /// nothing is printed with a word that the desk has just taken out.
    fn stands(&self, tx: &mut Tx<'_>, id: ArticleId) -> StoreResult<bool> {
        let is_same =
            |now: StandingPrint| now.print_record == self.record && now.choices == self.choices;
        Ok(find_standing_print(tx, id)?.is_none_or(is_same) && self.glossary.stands(tx)?)
    }
}

/// The new text as printed, with what it was made from.
async fn printed_again(
    app: &App,
    article: &Article,
    safe: &SafeHtml,
    switched: Option<&[Choice]>,
    moved: Option<(i64, String)>,
) -> Result<Seen, WebError> {
    let known = app.standing_glossary().await?;
    let line = &article.headline;
    let (page, area) = moved.unwrap_or_else(|| (line.page, line.area_slug.clone()));
    let place = Place {
        day: line.edition_on,
        page,
        area,
    };
    let (edition, id) = (line.edition_on, line.id);
    let (ledger, glossary, kept) = app
        .store
        .read(move |conn| {
            let kept = find_article_choices(conn, id)?.unwrap_or_default();
            Ok((read_ledger(conn, edition, id)?, known.or_anew(conn)?, kept))
        })
        .await?;
    let secrets = Arc::clone(&app.secrets);
    let (text, safe) = (article.text.clone(), safe.clone());
    let switched = switched.map(<[Choice]>::to_vec);
    let work = tokio::task::spawn_blocking(move || {
        let record: PrintRecord = serde_json::from_str(&text.print_record).unwrap_or_default();
        let standing = Standing {
            article: id,
            html: &text.safe_html,
            record: &record,
        };
        let is_switched = switched.is_some();
        let choices = switched.unwrap_or_else(|| printing::read_choices(&kept));
        let glossary_of = glossary.glossary();
        let made = again(
            glossary_of,
            &safe,
            &place,
            &ledger,
            &standing,
            &choices,
            is_switched,
        );
        let printed = printing::printed_text(&secrets, &safe, &made.record, &made.today.mentions);
        Seen {
            printed: PrintedText {
                // The ledger keeps what it has; a revision takes no line of a serial.
                serial_lines: Vec::new(),
                ..printed
            },
            glossary,
            record: text.print_record,
            choices: kept,
        }
    });
    work.await
        .map_err(|error| StoreError::Internal(error.to_string()).into())
}
