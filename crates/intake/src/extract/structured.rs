//! What a page says about its article in JSON-LD (schema.org).

use dom_query::Document;
use serde_json::Value;

use super::words::squeeze;

/// An article as JSON-LD describes it. Everything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Structured {
    pub(super) headline: Option<String>,
    /// On news sites the headline again; elsewhere the headline is sometimes a description, and this is the title.
    pub(super) name: Option<String>,
    pub(super) authors: Option<String>,
    pub(super) published: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) language: Option<String>,
    pub(super) image: Option<String>,
    /// The article's text, with its line breaks. Some sites put HTML here.
    pub(super) body: Option<String>,
}

/// The first article among the page's JSON-LD blocks, with gaps filled from the others.
pub(super) fn read(page: &Document) -> Structured {
    let mut found = Structured::default();
    for script in page.select("script[type*='ld+json']").nodes() {
        let Some(value) = parse(&script.text()) else {
            continue;
        };
        let mut articles = Vec::new();
        collect_articles(&value, 0, &mut articles);
        for article in articles {
            fill(&mut found, article);
        }
    }
    found
}

/// Parses a block as sites write them: in CDATA or a comment, with raw line breaks inside strings.
fn parse(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim()
        .trim_start_matches("//")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let without_controls: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&without_controls).ok()
    })
}

fn collect_articles<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                collect_articles(item, depth + 1, found);
            }
        }
        Value::Object(object) => {
            if is_article(&object.get("@type").cloned().unwrap_or_default()) {
                found.push(value);
            } else {
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"] {
                    if let Some(inner) = object.get(name) {
                        collect_articles(inner, depth + 1, found);
                    }
                }
            }
        }
        _ => {}
    }
}

fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => {
            let kind = kind.rsplit('/').next().unwrap_or(kind);
            kind.ends_with("Article")
                || kind.ends_with("BlogPosting")
                || matches!(
                    kind,
                    "Report"
                        | "Review"
                        | "LiveBlogPosting"
                        | "SocialMediaPosting"
                        | "OpinionNewsArticle"
                )
        }
        Value::Array(kinds) => kinds.iter().any(is_article),
        _ => false,
    }
}

fn fill(found: &mut Structured, article: &Value) {
    let set = |slot: &mut Option<String>, value: Option<String>| {
        if slot.is_none() {
            *slot = value;
        }
    };
    set(&mut found.headline, text(&article["headline"]));
    set(&mut found.name, text(&article["name"]));
    set(&mut found.authors, names(&article["author"]));
    set(
        &mut found.published,
        text(&article["datePublished"]).or_else(|| text(&article["dateCreated"])),
    );
    set(&mut found.publisher, names(&article["publisher"]));
    set(&mut found.language, text(&article["inLanguage"]));
    set(&mut found.image, image(&article["image"]));
    let body = article["articleBody"]
        .as_str()
        .or_else(|| article["reviewBody"].as_str())
        .filter(|body| !body.trim().is_empty());
    set(&mut found.body, body.map(str::to_owned));
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => squeeze(text),
        Value::Array(items) => return items.iter().find_map(text),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The names of persons or organisations: a string, an object with a name, or a list of those.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => text(value),
        Value::Object(object) => text(object.get("name")?),
        Value::Array(items) => {
            let mut all: Vec<String> = Vec::new();
            for name in items.iter().filter_map(names) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
}

fn image(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => text(value),
        Value::Object(object) => object
            .get("url")
            .and_then(text)
            .or_else(|| object.get("contentUrl").and_then(text)),
        Value::Array(items) => items.iter().find_map(image),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_a_graph_with_raw_line_breaks() {
        let page = Document::from(
            "<script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[\
             {\"@type\":\"WebSite\",\"name\":\"No\"},{\"@type\":[\"NewsArticle\"],\"headline\":\"Mud\nwins\",\
             \"author\":[{\"name\":\"Ada Gull\"},\"Bo Kelp\",{\"name\":\"Ada Gull\"}],\
             \"publisher\":{\"name\":\"Pier Post\"},\"image\":[{\"url\":\"/a.jpg\"}],\
             \"datePublished\":\"2014-07-07\",\"articleBody\":\"One.\\n\\nTwo.\"}]}</script>",
        );
        let found = read(&page);
        assert_eq!(found.headline.as_deref(), Some("Mud wins"));
        assert_eq!(found.authors.as_deref(), Some("Ada Gull, Bo Kelp"));
        assert_eq!(found.publisher.as_deref(), Some("Pier Post"));
        assert_eq!(found.image.as_deref(), Some("/a.jpg"));
        assert_eq!(found.body.as_deref(), Some("One.\n\nTwo."));
    }

    #[test]
    fn broken_and_foreign_blocks_are_passed_over() {
        let page = Document::from(
            "<script type='application/ld+json'>{oops</script>\
             <script type='application/ld+json'>[[{\"@type\":\"BreadcrumbList\"}]]</script>\
             <script type='application/ld+json'>//<![CDATA[\n{\"@type\":\"BlogPosting\",\"name\":\"Kelp\"};\n//]]></script>",
        );
        let found = read(&page);
        assert_eq!(found.name.as_deref(), Some("Kelp"));
        assert_eq!(found.body, None);
    }
}
