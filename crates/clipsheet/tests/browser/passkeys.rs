//! Passkeys, with the browser's own authenticator in software.

use crate::support::BINARY;
use clipsheet_testkit::browser::{Browser, Options};
use clipsheet_testkit::{TempDirectory, desk, http};
use serde_json::json;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A paper under a name: browsers allow passkeys under `localhost`, and under no bare address.
struct Named {
    child: Child,
    url: String,
    data: TempDirectory,
}

impl Named {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let (data, url) = (TempDirectory::new(), format!("http://localhost:{port}"));
        let config = format!("public_url = '{url}'\n");
        std::fs::write(data.path().join("clipsheet.toml"), config).unwrap();
        let listen = format!("127.0.0.1:{port}");
        let child = Command::new(BINARY)
            .args(["serve", "--empty", "--listen", &listen, "--data"])
            .arg(data.path())
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let named = Self { child, url, data };
        let until = Instant::now() + Duration::from_secs(60);
        let ready = format!("http://{listen}/readyz");
        while http::Request::new("GET", &ready)
            .send()
            .map_or(true, |answer| answer.status != 200)
        {
            assert!(Instant::now() < until, "the paper does not start");
            std::thread::sleep(Duration::from_millis(100));
        }
        named
    }

    fn owner_link(&self) -> String {
        let output = Command::new(BINARY)
            .args(["owner-link", "--data"])
            .arg(self.data.path())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_passkey_opens_the_desk_signs_in_and_proves() {
    let paper = Named::start();
    let browser = Browser::start(&Options::phone());
    browser.devtools("WebAuthn.enable", &json!({}));
    browser.devtools(
        "WebAuthn.addVirtualAuthenticator",
        &json!({ "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "automaticPresenceSimulation": true,
        } }),
    );
    browser.goto(&paper.owner_link());
    desk::fill_in(&browser, "Mrs Limpet");
    browser.fill("#k-label", "The blue phone");
    browser.click("[data-passkey=add] button");
    browser.wait_for(".recovery");
    browser.goto(&format!("{}/desk/people", paper.url));
    assert_eq!(browser.text("h1"), "People");
    assert!(browser.text(".person .meta").contains("1 passkey"));

    // Without a name and a password.
    browser.delete_cookies();
    browser.goto(&format!("{}/desk/people", paper.url));
    assert_eq!(browser.text("h1"), "Sign in");
    browser.click("[data-passkey=use] button");
    browser.wait_until("one is signed in", |browser| browser.text("h1") == "People");

    // As the second step.
    browser.delete_cookies();
    browser.goto(&format!("{}/sign-in", paper.url));
    browser.fill("#p-name", "Mrs Limpet");
    browser.fill("#p-password", desk::PASSWORD);
    browser.click("main form button.main");
    browser.wait_until("the second step", |browser| {
        browser.text("h1") == "The second step"
    });
    browser.click("[data-passkey=use] button");
    browser.wait_until("one is signed in", |browser| {
        browser.url().ends_with("/desk")
    });

    // In the place of everything else when a form arrives signed out.
    browser.goto(&format!("{}/desk/people", paper.url));
    browser.fill("#i-note", "the chandler");
    browser.delete_cookies();
    browser.click("form button.main");
    browser.wait_for("#p-password");
    browser.click("[data-passkey=use] button");
    browser.wait_for("input.link");
    assert!(browser.text(".flash").contains("the chandler"));
    let foreign = browser.foreign_requests(&paper.url);
    assert!(foreign.is_empty(), "requests to elsewhere: {foreign:?}");
}
