//! What arrives signed out, or without a fresh proof, waits on the page that asks, and then goes on.

use super::{PASSWORD, code, find, join, link, set_up_codes, sign_in};
use crate::support::{Browser, Form, MINUTE, Paper, assert_page, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_store::{Role, set_role};

const TYPED: &str = "Mud \"and\" gulls\r\n\r\n  & <b>pies</b> =1";

/// An owner with codes, whose proof is old.
async fn old_owner(paper: &Paper) -> (Browser, String) {
    let mut limpet = join(paper, "Mrs Limpet", Role::Owner).await;
    let (secret, _) = set_up_codes(paper, &mut limpet).await;
    paper.clock.advance(16 * MINUTE);
    (limpet, secret)
}

#[test]
fn proved_and_sent_by_password_or_code() {
    on_both(async |paper| {
        let (mut limpet, secret) = old_owner(&paper).await;
        for by_code in [false, true] {
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
            let wrong = limpet
                .press(&form.clone().with("proof-password", "not mine, no"), "")
                .await;
            assert_eq!(wrong.status, 403);
            assert!(wrong.words("[role=alert]").contains("not your password"));
            assert!(!wrong.text().contains("not mine, no"));
            let form = Form::find(&wrong, ".door form");
            assert_eq!(form.value("note"), TYPED);
            let form = if by_code {
                form.with("proof-code", &code(&paper, &secret))
            } else {
                form.with("proof-password", PASSWORD)
            };
            let done = limpet.press(&form, "").await;
            assert_eq!(done.status, 200, "{}", done.text());
            assert!(done.words(".flash").contains("& <b>pies</b> =1"));
            // Proved now, so the next goes through at once.
            let next = limpet.post("/desk/people", &fields).await;
            assert_eq!(next.status, 200);
        }
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
