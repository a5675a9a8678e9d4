//! Lists of articles and of comments, newest first.

use clipsheet_markup::SafeHtml;

use super::{Chrome, Link};

/// A picture that is served from this site.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// Its address; empty for "no picture".
    pub url: String,
    /// Width in pixels, so that the page does not jump when it arrives.
    pub width: u64,
    /// Height in pixels.
    pub height: u64,
    /// What it shows, for those who cannot see it; empty for decoration.
    pub alt: String,
    /// What is printed below it; empty for nothing.
    pub caption: String,
}

/// An article in a list, with the start of its text.
#[derive(Debug, Clone, Default)]
pub struct Teaser {
    /// Its headline.
    pub headline: String,
    /// Its page.
    pub url: String,
    /// Its area.
    pub area: Link,
    /// Short tag of its source, without brackets; empty for an original.
    pub tag: String,
    /// When it was posted: "17:02" within an edition, "7 July 2014" elsewhere.
    pub time: String,
    /// The same for machines: "2014-07-07T17:02".
    pub datetime: String,
    /// The beginning of its text, printed; empty for none.
    pub teaser: SafeHtml,
    /// A small picture.
    pub picture: Picture,
    /// "17 comments"; empty for none yet.
    pub comments: String,
    /// "412 views"; empty where views are not shown.
    pub views: String,
    /// Whether it is kept in the hall of fame.
    pub classic: bool,
}

/// A list of articles: an area, a source, a dossier or the classics.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "list.html")]
pub struct ListPage {
    /// What every page has.
    pub chrome: Chrome,
    /// What kind of list it is, printed above the heading: "Area", "Source", "Dossier", "Hall of fame".
    pub kind: String,
    /// The heading.
    pub heading: String,
    /// What the list is about; empty for none.
    pub about: SafeHtml,
    /// Homepage of the source; no link elsewhere.
    pub homepage: Link,
    /// "1,204 articles since 3 May 2009"; empty for none.
    pub count_line: String,
    /// The articles.
    pub articles: Vec<Teaser>,
    /// Printed when there is no article.
    pub empty_note: String,
    /// Back to the top of the list; no link on its first page.
    pub newest: Link,
    /// The next articles, going back in time; no link at the end.
    pub older: Link,
}

/// A comment in a list: who, where, when and how it begins.
#[derive(Debug, Clone, Default)]
pub struct CommentRow {
    /// Who.
    pub nic: String,
    /// The nic's list; empty where the list is the nic's own.
    pub nic_url: String,
    /// The comment's number under its article.
    pub number: u64,
    /// Headline of the article.
    pub headline: String,
    /// The comment in its article.
    pub url: String,
    /// When, ready to print.
    pub time: String,
    /// When, for machines.
    pub datetime: String,
    /// How it begins, as plain text.
    pub excerpt: String,
}

/// A list of comments: the latest of all, or those of one nic.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "comment_list.html")]
pub struct CommentList {
    /// What every page has.
    pub chrome: Chrome,
    /// What kind of list it is, printed above the heading: "Nic"; empty for the latest comments.
    pub kind: String,
    /// The heading: "Latest comments", or the nic.
    pub heading: String,
    /// "340 comments since 3 May 2009"; empty for none.
    pub count_line: String,
    /// The comments.
    pub comments: Vec<CommentRow>,
    /// Printed when there is no comment.
    pub empty_note: String,
    /// Back to the top of the list; no link on its first page.
    pub newest: Link,
    /// The next comments, going back in time; no link at the end.
    pub older: Link,
}
