//! `clipsheet feed`: feeds read on the command line, no paper needed.

use crate::args::{Feed, FeedParse};
use crate::input;
use anyhow::Context;
use clipsheet_intake::feed::{self, MAX_FEED_BYTES};
use std::io::Write;

pub(crate) fn run(command: &Feed) -> anyhow::Result<()> {
    match command {
        Feed::Parse(order) => parse(order),
    }
}

fn parse(order: &FeedParse) -> anyhow::Result<()> {
    // One byte more than is read shows that there is more.
    let bytes = input::read_at_most(&order.file, MAX_FEED_BYTES as u64 + 1)?;
    let found = feed::parse(&bytes, None, order.url.as_ref())
        .with_context(|| order.file.display().to_string())?;
    if found.cut {
        eprintln!(
            "clipsheet: {}: the feed ends in the middle or is too long; what came whole before that is here",
            order.file.display()
        );
    }
    let mut out = std::io::stdout().lock();
    Ok(writeln!(out, "{}", serde_json::to_string_pretty(&found)?)?)
}
