//! Papers: the starter paper, shared by all who only read, and small ones for those who write.

use super::browser::Browser;
use clipsheet_intake::{FetchPolicy, Fetcher};
use clipsheet_server::clip::{Story, Wishes, clip, publish};
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::staff::colour::PALETTE;
use clipsheet_server::staff::prove::name_key;
use clipsheet_server::staff::{COOKIE, open_session};
use clipsheet_server::{App, AppOptions, Clock, starter};
use clipsheet_store::{
    DatabaseUrl, Millis, NewStaff, PageTitle, Role, Store, create_staff, replace_pages, save_areas,
    set_totp,
};
use clipsheet_testkit::TempDirectory;
use clipsheet_testkit::postgres::{self, TestDatabase};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::runtime::Runtime;
use url::Url;

/// Monday, 7 July 2014, 17:02 in London.
pub(crate) const NOW: Millis = Millis(1_404_748_920_000);

/// Where readers know the papers of these tests.
pub(crate) const PUBLIC_URL: &str = "https://tide.example";

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a test has a runtime"));

/// A running paper.
pub(crate) struct Paper {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Clock,
    place: DatabaseUrl,
    data: PathBuf,
}

/// What a paper stands on. Kept beside the paper, which must be gone first.
struct Ground {
    folder: TempDirectory,
    database: Option<TestDatabase>,
}

impl Ground {
    fn new(engine: &str) -> Self {
        Self {
            folder: TempDirectory::new(),
            database: (engine == "PostgreSQL").then(postgres::database),
        }
    }

    fn place(&self) -> DatabaseUrl {
        match &self.database {
            Some(database) => DatabaseUrl::parse(&database.url).unwrap(),
            None => DatabaseUrl::Sqlite(self.folder.path().join("clipsheet.db")),
        }
    }
}

/// Waits for a future on the tests' runtime.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.block_on(future)
}

/// Runs a test on both engines, each with a small paper of its own.
pub(crate) fn on_both<F: Future<Output = ()>>(test: impl Fn(Paper) -> F) {
    for engine in ["SQLite", "PostgreSQL"] {
        eprintln!("--- on {engine}");
        let ground = Ground::new(engine);
        run(async { test(Paper::small(&ground).await).await });
    }
}

