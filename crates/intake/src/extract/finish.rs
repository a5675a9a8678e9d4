//! The last touches: absolute addresses, and nothing left of the page's own attributes.

use dom_query::{Document, NodeRef};
use url::Url;

/// Attributes that an article's markup needs. The rest styled or scripted the page.
const KEPT: &[&str] = &[
    "alt", "cite", "colspan", "controls", "datetime", "dir", "headers", "height", "href",
    "hreflang", "lang", "name", "poster", "rowspan", "scope", "src", "srcset", "start", "title",
    "type", "value", "width",
];

/// Makes the addresses in a result absolute and takes its odd attributes off.
pub(super) fn finish(result: &Document, base: Option<&Url>) {
    result
        .select("script, style, template, noscript, link, meta, title")
        .remove();
    for node in result.root().descendants_it().collect::<Vec<_>>() {
        if !node.is_element() {
            continue;
        }
        lazy_source(&node);
        node.retain_attrs(KEPT);
        for attribute in ["href", "src", "poster", "cite"] {
            if let Some(value) = node.attr(attribute) {
                match absolute(&value, base) {
                    Some(url) => node.set_attr(attribute, &url),
                    None => node.remove_attr(attribute),
                }
            }
        }
        if let Some(set) = node.attr("srcset") {
            node.set_attr("srcset", &absolute_set(&set, base));
        }
    }
}

/// Pictures that a script would have loaded later.
fn lazy_source(node: &NodeRef) {
    if !node.has_name("img") {
        return;
    }
    let shown = node
        .attr("src")
        .filter(|src| !src.is_empty() && !src.starts_with("data:"));
    if shown.is_some() {
        return;
    }
    for attribute in [
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-lazy",
        "data-url",
        "data-hi-res-src",
    ] {
        if let Some(value) = node
            .attr(attribute)
            .filter(|value| !value.trim().is_empty())
        {
            node.set_attr("src", &value);
            return;
        }
    }
}

/// An address that can stand in an article, absolute when the base is known. Scripts and the like give `None`.
pub(super) fn absolute(value: &str, base: Option<&Url>) -> Option<String> {
    let value = value.trim();
    if value.starts_with('#') {
        return Some(value.to_owned());
    }
    match Url::parse(value) {
        Ok(url) => {
            let taken = matches!(url.scheme(), "http" | "https" | "mailto" | "tel")
                || url.scheme() == "data" && value.starts_with("data:image/");
            taken.then(|| url.to_string())
        }
        Err(url::ParseError::RelativeUrlWithoutBase) => match base {
            Some(base) => base.join(value).ok().map(|url| url.to_string()),
            None => Some(value.to_owned()),
        },
        Err(_) => None,
    }
}

fn absolute_set(set: &str, base: Option<&Url>) -> String {
    // A comma parts candidates only before white space: addresses hold commas, too.
    set.split(", ")
        .filter_map(|candidate| {
            let candidate = candidate.trim().trim_end_matches(',');
            let (address, size) = candidate
                .split_once(char::is_whitespace)
                .unwrap_or((candidate, ""));
            let address = absolute(address, base)?;
            Some(format!("{address} {size}").trim_end().to_owned())
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// Text as HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
