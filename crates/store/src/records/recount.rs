//! Counters made anew from what they count: they are derived, and this proves it.

use crate::error::StoreResult;
use crate::ids::Millis;
use crate::query::queries;
use crate::records::Event;
use crate::store::Tx;

queries! {
    RECOUNT_ARTICLES = "UPDATE article SET \
        comment_count = (SELECT COUNT(*) FROM comment c WHERE c.article_id = article.id AND c.state = 'shown'), \
        last_number = (SELECT COALESCE(MAX(number), 0) FROM comment c WHERE c.article_id = article.id), \
        last_comment_at = (SELECT created_at FROM comment c WHERE c.article_id = article.id AND c.state = 'shown' ORDER BY number DESC LIMIT 1), \
        last_comment_nic = (SELECT nic FROM comment c WHERE c.article_id = article.id AND c.state = 'shown' ORDER BY number DESC LIMIT 1), \
        last_comment_number = (SELECT MAX(number) FROM comment c WHERE c.article_id = article.id AND c.state = 'shown')";
    RECOUNT_NO_EDITIONS = "DELETE FROM edition";
    RECOUNT_EDITIONS = "INSERT INTO edition (edition_on, article_count, comment_count) \
        SELECT edition_on, COUNT(*), CAST(SUM(comment_count) AS BIGINT) FROM article \
        WHERE is_printed = 1 GROUP BY edition_on";
    RECOUNT_NO_MONTHS = "DELETE FROM edition_month";
    RECOUNT_MONTHS = "INSERT INTO edition_month (month, article_count, comment_count) \
        SELECT edition_on / 100, CAST(SUM(article_count) AS BIGINT), CAST(SUM(comment_count) AS BIGINT) \
        FROM edition GROUP BY edition_on / 100";
    RECOUNT_TOTAL_ARTICLES = "UPDATE total SET count = (SELECT COUNT(*) FROM article WHERE is_printed = 1) WHERE name = 'articles'";
    RECOUNT_TOTAL_COMMENTS = "UPDATE total SET count = (SELECT COUNT(*) FROM comment WHERE state = 'shown') \
        WHERE name = 'comments'";
    RECOUNT_COMMENTERS = "UPDATE commenter SET comment_count = \
        (SELECT COUNT(*) FROM comment c WHERE c.commenter_id = commenter.id AND c.state = 'shown')";
    RECOUNT_NICS = "UPDATE nic SET comment_count = \
        (SELECT COUNT(*) FROM comment c WHERE c.nic = nic.nic AND c.state = 'shown')";
    RECOUNT_DOSSIERS = "UPDATE dossier SET article_count = \
        (SELECT COUNT(*) FROM article_dossier f JOIN article a ON a.id = f.article_id \
        WHERE f.dossier_id = dossier.id AND a.is_printed = 1)";
    RECOUNT_NO_DAYS = "DELETE FROM comment_day";
    RECOUNT_DAYS = "INSERT INTO comment_day (written_on, comment_count) \
        SELECT written_on, COUNT(*) FROM comment WHERE state = 'shown' GROUP BY written_on";
}

/// Counts everything anew.
///
/// # Errors
/// When the database cannot be written.
pub fn recount(tx: &mut Tx<'_>, now: Millis) -> StoreResult<()> {
    for query in [
        &RECOUNT_ARTICLES,
        &RECOUNT_NO_EDITIONS,
        &RECOUNT_EDITIONS,
        &RECOUNT_NO_MONTHS,
        &RECOUNT_MONTHS,
        &RECOUNT_TOTAL_ARTICLES,
        &RECOUNT_TOTAL_COMMENTS,
        &RECOUNT_COMMENTERS,
        &RECOUNT_NICS,
        &RECOUNT_DOSSIERS,
        &RECOUNT_NO_DAYS,
        &RECOUNT_DAYS,
    ] {
        tx.change(query, &[])?;
    }
    super::entry_use::recount_uses(tx)?;
    super::recount_inbox(tx)?;
    tx.tell(Event::Paper, now)
}
