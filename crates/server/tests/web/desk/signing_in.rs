//! Signing in: password, then code; guessing is slowed; nobody learns who is of the staff.

use super::{PASSWORD, acts, code, join, set_up_codes, sign_in};
use crate::support::{Form, MINUTE, assert_page, on_both};
use clipsheet_store::Role;

#[test]
fn password_then_code_and_each_code_is_good_once() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let (secret, codes) = set_up_codes(&paper, &mut keel).await;
        assert_eq!(codes.len(), 10);
        let mut other = paper.reader();
        let page = sign_in(&mut other, "kEEl", PASSWORD).await;
        assert_eq!(page.status, 200);
        assert_page("/sign-in", &page);
        assert_eq!(page.words("h1"), "The second step");
        assert!(other.cookies.is_empty(), "half way is not in");
        let form = Form::find(&page, "main form");
        // The code that set it up was used.
        let used = other
            .press(&form.clone().with("proof-code", &code(&paper, &secret)), "")
            .await;
        assert_eq!(used.status, 422);
        assert!(used.words("[role=alert]").contains("used already"));
        paper.clock.advance(30_000);
        let now = code(&paper, &secret);
        let reply = other
            .press(&form.clone().with("proof-code", &now), "")
            .await;
        assert_eq!((reply.status, reply.location()), (303, "/desk"));
        other.read("/desk").await;
        // Whoever looked over the shoulder comes too late.
        let replayed = paper
            .reader()
            .press(&form.clone().with("proof-code", &now), "")
            .await;
        assert_eq!(replayed.status, 422);
        for wrong in ["", "000000", "12345", "abcdef"] {
            let reply = paper
                .reader()
                .press(&form.clone().with("proof-code", wrong), "")
                .await;
            assert_eq!(reply.status, 422, "{wrong}");
        }
        // The note between the steps does not last, and cannot be made up.
        paper.clock.advance(10 * MINUTE);
        let late = form.clone().with("proof-code", &code(&paper, &secret));
        let late = paper.reader().press(&late, "").await;
        assert_eq!((late.status, late.words("h1").as_str()), (422, "Sign in"));
        let forged = form.with(
            "ticket",
            "half 9999999999999 1-0000.00000000000000000000000000000000",
        );
        assert_eq!(
            paper.reader().press(&forged, "").await.words("h1"),
            "Sign in"
        );
        let how: Vec<String> = acts(&paper)
            .await
            .into_iter()
            .filter(|act| act.act == "signed in")
            .map(|act| act.label)
            .collect();
        assert_eq!(how, ["by password and code"]);
    });
}

#[test]
fn clocks_may_differ_a_little_and_are_named_when_they_differ_much() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let (secret, _) = set_up_codes(&paper, &mut keel).await;
        let second = || paper.clock.now().0 / 1000;
        for off in [-30, 0, 30] {
            paper.clock.advance(5 * MINUTE);
            let mut other = paper.reader();
            let form = Form::find(&sign_in(&mut other, "Keel", PASSWORD).await, "main form");
            let typed = clipsheet_testkit::totp::code(&secret, second() + off);
            let reply = other.press(&form.with("proof-code", &typed), "").await;
            assert_eq!(reply.status, 303, "{off}");
        }
        for (off, words) in [(300, "5 minutes fast"), (-300, "5 minutes slow")] {
            paper.clock.advance(5 * MINUTE);
            let mut other = paper.reader();
            let form = Form::find(&sign_in(&mut other, "Keel", PASSWORD).await, "main form");
            let typed = clipsheet_testkit::totp::code(&secret, second() + off);
            let reply = other.press(&form.with("proof-code", &typed), "").await;
            assert_eq!(reply.status, 422, "{off}");
            let told = reply.words("[role=alert]");
            assert!(told.contains(words) && told.contains("clock"), "{told}");
        }
    });
}

