//! A draft of a printed article is printed: its words become the article's newest revision, its place the article's.

use super::draft::{picture_of, with_words, words_of};
use super::{Along, Change, Outcome, Together, revise};
use crate::app::App;
use crate::clip::{ClipError, Clipping, Printed, Printer, article_slug, check};
use crate::drafts::{self, Base, SaveOutcome, Writer, read_body};
use crate::error::WebError;
use crate::pages::article_url;
use clipsheet_gloss::Choice;
use clipsheet_store::{
    Act, Actor, Article, ArticleId, Draft, DraftId, DraftState, Millis, StateChange, StoreError,
    StoreResult, Tx, find_area, find_dossier, find_draft, find_draft_version, find_headline,
    list_article_dossiers, note_act, set_classic, set_draft_base, set_draft_state, set_filed,
    set_lead, set_place,
};
use std::sync::Arc;

/// Prints a draft of an article as it was read; `None` when it was saved, printed or put off meanwhile. Where others
/// revised the article meanwhile, their changes and the draft's are printed together; where both changed the same, nothing
/// is printed, and the draft holds both.
///
/// # Errors
/// [`ClipError::Meanwhile`] when somebody has to choose first; else see [`ClipError`].
pub(crate) async fn print_draft(
    app: &App,
    draft: &Draft,
    id: ArticleId,
    printer: &Printer,
) -> Result<Option<Printed>, ClipError> {
    let clipping = read_body(&draft.body)?;
    let paper = app.paper().await?;
    let looked_at = clipping.clone();
    let safe = app
        .store
        .read(move |conn| drafts::safe_text(conn, &looked_at))
        .await?;
    check(&paper, &clipping, &safe)?;
    let opened = opened_as(app, draft.id).await?;
    let switched = switched(&clipping, &opened).map(<[Choice]>::to_vec);
    let moved = moved(&clipping, &opened).filter(|(_, area)| paper.area_for(area).is_some());
    let words = words_of(&clipping, &safe);
    let base = draft.base_revision.unwrap_or(1);
    let along = OfDraft {
        draft: draft.clone(),
        article: id,
        opened,
        clipping,
        printer: printer.clone(),
    };
    let slug = article_slug(&words.headline);
    let change = Change {
        words: &words,
        switched: switched.as_deref(),
        moved,
        along: Some(Arc::new(along)),
    };
    let outcome = revise(app, printer, id, base, change).await;
    let printed = |loosened| Printed {
        id,
        url: article_url(id, &slug),
        before: None,
        loosened,
    };
    match outcome.map_err(ClipError::from)? {
        Outcome::Stands(loosened) | Outcome::Merged(loosened) => Ok(Some(printed(loosened))),
        Outcome::Same => Ok(Some(printed(Vec::new()))),
        Outcome::DraftMoved => Ok(None),
        Outcome::Clash(now, both) => {
            let clash = both.clash_words();
            if !put_both(app, printer, draft, *now, *both).await? {
                return Err(ClipError::DraftGone);
            }
            Err(ClipError::Meanwhile(clash))
        }
    }
}

impl From<WebError> for ClipError {
    fn from(error: WebError) -> Self {
        match error {
            WebError::Unavailable(error) => Self::Store(error),
            WebError::Internal(what) => Self::Store(StoreError::Internal(what)),
            other => Self::Failed(other.message()),
        }
    }
}

/// The draft that a revision comes from.
struct OfDraft {
    draft: Draft,
    article: ArticleId,
    opened: Clipping,
    clipping: Clipping,
    printer: Printer,
}

impl Along for OfDraft {
    fn stands(&self, tx: &mut Tx<'_>) -> StoreResult<bool> {
        let read = &self.draft;
        let now = find_draft(tx, read.id)?;
        Ok(now.is_some_and(|now| {
            now.version == read.version
                && now.state == read.state
                && now.scheduled_at == read.scheduled_at
        }))
    }

    fn finish(&self, tx: &mut Tx<'_>, now: Millis) -> StoreResult<()> {
        place(
            tx,
            self.article,
            &self.opened,
            &self.clipping,
            now,
            &self.printer.actor,
        )?;
        let change = StateChange {
            by: self.printer.staff,
            article: Some(self.article),
            ..StateChange::default()
        };
        set_draft_state(tx, &self.draft, DraftState::Printed, &change, now).map(drop)
    }
}

/// The choices of an article's draft, if somebody turned a switch in it.
pub(crate) fn switched<'a>(clipping: &'a Clipping, opened: &Clipping) -> Option<&'a [Choice]> {
    (clipping.choices != opened.choices).then_some(&clipping.choices)
}

