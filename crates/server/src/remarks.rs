//! Remarks in texts: put in after their words, and kept there or parked when a text changes.

use crate::printing;
use crate::secrets::Secrets;
use clipsheet_gloss::{PrintForm, PrintRecord};
use clipsheet_markup::{Anchor, PlacedRemark, SafeHtml, Words, remark};
use clipsheet_store::{
    ArticleId, Millis, Remark, RemarkAnchor, RemarkId, RemarkState, StoreResult, Tx, change_remark,
    list_remarks,
};

/// The words of a stored remark.
pub(crate) fn anchor_of(stored: &RemarkAnchor) -> Anchor {
    Anchor {
        quote: stored.quote.clone(),
        prefix: stored.prefix.clone(),
        suffix: stored.suffix.clone(),
        offset: usize::try_from(stored.offset).unwrap_or(0),
    }
}

/// The same to be stored.
pub(crate) fn stored_anchor(anchor: Anchor) -> RemarkAnchor {
    RemarkAnchor {
        quote: anchor.quote,
        prefix: anchor.prefix,
        suffix: anchor.suffix,
        offset: i64::try_from(anchor.offset).unwrap_or(0),
    }
}

/// What a remark says. One whose seal does not hold is made anew from what was typed.
pub(crate) fn text_of(secrets: &Secrets, stored: &Remark) -> SafeHtml {
    printing::unseal(secrets, &stored.html, &stored.seal)
        .unwrap_or_else(|| remark(&stored.source, u32::MAX))
}

/// The remarks that stand in an article's own text, or in one of its comments.
pub(crate) fn standing_in(
    remarks: &[Remark],
    comment: Option<i64>,
) -> impl Iterator<Item = &Remark> {
    remarks
        .iter()
        .filter(move |remark| remark.comment == comment && remark.state == RemarkState::Placed)
}

/// A safe text with what a print record does to it, in a form, and with these remarks. One whose words cannot be found is left out:
/// it waits among the loose ones, or will when its article is settled.
pub(crate) fn put_in<'a>(
    secrets: &Secrets,
    html: SafeHtml,
    record: &PrintRecord,
    remarks: impl Iterator<Item = &'a Remark>,
    form: PrintForm<'_>,
) -> SafeHtml {
    let remarks: Vec<(&Remark, SafeHtml)> = remarks
        .map(|remark| (remark, text_of(secrets, remark)))
        .collect();
    match (remarks.is_empty(), record.annotations.is_empty()) {
        // Nearly every comment.
        (true, true) => return html,
        (true, false) => return html.printed_in(record, &[], form),
        _ => {}
    }
    let words = Words::of(&html);
    let placed: Vec<PlacedRemark<'_>> = remarks
        .iter()
        .filter_map(|(remark, text)| {
            Some(PlacedRemark {
                at: anchor_of(&remark.anchor).place_in(&words)?,
                id: remark.id.0,
                staff: remark.staff.0,
                author: &remark.author,
                text,
            })
        })
        .collect();
    html.printed_in(record, &placed, form)
}

/// The same for the text as it stands in this transaction: for a remark whose words were looked up before it began.
///
/// # Errors
/// When the database cannot be read or written.
pub(crate) fn settle_as_it_stands(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    article: ArticleId,
    now: Millis,
) -> StoreResult<()> {
    if let Some(found) = clipsheet_store::find_article(tx, article)?
        && let Some(safe) = printing::unseal(secrets, &found.text.safe_html, &found.text.seal)
    {
        settle(tx, article, &safe, now)?;
    }
    Ok(())
}

/// Keeps the remarks of an article's own text at their words when its safe HTML becomes another, and parks those whose words
/// are gone or cannot be told. One that was parked stands again when its words are back. Call it in the transaction that
/// changes the text; gives those that this made loose.
///
/// # Errors
/// When the database cannot be read or written.
pub fn settle(
    tx: &mut Tx<'_>,
    article: ArticleId,
    new_safe_html: &SafeHtml,
    now: Millis,
) -> StoreResult<Vec<RemarkId>> {
    let remarks = list_remarks(tx, article)?;
    let words = Words::of(new_safe_html);
    let mut loosened = Vec::new();
    for mut remark in remarks
        .into_iter()
        .filter(|remark| remark.comment.is_none())
    {
        let anchor = anchor_of(&remark.anchor);
        let place = words.locate(&anchor);
        let before = (remark.state, remark.anchor.clone());
        remark.state = match place {
            Some(_) => RemarkState::Placed,
            None => RemarkState::Loose,
        };
        // As it stands now: the next change is measured against this text and not against one of long ago.
        if let Some(Ok(anchor)) = place.map(|place| words.anchor(&anchor.quote, place)) {
            remark.anchor = stored_anchor(anchor);
        }
        if (before.0, remark.state) == (RemarkState::Placed, RemarkState::Loose) {
            loosened.push(remark.id);
        }
        if before != (remark.state, remark.anchor.clone()) {
            change_remark(tx, &remark, now)?;
        }
    }
    Ok(loosened)
}
