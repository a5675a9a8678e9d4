//! Clipping: from a news page to a draft, from a draft to a printed article.

use crate::app::{App, Paper};
use crate::printing::{self, Place};
use crate::secrets::Secrets;
use crate::talk::pictures::{self, FetchPictureError, shown};
use clipsheet_gloss::Glossary;
use clipsheet_intake::{
    DecodeError, Extract, ExtractError, FetchError, FetchKind, decode_html, extract, source_tag,
};
use clipsheet_markup::{Picture as Shown, SafeHtml, clean_url, excerpt, picture_sources, slug};
use clipsheet_store::{
    ArticleId, ArticleKind, DraftId, NewArticle, NewSource, Picture, StoreError, StoreResult,
    SubmissionId, Tx, create_article, delete_draft, ensure_source, find_article_by_url,
    find_dossier, find_source, settle_submission, settle_submissions_of, usual_area,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Pictures fetched for one clipping.
const MOST_PICTURES: usize = 24;
/// Time that all pictures of a clipping may take together.
const PICTURES_TIME: Duration = Duration::from_secs(45);
/// Characters of a teaser.
const TEASER_CHARS: usize = 300;
/// Characters of a picture's description.
const ALT_CHARS: usize = 500;
/// Dossiers under which a clipping is filed by itself.
const MOST_DOSSIERS: usize = 8;

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
}

/// A clipped story: what a draft holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The short name of the area it goes into.
    pub area: String,
    /// What it is filed under, by name in addresses.
    pub dossiers: Vec<String>,
    /// Whether it is no clipping but an article of somebody's own, without a source or an address.
    #[serde(default)]
    pub is_original: bool,
    /// What it was sent in as.
    #[serde(default)]
    pub submission: Option<SubmissionId>,
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
    fn of(picture: &Picture) -> Self {
        let Shown { src, width, height } = shown(picture);
        Self {
            hash: picture.hash.clone(),
            src,
            width,
            height,
        }
    }

    fn shown(&self) -> Shown {
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
    /// Working on the page failed in a way that should not happen.
    #[error("the page could not be worked on: {0}")]
    Failed(String),
}

/// Clips a story: fetches it unless it is there, finds its text, brings its pictures in, proposes the rest.
///
/// # Errors
/// See [`ClipError`]. A picture that cannot be had is left out and named in the log.
pub async fn clip(app: &App, story: Story, wishes: &Wishes) -> Result<Clipping, ClipError> {
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
    let work = tokio::task::spawn_blocking(move || -> Result<Extract, ClipError> {
        let decoded = decode_html(&bytes, content_type.as_deref())?;
        Ok(extract(&decoded.text, Some(&at))?)
    });
    let found = work
        .await
        .map_err(|error| ClipError::Failed(error.to_string()))??;
    let source = source_tag(found.site_name.as_deref(), &url);
    let (pictures, lead_picture) = bring_pictures(app, &found, &url).await?;
    let paper = app.paper().await?;
    let page = match wishes.page {
        Some(page) if paper.page_title(page).is_empty() => return Err(ClipError::NoPage(page)),
        Some(page) => page,
        None => paper.pages.first().map_or(1, |page| page.number),
    };
    let area = match &wishes.area {
        Some(area) => known_area(&paper, area)?,
        None => propose_area(app, &paper, &source.slug_hint, &found.text).await?,
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
        is_original: false,
        submission: None,
    };
    clipping.dossiers = propose_dossiers(app, &paper, &clipping).await?;
    Ok(clipping)
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
        .ok_or_else(|| ClipError::NoArea {
            wanted: wanted.to_owned(),
            known: paper
                .areas
                .iter()
                .map(|area| area.slug.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        })
}

/// Where the source's latest articles stand; else the area whose name the text has most often; else the first.
async fn propose_area(
    app: &App,
    paper: &Paper,
    source: &str,
    text: &str,
) -> Result<String, StoreError> {
    let source = source.to_owned();
    let usual = app
        .store
        .read(move |conn| match find_source(conn, &source)? {
            Some(source) => usual_area(conn, source.id),
            None => Ok(None),
        })
        .await?;
    let usual = usual.and_then(|id| paper.areas.iter().find(|area| area.id == id));
    let text = text.to_lowercase();
    let named = || {
        let count = |name: &str| text.matches(&name.to_lowercase()).count();
        paper
            .areas
            .iter()
            .map(|area| (count(&area.name), area))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, _)| *count)
    };
    let area = usual
        .or_else(|| named().map(|(_, area)| area))
        .or(paper.areas.first());
    Ok(area.map(|area| area.slug.clone()).unwrap_or_default())
}

