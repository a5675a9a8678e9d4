//! An entry's page: its form, its forms, where it was printed, how each variant did, its history.

use super::changes::change_row;
use super::form::EntryForm;
use super::save::DropForm;
use super::words::at_the_desk;
use super::{HERE, diff_parts, sections};
use crate::app::{App, Paper};
use crate::calendar::{counted, date_in_words, number};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::change::ProposedEntry;
use crate::glossary::differences::{differences, differences_of};
use crate::glossary::filter::is_due;
use crate::glossary::shelf::{Shelf, Shelved};
use crate::glossary::task::Task;
use crate::glossary::uses::{UseSum, date_of, sum_of};
use crate::pages::article_url;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{
    FieldError, GlossChangeRow, GlossEntryPage, GlossPrintedIn, GlossTrial, GlossUseRow,
};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::{Entry, FormKind};
use clipsheet_store::{
    ArticleId, EntryUse, GlossaryChange, PrintedIn, Role, UseCount, UsedAs, find_entry_change,
    find_job, is_new_since_printed, list_changes_of_entry, list_dossiers, list_printed_in,
    list_use_counts_of,
};
use serde::Deserialize;
use std::sync::Arc;

/// Articles on an entry's page.
const MOST_PRINTED: i64 = 20;
/// Articles on a page of nothing else.
const PART: i64 = 100;
/// Changes on an entry's page.
const MOST_CHANGES: i64 = 10;
/// Dossiers that are proposed while typing.
const MOST_DOSSIERS: usize = 500;

/// What an address of an entry says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct EntryQuery {
    /// The headword of a new entry.
    headword: String,
    /// A spelling to be added to an entry.
    alias: String,
    /// Said on top.
    said: String,
    /// The job that brings a correction to what was printed.
    job: i64,
    /// Where a list goes on.
    before: Option<i64>,
    /// The rehearsal whose proposal is to be opened in the form.
    rehearsed: i64,
}

/// All that an entry's page shows beside the entry as it is stored.
pub(super) struct Shown {
    pub(super) form: EntryForm,
    pub(super) errors: Vec<FieldError>,
    pub(super) warnings: Vec<String>,
    pub(super) warned: String,
    /// The entry as typed, as far as it is not in the form alone, when somebody changed the stored one meanwhile.
    pub(super) clash: Option<Entry>,
    /// Who changed it and when, in words; empty where nothing of theirs is in the form.
    pub(super) clash_by: String,
    /// Whether they did not change it but make it, where a new one was written.
    pub(super) is_double: bool,
    /// What was typed where the entry is dropped, when that was refused.
    pub(super) drop: DropForm,
    /// Who dropped the entry meanwhile, in words; empty when nobody did.
    pub(super) gone: String,
    pub(super) trial: GlossTrial,
    pub(super) notice: String,
    pub(super) status: StatusCode,
}

impl Shown {
    /// A form and nothing else to say.
    pub(super) fn form(form: EntryForm) -> Self {
        Self {
            form,
            errors: Vec::new(),
            warnings: Vec::new(),
            warned: String::new(),
            clash: None,
            clash_by: String::new(),
            is_double: false,
            drop: DropForm::default(),
            gone: String::new(),
            trial: GlossTrial::default(),
            notice: String::new(),
            status: StatusCode::OK,
        }
    }
}

/// There is no such entry.
pub(super) fn no_entry() -> WebError {
    WebError::NotFound("There is no such entry in the glossary. Look for it in the list.".into())
}

/// `GET /desk/glossary/{id}`.
pub(super) async fn show_entry(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<EntryQuery>,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    let Some(shelved) = shelf.find(id) else {
        let known = app
            .store
            .read(move |conn| list_changes_of_entry(conn, id, i64::MAX, 1))
            .await?;
        // One that was dropped is found by whoever has its address: what it was, and how to have it back.
        return match known.first() {
            Some(_) => Ok(redirect(&format!("{HERE}/{id}/history"))),
            None => Err(no_entry()),
        };
    };
    if let Some((change, form)) = proposed(&app, query.rehearsed, Some(id)).await? {
        let is_behind = change.from != Some(shelved.entry.revision);
        let shown = Shown {
            notice: REOPENED.into(),
            clash: change.entry.filter(|_| is_behind),
            ..Shown::form(form)
        };
        return show_with(&app, &member, &shelf, Some(id), shown).await;
    }
    let mut form = EntryForm::of(&shelved.entry);
    let mut notice = notice(&query);
    let alias = query.alias.trim();
    if !alias.is_empty() {
        form.add_line("aliases", alias);
        notice = format!("“{alias}” stands under “Also written” now. It counts when you save.");
    }
    let shown = Shown {
        notice,
        ..Shown::form(form)
    };
    show_with(&app, &member, &shelf, Some(id), shown).await
}

