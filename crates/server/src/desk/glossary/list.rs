//! The list of entries: sifted, a hundred at a time, out of memory.

use super::entry::{badges, printed_words};
use super::words::at_the_desk;
use super::{HERE, effects_in_short, sections};
use crate::app::App;
use crate::calendar::{counted, number};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::filter::{EFFECTS, EntryFilter, ORDERS, STATES};
use crate::glossary::shelf::{Shelf, Shelved};
use crate::glossary::uses::UseSum;
use crate::staff::Member;
use crate::views::{DeskGlossaryPage, GlossRow, Pick, PickList};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::Severity;
use clipsheet_store::{Day, Role};
use std::sync::Arc;
use url::form_urlencoded;

/// Entries on one view of the list.
const PART: usize = 100;

/// `GET /desk/glossary`.
pub(super) async fn show_list(
    State(app): State<Arc<App>>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, WebError> {
    let query = query.unwrap_or_default();
    let filter = EntryFilter::read(&query);
    let value = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let paper = app.paper().await?;
    let (shelf, uses) = (app.shelf().await?, app.entry_uses().await?);
    let today = paper.calendar.day_of(app.now());
    let found = filter.sift(&shelf, &uses, today);
    let total = found.len();
    let parts = total.div_ceil(PART).max(1);
    let part = value("part").parse::<usize>().unwrap_or(1).clamp(1, parts);
    let first = (part - 1) * PART;
    let none = UseSum::default();
    let rows: Vec<GlossRow> = found
        .iter()
        .skip(first)
        .take(PART)
        .map(|shelved| row(shelved, uses.get(&shelved.entry.id).unwrap_or(&none), today))
        .collect();
    let back = filter.query();
    let at = |part: usize| {
        let and = if back.is_empty() { "" } else { "&" };
        format!("{HERE}?{back}{and}part={part}")
    };
    let mut chrome = desk_chrome(&app, &paper, &member, "Glossary", HERE);
    chrome.notice = match value("said").as_str() {
        "changed" => "Changed. It holds for what is printed from now on.".into(),
        "correcting" => "Changed. The correction is on its way to what was printed.".into(),
        "imported" => "Imported. It holds for what is printed from now on.".into(),
        _ => String::new(),
    };
    if value("said") == "none-chosen" {
        chrome.error = "No entry is chosen, so there is nothing to change. Tick some in the list, and press “Change the chosen ones”.".into();
    }
    let page = DeskGlossaryPage {
        chrome,
        sections: sections(&member, HERE),
        count: count(&shelf, (!filter.is_empty()).then_some(total)),
        filters: filters(&shelf, &filter),
        filtered: !filter.is_empty(),
        empty: rows.is_empty(),
        blank: shelf.is_empty(),
        part: format!(
            "{} to {}",
            number(as_count(first + 1)),
            number(as_count(first + rows.len()))
        ),
        prev_url: if part > 1 {
            at(part - 1)
        } else {
            String::new()
        },
        next_url: if part < parts {
            at(part + 1)
        } else {
            String::new()
        },
        total: number(as_count(total)),
        may_edit: member.may(Role::Editor),
        new_url: {
            let mut query = form_urlencoded::Serializer::new(String::new());
            if !filter.words.is_empty() && total == 0 {
                query.append_pair("headword", &filter.words);
            }
            format!("{HERE}/new?{}", query.finish())
        },
        words: filter.words,
        rows,
        back,
    };
    show(&page, StatusCode::OK)
}

fn as_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// "4,120 entries; another version wrote what cannot be read here: Gull, Fog Horn"; "4 of 36 entries" where they are sifted.
fn count(shelf: &Shelf, sifted: Option<usize>) -> String {
    let mut entries = counted(as_count(shelf.len()), "entry", "entries");
    if let Some(found) = sifted {
        entries = format!("{} of {entries}", number(as_count(found)));
    }
    if shelf.unreadable.is_empty() {
        return entries;
    }
    let names: Vec<&str> = shelf
        .unreadable
        .iter()
        .map(|(_, name)| name.as_str())
        .collect();
    format!(
        "{entries}; another version wrote what cannot be read here: {}",
        names.join(", ")
    )
}

fn row(shelved: &Shelved, sum: &UseSum, today: Day) -> GlossRow {
    let entry = &shelved.entry;
    // The worst there is to say.
    let worst = shelved
        .problems
        .iter()
        .find(|problem| problem.severity == Severity::Error)
        .or(shelved.problems.first());
    GlossRow {
        id: entry.id,
        headword: entry.headword.clone(),
        url: format!("{HERE}/{}", entry.id),
        kind: entry.kind.clone(),
        effects: effects_in_short(entry),
        printed: printed_words(sum),
        badges: badges(shelved, today),
        why: worst
            .map(|problem| at_the_desk(&problem.message))
            .unwrap_or_default(),
    }
}

fn filters(shelf: &Shelf, filter: &EntryFilter) -> Vec<PickList> {
    let list = |name: &str, label: &str, any: &str, picks: Vec<Pick>| PickList {
        name: name.into(),
        label: label.into(),
        any: any.into(),
        picks,
    };
    let fixed = |choices: &[(&str, &str)], chosen: &str| -> Vec<Pick> {
        let pick = |(value, label): &(&str, &str)| super::pick(value, label, chosen);
        choices.iter().map(pick).collect()
    };
    let mut kinds: Vec<Pick> = shelf
        .kinds
        .iter()
        .map(|(kind, count)| {
            super::pick(
                kind,
                &format!("{kind} ({})", number(as_count(*count))),
                &filter.kind,
            )
        })
        .collect();
    kinds.push(super::pick("-", "Of no kind", &filter.kind));
    vec![
        list("kind", "Kind", "All kinds", kinds),
        list(
            "effect",
            "Effect",
            "All effects",
            fixed(EFFECTS, &filter.effect),
        ),
        list("state", "State", "All states", fixed(STATES, &filter.state)),
        list(
            "order",
            "Order",
            "By headword",
            fixed(ORDERS, &filter.order),
        ),
    ]
}