/// Where a draft moves its article to, if somebody moved it in the draft.
pub(crate) fn moved(clipping: &Clipping, opened: &Clipping) -> Option<(i64, String)> {
    let is_moved = (clipping.page, &clipping.area) != (opened.page, &opened.area);
    is_moved.then(|| (clipping.page, clipping.area.clone()))
}

/// What a draft held when it was begun.
pub(crate) async fn opened_as(app: &App, id: DraftId) -> StoreResult<Clipping> {
    let first = app
        .store
        .read(move |conn| find_draft_version(conn, id, 1))
        .await?;
    let body = first.map(|version| read_body(&version.body)).transpose()?;
    Ok(body.unwrap_or_default())
}

/// Puts an article where its draft says, as far as that was changed in the draft: what others did to the article meanwhile
/// stays done.
fn place(
    tx: &mut Tx<'_>,
    id: ArticleId,
    opened: &Clipping,
    clipping: &Clipping,
    now: Millis,
    actor: &Actor,
) -> Result<(), StoreError> {
    let Some(line) = find_headline(tx, id)? else {
        return Ok(());
    };
    let noted = |tx: &mut Tx<'_>, act: &str, before: &str, after: &str| {
        let act = Act {
            act,
            subject: "article",
            subject_id: id.0,
            label: &clipping.headline,
            before,
            after,
        };
        note_act(tx, actor, &act, now)
    };
    let was = (opened.page, opened.area.as_str());
    let wanted = (clipping.page, clipping.area.as_str());
    if wanted != was
        && wanted != (line.page, line.area_slug.as_str())
        && let Some(area) = find_area(tx, &clipping.area)?
        && set_place(tx, id, clipping.page, area.id, now)?
    {
        let before = format!("page {}, {}", line.page, line.area_name);
        let after = format!("page {}, {}", clipping.page, area.name);
        noted(tx, "moved", &before, &after)?;
    }
    if opened.is_lead != clipping.is_lead
        && line.is_lead != clipping.is_lead
        && set_lead(tx, id, clipping.is_lead, now)?
    {
        let act = if clipping.is_lead {
            "made the lead"
        } else {
            "made no lead"
        };
        noted(tx, act, "", "")?;
    }
    if opened.is_classic != clipping.is_classic
        && line.is_classic != clipping.is_classic
        && set_classic(tx, id, clipping.is_classic, now)?
    {
        let act = if clipping.is_classic {
            "made a classic"
        } else {
            "made no classic"
        };
        noted(tx, act, "", "")?;
    }
    let filed = list_article_dossiers(tx, id)?;
    let taken_out =
        |slug: &String| opened.dossiers.contains(slug) && !clipping.dossiers.contains(slug);
    for dossier in filed.iter().filter(|filed| taken_out(&filed.slug)) {
        set_filed(tx, id, dossier.id, false, now)?;
        noted(tx, "took out of a dossier", &dossier.name, "")?;
    }
    let is_new = |slug: &&String| !opened.dossiers.contains(slug);
    for slug in clipping.dossiers.iter().filter(is_new) {
        if let Some(dossier) = find_dossier(tx, slug)?
            && set_filed(tx, id, dossier.id, true, now)?
        {
            noted(tx, "filed", "", &dossier.name)?;
        }
    }
    Ok(())
}

/// Both changed the same: the draft holds both texts, goes on from the article as it stands now, and waits for somebody to
/// choose. Gives whether it is still there.
async fn put_both(
    app: &App,
    printer: &Printer,
    draft: &Draft,
    now: Article,
    both: Together,
) -> Result<bool, ClipError> {
    let writer = Writer {
        staff: printer.staff,
        name: printer.posted_by.clone(),
        is_auto: false,
        editor_key: String::new(),
    };
    let at = Base {
        version: draft.version,
        as_sent: false,
    };
    let (revision, picture) = (now.revision, picture_of(&now));
    let reason = ClipError::Meanwhile(both.clash_words()).to_string();
    let put = move |clipping: &Clipping| with_words(clipping, &both, picture.as_ref());
    // All in one: with both texts in it but still scheduled, or still going on from the old revision, it would print one
    // over the other at its next turn.
    let along = move |tx: &mut Tx<'_>, draft: &Draft, now: Millis| {
        set_draft_base(tx, draft.id, revision)?;
        drafts::hold_scheduled(tx, draft, reason.clone(), now)
    };
    let saved = drafts::save_with(app, draft.id, at, writer, put, along);
    Ok(matches!(saved.await?, SaveOutcome::Saved(_)))
}
