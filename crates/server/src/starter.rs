//! The starter paper: an invented harbour town, so that a newcomer sees a paper and not an empty page.

mod files;

use crate::app::App;
use crate::calendar::{Calendar, days_later};
use crate::clip::{PrintJob, article_slug, print_in};
use crate::printing::{Place, StandingGlossary, import_glossary, safe_article};
use crate::secrets::Secrets;
use crate::settings::{KEY, Settings};
use crate::talk::{pictures, render};
use clipsheet_gloss::GlossaryFile;
use clipsheet_markup::{Nic, SafeHtml, excerpt};
use clipsheet_store::{
    AreaId, ArticleId, ArticleKind, CommenterId, Conn, Day, Millis, NewArticle, NewComment,
    NewDossier, NewGlossaryChange, NewSource, PageTitle, Picture, StoreError, StoreResult, Tx,
    create_comment, create_dossier, list_areas, list_pages, replace_pages, save_areas, set_setting,
    totals,
};
use files::{
    AreaRow, ArticleHead, CommentsFile, DossierRow, PageRow, PaperFile, articles, faulty, text,
    toml_file,
};
use include_dir::{Dir, include_dir};
use std::collections::HashMap;
use std::sync::Arc;

static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter");

/// Its last article of the day is printed by then, in minutes after midnight. What would be said later is said at once.
const DONE_BY: i64 = 7 * 60;

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

/// Makes the starter paper in an empty store, in one transaction: whoever is interrupted leaves a blank paper behind, and
/// of two that begin at once, one makes it. What is no longer blank is left as it is.
///
/// # Errors
/// When the store refuses.
pub async fn make(app: &App) -> Result<(), StarterError> {
    let file: PaperFile = toml_file("paper.toml")?;
    let calendar = Calendar::new(&file.time_zone).ok_or_else(|| faulty("time zone"))?;
    let now = app.now();
    // Pictures first. They are named by what is in them, so an interrupted start loses nothing by them.
    let articles = ready_articles(app, &file, &calendar, now).await?;
    let ready = Ready {
        comments: ready_comments(app, &calendar, &articles, now)?,
        articles,
        settings: serde_json::to_string(&settings(&file)).map_err(faulty)?,
        pages: page_titles(&file),
        areas: areas(&file),
        dossiers: dossiers(&file),
        glossary: GlossaryFile::parse(text("glossary.json")?)
            .map_err(faulty)?
            .file,
    };
    let secrets = Arc::clone(&app.secrets);
    app.store
        .write(move |tx| {
            if !is_blank_now(tx)? {
                return Ok(());
            }
            put_in(tx, &secrets, ready, now)
        })
        .await?;
    Ok(())
}

/// All of it, ready to be put into a blank paper.
struct Ready {
    settings: String,
    pages: Vec<PageTitle>,
    areas: Vec<(String, String)>,
    dossiers: Vec<NewDossier>,
    glossary: GlossaryFile,
    /// In the order of printing.
    articles: Vec<ReadyArticle>,
    /// In the order of writing, each with its article's place in `articles`.
    comments: Vec<(usize, NewComment)>,
}

struct ReadyArticle {
    name: String,
    /// Its area is known once it is in the store.
    job: PrintJob,
    safe: SafeHtml,
}

fn put_in(tx: &mut Tx<'_>, secrets: &Secrets, ready: Ready, now: Millis) -> StoreResult<()> {
    set_setting(tx, KEY, &ready.settings, now)?;
    replace_pages(tx, &ready.pages, now)?;
    // Areas of an empty paper are in nobody's way.
    let _ = save_areas(tx, &ready.areas, now)?;
    for dossier in &ready.dossiers {
        create_dossier(tx, dossier)?;
    }
    let by = NewGlossaryChange {
        who: "Clipsheet".into(),
        note: "The starter paper".into(),
        ..NewGlossaryChange::default()
    };
    import_glossary(tx, &ready.glossary, by, now)?;
    // As it is stored: print records name its entries by their numbers.
    let glossary = StandingGlossary::read(tx)?;
    let areas = list_areas(tx)?;
    let mut printed = Vec::new();
    for ReadyArticle {
        name,
        mut job,
        safe,
    } in ready.articles
    {
        let area = areas.iter().find(|area| area.slug == job.place.area);
        job.new.area = area
            .ok_or_else(|| {
                StoreError::Internal(format!("{name} is in no area of the starter paper"))
            })?
            .id;
        printed.push(print_in(tx, secrets, &glossary, job, &safe)?.0);
    }
    let mut commenters: HashMap<String, CommenterId> = HashMap::new();
    for (place, mut new) in ready.comments {
        new.article = printed[place];
        new.commenter = commenters.get(&new.nic).copied();
        let (_, commenter) = create_comment(tx, &new)?;
        commenters.insert(new.nic, commenter);
    }
    Ok(())
}

fn settings(file: &PaperFile) -> Settings {
    Settings {
        name: file.name.clone(),
        motto: file.motto.clone(),
        time_zone: file.time_zone.clone(),
        language: "en-GB".into(),
        emblem: "/starter/masthead.svg".into(),
        ..Settings::default()
    }
}

