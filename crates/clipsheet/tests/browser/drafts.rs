//! Writing in the editor: on a phone and through crashes.

use crate::support::paper;
use clipsheet_server::staff::{COOKIE, open_session};
use clipsheet_store::{DatabaseUrl, Millis, NewStaff, Role, Store, create_staff, set_totp};
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::site::Site;
use serde_json::json;
use std::time::{Duration, Instant, SystemTime};

/// A secret for a session: long enough to look like one.
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Somebody of the staff, signed in in this browser.
pub(crate) fn sign_in(site: &Site, browser: &Browser, role: Role) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let now = Millis(i64::try_from(now.as_millis()).unwrap());
    let url = DatabaseUrl::Sqlite(site.data_dir.join("clipsheet.db"));
    runtime.block_on(async {
        let store = Store::open(&url, now).await.unwrap();
        let made = store.write(move |tx| {
            let new = NewStaff {
                name: "Pennick".into(),
                name_key: "pennick".into(),
                role,
                colour: "#1b5a4c".into(),
                password: String::new(),
            };
            let id = create_staff(tx, &new, now)?;
            set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
            open_session(tx, id, SECRET, "Chromium", now)
        });
        made.await.unwrap();
        store.close().await;
    });
    browser.devtools(
        "Network.setCookie",
        &json!({"name": COOKIE, "value": SECRET, "url": site.url}),
    );
}

/// Begins a text of our own.
fn begin(site: &Site, browser: &Browser) {
    browser.goto(&site.at("/desk/drafts"));
    browser.click("form.row button");
    browser.wait_for(".page-text");
}

fn state(browser: &Browser) -> String {
    browser.text("#d-state")
}

#[test]
fn what_is_written_on_a_phone_is_saved_while_one_types() {
    let site = paper("");
    let browser = Browser::start(&Options::phone());
    sign_in(&site, &browser, Role::Editor);
    begin(&site, &browser);
    browser.fill("#d-headline", "Fog Horn Found");
    browser.type_text(".page-text", "It was under the mud.");
    browser.wait_until("it is saved", |browser| state(browser).starts_with("Saved"));
    browser.reload();
    browser.wait_for(".page-text p");
    assert_eq!(browser.value("#d-headline"), "Fog Horn Found");
    assert_eq!(browser.text(".page-text"), "It was under the mud.");
    assert_eq!(browser.count(".draft-kept"), 0);

    // The toolbar works on what is chosen, with a finger and with keys; its state is told.
    browser.focus(".page-text");
    browser.keys("Control+a");
    browser.tap("[aria-label=Bold]");
    assert_eq!(
        browser.attr("[aria-label=Bold]", "aria-pressed").unwrap(),
        "true"
    );
    browser.tap("[aria-label=Heading]");
    assert_eq!(browser.count(".page-text h2 b"), 1);
    browser.tap("[aria-label=Undo]");
    browser.wait_until("the heading is undone", |browser| {
        browser.count(".page-text h2") == 0
    });
    // The HTML is there for those who want it, and what is written in it counts.
    let html = "[role=toolbar] button:last-child";
    browser.tap(html);
    assert!(
        browser
            .value("#d-text")
            .contains("<b>It was under the mud.</b>"),
        "{}",
        browser.value("#d-text")
    );
    browser.fill("#d-text", "<p>Below the <i>tarpaulin</i>.</p>");
    browser.tap(html);
    assert_eq!(browser.text(".page-text i"), "tarpaulin");
    browser.wait_until("it is saved", |browser| state(browser).starts_with("Saved"));
    // Saved with the button, too: nothing is offered as unsaved then.
    browser.type_text(".page-text", " It hums.");
    browser.click(".draft-bar [value=save]");
    browser.wait_until("it is saved", |browser| {
        browser.url().contains("done=saved")
    });
    browser.wait_for(".page-text p");
    assert_eq!(browser.count(".draft-kept"), 0);
    browser.click(".draft-bar [value=print]");
    browser.wait_for(".story #text");
    assert_eq!(browser.text("h1"), "Fog Horn Found");
    assert_eq!(browser.text("#text i"), "tarpaulin");
    assert!(browser.foreign_requests(&site.url).is_empty());
    assert_eq!(browser.console_errors(), Vec::<String>::new());
}

