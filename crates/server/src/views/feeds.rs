//! The feeds of the desk.

use super::{DeskChrome, FieldError, Pick};

/// A feed in the list.
#[derive(Debug, Clone, Default)]
pub struct FeedRow {
    /// What it is called.
    pub title: String,
    /// Where it is read.
    pub url: String,
    /// Where it is edited.
    pub edit_url: String,
    /// Where its waiting stories are.
    pub inbox_url: String,
    /// "Well", "Failing", "Paused", "New".
    pub state: String,
    /// The class that goes with it: `good`, `bad`, `off` or `new`.
    pub state_class: String,
    /// Why it could not be read, in words; empty for no reason to complain.
    pub reason: String,
    /// When it was last had: "today at 07:40"; "never".
    pub last_success: String,
    /// When it is read next; empty when it is paused.
    pub next: String,
    /// "2.4 a day".
    pub pace: String,
    /// How many of its stories wait.
    pub waiting: String,
    /// "Page 2 · The Quay"; empty for neither.
    pub place: String,
}

/// Feeds that stand together.
#[derive(Debug, Clone, Default)]
pub struct FeedGroup {
    /// What the group is called.
    pub name: String,
    /// Its id on the page.
    pub anchor: String,
    /// Its feeds.
    pub rows: Vec<FeedRow>,
}

/// All feeds.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "feeds.html")]
pub struct FeedsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// "118 feeds, 3 of them failing".
    pub count: String,
    /// The feeds by group.
    pub groups: Vec<FeedGroup>,
    /// What was typed as an address to add.
    pub typed: String,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Whether anything is.
    pub wrong: bool,
    /// Whether feeds may be added and changed; else they are only shown.
    pub may_edit: bool,
    /// Whether what was typed can be added although it could not be read.
    pub anyway: bool,
    /// Names of the groups there are.
    pub group_names: Vec<String>,
}

/// A feed that was found on a site.
#[derive(Debug, Clone, Default)]
pub struct FoundFeed {
    /// Its address.
    pub url: String,
    /// What the site calls it.
    pub title: String,
    /// Whether it is only a guess.
    pub guessed: bool,
    /// Whether the desk has it already.
    pub known: bool,
}

/// The feeds that were found on a site, to choose from.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "feed_choice.html")]
pub struct FeedChoicePage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where they were found.
    pub site: String,
    /// The feeds.
    pub found: Vec<FoundFeed>,
    /// The group that the feed is to be in.
    pub group: String,
}

/// One feed: what the desk says of it, and how it fares.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "feed.html")]
pub struct FeedPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// As in the list.
    pub row: FeedRow,
    /// The site it belongs to; empty when that is not known.
    pub homepage: String,
    /// What to call it.
    pub title: String,
    /// Its group.
    pub group: String,
    /// Names of the groups there are.
    pub group_names: Vec<String>,
    /// The paper's pages.
    pub pages: Vec<Pick>,
    /// The paper's areas.
    pub areas: Vec<Pick>,
    /// Words of which an item must have one.
    pub include_words: String,
    /// Words of which an item may have none.
    pub exclude_words: String,
    /// Whether it is left alone.
    pub paused: bool,
    /// Where it says that it has moved to; empty for nowhere.
    pub moved_to: String,
    /// "every 40 minutes".
    pub interval: String,
    /// "1,204 stories since 7 July 2014".
    pub brought: String,
    /// What is wrong with what was typed.
    pub errors: Vec<FieldError>,
}

/// A feed of a list that is to be imported.
#[derive(Debug, Clone, Default)]
pub struct ImportRow {
    /// What the list calls it.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its group.
    pub group: String,
    /// Why it is left out; empty when it is not.
    pub why: String,
    /// Its place in the list.
    pub number: usize,
}

/// Importing a list of feeds.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "feed_import.html")]
pub struct FeedImportPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// What was pasted.
    pub pasted: String,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// What the list is called; empty for no name.
    pub list_title: String,
    /// Feeds that will be added.
    pub adding: Vec<ImportRow>,
    /// Whether there are any.
    pub any: bool,
    /// Entries that will not.
    pub left_out: Vec<ImportRow>,
    /// The feeds that will be added, as a list again.
    pub opml: String,
    /// Whether there is a list to look at.
    pub previewing: bool,
    /// "112 feeds will be added, 6 entries left out."
    pub summary: String,
    /// The paper's pages.
    pub pages: Vec<Pick>,
    /// The paper's areas.
    pub areas: Vec<Pick>,
}
