//! Joining by a link: good once, for a week, for the name that nobody else has.

use super::{PASSWORD, acts, find, join, last_act, link, sign_in};
use crate::support::{DAY, Form, assert_page, on_both};
use clipsheet_server::staff::invite;
use clipsheet_store::{Actor, Role};

#[test]
fn a_link_asks_then_makes_an_account_and_is_used_up() {
    on_both(async |paper| {
        let link = link(&paper, Role::Editor).await;
        let mut keel = paper.reader();
        // Mail programs look at links by themselves, more than once.
        for _ in 0..3 {
            let page = keel.read(&link).await;
            assert!(page.words(".about").contains("an editor of The Clipsheet"));
        }
        assert!(keel.cookies.is_empty());
        let form = Form::find(&keel.read(&link).await, "main form");
        let form = form.with("name", "  Keel ").with("password", PASSWORD);
        let reply = keel.press(&form, "").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, "/desk/account/second-step")
        );
        let cookie = reply.header("set-cookie");
        assert!(
            cookie.contains("HttpOnly; SameSite=Lax; Secure"),
            "{cookie}"
        );
        let staff = find(&paper, "Keel").await;
        assert_eq!((staff.role, staff.is_active), (Role::Editor, true));
        assert!(staff.password.starts_with("$argon2id$"));
        assert_eq!(
            last_act(&paper).await,
            ("Keel".into(), "joined as".into(), "an editor".into())
        );
        assert!(keel.read("/desk").await.words("h1").contains("Keel"));
        // A second time it opens nothing, and what was typed is not lost.
        let mut other = paper.reader();
        let reply = other.press(&form.with("name", "Oar"), "").await;
        assert_eq!(reply.status, 403);
        assert_page(&link, &reply);
        assert!(reply.words("main").contains("used already"));
        assert!(reply.words("main").contains("Oar") && !reply.text().contains(PASSWORD));
        assert!(other.cookies.is_empty());
        assert_eq!(other.ask(&link).await.status, 403);
    });
}

#[test]
fn expired_guessed_and_old_links_are_told_apart_from_good_ones_only() {
    on_both(async |paper| {
        let good = link(&paper, Role::Owner).await;
        let mut reader = paper.reader();
        let moved = reader.ask(&good.replace("/join/", "/owner/")).await;
        assert_eq!((moved.status, moved.location()), (301, good.as_str()));
        let form = Form::find(&reader.read(&good).await, "main form")
            .with("name", "Keel")
            .with("password", PASSWORD);
        let mut guessed = good.clone();
        guessed.pop();
        for wrong in [
            &guessed,
            "/join/x",
            "/join/%27%20OR%201=1",
            "/join/%F0%9F%90%9F",
        ] {
            assert_eq!(reader.ask(wrong).await.status, 403, "{wrong}");
            let mut form = form.clone();
            form.action = wrong.to_owned();
            let reply = reader.press(&form, "").await;
            assert_eq!(reply.status, 403, "{wrong}");
            assert!(reply.words("main").contains("Keel"));
        }
        let elsewhere = form.request("", &[("sec-fetch-site", "cross-site")]);
        assert_eq!(reader.send(elsewhere).await.status, 403);
        assert_eq!(reader.read(&good).await.status, 200);
        paper.clock.advance(7 * DAY);
        assert_eq!(reader.ask(&good).await.status, 403);
        assert_eq!(reader.press(&form, "").await.status, 403);
        assert!(reader.cookies.is_empty());
    });
}

#[test]
fn names_and_passwords_are_looked_at_and_what_was_typed_stays() {
    on_both(async |paper| {
        join(&paper, "Pennick", Role::Moderator).await;
        let link = link(&paper, Role::Editor).await;
        let mut reader = paper.reader();
        let blank = Form::find(&reader.read(&link).await, "main form");
        for (name, password, words) in [
            ("", PASSWORD, "choose a name"),
            (&*"x".repeat(41), PASSWORD, "at most 40"),
            ("Pennick", PASSWORD, "nearly so"),
            ("penn1ck", PASSWORD, "nearly so"),
            ("Ре\u{200b}nnick", PASSWORD, "nearly so"),
            ("Keel", "short", "at least 10"),
            ("Keel", "", "at least 10"),
            ("Keel the Elder", "keeltheelder", "not your name"),
            ("Keel", "password1234", "first that anybody tries"),
        ] {
            let form = blank.clone().with("name", name).with("password", password);
            let reply = reader.press(&form, "").await;
            assert_eq!(reply.status, 422, "{name} {password}");
            assert_page(&link, &reply);
            let told = reply.words("[role=alert]");
            assert!(told.contains(words), "{told}");
            assert_eq!(Form::find(&reply, "main form").value("name"), name);
            assert!(password.is_empty() || !reply.text().contains(password));
            assert_eq!(reply.dom().select("[aria-invalid]").length(), 1);
        }
        let form = blank.with("name", "Keel").with("password", PASSWORD);
        assert_eq!(reader.press(&form, "").await.status, 303);
        let (first, second) = (find(&paper, "Pennick").await, find(&paper, "Keel").await);
        assert_ne!(first.colour, second.colour);
    });
}

