//! Connections: taken, served, and none of them for longer than is decent.
//!
//! axum's own `serve` knows no limits: who sends a head letter by letter holds a connection for ever, and who keeps one
//! open keeps the paper from ending. This is the same loop with a bound on everything.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower_service::Service;

/// How long to wait when the system has no more files to give: some may be given back.
const BREATH: Duration = Duration::from_secs(1);

/// How long anything may take, and how much of it there may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Until a request's head is there; also how long a connection may idle between two requests.
    pub(crate) head: Duration,
    /// From the head to the reply's head: to send the body, and to work on it.
    pub(crate) request: Duration,
    /// For what is under way when the paper is asked to end.
    pub(crate) end: Duration,
    /// Connections at once; more wait in the system's queue.
    pub(crate) connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            request: Duration::from_secs(60),
            end: Duration::from_secs(10),
            connections: 4096,
        }
    }
}

/// Serves until `stopped`, then lets what is under way come to its end, for as long as the limits allow.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stopped: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let under_way = GracefulShutdown::new();
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head);
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let next = async {
            // The semaphore is never closed, so a place always comes.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            taken = next => taken,
            () = &mut stopped => break,
        };
        // A page goes out in one piece; waiting for more to send with it would only delay it.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), request, peer, limits));
        let connection = under_way.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%peer, %error, "a connection ended");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.end, under_way.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some connections were cut: they took too long to end");
    }
}

/// The next connection. What is wrong with one that is not there any more is nobody's concern.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused
                        | ErrorKind::ConnectionAborted
                        | ErrorKind::ConnectionReset
                ) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken; trying again in a second");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

async fn answer(
    mut router: Router,
    mut request: Request<Incoming>,
    peer: SocketAddr,
    limits: Limits,
) -> Result<Response<Body>, Infallible> {
    request.extensions_mut().insert(ConnectInfo(peer));
    // A page from the cache is there at the first poll, before the timer costs anything.
    match tokio::time::timeout(limits.request, router.call(request)).await {
        Ok(reply) => reply,
        Err(_) => Ok(too_slow()),
    }
}

fn too_slow() -> Response<Body> {
    let mut reply = Response::new(Body::from(
        "This took too long, and was given up. Try again, with less to send if it was much.\n",
    ));
    *reply.status_mut() = StatusCode::REQUEST_TIMEOUT;
    reply.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    // The rest of the request may still be on its way.
    reply
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
    reply
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::{get, post};
    use std::time::Instant;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    const SHORT: Limits = Limits {
        head: Duration::from_millis(300),
        request: Duration::from_millis(300),
        end: Duration::from_millis(300),
        connections: 2,
    };
    /// For what must be over long before: a limit that is not kept.
    const LONG: Duration = Duration::from_secs(20);

    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        task: JoinHandle<()>,
    }

    async fn start(limits: Limits) -> Running {
        let router = Router::new()
            .route(
                "/",
                get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
                    format!("hello {}", peer.ip())
                }),
            )
            .route("/never", get(std::future::pending::<()>))
            .route("/echo", post(|body: String| async move { body }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(serve(listener, router, limits, async {
            let _ = stopped.await;
        }));
        Running {
            address,
            stop,
            task,
        }
    }

    impl Running {
        async fn send(&self, bytes: &str) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            stream.write_all(bytes.as_bytes()).await.unwrap();
            stream
        }
    }

    /// All that comes until the other side closes.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut all = Vec::new();
        let read = tokio::time::timeout(LONG, stream.read_to_end(&mut all));
        // A connection that is cut with something unread in it is reset.
        let _ = read.await.expect("the connection is closed in time");
        String::from_utf8(all).unwrap()
    }

    const CLOSING: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    #[tokio::test]
    async fn it_answers_and_knows_who_asks() {
        let running = start(Limits::default()).await;
        let mut stream = running.send(CLOSING).await;
        let reply = rest(&mut stream).await;
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        assert!(reply.ends_with("hello 127.0.0.1"), "{reply}");
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_cut_off() {
        let running = start(SHORT).await;
        let mut half = running.send("GET / HTTP/1.1\r\nHost: x\r\nX-Slow").await;
        let mut silent = running.send("").await;
        rest(&mut half).await;
        rest(&mut silent).await;
        // Both places were taken, and are free again.
        assert!(rest(&mut running.send(CLOSING).await).await.contains("200"));
    }

    #[tokio::test]
    async fn a_body_that_never_comes_and_a_reply_that_is_never_made_end() {
        let running = start(SHORT).await;
        let mut body = running
            .send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
            .await;
        let mut work = running.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n").await;
        for stream in [&mut body, &mut work] {
            let reply = rest(stream).await;
            assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
            assert!(reply.contains("took too long"), "{reply}");
        }
    }

    #[tokio::test]
    async fn more_than_the_most_wait_their_turn() {
        let running = start(Limits {
            head: LONG,
            connections: 1,
            ..SHORT
        })
        .await;
        let first = running.send("").await;
        let mut second = running.send(CLOSING).await;
        let mut byte = [0];
        let early = tokio::time::timeout(Duration::from_millis(200), second.read(&mut byte));
        assert!(early.await.is_err(), "it is served although all is taken");
        drop(first);
        assert!(rest(&mut second).await.contains("hello"));
    }

    #[tokio::test]
    async fn the_end_waits_for_nobody_for_long() {
        let running = start(Limits {
            head: LONG,
            request: LONG,
            ..SHORT
        })
        .await;
        let mut idle = running.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
        idle.readable().await.unwrap();
        let _stuck = running.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = Instant::now();
        running.stop.send(()).unwrap();
        tokio::time::timeout(LONG, running.task)
            .await
            .expect("it ends")
            .unwrap();
        assert!(began.elapsed() < LONG / 2);
        // Who only kept a connection open was let go at once.
        assert!(rest(&mut idle).await.ends_with("hello 127.0.0.1"));
    }
}
