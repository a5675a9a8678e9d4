//! The article in a page.
//!
//! The work is done in this order; `docs/extraction.md` has the reasons and the measurements.
//!
//! 1. `guard` bounds the nesting, `structured` and `meta` read what the page says about itself.
//! 2. `prepare` takes out what is surely not the article and numbers the elements that stay.
//! 3. The crate `legible`, a port of Mozilla's Readability, finds the article.
//! 4. `choose` checks that against the page's own marks (`bodies`) and its JSON-LD.
//! 5. `restore` puts back what was cut from the middle, `prune` takes out the strays that were left in.
//! 6. `finish` makes addresses absolute and drops the page's own attributes.

mod bodies;
mod byline;
mod choose;
mod dates;
mod finish;
mod guard;
mod meta;
mod naming;
mod phrases;
mod prepare;
mod prune;
mod restore;
mod structured;
mod text;
mod title;
mod words;

pub(crate) use guard::limit_depth;

use dom_query::Document;
use url::Url;

use prepare::Outline;
use words::squeeze;

/// An article has at least so many words.
const LEAST_WORDS: usize = 25;

/// What was found in a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Extract {
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Who wrote it, without "By".
    pub byline: Option<String>,
    /// When it was published: RFC 3339 where the page's date could be read, else as the page has it.
    pub published: Option<String>,
    /// The publication's name.
    pub site_name: Option<String>,
    /// Its language as a BCP 47 tag, such as `en` or `en-GB`.
    pub lang: Option<String>,
    /// The absolute address of the lead picture.
    pub image: Option<String>,
    /// What the page says the lead picture shows, for who cannot see it.
    pub image_alt: Option<String>,
    /// The article as HTML with absolute addresses. UNTRUSTED: sanitise it before it reaches a page.
    pub content_html: String,
    /// The article as plain text, blocks separated by blank lines.
    pub text: String,
}

/// Why no article could be made of a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// The page holds no running text: a search page, a log-in, a list of links.
    #[error(
        "no article was found on this page: it may be a list, a search or a log-in page; open the story itself, or paste its text"
    )]
    NoArticle,
}

/// Finds the article in a page.
///
/// `url` is where the page is from: addresses are made absolute with it, and it
/// helps to tell the site's name and other stories of the same site.
/// Runs for milliseconds on usual pages and about a second at most on pages of several megabytes; use a
/// blocking thread for it in a server.
///
/// # Errors
/// [`ExtractError::NoArticle`] when there is none.
pub fn extract(html: &str, url: Option<&Url>) -> Result<Extract, ExtractError> {
    let html = guard::limit_depth(html);
    let page = Document::from(html.as_ref());
    let base = base_of(&page, url);
    let structured = structured::read(&page);
    let meta = meta::read(&page, &structured, base.as_ref());

    let asks_for_password = page.select("input[type=password]").exists();

    prepare::drop_surely_beside(&page);
    let outline = Outline::of(&page);
    outline.number(&page);
    let bodies = bodies::find(&page, &outline);

    let (result, found) = run_crate(&page);
    let title = title_of(&page, &meta, &found, url);
    let byline = meta
        .byline
        .or_else(|| found.byline.as_deref().and_then(byline::clean_byline));
    let stated = choose::stated_text(structured.body.as_deref());
    let result = choose::choose(&page, &outline, bodies.as_ref(), result, stated.as_deref())
        .ok_or(ExtractError::NoArticle)?;
    let about = prune::About {
        stated: stated.as_deref(),
        title: title.as_deref().unwrap_or_default(),
        byline: byline.as_deref().unwrap_or_default(),
        hosts: own_hosts(&page, url),
    };
    restore::restore(&page, &outline, bodies.as_ref(), &result, about.title);
    prune::prune(&result, &about);
    finish::finish(&result, base.as_ref());

    let text = text::text_of(&result.root());
    if !is_article(&text, &result, &outline, asks_for_password) {
        return Err(ExtractError::NoArticle);
    }
    // What a picture of the text shows is said there.
    let image_alt = meta.image.as_ref().and(meta.image_alt);
    let image = meta.image.or_else(|| first_image(&result));
    Ok(Extract {
        title,
        byline,
        published: meta.published,
        site_name: meta.site_name,
        lang: meta
            .lang
            .or_else(|| found.lang.as_deref().and_then(meta::language_tag)),
        image,
        image_alt,
        content_html: content_of(&result),
        text,
    })
}

