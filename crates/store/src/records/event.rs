//! The event log: what happened, in the order of commits. Caches of every process follow it.

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::ids::{ArticleId, CommenterId, Day, DraftId, Millis, single};
use crate::query::queries;

queries! {
    APPEND_EVENT = "INSERT INTO event (kind, subject, happened_at) VALUES (?1, ?2, ?3) RETURNING id";
    EVENTS_AFTER = "SELECT id, kind, subject FROM event WHERE id > ?1 ORDER BY id LIMIT ?2";
    NEWEST_EVENT = "SELECT COALESCE(MAX(id), 0) FROM event";
    PRUNE_EVENTS = "DELETE FROM event WHERE id <= ?1";
}

/// Something that others must know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// An article was printed, reprinted or changed.
    Article(ArticleId),
    /// What the glossary prints in an article changed, and nothing else of it.
    PrintRecord(ArticleId),
    /// A comment appeared under an article or was taken away.
    Comment(ArticleId),
    /// The headlines of an edition changed.
    Edition(Day),
    /// A commenter's name or count changed.
    Commenter(CommenterId),
    /// The glossary was replaced.
    Glossary,
    /// Settings, pages or areas changed.
    Paper,
    /// Somebody of the staff came, went or changed name, colour or role.
    Staff,
    /// A draft was made, changed, printed or thrown away.
    Draft(DraftId),
    /// Items came into the inbox or left it, or a feed changed.
    Inbox,
    /// A job that goes over the archive was asked for, ended or goes on.
    Job,
}

impl Event {
    fn to_row(self) -> (&'static str, i64) {
        match self {
            Self::Article(id) => ("article", id.0),
            Self::PrintRecord(id) => ("record", id.0),
            Self::Comment(id) => ("comment", id.0),
            Self::Edition(day) => ("edition", day.0),
            Self::Commenter(id) => ("commenter", id.0),
            Self::Glossary => ("glossary", 0),
            Self::Paper => ("paper", 0),
            Self::Staff => ("staff", 0),
            Self::Draft(id) => ("draft", id.0),
            Self::Inbox => ("inbox", 0),
            Self::Job => ("job", 0),
        }
    }

    /// `None` for a kind that a newer program writes.
    fn from_row(kind: &str, subject: i64) -> Option<Self> {
        Some(match kind {
            "article" => Self::Article(ArticleId(subject)),
            "record" => Self::PrintRecord(ArticleId(subject)),
            "comment" => Self::Comment(ArticleId(subject)),
            "edition" => Self::Edition(Day(subject)),
            "commenter" => Self::Commenter(CommenterId(subject)),
            "glossary" => Self::Glossary,
            "paper" => Self::Paper,
            "staff" => Self::Staff,
            "draft" => Self::Draft(DraftId(subject)),
            "inbox" => Self::Inbox,
            "job" => Self::Job,
            _ => return None,
        })
    }
}

/// Appends an event; gives its number.
pub(crate) fn append_event(conn: &mut Conn, event: &Event, now: Millis) -> StoreResult<i64> {
    let (kind, subject) = event.to_row();
    conn.one(
        &APPEND_EVENT,
        &[kind.into(), subject.into(), now.into()],
        single,
    )
}

/// The number of the newest event; 0 when there is none.
///
/// # Errors
/// When the database cannot be read.
pub fn newest_event(conn: &mut Conn) -> StoreResult<i64> {
    conn.one(&NEWEST_EVENT, &[], single)
}

/// Events after a number, oldest first, each with its number; no event for a kind that a newer program writes.
///
/// # Errors
/// When the database cannot be read.
pub fn list_events(
    conn: &mut Conn,
    after: i64,
    most: i64,
) -> StoreResult<Vec<(i64, Option<Event>)>> {
    conn.list(&EVENTS_AFTER, &[after.into(), most.into()], |row| {
        let number = row.take()?;
        let (kind, subject) = (row.take::<String>()?, row.take()?);
        Ok((number, Event::from_row(&kind, subject)))
    })
}

/// Forgets events up to a number.
///
/// # Errors
/// When the database cannot be written.
pub fn prune_events(conn: &mut Conn, up_to: i64) -> StoreResult<()> {
    conn.change(&PRUNE_EVENTS, &[up_to.into()]).map(drop)
}
