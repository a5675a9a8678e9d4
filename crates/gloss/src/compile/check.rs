//! What can be wrong with an entry, in the words in which its editor is told.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::fold::{self, Class};
use crate::problem::shorten;
use crate::{Entry, Problem, Severity};

/// The longest form, in characters.
pub(crate) const LONGEST_FORM: usize = 200;
/// The longest text that is printed for an entry, in characters.
const LONGEST_TEXT: usize = 2_000;
/// So many substitutes and so many asides an entry may have. Each mention looks at all of them.
pub(crate) const MOST_VARIANTS: usize = 1_000;

/// The scope of an entry that holds everywhere and always.
pub(super) const UNRESTRICTED: u64 = 0;

/// Words that stand in nearly every article.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "but", "by", "can", "could", "did", "do", "for", "from", "had", "has", "have", "he", "her",
    "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "me", "more", "my", "new",
    "no", "not", "now", "of", "on", "one", "or", "other", "our", "out", "over", "she", "so",
    "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "to",
    "up", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would",
    "year", "you", "your",
];

/// Collects the problems of one entry.
pub(super) struct Report<'a> {
    position: usize,
    headword: String,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) fn new(position: usize, headword: &str, problems: &'a mut Vec<Problem>) -> Self {
        Self {
            position,
            headword: headword.to_owned(),
            problems,
        }
    }

    pub(super) fn warning(&mut self, message: String) {
        self.push(Severity::Warning, message);
    }

    pub(super) fn error(&mut self, message: String) {
        self.push(Severity::Error, message);
    }

    fn push(&mut self, severity: Severity, message: String) {
        self.problems.push(Problem {
            position: Some(self.position),
            headword: shorten(&self.headword),
            severity,
            message,
        });
    }
}

/// So many near words are compared with those that are not wanted.
const MOST_COMPARED: usize = 100;

/// Checks an entry apart from its forms and takes out of it what cannot be printed. False when the
/// whole entry is set aside.
pub(super) fn entry(
    entry: &mut Entry,
    serials: &BTreeMap<String, Vec<String>>,
    report: &mut Report<'_>,
) -> bool {
    if entry.headword.trim().is_empty() {
        report.error(
            "It has no headword, so it is set aside. Write the word or phrase that it is about."
                .to_owned(),
        );
        return false;
    }
    if has_control(&entry.headword) {
        report.error("Its headword has an invisible control character in it, which no page can show, so it is set aside. Type the word anew.".to_owned());
        return false;
    }
    if let (Some(from), Some(until)) = (entry.from, entry.until)
        && from > until
    {
        report.error(format!("It holds from {from} until {until}, which is never, so it is set aside. Exchange the two dates."));
        return false;
    }
    substitutes(entry, report);
    asides(entry, report);
    if entry.every_words == Some(0) {
        report.warning("Its \"every_words\" is 0, which says nothing. It is left out; write how many words must lie between two.".to_owned());
        entry.every_words = None;
    }
    phrases(&mut entry.near, "near", report);
    phrases(&mut entry.not_near, "not_near", report);
    let folded = |phrase: &String| fold::fold_text(&single_spaced(phrase));
    let unwanted: Vec<String> = entry.not_near.iter().map(folded).collect();
    let both = |phrase: &&String| unwanted.contains(&folded(phrase));
    if let Some(phrase) = entry.near.iter().take(MOST_COMPARED).find(both) {
        report.warning(format!("\"{}\" stands in \"near\" and in \"not_near\", so near that word it does nothing. Take it out of one of them.", shorten(phrase)));
    }
    if let Some(serial) = entry.serial.take() {
        if serials.contains_key(&serial) {
            entry.serial = Some(serial);
        } else {
            report.warning(format!("There is no serial \"{}\" with lines, so it throws in none. Add the serial or correct its name.", shorten(&serial)));
        }
    }
    entry.dossier.take_if(|dossier| dossier.trim().is_empty());
    if !entry.gone
        && entry.substitute.is_empty()
        && entry.asides.is_empty()
        && entry.serial.is_none()
        && entry.dossier.is_none()
    {
        report.warning("It does nothing, so it is set aside. Give it a substitute, an aside, a serial or a dossier.".to_owned());
        return false;
    }
    true
}

