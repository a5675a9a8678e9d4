//! Printing a record over its text.

use std::ops::Range;

use crate::html::{NO_ACT, Piece, Walker};
use crate::{Annotation, Effect, PrintForm, PrintRecord, entities, markup};

/// Prints a record over the HTML that it was made for.
///
/// Takes any record and any input, in time linear in both. An annotation that does not fit is left
/// out: a span beyond the end, within a character, a tag or a character reference, across tags, in a
/// link, heading, code or script, or over another substitution. All words of the record are escaped,
/// and a picture appears only from a path on the site. So safe HTML stays safe, whatever the record.
///
/// ```
/// use clipsheet_gloss::{apply, strip, PrintRecord};
///
/// let record: PrintRecord = serde_json::from_str(r#"{"format_version": 1, "annotations": [
///     {"start": 7, "end": 11, "entry": "pier", "effect": "aside", "text": "<b>long</b>"}]}"#)?;
/// let printed = apply("<p>The pier.</p>", &record);
/// assert_eq!(printed, "<p>The pier <span class=\"gloss-aside\" role=\"note\" data-entry=\"pier\">\
///     &lt;b&gt;long&lt;/b&gt;</span>.</p>");
/// assert_eq!(strip(&printed), "<p>The pier.</p>");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn apply(input: &str, record: &PrintRecord) -> String {
    apply_with(input, record, &[])
}

/// Something of the house's that is put into a text beside what the glossary does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Insertion<'a> {
    /// Where: a byte offset into the input, as in a [`PrintRecord`].
    pub at: usize,
    /// What, as inline HTML. It is put in as it is: whoever makes it answers for it. [`strip`] takes it out again when it is a
    /// space and one element that has the attribute `data-remark`.
    pub html: &'a str,
}

