//! The article with its comments.

use super::parts::{area_link, picture};
use super::{article_url, thread};
use crate::app::{App, Paper};
use crate::assets;
use crate::calendar::{counted, counted_len, date_in_words, date_long};
use crate::chrome::{self, Around, edition_url, page_url};
use crate::error::{Onward, WebError};
use crate::press::{HoleName, PagePolicy, Tag};
use crate::printing::{self, Mode, Place, Rendering};
use crate::reading::Reading;
use crate::remarks::standing_in;
use crate::serve_page::{Wanted, serve_page};
use crate::staff::find_member;
use crate::tally::is_robot;
use crate::views::{ArticlePage, Choice, Feed, Hole, Link, Neighbours, ReadingChoice, Story};
use crate::visit::Visit;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    Article, ArticleId, ArticleKind, Comment, Day, Dossier, Headline, Remark, Role, Title,
    find_article, list_article_dossiers, list_comments, list_remarks, list_titles,
};
use serde::Deserialize;
use std::sync::Arc;

/// Titles under "Also on Page 2".
const ALSO: usize = 10;
/// Characters of a source's date that could not be read: what is longer is none.
const LONGEST_DATE: usize = 60;

/// How a reader wants an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ArticleQuery {
    mode: String,
    /// `oldest`: comments from number 1 on.
    order: String,
    /// Newest first: comments below this number.
    before: Option<i64>,
    /// Oldest first: comments above this number.
    after: Option<i64>,
}

/// What of an article is shown, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) mode: Mode,
    /// How the reader reads when an address says nothing.
    pub(super) reading: Reading,
    pub(super) oldest_first: bool,
    /// Where the comments begin.
    pub(super) from: i64,
}

impl ArticleQuery {
    fn asked(&self) -> Asked {
        Asked {
            wish: self.wish(Reading::default()),
            has_mode: !self.mode.is_empty(),
        }
    }

    fn wish(&self, reading: Reading) -> Wish {
        let oldest_first = self.order == "oldest";
        let from = if oldest_first {
            self.after.unwrap_or(0).max(0)
        } else {
            self.before.unwrap_or(i64::MAX)
        };
        Wish {
            mode: if self.mode.is_empty() {
                reading.mode
            } else {
                Mode::read(&self.mode)
            },
            reading,
            oldest_first,
            from,
        }
    }
}

impl Wish {
    /// The same with the first part of the comments.
    pub(super) fn restarted(self) -> Self {
        let from = if self.oldest_first { 0 } else { i64::MAX };
        Self { from, ..self }
    }

    /// The address of the same article under this wish.
    pub(super) fn url(self, url: &str) -> String {
        let mut parts = Vec::new();
        if self.mode != self.reading.mode {
            parts.push(format!("mode={}", self.mode.as_str()));
        }
        if self.oldest_first {
            parts.push("order=oldest".into());
            if self.from > 0 {
                parts.push(format!("after={}", self.from));
            }
        } else if self.from < i64::MAX {
            parts.push(format!("before={}", self.from));
        }
        if parts.is_empty() {
            url.to_owned()
        } else {
            format!("{url}?{}", parts.join("&"))
        }
    }
}

/// What an address itself asks for, whatever the reader chose once: where a move leads is remembered by browsers.
#[derive(Debug, Clone, Copy)]
struct Asked {
    wish: Wish,
    has_mode: bool,
}

impl Asked {
    /// The address of the same article, asking for the same.
    fn url(self, url: &str) -> String {
        let to = self.wish.url(url);
        if !self.has_mode || self.wish.mode != self.wish.reading.mode {
            return to;
        }
        // The usual mode, for whoever chose another.
        let joint = if to.contains('?') { '&' } else { '?' };
        format!("{to}{joint}mode={}", self.wish.mode.as_str())
    }

    /// The same without the part of the comments.
    fn restarted(self) -> Self {
        Self {
            wish: self.wish.restarted(),
            ..self
        }
    }
}

