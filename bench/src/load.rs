//! A load generator: many connections that each send the next request when the answer is there.
//!
//! It speaks just enough HTTP/1.1 to be cheap, since it shares the machine with what it measures.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug, Default, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers as they came.
    pub head: String,
    /// The body as it came, not unpacked.
    pub body: Vec<u8>,
}

/// One kept-alive connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(128 * 1024),
        })
    }

    /// Sends a request and reads the answer; with `keep` unset only status and length are looked at.
    pub async fn ask(&mut self, request: &[u8], keep: bool) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head_end = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at + 4;
            }
        };
        let head = std::str::from_utf8(&self.buffer[..head_end]).map_err(io::Error::other)?;
        let status = head
            .get(9..12)
            .and_then(|code| code.parse().ok())
            .unwrap_or(0);
        let length = header(head, "content-length")
            .and_then(|value| value.parse().ok())
            .unwrap_or(0);
        let head = if keep { head.to_owned() } else { String::new() };
        while self.buffer.len() < head_end + length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let body = if keep {
            self.buffer[head_end..].to_vec()
        } else {
            Vec::new()
        };
        Ok(Answer { status, head, body })
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// A header's value, by its name in lower case.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// Answers per second of many connections over some seconds. `request` makes the nth request of a connection. An answer
/// of another status than `expected` ends the measurement with an error.
pub async fn measure(
    address: SocketAddr,
    connections: usize,
    duration: Duration,
    expected: u16,
    request: Arc<dyn Fn(usize, u64) -> Vec<u8> + Send + Sync>,
) -> io::Result<f64> {
    let stop = Arc::new(AtomicBool::new(false));
    let done = Arc::new(AtomicU64::new(0));
    let mut tasks = Vec::new();
    for number in 0..connections {
        let (stop, done, request) = (Arc::clone(&stop), Arc::clone(&done), Arc::clone(&request));
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut count = 0;
            while !stop.load(Ordering::Relaxed) {
                let answer = connection.ask(&request(number, count), false).await?;
                if answer.status != expected {
                    return Err(io::Error::other(format!(
                        "status {} instead of {expected}",
                        answer.status
                    )));
                }
                count += 1;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        }));
    }
    // Connections and caches warm up before anything counts.
    tokio::time::sleep(duration / 4).await;
    let (before, began) = (done.load(Ordering::Relaxed), Instant::now());
    tokio::time::sleep(duration).await;
    let (count, took) = (done.load(Ordering::Relaxed) - before, began.elapsed());
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.map_err(io::Error::other)??;
    }
    Ok(count as f64 / took.as_secs_f64())
}
