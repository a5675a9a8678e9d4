//! The desk: staff only.

mod access;
mod account;
mod acts;
mod article;
mod authenticator;
mod changing;
mod checks;
mod comments;
mod drafts;
mod edition;
mod feeds;
mod glossary;
mod inbox;
mod jobs;
mod joining;
mod live;
mod log;
mod passkeys;
mod people;
mod proof;
mod remarks;
mod second_step;
mod settings;
mod signing_in;
mod submissions;

use crate::support::{Browser, Form, Paper, Reply};
use clipsheet_server::staff::{invite, invite_owner};
use clipsheet_store::{Actor, NotedAct, Role, Staff, list_acts, list_staff};
use clipsheet_testkit::totp;

/// A password that will do.
const PASSWORD: &str = "mud gulls and pies";

/// Somebody who owns the paper.
async fn owner(paper: &Paper) -> Browser {
    paper.staff("Mrs Limpet", Role::Owner).await
}

/// A link for a new member of the staff.
async fn link(paper: &Paper, role: Role) -> String {
    let (store, now) = (&paper.app.store, paper.clock.now());
    if role == Role::Owner {
        return invite_owner(store, now).await.unwrap();
    }
    let actor = Actor::command_line();
    invite(store, actor, role, "for the chandler", None, now)
        .await
        .unwrap()
}

/// Joins by a new link with a password; no second step yet.
async fn join(paper: &Paper, name: &str, role: Role) -> Browser {
    let mut browser = paper.reader();
    let link = link(paper, role).await;
    let form = Form::find(&browser.read(&link).await, "main form");
    let form = form.with("name", name).with("password", PASSWORD);
    let reply = browser.press(&form, "").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    browser
}

/// The code that a telephone shows now.
fn code(paper: &Paper, secret: &str) -> String {
    totp::code(secret, paper.clock.now().0 / 1000)
}

/// Sets up one-time codes; gives their secret and, if they are the first second step, the recovery codes.
async fn set_up_codes(paper: &Paper, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.read("/desk/account/second-step").await;
    let secret = page.words(".secret");
    let form = Form::find(&page, ".steps form").with("code", &code(paper, &secret));
    let reply = browser.press(&form, "").await;
    if reply.status == 303 {
        return (secret, Vec::new());
    }
    assert_eq!(reply.status, 200, "{}", reply.text());
    let codes = reply
        .dom()
        .select(".recovery code")
        .iter()
        .map(|code| code.text().to_string())
        .collect();
    (secret, codes)
}

/// Sends name and password; gives what comes back.
async fn sign_in(browser: &mut Browser, name: &str, password: &str) -> Reply {
    let form = Form::find(&browser.read("/sign-in").await, "main form");
    let form = form
        .with("proof-name", name)
        .with("proof-password", password);
    browser.press(&form, "").await
}

async fn find(paper: &Paper, name: &str) -> Staff {
    let staff = paper.app.store.read(list_staff).await.unwrap();
    staff
        .into_iter()
        .find(|one| one.name == name)
        .unwrap_or_else(|| panic!("nobody is called {name}"))
}

/// All that is in the log, newest first.
async fn acts(paper: &Paper) -> Vec<NotedAct> {
    let read = paper.app.store.read(|conn| list_acts(conn, i64::MAX, 1000));
    read.await.unwrap()
}

/// The newest act's actor, verb and label.
async fn last_act(paper: &Paper) -> (String, String, String) {
    let act = acts(paper).await.remove(0);
    (act.actor.name, act.act, act.label)
}
