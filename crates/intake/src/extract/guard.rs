//! Against pages that are built to hurt: tags nested by the thousand.

use std::borrow::Cow;

/// Elements nested deeper than this lose their tags and keep their text. Browsers stop at about 512; no
/// honest page comes near it. Parsing costs the square of the depth, and every later step walks it.
const MAX_DEPTH: usize = 300;

/// Elements that never nest by themselves, or that have no end tag: they do not count.
const UNCOUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The page with its nesting cut off at a depth that is safe to parse. It is borrowed, untouched, unless
/// it is too deep. Linear in the page's length.
///
/// The depth is an estimate from start and end tags alone; markup inside scripts and comments is counted too,
/// which can only make a page that is already absurd lose more of its tags.
pub(crate) fn limit_depth(html: &str) -> Cow<'_, str> {
    let mut flat: Option<String> = None;
    let mut depth = 0_usize;
    // Where the part of the page begins that is not yet copied.
    let mut copied_to = 0;
    let mut from = 0;
    while let Some(start) = html[from..].find('<').map(|at| from + at) {
        let rest = &html[start + 1..];
        let closing = rest.starts_with('/');
        let name_at = usize::from(closing);
        let name_length = rest[name_at..]
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let name = &rest[name_at..name_at + name_length];
        let Some(length) = rest.find('>') else { break };
        let end = start + 1 + length + 1;
        from = start + 1 + name_at + name_length;
        if name.is_empty() || UNCOUNTED.iter().any(|u| u.eq_ignore_ascii_case(name)) {
            continue;
        }
        from = end;
        let too_deep = depth > MAX_DEPTH || (!closing && depth == MAX_DEPTH);
        if closing {
            depth = depth.saturating_sub(1);
        } else if !rest[..length].ends_with('/') {
            depth += 1;
        }
        if too_deep {
            let flat = flat.get_or_insert_with(|| String::with_capacity(html.len()));
            flat.push_str(&html[copied_to..start]);
            copied_to = end;
        }
    }
    match flat {
        None => Cow::Borrowed(html),
        Some(mut flat) => {
            flat.push_str(&html[copied_to..]);
            Cow::Owned(flat)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_page_is_untouched() {
        let page = "<ul>".to_owned() + &"<li><p>Gull <b>one</b><br>".repeat(5000) + "</ul>";
        assert!(matches!(limit_depth(&page), Cow::Borrowed(_)));
    }

    #[test]
    fn deep_nesting_is_cut_and_the_text_stays() {
        let page = format!(
            "{}Ahoi{}<p>after</p>",
            "<div>".repeat(5000),
            "</div>".repeat(5000)
        );
        let flat = limit_depth(&page);
        assert_eq!(flat.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(flat.matches("</div>").count(), MAX_DEPTH);
        assert!(flat.contains("Ahoi") && flat.ends_with("<p>after</p>"));
    }

    #[test]
    fn broken_tags_are_survived() {
        for page in ["<", "</", "<div", "a < b > c", "<<<<>>>>", "<é>"] {
            assert_eq!(limit_depth(page), page);
        }
    }
}
