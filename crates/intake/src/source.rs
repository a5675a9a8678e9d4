//! The short tag that is printed in brackets before a clipped text.

use url::{Host, Url};

/// Most characters of a tag.
const MAX_TAG_CHARS: usize = 20;

/// A source's name in the forms in which it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceName {
    /// As the site writes it: `The Harbour Gazette`.
    pub name: String,
    /// A proposal for its address under `/source/`: lower-case ASCII letters, digits and single hyphens, never empty.
    pub slug_hint: String,
    /// For the brackets: upper case, at most 20 characters, without `The`: `HARBOUR GAZETTE`.
    pub tag: String,
}

/// Names the source of a page: by the site's own name where it has one, else by its host
/// (`www.bbc.co.uk` gives `BBC`, `edition.cnn.com` gives `CNN`).
#[must_use]
pub fn source_tag(site_name: Option<&str>, url: &Url) -> SourceName {
    let host_label = host_label(url);
    let name = site_name
        .map(without_slogan)
        .filter(|name| name.chars().any(char::is_alphanumeric))
        .unwrap_or_else(|| host_label.to_uppercase());
    let bare = without_article(without_domain_ending(&name));
    let tag = shorten(&bare.to_uppercase());
    let slug_hint = [slug(&name), slug(&host_label)]
        .into_iter()
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| "source".to_owned());
    SourceName {
        name,
        slug_hint,
        tag,
    }
}

/// The site's name without what follows it: `The Gazette - News from the pier` is `The Gazette`.
fn without_slogan(site_name: &str) -> String {
    let joined = site_name.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = [
        " - ", " | ", " – ", " — ", " · ", " • ", " :: ", ": ", " » ", " / ",
    ]
    .iter()
    .filter_map(|separator| joined.find(separator))
    .filter(|&at| at > 0)
    .min()
    .unwrap_or(joined.len());
    joined[..end].trim().trim_start_matches('@').to_owned()
}

fn without_article(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else {
        return name;
    };
    if first.eq_ignore_ascii_case("the") && !rest.trim().is_empty() {
        rest.trim()
    } else {
        name
    }
}

/// `Gazette.example` style names: `CNN.com` is `CNN`.
fn without_domain_ending(name: &str) -> &str {
    if name.contains(' ') {
        return name;
    }
    let bare = name.strip_prefix("www.").unwrap_or(name);
    match bare.split_once('.') {
        Some((first, rest))
            if first.chars().count() > 1
                && rest.len() <= 6
                && rest.chars().all(|c| c.is_ascii_alphabetic() || c == '.') =>
        {
            first
        }
        _ => name,
    }
}

/// Cuts at the last word that fits; a single long word is cut inside.
fn shorten(tag: &str) -> String {
    if tag.chars().count() <= MAX_TAG_CHARS {
        return tag.to_owned();
    }
    let mut short = String::new();
    for word in tag.split(' ') {
        let length = short.chars().count() + 1 + word.chars().count();
        if !short.is_empty() && length > MAX_TAG_CHARS {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    // "NEWS OF THE" and "PIER &" promise more than the tag holds.
    while let Some((rest, last)) = short.rsplit_once(' ') {
        if !matches!(
            last,
            "OF" | "THE" | "AND" | "&" | "FOR" | "IN" | "ON" | "-" | "+"
        ) {
            break;
        }
        short.truncate(rest.len());
    }
    short.chars().take(MAX_TAG_CHARS).collect()
}

/// The part of the host that names its owner: the label before the public suffix.
/// A two-letter country under which a short general label stands (`co.uk`, `com.au`) counts as one suffix.
fn host_label(url: &Url) -> String {
    let host = match url.host() {
        Some(Host::Domain(domain)) => domain.trim_end_matches('.').to_owned(),
        Some(address) => return address.to_string(),
        None => return "source".to_owned(),
    };
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let suffix = match labels.as_slice() {
        [_, .., second, country]
            if country.len() == 2
                && labels.len() > 2
                && matches!(
                    *second,
                    "co" | "com"
                        | "net"
                        | "org"
                        | "gov"
                        | "ac"
                        | "edu"
                        | "or"
                        | "ne"
                        | "go"
                        | "gob"
                        | "nom"
                        | "ltd"
                        | "plc"
                        | "me"
                        | "in"
                        | "id"
                ) =>
        {
            2
        }
        [_, _, ..] => 1,
        _ => 0,
    };
    let owner = labels[..labels.len() - suffix].last().copied();
    owner.unwrap_or("source").to_owned()
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if matches!(c, '\'' | '’') {
            // "Mariner's" is one word.
        } else if let Some(plain) = plain_letter(c) {
            slug.push_str(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(60);
    slug.trim_end_matches('-').to_owned()
}

/// The usual ASCII spelling of the accented letters of western newspapers' names.
fn plain_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'č' | 'ć' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'š' | 'ś' => "s",
        'ß' => "ss",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ž' | 'ź' | 'ż' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(site_name: Option<&str>, url: &str) -> String {
        source_tag(site_name, &Url::parse(url).unwrap()).tag
    }

    #[test]
    fn a_site_name_becomes_a_tag() {
        for (name, expected) in [
            ("The Harbour Gazette", "HARBOUR GAZETTE"),
            ("Harbour Gazette - News from the pier", "HARBOUR GAZETTE"),
            ("Pier Post | Tides", "PIER POST"),
            ("  The   Gull ", "GULL"),
            ("Möwenblatt", "MÖWENBLATT"),
            ("gazette.example", "GAZETTE.EXAMPLE"),
            ("Gull.com", "GULL"),
            ("The Mariners' and Fishwives' Weekly", "MARINERS'"),
            ("Society for the Preservation of Mud", "SOCIETY"),
            ("Hafenschlickbeobachtungsblatt", "HAFENSCHLICKBEOBACHT"),
            ("The", "THE"),
        ] {
            assert_eq!(tag(Some(name), "https://news.example/"), expected, "{name}");
        }
    }

    #[test]
    fn without_a_name_the_host_speaks() {
        for (url, expected) in [
            ("https://www.bbc.co.uk/news/1", "BBC"),
            ("https://edition.cnn.com/x", "CNN"),
            ("https://gazette.example/", "GAZETTE"),
            ("https://a.b.pierpost.com.au./x", "PIERPOST"),
            ("http://localhost:8080/", "LOCALHOST"),
            ("http://192.0.2.1/", "192.0.2.1"),
            ("file:///tmp/page.html", "SOURCE"),
            ("https://co.uk/", "CO"),
            (
                "https://www.a-very-long-name-of-a-harbour.example/",
                "A-VERY-LONG-NAME-OF-",
            ),
        ] {
            assert_eq!(tag(None, url), expected, "{url}");
            assert_eq!(tag(Some(" - "), url), expected, "{url}");
        }
    }

    #[test]
    fn a_slug_is_safe_in_an_address_and_never_empty() {
        let of = |name: &str| {
            source_tag(Some(name), &Url::parse("https://gull.example/").unwrap()).slug_hint
        };
        assert_eq!(of("The Mariner's Post & Mail"), "the-mariners-post-mail");
        assert_eq!(of("Möwenblatt für Kräne"), "moewenblatt-fuer-kraene");
        assert_eq!(of("港の新聞"), "gull");
    }
}
