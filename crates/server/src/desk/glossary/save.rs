//! Saving an entry: read, checked by the compiler as it would stand in the glossary, then rehearsed or made at once.

use super::entry::{Shown, changed_by, gone, no_entry, show_with};
use super::form::{EntryForm, error, field_of};
use super::trial::{Over, TryPlace, try_text};
use super::words::at_the_desk;
use super::{HERE, Sent, aside, send};
use crate::app::App;
use crate::error::WebError;
use crate::glossary::change::{Proposal, ProposedEntry, stale_in};
use crate::glossary::pictures::{missing, no_picture};
use crate::glossary::shelf::{Shelf, Tried};
use crate::press::{html_once, redirect};
use crate::staff::Member;
use crate::views::GlossTrialPart;
use crate::visit::Visit;
use askama::Template;
use axum::body::Bytes;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::{Entry, Glossary, Problem, Severity};
use clipsheet_store::{StoreError, find_entry_revision};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Problems of other entries that are told.
const MOST_OTHERS: usize = 10;

/// `POST /desk/glossary/new`.
pub(super) async fn post_new(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    body: Bytes,
) -> Result<Response, WebError> {
    post(&app, &member, &visit, None, &body).await
}

/// `POST /desk/glossary/{id}/save`.
pub(super) async fn post_entry(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    Path(id): Path<i64>,
    body: Bytes,
) -> Result<Response, WebError> {
    post(&app, &member, &visit, Some(id), &body).await
}

async fn post(
    app: &App,
    member: &Member,
    visit: &Visit,
    id: Option<i64>,
    body: &[u8],
) -> Result<Response, WebError> {
    let mut form = EntryForm::read(body);
    let shelf = app.shelf().await?;
    // Where somebody dropped it meanwhile, nothing typed is lost, and nothing comes back unasked.
    // One that comes back, and is back by now, is changed like any other.
    let back: Option<i64> = form.value("returns").parse().ok();
    let id = id.or(back.filter(|id| shelf.find(*id).is_some()));
    let dropped = id.filter(|id| shelf.find(*id).is_none());
    let id = id.filter(|id| shelf.find(*id).is_some());
    // What comes back must have been there: its number is not for anybody to choose.
    let gone = match dropped.or(back.filter(|_| id.is_none())) {
        Some(number) => gone(app, number).await?.ok_or_else(no_entry)?,
        None => String::new(),
    };
    if let Some(dropped) = dropped {
        form.set("returns", &dropped.to_string());
    }
    match form.value("act") {
        "more" => {
            form.more();
            show_with(app, member, &shelf, id, Shown::form(form)).await
        }
        "try" => run_trial(app, member, visit, &shelf, id, form).await,
        _ if dropped.is_some() => {
            let shown = Shown {
                gone,
                status: StatusCode::CONFLICT,
                ..Shown::form(form)
            };
            show_with(app, member, &shelf, id, shown).await
        }
        _ => save(app, member, &shelf, id, form).await,
    }
}

/// The glossary as if an entry stood in it as typed.
async fn compiled(shelf: &Arc<Shelf>, entry: &Entry) -> Result<(Arc<Glossary>, Tried), WebError> {
    let (shelf, entry) = (Arc::clone(shelf), entry.clone());
    aside(move || shelf.try_entry(&entry)).await
}

/// Tries the entry as it stands in the form on the text that stands there.
async fn run_trial(
    app: &App,
    member: &Member,
    visit: &Visit,
    shelf: &Arc<Shelf>,
    id: Option<i64>,
    form: EntryForm,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let standing = id
        .and_then(|id| shelf.find(id))
        .map(|shelved| &shelved.entry);
    let (entry, _) = form.to_entry(&paper, standing);
    let (glossary, tried) = compiled(shelf, &entry).await?;
    let place = TryPlace::read(app, &form).await?;
    let over = Over {
        glossary,
        shelf: Arc::clone(shelf),
        typed: Some(entry.clone()),
    };
    let mut trial = try_text(over, form.value("try_text"), place, form.value("try_why")).await?;
    trial.problems.extend(
        tried
            .own
            .iter()
            .map(|problem| at_the_desk(&problem.message)),
    );
    if entry.held {
        trial
            .problems
            .push("The entry is held for review, so it does nothing.".into());
    }
    if visit.fragment {
        let part = GlossTrialPart { trial };
        return Ok(html_once(&part.render()?, StatusCode::OK));
    }
    let shown = Shown {
        trial,
        ..Shown::form(form)
    };
    show_with(app, member, shelf, id, shown).await
}