async fn propose_dossiers(
    app: &App,
    paper: &Paper,
    clipping: &Clipping,
) -> Result<Vec<String>, StoreError> {
    let glossary = app.glossary().await?;
    let place = Place {
        day: paper.calendar.day_of(app.now()),
        page: clipping.page,
        area: clipping.area.clone(),
    };
    let safe = printing::safe_article(&clipping.source_html, &|_| None);
    let mut mentioned = printing::mentioned_dossiers(&glossary, &safe, &place);
    mentioned.truncate(MOST_DOSSIERS);
    Ok(mentioned)
}

/// Fetches the text's pictures and the lead picture. The lead is not shown twice.
async fn bring_pictures(
    app: &App,
    found: &Extract,
    base: &Url,
) -> Result<(HashMap<String, Brought>, Option<Brought>), ClipError> {
    let mut wanted: Vec<String> = found.image.iter().cloned().collect();
    wanted.extend(picture_sources(&found.content_html));
    let mut brought: HashMap<String, Brought> = HashMap::new();
    let mut dead_hosts = HashSet::new();
    let began = tokio::time::Instant::now();
    for address in wanted.into_iter().take(MOST_PICTURES) {
        let Ok(url) = base.join(&address) else {
            continue;
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let too_late = began.elapsed() > PICTURES_TIME;
        if brought.contains_key(&address)
            || dead_hosts.contains(&host)
            || too_late
            || !url.scheme().starts_with("http")
        {
            continue;
        }
        match pictures::by_address(app, &url).await {
            Ok(picture) => {
                brought.insert(address, Brought::of(&picture));
            }
            Err(FetchPictureError::Store(error)) => return Err(error.into()),
            Err(FetchPictureError::Fetch(error)) => {
                tracing::info!(%url, %error, "a picture is left out");
                // One try tells enough of a host that does not answer.
                if is_of_host(&error) {
                    dead_hosts.insert(host);
                }
            }
            Err(error) => tracing::info!(%url, %error, "a picture is left out"),
        }
    }
    let lead = found
        .image
        .as_ref()
        .and_then(|image| brought.get(image).cloned());
    let in_text = picture_sources(&found.content_html);
    let shown_in_text = |lead: &Brought| {
        in_text.iter().any(|address| {
            brought
                .get(address)
                .is_some_and(|picture| picture.hash == lead.hash)
        })
    };
    let lead = lead.filter(|lead| !shown_in_text(lead));
    Ok((brought, lead))
}

/// Whether the fault lies with the host and not with the one picture.
fn is_of_host(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::NameNotFound { .. }
            | FetchError::Unreachable { .. }
            | FetchError::TooSlow { .. }
            | FetchError::Refused { .. }
    )
}

/// An article that was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its number.
    pub id: ArticleId,
    /// Its address on the site.
    pub url: String,
    /// The article that was clipped from the same address before, if there is one.
    pub before: Option<ArticleId>,
}

