//! A line of a serial put right after it was printed: in the ledger, among the serial's lines, and in the glossary's history.

use super::glossary_change::find_serial;
use super::glossary_change::{NewGlossaryChange, begin_change, drop_change, write_serials};
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, Millis};
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;

queries! {
    PRINTED_LINE = "SELECT text, article_id FROM serial_line WHERE serial = ?1 AND line_number = ?2";
    SET_PRINTED_LINE = "UPDATE serial_line SET text = ?3 WHERE serial = ?1 AND line_number = ?2";
}

/// A printed line in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCorrection {
    /// The serial's name.
    pub serial: String,
    /// The line's number, from 0.
    pub line_number: i64,
    /// The words that were seen when it was put right.
    pub was: String,
    /// The words that it is to have.
    pub text: String,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineCorrected {
    /// It stands so now in the ledger. It was printed in this article, whose print record is the caller's business; the number is
    /// the change's in the glossary's history, none where the serial itself is gone or had other words there.
    Done(ArticleId, Option<i64>),
    /// It has other words than were seen; nothing was changed.
    Moved,
    /// There is no such line in print.
    Nowhere,
}

/// Puts a printed line of a serial right. It keeps its number and its place, so the ledger neither skips nor doubles.
///
/// # Errors
/// When the database cannot be written.
pub fn correct_serial_line(
    tx: &mut Tx<'_>,
    line: &LineCorrection,
    why: &NewGlossaryChange,
    now: Millis,
) -> StoreResult<LineCorrected> {
    let key = [(&line.serial).into(), line.line_number.into()];
    let printed: Option<(String, ArticleId)> =
        tx.find(&PRINTED_LINE, &key, |row| Ok((row.take()?, row.take()?)))?;
    let Some((text, article)) = printed else {
        return Ok(LineCorrected::Nowhere);
    };
    if text != line.was {
        return Ok(LineCorrected::Moved);
    }
    let row = [
        (&line.serial).into(),
        line.line_number.into(),
        (&line.text).into(),
    ];
    tx.change(&SET_PRINTED_LINE, &row)?;
    let change = begin_change(tx, why, now)?;
    let written = match corrected_lines(tx, line)? {
        Some(lines) => write_serials(tx, change, &[(line.serial.clone(), Some(lines))])?,
        None => 0,
    };
    tx.tell(Event::Glossary, now)?;
    if written == 0 {
        drop_change(tx, change)?;
        return Ok(LineCorrected::Done(article, None));
    }
    Ok(LineCorrected::Done(article, Some(change)))
}

/// The serial's lines as JSON with the line put right; none where the serial is gone or has something else in its place.
fn corrected_lines(tx: &mut Tx<'_>, line: &LineCorrection) -> StoreResult<Option<String>> {
    let internal = |error: serde_json::Error| StoreError::Internal(error.to_string());
    let Some(standing) = find_serial(tx, &line.serial)? else {
        return Ok(None);
    };
    let mut lines: Vec<String> = serde_json::from_str(&standing).map_err(internal)?;
    let place = usize::try_from(line.line_number)
        .ok()
        .and_then(|at| lines.get_mut(at))
        .filter(|standing| **standing == line.was);
    let Some(place) = place else { return Ok(None) };
    line.text.clone_into(place);
    serde_json::to_string(&lines).map(Some).map_err(internal)
}