#[test]
fn a_recovery_code_lets_in_once() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let (_, codes) = set_up_codes(&paper, &mut keel).await;
        for (typed, good) in [
            (codes[0].to_uppercase(), true),
            (codes[0].clone(), false),
            (codes[1].replace('-', " "), true),
            ("aaaa-aaaa-aaaa-aaaa".into(), false),
        ] {
            let mut other = paper.reader();
            let form = Form::find(&sign_in(&mut other, "Keel", PASSWORD).await, "main form");
            let reply = other.press(&form.with("proof-code", &typed), "").await;
            if good {
                assert_eq!(reply.location(), "/desk/account/second-step?recovered=1");
                let page = other.read(reply.location()).await;
                assert!(page.words(".flash").contains("recovery code"));
            } else {
                assert_eq!(reply.status, 422, "{typed}");
            }
        }
        let page = keel.read("/desk/account").await;
        assert!(page.words("main").contains("8 recovery codes left"));
    });
}

#[test]
fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    on_both(async |paper| {
        join(&paper, "Keel", Role::Contributor).await;
        let mut told = Vec::new();
        for (name, password) in [
            ("Keel", "wrong password"),
            ("Nobody", "wrong password"),
            ("", ""),
            ("Keel", ""),
            ("' OR 1=1 --", PASSWORD),
            ("\u{0}", PASSWORD),
        ] {
            let mut other = paper.reader().at(&format!("198.51.100.{}", told.len()));
            let reply = sign_in(&mut other, name, password).await;
            assert_eq!(reply.status, 422, "{name}");
            assert!(other.cookies.is_empty());
            told.push(reply.words("[role=alert]"));
        }
        told.dedup();
        assert_eq!(told.len(), 1, "{told:?}");
        // Whoever was dismissed gets no other.
        let now = paper.clock.now();
        let id = super::find(&paper, "Keel").await.id;
        let dismiss = paper.app.store.write(move |tx| {
            clipsheet_store::set_role(tx, id, Role::Contributor, false, false, now)
        });
        dismiss.await.unwrap();
        let reply = sign_in(&mut paper.reader(), "Keel", PASSWORD).await;
        assert_eq!(reply.words("[role=alert]"), told[0]);
    });
}

#[test]
fn guessing_is_slowed_and_its_victim_comes_in_from_home() {
    on_both(async |paper| {
        join(&paper, "Keel", Role::Contributor).await;
        let mut guesser = paper.reader().at("198.51.100.66");
        for _ in 0..5 {
            assert_eq!(
                sign_in(&mut guesser, "Keel", "wrong guess").await.status,
                422
            );
        }
        for password in ["wrong guess", PASSWORD] {
            let reply = sign_in(&mut guesser, "Keel", password).await;
            assert!(
                reply
                    .words("[role=alert]")
                    .contains("Please wait 5 seconds"),
                "{}",
                reply.words("main")
            );
        }
        assert_eq!(
            sign_in(&mut paper.reader(), "Keel", PASSWORD).await.status,
            303
        );
        paper.clock.advance(5_000);
        assert_eq!(sign_in(&mut guesser, "Keel", PASSWORD).await.status, 303);
        // Codes are slowed, too.
        let mut oar = join(&paper, "Oar", Role::Editor).await;
        set_up_codes(&paper, &mut oar).await;
        let form = Form::find(
            &sign_in(&mut paper.reader(), "Oar", PASSWORD).await,
            "main form",
        );
        for guess in 0..6 {
            let mut other = paper.reader().at("198.51.100.67");
            let reply = other
                .press(&form.clone().with("proof-code", "000000"), "")
                .await;
            let told = reply.words("[role=alert]");
            assert_eq!(told.contains("Please wait"), guess == 5, "{told}");
        }
    });
}

