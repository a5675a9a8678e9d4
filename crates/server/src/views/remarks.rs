//! Remarks at the desk: the form that makes one, and those that lost their words.

use super::{DeskChrome, FieldError, Link};
use clipsheet_markup::SafeHtml;

/// A paragraph that may hold the words.
#[derive(Debug, Clone, Default)]
pub struct ParagraphChoice {
    /// Where it begins in the text.
    pub value: String,
    /// Its words.
    pub text: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// One of several places where the words are.
#[derive(Debug, Clone, Default)]
pub struct PlaceChoice {
    /// Where they begin in the text.
    pub value: String,
    /// What stands before them.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands behind them.
    pub after: String,
    /// Whether it is chosen.
    pub current: bool,
}

/// How a remark would look: in its line.
#[derive(Debug, Clone, Default)]
pub struct RemarkPreview {
    /// What stands before its words.
    pub before: String,
    /// The words with the remark; empty for no preview.
    pub line: SafeHtml,
    /// What stands behind it.
    pub after: String,
}

/// The form that makes a remark or changes one. Sent with `words`, `paragraph`, `which`, `text` and `act`: `put`, `preview`
/// or `remove`.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "remark_form.html")]
pub struct RemarkPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// "New remark", "Remark by Pennick".
    pub heading: String,
    /// The article.
    pub article: Link,
    /// "in the article", "in comment 7 by Old Bollard".
    pub place: String,
    /// Why it has to be placed again; empty for no reason.
    pub note: String,
    /// Where the form is sent.
    pub action: String,
    /// The words it stands after, as typed.
    pub words: String,
    /// The paragraphs of the text.
    pub paragraphs: Vec<ParagraphChoice>,
    /// Where the words are, if there are several such places.
    pub places: Vec<PlaceChoice>,
    /// The remark, as typed.
    pub text: String,
    /// The same, for the rich-text editor.
    pub text_html: SafeHtml,
    /// The scripts of that, with blanks between.
    pub editor_urls: String,
    /// How it would look.
    pub preview: RemarkPreview,
    /// Whether it is there already and may be taken away.
    pub is_there: bool,
    /// Which state of it the form was opened with.
    pub version: String,
    /// What is wrong with the words; empty for nothing.
    pub words_error: String,
    /// What is wrong with the text; empty for nothing.
    pub text_error: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// A remark that lost its words.
#[derive(Debug, Clone, Default)]
pub struct LooseRow {
    /// What it says.
    pub text: SafeHtml,
    /// Who made it.
    pub author: String,
    /// The class that carries their colour.
    pub author_class: String,
    /// Whether it lost its words.
    pub is_loose: bool,
    /// When it was parked, or else changed.
    pub time: String,
    /// Its article.
    pub article: Link,
    /// "in the article", "in comment 7".
    pub place: String,
    /// What stood before its words.
    pub before: String,
    /// Its words.
    pub words: String,
    /// What stood behind them.
    pub after: String,
    /// The form that places it again or removes it; empty for those who may not.
    pub url: String,
}

/// Remarks that lost their words.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "loose_remarks.html")]
pub struct LooseRemarks {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The remarks.
    pub remarks: Vec<LooseRow>,
    /// Printed when there are none.
    pub empty_note: String,
    /// Those parked before; no link for none.
    pub older: Link,
    /// What the list is called.
    pub title: String,
    /// Whether they are those of one article, wherever they stand.
    pub of_article: bool,
    /// "Saved. 1 remark lost its words:"; empty when nothing was saved just now.
    pub lost_line: String,
    /// These, with the way to their forms.
    pub lost: Vec<Link>,
}
