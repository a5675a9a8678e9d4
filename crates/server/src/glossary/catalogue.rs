//! What readers see of the glossary: its entries in order, by letter and by kind.
//!
//! Read once when the glossary changes, and shared by all pages. It holds a line for each entry; what an entry says in full
//! is read from the store when somebody asks for it.

use clipsheet_gloss::{Entry, Glossary};
use clipsheet_markup::slug;
use clipsheet_store::{Conn, GlossaryRow, StoreResult, list_glossary};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// Where entries stand that begin with a figure.
pub const FIGURES: &str = "0-9";
/// Characters of what an entry does in a list.
const SHORT: usize = 70;

/// Whether readers meet an entry in what is printed now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is printed.
    Live,
    /// The desk has muted it for good.
    Gone,
    /// The desk holds it back, or it cannot be used as it is.
    Resting,
}

/// What the desk has said of an entry beside its words. Read apart from [`Entry`], which need not know all of it.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
struct Switches {
    gone: bool,
    held: bool,
}

/// The standing of an entry as stored. `in_use` says whether the compiled glossary has it.
pub fn standing(row: &GlossaryRow, in_use: bool) -> Standing {
    match serde_json::from_str::<Switches>(&row.body) {
        Ok(Switches { gone: true, .. }) => Standing::Gone,
        Ok(Switches { held: false, .. }) if in_use => Standing::Live,
        _ => Standing::Resting,
    }
}

/// Whether the desk holds an entry back. It may have been printed before.
pub fn is_held(row: &GlossaryRow) -> bool {
    serde_json::from_str::<Switches>(&row.body).is_ok_and(|switches| switches.held)
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// Its headword.
    pub headword: String,
    /// The readable end of its address.
    pub slug: String,
    /// Its kind as in addresses; empty for none.
    pub kind: String,
    /// In short, what the house makes of it; empty where it only has a dossier or a serial.
    pub words: String,
}

impl Listed {
    /// Its letter: `a` to `z`, or [`FIGURES`].
    pub fn letter(&self) -> &str {
        letter_of(&self.slug)
    }

    /// Its address.
    pub fn url(&self) -> String {
        entry_url(self.id, &self.slug)
    }
}

fn letter_of(slug: &str) -> &str {
    match slug.as_bytes().first() {
        Some(byte) if byte.is_ascii_lowercase() => &slug[..1],
        _ => FIGURES,
    }
}

/// The address of an entry.
pub fn entry_url(id: i64, slug: &str) -> String {
    format!("/glossary/{id}/{slug}")
}

/// All entries that are printed, in the order of their headwords.
#[derive(Debug, Default)]
pub struct Catalogue {
    entries: Vec<Listed>,
    letters: BTreeMap<String, usize>,
    /// By their short names: the name on screen, and how many entries are of it.
    kinds: BTreeMap<String, (String, usize)>,
}

impl Catalogue {
    /// Puts entries in order.
    fn of(found: impl Iterator<Item = (i64, Entry)>) -> Self {
        let mut catalogue = Self::default();
        for (id, entry) in found {
            let kind = match entry.kind.trim() {
                "" => String::new(),
                kind => {
                    let short = slug(kind);
                    let known = catalogue.kinds.entry(short.clone());
                    known.or_insert_with(|| (capitalised(kind), 0)).1 += 1;
                    short
                }
            };
            let listed = Listed {
                id,
                slug: slug(&entry.headword),
                words: in_short(&entry),
                headword: entry.headword,
                kind,
            };
            let letter = catalogue.letters.entry(listed.letter().to_owned());
            *letter.or_default() += 1;
            catalogue.entries.push(listed);
        }
        catalogue
            .entries
            .sort_by(|a, b| (&a.slug, &a.headword, a.id).cmp(&(&b.slug, &b.headword, b.id)));
        catalogue
    }

    /// How many entries are printed.
    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// The letters with entries, each with their number, in order.
    pub fn letters(&self) -> impl Iterator<Item = (&str, usize)> {
        self.letters
            .iter()
            .map(|(letter, &count)| (letter.as_str(), count))
    }