async fn save(
    app: &App,
    member: &Member,
    shelf: &Arc<Shelf>,
    id: Option<i64>,
    form: EntryForm,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let stored = id.and_then(|id| shelf.find(id));
    let standing = stored.map(|shelved| &shelved.entry);
    let (entry, mut errors) = form.to_entry(&paper, standing);
    // One that was dropped, and comes back under its number: what was printed names it so.
    let returns: Option<i64> = form.value("returns").parse().ok();
    let returns = returns.filter(|_| id.is_none());
    let proposal = Proposal {
        note: form.value("note").trim().to_owned(),
        is_correction: form.on("is_correction"),
        seen: Some(form.made_from("seen").unwrap_or(shelf.change)),
        entries: vec![ProposedEntry {
            id: id.or(returns),
            from: standing.map(|one| one.revision).or(returns.map(|_| 0)),
            headword: entry.headword.clone(),
            entry: Some(entry.clone()),
        }],
        ..Proposal::default()
    };
    if errors.is_empty() && proposal.entries[0].id.is_none() {
        let (actor, asked) = (member.actor(), proposal.clone());
        let read = app.store.read(move |conn| stale_in(conn, &actor, &asked));
        if let Some(double) = read.await?.first() {
            return doubled(app, member, *double, form, entry).await;
        }
    }
    let (_, tried) = compiled(shelf, &entry).await?;
    let known: &[Problem] = stored.map_or(&[], |shelved| &shelved.problems);
    let is_new = |problem: &&Problem| !known.iter().any(|one| one.message == problem.message);
    for problem in &tried.own {
        if problem.severity == Severity::Error {
            errors.push(error(
                field_of(problem, &entry),
                at_the_desk(&problem.message),
            ));
        }
    }
    if entry.held && entry.headword.is_empty() {
        errors.push(error(
            "headword",
            "It has no headword. Write the word or phrase that it is about.".into(),
        ));
    }
    let stood = standing.cloned();
    let (media, typed) = (app.media.clone(), entry.clone());
    let lacking = aside(move || {
        let stood = |image: &&str| {
            let mut asides = stood.iter().flat_map(|entry| &entry.asides);
            asides.any(|aside| aside.image.as_deref() == Some(*image))
        };
        let lacking = missing(&media, &typed).into_iter();
        // One that stood there already keeps nobody from mending something else.
        let lacking = lacking.filter(|image| !stood(image));
        lacking.map(no_picture).collect::<Vec<_>>()
    });
    let lacking = lacking.await?.into_iter();
    errors.extend(lacking.map(|message| error("asides", message)));
    if !errors.is_empty() {
        let shown = Shown {
            errors,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Shown::form(form)
        };
        return show_with(app, member, shelf, id, shown).await;
    }
    let revision: i64 = form.value("revision").parse().unwrap_or(0);
    if standing.is_some_and(|standing| standing.revision != revision) {
        return clash(app, member, shelf, id, form, entry).await;
    }
    let warnings: Vec<String> = tried
        .own
        .iter()
        .filter(is_new)
        .map(|problem| at_the_desk(&problem.message))
        .chain(tried.others.iter().take(MOST_OTHERS).map(|problem| {
            format!(
                "It would get in the way of “{}”: {}",
                problem.headword,
                at_the_desk(&problem.message)
            )
        }))
        .collect();
    // Whoever has seen these very warnings and presses the button again means it.
    let seen = blake3::hash(warnings.join("\n").as_bytes()).to_hex()[..16].to_owned();
    if !warnings.is_empty() && form.value("warned") != seen {
        let shown = Shown {
            warnings,
            warned: seen,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Shown::form(form)
        };
        return show_with(app, member, shelf, id, shown).await;
    }
    if standing == Some(&entry) {
        let id = id.unwrap_or_default();
        return Ok(redirect(&format!("{HERE}/{id}?said=same")));
    }
    let rehearse = form.value("act") != "save";
    match send(app, member, proposal, rehearse, saved).await? {
        Sent::To(url) => Ok(redirect(&url)),
        Sent::Nothing => Ok(redirect(&format!(
            "{HERE}/{}?said=same",
            id.unwrap_or_default()
        ))),
        Sent::Stale(stale) => {
            let is_new = id.or(returns).is_none();
            if let Some(double) = stale.first().filter(|_| is_new) {
                return doubled(app, member, *double, form, entry).await;
            }
            let shelf = app.shelf().await?;
            let id = id.filter(|id| shelf.find(*id).is_some());
            clash(app, member, &shelf, id, form, entry).await
        }
    }
}

