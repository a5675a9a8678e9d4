//! Comments, the form, and what comes back when the form is sent.

use clipsheet_markup::SafeHtml;

use super::{Chrome, Hole, Link};

/// A comment under its article.
#[derive(Debug, Clone, Default)]
pub struct Comment {
    /// Its number, which is also its anchor: `#c11`.
    pub number: u64,
    /// Who signed it.
    pub nic: String,
    /// The nic's list of comments.
    pub nic_url: String,
    /// The website given with it; empty for none.
    pub website: String,
    /// When, ready to print.
    pub time: String,
    /// When, for machines; empty in a preview.
    pub datetime: String,
    /// The text.
    pub text: SafeHtml,
    /// What stands in its place when it was taken away: "Taken away by its author."; empty when it stands.
    pub tombstone: String,
}

/// What is said under an article.
#[derive(Debug, Clone, Default)]
pub struct Comments {
    /// "100 comments", "1 comment", "No comments yet".
    pub heading: String,
    /// The other order: "Oldest first"; no link when there is nothing to turn round.
    pub flip: Link,
    /// The comments of this page, in the order they are printed.
    pub list: Vec<Comment>,
    /// Comments before these: "Comments 1 to 200"; no link for none.
    pub older: Link,
    /// Comments after these; no link for none.
    pub newer: Link,
    /// Feed of this article's comments; empty for none.
    pub feed_url: String,
    /// Whether comments can be written; the form is shown if so.
    pub open: bool,
    /// "Sorry. Comments have been closed on this article"; printed when they are not open.
    pub closed_note: String,
    /// The form.
    pub form: CommentForm,
}

/// One thing that is wrong with what was typed.
#[derive(Debug, Clone, Default)]
pub struct FieldError {
    /// Id of the field, for the link in the summary: "f-text". Empty when it concerns no field.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// What is wrong with a comment, field by field; empty strings for fields in order.
#[derive(Debug, Clone, Default)]
pub struct FormErrors {
    /// The nic.
    pub nic: String,
    /// The e-mail address.
    pub email: String,
    /// The website.
    pub website: String,
    /// The text.
    pub text: String,
    /// The picture.
    pub picture: String,
    /// The headline of something that is sent in.
    pub headline: String,
    /// The address of something that is sent in.
    pub url: String,
    /// All of it, with what concerns no single field (flood, expired token, closed), for the summary on top.
    pub summary: Vec<FieldError>,
}

impl FormErrors {
    /// Notes that something is wrong with one field (`nic`, `email`, `website`, `text`, `picture`, `headline`, `url`), or with the whole form
    /// for any other name.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        let message = message.into();
        let place = match field {
            "nic" => Some(&mut self.nic),
            "email" => Some(&mut self.email),
            "website" => Some(&mut self.website),
            "text" => Some(&mut self.text),
            "picture" => Some(&mut self.picture),
            "headline" => Some(&mut self.headline),
            "url" => Some(&mut self.url),
            _ => None,
        };
        let field = if place.is_some() {
            format!("f-{field}")
        } else {
            String::new()
        };
        if let Some(place) = place {
            place.clone_from(&message);
        }
        self.summary.push(FieldError { field, message });
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.summary.is_empty()
    }
}

/// The form under an article.
///
/// Sent as `multipart/form-data` to `action` with `nic`, `email`, `website`, `text`, `token`, `picture` (a file),
/// `picture_size` (`foto` or `photo`), the trap `subject` (must stay empty) and `act`: `post`, `preview`, `pic`, `original`
/// or `squish`.
#[derive(Debug, Clone, Default)]
pub struct CommentForm {
    /// Where it is sent: `/article/ID/comments`.
    pub action: String,
    /// Number of the article; the script keeps unsent text under it.
    pub article_id: u64,
    /// Hole: the nic, escaped for an attribute.
    pub nic: Hole,
    /// Hole: the e-mail address, escaped for an attribute.
    pub email: Hole,
    /// Hole: the website, escaped for an attribute.
    pub website: Hole,
    /// Hole: the signed token, escaped for an attribute.
    pub token: Hole,
    /// Hole: the rendered [`Standing`].
    pub standing: Hole,
    /// The text typed so far, plain.
    pub text: String,
    /// Whether an uploaded picture is set full width (`photo`) and not small (`foto`).
    pub full_width: bool,
    /// Most characters a comment may have. The script counts down; the server decides.
    pub max_chars: u64,
    /// The same, ready to print: "10,000".
    pub max_chars_label: String,
    /// What is wrong with it.
    pub errors: FormErrors,
}

/// What the form says to a commenter: what fills [`CommentForm::standing`].
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "standing.html")]
pub struct Standing {
    /// "You have commented 340 times on The Tarrow Tide."; empty for a stranger.
    pub count_line: String,
}

/// The page that comes back when a comment is previewed, refused, or wanted squished or with another nic.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "comment_page.html")]
pub struct CommentPage {
    /// What every page has.
    pub chrome: Chrome,
    /// "Preview", "Not posted yet".
    pub heading: String,
    /// The article it belongs to.
    pub article: Link,
    /// The comment as it would appear; nothing is shown when its `nic` is empty.
    pub preview: Comment,
    /// The form, with everything that was typed.
    pub form: CommentForm,
}

/// Only the comment as it would appear, for the script: the answer to a preview asked for with `X-Fragment: 1`.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "preview_fragment.html")]
pub struct PreviewFragment {
    /// The comment as it would appear.
    pub preview: Comment,
    /// What is wrong with it.
    pub errors: FormErrors,
}