#[test]
fn a_contributor_is_at_the_desk_at_once() {
    on_both(async |paper| {
        let link = link(&paper, Role::Contributor).await;
        let mut keel = paper.reader();
        let form = Form::find(&keel.read(&link).await, "main form");
        let form = form.with("name", "Keel").with("password", PASSWORD);
        let reply = keel.press(&form, "").await;
        assert_eq!((reply.status, reply.location()), (303, "/desk"));
        keel.read("/desk").await;
        keel.read("/desk/account").await;
    });
}

#[test]
fn a_link_opens_an_account_anew_and_the_old_ways_in_are_shut() {
    on_both(async |paper| {
        let mut old = paper.staff("Pennick", Role::Editor).await;
        let limpet = find_or_make_owner(&paper).await;
        let staff = find(&paper, "Pennick").await;
        let path = invite(
            &paper.app.store,
            limpet,
            Role::Owner,
            "",
            Some(&staff),
            paper.clock.now(),
        );
        let path = path.await.unwrap();
        let mut reader = paper.reader();
        let page = reader.read(&path).await;
        assert_eq!(page.words("h1"), "Welcome back, Pennick");
        let form = Form::find(&page, "main form").with("password", "a whole new phrase");
        let reply = reader.press(&form, "").await;
        assert_eq!(reply.location(), "/desk/account/second-step");
        // Another's link gives no higher role than there was.
        let staff = find(&paper, "Pennick").await;
        assert_eq!((staff.role, staff.has_second_step()), (Role::Editor, false));
        assert_eq!(
            old.ask("/desk").await.status,
            303,
            "the old session has ended"
        );
        assert_eq!(
            sign_in(&mut paper.reader(), "Pennick", "a whole new phrase")
                .await
                .status,
            303
        );
        assert!(
            acts(&paper)
                .await
                .iter()
                .any(|act| act.act == "opened anew the account of")
        );
    });
}

async fn find_or_make_owner(paper: &crate::support::Paper) -> Actor {
    super::owner(paper).await;
    let limpet = find(paper, "Mrs Limpet").await;
    Actor {
        staff: Some(limpet.id),
        name: limpet.name,
    }
}

#[test]
fn the_keeper_of_the_machine_lets_a_dismissed_owner_in() {
    on_both(async |paper| {
        super::owner(&paper).await;
        let (limpet, now) = (find(&paper, "Mrs Limpet").await, paper.clock.now());
        let id = limpet.id;
        let demote = paper.app.store.write(move |tx| {
            clipsheet_store::set_role(tx, id, Role::Contributor, false, false, now)
        });
        demote.await.unwrap();
        let path = invite(
            &paper.app.store,
            Actor::command_line(),
            Role::Owner,
            "",
            Some(&limpet),
            now,
        );
        let path = path.await.unwrap();
        let mut reader = paper.reader();
        let form = Form::find(&reader.read(&path).await, "main form").with("password", PASSWORD);
        assert_eq!(reader.press(&form, "").await.status, 303);
        let limpet = find(&paper, "Mrs Limpet").await;
        assert_eq!((limpet.role, limpet.is_active), (Role::Owner, true));
    });
}

#[test]
fn of_two_who_use_a_link_at_once_one_comes_in() {
    on_both(async |paper| {
        let link = link(&paper, Role::Owner).await;
        let (mut keel, mut oar) = (paper.reader(), paper.reader());
        let form = Form::find(&keel.read(&link).await, "main form").with("password", PASSWORD);
        let (first, second) = (form.clone().with("name", "Keel"), form.with("name", "Oar"));
        let (first, second) = tokio::join!(keel.press(&first, ""), oar.press(&second, ""));
        let mut both = [first.status, second.status];
        both.sort_unstable();
        assert_eq!(both, [303, 403]);
        let staff = paper
            .app
            .store
            .read(clipsheet_store::list_staff)
            .await
            .unwrap();
        assert_eq!(staff.len(), 1);
        // Two with one name, by two links.
        let links = [
            super::link(&paper, Role::Editor).await,
            super::link(&paper, Role::Editor).await,
        ];
        let mut forms = Vec::new();
        for link in &links {
            let form = Form::find(&paper.reader().read(link).await, "main form");
            forms.push(form.with("name", "Bosun").with("password", PASSWORD));
        }
        let (first, second) = tokio::join!(keel.press(&forms[0], ""), oar.press(&forms[1], ""));
        let mut both = [first.status, second.status];
        both.sort_unstable();
        assert_eq!(
            both,
            [303, 422],
            "the name is taken, and the link still good"
        );
    });
}
