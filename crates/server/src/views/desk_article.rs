//! A printed article at the desk: its tools, its words, its revisions.

use super::{DeskChrome, FieldError, Link, Pick};
use clipsheet_markup::SafeHtml;

/// A dossier that an article is filed under.
#[derive(Debug, Clone, Default)]
pub struct Filed {
    /// Its name.
    pub name: String,
    /// Its name in addresses.
    pub slug: String,
}

/// What can be done to an article with one button.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "part_article_tools.html")]
pub struct ArticleTools {
    /// Its number.
    pub id: u64,
    /// Where the tools stand: `desk` or `article`.
    pub from: String,
    /// Whether its words and place may be changed; without it only its comments.
    pub may_edit: bool,
    /// What is no longer at the source as it was clipped; empty for nothing.
    pub source_note: String,
    /// Whether readers see it.
    pub is_printed: bool,
    /// Whether it is its edition's lead.
    pub is_lead: bool,
    /// Whether it is in the hall of fame.
    pub is_classic: bool,
    /// Whether its comments are open.
    pub comments_open: bool,
    /// The paper's pages.
    pub pages: Vec<Pick>,
    /// The paper's areas.
    pub areas: Vec<Pick>,
    /// What it is filed under.
    pub dossiers: Vec<Filed>,
}

/// The words of an article in a form.
#[derive(Debug, Clone, Default)]
pub struct ArticleWords {
    /// The headline.
    pub headline: String,
    /// Who wrote it at the source.
    pub byline: String,
    /// Its language.
    pub lang: String,
    /// When the source published it.
    pub source_date: String,
    /// The text as HTML.
    pub html: String,
    /// Whether it has a lead picture.
    pub has_picture: bool,
    /// What the picture shows.
    pub picture_alt: String,
    /// Printed beneath the picture.
    pub picture_caption: String,
}

/// A page of the source that was kept.
#[derive(Debug, Clone, Default)]
pub struct EvidenceRow {
    /// When it was fetched.
    pub time: String,
    /// How large it was.
    pub size: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// Where it can be had.
    pub url: String,
}

/// A printed article at the desk.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_article.html")]
pub struct DeskArticlePage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Its number.
    pub id: u64,
    /// Where readers read it; empty when it was taken back.
    pub url: String,
    /// When, and by whom it was posted.
    pub posted: String,
    /// Where the source has it; empty for an original.
    pub source_url: String,
    /// The revision that the form was made from.
    pub revision: u64,
    /// Who else is changing the words; empty for nobody.
    pub others: String,
    /// The draft in which it is being changed, and what becomes of that; empty for none.
    pub waiting: Link,
    /// Whether the words may be changed.
    pub may_edit: bool,
    /// The words.
    pub words: ArticleWords,
    /// The words of somebody who was quicker.
    pub theirs: ArticleWords,
    /// Whether somebody was quicker.
    pub is_stale: bool,
    /// Pages of the source that were kept.
    pub evidence: Vec<EvidenceRow>,
    /// What came from the source.
    pub source_text: SafeHtml,
    /// Its tools.
    pub tools: ArticleTools,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// A revision in the list.
#[derive(Debug, Clone, Default)]
pub struct RevisionRow {
    /// Its number.
    pub number: u64,
    /// Who made it.
    pub who: String,
    /// The class with their colour; empty for none.
    pub who_class: String,
    /// When.
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// Whether it is what stands.
    pub stands: bool,
    /// Whether it is the older of the two that are compared.
    pub is_old: bool,
    /// Whether it is the newer of the two.
    pub is_new: bool,
}

/// A part of the words in which two revisions differ.
#[derive(Debug, Clone, Default)]
pub struct DiffPart {
    /// Which part.
    pub label: String,
    /// `same`, `gone` or `new`, with the words.
    pub stretches: Vec<(String, String)>,
}

/// The revisions of an article, two of them compared.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_revisions.html")]
pub struct RevisionsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The article's number.
    pub id: u64,
    /// Whether a revision may be restored.
    pub may_edit: bool,
    /// The revisions, newest first; empty when there is but the one that was printed.
    pub revisions: Vec<RevisionRow>,
    /// Whether two could be compared.
    pub compared: bool,
    /// The number of the older.
    pub old: u64,
    /// The number of the newer.
    pub new: u64,
    /// Where they differ.
    pub parts: Vec<DiffPart>,
    /// Which stands.
    pub standing: u64,
    /// Where the list goes on; empty for nowhere.
    pub older_url: String,
}

/// The bar that staff see on readers' pages.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "staff_bar.html")]
pub struct StaffBar {
    /// Address of the desk's style sheet.
    pub desk_style_url: String,
    /// Address of the desk's script.
    pub desk_script_url: String,
    /// Address of the script for remarks, where something can be remarked on; else empty.
    pub remark_script_url: String,
    /// The editor's scripts, which are fetched when somebody begins to write; empty where nothing can be written.
    pub editor_urls: String,
    /// The parts of the desk.
    pub parts: Vec<super::DeskPart>,
    /// The desk's page of what this page shows; no link for none.
    pub edit: super::Link,
    /// Who is signed in.
    pub me: String,
    /// The class that carries their colour.
    pub me_class: String,
}
