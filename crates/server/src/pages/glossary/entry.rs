//! An entry of the glossary, as readers see it.

use super::count::count_line;
use crate::app::{App, Paper};
use crate::assets;
use crate::calendar::date_in_words;
use crate::chrome::{self, Around};
use crate::error::WebError;
use crate::glossary::catalogue::{Standing, capitalised, entry_url, is_held, standing};
use crate::glossary::uses::sum_of;
use crate::pages::article_url;
use crate::press::{PagePolicy, Tag};
use crate::serve_page::{Wanted, serve_page_of};
use crate::views::{GlossaryEntryPage, GlossaryNote, GlossaryPrinted, Link};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use clipsheet_gloss::{Date, Entry};
use clipsheet_markup::slug;
use clipsheet_store::{
    ArticleId, Conn, Day, Dossier, EntryBeginning, GlossaryRow, PrintedIn, StoreResult, UseCount,
    UsedAs, find_dossier, find_entry, find_entry_beginning, find_first_printed, list_printed_in,
    list_use_counts_of,
};
use std::sync::Arc;

/// Articles in which an entry stood.
const PRINTED: i64 = 20;

/// `GET /glossary/{id}`: where articles lead that only know the number.
pub async fn show_by_id(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    show(&app, &visit, &id, None).await
}

/// `GET /glossary/{id}/{slug}`.
pub async fn show_entry(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Response, WebError> {
    show(&app, &visit, &id, Some(slug)).await
}

async fn show(
    app: &App,
    visit: &Visit,
    id: &str,
    slug: Option<String>,
) -> Result<Response, WebError> {
    let id: i64 = id
        .parse()
        .ok()
        .filter(|id| *id > 0)
        .ok_or_else(WebError::no_page)?;
    let wanted = Wanted {
        key: format!(
            "glossary entry {id} {}",
            slug.as_deref().unwrap_or_default()
        ),
        tags: &[Tag::Glossary, Tag::Articles, Tag::Records, Tag::Paper],
        policy: PagePolicy::Settled,
        form_of: None,
    };
    serve_page_of(app, visit, wanted, Some(id), make(app, id, slug)).await
}

/// What the store tells of an entry.
struct Found {
    row: GlossaryRow,
    around: Around,
    beginning: Option<EntryBeginning>,
    first: Option<Day>,
    counts: Vec<UseCount>,
    printed: Vec<PrintedIn>,
}

impl Found {
    fn read(conn: &mut Conn, row: GlossaryRow, today: Day) -> StoreResult<Self> {
        let id = row.id;
        Ok(Self {
            row,
            around: Around::read(conn, today)?,
            beginning: find_entry_beginning(conn, id)?,
            first: find_first_printed(conn, id)?,
            counts: list_use_counts_of(conn, id)?,
            printed: list_printed_in(conn, id, ArticleId(i64::MAX), PRINTED)?,
        })
    }
}

async fn make(app: &App, id: i64, wanted: Option<String>) -> Result<String, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let glossary = app.glossary().await?;
    let found = app
        .store
        .read(move |conn| match find_entry(conn, id)? {
            Some(row) => Ok(Ok(Found::read(conn, row, today)?)),
            None => {
                let known = find_entry_beginning(conn, id)?;
                let printed = is_printed(&list_use_counts_of(conn, id)?);
                Ok(Err(known.map(|_| printed)))
            }
        })
        .await?;
    let found = match found {
        Ok(found) => found,
        Err(Some(is_printed)) => {
            let stays = if is_printed {
                " What was printed stays as it was printed, and the source’s own words stand behind each of ours."
            } else {
                ""
            };
            return Err(WebError::Gone(format!(
                "The glossary no longer has this entry.{stays}"
            )));
        }
        Err(None) => {
            return Err(no_entry(id));
        }
    };
    // An entry that is not read is not in use either, so that it has nothing to say.
    let entry = serde_json::from_str(&found.row.body)
        .unwrap_or_else(|_| Entry::new(found.row.headword.clone()));
    let headword = match entry.headword.trim() {
        "" => format!("Entry {id}"),
        headword => headword.to_owned(),
    };
    let in_use = glossary.entries().any(|entry| entry.id == id);
    let standing = standing(&found.row, in_use);
    // What the desk is still thinking about is nobody else's business, and its number is easily guessed.
    if is_held(&found.row) && found.first.is_none() {
        return Err(no_entry(id));
    }
    let short = slug(&found.row.headword);
    if wanted.is_some_and(|wanted| wanted != short) {
        return Err(WebError::Moved(entry_url(id, &short)));
    }
    let dossier = match entry.dossier.clone() {
        Some(slug) => {
            app.store
                .read(move |conn| find_dossier(conn, &slug))
                .await?
        }
        None => None,
    };
    let mut chrome = chrome::around(app, &paper, &headword, &found.around, None);
    chrome.canonical = format!("{}{}", app.public_url, entry_url(id, &short));
    chrome.noindex = standing != Standing::Live;
    chrome
        .catalogue_style_url
        .clone_from(&assets::CATALOGUE_STYLE_URL);
    let quiet = GlossaryEntryPage {
        chrome,
        headword,
        dossier: dossier.map(dossier_link).unwrap_or_default(),
        ..GlossaryEntryPage::default()
    };
    // A correction may have taken it out everywhere.
    let stays = if is_printed(&found.counts) {
        " What was printed with it stays as it was printed."
    } else {
        ""
    };
    let view = match standing {
        Standing::Live => live(&paper, quiet, &entry, &found),
        Standing::Gone => GlossaryEntryPage {
            resting_note: format!("This entry is no longer used.{stays}"),
            ..quiet
        },
        Standing::Resting => GlossaryEntryPage {
            resting_note: format!(
                "The desk is looking at this entry, and it is not used meanwhile.{stays}"
            ),
            ..quiet
        },
    };
    Ok(view.render()?)
}

