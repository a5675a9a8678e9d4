//! Passkeys: added, used alone and as the second step, and nothing that looks like one but is none.

use super::authenticator::Authenticator;
use super::{PASSWORD, join, last_act, sign_in};
use crate::support::{Browser, Form, MINUTE, Paper, Reply, assert_page, on_both};
use clipsheet_store::Role;

async fn challenge(browser: &mut Browser, what: &str) -> String {
    let reply = browser.ask(&format!("/sign-in/challenge?for={what}")).await;
    assert_eq!(reply.header("cache-control"), "no-store");
    let json: serde_json::Value = serde_json::from_str(&reply.text()).unwrap();
    json["challenge"].as_str().unwrap().to_owned()
}

async fn add(browser: &mut Browser, key: &Authenticator, label: &str) -> Reply {
    let page = browser.read("/desk/account/second-step").await;
    let form = Form::find(&page, "[data-passkey=add]");
    let answer = key.create(&challenge(browser, "add").await);
    let form = form.with("answer", &answer).with("label", label);
    browser.press(&form, "").await
}

async fn alone(browser: &mut Browser, answer: &str) -> Reply {
    let form = Form::find(&browser.read("/sign-in").await, "main form");
    browser.press(&form.with("proof-passkey", answer), "").await
}

#[test]
fn a_passkey_is_added_opens_the_desk_and_signs_in_alone() {
    on_both(async |paper| {
        for (name, mut key) in [
            ("Keel", Authenticator::p256("a")),
            ("Oar", Authenticator::ed25519("b")),
        ] {
            let mut keel = join(&paper, name, Role::Editor).await;
            assert_eq!(
                keel.ask("/desk/log").await.status,
                303,
                "no second step yet"
            );
            let reply = add(&mut keel, &key, "My phone").await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            assert_eq!(reply.dom().select(".recovery code").length(), 10);
            assert_eq!(last_act(&paper).await.1, "made recovery codes for");
            keel.read("/desk/log").await;
            let twice = add(&mut keel, &key, "Again").await;
            assert!(twice.words("[role=alert]").contains("set up already"));

            let mut other = paper.reader();
            let answer = key.get(&challenge(&mut other, "use").await);
            let reply = alone(&mut other, &answer).await;
            assert_eq!(
                (reply.status, reply.location()),
                (303, "/desk"),
                "{}",
                reply.text()
            );
            assert_eq!(last_act(&paper).await.2, "by passkey");
            // An answer is good once.
            let reply = alone(&mut paper.reader(), &answer).await;
            assert!(reply.words("[role=alert]").contains("sent twice"));

            // As the second step it need not ask who holds it.
            key.flags = 1;
            let mut other = paper.reader();
            let form = Form::find(&page_of(&mut other, name).await, "main form");
            let answer = key.get(&challenge(&mut other, "use").await);
            let reply = other.press(&form.with("proof-passkey", &answer), "").await;
            assert_eq!(reply.status, 303, "{}", reply.text());
            assert_eq!(last_act(&paper).await.2, "by password and passkey");
            let answer = key.get(&challenge(&mut other, "use").await);
            let reply = alone(&mut paper.reader(), &answer).await;
            assert!(
                reply
                    .words("[role=alert]")
                    .contains("did not ask who you are")
            );
        }
    });
}

async fn page_of(browser: &mut Browser, name: &str) -> Reply {
    sign_in(browser, name, PASSWORD).await
}