/// Runs a test on both engines with the starter paper, which all such tests share: they may only read.
pub(crate) fn on_both_starters<F: Future<Output = ()>>(test: impl Fn(&'static Paper) -> F) {
    static SHARED: LazyLock<[(Paper, Ground); 2]> = LazyLock::new(|| {
        ["SQLite", "PostgreSQL"].map(|engine| {
            let ground = Ground::new(engine);
            let paper = run(async {
                let paper =
                    Paper::open(ground.place(), ground.folder.path(), "", Clock::fixed(NOW)).await;
                starter::make(&paper.app).await.unwrap();
                paper
            });
            (paper, ground)
        })
    });
    for (paper, ground) in &*SHARED {
        eprintln!(
            "--- on {}",
            if ground.database.is_some() {
                "PostgreSQL"
            } else {
                "SQLite"
            }
        );
        run(test(paper));
    }
}

/// Gives up before anything is asked: no test depends on a network, and nobody outside hears of one.
fn fetcher_without_a_network() -> Fetcher {
    let at_once = Duration::from_nanos(1);
    let policy = FetchPolicy {
        total_timeout: at_once,
        connect_timeout: at_once,
        ..FetchPolicy::for_site(PUBLIC_URL)
    };
    Fetcher::new(policy).unwrap()
}

impl Paper {
    async fn open(place: DatabaseUrl, data: &Path, config: &str, clock: Clock) -> Self {
        let path = data.join("clipsheet.toml");
        std::fs::write(&path, config).unwrap();
        let options = AppOptions {
            store: Store::open(&place, clock.now()).await.unwrap(),
            data: data.to_owned(),
            file: ConfigFile::read(&path).unwrap(),
            clock: clock.clone(),
            public_url: PUBLIC_URL.into(),
        };
        let mut app = App::open(options).await.unwrap();
        Arc::get_mut(&mut app)
            .expect("nobody else has it yet")
            .fetcher = fetcher_without_a_network();
        Self {
            app,
            clock,
            place,
            data: data.to_owned(),
        }
    }

    /// Two pages, two areas, no article.
    async fn small(ground: &Ground) -> Self {
        let paper = Self::open(ground.place(), ground.folder.path(), "", Clock::fixed(NOW)).await;
        paper
            .app
            .store
            .write(|tx| {
                let titles = [(1, "Front"), (2, "Harbour")];
                replace_pages(
                    tx,
                    &titles.map(|(number, title)| PageTitle {
                        number,
                        title: title.into(),
                    }),
                    NOW,
                )?;
                let areas = [("quay", "The Quay"), ("hill", "Up the Hill")];
                save_areas(
                    tx,
                    &areas.map(|(slug, name)| (slug.into(), name.into())),
                    NOW,
                )
            })
            .await
            .unwrap()
            .unwrap();
        paper
    }

    /// The same paper as another process would open it, with this `clipsheet.toml`, at the same clock.
    pub(crate) async fn opened_again(&self, config: &str) -> Self {
        Self::open(self.place.clone(), &self.data, config, self.clock.clone()).await
    }

    /// Somebody new with a browser.
    pub(crate) fn reader(&self) -> Browser {
        Browser::new(&self.app)
    }

    /// Somebody of the staff at the desk, in a browser: with a password and, from moderator on, a second step.
    pub(crate) async fn staff(&self, name: &str, role: Role) -> Browser {
        let (now, key) = (self.clock.now(), name_key(name));
        let new = NewStaff {
            name: name.into(),
            name_key: key,
            role,
            colour: PALETTE[name.len() % PALETTE.len()].into(),
            password: String::new(),
        };
        let secret = format!("session-of-{}", name.replace(' ', "-"));
        let cookie = secret.clone();
        self.app
            .store
            .write(move |tx| {
                let id = create_staff(tx, &new, now)?;
                set_totp(tx, id, "JBSWY3DPEHPK3PXP", 0)?;
                open_session(tx, id, &secret, "Firefox", now)
            })
            .await
            .unwrap();
        let mut browser = self.reader();
        browser.cookies.insert(COOKIE.into(), cookie);
        browser
    }

    /// Prints a story in today's edition; gives its address.
    pub(crate) async fn print(&self, headline: &str, body: &str) -> String {
        let page = format!(
            "<!DOCTYPE html><html><head><title>{headline}</title><meta property=\"og:title\" content=\"{headline}\">\
             <meta property=\"og:site_name\" content=\"Harbour Post\"></head><body><article><h1>{headline}</h1>{body}</article></body></html>"
        );
        self.print_page(page.into_bytes(), "https://harbour-post.example/news/story")
            .await
    }

    /// Prints a saved page in today's edition; gives its address.
    pub(crate) async fn print_page(&self, bytes: Vec<u8>, url: &str) -> String {
        let story = Story::Page {
            bytes,
            content_type: None,
            url: Url::parse(url).unwrap(),
        };
        let clipping = clip(&self.app, story, &Wishes::default()).await.unwrap();
        publish(&self.app, &clipping, None, "The Desk", false)
            .await
            .unwrap()
            .url
    }

    /// Prints a story about nothing much; gives its address.
    pub(crate) async fn print_story(&self) -> String {
        self.print("Fog Horn Lost", STORY).await
    }

    /// The number of the article at an address.
    pub(crate) fn id_of(url: &str) -> i64 {
        url.split('/').nth(2).unwrap().parse().unwrap()
    }

    /// Makes the paper's glossary be this one.
    pub(crate) async fn import(&self, glossary: &str) {
        let parsed = clipsheet_gloss::GlossaryFile::parse(glossary).unwrap();
        let now = self.clock.now();
        self.app
            .store
            .write(move |tx| {
                clipsheet_server::printing::import_glossary(
                    tx,
                    &parsed.file,
                    Default::default(),
                    now,
                )
            })
            .await
            .unwrap();
    }
}

/// Long enough to be taken for a story.
pub(crate) const STORY: &str = "<p>The fog horn of Tarrow was mislaid on Monday, the Harbour Board said. It had been put down for a moment, \
    and the moment passed. The Board has asked everybody to look under things, and behind them, and to listen.</p>\
    <p>It weighs four tons and is painted red. Nobody remembers what it was put down on. Captain Pennick of the ferry said that she \
    had not seen it, and that she would have, since it is hard to overlook a thing of that size on so small a quay.</p>\
    <p>A reward of two pies is offered. Meanwhile the keeper goes out in fog and shouts, which is said to be an improvement.</p>";
