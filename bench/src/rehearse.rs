//! A rehearsal over an archive, and what readers notice of it.
//!
//! Fills a paper with articles of an invented town, then asks its pages at a steady rate, first alone and then while a change is
//! rehearsed in the same process, and tells the readers' 50th and 99th percentile of both, and how long the rehearsal took.

use clipsheet_gloss::{Entry, GlossaryFile};
use clipsheet_server::glossary::change::{Proposal, ProposedEntry};
use clipsheet_server::glossary::jobs::rehearsal::Rehearsed;
use clipsheet_server::glossary::jobs::{Lane, work_once};
use clipsheet_server::glossary::task::{self, Task};
use clipsheet_server::printing::import_glossary;
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::{App, AppOptions, Clock, router};
use clipsheet_store::{
    Actor, ArticleKind, DatabaseUrl, Day, Millis, NewArticle, NewGlossaryChange, PageTitle,
    PrintedText, Store, StoreError, create_article, find_job, list_areas, replace_pages,
    save_areas,
};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::load::Connection;

/// Articles of the archive that the target speaks of.
const ARCHIVE: usize = 534_023;
/// Articles in one transaction of the filler.
const PART: usize = 1000;
/// Readers at a time, each asking so often.
const READERS: usize = 8;
const PAUSE: Duration = Duration::from_millis(20);
/// How long readers walk before they are measured.
const WARM_UP: Duration = Duration::from_secs(3);
/// How long readers are measured alone.
const ALONE: Duration = Duration::from_secs(8);
/// Entries of the glossary.
const ENTRIES: usize = 2000;

/// `cargo xtask bench rehearse [ARTICLES]`.
pub fn run(args: &[String]) -> ExitCode {
    let articles = args.first().and_then(|text| text.parse().ok());
    let articles = articles.unwrap_or(ARCHIVE);
    let done = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(bench(articles)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench rehearse: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn bench(articles: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let clock = Clock::System;
    let url = DatabaseUrl::Sqlite(folder.path().join("clipsheet.db"));
    let app = App::open(AppOptions {
        store: Store::open(&url, clock.now()).await?,
        data: folder.path().to_owned(),
        file: ConfigFile::read(&folder.path().join("clipsheet.toml"))?,
        clock: clock.clone(),
        public_url: "http://127.0.0.1".into(),
    })
    .await?;
    let bytes = fill(&app, articles).await?;
    println!(
        "{articles} articles, {:.0} MB of text, {ENTRIES} entries",
        bytes as f64 / 1e6
    );
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });

    println!(
        "| change | rehearsal | articles/s | of {ARCHIVE} | readers p50, p99 alone | with it |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let walk = Walk {
        address,
        articles,
        step: Arc::default(),
    };
    // The first pages pay for connections, statements and the database's own cache.
    walk.read_for(WARM_UP).await?;
    for (label, headword) in [
        ("a rare word", "wharfinger"),
        ("a word in every tenth article", "binnacle"),
        ("a word in every article", "harbour"),
    ] {
        let alone = walk.read_for(ALONE).await?;
        let id = propose(&app, headword, articles).await?;
        let stop = Arc::new(AtomicBool::new(false));
        let readers = tokio::spawn(walk.clone().read_until(Arc::clone(&stop)));
        let began = Instant::now();
        work_once(&app, Lane::Rehearsals).await?;
        let took = began.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        let during = readers.await??;
        let job = app.store.read(move |conn| find_job(conn, id)).await?;
        let job = job.ok_or("the job is gone")?;
        let found = Rehearsed::read(&job.result).ok_or("the rehearsal did not come to its end")?;
        let rate = found.articles as f64 / took;
        println!(
            "| {label} ({} touched) | {took:.1} s | {rate:.0} | {:.0} s | {} | {} |",
            found.touched,
            ARCHIVE as f64 / rate,
            percentiles(alone),
            percentiles(during),
        );
    }
    Ok(())
}

/// "1.2 ms, 4.5 ms (1,234 pages)".
fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| {
        let index = ((times.len() as f64 - 1.0) * share).round().max(0.0) as usize;
        times.get(index).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    format!(
        "{:.2} ms, {:.2} ms ({} pages)",
        at(0.5),
        at(0.99),
        times.len()
    )
}

/// A body of about 3 kB. Every tenth has a binnacle, every thousandth a wharfinger.
fn body(number: usize) -> String {
    const SENTENCES: [&str; 8] = [
        "The ferry reached the harbour in fog and left it in better spirits.",
        "A spokesperson for the board said that the mud had been counted twice and found to be the same mud.",
        "Nobody on the quay could say whose crate it was, though several offered to look after it.",
        "The band practised until the lighthouse asked it to stop, which it did in the middle of a march.",
        "According to the tide table, high water came at ten past four and stayed for tea.",
        "“It was here yesterday,” said Captain Pennick, who had not looked for it until then.",
        "The keeper wrote it down, and the gulls, who cannot read, took no notice of it.",
        "At the Old Rope Walk the price of string rose by a foot and fell again before noon.",
    ];
    let mut html = String::with_capacity(3200);
    for paragraph in 0..8 {
        html.push_str("<p>");
        for step in 0..5 {
            let at = number * 7 + paragraph * 3 + step * 5 + number / 8;
            html.push_str(SENTENCES[at % SENTENCES.len()]);
            html.push(' ');
        }
        if paragraph == 3 && number.is_multiple_of(10) {
            html.push_str("The binnacle was polished. ");
        }
        if paragraph == 5 && number.is_multiple_of(1000) {
            html.push_str("The wharfinger was not there. ");
        }
        html.push_str("</p>");
    }
    html
}

