//! Two states of a text side by side: what went, what came.

use super::carry::blocks;
use clipsheet_intake::plain_text;
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// How long two texts are compared.
const LONGEST: Duration = Duration::from_secs(1);

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// `same`, `gone` or `new`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// Compares two HTML texts word by word. Where only the markup differs, the markup is shown.
pub fn compare(old: &str, new: &str) -> Vec<Stretch> {
    let words = |html: &str| {
        let parts = blocks(html).into_iter().map(plain_text);
        parts
            .filter(|part| !part.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    };
    let (old_words, new_words) = (words(old), words(new));
    if old_words == new_words && old != new {
        return stretches(&old.replace("><", ">\n<"), &new.replace("><", ">\n<"));
    }
    stretches(&old_words, &new_words)
}

/// Compares two plain texts word by word.
pub(crate) fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    // Two long texts that have nothing in common are shown as all gone and all new, instead of being puzzled over.
    let diff = TextDiff::configure().timeout(LONGEST).diff_words(old, new);
    let mut all: Vec<Stretch> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Delete => "gone",
            ChangeTag::Insert => "new",
        };
        match all.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => all.push(Stretch {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let mark = |stretch: Stretch| match stretch.kind {
            "gone" => format!("[-{}-]", stretch.text),
            "new" => format!("[+{}+]", stretch.text),
            _ => stretch.text,
        };
        compare(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn words_that_went_and_came_are_told_apart() {
        assert_eq!(
            told("<p>The old boat sank.</p>", "<p>The new boat sank.</p>"),
            "The [-old-][+new+] boat sank."
        );
        assert_eq!(told("<p>a</p>", "<p>a</p>"), "a");
    }

    #[test]
    fn a_change_of_markup_alone_is_shown_as_markup() {
        let told = told("<p>The boat</p>", "<p>The <b>boat</b></p>");
        assert!(told.contains("<b>") && told.contains("[+"), "{told}");
    }

    #[test]
    fn both_texts_can_be_had_back() {
        let (old, new) = (
            "<p>One two three.</p><p>Four.</p>",
            "<p>Two three five.</p>",
        );
        let all = compare(old, new);
        let of = |without: &str| -> String {
            all.iter()
                .filter(|stretch| stretch.kind != without)
                .map(|stretch| stretch.text.as_str())
                .collect()
        };
        assert_eq!(of("new"), "One two three.\n\nFour.");
        assert_eq!(of("gone"), "Two three five.");
    }
}
