//! Addresses: which may be linked to, and how a pasted one is rid of its trackers.

use url::Url;

/// Longer addresses are not linked. Browsers and servers take about this much, and a text of a few
/// kilobytes should not become one of megabytes.
const MAX_ADDRESS: usize = 2048;

/// The address of a link in untrusted HTML, when it is one that we link to, in its normal form.
///
/// Kept are `http` and `https` (normalised by the URL standard's parser, the same that browsers use, so no
/// two readings are possible; a user name or password in it is dropped as it mostly disguises the host),
/// `mailto`, addresses relative to the site's root (`/archive`), and links to a comment (`#c11`) where `fragments`
/// says so. Everything else (`javascript:`, `data:`, relative to an unknown page …) is no link.
pub(crate) fn safe_href(raw: &str, fragments: bool) -> Option<String> {
    let raw = raw.trim_matches(|c: char| c.is_ascii_whitespace() || c.is_ascii_control());
    if raw.is_empty() || raw.len() > MAX_ADDRESS {
        return None;
    }
    if let Some(fragment) = raw.strip_prefix('#') {
        return (fragments && is_comment_anchor(fragment)).then(|| raw.to_owned());
    }
    if raw.starts_with("//") {
        return web_address(&format!("https:{raw}"));
    }
    if raw.starts_with('/') {
        return site_path(raw).then(|| raw.to_owned());
    }
    let scheme = raw.split_once(':')?.0;
    if scheme.eq_ignore_ascii_case("mailto") {
        return mail_address(raw);
    }
    web_address(raw)
}

/// An absolute `http` or `https` address in normal form.
pub(crate) fn web_address(raw: &str) -> Option<String> {
    if raw.len() > MAX_ADDRESS {
        return None;
    }
    let mut url = Url::parse(raw).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
    }
    let address = String::from(url);
    (address.len() <= 3 * MAX_ADDRESS).then_some(address)
}

/// Whether this is an address on the site itself that no browser reads as another host.
pub(crate) fn site_path(raw: &str) -> bool {
    raw.starts_with('/')
        && !raw.starts_with("//")
        && raw.len() <= MAX_ADDRESS
        && raw.chars().all(|c| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '\\' | '"' | '<' | '>' | '`')
        })
}

/// Whether this is the name of a comment's anchor: `c` and its number.
pub(crate) fn is_comment_anchor(fragment: &str) -> bool {
    fragment.strip_prefix('c').is_some_and(|digits| {
        (1..=9).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

fn mail_address(raw: &str) -> Option<String> {
    let url = Url::parse(raw).ok()?;
    (url.scheme() == "mailto" && url.path().contains('@')).then(|| String::from(url))
}

/// Query parameters that only tell a site where its visitor came from. Each belongs to one well-known vendor and
/// means nothing to the page itself, so an address without it shows the same; names that sites use for things of their
/// own too (`ref`, `source`, `spm`) are left alone.
const TRACKERS: &[&str] = &[
    // Click ids of advertising networks: Google, Meta, Microsoft, X, TikTok, Yandex.
    "gclid", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "twclid", "ttclid", "yclid",
    // Newsletters and campaign mail, by recipient: Mailchimp, HubSpot, Vero.
    "mc_cid", "mc_eid", "_hsenc", "_hsmi", "vero_id",
    // Which app or page a link was shared from: Instagram, X.
    "igshid", "ref_src",
];

/// Web analytics campaigns (`utm_source`, `utm_medium` …): first Urchin's, now understood by most programs.
const TRACKER_PREFIX: &str = "utm_";

/// The address without tracking parameters (`utm_*`, `fbclid`, `gclid` …); all else stays as it was typed.
///
/// ```
/// use clipsheet_markup::clean_url;
/// assert_eq!(
///     clean_url("https://example.org/tide?utm_source=feed&day=7&fbclid=x#low"),
///     "https://example.org/tide?day=7#low",
/// );
/// ```
#[must_use]
pub fn clean_url(address: &str) -> String {
    let (address, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let Some((path, query)) = address.split_once('?') else {
        return format!("{address}{fragment}");
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !is_tracker(pair.split('=').next().unwrap_or(pair)))
        .collect();
    let separator = if kept.is_empty() { "" } else { "?" };
    format!("{path}{separator}{}{fragment}", kept.join("&"))
}

fn is_tracker(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(TRACKER_PREFIX) || TRACKERS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hrefs() {
        for (raw, expected) in [
            ("https://example.org/a b", Some("https://example.org/a%20b")),
            (" HTTP://EXAMPLE.org ", Some("http://example.org/")),
            ("//example.org/x", Some("https://example.org/x")),
            ("/archive/2014", Some("/archive/2014")),
            (
                "mailto:keeper@example.org",
                Some("mailto:keeper@example.org"),
            ),
            (
                "https://bank.example@evil.example/",
                Some("https://evil.example/"),
            ),
            ("#c11", Some("#c11")),
            ("#top", None),
            ("#c011", None),
            ("#c", None),
            ("/\\evil.example", None),
            ("/\t/evil.example", None),
            ("javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("vbscript:x", None),
            ("page.html", None),
            ("https://", None),
            ("http:///", None),
            ("", None),
        ] {
            assert_eq!(safe_href(raw, true).as_deref(), expected, "{raw:?}");
        }
        assert_eq!(safe_href("#c11", false), None);
        assert_eq!(safe_href(&format!("/{}", "a".repeat(5000)), false), None);
    }

    #[test]
    fn trackers_go_and_the_rest_stays() {
        for (from, to) in [
            ("https://example.org/", "https://example.org/"),
            ("https://example.org/?", "https://example.org/?"),
            (
                "https://example.org/?utm_source=a&UTM_medium=b",
                "https://example.org/",
            ),
            (
                "https://example.org/?a=1&fbclid=2&b=%20&c",
                "https://example.org/?a=1&b=%20&c",
            ),
            (
                "https://example.org/?gclid=1#part",
                "https://example.org/#part",
            ),
            (
                "https://example.org/?igshid=a&spm=b&ref=home#xtor=RSS-1",
                "https://example.org/?spm=b&ref=home#xtor=RSS-1",
            ),
            (
                "https://example.org/?&fbclid=1&&a",
                "https://example.org/?&&a",
            ),
            ("no address", "no address"),
        ] {
            assert_eq!(clean_url(from), to, "{from}");
            assert_eq!(clean_url(&clean_url(from)), to, "{from} again");
        }
    }
}