/// `GET /article/{id}`: sends on to the full address.
pub async fn show_by_id(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(query): Query<ArticleQuery>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let found = app
        .store
        .read(move |conn| clipsheet_store::find_headline(conn, id))
        .await?;
    let line = found.ok_or_else(|| no_article(id))?;
    if !line.is_printed {
        return Err(for_staff(&app, &visit, id, taken_back(id)).await);
    }
    Err(WebError::Moved(
        query.asked().url(&article_url(id, &line.slug)),
    ))
}

/// An article's number out of an address.
///
/// # Errors
/// When it is none.
pub(crate) fn read_id(text: &str) -> Result<ArticleId, WebError> {
    text.parse()
        .ok()
        .filter(|id| *id > 0)
        .map(ArticleId)
        .ok_or_else(WebError::no_page)
}

fn no_article(id: ArticleId) -> WebError {
    WebError::NotFound(format!(
        "There is no article {id}. It may have been mistyped, or the link is broken."
    ))
}

/// Its number and its comments are kept; the desk may print it again.
fn taken_back(id: ArticleId) -> WebError {
    WebError::Gone(format!(
        "The desk has taken article {id} back. What readers said under it is kept, and it may come again."
    ))
}

/// That an article was taken back, with what somebody of the staff can do about it.
async fn for_staff(app: &App, visit: &Visit, id: ArticleId, gone: WebError) -> WebError {
    let member = match find_member(app, visit).await {
        Ok(Some(member)) if member.may(Role::Moderator) => member,
        Ok(_) => return gone,
        Err(error) => return error.into(),
    };
    let onward = Onward {
        links: vec![Link::new(
            "The article at the desk",
            format!("/desk/articles/{id}"),
        )],
        print_again: member.may(Role::Editor).then_some(id),
    };
    WebError::Onward(Box::new(gone), onward)
}

/// `GET /article/{id}/{slug}`.
pub async fn show_article(
    State(app): State<Arc<App>>,
    visit: Visit,
    Path((id, slug)): Path<(String, String)>,
    Query(query): Query<ArticleQuery>,
) -> Result<Response, WebError> {
    let id = read_id(&id)?;
    let wish = query.wish(visit.reading);
    let wanted = Wanted {
        key: format!(
            "article {id} {} {} {} {} {} {slug}",
            wish.mode.as_str(),
            wish.reading.mode.as_str(),
            wish.reading.folded,
            wish.oldest_first,
            wish.from
        ),
        tags: if wish.mode == Mode::Today {
            &[Tag::Article(id), Tag::Paper, Tag::Glossary]
        } else {
            &[Tag::Article(id), Tag::Paper]
        },
        policy: PagePolicy::Today,
        form_of: Some(id),
    };
    let served = serve_page(
        &app,
        &visit,
        wanted,
        make(&app, id, &slug, wish, query.asked()),
    )
    .await;
    let response = match served {
        Ok(response) => response,
        Err(error @ WebError::Gone(_)) => return Err(for_staff(&app, &visit, id, error).await),
        Err(error) => return Err(error),
    };
    if !visit.prefetch && !visit.head && !is_robot(&visit.agent) {
        app.tally
            .count(id, visit.reader(&app), app.now().0 / 3_600_000);
    }
    Ok(response)
}

/// What the store tells of an article.
pub(super) struct ArticleData {
    around: Around,
    pub(super) article: Article,
    dossiers: Vec<Dossier>,
    titles: Vec<Title>,
    /// One more than a page shows, if there are more.
    pub(super) comments: Vec<Comment>,
    /// The desk's, in the article and in its comments.
    pub(super) remarks: Vec<Remark>,
}

