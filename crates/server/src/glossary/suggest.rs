//! What the paper suggests for its glossary: names that recur without an entry, spellings that look like those of an entry,
//! entries that never match, forms that get in each other's way. Pure: texts and the shelf in, suggestions out; the engine finds
//! the names.

use super::shelf::{Shelf, fold};
use super::uses::Uses;
use clipsheet_gloss::{Entry, Glossary, LookAlike, Names, Problem, Severity};
use clipsheet_store::Dismissal;
use std::collections::HashSet;

/// Articles that a name must stand in.
const LEAST_ARTICLES: usize = 3;
/// Suggestions of each sort.
const MOST: usize = 40;
/// Places that are told of each.
const MOST_PLACES: usize = 3;
/// Characters of a dismissed suggestion's words that are remembered.
const MOST_WORDS: usize = 300;

/// A text to look at.
#[derive(Debug, Clone)]
pub struct Read {
    /// The article's number.
    pub article: i64,
    /// Its headline.
    pub headline: String,
    /// Its words as HTML.
    pub html: String,
}

/// A name that recurs, and that no entry has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// The name, as it was seen first.
    pub name: String,
    /// In how many articles.
    pub articles: usize,
    /// Some of these, by their place in what was read.
    pub places: Vec<usize>,
}

/// A spelling that looks like one of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikeAlias {
    /// The spelling.
    pub spelling: Recurring,
    /// The entry's number.
    pub entry: i64,
    /// Its form that the spelling is like.
    pub form: String,
}

/// All that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Names without an entry, the most frequent first.
    pub names: Vec<Recurring>,
    /// Spellings that look like an alias.
    pub aliases: Vec<LikeAlias>,
    /// Entries that never matched: their numbers.
    pub unmatched: Vec<i64>,
    /// Entries of which a form is set aside, with the compiler's words.
    pub collisions: Vec<(i64, String)>,
}

/// Suggestions that are not to come again, by sort and by their words.
#[derive(Debug, Clone, Default)]
pub struct Dismissed(HashSet<Dismissal>);

impl Dismissed {
    fn has(&self, kind: &str, words: String) -> bool {
        !self.0.is_empty() && self.0.contains(&(kind.to_owned(), told(&words)))
    }
}

impl From<&[Dismissal]> for Dismissed {
    fn from(list: &[Dismissal]) -> Self {
        Self(list.iter().cloned().collect())
    }
}

/// The words of a suggestion by which it is known again, as many as are remembered.
pub fn told(words: &str) -> String {
    words.chars().take(MOST_WORDS).collect()
}

/// The words of a suggestion to take a spelling for an entry's.
pub fn alias_words(spelling: &str, headword: &str) -> String {
    format!("{spelling} → {headword}")
}