fn substitutes(entry: &mut Entry, report: &mut Report<'_>) {
    let headword = &entry.headword;
    if entry.substitute.len() > MOST_VARIANTS {
        report.warning(format!("It has more than {MOST_VARIANTS} substitutes; those behind that are never chosen. Keep the best."));
        entry.substitute.truncate(MOST_VARIANTS);
    }
    // An unusable variant stays in the list as an empty text, so that the numbers of the others hold.
    for text in &mut entry.substitute {
        if take_control(text) {
            report.warning("One of its substitutes has an invisible control character in it, which is left out of what is printed. Type it anew.".to_owned());
        }
        if text.trim().is_empty() {
            report.warning("One of its substitutes is empty and is never chosen. To take a word out of the text altogether is not possible.".to_owned());
            text.clear();
        } else if text.chars().count() > LONGEST_TEXT {
            report.warning(format!("One of its substitutes has more than {LONGEST_TEXT} characters and is never chosen. Make it shorter."));
            text.clear();
        } else if text == headword {
            report.warning("One of its substitutes is the headword itself, which changes nothing. Is that meant?".to_owned());
        } else if looks_like_markup(text) {
            report.warning("One of its substitutes looks like HTML. It will be printed letter by letter, brackets and all.".to_owned());
        }
    }
    if entry.substitute.iter().all(String::is_empty) {
        entry.substitute.clear();
    }
}

fn asides(entry: &mut Entry, report: &mut Report<'_>) {
    if entry.asides.len() > MOST_VARIANTS {
        report.warning(format!("It has more than {MOST_VARIANTS} asides; those behind that are never chosen. Keep the best."));
        entry.asides.truncate(MOST_VARIANTS);
    }
    for aside in &mut entry.asides {
        let in_alt = aside.alt.as_mut().is_some_and(take_control);
        if take_control(&mut aside.text) || in_alt {
            report.warning("One of its asides has an invisible control character in it, which is left out of what is printed. Type it anew.".to_owned());
        }
        if let Some(image) = aside
            .image
            .take_if(|image| !crate::markup::is_site_path(image))
        {
            report.warning(format!("The picture \"{}\" is not printed: pictures are served from the site, so its path must begin with one \"/\".", shorten(&image)));
        }
        let wordless = aside.text.trim().is_empty();
        if aside.image.is_some()
            && aside.alt.as_deref().is_none_or(|alt| alt.trim().is_empty())
            && wordless
        {
            report.warning("An aside is a picture and nothing else; give it an \"alt\" text for those who do not see it.".to_owned());
        }
        if aside.text.chars().count() > LONGEST_TEXT {
            report.warning(format!("One of its asides has more than {LONGEST_TEXT} characters and is never chosen. Make it shorter."));
            aside.weight = 0;
        } else if wordless && aside.image.is_none() {
            report.warning(
                "One of its asides is empty and is never chosen. Write a text or take it out."
                    .to_owned(),
            );
            aside.weight = 0;
        } else if looks_like_markup(&aside.text) {
            report.warning("One of its asides looks like HTML. It will be printed letter by letter, brackets and all.".to_owned());
        }
    }
    if entry.asides.iter().all(|aside| aside.weight == 0) {
        if !entry.asides.is_empty() {
            report.warning(
                "All its asides are empty or have weight 0, so none is ever printed.".to_owned(),
            );
        }
        entry.asides.clear();
    }
}

fn phrases(phrases: &mut Vec<String>, field: &str, report: &mut Report<'_>) {
    let before = phrases.len();
    phrases.retain(|phrase| has_word(phrase) && phrase.chars().count() <= LONGEST_FORM);
    if phrases.len() < before {
        report.warning(format!("In \"{field}\" there is a phrase without a letter, or with more than {LONGEST_FORM} characters. It is left out."));
    }
}

