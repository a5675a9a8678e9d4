//! The store: several readers, one writer, and those who listen for what was written.

use crate::conn::Conn;
use crate::dialect::{DatabaseUrl, Engine};
use crate::error::{StoreError, StoreResult};
use crate::ids::Millis;
use crate::migrate;
use crate::records::{Event, append_event, list_events};
use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError, Weak};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, mpsc, oneshot};

/// Read connections per process. More would only wait for each other on a small machine.
const READERS: usize = 8;
/// Writes that may wait; beyond it callers wait in line.
const QUEUE: usize = 4096;
/// Writes in one commit: bounds what a crash of the server process makes to be tried again.
const BATCH: usize = 256;
/// How long a batch may grow before it is committed.
const BATCH_TIME: Duration = Duration::from_millis(20);
/// How long a store that is closed waits for what is read at that moment by who has a connection of his own.
const LAST_READ: Duration = Duration::from_secs(5);
/// How often it looks whether that has ended.
const LOOK: Duration = Duration::from_millis(5);

/// An open paper: cheap to clone, shared by all.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    url: DatabaseUrl,
    idle: Mutex<Vec<Conn>>,
    permits: Arc<Semaphore>,
    jobs: mpsc::Sender<Job>,
    listener: Arc<OnceLock<Listener>>,
    own: Own,
    own_readers: Mutex<Vec<Weak<OwnSlot>>>,
}

/// Numbers of this process's own events, until it meets them in the log.
type Own = Arc<Mutex<HashSet<i64>>>;
/// Own numbers that are remembered. Forgetting one only makes a page that was fresh again.
const MOST_OWN: usize = 100_000;

type Listener = Box<dyn Fn(&[Event]) + Send + Sync>;

/// A read connection that somebody has for himself, opened when it is first used: for work that goes over the archive on a
/// thread of its own, so that its reading is done at that thread's priority and takes no place among the readers'.
pub struct OwnReader {
    url: DatabaseUrl,
    slot: Arc<OwnSlot>,
}

/// The connection of an [`OwnReader`], where the store that is closed can end it. It is locked as long as it is in use.
#[derive(Default)]
struct OwnSlot {
    conn: Mutex<Option<Conn>>,
    is_over: AtomicBool,
}

/// Told how the commit went.
type Done = Box<dyn FnOnce(StoreResult<()>) + Send>;
/// Run inside the transaction, or told why there is none.
type Write = Box<dyn FnOnce(Result<&mut Tx<'_>, StoreError>) -> Done + Send>;

/// What the writer is asked for.
enum Job {
    Write(Write),
    /// To hang up; what is written later opens a new connection.
    Close(oneshot::Sender<()>),
}

/// A write in progress: a connection inside a transaction, and what it has to tell.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    /// With their numbers in the log.
    events: Vec<(i64, Event)>,
    /// Why nothing of this batch can be committed, once that is so.
    broken: Option<StoreError>,
}

impl Tx<'_> {
    /// Appends to the event log, in this transaction; listeners hear of it after the commit.
    pub(crate) fn tell(&mut self, event: Event, now: Millis) -> StoreResult<()> {
        let number = append_event(self.conn, &event, now)?;
        self.events.push((number, event));
        Ok(())
    }
}