/// Whether what was found can be an article: not a few words left over of a long page or from beside a log-in form,
/// not a list of links.
fn is_article(text: &str, result: &Document, page: &Outline, asks_for_password: bool) -> bool {
    let whole = page.elements.first().map_or(0, |root| root.text);
    let found = Outline::of(result);
    let characters = found
        .elements
        .iter()
        .map(|element| element.text)
        .max()
        .unwrap_or(0);
    let links = found
        .elements
        .first()
        .map_or(0.0, prepare::Element::link_share);
    let prose: usize = found
        .elements
        .iter()
        .filter(|e| e.leaf_block)
        .map(|e| e.prose)
        .sum();
    let few_words = words::count(text) < LEAST_WORDS && !text.chars().any(is_unspaced);
    let is_scrap = few_words && (characters * 3 < whole || asks_for_password);
    let is_list = !few_words && (links > 0.8 || links > 0.5 && prose * 5 < characters);
    characters > 0 && !is_scrap && !is_list
}

/// The text of an HTML fragment as [`extract`] gives it: blocks separated by blank lines, lines by line breaks.
#[must_use]
pub fn plain_text(html: &str) -> String {
    text::text_of(&Document::fragment(guard::limit_depth(html).as_ref()).root())
}

/// The page's address, or the one that its `<base>` names.
fn base_of(page: &Document, url: Option<&Url>) -> Option<Url> {
    let stated = page.select_single("base[href]").attr("href");
    match (stated, url) {
        (Some(stated), Some(url)) => url.join(stated.trim()).ok().or_else(|| Some(url.clone())),
        (Some(stated), None) => Url::parse(stated.trim()).ok(),
        (None, url) => url.cloned(),
    }
}

/// The hosts of the page's address and of those that it gives itself.
fn own_hosts(page: &Document, url: Option<&Url>) -> Vec<String> {
    let canonical = page.select_single("link[rel=canonical]").attr("href");
    let open_graph = page
        .select_single("meta[property='og:url']")
        .attr("content");
    [canonical, open_graph]
        .into_iter()
        .flatten()
        .filter_map(|address| Url::parse(address.trim()).ok())
        .chain(url.cloned())
        .filter_map(|url| prune::host_of(&url))
        .collect()
}

fn run_crate(page: &Document) -> (Option<Document>, meta::Found) {
    let options = legible::Options::new().keep_classes(true);
    let Ok(article) = legible::parse(&page.html(), None, Some(options)) else {
        return (None, meta::Found::default());
    };
    let found = meta::Found {
        title: Some(article.title).filter(|title| !title.trim().is_empty()),
        byline: article.byline,
        lang: article.lang,
    };
    let result = Document::fragment(article.content);
    let has_text = words::count(&result.text()) > 0;
    (has_text.then_some(result), found)
}

fn title_of(
    page: &Document,
    meta: &meta::Meta,
    found: &meta::Found,
    url: Option<&Url>,
) -> Option<String> {
    let headings: Vec<String> = page
        .select("h1")
        .nodes()
        .iter()
        .take(5)
        .map(text::line_of)
        .filter(|heading| words::count(heading) > 0)
        .collect();
    let document_title = page.select_single("title").text().to_string();
    let title = title::best_title(&meta.titles, &document_title, &headings)
        .or_else(|| found.title.clone())
        .or_else(|| meta.titles.first().cloned())
        .or_else(|| headings.first().cloned())?;
    // Some sites write entities into attributes and JSON that are entities already.
    let title = if title.contains('&') {
        squeeze(&Document::fragment(finish_entities(&title)).text())
    } else {
        title
    };
    let clean = title::clean_title(&title, meta.site_name.as_deref(), url, &headings);
    (!clean.is_empty()).then_some(clean)
}

/// Text whose entities may be read once more, but whose tags may not.
fn finish_entities(text: &str) -> String {
    text.replace('<', "&lt;").replace('>', "&gt;")
}

/// A script that puts no spaces between words: a short text of it is one "word".
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{0e00}'..='\u{0eff}')
}

fn first_image(result: &Document) -> Option<String> {
    result
        .select("img[src]")
        .nodes()
        .iter()
        .filter_map(|image| image.attr("src"))
        .map(|src| src.to_string())
        .find(|src| meta::is_web_address(src))
}

/// The fragment's HTML without the wrapper that parsing and the crate put around it.
fn content_of(result: &Document) -> String {
    let mut node = result.html_root();
    while let [only] = node.children().as_slice()
        && only.has_name("div")
    {
        node = *only;
    }
    node.inner_html().trim().to_owned()
}
