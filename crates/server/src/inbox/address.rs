//! When two addresses are one.

use clipsheet_markup::clean_url;
use url::Url;

/// What an address is known by: a hash of it without what makes no difference. Tracking parameters, the scheme, `www.`,
/// a slash at the end and the fragment make none, unless the fragment is what names the story (`#!/story`).
pub(crate) fn address_key(address: &str) -> String {
    let cleaned = clean_url(address.trim());
    let bare = Url::parse(&cleaned).map_or(cleaned, |mut url| {
        if !url
            .fragment()
            .is_some_and(|fragment| fragment.starts_with('!') || fragment.starts_with('/'))
        {
            url.set_fragment(None);
        }
        let text = url.as_str();
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        rest.trim_end_matches('/').to_owned()
    });
    let hash = blake3::hash(bare.as_bytes()).to_hex();
    hash[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::address_key;

    #[test]
    fn addresses_of_one_story_have_one_key() {
        let story = address_key("https://quay.example/news/7?page=2");
        for same in [
            "http://quay.example/news/7?page=2",
            "https://www.quay.example/news/7?page=2#comments",
            "https://QUAY.example/news/7?utm_source=feed&page=2",
            " https://quay.example:443/news/7?page=2 ",
        ] {
            assert_eq!(address_key(same), story, "{same}");
        }
        for other in [
            "https://quay.example/news/7",
            "https://quay.example/news/8?page=2",
            "https://quay.example/News/7?page=2",
            "https://quay.example/news/7?page=2#!/other",
        ] {
            assert_ne!(address_key(other), story, "{other}");
        }
        assert_eq!(
            address_key("https://quay.example"),
            address_key("https://quay.example/")
        );
    }
}
