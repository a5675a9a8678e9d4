//! `clipsheet letter`.

use crate::args::{LetterOrder, Place};
use crate::open::{open, open_existing};
use clipsheet_server::letter::{Length, Letter};
use std::io::{self, Write};

/// Prints an edition as a message of e-mail on standard output.
pub(crate) async fn run(place: &Place, order: &LetterOrder) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let is_told = opened.file.public_url.is_some();
    let app = open(place, opened, None).await?;
    if !is_told {
        eprintln!(
            "Note: the links of this letter begin with {}. Readers elsewhere cannot follow that: put the paper's address as public_url into clipsheet.toml.",
            app.public_url
        );
    }
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
