//! What readers send in: the forms, and what became of it.

use super::{Choice, Chrome, FormErrors, Link};
use clipsheet_markup::SafeHtml;

/// The form. Sent with `headline`, `url`, `text`, `nic`, `email`, `token`, the trap `subject` (must stay empty), `page` and
/// `area`, and `act`: `send` or `preview`.
#[derive(Debug, Clone, Default)]
pub struct SubmitForm {
    /// Where it is sent.
    pub action: String,
    /// Whether it is for a link and not for an article of one's own.
    pub is_link: bool,
    /// The headline, as typed.
    pub headline: String,
    /// The address, as typed.
    pub url: String,
    /// The note or the text, as typed.
    pub text: String,
    /// The name it is signed with, as typed.
    pub nic: String,
    /// The e-mail address, as typed.
    pub email: String,
    /// The name of somebody of the staff, who does not type one; empty for readers.
    pub signed: String,
    /// The signed token.
    pub token: String,
    /// Whether it goes straight to print.
    pub prints: bool,
    /// Pages to print it on, by their numbers; none where it does not go straight to print.
    pub pages: Vec<Choice>,
    /// Areas to print it in, by their short names.
    pub areas: Vec<Choice>,
    /// Most characters of a text, ready to print.
    pub max_chars_label: String,
    /// What is wrong with it.
    pub errors: FormErrors,
}

/// The page of the form.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "submit.html")]
pub struct SubmitPage {
    /// What every page has.
    pub chrome: Chrome,
    /// "Post a news link", "Post your own article".
    pub heading: String,
    /// What it is for.
    pub about: String,
    /// That the paper has this already; empty where it has not.
    pub had_note: String,
    /// Where it is; no link when it only waits.
    pub had: Link,
    /// The headline of the preview.
    pub preview_headline: String,
    /// How the text would look; empty for no preview.
    pub preview: SafeHtml,
    /// The form.
    pub form: SubmitForm,
}

/// Something that was sent in, in a line.
#[derive(Debug, Clone, Default)]
pub struct SubmissionRow {
    /// Where its sender sees what became of it.
    pub url: String,
    /// "News link", "Article".
    pub kind: String,
    /// Its headline.
    pub headline: String,
    /// When it came.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// What became of it, in words.
    pub state_line: String,
    /// What the desk says to it; empty for nothing.
    pub word: String,
    /// The article it became; no link for none.
    pub article: Link,
}

/// What became of a submission.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "submission.html")]
pub struct SubmissionPage {
    /// What every page has.
    pub chrome: Chrome,
    /// It, and what became of it.
    pub row: SubmissionRow,
    /// The address that was sent in; empty for an article of somebody's own.
    pub link: String,
    /// Who signed it.
    pub nic: String,
    /// The note or the text.
    pub text: SafeHtml,
}

/// What a commenter sent in.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "submissions.html")]
pub struct SubmissionRows {
    /// What every page has.
    pub chrome: Chrome,
    /// The submissions, newest first.
    pub rows: Vec<SubmissionRow>,
    /// Printed when there are none.
    pub empty_note: String,
    /// Those before; no link for none.
    pub older: Link,
}
