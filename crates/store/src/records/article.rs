//! Articles: printing one keeps every counter in the same transaction.

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};
use crate::ids::{AreaId, ArticleId, Day, DossierId, Millis, SourceId, single};
use crate::query::queries;
use crate::records::headline::{headline, headlines};
use crate::records::{Event, Headline};
use crate::store::Tx;

queries! {
    ADD_ARTICLE = "INSERT INTO article (kind, headline, slug, source_id, url, byline, lang, source_date, edition_on, \
        page, area_id, printed_at, posted_by, is_lead, is_classic, teaser, picture, picture_alt, picture_caption, \
        comments_close_at) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) \
        RETURNING id";
    ADD_TEXT = "INSERT INTO article_text (article_id, source_html, safe_html, seal, print_record) \
        VALUES (?1, ?2, ?3, ?4, ?5)";
    UPDATE_PRINT = "UPDATE article_text SET safe_html = ?2, seal = ?3, print_record = ?4 WHERE article_id = ?1";
    ADD_SERIAL_LINE = "INSERT INTO serial_line (serial, line_number, article_id, text, printed_at) \
        VALUES (?1, ?2, ?3, ?4, ?5)";
    FILE_UNDER = "INSERT INTO article_dossier (article_id, dossier_id, edition_on, printed_at) \
        VALUES (?1, ?2, ?3, ?4) ON CONFLICT (article_id, dossier_id) DO NOTHING";
    COUNT_IN_DOSSIER = "UPDATE dossier SET article_count = article_count + 1 WHERE id = ?1";
    COUNT_IN_EDITION = "INSERT INTO edition (edition_on, article_count) VALUES (?1, 1) \
        ON CONFLICT (edition_on) DO UPDATE SET article_count = edition.article_count + 1";
    COUNT_IN_MONTH = "INSERT INTO edition_month (month, article_count) VALUES (?1, 1) \
        ON CONFLICT (month) DO UPDATE SET article_count = edition_month.article_count + 1";
    COUNT_ARTICLE = "UPDATE total SET count = count + 1 WHERE name = 'articles'";
    DEMOTE_LEADS = "UPDATE article SET is_lead = 0 WHERE edition_on = ?1 AND is_lead = 1 AND id <> ?2";

    HEADLINE = headlines!("article a", "WHERE a.id = ?1");
    DETAILS = "SELECT byline, lang, source_date, comments_close_at, revision, changed_at FROM article WHERE id = ?1";
    TEXT = "SELECT t.source_html, t.safe_html, t.seal, t.print_record, COALESCE(c.choices, '') FROM article_text t \
        LEFT JOIN article_choice c ON c.article_id = t.article_id WHERE t.article_id = ?1";
    BY_URL = "SELECT id FROM article WHERE substr(url, 1, 500) = substr(?1, 1, 500) AND url = ?1 \
        AND is_printed = 1 ORDER BY id DESC LIMIT 1";
    COMMENTS_CLOSE = "SELECT comments_close_at FROM article WHERE id = ?1";
    SET_COMMENTS_CLOSE = "UPDATE article SET comments_close_at = ?2 WHERE id = ?1";
    ADD_VIEWS = "UPDATE article SET view_count = view_count + ?2 WHERE id = ?1";
}

/// What an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleKind {
    /// A clipping: headline, source, link, clipped text.
    Link,
    /// The paper's own text.
    Original,
}

impl ArticleKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Original => "original",
        }
    }

    pub(super) fn read(text: &str) -> StoreResult<Self> {
        match text {
            "link" => Ok(Self::Link),
            "original" => Ok(Self::Original),
            other => Err(StoreError::internal(format!(
                "an article is neither link nor original but {other}"
            ))),
        }
    }
}

