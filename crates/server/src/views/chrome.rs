//! What every page has around its content: masthead, tabs, the edition's pages, footer.

use super::Hole;

/// A link; an empty `url` means that there is none.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// What is printed.
    pub label: String,
    /// Where it leads.
    pub url: String,
}

impl Link {
    /// A link from `label` to `url`.
    pub fn new(label: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            url: url.into(),
        }
    }
}

/// A feed of this page, offered to feed readers in the page's head.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// What the feed holds, such as "Page 2 of The Tarrow Tide".
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its media type, such as `application/atom+xml`.
    pub mime: String,
}

/// One of the last editions in the row of tabs under the masthead.
#[derive(Debug, Clone, Default)]
pub struct Tab {
    /// A short name: "Today", "Sunday", "4 July".
    pub label: String,
    /// The full date, for the tool tip; empty for none.
    pub title: String,
    /// The edition.
    pub url: String,
    /// Whether this is the edition being read.
    pub current: bool,
}

/// A page of the edition in the index beside the column.
#[derive(Debug, Clone, Default)]
pub struct PageLink {
    /// Page number.
    pub number: u64,
    /// The page's title, a desk: "Front & Harbour".
    pub title: String,
    /// The page of this edition.
    pub url: String,
    /// How many articles it holds, ready to print; empty for "not known".
    pub articles: String,
    /// Whether this is the page being read.
    pub current: bool,
}

/// What every page has around its content.
#[derive(Debug, Clone, Default)]
pub struct Chrome {
    /// Language of the paper, a BCP 47 tag: "en".
    pub lang: String,
    /// Title of the web page, without the paper's name; empty for the paper's front.
    pub title: String,
    /// One sentence about the page, for search engines and previews; empty for none.
    pub description: String,
    /// The page's one true address, absolute; empty for none.
    pub canonical: String,
    /// Absolute address of a picture for link previews; empty for none.
    pub preview_picture: String,
    /// Whether search engines are asked to leave the page out (previews, the desk, errors).
    pub noindex: bool,
    /// Name of the paper.
    pub paper: String,
    /// The paper's motto; empty for none.
    pub motto: String,
    /// Address of the masthead's emblem; empty for none.
    pub emblem_url: String,
    /// Address of the icon in the browser's tab; empty for none.
    pub icon_url: String,
    /// Address of the style sheet, with its content hash.
    pub style_url: String,
    /// Address of the paper's own style sheet from `theme/`; empty for none.
    pub theme_url: String,
    /// Address of the style sheet with the colours of the staff; empty for none.
    pub staff_style_url: String,
    /// Address of the style sheet for remarks; empty where there is none.
    pub remark_style_url: String,
    /// Address of the style sheet for archive, serial and glossary; empty on other pages.
    pub catalogue_style_url: String,
    /// Address of the script, with its content hash.
    pub script_url: String,
    /// Feeds of this page.
    pub feeds: Vec<Feed>,
    /// The date line of the edition being read: "Monday, 7 July 2014".
    pub date_line: String,
    /// What stands beside the date, such as "No. 4,211"; empty for none.
    pub edition_line: String,
    /// The last editions. The archive's tab is always there and not among them.
    pub tabs: Vec<Tab>,
    /// Whether the archive is being read.
    pub in_archive: bool,
    /// The pages of the edition being read; empty where there is none.
    pub pages: Vec<PageLink>,
    /// The edition being read, for the heading of its index: "In this edition" leads there. Empty for none.
    pub edition_url: String,
    /// Hole: the rendered [`Greeting`].
    pub greeting: Hole,
    /// Hole: the bar of the desk, for staff.
    pub desk: Hole,
    /// Good news about what the reader just did; empty for none. Not for cached pages.
    pub notice: String,
    /// Bad news about what the reader just did; empty for none. Not for cached pages.
    pub error: String,
}

/// The greeting at the top of each page: what fills [`Chrome::greeting`].
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "greeting.html")]
pub struct Greeting {
    /// The reader's nic; empty for a stranger.
    pub nic: String,
    /// The list of the nic's comments.
    pub nic_url: String,
    /// "You have commented 340 times on The Tarrow Tide."; empty for none.
    pub count_line: String,
}
