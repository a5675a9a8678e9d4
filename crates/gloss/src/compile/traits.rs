//! What the search asks of an entry at every mention.

use crate::{Case, Entry, Mention};

/// What an entry is, in so few bytes that those of all entries stay in the cache, where the entries themselves do not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    pub(crate) case: Case,
    pub(crate) inflect: bool,
    /// Whether it holds on some pages, in some areas, on some days or beside some words only.
    pub(crate) conditional: bool,
    /// Whether words beside it tell it from others.
    pub(crate) near: bool,
    /// Whether it holds on some pages, in some areas or on some days only.
    pub(crate) placed: bool,
    pub(crate) in_names: bool,
    /// Whether it is a person.
    pub(crate) person: bool,
    /// Whether it is something else.
    pub(crate) thing: bool,
    /// Whether its headword has no capital.
    pub(crate) lower: bool,
    /// Whether its headword has capitals only.
    pub(crate) acronym: bool,
    /// Whether it files articles in a dossier.
    pub(crate) files: bool,
    /// Whether it acts at one mention of an article only.
    pub(crate) once: bool,
}

impl Traits {
    pub(super) fn of(entry: &Entry) -> Self {
        let person = entry.kind.eq_ignore_ascii_case("person");
        Self {
            case: entry.case,
            inflect: entry.inflect,
            conditional: super::check::scope(entry) != super::check::UNRESTRICTED,
            near: !entry.near.is_empty(),
            placed: !entry.pages.is_empty()
                || !entry.areas.is_empty()
                || entry.from.is_some()
                || entry.until.is_some(),
            in_names: entry.in_names,
            person,
            thing: !person && !entry.kind.trim().is_empty(),
            lower: !entry.headword.contains(char::is_uppercase),
            acronym: !entry.headword.contains(char::is_lowercase),
            files: entry.dossier.is_some(),
            once: entry.mention == Mention::First && entry.every_words.is_none(),
        }
    }
}
