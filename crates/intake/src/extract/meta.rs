//! Title, author, date and the like, from all the places where pages put them.

use dom_query::Document;
use url::Url;

use super::dates;
use super::finish::absolute;
use super::structured::Structured;
use super::words::{key, squeeze};

/// What the page says about its article.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    /// What the page calls its article, the surest first; see [`best_title`].
    pub(super) titles: Vec<String>,
    pub(super) byline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) image: Option<String>,
}

/// What the extraction crate found out by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) title: Option<String>,
    pub(super) byline: Option<String>,
    pub(super) lang: Option<String>,
}

/// Values of `<meta>` by their lower-case name or property.
struct Tags(Vec<(String, String)>);

impl Tags {
    fn read(page: &Document) -> Self {
        let mut tags = Vec::new();
        for node in page.select("meta[content]").nodes() {
            let content = squeeze(&node.attr_or("content", ""));
            if content.is_empty() {
                continue;
            }
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(names) = node.attr(attribute) {
                    for name in names.to_ascii_lowercase().split_whitespace() {
                        tags.push((name.to_owned(), content.clone()));
                    }
                }
            }
        }
        Self(tags)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(tag, _)| tag == name)
            .map(|(_, content)| content.as_str())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| self.all(name).next())
            .map(str::to_owned)
    }
}

/// Puts together what the page says. `found` fills the gaps.
pub(super) fn read(page: &Document, structured: &Structured, base: Option<&Url>) -> Meta {
    let tags = Tags::read(page);
    let site_name = tags
        .first(&["og:site_name"])
        .or_else(|| structured.publisher.clone())
        .or_else(|| {
            tags.first(&[
                "dc.publisher",
                "application-name",
                "apple-mobile-web-app-title",
            ])
        })
        .filter(|name| !name.contains("://") && name.chars().count() <= 80);
    let titles = [structured.headline.clone(), structured.name.clone()]
        .into_iter()
        .chain(
            [
                "og:title",
                "dc.title",
                "dcterms.title",
                "parsely-title",
                "twitter:title",
                "sailthru.title",
                "headline",
            ]
            .iter()
            .map(|name| tags.first(&[name])),
        )
        .flatten()
        .collect();
    Meta {
        titles,
        byline: byline(page, &tags, structured),
        published: published(page, &tags, structured, base),
        site_name,
        lang: lang(page, &tags, structured),
        image: image(page, &tags, structured, base),
    }
}

fn byline(page: &Document, tags: &Tags, structured: &Structured) -> Option<String> {
    let joined = |name: &str| {
        let mut all: Vec<&str> = Vec::new();
        for author in tags.all(name).filter(|author| !author.contains("://")) {
            if !all.contains(&author) {
                all.push(author);
            }
        }
        (!all.is_empty()).then(|| all.join(", "))
    };
    structured
        .authors
        .clone()
        .or_else(|| {
            [
                "author",
                "article:author",
                "parsely-author",
                "sailthru.author",
                "dc.creator",
                "dcterms.creator",
                "dc.author",
                "byl",
                "cxenseparse:author",
            ]
            .iter()
            .find_map(|name| joined(name))
        })
        .and_then(|text| clean_byline(&text))
        .or_else(|| {
            // From the surest mark to the mere name.
            [
                "[itemprop~=author] [itemprop=name], [itemprop~=author]",
                "a[rel~=author]",
                ".byline, .author, [class*=byline], [class*=author-name], [class*=author__name]",
            ]
            .iter()
            .flat_map(|choice| page.select(choice).nodes().to_vec())
            .take(50)
            .map(|node| squeeze(&super::text::line_of(&node)))
            .filter(|text| text.chars().count() <= 120)
            .find_map(|text| clean_byline(&text))
        })
}

/// A byline without "By", addresses and what does not look like names.
pub(super) fn clean_byline(text: &str) -> Option<String> {
    let mut text = squeeze(text);
    for start in [
        "written by ",
        "posted by ",
        "story by ",
        "words by ",
        "by: ",
        "by ",
        "von ",
        "por ",
        "par ",
        "di ",
        "door ",
        "autor: ",
        "author: ",
    ] {
        let head = text.get(..start.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(start) {
            text.drain(..start.len());
            break;
        }
    }
    let name = without_date(&text)
        .split(['•', '|'])
        .next()
        .unwrap_or_default();
    let text = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '—' | ':' | '·' | '•')
    });
    let is_name = !text.is_empty()
        && !text.contains("://")
        && !text.starts_with('@')
        && text.chars().count() <= 160
        && text.chars().any(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "admin"
                | "administrator"
                | "unknown"
                | "author"
                | "null"
                | "undefined"
                | "anonymous"
                | "last updated"
                | "updated"
                | "published"
        );
    is_name.then(|| text.to_owned())
}