/// An article to be printed.
#[derive(Debug, Clone)]
pub struct NewArticle {
    /// A clipping or the paper's own.
    pub kind: ArticleKind,
    /// The headline.
    pub headline: String,
    /// The readable end of its address.
    pub slug: String,
    /// Where it was clipped from.
    pub source: Option<SourceId>,
    /// Its address there.
    pub url: Option<String>,
    /// Who wrote it there.
    pub byline: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// When the source published it, as the source said it.
    pub source_date: Option<String>,
    /// The edition it goes into.
    pub edition_on: Day,
    /// The page's number.
    pub page: i64,
    /// The area.
    pub area: AreaId,
    /// Now.
    pub printed_at: Millis,
    /// Who prints it.
    pub posted_by: String,
    /// Whether it becomes the edition's lead; the one before stops being it.
    pub is_lead: bool,
    /// Whether it goes into the hall of fame.
    pub is_classic: bool,
    /// The beginning of its text, without markup.
    pub teaser: String,
    /// The hash of its lead picture.
    pub picture: Option<String>,
    /// What the picture shows.
    pub picture_alt: String,
    /// Printed beneath the picture.
    pub picture_caption: String,
    /// When its comments close, if not by the paper's rule.
    pub comments_close_at: Option<Millis>,
    /// What came, untouched.
    pub source_html: String,
    /// What it is filed under.
    pub dossiers: Vec<DossierId>,
}

/// An article's text as printed: made when its number is known, since variants depend on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedText {
    /// What the sanitiser let through.
    pub safe_html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// The print record as JSON; its offsets are into `safe_html`.
    pub print_record: String,
    /// The lines of serials that were thrown in, as (serial, line number, text).
    pub serial_lines: Vec<(String, i64, String)>,
    /// What each entry of the glossary did.
    pub entries: Vec<super::EntryUse>,
}

/// An article's text as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleText {
    /// What came, untouched.
    pub source_html: String,
    /// What the sanitiser let through.
    pub safe_html: String,
    /// The sanitiser's seal on it.
    pub seal: String,
    /// The print record as JSON.
    pub print_record: String,
    /// What an editor chose for it, as JSON of the server's own; empty for nothing.
    pub choices: String,
}

/// An article with all that its own page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// What lists show.
    pub headline: Headline,
    /// Who wrote it at the source.
    pub byline: Option<String>,
    /// Its language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// When the source published it, as the source said it.
    pub source_date: Option<String>,
    /// When its comments close, if not by the paper's rule.
    pub comments_close_at: Option<Millis>,
    /// Which state of its words stands, from 1.
    pub revision: i64,
    /// When what readers see of it last changed; none when it is as it was first printed.
    pub changed_at: Option<Millis>,
    /// Its text.
    pub text: ArticleText,
}

/// Prints an article: gives it a number, lets `print` make its text, files it, counts it, tells of it.
///
/// `print` gets the number and the ledger; it runs inside the transaction so that no line of a serial is used twice.
///
/// # Errors
/// When the database cannot be written.
pub fn create_article(
    tx: &mut Tx<'_>,
    new: &NewArticle,
    print: impl FnOnce(ArticleId, &super::Ledger) -> PrintedText,
) -> StoreResult<ArticleId> {
    let id: ArticleId = tx.one(
        &ADD_ARTICLE,
        &[
            new.kind.as_str().into(),
            (&new.headline).into(),
            (&new.slug).into(),
            new.source.into(),
            new.url.as_ref().into(),
            new.byline.as_ref().into(),
            new.lang.as_ref().into(),
            new.source_date.as_ref().into(),
            new.edition_on.into(),
            new.page.into(),
            new.area.into(),
            new.printed_at.into(),
            (&new.posted_by).into(),
            new.is_lead.into(),
            new.is_classic.into(),
            (&new.teaser).into(),
            new.picture.as_ref().into(),
            (&new.picture_alt).into(),
            (&new.picture_caption).into(),
            new.comments_close_at.into(),
        ],
        single,
    )?;
    let ledger = super::read_ledger(tx, new.edition_on, id)?;
    let printed = print(id, &ledger);
    tx.change(
        &ADD_TEXT,
        &[
            id.into(),
            (&new.source_html).into(),
            (&printed.safe_html).into(),
            (&printed.seal).into(),
            (&printed.print_record).into(),
        ],
    )?;
    note_print(tx, id, &printed, new.printed_at)?;
    for dossier in &new.dossiers {
        let filed = [
            id.into(),
            (*dossier).into(),
            new.edition_on.into(),
            new.printed_at.into(),
        ];
        if tx.change(&FILE_UNDER, &filed)? == 1 {
            tx.change(&COUNT_IN_DOSSIER, &[(*dossier).into()])?;
        }
    }
    if new.is_lead {
        tx.change(&DEMOTE_LEADS, &[new.edition_on.into(), id.into()])?;
    }
    tx.change(&COUNT_IN_EDITION, &[new.edition_on.into()])?;
    tx.change(&COUNT_IN_MONTH, &[new.edition_on.month().into()])?;
    tx.change(&COUNT_ARTICLE, &[])?;
    tx.tell(Event::Article(id), new.printed_at)?;
    tx.tell(Event::Edition(new.edition_on), new.printed_at)?;
    Ok(id)
}

