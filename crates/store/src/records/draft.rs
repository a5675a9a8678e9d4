//! Drafts: what is being written and is not printed, or not printed anew, yet.

use super::draft_version::{add_version, forget_editors, forget_versions};
use super::evidence::forget_evidence;
use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{ArticleId, DraftId, Millis, StaffId, single};
use crate::query::queries;
use crate::records::{ArticleKind, Event};
use crate::store::Tx;
use crate::value::Columns;

queries! {
    ADD_DRAFT = "INSERT INTO draft (kind, headline, body, origin, created_at, created_by, changed_at, changed_by, \
        article_id, base_revision, inbox_item_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?5, ?6, ?7, ?8, ?9) RETURNING id";
    DRAFT = "SELECT id, kind, headline, state, version, body, origin, created_at, created_by, changed_at, changed_by, \
        scheduled_at, scheduled_by, article_id, base_revision, inbox_item_id, print_error FROM draft WHERE id = ?1";
    DRAFT_STANDING = "SELECT version, state FROM draft WHERE id = ?1";
    DRAFTS = "SELECT d.id, d.kind, d.headline, d.state, d.version, CASE WHEN d.headline = '' THEN d.body ELSE '' END, \
        d.changed_at, s.name, d.scheduled_at, d.article_id, d.print_error \
        FROM draft d LEFT JOIN staff s ON s.id = d.changed_by \
        WHERE d.state IN ('open', 'held', 'scheduled') AND d.id < ?1 ORDER BY d.id DESC LIMIT ?2";
    DRAFTS_IN = "SELECT d.id, d.kind, d.headline, d.state, d.version, CASE WHEN d.headline = '' THEN d.body ELSE '' END, \
        d.changed_at, s.name, d.scheduled_at, d.article_id, d.print_error \
        FROM draft d LEFT JOIN staff s ON s.id = d.changed_by \
        WHERE d.state = ?3 AND d.id < ?1 ORDER BY d.id DESC LIMIT ?2";
    DRAFT_BODIES_IN = "SELECT id, body FROM draft WHERE state = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2";
    DRAFTS_WITH = "SELECT d.id, d.headline, d.body, s.name FROM draft d LEFT JOIN staff s ON s.id = d.created_by \
        WHERE d.state IN ('open', 'held', 'scheduled') AND d.id <> ?1 AND d.body LIKE ?2 ESCAPE '!' ORDER BY d.id DESC LIMIT ?3";
    DUE_DRAFTS = "SELECT id FROM draft WHERE state = 'scheduled' AND scheduled_at <= ?1 ORDER BY scheduled_at LIMIT ?2";
    SAVE_DRAFT = "UPDATE draft SET headline = ?3, body = ?4, version = version + 1, changed_at = ?5, changed_by = ?6, \
        print_error = '' WHERE id = ?1 AND version = ?2 AND state IN ('open', 'held', 'scheduled')";
    SET_DRAFT_STATE = "UPDATE draft SET state = ?4, scheduled_at = ?5, scheduled_by = ?6, article_id = ?7, \
        print_error = ?8, changed_at = ?9, changed_by = COALESCE(?10, changed_by) \
        WHERE id = ?1 AND version = ?2 AND state = ?3";
    DONE_DRAFTS = "SELECT id FROM draft WHERE state = ?1 AND changed_at < ?2 LIMIT ?3";
    DRAFT_OF_ARTICLE = "SELECT id FROM draft WHERE article_id = ?1 AND state IN ('open', 'held', 'scheduled') \
        ORDER BY id DESC LIMIT 1";
    SET_DRAFT_BASE = "UPDATE draft SET base_revision = ?2 WHERE id = ?1";
    DROP_DRAFT = "DELETE FROM draft WHERE id = ?1";
}

/// What is to become of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftState {
    /// Being written.
    Open,
    /// Kept back.
    Held,
    /// Printed by itself when its time comes.
    Scheduled,
    /// Thrown away; it can be brought back for a while.
    Thrown,
    /// Printed.
    Printed,
}

