//! What was acknowledged survives `kill -9` (invariant 2).

use crate::support::{Desk, PROGRAM, story};
use clipsheet_testkit::http::{self, Request};
use clipsheet_testkit::{postgres, site};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const CONFIG: &str = "[comments]\nmin_fill_secs = 0\nper_minute = 0\nper_hour = 0\nnetwork_per_minute = 0\nnetwork_per_hour = 0\n";

/// The value of the form's token.
fn token(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"token\" value=\"").unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn acknowledged_comments_survive_a_kill() {
    for postgres in [false, true] {
        eprintln!("--- on {}", if postgres { "PostgreSQL" } else { "SQLite" });
        let database = postgres.then(postgres::database);
        let mut arguments = vec!["--empty"];
        arguments.extend(
            database
                .iter()
                .flat_map(|database| ["--database", database.url.as_str()]),
        );
        let mut site = site::spawn_prepared(PROGRAM, &arguments, |data| {
            std::fs::write(data.join("clipsheet.toml"), CONFIG).unwrap();
        });
        let desk = Desk::new();
        desk.file("page.html", story("Fog Horn Lost"));
        let place = ["--data", site.data_dir.to_str().unwrap()];
        let mut clip = vec![
            "clip",
            "page.html",
            "--url",
            "https://harbour-post.example/x",
            "--publish",
        ];
        clip.extend(place);
        clip.extend(&arguments[1..]);
        let article = desk.call(&clip).done().trim().to_owned();
        let page = http::get(&site.at(&article)).text();
        let form = token(&page).to_owned();

        let said = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let (site, said, stop, form) = (&site, &said, &stop, &form);
                scope.spawn(move || {
                    for n in 0.. {
                        let text = format!("Word {n} of writer {writer}.");
                        let nic = format!("Gull {writer}");
                        let fields = [
                            ("token", form.as_str()),
                            ("nic", &nic),
                            ("text", &text),
                            ("act", "post"),
                        ];
                        let sent = Request::new("POST", &site.at("/article/1/comments"))
                            .form(&fields)
                            .send();
                        match sent {
                            Ok(reply) if reply.status == 303 => {
                                let number = reply
                                    .header("location")
                                    .unwrap()
                                    .split("#c")
                                    .nth(1)
                                    .unwrap()
                                    .to_owned();
                                said.lock().unwrap().push((number, text));
                            }
                            // Cut off by the kill: nobody was told anything.
                            Err(_) if stop.load(Ordering::SeqCst) => return,
                            other => {
                                assert!(stop.load(Ordering::SeqCst), "{other:?}");
                                return;
                            }
                        }
                    }
                });
            }
            let limit = Instant::now() + Duration::from_secs(30);
            while said.lock().unwrap().len() < 40 {
                assert!(Instant::now() < limit, "too slow");
                std::thread::sleep(Duration::from_millis(5));
            }
            stop.store(true, Ordering::SeqCst);
            site.kill9();
        });
        site.restart();
        let said = said.into_inner().unwrap();
        let mut all = String::new();
        let mut path = format!("{article}?order=oldest");
        loop {
            let page = http::get(&site.at(&path)).text();
            all.push_str(&page);
            match page.split_once("Newer comments") {
                Some((before, _)) => {
                    let (_, link) = before.rsplit_once("href=\"").unwrap();
                    path = link
                        .split(['#', '"'])
                        .next()
                        .unwrap()
                        .replace("&#38;", "&")
                        .replace("&amp;", "&");
                }
                None => break,
            }
        }
        assert!(said.len() >= 40);
        for (number, text) in &said {
            let (_, comment) = all
                .split_once(&format!("<article id=\"c{number}\">"))
                .unwrap_or_else(|| panic!("comment {number} is gone"));
            assert!(
                comment.split("</article>").next().unwrap().contains(text),
                "comment {number} is another"
            );
        }
        // And the paper goes on where it was.
        let page = http::get(&site.at(&article)).text();
        let fields = [
            ("token", token(&page)),
            ("nic", "Tern"),
            ("text", "After the storm."),
            ("act", "post"),
        ];
        assert_eq!(
            http::post_form(&site.at("/article/1/comments"), &fields).status,
            303
        );
        assert!(
            http::get(&site.at("/comments"))
                .text()
                .contains("After the storm.")
        );
    }
}