/// Prints a record as [`apply`] does and puts these in, in one pass, so that neither shifts the places of the other.
///
/// An insertion stands after what the glossary puts in at the same place. It never parts what belongs together: within a
/// substitution, a link or code it waits for the end of that. One whose place is no place in the text is left out.
pub fn apply_with(input: &str, record: &PrintRecord, insertions: &[Insertion<'_>]) -> String {
    apply_in(input, record, insertions, PrintForm::Bare)
}

/// Prints as [`apply_with`] does, in a form of its own: for a page whose readers may ask why, or for a letter.
///
/// ```
/// use clipsheet_gloss::{apply_in, PrintForm, PrintRecord};
///
/// let record: PrintRecord = serde_json::from_str(r#"{"format_version": 1, "annotations": [
///     {"start": 7, "end": 11, "entry": "pier", "entry_id": 12, "effect": "aside", "text": "mind the gap"}]}"#)?;
/// let letter = apply_in("<p>The pier.</p>", &record, &[], PrintForm::Letter { entries: "/glossary/" });
/// assert_eq!(letter, "<p>The pier <em>[<a href=\"/glossary/12\">our note</a>: mind the gap]</em>.</p>");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn apply_in(
    input: &str,
    record: &PrintRecord,
    insertions: &[Insertion<'_>],
    form: PrintForm<'_>,
) -> String {
    let mut printer = Printer::new(input, record, insertions, form);
    let mut walker = Walker::new(input);
    let mut after_inline = false;
    while let Some((piece, range)) = walker.next() {
        let open = walker.zone() & NO_ACT == 0;
        if piece == Piece::Text {
            // A place between two blocks is no place for words.
            let blank = !after_inline && input[range.clone()].trim_ascii().is_empty();
            printer.text(range, open && !blank, !walker.in_control() && !blank);
            after_inline = true;
        } else {
            if after_inline && open {
                printer.gap(range.start);
            }
            printer.skip(range.end);
            if !walker.in_control() {
                printer.insert(range.end, true, range.end);
            }
            after_inline = piece != Piece::Block;
        }
    }
    if after_inline && !walker.unclosed() {
        printer.gap(input.len());
    }
    printer.finish()
}

/// Prints a record over the plain text that it was made for: house words as they are, asides in
/// brackets, serial lines behind their sentence. As robust as [`apply`].
///
/// ```
/// use clipsheet_gloss::{apply_text, Aside, Context, Entry, Format, Glossary};
///
/// let mut entry = Entry::new("pier");
/// entry.asides = vec![Aside::new("mind the gap")];
/// let (glossary, _) = Glossary::compile(vec![entry], vec![]);
/// let found = glossary.find("The pier.", Format::Text, &Context::default());
/// assert_eq!(apply_text("The pier.", &found.record), "The pier [mind the gap].");
/// ```
pub fn apply_text(input: &str, record: &PrintRecord) -> String {
    let mut out = String::with_capacity(input.len());
    let mut done = 0;
    for edit in edits(input, record) {
        if edit.span.start < done {
            continue;
        }
        out.push_str(&input[done..edit.span.start]);
        done = edit.span.end;
        match &edit.annotation.effect {
            Effect::Substitute { text } => out.push_str(text),
            Effect::Aside { text, alt, .. } => {
                let text = if text.is_empty() {
                    alt.as_deref().unwrap_or_default()
                } else {
                    text
                };
                if !text.is_empty() {
                    out.extend([" [", text, "]"]);
                }
            }
            Effect::Serial { text, .. } => out.extend([" ", text]),
        }
    }
    out.push_str(&input[done..]);
    out
}

/// Takes out of HTML what [`apply`] put in, and puts the originals back: the inverse of `apply` on any
/// text that had no `gloss-` class of its own.
pub fn strip(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut walker = Walker::new(html);
    while let Some((piece, range)) = walker.next() {
        let Piece::Printed(tag) = piece else {
            out.push_str(&html[range]);
            continue;
        };
        let class = |wanted| tag.classes(html).any(|class| class == wanted);
        if class("gloss-sub")
            && let Some(value) = tag.attribute(html, "data-original")
        {
            out.push_str(&markup::original(&html[value]));
        } else if class("gloss-aside")
            || class("gloss-serial")
            || tag.attribute(html, "data-remark").is_some()
        {
            if !class("gloss-pictured") && out.ends_with(' ') {
                out.pop();
            }
        } else if !class("gloss-why") {
            out.push_str(&html[range]);
        }
    }
    out
}

/// A change at a place: a substitution has a span, an insertion an empty one.
struct Edit<'a> {
    span: Range<usize>,
    annotation: &'a Annotation,
}

/// The edits of a record that fit the input's length and characters, in order; insertions before a
/// substitution that begins at the same place.
fn edits<'a>(input: &str, record: &'a PrintRecord) -> Vec<Edit<'a>> {
    let fits = |edit: &Edit<'_>| input.get(edit.span.clone()).is_some();
    let edit = |annotation: &'a Annotation| {
        let span = match annotation.effect {
            Effect::Substitute { .. } => annotation.start..annotation.end,
            _ => annotation.insert_at()..annotation.insert_at(),
        };
        Edit { span, annotation }
    };
    let is_work = |edit: &Edit<'_>| {
        !edit.span.is_empty() || !matches!(edit.annotation.effect, Effect::Substitute { .. })
    };
    let mut edits: Vec<_> = record
        .annotations
        .iter()
        .map(edit)
        .filter(fits)
        .filter(is_work)
        .collect();
    let rank = |effect: &Effect| match effect {
        Effect::Aside { .. } => 0,
        Effect::Serial { .. } => 1,
        Effect::Substitute { .. } => 2,
    };
    edits.sort_by_key(|edit| (edit.span.start, rank(&edit.annotation.effect)));
    edits
}

/// Walks through input and edits side by side.
struct Printer<'a> {
    input: &'a str,
    edits: std::iter::Peekable<std::vec::IntoIter<Edit<'a>>>,
    insertions: std::iter::Peekable<std::vec::IntoIter<Insertion<'a>>>,
    form: PrintForm<'a>,
    out: String,
    /// How much of the input is in `out`.
    done: usize,
}

