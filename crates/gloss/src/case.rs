//! Capital letters: whether a form fits what the text has, and carrying the text's case over.

use crate::Case;
use crate::fold;
use crate::inflect::capitalise;

/// What the capitals of a mention tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Not a single small letter, and at least two capitals.
    pub(crate) all_caps: bool,
    /// So written in the form too, so that capitals tell nothing.
    pub(crate) form_all_caps: bool,
    /// The first letter is a capital where the form has a small one.
    pub(crate) raised: bool,
    /// There are several words, all raised so.
    pub(crate) title: bool,
    /// Letter for letter as the form is written.
    pub(crate) exact: bool,
}

/// Compares a form with what the text has, both folded with their case kept. `ending` is the number
/// of characters at the end that were put on to the form; their case never decides.
///
/// `None` when the letters differ or their case does not fit.
pub(crate) fn compare(form: &str, text: &str, case: Case, ending: usize) -> Option<Shape> {
    let length = form.chars().count();
    let stem = length.saturating_sub(ending);
    let mut shape = Shape {
        exact: true,
        form_all_caps: true,
        title: true,
        ..Shape::default()
    };
    let (mut form_capitals, mut lost_capital, mut odd_capital) = (false, false, false);
    let (mut capitals, mut smalls, mut words) = (0, 0, 0);
    let mut word_start = true;
    let mut first_letter = true;
    let mut text_chars = text.chars();
    for (index, wanted) in form.chars().enumerate() {
        let found = text_chars.next()?;
        if !fold::same_letter(wanted, found) {
            return None;
        }
        if index >= stem {
            continue;
        }
        let (wanted_upper, found_upper) = (wanted.is_uppercase(), found.is_uppercase());
        shape.exact &= wanted == found;
        shape.form_all_caps &= !wanted.is_lowercase();
        form_capitals |= wanted_upper;
        lost_capital |= wanted_upper && !found_upper;
        odd_capital |= found_upper && !wanted_upper && !word_start;
        capitals += u32::from(found_upper);
        smalls += u32::from(found.is_lowercase());
        if wanted.is_alphanumeric() && word_start {
            words += 1;
            let raised = found_upper && !wanted_upper;
            shape.title &= raised;
            if first_letter {
                shape.raised = raised;
                first_letter = false;
            }
        }
        // An apostrophe does not begin a word: "O'Brien" is written so, but "Board'S" is not.
        word_start =
            !wanted.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(wanted);
    }
    if text_chars.next().is_some() {
        return None;
    }
    shape.all_caps = smalls == 0 && capitals >= 2;
    shape.title &= words >= 2;
    let fits = match case {
        Case::Ignore => true,
        Case::Exact => shape.exact,
        Case::Smart => !form_capitals || (!lost_capital && !odd_capital) || shape.all_caps,
    };
    fits.then_some(shape)
}

/// Whether [`compare`] may find a text fitting that begins with a small ASCII letter.
pub(crate) fn may_begin_small(form: &str, case: Case, ending: usize) -> bool {
    case == Case::Ignore || !form.starts_with(char::is_uppercase) || ending >= form.chars().count()
}

/// How the letters of a house word are to be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carry {
    AsIs,
    /// The first letter a capital.
    First,
    /// Every word but the small ones.
    Title,
    AllCaps,
}

/// Prints a house word in that case.
pub(crate) fn carry(text: &str, carry: Carry) -> String {
    match carry {
        Carry::AsIs => text.to_owned(),
        Carry::AllCaps => text.to_uppercase(),
        Carry::First => raise(text),
        Carry::Title => {
            let words = text.split(' ').enumerate().map(|(index, word)| {
                if index > 0 && SMALL_WORDS.contains(&word) {
                    word.to_owned()
                } else {
                    raise(word)
                }
            });
            words.collect::<Vec<_>>().join(" ")
        }
    }
}

const SMALL_WORDS: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
];

/// Raises the first letter, unless the first word has a capital of its own further in: `iPaper`.
fn raise(text: &str) -> String {
    let first_word = text.split([' ', '-']).next().unwrap_or_default();
    if first_word.chars().skip(1).any(char::is_uppercase) {
        text.to_owned()
    } else {
        capitalise(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smart_case() {
        for (form, text, fits) in [
            ("Turkey", "Turkey", true),
            ("Turkey", "TURKEY", true),
            ("Turkey", "turkey", false),
            ("Turkey", "TurKey", false),
            ("turkey", "Turkey", true),
            ("al-Qaida", "Al-Qaida", true),
            ("Board of Mud", "Board Of Mud", true),
            ("Board of Mud", "Board oF Mud", false),
            ("US", "us", false),
            ("iPaper", "IPaper", true),
            ("O'Brien", "O'BRIEN", true),
            ("7", "7", true),
        ] {
            assert_eq!(
                compare(form, text, Case::Smart, 0).is_some(),
                fits,
                "{form} / {text}"
            );
        }
    }

    #[test]
    fn what_may_not_begin_small_never_fits_small_text() {
        let forms = [
            "Turkey",
            "turkey",
            "X",
            "Xs",
            "US",
            "iPaper",
            "Éire",
            "7th",
            "'Tis",
            "Board of Mud",
        ];
        for form in forms {
            let raised: String = form.to_uppercase();
            for text in [form, &raised, &form.to_lowercase()] {
                for case in [Case::Smart, Case::Exact, Case::Ignore] {
                    for ending in 0..2 {
                        let small = text.starts_with(|c: char| c.is_ascii_lowercase());
                        let fits = compare(form, text, case, ending).is_some();
                        assert!(
                            !(small && fits) || may_begin_small(form, case, ending),
                            "{form} / {text} {case:?}"
                        );
                    }
                }
            }
        }
        assert!(!may_begin_small("Turkey", Case::Smart, 0));
        assert!(!may_begin_small("USs", Case::Exact, 1));
        assert!(may_begin_small("turkey", Case::Exact, 0));
        assert!(may_begin_small("Turkey", Case::Ignore, 0));
    }

    #[test]
    fn endings_never_decide() {
        assert!(compare("MPs", "MPS", Case::Exact, 1).is_some());
        assert!(compare("MPs", "MPs", Case::Smart, 1).is_some());
    }

    #[test]
    fn carries_case_over() {
        assert_eq!(
            carry("the keeper of mud", Carry::Title),
            "The Keeper of Mud"
        );
        assert_eq!(carry("iPaper", Carry::First), "iPaper");
        assert_eq!(carry("straße", Carry::AllCaps), "STRASSE");
    }
}
