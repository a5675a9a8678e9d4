//! Which entries of the glossary are looked for.

use super::shelf::{Shelf, Shelved, fold};
use super::uses::{UseSum, Uses, date_of};
use clipsheet_gloss::Entry;
use clipsheet_store::Day;
use url::form_urlencoded;

/// Words that are looked for at most.
const MOST_WORDS: usize = 8;

/// The states that entries can be sifted by, each with what it is called.
pub const STATES: &[(&str, &str)] = &[
    ("unused", "Never printed"),
    ("unmatched", "Never matched"),
    ("review", "Review date has passed"),
    ("old-1", "Not printed for a year"),
    ("old-3", "Not printed for 3 years"),
    ("old-10", "Not printed for 10 years"),
    ("held", "Held for review"),
    ("gone", "Gone"),
    ("aside", "Set aside by the paper"),
    ("doubtful", "With a warning"),
];

/// The effects that entries can be sifted by, each with what it is called.
pub const EFFECTS: &[(&str, &str)] = &[
    ("substitution", "Substitution"),
    ("aside", "Aside"),
    ("serial", "Serial"),
    ("dossier", "Dossier only"),
];

/// The orders in which entries can be listed.
pub const ORDERS: &[(&str, &str)] = &[
    ("often", "Most printed first"),
    ("last", "Latest printed first"),
    ("new", "Newest first"),
];

/// Which entries are looked for, as in addresses; empty strings for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Words, all of which must be there.
    pub words: String,
    /// A kind; `-` for none.
    pub kind: String,
    /// One of [`EFFECTS`].
    pub effect: String,
    /// One of [`STATES`].
    pub state: String,
    /// One of [`ORDERS`]; by headword for none.
    pub order: String,
}

impl EntryFilter {
    /// Reads what an address says.
    pub fn read(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            match name.as_ref() {
                "q" => filter.words = value,
                "kind" => filter.kind = value,
                "effect" => filter.effect = value,
                "state" => filter.state = value,
                "order" => filter.order = value,
                _ => {}
            }
        }
        filter
    }

    /// As in addresses.
    pub fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [
            ("q", &self.words),
            ("kind", &self.kind),
            ("effect", &self.effect),
            ("state", &self.state),
            ("order", &self.order),
        ] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    /// Whether all entries fit.
    pub fn is_empty(&self) -> bool {
        let bare = Self {
            order: String::new(),
            ..self.clone()
        };
        bare == Self::default()
    }

    /// The entries that fit, in the order wanted.
    pub fn sift<'a>(&self, shelf: &'a Shelf, uses: &Uses, today: Day) -> Vec<&'a Shelved> {
        let folded = fold(&self.words);
        let words: Vec<String> = folded
            .split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect();
        let none = UseSum::default();
        let sum = |entry: &Entry| uses.get(&entry.id).unwrap_or(&none);
        let mut found: Vec<&Shelved> = shelf
            .by_name()
            .filter(|shelved| {
                let entry = &shelved.entry;
                shelved.has_words(&words)
                    && self.fits_kind(entry)
                    && self.fits_effect(entry)
                    && self.fits_state(shelved, sum(entry), today)
            })
            .collect();
        match self.order.as_str() {
            "often" => {
                found.sort_by_key(|shelved| std::cmp::Reverse(sum(&shelved.entry).printed));
            }
            "last" => found.sort_by_key(|shelved| std::cmp::Reverse(sum(&shelved.entry).last_on)),
            "new" => found.sort_by_key(|shelved| std::cmp::Reverse(shelved.entry.id)),
            // Whoever types a headword wants that one first, then those that begin so.
            _ if !folded.trim().is_empty() => {
                let wanted = folded.trim();
                found.sort_by_key(|shelved| {
                    let name = fold(&shelved.entry.headword);
                    (name != wanted, !name.starts_with(wanted))
                });
            }
            _ => {}
        }
        found
    }

    fn fits_kind(&self, entry: &Entry) -> bool {
        match self.kind.as_str() {
            "" => true,
            "-" => entry.kind.is_empty(),
            kind => entry.kind == kind,
        }
    }

    fn fits_effect(&self, entry: &Entry) -> bool {
        match self.effect.as_str() {
            "substitution" => !entry.substitute.is_empty(),
            "aside" => !entry.asides.is_empty(),
            "serial" => entry.serial.is_some(),
            "dossier" => {
                entry.dossier.is_some()
                    && entry.substitute.is_empty()
                    && entry.asides.is_empty()
                    && entry.serial.is_none()
            }
            _ => true,
        }
    }

    fn fits_state(&self, shelved: &Shelved, sum: &UseSum, today: Day) -> bool {
        let entry = &shelved.entry;
        match self.state.as_str() {
            "unused" => sum.printed == 0 && sum.taken_out == 0,
            "unmatched" => {
                sum.printed == 0 && sum.mentioned == 0 && sum.taken_out == 0 && !sum.not_yet
            }
            "review" => is_due(entry, today),
            "held" => entry.held,
            "gone" => entry.gone,
            "aside" => shelved.is_set_aside(),
            "doubtful" => !shelved.problems.is_empty(),
            state => {
                let years = state.strip_prefix("old-").and_then(|n| n.parse().ok());
                years.is_none_or(|years: i64| is_old(sum, today, years))
            }
        }
    }
}

/// Whether an entry's review is due.
pub fn is_due(entry: &Entry, today: Day) -> bool {
    date_of(today).is_some_and(|today| entry.review_is_due(today))
}

/// Whether an entry was printed once, but not for years.
fn is_old(sum: &UseSum, today: Day, years: i64) -> bool {
    // A day is a number such as 20140707.
    sum.last_on
        .is_some_and(|last| last.0 <= today.0 - years * 10_000)
}
