//! What happens, told to those at the desk while it happens: server-sent events.
//!
//! The events of this process's own writes come from the store's listener, those of others from the event log (`follow.rs`).
//! A browser that was away loads anew what it shows; nothing has to be told twice.

use crate::app::App;
use crate::staff::Member;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use clipsheet_store::Event;
use futures_core::Stream;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

/// Events that a slow listener may lag behind; one that lags further loads everything anew.
const BACKLOG: usize = 256;
/// How long what happens is gathered before it is told.
const GATHER: Duration = Duration::from_millis(200);
/// How often something is sent although nothing happens, so that dead connections are noticed.
const PULSE: Duration = Duration::from_secs(20);
/// How long a listener is kept; browsers come again by themselves.
const LONGEST: Duration = Duration::from_secs(30 * 60);

/// Tells whoever listens.
pub struct Live(broadcast::Sender<Event>);

impl Default for Live {
    fn default() -> Self {
        Self(broadcast::channel(BACKLOG).0)
    }
}

impl Live {
    /// Tells an event.
    pub fn tell(&self, event: Event) {
        // An error means that nobody listens.
        let _ = self.0.send(event);
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.0.receiver_count()
    }
}

/// What an event is about, in the word that views of the desk name in `data-live`.
fn topic(event: Event) -> Option<&'static str> {
    match event {
        Event::Article(_) | Event::Edition(_) => Some("edition"),
        Event::Draft(_) => Some("draft"),
        Event::Inbox => Some("inbox"),
        Event::Job => Some("job"),
        Event::Glossary => Some("glossary"),
        Event::Staff => Some("staff"),
        Event::Paper => Some("paper"),
        // Comments come by the thousand; the desk looks at them where they are.
        Event::Comment(_) | Event::Commenter(_) => None,
    }
}

/// `GET /desk/live`.
pub async fn listen(State(app): State<Arc<App>>, _: Member) -> Response<Body> {
    let (lines, body) = mpsc::channel(16);
    tokio::spawn(tell_all(app.live.0.subscribe(), lines));
    let mut response = Response::new(Body::from_stream(Lines(body)));
    let headers = response.headers_mut();
    let event_stream = HeaderValue::from_static("text/event-stream");
    headers.insert(header::CONTENT_TYPE, event_stream);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies that gather replies would keep the news to themselves.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Sends what happens until the listener goes.
async fn tell_all(mut events: broadcast::Receiver<Event>, lines: mpsc::Sender<Bytes>) {
    let until = tokio::time::Instant::now() + LONGEST;
    if lines
        .send(Bytes::from_static(b"retry: 2000\n\n"))
        .await
        .is_err()
    {
        return;
    }
    while tokio::time::Instant::now() < until {
        let text = match tokio::time::timeout(PULSE, events.recv()).await {
            Err(_) => ": still here\n\n".to_owned(),
            Ok(Err(broadcast::error::RecvError::Closed)) => return,
            Ok(first) => match gather(first, &mut events).await {
                Some(text) => text,
                None => continue,
            },
        };
        if lines.send(Bytes::from(text)).await.is_err() {
            return;
        }
    }
}

/// Gathers what happens at about the same time into one message: the topics, each once.
async fn gather(
    first: Result<Event, broadcast::error::RecvError>,
    events: &mut broadcast::Receiver<Event>,
) -> Option<String> {
    tokio::time::sleep(GATHER).await;
    let mut topics: BTreeSet<&str> = BTreeSet::new();
    let mut next = Some(first);
    while let Some(event) = next.take() {
        match event {
            Ok(event) => topics.extend(topic(event)),
            // Whoever lags that far behind looks at everything.
            Err(_) => topics.extend(["draft", "edition", "inbox", "paper", "staff"]),
        }
        next = match events.try_recv() {
            Ok(event) => Some(Ok(event)),
            Err(broadcast::error::TryRecvError::Lagged(by)) => {
                Some(Err(broadcast::error::RecvError::Lagged(by)))
            }
            Err(_) => None,
        };
    }
    if topics.is_empty() {
        return None;
    }
    let topics: Vec<&str> = topics.into_iter().collect();
    Some(format!("data: {}\n\n", topics.join(" ")))
}

/// The body of the reply.
struct Lines(mpsc::Receiver<Bytes>);

impl Stream for Lines {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|line| line.map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_store::{ArticleId, Day, DraftId};

    #[tokio::test(start_paused = true)]
    async fn what_happens_together_is_told_together_and_once() {
        let live = Live::default();
        let (lines, mut told) = mpsc::channel(16);
        let task = tokio::spawn(tell_all(live.0.subscribe(), lines));
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
        assert_eq!(text, "data: draft edition inbox paper staff\n\n");
        drop(told);
        live.tell(Event::Inbox);
        task.await.unwrap();
        assert_eq!(live.listeners(), 0);
    }
}