/// Whether something of an entry's is still in print.
fn is_printed(counts: &[UseCount]) -> bool {
    sum_of(counts).printed > 0
}

fn no_entry(id: i64) -> WebError {
    WebError::NotFound(format!(
        "The glossary has no entry {id}. All that it has is at /glossary."
    ))
}

fn live(
    paper: &Paper,
    quiet: GlossaryEntryPage,
    entry: &Entry,
    found: &Found,
) -> GlossaryEntryPage {
    let notes = entry.asides.iter().filter(|aside| aside.weight > 0);
    let notes = notes.map(|aside| GlossaryNote {
        text: aside.text.clone(),
        image: site_path(aside.image.as_deref()),
        alt: aside.alt.clone().unwrap_or_default(),
    });
    let printed = found.printed.iter().filter(|line| line.is_printed);
    GlossaryEntryPage {
        kind: match entry.kind.trim() {
            "" => Link::default(),
            kind => Link::new(capitalised(kind), format!("/glossary?kind={}", slug(kind))),
        },
        also: entry.aliases.join(", "),
        since: since(paper, found),
        words: entry.substitute.clone(),
        words_count: count_line(&found.counts, UsedAs::Substitution),
        notes: notes
            .filter(|note| !note.text.is_empty() || !note.image.is_empty())
            .collect(),
        notes_count: count_line(&found.counts, UsedAs::Aside),
        serial: entry.serial.is_some(),
        serial_count: count_line(&found.counts, UsedAs::SerialLine),
        limits: limits(paper, entry),
        printed: printed
            .map(|line| GlossaryPrinted {
                article: Link::new(line.headline.clone(), article_url(line.article, &line.slug)),
                date: date_in_words(line.edition_on),
                day: line.edition_on.iso(),
            })
            .collect(),
        ..quiet
    }
}

fn dossier_link(dossier: Dossier) -> Link {
    Link::new(dossier.name, format!("/dossier/{}", dossier.slug))
}

/// A picture's path if it stays on the site, as the engine would print it.
fn site_path(path: Option<&str>) -> String {
    let stays = |path: &&str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace())
    };
    path.filter(stays).unwrap_or_default().to_owned()
}

/// Since when it is in print; else since when it is in the glossary, if that is known.
fn since(paper: &Paper, found: &Found) -> String {
    if let Some(day) = found.first {
        return format!("in print since {}", date_in_words(day));
    }
    match found.beginning {
        Some(EntryBeginning { at, is_new: true }) => format!(
            "in the glossary since {}, not printed yet",
            date_in_words(paper.calendar.day_of(at))
        ),
        _ => "not printed yet".into(),
    }
}

/// Where and when an entry holds.
fn limits(paper: &Paper, entry: &Entry) -> Vec<String> {
    let mut limits = Vec::new();
    if !entry.pages.is_empty() {
        let pages = entry
            .pages
            .iter()
            .map(|&page| match paper.page_title(i64::from(page)) {
                "" => format!("Page {page}"),
                title => format!("Page {page} ({title})"),
            });
        limits.push(format!("Only on {}.", pages.collect::<Vec<_>>().join(", ")));
    }
    if !entry.areas.is_empty() {
        let areas = entry.areas.iter().map(|slug| {
            let area = paper.areas.iter().find(|area| area.slug == *slug);
            area.map_or_else(|| slug.clone(), |area| area.name.clone())
        });
        limits.push(format!("Only in {}.", areas.collect::<Vec<_>>().join(", ")));
    }
    let day = |date: Date| {
        Day::parse(&date.to_string())
            .map(date_in_words)
            .unwrap_or_default()
    };
    match (entry.from, entry.until) {
        (Some(from), Some(until)) => {
            limits.push(format!("In editions from {} to {}.", day(from), day(until)));
        }
        (Some(from), None) => limits.push(format!("In editions from {} on.", day(from))),
        (None, Some(until)) => limits.push(format!("In editions up to {}.", day(until))),
        (None, None) => {}
    }
    if entry.in_quotes {
        limits.push("Also in what people are quoted as saying.".into());
    }
    limits
}
