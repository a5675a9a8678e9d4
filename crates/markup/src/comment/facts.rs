//! What a comment consists of, for the checks before it is taken.

use std::cell::RefCell;

use super::{CommentContext, render};
use crate::html::escape::is_invisible;
use crate::html::pictures::Picture;
use crate::html::tokens::{Token, Tokens};
use crate::text::text_of;

/// What a comment consists of, counted in what readers would see of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentFacts {
    /// Characters of visible text, white space between words included.
    pub chars: usize,
    /// Links to other sites or mail addresses, typed in any form; pictures do not count.
    pub links: usize,
    /// Words that are not part of such a link.
    pub words: usize,
    /// Addresses of pictures, in order: `[foto …]`, `[photo …]`, `![…](…)` and `<img>`.
    pub pictures: Vec<String>,
    /// Nothing of it can be seen.
    pub is_blank: bool,
    /// It has links, and not a word or picture beside them.
    pub only_links: bool,
}

/// Counts what is in a comment as typed in. Costs about half of [`comment()`](crate::comment()).
#[must_use]
pub fn examine(source: &str) -> CommentFacts {
    let pictures = RefCell::new(Vec::new());
    let note = |address: &str| {
        pictures.borrow_mut().push(address.to_owned());
        Some(Picture {
            src: "/p".to_owned(),
            width: 1,
            height: 1,
        })
    };
    // Only counted, never shown, so it need not pass the gate.
    let html = render::render(
        source,
        &CommentContext {
            highest_number: 0,
            pictures: &note,
        },
    );
    let mut facts = CommentFacts {
        pictures: pictures.take(),
        ..CommentFacts::default()
    };
    let mut in_link = false;
    // Counted over the text out of links; a word may go through several elements.
    let mut text_outside = String::new();
    for token in Tokens::new(&html) {
        match token {
            Token::Start(tag) if tag.name.as_str() == "a" => {
                in_link = true;
                facts.links += 1;
            }
            Token::End(name) if name.as_str() == "a" => {
                in_link = false;
                text_outside.push(' ');
            }
            Token::Text(_) if in_link => {}
            Token::Text(text) => text_outside.push_str(&htmlize::unescape(text)),
            Token::Start(_) | Token::End(_) => {}
        }
    }
    facts.words = text_outside
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    let text = text_of(&html);
    facts.chars = text.chars().count();
    facts.is_blank = facts.pictures.is_empty() && text.chars().all(is_invisible);
    facts.only_links = facts.links > 0 && facts.words == 0 && facts.pictures.is_empty();
    facts
}

/// The addresses of the pictures that a comment shows, in order: what to fetch before [`comment()`](crate::comment()) asks for
/// them by the same addresses.
#[must_use]
pub fn comment_pictures(source: &str) -> Vec<String> {
    examine(source).pictures
}

/// Whether nothing of a comment could be seen: white space, zero-width characters, empty markup.
#[must_use]
pub fn is_blank(source: &str) -> bool {
    source.chars().all(is_invisible) || examine(source).is_blank
}