impl DraftState {
    /// All of them, those with work in them first.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Held,
        Self::Scheduled,
        Self::Thrown,
        Self::Printed,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Held => "held",
            Self::Scheduled => "scheduled",
            Self::Thrown => "thrown",
            Self::Printed => "printed",
        }
    }

    /// Whether it can still be written and printed.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Held | Self::Scheduled)
    }

    fn read(text: &str) -> StoreResult<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| StoreError::internal(format!("a draft is in no state {text}")))
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// A clipping or the paper's own.
    pub kind: ArticleKind,
    /// The headline; empty for what an older program clipped (the body has it).
    pub headline: String,
    /// What is to become of it.
    pub state: DraftState,
    /// Goes up by one with each save.
    pub version: i64,
    /// What is written, as JSON of the caller's.
    pub body: String,
    /// The text as it was extracted; empty when there was none.
    pub origin: String,
    /// When it was begun.
    pub created_at: Millis,
    /// Who began it; none for the command line.
    pub created_by: Option<StaffId>,
    /// When it was last changed.
    pub changed_at: Millis,
    /// Who changed it last.
    pub changed_by: Option<StaffId>,
    /// When it is to be printed.
    pub scheduled_at: Option<Millis>,
    /// Who scheduled it.
    pub scheduled_by: Option<StaffId>,
    /// The article that it edits, or that it was printed as.
    pub article: Option<ArticleId>,
    /// The revision of that article that it was begun from.
    pub base_revision: Option<i64>,
    /// The item of the inbox that it was clipped from.
    pub inbox_item: Option<i64>,
    /// Why it could not be printed when its time came; empty when nothing is wrong.
    pub print_error: String,
}

/// A draft as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// Its number.
    pub id: DraftId,
    /// A clipping or the paper's own.
    pub kind: ArticleKind,
    /// The headline; empty for what an older program clipped.
    pub headline: String,
    /// What is to become of it.
    pub state: DraftState,
    /// How often it was saved.
    pub version: i64,
    /// The body, only where there is no headline.
    pub body: String,
    /// When it was last changed.
    pub changed_at: Millis,
    /// The name of who changed it last.
    pub changed_by: Option<String>,
    /// When it is to be printed.
    pub scheduled_at: Option<Millis>,
    /// The article that it edits, or that it was printed as.
    pub article: Option<ArticleId>,
    /// Why it could not be printed when its time came.
    pub print_error: String,
}

/// A draft to be begun.
#[derive(Debug, Clone)]
pub struct NewDraft {
    /// A clipping or the paper's own.
    pub kind: ArticleKind,
    /// The headline.
    pub headline: String,
    /// What is written, as JSON of the caller's.
    pub body: String,
    /// The text as it was extracted.
    pub origin: String,
    /// Who begins it; none for the command line.
    pub by: Option<StaffId>,
    /// The article that it edits.
    pub article: Option<ArticleId>,
    /// The revision of that article.
    pub base_revision: Option<i64>,
    /// The item of the inbox that it was clipped from.
    pub inbox_item: Option<i64>,
}

impl NewDraft {
    /// A draft of nothing that is there already.
    pub fn new(kind: ArticleKind, headline: &str, body: String) -> Self {
        Self {
            kind,
            headline: headline.to_owned(),
            body,
            origin: String::new(),
            by: None,
            article: None,
            base_revision: None,
            inbox_item: None,
        }
    }
}

fn draft(row: &mut Columns<'_>) -> StoreResult<Draft> {
    Ok(Draft {
        id: row.take()?,
        kind: ArticleKind::read(&row.take::<String>()?)?,
        headline: row.take()?,
        state: DraftState::read(&row.take::<String>()?)?,
        version: row.take()?,
        body: row.take()?,
        origin: row.take()?,
        created_at: row.take()?,
        created_by: row.take()?,
        changed_at: row.take()?,
        changed_by: row.take()?,
        scheduled_at: row.take()?,
        scheduled_by: row.take()?,
        article: row.take()?,
        base_revision: row.take()?,
        inbox_item: row.take()?,
        print_error: row.take()?,
    })
}

