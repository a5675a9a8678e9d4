//! Title, author, date and the like, from all the places where pages put them.

use dom_query::Document;
use url::Url;

use super::byline::clean_byline;
use super::dates;
use super::finish::absolute;
use super::structured::Structured;
use super::words::squeeze;

/// What the page says about its article.
#[derive(Clone, Debug, Default)]
pub(super) struct Meta {
    /// What the page calls its article, the surest first; see `title::best_title`.
    pub(super) titles: Vec<String>,
    pub(super) byline: Option<String>,
    pub(super) published: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) image: Option<String>,
    pub(super) image_alt: Option<String>,
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
        image_alt: tags
            .first(&["og:image:alt", "twitter:image:alt"])
            .map(|alt| alt.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|alt| !alt.is_empty()),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_tidied() {
        assert_eq!(language_tag("en_GB").as_deref(), Some("en-GB"));
        assert_eq!(language_tag("de, en").as_deref(), Some("de"));
        assert_eq!(language_tag("zh-Hans-CN").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(language_tag("English"), None);
        assert_eq!(language_tag(""), None);
    }
}
