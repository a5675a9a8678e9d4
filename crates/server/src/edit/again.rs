//! A printed article with other words: what stays as it was printed, and what today's glossary does in the rest.

use super::carry;
use crate::printing::{self, Place};
use clipsheet_gloss::{Choice, Found, Glossary, PrintRecord};
use clipsheet_markup::SafeHtml;
use clipsheet_store::{ArticleId, Ledger};

/// A printed article as it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a> {
    /// Its number: it chooses between variants, in the preview, too.
    pub(crate) article: ArticleId,
    /// Its text.
    pub(crate) html: &'a str,
    /// What the glossary did in it.
    pub(crate) record: &'a PrintRecord,
}

/// What is printed over an article.
#[derive(Debug)]
pub(crate) struct Again {
    /// The record of the new text.
    pub(crate) record: PrintRecord,
    /// What today's glossary would do in the whole of it, with every mention.
    pub(crate) today: Found,
}

/// What the glossary does in the new text of a printed article. Where the text is as before, all stays as it was printed,
/// and new paragraphs are of today; `is_switched` tells that somebody turned a switch, so that all of it is. The variants
/// that were printed stay in either case, and the lines of serials.
pub(crate) fn again(
    glossary: &Glossary,
    safe: &SafeHtml,
    place: &Place,
    ledger: &Ledger,
    standing: &Standing<'_>,
    choices: &[Choice],
    is_switched: bool,
) -> Again {
    let choices = printing::pinned_as_printed(glossary, standing.record, choices);
    let seed = standing.article.0;
    let today = printing::rehearse(glossary, safe, place, ledger, seed, &choices);
    let bring = if is_switched {
        carry::anew
    } else {
        carry::carry
    };
    let record = bring(standing.html, standing.record, safe.as_str(), &today.record);
    Again { record, today }
}
