//! The forms in which a record can be printed over HTML.

use crate::markup::{escape, escape_value, is_site_path};
use crate::{Annotation, Effect};

/// In what form [`apply_in`](crate::apply_in) prints. `entries` is the address under which readers find an entry by its
/// number, such as `/glossary/`; an annotation whose entry has no number gets no link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintForm<'a> {
    /// The elements alone, as [`apply`](crate::apply()) prints them.
    #[default]
    Bare,
    /// For a page: the same elements, each with a link of the class `gloss-why` to its entry, which says why in its label;
    /// asides with a box of the class `gloss-fold`, by which a style sheet folds them without a script. Neither has any text,
    /// so that the words of the page are those of [`PrintForm::Bare`].
    Page {
        /// The beginning of an entry's address.
        entries: &'a str,
    },
    /// For feed readers and e-mail, which know neither our style sheet nor our script, and leave out attributes as they
    /// please: all is told in words. The original stands in brackets behind a house word, an aside is an emphasised note in
    /// brackets, a line of a serial is slanted in brackets. [`strip`](crate::strip) knows nothing of this form.
    Letter {
        /// The beginning of an entry's address.
        entries: &'a str,
    },
}

impl PrintForm<'_> {
    /// Appends the link of a page that says why; nothing in other forms or without an entry. `label` is escaped HTML.
    pub(crate) fn why(self, out: &mut String, annotation: &Annotation, label: &str) {
        let Self::Page { entries } = self else { return };
        if annotation.entry_id <= 0 {
            return;
        }
        out.push_str("<a class=\"gloss-why\" href=\"");
        escape_value(out, entries);
        out.push_str(&annotation.entry_id.to_string());
        out.push_str("\" aria-label=\"Why? ");
        out.push_str(label);
        out.push_str("\"></a>");
    }

    /// Opens the part of an aside that folds, behind its box.
    pub(crate) fn open_fold(self, out: &mut String) {
        if matches!(self, Self::Page { .. }) {
            out.push_str("<input type=\"checkbox\" class=\"gloss-fold\" aria-label=\"Fold this note, or open it\"><span>");
        }
    }

    /// Closes it.
    pub(crate) fn close_fold(self, out: &mut String) {
        if matches!(self, Self::Page { .. }) {
            out.push_str("</span>");
        }
    }
}

/// Words that lead to an annotation's entry, if it has a number.
fn linked(out: &mut String, entries: &str, annotation: &Annotation, words: &str) {
    if annotation.entry_id > 0 {
        out.push_str("<a href=\"");
        escape_value(out, entries);
        out.push_str(&annotation.entry_id.to_string());
        out.push_str("\">");
        out.push_str(words);
        out.push_str("</a>");
    } else {
        out.push_str(words);
    }
}

/// Appends a substitution for a letter. `source` is a piece of HTML text without tags.
pub(crate) fn letter_substitution(
    out: &mut String,
    entries: &str,
    annotation: &Annotation,
    text: &str,
    source: &str,
) {
    escape(out, text);
    out.push_str(" <small>[");
    linked(out, entries, annotation, "originally");
    out.push_str(": ");
    out.push_str(source);
    out.push_str("]</small>");
}

/// Appends what an annotation puts in for a letter, a space first; nothing for a substitution.
pub(crate) fn letter_insertion(out: &mut String, entries: &str, annotation: &Annotation) {
    let (text, image, alt) = match &annotation.effect {
        Effect::Substitute { .. } => return,
        Effect::Serial { text, .. } => {
            out.push_str(" <i>[");
            linked(out, entries, annotation, "our story");
            out.push_str(": ");
            escape(out, text);
            return out.push_str("]</i>");
        }
        Effect::Aside {
            text, image, alt, ..
        } => (text, image, alt),
    };
    let picture = image.as_deref().filter(|path| is_site_path(path));
    out.push_str(" <em>[");
    linked(out, entries, annotation, "our note");
    out.push(':');
    if let Some(path) = picture {
        out.push_str(" <img src=\"");
        escape_value(out, path);
        out.push_str("\" alt=\"");
        escape_value(out, alt.as_deref().unwrap_or_default());
        // Nothing else keeps a drawing from filling the letter.
        out.push_str("\" width=\"88\">");
    }
    if !text.is_empty() {
        out.push(' ');
        escape(out, text);
    }
    out.push_str("]</em>");
}
