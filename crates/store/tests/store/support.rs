//! A store of either engine, and records to fill it with.

use clipsheet_store::{
    AreaId, ArticleId, ArticleKind, CommenterId, DatabaseUrl, Day, Millis, NewArticle, NewComment,
    PageTitle, PrintedText, Store, StoreResult, create_article, create_comment, list_areas,
    replace_pages, save_areas,
};
use clipsheet_testkit::postgres::{self, TestDatabase};
use std::future::Future;
use tempfile::TempDir;

/// An open store.
pub(crate) struct Fixture {
    pub(crate) store: Store,
    pub(crate) url: DatabaseUrl,
}

/// Noon of 7 July 2014.
pub(crate) const NOON: Millis = Millis(1_404_734_400_000);
pub(crate) const TODAY: Day = Day(20_140_707);
pub(crate) const HOUR: i64 = 3_600_000;

/// Runs a test on both engines, each with an empty paper of two pages and two areas.
pub(crate) fn on_both<F: Future<Output = ()>>(test: impl Fn(Fixture) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for postgres in [false, true] {
        eprintln!("--- on {}", if postgres { "PostgreSQL" } else { "SQLite" });
        let folder = TempDir::new().unwrap();
        let database = postgres.then(postgres::database);
        runtime.block_on(async { test(fixture(&folder, database.as_ref()).await).await });
    }
}

async fn fixture(folder: &TempDir, database: Option<&TestDatabase>) -> Fixture {
    let url = match database {
        Some(database) => DatabaseUrl::parse(&database.url).unwrap(),
        None => DatabaseUrl::Sqlite(folder.path().join("paper.db")),
    };
    let store = Store::open(&url, NOON).await.unwrap();
    store
        .write(|tx| {
            let titles = [(1, "Front"), (2, "Harbour")];
            let pages = titles.map(|(number, title)| PageTitle {
                number,
                title: title.into(),
            });
            replace_pages(tx, &pages, NOON)?;
            let areas = [("quay", "The Quay"), ("hill", "Up the Hill")];
            save_areas(
                tx,
                &areas.map(|(slug, name)| (slug.into(), name.into())),
                NOON,
            )
        })
        .await
        .unwrap()
        .unwrap();
    Fixture { store, url }
}

impl Fixture {
    pub(crate) async fn areas(&self) -> Vec<AreaId> {
        self.store
            .read(|conn| Ok(list_areas(conn)?.into_iter().map(|area| area.id).collect()))
            .await
            .unwrap()
    }

    /// Prints an article in the first area.
    pub(crate) async fn article(
        &self,
        headline: &str,
        change: impl FnOnce(&mut NewArticle),
    ) -> ArticleId {
        let mut new = new_article(headline, self.areas().await[0]);
        change(&mut new);
        self.store
            .write(move |tx| create_article(tx, &new, |_, _| printed()))
            .await
            .unwrap()
    }

    /// Comments as a new commenter, or as one that is known.
    pub(crate) async fn comment(
        &self,
        article: ArticleId,
        nic: &str,
        text: &str,
        commenter: Option<CommenterId>,
    ) -> StoreResult<(i64, CommenterId)> {
        let new = new_comment(article, nic, text, commenter);
        self.store.write(move |tx| create_comment(tx, &new)).await
    }
}

pub(crate) fn new_article(headline: &str, area: AreaId) -> NewArticle {
    NewArticle {
        kind: ArticleKind::Original,
        headline: headline.into(),
        slug: headline.to_lowercase().replace(' ', "-"),
        source: None,
        url: None,
        byline: None,
        lang: None,
        source_date: None,
        edition_on: TODAY,
        page: 1,
        area,
        printed_at: NOON,
        posted_by: "The Desk".into(),
        is_lead: false,
        is_classic: false,
        teaser: "It rained.".into(),
        picture: None,
        picture_alt: String::new(),
        picture_caption: String::new(),
        comments_close_at: None,
        source_html: "<p>It rained.</p>".into(),
        dossiers: Vec::new(),
    }
}

pub(crate) fn printed() -> PrintedText {
    PrintedText {
        safe_html: "<p>It rained.</p>".into(),
        seal: "sealed".into(),
        print_record: "{}".into(),
        serial_lines: Vec::new(),
        entries: Vec::new(),
    }
}

pub(crate) fn new_comment(
    article: ArticleId,
    nic: &str,
    text: &str,
    commenter: Option<CommenterId>,
) -> NewComment {
    NewComment {
        article,
        commenter,
        nic: nic.into(),
        nic_skeleton: nic.to_lowercase(),
        email: String::new(),
        website: String::new(),
        source: text.into(),
        html: format!("<p>{text}</p>"),
        seal: "sealed".into(),
        created_at: NOON,
        written_on: TODAY,
    }
}
