//! The inbox of the desk.

use super::{DeskChrome, Pick};
use clipsheet_markup::SafeHtml;

/// A filter of the inbox.
#[derive(Debug, Clone, Default)]
pub struct PickList {
    /// Its name in the form: `page`, `area`, `feed`, `dossier` or `submitted`.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What stands on top, for no wish: "All pages".
    pub any: String,
    /// The choices.
    pub picks: Vec<Pick>,
}

/// What the paper had of a story already.
#[derive(Debug, Clone, Default)]
pub struct HadStory {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// "printed 7 July 2014", or "waits in the inbox".
    pub when: String,
    /// Whether it is the same story, and not only one like it.
    pub same: bool,
}

/// A story in the list.
#[derive(Debug, Clone, Default)]
pub struct InboxRow {
    /// Its number.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// Who brought it first.
    pub source: String,
    /// "+3 more"; empty for one source.
    pub more: String,
    /// When it came, for people.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// "Page 2 · The Quay"; empty for neither.
    pub place: String,
    /// The beginning of its text; empty for none.
    pub excerpt: String,
    /// The article that the paper had of it; an empty address for none.
    pub had: HadStory,
    /// Who sent it in; empty for what feeds bring.
    pub sent_by: String,
    /// What is said of one that waits no longer: "clipped by Pennick"; empty for one that waits.
    pub decided: String,
}

/// The inbox.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// "1,204 stories wait".
    pub count: String,
    /// The filters.
    pub filters: Vec<PickList>,
    /// The words looked for.
    pub words: String,
    /// Whether anything is left out of the list by a filter.
    pub filtered: bool,
    /// The stories.
    pub rows: Vec<InboxRow>,
    /// Whether there are none.
    pub empty: bool,
    /// Where the list goes on; empty at its end.
    pub more_url: String,
    /// The filter as a query, so that acts come back to it; empty for none.
    pub back: String,
    /// Whether the member may clip and print.
    pub may_clip: bool,
    /// Whether the paper has feeds at all.
    pub has_feeds: bool,
    /// A story that was just dropped and can be taken back; 0 for none.
    pub undo: i64,
    /// What it is called.
    pub undo_title: String,
    /// Now, in milliseconds, for what changes later.
    pub now: i64,
    /// The number of the story that came last.
    pub newest: i64,
}

/// A feed that brought a story.
#[derive(Debug, Clone, Default)]
pub struct SourceRow {
    /// The feed's name.
    pub feed: String,
    /// What it calls the story.
    pub title: String,
    /// What it called it before, joined; empty for nothing.
    pub old_titles: String,
    /// Where the story is.
    pub url: String,
    /// When the feed had it.
    pub time: String,
}

/// What somebody sent in of a story.
#[derive(Debug, Clone, Default)]
pub struct SentIn {
    /// "News link", "Article".
    pub kind: String,
    /// What they call it.
    pub headline: String,
    /// Who signed it.
    pub nic: String,
    /// What they said under this name; empty for staff.
    pub nic_url: String,
    /// Their e-mail address; empty for none.
    pub email: String,
    /// "contributor" and the like, when it is from the staff; empty for readers.
    pub role: String,
    /// When it came, for people.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// The note to a link, or the article.
    pub text: SafeHtml,
    /// Why the paper could not print it by itself; empty when it could, or need not.
    pub trouble: String,
    /// Whether the paper is about to print it by itself.
    pub prints: bool,
}

/// One story of the inbox with all that is known of it.
#[derive(Debug, Clone, Default)]
pub struct InboxItemView {
    /// As in the list.
    pub row: InboxRow,
    /// Where the story is; empty for an article that was sent in.
    pub story_url: String,
    /// The host of that, to be told by.
    pub host: String,
    /// When it was published, as its source says; empty when it does not.
    pub published: String,
    /// What the sender says to the desk; empty for nothing.
    pub note: String,
    /// What was sent in of it.
    pub sent: Vec<SentIn>,
    /// The feeds that brought it.
    pub sources: Vec<SourceRow>,
    /// What the paper had of it, or of stories like it.
    pub had: Vec<HadStory>,
    /// The page it is proposed for.
    pub page: String,
    /// The area it is proposed for.
    pub area: String,
    /// What it would be filed under, joined; empty for nothing.
    pub dossiers: String,
    /// Whether the member may clip and print.
    pub may_clip: bool,
    /// Where the draft is that was made of it; empty for none.
    pub draft_url: String,
    /// Where the article is that was made of it; empty for none.
    pub article_url: String,
    /// Whether it was dropped or expired, and can be taken back.
    pub can_undo: bool,
    /// The filter as a query; empty for none.
    pub back: String,
}

/// One story of the inbox, on a view of its own.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "inbox_item.html")]
pub struct InboxItemPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The story.
    pub item: InboxItemView,
    /// Where to paste its text when it cannot be fetched; empty when it was not tried or could be.
    pub paste_url: String,
}

/// One story of the inbox, unfolded in the list.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "part_inbox_item.html")]
pub struct InboxItemPart {
    /// The story.
    pub item: InboxItemView,
}
