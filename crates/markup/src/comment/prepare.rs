//! Readies a comment's source for the Markdown parser.

use crate::html::escape::without_unwelcome;

/// Put before a tag at the start of a line. Markdown would take such a line for the start of a block of raw HTML and leave
/// all in it alone; behind another character the tag is part of a paragraph, and Markdown works inside of
/// `<blockquote>` as readers expect. The writer drops control characters, so it never shows.
pub(super) const GUARD: char = '\u{1}';
/// Around the index of a `[foto …]`, so that Markdown leaves its address and caption alone.
pub(super) const FOTO_OPEN: char = '\u{2}';
pub(super) const FOTO_CLOSE: char = '\u{3}';

/// A `[foto address caption]` or `[photo address caption]`.
pub(super) struct Foto<'a> {
    /// As typed, for where it is not markup (in code).
    pub(super) typed: &'a str,
    /// `foto` (small, beside the text) or `photo` (full width).
    pub(super) class: &'static str,
    pub(super) address: &'a str,
    pub(super) caption: &'a str,
}

/// The source with its fotos and its tags at the start of a line marked.
pub(super) fn prepare<'a>(clean: &'a str) -> (String, Vec<Foto<'a>>) {
    let mut fotos = Vec::new();
    let mut out = String::with_capacity(clean.len() + 16);
    let mut rest = clean;
    let mut at_line_start = true;
    while let Some(found) = rest.find(['<', '[', '\n']) {
        let (before, from) = rest.split_at(found);
        out.push_str(before);
        at_line_start &= before.bytes().all(is_container_mark);
        let mut taken = 1;
        match from.as_bytes()[0] {
            b'\n' => {
                at_line_start = true;
                out.push('\n');
            }
            b'[' => {
                at_line_start = false;
                match foto(from) {
                    Some(foto) => {
                        taken = foto.typed.len();
                        out.push(FOTO_OPEN);
                        out.push_str(&fotos.len().to_string());
                        out.push(FOTO_CLOSE);
                        fotos.push(foto);
                    }
                    None => out.push('['),
                }
            }
            _ => {
                if at_line_start {
                    out.push(GUARD);
                }
                at_line_start = false;
                out.push('<');
            }
        }
        rest = &from[taken..];
    }
    out.push_str(rest);
    (out, fotos)
}

/// The source without characters that never reach a page, among them those that this module uses as marks.
pub(super) fn clean(source: &str) -> std::borrow::Cow<'_, str> {
    without_unwelcome(source)
}

/// What may stand before a paragraph on its first line: indentation, marks of quotes and lists.
fn is_container_mark(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t' | b'>' | b'*' | b'+' | b'-' | b'.' | b')' | b'0'..=b'9'
    )
}

fn foto(from: &str) -> Option<Foto<'_>> {
    const LONGEST: usize = 4000;
    let class = ["foto", "photo"].into_iter().find(|word| {
        from.get(1..=word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    let inner_start = 1 + class.len();
    if !from[inner_start..].starts_with([' ', '\t']) {
        return None;
    }
    let near = &from.as_bytes()[..from.len().min(LONGEST)];
    let mut depth = 0_usize;
    let mut end = None;
    for at in memchr::memchr3_iter(b'[', b']', b'\n', near) {
        match near[at] {
            b'[' => depth += 1,
            b']' if depth > 1 => depth -= 1,
            b']' => {
                end = Some(at);
                break;
            }
            _ => break,
        }
    }
    let end = end?;
    let inner = from[inner_start..end].trim();
    let (address, caption) = inner.split_once([' ', '\t']).unwrap_or((inner, ""));
    // "[foto of the year]" is just text.
    if !address.contains([':', '/']) {
        return None;
    }
    Some(Foto {
        typed: &from[..=end],
        class,
        address,
        caption: caption.trim(),
    })
}