impl Tx<'_> {
    /// Sets or leaves a savepoint. When that fails, the state of the transaction is unknown: PostgreSQL answers the
    /// `COMMIT` of a failed transaction with success, and SQLite would begin a new one. Nothing is committed then.
    fn mark(&mut self, sql: &str) -> StoreResult<()> {
        let done = self.conn.batch(sql);
        if let Err(error) = &done {
            self.broken = Some(error.clone());
        }
        done
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl Store {
    /// Opens a database, making or migrating it as needed.
    ///
    /// # Errors
    /// [`StoreError::CannotOpen`], [`StoreError::Unavailable`], [`StoreError::NewerDatabase`].
    pub async fn open(url: &DatabaseUrl, now: Millis) -> StoreResult<Self> {
        let url = url.clone();
        tokio::task::spawn_blocking(move || Self::open_now(url, now))
            .await
            .map_err(StoreError::internal)?
    }

    fn open_now(url: DatabaseUrl, now: Millis) -> StoreResult<Self> {
        let mut writer = Conn::open(&url, true)?;
        migrate::migrate(&mut writer, now)?;
        let (jobs, queue) = mpsc::channel(QUEUE);
        let listener = Arc::new(OnceLock::new());
        let own = Own::default();
        let thread = Writer {
            url: url.clone(),
            conn: Some(writer),
            queue,
            listener: Arc::clone(&listener),
            own: Arc::clone(&own),
        };
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || thread.run())
            .map_err(StoreError::internal)?;
        Ok(Self(Arc::new(Shared {
            url,
            idle: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(READERS)),
            jobs,
            listener,
            own,
            own_readers: Mutex::default(),
        })))
    }

    /// The engine behind the store.
    pub fn engine(&self) -> Engine {
        self.0.url.engine()
    }

    /// Sets who hears of each commit of this process, before its writers do. Only the first call counts.
    pub fn listen(&self, listener: impl Fn(&[Event]) + Send + Sync + 'static) {
        // A second listener is a bug of the caller's wiring; the first stays.
        let _ = self.0.listener.set(Box::new(listener));
    }

    /// What others (another node, `clipsheet clip`) have written after a number of the event log, with the number to go
    /// on from. This process's own events are left out: its listener knows them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn news(&self, after: i64, most: i64) -> StoreResult<(i64, Vec<Event>)> {
        let events = self
            .read(move |conn| list_events(conn, after, most))
            .await?;
        let last = events.last().map_or(after, |(number, _)| *number);
        let mut own = lock(&self.0.own);
        let foreign = events.into_iter().filter(|(number, _)| !own.remove(number));
        Ok((last, foreign.filter_map(|(_, event)| event).collect()))
    }

    /// Reads in one consistent snapshot.
    ///
    /// # Errors
    /// Whatever `read` gives, or [`StoreError::Unavailable`] when there is no connection to be had.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Conn) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let shared = Arc::clone(&self.0);
        let permit = Arc::clone(&self.0.permits).acquire_owned().await;
        let permit = permit.map_err(StoreError::internal)?;
        // The permit goes with the work: a reader who hangs up does not end the read, and the connection is in use until
        // that ends.
        let work = tokio::task::spawn_blocking(move || {
            let result = shared.read_now(read);
            drop(permit);
            result
        });
        work.await.map_err(StoreError::internal)?
    }

    /// A read connection for a thread that reads a lot and may be slow. Each one counts with the connections that a server
    /// allows. It is of no use any more once the store was closed.
    pub fn own_reader(&self) -> OwnReader {
        let slot = Arc::<OwnSlot>::default();
        let mut all = lock(&self.0.own_readers);
        all.retain(|other| other.strong_count() > 0);
        all.push(Arc::downgrade(&slot));
        OwnReader {
            url: self.0.url.clone(),
            slot,
        }
    }

    /// Writes in one transaction; returns when it is durable.
    ///
    /// Writes that wait at the same time share one commit, each in a savepoint of its own: one that
    /// fails takes nothing of the others with it.
    ///
    /// # Errors
    /// Whatever `write` gives (its changes are then undone), or what the commit gave.
    pub async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (reply, answer) = oneshot::channel();
        let job: Write = Box::new(move |tx| {
            let result = tx.and_then(|tx| in_savepoint(tx, write));
            Box::new(move |commit| {
                // A caller that went away misses only the answer.
                let _ = reply.send(result.and_then(|value| commit.map(|()| value)));
            })
        });
        self.0
            .jobs
            .send(Job::Write(job))
            .await
            .map_err(|_| writer_gone())?;
        answer.await.map_err(|_| writer_gone())?
    }

    /// Closes the connections that nobody uses, and those of [`OwnReader`]s as soon as what they read is read: at a quiet end,
    /// SQLite then has everything in its one file. The store can go on being used, but not its own readers.
    pub async fn close(&self) {
        let idle = self.0.take_idle();
        let own = std::mem::take(&mut *lock(&self.0.own_readers));
        // A connection to a server says goodbye and waits for it.
        let ended = tokio::task::spawn_blocking(move || {
            drop(idle);
            end_own_readers(&own);
        });
        let _ = ended.await;
        let (reply, answer) = oneshot::channel();
        if self.0.jobs.send(Job::Close(reply)).await.is_ok() {
            let _ = answer.await;
        }
    }
}

