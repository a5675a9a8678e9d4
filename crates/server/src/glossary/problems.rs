//! What a proposal would spoil: told before it is made.

use super::change::Proposal;
use super::shelf::Shelf;
use clipsheet_gloss::{Entry, Glossary, Problem, Serial};
use std::collections::HashMap;

/// What the compiler would newly say of the glossary with a proposal made.
pub fn new_problems(proposal: &Proposal, shelf: &Shelf) -> Vec<Problem> {
    let placed = placed_problems(proposal, shelf).into_iter();
    placed.map(|(_, problem)| problem).collect()
}

/// The same, each with the place among the proposal's entries of the one that it is about; none for another entry.
pub fn placed_problems(proposal: &Proposal, shelf: &Shelf) -> Vec<(Option<usize>, Problem)> {
    let mut changed: HashMap<i64, (usize, Option<&Entry>)> = HashMap::new();
    let (mut all, mut places) = (Vec::new(), Vec::new());
    for (place, proposed) in proposal.entries.iter().enumerate() {
        if let Some(id) = proposed.id {
            changed.insert(id, (place, proposed.entry.as_ref()));
        }
    }
    let mut put = |entry: &Entry, place: Option<usize>| {
        all.push(entry.clone());
        places.push(place);
    };
    for entry in shelf.entries() {
        match changed.get(&entry.id) {
            Some((place, Some(entry))) => put(entry, Some(*place)),
            Some((_, None)) => {}
            None => put(entry, None),
        }
    }
    for (place, proposed) in proposal.entries.iter().enumerate() {
        if let (None, Some(entry)) = (proposed.id, &proposed.entry) {
            put(entry, Some(place));
        }
    }
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
    let new = problems.into_iter().filter(is_new);
    new.map(|problem| {
        let place = problem.position.and_then(|at| *places.get(at)?);
        (place, problem)
    })
    .collect()
}
