//! What corrections took out of articles: kept beside what entries did to them, so that undoing the correction finds them.
//!
//! It does not follow from the print records, as the other uses do: it is what these no longer say.

use super::{EntryUse, UsedAs};
use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, single};
use crate::query::queries;

/// A use is told by one number, its variant: that of what was taken out is the change's and the variant's in one.
const VARIANTS: i64 = 1 << 20;

queries! {
    ARTICLES_CORRECTED = "SELECT DISTINCT e.article_id FROM article_entry e JOIN article a ON a.id = e.article_id \
        WHERE e.entry_id = ?1 AND e.article_id > ?2 AND a.is_printed = 1 \
        AND (e.effect IN (1, 2) OR (e.effect IN (4, 5) AND e.variant >= ?3 AND e.variant < ?4)) \
        ORDER BY e.article_id LIMIT ?5";
}

impl EntryUse {
    /// This house word or note, when a correction takes it out of an article; none for what is not taken out.
    pub fn taken_by(self, change: i64) -> Option<Self> {
        let used_as = match self.used_as {
            UsedAs::Substitution => UsedAs::SubstitutionTakenOut,
            UsedAs::Aside => UsedAs::AsideTakenOut,
            _ => return None,
        };
        let variant = change * VARIANTS + self.variant.clamp(0, VARIANTS - 1);
        Some(Self {
            used_as,
            variant,
            ..self
        })
    }

    /// Of what a correction took out: the change that it was, and what had been printed.
    pub fn taken_out(self) -> Option<(i64, Self)> {
        let used_as = match self.used_as {
            UsedAs::SubstitutionTakenOut => UsedAs::Substitution,
            UsedAs::AsideTakenOut => UsedAs::Aside,
            _ => return None,
        };
        let was = Self {
            used_as,
            variant: self.variant % VARIANTS,
            ..self
        };
        Some((self.variant / VARIANTS, was))
    }
}

/// The articles in print, above a number and in the order of their numbers, in which a correction of an entry has something to do:
/// where a word or a note of its was printed; and for one that undoes the change `undoes`, where that took it out.
///
/// # Errors
/// When the database cannot be read.
pub fn list_articles_corrected(
    conn: &mut Conn,
    entry: i64,
    undoes: Option<i64>,
    above: ArticleId,
    most: i64,
) -> StoreResult<Vec<ArticleId>> {
    // No change has the number 0.
    let taken = undoes.unwrap_or(0);
    let row = [
        entry.into(),
        above.into(),
        (taken * VARIANTS).into(),
        ((taken + 1) * VARIANTS).into(),
        most.into(),
    ];
    conn.list(&ARTICLES_CORRECTED, &row, single)
}
