//! What cached pages were made from, and whether that still holds.
//!
//! Every kind of thing has a counter that goes up when the thing changes. A page notes the counters it
//! was made from; it is fresh as long as they stand. Nobody ever searches the cache for what to drop.

use clipsheet_store::{ArticleId, CommenterId, Day, Event};
use std::sync::atomic::{AtomicU32, Ordering};

/// Counters. Things are spread over them by number; two that share one only cost a needless rendering.
const SLOTS: usize = 1 << 16;
/// Counters at the front for what there is one of.
const GLOBALS: u64 = 6;

/// A thing that pages are made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// An article with its comments.
    Article(ArticleId),
    /// The headlines of an edition.
    Edition(Day),
    /// A commenter's name and count.
    Commenter(CommenterId),
    /// Any article of the paper, but for what the glossary prints in it.
    Articles,
    /// What the glossary prints in any article. A job over the archive raises it all the time: only what shows texts, or counts
    /// what was printed, depends on it.
    Records,
    /// Any comment of the paper.
    Comments,
    /// The glossary.
    Glossary,
    /// Settings, pages, areas.
    Paper,
    /// Names, colours and roles of those who make the paper.
    Staff,
}

impl Tag {
    fn slot(self) -> usize {
        let (kind, number) = match self {
            Self::Articles => return 0,
            Self::Comments => return 1,
            Self::Glossary => return 2,
            Self::Paper => return 3,
            Self::Staff => return 4,
            Self::Records => return 5,
            Self::Article(id) => (1_u64, id.0),
            Self::Edition(day) => (2, day.0),
            Self::Commenter(id) => (3, id.0),
        };
        // Fibonacci hashing: consecutive numbers land far apart.
        let mixed =
            (number.unsigned_abs() ^ (kind << 60)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(GLOBALS + mixed % (SLOTS as u64 - GLOBALS)).unwrap_or(0)
    }
}

/// All counters.
pub struct Freshness(Box<[AtomicU32]>);

/// The counters that something was made from, as they stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp(Vec<(usize, u32)>);

impl Default for Freshness {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| AtomicU32::new(0)).collect())
    }
}

impl Freshness {
    /// Notes that a thing changed.
    pub fn change(&self, tag: Tag) {
        self.0[tag.slot()].fetch_add(1, Ordering::Release);
    }

    /// Notes all that an event of the store means.
    pub fn note(&self, event: Event) {
        match event {
            Event::Article(id) => {
                self.change(Tag::Article(id));
                self.change(Tag::Articles);
                self.change(Tag::Records);
            }
            Event::PrintRecord(id) => {
                self.change(Tag::Article(id));
                self.change(Tag::Records);
            }
            Event::Comment(id) => {
                self.change(Tag::Article(id));
                self.change(Tag::Comments);
            }
            Event::Edition(day) => {
                self.change(Tag::Edition(day));
                // The paper's front shows the latest edition, whichever that is.
                self.change(Tag::Articles);
            }
            Event::Commenter(id) => self.change(Tag::Commenter(id)),
            Event::Glossary => self.change(Tag::Glossary),
            Event::Paper => self.change(Tag::Paper),
            Event::Staff => self.change(Tag::Staff),
            // Desk views are made for each request and never kept.
            Event::Draft(_) | Event::Inbox | Event::Job => {}
        }
    }

    /// The counters as they stand. Take it **before** reading what they count.
    pub fn stamp(&self, tags: &[Tag]) -> Stamp {
        let stand = |tag: &Tag| {
            let slot = tag.slot();
            (slot, self.0[slot].load(Ordering::Acquire))
        };
        Stamp(tags.iter().map(stand).collect())
    }

    /// Whether nothing has changed since.
    pub fn is_fresh(&self, stamp: &Stamp) -> bool {
        stamp
            .0
            .iter()
            .all(|(slot, stood)| self.0[*slot].load(Ordering::Acquire) == *stood)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_spoils_what_was_made_from_it_and_nothing_else() {
        let freshness = Freshness::default();
        let article = freshness.stamp(&[Tag::Article(ArticleId(7)), Tag::Paper]);
        let other = freshness.stamp(&[Tag::Article(ArticleId(8)), Tag::Paper]);
        let front = freshness.stamp(&[Tag::Comments]);
        freshness.note(Event::Comment(ArticleId(7)));
        assert!(!freshness.is_fresh(&article));
        assert!(freshness.is_fresh(&other));
        assert!(!freshness.is_fresh(&front));
        freshness.note(Event::Paper);
        assert!(!freshness.is_fresh(&other));
    }

    #[test]
    fn printing_anew_spoils_no_front_and_no_list() {
        let freshness = Freshness::default();
        let (seven, today) = (ArticleId(7), Day(20_140_707));
        let list = freshness.stamp(&[Tag::Articles, Tag::Comments, Tag::Paper]);
        let front = freshness.stamp(&[Tag::Edition(today), Tag::Comments, Tag::Paper]);
        let feed = freshness.stamp(&[Tag::Articles, Tag::Records, Tag::Paper]);
        let article = freshness.stamp(&[Tag::Article(seven), Tag::Paper]);
        freshness.note(Event::PrintRecord(seven));
        assert!(freshness.is_fresh(&list) && freshness.is_fresh(&front));
        assert!(!freshness.is_fresh(&feed) && !freshness.is_fresh(&article));
        let counts = freshness.stamp(&[Tag::Records]);
        freshness.note(Event::Article(seven));
        assert!(!freshness.is_fresh(&list) && !freshness.is_fresh(&counts));
    }

    #[test]
    fn neighbours_do_not_share_a_counter() {
        let slots: std::collections::HashSet<usize> = (0..1_000)
            .map(|id| Tag::Article(ArticleId(id)).slot())
            .collect();
        assert!(slots.len() > 980, "{}", slots.len());
        assert!(slots.iter().all(|slot| *slot >= 6));
    }
}