async fn make(
    app: &App,
    id: ArticleId,
    slug: &str,
    wish: Wish,
    asked: Asked,
) -> Result<String, WebError> {
    let paper = app.paper().await?;
    let now = app.now();
    let today = paper.calendar.day_of(now);
    let data = app
        .store
        .read(move |conn| {
            let Some(article) = find_article(conn, id)? else {
                return Ok(None);
            };
            let line = &article.headline;
            Ok(Some(ArticleData {
                around: Around::read(conn, today)?,
                dossiers: list_article_dossiers(conn, id)?,
                titles: list_titles(conn, line.edition_on, line.page)?,
                comments: list_comments(conn, id, wish.from, wish.oldest_first, thread::PART + 1)?,
                remarks: list_remarks(conn, id)?,
                article,
            }))
        })
        .await?
        .ok_or_else(|| no_article(id))?;
    let line = &data.article.headline;
    if !line.is_printed {
        return Err(taken_back(id));
    }
    let url = article_url(id, &line.slug);
    if line.slug != slug {
        return Err(WebError::Moved(asked.url(&url)));
    }
    // A continuation with nothing in it is the article itself: addresses that anybody can think up are not kept as pages.
    let continues = wish != wish.restarted();
    if continues && (data.comments.is_empty() || wish.from > line.last_number) {
        return Err(WebError::Moved(asked.restarted().url(&url)));
    }
    let glossary = if wish.mode == Mode::Today {
        Some(app.glossary().await?)
    } else {
        None
    };
    let place = Place {
        day: line.edition_on,
        page: line.page,
        area: line.area_slug.clone(),
    };
    let text = printing::in_mode(
        &app.secrets,
        glossary.as_deref(),
        &data.article.text,
        id,
        &place,
        Rendering {
            mode: wish.mode,
            form: printing::PAGE,
        },
        &data.remarks,
    );

    let mut chrome = chrome::around(
        app,
        &paper,
        &line.headline,
        &data.around,
        Some(line.edition_on),
    );
    chrome.canonical = format!("{}{url}", app.public_url);
    chrome.description = line.teaser.clone();
    chrome.noindex = wish.mode != Mode::Printed || wish.oldest_first || continues;
    if let Some(picture) = &line.picture {
        let picture = crate::media::Media::url(&picture.hash, &picture.extension);
        chrome.preview_picture = format!("{}{picture}", app.public_url);
    }
    let feed = |ending: &str, mime: &str| Feed {
        title: format!("Comments on {}", line.headline),
        url: format!("/article/{id}/feed.{ending}"),
        mime: mime.into(),
    };
    chrome.feeds = vec![
        feed("xml", "application/atom+xml"),
        feed("json", "application/feed+json"),
    ];
    if !data.remarks.is_empty() {
        chrome
            .remark_style_url
            .clone_from(&assets::REMARK_STYLE_URL);
    }
    chrome::count_pages(&mut chrome, |_| 0, Some(line.page));
    for page in &mut chrome.pages {
        page.articles.clear();
    }
    let view = ArticlePage {
        chrome,
        story: story(app, &paper, &data, text, &url, wish),
        neighbours: neighbours(&data.titles, line),
        comments: thread::comments(app, &paper, &data, &url, wish, today),
    };
    Ok(view.render()?)
}

