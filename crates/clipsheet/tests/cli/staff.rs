//! `clipsheet staff` and `owner-link`: whoever has the machine lets people in.

use crate::support::{Desk, PROGRAM};
use clipsheet_testkit::http;
use clipsheet_testkit::site;

/// Joins by a link as a browser without scripts does; gives the reply's status.
fn join(link: &str, name: &str) -> u16 {
    let fields = [("name", name), ("password", "mud gulls and pies")];
    http::post_form(link, &fields).status
}

#[test]
fn people_are_invited_listed_and_let_in_again() {
    let site = site::spawn(PROGRAM, &["--empty"]);
    let desk = Desk::new();
    let data = site.data_dir.to_str().unwrap();
    let call = |arguments: &[&str]| desk.call(&[arguments, &["--data", data]].concat());
    let listed = call(&["staff", "list"]);
    assert_eq!((listed.code, listed.out.as_str()), (0, ""));
    assert!(listed.err.contains("Nobody yet"));
    // Made for another address: the paper listens where it likes in a test.
    let here = |link: String| {
        let path = link.trim().split_at(link.find("/join/").unwrap()).1;
        site.at(path)
    };
    let link = here(
        call(&[
            "staff",
            "invite",
            "--role",
            "editor",
            "--note",
            "the chandler",
        ])
        .done(),
    );
    assert_eq!(join(&link, "Keel"), 303);
    assert_eq!(join(&link, "Oar"), 403, "used up");
    let link = here(call(&["owner-link"]).done());
    assert_eq!(join(&link, "Mrs Limpet"), 303);
    let listed = call(&["staff", "list"]).done();
    let rows: Vec<&str> = listed.lines().collect();
    assert!(
        rows[0].starts_with("Keel\teditor\tno second step\t20"),
        "{listed}"
    );
    assert!(rows[1].starts_with("Mrs Limpet\towner\t"), "{listed}");
    // Everything lost: the account is opened anew, and an owner's from now on.
    let link = here(call(&["owner-link", "--name", "keel"]).done());
    assert!(http::get(&link).text().contains("Welcome back, Keel"));
    assert_eq!(join(&link, "Whoever"), 303);
    assert!(call(&["staff", "list"]).done().starts_with("Keel\towner\t"));
    call(&["owner-link", "--name", "Nobody"]).failed(1, &["nobody called Nobody", "staff list"]);
    call(&["staff", "invite", "--role", "king"]).failed(2, &["king", "editor"]);
    call(&["staff", "invite"]).failed(2, &["--role"]);
}
