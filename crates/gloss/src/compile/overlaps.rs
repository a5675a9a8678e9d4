//! Entries of one form that hold at the same time in the same place, so that neither is printed there.

use std::collections::HashMap;

use super::check::{Report, single_spaced};
use crate::problem::shorten;
use crate::{Date, Entry};

/// A form is compared with that many entries before it: a warning that is missing does no harm, and thousands may share a form.
const MOST_COMPARED: usize = 100;

/// Forms of entries that hold on some pages, in some areas, on some days.
#[derive(Default)]
pub(super) struct Overlaps {
    seen: HashMap<String, Vec<Scope>>,
}

/// Where and when an entry holds. What is empty holds everywhere.
struct Scope {
    headword: String,
    pages: Vec<u32>,
    areas: Vec<String>,
    from: Option<Date>,
    until: Option<Date>,
}

impl Overlaps {
    /// Warns about a form that another entry has, too, where both hold. Of entries with near words nothing can be said
    /// beforehand.
    pub(super) fn take_in(&mut self, entry: &Entry, form: &str, report: &mut Report<'_>) {
        let everywhere = entry.pages.is_empty()
            && entry.areas.is_empty()
            && entry.from.is_none()
            && entry.until.is_none();
        if everywhere || !entry.near.is_empty() || !entry.not_near.is_empty() {
            return;
        }
        let scope = Scope {
            headword: entry.headword.clone(),
            pages: entry.pages.clone(),
            areas: entry.areas.clone(),
            from: entry.from,
            until: entry.until,
        };
        let seen = self.seen.entry(single_spaced(form)).or_default();
        let both = seen
            .iter()
            .find_map(|other| Some((&other.headword, scope.and(other)?)));
        if let Some((other, both)) = both {
            report.warning(format!(
                "The form \"{}\" belongs to the entry \"{}\" as well, and both hold {both}. There neither is printed, since nobody knows which is meant. Give each pages, areas or days of its own.",
                shorten(form),
                shorten(other)
            ));
        }
        if seen.len() < MOST_COMPARED {
            seen.push(scope);
        }
    }
}

impl Scope {
    /// Where and when both hold, in words; `None` when that is nowhere or never.
    fn and(&self, other: &Self) -> Option<String> {
        let pages = common(&self.pages, &other.pages)?;
        let areas = common(&self.areas, &other.areas)?;
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if from.zip(until).is_some_and(|(from, until)| from > until) {
            return None;
        }
        let pages: Vec<String> = pages.iter().map(|page| format!("on page {page}")).collect();
        let areas: Vec<String> = areas.iter().map(|area| format!("in \"{area}\"")).collect();
        let days = match (from, until) {
            (Some(from), Some(until)) if from == until => Some(format!("on {from}")),
            (Some(from), Some(until)) => Some(format!("from {from} until {until}")),
            (Some(from), None) => Some(format!("from {from}")),
            (None, Some(until)) => Some(format!("until {until}")),
            (None, None) => None,
        };
        let told: Vec<String> = [pages.join(" and "), areas.join(" and ")]
            .into_iter()
            .chain(days)
            .filter(|part| !part.is_empty())
            .collect();
        Some(told.join(", "))
    }
}

/// What both lists allow, an empty one allowing all; `None` when that is nothing.
fn common<T: Clone + PartialEq>(one: &[T], other: &[T]) -> Option<Vec<T>> {
    if one.is_empty() || other.is_empty() {
        return Some([one, other].concat());
    }
    let both: Vec<T> = one
        .iter()
        .filter(|item| other.contains(item))
        .cloned()
        .collect();
    (!both.is_empty()).then_some(both)
}
