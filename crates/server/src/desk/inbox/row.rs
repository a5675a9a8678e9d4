//! A story in a line, as the list and its own view show it.

use crate::app::Paper;
use crate::calendar::date_in_words;
use crate::inbox::{Had, read_had};
use crate::views::{HadStory, InboxRow};
use clipsheet_store::{Day, InboxItem, ItemState};

/// "Page 2 · The Quay".
pub(in crate::desk) fn place(paper: &Paper, page: i64, area: &str) -> String {
    let mut parts = Vec::new();
    if page != 0 {
        parts.push(match paper.page_title(page) {
            "" => format!("Page {page}"),
            title => format!("{page} {title}"),
        });
    }
    if let Some(area) = paper.areas.iter().find(|known| known.slug == area) {
        parts.push(area.name.clone());
    }
    parts.join(" · ")
}

pub(super) fn had_story(had: Had) -> HadStory {
    HadStory {
        title: had.title,
        url: had.url,
        when: if had.article.is_some() {
            date_in_words(Day(had.day))
        } else {
            "in the inbox".into()
        },
        same: had.same,
    }
}

/// A story in a line.
pub(super) fn row(paper: &Paper, item: &InboxItem, today: Day) -> InboxRow {
    let at = item.published_at.unwrap_or(item.arrived_at);
    // Only what was printed is worth a mark in the list; the rest is told when it is opened.
    let had = read_had(&item.had)
        .into_iter()
        .find(|had| had.article.is_some())
        .map(had_story)
        .unwrap_or_default();
    let by = |who: &str| match who {
        "" => String::new(),
        who => format!(" by {who}"),
    };
    InboxRow {
        id: item.id.0,
        title: item.title.clone(),
        source: item.source_name.clone(),
        more: match item.source_count {
            ..=1 => String::new(),
            count => format!("+{} more", count - 1),
        },
        time: paper.calendar.short(at, today),
        datetime: paper.calendar.machine(at),
        place: place(paper, item.page, &item.area),
        excerpt: item.excerpt.clone(),
        had,
        sent_by: item.submitted_by.clone().unwrap_or_default(),
        decided: match item.state {
            ItemState::Waiting => String::new(),
            ItemState::Clipped => format!("Clipped{}", by(&item.decided_by)),
            ItemState::Dropped => format!("Dropped{}", by(&item.decided_by)),
            ItemState::Expired => "Nobody took it in time".into(),
        },
    }
}
