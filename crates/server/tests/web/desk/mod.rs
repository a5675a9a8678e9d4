//! The desk: staff only.

mod access;
mod settings;

use crate::support::{Browser, Form, Paper};

/// Somebody who has become the owner.
async fn owner(paper: &Paper) -> Browser {
    let mut browser = paper.reader();
    let link = crate::owning::link(paper).await;
    let form = Form::find(&browser.read(&link).await, "main form");
    assert_eq!(browser.press(&form, "").await.status, 303);
    browser
}