/// Writes the archive straight into the store; gives the bytes of its texts.
async fn fill(app: &Arc<App>, articles: usize) -> Result<usize, Box<dyn Error>> {
    let file = GlossaryFile {
        entries: (0..ENTRIES)
            .map(|number| Entry {
                substitute: vec![format!("house word {number}")],
                ..Entry::new(format!("oddment {number}"))
            })
            .collect(),
        serials: Vec::new(),
    };
    app.store
        .write(move |tx| {
            let titles = [PageTitle {
                number: 1,
                title: "Front".into(),
            }];
            replace_pages(tx, &titles, Millis(0))?;
            let saved = save_areas(tx, &[("quay".into(), "The Quay".into())], Millis(0))?;
            saved.map_err(|_| StoreError::Internal("no area".into()))?;
            import_glossary(tx, &file, NewGlossaryChange::default(), Millis(0)).map(drop)
        })
        .await?;
    let area = app.store.read(list_areas).await?[0].id;
    let mut bytes = 0;
    let mut next = 0;
    while next < articles {
        let upto = (next + PART).min(articles);
        let from = next;
        bytes += app
            .store
            .write(move |tx| {
                let mut bytes = 0;
                for number in from..upto {
                    let html = body(number);
                    bytes += html.len();
                    let new = article(number, area, html.clone());
                    create_article(tx, &new, |_, _| PrintedText {
                        safe_html: html,
                        seal: String::new(),
                        print_record: r#"{"format_version":1}"#.into(),
                        serial_lines: Vec::new(),
                        entries: Vec::new(),
                    })?;
                }
                Ok(bytes)
            })
            .await?;
        next = upto;
        if next.is_multiple_of(50_000) {
            eprintln!("{next} articles");
        }
    }
    Ok(bytes)
}

fn article(number: usize, area: clipsheet_store::AreaId, source_html: String) -> NewArticle {
    // Sixty a day.
    let day = i64::try_from(number / 60).unwrap_or(0);
    NewArticle {
        kind: ArticleKind::Original,
        headline: format!("Mud counted for the {number}th time"),
        slug: "mud-counted".into(),
        source: None,
        url: None,
        byline: None,
        lang: None,
        source_date: None,
        edition_on: Day(10_000 + day),
        page: 1,
        area,
        printed_at: Millis((10_000 + day) * 86_400_000),
        posted_by: "bench".into(),
        is_lead: false,
        is_classic: false,
        teaser: String::new(),
        picture: None,
        picture_alt: String::new(),
        picture_caption: String::new(),
        comments_close_at: None,
        source_html,
        dossiers: Vec::new(),
    }
}

/// Asks for a rehearsal of a new entry; gives the job's number.
async fn propose(app: &Arc<App>, headword: &str, articles: usize) -> Result<i64, Box<dyn Error>> {
    let entry = Entry {
        substitute: vec!["house word".into()],
        ..Entry::new(headword)
    };
    let proposal = Proposal {
        entries: vec![ProposedEntry {
            id: None,
            from: None,
            headword: headword.into(),
            entry: Some(entry),
        }],
        ..Proposal::default()
    };
    let (now, total) = (app.now(), i64::try_from(articles)?);
    let asked = app.store.write(move |tx| {
        let task = Task::Rehearse(proposal);
        task::ask(tx, &Actor::command_line(), &task, total, now)
    });
    Ok(asked.await?)
}

/// Readers who walk through the archive at a steady pace. They go on where those before them ended, so that no page is asked for
/// twice and every one is made: one out of the cache would tell nothing of the database.
#[derive(Clone)]
struct Walk {
    address: SocketAddr,
    articles: usize,
    step: Arc<AtomicUsize>,
}

impl Walk {
    /// How long each page took that was read in this time.
    async fn read_for(&self, time: Duration) -> io::Result<Vec<Duration>> {
        let stop = Arc::new(AtomicBool::new(false));
        let readers = tokio::spawn(self.clone().read_until(Arc::clone(&stop)));
        tokio::time::sleep(time).await;
        stop.store(true, Ordering::Relaxed);
        readers.await.map_err(io::Error::other)?
    }

    /// How long each page took that was read until they are stopped.
    async fn read_until(self, stop: Arc<AtomicBool>) -> io::Result<Vec<Duration>> {
        let mut readers = Vec::new();
        for _ in 0..READERS {
            readers.push(tokio::spawn(self.clone().read_one(Arc::clone(&stop))));
        }
        let mut times = Vec::new();
        for reader in readers {
            times.extend(reader.await.map_err(io::Error::other)??);
        }
        Ok(times)
    }

    async fn read_one(self, stop: Arc<AtomicBool>) -> io::Result<Vec<Duration>> {
        let mut connection = Connection::open(self.address).await?;
        let mut times = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            // A prime far from the neighbours: pages of one day lie together in the database.
            let step = self.step.fetch_add(1, Ordering::Relaxed);
            let at = step.wrapping_mul(104_729) % self.articles;
            let request = format!(
                "GET /article/{}/mud-counted HTTP/1.1\r\nHost: bench\r\nUser-Agent: Mozilla/5.0\r\nAccept-Encoding: gzip\r\n\r\n",
                at + 1
            );
            let began = Instant::now();
            let answer = connection.ask(request.as_bytes(), false).await?;
            if answer.status != 200 {
                return Err(io::Error::other(format!("status {}", answer.status)));
            }
            times.push(began.elapsed());
            tokio::time::sleep(PAUSE).await;
        }
        Ok(times)
    }
}
