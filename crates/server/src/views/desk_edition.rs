//! The edition in the making, as the desk sees it.

use super::{DeskChrome, Link, Offer};

/// An article of the edition.
#[derive(Debug, Clone, Default)]
pub struct DeskEditionRow {
    /// Its number.
    pub id: u64,
    /// Its headline.
    pub headline: String,
    /// Where readers read it.
    pub url: String,
    /// Where the desk changes it.
    pub desk_url: String,
    /// The tag of its source; empty for an original.
    pub tag: String,
    /// Its area.
    pub area: String,
    /// When it was printed: "06:25".
    pub time: String,
    /// Who printed it.
    pub posted_by: String,
    /// "12 comments"; empty for none.
    pub comments: String,
    /// Whether it is the lead.
    pub is_lead: bool,
    /// Whether it is a classic.
    pub is_classic: bool,
    /// Whether it is the first on its page.
    pub is_first: bool,
    /// Whether it is the last on its page.
    pub is_last: bool,
}

/// A page of the edition.
#[derive(Debug, Clone, Default)]
pub struct DeskEditionPart {
    /// Its number.
    pub number: u64,
    /// Its title; empty when the paper has no such page any more.
    pub title: String,
    /// Its articles in order.
    pub rows: Vec<DeskEditionRow>,
}

/// A draft that is not printed yet.
#[derive(Debug, Clone, Default)]
pub struct DeskEditionDraft {
    /// Its number.
    pub id: i64,
    /// Its headline, with when it is due in front of it; where it is written.
    pub link: Link,
    /// "2 Harbour · The Quay"; "2 Harbour, no area yet".
    pub place: String,
}

/// A draft without an area.
#[derive(Debug, Clone, Default)]
pub struct DeskEditionLost {
    /// The draft.
    pub draft: DeskEditionDraft,
    /// Where its area is set; empty for who may not.
    pub action: String,
    /// The areas to choose from.
    pub areas: Vec<Offer>,
}

/// The edition in the making.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_edition.html")]
pub struct DeskEditionPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Its date.
    pub heading: String,
    /// Whether it is today's.
    pub is_today: bool,
    /// Where an order is sent.
    pub order_url: String,
    /// Where the edition is seen as a letter; empty when nothing is printed.
    pub letter_url: String,
    /// Where readers read it; empty while there is nothing to read.
    pub reader_url: String,
    /// Where it can be printed anew; empty where it cannot.
    pub reprint_url: String,
    /// "42 articles"; empty for none.
    pub count: String,
    /// Whether it may be changed.
    pub may_edit: bool,
    /// Its lead; no link for none.
    pub lead: Link,
    /// Its pages.
    pub parts: Vec<DeskEditionPart>,
    /// What is not printed yet: scheduled, being written, held back.
    pub making: Vec<(String, Vec<DeskEditionDraft>)>,
    /// Drafts that still lack an area.
    pub lacking: Vec<DeskEditionLost>,
    /// Where the drafts are listed, when there are more than are shown here; else empty.
    pub more_drafts: String,
    /// The leads of the two weeks before, each with its day.
    pub leads: Vec<(String, Link)>,
    /// The day before.
    pub before_url: String,
    /// The day after; empty for tomorrow.
    pub after_url: String,
}