fn draft_row(row: &mut Columns<'_>) -> StoreResult<DraftRow> {
    Ok(DraftRow {
        id: row.take()?,
        kind: ArticleKind::read(&row.take::<String>()?)?,
        headline: row.take()?,
        state: DraftState::read(&row.take::<String>()?)?,
        version: row.take()?,
        body: row.take()?,
        changed_at: row.take()?,
        changed_by: row.take()?,
        scheduled_at: row.take()?,
        article: row.take()?,
        print_error: row.take()?,
    })
}

/// Begins a draft, at version 1.
///
/// # Errors
/// When the database cannot be written.
pub fn create_draft(tx: &mut Tx<'_>, new: &NewDraft, now: Millis) -> StoreResult<DraftId> {
    let row = [
        new.kind.as_str().into(),
        (&new.headline).into(),
        (&new.body).into(),
        (&new.origin).into(),
        now.into(),
        new.by.into(),
        new.article.into(),
        new.base_revision.into(),
        new.inbox_item.into(),
    ];
    let id: DraftId = tx.one(&ADD_DRAFT, &row, single)?;
    let saved = SavedDraft {
        headline: new.headline.clone(),
        body: new.body.clone(),
        sent: String::new(),
        by: new.by,
        is_auto: false,
        editor_key: String::new(),
    };
    add_version(tx, id, 1, &saved, now)?;
    tx.tell(Event::Draft(id), now)?;
    Ok(id)
}

/// A draft, in whatever state.
///
/// # Errors
/// When the database cannot be read.
pub fn find_draft(conn: &mut Conn, id: DraftId) -> StoreResult<Option<Draft>> {
    conn.find(&DRAFT, &[id.into()], draft)
}

/// The version at which a draft stands, and its state.
///
/// # Errors
/// When the database cannot be read.
pub fn find_draft_standing(conn: &mut Conn, id: DraftId) -> StoreResult<Option<(i64, DraftState)>> {
    conn.find(&DRAFT_STANDING, &[id.into()], |row| {
        Ok((row.take()?, DraftState::read(&row.take::<String>()?)?))
    })
}

/// Drafts that can be printed, older than `before`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_drafts(conn: &mut Conn, before: DraftId, most: i64) -> StoreResult<Vec<DraftRow>> {
    conn.list(&DRAFTS, &[before.into(), most.into()], draft_row)
}

/// Drafts in one state, older than `before`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_drafts_in(
    conn: &mut Conn,
    state: DraftState,
    before: DraftId,
    most: i64,
) -> StoreResult<Vec<DraftRow>> {
    let of = [before.into(), most.into(), state.as_str().into()];
    conn.list(&DRAFTS_IN, &of, draft_row)
}

/// What is written in the drafts of one state, older than `before`, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_draft_bodies_in(
    conn: &mut Conn,
    state: DraftState,
    before: DraftId,
    most: i64,
) -> StoreResult<Vec<(DraftId, String)>> {
    let of = [before.into(), most.into(), state.as_str().into()];
    conn.list(&DRAFT_BODIES_IN, &of, |row| Ok((row.take()?, row.take()?)))
}

/// A draft in whose body something was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWith {
    /// Its number.
    pub id: DraftId,
    /// The headline; empty for what an older program clipped (the body has it).
    pub headline: String,
    /// What is written, as JSON of the caller's.
    pub body: String,
    /// Who began it; none for the command line.
    pub begun_by: Option<String>,
}

