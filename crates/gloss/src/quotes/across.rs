//! Quotations that reach over several paragraphs.
//!
//! Newspapers print long speech with an opening mark before each paragraph and a closing one behind the last. Others put
//! marks at the two ends only. So a mark that its paragraph does not close is looked for in the next ones: when the first mark
//! there closes something, by its shape, all between was said by somebody. Anything else, and the quotation ends with its
//! paragraph: a forgotten mark must not mute the rest of an article.

use super::{
    begins_something, behind_word, closes, doubles, ends_something, is_double, is_elision,
    is_measure, may_speak, singles,
};
use crate::tokens::{Candidates, Mark, Paragraph, Paragraphs, Token, WORD};

/// In so many paragraphs a closing mark is looked for.
const FEW: usize = 5;

/// What the paragraphs around one tell of its quotations.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    /// The opening mark of a quotation that an earlier paragraph left open and that goes on in this one.
    pub(super) began: Option<Mark>,
    /// The opening mark of one that goes on in the next paragraph.
    pub(super) goes_on: Option<Mark>,
    /// Whether the next paragraph opens with a quotation mark.
    pub(super) next_opens: bool,
}

/// What the first mark of a kind does in a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Absent,
    /// It closes what the paragraph did not open.
    Closes,
    /// It opens something, or cannot be told.
    Other,
}

impl Around {
    /// What is known of a paragraph when `self` is what was known of the one before it.
    pub(crate) fn next<C: Candidates>(
        self,
        source: &str,
        paragraph: &Paragraph,
        coming: &mut Paragraphs<'_, C>,
    ) -> Self {
        let began = self.goes_on;
        let mut around = Self {
            began,
            ..Self::default()
        };
        if paragraph.quotes.is_empty() && began.is_none() {
            return around;
        }
        let double = doubles(source, paragraph, began).unclosed;
        let single = singles(source, paragraph, began).unclosed;
        let Some((_, single_at)) = single.or(double) else {
            return around;
        };
        around.next_opens = coming.ahead(0).is_some_and(opens);
        let double = double.map(|(mark, _)| mark);
        let single = single
            .map(|(mark, _)| mark)
            .filter(|&mark| began == Some(mark) || may_speak(source, &paragraph.tokens, single_at));
        let mut goes_on = |mark: &Mark| is_closed(source, *mark, coming);
        around.goes_on = double.filter(&mut goes_on).or(single.filter(&mut goes_on));
        around
    }
}

/// Whether one of the next paragraphs closes what a mark has opened.
fn is_closed<C: Candidates>(source: &str, opened: Mark, coming: &mut Paragraphs<'_, C>) -> bool {
    for index in 0..FEW {
        let Some(paragraph) = coming.ahead(index) else {
            return false;
        };
        match first(source, opened, paragraph) {
            First::Absent => {}
            found => return found == First::Closes,
        }
    }
    false
}

/// Whether a paragraph opens with a quotation mark.
fn opens(paragraph: &Paragraph) -> bool {
    let mut marks = paragraph.tokens.iter().map(|token| token.mark);
    marks
        .find(|mark| *mark != Mark::OpenBracket)
        .is_some_and(Mark::is_quote)
}

/// What the first mark of the kind of `opened` does.
fn first(source: &str, opened: Mark, paragraph: &Paragraph) -> First {
    let tokens = &paragraph.tokens;
    for &at in &paragraph.quotes {
        let at = at as usize;
        let mark = tokens[at].mark;
        if is_double(opened) != is_double(mark) || is_measure(source, tokens, at) {
            continue;
        }
        if !is_double(mark) && is_apostrophe(source, tokens, at) {
            continue;
        }
        // Guillemets and corners are told by their shape alone; some are set off by a space.
        let alone = matches!(
            mark,
            Mark::LeftGuillemet | Mark::RightGuillemet | Mark::RightCorner
        );
        let ends = alone && at > 0 || (ends_something(tokens, at) && !begins_something(tokens, at));
        return if closes(opened, mark) && ends {
            First::Closes
        } else {
            First::Other
        };
    }
    First::Absent
}

/// Whether a single mark is no quotation mark as far as one can tell: only one behind punctuation, or between a word and
/// punctuation, closes for certain, and only one that stands before a word opens.
fn is_apostrophe(source: &str, tokens: &[Token], at: usize) -> bool {
    if !tokens[at].mark.is_apostrophe() {
        return false;
    }
    if begins_something(tokens, at) {
        return is_elision(source, tokens, at) || tokens[at].mark == Mark::RightSingle;
    }
    let before_word = tokens.get(at + 1).is_some_and(|next| next.is(WORD));
    !ends_something(tokens, at)
        || (behind_word(tokens, at) && (before_word || is_plural(source, &tokens[at - 1])))
}

/// The next single mark of a paragraph that is no apostrophe, remembered so that each is looked for once.
#[derive(Default)]
pub(super) struct Coming {
    /// Its place among the paragraph's marks, and whether it closes something.
    next: Option<(usize, bool)>,
}

impl Coming {
    /// Whether what stands at a place among the marks is closed by the next that is no apostrophe: "'Tis a gull," in single
    /// marks, begins with one and not with an elision.
    pub(super) fn closes(&mut self, source: &str, paragraph: &Paragraph, index: usize) -> bool {
        if let Some((at, closes)) = self.next
            && at > index
        {
            return closes;
        }
        let tokens = &paragraph.tokens;
        let rest = paragraph.quotes.iter().enumerate().skip(index + 1);
        let mut rest = rest.map(|(index, &at)| (index, at as usize));
        let next =
            rest.find(|&(_, at)| !is_double(tokens[at].mark) && !is_apostrophe(source, tokens, at));
        let (at, closes) = next.map_or((usize::MAX, false), |(index, at)| {
            (
                index,
                ends_something(tokens, at) && !begins_something(tokens, at),
            )
        });
        self.next = Some((at, closes));
        closes
    }
}

fn is_plural(source: &str, word: &Token) -> bool {
    let word = source.get(word.range()).unwrap_or_default();
    word.ends_with(['s', 'S', 'x', 'z'])
}
