//! Expected JSON beside the feeds, in the shapes of other readers.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Case, Expectation, Kind};

/// Whether a file holds what is expected of another one.
pub(super) fn is_expectation(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with("_expected.json")
        || name.ends_with(".serde.json")
        || name.ends_with(".json") && path.with_extension("xml").exists()
}

fn load(path: PathBuf) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

/// Adds an expectation if the value at `from` is a string.
fn want(case: &mut Case, value: &Value, from: &str, to: String, kind: Kind) {
    let wanted = value.pointer(from).and_then(Value::as_str).map(str::trim);
    if let Some(wanted) = wanted.filter(|wanted| !wanted.is_empty()) {
        case.expectations.push(Expectation {
            pointer: to,
            wanted: wanted.to_owned(),
            kind,
        });
    }
}

fn want_count(case: &mut Case, list: &[Value]) {
    case.expectations.push(Expectation {
        pointer: "/items".to_owned(),
        wanted: list.len().to_string(),
        kind: Kind::Count,
    });
}

/// gofeed has three shapes: one for Atom, one for RSS, one for both.
pub(super) fn read_gofeed(case: &mut Case, path: &Path) {
    let beside = if path.extension().is_some_and(|ending| ending == "json") {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        path.with_file_name(format!("{stem}_expected.json"))
    } else {
        path.with_extension("json")
    };
    let Some(wanted) = load(beside) else { return };
    let is_atom = case.name.contains("parser/atom");
    for (from, to, kind) in [
        ("/title", "/title", Kind::Text),
        ("/link", "/link", Kind::Address),
        ("/home_page_url", "/link", Kind::Address),
        ("/feedLink", "/feed_url", Kind::Address),
        ("/description", "/description_html", Kind::Html),
        ("/subtitle", "/description_html", Kind::Html),
        ("/language", "/language", Kind::Text),
        ("/updatedParsed", "/updated", Kind::Date),
        ("/image/url", "/image", Kind::Address),
    ] {
        // An extension's image counts for gofeed's common shape only.
        want(case, &wanted, from, to.to_owned(), kind);
    }
    let key = if is_atom { "entries" } else { "items" };
    let Some(items) = wanted.get(key).and_then(Value::as_array) else {
        return;
    };
    if items
        .iter()
        .all(|item| item.as_object().is_some_and(|item| !item.is_empty()))
    {
        want_count(case, items);
    }
    for (number, item) in items.iter().enumerate() {
        for (from, to, kind) in [
            ("/title", "title", Kind::Text),
            ("/link", "link", Kind::Address),
            ("/url", "link", Kind::Address),
            ("/guid", "id", Kind::Text),
            ("/guid/value", "id", Kind::Text),
            ("/id", "id", Kind::Text),
            ("/description", "summary_html", Kind::Html),
            ("/summary", "summary_html", Kind::Html),
            ("/content", "content_html", Kind::Html),
            ("/content/value", "content_html", Kind::Html),
            ("/content_html", "content_html", Kind::Html),
            ("/publishedParsed", "published", Kind::Date),
            ("/pubDateParsed", "published", Kind::Date),
            ("/date_published", "published", Kind::Date),
            ("/updatedParsed", "updated", Kind::Date),
            ("/author", "author", Kind::Person),
            ("/author/name", "author", Kind::Person),
            ("/authors/0/name", "author", Kind::Person),
            ("/comments", "comments", Kind::Address),
            ("/categories/0", "categories/0", Kind::Text),
            ("/categories/1", "categories/1", Kind::Text),
            ("/categories/0/value", "categories/0", Kind::Text),
            ("/enclosure/url", "enclosures/0/url", Kind::Address),
            ("/enclosures/0/url", "enclosures/0/url", Kind::Address),
            ("/image/url", "image", Kind::Address),
        ] {
            want(case, item, from, format!("/items/{number}/{to}"), kind);
        }
        let links = item
            .get("links")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let mut pages = links.filter(|link| {
            let rel = link.get("rel").and_then(Value::as_str);
            is_atom && rel.is_none_or(|rel| rel == "alternate")
        });
        if let Some(page) = pages.next() {
            want(
                case,
                page,
                "/href",
                format!("/items/{number}/link"),
                Kind::Address,
            );
        }
    }
}

/// feed-rs: it invents ids where there are none, and its texts are compared without their markup, since it resolves no addresses.
pub(super) fn read_feed_rs(case: &mut Case, path: &Path) {
    let Some(wanted) = load(path.with_extension("serde.json")) else {
        return;
    };
    want(
        case,
        &wanted,
        "/title/content",
        "/title".to_owned(),
        Kind::Text,
    );
    want(
        case,
        &wanted,
        "/description/content",
        "/description_html".to_owned(),
        Kind::Words,
    );
    want(
        case,
        &wanted,
        "/language",
        "/language".to_owned(),
        Kind::Text,
    );
    want(
        case,
        &wanted,
        "/logo/uri",
        "/image".to_owned(),
        Kind::Address,
    );
    if let Some(link) = first_link(&wanted) {
        want(case, link, "/href", "/link".to_owned(), Kind::Address);
    }
    let Some(entries) = wanted.get("entries").and_then(Value::as_array) else {
        return;
    };
    want_count(case, entries);
    let source = String::from_utf8_lossy(&case.bytes).into_owned();
    for (number, entry) in entries.iter().enumerate() {
        let to = |field: &str| format!("/items/{number}/{field}");
        let id = entry.get("id").and_then(Value::as_str).unwrap_or_default();
        if source.contains(id) {
            want(case, entry, "/id", to("id"), Kind::Text);
        }
        want(case, entry, "/title/content", to("title"), Kind::Text);
        want(
            case,
            entry,
            "/summary/content",
            to("summary_html"),
            Kind::Words,
        );
        want(
            case,
            entry,
            "/content/body",
            to("content_html"),
            Kind::Words,
        );
        want(case, entry, "/published", to("published"), Kind::Date);
        let name = entry.pointer("/authors/0/name").and_then(Value::as_str);
        // It calls nameless authors so.
        if name.is_some_and(|name| !matches!(name, "author" | "unknown")) {
            want(case, entry, "/authors/0/name", to("author"), Kind::Person);
        }
        want(
            case,
            entry,
            "/categories/0/term",
            to("categories/0"),
            Kind::Text,
        );
        if let Some(link) = first_link(entry) {
            want(case, link, "/href", to("link"), Kind::Address);
        }
    }
}

fn first_link(value: &Value) -> Option<&Value> {
    let links = value.get("links")?.as_array()?;
    links.iter().find(|link| {
        let rel = link.get("rel").and_then(Value::as_str);
        rel.is_none_or(|rel| rel == "alternate")
    })
}
