//! The starter paper: an invented harbour town, so that a newcomer sees a paper and not an empty page.

use crate::app::App;
use crate::calendar::{Calendar, days_later};
use crate::clip::{PrintJob, article_slug, print_article};
use crate::printing::{Place, import_glossary, safe_article};
use crate::settings::{KEY, Settings};
use crate::talk::{pictures, render};
use clipsheet_gloss::GlossaryFile;
use clipsheet_markup::{Nic, excerpt};
use clipsheet_store::{
    ArticleId, ArticleKind, CommenterId, Day, Millis, NewArticle, NewComment, NewDossier,
    NewSource, PageTitle, Picture, StoreError, create_comment, create_dossier, list_areas,
    list_pages, replace_pages, save_areas, set_setting,
};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::collections::HashMap;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Its last article of the day is printed by then, and most has been said: minutes after midnight.
const DONE_BY: i64 = 10 * 60;

/// A drawing of the starter paper, as SVG.
pub fn drawing(name: &str) -> Option<&'static str> {
    STARTER
        .get_file(format!("pictures/{name}"))?
        .contents_utf8()
}

/// What can go wrong while the starter paper is made.
#[derive(Debug, thiserror::Error)]
pub enum StarterError {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A picture cannot be kept.
    #[error("a picture of the starter paper cannot be kept: {0}")]
    Picture(#[from] pictures::FetchPictureError),
    /// A fault in what is built in; a test reads all of it.
    #[error("the starter paper is faulty: {0}")]
    Faulty(String),
}

#[derive(Deserialize)]
struct PaperFile {
    name: String,
    motto: String,
    time_zone: String,
    pages: Vec<PageRow>,
    areas: Vec<AreaRow>,
    dossiers: Vec<DossierRow>,
    sources: Vec<SourceRow>,
}

#[derive(Deserialize)]
struct PageRow {
    number: i64,
    title: String,
}

#[derive(Deserialize)]
struct AreaRow {
    slug: String,
    name: String,
}

#[derive(Deserialize)]
struct DossierRow {
    slug: String,
    name: String,
    kind: String,
    about: String,
}

#[derive(Deserialize, Clone)]
struct SourceRow {
    slug: String,
    name: String,
    tag: String,
    homepage: String,
}

#[derive(Deserialize)]
struct ArticleHead {
    headline: String,
    kind: String,
    source: Option<String>,
    url: Option<String>,
    page: i64,
    area: String,
    days_ago: i64,
    time: String,
    posted_by: String,
    #[serde(default)]
    lead: bool,
    #[serde(default)]
    classic: bool,
    picture: Option<String>,
    #[serde(default)]
    picture_alt: String,
    #[serde(default)]
    picture_caption: String,
    #[serde(default)]
    dossiers: Vec<String>,
    byline: Option<String>,
}

#[derive(Deserialize)]
struct CommentsFile {
    comments: Vec<CommentRow>,
}

#[derive(Deserialize)]
struct CommentRow {
    article: String,
    nic: String,
    minutes: i64,
    text: String,
    #[serde(default)]
    website: String,
}

fn faulty(what: impl std::fmt::Display) -> StarterError {
    StarterError::Faulty(what.to_string())
}

fn text(name: &str) -> Result<&'static str, StarterError> {
    STARTER
        .get_file(name)
        .and_then(|file| file.contents_utf8())
        .ok_or_else(|| faulty(format!("{name} is missing")))
}

fn toml_file<T: for<'a> Deserialize<'a>>(name: &str) -> Result<T, StarterError> {
    toml::from_str(text(name)?).map_err(|error| faulty(format!("{name}: {error}")))
}

/// Its articles, in the order of their file names: (name, head, body).
fn articles() -> Result<Vec<(String, ArticleHead, &'static str)>, StarterError> {
    let folder = STARTER
        .get_dir("articles")
        .ok_or_else(|| faulty("articles/ is missing"))?;
    let mut articles = Vec::new();
    for file in folder.files() {
        let name = file
            .path()
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        let whole = file.contents_utf8().unwrap_or_default();
        let parts = whole
            .strip_prefix("+++\n")
            .and_then(|rest| rest.split_once("\n+++\n"));
        let (head, body) =
            parts.ok_or_else(|| faulty(format!("{name}: no head between +++ lines")))?;
        let head = toml::from_str(head).map_err(|error| faulty(format!("{name}: {error}")))?;
        articles.push((name, head, body));
    }
    articles.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(articles)
}

