//! Every route of the desk, walked with every role and with none.

use crate::support::{Browser, MINUTE, Paper, Reply, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_server::desk::Needs;
use clipsheet_store::{Role, list_staff, set_role, set_totp};

/// A route's address with something in the place of its parameters.
fn address(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "1" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

async fn send(browser: &mut Browser, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser
        .send(request.body(Body::from("name=Mine")).unwrap())
        .await
}

fn assert_sent_to_sign_in(path: &str, reply: &Reply) {
    assert_eq!(reply.status, 303, "{path}");
    assert!(
        reply.location().starts_with("/sign-in?to="),
        "{path}: {}",
        reply.location()
    );
}

async fn assert_shut(path: &str, stranger: &mut Browser) {
    assert_sent_to_sign_in(path, &stranger.ask(path).await);
    for method in ["POST", "PUT", "DELETE"] {
        let reply = send(stranger, method, path, &[]).await;
        assert!(
            matches!(reply.status, 403 | 405),
            "{method} {path}: {}",
            reply.status
        );
    }
}

#[test]
fn every_route_of_the_desk_is_shut_to_strangers() {
    on_both(async |paper| {
        let table = clipsheet_server::desk::routes(&paper.app).table;
        assert!(!table.is_empty());
        let owner = super::owner(&paper).await;
        let session = owner.cookies["desk"].clone();
        let mut commenter = paper.reader();
        let url = paper.print_story().await;
        commenter.say(&url, "Gull", "Let me in.").await;
        let mut last = session.clone();
        last.pop();
        for route in table {
            let path = address(route.path);
            for bad in [
                "",
                "x",
                &last,
                &session.to_uppercase(),
                // What the store knows is no key.
                &clipsheet_server::staff::hash_of(&session),
                "' OR 1=1 --",
            ] {
                let mut stranger = paper.reader();
                if !bad.is_empty() {
                    stranger.cookies.insert("desk".into(), bad.into());
                }
                assert_shut(&path, &mut stranger).await;
            }
            assert_shut(&path, &mut commenter).await;
        }
        assert_eq!(
            paper.app.paper().await.unwrap().settings.name,
            "The Clipsheet"
        );
        assert_eq!(paper.reader().ask("/desk/nothing").await.status, 404);
    });
}

#[test]
fn every_route_opens_to_its_role_and_shuts_to_those_below() {
    on_both(async |paper| {
        let table = clipsheet_server::desk::routes(&paper.app).table;
        for role in Role::ALL {
            let mut member = paper.staff(&format!("The {}", role.as_str()), role).await;
            for route in table.iter().filter(|route| route.path != "/desk/live") {
                let path = address(route.path);
                let reply = member.ask(&path).await;
                if role >= route.role {
                    // There may be nothing of that number, or nothing to read: but it is not shut.
                    assert_ne!(reply.status, 403, "{role:?} {path}");
                    assert!(reply.status < 500, "{role:?} {path}: {}", reply.text());
                    assert!(!reply.location().starts_with("/sign-in"), "{role:?} {path}");
                } else {
                    assert_eq!(reply.status, 403, "{role:?} {path}");
                    crate::support::assert_page(&path, &reply);
                    // The way out is that of the desk, as far as it is open.
                    let ways = reply.words(".onward");
                    assert!(ways.contains("Your account"), "{role:?} {path}: {ways}");
                    assert_eq!(ways.contains("Inbox"), role >= Role::Moderator);
                    assert!(!ways.contains("Settings"), "{role:?} {path}: {ways}");
                    let reply = send(&mut member, "POST", &path, &[]).await;
                    assert_eq!(reply.status, 403, "{role:?} POST {path}");
                }
            }
        }
    });
}

#[test]
fn forms_of_other_sites_and_old_proofs_change_nothing() {
    on_both(async |paper| {
        let table = clipsheet_server::desk::routes(&paper.app).table;
        let mut owner = super::owner(&paper).await;
        for route in &table {
            let path = address(route.path);
            for headers in [
                &[("sec-fetch-site", "cross-site")][..],
                &[("sec-fetch-site", "same-site")],
                &[("origin", "https://elsewhere.example")],
                &[("origin", "null")],
            ] {
                let reply = send(&mut owner, "POST", &path, headers).await;
                assert_eq!(reply.status, 403, "{path} {headers:?}");
            }
        }
        paper.clock.advance(20 * MINUTE);
        for route in table.iter().filter(|route| route.proof == Needs::Proof) {
            let path = address(route.path);
            let same = [("sec-fetch-site", "same-origin")];
            let reply = send(&mut owner, "POST", &path, &same).await;
            assert_eq!(reply.status, 403, "{path} without a fresh proof");
        }
    });
}

/// Takes the second step away from everybody.
async fn without_second_steps(paper: &Paper) {
    paper
        .app
        .store
        .write(|tx| {
            for staff in list_staff(tx)? {
                set_totp(tx, staff.id, "", 0)?;
            }
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn without_a_second_step_nobody_is_more_than_a_contributor() {
    on_both(async |paper| {
        let mut owner = super::owner(&paper).await;
        without_second_steps(&paper).await;
        let reply = owner.ask("/desk/settings").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, "/desk/account/second-step")
        );
    });
}

#[test]
fn whoever_is_demoted_or_dismissed_is_out_at_once() {
    on_both(async |paper| {
        let mut owner = super::owner(&paper).await;
        assert_eq!(owner.ask("/desk/settings").await.status, 200);
        let now = paper.clock.now();
        let set = async |role, active| {
            let change = paper.app.store.write(move |tx| {
                let id = list_staff(tx)?[0].id;
                set_role(tx, id, role, false, active, now)
            });
            change.await.unwrap();
        };
        set(Role::Editor, true).await;
        assert_eq!(owner.ask("/desk/settings").await.status, 403);
        set(Role::Owner, false).await;
        assert_sent_to_sign_in("/desk/settings", &owner.ask("/desk/settings").await);
        // Coming back takes a new session.
        set(Role::Owner, true).await;
        assert_sent_to_sign_in("/desk/settings", &owner.ask("/desk/settings").await);
    });
}
