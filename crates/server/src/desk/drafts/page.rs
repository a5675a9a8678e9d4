//! A draft in its editor.

use super::{HERE, MOST_TEXT, draft_url, no_draft};
use crate::app::{App, Paper};
use crate::assets;
use crate::clip::{Clipping, CommentsRule, propose_dossiers};
use crate::desk::desk_chrome;
use crate::drafts::{self, LeftOut, Twin, left_out, list_twins, read_body, safe_text};
use crate::edit;
use crate::edit::here::LAPSED_MILLIS;
use crate::error::WebError;
use crate::evidence;
use crate::printing;
use crate::staff::Member;
use crate::views::{DraftPage, FieldError, LeftOutBlock, Link, Offer};
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_intake::decode_html;
use clipsheet_store::{
    Area, ArticleEditor, ArticleId, Dossier, Draft, DraftEditor, DraftId, DraftState, Headline,
    Millis, enter_draft, find_article_by_url, find_draft, find_evidence_of_draft, find_headline,
    list_dossiers, list_draft_editors, list_staff,
};
use std::sync::Arc;

/// Dossiers that are offered while typing.
const KNOWN_DOSSIERS: usize = 300;
/// Characters of a block that was left out.
const BLOCK_CHARS: usize = 400;

/// What is said above the form.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) notice: String,
    pub(super) errors: Vec<FieldError>,
}

/// `GET /desk/drafts/{id}`.
pub(super) async fn show_draft(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let (id, now, staff) = (DraftId(id), app.now(), member.id());
    let draft = no_draft(app.store.read(move |conn| find_draft(conn, id)).await?)?;
    if draft.state.is_live() {
        let lapsed = Millis(now.0 - LAPSED_MILLIS);
        app.store
            .write(move |tx| enter_draft(tx, id, staff, now, lapsed))
            .await?;
    }
    let notice = match query.as_deref() {
        Some("done=saved") => "Saved.",
        Some("done=clipped") => "Clipped. Look it over, and print it.",
        Some("done=hold") => "Held back.",
        Some("done=open") => "It is among the open drafts.",
        Some("done=schedule") => "Scheduled.",
        Some("done=take") => "You have taken it over. What the others had saved is in it.",
        Some("done=bring") => "Brought back.",
        Some("done=restore") => {
            "That version is in the draft again; the one of before is in the history."
        }
        _ => "",
    };
    let words = Words {
        notice: notice.into(),
        ..Words::default()
    };
    show(&app, &member, draft, words, StatusCode::OK).await
}

/// All that the page needs of the store.
struct Around {
    text: String,
    editors: Vec<DraftEditor>,
    beside: Vec<ArticleEditor>,
    saved_by: String,
    dossiers: Vec<Dossier>,
    before: Option<Headline>,
    twins: Vec<Twin>,
    printed: Option<Headline>,
}

/// Shows a draft as it stands.
pub(super) async fn show(
    app: &App,
    member: &Member,
    draft: Draft,
    words: Words,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let clipping = read_body(&draft.body)?;
    let around = look_around(app, &draft, &clipping).await?;
    let left = if draft.state.is_live() {
        find_left_out(app, &draft).await?
    } else {
        Vec::new()
    };
    let proposed = if draft.state.is_live() {
        propose_dossiers(app, &paper, &clipping).await?
    } else {
        Vec::new()
    };
    let title = if clipping.headline.is_empty() {
        "A draft"
    } else {
        &clipping.headline
    };
    let mut chrome = desk_chrome(app, &paper, member, title, HERE);
    chrome.notice = words.notice;
    if chrome.notice.is_empty()
        && draft.state.is_live()
        && let Some(article) = draft.article
    {
        chrome.notice = format!(
            "This is article {article}, which is in print: printing makes it a new revision. Its address, its source and the rule for its comments are not changed from here."
        );
    }
    let mut page = page_of(app, &paper, &draft, &clipping);
    page.chrome = chrome;
    page.errors = words.errors;
    if !draft.print_error.is_empty() {
        page.errors.push(FieldError {
            field: String::new(),
            message: format!(
                "It could not be printed when its time came: {}",
                draft.print_error
            ),
        });
    }
    page.text = around.text;
    page.saved = format!(
        "Version {}, saved by {} at {}",
        draft.version,
        around.saved_by,
        paper
            .calendar
            .short(draft.changed_at, paper.calendar.day_of(app.now()))
    );
    page.others = others(&paper, &around.editors, &around.beside, member);
    let link = |headline: Headline| {
        let url = crate::pages::article_url(headline.id, &headline.slug);
        Link::new(&headline.headline, &url)
    };
    page.before = around.before.map(link).unwrap_or_default();
    page.twins = twin_links(&around.twins);
    page.printed = around.printed.map(link).unwrap_or_default();
    (page.dossiers, page.known_dossiers) = offers(&around.dossiers, &clipping, &proposed);
    page.left_out = left
        .into_iter()
        .enumerate()
        .map(|(number, block)| LeftOutBlock {
            number: number.to_string(),
            text: block.text.chars().take(BLOCK_CHARS).collect(),
        })
        .collect();
    crate::desk::show(&page, status)
}

