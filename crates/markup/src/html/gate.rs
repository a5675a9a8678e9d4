//! The last step on the way to safe HTML, and the one that vouches for it: the `ammonia` library.
//!
//! What [`super::writer`] wrote is read again by a browser-grade parser (`html5ever`), everything that is not on the lists
//! below is taken out of the tree, and the tree is written out. The shaping steps before it decide what a text becomes;
//! a mistake in them can spoil a layout, but nothing gets past this list. In return they hand over
//! balanced HTML with short tags, at most 64 elements deep, so that the parser's worst cases never arise.
//!
//! For shaped HTML this changes nothing but the spelling of a no-break space, which becomes `&nbsp;`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};

use super::clean::{self, Policy};
use super::elements::{FOREIGN, RAW_TEXT};
use crate::links;

/// What a text of one kind may hold.
pub(crate) struct Gate(LazyLock<Builder<'static>>);

/// For [`Profile::Article`](crate::Profile::Article).
pub(crate) static ARTICLE: Gate = Gate(LazyLock::new(|| builder(&clean::ARTICLE)));
/// For [`Profile::Comment`](crate::Profile::Comment).
pub(crate) static COMMENT: Gate = Gate(LazyLock::new(|| builder(&clean::COMMENT)));
/// For [`sanitise_for_export`](crate::sanitise_for_export).
pub(crate) static EXPORT: Gate = Gate(LazyLock::new(|| builder(&clean::EXPORT)));

impl Gate {
    /// The HTML without anything that is not on the lists.
    pub(crate) fn pass(&self, shaped: &str) -> String {
        self.0.clean(shaped).to_string()
    }
}

/// Elements of every text.
const ELEMENTS: [&str; 43] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "u",
    "ul",
];
/// Elements of articles only: headings, tables and the frame around a table.
const LAYOUT: [&str; 14] = [
    "caption", "div", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr",
];

/// Attributes that may have any value, or one that [`judge`] or the address rules judge.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("abbr", &["title"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ol", &["start"]),
    ("time", &["datetime"]),
];
const LAYOUT_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
];

/// Attributes that may have these values only.
const VALUES: &[(&str, &str, &[&str])] = &[
    ("img", "loading", &["lazy"]),
    ("img", "decoding", &["async"]),
    ("span", "class", &["big"]),
];
const FIGURE_VALUES: &[(&str, &str, &[&str])] = &[("figure", "class", &["foto", "photo"])];
const LAYOUT_VALUES: &[(&str, &str, &[&str])] = &[
    ("div", "class", &["table-wrap"]),
    ("div", "tabindex", &["0"]),
    ("div", "role", &["group"]),
    ("div", "aria-label", &["Table"]),
];

fn builder(policy: &'static Policy) -> Builder<'static> {
    let mut tags: HashSet<&str> = ELEMENTS.into();
    let mut attributes: HashMap<&str, HashSet<&str>> = HashMap::new();
    let mut values: HashMap<&str, HashMap<&str, HashSet<&str>>> = HashMap::new();
    let mut allow = |table: &[(&'static str, &'static [&'static str])]| {
        for (element, names) in table {
            attributes.entry(element).or_default().extend(*names);
        }
    };
    let mut allow_values = |table: &[(&'static str, &'static str, &'static [&'static str])]| {
        for (element, name, of) in table {
            let names = values.entry(element).or_default();
            names.entry(name).or_default().extend(*of);
        }
    };
    allow(ATTRIBUTES);
    allow_values(VALUES);
    if policy.layout {
        tags.extend(LAYOUT);
        allow(LAYOUT_ATTRIBUTES);
        allow_values(LAYOUT_VALUES);
    }
    if policy.figures {
        allow_values(FIGURE_VALUES);
    }
    values.insert("a", [("rel", [policy.rel].into())].into());
    let remote_pictures = policy.remote_pictures;
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(RAW_TEXT.into_iter().chain(FOREIGN).collect())
        .generic_attributes(["dir"].into())
        .tag_attributes(attributes)
        .tag_attribute_values(values)
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::Custom(Box::new(Relative {
            fragments: policy.fragments,
        })))
        .attribute_filter(move |element, name, value| {
            judge(element, name, value, remote_pictures).then_some(Cow::Borrowed(value))
        })
        // The writer has set `rel` already, on links to other sites only.
        .link_rel(None);
    builder
}

/// Which addresses without a scheme are kept.
struct Relative {
    fragments: bool,
}

impl UrlRelativeEvaluate<'static> for Relative {
    fn evaluate<'url>(&self, address: &'url str) -> Option<Cow<'url, str>> {
        let is_ours = match address.strip_prefix('#') {
            Some(anchor) => self.fragments && links::is_comment_anchor(anchor),
            None => links::site_path(address),
        };
        is_ours.then_some(Cow::Borrowed(address))
    }
}

/// What the library has no list for: where a picture may come from. On a page that is the site itself.
fn judge(element: &str, name: &str, value: &str, remote_pictures: bool) -> bool {
    match (element, name) {
        ("img", "src") if remote_pictures => links::web_address(value).is_some(),
        ("img", "src") => links::site_path(value),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
