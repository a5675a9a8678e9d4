//! An article's title, out of several, without the site's name.

use url::Url;

use super::words::{key, squeeze};

/// The first of the titles that the page's `<title>` or a heading confirms; the first of all when none is confirmed.
/// What is only a few letters long is more likely the site's name.
pub(super) fn best_title(
    titles: &[String],
    document_title: &str,
    headings: &[String],
) -> Option<String> {
    let document = key(document_title);
    let is_heading = |title: &str| headings.iter().any(|heading| key(heading) == title);
    let confirmed = titles.iter().find(|title| {
        let title = key(title);
        !title.is_empty()
            && (is_heading(&title)
                || document.contains(&title) && title.len() * 4 >= document.len())
    });
    confirmed
        .or_else(|| titles.iter().find(|title| key(title).len() >= 8))
        .cloned()
}

/// A title without the site's name at either end.
///
/// A piece goes when it is the site's name, as the page or the host have it, or when the article's
/// own heading is the title without it.
pub(super) fn clean_title(
    title: &str,
    site_name: Option<&str>,
    url: Option<&Url>,
    headings: &[String],
) -> String {
    let mut title = squeeze(title);
    let site_key = site_name.map(key).unwrap_or_default();
    let host_key = url
        .and_then(|url| url.host_str())
        .map(|host| key(host.strip_prefix("www.").unwrap_or(host)))
        .unwrap_or_default();
    let is_site = |piece: &str, rest: &str| {
        let (piece, rest) = (key(piece), key(rest));
        // Some pages give their own title as the site's name.
        let is_title =
            headings.iter().any(|heading| key(heading) == piece) || piece.len() > 4 * rest.len();
        !piece.is_empty()
            && !is_title
            && (piece == site_key
                || piece.len() > 3
                    && site_key.len() > 3
                    && (site_key.strip_prefix("the") == Some(&*piece)
                        || piece.strip_prefix("the") == Some(&*site_key))
                || piece == host_key
                || piece.len() > 2
                    && host_key.starts_with(&*piece)
                    && piece.len() * 3 >= host_key.len())
    };
    for _ in 0..3 {
        let mut shorter = None;
        for separator in [
            " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", ": ",
        ] {
            if let Some((head, tail)) = title.rsplit_once(separator) {
                let is_heading = headings.iter().any(|heading| key(heading) == key(head));
                if separator != ": "
                    && (is_site(tail, head) || is_heading && tail.chars().count() < 40)
                {
                    shorter = Some(head.trim().to_owned());
                    break;
                }
            }
            if let Some((head, tail)) = title.split_once(separator)
                && (is_site(head, tail)
                    || separator != ": "
                        && tail.len() * 2 >= head.len()
                        && headings.iter().any(|heading| key(heading) == key(tail)))
            {
                shorter = Some(tail.trim().to_owned());
                break;
            }
        }
        match shorter {
            Some(shorter) if !key(&shorter).is_empty() => title = shorter,
            _ => break,
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_sites_name_only() {
        let url = Url::parse("https://www.pierpost.example/a").unwrap();
        let clean = |title: &str| {
            clean_title(
                title,
                Some("The Harbour Gazette"),
                Some(&url),
                &["Mud – a history".to_owned()],
            )
        };
        assert_eq!(clean("Gulls win - The Harbour Gazette"), "Gulls win");
        assert_eq!(
            clean("Gulls win | News | Harbour Gazette"),
            "Gulls win | News"
        );
        assert_eq!(clean("Harbour Gazette: Gulls win"), "Gulls win");
        assert_eq!(clean("Gulls win | PierPost"), "Gulls win");
        assert_eq!(clean("Mud – a history – Features"), "Mud – a history");
        assert_eq!(clean("Tides: high - and low"), "Tides: high - and low");
        assert_eq!(clean("The Harbour Gazette"), "The Harbour Gazette");
    }
}