/// Makes the starter paper in an empty store. When another process has begun to, it is left to that one.
///
/// # Errors
/// When the store refuses.
pub async fn make(app: &App) -> Result<(), StarterError> {
    let file: PaperFile = toml_file("paper.toml")?;
    let calendar = Calendar::new(&file.time_zone).ok_or_else(|| faulty("time zone"))?;
    let now = app.now();
    if !prepare(app, &file, now).await? {
        return Ok(());
    }
    let today = last_full_day(&calendar, now);
    let mut printed = HashMap::new();
    let mut ordered = Vec::new();
    for (name, head, body) in articles()? {
        let day = days_later(today, -head.days_ago);
        let (hour, minute) = head
            .time
            .split_once(':')
            .ok_or_else(|| faulty(format!("{name}: time")))?;
        let time = hour.parse().ok().zip(minute.parse().ok());
        let at = time.and_then(|(hour, minute)| calendar.instant(day, hour, minute));
        ordered.push((
            at.ok_or_else(|| faulty(format!("{name}: time")))?,
            day,
            name,
            head,
            body,
        ));
    }
    ordered.sort_by_key(|(at, ..)| *at);
    for (at, day, name, head, body) in ordered {
        let id = print(app, &file, &head, body, day, at).await?;
        printed.insert(name, (id, at));
    }
    talk(app, &calendar, &printed, now).await
}

/// Today when the starter paper's day is over, else yesterday: nothing of it may be printed in the future.
fn last_full_day(calendar: &Calendar, now: Millis) -> Day {
    let today = calendar.day_of(now);
    let midnight = calendar.instant(today, 0, 0).unwrap_or(now);
    if now.0 - midnight.0 < DONE_BY * 60_000 {
        days_later(today, -1)
    } else {
        today
    }
}

/// Settings, pages, areas, dossiers and glossary, in one transaction: whose it is makes the paper. Gives whether it
/// was this one.
async fn prepare(app: &App, file: &PaperFile, now: Millis) -> Result<bool, StarterError> {
    let settings = Settings {
        name: file.name.clone(),
        motto: file.motto.clone(),
        time_zone: file.time_zone.clone(),
        language: "en-GB".into(),
        emblem: "/starter/masthead.svg".into(),
        ..Settings::default()
    };
    let settings = serde_json::to_string(&settings).map_err(faulty)?;
    let pages: Vec<PageTitle> = file
        .pages
        .iter()
        .map(|page| PageTitle {
            number: page.number,
            title: page.title.clone(),
        })
        .collect();
    let areas: Vec<(String, String)> = file
        .areas
        .iter()
        .map(|area| (area.slug.clone(), area.name.clone()))
        .collect();
    let dossiers: Vec<NewDossier> = file
        .dossiers
        .iter()
        .map(|row| NewDossier {
            slug: row.slug.clone(),
            name: row.name.clone(),
            kind: row.kind.clone(),
            about: row.about.clone(),
        })
        .collect();
    let parsed = GlossaryFile::parse(text("glossary.json")?).map_err(faulty)?;
    let begun = app
        .store
        .write(move |tx| {
            if !list_pages(tx)?.is_empty() || !list_areas(tx)?.is_empty() {
                return Ok(false);
            }
            set_setting(tx, KEY, &settings, now)?;
            replace_pages(tx, &pages, now)?;
            // Areas of an empty paper are in nobody's way.
            let _ = save_areas(tx, &areas, now)?;
            for dossier in &dossiers {
                create_dossier(tx, dossier)?;
            }
            import_glossary(tx, &parsed.file, now)?;
            Ok(true)
        })
        .await?;
    Ok(begun)
}

async fn print(
    app: &App,
    file: &PaperFile,
    head: &ArticleHead,
    body: &str,
    day: Day,
    at: Millis,
) -> Result<ArticleId, StarterError> {
    let paper = app.paper().await?;
    let area = paper
        .areas
        .iter()
        .find(|area| area.slug == head.area)
        .ok_or_else(|| faulty(&head.area))?
        .id;
    let picture = match &head.picture {
        Some(name) => Some(keep_drawing(app, name).await?.hash),
        None => None,
    };
    let source = head.source.as_ref().map(|slug| {
        file.sources
            .iter()
            .find(|row| row.slug == *slug)
            .cloned()
            .ok_or_else(|| faulty(slug))
    });
    let source = source.transpose()?.map(|row| NewSource {
        slug: row.slug,
        name: row.name,
        tag: row.tag,
        homepage: row.homepage,
    });
    let safe = safe_article(body, &|_| None);
    let new = NewArticle {
        kind: if head.kind == "link" {
            ArticleKind::Link
        } else {
            ArticleKind::Original
        },
        headline: head.headline.clone(),
        slug: article_slug(&head.headline),
        source: None,
        url: head.url.clone(),
        byline: head.byline.clone(),
        lang: None,
        source_date: None,
        edition_on: day,
        page: head.page,
        area,
        printed_at: at,
        posted_by: head.posted_by.clone(),
        is_lead: head.lead,
        is_classic: head.classic,
        teaser: excerpt(&safe, 300),
        picture,
        picture_alt: head.picture_alt.clone(),
        picture_caption: head.picture_caption.clone(),
        comments_close_at: None,
        source_html: body.to_owned(),
        dossiers: Vec::new(),
    };
    let place = Place {
        day,
        page: head.page,
        area: head.area.clone(),
    };
    let job = PrintJob {
        new,
        source,
        dossiers: head.dossiers.clone(),
        place,
    };
    Ok(print_article(app, job, safe).await?.0)
}

