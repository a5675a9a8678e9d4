//! A small server of the tests' own, to be fetched from: it answers as a test says, and remembers what it was asked.
//!
//! It listens on every address of this machine, so that `127.0.1.1`, `127.0.1.2` … are as many hosts.

use clipsheet_intake::{FetchPolicy, Fetcher};
use clipsheet_server::{App, Clock};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came, at an instant of the paper's clock.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) head: String,
    #[allow(dead_code, reason = "only the week of feeds looks at it")]
    pub(crate) at: i64,
}

impl Asked {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Promise more than comes.
    pub(crate) breaks_off: bool,
    /// Send the body so many times over.
    pub(crate) times: usize,
    pub(crate) delay: Duration,
}

impl Answer {
    pub(crate) fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".into(), content_type.into())],
            body: body.into(),
            breaks_off: false,
            times: 1,
            delay: Duration::ZERO,
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            status,
            ..Self::ok("text/plain", "no")
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// The server. It ends with the runtime.
pub(crate) struct LocalSite {
    pub(crate) port: u16,
    log: Arc<Mutex<Vec<Asked>>>,
}

type Handler = dyn Fn(&Asked) -> Answer + Send + Sync;

impl LocalSite {
    pub(crate) async fn start(
        clock: &Clock,
        answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (noted, clock, answer) = (Arc::clone(&log), clock.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (noted, clock) = (Arc::clone(&noted), clock.clone());
                let answer: Arc<Handler> = Arc::clone(&answer) as _;
                tokio::spawn(async move {
                    // A client that hangs up is part of the game.
                    let _ = serve(stream, &noted, &clock, &*answer).await;
                });
            }
        });
        Self { port, log }
    }

    /// An address on one of its hosts.
    pub(crate) fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }

    /// All that it was asked.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.log.lock().unwrap().clone()
    }

    /// The bytes that remembering it takes.
    #[allow(dead_code, reason = "only the week of feeds counts bytes")]
    pub(crate) fn bytes_of_log(&self) -> usize {
        let log = self.log.lock().unwrap();
        let texts =
            |asked: &Asked| asked.host.capacity() + asked.path.capacity() + asked.head.capacity();
        log.capacity() * size_of::<Asked>() + log.iter().map(texts).sum::<usize>()
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    clock: &Clock,
    answer: &Handler,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut part = [0; 4096];
        match stream.read(&mut part).await? {
            0 => return Ok(()),
            read => bytes.extend_from_slice(&part[..read]),
        }
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let mut asked = Asked {
        host: String::new(),
        path: head.split(' ').nth(1).unwrap_or_default().to_owned(),
        head,
        at: clock.now().0,
    };
    let host = asked.header("host").unwrap_or_default();
    asked.host = host.split(':').next().unwrap_or_default().to_owned();
    log.lock().unwrap().push(asked.clone());
    let reply = answer(&asked);
    tokio::time::sleep(reply.delay).await;
    let length = reply.body.len() * reply.times + if reply.breaks_off { 1000 } else { 0 };
    let mut head = format!("HTTP/1.1 {} Said\r\nconnection: close\r\n", reply.status);
    if reply.status != 304 {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).await?;
    if reply.status != 304 {
        for _ in 0..reply.times {
            stream.write_all(&reply.body).await?;
        }
    }
    stream.shutdown().await
}

/// Lets a paper fetch from this machine, and from nowhere else.
pub(crate) fn allow_this_machine(app: &mut Arc<App>) {
    let policy = FetchPolicy {
        allow: vec!["127.0.0.0/8".parse().unwrap()],
        total_timeout: Duration::from_secs(10),
        connect_timeout: Duration::from_secs(2),
        ..FetchPolicy::for_site("https://tide.example")
    };
    Arc::get_mut(app).expect("nobody else has it yet").fetcher = Fetcher::new(policy).unwrap();
}
