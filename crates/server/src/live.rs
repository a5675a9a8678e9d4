//! What happens, told to those at the desk while it happens: server-sent events.
//!
//! The events of this process's own writes come from the store's listener, those of others from the event log (`follow.rs`).
//! A browser that was away loads anew what it shows; nothing has to be told twice.
//!
//! A stream lives as long as the session that opened it, and says what its member may know: every few seconds, and at once
//! when something about the staff changes, it is looked whether both still hold. There is room for so many; whoever finds none
//! is told, and the desk's script asks now and then instead.

mod seats;

use crate::app::App;
use crate::staff::Member;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response, StatusCode, header};
use clipsheet_store::{Event, find_session};
use futures_core::Stream;
use seats::{Seat, Seats};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

/// Events that a slow listener may lag behind; one that lags further loads everything anew.
const BACKLOG: usize = 256;
/// How long what happens is gathered before it is told.
const GATHER: Duration = Duration::from_millis(200);
/// How often something is sent although nothing happens, so that dead connections are noticed.
const PULSE: Duration = Duration::from_secs(20);
/// How often it is looked whether the listener may still listen.
const CHECK: Duration = Duration::from_secs(4);
/// How long a listener is kept; browsers come again by themselves.
const LONGEST: Duration = Duration::from_secs(30 * 60);
/// Every topic there is: what somebody looks at who missed something.
const TOPICS: [&str; 6] = ["draft", "edition", "glossary", "inbox", "job", "staff"];

/// Tells whoever listens.
pub struct Live {
    events: broadcast::Sender<Event>,
    seats: Arc<Seats>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            events: broadcast::channel(BACKLOG).0,
            seats: Arc::default(),
        }
    }
}

impl Live {
    /// Tells an event.
    pub fn tell(&self, event: Event) {
        // An error means that nobody listens.
        let _ = self.events.send(event);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.seats.taken()
    }
}

/// What an event is about, in the word that views of the desk name in `data-live` and `data-told`.
fn topic(event: Event) -> Option<&'static str> {
    match event {
        // The paper's pages and areas are the edition's frame.
        Event::Article(_) | Event::Edition(_) | Event::Paper => Some("edition"),
        Event::Draft(_) => Some("draft"),
        Event::Inbox => Some("inbox"),
        Event::Job => Some("job"),
        Event::Glossary => Some("glossary"),
        Event::Staff => Some("staff"),
        // Comments come by the thousand; the desk looks at them where they are.
        Event::Comment(_) | Event::Commenter(_) | Event::PrintRecord(_) => None,
    }
}

/// `GET /desk/live`.
pub async fn listen(State(app): State<Arc<App>>, member: Member) -> Response<Body> {
    let Some(seat) = app.live.seats.take(member.id()) else {
        return no_room();
    };
    let (lines, body) = mpsc::channel(16);
    let events = app.live.events.subscribe();
    let may = move || {
        let (app, member) = (Arc::clone(&app), member.clone());
        async move { still_may(&app, &member).await }
    };
    tokio::spawn(tell_all(events, lines, may));
    let mut response = Response::new(Body::from_stream(Lines { body, _seat: seat }));
    let headers = response.headers_mut();
    let event_stream = HeaderValue::from_static("text/event-stream");
    headers.insert(header::CONTENT_TYPE, event_stream);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather replies would keep the news to themselves.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Too many listen. An `EventSource` gives up at this; the script looks now and then instead.
fn no_room() -> Response<Body> {
    let words = "Too many listen for news of the desk at once. The page looks now and then instead; close windows of the desk that you do not need.\n";
    let mut response = Response::new(Body::from(words));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, plain);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("30"));
    response
}

/// Whether a member's session is open and they may do what they might when they began to listen. A store that does not answer
/// is no reason to send anybody away.
async fn still_may(app: &App, member: &Member) -> bool {
    let (hash, now) = (member.session.hash.clone(), app.now());
    let found = app
        .store
        .read(move |conn| find_session(conn, &hash, now))
        .await;
    found.map_or(true, |found| {
        found.is_some_and(|(staff, session)| Member { staff, session }.role() == member.role())
    })
}

