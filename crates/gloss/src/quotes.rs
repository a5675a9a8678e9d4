//! Direct quotation: which tokens of a paragraph somebody else said.
//!
//! Double and single marks are looked for separately, and what either finds counts. A mark opens or
//! closes by its shape and by what touches it. One that is never closed reaches to the end of the paragraph: whoever forgot the
//! other mark quoted all the same. Of single marks that holds for all but known apostrophes. Whether a quotation
//! goes on in the next paragraphs is told by [`Around`].

use crate::tokens::{Mark, Paragraph, SPACE_BEFORE, Token, WORD};

mod across;
mod apostrophes;

pub(crate) use across::Around;
use across::Coming;
use apostrophes::{behind_word, is_elision, is_measure, may_be_apostrophe, may_speak};

/// No quotation.
pub(crate) const OUTSIDE: u32 = 0;

/// Quotations of a paragraph as first and last token, and one that it does not close.
#[derive(Default)]
struct Quotations {
    spans: Vec<(usize, usize)>,
    /// The mark that opens it, and its token.
    unclosed: Option<(Mark, usize)>,
    /// Where the unclosed one may end all the same: a closing mark or an apostrophe.
    doubtful: Option<usize>,
}

/// Writes into `regions` for each token the number of its quotation, or [`OUTSIDE`]. The marks
/// themselves are part of it.
pub(crate) fn mark(source: &str, paragraph: &Paragraph, around: Around, regions: &mut Vec<u32>) {
    let tokens = &paragraph.tokens;
    regions.clear();
    regions.resize(tokens.len(), OUTSIDE);
    if paragraph.quotes.is_empty() && around.began.is_none() {
        return;
    }
    let end = tokens.len() - 1;
    let Quotations {
        mut spans,
        unclosed,
        ..
    } = doubles(source, paragraph, around.began);
    spans.extend(unclosed.map(|(_, from)| (from, end)));
    let single = singles(source, paragraph, around.began);
    spans.extend(single.spans);
    if let Some((mark, from)) = single.unclosed {
        let began = around.began == Some(mark) && from == 0;
        let may_speak = began || may_speak(source, tokens, from);
        let goes_on = began || around.goes_on == Some(mark) || (around.next_opens && may_speak);
        if goes_on || (single.doubtful.is_none() && may_speak) {
            spans.push((from, end));
        } else if may_speak {
            spans.extend(single.doubtful.map(|to| (from, to)));
        }
    }
    spans.sort_unstable();
    let mut covered = 0;
    let mut number = OUTSIDE;
    for (from, to) in spans {
        if from >= covered {
            number += 1;
        }
        for region in regions.iter_mut().take(to + 1).skip(from.max(covered)) {
            *region = number;
        }
        covered = covered.max(to + 1);
    }
}

fn is_double(mark: Mark) -> bool {
    mark.is_quote() && !is_single(mark)
}

fn is_single(mark: Mark) -> bool {
    use Mark::{LeftAngle, LeftSingle, LowSingle, RightAngle, RightSingle, Straight};
    matches!(
        mark,
        LeftAngle | LeftSingle | LowSingle | RightAngle | RightSingle | Straight
    )
}

/// Whether a mark may close what another has opened.
fn closes(opened: Mark, mark: Mark) -> bool {
    use Mark::{
        LeftAngle, LeftCorner, LeftDouble, LeftGuillemet, LeftSingle, LowDouble, LowSingle,
        RightAngle, RightCorner, RightDouble, RightGuillemet, RightSingle, Straight,
        StraightDouble,
    };
    match opened {
        StraightDouble | LeftDouble => matches!(mark, RightDouble | StraightDouble),
        LowDouble => matches!(mark, LeftDouble | RightDouble),
        RightDouble => mark == RightDouble,
        LeftGuillemet => mark == RightGuillemet,
        RightGuillemet => mark == LeftGuillemet,
        LeftCorner => mark == RightCorner,
        Straight => mark == Straight,
        LeftSingle => matches!(mark, RightSingle | Straight),
        LowSingle => matches!(mark, LeftSingle | RightSingle),
        LeftAngle => mark == RightAngle,
        RightAngle => mark == LeftAngle,
        _ => false,
    }
}

/// The quotations in double marks. `began` is the mark of one that an earlier paragraph left open.
fn doubles(source: &str, paragraph: &Paragraph, began: Option<Mark>) -> Quotations {
    use Mark::{
        LeftCorner, LeftDouble, LeftGuillemet, LowDouble, RightDouble, RightGuillemet,
        StraightDouble,
    };
    let tokens = &paragraph.tokens;
    let mut spans = Vec::new();
    let mut open: Vec<(Mark, usize)> = Vec::new();
    open.extend(began.filter(|&mark| is_double(mark)).map(|mark| (mark, 0)));
    let nested_in = open.first().copied();
    for (index, &at) in paragraph.quotes.iter().enumerate() {
        let at = at as usize;
        let mark = tokens[at].mark;
        if !is_double(mark) {
            continue;
        }
        // `He said:"Turkey must pay."`: where nothing is open, a missing space must not let us into somebody's words.
        let may_open = begins_something(tokens, at)
            || (open.is_empty() && mark == StraightDouble && begins_glued(tokens, at));
        // Speech within speech that an earlier paragraph began: a straight mark of its own opens it.
        let nests = may_open && nested_in.is_some() && open.last() == nested_in.as_ref();
        let fits = open.last().is_some_and(|&(top, _)| {
            let as_well = match (top, mark) {
                (StraightDouble, StraightDouble) => !nests,
                (RightDouble, RightDouble) | (LeftDouble, StraightDouble) => !may_open,
                _ => true,
            };
            closes(top, mark) && as_well
        });
        if fits {
            // Inches within a quotation, when the next mark closes it.
            let next = paragraph.quotes.get(index + 1).map(|&next| next as usize);
            let closes_later = |next: usize| {
                matches!(tokens[next].mark, StraightDouble | RightDouble)
                    && ends_something(tokens, next)
                    && !begins_something(tokens, next)
                    && !is_measure(source, tokens, next)
            };
            if is_measure(source, tokens, at) && next.is_some_and(closes_later) {
                continue;
            }
            spans.extend(open.pop().map(|(_, from)| (from, at)));
            continue;
        }
        let opens = match mark {
            LeftDouble | LowDouble | LeftGuillemet | LeftCorner => true,
            // A straight mark behind a digit is inches; Swedish and German open with what others close with.
            StraightDouble => may_open || opens_with_space(paragraph, index),
            RightDouble | RightGuillemet => may_open,
            _ => false,
        };
        if opens {
            open.push((mark, at));
        }
    }
    Quotations {
        spans,
        unclosed: open.first().copied(),
        doubtful: None,
    }
}