/// A byline up to the date that some sites write behind the name.
fn without_date(text: &str) -> &str {
    const MONTHS: &[&str] = &[
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_month =
        |word: &str| MONTHS.contains(&word.trim_end_matches(['.', ',']).to_lowercase().as_str());
    let starts_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let at = words.iter().enumerate().position(|(at, word)| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        is_month(word) && starts_with_digit(next)
            || starts_with_digit(word) && (is_month(next) || word.contains(['/', ':', '-']))
            || matches!(*word, "Published" | "Updated" | "published" | "updated")
    });
    match at {
        // The words are slices of `text` parted by single spaces.
        Some(at) => {
            &text[..words[..at]
                .iter()
                .map(|word| word.len() + 1)
                .sum::<usize>()
                .min(text.len())]
        }
        None => text,
    }
}

fn published(
    page: &Document,
    tags: &Tags,
    structured: &Structured,
    base: Option<&Url>,
) -> Option<String> {
    const NAMES: &[&str] = &[
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "dc.date",
        "dcterms.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "article.published",
        "bt:pubdate",
        "article:published",
        "og:pubdate",
        "article_date_original",
        "date",
        "ptime",
        "pdate",
        "displaydate",
        "last-modified-date",
    ];
    let elements = || {
        let choice = page.select(
            "[itemprop~=datePublished], [property~='datePublished'], time[pubdate], article time[datetime], main time[datetime], time[datetime], abbr.published[title]",
        );
        // The marked ones before any other <time>.
        let mut nodes: Vec<_> = choice.nodes().to_vec();
        nodes.sort_by_key(|node| {
            !(node.has_attr("itemprop") || node.has_attr("property") || node.has_attr("pubdate"))
        });
        nodes.iter().find_map(|node| {
            let value = ["content", "datetime", "title"]
                .iter()
                .find_map(|name| node.attr(name));
            dates::normalise(
                &value.map_or_else(|| node.text().to_string(), |value| value.to_string()),
            )
        })
    };
    structured
        .published
        .as_deref()
        .and_then(dates::normalise)
        .or_else(|| {
            NAMES
                .iter()
                .flat_map(|name| tags.all(name))
                .find_map(dates::normalise)
        })
        .or_else(elements)
        .or_else(|| base.and_then(|url| dates::from_path(url.path())))
}

fn lang(page: &Document, tags: &Tags, structured: &Structured) -> Option<String> {
    let html = page.select_single("html");
    html.attr("lang")
        .or_else(|| html.attr("xml:lang"))
        .map(|lang| lang.to_string())
        .filter(|lang| !lang.trim().is_empty())
        .or_else(|| structured.language.clone())
        .or_else(|| {
            tags.first(&[
                "og:locale",
                "content-language",
                "dc.language",
                "language",
                "inlanguage",
            ])
        })
        .and_then(|lang| language_tag(&lang))
}

/// `en_GB.UTF-8` as `en-GB`; nothing when it is no language tag.
pub(super) fn language_tag(text: &str) -> Option<String> {
    let tag = text
        .trim()
        .split(['.', ',', ';', ' '])
        .next()?
        .replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let fine = (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    fine.then_some(tag)
}

fn image(
    page: &Document,
    tags: &Tags,
    structured: &Structured,
    base: Option<&Url>,
) -> Option<String> {
    let from_tags = [
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "parsely-image-url",
        "sailthru.image.full",
        "thumbnail",
        "image",
    ]
    .iter()
    .flat_map(|name| tags.all(name));
    let link = page
        .select("link[rel=image_src], link[itemprop=image]")
        .attr("href")
        .map(|href| href.to_string());
    from_tags
        .map(str::to_owned)
        .chain(structured.image.clone())
        .chain(link)
        .filter_map(|address| absolute(&address, base))
        .find(|address| is_web_address(address))
}

/// Whether an address is absolute and of the web.
pub(super) fn is_web_address(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

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

    #[test]
    fn bylines_are_names() {
        assert_eq!(clean_byline("By  Ada Gull | ").as_deref(), Some("Ada Gull"));
        assert_eq!(clean_byline("Von Bo Kelp").as_deref(), Some("Bo Kelp"));
        assert_eq!(clean_byline("Byron Kelp").as_deref(), Some("Byron Kelp"));
        assert_eq!(clean_byline("https://pier.example/ada"), None);
        assert_eq!(clean_byline("admin"), None);
        assert_eq!(
            clean_byline("Ada Gull - Apr 16, 2015 8:02 pm").as_deref(),
            Some("Ada Gull")
        );
        assert_eq!(clean_byline("May 20, 2019"), None);
        assert_eq!(clean_byline("May Kelp").as_deref(), Some("May Kelp"));
        assert_eq!(clean_byline(" - "), None);
    }

    #[test]
    fn language_tags_are_tidied() {
        assert_eq!(language_tag("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(language_tag("de, en").as_deref(), Some("de"));
        assert_eq!(language_tag("zh-Hans-CN").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(language_tag("English"), None);
        assert_eq!(language_tag(""), None);
    }
}