/// A drawing as a picture of the paper. Drawings from elsewhere are never taken: these are built in.
async fn keep_drawing(app: &App, name: &str) -> Result<Picture, StarterError> {
    let svg = drawing(name).ok_or_else(|| faulty(name))?;
    let size = |attribute: &str| -> Option<i64> {
        let (_, rest) = svg.split_once(&format!(" {attribute}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let picture = Picture {
        hash: blake3::hash(svg.as_bytes()).to_hex().to_string(),
        media_type: "image/svg+xml".into(),
        extension: "svg".into(),
        width: size("width").ok_or_else(|| faulty(name))?,
        height: size("height").ok_or_else(|| faulty(name))?,
    };
    Ok(pictures::save(app, picture, svg.as_bytes().to_vec(), None).await?)
}

/// Lets the readers talk, in the order in which they did.
async fn talk(
    app: &App,
    calendar: &Calendar,
    printed: &HashMap<String, (ArticleId, Millis)>,
    now: Millis,
) -> Result<(), StarterError> {
    let file: CommentsFile = toml_file("comments.toml")?;
    let mut said = Vec::new();
    for row in file.comments {
        let (article, printed_at) = *printed
            .get(&row.article)
            .ok_or_else(|| faulty(&row.article))?;
        said.push((Millis(printed_at.0 + row.minutes * 60_000), article, row));
    }
    said.sort_by_key(|(at, ..)| *at);
    // Nothing is said in the future: what would be comes in the last minutes, in its order.
    let mut latest = now.0;
    for (at, ..) in said.iter_mut().rev() {
        at.0 = at.0.min(latest - 1000);
        latest = at.0;
    }
    let mut numbers: HashMap<ArticleId, i64> = HashMap::new();
    let mut ready = Vec::new();
    for (at, article, row) in said {
        let number = numbers.entry(article).or_default();
        let html = render::render(&row.text, *number, &render::Pictures::new());
        *number += 1;
        let nic = Nic::parse(&row.nic).map_err(|error| faulty(format!("{}: {error}", row.nic)))?;
        ready.push(NewComment {
            article,
            commenter: None,
            nic: nic.as_str().to_owned(),
            nic_skeleton: nic.skeleton(),
            email: String::new(),
            website: row.website,
            source: row.text,
            seal: html.seal(&app.secrets.seal).as_str().to_owned(),
            html: html.into_string(),
            created_at: at,
            written_on: calendar.day_of(at),
        });
    }
    app.store
        .write(move |tx| {
            let mut commenters: HashMap<String, CommenterId> = HashMap::new();
            for mut new in ready {
                new.commenter = commenters.get(&new.nic).copied();
                let (_, commenter) = create_comment(tx, &new)?;
                commenters.insert(new.nic, commenter);
            }
            Ok(())
        })
        .await?;
    Ok(())
}

/// Whether nobody has made this a paper yet: it has no pages and no articles.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_blank(app: &App) -> Result<bool, StoreError> {
    let paper = app.paper().await?;
    let articles = app
        .store
        .read(|conn| clipsheet_store::totals(conn, Day(0)))
        .await?
        .articles;
    Ok(articles == 0 && paper.pages.is_empty() && paper.areas.is_empty())
}

/// Gives a paper that has no page or no area one to begin with: without them nothing can be printed.
///
/// # Errors
/// When the store cannot be written.
pub async fn ensure_basics(app: &App) -> Result<(), StoreError> {
    let paper = app.paper().await?;
    if !paper.pages.is_empty() && !paper.areas.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.store
        .write(move |tx| {
            // Asked again in the transaction: another process may have been quicker.
            if list_pages(tx)?.is_empty() {
                let front = PageTitle {
                    number: 1,
                    title: "Front page".into(),
                };
                replace_pages(tx, &[front], now)?;
            }
            if list_areas(tx)?.is_empty() {
                // There is no area that could be in use.
                let _ = save_areas(tx, &[("news".into(), "News".into())], now)?;
            }
            Ok(())
        })
        .await
}