fn notice(query: &EntryQuery) -> String {
    match query.said.as_str() {
        "saved" if query.job > 0 => {
            "Saved. The correction is on its way to what was printed.".into()
        }
        "saved" => "Saved. It holds for what is printed from now on.".into(),
        "same" => "It is as it was already, so nothing was saved.".into(),
        _ => String::new(),
    }
}

/// `GET /desk/glossary/new`.
pub(super) async fn show_new(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<EntryQuery>,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    if let Some((change, mut form)) = proposed(&app, query.rehearsed, None).await? {
        let mut shown_gone = String::new();
        if let Some(id) = change.id.filter(|id| shelf.find(*id).is_none()) {
            shown_gone = gone(&app, id).await?.unwrap_or_default();
            form.set("returns", &id.to_string());
        }
        let shown = Shown {
            notice: REOPENED.into(),
            gone: shown_gone,
            ..Shown::form(form)
        };
        return show_with(&app, &member, &shelf, None, shown).await;
    }
    let headword: String = query
        .headword
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let shown = Shown::form(EntryForm::of(&Entry::new(headword)));
    show_with(&app, &member, &shelf, None, shown).await
}

/// What is said over a form that was filled from a rehearsal.
const REOPENED: &str = "This is what was rehearsed. Nothing of it is saved yet.";

/// The one entry of a rehearsed change, and its form as it was filled in; `None` where there is no such rehearsal, or it is of
/// another entry. `id` is the entry whose page it is, none for that of a new one.
async fn proposed(
    app: &App,
    job: i64,
    id: Option<i64>,
) -> Result<Option<(ProposedEntry, EntryForm)>, WebError> {
    if job <= 0 {
        return Ok(None);
    }
    let found = app.store.read(move |conn| find_job(conn, job)).await?;
    let task = found.and_then(|job| Task::read(job.kind, &job.task).ok());
    let Some(Task::Rehearse(proposal)) = task else {
        return Ok(None);
    };
    let [change] = proposal.entries.as_slice() else {
        return Ok(None);
    };
    let is_here = id.is_none() || change.id == id;
    let Some(entry) = change.entry.as_ref().filter(|_| is_here) else {
        return Ok(None);
    };
    let mut form = EntryForm::of(entry);
    form.set("note", &proposal.note);
    if proposal.is_correction {
        form.set("is_correction", "yes");
    }
    if let Some(seen) = proposal.seen {
        form.set("seen", &seen.to_string());
    }
    Ok(Some((change.clone(), form)))
}

/// The last change of an entry, and when it was made, in words.
async fn last_change(app: &App, id: i64) -> Result<Option<(GlossaryChange, String)>, WebError> {
    let paper = app.paper().await?;
    let read = app
        .store
        .read(move |conn| list_changes_of_entry(conn, id, i64::MAX, 1));
    let today = paper.calendar.day_of(app.now());
    Ok(read.await?.into_iter().next().map(|last| {
        let when = paper.calendar.short(last.made_at, today);
        (last, when)
    }))
}

/// Who changed an entry last, and when, in words.
pub(super) async fn changed_by(app: &App, id: i64) -> Result<String, WebError> {
    let last = last_change(app, id).await?;
    Ok(last.map_or_else(String::new, |(last, when)| format!("{}, {when}", last.who)))
}

/// Who dropped an entry, in words for whoever would change it; none where there never was an entry of that number.
pub(super) async fn gone(app: &App, id: i64) -> Result<Option<String>, WebError> {
    let last = last_change(app, id).await?;
    Ok(last.map(|(last, when)| match last.note.as_str() {
        "" => format!("{} dropped this entry, {when}.", last.who),
        note => format!("{} dropped this entry, {when}: “{note}”.", last.who),
    }))
}

/// What the store knows of an entry beside itself.
#[derive(Default)]
struct Known {
    counts: Vec<UseCount>,
    not_yet: bool,
    printed_in: Vec<PrintedIn>,
    changes: Vec<GlossChangeRow>,
    more_changes: bool,
}

