//! Direct quotation: which tokens of a paragraph somebody else said.
//!
//! Double and single marks are looked for separately, and what either finds counts. A mark opens or
//! closes by its shape and by what touches it. A quotation that is never closed reaches to the end of
//! the paragraph when the next paragraph opens with a quotation mark, as newspapers print long speech, or when the
//! next one closes what it did not open; otherwise it was not one. Single marks must close: most that do not are apostrophes.

use crate::tokens::{Mark, Paragraph, SPACE_BEFORE, Token, WORD};

/// No quotation.
pub(crate) const OUTSIDE: u32 = 0;

/// Writes into `regions` for each token the number of its quotation, or [`OUTSIDE`]. The marks
/// themselves are part of it. `next_opens` tells whether the next paragraph opens with a quotation mark.
///
/// `began_before` tells whether a quotation that the paragraph before left open is closed in this one.
pub(crate) fn mark(
    source: &str,
    paragraph: &Paragraph,
    next_opens: bool,
    began_before: bool,
    regions: &mut Vec<u32>,
) {
    let tokens = &paragraph.tokens;
    regions.clear();
    regions.resize(tokens.len(), OUTSIDE);
    if !paragraph.has_quotes {
        return;
    }
    let mut spans = doubles(tokens, next_opens);
    if began_before && let Some(to) = tokens.iter().position(|token| closes_only(token.mark)) {
        spans.push((0, to));
    }
    singles(source, tokens, &mut spans);
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

/// Whether a paragraph closes a quotation that it did not open.
pub(crate) fn closes_first(paragraph: &Paragraph) -> bool {
    let first = paragraph
        .tokens
        .iter()
        .position(|token| is_certain(token.mark));
    first.is_some_and(|at| {
        closes_only(paragraph.tokens[at].mark) && ends_something(&paragraph.tokens, at)
    })
}

/// Whether a quotation is still open at the end of a paragraph, by marks whose shape alone tells.
pub(crate) fn left_open(paragraph: &Paragraph) -> bool {
    let mut open: Vec<Mark> = Vec::new();
    for token in &paragraph.tokens {
        match (token.mark, open.last()) {
            (Mark::LeftDouble, Some(Mark::LowDouble)) => drop(open.pop()),
            (Mark::RightDouble | Mark::RightCorner, _) => drop(open.pop()),
            (Mark::LeftDouble | Mark::LowDouble | Mark::LeftCorner, _) => open.push(token.mark),
            _ => {}
        }
    }
    !open.is_empty()
}

fn is_certain(mark: Mark) -> bool {
    closes_only(mark)
        || matches!(
            mark,
            Mark::LeftDouble | Mark::LowDouble | Mark::LeftCorner | Mark::StraightDouble
        )
}

fn closes_only(mark: Mark) -> bool {
    matches!(mark, Mark::RightDouble | Mark::RightCorner)
}

/// Whether a paragraph opens with a double quotation mark.
pub(crate) fn opens(paragraph: &Paragraph) -> bool {
    use Mark::{
        LeftCorner, LeftDouble, LeftGuillemet, LowDouble, RightDouble, RightGuillemet,
        StraightDouble,
    };
    let first = paragraph
        .tokens
        .iter()
        .map(|token| token.mark)
        .find(|mark| *mark != Mark::OpenBracket);
    matches!(
        first,
        Some(
            LeftDouble
                | RightDouble
                | LowDouble
                | StraightDouble
                | LeftGuillemet
                | RightGuillemet
                | LeftCorner
        )
    )
}

fn doubles(tokens: &[Token], next_opens: bool) -> Vec<(usize, usize)> {
    use Mark::{
        LeftCorner, LeftDouble, LeftGuillemet, LowDouble, RightCorner, RightDouble, RightGuillemet,
        StraightDouble,
    };
    let mut spans = Vec::new();
    let mut open: Vec<(Mark, usize)> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let top = open.last().map(|&(mark, _)| mark);
        let may_open = begins_something(tokens, at);
        let closes = match token.mark {
            LeftDouble => top == Some(LowDouble),
            RightDouble => {
                matches!(top, Some(LeftDouble | LowDouble | StraightDouble))
                    || (top == Some(RightDouble) && !may_open)
            }
            StraightDouble => top == Some(StraightDouble) || (top == Some(LeftDouble) && !may_open),
            LeftGuillemet => top == Some(RightGuillemet),
            RightGuillemet => top == Some(LeftGuillemet),
            RightCorner => top == Some(LeftCorner),
            _ => false,
        };
        if closes {
            spans.extend(open.pop().map(|(_, from)| (from, at)));
            continue;
        }
        let opens = match token.mark {
            LeftDouble | LowDouble | LeftGuillemet | LeftCorner => true,
            // A straight mark behind a digit is inches; Swedish and German open with what others close with.
            StraightDouble | RightDouble | RightGuillemet => may_open,
            _ => false,
        };
        if opens {
            open.push((token.mark, at));
        }
    }
    if next_opens && let Some(&(_, from)) = open.first() {
        spans.push((from, tokens.len() - 1));
    }
    spans
}

