//! The comments under an article, with the form.

use super::article::{ArticleData, Wish};
use super::nic_link;
use crate::app::{App, Paper};
use crate::calendar::{counted, number};
use crate::press::HoleName;
use crate::talk::{self, render};
use crate::views::{self, Hole, Link};
use crate::{printing, remarks};
use clipsheet_gloss::{PrintForm, PrintRecord};
use clipsheet_markup::SafeHtml;
use clipsheet_store::{Comment, Day, Remark};

/// Comments on one page: so many that hardly any thread is ever parted, and references such as `#7` within it hold.
pub(super) const PART: i64 = 500;

/// The comments that a reader wishes to see.
pub(super) fn comments(
    app: &App,
    paper: &Paper,
    data: &ArticleData,
    url: &str,
    wish: Wish,
    today: Day,
) -> views::Comments {
    let line = &data.article.headline;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let is_more = data.comments.len() > part;
    let shown = &data.comments[..data.comments.len().min(part)];
    let last = shown.last().map_or(0, |comment| comment.number);
    let onward = |label: &str, wish: Wish| Link::new(label, format!("{}#comments", wish.url(url)));
    let start = wish.restarted();
    let (mut older, mut newer) = (Link::default(), Link::default());
    if wish.oldest_first {
        if is_more {
            newer = onward("Newer comments", Wish { from: last, ..wish });
        }
        if wish.from > 0 {
            older = onward("First comments", start);
        }
    } else {
        if is_more {
            older = onward("Older comments", Wish { from: last, ..wish });
        }
        if wish.from < i64::MAX {
            newer = onward("Newest comments", start);
        }
    }
    let turned = Wish {
        oldest_first: !wish.oldest_first,
        from: if wish.oldest_first { i64::MAX } else { 0 },
        ..wish
    };
    let flip = if line.last_number > 1 {
        // The page adds the place to go to.
        Link::new(
            if wish.oldest_first {
                "Newest first"
            } else {
                "Oldest first"
            },
            turned.url(url),
        )
    } else {
        Link::default()
    };
    let open = talk::are_open(
        &data.article.headline,
        data.article.comments_close_at,
        paper,
        app.now(),
    );
    let heading = match line.comment_count {
        0 => "No comments yet".to_owned(),
        count => counted(count, "comment", "comments"),
    };
    let hole = |name| Hole::sentinel(app.marks.mark(name));
    views::Comments {
        heading,
        flip,
        list: shown
            .iter()
            .map(|comment| comment_view(app, paper, comment, &data.remarks, today))
            .collect(),
        older,
        newer,
        feed_url: format!("/article/{}/feed.xml", line.id),
        open,
        closed_note: talk::CLOSED.into(),
        form: views::CommentForm {
            action: format!("/article/{}/comments", line.id),
            article_id: line.id.0.unsigned_abs(),
            nic: hole(HoleName::Nic),
            email: hole(HoleName::Email),
            website: hole(HoleName::Website),
            token: hole(HoleName::Token),
            standing: hole(HoleName::Standing),
            text: String::new(),
            full_width: false,
            max_chars: u64::from(paper.settings.comments.max_chars),
            max_chars_label: number(i64::from(paper.settings.comments.max_chars)),
            errors: views::FormErrors::default(),
        },
    }
}

/// A comment's text with the remarks in it.
pub(super) fn remarked(app: &App, comment: &Comment, remarks: &[Remark]) -> SafeHtml {
    let html = printing::unseal(&app.secrets, &comment.html, &comment.seal)
        .unwrap_or_else(|| render::again(&comment.source));
    let here = remarks::standing_in(remarks, Some(comment.number));
    remarks::put_in(
        &app.secrets,
        html,
        &PrintRecord::default(),
        here,
        PrintForm::Bare,
    )
}

fn comment_view(
    app: &App,
    paper: &Paper,
    comment: &Comment,
    remarks: &[Remark],
    today: Day,
) -> views::Comment {
    let (text, tombstone) = if comment.is_removed {
        (
            SafeHtml::escape(""),
            "This comment was taken away.".to_owned(),
        )
    } else {
        (remarked(app, comment, remarks), String::new())
    };
    views::Comment {
        number: comment.number.unsigned_abs(),
        nic_url: nic_link(&comment.nic).url,
        nic: comment.nic.clone(),
        website: comment.website.clone(),
        time: paper.calendar.short(comment.created_at, today),
        datetime: paper.calendar.machine(comment.created_at),
        text,
        tombstone,
    }
}
