//! What readers write: the form's buttons, Markdown's common forms and a little HTML, into safe HTML.

mod facts;
mod prepare;
mod render;

pub use facts::{CommentFacts, comment_pictures, examine, is_blank};

use crate::html::pictures::Picture;
use crate::{Profile, SafeHtml};

/// What a comment's markup refers to.
#[derive(Clone, Copy)]
pub struct CommentContext<'a> {
    /// The highest comment number of the article: `#7` links to comment 7 if there is one. 0: nothing is linked.
    pub highest_number: u32,
    /// Where the site serves the picture of this address; `None` shows a link to it instead.
    pub pictures: &'a dyn Fn(&str) -> Option<Picture>,
}

impl std::fmt::Debug for CommentContext<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommentContext")
            .field("highest_number", &self.highest_number)
            .finish_non_exhaustive()
    }
}

/// Makes safe HTML of a comment as it was typed in. The crate's documentation lists the forms it understands.
///
/// Never fails: what is no markup is text. Takes time linear in the length of the source.
///
/// ```
/// use clipsheet_markup::{CommentContext, comment};
/// let context = CommentContext { highest_number: 9, pictures: &|_| None };
/// assert_eq!(
///     comment("#7 is <b>right\nabout *mud*", &context).as_str(),
///     "<p><a href=\"#c7\">#7</a> is <b>right<br>\nabout <em>mud</em></b></p>",
/// );
/// ```
#[must_use]
pub fn comment(source: &str, context: &CommentContext<'_>) -> SafeHtml {
    SafeHtml::gated(&render::render(source, context), Profile::Comment)
}
