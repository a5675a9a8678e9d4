//! The threads of a rehearsal: each reads a part of the archive and looks it through, until nothing is left.
//!
//! They read on connections of their own, and all that they do gives way to readers: with the pool of the readers, the reading
//! alone made pages wait when a change touched every article.

use crate::printing::{Place, read_choices};
use clipsheet_gloss::{Context, Outcome, Rehearsal};
use clipsheet_store::{
    ArchivedText, ArticleId, JobProgress, OwnReader, SerialPositions, Store, StoreError,
    StoreResult, list_choices_between, list_texts_above,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// Texts that are read at once, at most: a part is one snapshot of the database, and none is to be held for long.
const PART: i64 = 64;
/// Texts that are read at first, before it is known how long they are.
const FIRST: i64 = 32;
/// Bytes that a part is to have, about: articles of megabytes come one by one.
const PART_BYTES: usize = 512 << 10;
/// Threads at most.
const MOST_THREADS: usize = 8;

/// The running threads. They stop by themselves when this goes.
pub(super) struct Threads {
    shared: Arc<Shared>,
    outcomes: mpsc::Receiver<StoreResult<Outcome>>,
    /// What those that are done have found.
    outcome: Outcome,
    /// Threads that have not told their outcome.
    running: usize,
}

struct Shared {
    rehearsal: Arc<Rehearsal>,
    samples: usize,
    archive: Mutex<Archive>,
    is_over: AtomicBool,
    /// The last article that was handed out.
    at: AtomicI64,
    done: AtomicI64,
    touched: AtomicI64,
    failed: AtomicUsize,
}

/// The archive, as far as it was not handed out.
struct Archive {
    reader: OwnReader,
    above: ArticleId,
    /// How many texts to read next.
    most: i64,
}

/// A part of the archive.
struct Part {
    texts: Vec<ArchivedText>,
    /// What editors chose for them.
    choices: Vec<(ArticleId, String)>,
}

impl Threads {
    /// Starts one thread less than there are processors: one is left to readers.
    pub(super) fn start(
        store: &Store,
        rehearsal: &Arc<Rehearsal>,
        samples: usize,
    ) -> StoreResult<Self> {
        let shared = Arc::new(Shared {
            rehearsal: Arc::clone(rehearsal),
            samples,
            archive: Mutex::new(Archive {
                reader: store.own_reader(),
                above: ArticleId(0),
                most: FIRST,
            }),
            is_over: AtomicBool::new(false),
            at: AtomicI64::new(0),
            done: AtomicI64::new(0),
            touched: AtomicI64::new(0),
            failed: AtomicUsize::new(0),
        });
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let running = processors.saturating_sub(1).clamp(1, MOST_THREADS);
        let (tell, outcomes) = mpsc::channel(running);
        let threads = Self {
            shared,
            outcomes,
            outcome: Outcome::new(samples),
            running,
        };
        for _ in 0..running {
            let (shared, tell) = (Arc::clone(&threads.shared), tell.clone());
            std::thread::Builder::new()
                .name("rehearsal".into())
                .spawn(move || {
                    give_way();
                    // Nobody waits for it when the job was stopped.
                    let _ = tell.try_send(shared.look_through_all());
                })
                .map_err(|error| StoreError::Internal(error.to_string()))?;
        }
        Ok(threads)
    }

    /// What all of them found, once they are through; `None` when the time is up before that. Not to be called again after it
    /// gave an outcome.
    pub(super) async fn outcome_within(&mut self, time: Duration) -> StoreResult<Option<Outcome>> {
        let all = async {
            while self.running > 0 {
                let Some(outcome) = self.outcomes.recv().await else {
                    return Err(StoreError::Internal(
                        "a thread that looks through the texts is gone".into(),
                    ));
                };
                self.running -= 1;
                self.outcome.merge(outcome?);
            }
            let none = Outcome::new(self.shared.samples);
            Ok(std::mem::replace(&mut self.outcome, none))
        };
        // Nothing is lost when the time is up: an outcome is merged as soon as it is received.
        match tokio::time::timeout(time, all).await {
            Ok(outcome) => outcome.map(Some),
            Err(_) => Ok(None),
        }
    }

    /// How far they are.
    pub(super) fn progress(&self) -> JobProgress {
        JobProgress {
            done: self.shared.done.load(Ordering::Relaxed),
            changed: self.shared.touched.load(Ordering::Relaxed),
            at: ArticleId(self.shared.at.load(Ordering::Relaxed)),
            result: String::new(),
        }
    }

    /// Articles that could not be looked through.
    pub(super) fn failed(&self) -> usize {
        self.shared.failed.load(Ordering::Relaxed)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn look_through_all(&self) -> StoreResult<Outcome> {
        let mut outcome = Outcome::new(self.samples);
        while !self.is_over.load(Ordering::Relaxed) {
            let Some(part) = self.next_part()? else { break };
            self.look_through(&part, &mut outcome);
        }
        Ok(outcome)
    }

    /// The next part of the archive; `None` at its end.
    fn next_part(&self) -> StoreResult<Option<Part>> {
        let mut archive = self.archive.lock().unwrap_or_else(PoisonError::into_inner);
        let (above, most) = (archive.above, archive.most);
        let part = archive.reader.read(|conn| {
            let texts = list_texts_above(conn, above, most)?;
            let choices = match texts.last() {
                Some(last) => list_choices_between(conn, above, last.article)?,
                None => Vec::new(),
            };
            Ok(Part { texts, choices })
        })?;
        let Some(last) = part.texts.last() else {
            return Ok(None);
        };
        archive.above = last.article;
        archive.most = how_many_next(&part.texts);
        self.at.store(last.article.0, Ordering::Relaxed);
        Ok(Some(part))
    }

    fn look_through(&self, part: &Part, outcome: &mut Outcome) {
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
                self.rehearsal.article(&text.safe_html, &context)
            }));
            match change {
                Ok(change) => {
                    let touched = i64::from(change.is_some());
                    self.touched.fetch_add(touched, Ordering::Relaxed);
                    outcome.add(text.article.0, &text.safe_html, change);
                }
                Err(_) => {
                    self.failed.fetch_add(1, Ordering::Relaxed);
                }
            }
            self.done.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// How many texts to read next, if they are as long as these.
fn how_many_next(texts: &[ArchivedText]) -> i64 {
    let bytes: usize = texts.iter().map(|text| text.safe_html.len()).sum();
    let each = bytes / texts.len().max(1) + 1;
    i64::try_from(PART_BYTES / each)
        .unwrap_or(PART)
        .clamp(1, PART)
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
