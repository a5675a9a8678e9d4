//! Quotations that reach over several paragraphs.
//!
//! Newspapers print long speech with an opening mark before each paragraph and a closing one behind the last. Others put
//! marks at the two ends only. So a mark that its paragraph does not close is looked for in the next ones: when the first mark
//! there that has no partner in its own paragraph closes something, by its shape, all between was said by somebody. Anything
//! else, and the quotation ends with its paragraph: a forgotten mark must not mute the rest of an article.

use super::{
    begins_something, behind_word, closes, doubles, ends_something, is_double, is_elision,
    is_measure, may_speak, singles,
};
use crate::tokens::{Candidates, Mark, Paragraph, Paragraphs, Token, WORD};

/// In so many paragraphs a closing mark is looked for.
const MANY: usize = 50;
/// In so many for a single mark of a typewriter, which may be an apostrophe that nobody has told us of.
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
    /// The opening mark of a quotation that a paragraph ahead closes, and how many paragraphs come before that one.
    closed_in: Option<(Mark, usize)>,
}

/// What the first mark of a kind that has no partner does in a paragraph.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Absent,
    /// It closes what the paragraph did not open.
    Closes,
    /// It opens something that the paragraph does not close, or cannot be told.
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
        // Where the one before looked ahead and saw the end, nobody looks again.
        let seen = self
            .closed_in
            .filter(|&(mark, ahead)| began == Some(mark) && ahead > 0);
        let mut closed_in = |mark: Mark| {
            let seen = seen.filter(|&(seen, _)| seen == mark);
            let ahead = seen.map(|(_, ahead)| ahead - 1);
            ahead.or_else(|| closed_in(source, mark, coming))
        };
        let both = double.into_iter().chain(single);
        around.closed_in = both
            .filter_map(|mark| Some((mark, closed_in(mark)?)))
            .next();
        around.goes_on = around.closed_in.map(|(mark, _)| mark);
        around
    }
}

/// How many paragraphs come before the one that closes what a mark has opened; `None` if none of the next ones does.
fn closed_in<C: Candidates>(
    source: &str,
    opened: Mark,
    coming: &mut Paragraphs<'_, C>,
) -> Option<usize> {
    let most = if opened == Mark::Straight { FEW } else { MANY };
    for index in 0..most {
        match first(source, opened, coming.ahead(index)?) {
            First::Absent => {}
            found => return (found == First::Closes).then_some(index),
        }
    }
    None
}

/// Whether a paragraph opens with a quotation mark.
fn opens(paragraph: &Paragraph) -> bool {
    let mut marks = paragraph.tokens.iter().map(|token| token.mark);
    marks
        .find(|mark| *mark != Mark::OpenBracket)
        .is_some_and(Mark::is_quote)
}

/// What the first mark of the kind of `opened` does that has no partner in its own paragraph.
fn first(source: &str, opened: Mark, paragraph: &Paragraph) -> First {
    let tokens = &paragraph.tokens;
    let double = is_double(opened);
    // Quotations within the one that `opened` begins, by their opening marks.
    let mut open: Vec<Mark> = Vec::new();
    for &at in &paragraph.quotes {
        let at = at as usize;
        let mark = tokens[at].mark;
        if double != is_double(mark)
            || is_measure(source, tokens, at)
            || (!double && is_apostrophe(source, tokens, at))
        {
            continue;
        }
        // Guillemets and corners are told by their shape alone; some are set off by a space.
        let alone = matches!(
            mark,
            Mark::LeftGuillemet | Mark::RightGuillemet | Mark::RightCorner
        );
        let begins = begins_something(tokens, at);
        let ends = alone && at > 0 || (ends_something(tokens, at) && !begins);
        let opening = matches!(
            mark,
            Mark::LeftDouble | Mark::LowDouble | Mark::LeftGuillemet | Mark::LeftCorner
        );
        if ends && open.last().is_some_and(|&top| closes(top, mark)) {
            open.pop();
        } else if ends && open.is_empty() && closes(opened, mark) {
            return First::Closes;
        } else if opening || begins {
            open.push(mark);
        } else {
            return First::Other;
        }
    }
    if open.is_empty() {
        First::Absent
    } else {
        First::Other
    }
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
