//! A draft as it will be printed, and a switch for everything that the glossary does in it.

use super::form::Fields;
use super::{HERE, draft_url, no_draft};
use crate::app::{App, Paper};
use crate::clip::{Clipping, check};
use crate::desk::desk_chrome;
use crate::drafts::{Base, Writer, read_body, safe_text, save};
use crate::edit;
use crate::error::WebError;
use crate::press::redirect;
use crate::printing::{self, Place};
use crate::staff::Member;
use crate::views::{DraftPreview, DraftPreviewFragment, DraftPreviewPage, MentionLine, Offer};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use clipsheet_gloss::{
    Annotation, Choice, Effect, Entry, Found, Glossary, MentionRow, PrintRecord,
};
use clipsheet_markup::{SafeHtml, plain_text};
use clipsheet_store::{ArticleId, Draft, DraftId, find_draft, read_ledger};
use std::sync::Arc;

/// Mentions that are listed at most.
const MOST_MENTIONS: usize = 300;
/// Variants of an entry that are offered.
const MOST_VARIANTS: usize = 12;
/// Characters of a variant on its button.
const LABEL_CHARS: usize = 40;

/// `GET /desk/drafts/{id}/preview`; with `X-Fragment: 1` the preview alone.
pub(super) async fn show_preview(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let id = DraftId(id);
    let draft = no_draft(app.store.read(move |conn| find_draft(conn, id)).await?)?;
    let paper = app.paper().await?;
    let preview = preview_of(&app, &paper, &draft).await?;
    if headers.contains_key("x-fragment") {
        return crate::desk::show(&DraftPreviewFragment { preview }, StatusCode::OK);
    }
    let page = DraftPreviewPage {
        chrome: desk_chrome(&app, &paper, &member, "As it will be printed", HERE),
        url: draft_url(id),
        version: draft.version.to_string(),
        preview,
    };
    crate::desk::show(&page, StatusCode::OK)
}

async fn preview_of(app: &App, paper: &Paper, draft: &Draft) -> Result<DraftPreview, WebError> {
    let clipping = read_body(&draft.body)?;
    let sight = match draft.article {
        Some(article) => seen_again(app, draft.id, article, &clipping).await?,
        None => seen_first(app, paper, draft, &clipping).await?,
    };
    let Sight {
        safe,
        found,
        record,
        carried,
    } = sight;
    let glossary = app.glossary().await?;
    let area = paper.area_for(&clipping.area);
    let area = area.map_or("no area", |area| area.name.as_str());
    let own = clipping.lang.as_deref().unwrap_or_default();
    Ok(DraftPreview {
        action: format!("{}/preview", draft_url(draft.id)),
        place: format!(
            "Page {}, {}, {area}",
            clipping.page,
            paper.page_title(clipping.page)
        ),
        tag: if clipping.original {
            String::new()
        } else {
            clipping.source_tag.clone()
        },
        picture_url: clipping
            .lead_picture
            .as_ref()
            .map(|picture| picture.src.clone())
            .unwrap_or_default(),
        alt: clipping.lead_picture_alt.clone(),
        caption: clipping.lead_picture_caption.clone(),
        lang: if own == paper.settings.language {
            String::new()
        } else {
            own.to_owned()
        },
        text: safe.printed_in(&record, &[], printing::PAGE).into_string(),
        mentions: mentions(&glossary, &safe, &found, &clipping),
        carried,
        trouble: check(paper, &clipping, &safe)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default(),
        headline: clipping.headline,
    })
}

/// A draft's text as it will be printed.
struct Sight {
    safe: SafeHtml,
    /// What the glossary of today does in it.
    found: Found,
    /// What is printed.
    record: PrintRecord,
    /// Whether that has more in it than what the glossary of today does.
    carried: bool,
}