async fn known(app: &App, paper: &Paper, id: i64) -> Result<Known, WebError> {
    let (counts, not_yet, printed_in, changes) = app
        .store
        .read(move |conn| {
            let below = ArticleId(i64::MAX);
            let changes = list_changes_of_entry(conn, id, i64::MAX, MOST_CHANGES + 1)?;
            let mut told = Vec::new();
            for change in changes {
                let step = find_entry_change(conn, id, change.id)?;
                told.push((change, step));
            }
            Ok((
                list_use_counts_of(conn, id)?,
                is_new_since_printed(conn, id)?,
                list_printed_in(conn, id, below, MOST_PRINTED + 1)?,
                told,
            ))
        })
        .await?;
    let today = paper.calendar.day_of(app.now());
    let more_changes = changes.len() > 10;
    let changes = changes
        .into_iter()
        .take(10)
        .map(|(change, step)| {
            let mut row = change_row(paper, &change, today);
            if let Some(step) = step {
                let parts = differences_of(step.before.as_deref(), step.after.as_deref());
                row.did = did(step.before.is_some(), step.after.is_some()).into();
                row.parts = diff_parts(parts);
            }
            row
        })
        .collect();
    Ok(Known {
        counts,
        not_yet,
        printed_in,
        changes,
        more_changes,
    })
}

/// What a step did to an entry.
pub(super) fn did(was_there: bool, is_there: bool) -> &'static str {
    match (was_there, is_there) {
        (false, _) => "Made",
        (true, true) => "Changed",
        (true, false) => "Dropped",
    }
}

/// Shows an entry's page, or that of a new one.
pub(super) async fn show_with(
    app: &App,
    member: &Member,
    shelf: &Shelf,
    id: Option<i64>,
    shown: Shown,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let stored = id.and_then(|id| shelf.find(id));
    let known = match id {
        Some(id) => known(app, &paper, id).await?,
        None => Known::default(),
    };
    let dossiers = app.store.read(list_dossiers).await?;
    // A slip of the pen is seen here, or never: mentions of what is not there file nothing, without a word.
    let new_dossier = stored
        .and_then(|shelved| shelved.entry.dossier.as_ref())
        .filter(|slug| !dossiers.iter().any(|dossier| dossier.slug == **slug))
        .map(|slug| format!("“{slug}” is a new dossier: it opens with the first article that is filed under it at the desk, and until then mentions file nothing. If another is meant, correct its name."));
    let dossiers: Vec<String> = dossiers
        .into_iter()
        .take(MOST_DOSSIERS)
        .map(|dossier| dossier.slug)
        .collect();
    let today = paper.calendar.day_of(app.now());
    let title = match stored {
        Some(shelved) => shelved.entry.headword.clone(),
        None => "A new entry".into(),
    };
    let mut chrome = desk_chrome(app, &paper, member, &title, HERE);
    chrome.notice = shown.notice;
    let form = &shown.form;
    let (typed, _) = form.to_entry(&paper, stored.map(|shelved| &shelved.entry));
    let stands = |variant: usize| {
        let aside = |count: &&UseCount| {
            count.used.used_as == UsedAs::Aside && count.used.variant == as_variant(variant)
        };
        let same = stored.is_some_and(|shelved| {
            let note = |entry: &Entry| entry.asides.get(variant).map(|one| one.text.clone());
            note(&shelved.entry) == note(&typed)
        });
        let count = known.counts.iter().find(aside).filter(|_| same);
        count
            .map(|count| in_articles(count.articles, Some(count.last_on)))
            .unwrap_or_default()
    };
    let page = GlossEntryPage {
        sections: sections(member, ""),
        url: match id {
            Some(id) => format!("{HERE}/{id}"),
            None => format!("{HERE}/new"),
        },
        action: match id {
            // The form of those who may not save has nothing but the text to try.
            _ if !member.may(Role::Editor) => format!("{HERE}/test"),
            Some(id) => format!("{HERE}/{id}/save"),
            None => format!("{HERE}/new"),
        },
        stored: stored.is_some(),
        // What was typed over an older revision is still typed over that one, however often it is shown.
        revision: form
            .made_from("revision")
            .unwrap_or_else(|| stored.map_or(0, |shelved| shelved.entry.revision)),
        seen: form.made_from("seen").unwrap_or(shelf.change),
        may_edit: member.may(Role::Editor),
        badges: stored
            .map(|shelved| badges(shelved, today))
            .unwrap_or_default(),
        printed: match stored {
            Some(_) => printed_words(&UseSum {
                not_yet: known.not_yet,
                ..sum_of(&known.counts)
            }),
            None => "Not in the glossary yet".into(),
        },
        problems: stored
            .map(|shelved| {
                shelved
                    .problems
                    .iter()
                    .map(|one| at_the_desk(&one.message))
                    .chain(new_dossier)
                    .chain(nowhere(&paper, &shelved.entry))
                    .collect()
            })
            .unwrap_or_default(),
        top: form.top(&shown.errors),
        sets: form.sets(&paper, shelf, &dossiers, &shown.errors),
        asides: form.asides(stands),
        aside_error: super::form::message(&shown.errors, "asides"),
        errors: shown.errors,
        doubtful: !shown.warnings.is_empty(),
        warnings: shown.warnings,
        warned: shown.warned,
        clash: shown.clash.is_some(),
        clash_by: shown.clash_by,
        is_double: shown.is_double,
        dropping: shown.drop.is_sent,
        drop_note: shown.drop.note,
        drop_correction: !shown.drop.is_correction.is_empty(),
        returns: form.value("returns").to_owned(),
        gone: shown.gone,
        clash_parts: match (&shown.clash, stored) {
            (Some(mine), Some(theirs)) => diff_parts(differences(Some(&theirs.entry), Some(mine))),
            _ => Vec::new(),
        },
        note: form.value("note").to_owned(),
        is_correction: form.on("is_correction"),
        forms: forms(&typed),
        uses: stored
            .map(|shelved| uses(&shelved.entry, &known.counts))
            .unwrap_or_default(),
        printed_more: match known.printed_in.get(20) {
            Some(_) => format!("{HERE}/{}/printed", id.unwrap_or_default()),
            None => String::new(),
        },
        printed_in: known.printed_in.iter().take(20).map(printed_row).collect(),
        changes: known.changes,
        changes_url: if known.more_changes {
            format!("{HERE}/{}/history", id.unwrap_or_default())
        } else {
            String::new()
        },
        try_text: form.value("try_text").to_owned(),
        place: form.place(
            &paper,
            &date_of(today)
                .map(|day| day.to_string())
                .unwrap_or_default(),
        ),
        why: form.value("try_why").to_owned(),
        trial: shown.trial,
        title,
        chrome,
    };
    show(&page, shown.status)
}

