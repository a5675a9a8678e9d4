//! Requests per second of a paper, beside a bare axum server that gives out the same bytes.
//!
//! Both run as processes of their own on this machine and are asked by the same load generator, in turn, several rounds;
//! the medians are told. An article of about 900 words with 100 comments, an edition of 90 articles.

use crate::load::{Answer, Connection, header, measure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header as name};
use axum::routing::get;
use std::io::{self, BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;

const CONNECTIONS: usize = 64;
const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(1500);
const ARTICLES: usize = 90;
const COMMENTS: usize = 100;

/// `cargo xtask bench serve [POSTGRES-URL]`: on SQLite, or on an empty PostgreSQL database.
pub fn run(args: &[String]) -> ExitCode {
    let result =
        tokio::runtime::Runtime::new().and_then(|runtime| runtime.block_on(bench(args.first())));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench serve: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A server process, ended with this value.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts a server that says `http://ADDRESS/` on standard error.
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let stderr = child
            .stderr
            .take()
            .ok_or_else(|| io::Error::other("no standard error"))?;
        let mut lines = BufReader::new(stderr).lines();
        let address = loop {
            let line = lines
                .next()
                .ok_or_else(|| io::Error::other("the server ended"))??;
            if let Some((_, rest)) = line.split_once("http://")
                && let Some((address, _)) = rest.split_once('/')
            {
                break address.parse().map_err(io::Error::other)?;
            }
            eprintln!("  {line}");
        };
        // Whatever is said later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address })
    }

    /// Resident memory in MB, where the system tells.
    fn memory(&self) -> String {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))
            .unwrap_or_default();
        let kib = status.lines().find_map(|line| {
            line.strip_prefix("VmRSS:")?
                .trim()
                .strip_suffix(" kB")?
                .trim()
                .parse::<u64>()
                .ok()
        });
        kib.map_or_else(|| "?".into(), |kib| format!("{}", kib / 1024))
    }
}

/// The paper under test: its binary lies beside this one.
struct Paper {
    binary: PathBuf,
    data: tempfile::TempDir,
    database: Option<String>,
}

impl Paper {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg("--data").arg(self.data.path());
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command
    }

    fn configure(&self, cache_mib: u32) -> io::Result<()> {
        let rules = "[comments]\nmin_fill_secs = 0\nper_minute = 0\nper_hour = 0\nnetwork_per_minute = 0\nnetwork_per_hour = 0\n";
        std::fs::write(
            self.data.path().join("clipsheet.toml"),
            format!("cache_mib = {cache_mib}\n{rules}"),
        )
    }

    fn serve(&self, cache_mib: u32) -> io::Result<Server> {
        self.configure(cache_mib)?;
        Server::start(
            self.command()
                .args(["serve", "--empty", "--listen", "127.0.0.1:0"]),
        )
    }

    fn clip(&self, number: usize) -> io::Result<String> {
        let mut command = self.command();
        command.args([
            "clip",
            "-",
            "--publish",
            "--url",
            &format!("https://gazette.example/story/{number}"),
        ]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(page(number).as_bytes())?;
        }
        let out = child.wait_with_output()?;
        if !out.status.success() {
            return Err(io::Error::other("clipping failed"));
        }
        Ok(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    }
}

/// A news page of about 900 words.
fn page(number: usize) -> String {
    let sentences = [
        "The ferry reached the harbour in fog and left it in better spirits.",
        "A spokesperson for the harbour board said that the mud had been counted twice and found to be the same mud.",
        "Nobody on the quay could say whose crate it was, though several offered to look after it.",
        "The band practised until the lighthouse asked it to stop, which it did in the middle of a march.",
        "According to the tide table, high water came at ten past four and stayed for tea.",
    ];
    let paragraph = |at: usize| -> String {
        let text: Vec<&str> = (0..5)
            .map(|step| sentences[(at * 3 + step * 2 + number) % sentences.len()])
            .collect();
        format!("<p>{}</p>\n", text.join(" "))
    };
    let body: String = (0..11).map(paragraph).collect();
    format!(
        "<html lang=en><head><title>Mud counted for the {number}th time</title><meta property=og:site_name content='Harbour Gazette'></head>\
         <body><nav><a href=/>Home</a></nav><article><h1>Mud counted for the {number}th time</h1>{body}</article></body></html>"
    )
}

fn get_request(path: &str, cookie: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    };
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nUser-Agent: Mozilla/5.0\r\nAccept-Encoding: gzip\r\n{cookie}\r\n").into_bytes()
}

