//! Tags and attributes.

/// One tag of a piece of HTML.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) closing: bool,
    /// From the name's end to before the `>`.
    pub(super) inside: &'a str,
    /// Where it begins and ends in the piece.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The next tag at or after `from`. `None` when there is none, or an unclosed one.
pub(super) fn next_tag(html: &str, mut from: usize) -> Option<Tag<'_>> {
    let bytes = html.as_bytes();
    while let Some(found) = html[from..].find('<') {
        let start = from + found;
        if html[start..].starts_with("<!--") {
            from = start + 4 + html[start + 4..].find("-->")? + 3;
            continue;
        }
        let closing = bytes.get(start + 1) == Some(&b'/');
        let name_at = start + 1 + usize::from(closing);
        let name_end = name_at
            + bytes[name_at..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric())
                .count();
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            from = start + 1;
            continue;
        }
        let end = tag_end(bytes, name_end)?;
        return Some(Tag {
            name: &html[name_at..name_end],
            closing,
            inside: &html[name_end..end],
            start,
            end: end + 1,
        });
    }
    None
}

/// Where the `>` of a tag is, outside of quoted values.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, &b) in bytes.iter().enumerate().skip(from) {
        match (quote, b) {
            (Some(q), _) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equals => quote = Some(b),
            _ => {}
        }
        after_equals = b == b'=' || (after_equals && b.is_ascii_whitespace());
    }
    None
}

/// An attribute with a value, as it stands between a tag's name and its end.
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: std::ops::Range<usize>,
    pub(super) quoted: bool,
}

/// The next attribute with a value at or after `from`.
pub(super) fn next_attribute(inside: &str, from: usize) -> Option<Attribute<'_>> {
    let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/');
    let equals = from + inside[from..].find('=')?;
    let before = inside[from..equals].trim_end();
    let name = &before[before.rfind(parts).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    let after = &inside[equals + 1..];
    let start = equals + 1 + (after.len() - after.trim_start().len());
    let value = &inside[start..];
    Some(match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let length = value[1..].find(quote).unwrap_or(value.len() - 1);
            Attribute {
                name,
                value: start + 1..start + 1 + length,
                quoted: true,
            }
        }
        _ => Attribute {
            name,
            value: start..start + value.find(char::is_whitespace).unwrap_or(value.len()),
            quoted: false,
        },
    })
}

/// Where what follows an attribute begins.
pub(super) fn after_attribute(inside: &str, attribute: &Attribute) -> usize {
    (attribute.value.end + usize::from(attribute.quoted)).min(inside.len())
}

/// The value of an attribute, as it is written.
pub(super) fn attribute<'a>(inside: &'a str, wanted: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(found) = next_attribute(inside, from) {
        if found.name.eq_ignore_ascii_case(wanted) {
            return Some(&inside[found.value]);
        }
        from = after_attribute(inside, &found);
    }
    None
}
