//! The edition: its front, one of its pages, and the paper before its first article.

use clipsheet_markup::SafeHtml;

use super::{Chrome, Link, Picture, Teaser};

/// The edition's banner story.
#[derive(Debug, Clone, Default)]
pub struct Lead {
    /// Its headline; empty when the edition has no lead.
    pub headline: String,
    /// Its page.
    pub url: String,
    /// Its area.
    pub area: Link,
    /// Short tag of its source, without brackets; empty for an original.
    pub tag: String,
    /// When it was posted: "06:25".
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// The beginning of its text, printed.
    pub teaser: SafeHtml,
    /// Its picture.
    pub picture: Picture,
    /// "17 comments"; empty for none yet.
    pub comments: String,
}

/// A row of the headline table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The headline.
    pub headline: String,
    /// The article.
    pub url: String,
    /// Its area.
    pub area: Link,
    /// Short tag of its source, without brackets; empty for an original.
    pub tag: String,
    /// Number of comments, ready to print; empty for none.
    pub comments: String,
    /// When it was last commented on; empty for never.
    pub last_time: String,
    /// The nic of the last comment.
    pub last_nic: String,
    /// The last comment.
    pub last_url: String,
    /// Number of views, ready to print.
    pub views: String,
    /// When it was posted, "17:02"; printed in posting order only.
    pub time: String,
}

/// The rows of one page; in posting order one group without a number holds them all.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Page number, ready to print; empty in posting order.
    pub number: String,
    /// The page's title; the heading of the only group in posting order ("As they came in").
    pub title: String,
    /// That page of this edition; empty in posting order.
    pub url: String,
    /// Its articles.
    pub rows: Vec<Row>,
}

/// One of several ways to see the same thing: an area of the filter, an order, a reading mode.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// What is printed.
    pub label: String,
    /// Where it leads.
    pub url: String,
    /// A count beside the label, ready to print; empty for none.
    pub count: String,
    /// Whether this is what is being read.
    pub current: bool,
}

/// The totals line: "534,023 articles and 1,862,925 comments are in the archive. Today: 92 articles and 436 comments as of
/// 17:02". Everything is ready to print, units included, so that "1 article" needs no rule here.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// "534,023 articles".
    pub articles: String,
    /// "1,862,925 comments".
    pub comments: String,
    /// "Today", or the edition's date.
    pub day: String,
    /// "92 articles".
    pub day_articles: String,
    /// "436 comments".
    pub day_comments: String,
    /// "17:02".
    pub as_of: String,
}

/// A comment in the sidebar.
#[derive(Debug, Clone, Default)]
pub struct LatestComment {
    /// Who.
    pub nic: String,
    /// On which article.
    pub headline: String,
    /// The comment in its article.
    pub url: String,
    /// When: "17:02".
    pub time: String,
    /// The same for machines.
    pub datetime: String,
    /// How it begins, as plain text.
    pub excerpt: String,
}

/// A dossier with the number of its articles of the day.
#[derive(Debug, Clone, Default)]
pub struct DossierCount {
    /// Its name.
    pub name: String,
    /// Its list.
    pub url: String,
    /// How many articles of the day are filed under it.
    pub count: String,
}

/// The lead of an earlier edition.
#[derive(Debug, Clone, Default)]
pub struct LeadLink {
    /// Its headline.
    pub headline: String,
    /// Its page.
    pub url: String,
    /// Its edition: "Sunday, 6 July".
    pub date: String,
}

/// What stands beside the column.
#[derive(Debug, Clone, Default)]
pub struct Sidebars {
    /// The latest comments.
    pub latest: Vec<LatestComment>,
    /// Who's in the news.
    pub news: Vec<DossierCount>,
    /// Leads of the last two weeks.
    pub leads: Vec<LeadLink>,
    /// The links column.
    pub links: Vec<Link>,
}

/// The front of an edition.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "edition.html")]
pub struct EditionPage {
    /// What every page has.
    pub chrome: Chrome,
    /// The edition's date in full, its heading for those who hear the page.
    pub heading: String,
    /// The banner story; an empty headline for none.
    pub lead: Lead,
    /// The area filter: first "All areas", then each area of the edition with its count.
    pub areas: Vec<Choice>,
    /// The orders: by page, as posted.
    pub orders: Vec<Choice>,
    /// Whether the rows are in posting order, with their times.
    pub posted_order: bool,
    /// The headline table.
    pub groups: Vec<Group>,
    /// Printed instead of the table when nothing is in it.
    pub empty_note: String,
    /// The totals line.
    pub totals: Totals,
    /// What stands beside the column.
    pub sidebars: Sidebars,
    /// The edition before; no link for the first.
    pub older: Link,
    /// The edition after; no link for the latest.
    pub newer: Link,
}

/// One page of an edition, with the beginnings of its articles.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "page.html")]
pub struct EditionPart {
    /// What every page has.
    pub chrome: Chrome,
    /// "Page 2", printed above the heading.
    pub kind: String,
    /// The page's title.
    pub heading: String,
    /// The edition it belongs to: "Monday, 7 July 2014".
    pub edition: Link,
    /// Its articles.
    pub articles: Vec<Teaser>,
    /// Printed when it has no article.
    pub empty_note: String,
    /// The page before; no link for the first.
    pub previous: Link,
    /// The page after; no link for the last.
    pub next: Link,
    /// What stands beside the column.
    pub sidebars: Sidebars,
}

/// The front of a paper that has no article yet: what to do next.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "empty_paper.html")]
pub struct EmptyPaper {
    /// What every page has.
    pub chrome: Chrome,
    /// The command that clips a story into this paper, ready to copy.
    pub clip_command: String,
}
