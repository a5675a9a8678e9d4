//! What a proposal would spoil: told before it is made.

use super::change::Proposal;
use super::shelf::Shelf;
use clipsheet_gloss::{Entry, Glossary, Problem, Serial};
use std::collections::HashMap;

/// What the compiler would newly say of the glossary with a proposal made.
pub fn new_problems(proposal: &Proposal, shelf: &Shelf) -> Vec<Problem> {
    let mut changed: HashMap<i64, Option<&Entry>> = HashMap::new();
    let mut all = Vec::new();
    for proposed in &proposal.entries {
        if let Some(id) = proposed.id {
            changed.insert(id, proposed.entry.as_ref());
        }
    }
    for entry in shelf.entries() {
        match changed.get(&entry.id) {
            Some(Some(entry)) => all.push((*entry).clone()),
            Some(None) => {}
            None => all.push(entry.clone()),
        }
    }
    let new = proposal
        .entries
        .iter()
        .filter(|proposed| proposed.id.is_none());
    all.extend(new.filter_map(|proposed| proposed.entry.clone()));
    let mut serials = shelf.serials.clone();
    for (name, lines) in &proposal.serials {
        serials.retain(|serial| serial.name != *name);
        serials.extend(lines.clone().map(|lines| Serial {
            name: name.clone(),
            lines,
        }));
    }
    let ids: Vec<i64> = all.iter().map(|entry| entry.id).collect();
    let (_, problems) = Glossary::compile(all, serials);
    let is_new = |problem: &Problem| {
        let id = problem
            .position
            .and_then(|at| ids.get(at).copied())
            .unwrap_or(0);
        let known = shelf.find(id).map_or(&[][..], |shelved| &shelved.problems);
        !known.iter().any(|known| known.message == problem.message)
    };
    problems.into_iter().filter(is_new).collect()
}
