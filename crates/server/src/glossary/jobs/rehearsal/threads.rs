//! The threads of a rehearsal: each reads a part of the archive and looks it through, until nothing is left.
//!
//! They read on connections of their own, so that none is taken from the readers, and all that they do gives way to these. Where
//! others never rest, though, they would take a day: then one more thread works as everybody does, half of the time.

use crate::printing::{Place, read_choices};
use clipsheet_gloss::{Context, Outcome, Rehearsal};
use clipsheet_store::{
    ArchivedText, ArticleId, JobProgress, OwnReader, SerialPositions, Store, StoreError,
    StoreResult, list_choices_between, list_texts_above,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Texts that are read at once, at most: a part is one snapshot of the database, and none is to be held for long.
const PART: i64 = 64;
/// Texts that are read at first, before it is known how long they are.
const FIRST: i64 = 32;
/// Bytes that a part is to have, about: articles of megabytes come one by one.
const PART_BYTES: usize = 512 << 10;
/// Threads at most.
const MOST_THREADS: usize = 8;
/// How long all of them give way. On a machine with time to spare the whole archive takes half a minute.
const PATIENCE: Duration = Duration::from_secs(90);
/// A part takes a few hundredths of a second; a thread for which one takes so long hardly comes to its turn.
const STARVING: Duration = Duration::from_secs(1);

/// The running threads. They stop by themselves when this goes.
pub(super) struct Threads {
    shared: Arc<Shared>,
    outcomes: mpsc::Receiver<StoreResult<Outcome>>,
    /// What those that are done have found.
    outcome: Outcome,
    /// Threads that have not told their outcome.
    running: usize,
    tell: mpsc::Sender<StoreResult<Outcome>>,
    began: Instant,
    patience: Duration,
}

struct Shared {
    rehearsal: Arc<Rehearsal>,
    samples: usize,
    archive: Mutex<Archive>,
    is_over: AtomicBool,
    /// Whether there is a thread that does not give way.
    is_pressed: AtomicBool,
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
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let count = processors.saturating_sub(1).clamp(1, MOST_THREADS);
        let threads = Self::new(store, rehearsal, samples, count);
        for _ in 0..count {
            threads.spawn(give_way, Shared::look_through_all)?;
        }
        Ok(threads)
    }

    fn new(store: &Store, rehearsal: &Arc<Rehearsal>, samples: usize, running: usize) -> Self {
        let shared = Arc::new(Shared {
            rehearsal: Arc::clone(rehearsal),
            samples,
            archive: Mutex::new(Archive {
                reader: store.own_reader(),
                above: ArticleId(0),
                most: FIRST,
            }),
            is_over: AtomicBool::new(false),
            is_pressed: AtomicBool::new(false),
            at: AtomicI64::new(0),
            done: AtomicI64::new(0),
            touched: AtomicI64::new(0),
            failed: AtomicUsize::new(0),
        });
        // Room for one more, which does not give way.
        let (tell, outcomes) = mpsc::channel(running + 1);
        Self {
            shared,
            outcomes,
            outcome: Outcome::new(samples),
            running,
            tell,
            began: Instant::now(),
            patience: PATIENCE,
        }
    }

    fn spawn(&self, begin: fn(), work: fn(&Shared) -> StoreResult<Outcome>) -> StoreResult<()> {
        let (shared, tell) = (Arc::clone(&self.shared), self.tell.clone());
        let thread = std::thread::Builder::new().name("rehearsal".into());
        let spawned = thread.spawn(move || {
            begin();
            // A fault of ours in between must not keep the others waiting for ever.
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&shared))).unwrap_or_else(|_| {
                let why = "a thread that looks through the texts is gone";
                Err(StoreError::Internal(why.into()))
            });
            // Nobody waits for it when the job was stopped.
            let _ = tell.try_send(outcome);
        });
        spawned
            .map(|_| ())
            .map_err(|error| StoreError::Internal(error.to_string()))
    }

    /// Adds a thread that does not give way, once their time is up. A thread that gives way cannot leave that again, nor can those
    /// that it starts: so it is for whoever waits to start this one.
    fn press_on(&mut self) {
        if self.began.elapsed() < self.patience
            || self.shared.is_pressed.swap(true, Ordering::Relaxed)
        {
            return;
        }
        match self.spawn(|| {}, Shared::look_through_half_the_time) {
            Ok(()) => self.running += 1,
            Err(error) => {
                // The others go on. They must not leave all of it to one that is not there.
                self.shared.is_pressed.store(false, Ordering::Relaxed);
                tracing::warn!(%error, "a rehearsal that takes long cannot be given one more thread");
            }
        }
    }

    /// What all of them found, once they are through; `None` when the time is up before that. Not to be called again after it
    /// gave an outcome.
    pub(super) async fn outcome_within(&mut self, time: Duration) -> StoreResult<Option<Outcome>> {
        self.press_on();
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
            let began = Instant::now();
            let Some(part) = self.next_part()? else { break };
            self.look_through(&part, &mut outcome);
            // The one that does not give way would wait for this one, which holds the archive while it reads.
            if self.is_pressed.load(Ordering::Relaxed) && began.elapsed() > STARVING {
                break;
            }
        }
        Ok(outcome)
    }

    /// Rests after each part as long as that took.
    fn look_through_half_the_time(&self) -> StoreResult<Outcome> {
        let mut outcome = Outcome::new(self.samples);
        while !self.is_over.load(Ordering::Relaxed) {
            let began = Instant::now();
            let Some(part) = self.next_part()? else { break };
            self.look_through(&part, &mut outcome);
            std::thread::sleep(began.elapsed());
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

/// Lets this thread run at the lowest priority there is: elsewhere nothing less is known.
#[cfg(not(target_os = "linux"))]
fn give_way() {
    use thread_priority::{ThreadPriority, set_current_thread_priority};
    // Where it is not allowed, a rehearsal is no worse than another request.
    let _ = set_current_thread_priority(ThreadPriority::Min);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::jobs::scope::tests::article;
    use clipsheet_gloss::GlossaryFile;
    use clipsheet_store::{DatabaseUrl, Millis, PrintedText, create_article, save_areas};

    #[tokio::test]
    async fn threads_that_never_come_to_their_turn_keep_nobody_waiting_for_the_archive() {
        static TURN: (Mutex<bool>, std::sync::Condvar) =
            (Mutex::new(false), std::sync::Condvar::new());
        fn never() {
            let mut comes = TURN.0.lock().unwrap();
            while !*comes {
                comes = TURN.1.wait(comes).unwrap();
            }
        }
        const ARTICLES: i64 = 70;
        let folder = clipsheet_testkit::TempDirectory::new();
        let place = DatabaseUrl::Sqlite(folder.path().join("paper.db"));
        let store = Store::open(&place, Millis(0)).await.unwrap();
        let made = store.write(|tx| {
            let quay = ("quay".to_owned(), "The Quay".to_owned());
            save_areas(tx, &[quay], Millis(0))?.expect("an area");
            for number in 0..ARTICLES {
                let print = |_, _: &clipsheet_store::Ledger| PrintedText {
                    safe_html: "<p>The pier stands.</p>".into(),
                    seal: String::new(),
                    print_record: "{}".into(),
                    serial_lines: Vec::new(),
                    entries: Vec::new(),
                };
                create_article(tx, &article(number), print)?;
            }
            Ok(())
        });
        made.await.unwrap();
        let before = GlossaryFile::default();
        let after = r#"{"entries": [{"headword": "pier", "substitute": ["plank"]}]}"#;
        let after = GlossaryFile::try_from(after).unwrap();
        let rehearsal = Arc::new(Rehearsal::new(&before, &after).0);
        let mut threads = Threads::new(&store, &rehearsal, 10, 1);
        threads.spawn(never, Shared::look_through_all).unwrap();
        let wait = Duration::from_millis(20);
        assert_eq!(threads.outcome_within(wait).await.unwrap(), None);
        assert_eq!(threads.progress().done, 0);
        threads.patience = Duration::ZERO;
        while threads.progress().done < ARTICLES {
            assert_eq!(threads.outcome_within(wait).await.unwrap(), None);
        }
        *TURN.0.lock().unwrap() = true;
        TURN.1.notify_all();
        let outcome = threads
            .outcome_within(Duration::MAX)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((outcome.articles, outcome.touched), (70, 70));
    }
}