/// What is said of pages and areas that an entry is for and the paper does not have.
fn nowhere(paper: &Paper, entry: &Entry) -> Vec<String> {
    let pages = entry.pages.iter();
    let pages = pages.filter(|page| {
        !paper
            .pages
            .iter()
            .any(|one| one.number == i64::from(**page))
    });
    let areas = entry.areas.iter();
    let areas = areas.filter(|slug| !paper.areas.iter().any(|one| one.slug == **slug));
    let mut told: Vec<String> = pages
        .map(|page| format!("No page {page} in this paper"))
        .chain(areas.map(|slug| format!("No area “{slug}” in this paper")))
        .map(|what| format!("{what}: nothing is printed for the entry there."))
        .collect();
    let lost = told.len();
    let all_pages = !entry.pages.is_empty() && entry.areas.is_empty() && lost == entry.pages.len();
    let all_areas = !entry.areas.is_empty() && entry.pages.is_empty() && lost == entry.areas.len();
    if all_pages || all_areas {
        told.push("It is for nothing else, so it is never printed. Choose other pages or areas under “When it holds”.".into());
    }
    told
}

fn as_variant(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

/// What stands beside an entry's name.
pub(super) fn badges(shelved: &Shelved, today: clipsheet_store::Day) -> Vec<String> {
    let entry = &shelved.entry;
    let mut badges = Vec::new();
    for (on, badge) in [
        (entry.gone, "gone"),
        (entry.held, "held"),
        (
            shelved.is_set_aside() && !entry.gone && !entry.held,
            "set aside",
        ),
        (is_due(entry, today), "to be looked at"),
    ] {
        if on {
            badges.push(badge.to_owned());
        }
    }
    badges
}

/// "in 12 articles, last on 7 July 2014".
fn in_articles(count: i64, last: Option<clipsheet_store::Day>) -> String {
    let articles = counted(count, "article", "articles");
    match last {
        Some(day) => format!("in {articles}, last on {}", date_in_words(day)),
        None => format!("in {articles}"),
    }
}

/// "Printed in 12 articles, last on 7 July 2014"; "Never printed, mentioned in 3 articles"; "In print nowhere, taken out of 6
/// articles by a correction".
pub(super) fn printed_words(sum: &UseSum) -> String {
    if sum.taken_out > 0 {
        let stands = match sum.printed {
            0 => "In print nowhere".to_owned(),
            count => format!("Printed {}", in_articles(count, sum.last_on)),
        };
        let articles = counted(sum.taken_out, "article", "articles");
        return format!("{stands}, taken out of {articles} by a correction");
    }
    match (sum.printed, sum.mentioned) {
        (0, 0) if sum.not_yet => "Not matched yet: nothing was printed since it was made".into(),
        (0, 0) => "Never matched".into(),
        (0, count) => format!("Never printed, mentioned {}", in_articles(count, None)),
        (count, _) => format!("Printed {}", in_articles(count, sum.last_on)),
    }
}

fn forms(entry: &Entry) -> Vec<(String, String)> {
    let kind = |kind: FormKind| match kind {
        FormKind::Headword => "headword",
        FormKind::Alias => "as you wrote it",
        FormKind::ListedPlural => "plural, as you wrote it",
        FormKind::Plural => "plural",
        FormKind::Possessive => "possessive",
        FormKind::Unmarked => "without marks",
    };
    let forms = entry.forms().into_iter();
    forms
        .map(|form| (form.text, kind(form.kind).to_owned()))
        .collect()
}

fn uses(entry: &Entry, counts: &[UseCount]) -> Vec<GlossUseRow> {
    let of = |used: &EntryUse| {
        let variant = usize::try_from(used.variant).unwrap_or(usize::MAX);
        let named = |name: &str, words: Option<&String>| match words {
            Some(words) if !words.is_empty() => format!("{name} {}: {words}", variant + 1),
            // What it printed then it does not have any more.
            _ => format!("{name} {}, no longer there", variant + 1),
        };
        match used.used_as {
            UsedAs::Mention => "Mentioned, nothing printed".to_owned(),
            UsedAs::SerialLine => "A line of a serial".to_owned(),
            UsedAs::Substitution => named("House word", entry.substitute.get(variant)),
            _ => match entry.asides.get(variant) {
                Some(aside) if aside.text.is_empty() => format!("Note {}: a picture", variant + 1),
                aside => named("Note", aside.map(|aside| &aside.text)),
            },
        }
    };
    let what = |count: &UseCount| match count.used.taken_out() {
        Some((change, was)) => format!("{}, taken out by change {change}", of(&was)),
        None => of(&count.used),
    };
    let row = |count: &UseCount| GlossUseRow {
        what: what(count),
        count: number(count.articles),
        last: date_in_words(count.last_on),
    };
    counts.iter().map(row).collect()
}

fn printed_row(row: &PrintedIn) -> GlossPrintedIn {
    GlossPrintedIn {
        headline: row.headline.clone(),
        url: article_url(row.article, &row.slug),
        when: date_in_words(row.edition_on),
        beside_url: format!("/desk/articles/{}/glossary", row.article),
        is_printed: row.is_printed,
    }
}

/// `GET /desk/glossary/{id}/printed`: every article in which it stands, the latest first.
pub(super) async fn show_printed(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Query(query): Query<EntryQuery>,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    let entry = &shelf.find(id).ok_or_else(no_entry)?.entry;
    let below = ArticleId(query.before.unwrap_or(i64::MAX));
    let mut rows = app
        .store
        .read(move |conn| list_printed_in(conn, id, below, PART + 1))
        .await?;
    let more = rows.len() > 100;
    rows.truncate(100);
    let last = rows.last().map_or(0, |row| row.article.0);
    let paper = app.paper().await?;
    let title = format!("Where “{}” stands", entry.headword);
    let page = crate::views::GlossPrintedPage {
        chrome: desk_chrome(&app, &paper, &member, &title, HERE),
        sections: sections(&member, ""),
        title,
        headword: entry.headword.clone(),
        entry_url: format!("{HERE}/{id}"),
        rows: rows.iter().map(printed_row).collect(),
        more_url: if more {
            format!("{HERE}/{id}/printed?before={last}")
        } else {
            String::new()
        },
    };
    show(&page, StatusCode::OK)
}
