//! Samples of comments at the desk.

use super::Sample;
use super::pages::desk_chrome;
use crate::views::*;
use clipsheet_markup::SafeHtml;

fn comment(number: u64, nic: &str, text: &str, is_removed: bool) -> DeskComment {
    DeskComment {
        number,
        nic: nic.into(),
        nic_url: format!("/nic/{nic}"),
        website: if number == 2 {
            "https://gulls.example/".into()
        } else {
            String::new()
        },
        time: "16:02".into(),
        datetime: "2014-07-07T16:02:00+01:00".into(),
        text: SafeHtml::escape(text),
        is_removed,
        here_url: if is_removed {
            String::new()
        } else {
            format!("/article/812/crate#c{number}")
        },
        url: format!("/desk/articles/812/talk/{number}"),
        log_url: format!("/desk/log?subject=comment&id={number}"),
    }
}

impl Sample for DeskComments {
    fn samples() -> Vec<(&'static str, Self)> {
        let talk = Self {
            chrome: desk_chrome("Comments"),
            article: Link::new("Crate Found on East Slip", "/article/812/crate"),
            count: "2 comments stand".into(),
            comments: vec![
                comment(3, "Gull", "I have seen <b>inside</b> & it is mud.", false),
                comment(2, "Cheap Ropes", "Ropes! Cheap ropes!", true),
                comment(1, "Old Bollard", "It was there in 1974, too.", false),
            ],
            older: Link::new("Older", "?before=1"),
        };
        let empty = Self {
            comments: Vec::new(),
            count: "0 comments stand".into(),
            older: Link::default(),
            ..talk.clone()
        };
        vec![("desk-comments", talk), ("desk-comments-none", empty)]
    }
}

impl Sample for DeskCommentPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = |heading: &str, is_removed| Self {
            chrome: desk_chrome("Comment"),
            heading: heading.into(),
            article: Link::new("Crate Found on East Slip", "/article/812/crate"),
            comment: comment(2, "Cheap Ropes", "Ropes! Cheap ropes!", is_removed),
            list_url: "/desk/articles/812/talk".into(),
        };
        vec![
            ("desk-comment", page("Take comment 2 away?", false)),
            ("desk-comment-removed", page("Bring back comment 2?", true)),
        ]
    }
}
