//! English endings: the regular plural of a form, and putting an ending on a house word.

use unicode_normalization::char::is_combining_mark;

use crate::fold;

/// The regular plural of the last word of `form`, and how many characters of it are ending; `None`
/// where the form does not end in a Latin letter.
///
/// Only the rules that need no dictionary: *y* behind a consonant becomes *ies*; *s, x, z, ch, sh* take
/// *es*; all else takes *s*. An irregular plural is an alias that the editor lists.
pub(crate) fn form_plural(form: &str) -> Option<(String, usize)> {
    let mut tail = form.chars().rev();
    let last = tail.next()?;
    if !last.is_ascii() {
        // "Café": whatever its mark, an accented letter only takes an *s*.
        let letter = form.chars().rev().find(|&c| !is_combining_mark(c))?;
        let mut base = None;
        fold::fold(letter, &mut |c| {
            base.get_or_insert(c);
        });
        let latin = base.is_some_and(|c| c.is_ascii_alphabetic());
        return latin.then(|| (format!("{form}s"), 1));
    }
    let last = Some(last)
        .filter(char::is_ascii_alphabetic)?
        .to_ascii_lowercase();
    let before = tail.next().map(|c| c.to_ascii_lowercase());
    let consonant = before.is_some_and(|c| c.is_ascii_alphabetic() && !"aeiou".contains(c));
    if last == 'y' && consonant {
        return Some((format!("{}ies", &form[..form.len() - 1]), 3));
    }
    let hissing =
        matches!(last, 's' | 'x' | 'z') || (last == 'h' && matches!(before, Some('c' | 's')));
    Some(if hissing {
        (format!("{form}es"), 2)
    } else {
        (format!("{form}s"), 1)
    })
}