/// Other drafts of an address as links, each with who began it.
pub(super) fn twin_links(twins: &[Twin]) -> Vec<(Link, String)> {
    let link = |twin: &Twin| (Link::new(&twin.label, twin.url()), twin.by.clone());
    twins.iter().map(link).collect()
}

async fn look_around(app: &App, draft: &Draft, clipping: &Clipping) -> Result<Around, WebError> {
    let (id, by, article, live) = (
        draft.id,
        draft.changed_by,
        draft.article,
        draft.state.is_live(),
    );
    let (clipping, read, now) = (clipping.clone(), draft.clone(), app.now());
    let seen = Millis(now.0 - LAPSED_MILLIS);
    let read = app.store.read(move |conn| {
        let before: Option<ArticleId> = if live && !clipping.url.is_empty() {
            find_article_by_url(conn, &clipping.url)?
        } else {
            None
        };
        let everybody = list_staff(conn)?;
        let found = everybody.into_iter().find(|staff| Some(staff.id) == by);
        Ok(Around {
            text: safe_text(conn, &clipping)?.into_string(),
            editors: list_draft_editors(conn, id, seen)?,
            beside: edit::here::beside(conn, &read, now)?,
            saved_by: found.map_or_else(|| "the command line".into(), |staff| staff.name),
            dossiers: list_dossiers(conn)?,
            twins: if live {
                list_twins(conn, &clipping.url, Some(id))?
            } else {
                Vec::new()
            },
            before: match before {
                Some(before) => find_headline(conn, before)?,
                None => None,
            },
            printed: match article {
                Some(article) => find_headline(conn, article)?,
                None => None,
            },
        })
    });
    Ok(read.await?)
}

/// What extraction left out of the page that a draft was clipped from.
pub(super) async fn find_left_out(app: &App, draft: &Draft) -> Result<Vec<LeftOut>, WebError> {
    let id = draft.id;
    let found = app
        .store
        .read(move |conn| find_evidence_of_draft(conn, id))
        .await?;
    let Some(found) = found else {
        return Ok(Vec::new());
    };
    let Some(page) = evidence::read(app, &found.hash).await else {
        return Ok(Vec::new());
    };
    let origin = draft.origin.clone();
    let work = tokio::task::spawn_blocking(move || {
        let content_type = Some(found.content_type).filter(|kind| !kind.is_empty());
        let decoded = decode_html(&page, content_type.as_deref());
        decoded.map_or_else(|_| Vec::new(), |page| left_out(&page.text, &origin))
    });
    work.await
        .map_err(|error| WebError::Internal(error.to_string()))
}

/// "Pennick is editing this, since 09:12."
pub(super) fn others(
    paper: &Paper,
    editors: &[DraftEditor],
    beside: &[ArticleEditor],
    member: &Member,
) -> String {
    let mut others: Vec<String> = editors
        .iter()
        .filter(|editor| editor.staff != member.id() && editor.taken_over_by.is_none())
        .map(|editor| {
            format!(
                "{} is editing this, since {}.",
                editor.name,
                paper.calendar.time(editor.since)
            )
        })
        .collect();
    others.push(edit::here::others(paper, beside, member));
    others.join(" ").trim().to_owned()
}

fn offer(value: &str, label: &str, chosen: bool) -> Offer {
    Offer {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen,
    }
}

/// The dossiers to tick, and all to choose from while typing.
fn offers(known: &[Dossier], clipping: &Clipping, proposed: &[String]) -> (Vec<Offer>, Vec<Offer>) {
    let name = |slug: &str| {
        let found = known.iter().find(|dossier| dossier.slug == slug);
        found.map_or_else(
            || format!("{slug} (no such dossier yet)"),
            |dossier| dossier.name.clone(),
        )
    };
    let mut ticks: Vec<Offer> = clipping
        .dossiers
        .iter()
        .map(|slug| offer(slug, &name(slug), true))
        .collect();
    let exists = |slug: &&String| known.iter().any(|dossier| dossier.slug == **slug);
    for slug in proposed.iter().filter(exists) {
        if !clipping.dossiers.contains(slug) {
            ticks.push(offer(slug, &name(slug), false));
        }
    }
    let all = known.iter().take(KNOWN_DOSSIERS);
    (
        ticks,
        all.map(|dossier| offer(&dossier.slug, &dossier.name, false))
            .collect(),
    )
}

