//! Telling that two news items tell the same story.
//!
//! One story comes from many feeds under many titles, whole, cut to its first sentence, or quoted. A
//! [`Fingerprint`] is a small sketch of an item's title and text; a [`StoryIndex`] keeps those of recent items and
//! finds the same and like stories. Nothing here reads a clock, a file or a database: the caller keeps
//! [`Fingerprint::to_bytes`] beside the item and fills the index again when it starts.
//!
//! - [`Kind::Same`] is meant for merging without asking. It is strict: to merge two stories hides one of them.
//! - [`Kind::Like`] is meant for showing: "We had this?"
//!
//! Addresses are the caller's: two items with the same cleaned address tell the same story, whatever their words.
//! How it is decided and how well is in `docs/stories.md`.
//!
//! ```
//! use clipsheet_intake::stories::{Fingerprint, Kind, StoryIndex};
//!
//! let text = "The harbour board of Tarrow has voted to buy a second dredger, since the first one \
//!     sank on Tuesday into the mud that it was meant to remove. Nobody was hurt, and the cook saved the soup.";
//! let mut index = StoryIndex::with_capacity(100_000);
//! index.insert(1, Fingerprint::new("Board buys second dredger", text));
//! index.insert(2, Fingerprint::new("Lighthouse to be painted blue", "The keeper has chosen the shade himself."));
//!
//! // Another desk's title over the first sentence, with its own typography.
//! let cut = Fingerprint::new(
//!     "Dredger sinks into the mud it came for",
//!     "TARROW (HP) — The harbour board of Tarrow has voted to buy a second dredger, since the first one \
//!      sank on Tuesday into the mud that it was meant to remove.",
//! );
//! let found = index.find(&cut);
//! assert_eq!((found[0].key, found[0].kind), (1, Kind::Same));
//! assert_eq!(found.len(), 1);
//! ```

mod compare;
mod evidence;
mod fingerprint;
mod frequency;
mod hash;
mod index;
mod postings;
mod stop;
mod words;

pub use compare::{Comparison, Kind};
pub use fingerprint::{Fingerprint, FingerprintError};
pub use index::{Likeness, StoryIndex};