/// Looks at texts and the shelf. What was dismissed makes room for others.
///
/// `young` are entries that nobody can have found yet, since what is printed is not searched for an entry that comes later.
pub fn suggest(
    texts: &[Read],
    shelf: &Shelf,
    glossary: &Glossary,
    uses: &Uses,
    young: &HashSet<i64>,
    dismissed: &Dismissed,
) -> Suggestions {
    let mut names = Names::default();
    for read in texts {
        names.read(glossary, &read.html);
    }
    let entries: Vec<Entry> = shelf.entries().cloned().collect();
    // Forms of entries that are held or set aside are known all the same.
    let known: HashSet<String> = entries
        .iter()
        .flat_map(Entry::forms)
        .map(|form| fold(&form.text))
        .collect();
    let recurring = |name: &str, articles: usize| Recurring {
        name: name.to_owned(),
        articles,
        places: (0..texts.len())
            .filter(|place| texts[*place].html.contains(name))
            .take(MOST_PLACES)
            .collect(),
    };
    let alike: Vec<LookAlike> = names
        .look_alikes(&entries, LEAST_ARTICLES)
        .into_iter()
        .filter(|one| !known.contains(&fold(&one.name)))
        .collect();
    // What looks like an alias is no name without an entry, not even where the desk says that it is no alias.
    let is_alias: HashSet<&str> = alike.iter().map(|one| one.name.as_str()).collect();
    let aliases = alike
        .iter()
        .filter(|one| !dismissed.has("alias", alias_words(&one.name, &one.entry)))
        .filter_map(|one| {
            let entry = entries.iter().find(|entry| entry.headword == one.entry)?;
            Some(LikeAlias {
                spelling: recurring(&one.name, one.articles),
                entry: entry.id,
                form: one.form.clone(),
            })
        });
    let unmatched = shelf
        .by_name()
        .map(|shelved| &shelved.entry)
        .filter(|entry| !entry.gone && !entry.held)
        .filter(|entry| !uses.contains_key(&entry.id) && !young.contains(&entry.id))
        .filter(|entry| !dismissed.has("unmatched", entry.headword.clone()))
        .map(|entry| entry.id);
    let collides = shelf.by_name().filter_map(|shelved| {
        let error = |problem: &&Problem| {
            problem.severity == Severity::Error && problem.message.contains("already belongs")
        };
        let problem = shelved.problems.iter().find(error)?;
        if dismissed.has("collision", shelved.entry.headword.clone()) {
            return None;
        }
        Some((shelved.entry.id, problem.message.clone()))
    });
    Suggestions {
        names: names
            .top(LEAST_ARTICLES, usize::MAX)
            .into_iter()
            .filter(|one| {
                !known.contains(&fold(&one.text)) && !is_alias.contains(one.text.as_str())
            })
            .filter(|one| !dismissed.has("name", one.text.clone()))
            .take(MOST)
            .map(|one| recurring(&one.text, one.articles))
            .collect(),
        unmatched: unmatched.take(MOST).collect(),
        collisions: collides.take(MOST).collect(),
        aliases: aliases.take(MOST).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Shelf {
        let mut board = Entry::new("Harbour Board");
        board.substitute = vec!["Dredging Society".into()];
        board.id = 1;
        let mut gull = Entry::new("gull");
        gull.aliases = vec!["Harbour Board".into()];
        gull.substitute = vec!["bailiff".into()];
        gull.id = 2;
        Shelf::of(vec![board, gull], Vec::new(), Vec::new())
    }

    fn texts() -> Vec<Read> {
        let texts = [
            "The Harbour Board met Captain Pennick. Yesterday Limpet sang.\n\nThe Harbor Board’s clerk asked for Captain Pennick.",
            "In Tarrow the Harbor Board sat, and Captain Pennick’s ferry came.",
            "Nobody told the Harbor Board about Captain Pennick, or Tarrow.",
        ];
        let read = |(at, text): (i64, &str)| Read {
            article: at,
            headline: String::new(),
            html: format!("<p>{text}</p>"),
        };
        (1..).zip(texts).map(read).collect()
    }

    #[test]
    fn names_recur_and_spellings_look_like_aliases() {
        let shelf = shelf();
        let entries: Vec<Entry> = shelf.entries().cloned().collect();
        let (glossary, _) = Glossary::compile(entries, Vec::new());
        let none = HashSet::new();
        let found = suggest(
            &texts(),
            &shelf,
            &glossary,
            &Uses::new(),
            &none,
            &Dismissed::default(),
        );
        let names: Vec<_> = found
            .names
            .iter()
            .map(|one| (one.name.as_str(), one.articles))
            .collect();
        assert_eq!(names, [("Captain Pennick", 3)]);
        assert_eq!(found.aliases.len(), 1, "{:?}", found.aliases);
        let alias = &found.aliases[0];
        assert_eq!(
            (
                alias.spelling.name.as_str(),
                alias.entry,
                alias.form.as_str()
            ),
            ("Harbor Board", 1, "Harbour Board")
        );
        assert_eq!(found.unmatched, [2, 1]);
        let young = HashSet::from([2]);
        let found = suggest(
            &texts(),
            &shelf,
            &glossary,
            &Uses::new(),
            &young,
            &Dismissed::default(),
        );
        assert_eq!(found.unmatched, [1]);
        assert_eq!(found.collisions[0].0, 2);
    }

    #[test]
    fn what_was_dismissed_makes_room_for_what_was_not() {
        let headword = |number: usize| format!("gull {number:02}");
        let entry = |number: usize| Entry {
            id: i64::try_from(number).unwrap(),
            substitute: vec!["bailiff".into()],
            ..Entry::new(headword(number))
        };
        let entries: Vec<Entry> = (1..=MOST + 1).map(entry).collect();
        let shelf = Shelf::of(entries.clone(), Vec::new(), Vec::new());
        let (glossary, _) = Glossary::compile(entries, Vec::new());
        // Each as often as the others: none is first but by its name, and the last comes up when all before are dismissed.
        let names: Vec<String> = (0..MOST * 5)
            .map(|number| {
                let letter = |place: usize| char::from(b'a' + u8::try_from(place % 26).unwrap());
                format!(
                    "Skein {}{}whelk",
                    letter(number / 26).to_uppercase(),
                    letter(number)
                )
            })
            .collect();
        let html = format!("<p>He asked {}.</p>", names.join(", then "));
        let texts: Vec<Read> = (0..3)
            .map(|article| Read {
                article,
                headline: String::new(),
                html: html.clone(),
            })
            .collect();
        let mut list: Vec<Dismissal> = (1..=MOST)
            .map(|number| ("unmatched".to_owned(), headword(number)))
            .collect();
        let all_but_one = names.iter().take(names.len() - 1);
        list.extend(all_but_one.map(|name| ("name".to_owned(), name.clone())));
        let found = suggest(
            &texts,
            &shelf,
            &glossary,
            &Uses::new(),
            &HashSet::new(),
            &Dismissed::from(&*list),
        );
        assert_eq!(found.unmatched, [i64::try_from(MOST + 1).unwrap()]);
        let left: Vec<&String> = found.names.iter().map(|one| &one.name).collect();
        assert_eq!(left, names.last().as_slice());
    }
}
