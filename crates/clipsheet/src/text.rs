//! `clipsheet extract`, `markup` and `sanitise`: text in, text out, no paper needed.

use crate::args::Extract;
use crate::input;
use anyhow::Context;
use clipsheet_intake::decode_html;
use clipsheet_markup::{CommentContext, Profile, comment, sanitise_for_export};
use std::io::Write;
use std::path::Path;

/// Comments that `#7` may refer to when no article is given.
const ANY_NUMBER: u32 = 9_999;

pub(crate) fn extract(order: &Extract) -> anyhow::Result<()> {
    let bytes = input::read(&order.file)?;
    let decoded = decode_html(&bytes, None).with_context(|| order.file.display().to_string())?;
    let mut found = clipsheet_intake::extract(&decoded.text, Some(&order.url))
        .with_context(|| order.file.display().to_string())?;
    found.content_html = sanitise_for_export(&found.content_html);
    let mut out = std::io::stdout().lock();
    Ok(writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?)
}

pub(crate) fn markup(file: &Path) -> anyhow::Result<()> {
    let source = input::read_text(file)?;
    let html = comment(
        &source,
        &CommentContext {
            highest_number: ANY_NUMBER,
            pictures: &|_| None,
        },
    );
    Ok(writeln!(std::io::stdout().lock(), "{html}")?)
}

pub(crate) fn sanitise(file: &Path) -> anyhow::Result<()> {
    let untrusted = input::read_text(file)?;
    let html = clipsheet_markup::sanitise(&untrusted, Profile::Article, &|_| None);
    Ok(writeln!(std::io::stdout().lock(), "{html}")?)
}