fn story(
    app: &App,
    paper: &Paper,
    data: &ArticleData,
    text: SafeHtml,
    url: &str,
    wish: Wish,
) -> Story {
    let article = &data.article;
    let line = &article.headline;
    let permalink = format!("{}{url}", app.public_url);
    let source = match (&line.source_name, &line.source_slug) {
        (Some(name), Some(slug)) => Link::new(name.clone(), format!("/source/{slug}")),
        _ => Link::default(),
    };
    let is_link = line.kind == ArticleKind::Link;
    let (source_date, source_day) = source_date(article.source_date.as_deref().unwrap_or_default());
    Story {
        id: line.id.0.unsigned_abs(),
        headline: line.headline.clone(),
        source_url: if is_link {
            line.url.clone().unwrap_or_default()
        } else {
            String::new()
        },
        source,
        tag: line
            .source_tag
            .clone()
            .filter(|_| is_link)
            .unwrap_or_default(),
        byline: article.byline.clone().unwrap_or_default(),
        source_date,
        source_day,
        lang: foreign(article.lang.as_deref(), &paper.settings.language),
        area: area_link(line),
        page: Link::new(
            page_label(paper, line.page),
            page_url(line.edition_on, line.page),
        ),
        edition: Link::new(date_long(line.edition_on), edition_url(line.edition_on)),
        time: paper.calendar.time(line.printed_at),
        datetime: paper.calendar.machine(line.printed_at),
        picture: picture(line),
        posted_by: line.posted_by.clone(),
        views: counted(line.view_count, "view", "views"),
        mail_url: mail_url(&line.headline, &permalink),
        permalink,
        file_under: data
            .dossiers
            .iter()
            .map(|file| Link::new(file.name.clone(), format!("/dossier/{}", file.slug)))
            .collect(),
        modes: Mode::ALL
            .into_iter()
            .map(|mode| Choice {
                label: mode_label(mode).into(),
                url: Wish { mode, ..wish }.url(url),
                count: String::new(),
                current: mode == wish.mode,
            })
            .collect(),
        mode_note: match wish.mode {
            Mode::Printed => "",
            Mode::Plain => {
                "These are the source’s own words. Nothing of the paper’s glossary is in them."
            }
            Mode::Today => "This is how the paper’s glossary of today would print it.",
        }
        .into(),
        left_out: left_out(&data.remarks, url, wish),
        folded: wish.reading.folded,
        choice: choice(&text, url, wish),
        text,
        tools: Hole::sentinel(app.marks.mark(HoleName::Tools)),
        classic: line.is_classic,
    }
}

/// The remarks that a plain text goes without, told above it: a reader who looks for one knows where it is.
fn left_out(remarks: &[Remark], url: &str, wish: Wish) -> Link {
    let standing = standing_in(remarks, None).count();
    if wish.mode != Mode::Plain || standing == 0 {
        return Link::default();
    }
    let are = counted_len(
        standing,
        "remark of the desk is left out here",
        "remarks of the desk are left out here",
    );
    let mode = Mode::Printed;
    Link::new(are, Wish { mode, ..wish }.url(url))
}

/// A mode as it is printed.
pub(super) fn mode_label(mode: Mode) -> &'static str {
    match mode {
        Mode::Printed => "As printed",
        Mode::Plain => "Plain",
        Mode::Today => "With today’s glossary",
    }
}

/// The buttons by which a reader has the paper remember how they read.
fn choice(text: &SafeHtml, url: &str, wish: Wish) -> ReadingChoice {
    // No source's text has such a box: the sanitiser lets none through.
    let has_notes = text.as_str().contains("class=\"gloss-fold\"");
    let choice = ReadingChoice {
        back: String::new(),
        always: if wish.mode == wish.reading.mode {
            String::new()
        } else {
            wish.mode.as_str().into()
        },
        fold: has_notes && !wish.reading.folded,
        unfold: has_notes && wish.reading.folded,
        forget: wish.reading != Reading::default(),
    };
    let any = !choice.always.is_empty() || choice.fold || choice.unfold || choice.forget;
    ReadingChoice {
        back: if any { wish.url(url) } else { String::new() },
        ..choice
    }
}

/// A source's date in words and for machines: the day where the source published. What is no date stays as it is, as long
/// as it is short enough to be one.
fn source_date(stated: &str) -> (String, String) {
    let (date, rest) = stated.split_at_checked(10).unwrap_or((stated, ""));
    let day = Day::parse(date).filter(|_| rest.is_empty() || rest.starts_with(['T', 't', ' ']));
    match day {
        Some(day) => (date_in_words(day), day.iso()),
        None if stated.chars().count() <= LONGEST_DATE => (stated.trim().to_owned(), String::new()),
        None => (String::new(), String::new()),
    }
}

/// The language of an article that is not in the paper's; empty for the paper's.
fn foreign(lang: Option<&str>, papers: &str) -> String {
    lang.filter(|lang| !lang.eq_ignore_ascii_case(papers))
        .unwrap_or_default()
        .to_owned()
}

