//! What arrives signed out, or without a fresh proof, waits on the page that asks, and then goes on.

use super::{PASSWORD, code, find, join, link, set_up_codes, sign_in};
use crate::support::{Browser, Form, MINUTE, Paper, assert_page, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_store::{NewFeed, Role, create_feed, set_role};

const TYPED: &str = "Mud \"and\" gulls\r\n\r\n  & <b>pies</b> =1";

/// An owner with codes, whose proof is old.
async fn old_owner(paper: &Paper) -> (Browser, String) {
    let mut limpet = join(paper, "Mrs Limpet", Role::Owner).await;
    let (secret, _) = set_up_codes(paper, &mut limpet).await;
    paper.clock.advance(16 * MINUTE);
    (limpet, secret)
}

#[test]
fn proved_and_sent_by_a_code_or_a_recovery_code_but_not_by_password() {
    on_both(async |paper| {
        let mut limpet = join(&paper, "Mrs Limpet", Role::Owner).await;
        let (secret, recovery) = set_up_codes(&paper, &mut limpet).await;
        for by_recovery in [false, true] {
            paper.clock.advance(16 * MINUTE);
            let fields = [("act", "invite"), ("role", "editor"), ("note", TYPED)];
            let asked = limpet.post("/desk/people", &fields).await;
            assert_eq!(asked.status, 403);
            assert_page("proof", &asked);
            assert_eq!(asked.words("h1"), "Is it you, Mrs Limpet?");
            let form = Form::find(&asked, ".door form");
            assert_eq!(
                (form.action.as_str(), form.value("note")),
                ("/desk/people", TYPED)
            );
            // The page does not ask for the password, and whoever sends it all the same is told.
            assert_eq!(asked.dom().select("[name=proof-password]").length(), 0);
            let mut by_password = form.clone();
            let password = ("proof-password".to_owned(), PASSWORD.to_owned());
            by_password.fields.push(password);
            let wrong = limpet.press(&by_password, "").await;
            assert_eq!(wrong.status, 403);
            assert!(wrong.words("[role=alert]").contains("second step"));
            assert!(!wrong.text().contains(PASSWORD));
            let wrong = limpet.press(&form.with("proof-code", "000000"), "").await;
            assert!(wrong.words("[role=alert]").contains("not right"));
            let form = Form::find(&wrong, ".door form");
            assert_eq!(form.value("note"), TYPED);
            let typed = if by_recovery {
                recovery[0].clone()
            } else {
                code(&paper, &secret)
            };
            let done = limpet.press(&form.with("proof-code", &typed), "").await;
            assert_eq!(done.status, 200, "{}", done.text());
            assert!(done.words(".flash").contains("& <b>pies</b> =1"));
            // Proved now, so the next goes through at once.
            let next = limpet.post("/desk/people", &fields).await;
            assert_eq!(next.status, 200);
        }
    });
}

#[test]
fn whoever_has_no_second_step_proves_by_password() {
    on_both(async |paper| {
        let mut oar = join(&paper, "Oar", Role::Contributor).await;
        paper.clock.advance(16 * MINUTE);
        let fields = [("password", "another phrase of pies")];
        let asked = oar.post("/desk/account/password", &fields).await;
        assert_eq!(asked.status, 403);
        let form = Form::find(&asked, ".door form");
        assert!(form.fields.iter().all(|(name, _)| name != "proof-code"));
        let form = form.with("proof-password", "not mine, no");
        let wrong = oar.press(&form, "").await;
        assert!(wrong.words("[role=alert]").contains("not your password"));
        assert!(!wrong.text().contains("not mine, no"));
        let form = Form::find(&wrong, ".door form").with("proof-password", PASSWORD);
        let done = oar.press(&form, "").await;
        assert_eq!(done.location(), "/desk/account?password=1");
    });
}

#[test]
fn what_no_button_brings_back_wants_a_proof_and_what_can_be_undone_does_not() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let mut gull = paper.reader();
        gull.say(&url, "Gull", "Mine.").await;
        let (mut limpet, secret) = old_owner(&paper).await;
        let words = [
            ("words", "two pies"),
            ("text", "Two, no less."),
            ("act", "put"),
        ];
        let put = limpet
            .post(&format!("/desk/remarks/new?article={id}"), &words)
            .await;
        let remark = put.location().split("#r").nth(1).unwrap().to_owned();
        let now = paper.clock.now();
        let new = NewFeed {
            url: "https://tidings.example/feed".into(),
            interval_secs: 1800,
            ..NewFeed::default()
        };
        let store = &paper.app.store;
        let feed = store.write(move |tx| create_feed(tx, &new, now)).await;
        let feed = feed.unwrap().unwrap();

        let off = [("on", "0"), ("from", "desk")];
        let talk = format!("/desk/articles/{id}/talk/1");
        let print = format!("/desk/articles/{id}/print");
        for (path, fields) in [
            (&talk, &[("act", "remove")][..]),
            (&talk, &[("act", "restore")]),
            (&print, &off),
            (&print, &[("on", "1"), ("from", "desk")]),
        ] {
            assert_eq!(limpet.post(path, fields).await.status, 303, "{path}");
        }
        let there = format!("/desk/remarks/{remark}");
        let form = Form::find(&limpet.read(&there).await, "form.remark-form");
        let form = form.with("text", "Three.");
        let changed = limpet.press(&form, "put").await;
        assert_eq!(changed.status, 303, "a change is kept in the log");

        let form = Form::find(&limpet.read(&there).await, "form.remark-form");
        let gone = format!("/desk/feeds/{feed}/remove");
        for (asked, lands) in [
            (
                limpet.press(&form, "remove").await,
                "/desk/remarks?removed=1",
            ),
            (limpet.post(&gone, &[]).await, "/desk/feeds?said=removed"),
        ] {
            assert_eq!(asked.status, 403);
            assert_eq!(asked.words("h1"), "Is it you, Mrs Limpet?");
            let typed = code(&paper, &secret);
            let form = Form::find(&asked, ".door form").with("proof-code", &typed);
            let done = limpet.press(&form, "").await;
            assert_eq!(
                (done.status, done.location()),
                (303, lands),
                "{}",
                done.text()
            );
            paper.clock.advance(16 * MINUTE);
        }
        // Whoever cleans up is asked once in a quarter of an hour.
        let mut keel = paper.staff("Keel", Role::Editor).await;
        assert_eq!(keel.post(&gone, &[]).await.status, 404);
    });
}

