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
    RehearsalView {
        touched: format!(
            "{} of {} in print",
            counted(count(found.touched), "article", "articles"),
            number(count(found.articles))
        ),
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
    let articles = counted(found.printed_with, "article", "articles");
    let left = match found.except.len() {
        0 => String::new(),
        left => format!(
            " {} left as you said.",
            counted(count(left), "article is", "articles are")
        ),
    };
    let over = if found.looks_at_all {
        format!("all {articles}, since it is not noted yet which of them mention it,")
    } else {
        format!("the {articles} that mention it,")
    };
    format!("A correction goes over {over} and changes those in which it was printed.{left}")
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
    let side = |printed: &Option<String>| match (shown.effect.as_str(), printed) {
        ("substitute", Some(words)) => SampleSide {
            words: words.clone(),
            is_house: true,
            note: String::new(),
        },
        (_, printed) => SampleSide {
            words: shown.text.clone(),
            is_house: false,
            note: printed.clone().unwrap_or_default(),
        },
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
        } else if shown.was_printed {
            "It was printed with it: the correction changes it.".into()
        } else {
            "It was never printed with it: it stays as it is.".into()
        },
        before: shown.text_before.clone(),
        after: shown.text_after.clone(),
        now: side(&shown.before),
        then: side(&shown.after),
        phrase: String::new(),
        may_leave: proposal.is_correction && shown.was_printed,
        is_left,
    }
}
