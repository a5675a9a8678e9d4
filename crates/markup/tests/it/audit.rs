//! Reads HTML with a parser that is not ours and looks for anything that should not be there.

use clipsheet_markup::{Picture, Profile, SafeHtml, sanitise};
use dom_query::Document;

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
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
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
];

/// Serves every picture from the site, and knows its own.
pub(crate) fn every_picture(address: &str) -> Option<Picture> {
    let src = if address.starts_with("/media/") {
        address.to_owned()
    } else {
        let name: String = address
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        format!("/media/{name}")
    };
    Some(Picture {
        src,
        width: 640,
        height: 480,
    })
}

/// Fails when the HTML holds what is not on the list, when a browser would read it otherwise than it is written,
/// or when making it safe again would change it.
pub(crate) fn audit(html: &SafeHtml, profile: Profile, input: &str) {
    let text = html.as_str();
    let document = Document::fragment(text);
    let root = document.root();
    for node in root.descendants() {
        if !node.is_element() {
            assert!(
                node.is_text() || node.is_fragment(),
                "neither element nor text in {text:?} from {input:?}"
            );
            continue;
        }
        let name = node.node_name().unwrap_or_default().to_string();
        if name == "html" {
            continue; // the parser's own, around a fragment
        }
        assert!(is_listed(&name), "<{name}> in {text:?} from {input:?}");
        for attribute in node.attrs() {
            let (key, value) = (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            );
            assert!(
                is_harmless(&name, &key, &value),
                "{key}={value:?} on <{name}> in {text:?} from {input:?}"
            );
        }
        let depth = node.ancestors(None).len();
        assert!(
            depth <= 64,
            "depth {depth} in {text:.200?} from {input:.200?}"
        );
    }
    let read = root.inner_html().to_string();
    let read = read
        .strip_prefix("<html>")
        .and_then(|read| read.strip_suffix("</html>"))
        .unwrap_or(&read);
    assert_eq!(
        htmlize::unescape(read),
        htmlize::unescape(text),
        "a browser reads it otherwise, from {input:?}"
    );
    let again = sanitise(text, profile, &every_picture);
    assert_eq!(again.as_str(), text, "not stable, from {input:?}");
}

/// Whether we may write this element.
pub(crate) fn is_listed(element: &str) -> bool {
    ELEMENTS.contains(&element)
}

fn is_harmless(element: &str, key: &str, value: &str) -> bool {
    match (element, key) {
        ("a", "href") => {
            value.starts_with("https://")
                || value.starts_with("http://")
                || value.starts_with("mailto:")
                || (value.starts_with('/') && !value.starts_with("//") && !value.contains('\\'))
                || value
                    .strip_prefix("#c")
                    .is_some_and(|number| number.parse::<u32>().is_ok())
        }
        ("a", "rel") => value == "nofollow noopener" || value == "nofollow ugc noopener",
        ("img", "src") => value.starts_with("/media/"),
        ("img", "width" | "height") | ("td" | "th", "colspan" | "rowspan") | ("ol", "start") => {
            value.parse::<i32>().is_ok()
        }
        ("img", "alt") | ("abbr", "title") | ("time", "datetime") => true,
        ("img", "loading") => value == "lazy",
        ("img", "decoding") => value == "async",
        ("th", "scope") => ["row", "col", "rowgroup", "colgroup"].contains(&value),
        ("span", "class") => value == "big",
        ("figure", "class") => value == "foto" || value == "photo",
        ("div", "class") => value == "table-wrap",
        ("div", "tabindex") => value == "0",
        ("div", "role") => value == "group",
        ("div", "aria-label") => value == "Table",
        (_, "dir") => ["ltr", "rtl", "auto"].contains(&value),
        _ => false,
    }
}

/// A folder of test data that is not part of the project; says loudly when it is missing.
pub(crate) fn shared(path: &str) -> Option<std::path::PathBuf> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(path);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: there is no {}", path.display());
    None
}
