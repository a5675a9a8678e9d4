//! Attacks that others have collected: nothing of them may survive.

use std::fs;

use clipsheet_markup::{CommentContext, Profile, comment, sanitise};

use crate::audit::{audit, every_picture, shared};

fn check(payload: &str) {
    for profile in [Profile::Article, Profile::Comment] {
        audit(
            &sanitise(payload, profile, &every_picture),
            profile,
            payload,
        );
    }
    let context = CommentContext {
        highest_number: 20,
        pictures: &every_picture,
    };
    audit(&comment(payload, &context), Profile::Comment, payload);
}

#[test]
fn dompurify() {
    let Some(path) = shared("sanitise/dompurify-first-half.json") else {
        return;
    };
    let cases: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases = cases.as_array().unwrap();
    assert!(cases.len() >= 100);
    for case in cases {
        check(case["payload"].as_str().unwrap());
    }
}

#[test]
fn bleach() {
    let Some(path) = shared("sanitise/bleach-xss") else {
        return;
    };
    let mut count = 0;
    for file in fs::read_dir(path).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        check(&text);
        check(text.split("\n--\n").next().unwrap());
        count += 1;
    }
    assert!(count >= 20);
}

#[test]
fn real_pages() {
    let Some(path) = shared("pages") else { return };
    let mut count = 0;
    for folder in fs::read_dir(path).unwrap() {
        for name in ["source.html", "expected.html"] {
            let Ok(bytes) = fs::read(folder.as_ref().unwrap().path().join(name)) else {
                continue;
            };
            let text = String::from_utf8_lossy(&bytes);
            audit(
                &sanitise(&text, Profile::Article, &every_picture),
                Profile::Article,
                "a page",
            );
            count += 1;
        }
    }
    assert!(count >= 100);
}
