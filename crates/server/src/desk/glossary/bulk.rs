//! Many entries changed at once: chosen in the list, or all that a filter finds. One change in the history.

use super::form::error;
use super::words::at_the_desk;
use super::{HERE, Sent, aside, pick, sections, send};
use crate::app::{App, Paper};
use crate::calendar::{counted, number};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::change::{Proposal, ProposedEntry};
use crate::glossary::filter::EntryFilter;
use crate::glossary::problems::new_problems;
use crate::glossary::shelf::Shelf;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, GlossBulkPage, GlossField};
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::{Date, Entry, Mention};
use std::collections::HashMap;
use std::sync::Arc;
use url::form_urlencoded;

/// Headwords that are shown.
const MOST_SHOWN: usize = 40;
/// Things that are said of the glossary as it would be, at most.
const MOST_WARNINGS: usize = 20;

/// What the form says, by name.
type Typed = HashMap<String, String>;

/// An entry by its number, with the revision that the editor saw.
type Chosen = Vec<(i64, i64)>;

/// `GET /desk/glossary/bulk?id=…` or `?which=all` with the list's filter in `back`.
pub(super) async fn show_bulk(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let query = query.unwrap_or_default();
    let (mut ids, mut all, mut back) = (Vec::new(), false, String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "id" => ids.extend(value.parse::<i64>()),
            "which" => all = value == "all",
            "back" => back = value.into_owned(),
            _ => {}
        }
    }
    let shelf = app.shelf().await?;
    let filter = EntryFilter::read(&back);
    let chosen: Chosen = if all {
        let paper = app.paper().await?;
        let today = paper.calendar.day_of(app.now());
        let uses = app.entry_uses().await?;
        let found = filter.sift(&shelf, &uses, today);
        found
            .iter()
            .map(|one| (one.entry.id, one.entry.revision))
            .collect()
    } else {
        ids.iter()
            .filter_map(|id| shelf.find(*id))
            .map(|one| (one.entry.id, one.entry.revision))
            .collect()
    };
    if chosen.is_empty() {
        let query = filter.query();
        let and = if query.is_empty() { "" } else { "&" };
        return Ok(redirect(&format!("{HERE}?{query}{and}said=none-chosen")));
    }
    let typed = Typed::from([("back".into(), filter.query())]);
    let said = Said::default();
    show_with(&app, &member, &shelf, &chosen, &typed, said).await
}

/// What is said of what was typed.
#[derive(Default)]
struct Said {
    errors: Vec<FieldError>,
    warnings: Vec<String>,
    status: StatusCode,
}

impl Said {
    /// That it cannot be done like this.
    fn refused(field: &str, message: impl Into<String>) -> Self {
        Self {
            errors: vec![error(field, message.into())],
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Self::default()
        }
    }
}

/// Tells warnings from others.
fn mark(warnings: &[String]) -> String {
    match warnings {
        [] => String::new(),
        some => blake3::hash(some.join("\n").as_bytes()).to_hex()[..16].to_owned(),
    }
}

async fn show_with(
    app: &App,
    member: &Member,
    shelf: &Shelf,
    chosen: &Chosen,
    typed: &Typed,
    said: Said,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let found = chosen.iter().filter_map(|(id, _)| shelf.find(*id));
    let headwords = found.take(MOST_SHOWN).map(|one| one.entry.headword.clone());
    let entries: Vec<String> = chosen
        .iter()
        .map(|(id, revision)| format!("{id}:{revision}"))
        .collect();
    let count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let count_words = counted(count, "entry", "entries");
    let rest = chosen.len().saturating_sub(MOST_SHOWN);
    let back = EntryFilter::read(&value("back")).query();
    let page = GlossBulkPage {
        chrome: desk_chrome(app, &paper, member, &format!("Change {count_words}"), HERE),
        sections: sections(member, ""),
        count: count_words,
        headwords: headwords.collect(),
        more: match rest {
            0 => String::new(),
            rest => format!(
                "and {} more",
                number(i64::try_from(rest).unwrap_or(i64::MAX))
            ),
        },
        entries: entries.join(" "),
        back_url: format!("{HERE}?{back}"),
        back,
        warned: mark(&said.warnings),
        warnings: said.warnings,
        fields: fields(&paper, shelf, typed, &said.errors),
        dropping: !value("drop").is_empty(),
        note: value("note"),
        is_correction: !value("is_correction").is_empty(),
        errors: said.errors,
    };
    show(&page, said.status)
}

