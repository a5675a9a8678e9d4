//! People: invited, promoted, trusted, dismissed; and never the last owner.

use super::{PASSWORD, acts, find, last_act};
use crate::support::{Browser, Form, Reply, assert_page, on_both};
use clipsheet_store::{NotedAct, Role};

async fn change(owner: &mut Browser, act: &str, id: &str, role: &str) -> Reply {
    let fields = [("act", act), ("id", id), ("role", role)];
    owner.post("/desk/people", &fields).await
}

#[test]
fn an_invitation_is_shown_once_and_can_be_taken_back() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let form = Form::find(&limpet.read("/desk/people").await, "form:has(#i-note)");
        assert_eq!(form.value("role"), "editor");
        let form = form
            .with("role", "moderator")
            .with("note", "Keel, from the chandlery");
        let page = limpet.press(&form, "").await;
        assert_eq!(page.status, 200);
        assert_page("people", &page);
        let link = page
            .dom()
            .select("input.link")
            .attr_or("value", "")
            .to_string();
        let path = link
            .strip_prefix("https://tide.example")
            .unwrap()
            .to_owned();
        let later = limpet.read("/desk/people").await;
        assert!(!later.text().contains(&path));
        let waiting = later.words("main");
        assert!(waiting.contains("a moderator: Keel, from the chandlery"));
        assert!(waiting.contains("by Mrs Limpet, 16:02"), "{waiting}");
        let act = acts(&paper).await.remove(0);
        assert_eq!(
            (act.act.as_str(), act.label.as_str()),
            ("invited", "a new moderator: Keel, from the chandlery")
        );
        let back = Form::find(&later, "form:has([value=take-back])");
        assert_eq!(limpet.press(&back, "").await.status, 303);
        assert_eq!(last_act(&paper).await.1, "took back a link for");
        assert_eq!(paper.reader().ask(&path).await.status, 403);
        let faults = limpet
            .post(
                "/desk/people",
                &[("act", "invite"), ("role", "king"), ("note", "Oar")],
            )
            .await;
        assert_eq!(faults.status, 422);
        assert_eq!(
            Form::find(&faults, "form:has(#i-note)").value("note"),
            "Oar"
        );
        let long = "x".repeat(201);
        let faults = limpet
            .post(
                "/desk/people",
                &[("act", "invite"), ("role", "editor"), ("note", &long)],
            )
            .await;
        assert!(faults.words("[role=alert]").contains("200 are the most"));
    });
}

#[test]
fn standing_changes_at_once_and_every_change_is_noted() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let mut keel = paper.staff("Keel", Role::Contributor).await;
        let id = find(&paper, "Keel").await.id.to_string();
        for (act, role, verb, after) in [
            ("trust", "", "trusts", "contributor, trusted"),
            ("untrust", "", "no longer trusts", "contributor"),
            ("role", "editor", "set the role of", "editor"),
            ("dismiss", "", "dismissed", "editor, dismissed"),
            ("readmit", "", "readmitted", "editor"),
        ] {
            let reply = change(&mut limpet, act, &id, role).await;
            assert_eq!(
                (reply.status, reply.location()),
                (303, "/desk/people?saved=1"),
                "{act}"
            );
            let noted: NotedAct = acts(&paper).await.remove(0);
            assert_eq!((noted.act.as_str(), noted.after.as_str()), (verb, after));
            assert_eq!(
                (noted.label.as_str(), noted.actor.name.as_str()),
                ("Keel", "Mrs Limpet")
            );
            if act == "dismiss" {
                assert_eq!(keel.ask("/desk").await.status, 303, "out at once");
            }
        }
        for (act, id, role) in [
            ("role", "999", "editor"),
            ("role", "x", "editor"),
            ("role", &*id, "king"),
            ("reset", "999", ""),
        ] {
            assert_eq!(
                change(&mut limpet, act, id, role).await.status,
                422,
                "{act} {id} {role}"
            );
        }
        assert_eq!(
            change(&mut limpet, "explode", &id, "").await.location(),
            "/desk/people"
        );
    });
}

#[test]
fn the_last_owner_stays() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let id = find(&paper, "Mrs Limpet").await.id.to_string();
        for (act, role) in [("role", "editor"), ("dismiss", "")] {
            let reply = change(&mut limpet, act, &id, role).await;
            assert_eq!(reply.status, 422);
            assert_page("people", &reply);
            assert!(reply.words("[role=alert]").contains("last owner"));
        }
        paper.staff("Second", Role::Owner).await;
        assert_eq!(change(&mut limpet, "role", &id, "editor").await.status, 303);
        assert_eq!(find(&paper, "Mrs Limpet").await.role, Role::Editor);
        assert_eq!(limpet.ask("/desk/people").await.status, 403);
    });
}

#[test]
fn nobody_comes_back_by_a_link_that_they_made_while_they_could() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let mut second = paper.staff("Second", Role::Owner).await;
        let page = second
            .post("/desk/people", &[("act", "invite"), ("role", "owner")])
            .await;
        let link = page
            .dom()
            .select("input.link")
            .attr_or("value", "")
            .to_string();
        let path = link.strip_prefix("https://tide.example").unwrap();
        paper.reader().read(path).await;
        let id = find(&paper, "Second").await.id.to_string();
        change(&mut limpet, "dismiss", &id, "").await;
        assert_eq!(paper.reader().ask(path).await.status, 403);
        assert_eq!(change(&mut limpet, "reset", &id, "").await.status, 422);
    });
}

#[test]
fn a_lost_phone_costs_a_link() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        paper.staff("Keel", Role::Editor).await;
        let id = find(&paper, "Keel").await.id.to_string();
        let page = change(&mut limpet, "reset", &id, "").await;
        let link = page
            .dom()
            .select("input.link")
            .attr_or("value", "")
            .to_string();
        let path = link.strip_prefix("https://tide.example").unwrap();
        assert_eq!(last_act(&paper).await.1, "made a link to open anew");
        let mut keel = paper.reader();
        let form = Form::find(&keel.read(path).await, "main form").with("password", PASSWORD);
        assert_eq!(
            keel.press(&form, "").await.location(),
            "/desk/account/second-step"
        );
        assert_eq!(
            keel.ask("/desk/log").await.location(),
            "/desk/account/second-step"
        );
        super::set_up_codes(&paper, &mut keel).await;
        keel.read("/desk/log").await;
    });
}

#[test]
fn two_owners_who_dismiss_each_other_at_once_leave_one() {
    on_both(async |paper| {
        let mut limpet = super::owner(&paper).await;
        let mut second = paper.staff("Second", Role::Owner).await;
        let hers = find(&paper, "Mrs Limpet").await.id.to_string();
        let his = find(&paper, "Second").await.id.to_string();
        tokio::join!(
            change(&mut limpet, "dismiss", &his, ""),
            change(&mut second, "dismiss", &hers, "")
        );
        let owners = paper.app.store.read(clipsheet_store::count_owners);
        assert_eq!(owners.await.unwrap(), 1);
    });
}
