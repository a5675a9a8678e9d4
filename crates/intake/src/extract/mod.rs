//! The article in a page.

use url::Url;

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
/// # Errors
/// [`ExtractError::NoArticle`] when there is none.
pub fn extract(html: &str, url: Option<&Url>) -> Result<Extract, ExtractError> {
    let mut reader = dom_smoothie::Readability::new(html, url.map(Url::as_str), None)
        .map_err(|_| ExtractError::NoArticle)?;
    let article = reader.parse().map_err(|_| ExtractError::NoArticle)?;
    Ok(Extract {
        title: Some(article.title).filter(|t| !t.is_empty()),
        byline: article.byline,
        published: article.published_time,
        site_name: article.site_name,
        lang: article.lang,
        image: article.image,
        content_html: article.content.to_string(),
        text: article.text_content.to_string(),
    })
}
