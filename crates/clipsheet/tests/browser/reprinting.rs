//! A change of the glossary: in new articles at once, in old ones when they are printed anew, in both if it is a correction.

use crate::drafts::sign_in;
use crate::support::{article_number, assert_quiet, paper};
use clipsheet_gloss::{Aside, Entry};
use clipsheet_server::glossary::change::{Proposal, ProposedEntry};
use clipsheet_server::glossary::task::{self, Task};
use clipsheet_store::{Actor, DatabaseUrl, Millis, Role, Store, list_glossary};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::site::Site;
use std::time::SystemTime;

fn glossary(note: &str) -> String {
    format!(r#"{{"entries":[{{"headword":"fog horn","asides":[{{"text":"{note}"}}]}}]}}"#)
}

/// Makes the paper's glossary be one entry with this note.
fn import(site: &Site, note: &str) {
    let file = site.data_dir.join("one.json");
    std::fs::write(&file, glossary(note)).unwrap();
    site.run(&["gloss", "import", file.to_str().unwrap()]);
}

/// Prints a story; gives its address.
fn print(site: &Site, number: usize) -> String {
    let body = "<p>The fog horn of Tarrow was mislaid on Monday. It had been put down for a moment, and the moment passed. \
        Everybody was asked to look under things, and behind them, and to listen.</p><p>It weighs four tons and is painted red. \
        Nobody remembers what it was put down on. A reward of two pies is offered, and the keeper shouts meanwhile.</p>";
    let page = site.data_dir.join("page.html");
    let html = format!(
        "<html><head><title>Horn Lost, Part {number}</title></head><body><article><h1>Horn Lost, Part {number}</h1>{body}</article></body></html>"
    );
    std::fs::write(&page, html).unwrap();
    let url = format!("https://harbour-post.example/horn/{number}");
    let out = site.run(&["clip", page.to_str().unwrap(), "--publish", "--url", &url]);
    site.at(out.trim())
}

/// Waits until the running paper shows a note in an article.
fn shows(browser: &Browser, url: &str, note: &str) {
    browser.wait_until(&format!("{url} has the note “{note}”"), |browser| {
        browser.goto(url);
        browser.text("#text").contains(note)
    });
}

/// Keeps a picture of what is seen, if somebody wants to look at it.
fn shot(browser: &Browser, name: &str) {
    if let Ok(folder) = std::env::var("CLIPSHEET_SHOTS") {
        let file = std::path::Path::new(&folder).join(format!("{name}.png"));
        browser.save_full_screenshot(&file);
    }
}

/// Asks for a change to be rehearsed, as the form of the entry does; gives the job's number.
fn rehearse(site: &Site, note: &str) -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = Millis(i64::try_from(now.unwrap().as_millis()).unwrap());
    let url = DatabaseUrl::Sqlite(site.data_dir.join("clipsheet.db"));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(&url, now).await.unwrap();
        let row = store.read(list_glossary).await.unwrap().remove(0);
        let proposal = Proposal {
            note: "The horn wrote to us.".into(),
            is_correction: true,
            entries: vec![ProposedEntry {
                id: Some(row.id),
                from: Some(row.revision),
                headword: row.headword.clone(),
                entry: Some(Entry {
                    asides: vec![Aside::new(note)],
                    ..Entry::new(row.headword)
                }),
            }],
            ..Proposal::default()
        };
        let task = Task::Rehearse(proposal);
        let asked = store.write(move |tx| task::ask(tx, &Actor::command_line(), &task, 2, now));
        let id = asked.await.unwrap();
        store.close().await;
        id
    })
}

#[test]
fn a_change_is_in_new_articles_in_old_ones_when_printed_anew_and_in_both_as_a_correction() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    import(&site, "a loud thing");
    let old = print(&site, 1);
    shows(&browser, &old, "a loud thing");
    import(&site, "a quiet thing");
    let new = print(&site, 2);
    shows(&browser, &new, "a quiet thing");
    browser.goto(&old);
    assert!(
        browser.text("#text").contains("a loud thing"),
        "what is printed stays"
    );

    // The old one is printed anew, from its own tools.
    browser.click(".article-tools summary");
    browser.click(".article-tools form[action='/desk/glossary/reprint'] button");
    browser.wait_for("form.ask");
    assert!(browser.text("h1").contains("Horn Lost"));
    browser.click("form.ask button.main");
    browser.wait_until(
        "the job is done, and the page tells so by itself",
        |browser| browser.count("#job") == 1 && browser.text(".job-state").contains("Done"),
    );
    shows(&browser, &old, "a quiet thing");

    // A correction, rehearsed first, reaches both.
    let job = rehearse(&site, "a corrected thing");
    browser.goto(&site.at(&format!("/desk/glossary/jobs/{job}")));
    browser.wait_until("the rehearsal tells what it found by itself", |browser| {
        browser.count(".samples > li") >= 2
    });
    shot(&browser, "rehearsal");
    browser.goto(&old);
    assert!(
        browser.text("#text").contains("a quiet thing"),
        "rehearsed, not made"
    );
    browser.goto(&site.at(&format!("/desk/glossary/jobs/{job}")));
    browser.click(".decide button.main");
    browser.wait_until("the correction went over what was printed", |browser| {
        browser.count(".job-state") == 1 && browser.text(".job-state").contains("Done")
    });
    shot(&browser, "correction");
    for url in [&old, &new] {
        shows(&browser, url, "a corrected thing");
    }
    let third = print(&site, 3);
    shows(&browser, &third, "a corrected thing");
    assert!(article_number(&third) > article_number(&old));
    assert_quiet(&browser, &site);
}