/// Checks how many near words there are. False when the whole entry is set aside: without some of its `not_near` it would
/// act where it should not.
pub(super) fn near_words(entry: &mut Entry, most: usize, report: &mut Report<'_>) -> bool {
    if entry.near.len() > most {
        let first = shorten(&entry.near[most]);
        report.warning(format!("It has more than {most} words in \"near\"; those from \"{first}\" on are left out, so it may be found less often. Keep the few that tell."));
        entry.near.truncate(most);
    }
    if entry.not_near.len() > most {
        report.error(format!("It has more than {most} words in \"not_near\", so it is set aside. Keep the few that tell, or divide it into several entries."));
        return false;
    }
    true
}

/// Checks one form. Gives it folded, in its own case, or `None` when it is set aside.
pub(super) fn form(form: &str, alias: bool, report: &mut Report<'_>) -> Option<String> {
    let what = if alias { "alias" } else { "headword" };
    let shown = shorten(form);
    if form.trim().is_empty() {
        report.error(
            format!("An {what} is empty and is set aside. Take it out.")
                .replace("An headword", "The headword"),
        );
        return None;
    }
    if has_control(form) {
        report.error(format!("The {what} \"{shown}\" has an invisible control character in it and is set aside. Type it anew."));
        return None;
    }
    let length = form.chars().count();
    if length > LONGEST_FORM {
        report.error(format!("The {what} has {length} characters and is set aside; {LONGEST_FORM} are the most. Use the few words that an article would have."));
        return None;
    }
    if !has_word(form) {
        report.error(format!(
            "The {what} \"{shown}\" has no letter or digit and is set aside. Use a word."
        ));
        return None;
    }
    let spaced = single_spaced(form);
    let lower = fold::fold_text(&spaced);
    if lower.chars().filter(|c| c.is_alphanumeric()).count() == 1
        && !looks_like_pattern(form)
        && !spaced.chars().any(|c| fold::class(c) == Class::Solo)
    {
        report.warning(format!(
            "The {what} \"{shown}\" is a single letter and will be found very often. Is that meant?"
        ));
    } else if STOP_WORDS.contains(&lower.as_str()) && spaced.chars().any(char::is_lowercase) {
        // "US", "IT" and "WHO" are not "us", "it" and "who".
        report.warning(format!("The {what} \"{shown}\" is one of the commonest words and will be found in nearly every article. Is that meant?"));
    }
    if looks_like_markup(form) || looks_like_pattern(form) {
        report.warning(format!("The {what} \"{shown}\" looks like HTML or a pattern. Forms are plain words; it is looked for letter by letter."));
    }
    let mut folded = String::with_capacity(spaced.len());
    for c in spaced.chars() {
        fold::fold(c, &mut |c| folded.push(c));
    }
    Some(folded)
}

/// A number that two entries share when they hold at the same times and places.
pub(super) fn scope(entry: &Entry) -> u64 {
    let Entry {
        pages,
        areas,
        from,
        until,
        near,
        not_near,
        ..
    } = entry;
    if pages.is_empty()
        && areas.is_empty()
        && from.is_none()
        && until.is_none()
        && near.is_empty()
        && not_near.is_empty()
    {
        return UNRESTRICTED;
    }
    let mut hasher = DefaultHasher::new();
    (pages, areas, from, until, near, not_near).hash(&mut hasher);
    hasher.finish().max(1)
}

/// A form with every run of white space as one space, and none at its ends.
pub(crate) fn single_spaced(form: &str) -> String {
    let mut spaced = String::with_capacity(form.len());
    for word in form.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

fn has_word(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(fold::class(c), Class::Word | Class::Solo))
}

/// Control characters are left out of what is printed, so a name with one could not be known again.
pub(super) fn has_control(text: &str) -> bool {
    text.chars().any(is_control)
}

/// Takes the control characters out of a text and tells whether there were any.
fn take_control(text: &mut String) -> bool {
    let before = text.len();
    text.retain(|c| !is_control(c));
    text.len() < before
}

/// Control characters, and those that override the direction of writing: they would turn around what stands behind them.
fn is_control(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn looks_like_markup(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>')
    })
}

fn looks_like_pattern(text: &str) -> bool {
    [".*", ".+", "\\b", "\\w", "\\s", "\\d", "(?", "[a-z", "[A-Z"]
        .iter()
        .any(|sign| text.contains(sign))
}
