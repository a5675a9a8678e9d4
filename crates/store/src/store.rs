//! The store: several readers, one writer, and those who listen for what was written.

use crate::conn::Conn;
use crate::dialect::{DatabaseUrl, Engine};
use crate::error::{StoreError, StoreResult};
use crate::ids::Millis;
use crate::migrate;
use crate::records::{Event, append_event};
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
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

/// An open paper: cheap to clone, shared by all.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    url: DatabaseUrl,
    idle: Mutex<Vec<Conn>>,
    permits: Semaphore,
    jobs: mpsc::Sender<Job>,
    listener: Arc<OnceLock<Listener>>,
}

type Listener = Box<dyn Fn(&[Event]) + Send + Sync>;
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
    events: Vec<Event>,
}

impl Tx<'_> {
    /// Appends to the event log, in this transaction; listeners hear of it after the commit.
    pub(crate) fn tell(&mut self, event: Event, now: Millis) -> StoreResult<()> {
        append_event(self.conn, &event, now)?;
        self.events.push(event);
        Ok(())
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
        let thread = Writer {
            url: url.clone(),
            conn: Some(writer),
            queue,
            listener: Arc::clone(&listener),
        };
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || thread.run())
            .map_err(StoreError::internal)?;
        Ok(Self(Arc::new(Shared {
            url,
            idle: Mutex::new(Vec::new()),
            permits: Semaphore::new(READERS),
            jobs,
            listener,
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

    /// Reads in one consistent snapshot.
    ///
    /// # Errors
    /// Whatever `read` gives, or [`StoreError::Unavailable`] when there is no connection to be had.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Conn) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let shared = Arc::clone(&self.0);
        let permit = self
            .0
            .permits
            .acquire()
            .await
            .map_err(StoreError::internal)?;
        let result = tokio::task::spawn_blocking(move || shared.read_now(read)).await;
        drop(permit);
        result.map_err(StoreError::internal)?
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

    /// Closes the connections that nobody uses: at a quiet end, SQLite then has everything in its one file.
    /// The store can go on being used.
    pub async fn close(&self) {
        let idle = self.0.take_idle();
        // A connection to a server says goodbye and waits for it.
        let _ = tokio::task::spawn_blocking(move || drop(idle)).await;
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
    let told = tx.events.len();
    tx.batch("SAVEPOINT job")?;
    // One faulty write must not take the writer, and with it the paper, down.
    let result = catch_unwind(AssertUnwindSafe(|| write(tx))).unwrap_or_else(|_| {
        Err(StoreError::internal(
            "a write panicked; its changes were undone",
        ))
    });
    if result.is_err() {
        tx.events.truncate(told);
        // When this fails the whole batch is lost and its commit will say so; the first error tells more.
        let _ = tx.batch("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
        return result;
    }
    tx.batch("RELEASE SAVEPOINT job")?;
    result
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
        std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn read_now<T>(&self, read: impl FnOnce(&mut Conn) -> StoreResult<T>) -> StoreResult<T> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let mut conn = match idle {
            Some(conn) if !conn.is_broken() => conn,
            _ => Conn::open(&self.url, false)?,
        };
        conn.batch(conn.engine().begin_read())?;
        let result = read(&mut conn);
        let ended = conn.batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" });
        if ended.is_ok() {
            self.idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(conn);
        }
        result
    }
}

/// The one thread that writes.
struct Writer {
    url: DatabaseUrl,
    conn: Option<Conn>,
    queue: mpsc::Receiver<Job>,
    listener: Arc<OnceLock<Listener>>,
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
        let events = tx.events;
        let result = conn.batch("COMMIT");
        match &result {
            Ok(()) => {
                if let Some(listener) = self.listener.get()
                    && !events.is_empty()
                {
                    listener(&events);
                }
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