const IRREGULAR: &[(&str, &str)] = &[
    ("man", "men"),
    ("woman", "women"),
    ("child", "children"),
    ("person", "people"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("louse", "lice"),
    ("ox", "oxen"),
    ("wife", "wives"),
    ("knife", "knives"),
    ("life", "lives"),
    ("half", "halves"),
    ("wolf", "wolves"),
    ("leaf", "leaves"),
    ("loaf", "loaves"),
    ("shelf", "shelves"),
    ("thief", "thieves"),
    ("calf", "calves"),
    ("hero", "heroes"),
    ("potato", "potatoes"),
    ("tomato", "tomatoes"),
    ("echo", "echoes"),
    ("torpedo", "torpedoes"),
    ("crisis", "crises"),
    ("oasis", "oases"),
    ("thesis", "theses"),
];

/// Words whose plural is the word itself.
const UNCHANGED: &[&str] = &[
    "sheep",
    "fish",
    "deer",
    "series",
    "species",
    "aircraft",
    "hovercraft",
    "spacecraft",
    "offspring",
    "salmon",
    "trout",
    "cod",
    "squid",
];

/// Words behind the head of a house word: "keeper of the light", "person on the move", "man without a hat".
const BEHIND_HEAD: &[&str] = &[
    "against", "at", "behind", "for", "from", "in", "of", "on", "to", "who", "with", "without",
];

/// Where the head of a house word ends: before the first preposition, or at the hyphen of "passer-by".
fn head_end(text: &str) -> usize {
    let small = text.to_ascii_lowercase();
    // "the in crowd" has no head before it.
    let has_head = |at: &usize| !matches!(&small[..*at], "a" | "an" | "the");
    let word = |word: &&str| small.find(&format!(" {word} ")).filter(has_head);
    let preposition = BEHIND_HEAD.iter().filter_map(word).min();
    let by = ["-by", "-in-law"]
        .into_iter()
        .find(|end| small.ends_with(end));
    preposition.unwrap_or_else(|| text.len() - by.map_or(0, str::len))
}

/// The plural of a house word: of its head, which is its last word, or the word before a preposition.
///
/// `the Keeper of the Light` gives `the Keepers of the Light`. What is a plural already stays: what ends in an *s* of one, and
/// `the Weathermen`.
pub(crate) fn plural(text: &str) -> String {
    let (head, rest) = text.split_at(head_end(text));
    let word_start = head
        .rfind([' ', '-', '\u{a0}', '\u{2010}', '\u{2011}'])
        .map_or(0, |at| {
            at + head[at..].chars().next().map_or(1, char::len_utf8)
        });
    let (before, word) = head.split_at(word_start);
    let lower = word.to_lowercase();
    let is_irregular = IRREGULAR.iter().any(|(_, plural)| {
        // "Weathermen", but not "omen"
        lower == *plural
            || (plural.len() > 3 && lower.ends_with(plural))
            || (*plural == "men"
                && lower.len() > 4
                && lower.ends_with("men")
                && !KEEPS_MEN.contains(&lower.as_str()))
    });
    if UNCHANGED.contains(&lower.as_str()) || is_plural(&lower) || is_irregular {
        return text.to_owned();
    }
    let irregular = IRREGULAR.iter().find(|(singular, _)| {
        // "Fisherman" and "midwife" as well, but not "human" and "talisman".
        lower == *singular
            || (singular.len() > 3 && lower.ends_with(singular))
            || (*singular == "man"
                && lower.ends_with("man")
                && !KEEPS_MAN.contains(&lower.as_str()))
    });
    let new_word = match irregular {
        Some((singular, plural)) => {
            let keep = word.len().saturating_sub(singular.len());
            let kept = word.get(..keep).unwrap_or_default();
            let capital = word
                .get(keep..)
                .is_some_and(|tail| tail.starts_with(char::is_uppercase));
            format!(
                "{kept}{}",
                if capital {
                    capitalise(plural)
                } else {
                    (*plural).to_owned()
                }
            )
        }
        None => match form_plural(word) {
            Some((plural, _)) => plural,
            None => return text.to_owned(),
        },
    };
    format!("{before}{new_word}{rest}")
}

/// Words in *men* that are one.
const KEEPS_MEN: &[&str] = &[
    "abdomen", "acumen", "cyclamen", "dolmen", "hymen", "ramen", "regimen", "semen", "specimen",
    "stamen",
];

const KEEPS_MAN: &[&str] = &[
    "human", "roman", "german", "norman", "talisman", "ottoman", "shaman", "caiman",
];

/// Ends in an *s* that is already a plural's, as far as letters tell: not *ss*, *us*, *is*.
fn is_plural(word: &str) -> bool {
    word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "as", "os"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// The possessive: an apostrophe alone behind an *s*, otherwise apostrophe and *s*.
pub(crate) fn possessive(text: &str, apostrophe: char) -> String {
    let s = if text.ends_with(['s', 'S']) { "" } else { "s" };
    format!("{text}{apostrophe}{s}")
}

/// The text with its first letter as a capital.
pub(crate) fn capitalise(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_of_house_words() {
        for (one, many) in [
            ("arclight", "arclights"),
            ("the Dredging Society", "the Dredging Societies"),
            ("the Keeper of the Light", "the Keepers of the Light"),
            ("mud-lark", "mud-larks"),
            ("box", "boxes"),
            ("the Mud Makers", "the Mud Makers"),
            ("passer-by", "passers-by"),
            ("person on the move", "people on the move"),
            ("the in crowd", "the in crowds"),
            ("the Weathermen", "the Weathermen"),
            ("omen", "omens"),
            ("specimen", "specimens"),
            ("Fisherman", "Fishermen"),
            ("human", "humans"),
            ("boat-wife", "boat-wives"),
            ("sheep", "sheep"),
            ("the 7", "the 7"),
            ("", ""),
            ("octopus", "octopuses"),
            ("lighthouse mass", "lighthouse masses"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn possessives() {
        assert_eq!(possessive("the Society", '’'), "the Society’s");
        assert_eq!(possessive("the Mud Makers", '\''), "the Mud Makers'");
    }
}