fn writer_gone() -> StoreError {
    StoreError::internal("the writer has stopped")
}

fn in_savepoint<T>(
    tx: &mut Tx<'_>,
    write: impl FnOnce(&mut Tx<'_>) -> StoreResult<T>,
) -> StoreResult<T> {
    if let Some(error) = &tx.broken {
        return Err(error.clone());
    }
    let told = tx.events.len();
    tx.mark("SAVEPOINT job")?;
    // One faulty write must not take the writer, and with it the paper, down.
    let result = catch_unwind(AssertUnwindSafe(|| write(tx))).unwrap_or_else(|_| {
        Err(StoreError::internal(
            "a write panicked; its changes were undone",
        ))
    });
    match result {
        Ok(value) => tx.mark("RELEASE SAVEPOINT job").map(|()| value),
        Err(error) => {
            tx.events.truncate(told);
            let undone = tx.mark("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
            if undone.is_err() {
                // The first error tells more than that the savepoint is gone with its transaction.
                tx.broken = Some(error.clone());
            }
            Err(error)
        }
    }
}

impl Drop for Shared {
    /// A connection to a server says goodbye and waits for it, which must not happen on a thread that
    /// drives asynchronous tasks.
    fn drop(&mut self) {
        let idle = self.take_idle();
        if !idle.is_empty() {
            std::thread::spawn(move || drop(idle));
        }
    }
}

impl Shared {
    fn take_idle(&self) -> Vec<Conn> {
        std::mem::take(&mut *lock(&self.idle))
    }

    fn read_now<T>(&self, read: impl FnOnce(&mut Conn) -> StoreResult<T>) -> StoreResult<T> {
        let idle = lock(&self.idle).pop();
        let (result, conn) = in_snapshot(&self.url, idle, read)?;
        if let Some(conn) = conn {
            lock(&self.idle).push(conn);
        }
        result
    }
}

impl OwnReader {
    /// Reads in one consistent snapshot, on this thread.
    ///
    /// # Errors
    /// Whatever `read` gives, or [`StoreError::Unavailable`] when there is no connection to be had, or the store was closed.
    pub fn read<T>(&mut self, read: impl FnOnce(&mut Conn) -> StoreResult<T>) -> StoreResult<T> {
        let mut slot = lock(&self.slot.conn);
        if self.slot.is_over.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable(
                "this Clipsheet is at its end".into(),
            ));
        }
        let (result, conn) = in_snapshot(&self.url, slot.take(), read)?;
        *slot = conn;
        result
    }
}

impl Drop for OwnReader {
    /// As with the store: goodbye is not to be said on a thread that drives asynchronous tasks, wherever this is let go. A store
    /// that is closed meanwhile waits for it.
    fn drop(&mut self) {
        if lock(&self.slot.conn).is_some() {
            let slot = Arc::clone(&self.slot);
            std::thread::spawn(move || *lock(&slot.conn) = None);
        }
    }
}

/// Ends the connections of own readers, and lets none of them open another.
fn end_own_readers(all: &[Weak<OwnSlot>]) {
    let all: Vec<Arc<OwnSlot>> = all.iter().filter_map(Weak::upgrade).collect();
    for slot in &all {
        slot.is_over.store(true, Ordering::SeqCst);
    }
    let began = Instant::now();
    for slot in all {
        loop {
            match slot.conn.try_lock() {
                Ok(mut conn) => {
                    *conn = None;
                    break;
                }
                Err(TryLockError::Poisoned(conn)) => {
                    *conn.into_inner() = None;
                    break;
                }
                // Whoever reads for so long does it on after this.
                Err(TryLockError::WouldBlock) if began.elapsed() > LAST_READ => break,
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
            }
        }
    }
}