fn fields(paper: &Paper, shelf: &Shelf, typed: &Typed, errors: &[FieldError]) -> Vec<GlossField> {
    let value = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let field = |kind: &str, name: &str, label: &str, help: &str| GlossField {
        name: name.into(),
        label: label.into(),
        kind: kind.into(),
        value: value(name),
        help: help.into(),
        error: super::form::message(errors, name),
        ..GlossField::default()
    };
    let select = |name: &str, label: &str, help: &str, choices: &[(&str, &str)]| {
        let mut picks = vec![pick("", "as it is", &value(name))];
        picks.extend(
            choices
                .iter()
                .map(|(one, label)| pick(one, label, &value(name))),
        );
        GlossField {
            picks,
            ..field("select", name, label, help)
        }
    };
    let switch = |name: &str, label: &str| select(name, label, "", &[("yes", "yes"), ("no", "no")]);
    let pages: Vec<(String, String)> = paper
        .pages
        .iter()
        .map(|page| {
            (
                page.number.to_string(),
                format!("{} {}", page.number, page.title),
            )
        })
        .collect();
    let areas: Vec<(String, String)> = paper
        .areas
        .iter()
        .map(|area| (area.slug.clone(), area.name.clone()))
        .collect();
    let of = |name: &str, label: &str, help: &str, choices: &[(String, String)]| {
        let choices: Vec<(&str, &str)> = choices
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        select(name, label, help, &choices)
    };
    vec![
        GlossField {
            proposals: shelf.kinds.keys().cloned().collect(),
            ..field(
                "text",
                "kind",
                "Kind",
                "Empty: as it is. A hyphen alone (-): none.",
            )
        },
        field(
            "text",
            "dossier",
            "Dossier",
            "Empty: as it is. A hyphen alone (-): none.",
        ),
        select(
            "mention",
            "Which mentions",
            "",
            &[("first", "the first"), ("every", "every one")],
        ),
        switch("in_quotes", "Also in quoted speech"),
        of(
            "add_page",
            "Also on this page",
            "An entry for all pages is then for this one only.",
            &pages,
        ),
        of(
            "remove_page",
            "No longer on this page",
            "An entry whose last page goes is for all pages.",
            &pages,
        ),
        of(
            "add_area",
            "Also in this area",
            "An entry for all areas is then for this one only.",
            &areas,
        ),
        of(
            "remove_area",
            "No longer in this area",
            "An entry whose last area goes is for all areas.",
            &areas,
        ),
        switch("held", "Held for review"),
        switch("gone", "Gone"),
        field(
            "date",
            "review",
            "Look at them again on",
            "Empty: as it is.",
        ),
        select(
            "no_review",
            "Look at them again",
            "",
            &[("yes", "no: take the day off")],
        ),
    ]
}

/// `POST /desk/glossary/bulk`.
pub(super) async fn post_bulk(
    State(app): State<Arc<App>>,
    member: Member,
    body: Bytes,
) -> Result<Response, WebError> {
    let typed: Typed = form_urlencoded::parse(&body).into_owned().collect();
    let value = |name: &str| typed.get(name).map_or("", |value| value.trim());
    let chosen: Chosen = value("entries")
        .split(' ')
        .filter_map(|pair| {
            let (id, revision) = pair.split_once(':')?;
            Some((id.parse().ok()?, revision.parse().ok()?))
        })
        .collect();
    let shelf = app.shelf().await?;
    let refuse = |said: Said| show_with(&app, &member, &shelf, &chosen, &typed, said);
    let review = match value("review") {
        "" => None,
        day => match day.parse::<Date>() {
            Ok(day) => Some(day),
            Err(problem) => return refuse(Said::refused("review", format!("{problem}."))).await,
        },
    };
    let dropping = !value("drop").is_empty();
    let mut entries = Vec::new();
    let mut gone = 0_usize;
    for (id, revision) in &chosen {
        let Some(shelved) = shelf.find(*id) else {
            gone += 1;
            continue;
        };
        let entry = &shelved.entry;
        let becomes = (!dropping).then(|| changed(entry, &typed, review));
        if becomes.as_ref() != Some(entry) {
            entries.push(ProposedEntry {
                id: Some(*id),
                from: Some(*revision),
                headword: entry.headword.clone(),
                entry: becomes,
            });
        }
    }
    if entries.is_empty() {
        let message = if gone == chosen.len() {
            "None of these entries is there any more. Go back to the list and choose anew."
        } else {
            "Nothing of this changes any of these entries. Choose what is to be other."
        };
        return refuse(Said::refused("kind", message)).await;
    }
    let proposal = Proposal {
        note: value("note").to_owned(),
        is_correction: !value("is_correction").is_empty(),
        entries,
        ..Proposal::default()
    };
    let warnings = warnings(&shelf, &proposal).await?;
    // Whoever has seen these very warnings and presses the button again means it.
    if value("warned") != mark(&warnings) && !warnings.is_empty() {
        return refuse(Said {
            warnings,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..Said::default()
        })
        .await;
    }
    let done = |_: &[i64], job: Option<i64>| match job {
        Some(_) => format!("{HERE}?said=correcting"),
        None => format!("{HERE}?said=changed"),
    };
    match send(&app, &member, proposal, value("act") != "save", done).await? {
        Sent::To(url) => Ok(redirect(&url)),
        Sent::Nothing => Ok(redirect(HERE)),
        Sent::Stale(ids) => {
            let shelf = app.shelf().await?;
            let names: Vec<&str> = ids
                .iter()
                .filter_map(|id| shelf.find(*id))
                .map(|one| one.entry.headword.as_str())
                .take(10)
                .collect();
            // The same button again takes them as they are now.
            let now: Chosen = chosen
                .iter()
                .map(|(id, _)| (*id, shelf.find(*id).map_or(0, |one| one.entry.revision)))
                .filter(|(_, revision)| *revision > 0)
                .collect();
            let message = format!(
                "Somebody changed some of these entries meanwhile ({}), so nothing was changed. Look at them, or press the button again to change them as they are now.",
                names.join(", ")
            );
            let said = Said {
                status: StatusCode::CONFLICT,
                ..Said::refused("kind", message)
            };
            show_with(&app, &member, &shelf, &now, &typed, said).await
        }
    }
}