/// Other drafts than this one that can be printed and whose body contains a text, in capitals or not, newest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_drafts_with(
    conn: &mut Conn,
    than: DraftId,
    text: &str,
    most: i64,
) -> StoreResult<Vec<DraftWith>> {
    let mut pattern = String::from("%");
    for c in text.chars() {
        if matches!(c, '!' | '%' | '_') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let of = [than.into(), (&pattern).into(), most.into()];
    conn.list(&DRAFTS_WITH, &of, |row| {
        Ok(DraftWith {
            id: row.take()?,
            headline: row.take()?,
            body: row.take()?,
            begun_by: row.take()?,
        })
    })
}

/// Scheduled drafts whose time has come, the earliest first.
///
/// # Errors
/// When the database cannot be read.
pub fn list_due_drafts(conn: &mut Conn, now: Millis, most: i64) -> StoreResult<Vec<DraftId>> {
    conn.list(&DUE_DRAFTS, &[now.into(), most.into()], single)
}

/// What a save makes of a draft.
#[derive(Debug, Clone)]
pub struct SavedDraft {
    /// The headline.
    pub headline: String,
    /// What is written.
    pub body: String,
    /// What the editor sent, when that is not the body; else empty.
    pub sent: String,
    /// Who saves.
    pub by: Option<StaffId>,
    /// Whether the editor's script saves by itself.
    pub is_auto: bool,
    /// Which window of which browser saves; empty where there is no script.
    pub editor_key: String,
}

/// Saves a draft over a version of it; gives whether it stood at that version and could be saved. The text of before
/// stays in the history.
///
/// # Errors
/// When the database cannot be written.
pub fn save_draft(
    tx: &mut Tx<'_>,
    id: DraftId,
    over: i64,
    saved: &SavedDraft,
    now: Millis,
) -> StoreResult<bool> {
    let row = [
        id.into(),
        over.into(),
        (&saved.headline).into(),
        (&saved.body).into(),
        now.into(),
        saved.by.into(),
    ];
    if tx.change(&SAVE_DRAFT, &row)? != 1 {
        return Ok(false);
    }
    add_version(tx, id, over + 1, saved, now)?;
    tx.tell(Event::Draft(id), now)?;
    Ok(true)
}

/// What becomes of a draft.
#[derive(Debug, Clone, Default)]
pub struct StateChange {
    /// When it is to be printed, for one that becomes scheduled.
    pub scheduled_at: Option<Millis>,
    /// Who does it; none for the command line and the paper itself.
    pub by: Option<StaffId>,
    /// The article that it was printed as; none leaves the one that it edits.
    pub article: Option<ArticleId>,
    /// Why it could not be printed.
    pub print_error: String,
}

/// Brings a draft from the state and version in which it was read into another state; gives whether it still was as it
/// was read. So of several that print it at once, one does, and what is saved meanwhile is not left out.
///
/// # Errors
/// When the database cannot be written.
pub fn set_draft_state(
    tx: &mut Tx<'_>,
    read: &Draft,
    to: DraftState,
    change: &StateChange,
    now: Millis,
) -> StoreResult<bool> {
    let scheduled_by = change.scheduled_at.and(change.by);
    let row = [
        read.id.into(),
        read.version.into(),
        read.state.as_str().into(),
        to.as_str().into(),
        change.scheduled_at.into(),
        scheduled_by.into(),
        change.article.or(read.article).into(),
        (&change.print_error).into(),
        now.into(),
        change.by.into(),
    ];
    let changed = tx.change(&SET_DRAFT_STATE, &row)? == 1;
    if changed {
        tx.tell(Event::Draft(read.id), now)?;
    }
    Ok(changed)
}

/// Forgets drafts with their history that were printed or thrown away before an instant, `most` of each; gives how many.
///
/// # Errors
/// When the database cannot be written.
pub fn prune_drafts(tx: &mut Tx<'_>, before: Millis, most: i64) -> StoreResult<usize> {
    let mut gone = 0;
    for state in [DraftState::Printed, DraftState::Thrown] {
        let of = [state.as_str().into(), before.into(), most.into()];
        let ids: Vec<DraftId> = tx.list(&DONE_DRAFTS, &of, single)?;
        for id in ids {
            forget_versions(tx, id)?;
            forget_editors(tx, id)?;
            forget_evidence(tx, id)?;
            tx.change(&DROP_DRAFT, &[id.into()])?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// The draft in which a printed article is being edited, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub fn find_draft_of_article(conn: &mut Conn, article: ArticleId) -> StoreResult<Option<DraftId>> {
    conn.find(&DRAFT_OF_ARTICLE, &[article.into()], single)
}

/// Notes from which revision of its article a draft goes on.
///
/// # Errors
/// When the database cannot be written.
pub fn set_draft_base(tx: &mut Tx<'_>, draft: DraftId, revision: i64) -> StoreResult<()> {
    tx.change(&SET_DRAFT_BASE, &[draft.into(), revision.into()])
        .map(drop)
}
