//! Who is changing an article's words, wherever they do: at the article itself, in its form, or in its draft.

use crate::app::{App, Paper};
use crate::staff::Member;
use clipsheet_store::{
    ArticleEditor, ArticleId, Conn, Draft, Millis, StaffId, StoreResult, enter_article,
    leave_article, list_article_editors,
};

/// Who was not seen for so long has nothing open any more.
pub(crate) const LAPSED_MILLIS: i64 = 60_000;

/// Notes that a member has an article's words open; gives all who have.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn enter(
    app: &App,
    member: &Member,
    id: ArticleId,
) -> StoreResult<Vec<ArticleEditor>> {
    let (now, staff) = (app.now(), member.id());
    let lapsed = Millis(now.0 - LAPSED_MILLIS);
    app.store
        .write(move |tx| {
            enter_article(tx, id, staff, now, lapsed)?;
            list_article_editors(tx, id, lapsed)
        })
        .await
}

/// Notes that a member has done with an article's words.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn leave(app: &App, staff: StaffId, id: ArticleId) -> StoreResult<()> {
    app.store
        .write(move |tx| leave_article(tx, id, staff))
        .await
}

/// Those who change a draft's article beside its draft.
///
/// # Errors
/// When the store cannot be read.
pub(crate) fn beside(
    conn: &mut Conn,
    draft: &Draft,
    now: Millis,
) -> StoreResult<Vec<ArticleEditor>> {
    let Some(article) = draft.article.filter(|_| draft.state.is_live()) else {
        return Ok(Vec::new());
    };
    let mut all = list_article_editors(conn, article, Millis(now.0 - LAPSED_MILLIS))?;
    all.retain(|editor| !editor.in_draft);
    Ok(all)
}

/// "Pennick is changing this article, since 09:12.": the others; empty when there are none.
pub(crate) fn others(paper: &Paper, editors: &[ArticleEditor], member: &Member) -> String {
    let others: Vec<String> = editors
        .iter()
        .filter(|editor| editor.staff != member.id())
        .map(|editor| {
            format!(
                "{} is changing this article{}, since {}.",
                editor.name,
                if editor.in_draft {
                    " in the editor"
                } else {
                    ""
                },
                paper.calendar.time(editor.since)
            )
        })
        .collect();
    others.join(" ")
}