/// What a panic left behind can be used: a connection is taken out while it is at work.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads in a snapshot on this connection, or on a new one if it is of no use. Gives the connection back if it can be used again.
fn in_snapshot<T>(
    url: &DatabaseUrl,
    conn: Option<Conn>,
    read: impl FnOnce(&mut Conn) -> StoreResult<T>,
) -> StoreResult<(StoreResult<T>, Option<Conn>)> {
    let mut conn = match conn {
        Some(conn) if !conn.is_broken() => conn,
        _ => Conn::open(url, false)?,
    };
    conn.batch(conn.engine().begin_read())?;
    let result = read(&mut conn);
    let ended = conn.batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" });
    Ok((result, ended.is_ok().then_some(conn)))
}

/// The one thread that writes.
struct Writer {
    url: DatabaseUrl,
    conn: Option<Conn>,
    queue: mpsc::Receiver<Job>,
    listener: Arc<OnceLock<Listener>>,
    own: Own,
}

impl Writer {
    fn run(mut self) {
        while let Some(job) = self.queue.blocking_recv() {
            self.take(job);
        }
    }

    fn take(&mut self, job: Job) {
        match job {
            Job::Close(reply) => {
                self.conn = None;
                // Who asked may have gone.
                let _ = reply.send(());
            }
            Job::Write(first) => match self.begin() {
                Ok(conn) => self.commit_batch(conn, first),
                Err(error) => {
                    tracing::error!(%error, "cannot write");
                    first(Err(error.clone()))(Err(error));
                }
            },
        }
    }

    /// Notes the events as this process's own, and tells the listener.
    fn tell(&self, events: Vec<(i64, Event)>) {
        if events.is_empty() {
            return;
        }
        let (numbers, events): (Vec<i64>, Vec<Event>) = events.into_iter().unzip();
        let mut own = lock(&self.own);
        if own.len() > MOST_OWN {
            own.clear();
        }
        own.extend(numbers);
        drop(own);
        if let Some(listener) = self.listener.get() {
            listener(&events);
        }
    }

    /// A connection inside a transaction.
    fn begin(&mut self) -> StoreResult<Conn> {
        let mut conn = match self.conn.take() {
            Some(conn) if !conn.is_broken() => conn,
            _ => Conn::open(&self.url, true)?,
        };
        let engine = conn.engine();
        conn.batch(engine.begin_write())?;
        if let Some(turn) = engine.take_turn() {
            conn.batch(turn)?;
        }
        Ok(conn)
    }

    /// Runs the job and all that wait behind it, commits once, then tells everybody.
    fn commit_batch(&mut self, mut conn: Conn, first: Write) {
        let mut tx = Tx {
            conn: &mut conn,
            events: Vec::new(),
            broken: None,
        };
        let mut done = vec![first(Ok(&mut tx))];
        let mut after = None;
        let began = Instant::now();
        while done.len() < BATCH && began.elapsed() < BATCH_TIME {
            match self.queue.try_recv() {
                Ok(Job::Write(job)) => done.push(job(Ok(&mut tx))),
                Ok(other) => {
                    after = Some(other);
                    break;
                }
                Err(_) => break,
            }
        }
        let Tx { events, broken, .. } = tx;
        let result = match broken {
            None => conn.batch("COMMIT"),
            Some(error) => {
                // There may be no transaction any more.
                let _ = conn.batch("ROLLBACK");
                Err(error)
            }
        };
        match &result {
            Ok(()) => {
                self.tell(events);
                self.conn = Some(conn);
            }
            // The connection's state is unknown: the next batch opens a new one.
            Err(error) => tracing::error!(%error, "a commit failed"),
        }
        for tell in done {
            tell(result.clone());
        }
        if let Some(job) = after {
            self.take(job);
        }
    }
}