/// What a draft will be as an article.
async fn seen_first(
    app: &App,
    paper: &Paper,
    draft: &Draft,
    clipping: &Clipping,
) -> Result<Sight, WebError> {
    let looked_at = clipping.clone();
    let day = paper
        .calendar
        .day_of(draft.scheduled_at.unwrap_or(app.now()));
    let (safe, ledger) = app
        .store
        .read(move |conn| {
            let ledger = read_ledger(conn, day, ArticleId(0))?;
            Ok((safe_text(conn, &looked_at)?, ledger))
        })
        .await?;
    let place = Place {
        day,
        page: clipping.page,
        area: paper
            .area_for(&clipping.area)
            .map(|area| area.slug.clone())
            .unwrap_or_default(),
    };
    let glossary = app.glossary().await?;
    let seed = draft.id.0;
    let found = printing::rehearse(&glossary, &safe, &place, &ledger, seed, &clipping.choices);
    Ok(Sight {
        record: found.record.clone(),
        safe,
        found,
        carried: false,
    })
}

/// What a draft will make of its article. Unless a switch was turned, what is printed already stays as it is, while the list
/// of switches tells what today's glossary would do.
async fn seen_again(
    app: &App,
    draft: DraftId,
    id: ArticleId,
    clipping: &Clipping,
) -> Result<Sight, WebError> {
    let article = edit::read(app, id).await?;
    let opened = edit::opened_as(app, draft).await?;
    let looked_at = clipping.clone();
    let line = &article.headline;
    let moved = edit::moved(clipping, &opened);
    let (page, area) = moved.unwrap_or_else(|| (line.page, line.area_slug.clone()));
    let place = Place {
        day: line.edition_on,
        page,
        area,
    };
    let day = place.day;
    let (safe, ledger) = app
        .store
        .read(move |conn| Ok((safe_text(conn, &looked_at)?, read_ledger(conn, day, id)?)))
        .await?;
    let before: PrintRecord = serde_json::from_str(&article.text.print_record).unwrap_or_default();
    let standing = edit::Standing {
        article: id,
        html: &article.text.safe_html,
        record: &before,
    };
    let is_switched = edit::switched(clipping, &opened).is_some();
    let (glossary, choices) = (app.glossary().await?, &clipping.choices);
    let made = edit::again(
        &glossary,
        &safe,
        &place,
        &ledger,
        &standing,
        choices,
        is_switched,
    );
    Ok(Sight {
        safe,
        carried: !is_switched,
        found: made.today,
        record: made.record,
    })
}

fn mentions(
    glossary: &Glossary,
    safe: &SafeHtml,
    found: &Found,
    clipping: &Clipping,
) -> Vec<MentionLine> {
    let mut annotations = found.record.annotations.iter();
    let line = |row: &MentionRow| {
        let made: Vec<&Annotation> = annotations.by_ref().take(row.effects).collect();
        let words = safe.as_str().get(row.start..row.end).unwrap_or_default();
        let is_it = |entry: &&Entry| match row.entry_id {
            0 => entry.headword == row.entry,
            id => entry.id == id,
        };
        let entry = glossary.entries().find(is_it);
        let mut choices = clipping.choices.iter();
        let choice = entry.and_then(|entry| choices.find(|choice| choice.is_for(entry)));
        MentionLine {
            words: words_of(words),
            entry: row.entry.clone(),
            id: row.entry_id.to_string(),
            nth: row.nth.to_string(),
            effects: made.iter().map(|made| effect_words(&made.effect)).collect(),
            state: if row.off {
                "off"
            } else if row.effects > 0 {
                "acts"
            } else {
                "passed"
            }
            .into(),
            variants: match entry {
                Some(entry) if row.effects > 0 => variants(entry, &made, choice),
                _ => Vec::new(),
            },
        }
    };
    found
        .mentions
        .iter()
        .map(line)
        .take(MOST_MENTIONS)
        .collect()
}

/// The words of a piece of safe HTML.
fn words_of(html: &str) -> String {
    let safe = printing::safe_article(html, &|_| None);
    plain_text(&safe)
}

fn effect_words(effect: &Effect) -> String {
    match effect {
        Effect::Substitute { text } => format!("prints “{text}”"),
        Effect::Aside { text, alt, .. } => {
            let words = if text.is_empty() {
                alt.as_deref().unwrap_or("a picture")
            } else {
                text
            };
            format!("puts in the note “{words}”")
        }
        Effect::Serial {
            serial,
            line_number,
            text,
        } => format!("goes on with the story “{serial}”, line {line_number}: {text}"),
    }
}