#[test]
fn what_is_not_quite_a_passkey_opens_nothing() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let mut key = Authenticator::p256("a");
        key.counter = 7;
        assert_eq!(add(&mut keel, &key, "").await.status, 200);
        let mut other = paper.reader();
        let mut refused = async |answer: &str, words: &str| {
            paper.clock.advance(MINUTE);
            let reply = alone(&mut other, answer).await;
            assert_eq!(reply.status, 422, "{words}");
            assert_page("/sign-in", &reply);
            let told = reply.words("[role=alert]");
            assert!(told.contains(words), "{told}");
            assert!(!other.cookies.contains_key("desk"));
        };
        let mut asker = paper.reader();
        // Another key under the same name; another site; another purpose; an old challenge; one of nobody's.
        let mut twin = Authenticator::p256("a");
        refused(
            &twin.get(&challenge(&mut asker, "use").await),
            "does not fit",
        )
        .await;
        key.origin = "https://evil.example".into();
        refused(
            &key.get(&challenge(&mut asker, "use").await),
            "another site",
        )
        .await;
        key.origin = "https://tide.example".into();
        key.host = "evil.example".into();
        refused(
            &key.get(&challenge(&mut asker, "use").await),
            "another site",
        )
        .await;
        key.host = "tide.example".into();
        refused(&key.get(&challenge(&mut asker, "add").await), "ten minutes").await;
        let old = challenge(&mut asker, "use").await;
        paper.clock.advance(10 * MINUTE);
        refused(&key.get(&old), "ten minutes").await;
        refused(&key.get("bm9uZQ"), "ten minutes").await;
        key.flags = 4;
        refused(
            &key.get(&challenge(&mut asker, "use").await),
            "does not fit",
        )
        .await;
        key.flags = 5;
        let mut stranger = Authenticator::p256("z");
        refused(
            &stranger.get(&challenge(&mut asker, "use").await),
            "does not know",
        )
        .await;
        for nonsense in [
            "{}",
            "x",
            "[]",
            "{\"id\":\"YQ\",\"client\":\"!\",\"data\":\"\",\"signature\":\"\"}",
        ] {
            refused(nonsense, "").await;
        }
        // Good once, and then a copy that counts back.
        let answer = key.get(&challenge(&mut asker, "use").await);
        assert_eq!(alone(&mut paper.reader(), &answer).await.status, 303);
        key.counter = 3;
        refused(
            &key.get(&challenge(&mut asker, "use").await),
            "has been copied",
        )
        .await;
        // A passkey of somebody else's is no second step.
        let mut oar = join(&paper, "Oar", Role::Editor).await;
        let mut hers = Authenticator::ed25519("b");
        add(&mut oar, &hers, "").await;
        let mut third = paper.reader();
        let form = Form::find(&page_of(&mut third, "Keel").await, "main form");
        let answer = hers.get(&challenge(&mut asker, "use").await);
        let reply = third.press(&form.with("proof-passkey", &answer), "").await;
        assert_eq!(reply.status, 422);
    });
}

#[test]
fn broken_new_passkeys_are_refused_in_words() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let page = keel.read("/desk/account/second-step").await;
        let form = Form::find(&page, "[data-passkey=add]").with("label", "My <phone>");
        let key = Authenticator::p256("a");
        let mut elsewhere = Authenticator::p256("b");
        elsewhere.host = "evil.example".into();
        let good = challenge(&mut keel, "add").await;
        let other = challenge(&mut keel, "use").await;
        for (answer, words) in [
            (String::new(), "needs a browser with scripts"),
            ("{}".into(), "cannot be read"),
            (elsewhere.create(&good), "another site"),
            (key.create(&other), "ten minutes"),
        ] {
            let reply = keel.press(&form.clone().with("answer", &answer), "").await;
            assert_eq!(reply.status, 422);
            assert_page("second step", &reply);
            let told = reply.words("[role=alert]");
            assert!(told.contains(words), "{told}");
        }
        assert_eq!(passkeys(&paper, "Keel").await, 0);
        let form = form.with("answer", &key.create(&good));
        assert_eq!(keel.press(&form, "").await.status, 200);
        // Renamed by its owner, and by nobody else.
        let mut oar = join(&paper, "Oar", Role::Editor).await;
        for (browser, label) in [(&mut keel, "The blue one"), (&mut oar, "Mine")] {
            let fields = [
                ("act", "name-passkey"),
                ("id", key.id.as_str()),
                ("label", label),
            ];
            assert_eq!(
                browser
                    .post("/desk/account/second-step", &fields)
                    .await
                    .status,
                303
            );
        }
        let fields = [("act", "drop-passkey"), ("id", key.id.as_str())];
        oar.post("/desk/account/second-step", &fields).await;
        let page = keel.read("/desk/account/second-step").await;
        assert!(page.words("#passkeys ~ ul").contains("The blue one"));
        // The last second step stays.
        let reply = keel.post("/desk/account/second-step", &fields).await;
        assert_eq!(reply.status, 422);
        assert_eq!(passkeys(&paper, "Keel").await, 1);
        super::set_up_codes(&paper, &mut keel.clone()).await;
        assert_eq!(
            keel.post("/desk/account/second-step", &fields).await.status,
            303
        );
        assert_eq!(passkeys(&paper, "Keel").await, 0);
    });
}

async fn passkeys(paper: &Paper, name: &str) -> i64 {
    super::find(paper, name).await.passkey_count
}

#[test]
fn an_answer_is_good_at_one_node_only() {
    on_both(async |paper| {
        let mut keel = join(&paper, "Keel", Role::Editor).await;
        let mut key = Authenticator::p256("a");
        assert_eq!(add(&mut keel, &key, "").await.status, 200);
        let node = paper.opened_again("").await;
        let (mut here, mut there) = (paper.reader(), node.reader());
        let answer = key.get(&challenge(&mut here, "use").await);
        assert_eq!(alone(&mut here, &answer).await.status, 303);
        let reply = alone(&mut there, &answer).await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("[role=alert]").contains("sent twice"));
        assert!(!there.cookies.contains_key("desk"));
        // A challenge of one node is answered at the other.
        let answer = key.get(&challenge(&mut here, "use").await);
        assert_eq!(alone(&mut there, &answer).await.status, 303);
    });
}