#[test]
fn signed_out_meanwhile_one_signs_in_and_it_is_done() {
    on_both(async |paper| {
        let (limpet, secret) = old_owner(&paper).await;
        let mut reader = paper.reader();
        let settings = Form::find(
            &limpet.clone().read("/desk/settings").await,
            "form.settings",
        );
        let settings = settings.with("motto", "Rather wet, & \"damp\"");
        let asked = reader.press(&settings, "").await;
        assert_eq!(
            (asked.status, asked.words("h1").as_str()),
            (403, "You are signed out")
        );
        let form = Form::find(&asked, ".door form").with("proof-name", "Mrs Limpet");
        for (password, typed, words) in [
            ("wrong password", String::new(), "not right"),
            (PASSWORD, String::new(), "second step"),
            (PASSWORD, "000000".to_owned(), "not right"),
        ] {
            let form = form
                .clone()
                .with("proof-password", password)
                .with("proof-code", &typed);
            let again = reader.press(&form, "").await;
            assert_eq!(again.status, 403);
            assert!(
                again.words("[role=alert]").contains(words),
                "{}",
                again.words("main")
            );
            let back = Form::find(&again, ".door form");
            assert_eq!(back.value("motto"), "Rather wet, & \"damp\"");
            assert_eq!(back.value("proof-name"), "Mrs Limpet");
            assert!(reader.cookies.is_empty());
        }
        let form = form
            .with("proof-password", PASSWORD)
            .with("proof-code", &code(&paper, &secret));
        let done = reader.press(&form, "").await;
        assert_eq!(
            (done.status, done.location()),
            (303, "/desk/settings?saved=1"),
            "{}",
            done.text()
        );
        assert_eq!(
            paper.app.paper().await.unwrap().settings.motto,
            "Rather wet, & \"damp\""
        );
        reader.read("/desk/settings").await;
    });
}

