//! `cargo xtask bench inbox`: the desk's list with 20,000 stories waiting.
//!
//! The reference, in the same run and process, is the same paper with an empty inbox: what a view of the desk costs anyway.

use crate::load::{Connection, measure};
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::staff::colour::PALETTE;
use clipsheet_server::staff::{COOKIE, open_session};
use clipsheet_server::{App, AppOptions, Clock, router, starter};
use clipsheet_store::{
    Brought, DatabaseUrl, InboxFilter, ItemId, Millis, NewFeed, NewItem, NewStaff, Role, Store,
    create_feed, create_item, create_staff, list_waiting, set_totp,
};
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

const WAITING: i64 = 20_000;
const FEEDS: i64 = 200;
const CONNECTIONS: usize = 8;
const ROUND: Duration = Duration::from_secs(2);
const SECRET: &str = "bench";

/// `cargo xtask bench inbox [POSTGRES-URL]`: on SQLite, or on an empty PostgreSQL database.
pub fn run(args: &[String]) -> ExitCode {
    let result =
        tokio::runtime::Runtime::new().and_then(|runtime| runtime.block_on(bench(args.first())));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench inbox: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn bench(database: Option<&String>) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let url = match database {
        Some(url) => DatabaseUrl::parse(url).map_err(io::Error::other)?,
        None => DatabaseUrl::Sqlite(folder.path().join("clipsheet.db")),
    };
    let clock = Clock::fixed(Millis(1_404_734_400_000));
    let now = clock.now();
    let options = AppOptions {
        store: Store::open(&url, now).await.map_err(io::Error::other)?,
        data: folder.path().to_owned(),
        file: ConfigFile::default(),
        clock,
        public_url: "http://127.0.0.1".into(),
    };
    let app = App::open(options).await.map_err(io::Error::other)?;
    starter::ensure_basics(&app)
        .await
        .map_err(io::Error::other)?;
    app.store
        .write(move |tx| {
            let new = NewStaff {
                name: "Pennick".into(),
                name_key: "pennick".into(),
                role: Role::Editor,
                colour: PALETTE[0].into(),
                password: String::new(),
            };
            let id = create_staff(tx, &new, now)?;
            set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
            open_session(tx, id, SECRET, "bench", now)
        })
        .await
        .map_err(io::Error::other)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let service = router(&app);
    tokio::spawn(async move { axum::serve(listener, service).await });
    println!("| view | requests/s | ms, one at a time | of the empty inbox |");
    println!("| --- | ---: | ---: | ---: |");
    let empty = tell(address, "empty inbox", "/desk/inbox", None).await?;
    fill(&app).await.map_err(io::Error::other)?;
    let middle = WAITING / 2;
    for (name, path) in [
        ("20,000 wait: the list", "/desk/inbox".to_owned()),
        ("its middle", format!("/desk/inbox?before={middle}")),
        ("one page and area", "/desk/inbox?page=1&area=none".into()),
        ("one feed of 200", "/desk/inbox?feed=7".into()),
        ("one dossier", "/desk/inbox?dossier=gulls".into()),
        ("words that 1 in 100 has", "/desk/inbox?q=walrus".into()),
        (
            "words that none has",
            "/desk/inbox?q=nothing+of+the+kind".into(),
        ),
        (
            "what changed",
            "/desk/inbox/changes?after=1&newest=7".into(),
        ),
    ] {
        tell(address, name, &path, Some(empty)).await?;
    }
    let began = Instant::now();
    let filter = InboxFilter::default();
    let list = app
        .store
        .read(move |conn| list_waiting(conn, &filter, ItemId(i64::MAX), 100));
    let rows = list.await.map_err(io::Error::other)?.len();
    println!();
    println!(
        "Of that, reading {rows} rows: {:.2} ms",
        millis(began.elapsed())
    );
    Ok(())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

async fn tell(
    address: SocketAddr,
    name: &str,
    path: &str,
    reference: Option<f64>,
) -> io::Result<f64> {
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: bench\r\ncookie: {COOKIE}={SECRET}\r\n\r\n");
    let mut connection = Connection::open(address).await?;
    let answer = connection.ask(request.as_bytes(), true).await?;
    if answer.status != 200 {
        return Err(io::Error::other(format!("{path}: {}", answer.status)));
    }
    let mut times = Vec::new();
    for _ in 0..50 {
        let began = Instant::now();
        connection.ask(request.as_bytes(), false).await?;
        times.push(millis(began.elapsed()));
    }
    times.sort_by(f64::total_cmp);
    let rate = {
        let request = request.into_bytes();
        measure(
            address,
            CONNECTIONS,
            ROUND,
            200,
            Arc::new(move |_, _| request.clone()),
        )
        .await?
    };
    let ratio = reference.map_or_else(|| "1".into(), |of| format!("{:.2}", rate / of));
    println!("| {name} | {rate:.0} | {:.1} | {ratio} |", times[25]);
    Ok(rate)
}

async fn fill(app: &App) -> clipsheet_store::StoreResult<()> {
    let now = app.now();
    let feeds: Vec<_> = app
        .store
        .write(move |tx| {
            (0..FEEDS)
                .map(|number| {
                    let new = NewFeed {
                        url: format!("https://quay-{number}.example/feed"),
                        title: format!("The Quay, number {number}"),
                        interval_secs: 86_400,
                        ..NewFeed::default()
                    };
                    create_feed(tx, &new, now)
                })
                .collect()
        })
        .await?;
    for part in 0..WAITING / 500 {
        let feeds = feeds.clone();
        app.store
            .write(move |tx| {
                for number in part * 500..(part + 1) * 500 {
                    let animal = if number % 100 == 0 { "walrus" } else { "gull" };
                    let at = usize::try_from(number % FEEDS).unwrap_or(0);
                    let new = NewItem {
                        title: format!("Harbour board meets {animal} number {number} on the quay"),
                        url: format!("https://quay.example/news/{number}"),
                        excerpt: "The board met for two hours and agreed to meet again. Nobody fell in, although two came close.".into(),
                        source_name: format!("The Quay, number {at}"),
                        page: 1 + number % 3,
                        dossiers: if number % 20 == 0 { vec!["gulls".into()] } else { Vec::new() },
                        addresses: vec![format!("address-{number}")],
                        ..NewItem::default()
                    };
                    let brought = feeds[at].map(|feed| Brought {
                        feed,
                        guid: String::new(),
                        url: new.url.clone(),
                        title: new.title.clone(),
                    });
                    create_item(tx, &new, brought.as_ref(), now)?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}