/// What a change would spoil: forms that get in each other's way, entries that would be set aside.
async fn warnings(shelf: &Arc<Shelf>, proposal: &Proposal) -> Result<Vec<String>, WebError> {
    let (standing, asked) = (Arc::clone(shelf), proposal.clone());
    let problems = aside(move || new_problems(&asked, &standing)).await?;
    let rest = problems.len().saturating_sub(MOST_WARNINGS);
    let mut warnings: Vec<String> = problems
        .iter()
        .take(MOST_WARNINGS)
        .map(|problem| format!("“{}”: {}", problem.headword, at_the_desk(&problem.message)))
        .collect();
    if rest > 0 {
        warnings.push(format!(
            "And {} more.",
            number(i64::try_from(rest).unwrap_or(i64::MAX))
        ));
    }
    Ok(warnings)
}

/// An entry with what the form changes in it.
fn changed(entry: &Entry, typed: &Typed, review: Option<Date>) -> Entry {
    let value = |name: &str| typed.get(name).map_or("", |value| value.trim());
    let mut entry = entry.clone();
    match value("kind") {
        "" => {}
        "-" => entry.kind.clear(),
        kind => entry.kind = kind.to_owned(),
    }
    match value("dossier") {
        "" => {}
        "-" => entry.dossier = None,
        dossier => entry.dossier = Some(dossier.to_owned()),
    }
    match value("mention") {
        "first" => entry.mention = Mention::First,
        "every" => entry.mention = Mention::Every,
        _ => {}
    }
    for (name, place) in [
        ("in_quotes", &mut entry.in_quotes),
        ("held", &mut entry.held),
        ("gone", &mut entry.gone),
    ] {
        match value(name) {
            "yes" => *place = true,
            "no" => *place = false,
            _ => {}
        }
    }
    if let Ok(page) = value("add_page").parse()
        && !entry.pages.contains(&page)
    {
        entry.pages.push(page);
        entry.pages.sort_unstable();
    }
    if let Ok(page) = value("remove_page").parse::<u32>() {
        entry.pages.retain(|one| *one != page);
    }
    let area = value("add_area");
    if !area.is_empty() && !entry.areas.iter().any(|one| one == area) {
        entry.areas.push(area.to_owned());
    }
    let area = value("remove_area");
    entry.areas.retain(|one| one != area);
    if review.is_some() {
        entry.review = review;
    } else if !value("no_review").is_empty() {
        entry.review = None;
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_changes() {
        let mut entry = Entry::new("gull");
        entry.pages = vec![3];
        entry.dossier = Some("birds".into());
        let typed = |pairs: &[(&str, &str)]| -> Typed {
            pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect()
        };
        assert_eq!(
            changed(&entry, &typed(&[("kind", ""), ("gone", "")]), None),
            entry
        );
        let other = changed(
            &entry,
            &typed(&[
                ("kind", "bird"),
                ("dossier", "-"),
                ("add_page", "2"),
                ("remove_page", "3"),
                ("gone", "yes"),
            ]),
            Date::new(2030, 1, 1),
        );
        assert_eq!(
            (other.kind.as_str(), other.dossier, other.pages, other.gone),
            ("bird", None, vec![2], true)
        );
        assert_eq!(other.review, Date::new(2030, 1, 1));
    }
}
