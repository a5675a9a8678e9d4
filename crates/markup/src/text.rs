//! Plain text out of safe HTML, and names for addresses out of plain text.

use unicode_normalization::char::is_combining_mark;

use crate::SafeHtml;
use crate::html::tokens::{Token, Tokens};

/// White space that HTML collapses; a no-break space is not.
const BLANK: [char; 3] = [' ', '\n', '\t'];

/// The text of safe HTML: one line for each paragraph, list item, table row and line break.
///
/// ```
/// use clipsheet_markup::{Profile, plain_text, sanitise};
/// let html = sanitise("<p>Mud &amp; <b>gulls</b></p><ul><li>one<li>two</ul>", Profile::Article, &|_| None);
/// assert_eq!(plain_text(&html), "Mud & gulls\none\ntwo");
/// ```
#[must_use]
pub fn plain_text(html: &SafeHtml) -> String {
    text_of(html.as_str())
}

/// The same of HTML that the writer wrote and that has not passed the gate.
pub(crate) fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut in_pre = false;
    for token in Tokens::new(html) {
        match token {
            Token::Text(raw) => {
                let decoded = htmlize::unescape(raw);
                if in_pre {
                    text.push_str(&decoded);
                } else if decoded.trim_matches(BLANK).is_empty() {
                    if !text.is_empty() && !text.ends_with(BLANK) {
                        text.push(' ');
                    }
                } else {
                    let at_start = text.is_empty() || text.ends_with('\n');
                    text.push_str(if at_start {
                        decoded.trim_start_matches(BLANK)
                    } else {
                        &decoded
                    });
                }
            }
            Token::Start(tag) => {
                in_pre |= tag.name.as_str() == "pre";
                break_for(&mut text, tag.name.as_str());
            }
            Token::End(name) => {
                in_pre &= name.as_str() != "pre";
                break_for(&mut text, name.as_str());
            }
        }
    }
    text.truncate(text.trim_end_matches(BLANK).len());
    text
}

fn break_for(text: &mut String, name: &str) {
    let breaks = matches!(
        name,
        "p" | "br"
            | "hr"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "blockquote"
            | "pre"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "table"
            | "caption"
            | "tr"
            | "div"
    );
    if breaks {
        text.truncate(text.trim_end_matches(' ').len());
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    } else if matches!(name, "td" | "th")
        && !text.is_empty()
        && !text.ends_with(char::is_whitespace)
    {
        text.push(' ');
    }
}

/// The beginning of the text on one line: at most `max_chars` characters, cut between words and ended with `…` when it
/// is longer than that.
#[must_use]
pub fn excerpt(html: &SafeHtml, max_chars: usize) -> String {
    let text = plain_text(html);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().nth(max_chars).is_none() {
        return line;
    }
    if max_chars == 0 {
        return String::new();
    }
    let cut = line
        .char_indices()
        .nth(max_chars - 1)
        .map_or(line.len(), |(at, _)| at);
    let mut end = cut;
    if !line[cut..].starts_with(' ') {
        match line[..cut].rfind(' ') {
            // A word as long as this is cut, as is text that has no spaces between words.
            Some(space) if space * 3 >= cut * 2 => end = space,
            _ => {
                while end > 0
                    && line[end..]
                        .chars()
                        .next()
                        .is_some_and(|c| is_combining_mark(c) || c == '\u{200d}')
                {
                    end -= line[..end].chars().next_back().map_or(0, char::len_utf8);
                }
            }
        }
    }
    format!(
        "{}…",
        line[..end].trim_end_matches([' ', ',', ';', ':', '-', '–', '—'])
    )
}

/// The longest that a slug may be, in bytes.
const MAX_SLUG: usize = 80;

/// A name for an address: lower-case ASCII letters and digits with `-` between words, at most 80 bytes, cut between
/// words, other scripts transliterated. Never empty: `article` if nothing is left.
///
/// ```
/// use clipsheet_markup::slug;
/// assert_eq!(slug("Keeper’s gull: “Ünder the pier!”"), "keepers-gull-under-the-pier");
/// assert_eq!(slug("?!"), "article");
/// ```
#[must_use]
pub fn slug(text: &str) -> String {
    // Longer texts are cut anyway; transliteration need not see all of them.
    let start: String = text
        .chars()
        .take(4 * MAX_SLUG)
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ'))
        .collect();
    let ascii = deunicode::deunicode_with_tofu(&start, " ");
    let mut slug = String::with_capacity(MAX_SLUG);
    for word in ascii
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let separator = usize::from(!slug.is_empty());
        if slug.len() + separator + word.len() > MAX_SLUG {
            if slug.is_empty() {
                slug.push_str(&word[..MAX_SLUG]);
            }
            break;
        }
        if separator > 0 {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.make_ascii_lowercase();
    if slug.is_empty() {
        "article".to_owned()
    } else {
        slug
    }
}
