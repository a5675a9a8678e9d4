//! Clipping: from a news page to a draft, from a draft to a printed article.

mod pictures;
mod print;
mod propose;

pub(crate) use pictures::{ShownPictures, bring_named, shown_pictures};
pub(crate) use print::{PrintJob, Printer, article_slug, check, print_clipping, print_in};
pub use print::{Printed, publish, publish_clipped};
pub(crate) use propose::{propose_dossiers, propose_for_own};

use crate::app::{App, Paper};
use crate::talk::pictures::shown;
use clipsheet_gloss::Choice;
use clipsheet_intake::{
    DecodeError, Extract, ExtractError, FetchError, FetchKind, decode_html, extract, source_tag,
};
use clipsheet_markup::{Picture as Shown, clean_url};
use clipsheet_store::{Picture, StoreError, SubmissionId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use url::Url;

/// Characters of a picture's description.
const ALT_CHARS: usize = 500;

/// Where a story is clipped from.
pub enum Story {
    /// To be fetched.
    Address(Url),
    /// Fetched or saved already.
    Page {
        /// As it came.
        bytes: Vec<u8>,
        /// The `Content-Type` it came with.
        content_type: Option<String>,
        /// Where it was.
        url: Url,
    },
}

/// What the editor says about it; the rest is proposed.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The page.
    pub page: Option<i64>,
    /// The area's short name.
    pub area: Option<String>,
    /// The page that the feed's stories are meant for: one vote among others.
    pub feed_page: Option<i64>,
    /// The area that the feed's stories are meant for, by its short name: one vote among others.
    pub feed_area: Option<String>,
    /// Dossiers beside those that the text mentions, by name in addresses: a feed's own.
    pub dossiers: Vec<String>,
}

/// Bytes of an address: longer ones are signed for one use, and nobody finds the story there again.
pub const MOST_URL: usize = 2_000;

/// A clipped story: what a draft holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clipping {
    /// The headline.
    pub headline: String,
    /// Its address, without tracking.
    pub url: String,
    /// Who wrote it.
    pub byline: Option<String>,
    /// When the source published it.
    pub published: Option<String>,
    /// Its language.
    pub lang: Option<String>,
    /// The source's name.
    pub source_name: String,
    /// The source's name in addresses.
    pub source_slug: String,
    /// The source's tag.
    pub source_tag: String,
    /// The source's front page.
    pub source_homepage: String,
    /// The text as it was extracted, untrusted.
    pub source_html: String,
    /// Its pictures on the site, by the address in the text.
    pub pictures: HashMap<String, Brought>,
    /// Its lead picture.
    pub lead_picture: Option<Brought>,
    /// What it shows, in the source's words; empty when the source does not say.
    #[serde(default)]
    pub lead_picture_alt: String,
    /// The page it goes on.
    pub page: i64,
    /// The short name of the area it goes into; empty while it has none.
    pub area: String,
    /// What it is filed under, by name in addresses.
    pub dossiers: Vec<String>,
    /// Whether it is the paper's own text: it has no source and no address.
    #[serde(default)]
    pub original: bool,
    /// Printed beneath the lead picture.
    #[serde(default)]
    pub lead_picture_caption: String,
    /// Whether it becomes the edition's lead.
    #[serde(default)]
    pub is_lead: bool,
    /// Whether it goes into the hall of fame.
    #[serde(default)]
    pub is_classic: bool,
    /// When its comments close.
    #[serde(default)]
    pub comments: CommentsRule,
    /// What the glossary does differently in it.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// What it was sent in as.
    #[serde(default)]
    pub submission: Option<SubmissionId>,
}

/// When an article's comments close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentsRule {
    /// As the paper does it.
    #[default]
    Paper,
    /// At once.
    Closed,
    /// So many days after it was printed.
    Days(u16),
}

