//! `clipsheet letter`.

use crate::args::{LetterOrder, Place};
use crate::open::{open, open_existing};
use clipsheet_server::letter::{Length, Letter};
use std::io::{self, Write};

/// Prints an edition as a message of e-mail on standard output.
pub(crate) async fn run(place: &Place, order: &LetterOrder) -> anyhow::Result<()> {
    let app = open(place, open_existing(place).await?, None).await?;
    let length = if order.whole {
        Length::Whole
    } else {
        Length::Short
    };
    let letter = Letter::of(&app, order.edition, length).await?;
    let from = order.from.clone().unwrap_or_else(|| letter.sender());
    let message = letter.message(&from, &order.to)?;
    let mut out = io::stdout().lock();
    out.write_all(&message)?;
    out.flush()?;
    Ok(())
}
