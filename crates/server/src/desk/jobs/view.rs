//! What a rehearsal came to, in an editor's words.

use super::act::JobForm;
use super::job_url;
use crate::calendar::{counted, number};
use crate::glossary::change::Proposal;
use crate::glossary::jobs::rehearsal::{Became, Decided, Rehearsed, Shown};
use crate::pages::article_url;
use crate::views::{Link, RehearsalView, SampleRow, SampleSide};

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The headwords of a change, as many as fit a line.
pub(super) fn headwords_of(proposal: &Proposal) -> String {
    const SHOWN: usize = 5;
    let shown = proposal.entries.len().min(SHOWN);
    let mut names: Vec<String> = (0..shown).map(|place| proposal.name_of(place)).collect();
    let more = proposal.entries.len().saturating_sub(SHOWN);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

/// What a rehearsal came to. `newest` is the newest change of the glossary.
pub(super) fn rehearsal(
    proposal: &Proposal,
    found: &Rehearsed,
    may_edit: bool,
    newest: i64,
) -> RehearsalView {
    let may_decide = may_edit && found.decided == Decided::Open;
    let mut counts = Vec::new();
    for (matches, became) in [
        (found.added, "new"),
        (found.changed, "printed otherwise"),
        (found.lost, "gone"),
    ] {
        if matches > 0 {
            counts.push(format!(
                "{} {became}",
                counted(count(matches), "mention", "mentions")
            ));
        }
    }
    if found.refiled > 0 {
        counts.push(format!(
            "another dossier for {}",
            counted(count(found.refiled), "article", "articles")
        ));
    }
    let risks = found
        .risks
        .iter()
        .map(|(risk, matches)| format!("{risk}: {}", number(count(*matches))));
    let mut warnings: Vec<String> = found
        .masses
        .iter()
        .map(|(entry, articles)| {
            format!(
                "“{entry}” would print something new in {}: more than one in twenty. Is it an everyday word?",
                counted(count(*articles), "article", "articles")
            )
        })
        .collect();
    warnings.extend(found.problems.iter().cloned());
    if found.failed > 0 {
        warnings.push(format!(
            "{} could not be looked through.",
            counted(count(found.failed), "article", "articles")
        ));
    }
    let (decided, decided_at) = decision(&found.decided);
    let of_all = format!("of {} in print", number(count(found.articles)));
    let touched = counted(count(found.touched), "article", "articles");
    // Of a correction it is said large what changes in print; what today's glossary would make of all articles is not that.
    let (touched, elsewhere) = match found.reached.filter(|_| proposal.is_correction) {
        None => (format!("{touched} {of_all}"), String::new()),
        Some(reached) => {
            let reached = (reached - count(found.except.len())).max(0);
            let corrected = match reached {
                0 => format!("No article {of_all} is corrected"),
                1 => format!("1 article {of_all} is corrected"),
                more => format!("{} articles {of_all} are corrected", number(more)),
            };
            let matches = match counts.as_slice() {
                [] => String::new(),
                all => format!(" ({})", all.join(", ")),
            };
            counts.clear();
            let elsewhere = format!(
                "With today’s glossary it would do something in {touched}{matches}: where it was not printed, the text stays as it is."
            );
            (corrected, elsewhere)
        }
    };
    RehearsalView {
        touched,
        elsewhere,
        counts,
        risks: risks.collect(),
        warnings,
        note: proposal.note.clone(),
        headwords: headwords_of(proposal),
        undoing: match proposal.undoes {
            Some(id) => Link::new(
                format!("change {id}"),
                format!("/desk/glossary/changes/{id}"),
            ),
            None => Link::default(),
        },
        has_serials: !proposal.serials.is_empty(),
        is_correction: proposal.is_correction,
        accepting: accepting(proposal, found),
        samples: found
            .samples
            .iter()
            .enumerate()
            .map(|(at, shown)| sample(at + 1, proposal, found, shown))
            .collect(),
        may_decide,
        is_older: may_decide && found.change != newest,
        decided,
        decided_at,
        took: format!(
            "{} looked through in {}.{} seconds",
            counted(count(found.articles), "article", "articles"),
            found.took_millis / 1000,
            found.took_millis % 1000 / 100
        ),
        ..RehearsalView::default()
    }
}

/// Puts a phrase that was refused back where it was typed.
pub(super) fn put_back(view: &mut RehearsalView, typed: &JobForm) {
    let mut rows = view.samples.iter_mut();
    if let Some(row) = rows.find(|row| row.number == typed.sample) {
        row.phrase.clone_from(&typed.phrase);
    }
}

fn accepting(proposal: &Proposal, found: &Rehearsed) -> String {
    if !proposal.is_correction {
        return "New articles are printed with it; what is printed stays as it was printed, until somebody prints it anew.".into();
    }
    let left = match found.except.len() {
        0 => String::new(),
        left => format!(
            " {} left as you said.",
            counted(count(left), "article is", "articles are")
        ),
    };
    let articles = number(found.printed_with);
    let over = match found.printed_with {
        _ if found.looks_at_all => {
            let all = counted(found.printed_with, "article", "articles");
            format!("all {all}, since it is not noted yet which of them mention it,")
        }
        0 => return "No article in print mentions it, so the correction changes none.".into(),
        1 => "the one article that mentions it,".to_owned(),
        _ => format!("the {articles} articles that mention it,"),
    };
    let (here, back) = match (found.printed_with, proposal.undoes) {
        (1, None) => ("it if it was printed there", ""),
        (1, Some(_)) => (
            "it if it was printed there",
            ", or if the change took it out there",
        ),
        (_, None) => ("those in which it was printed", ""),
        (_, Some(_)) => (
            "those in which it was printed",
            ", or from which the change took it",
        ),
    };
    format!("A correction goes over {over} and changes {here}{back}.{left}")
}

fn decision(decided: &Decided) -> (String, Link) {
    match decided {
        Decided::Open => (String::new(), Link::default()),
        Decided::Accepted(change, None) => (
            "Accepted: the glossary has the change.".into(),
            Link::new("The change", format!("/desk/glossary/changes/{change}")),
        ),
        Decided::Accepted(_, Some(job)) => (
            "Accepted: the glossary has the change, and it is on its way to what was printed."
                .into(),
            Link::new("How far it is", job_url(*job)),
        ),
        Decided::Dropped => (
            "Dropped: the glossary is as it was.".into(),
            Link::default(),
        ),
        Decided::Again(job) => (
            "It was rehearsed again.".into(),
            Link::new("That rehearsal", job_url(*job)),
        ),
    }
}

fn sample(number: usize, proposal: &Proposal, found: &Rehearsed, shown: &Shown) -> SampleRow {
    let side = |printed: &Option<String>, beside: &Option<String>| {
        let (words, note) = match shown.effect.as_str() {
            "substitute" => (printed, beside),
            _ => (beside, printed),
        };
        SampleSide {
            is_house: words.is_some(),
            words: words.clone().unwrap_or_else(|| shown.text.clone()),
            note: note.clone().unwrap_or_default(),
        }
    };
    let is_left = found.except.contains(&shown.article);
    SampleRow {
        number,
        article: Link::new(
            shown.headline.clone(),
            article_url(shown.article, &shown.slug),
        ),
        id: shown.article.0.unsigned_abs(),
        entry: match shown.entry_id.and_then(|number| proposal.find(number)) {
            Some(place) if proposal.has_namesake(place) => proposal.name_of(place),
            _ => shown.entry.clone(),
        },
        headword: shown.entry.clone(),
        entry_id: shown
            .entry_id
            .map(|number| number.to_string())
            .unwrap_or_default(),
        what: match shown.what {
            Became::Added => "New",
            Became::Changed => "Printed otherwise",
            Became::Lost => "Gone",
        }
        .into(),
        risks: shown.risks.iter().map(ToString::to_string).collect(),
        more: match shown.matches.saturating_sub(1) {
            0 => String::new(),
            more => format!("and {more} more in this article"),
        },
        reach: if !proposal.is_correction {
            String::new()
        } else if is_left {
            "The correction leaves it as it is.".into()
        } else if shown.was_printed && shown.before.is_none() && proposal.undoes.is_some() {
            "The change took it out of what was printed here: it comes back.".into()
        } else if shown.was_printed {
            "It was printed with it: the correction changes it.".into()
        } else if shown.taken_out {
            "A correction took it out of what was printed here: it stays as it is.".into()
        } else {
            "It was never printed with it: it stays as it is.".into()
        },
        headings: if proposal.is_correction && shown.was_printed {
            ["Now".into(), "Then".into()]
        } else {
            ["Today’s glossary".into(), "With the change".into()]
        },
        may_except: proposal.undoes.is_none()
            && proposal.entries.iter().enumerate().any(|(place, change)| {
                let entry = change.entry.as_ref();
                let is_named = match shown.entry_id {
                    Some(number) => number == proposal.number_of(place),
                    None => change.headword == shown.entry,
                };
                is_named && entry.is_some_and(|entry| entry.headword == shown.entry)
            }),
        before: shown.text_before.clone(),
        after: shown.text_after.clone(),
        now: side(&shown.before, &shown.beside[0]),
        then: side(&shown.after, &shown.beside[1]),
        phrase: String::new(),
        may_leave: proposal.is_correction && shown.was_printed,
        is_left,
    }
}