/// A clipped story with the page that it came from.
#[derive(Debug, Clone)]
pub struct Clipped {
    /// The clipping.
    pub clipping: Clipping,
    /// The page as it came, for the evidence.
    pub page: Vec<u8>,
    /// The media type it came with.
    pub content_type: Option<String>,
    /// Where it was in the end.
    pub url: Url,
}

/// A picture that was brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// Its name in the object store.
    pub hash: String,
    /// Where the site serves it.
    pub src: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Brought {
    pub(crate) fn of(picture: &Picture) -> Self {
        let Shown { src, width, height } = shown(picture);
        Self {
            hash: picture.hash.clone(),
            src,
            width,
            height,
        }
    }

    /// How markup shows it.
    pub(crate) fn shown(&self) -> Shown {
        Shown {
            src: self.src.clone(),
            width: self.width,
            height: self.height,
        }
    }
}

/// Why a story cannot be clipped or printed.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    /// It cannot be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// It is no page of text.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// There is no story on the page.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The paper has no such page.
    #[error("the paper has no page {0}. Its pages are on the settings page.")]
    NoPage(i64),
    /// The paper has no such area.
    #[error("the paper has no area called `{wanted}`. It has: {known}.")]
    NoArea {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// Somebody else printed it or threw it away.
    #[error("the draft is gone: it was printed or thrown away meanwhile.")]
    DraftGone,
    /// The item of the inbox that it was clipped for does not wait any more.
    #[error("somebody else took this story, or dropped it, a moment ago.")]
    ItemTaken,
    /// The paper printed it from this address before, and it was to be printed only if it had not.
    #[error("the paper has this story already.")]
    Had,
    /// It was saved while it was being printed, again and again.
    #[error("somebody is saving the draft at this moment. Try again.")]
    DraftBusy,
    /// Others changed the article that it edits at the same places: the draft holds both.
    #[error(
        "somebody revised the article meanwhile. {0} Both are in the draft: look it over, choose, and print it again."
    )]
    Meanwhile(String),
    /// Two people wrote at the same place, and both texts stand in it.
    #[error(
        "two of you changed the same paragraph, and both texts stand in it. Choose between them and take the lines with ⟪ out."
    )]
    Conflict,
    /// Its address is none.
    #[error(
        "its address is no address of the web: “{0}”. One such as https://paper.example/story.html is wanted."
    )]
    NoAddress(String),
    /// Its address has so many bytes, more than [`MOST_URL`].
    #[error(
        "the address is too long: {0} characters, and {MOST_URL} are the most. Most of it can go as a rule, from the question mark on: try the short one in your browser."
    )]
    LongAddress(usize),
    /// It has no headline.
    #[error("it has no headline yet.")]
    NoHeadline,
    /// It has no text.
    #[error("it has no text yet.")]
    NoText,
    /// Working on the page failed in a way that should not happen.
    #[error("the page could not be worked on: {0}")]
    Failed(String),
}

/// Refuses an address that is too long without what only tracks readers.
///
/// # Errors
/// [`ClipError::LongAddress`].
pub fn check_length(url: &Url) -> Result<(), ClipError> {
    match clean_url(url.as_str()).len() {
        bytes if bytes > MOST_URL => Err(ClipError::LongAddress(bytes)),
        _ => Ok(()),
    }
}

/// Clips a story: fetches it unless it is there, finds its text, brings its pictures in, proposes the rest.
///
/// # Errors
/// See [`ClipError`]. A picture that cannot be had is left out and named in the log.
pub async fn clip(app: &App, story: Story, wishes: &Wishes) -> Result<Clipping, ClipError> {
    Ok(clip_with_page(app, story, wishes).await?.clipping)
}