/// Somebody made the very entry that the form would make: a colleague, or the same editor with a button pressed twice. It is
/// not made again; where the two differ, both are shown, and what was typed can be saved as a change of it.
async fn doubled(
    app: &App,
    member: &Member,
    double: i64,
    mut form: EntryForm,
    typed: Entry,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    let Some(standing) = shelf.find(double).map(|one| &one.entry) else {
        // It went again the next moment.
        return Err(WebError::Unavailable(StoreError::Busy));
    };
    let typed = Entry {
        id: standing.id,
        revision: standing.revision,
        ..typed
    };
    if *standing == typed {
        return Ok(redirect(&format!("{HERE}/{double}?said=same")));
    }
    form.is_of_today();
    let shown = Shown {
        clash: Some(typed),
        is_double: true,
        status: StatusCode::CONFLICT,
        ..Shown::form(form)
    };
    show_with(app, member, &shelf, Some(double), shown).await
}

/// Where to go when an entry is saved.
fn saved(entries: &[i64], job: Option<i64>) -> String {
    let id = entries.first().copied().unwrap_or_default();
    match job {
        Some(job) => format!("{HERE}/{id}?said=saved&job={job}"),
        None => format!("{HERE}/{id}?said=saved"),
    }
}

/// Somebody changed the entry meanwhile. What they changed and this form did not comes into the form; where both changed the
/// same, the form keeps what was typed, and both are shown. Nothing is saved until the button is pressed once more.
async fn clash(
    app: &App,
    member: &Member,
    shelf: &Shelf,
    id: Option<i64>,
    mut form: EntryForm,
    typed: Entry,
) -> Result<Response, WebError> {
    let revision: i64 = form.value("revision").parse().unwrap_or(0);
    let base = app
        .store
        .read(move |conn| match id {
            Some(id) => find_entry_revision(conn, id, revision),
            None => Ok(None),
        })
        .await?;
    let base = base.and_then(|step| serde_json::from_str::<Entry>(&step.after?).ok());
    let standing = id.and_then(|id| shelf.find(id));
    let shown = match (base, standing) {
        (Some(base), Some(standing)) => {
            let (merged, both) = merge(&base, &standing.entry, &typed)?;
            let mut merged_form = EntryForm::of(&merged);
            merged_form.keep_aside_of(&form);
            Shown {
                clash: Some(both),
                clash_by: changed_by(app, id.unwrap_or_default()).await?,
                ..Shown::form(merged_form)
            }
        }
        // Of a revision that nobody remembers all counts as typed.
        _ => {
            form.is_of_today();
            Shown {
                clash: Some(typed),
                ..Shown::form(form)
            }
        }
    };
    let shown = Shown {
        status: StatusCode::CONFLICT,
        ..shown
    };
    show_with(app, member, shelf, id, shown).await
}

