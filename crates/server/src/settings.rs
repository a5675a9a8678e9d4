//! The paper's settings: from `clipsheet.toml` in the data folder, else from the settings page.

mod file;
mod form;

pub use file::{AreaRow, ConfigError, ConfigFile, PageRow};
pub use form::{SettingsForm, apply_form, fields};

use serde::{Deserialize, Serialize};

/// The name under which the store keeps them.
pub(crate) const KEY: &str = "paper";

/// What an owner can set without touching the machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The paper's name.
    pub name: String,
    /// Printed under the name.
    pub motto: String,
    /// Time zone of editions and times, such as `Europe/London`.
    pub time_zone: String,
    /// Language of the paper, a BCP 47 tag.
    pub language: String,
    /// Address of the masthead's emblem; empty for the built-in one.
    pub emblem: String,
    /// The links column beside the edition: other places worth a look.
    pub links: Vec<SiteLink>,
    /// Rules for comments.
    pub comments: CommentRules,
    /// Rules for the inbox.
    pub inbox: InboxRules,
}

/// Rules for the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxRules {
    /// Days after which items expire that nobody took; 0 for never.
    pub keep_days: u32,
}

impl InboxRules {
    /// The same in milliseconds: longer than anything lasts for 0.
    pub fn keep_millis(&self) -> i64 {
        const FOR_EVER: i64 = i64::MAX / 4;
        match self.keep_days {
            0 => FOR_EVER,
            days => i64::from(days) * 24 * 3_600_000,
        }
    }
}

impl Default for InboxRules {
    fn default() -> Self {
        Self { keep_days: 5 }
    }
}

/// A link of the links column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLink {
    /// What is printed.
    pub label: String,
    /// Where it leads: an address of the web, or a path of the paper.
    pub url: String,
}

/// Rules for comments. Everywhere 0 means "no limit".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommentRules {
    /// Days after which the comments of an article close; 0 for never.
    pub close_after_days: u32,
    /// Seconds that filling in the form takes at least.
    pub min_fill_secs: u32,
    /// Most characters of a comment.
    pub max_chars: u32,
    /// Most comments of one commenter in a minute.
    pub per_minute: u32,
    /// Most comments of one commenter in an hour.
    pub per_hour: u32,
    /// Most comments from one network in a minute.
    pub network_per_minute: u32,
    /// Most comments from one network in an hour.
    pub network_per_hour: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "The Clipsheet".into(),
            motto: String::new(),
            time_zone: "UTC".into(),
            language: "en".into(),
            emblem: String::new(),
            links: Vec::new(),
            comments: CommentRules::default(),
            inbox: InboxRules::default(),
        }
    }
}

impl Default for CommentRules {
    fn default() -> Self {
        Self {
            close_after_days: 14,
            min_fill_secs: 3,
            max_chars: 10_000,
            per_minute: 4,
            per_hour: 40,
            network_per_minute: 12,
            network_per_hour: 200,
        }
    }
}