/// The other variants of what an entry does here.
fn variants(entry: &Entry, made: &[&Annotation], choice: Option<&Choice>) -> Vec<Offer> {
    let label = |text: &str| {
        let short: String = text.chars().take(LABEL_CHARS).collect();
        if short.len() < text.len() {
            format!("“{short}…”")
        } else {
            format!("“{short}”")
        }
    };
    let mut offers = Vec::new();
    for annotation in made {
        let (name, texts, chosen): (_, Vec<(usize, &str)>, _) = match annotation.effect {
            Effect::Substitute { .. } => {
                let texts = entry.substitute.iter().enumerate();
                let texts = texts.filter(|(_, text)| !text.is_empty());
                (
                    "substitute",
                    texts.map(|(at, text)| (at, text.as_str())).collect(),
                    choice.and_then(|choice| choice.substitute_of(entry)),
                )
            }
            Effect::Aside { .. } => {
                let asides = entry.asides.iter().enumerate();
                // What is never to be printed is not offered.
                let asides = asides.filter(|(_, aside)| aside.weight > 0);
                (
                    "aside",
                    asides
                        .map(|(at, aside)| (at, aside.text.as_str()))
                        .collect(),
                    choice.and_then(|choice| choice.aside_of(entry)),
                )
            }
            Effect::Serial { .. } => continue,
        };
        if texts.len() < 2 {
            continue;
        }
        for (index, text) in texts.into_iter().take(MOST_VARIANTS) {
            offers.push(Offer {
                value: format!("{name}:{index}"),
                label: label(text),
                chosen: chosen == Some(index),
            });
        }
    }
    offers
}

/// `POST /desk/drafts/{id}/preview`: a switch.
pub(super) async fn choose(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    request: Request,
) -> Result<Response, WebError> {
    let id = DraftId(id);
    let fields = Fields::read(request).await?;
    let draft = no_draft(app.store.read(move |conn| find_draft(conn, id)).await?)?;
    let name = fields.get("entry").unwrap_or_default();
    let number: i64 = fields.word("id").parse().unwrap_or(0);
    let nth: usize = fields.word("nth").parse().unwrap_or(0);
    let wanted = fields.word("act").to_owned();
    let known = app.glossary().await?;
    let is_it = |known: &&Entry| known.headword == name && (number == 0 || known.id == number);
    let entry = known.entries().find(is_it).cloned();
    let Some(entry) = entry.filter(|_| nth > 0) else {
        return Err(WebError::BadRequest(
            "The glossary has no such entry any more. Open the preview again.".into(),
        ));
    };
    let base = Base {
        version: draft.version,
        as_sent: false,
    };
    let writer = Writer::of(&member);
    save(&app, id, base, writer, move |made_from| {
        let mut with = made_from.clone();
        set_choice(&mut with.choices, &entry, nth, &wanted);
        with
    })
    .await?;
    Ok(redirect(&format!("{}/preview", draft_url(id))))
}

/// Turns one switch.
fn set_choice(choices: &mut Vec<Choice>, entry: &Entry, nth: usize, wanted: &str) {
    let known = choices.iter().position(|choice| choice.is_for(entry));
    let at = known.unwrap_or_else(|| {
        choices.push(Choice::of_numbered(&entry.headword, entry.id));
        choices.len() - 1
    });
    let choice = &mut choices[at];
    let variant = |name: &str| {
        let number = wanted.strip_prefix(name)?.strip_prefix(':')?;
        number.parse::<usize>().ok()
    };
    match wanted {
        "off" => {
            choice.there.retain(|there| *there != nth);
            choice.off.push(nth);
            choice.off.sort_unstable();
            choice.off.dedup();
        }
        "on" => choice.off.retain(|off| *off != nth),
        "there" => {
            choice.off.retain(|off| *off != nth);
            choice.there = vec![nth];
        }
        _ => {
            if let Some(index) = variant("substitute") {
                choice.choose_substitute(entry, index);
            } else if let Some(index) = variant("aside") {
                choice.choose_aside(entry, index);
            }
        }
    }
    choices.retain(|choice| !choice.is_empty());
}