impl<'a> Printer<'a> {
    fn new(
        input: &'a str,
        record: &'a PrintRecord,
        insertions: &[Insertion<'a>],
        form: PrintForm<'a>,
    ) -> Self {
        let edits = edits(input, record).into_iter().peekable();
        let mut insertions: Vec<_> = insertions
            .iter()
            .filter(|insertion| input.is_char_boundary(insertion.at))
            .copied()
            .collect();
        insertions.sort_by_key(|insertion| insertion.at);
        let more: usize = insertions
            .iter()
            .map(|insertion| insertion.html.len())
            .sum();
        Self {
            input,
            edits,
            insertions: insertions.into_iter().peekable(),
            form,
            out: String::with_capacity(input.len() + record.annotations.len() * 300 + more),
            done: 0,
        }
    }

    /// Prints the edits within a range of text. Those at its very end wait for what follows, unless
    /// they are insertions, which may as well stand here. `insertable` says whether the house's insertions may stand here.
    fn text(&mut self, range: Range<usize>, open: bool, insertable: bool) {
        while let Some(edit) = self.edits.next_if(|edit| {
            edit.span.start < range.end
                || (open && edit.span.is_empty() && edit.span.start == range.end)
        }) {
            let inside =
                open && edit.span.start >= range.start.max(self.done) && edit.span.end <= range.end;
            let cut = cuts_reference(self.input, &range, edit.span.start)
                || cuts_reference(self.input, &range, edit.span.end);
            if inside && !cut {
                if insertable {
                    // What the glossary puts in belongs to its mention and comes first.
                    let with_it = !edit.span.is_empty();
                    self.insert(edit.span.start, with_it, range.start);
                }
                self.print(&edit);
            }
        }
        if insertable {
            self.insert(range.end, true, range.start);
        }
    }

    /// Puts in what belongs before `end`, or at it if `with_it`; nothing stands before `from`.
    fn insert(&mut self, end: usize, with_it: bool, from: usize) {
        while let Some(insertion) = self
            .insertions
            .next_if(|insertion| insertion.at < end || (with_it && insertion.at == end))
        {
            let at = insertion.at.max(from).max(self.done);
            if !cuts_reference(self.input, &(from..self.input.len()), at) {
                self.copy_to(at);
                self.out.push_str(insertion.html);
            }
        }
    }

    /// Prints the insertions exactly at a place between two tags.
    fn gap(&mut self, at: usize) {
        while let Some(edit) = self
            .edits
            .next_if(|edit| edit.span.is_empty() && edit.span.start == at)
        {
            if edit.span.start >= self.done {
                self.print(&edit);
            }
        }
    }

    /// Drops the edits that begin before `end`.
    fn skip(&mut self, end: usize) {
        while self.edits.next_if(|edit| edit.span.start < end).is_some() {}
    }

    fn print(&mut self, edit: &Edit<'_>) {
        let source = &self.input[edit.span.clone()];
        let Effect::Substitute { text } = &edit.annotation.effect else {
            self.copy_to(edit.span.start);
            markup::insertion(&mut self.out, edit.annotation, self.form);
            return;
        };
        if markup::can_keep(source) {
            self.copy_to(edit.span.start);
            markup::substitution(&mut self.out, edit.annotation, text, source, self.form);
            self.done = edit.span.end;
        }
    }

    fn copy_to(&mut self, end: usize) {
        self.out.push_str(&self.input[self.done..end]);
        self.done = end;
    }

    fn finish(mut self) -> String {
        self.copy_to(self.input.len());
        self.out
    }
}

/// Whether `at` lies within a character reference of the text.
fn cuts_reference(input: &str, text: &Range<usize>, at: usize) -> bool {
    let bytes = &input.as_bytes()[text.clone()];
    let Some(at) = at.checked_sub(text.start).filter(|&at| at <= bytes.len()) else {
        return true;
    };
    let floor = at.saturating_sub(entities::LONGEST);
    let Some(before) = bytes[floor..at].iter().rposition(|&b| b == b'&') else {
        return false;
    };
    let ampersand = floor + before;
    entities::decode(&bytes[ampersand..]).is_some_and(|(_, length)| ampersand + length > at)
}