    /// The kinds with entries: short name, name on screen, number of entries.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str, usize)> {
        self.kinds
            .iter()
            .map(|(kind, (name, count))| (kind.as_str(), name.as_str(), *count))
    }

    /// The name on screen of a kind, if there are entries of it.
    pub fn kind_name(&self, kind: &str) -> Option<&str> {
        self.kinds.get(kind).map(|(name, _)| name.as_str())
    }

    /// Whether there is an entry of a letter that is of a kind.
    pub fn has(&self, letter: &str, kind: &str) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.kind == kind && entry.letter() == letter)
    }

    /// The entries of a letter and of a kind; of all letters or kinds where none is named.
    pub fn pick<'a>(&'a self, letter: &str, kind: &str) -> Vec<&'a Listed> {
        self.entries
            .iter()
            .filter(|entry| letter.is_empty() || entry.letter() == letter)
            .filter(|entry| kind.is_empty() || entry.kind == kind)
            .collect()
    }
}

/// Reads it. Entries that are held, gone, set aside or unreadable are not in it.
///
/// # Errors
/// When the database cannot be read.
pub fn read(conn: &mut Conn, glossary: &Glossary) -> StoreResult<Catalogue> {
    let in_use: HashSet<i64> = glossary.entries().map(|entry| entry.id).collect();
    let live = list_glossary(conn)?
        .into_iter()
        .filter(|row| standing(row, in_use.contains(&row.id)) == Standing::Live)
        .filter_map(|row| Some((row.id, serde_json::from_str(&row.body).ok()?)));
    Ok(Catalogue::of(live))
}

/// A kind as a word of its own.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn in_short(entry: &Entry) -> String {
    let words = entry.substitute.first().map(String::as_str);
    let note = entry
        .asides
        .iter()
        .find(|aside| aside.weight > 0 && !aside.text.is_empty())
        .map(|aside| aside.text.as_str());
    let words = words.or(note).unwrap_or_default();
    if words.chars().count() <= SHORT {
        return words.to_owned();
    }
    let mut short: String = words.chars().take(SHORT - 1).collect();
    short.truncate(short.rfind(' ').unwrap_or(short.len()));
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_gloss::Aside;

    fn entry(headword: &str, kind: &str) -> Entry {
        Entry {
            kind: kind.into(),
            ..Entry::new(headword)
        }
    }

    #[test]
    fn entries_stand_by_letter_and_kind_in_the_order_of_their_words() {
        let mut gull = entry("gull", "term");
        gull.asides = vec![Aside::new("a word ".repeat(30))];
        let entries = [
            entry("Élan", "term"),
            gull,
            entry("eel", ""),
            entry("1987", "year of grace"),
            entry("Ärger", "term"),
        ];
        let catalogue = Catalogue::of((1..).zip(entries));
        let words = |letter: &str, kind: &str| -> Vec<String> {
            let picked = catalogue.pick(letter, kind);
            picked.iter().map(|entry| entry.headword.clone()).collect()
        };
        assert_eq!(words("", ""), ["1987", "Ärger", "eel", "Élan", "gull"]);
        assert_eq!(words("e", ""), ["eel", "Élan"]);
        assert_eq!(words("e", "term"), ["Élan"]);
        assert_eq!(words(FIGURES, ""), ["1987"]);
        let letters: Vec<_> = catalogue.letters().collect();
        assert_eq!(letters, [(FIGURES, 1), ("a", 1), ("e", 2), ("g", 1)]);
        assert_eq!(catalogue.kind_name("year-of-grace"), Some("Year of grace"));
        let short = &catalogue.pick("g", "")[0].words;
        assert!(
            short.ends_with("word a…") && short.chars().count() <= SHORT,
            "{short}"
        );
    }

    #[test]
    fn what_the_desk_mutes_or_holds_is_not_live() {
        let row = |body: &str| GlossaryRow {
            id: 1,
            headword: "gull".into(),
            revision: 1,
            body: body.into(),
        };
        for (body, in_use, expected) in [
            (r#"{"headword":"gull"}"#, true, Standing::Live),
            (r#"{"headword":"gull"}"#, false, Standing::Resting),
            (
                r#"{"headword":"gull","held":true}"#,
                true,
                Standing::Resting,
            ),
            (r#"{"headword":"gull","gone":true}"#, true, Standing::Gone),
            (
                r#"{"headword":"gull","gone":true,"held":true}"#,
                false,
                Standing::Gone,
            ),
            ("{broken", true, Standing::Resting),
        ] {
            assert_eq!(standing(&row(body), in_use), expected, "{body}");
        }
    }
}