fn page_label(paper: &Paper, page: i64) -> String {
    match paper.page_title(page) {
        "" => format!("Page {page}"),
        title => format!("Page {page}: {title}"),
    }
}

/// A `mailto:` link with headline and address, as RFC 6068 has it.
fn mail_url(headline: &str, permalink: &str) -> String {
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' | b'.' => {
                    char::from(byte).to_string()
                }
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    format!(
        "mailto:?subject={}&body={}",
        encoded(headline),
        encoded(permalink)
    )
}

fn neighbours(titles: &[Title], line: &Headline) -> Neighbours {
    let link =
        |title: &Title| Link::new(title.headline.clone(), article_url(title.id, &title.slug));
    let at = titles
        .iter()
        .position(|title| title.id == line.id)
        .unwrap_or(0);
    let others = titles.iter().filter(|title| title.id != line.id);
    let skipped = at
        .saturating_sub(ALSO / 2)
        .min(titles.len().saturating_sub(ALSO + 1));
    Neighbours {
        previous: at
            .checked_sub(1)
            .and_then(|before| titles.get(before))
            .map(link)
            .unwrap_or_default(),
        next: titles.get(at + 1).map(link).unwrap_or_default(),
        also_heading: format!("Also on Page {}", line.page),
        also: others.skip(skipped).take(ALSO).map(link).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_only_what_is_unusual() {
        let read = |query: &str, reading| {
            serde_json::from_str::<ArticleQuery>(query)
                .unwrap()
                .wish(reading)
        };
        let wish = |query: &str| read(query, Reading::default());
        let url = "/article/7/rain";
        assert_eq!(wish("{}").url(url), url);
        assert_eq!(wish(r#"{"mode":"nonsense"}"#).url(url), url);
        assert_eq!(
            wish(r#"{"mode":"plain","order":"oldest","after":200}"#).url(url),
            "/article/7/rain?mode=plain&order=oldest&after=200"
        );
        assert_eq!(
            wish(r#"{"before":40,"after":9}"#).url(url),
            "/article/7/rain?before=40"
        );
        // What a reader has the paper remember is the usual for them.
        let plain = Reading {
            mode: Mode::Plain,
            folded: false,
        };
        assert_eq!(read("{}", plain).url(url), url);
        assert_eq!(read(r#"{"mode":"plain"}"#, plain).url(url), url);
        assert_eq!(
            read(r#"{"mode":"printed"}"#, plain).url(url),
            "/article/7/rain?mode=printed"
        );
    }

    #[test]
    fn a_sources_date_is_a_day_or_what_the_source_says() {
        let pair = |words: &str, day: &str| (words.to_owned(), day.to_owned());
        for stated in [
            "2014-07-03",
            "2014-07-03T23:30:00-04:00",
            "2014-07-03 23:30",
            "2014-07-03T10:00Z",
        ] {
            assert_eq!(source_date(stated), pair("3 July 2014", "2014-07-03"));
        }
        assert_eq!(source_date("3. Juli 2014"), pair("3. Juli 2014", ""));
        assert_eq!(source_date("2014-02-30"), pair("2014-02-30", ""));
        assert_eq!(source_date("2014-07-031"), pair("2014-07-031", ""));
        assert_eq!(source_date("éééééééééé"), pair("éééééééééé", ""));
        assert_eq!(source_date(""), pair("", ""));
        assert_eq!(source_date(&"long ago ".repeat(20)), pair("", ""));
    }

    #[test]
    fn only_a_foreign_language_is_told() {
        assert_eq!(foreign(Some("de"), "en-GB"), "de");
        assert_eq!(foreign(Some("en-gb"), "en-GB"), "");
        assert_eq!(foreign(None, "en-GB"), "");
    }

    #[test]
    fn a_shared_article_keeps_its_words() {
        let url = mail_url("Gulls & chips?", "https://tide.example/article/7/gulls");
        assert_eq!(
            url,
            "mailto:?subject=Gulls%20%26%20chips%3F&body=https%3A%2F%2Ftide.example%2Farticle%2F7%2Fgulls"
        );
    }
}