/// Sends what happens until the listener goes, or may listen no longer.
async fn tell_all<M: Future<Output = bool>>(
    mut events: broadcast::Receiver<Event>,
    lines: mpsc::Sender<Bytes>,
    may: impl Fn() -> M,
) {
    let began = Instant::now();
    let mut pulse = interval_at(began + PULSE, PULSE);
    let mut check = interval_at(began + CHECK, CHECK);
    for timer in [&mut pulse, &mut check] {
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    let mut text = "retry: 2000\n\n".to_owned();
    while began.elapsed() < LONGEST {
        if !text.is_empty() {
            if lines
                .send(Bytes::from(std::mem::take(&mut text)))
                .await
                .is_err()
            {
                return;
            }
            pulse.reset();
        }
        tokio::select! {
            () = lines.closed() => return,
            _ = pulse.tick() => ": still here\n\n".clone_into(&mut text),
            _ = check.tick() => {
                if !may().await {
                    return;
                }
            }
            first = events.recv() => {
                if matches!(first, Err(broadcast::error::RecvError::Closed)) {
                    return;
                }
                let topics = gather(first, &mut events).await;
                if topics.contains("staff") && !may().await {
                    return;
                }
                if !topics.is_empty() {
                    let topics: Vec<&str> = topics.into_iter().collect();
                    text = format!("data: {}\n\n", topics.join(" "));
                }
            }
        }
    }
}

/// Gathers what happens at about the same time: the topics, each once.
async fn gather(
    first: Result<Event, broadcast::error::RecvError>,
    events: &mut broadcast::Receiver<Event>,
) -> BTreeSet<&'static str> {
    tokio::time::sleep(GATHER).await;
    let mut topics = BTreeSet::new();
    let mut next = Some(first);
    while let Some(event) = next.take() {
        match event {
            Ok(event) => topics.extend(topic(event)),
            // Whoever lags that far behind looks at everything.
            Err(_) => topics.extend(TOPICS),
        }
        next = match events.try_recv() {
            Ok(event) => Some(Ok(event)),
            Err(broadcast::error::TryRecvError::Lagged(by)) => {
                Some(Err(broadcast::error::RecvError::Lagged(by)))
            }
            Err(_) => None,
        };
    }
    topics
}

/// The body of the reply. Its seat is free again as soon as the connection is gone.
struct Lines {
    body: mpsc::Receiver<Bytes>,
    _seat: Seat,
}

impl Stream for Lines {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.body.poll_recv(context).map(|line| line.map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_store::{ArticleId, Day, DraftId};
    use std::sync::atomic::{AtomicBool, Ordering};

    #[tokio::test(start_paused = true)]
    async fn what_happens_together_is_told_together_and_once() {
        let live = Live::default();
        let (lines, mut told) = mpsc::channel(16);
        let task = tokio::spawn(tell_all(live.events.subscribe(), lines, async || true));
        assert_eq!(told.recv().await.unwrap(), "retry: 2000\n\n");
        for _ in 0..3 {
            live.tell(Event::Article(ArticleId(7)));
            live.tell(Event::Edition(Day(20_140_707)));
            live.tell(Event::Comment(ArticleId(7)));
            live.tell(Event::Draft(DraftId(1)));
        }
        assert_eq!(told.recv().await.unwrap(), "data: draft edition\n\n");
        // Nothing for the desk in it.
        live.tell(Event::Comment(ArticleId(7)));
        assert_eq!(told.recv().await.unwrap(), ": still here\n\n");
        for _ in 0..2 * BACKLOG {
            live.tell(Event::Inbox);
        }
        let text = told.recv().await.unwrap();
        assert_eq!(text, "data: draft edition glossary inbox job staff\n\n");
        // Gone, it is noticed though nothing happens.
        drop(told);
        tokio::time::timeout(Duration::from_millis(1), task)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(live.events.receiver_count(), 0);
    }

    #[test]
    fn whoever_missed_something_hears_of_every_topic() {
        let all = [
            Event::Article(ArticleId(1)),
            Event::PrintRecord(ArticleId(1)),
            Event::Comment(ArticleId(1)),
            Event::Edition(Day(20_140_707)),
            Event::Commenter(clipsheet_store::CommenterId(1)),
            Event::Glossary,
            Event::Paper,
            Event::Staff,
            Event::Draft(DraftId(1)),
            Event::Inbox,
            Event::Job,
        ];
        let told: BTreeSet<&str> = all.into_iter().filter_map(topic).collect();
        assert_eq!(told, BTreeSet::from(TOPICS));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_may_listen_no_longer_hears_nothing_more() {
        for tells in [false, true] {
            let live = Live::default();
            let may = Arc::new(AtomicBool::new(true));
            let (lines, mut told) = mpsc::channel(16);
            let asked = Arc::clone(&may);
            let still = move || std::future::ready(asked.load(Ordering::Relaxed));
            tokio::spawn(tell_all(live.events.subscribe(), lines, still));
            told.recv().await.unwrap();
            may.store(false, Ordering::Relaxed);
            let began = Instant::now();
            if tells {
                live.tell(Event::Staff);
            }
            assert_eq!(told.recv().await, None);
            let within = if tells { GATHER } else { CHECK };
            assert!(began.elapsed() <= within + Duration::from_millis(5));
        }
    }
}
