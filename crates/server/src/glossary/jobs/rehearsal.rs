//! The rehearsal: a change of the glossary tried on every article in print, with nothing changed.
//!
//! Threads that run only where nobody else wants to read the archive and look it through (`threads`): whatever the readers
//! ask for comes first.

mod threads;

use self::threads::Threads;
use super::run::Hold;
use super::scope;
use crate::app::App;
use crate::glossary::change::Proposal;
use crate::glossary::task::Scope;
use crate::printing::stored_glossary;
use clipsheet_gloss::{
    Effect, Entry, GlossaryFile, Outcome, PrintRecord, Rehearsal, Risk, Serial, What,
};
use clipsheet_store::{
    ArticleId, Conn, GlossaryJob, JobProgress, JobState, StoreError, StoreResult, end_job,
    find_headline, find_standing_print, is_indexed, list_entry_uses, newest_glossary_change,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The samples that are kept.
const SAMPLES: usize = 40;
/// How often it is told how far it is.
const TELL: Duration = Duration::from_millis(500);

/// What a rehearsal came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rehearsed {
    /// Articles looked at.
    pub articles: usize,
    /// Articles to which the change does something.
    pub touched: usize,
    /// Matches that are new.
    pub added: usize,
    /// Matches that are printed otherwise.
    pub changed: usize,
    /// Matches that are lost.
    pub lost: usize,
    /// Articles that mention another dossier, or one no longer.
    pub refiled: usize,
    /// Articles in which an entry of the change was printed or mentioned when they were printed: what a correction goes over.
    pub printed_with: i64,
    /// Articles in print in which a correction finds something to change: those in which something was printed for an entry of
    /// the change, or from which the change that it undoes took it. None where that is not noted yet.
    pub reached: Option<i64>,
    /// Whether a correction looks at all articles, since it is not noted of all of them yet which entries they have.
    pub looks_at_all: bool,
    /// For each risk the number of matches that have it.
    pub risks: Vec<(Risk, usize)>,
    /// Entries that would print something new in many articles at once, with the number of these.
    pub masses: Vec<(String, usize)>,
    /// What the compiler says of the changed entries.
    pub problems: Vec<String>,
    /// The riskiest match of the riskiest articles.
    pub samples: Vec<Shown>,
    /// Articles that could not be looked through.
    pub failed: usize,
    /// How long it took, in milliseconds.
    pub took_millis: u64,
    /// Articles that a correction is to leave as they are.
    pub except: Vec<ArticleId>,
    /// The newest change of the glossary that it was rehearsed with.
    pub change: i64,
    /// What was decided. The last of all: [`Decided::at_end`] reads it without the rest.
    pub decided: Decided,
}

/// What an editor decided after a rehearsal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// Nothing yet.
    // What an older Clipsheet was about to accept when it was stopped is open again.
    #[default]
    #[serde(alias = "accepting")]
    Open,
    /// The change was made, under this number, and with this job if it is a correction.
    Accepted(i64, Option<i64>),
    /// It is not made.
    Dropped,
    /// It was rehearsed again with an exception: the job's number.
    Again(i64),
}

impl Decided {
    /// Reads it from the last characters of what a rehearsal's job keeps, of which all can be long; none from anything else.
    pub fn at_end(ending: &str) -> Option<Self> {
        let (_, decided) = ending.rsplit_once(r#""decided":"#)?;
        serde_json::from_str(decided.strip_suffix('}')?).ok()
    }
}

/// A place in the archive where the change does something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Whether a word or a note of the change's entries is printed in it, or comes back into it, so that a correction reaches it.
    pub was_printed: bool,
    /// Whether a correction took it out of it since, and this is not the undoing of that.
    #[serde(default)]
    pub taken_out: bool,
    /// What becomes of the match.
    pub what: Became,
    /// The entry's headword.
    pub entry: String,
    /// Its number, as [`Proposal::find`] takes it; none in what an older Clipsheet kept.
    #[serde(default)]
    pub entry_id: Option<i64>,
    /// `substitute`, `aside` or `serial`.
    pub effect: String,
    /// What is printed there now.
    pub before: Option<String>,
    /// What would be printed.
    pub after: Option<String>,
    /// What else the entry prints there, before and after: the note beside a house word, the house word beside a note.
    #[serde(default)]
    pub beside: [Option<String>; 2],
    /// Why it deserves a second look, the riskiest first.
    pub risks: Vec<Risk>,
    /// The text before the mention.
    pub text_before: String,
    /// The mention as the source has it.
    pub text: String,
    /// The text behind it.
    pub text_after: String,
    /// How many matches of the article change.
    pub matches: usize,
}

