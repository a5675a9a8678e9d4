//! From what was typed to safe HTML.

use crate::printing::own_picture;
use clipsheet_markup::{CommentContext, Picture, SafeHtml, comment};
use std::collections::HashMap;

/// Pictures that a comment names, by the address as typed.
pub type Pictures = HashMap<String, Picture>;

/// Renders a comment. `highest_number` is the last comment before it: those it may refer to.
pub fn render(source: &str, highest_number: i64, pictures: &Pictures) -> SafeHtml {
    let find = |address: &str| pictures.get(address).cloned();
    let context = CommentContext {
        highest_number: u32::try_from(highest_number).unwrap_or(u32::MAX),
        pictures: &find,
    };
    comment(source, &context)
}

/// Renders a stored comment anew, whose seal does not hold. Pictures from elsewhere become links, since nothing
/// is fetched while a page is made.
pub fn again(source: &str) -> SafeHtml {
    comment(
        source,
        &CommentContext {
            highest_number: u32::MAX,
            pictures: &own_picture,
        },
    )
}
