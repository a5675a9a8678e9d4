//! The article with its comments.

use clipsheet_markup::SafeHtml;

use super::{Choice, Chrome, Comments, Hole, Link, Picture};

/// An article as it is printed.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// Its number.
    pub id: u64,
    /// Its headline.
    pub headline: String,
    /// Where it was clipped from: the headline leads there. Empty for an original.
    pub source_url: String,
    /// Its source and the list of what was clipped from it; no link for an original.
    pub source: Link,
    /// Short tag of the source, without brackets; empty for an original.
    pub tag: String,
    /// Who wrote it; empty for "not known".
    pub byline: String,
    /// When the source published it: "3 July 2014", or as the source has it; empty for "not known".
    pub source_date: String,
    /// The same for machines; empty when it is no date.
    pub source_day: String,
    /// Language of headline and text; empty for the paper's own.
    pub lang: String,
    /// Its area.
    pub area: Link,
    /// Its page: "Page 2: Town & Table".
    pub page: Link,
    /// Its edition, as a date: "Monday, 7 July 2014".
    pub edition: Link,
    /// When it was posted: "06:25".
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// The text in the mode being read.
    pub text: SafeHtml,
    /// The picture above the text.
    pub picture: Picture,
    /// Who posted it.
    pub posted_by: String,
    /// Number of views with its unit: "1,204 views"; empty where views are not shown.
    pub views: String,
    /// Its permanent address, absolute.
    pub permalink: String,
    /// A `mailto:` link that shares it.
    pub mail_url: String,
    /// The dossiers it is filed under.
    pub file_under: Vec<Link>,
    /// The modes: printed, plain, today.
    pub modes: Vec<Choice>,
    /// What the mode being read means, when it is not the usual one; empty for none.
    pub mode_note: String,
    /// How many remarks the mode leaves out, with the way to them; no link for none.
    pub left_out: Link,
    /// Whether the house's notes are folded.
    pub folded: bool,
    /// What the reader may have remembered.
    pub choice: ReadingChoice,
    /// Hole: what staff can do to it.
    pub tools: Hole,
    /// Whether it is kept in the hall of fame.
    pub classic: bool,
}

/// The buttons by which a reader has the paper remember how they read.
#[derive(Debug, Clone, Default)]
pub struct ReadingChoice {
    /// Where the reader comes back to; empty when there is nothing to choose.
    pub back: String,
    /// The mode to be remembered; empty when it is remembered, or the usual one.
    pub always: String,
    /// Whether there are notes to be folded.
    pub fold: bool,
    /// Whether there are folded notes.
    pub unfold: bool,
    /// Whether there is something to forget.
    pub forget: bool,
}

/// Where an article stands in its edition.
#[derive(Debug, Clone, Default)]
pub struct Neighbours {
    /// The article before it; no link for the first.
    pub previous: Link,
    /// The article after it; no link for the last.
    pub next: Link,
    /// Heading of `also`: "Also on Page 2".
    pub also_heading: String,
    /// The other articles of its page.
    pub also: Vec<Link>,
}

/// The page of an article.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "article.html")]
pub struct ArticlePage {
    /// What every page has.
    pub chrome: Chrome,
    /// The article.
    pub story: Story,
    /// Where it stands in its edition.
    pub neighbours: Neighbours,
    /// What readers say.
    pub comments: Comments,
}
