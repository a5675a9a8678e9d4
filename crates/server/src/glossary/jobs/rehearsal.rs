//! The rehearsal: a change of the glossary tried on every article in print, with nothing changed.
//!
//! Texts are read in parts, none of which holds a snapshot of the database for long, and are looked through by threads that
//! run only where nobody else wants to: whatever the readers ask for comes first.

use super::run::Hold;
use super::scope;
use crate::app::App;
use crate::glossary::change::Proposal;
use crate::glossary::task::Scope;
use crate::printing::{Place, read_choices, stored_glossary};
use clipsheet_gloss::{
    Context, Effect, Entry, GlossaryFile, Outcome, PrintRecord, Rehearsal, Risk, Serial, What,
};
use clipsheet_store::{
    ArchivedText, ArticleId, Conn, GlossaryJob, JobProgress, JobState, SerialPositions, StoreError,
    StoreResult, end_job, find_headline, find_standing_print, is_indexed, list_choices_between,
    list_texts_above, newest_glossary_change,
};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Texts that are read at once, at most: reading gives way to nobody, so that it must be done soon.
const PART: i64 = 64;
/// Texts that are read at first, before it is known how long they are.
const FIRST: i64 = 32;
/// Bytes that a part is to have, about: articles of megabytes come one by one.
const PART_BYTES: usize = 512 << 10;
/// Parts that may wait to be looked through: bounds the memory.
const WAITING: usize = 8;
/// The samples that are kept.
const SAMPLES: usize = 40;
/// Threads at most.
const MOST_THREADS: usize = 8;
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
    /// What was decided.
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