/// Prints a clipping in today's edition, as its lead if wanted. When it is a draft, that is taken away in the same
/// transaction.
///
/// # Errors
/// When the paper has no such page or area any more, the draft is gone, or the store refuses.
pub async fn publish(
    app: &App,
    clipping: &Clipping,
    draft: Option<DraftId>,
    posted_by: &str,
    is_lead: bool,
) -> Result<Printed, ClipError> {
    let paper = app.paper().await?;
    if paper.page_title(clipping.page).is_empty() {
        return Err(ClipError::NoPage(clipping.page));
    }
    known_area(&paper, &clipping.area)?;
    let now = app.now();
    let day = paper.calendar.day_of(now);
    let area = paper
        .areas
        .iter()
        .find(|area| area.slug == clipping.area)
        .map(|area| area.id);
    let area = area.ok_or_else(|| ClipError::Failed("the area is gone".into()))?;
    let find = |address: &str| clipping.pictures.get(address).map(Brought::shown);
    let safe = printing::safe_article(&clipping.source_html, &find);
    let new = NewArticle {
        kind: if clipping.is_original {
            ArticleKind::Original
        } else {
            ArticleKind::Link
        },
        headline: clipping.headline.clone(),
        slug: article_slug(&clipping.headline),
        source: None,
        url: Some(clipping.url.clone()).filter(|_| !clipping.is_original),
        byline: clipping.byline.clone(),
        lang: clipping.lang.clone(),
        source_date: clipping.published.clone(),
        edition_on: day,
        page: clipping.page,
        area,
        printed_at: now,
        posted_by: posted_by.to_owned(),
        is_lead,
        is_classic: false,
        teaser: excerpt(&safe, TEASER_CHARS),
        picture: clipping
            .lead_picture
            .as_ref()
            .map(|picture| picture.hash.clone()),
        picture_alt: clipping.lead_picture_alt.clone(),
        picture_caption: String::new(),
        comments_close_at: None,
        source_html: clipping.source_html.clone(),
        dossiers: Vec::new(),
    };
    let source = NewSource {
        slug: clipping.source_slug.clone(),
        name: clipping.source_name.clone(),
        tag: clipping.source_tag.clone(),
        homepage: clipping.source_homepage.clone(),
    };
    let place = Place {
        day,
        page: clipping.page,
        area: clipping.area.clone(),
    };
    let submission = clipping.submission;
    let job = PrintJob {
        new,
        source: Some(source).filter(|_| !clipping.is_original),
        dossiers: clipping.dossiers.clone(),
        place,
    };
    let slug = job.new.slug.clone();
    let glossary = app.glossary().await?;
    let secrets = Arc::clone(&app.secrets);
    let printed = app
        .store
        .write(move |tx| {
            // Whoever takes the draft away prints it: of two that publish it at once, one does.
            if let Some(draft) = draft
                && !delete_draft(tx, draft)?
            {
                return Ok(None);
            }
            let printed = print_in(tx, &secrets, &glossary, job, &safe)?;
            if let Some(submission) = submission {
                settle_submission(tx, submission, &crate::submit::printed_as(printed.0), now)?;
            }
            Ok(Some(printed))
        })
        .await?;
    let (id, before) = printed.ok_or(ClipError::DraftGone)?;
    Ok(Printed {
        id,
        url: crate::pages::article_url(id, &slug),
        before,
    })
}

/// An article that is ready to be printed.
pub(crate) struct PrintJob {
    pub(crate) new: NewArticle,
    pub(crate) source: Option<NewSource>,
    /// By name in addresses; those that the paper has no dossier for are left out.
    pub(crate) dossiers: Vec<String>,
    pub(crate) place: Place,
}

/// Prints an article: the one way by which any article comes into the paper. Gives the article that was clipped from the
/// same address before, too.
pub(crate) fn print_in(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    glossary: &Glossary,
    job: PrintJob,
    safe: &SafeHtml,
) -> StoreResult<(ArticleId, Option<ArticleId>)> {
    let PrintJob {
        mut new,
        source,
        dossiers,
        place,
    } = job;
    let before = match &new.url {
        Some(url) => find_article_by_url(tx, url)?,
        None => None,
    };
    if let Some(source) = &source {
        new.source = Some(ensure_source(tx, source)?.id);
    }
    for dossier in &dossiers {
        new.dossiers
            .extend(find_dossier(tx, dossier)?.map(|dossier| dossier.id));
    }
    let id = create_article(tx, &new, |id, serials| {
        printing::print(secrets, glossary, safe, id, &place, serials)
    })?;
    // Whoever sent the address in sees that it is in the paper.
    if let Some(url) = &new.url {
        settle_submissions_of(tx, url, id, new.printed_at)?;
    }
    Ok((id, before))
}

/// The readable end of an article's address.
pub(crate) fn article_slug(headline: &str) -> String {
    match slug(headline).as_str() {
        // `/article/7/comments` is where comments are sent.
        "comments" => "the-comments".into(),
        other => other.to_owned(),
    }
}