/// Brings two changes of an entry together, field by field: the entry with both, and the standing one with nothing of mine but
/// the fields that both changed otherwise.
fn merge(base: &Entry, theirs: &Entry, mine: &Entry) -> Result<(Entry, Entry), WebError> {
    let fields = |entry: &Entry| {
        let bare = Entry {
            id: 0,
            revision: 0,
            ..entry.clone()
        };
        match serde_json::to_value(&bare) {
            Ok(Value::Object(fields)) => Ok(fields),
            Ok(_) => Err(WebError::Internal("an entry is no object".into())),
            Err(error) => Err(WebError::Internal(error.to_string())),
        }
    };
    let (base, standing, typed) = (fields(base)?, fields(theirs)?, fields(mine)?);
    let (mut merged, mut both) = (standing.clone(), standing.clone());
    let names: BTreeSet<&String> = base
        .keys()
        .chain(standing.keys())
        .chain(typed.keys())
        .collect();
    for name in names {
        let (was, is, wanted) = (base.get(name), standing.get(name), typed.get(name));
        if wanted == was || wanted == is {
            continue;
        }
        let put = |fields: &mut Map<String, Value>| match wanted {
            Some(value) => drop(fields.insert(name.clone(), value.clone())),
            None => drop(fields.remove(name)),
        };
        put(&mut merged);
        if is != was {
            put(&mut both);
        }
    }
    let entry = |fields: Map<String, Value>| {
        let read = serde_json::from_value::<Entry>(Value::Object(fields));
        let read = read.map_err(|error| WebError::Internal(error.to_string()))?;
        Ok::<_, WebError>(Entry {
            id: theirs.id,
            revision: theirs.revision,
            ..read
        })
    };
    Ok((entry(merged)?, entry(both)?))
}

/// How an entry is dropped.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DropForm {
    revision: i64,
    pub(super) note: String,
    pub(super) is_correction: String,
    sure: String,
    act: String,
    /// Whether somebody sent it.
    #[serde(skip)]
    pub(super) is_sent: bool,
}

/// `POST /desk/glossary/{id}/drop`.
pub(super) async fn drop_entry(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(form): Form<DropForm>,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    let entry = &shelf.find(id).ok_or_else(no_entry)?.entry;
    let refuse = |entry: &Entry, message: &str| Shown {
        errors: vec![error("drop", message.into())],
        status: StatusCode::UNPROCESSABLE_ENTITY,
        drop: DropForm {
            is_sent: true,
            ..form.clone()
        },
        ..Shown::form(EntryForm::of(entry))
    };
    if form.sure.is_empty() {
        let shown = refuse(entry, "To drop the entry, tick “Yes, drop this entry”.");
        return show_with(&app, &member, &shelf, Some(id), shown).await;
    }
    let proposal = Proposal {
        note: form.note.trim().to_owned(),
        is_correction: !form.is_correction.is_empty(),
        entries: vec![ProposedEntry {
            id: Some(id),
            from: Some(form.revision),
            headword: entry.headword.clone(),
            entry: None,
        }],
        ..Proposal::default()
    };
    let rehearse = form.act == "rehearse";
    let done = |_: &[i64], _: Option<i64>| format!("{HERE}/{id}/history?said=dropped");
    match send(&app, &member, proposal, rehearse, done).await? {
        Sent::To(url) => Ok(redirect(&url)),
        Sent::Nothing => Ok(redirect(HERE)),
        Sent::Stale(_) => {
            let shelf = app.shelf().await?;
            let Some(now) = shelf.find(id) else {
                // Somebody else dropped it at the same moment.
                return Ok(redirect(&format!("{HERE}/{id}/history")));
            };
            let message = "Somebody changed this entry meanwhile, so it was not dropped. This is how it is now.";
            let shown = Shown {
                status: StatusCode::CONFLICT,
                ..refuse(&now.entry, message)
            };
            show_with(&app, &member, &shelf, Some(id), shown).await
        }
    }
}