fn plain_request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: bench\r\nUser-Agent: Mozilla/5.0\r\n\r\n").into_bytes()
}

fn post_request(article: &str, token: &str, text: &str, nic: &str, cookie: &str) -> Vec<u8> {
    let encoded: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("act", "post"),
            ("nic", nic),
            ("text", text),
            ("token", token),
        ])
        .finish();
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    };
    format!(
        "POST /article/{article}/comments HTTP/1.1\r\nHost: bench\r\nUser-Agent: Mozilla/5.0\r\n{cookie}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{encoded}",
        encoded.len()
    )
    .into_bytes()
}

fn token(page: &Answer) -> io::Result<String> {
    let html = String::from_utf8_lossy(&page.body);
    let (_, rest) = html
        .split_once("name=\"token\" value=\"")
        .ok_or_else(|| io::Error::other("no form on the page"))?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

fn comment_text(number: u64, by: usize) -> String {
    format!(
        "That is **not** how I remember it, and I was there ({by}, {number}). The fog came in from the east, \
         <i>as it always does</i>, and the band had not even unpacked.\n\nSee https://pier.example/log for the tide, and #1 for the opposite view."
    )
}

/// What is measured, in the order of the table.
struct Case {
    label: &'static str,
    target: &'static str,
    rates: Vec<f64>,
}

async fn bench(database: Option<&String>) -> io::Result<()> {
    let own = std::env::current_exe()?;
    let binary = own.with_file_name("clipsheet");
    if !binary.exists() {
        return Err(io::Error::other(
            "target/release/clipsheet is missing: run this as `cargo xtask bench serve`",
        ));
    }
    let paper = Paper {
        binary,
        data: tempfile::tempdir()?,
        database: database.cloned(),
    };
    eprintln!("Printing {ARTICLES} articles …");
    paper.configure(48)?;
    let mut urls = Vec::new();
    for number in 0..ARTICLES {
        urls.push(paper.clip(number)?);
    }
    let article = urls[0].clone();
    let id = |url: &str| url.split('/').nth(2).unwrap_or_default().to_owned();
    let article_id = id(&article);
    let server = paper.serve(48)?;
    let mut connection = Connection::open(server.address).await?;
    let first = connection.ask(&plain_request(&article), true).await?;
    let form = token(&first)?;
    eprintln!("Writing {COMMENTS} comments …");
    let mut cookie = String::new();
    for number in 0..COMMENTS {
        let request = post_request(
            &article_id,
            &form,
            &comment_text(number as u64, 0),
            &format!("Gull {}", number % 12),
            &cookie,
        );
        let answer = connection.ask(&request, true).await?;
        if answer.status != 303 {
            return Err(io::Error::other(format!(
                "a comment was answered with {}",
                answer.status
            )));
        }
        cookie = header(&answer.head, "set-cookie")
            .and_then(|line| line.split(';').next())
            .unwrap_or_default()
            .to_owned();
    }
    let plain = connection.ask(&plain_request(&article), true).await?;
    let zipped = connection.ask(&get_request(&article, ""), true).await?;
    println!(
        "article with {COMMENTS} comments: {} bytes, {} compressed; edition of {ARTICLES} articles",
        plain.body.len(),
        zipped.body.len()
    );
    let bytes = paper.data.path().join("page.gz");
    std::fs::write(&bytes, &zipped.body)?;
    let bare = Server::start(Command::new(&own).arg("bare-server").arg(&bytes))?;

    let mut cases = [
        Case {
            label: "bare axum, same bytes",
            target: "1.00",
            rates: Vec::new(),
        },
        Case {
            label: "article, cached, stranger",
            target: "0.80",
            rates: Vec::new(),
        },
        Case {
            label: "article, cached, known reader",
            target: "0.50",
            rates: Vec::new(),
        },
        Case {
            label: "edition front, cached",
            target: "",
            rates: Vec::new(),
        },
        Case {
            label: "article, nothing cached",
            target: "3,000/s",
            rates: Vec::new(),
        },
        Case {
            label: "edition front, nothing cached",
            target: "2,000/s",
            rates: Vec::new(),
        },
        Case {
            label: "article, nothing cached, known reader",
            target: "",
            rates: Vec::new(),
        },
    ];
    let fixed = |request: Vec<u8>| -> Arc<dyn Fn(usize, u64) -> Vec<u8> + Send + Sync> {
        Arc::new(move |_, _| request.clone())
    };
    for _ in 0..ROUNDS {
        let ask =
            |address, request: Vec<u8>| measure(address, CONNECTIONS, ROUND, 200, fixed(request));
        cases[0]
            .rates
            .push(ask(bare.address, get_request("/", "")).await?);
        cases[1]
            .rates
            .push(ask(server.address, get_request(&article, "")).await?);
        cases[2]
            .rates
            .push(ask(server.address, get_request(&article, &cookie)).await?);
        cases[3]
            .rates
            .push(ask(server.address, get_request("/", "")).await?);
    }
    let cached_memory = server.memory();
    drop(server);
    let server = paper.serve(0)?;
    for _ in 0..ROUNDS {
        let ask =
            |address, request: Vec<u8>| measure(address, CONNECTIONS, ROUND, 200, fixed(request));
        cases[4]
            .rates
            .push(ask(server.address, get_request(&article, "")).await?);
        cases[5]
            .rates
            .push(ask(server.address, get_request("/", "")).await?);
        cases[6]
            .rates
            .push(ask(server.address, get_request(&article, &cookie)).await?);
    }
    let uncached_memory = server.memory();
    drop(server);

    let accepted = accepted(&paper, &urls).await?;
    // Round by round, since a shared machine is quicker in one round than in the next.
    let reference = cases[0].rates.clone();
    println!("\n| what | per second | of bare axum | target |\n| --- | ---: | ---: | --- |");
    for case in &mut cases {
        let mut ratios: Vec<f64> = case
            .rates
            .iter()
            .zip(&reference)
            .map(|(rate, bare)| rate / bare)
            .collect();
        let rate = median(&mut case.rates);
        println!(
            "| {} | {} | {:.2} | {} |",
            case.label,
            grouped(rate),
            median(&mut ratios),
            case.target
        );
    }
    println!(
        "| comments accepted, durable, {CONNECTIONS} connections | {} | | 3,000/s |",
        grouped(accepted.0)
    );
    println!(
        "\nresident memory: {cached_memory} MB with the cache, {uncached_memory} MB without, {} MB after {} comments; bare axum {} MB",
        accepted.1,
        grouped(accepted.2 as f64),
        bare.memory()
    );
    Ok(())
}

/// Comments per second over the articles of the edition, the memory afterwards, and how many there were.
async fn accepted(paper: &Paper, urls: &[String]) -> io::Result<(f64, String, u64)> {
    let server = paper.serve(48)?;
    let mut connection = Connection::open(server.address).await?;
    let mut forms = Vec::new();
    for url in urls.iter().skip(1).take(32) {
        let page = connection.ask(&plain_request(url), true).await?;
        forms.push((
            url.split('/').nth(2).unwrap_or_default().to_owned(),
            token(&page)?,
        ));
    }
    let mut rates = Vec::new();
    let forms = Arc::new(forms);
    for round in 0..ROUNDS {
        let forms = Arc::clone(&forms);
        let request = move |by: usize, count: u64| {
            let (article, token) = &forms[(by + count as usize) % forms.len()];
            let text = comment_text(count + (round as u64) * 10_000_000, by);
            post_request(article, token, &text, &format!("Gull {by}"), "")
        };
        rates.push(measure(server.address, CONNECTIONS, ROUND, 303, Arc::new(request)).await?);
    }
    let total: f64 = rates
        .iter()
        .map(|rate| rate * ROUND.as_secs_f64() * 1.25)
        .sum();
    Ok((median(&mut rates), server.memory(), total as u64))
}

fn median(rates: &mut [f64]) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates.get(rates.len() / 2).copied().unwrap_or(0.0)
}

fn grouped(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The reference: an axum server with one route that gives out the bytes of a file, ready compressed.
pub fn bare(args: &[String]) -> ExitCode {
    let Some(file) = args.first() else {
        return ExitCode::from(2);
    };
    let served = tokio::runtime::Runtime::new()
        .and_then(|runtime| runtime.block_on(serve_bytes(Path::new(file))));
    if served.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

async fn serve_bytes(file: &Path) -> io::Result<()> {
    let bytes = Bytes::from(std::fs::read(file)?);
    let page = move || {
        let bytes = bytes.clone();
        async move {
            let mut response = Response::new(Body::from(bytes));
            let headers = response.headers_mut();
            headers.insert(
                name::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            );
            headers.insert(name::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
    };
    let app = Router::new().route("/", get(page));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    eprintln!("Listening on http://{}/", listener.local_addr()?);
    axum::serve(listener, app).await
}
