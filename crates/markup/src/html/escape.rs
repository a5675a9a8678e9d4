//! Text on its way into HTML: characters that would be markup are escaped, those that have no business
//! in a text are left out.

use std::borrow::Cow;

/// Characters that never reach a page.
///
/// - Control characters other than tab and line feed, U+FEFF, interlinear annotations, noncharacters.
/// - Bidirectional embeddings, overrides and isolates (U+202A–202E, U+2066–2069). Left open, they reorder
///   what follows, beyond the comment and into the page. They are taken out rather than closed: text in
///   Hebrew or Arabic is ordered well without them, and `bdi`, `bdo` and `dir` remain for the rest.
///   The marks U+200E, U+200F and U+061C act on their neighbours only and stay.
/// - U+2028 and U+2029, which a pasted text can hide a line end in.
pub(crate) fn is_unwelcome(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        _ => {
            c.is_control()
                || is_bidi_control(c)
                || matches!(c,
                    '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
                    | '\u{e0001}' | '\u{206a}'..='\u{206f}')
        }
    }
}

/// Bidirectional formatting characters that open or close a range.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a glyph or width of their own: a text of nothing else looks empty.
pub(crate) fn is_invisible(c: char) -> bool {
    is_unwelcome(c)
        || c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text without its unwelcome characters; a carriage return goes before a line feed and becomes one
/// elsewhere.
pub(crate) fn without_unwelcome(text: &str) -> Cow<'_, str> {
    // Only these bytes begin an unwelcome character.
    let suspect = |byte: &u8| {
        (*byte < 0x20 && !matches!(byte, b'\n' | b'\t'))
            || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef | 0xf3)
    };
    if !text.as_bytes().iter().any(suspect) || !text.chars().any(is_unwelcome) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() != Some(&'\n') => clean.push('\n'),
            '\u{c}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            c if is_unwelcome(c) => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// Appends text, escaped for use between tags.
pub(crate) fn text_into(out: &mut String, text: &str) {
    escape_into(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends ` name="value"`.
pub(crate) fn attribute_into(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(out, &without_unwelcome(value), |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\n' | b'\t' => Some(" "),
        _ => None,
    });
    out.push('"');
}

fn escape_into(out: &mut String, text: &str, replace: impl Fn(u8) -> Option<&'static str>) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replace(byte) {
            out.push_str(&text[from..at]);
            out.push_str(replacement);
            from = at + 1;
        }
    }
    out.push_str(&text[from..]);
}