fn page_titles(file: &PaperFile) -> Vec<PageTitle> {
    let title = |page: &PageRow| PageTitle {
        number: page.number,
        title: page.title.clone(),
    };
    file.pages.iter().map(title).collect()
}

fn areas(file: &PaperFile) -> Vec<(String, String)> {
    let area = |area: &AreaRow| (area.slug.clone(), area.name.clone());
    file.areas.iter().map(area).collect()
}

fn dossiers(file: &PaperFile) -> Vec<NewDossier> {
    let dossier = |row: &DossierRow| NewDossier {
        slug: row.slug.clone(),
        name: row.name.clone(),
        kind: row.kind.clone(),
        about: row.about.clone(),
    };
    file.dossiers.iter().map(dossier).collect()
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

/// The articles in the order of printing. Keeps their pictures.
async fn ready_articles(
    app: &App,
    file: &PaperFile,
    calendar: &Calendar,
    now: Millis,
) -> Result<Vec<ReadyArticle>, StarterError> {
    let today = last_full_day(calendar, now);
    let mut ready = Vec::new();
    for (name, head, body) in articles()? {
        let day = days_later(today, -head.days_ago);
        let time = head.time.split_once(':');
        let time = time.and_then(|(hour, minute)| hour.parse().ok().zip(minute.parse().ok()));
        let at = time
            .and_then(|(hour, minute)| calendar.instant(day, hour, minute))
            .ok_or_else(|| faulty(format!("{name}: time")))?;
        ready.push(ready_article(app, file, name, head, body, (day, at)).await?);
    }
    ready.sort_by_key(|article| article.job.new.printed_at);
    Ok(ready)
}

async fn ready_article(
    app: &App,
    file: &PaperFile,
    name: String,
    head: ArticleHead,
    body: &str,
    (day, at): (Day, Millis),
) -> Result<ReadyArticle, StarterError> {
    if !file.areas.iter().any(|area| area.slug == head.area) {
        return Err(faulty(format!("{name}: area {}", head.area)));
    }
    let picture = match &head.picture {
        Some(drawing) => Some(keep_drawing(app, drawing).await?.hash),
        None => None,
    };
    let source = head.source.as_ref().map(|slug| {
        let row = file.sources.iter().find(|row| row.slug == *slug);
        row.cloned()
            .ok_or_else(|| faulty(format!("{name}: source {slug}")))
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
        slug: article_slug(&head.headline),
        headline: head.headline,
        source: None,
        url: head.url,
        byline: head.byline,
        lang: None,
        source_date: None,
        edition_on: day,
        page: head.page,
        area: AreaId(0),
        printed_at: at,
        posted_by: head.posted_by,
        is_lead: head.lead,
        is_classic: head.classic,
        teaser: excerpt(&safe, 300),
        picture,
        picture_alt: head.picture_alt,
        picture_caption: head.picture_caption,
        comments_close_at: None,
        source_html: body.to_owned(),
        dossiers: Vec::new(),
    };
    let place = Place {
        day,
        page: head.page,
        area: head.area,
    };
    let job = PrintJob {
        new,
        source,
        dossiers: head.dossiers,
        place,
        choices: Vec::new(),
        seed: None,
    };
    Ok(ReadyArticle { name, job, safe })
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

/// What the readers say, in the order in which they do.
fn ready_comments(
    app: &App,
    calendar: &Calendar,
    articles: &[ReadyArticle],
    now: Millis,
) -> Result<Vec<(usize, NewComment)>, StarterError> {
    let file: CommentsFile = toml_file("comments.toml")?;
    let mut said = Vec::new();
    for row in file.comments {
        let place = articles
            .iter()
            .position(|article| article.name == row.article)
            .ok_or_else(|| faulty(&row.article))?;
        let printed_at = articles[place].job.new.printed_at;
        said.push((Millis(printed_at.0 + row.minutes * 60_000), place, row));
    }
    said.sort_by_key(|(at, ..)| *at);
    // Nothing is said in the future: what would be comes in the last minutes, in its order.
    let mut latest = now.0;
    for (at, ..) in said.iter_mut().rev() {
        at.0 = at.0.min(latest - 1000);
        latest = at.0;
    }
    let mut numbers: HashMap<usize, i64> = HashMap::new();
    let mut ready = Vec::new();
    for (at, place, row) in said {
        let number = numbers.entry(place).or_default();
        let html = render::render(&row.text, *number, &render::Pictures::new());
        *number += 1;
        let nic = Nic::parse(&row.nic).map_err(|error| faulty(format!("{}: {error}", row.nic)))?;
        let new = NewComment {
            article: ArticleId(0),
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
        };
        ready.push((place, new));
    }
    Ok(ready)
}

/// Whether nobody has made this a paper yet: it has no pages and no articles.
///
/// # Errors
/// When the store cannot be read.
pub async fn is_blank(app: &App) -> Result<bool, StoreError> {
    app.store.read(is_blank_now).await
}

fn is_blank_now(conn: &mut Conn) -> StoreResult<bool> {
    Ok(list_pages(conn)?.is_empty()
        && list_areas(conn)?.is_empty()
        && totals(conn, Day(0))?.articles == 0)
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
