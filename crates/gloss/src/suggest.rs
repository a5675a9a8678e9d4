//! What the glossary might want: names that recur without an entry, and spellings that look like one that it has.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::find::Place;
use crate::fold;
use crate::loose;
use crate::tokens::{Mark, NO_ACT, PRINTED, Token, WORD};
use crate::verify::{begins_word, ends_word, possessive};
use crate::{Entry, Glossary};

mod distance;

/// The longest name that is looked for, in words.
const LONGEST: usize = 5;
/// So many names are remembered; beyond that, those seen in one article only are forgotten.
const MOST: usize = 100_000;
/// So many entries that stand in the same articles are remembered of each name.
const MOST_COMPANIONS: usize = 16;

/// Small words that a name may have inside.
const JOINTS: &[&str] = &[
    "of", "the", "de", "du", "la", "von", "van", "der", "al", "bin",
];
/// Words with a capital that are no names, or begin none.
const NO_NAMES: &[&str] = &[
    "a",
    "an",
    "and",
    "april",
    "august",
    "but",
    "december",
    "february",
    "friday",
    "he",
    "her",
    "his",
    "i",
    "in",
    "it",
    "january",
    "july",
    "june",
    "last",
    "march",
    "may",
    "monday",
    "mr",
    "mrs",
    "ms",
    "my",
    "november",
    "october",
    "on",
    "our",
    "saturday",
    "september",
    "she",
    "so",
    "sunday",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "thursday",
    "tuesday",
    "we",
    "wednesday",
    "what",
    "when",
    "who",
    "you",
    "your",
];

/// Names seen in texts that no entry of a glossary covers.
///
/// ```
/// use clipsheet_gloss::{GlossaryFile, Names};
///
/// let file = GlossaryFile::parse(r#"{"entries": [{"headword": "Harbour Board", "dossier": "board"}]}"#)?;
/// let entries = file.file.entries.clone();
/// let (glossary, _) = file.compile();
/// let mut names = Names::default();
/// for _ in 0..3 {
///     names.read(&glossary, "<p>The Harbour Board met Zebedee Whelk, but the Harbor Board did not.</p>");
/// }
/// let found: Vec<_> = names.top(2, 10).into_iter().map(|name| (name.text, name.articles)).collect();
/// assert_eq!(found, [("Harbor Board".to_owned(), 3), ("Zebedee Whelk".to_owned(), 3)]);
///
/// let alike = names.look_alikes(&entries, 2);
/// assert_eq!((alike[0].name.as_str(), alike[0].entry.as_str()), ("Harbor Board", "Harbour Board"));
/// # Ok::<(), clipsheet_gloss::FileError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Names {
    seen: HashMap<String, Seen>,
    articles: usize,
}

#[derive(Clone, Debug)]
struct Seen {
    text: String,
    articles: usize,
    mentions: usize,
    last_article: usize,
    companions: BTreeMap<String, usize>,
}

/// A name that no entry covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    /// The name, as it was seen first.
    pub text: String,
    /// In how many articles it stands.
    pub articles: usize,
    /// How often it stands there.
    pub mentions: usize,
}

/// A name that looks like a form of an entry, and is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookAlike {
    /// The name, as it was seen first.
    pub name: String,
    /// In how many articles it stands.
    pub articles: usize,
    /// The headword of the entry.
    pub entry: String,
    /// The form that it looks like.
    pub form: String,
    /// How many letters would have to be changed, put in or taken out, marks and spaces not counted; 0 if only those differ.
    pub distance: usize,
    /// In how many articles the entry is mentioned as well.
    pub together: usize,
}

impl Names {
    /// Reads an article's HTML. The glossary says what is covered.
    pub fn read(&mut self, glossary: &Glossary, html: &str) {
        self.articles += 1;
        let mut companions: Vec<String> = Vec::new();
        let mut keys: Vec<String> = Vec::new();
        glossary.each_paragraph(html, |place, mentions| {
            for &(_, _, number) in mentions {
                let headword = &glossary.entries[number].entry.headword;
                if companions.len() < MOST_COMPANIONS && !companions.contains(headword) {
                    companions.push(headword.clone());
                }
            }
            for (first, last) in names(&place, mentions) {
                keys.extend(self.count(&place, first, last));
            }
        });
        for key in keys {
            if let Some(seen) = self.seen.get_mut(&key) {
                for companion in &companions {
                    if seen.companions.len() < MOST_COMPANIONS
                        || seen.companions.contains_key(companion)
                    {
                        *seen.companions.entry(companion.clone()).or_default() += 1;
                    }
                }
            }
        }
        if self.seen.len() > MOST {
            self.seen.retain(|_, seen| seen.articles > 1);
        }
    }

    /// Counts a name, and gives its key if it is new in the article.
    fn count(&mut self, place: &Place<'_>, first: usize, last: usize) -> Option<String> {
        let tokens = &place.paragraph.tokens;
        let mut text = String::new();
        crate::verify::fold_tokens(place.input, &tokens[first..=last], true, &mut text);
        let text: String = unicode_normalization::UnicodeNormalization::nfc(text.chars()).collect();
        let key = fold::fold_text(&text);
        let seen = self.seen.entry(key.clone()).or_insert_with(|| Seen {
            text,
            articles: 0,
            mentions: 0,
            last_article: 0,
            companions: BTreeMap::new(),
        });
        seen.mentions += 1;
        if seen.last_article == self.articles {
            return None;
        }
        seen.last_article = self.articles;
        seen.articles += 1;
        Some(key)
    }