#[test]
fn guesses_from_everywhere_do_not_keep_an_owner_out_of_a_browser_that_is_known() {
    on_both(async |paper| {
        let mut at_home = join(&paper, "Keel", Role::Contributor).await;
        at_home.post("/sign-out", &[]).await;
        for guess in 0..70 {
            let network = format!("198.51.{}.{}", 100 + guess / 40, 1 + guess % 40);
            let mut guesser = paper.reader().at(&network);
            let fields = [("proof-name", "Keel"), ("proof-password", "a wrong guess")];
            guesser.post("/sign-in", &fields).await;
        }
        // A stranger's browser has to wait, even with the right password; the known one does not.
        let mut elsewhere = paper.reader().at("203.0.113.5");
        let told = sign_in(&mut elsewhere, "Keel", PASSWORD).await;
        assert!(told.words("[role=alert]").contains("Please wait"));
        let mut known = at_home.clone().at("203.0.113.5");
        assert_eq!(sign_in(&mut known, "Keel", PASSWORD).await.status, 303);
        // What makes it known opens nothing, is good for one account, and cannot be made up.
        let device = known.cookies["desk-browser"].clone();
        let mut bare = paper.reader().at("203.0.113.5");
        bare.cookies.insert("desk-browser".into(), device.clone());
        assert_eq!(bare.ask("/desk").await.status, 303);
        for made_up in [device.replace("device", "half"), format!("{device}0")] {
            bare.cookies.insert("desk-browser".into(), made_up);
            let told = sign_in(&mut bare, "Keel", PASSWORD).await;
            assert!(told.words("[role=alert]").contains("Please wait"));
        }
        // Whoever stole it has ten guesses, and then waits as well.
        let mut thief = paper.reader();
        thief.cookies.insert("desk-browser".into(), device);
        for guess in 0..11 {
            let reply = sign_in(&mut thief, "Keel", "a wrong guess").await;
            let told = reply.words("[role=alert]");
            assert_eq!(told.contains("Please wait"), guess == 10, "{guess}: {told}");
        }
    });
}

#[test]
fn nobody_is_led_away_and_other_sites_sign_nobody_in_or_out() {
    on_both(async |paper| {
        join(&paper, "Keel", Role::Contributor).await;
        for (to, lands) in [
            ("/desk/account", "/desk/account"),
            ("/article/7?x=1", "/article/7?x=1"),
            ("//evil.example/", "/desk"),
            ("https://evil.example/", "/desk"),
            ("/\\evil.example", "/desk"),
            ("javascript:alert(1)", "/desk"),
        ] {
            let mut keel = paper.reader();
            let query = url::form_urlencoded::byte_serialize(to.as_bytes()).collect::<String>();
            let page = keel.read(&format!("/sign-in?to={query}")).await;
            let form = Form::find(&page, "main form");
            assert_eq!(form.value("to"), lands);
            // What the page made safe could still be changed on the way.
            let form = form
                .with("to", to)
                .with("proof-name", "Keel")
                .with("proof-password", PASSWORD);
            let from_elsewhere = form.request("", &[("sec-fetch-site", "cross-site")]);
            assert_eq!(keel.send(from_elsewhere).await.status, 403);
            let reply = keel.press(&form, "").await;
            assert_eq!((reply.status, reply.location()), (303, lands), "{to}");
            let again = keel.ask(&format!("/sign-in?to={query}")).await;
            assert_eq!((again.status, again.location()), (303, lands));
        }
        let mut keel = paper.reader();
        sign_in(&mut keel, "Keel", PASSWORD).await;
        let page = keel.read("/desk").await;
        let out = Form::find(&page, ".desk-me form");
        assert_eq!(
            keel.send(out.request("", &[("origin", "https://evil.example")]))
                .await
                .status,
            403
        );
        keel.read("/desk").await;
        let session = keel.cookies["desk"].clone();
        assert_eq!(keel.press(&out, "").await.status, 303);
        assert_eq!(keel.cookies["desk"], "");
        // The session is gone, not only the cookie.
        keel.cookies.insert("desk".into(), session);
        assert_eq!(keel.ask("/desk").await.status, 303);
    });
}

#[test]
fn a_name_that_older_unicode_data_saw_otherwise_still_comes_in() {
    on_both(async |paper| {
        join(&paper, "Keel", Role::Contributor).await;
        let staff = super::find(&paper, "Keel").await;
        let now = paper.clock.now();
        let other_key = paper.app.store.write(move |tx| {
            clipsheet_store::set_profile(tx, staff.id, &staff.name, "k33l", &staff.colour, "", now)
        });
        other_key.await.unwrap();
        for name in ["Keel", " keel "] {
            let reply = sign_in(&mut paper.reader(), name, PASSWORD).await;
            assert_eq!(reply.status, 303, "{name}");
        }
        assert_eq!(
            sign_in(&mut paper.reader(), "Keeler", PASSWORD)
                .await
                .status,
            422
        );
    });
}