#[test]
fn parts_are_carried_and_files_are_not() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        paper.clock.advance(16 * MINUTE);
        let body = "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nMud\r\n--b\r\n\
            Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nbytes\r\n--b--\r\n";
        let request = Request::post("/desk/people")
            .header("content-type", "multipart/form-data; boundary=b")
            .body(Body::from(body));
        let asked = limpet.send(request.unwrap()).await;
        assert_eq!(asked.status, 403);
        assert!(asked.words(".flash").contains("cannot be kept"));
        let dom = asked.dom();
        assert_eq!(
            &*dom.select(".door form").attr_or("enctype", ""),
            "multipart/form-data"
        );
        assert_eq!(Form::find(&asked, ".door form").value("note"), "Mud");
        // What is no form, and what is too long, is told so.
        for (media_type, body, status) in [
            ("application/json", "{}".to_owned(), 403),
            (
                "application/x-www-form-urlencoded",
                "a".repeat(5 << 20),
                413,
            ),
        ] {
            let request = Request::post("/desk/people")
                .header("content-type", media_type)
                .body(Body::from(body));
            let reply = limpet.send(request.unwrap()).await;
            assert_eq!(reply.status, status);
            assert_page("not carried", &reply);
        }
    });
}

#[test]
fn scripts_are_answered_in_json() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let mut keel = paper.staff("Keel", Role::Contributor).await;
        paper.clock.advance(16 * MINUTE);
        let mut stranger = paper.reader();
        for (browser, status, error) in [
            (&mut stranger, 401, "signed-out"),
            (&mut limpet, 401, "proof"),
            (&mut keel, 403, "forbidden"),
        ] {
            for (name, value) in [("x-fragment", "1"), ("accept", "application/json, */*")] {
                let request = Request::post("/desk/people")
                    .header(name, value)
                    .body(Body::empty());
                let reply = browser.send(request.unwrap()).await;
                assert_eq!(reply.status, status, "{error}");
                let json: serde_json::Value = serde_json::from_str(&reply.text()).unwrap();
                assert_eq!(json["error"], error);
                assert!(!json["message"].as_str().unwrap().is_empty());
            }
        }
        let reply = stranger
            .ask_with("/desk/account", &[("x-fragment", "1")])
            .await;
        assert_eq!(reply.status, 401);
    });
}

#[test]
fn whoever_is_demoted_while_editing_keeps_what_was_typed() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let form = Form::find(&limpet.read("/desk/settings").await, "form.settings");
        let (id, now) = (find(&paper, "Mrs Limpet").await.id, paper.clock.now());
        let demote = paper
            .app
            .store
            .write(move |tx| set_role(tx, id, Role::Moderator, false, true, now));
        demote.await.unwrap();
        let reply = limpet.press(&form.with("motto", TYPED), "").await;
        assert_eq!(reply.status, 403);
        assert_page("demoted", &reply);
        assert!(
            reply
                .words("#main")
                .contains("You are signed in as Mrs Limpet, a moderator")
        );
        assert!(
            reply
                .dom()
                .select("#kept")
                .text()
                .contains("& <b>pies</b> =1")
        );
        assert_eq!(paper.app.paper().await.unwrap().settings.motto, "");
    });
}

#[test]
fn another_site_cannot_send_a_form_along() {
    on_both(async |paper| {
        let (mut limpet, _) = old_owner(&paper).await;
        let fields =
            "act=invite&role=owner&proof-name=Mrs+Limpet&proof-password=mud+gulls+and+pies";
        for browser in [&mut limpet, &mut paper.reader()] {
            let request = Request::post("/desk/people")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("origin", "https://evil.example")
                .body(Body::from(fields));
            let reply = browser.send(request.unwrap()).await;
            assert_eq!(reply.status, 403);
            assert_eq!(reply.dom().select("main form").length(), 0);
        }
        // Guessing by this way is slowed as by any other.
        let mut guesser = paper.reader().at("198.51.100.9");
        let guess = [
            ("proof-name", "Mrs Limpet"),
            ("proof-password", "a wrong guess"),
        ];
        for _ in 0..5 {
            guesser.post("/desk/people", &guess).await;
        }
        let reply = guesser.post("/desk/people", &guess).await;
        assert!(reply.words("[role=alert]").contains("Please wait"));
        // Joining and signing in are proof enough.
        let link = link(&paper, Role::Contributor).await;
        assert_eq!(paper.reader().ask(&link).await.status, 200);
        join(&paper, "Oar", Role::Contributor).await;
        let mut oar = paper.reader();
        sign_in(&mut oar, "Oar", PASSWORD).await;
        let fields = [("password", "a whole new phrase")];
        assert_eq!(
            oar.post("/desk/account/password", &fields).await.status,
            303
        );
    });
}