    /// The names in at least so many articles, those in the most first, and not more than `most`.
    pub fn top(&self, least_articles: usize, most: usize) -> Vec<Name> {
        let often = self.often(least_articles).into_iter().take(most);
        often
            .map(|seen| Name {
                text: seen.text.clone(),
                articles: seen.articles,
                mentions: seen.mentions,
            })
            .collect()
    }

    fn often(&self, least_articles: usize) -> Vec<&Seen> {
        let mut often: Vec<&Seen> = self
            .seen
            .values()
            .filter(|seen| seen.articles >= least_articles)
            .collect();
        often.sort_by_key(|seen| (Reverse(seen.articles), Reverse(seen.mentions), &seen.text));
        often
    }

    /// The names in at least so many articles that look like a form of an entry: at most one letter in five differs. For each
    /// its nearest entry; the nearest and the most often seen first.
    pub fn look_alikes(&self, entries: &[Entry], least_articles: usize) -> Vec<LookAlike> {
        let forms = distance::Forms::of(entries);
        let mut alike: Vec<LookAlike> = self
            .often(least_articles)
            .into_iter()
            .filter_map(|seen| {
                let (index, form, distance) = forms.nearest(&seen.text)?;
                // A town is no spelling of a vegetable.
                if !form.contains(char::is_uppercase) {
                    return None;
                }
                let entry = &entries[index].headword;
                Some(LookAlike {
                    name: seen.text.clone(),
                    articles: seen.articles,
                    entry: entry.clone(),
                    form: form.to_owned(),
                    distance,
                    together: seen.companions.get(entry).copied().unwrap_or(0),
                })
            })
            .collect();
        alike.sort_by_key(|one| (one.distance, Reverse(one.together), Reverse(one.articles)));
        alike
    }
}

/// The names of a paragraph, as first and last token: words with capitals, and small ones between them.
fn names(place: &Place<'_>, mentions: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
    let tokens = &place.paragraph.tokens;
    let word = |at: usize| place.input.get(tokens[at].range()).unwrap_or_default();
    let covered = |at: usize| {
        let before = mentions.partition_point(|mention| mention.1 < at);
        mentions.get(before).is_some_and(|mention| mention.0 <= at)
    };
    let capital = |at: usize| {
        let token: &Token = &tokens[at];
        token.is(WORD)
            && !token.is(NO_ACT | PRINTED)
            && !covered(at)
            && word(at).starts_with(char::is_uppercase)
            && (word(at).chars().count() > 1 || word_end(tokens, word, at) > at)
    };
    let plain = |at: usize| NO_NAMES.contains(&fold::fold_text(word(at)).as_str());
    // "The Keeper of the Light", but not "Yesterday the Keeper".
    let joint = |at: usize| {
        JOINTS.contains(&word(at))
            && !covered(at)
            && (word(at) != "the" || JOINTS.contains(&word(at - 1)))
    };
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !capital(at) || plain(at) {
            at += 1;
            continue;
        }
        let end = word_end(tokens, word, at);
        let (first, mut last, mut next) = (at, end, end + 1);
        while next < tokens.len() && next - first < LONGEST * 2 {
            let hyphen = tokens[next].mark == Mark::Hyphen && tokens[next].glued();
            if capital(next) && !plain(next) {
                last = word_end(tokens, word, next);
                next = last;
            } else if !(hyphen || joint(next)) {
                break;
            }
            next += 1;
        }
        at = last + 1;
        // One word at the start of a sentence has its capital for that.
        let alone = word_end(tokens, word, first) == last && place.begins_sentence(first);
        let shouted = (first..=last).all(|at| !word(at).chars().any(char::is_lowercase));
        // What no form could match is no use to anybody.
        let whole = begins_word(tokens, first)
            && (ends_word(tokens, last)
                || possessive(place.input, tokens, last, |_| false).is_some());
        if whole && !(alone || (shouted && last > first)) {
            names.push((first, last));
        }
    }
    names
}

/// The last token of a word with apostrophes in it, "O’Brien" or "Sana’a"; its possessive ending left out.
fn word_end<'a>(tokens: &[Token], word: impl Fn(usize) -> &'a str, first: usize) -> usize {
    let mut at = first;
    while at - first < LONGEST * 2
        && let Some([apostrophe, next]) = tokens.get(at + 1..at + 3)
        && apostrophe.glued()
        && apostrophe.mark.is_apostrophe()
        && next.glued()
        && next.is(WORD)
        && (!word(at + 2).eq_ignore_ascii_case("s") || !ends_word(tokens, at + 2))
    {
        at += 2;
    }
    at
}

/// A text as look-alikes are compared: letters and digits alone, without marks, in lower case.
fn bare(text: &str) -> Vec<char> {
    let mut bare = Vec::new();
    for c in text.chars() {
        loose::unmark(c, &mut |c| {
            if c.is_alphanumeric() {
                bare.extend(c.to_lowercase());
            }
        });
    }
    bare
}
