//! Squish: pasted text made readable.

use linkify::{LinkFinder, LinkKind};

use crate::html::escape::without_unwelcome;
use crate::links::clean_url;

/// Lines shorter than this were ended on purpose (verse, signatures, lists).
const SHORTEST_WRAPPED: usize = 55;
/// Lines longer than this are whole paragraphs.
const LONGEST_WRAPPED: usize = 100;

/// Tidies pasted text.
///
/// - Lines that were wrapped by a program are joined. A line is joined to the one before when that has 55 to 100
///   characters and neither is quoted (`>`), indented by four or more, or within a fence of backticks, and
///   the later one does not begin a list item, heading, rule or table row. In a block of three or more lines that all
///   begin with a capital or a quotation mark (verse, credits) nothing is joined. So short lines keep their breaks.
/// - A paragraph that was joined is set apart with a blank line from what follows it.
/// - A word divided at the end of a joined line is put together again, except after prefixes that
///   mostly keep their hyphen (`self-`, `ex-` …) and before a capital or digit.
/// - Several blank lines become one, several spaces become one, spaces at line ends go, as do soft hyphens, zero-width spaces
///   and control characters.
/// - Links lose their tracking parameters, see [`clean_url`].
///
/// Squishing twice is squishing once.
#[must_use]
pub fn squish(pasted: &str) -> String {
    let text = visible(pasted);
    let lines = tidy_lines(&text);
    let mut out = String::with_capacity(text.len());
    let mut block: Vec<Line> = Vec::new();
    for line in lines.into_iter().chain([Line::blank()]) {
        if line.kind != Kind::Blank {
            block.push(line);
        } else if !block.is_empty() {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            write_block(&mut out, &block);
            block.clear();
        }
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// May be joined to the line before it and have the next joined to it.
    Prose,
    /// Begins a list item: a wrapped second line belongs to it.
    Item,
    /// Stays as it is: quotes, headings, code, table rows.
    Fixed,
}

struct Line {
    kind: Kind,
    text: String,
    chars: usize,
}

impl Line {
    fn blank() -> Self {
        Self {
            kind: Kind::Blank,
            text: String::new(),
            chars: 0,
        }
    }

    fn is_full(&self) -> bool {
        (SHORTEST_WRAPPED..=LONGEST_WRAPPED).contains(&self.chars)
    }
}

/// Without what nobody sees. A soft hyphen at a line's end divides a word: it goes together with the line end.
fn visible(pasted: &str) -> String {
    without_unwelcome(pasted)
        .replace("\u{ad}\n", "")
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{180e}'))
        .collect()
}

fn tidy_lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut fence: Option<char> = None;
    for raw in text.split('\n') {
        let raw = raw.trim_end();
        let start = raw.trim_start();
        let mark = ['`', '~']
            .into_iter()
            .find(|mark| start.chars().take_while(|c| c == mark).count() >= 3);
        let in_fence = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let indented = raw.starts_with("    ") || raw.starts_with('\t');
        let line = if raw.is_empty() && !in_fence {
            Line::blank()
        } else if in_fence || mark.is_some() || (indented && item_mark(start).is_none()) {
            Line {
                kind: Kind::Fixed,
                text: raw.to_owned(),
                chars: raw.chars().count(),
            }
        } else {
            tidy_line(raw, start)
        };
        lines.push(line);
    }
    lines
}

fn tidy_line(raw: &str, start: &str) -> Line {
    let words = single_spaces(&clean_links(start));
    let kind = if item_mark(&words).is_some() {
        Kind::Item
    } else if is_fixed(&words) {
        Kind::Fixed
    } else {
        Kind::Prose
    };
    // The indentation of a list item says how deep it is.
    let indent = if kind == Kind::Item {
        &raw[..raw.len() - start.len()]
    } else {
        ""
    };
    let text = format!("{indent}{words}");
    let chars = text.chars().count();
    Line { kind, text, chars }
}

fn clean_links(line: &str) -> String {
    if !line.contains("://") {
        return line.to_owned();
    }
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut out = String::with_capacity(line.len());
    for span in finder.spans(line) {
        match span.kind() {
            Some(_) => out.push_str(&clean_url(span.as_str())),
            None => out.push_str(span.as_str()),
        }
    }
    out
}

fn single_spaces(line: &str) -> String {
    line.split([' ', '\t', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The length of the mark that begins a list item: `*`, `-`, `+`, `•`, `–` or a number with `.` or `)`, and a space.
fn item_mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark =
        if (1..=3).contains(&digits) && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) {
            digits + 1
        } else {
            let first = line.chars().next()?;
            if !matches!(first, '*' | '-' | '+' | '•' | '–' | '—' | '·' | '‣' | '◦') {
                return None;
            }
            first.len_utf8()
        };
    line[mark..].starts_with([' ', '\t']).then_some(mark)
}

fn is_fixed(line: &str) -> bool {
    let rule = line.len() >= 2
        && line
            .chars()
            .all(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '#' | ' '));
    let heading = line.trim_start_matches('#').starts_with(' ') && line.starts_with('#');
    rule || heading
        || line.starts_with(['>', '|'])
        || line.starts_with("[foto ")
        || line.starts_with("[photo ")
}

fn write_block(out: &mut String, block: &[Line]) {
    let is_verse = block.len() >= 3 && block.iter().all(|line| begins_like_verse(&line.text));
    let mut at = 0;
    while at < block.len() {
        let mut last = at;
        let mut paragraph = block[at].text.clone();
        while !is_verse && joins(&block[last], block.get(last + 1)) {
            last += 1;
            join(&mut paragraph, &block[last].text);
        }
        out.push_str(&paragraph);
        if let Some(next) = block.get(last + 1) {
            out.push('\n');
            if last > at && next.kind == Kind::Prose {
                out.push('\n');
            }
        }
        at = last + 1;
    }
}

/// Whether the break between two lines is a program's.
fn joins(line: &Line, next: Option<&Line>) -> bool {
    next.is_some_and(|next| next.kind == Kind::Prose && line.kind != Kind::Fixed && line.is_full())
}

fn begins_like_verse(line: &str) -> bool {
    line.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '“' | '„' | '«' | '‘' | '\''))
}

/// Parts of compounds after which a hyphen at a line's end is more likely the word's own.
const HYPHENATED: &[&str] = &[
    "all",
    "anti",
    "co",
    "cross",
    "ex",
    "half",
    "high",
    "long",
    "low",
    "mid",
    "mother",
    "much",
    "multi",
    "non",
    "off",
    "part",
    "post",
    "pro",
    "quarter",
    "self",
    "semi",
    "short",
    "so",
    "up",
    "well",
    "well-known",
    "would",
    "in",
    "on",
    "to",
    "by",
    "and",
    "the",
];

fn join(paragraph: &mut String, next: &str) {
    let word = paragraph.rsplit(' ').next().unwrap_or("");
    let Some(part) = word.strip_suffix('-') else {
        paragraph.push(' ');
        paragraph.push_str(next);
        return;
    };
    let is_word = part.chars().count() >= 2 && part.chars().all(char::is_alphabetic);
    if is_word && next.starts_with(char::is_lowercase) {
        if !HYPHENATED.contains(&part.to_lowercase().as_str()) {
            paragraph.pop();
        }
    } else if !part.ends_with(char::is_alphanumeric)
        || !next.starts_with(char::is_alphanumeric)
        || part.contains("://")
    {
        // A dash, or an address: not a divided word.
        paragraph.push(' ');
    }
    paragraph.push_str(next);
}
