//! What holds for every page.

use super::browser::Reply;
use dom_query::Document;
use std::collections::BTreeSet;

/// A page is HTML under a strict policy, has one heading of the first rank, and fetches nothing from elsewhere.
#[track_caller]
pub(crate) fn assert_page(path: &str, reply: &Reply) {
    assert_eq!(
        reply.header("content-type"),
        "text/html; charset=utf-8",
        "{path}: {}",
        reply.text()
    );
    assert!(
        reply
            .header("content-security-policy")
            .starts_with("default-src 'none';"),
        "{path}"
    );
    assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
    let dom = reply.dom();
    assert_eq!(dom.select("h1").length(), 1, "{path}: one h1");
    assert!(
        !dom.select("h1").text().trim().is_empty(),
        "{path}: an empty h1"
    );
    assert!(
        !dom.select("title").text().trim().is_empty(),
        "{path}: no title"
    );
    assert_serves_itself(path, &dom);
    let text = reply.text();
    assert!(!text.contains('\u{1}'), "{path}: a hole was left open");
}

/// Nothing is fetched from anywhere but the site (invariant 5).
#[track_caller]
pub(crate) fn assert_serves_itself(path: &str, dom: &Document) {
    for (selector, attribute) in [
        ("[src]", "src"),
        ("[srcset]", "srcset"),
        ("[poster]", "poster"),
        ("[background]", "background"),
        ("object[data]", "data"),
        ("link[href]", "href"),
        ("image", "href"),
        ("use", "href"),
        ("form[action]", "action"),
        ("[formaction]", "formaction"),
    ] {
        for element in dom.select(selector).iter() {
            let address = element.attr_or(attribute, "").to_string();
            let only_named = element.is("link[rel=canonical]");
            let stays =
                address.starts_with('/') && !address.starts_with("//") && !address.contains(", ");
            assert!(stays || only_named, "{path}: {attribute}={address}");
        }
    }
    assert_eq!(
        dom.select("iframe, object, embed, base, meta[http-equiv]")
            .length(),
        0,
        "{path}"
    );
    let styled = dom.select("[style], style");
    assert_eq!(
        styled.length(),
        0,
        "{path}: inline style: {}",
        styled.html()
    );
}

/// No markup on the page runs anything, except the paper's own script at the top.
#[track_caller]
pub(crate) fn assert_no_script(path: &str, dom: &Document) {
    let scripts = dom.select("script");
    assert_eq!(scripts.length(), 1, "{path}");
    assert!(
        scripts.attr_or("src", "").starts_with("/assets/script-") && scripts.text().is_empty(),
        "{path}"
    );
    for element in dom.select("*").iter() {
        let attributes = element.attrs();
        for attribute in attributes {
            let name = attribute.name.local.to_ascii_lowercase();
            assert!(!name.starts_with("on"), "{path}: {}", element.html());
            let value: String = attribute
                .value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect();
            let value = value.to_ascii_lowercase();
            let is_address = matches!(
                &*name,
                "href" | "src" | "action" | "formaction" | "xlink:href" | "data"
            );
            let is_bad = ["javascript:", "vbscript:", "data:"]
                .iter()
                .any(|scheme| value.starts_with(scheme));
            assert!(!(is_address && is_bad), "{path}: {}", element.html());
        }
    }
    let foreign = dom.select("iframe, object, embed, svg, math, applet, frame, frameset, style, base, template, noscript, meta[http-equiv]");
    assert_eq!(foreign.length(), 0, "{path}: {}", foreign.html());
}

/// Every address on a page that stays on the site, without its fragment.
pub(crate) fn internal_links(reply: &Reply) -> BTreeSet<String> {
    let dom = reply.dom();
    let mut found = BTreeSet::new();
    for (selector, attribute) in [
        ("a[href]", "href"),
        ("link[href]", "href"),
        ("[src]", "src"),
    ] {
        for element in dom.select(selector).iter() {
            let address = element.attr_or(attribute, "").to_string();
            let address = address
                .strip_prefix(super::paper::PUBLIC_URL)
                .unwrap_or(&address);
            if address.starts_with('/') {
                found.insert(address.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    found
}
