//! What several pages show alike: rows, teasers, pictures, sidebars.

use super::thread;
use crate::app::Paper;
use crate::calendar::{counted, date_short, days_later, number};
use crate::media::Media;
use crate::readers::nic_url;
use crate::secrets::Secrets;
use crate::{printing, views};
use clipsheet_markup::{SafeHtml, excerpt};
use clipsheet_store::{
    ArticleId, CommentId, CommentOnPage, Conn, Day, DossierCount, Headline, StoreResult,
    list_latest_comments, list_leads, news_of_the_day,
};
use views::Link;

/// The address of an article.
pub(crate) fn article_url(id: ArticleId, slug: &str) -> String {
    format!("/article/{id}/{slug}")
}

/// The address of a comment: under a long thread, on the part that has it.
pub(crate) fn comment_url(article_url: &str, number: i64, last_number: i64) -> String {
    if last_number - number < thread::PART {
        format!("{article_url}#c{number}")
    } else {
        format!("{article_url}?before={}#c{number}", number + 1)
    }
}

/// A nic with the list of its comments.
pub(crate) fn nic_link(nic: &str) -> Link {
    Link::new(nic, nic_url(nic))
}

/// An article's lead picture; the default when it has none.
pub(super) fn picture(line: &Headline) -> views::Picture {
    let Some(picture) = &line.picture else {
        return views::Picture::default();
    };
    views::Picture {
        url: Media::url(&picture.hash, &picture.extension),
        width: picture.width.unsigned_abs(),
        height: picture.height.unsigned_abs(),
        alt: picture.alt.clone(),
        caption: picture.caption.clone(),
    }
}

pub(super) fn area_link(line: &Headline) -> Link {
    Link::new(line.area_name.clone(), format!("/area/{}", line.area_slug))
}

/// A line of the headline table.
pub(super) fn row(line: &Headline, paper: &Paper, today: Day) -> views::Row {
    let url = article_url(line.id, &line.slug);
    let last_time = line
        .last_comment_at
        .map(|at| paper.calendar.short(at, today))
        .unwrap_or_default();
    views::Row {
        headline: line.headline.clone(),
        area: area_link(line),
        tag: line.source_tag.clone().unwrap_or_default(),
        comments: number(line.comment_count),
        last_time,
        last_nic: line.last_comment_nic.clone().unwrap_or_default(),
        last_url: line
            .last_comment_number
            .map(|number| comment_url(&url, number, line.last_number))
            .unwrap_or_default(),
        views: number(line.view_count),
        time: paper.calendar.time(line.printed_at),
        url,
    }
}

/// An article in a list, with the beginning of its text.
pub(super) fn teaser(line: &Headline, paper: &Paper, today: Day) -> views::Teaser {
    views::Teaser {
        headline: line.headline.clone(),
        url: article_url(line.id, &line.slug),
        area: area_link(line),
        tag: line.source_tag.clone().unwrap_or_default(),
        time: paper.calendar.short(line.printed_at, today),
        datetime: paper.calendar.machine(line.printed_at),
        teaser: SafeHtml::escape(&line.teaser),
        picture: picture(line),
        comments: counted(line.comment_count, "comment", "comments"),
        views: counted(line.view_count, "view", "views"),
        classic: line.is_classic,
    }
}

/// The edition's banner story.
pub(super) fn lead(line: &Headline, paper: &Paper) -> views::Lead {
    views::Lead {
        headline: line.headline.clone(),
        url: article_url(line.id, &line.slug),
        area: area_link(line),
        tag: line.source_tag.clone().unwrap_or_default(),
        time: paper.calendar.time(line.printed_at),
        datetime: paper.calendar.machine(line.printed_at),
        teaser: SafeHtml::escape(&line.teaser),
        picture: picture(line),
        comments: counted(line.comment_count, "comment", "comments"),
    }
}

/// A comment's text cut short, without markup.
pub(super) fn comment_excerpt(
    secrets: &Secrets,
    comment: &clipsheet_store::Comment,
    chars: usize,
) -> String {
    let html = printing::unseal(secrets, &comment.html, &comment.seal)
        .unwrap_or_else(|| crate::talk::render::again(&comment.source));
    excerpt(&html, chars)
}

/// What stands beside the column, as the store tells it.
pub(super) struct SidebarData {
    latest: Vec<CommentOnPage>,
    news: Vec<DossierCount>,
    leads: Vec<Headline>,
}

/// Comments in the sidebar.
const LATEST: i64 = 8;
/// Dossiers in the sidebar.
const NEWS: i64 = 12;
/// Days of leads in the sidebar.
const LEAD_DAYS: i64 = 14;

impl SidebarData {
    pub(super) fn read(conn: &mut Conn, day: Day) -> StoreResult<Self> {
        Ok(Self {
            latest: list_latest_comments(conn, CommentId(i64::MAX), LATEST)?,
            news: news_of_the_day(conn, day, NEWS)?,
            leads: list_leads(conn, days_later(day, -LEAD_DAYS), day, LEAD_DAYS)?,
        })
    }

    pub(super) fn view(&self, secrets: &Secrets, paper: &Paper, today: Day) -> views::Sidebars {
        let latest = self.latest.iter().map(|line| views::LatestComment {
            nic: line.comment.nic.clone(),
            headline: line.headline.clone(),
            url: comment_url(
                &article_url(line.comment.article, &line.slug),
                line.comment.number,
                line.last_number,
            ),
            time: paper.calendar.short(line.comment.created_at, today),
            datetime: paper.calendar.machine(line.comment.created_at),
            excerpt: comment_excerpt(secrets, &line.comment, 90),
        });
        let news = self.news.iter().map(|file| views::DossierCount {
            name: file.name.clone(),
            url: format!("/dossier/{}", file.slug),
            count: number(file.count),
        });
        let leads = self.leads.iter().map(|line| views::LeadLink {
            headline: line.headline.clone(),
            url: article_url(line.id, &line.slug),
            date: date_short(line.edition_on),
        });
        views::Sidebars {
            latest: latest.collect(),
            news: news.collect(),
            leads: leads.collect(),
            links: paper
                .settings
                .links
                .iter()
                .map(|link| Link::new(link.label.clone(), link.url.clone()))
                .collect(),
        }
    }
}