/// Replaces what was printed of an article: after the sanitiser changed, or for a reprint.
///
/// # Errors
/// When the database cannot be written.
pub fn update_print(
    tx: &mut Tx<'_>,
    id: ArticleId,
    printed: &PrintedText,
    now: Millis,
) -> StoreResult<()> {
    let text = [&printed.safe_html, &printed.seal, &printed.print_record];
    tx.change(
        &UPDATE_PRINT,
        &[id.into(), text[0].into(), text[1].into(), text[2].into()],
    )?;
    note_print(tx, id, printed, now)?;
    tx.tell(Event::Article(id), now)
}

/// Keeps what follows from a print: the lines of serials that it used, and what each entry did.
pub(super) fn note_print(
    tx: &mut Tx<'_>,
    id: ArticleId,
    printed: &PrintedText,
    now: Millis,
) -> StoreResult<()> {
    for (serial, line_number, text) in &printed.serial_lines {
        let line = [
            serial.into(),
            (*line_number).into(),
            id.into(),
            text.into(),
            now.into(),
        ];
        tx.change(&ADD_SERIAL_LINE, &line)?;
    }
    super::set_entry_uses(tx, id, &printed.entries)
}

/// An article as lists show it.
///
/// # Errors
/// When the database cannot be read.
pub fn find_headline(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<Headline>> {
    conn.find(&HEADLINE, &[id.into()], headline)
}

/// An article with its text.
///
/// # Errors
/// When the database cannot be read.
pub fn find_article(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<Article>> {
    let Some(headline) = find_headline(conn, id)? else {
        return Ok(None);
    };
    let text = conn.one(&TEXT, &[id.into()], |row| {
        Ok(ArticleText {
            source_html: row.take()?,
            safe_html: row.take()?,
            seal: row.take()?,
            print_record: row.take()?,
            choices: row.take()?,
        })
    })?;
    conn.find(&DETAILS, &[id.into()], |row| {
        Ok(Article {
            headline: headline.clone(),
            byline: row.take()?,
            lang: row.take()?,
            source_date: row.take()?,
            comments_close_at: row.take()?,
            revision: row.take()?,
            changed_at: row.take()?,
            text: text.clone(),
        })
    })
}

/// The newest article that was clipped from an address.
///
/// # Errors
/// When the database cannot be read.
pub fn find_article_by_url(conn: &mut Conn, url: &str) -> StoreResult<Option<ArticleId>> {
    conn.find(&BY_URL, &[url.into()], single)
}

/// Sets when an article's comments close; `None` puts it back under the paper's rule. Gives whether
/// there is such an article.
///
/// # Errors
/// When the database cannot be written.
pub fn set_comments_close(
    tx: &mut Tx<'_>,
    id: ArticleId,
    at: Option<Millis>,
    now: Millis,
) -> StoreResult<bool> {
    let found = tx.change(&SET_COMMENTS_CLOSE, &[id.into(), at.into()])? == 1;
    if found {
        tx.tell(Event::Article(id), now)?;
    }
    Ok(found)
}

/// When an article's comments close, if not by the paper's rule.
///
/// # Errors
/// When the database cannot be read.
pub fn find_comments_close(conn: &mut Conn, id: ArticleId) -> StoreResult<Option<Millis>> {
    Ok(conn.find(&COMMENTS_CLOSE, &[id.into()], single)?.flatten())
}

/// Adds a batch of views. Not told to anybody: a page may show a count that is a little old.
///
/// # Errors
/// When the database cannot be written.
pub fn add_views(tx: &mut Tx<'_>, views: &[(ArticleId, i64)]) -> StoreResult<()> {
    for (id, count) in views {
        tx.change(&ADD_VIEWS, &[(*id).into(), (*count).into()])?;
    }
    Ok(())
}