/// What becomes of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It is new.
    Added,
    /// It is printed otherwise.
    Changed,
    /// It goes.
    Lost,
}

impl Rehearsed {
    /// Reads what a job kept; `None` before it has come to its end.
    pub fn read(json: &str) -> Option<Self> {
        serde_json::from_str(json).ok()
    }

    /// As a job keeps it.
    ///
    /// # Errors
    /// Never, since it is plain data.
    pub fn write(&self) -> StoreResult<String> {
        serde_json::to_string(self).map_err(|error| StoreError::Internal(error.to_string()))
    }

    fn of(outcome: &Outcome) -> Self {
        let mut risks: Vec<(Risk, usize)> = outcome
            .risks
            .iter()
            .map(|(risk, count)| (*risk, *count))
            .collect();
        risks.sort_unstable_by_key(|(risk, _)| *risk);
        let masses = outcome.masses().into_iter();
        Self {
            articles: outcome.articles,
            touched: outcome.touched,
            added: outcome.added,
            changed: outcome.changed,
            lost: outcome.lost,
            refiled: outcome.refiled,
            risks,
            masses: masses
                .map(|(entry, count)| (entry.to_owned(), count))
                .collect(),
            samples: outcome.samples().into_iter().map(shown).collect(),
            ..Self::default()
        }
    }
}

fn shown(sample: &clipsheet_gloss::Sample) -> Shown {
    let change = &sample.change;
    Shown {
        article: ArticleId(sample.article_id),
        headline: String::new(),
        slug: String::new(),
        was_printed: false,
        taken_out: false,
        what: match change.what {
            What::Added => Became::Added,
            What::Changed => Became::Changed,
            What::Lost => Became::Lost,
        },
        entry: change.entry.clone(),
        entry_id: Some(change.entry_id),
        effect: change.effect.to_owned(),
        before: change.before.clone(),
        after: change.after.clone(),
        beside: change.beside.clone(),
        risks: change.risks.clone(),
        text_before: sample.text_before.clone(),
        text: sample.text.clone(),
        text_after: sample.text_after.clone(),
        matches: sample.matches,
    }
}

/// The glossary as it would be after a change.
pub fn proposed(before: &GlossaryFile, proposal: &Proposal) -> GlossaryFile {
    let mut after = before.clone();
    for (place, change) in proposal.entries.iter().enumerate() {
        let at = change
            .id
            .and_then(|id| after.entries.iter().position(|entry| entry.id == id));
        match (at, &change.entry) {
            (Some(at), Some(entry)) => {
                let old = &after.entries[at];
                after.entries[at] = Entry {
                    id: old.id,
                    revision: old.revision + 1,
                    ..entry.clone()
                };
            }
            (Some(at), None) => {
                after.entries.remove(at);
            }
            (None, Some(entry)) => after.entries.push(Entry {
                id: proposal.number_of(place),
                ..entry.clone()
            }),
            (None, None) => {}
        }
    }
    for (name, lines) in &proposal.serials {
        after.serials.retain(|serial| serial.name != *name);
        if let Some(lines) = lines {
            after.serials.push(Serial {
                name: name.clone(),
                lines: lines.clone(),
            });
        }
    }
    after
}

