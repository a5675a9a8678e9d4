//! Foto and photo: by address, and from the reader's own disk.

use crate::support::{PATIENT, assert_quiet, open_article, paper, picture_file, post};
use clipsheet_testkit::browser::{Browser, Options};
use serde_json::json;

/// Whether a picture has arrived, and how wide it is set.
fn width(browser: &Browser, css: &str) -> f64 {
    browser.wait_for(css);
    browser.execute(
        "document.querySelector(arguments[0]).scrollIntoView()",
        &[json!(css)],
    );
    let loaded = "const image = document.querySelector(arguments[0]); \
                  return image.complete && image.naturalWidth > 0 ? image.clientWidth : 0";
    let mut width = 0.0;
    browser.wait_until("the picture has arrived", |browser| {
        width = browser.execute(loaded, &[json!(css)]).as_f64().unwrap();
        width > 0.0
    });
    width
}

#[test]
fn pictures_are_sent_along_in_two_sizes() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    let file = picture_file(&browser, &site.data_dir);
    let column = browser.execute("return document.querySelector('main').clientWidth", &[]);
    let column = column.as_f64().unwrap();
    let mut widths = Vec::new();
    for size in ["foto", "photo"] {
        browser.fill("#f-nic", "Lens Cap");
        browser.fill("#f-text", "- the harbour\n- this morning");
        browser.click(".add-picture summary");
        browser.type_text("#f-picture", &file);
        browser.click(&format!("[name=picture_size][value={size}]"));
        let comment = post(&browser);
        assert!(browser.text(&comment).contains("this morning"));
        // Beside or below what was typed, and no part of its last line.
        let picture = format!("{comment} > .{size} img");
        widths.push(width(&browser, &picture));
        let address = browser.property(&picture, "src");
        assert!(
            address.as_str().unwrap().starts_with(&site.at("/media/")),
            "{address}"
        );
    }
    assert!(widths[0] < column / 2.0, "{widths:?} of {column}");
    assert!(widths[1] > column * 0.9, "{widths:?} of {column}");

    // A picture goes along with a preview, and is then in the text.
    browser.fill("#f-text", "Once more.");
    browser.click(".add-picture summary");
    browser.type_text("#f-picture", &file);
    browser.click(".send [value=preview]");
    browser.wait_for(".shown .preview img");

    // What is no picture is refused, and the text kept.
    let text = site.data_dir.join("picture.png");
    std::fs::write(&text, "This is no picture.").unwrap();
    browser.type_text("#f-picture", text.to_str().unwrap());
    browser.click(".send [value=post]");
    browser.wait_for("#f-picture-e");
    assert_eq!(browser.value("#f-text"), "Once more.");
    assert_quiet(&browser, &site);
}

#[test]
fn a_picture_at_a_private_address_is_not_fetched_and_the_text_is_kept() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    for button in ["foto", "photo"] {
        open_article(&browser, &site, 2);
        browser.fill("#f-nic", "Lens Cap");
        browser.fill("#f-text", "Look: ");
        let address = site.at("/starter/crate.svg");
        browser.click(&format!("[data-mark={button}]"));
        browser.answer(&address);
        let text = format!("Look: [{button} {address}]");
        browser.wait_until("the picture is in the text", |browser| {
            browser.value("#f-text") == text
        });
        browser.click(".send [value=post]");
        browser.wait_for("#f-text-e");
        let message = browser.text("#f-text-e");
        assert!(
            message.contains(&address) && message.contains("cannot be shown"),
            "{message}"
        );
        assert_eq!(browser.value("#f-text"), text);
    }
    assert_quiet(&browser, &site);
}