fn singles(source: &str, tokens: &[Token], spans: &mut Vec<(usize, usize)>) {
    use Mark::{LeftAngle, LeftSingle, LowSingle, RightAngle, RightSingle, Straight};
    let mut open: Option<(Mark, usize)> = None;
    // The last mark that may close it but may as well be the plural possessive of "the gulls' friend".
    let mut doubtful: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        let fits = match open.map(|(mark, _)| mark) {
            None => false,
            Some(Straight) => token.mark == Straight,
            Some(LeftSingle | RightSingle) => matches!(token.mark, RightSingle | Straight),
            Some(LowSingle) => matches!(token.mark, LeftSingle | RightSingle),
            Some(LeftAngle) => token.mark == RightAngle,
            Some(_) => token.mark == LeftAngle,
        };
        if fits && ends_something(tokens, at) {
            if matches!(token.mark, Straight | RightSingle) && is_plural(source, tokens, at) {
                doubtful = Some(at);
            } else if let Some((_, from)) = open.take() {
                doubtful = None;
                spans.push((from, at));
            }
            continue;
        }
        let opens = match token.mark {
            LowSingle | LeftAngle | RightAngle => true,
            LeftSingle => begins_something(tokens, at),
            Straight | RightSingle => {
                begins_something(tokens, at) && !is_elision(source, tokens, at)
            }
            _ => false,
        };
        if !opens || (open.is_some() && doubtful.is_none()) {
            continue;
        }
        if let (Some((_, from)), Some(to)) = (open, doubtful.take()) {
            spans.push((from, to));
        }
        // A lone closing shape opens nothing: in English it is an apostrophe.
        open = (token.mark != RightSingle).then_some((token.mark, at));
    }
    if let (Some((_, from)), Some(to)) = (open, doubtful) {
        spans.push((from, to));
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

/// Something touches it before, and no word touches it behind.
fn ends_something(tokens: &[Token], at: usize) -> bool {
    tokens[at].glued()
        && at > 0
        && tokens
            .get(at + 1)
            .is_none_or(|next| !next.glued() || !next.is(WORD))
}

fn is_plural(source: &str, tokens: &[Token], at: usize) -> bool {
    let before = &tokens[at - 1];
    before.is(WORD)
        && source
            .get(before.range())
            .is_some_and(|word| word.ends_with(['s', 'S', 'x', 'z']))
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is(WORD) && !next.glued())
}

/// `'twas`, `'em`, `'90s`: an apostrophe that only looks like an opening mark.
fn is_elision(source: &str, tokens: &[Token], at: usize) -> bool {
    const ELISIONS: &[&str] = &[
        "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "bout", "n", "round", "cos",
        "fraid",
    ];
    let word = tokens
        .get(at + 1)
        .and_then(|next| source.get(next.range()))
        .unwrap_or_default();
    let digits = word.trim_end_matches('s');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        || ELISIONS
            .iter()
            .any(|elision| elision.eq_ignore_ascii_case(word))
}