/// A place in the archive where the change does something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The article.
    pub article: ArticleId,
    /// Its headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Whether a word or a note of the change's entries was printed in it, so that a correction reaches it.
    pub was_printed: bool,
    /// What becomes of the match.
    pub what: Became,
    /// The entry's headword.
    pub entry: String,
    /// `substitute`, `aside` or `serial`.
    pub effect: String,
    /// What is printed there now.
    pub before: Option<String>,
    /// What would be printed.
    pub after: Option<String>,
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
        what: match change.what {
            What::Added => Became::Added,
            What::Changed => Became::Changed,
            What::Lost => Became::Lost,
        },
        entry: change.entry.clone(),
        effect: change.effect.to_owned(),
        before: change.before.clone(),
        after: change.after.clone(),
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
    for change in &proposal.entries {
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
            (None, Some(entry)) => after.entries.push(entry.clone()),
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

/// A part of the archive on its way to the threads.
struct Texts {
    texts: Vec<ArchivedText>,
    /// What editors chose for them.
    choices: Vec<(ArticleId, String)>,
}

/// What the threads have done so far.
#[derive(Default)]
struct Counted {
    done: AtomicI64,
    touched: AtomicI64,
    failed: AtomicI64,
}

/// Rehearses a change from the beginning: what a node that fell silent had found is not kept, since all of it takes no minute.
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
    let (parts, waiting) = mpsc::channel(WAITING);
    let (counted, threads) = start_threads(&rehearsal, waiting)?;
    let (mut at, mut told, mut most) = (ArticleId(0), Instant::now(), FIRST);
    loop {
        let part = app.store.read(move |conn| {
            let texts = list_texts_above(conn, at, most)?;
            let choices = match texts.last() {
                Some(last) => list_choices_between(conn, at, last.article)?,
                None => Vec::new(),
            };
            Ok(Texts { texts, choices })
        });
        let part = part.await?;
        let Some(last) = part.texts.last() else { break };
        at = last.article;
        most = next_part(&part.texts);
        // All threads are gone only if none could be started.
        if parts.send(part).await.is_err() {
            return Err(StoreError::Internal(
                "nobody looks through the texts".into(),
            ));
        }
        if told.elapsed() > TELL {
            told = Instant::now();
            let (progress, now) = (counted.progress(at, String::new()), app.now());
            let goes_on = app.store.write(move |tx| {
                let goes_on = hold.advance(tx, &progress, now)?;
                Ok((goes_on, hold))
            });
            let (goes_on, held) = goes_on.await?;
            hold = held;
            if !goes_on {
                return Ok(());
            }
        }
    }
    drop(parts);
    let mut outcome = Outcome::new(SAMPLES);
    for thread in threads {
        outcome.merge(
            thread
                .await
                .map_err(|error| StoreError::Internal(error.to_string()))?,
        );
    }
    let mut rehearsed = Rehearsed {
        problems,
        change,
        // What was left out of a rehearsal before this one still is, until somebody takes it in again.
        except: proposal.except.clone(),
        failed: usize::try_from(counted.failed.load(Ordering::Relaxed)).unwrap_or_default(),
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
    let samples = std::mem::take(&mut rehearsed.samples);
    let looked_up = app.store.read(move |conn| look_up(conn, samples, &ids));
    rehearsed.samples = looked_up.await?;
    let progress = JobProgress {
        result: rehearsed.write()?,
        ..counted.progress(at, String::new())
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
/// which no correction touches.
fn look_up(conn: &mut Conn, samples: Vec<Shown>, entries: &[i64]) -> StoreResult<Vec<Shown>> {
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
        }
        found.push(sample);
    }
    Ok(found)
}

/// How many texts to read next, if they are as long as these.
fn next_part(texts: &[ArchivedText]) -> i64 {
    let bytes: usize = texts.iter().map(|text| text.safe_html.len()).sum();
    let each = bytes / texts.len().max(1) + 1;
    i64::try_from(PART_BYTES / each)
        .unwrap_or(PART)
        .clamp(1, PART)
}

impl Counted {
    fn progress(&self, at: ArticleId, result: String) -> JobProgress {
        JobProgress {
            done: self.done.load(Ordering::Relaxed),
            changed: self.touched.load(Ordering::Relaxed),
            at,
            result,
        }
    }
}

/// One thread less than there are processors; each gives its outcome when there is nothing more to come.
fn start_threads(
    rehearsal: &Arc<Rehearsal>,
    waiting: mpsc::Receiver<Texts>,
) -> StoreResult<(Arc<Counted>, Vec<oneshot::Receiver<Outcome>>)> {
    let counted = Arc::new(Counted::default());
    let waiting = Arc::new(Mutex::new(waiting));
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut outcomes = Vec::new();
    // One processor is left to readers.
    for _ in 0..processors.saturating_sub(1).clamp(1, MOST_THREADS) {
        let (rehearsal, waiting) = (Arc::clone(rehearsal), Arc::clone(&waiting));
        let (counting, (tell, told)) = (Arc::clone(&counted), oneshot::channel());
        std::thread::Builder::new()
            .name("rehearsal".into())
            .spawn(move || {
                give_way();
                let mut outcome = Outcome::new(SAMPLES);
                loop {
                    let next = waiting
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .blocking_recv();
                    let Some(part) = next else { break };
                    look_through(&rehearsal, &part, &mut outcome, &counting);
                }
                // Nobody waits for it when the job was stopped.
                let _ = tell.send(outcome);
            })
            .map_err(|error| StoreError::Internal(error.to_string()))?;
        outcomes.push(told);
    }
    Ok((counted, outcomes))
}

fn look_through(rehearsal: &Rehearsal, part: &Texts, outcome: &mut Outcome, counted: &Counted) {
    for text in &part.texts {
        let chosen = part.choices.iter().find(|(id, _)| *id == text.article);
        let choices = chosen
            .map(|(_, json)| read_choices(json))
            .unwrap_or_default();
        let place = Place {
            day: text.edition_on,
            page: text.page,
            area: text.area.clone(),
        };
        let context = Context {
            choices: &choices,
            ..place.context(text.article, SerialPositions::new())
        };
        // A fault in one text must not take the rest of the archive with it.
        let change = catch_unwind(AssertUnwindSafe(|| {
            rehearsal.article(&text.safe_html, &context)
        }));
        match change {
            Ok(change) => {
                counted
                    .touched
                    .fetch_add(i64::from(change.is_some()), Ordering::Relaxed);
                outcome.add(text.article.0, &text.safe_html, change);
            }
            Err(_) => {
                counted.failed.fetch_add(1, Ordering::Relaxed);
            }
        }
        counted.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// Lets this thread run only where nobody else wants to: readers must not notice a rehearsal. The policy SCHED_IDLE is more than
/// the lowest priority: whoever wakes takes the processor from such a thread at once (sched(7)).
#[cfg(target_os = "linux")]
fn give_way() {
    use thread_priority::ThreadPriority;
    use thread_priority::unix::{
        NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy,
        thread_native_id,
    };
    let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    // Where it is not allowed, a rehearsal is no worse than another request.
    let _ = set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, idle);
}

/// Elsewhere the system shares out processors as it does.
#[cfg(not(target_os = "linux"))]
fn give_way() {}