/// Rehearses a change from the beginning: what a node that fell silent had found is not kept, since all of it takes about half a
/// minute on a machine with time to spare; on a busy one longer.
pub(super) async fn run(
    app: &App,
    job: &GlossaryJob,
    mut hold: Hold,
    proposal: Proposal,
) -> StoreResult<()> {
    let began = Instant::now();
    let wanted = proposal.clone();
    // The change first: one that comes between the two reads makes this look older than it is, never newer.
    let (change, before) = app
        .store
        .read(|conn| Ok((newest_glossary_change(conn)?, stored_glossary(conn)?)))
        .await?;
    // Aside: two big glossaries take a while, and no snapshot is to be held meanwhile.
    let set_up = tokio::task::spawn_blocking(move || {
        let after = proposed(&before, &wanted);
        let (rehearsal, problems) = Rehearsal::new(&before, &after);
        let ours = |problem: &String| {
            let headword = |change: &crate::glossary::change::ProposedEntry| {
                !change.headword.is_empty() && problem.contains(&change.headword)
            };
            wanted.entries.iter().any(headword)
        };
        let problems: Vec<String> = problems
            .iter()
            .map(ToString::to_string)
            .filter(ours)
            .collect();
        (Arc::new(rehearsal), problems)
    });
    let set_up = set_up.await;
    let (rehearsal, problems) = set_up.map_err(|error| StoreError::Internal(error.to_string()))?;
    let mut threads = Threads::start(&app.store, &rehearsal, SAMPLES)?;
    let outcome = loop {
        if let Some(outcome) = threads.outcome_within(TELL).await? {
            break outcome;
        }
        let (progress, now) = (threads.progress(), app.now());
        let goes_on = app.store.write(move |tx| {
            let goes_on = hold.advance(tx, &progress, now)?;
            Ok((goes_on, hold))
        });
        let (goes_on, held) = goes_on.await?;
        hold = held;
        if !goes_on {
            return Ok(());
        }
    };
    let mut rehearsed = Rehearsed {
        problems,
        change,
        // What was left out of a rehearsal before this one still is, until somebody takes it in again.
        except: proposal.except.clone(),
        failed: threads.failed(),
        took_millis: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        ..Rehearsed::of(&outcome)
    };
    let ids: Vec<i64> = proposal
        .entries
        .iter()
        .filter_map(|change| change.id)
        .collect();
    let (of, today) = (Scope::Entries(ids.clone()), app.today().await?);
    rehearsed.looks_at_all = !app.store.read(is_indexed).await?;
    rehearsed.printed_with = scope::count(&app.store, &of, today).await?;
    let undoes = proposal.undoes;
    if !rehearsed.looks_at_all {
        rehearsed.reached = Some(scope::count_corrected(&app.store, &ids, undoes).await?);
    }
    let samples = std::mem::take(&mut rehearsed.samples);
    let looked_up = app
        .store
        .read(move |conn| look_up(conn, samples, &ids, undoes));
    rehearsed.samples = looked_up.await?;
    let progress = JobProgress {
        result: rehearsed.write()?,
        ..threads.progress()
    };
    let (id, now) = (job.id, app.now());
    let finished = app.store.write(move |tx| {
        if hold.advance(tx, &progress, now)? {
            end_job(tx, id, JobState::Done, "", now)?;
        }
        Ok(())
    });
    finished.await
}

/// The samples with what the archive knows of their articles. Whether a correction of these entries reaches one is told by its
/// print record, as the correction itself goes by it: what is noted of entries may be incomplete, and counts lines of serials,
/// which no correction touches. What a correction took out since, only the note of it tells; `undoes` is the change whose taking out is
/// undone.
fn look_up(
    conn: &mut Conn,
    samples: Vec<Shown>,
    entries: &[i64],
    undoes: Option<i64>,
) -> StoreResult<Vec<Shown>> {
    let entries: HashSet<i64> = entries.iter().copied().collect();
    let mut found = Vec::new();
    for mut sample in samples {
        if let Some(line) = find_headline(conn, sample.article)? {
            (sample.headline, sample.slug) = (line.headline, line.slug);
        }
        if let Some(print) = find_standing_print(conn, sample.article)? {
            let record = serde_json::from_str::<PrintRecord>(&print.print_record);
            let annotations = record.map(|record| record.annotations);
            sample.was_printed = annotations.unwrap_or_default().iter().any(|one| {
                entries.contains(&one.entry_id) && !matches!(one.effect, Effect::Serial { .. })
            });
            let uses = list_entry_uses(conn, sample.article)?.into_iter();
            let taken = uses.filter(|used| entries.contains(&used.entry));
            for (change, _) in taken.filter_map(clipsheet_store::EntryUse::taken_out) {
                sample.was_printed |= Some(change) == undoes;
                sample.taken_out = true;
            }
            sample.taken_out &= !sample.was_printed;
        }
        found.push(sample);
    }
    Ok(found)
}
