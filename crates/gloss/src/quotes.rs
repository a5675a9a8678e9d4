//! Direct quotation: which tokens of a paragraph somebody else said.
//!
//! Double and single marks are looked for separately, and what either finds counts. A mark opens or
//! closes by its shape and by what touches it. One that is never closed reaches to the end of the paragraph: whoever forgot the
//! other mark quoted all the same. Of single marks that holds only for those that are hardly an apostrophe. Whether a quotation
//! goes on in the next paragraphs is told by [`Around`].

use crate::tokens::{Mark, Paragraph, SPACE_BEFORE, Token, WORD};

mod across;

pub(crate) use across::Around;

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
        if goes_on || (single.doubtful.is_none() && speaks(source, tokens, from)) {
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
    for (index, &at) in paragraph.quotes.iter().enumerate() {
        let at = at as usize;
        let mark = tokens[at].mark;
        if !is_double(mark) {
            continue;
        }
        let may_open = begins_something(tokens, at);
        let fits = open.last().is_some_and(|&(top, _)| {
            let as_well = match (top, mark) {
                (StraightDouble, StraightDouble) => true,
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
            StraightDouble | RightDouble | RightGuillemet => may_open,
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
    for &at in &paragraph.quotes {
        let at = at as usize;
        let mark = tokens[at].mark;
        if open.is_some_and(|(opened, _)| is_single(mark) && closes(opened, mark))
            && ends_something(tokens, at)
        {
            if matches!(mark, Straight | RightSingle) && may_be_apostrophe(source, tokens, at) {
                doubtful = Some(at);
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

/// Whether a double mark behind a number may be inches: `a 6" pipe`.
fn is_measure(source: &str, tokens: &[Token], at: usize) -> bool {
    let number = at.checked_sub(1).map(|before| tokens[before]);
    tokens[at].glued()
        && matches!(tokens[at].mark, Mark::StraightDouble | Mark::RightDouble)
        && number.is_some_and(|number| is_number(source, &number))
}

/// Something touches it before, and no word touches it behind.
fn ends_something(tokens: &[Token], at: usize) -> bool {
    tokens[at].glued()
        && at > 0
        && tokens
            .get(at + 1)
            .is_none_or(|next| !next.glued() || !next.is(WORD))
}

/// Whether a single mark between two words may be an apostrophe as well as close something: "the gulls' friend",
/// "lovin' it", "an' all", "6' of rope".
fn may_be_apostrophe(source: &str, tokens: &[Token], at: usize) -> bool {
    const CLIPPED: &[&str] = &["an", "d", "lil", "o", "ol", "t", "th", "wi"];
    let before = &tokens[at - 1];
    let word = source.get(before.range()).unwrap_or_default();
    let clipped = (word.len() > 3 && word.ends_with("in"))
        || CLIPPED
            .iter()
            .any(|clipped| clipped.eq_ignore_ascii_case(word));
    before.is(WORD)
        && (word.ends_with(['s', 'S', 'x', 'z']) || clipped || is_number(source, before))
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is(WORD) && !next.glued())
}

fn is_number(source: &str, token: &Token) -> bool {
    let word = source.get(token.range()).unwrap_or_default();
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a single mark that nothing closes may open speech all the same: it is no known apostrophe.
fn may_speak(source: &str, tokens: &[Token], at: usize) -> bool {
    /// Words that have lost their *h*, Dutch articles, and Arabic names.
    const CLIPPED: &[&str] = &[
        "abbas", "abd", "adil", "aisha", "alf", "ali", "amr", "ang", "appen", "arbour", "ard",
        "arry", "ave", "e", "ead", "eard", "eart", "eaven", "ello", "elp", "enry", "er", "ere",
        "ey", "igh", "im", "isself", "ome", "ook", "ope", "orrible", "orse", "ospital", "ot",
        "ouse", "ow", "s", "t", "umar", "undred", "ungry", "urry", "usband", "uthman",
    ];
    let word = word_behind(source, tokens, at);
    !matches!(word, "as" | "is")
        && !is_elision(source, tokens, at)
        && !CLIPPED
            .iter()
            .any(|clipped| clipped.eq_ignore_ascii_case(word))
}

/// Whether a single mark that nothing closes surely opens speech. A straight one within a sentence is as often an
/// apostrophe.
fn speaks(source: &str, tokens: &[Token], at: usize) -> bool {
    let behind_word = at
        .checked_sub(1)
        .is_some_and(|before| tokens[before].is(WORD));
    may_speak(source, tokens, at) && !(tokens[at].mark == Mark::Straight && behind_word)
}

/// `'twas`, `'em`, `'90s`: an apostrophe that only looks like an opening mark.
fn is_elision(source: &str, tokens: &[Token], at: usize) -> bool {
    const ELISIONS: &[&str] = &[
        "tis", "twas", "twere", "twill", "em", "til", "till", "cause", "bout", "n", "round", "cos",
        "fraid",
    ];
    let word = word_behind(source, tokens, at);
    let digits = word.trim_end_matches('s');
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        || ELISIONS
            .iter()
            .any(|elision| elision.eq_ignore_ascii_case(word))
}

fn word_behind<'a>(source: &'a str, tokens: &[Token], at: usize) -> &'a str {
    let next = tokens.get(at + 1);
    next.and_then(|next| source.get(next.range()))
        .unwrap_or_default()
}