/// The quotations in single marks. `began` is the mark of one that an earlier paragraph left open.
fn singles(source: &str, paragraph: &Paragraph, began: Option<Mark>) -> Quotations {
    use Mark::{LeftAngle, LeftSingle, LowSingle, RightAngle, RightSingle, Straight};
    let tokens = &paragraph.tokens;
    let mut spans = Vec::new();
    let mut open: Option<(Mark, usize)> =
        began.filter(|&mark| is_single(mark)).map(|mark| (mark, 0));
    // The last mark that may close it but may as well be the plural possessive of "the gulls' friend".
    let mut doubtful: Option<usize> = None;
    // Whether a quotation stands open within one that an earlier paragraph began.
    let mut nested = false;
    let mut coming = Coming::default();
    for (index, &at) in paragraph.quotes.iter().enumerate() {
        let at = at as usize;
        let mark = tokens[at].mark;
        if open.is_some_and(|(opened, _)| is_single(mark) && closes(opened, mark))
            && ends_something(tokens, at)
        {
            if matches!(mark, Straight | RightSingle) && may_be_apostrophe(source, tokens, at) {
                doubtful = Some(at);
            } else if std::mem::take(&mut nested) {
                doubtful = None;
            } else if let Some((_, from)) = open.take() {
                doubtful = None;
                spans.push((from, at));
            }
            continue;
        }
        let opens = match mark {
            LowSingle | LeftAngle | RightAngle => true,
            LeftSingle => begins_something(tokens, at),
            Straight | RightSingle => {
                let glued = mark == Straight
                    && open.is_none()
                    && at > 0
                    && tokens[at - 1].mark == Mark::Joiner
                    && begins_glued(tokens, at);
                (begins_something(tokens, at) || glued)
                    && (!is_elision(source, tokens, at)
                        || (!behind_word(tokens, at) && coming.closes(source, paragraph, index)))
            }
            _ => false,
        };
        let in_speech = began.is_some_and(|began| open == Some((began, 0)) && at > 0);
        if opens && in_speech && doubtful.is_none() && matches!(mark, LeftSingle | Straight) {
            nested |= coming.closes(source, paragraph, index);
        }
        if !opens || (open.is_some() && doubtful.is_none()) {
            continue;
        }
        if let (Some((_, from)), Some(to)) = (open, doubtful.take()) {
            spans.push((from, to));
        }
        // A lone closing shape opens nothing: in English it is an apostrophe.
        open = (mark != RightSingle).then_some((mark, at));
    }
    Quotations {
        spans,
        unclosed: open,
        doubtful,
    }
}

/// Nothing but space, a bracket, a dash or another mark before it, and no space behind it.
fn begins_something(tokens: &[Token], at: usize) -> bool {
    let free_before = tokens[at].is(SPACE_BEFORE)
        || at.checked_sub(1).is_none_or(|before| {
            let before = tokens[before];
            !before.is(WORD)
                && !matches!(
                    before.mark,
                    Mark::Period | Mark::SentenceEnd | Mark::Joiner | Mark::CloseBracket
                )
        });
    free_before && tokens.get(at + 1).is_some_and(|next| next.glued())
}

/// A colon, a comma or the end of a sentence touches it before, and a word behind.
fn begins_glued(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| tokens[before].mark);
    let touched = matches!(
        before,
        Some(Mark::Period | Mark::SentenceEnd | Mark::Joiner)
    );
    touched
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.glued() && next.is(WORD))
}

/// Whether a straight mark with space on both sides opens something: `" A gull, " he said`. The next such mark must stand where
/// it may close, so that a lone one is nothing.
fn opens_with_space(paragraph: &Paragraph, index: usize) -> bool {
    let tokens = &paragraph.tokens;
    let free = |at: usize| {
        (at == 0 || tokens[at].is(SPACE_BEFORE))
            && tokens.get(at + 1).is_some_and(|next| !next.glued())
    };
    let mut marks = paragraph.quotes[index..].iter().map(|&at| at as usize);
    marks.next().is_some_and(free)
        && marks
            .find(|&at| is_double(tokens[at].mark))
            .is_some_and(|at| {
                tokens[at].mark == Mark::StraightDouble && !begins_something(tokens, at)
            })
}

/// Something touches it before, and no word touches it behind.
fn ends_something(tokens: &[Token], at: usize) -> bool {
    tokens[at].glued()
        && at > 0
        && tokens
            .get(at + 1)
            .is_none_or(|next| !next.glued() || !next.is(WORD))
}
