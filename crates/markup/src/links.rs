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
fn is_comment_anchor(fragment: &str) -> bool {
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

/// Query parameters that only tell a site where its visitor came from.
///
/// Our own choice of the names that the lists of browsers and blockers agree on (Firefox's
/// `privacy.query_stripping.strip_list`, Brave's query filter, AdGuard's URL tracking filter); only such
/// as no site needs to find its page, so not `ref` or `source`.
const TRACKERS: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "_branch_match_id",
    "_hsenc",
    "_hsmi",
    "_kx",
    "_openstat",
    "at_campaign",
    "at_medium",
    "at_recipient_id",
    "at_recipient_list",
    "bbeml",
    "bsft_clkid",
    "bsft_uid",
    "cmpid",
    "dclid",
    "epik",
    "et_rid",
    "fb_action_ids",
    "fb_comment_id",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "oft_c",
    "oft_ck",
    "oft_d",
    "oft_id",
    "oft_ids",
    "oft_k",
    "oft_lk",
    "oft_sk",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "smid",
    "srsltid",
    "twclid",
    "ttclid",
    "vero_conv",
    "vero_id",
    "vgo_ee",
    "wbraid",
    "wickedid",
    "xtor",
    "yclid",
    "ymclid",
    "ysclid",
    "soc_src",
    "soc_trk",
    "spm",
];

/// Groups of such parameters that share a beginning: Google Analytics (`utm_`), Matomo (`mtm_`, `pk_`, `piwik_`),
/// HubSpot (`hsa_`), Piano (`at_custom`), Olytics.
const TRACKER_PREFIXES: &[&str] = &[
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "hsa_",
    "stm_",
    "itm_",
    "at_custom",
];

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
    let (before_fragment, fragment) = match address.split_once('#') {
        Some((before, after)) => (before, Some(after)),
        None => (address, None),
    };
    let Some((path, query)) = before_fragment.split_once('?') else {
        return with_fragment(before_fragment.to_owned(), fragment);
    };
    let mut kept = query
        .split('&')
        .filter(|pair| !is_tracker(pair.split('=').next().unwrap_or(pair)))
        .peekable();
    let mut clean = path.to_owned();
    if query.is_empty() || kept.peek().is_some_and(|first| !first.is_empty()) {
        clean.push('?');
        clean.push_str(&kept.collect::<Vec<_>>().join("&"));
    }
    with_fragment(clean, fragment)
}

fn with_fragment(mut address: String, fragment: Option<&str>) -> String {
    // `#xtor=…` is the one tracker that lives in the fragment (AT Internet).
    if let Some(fragment) = fragment
        && !fragment.starts_with("xtor=")
    {
        address.push('#');
        address.push_str(fragment);
    }
    address
}

fn is_tracker(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TRACKERS.contains(&name.as_str())
        || TRACKER_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
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
            ("https://example.org/#xtor=RSS-1", "https://example.org/"),
            (
                "https://example.org/?ref=home",
                "https://example.org/?ref=home",
            ),
            ("no address", "no address"),
        ] {
            assert_eq!(clean_url(from), to, "{from}");
            assert_eq!(clean_url(&clean_url(from)), to, "{from} again");
        }
    }
}