/// The same, with the page that it was clipped from.
///
/// # Errors
/// See [`ClipError`].
pub async fn clip_with_page(
    app: &App,
    story: Story,
    wishes: &Wishes,
) -> Result<Clipped, ClipError> {
    let (Story::Page { url, .. } | Story::Address(url)) = &story;
    check_length(url)?;
    let (bytes, content_type, url) = match story {
        Story::Page {
            bytes,
            content_type,
            url,
        } => (bytes, content_type, url),
        Story::Address(url) => {
            let fetched = app.fetcher.get(&url, FetchKind::Page).await?;
            (fetched.body, fetched.content_type, fetched.url)
        }
    };
    let at = url.clone();
    let work = tokio::task::spawn_blocking(move || -> Result<_, ClipError> {
        let decoded = decode_html(&bytes, content_type.as_deref())?;
        Ok((extract(&decoded.text, Some(&at))?, bytes, content_type))
    });
    let (found, bytes, content_type) = work
        .await
        .map_err(|error| ClipError::Failed(error.to_string()))??;
    let source = source_tag(found.site_name.as_deref(), &url);
    let (pictures, lead_picture) = pictures::bring_pictures(app, &found, &url).await?;
    let paper = app.paper().await?;
    let known = propose::Known {
        source: &source.slug_hint,
        html: &found.content_html,
        text: &found.text,
    };
    let proposed = propose::propose_spot(app, &paper, &known, wishes).await?;
    let page = match wishes.page {
        Some(page) if paper.page_title(page).is_empty() => return Err(ClipError::NoPage(page)),
        Some(page) => page,
        None => proposed.page,
    };
    let area = match &wishes.area {
        Some(area) => known_area(&paper, area)?,
        None => proposed.area,
    };
    let homepage = url
        .join("/")
        .map_or_else(|_| url.to_string(), |home| home.to_string());
    let headline = headline(&found, &url);
    // A description that only says the headline again is none: heard twice, it tells nothing.
    let lead_picture_alt = found
        .image_alt
        .filter(|alt| lead_picture.is_some() && !headline.contains(alt.as_str()))
        .map(|alt| alt.chars().take(ALT_CHARS).collect())
        .unwrap_or_default();
    let mut clipping = Clipping {
        headline,
        url: clean_url(url.as_str()),
        byline: found.byline,
        published: found.published,
        lang: found.lang,
        source_name: source.name,
        source_slug: source.slug_hint,
        source_tag: source.tag,
        source_homepage: homepage,
        source_html: found.content_html,
        pictures,
        lead_picture,
        lead_picture_alt,
        page,
        area,
        dossiers: Vec::new(),
        original: false,
        lead_picture_caption: String::new(),
        is_lead: false,
        is_classic: false,
        comments: CommentsRule::Paper,
        choices: Vec::new(),
        submission: None,
    };
    clipping.dossiers.clone_from(&wishes.dossiers);
    for dossier in propose_dossiers(app, &paper, &clipping).await? {
        if !clipping.dossiers.contains(&dossier) {
            clipping.dossiers.push(dossier);
        }
    }
    Ok(Clipped {
        clipping,
        page: bytes,
        content_type,
        url,
    })
}

/// The page's title, else its first words, else its address: an article needs a headline.
fn headline(found: &Extract, url: &Url) -> String {
    let title = found
        .title
        .as_deref()
        .map(str::trim)
        .filter(|title| !title.is_empty());
    title.map(str::to_owned).unwrap_or_else(|| {
        let words: Vec<&str> = found.text.split_whitespace().take(10).collect();
        if words.is_empty() {
            url.to_string()
        } else {
            words.join(" ")
        }
    })
}

fn known_area(paper: &Paper, wanted: &str) -> Result<String, ClipError> {
    let found = paper.areas.iter().find(|area| area.slug == wanted);
    found
        .map(|area| area.slug.clone())
        .ok_or_else(|| no_area(paper, wanted))
}

fn no_area(paper: &Paper, wanted: &str) -> ClipError {
    let known: Vec<&str> = paper.areas.iter().map(|area| area.slug.as_str()).collect();
    ClipError::NoArea {
        wanted: wanted.to_owned(),
        known: known.join(", "),
    }
}
