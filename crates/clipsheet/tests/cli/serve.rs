//! Starting, and what can be in its way.

use crate::support::{Desk, PROGRAM};
use clipsheet_testkit::{http, postgres, site};
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn what_is_in_the_way_is_named() {
    let desk = Desk::new();
    desk.file("file", "not a folder");
    desk.call(&["serve", "--data", "file"])
        .failed(1, &["cannot make the data folder file", "--data"]);
    for command in [&["drafts"][..], &["gloss", "export"], &["recount"]] {
        desk.call(&[command, &["--data", "file"]].concat())
            .failed(1, &["there is no paper in file", "--data"]);
    }
    desk.call(&["serve", "--data", "file/inside"])
        .failed(1, &["cannot make the data folder file/inside"]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    desk.call(&["serve", "--listen", &address])
        .failed(1, &["something listens there already", &address]);
    desk.call(&["serve", "--listen", "nonsense"])
        .failed(1, &["cannot listen on nonsense"]);
    desk.call(&["serve", "--listen", "192.0.2.1:80"])
        .failed(1, &["cannot listen on 192.0.2.1:80"]);
    desk.call(&["drafts", "--database", "mysql://localhost/x"])
        .failed(1, &["only SQLite and PostgreSQL"]);
    desk.call(&[
        "drafts",
        "--database",
        "postgres://gull:secret@127.0.0.1:1/x",
    ])
    .failed(1, &["the database does not answer", "127.0.0.1:1"]);
    for database in [
        "postgres://gull:secret@127.0.0.1:1/x",
        "postgres://127.0.0.1:1/x?user=gull&password=secret",
        "mysql://gull:secret@127.0.0.1:1/x",
        "host=127.0.0.1 port=1 user=gull password=secret",
    ] {
        let told = desk.call(&["drafts", "--database", database]);
        assert!(
            !told.err.contains("secret"),
            "no password is told: {told:?}"
        );
        told.failed(1, &["127.0.0.1"]);
    }
    std::fs::create_dir_all(desk.path().join("odd/clipsheet.db")).unwrap();
    desk.call(&["drafts", "--data", "odd"])
        .failed(1, &["cannot open the database", "clipsheet.db"]);
    std::fs::create_dir_all(desk.path().join("junk")).unwrap();
    desk.file(
        "junk/clipsheet.db",
        "this is no database, but it is long enough to be looked at. ".repeat(100),
    );
    desk.call(&["drafts", "--data", "junk"])
        .failed(1, &["clipsheet: "]);
    for (config, words) in [
        ("listen = 7", "line 1"),
        ("[paper]\nnmae = 'The Tide'", "nmae"),
        ("[paper]\ntime_zone = 'Tarrow/Quay'", "Tarrow/Quay"),
        ("not toml at all", "line 1"),
    ] {
        std::fs::create_dir_all(desk.path().join("data")).unwrap();
        desk.file("data/clipsheet.toml", config);
        desk.call(&["serve"])
            .failed(1, &["clipsheet.toml cannot be understood", words]);
    }
}

/// Makes a database without starting a server.
fn begin_blank(desk: &Desk) {
    desk.file("none.json", r#"{"entries": []}"#);
    desk.call(&["gloss", "import", "none.json"]).done();
}

#[test]
fn no_command_begins_a_paper_where_none_is_by_mistake() {
    let desk = Desk::new();
    for command in [
        &["drafts"][..],
        &["publish", "1"],
        &["owner-link"],
        &["recount"],
        &["gloss", "export"],
        &["comments", "close", "1"],
    ] {
        desk.call(command)
            .failed(1, &["there is no paper in data", "--data"]);
    }
    assert!(!desk.path().join("data").exists());
}

#[test]
fn a_newer_programs_database_is_left_alone() {
    let desk = Desk::new();
    begin_blank(&desk);
    let newer = "INSERT INTO schema_version VALUES (99, 'from the future', 0)";
    let file = desk.path().join("data/clipsheet.db");
    rusqlite::Connection::open(&file)
        .unwrap()
        .execute(newer, [])
        .unwrap();
    let database = postgres::database();
    desk.call(&["gloss", "export", "--database", &database.url])
        .done();
    ::postgres::Client::connect(&database.url, ::postgres::NoTls)
        .unwrap()
        .execute(newer, &[])
        .unwrap();
    for url in [file.to_str().unwrap(), &database.url] {
        for command in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["gloss", "export"],
            &["owner-link"],
        ] {
            desk.call(&[command, &["--database", url]].concat())
                .failed(1, &["version 99", "Start the newer Clipsheet"]);
        }
    }
}

#[test]
fn the_starter_paper_is_made_once_and_its_owner_link_printed() {
    let mut site = site::spawn(PROGRAM, &[]);
    assert!(site.output().contains("printing the starter paper"));
    let link = site.owner_link().expect("a link for the owner");
    assert_eq!(http::get(&link).status, 200);
    let front = http::get(&site.at("/")).text();
    assert!(
        front.contains("The Tarrow Tide") && front.contains("30 articles and"),
        "{front}"
    );
    site.stop();
    site.restart();
    assert!(!site.output().contains("printing the starter paper"));
    assert!(http::get(&site.at("/")).text().contains("30 articles and"));
    // The owner's link of the second start is another one; both are good until one is used.
    assert_ne!(site.owner_link().unwrap(), link);
    // Other commands know where it listens, although that was said to the server alone.
    for command in [
        &["owner-link"][..],
        &["staff", "invite", "--role", "editor"],
    ] {
        let link = site.run(command);
        assert!(link.starts_with(&site.at("/join/")), "{link}");
    }
    assert_eq!(http::get(site.run(&["owner-link"]).trim()).status, 200);
}

/// A server that ends with the test.
struct Server {
    child: Child,
    url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn begin(desk: &Desk, more: &[&str]) -> Child {
    begin_at(desk, "127.0.0.1:0", more)
}

fn begin_at(desk: &Desk, listen: &str, more: &[&str]) -> Child {
    let mut command = Command::new(PROGRAM);
    command
        .args(["serve", "--data"])
        .arg(desk.path().join("data"))
        .args(["--listen", listen])
        .args(more);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits until it says where it listens; what it says after that is read and dropped.
fn ready(mut child: Child) -> Server {
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = Vec::new();
    for line in lines.by_ref() {
        let line = line.unwrap();
        if let Some(url) = line.strip_prefix("Listening on ") {
            let url = url.trim_end_matches('/').to_owned();
            std::thread::spawn(move || lines.for_each(drop));
            return Server { child, url };
        }
        said.push(line);
    }
    panic!("it ended: {}", said.join("\n"));
}

#[test]
fn many_may_come_to_a_new_folder_at_once() {
    for _ in 0..4 {
        let desk = Desk::new();
        desk.file("none.json", r#"{"entries": []}"#);
        let calls = std::thread::scope(|scope| {
            let calls =
                [(); 8].map(|()| scope.spawn(|| desk.call(&["gloss", "import", "none.json"])));
            calls.map(|call| call.join().unwrap())
        });
        for call in calls {
            assert!(call.done().contains("0 added"));
        }
    }
}

#[test]
fn two_that_start_at_once_make_one_starter_paper() {
    for postgres in [false, true] {
        let desk = Desk::new();
        let database = postgres.then(postgres::database);
        let more: Vec<&str> = database
            .iter()
            .flat_map(|database| ["--database", database.url.as_str()])
            .collect();
        let servers = [begin(&desk, &more), begin(&desk, &more)].map(ready);
        for server in &servers {
            // Who did not make it may see the other's work a moment later.
            let limit = Instant::now() + Duration::from_secs(20);
            let mut front = String::new();
            while !front.contains("30 articles and") || !front.contains("The Tarrow Tide") {
                assert!(Instant::now() < limit, "{front}");
                std::thread::sleep(Duration::from_millis(20));
                front = http::get(&server.url).text();
            }
        }
    }
}

/// How much the front says is in the archive.
fn archived(server: &Server) -> String {
    let front = http::get(&server.url).text();
    let (before, _) = front.split_once(" are in the archive").unwrap_or_default();
    before.rsplit('>').next().unwrap().to_owned()
}

#[test]
fn a_first_start_that_is_cut_off_leaves_no_half_paper() {
    for postgres in [false, true] {
        let begun = || {
            let database = postgres.then(postgres::database);
            (Desk::new(), database)
        };
        let start = |desk: &Desk, database: &Option<postgres::TestDatabase>| match database {
            Some(database) => begin(desk, &["--database", &database.url]),
            None => begin(desk, &[]),
        };
        let (desk, database) = begun();
        let began = Instant::now();
        let server = ready(start(&desk, &database));
        let took = began.elapsed();
        let whole = archived(&server);
        assert!(whole.starts_with("30 articles and "), "{whole}");
        for part in 1..=8 {
            let (desk, database) = begun();
            let mut child = start(&desk, &database);
            std::thread::sleep(took * part / 8);
            child.kill().unwrap();
            child.wait().unwrap();
            let server = ready(start(&desk, &database));
            assert_eq!(
                archived(&server),
                whole,
                "cut off after {part}/8 of {took:?}"
            );
        }
    }
}

/// All it says until it has offered the owner's link.
fn said_at_start(child: &mut Child) -> Vec<String> {
    let mut said = Vec::new();
    for line in BufReader::new(child.stderr.take().unwrap()).lines() {
        said.push(line.unwrap());
        if said.last().is_some_and(|line| line.contains("/join/")) {
            break;
        }
    }
    said
}

#[test]
fn listening_everywhere_makes_links_that_lead_here_and_says_so() {
    for (listen, warns) in [("0.0.0.0:0", true), ("127.0.0.1:0", false)] {
        let desk = Desk::new();
        let mut child = begin_at(&desk, listen, &["--empty"]);
        let said = said_at_start(&mut child);
        let url = said[0].strip_prefix("Listening on ").unwrap();
        let url = url.trim_end_matches('/').to_owned();
        let server = Server { child, url };
        assert!(server.url.starts_with("http://127.0.0.1:"), "{said:?}");
        assert_eq!(said.iter().any(|line| line.contains("public_url")), warns);
        let owner = said.last().unwrap();
        assert!(owner.contains(&format!("{}/join/", server.url)), "{owner}");
        let feed = http::get(&format!("{}/feed.xml", server.url)).text();
        assert!(feed.contains(&format!("{}/", server.url)), "{feed}");
        assert!(!feed.contains("0.0.0.0"), "{feed}");
    }
}

#[test]
fn a_public_address_begins_every_link() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("data")).unwrap();
    desk.file(
        "data/clipsheet.toml",
        "public_url = 'https://tide.example/'\nlisten = '0.0.0.0:8080'",
    );
    begin_blank(&desk);
    let link = desk.call(&["owner-link"]).done();
    assert!(link.starts_with("https://tide.example/join/"), "{link}");
    desk.file("data/clipsheet.toml", "listen = '0.0.0.0:8081'");
    let link = desk.call(&["owner-link"]).done();
    assert!(link.starts_with("http://127.0.0.1:8081/join/"), "{link}");
}

#[test]
fn it_ends_in_good_order_when_asked() {
    let site = site::spawn(PROGRAM, &["--empty"]);
    assert_eq!(http::get(&site.at("/healthz")).text(), "ok\n");
    site.stop();
    let mut rest = String::new();
    site.output().as_bytes().read_to_string(&mut rest).unwrap();
    assert!(!rest.contains("panicked"), "{rest}");
}