#[test]
fn what_is_pasted_comes_out_clean_and_runs_nothing() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    begin(&site, &browser);
    browser.fill("#d-headline", "Pasted");
    let word = "<html><head><style>p.MsoNormal{margin:0}</style></head><body><!--[if gte mso 9]><xml></xml><![endif]-->\
        <p class=MsoNormal style='margin:0cm'><span style='font-size:12pt'>Fog <b>horn</b><o:p></o:p></span></p>\
        <p onclick='window.ran=1'>Mud<img src='https://elsewhere.example/x.png' onerror='window.ran=1'></p><script>window.ran=1</script></body></html>";
    let paste = "const data = new DataTransfer(); data.setData('text/html', arguments[0]); data.setData('text/plain', 'x');
        const page = document.querySelector('.page-text'); page.focus();
        page.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        return window.ran === undefined;";
    assert_eq!(browser.execute(paste, &[word.into()]), json!(true));
    browser.wait_until("it is pasted", |browser| {
        browser.text(".page-text").contains("Mud")
    });
    assert_eq!(browser.count(".page-text [style], .page-text [class], .page-text span, .page-text [onclick], .page-text img"), 0);
    assert_eq!(browser.text(".page-text b"), "horn");
    // The toolbar is one stop for the keyboard, with arrows between its buttons.
    browser.focus("[aria-label=Bold]");
    browser.keys("ArrowLeft");
    browser.keys("ArrowLeft");
    let label = "return document.activeElement.getAttribute('aria-label') + document.querySelectorAll('[role=toolbar] [tabindex=\"0\"]').length";
    assert_eq!(browser.execute(label, &[]), json!("Redo1"));
    // Fifty megabytes are refused in words, and what was there stays.
    let huge = "const data = new DataTransfer(); data.setData('text/html', 'x'.repeat(50 << 20));
        const page = document.querySelector('.page-text'); page.focus();
        page.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));";
    browser.execute(huge, &[]);
    browser.wait_until("it is refused", |browser| {
        browser
            .text(".write-warning")
            .contains("That is too much at once: 50 MB")
    });
    assert!(browser.text(".page-text").contains("Mud"));
    assert_eq!(
        browser.execute("return window.ran === undefined", &[]),
        json!(true)
    );
    assert!(browser.foreign_requests(&site.url).is_empty());
}

#[test]
fn at_most_five_seconds_are_lost_when_the_server_or_the_browser_dies() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    begin(&site, &browser);
    let draft = browser.url();
    browser.fill("#d-headline", "Counting");
    // Somebody who never stops typing: a number every 150 milliseconds, for as long as the server lives.
    let began = Instant::now();
    let mut typed: Vec<(Instant, u32)> = Vec::new();
    let mut number = 0;
    while began.elapsed() < Duration::from_secs(11) {
        number += 1;
        browser.type_text(".page-text", &format!("n{number} "));
        typed.push((Instant::now(), number));
        std::thread::sleep(Duration::from_millis(100));
    }
    site.kill9();
    let died = Instant::now();
    browser.type_text(".page-text", "after the crash");
    browser.wait_until("it says so", |browser| {
        state(browser).contains("no connection")
    });
    // What the database has is at most five seconds old.
    let in_database = in_database(&site);
    let due = typed
        .iter()
        .rfind(|(at, _)| died - *at > Duration::from_secs(5));
    let (_, due) = due.unwrap();
    assert!(
        in_database.contains(&format!("n{due} ")) || in_database.ends_with(&format!("n{due}")),
        "{in_database} lacks n{due}"
    );
    // What the browser has is all of it: it is there when the page is opened again.
    let kept = browser.execute("return localStorage.getItem(Object.keys(localStorage).find((key) => key.startsWith('draft-')))", &[]);
    assert!(kept.as_str().unwrap().contains("after the crash"), "{kept}");
    assert!(draft.contains("/desk/drafts/"));
}

/// The text of the only draft, as the database has it.
fn in_database(site: &Site) -> String {
    let conn = rusqlite::Connection::open(site.data_dir.join("clipsheet.db")).unwrap();
    let body: String = conn
        .query_row("SELECT body FROM draft", [], |row| row.get(0))
        .unwrap();
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    let text = body["source_html"].as_str().unwrap();
    text.replace("<p>", "")
        .replace("</p>", "")
        .replace("<br>", "")
        .replace("&nbsp;", " ")
}

#[test]
fn a_copy_in_the_browser_is_offered_and_merged() {
    let site = paper("");
    let browser = Browser::start(&Options::desktop());
    sign_in(&site, &browser, Role::Editor);
    begin(&site, &browser);
    browser.fill("#d-headline", "Fog");
    browser.type_text(".page-text", "First words.");
    browser.wait_until("it is saved", |browser| state(browser).starts_with("Saved"));
    // A browser that went away before its last words were saved.
    browser.execute(
        "const id = document.getElementById('draft').dataset.id, base = document.querySelector('#draft [name=base]').value;
         const form = [...new FormData(document.getElementById('draft'))].filter(([name]) => name !== 'base' && name !== 'text' && name !== 'window');
         form.push(['text', '<p>First words.</p><p>Last words.</p>']);
         localStorage.setItem('draft-' + id, JSON.stringify({base, at: '09:41', form}));",
        &[],
    );
    browser.reload();
    browser.wait_for(".draft-kept");
    assert!(
        browser
            .text(".draft-kept p")
            .contains("This browser has text from 09:41")
    );
    assert_eq!(browser.text(".page-text"), "First words.");
    browser.click(".draft-kept button:nth-of-type(2)");
    assert!(browser.text(".draft-kept pre").contains("Last words."));
    browser.click(".draft-kept button:nth-of-type(1)");
    browser.wait_until("it is in the text", |browser| {
        browser.text(".page-text").contains("Last words.")
    });
    browser.wait_until("it is saved", |browser| state(browser).starts_with("Saved"));
    browser.reload();
    browser.wait_for(".page-text p");
    assert!(browser.text(".page-text").contains("Last words."));
    assert_eq!(browser.count(".draft-kept"), 0);
}