fn page_of(app: &App, paper: &Paper, draft: &Draft, clipping: &Clipping) -> DraftPage {
    let calendar = &paper.calendar;
    let today = calendar.day_of(app.now());
    let due = draft
        .scheduled_at
        .unwrap_or(Millis(app.now().0 + 3_600_000));
    let (rule, days) = match clipping.comments {
        CommentsRule::Paper => ("paper", 7),
        CommentsRule::Closed => ("closed", 7),
        CommentsRule::Days(days) => ("days", days),
    };
    let source_text = if draft.origin.is_empty() {
        String::new()
    } else {
        let pictures = |address: &str| {
            let found = clipping.pictures.get(address);
            found.map(crate::clip::Brought::shown)
        };
        printing::safe_article(&draft.origin, &pictures).into_string()
    };
    DraftPage {
        url: draft_url(draft.id),
        id: draft.id.to_string(),
        version: draft.version.to_string(),
        live: draft.state.is_live(),
        state: draft.state.as_str().into(),
        state_note: match draft.state {
            DraftState::Open => String::new(),
            DraftState::Held => "This draft is held back.".into(),
            DraftState::Scheduled => format!("It will be printed {}.", calendar.short(due, today)),
            DraftState::Thrown => "This draft was thrown away.".into(),
            DraftState::Printed => "This draft was printed:".into(),
        },
        original: clipping.original,
        headline: clipping.headline.clone(),
        tag: clipping.source_tag.clone(),
        source_url: clipping.url.clone(),
        byline: clipping.byline.clone().unwrap_or_default(),
        published: clipping.published.clone().unwrap_or_default(),
        lang: clipping.lang.clone().unwrap_or_default(),
        pages: paper
            .pages
            .iter()
            .map(|page| {
                let label = format!("{} {}", page.number, page.title);
                offer(
                    &page.number.to_string(),
                    &label,
                    page.number == clipping.page,
                )
            })
            .collect(),
        areas: area_offers(paper, &clipping.area),
        is_lead: clipping.is_lead,
        is_classic: clipping.is_classic,
        comments: [
            ("paper", "As the paper does it"),
            ("days", "Open for some days"),
            ("closed", "Closed"),
        ]
        .map(|(value, label)| offer(value, label, value == rule))
        .to_vec(),
        comment_days: days.to_string(),
        picture_url: clipping
            .lead_picture
            .as_ref()
            .map(|picture| picture.src.clone())
            .unwrap_or_default(),
        alt: clipping.lead_picture_alt.clone(),
        caption: clipping.lead_picture_caption.clone(),
        source_text,
        schedule_day: calendar.day_of(due).iso(),
        schedule_time: calendar.time(due),
        zone: paper.settings.time_zone.clone(),
        squire_url: assets::SQUIRE_URL.clone(),
        editor_url: assets::EDITOR_URL.clone(),
        script_url: assets::DRAFT_SCRIPT_URL.clone(),
        most_bytes: MOST_TEXT.to_string(),
        ..DraftPage::default()
    }
}

/// What is told of a save that met another's.
pub(super) fn merged_words(saved: &drafts::Saved) -> String {
    if saved.merged_with.is_empty() {
        return String::new();
    }
    let mut words = format!("Saved, and merged with what {} wrote.", saved.merged_with);
    if saved.conflicts > 0 {
        words.push_str(" Where both of you changed the same paragraph, both texts stand between lines with ⟪: choose one.");
    }
    for loss in &saved.lost {
        words.push_str(&format!(
            " {}: yours stands; {} had “{}”.",
            field_words(&loss.field),
            saved.merged_with,
            loss.theirs
        ));
    }
    words
}

fn field_words(field: &str) -> &str {
    match field {
        "headline" => "Headline",
        "byline" => "Byline",
        "page" => "Page",
        "area" => "Area",
        "url" => "Address",
        "dossiers" => "File under",
        "source_tag" => "Source tag",
        "lead_picture_alt" => "What the picture shows",
        "lead_picture_caption" => "Caption",
        other => other,
    }
}

/// The areas to choose from; on top, for a draft without one, where it goes like this.
pub(in crate::desk) fn area_offers(paper: &Paper, chosen: &str) -> Vec<Offer> {
    let area = |area: &Area| offer(&area.slug, &area.name, area.slug == chosen);
    let known = paper.areas.iter().any(|area| area.slug == chosen);
    let none = match paper.areas.first() {
        Some(first) => format!("None yet (printed in {})", first.name),
        None => "None yet".into(),
    };
    let none = (!known).then(|| offer("", &none, true));
    none.into_iter()
        .chain(paper.areas.iter().map(area))
        .collect()
}
