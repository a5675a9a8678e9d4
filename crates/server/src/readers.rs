//! What a known reader sees in the holes of a page, kept ready.

use crate::app::App;
use crate::calendar::number;
use crate::press::{HoleName, Stamp, Tag};
use crate::views::{Greeting, Hole, Standing};
use askama::Template;
use clipsheet_store::{Commenter, CommenterId, StoreResult, find_commenter};
use quick_cache::sync::Cache;
use std::sync::Arc;

/// Readers kept ready.
const KEPT: usize = 10_000;

/// The values of a reader's holes, escaped.
#[derive(Debug, Default)]
pub struct ReaderHoles {
    greeting: String,
    nic: String,
    email: String,
    website: String,
    standing: String,
}

impl ReaderHoles {
    /// The value of a hole; a token is not a reader's.
    pub fn value<'a>(&'a self, hole: HoleName, token: &'a str) -> &'a str {
        match hole {
            HoleName::Greeting => &self.greeting,
            HoleName::Nic => &self.nic,
            HoleName::Email => &self.email,
            HoleName::Website => &self.website,
            HoleName::Standing => &self.standing,
            HoleName::Token => token,
            // Staff are no readers: `serve_page` fills these.
            HoleName::Desk | HoleName::Tools => "",
        }
    }

    /// What a commenter sees.
    pub fn of(commenter: &Commenter, paper: &str) -> Self {
        let escaped = |text: &str| Hole::text(text).as_str().to_owned();
        let count_line = count_line(commenter.comment_count, paper);
        let greeting = Greeting {
            nic: commenter.nic.clone(),
            nic_url: nic_url(&commenter.nic),
            count_line: count_line.clone(),
        };
        Self {
            greeting: greeting.render().unwrap_or_default(),
            nic: escaped(&commenter.nic),
            email: escaped(&commenter.email),
            website: escaped(&commenter.website),
            standing: Standing { count_line }.render().unwrap_or_default(),
        }
    }
}

/// "You have commented 340 times on The Tarrow Tide."
pub fn count_line(count: i64, paper: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("You have commented once on {paper}."),
        2 => format!("You have commented twice on {paper}."),
        count => format!("You have commented {} times on {paper}.", number(count)),
    }
}

/// The address of a nic's comments.
pub fn nic_url(nic: &str) -> String {
    let mut url = String::from("/nic/");
    for byte in nic.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' | b'.' => {
                url.push(char::from(byte))
            }
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

/// Readers kept ready, by commenter.
pub struct Readers {
    known: Cache<i64, (Stamp, Arc<ReaderHoles>)>,
    stranger: Arc<ReaderHoles>,
}

impl Default for Readers {
    fn default() -> Self {
        Self {
            known: Cache::new(KEPT),
            stranger: Arc::default(),
        }
    }
}

impl Readers {
    /// What a stranger sees.
    pub fn stranger(&self) -> &Arc<ReaderHoles> {
        &self.stranger
    }

    /// What a commenter sees; a stranger's holes for one who is not known (any more).
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn get(&self, app: &App, id: CommenterId) -> StoreResult<Arc<ReaderHoles>> {
        if let Some((stamp, holes)) = self.known.get(&id.0)
            && app.freshness.is_fresh(&stamp)
        {
            return Ok(holes);
        }
        let stamp = app.freshness.stamp(&[Tag::Commenter(id), Tag::Paper]);
        let paper = app.paper().await?;
        let Some(commenter) = app.store.read(move |conn| find_commenter(conn, id)).await? else {
            return Ok(Arc::clone(&self.stranger));
        };
        let holes = Arc::new(ReaderHoles::of(&commenter, &paper.settings.name));
        self.known.insert(id.0, (stamp, Arc::clone(&holes)));
        Ok(holes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_and_addressed() {
        assert_eq!(
            count_line(340, "NAME"),
            "You have commented 340 times on NAME."
        );
        assert_eq!(count_line(0, "NAME"), "");
        assert_eq!(nic_url("Old Bollard/é?"), "/nic/Old%20Bollard%2F%C3%A9%3F");
    }
}
