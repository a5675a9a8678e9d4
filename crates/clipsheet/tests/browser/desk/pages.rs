//! A paper in which every page of the desk has something to show, and the addresses of them all.

use crate::drafts::{SECRET, sign_in};
use crate::inbox::newspaper;
use crate::support::{article_number, paper_that_fetches};
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::staff::COOKIE;
use clipsheet_server::{App, AppOptions, Clock};
use clipsheet_store::{DatabaseUrl, Role, Store};
use clipsheet_testkit::TempDirectory;
use clipsheet_testkit::browser::Browser;
use clipsheet_testkit::http::Request;
use clipsheet_testkit::site::Site;

/// A paper with a bit of everything, and who made it.
pub(super) struct Desk {
    pub(super) site: Site,
    pub(super) browser: Browser,
    /// An article with two revisions.
    article: String,
    /// An item that waits in the inbox.
    item: String,
    /// A newspaper with several feeds.
    newspaper: String,
}

/// What is answered to a GET of the desk and is no page for people to look at.
const NO_PAGES: &[&str] = &[
    "/desk/live",
    "/desk/inbox/changes",
    "/desk/feeds.opml",
    "/desk/submissions",
    "/desk/glossary/export.csv",
    "/desk/glossary/export.json",
    "/desk/articles/{id}/evidence/{hash}",
    // A letter as mail programs show it: it has nothing of the desk.
    "/desk/edition/{day}/letter",
];

/// What extraction leaves beside a story.
const STORY: &str = "<p>The fog horn of Tarrow was mislaid on Tuesday, the Harbour Board said, and put down for a moment only. \
    It is large, brown and hard to overlook, and whoever finds it is asked not to try it before noon.</p>";

/// How one comes to a page.
type Way<'a> = Box<dyn Fn() + 'a>;

impl Desk {
    /// Makes the paper; the browser is its owner's.
    pub(super) fn open(browser: Browser) -> Self {
        let site = paper_that_fetches();
        let newspaper = format!("http://127.0.0.1:{}", newspaper());
        send_in(&site, &browser);
        browser.delete_cookies();
        sign_in(&site, &browser, Role::Owner);
        clip(&site);
        site.run(&["gloss", "reprint", "--article", "1"]);
        site.run(&["feed", "add", &format!("{newspaper}/feed.xml")]);
        let article = revise(&site, &browser);
        remark(&site, &browser, &article);
        browser.goto(&site.at("/desk/people"));
        browser.fill("#i-note", "the chandler");
        browser.click("main form button.main");
        browser.wait_for("input.link");
        let mut item = String::new();
        browser.wait_until("the feed is read", |browser| {
            browser.goto(&site.at("/desk/inbox"));
            let first =
                "const item = document.querySelector('.item'); return item ? item.dataset.id : ''";
            item = browser.execute(first, &[]).as_str().unwrap().to_owned();
            !item.is_empty()
        });
        Self {
            site,
            browser,
            article,
            item,
            newspaper,
        }
    }

    /// The addresses of all pages of the desk, from the table of its routes, and of those that a query makes.
    ///
    /// # Panics
    /// When a route answers to GET and leads nowhere: then it wants an example here.
    pub(super) fn pages(&self) -> Vec<String> {
        let mut pages = Vec::new();
        let routes = routes();
        for route in &routes {
            if NO_PAGES.contains(route) {
                continue;
            }
            let path = self.example(route);
            let cookie = format!("{COOKIE}={SECRET}");
            let request = Request::new("GET", &self.site.at(&path)).header("cookie", &cookie);
            let reply = request.send().unwrap();
            let kind = reply.header("content-type").unwrap_or_default();
            match reply.status {
                200 if kind.starts_with("text/html") => pages.push(path),
                // What only takes forms, and what leads to a page that is in the table itself.
                405 => {}
                303 if routes
                    .iter()
                    .any(|route| reply.header("location") == Some(route)) => {}
                status => panic!(
                    "GET {route} as {path} answers {status} {kind}: give it an example in this module"
                ),
            }
        }
        let article = &self.article;
        pages.extend([
            format!("/desk/articles/{article}/revisions?old=1&new=2"),
            format!("/desk/remarks/new?article={article}"),
            "/desk/account/second-step?anew=1".into(),
            format!("/desk/log?subject=article&id={article}"),
            format!("/article/{article}/x"),
            "/mods".into(),
            "/sources".into(),
        ]);
        pages
    }

    /// An address of a route, with what is there in the place of its parameters.
    fn example(&self, route: &str) -> String {
        let day = self
            .browser
            .execute("return new Date().toISOString().slice(0, 10)", &[]);
        match route {
            _ if route.starts_with("/desk/articles/") => route.replace("{id}", &self.article),
            _ if route.starts_with("/desk/inbox/") => route.replace("{id}", &self.item),
            "/desk/glossary/bulk" => format!("{route}?id=1&id=2"),
            "/desk/glossary/serials/line" => format!("{route}?serial=default&number=1"),
            "/desk/glossary/reprint" => format!("{route}?article={}", self.article),
            "/desk/remarks/new" => format!("{route}?article={}", self.article),
            _ => route.replace("{day}", day.as_str().unwrap()),
        }
        .replace("{id}", "1")
        .replace("{version}", "1")
        .replace("{number}", "1")
    }

    /// Opens a page of the desk as it is when one works in it: unfolded, with its scripts at work.
    pub(super) fn show(&self, path: &str) {
        self.browser.goto(&self.site.at(path));
        if self.browser.count("#draft") == 1 {
            self.browser.wait_for(".page-text p");
        }
        // The editor takes the place of the field.
        if self.browser.count("#f-text[data-html]") == 1 {
            self.browser.wait_for("#f-text-line");
        }
        let unfold = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
        self.browser.execute(unfold, &[]);
    }

    /// Pages that only a form leads to: what they are, and the form's way there.
    pub(super) fn after_forms(&self) -> Vec<(&'static str, Way<'_>)> {
        let (site, browser) = (&self.site, &self.browser);
        let at = |path: &str| browser.goto(&site.at(path));
        vec![
            (
                "open story",
                Box::new(move || {
                    at("/desk/inbox");
                    browser.keys("j");
                    browser.keys("Enter");
                    browser.wait_for(".item.open .item-all");
                }),
            ),
            (
                "choice of feeds",
                Box::new(move || {
                    at("/desk/feeds");
                    browser.fill("#feed-url", &self.newspaper);
                    browser.click(".add-feed button.main");
                    browser.wait_for("form.acts [aria-label^='Add Sport']");
                }),
            ),
            (
                "refused feed",
                Box::new(move || {
                    at("/desk/feeds");
                    browser.fill("#feed-url", "the mud");
                    browser.click(".add-feed button.main");
                    browser.wait_for("#errors");
                }),
            ),
            (
                "list of feeds",
                Box::new(move || {
                    at("/desk/feeds/import");
                    browser.fill("#import-text", LIST);
                    browser.click("main form button.main");
                    browser.wait_for("input[name=feed]");
                }),
            ),
            (
                "refused clip",
                Box::new(move || {
                    at("/desk/clip");
                    browser.fill("#c-url", "http://10.0.0.1/story");
                    browser.click(".clip button.main");
                    browser.wait_for("#errors");
                }),
            ),
            (
                "previewed remark",
                Box::new(move || {
                    at("/desk/remarks/1");
                    browser.click("main [value=preview]");
                    browser.wait_for("#preview");
                }),
            ),
            (
                "refused account",
                Box::new(move || {
                    at("/desk/account");
                    browser.fill("#a-colour", "#ffff00");
                    browser.click("main form button.main");
                    browser.wait_for("#errors");
                }),
            ),
            (
                "signed out while typing",
                Box::new(move || {
                    at("/desk/account");
                    browser.delete_cookies();
                    browser.click("main form button.main");
                    browser.wait_for("#p-password");
                    self.sign_in_again();
                }),
            ),
        ]
    }

    fn sign_in_again(&self) {
        self.browser.devtools(
            "Network.setCookie",
            &serde_json::json!({"name": COOKIE, "value": SECRET, "url": self.site.url}),
        );
    }
}

const LIST: &str = "<opml version='2.0'><body><outline text='Quays'><outline type='rss' text='Mud' xmlUrl='https://mud.example/feed'/>\
    <outline type='rss' text='More mud' xmlUrl='ftp://mud.example/feed'/></outline></body></opml>";

/// The paths of all routes of the desk.
fn routes() -> Vec<&'static str> {
    let folder = TempDirectory::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let table = runtime.block_on(async {
        let clock = Clock::System;
        let url = DatabaseUrl::Sqlite(folder.path().join("clipsheet.db"));
        let options = AppOptions {
            store: Store::open(&url, clock.now()).await.unwrap(),
            data: folder.path().to_owned(),
            file: ConfigFile::default(),
            clock,
            public_url: "http://127.0.0.1".into(),
        };
        let app = App::open(options).await.unwrap();
        clipsheet_server::desk::routes(&app).table
    });
    table.iter().map(|route| route.path).collect()
}

/// A reader's text, which waits for the desk.
fn send_in(site: &Site, browser: &Browser) {
    browser.goto(&site.at("/submit/article"));
    browser.fill("#f-headline", "Forty Years of Mud");
    browser.fill("#f-text", "It was **much** deeper once.");
    browser.fill("#f-nic", "Old Bollard");
    browser.click(".submit .send [value=send]");
    browser.wait_for("main .flash");
}

/// A draft with something that extraction left out.
fn clip(site: &Site) {
    let page = site.data_dir.join("page.html");
    let html = format!(
        "<html><head><title>Fog Horn Lost</title></head><body><article><h1>Fog Horn Lost</h1>{}</article>\
         <div class=sidebar><p>In other news the ferry was late again on Tuesday.</p></div></body></html>",
        STORY.repeat(4)
    );
    std::fs::write(&page, html).unwrap();
    let (page, url) = (page.to_str().unwrap(), "https://harbour-post.example/x");
    site.run(&["clip", page, "--url", url]);
}

/// A second revision of an article of today. Gives its number.
fn revise(site: &Site, browser: &Browser) -> String {
    browser.goto(&site.at("/"));
    browser.follow(".headlines tbody tr:nth-child(2) th a");
    let article = article_number(&browser.url());
    for words in [" The tide came in.", " It went out again."] {
        browser.goto(&site.at(&format!("/desk/articles/{article}")));
        browser.type_text("#w-headline", words);
        browser.click(".words button.main");
        browser.wait_until("it is saved", |browser| {
            browser.count(".words") == 0 || !browser.url().ends_with(&article)
        });
    }
    article
}

/// A remark on the first words of an article.
fn remark(site: &Site, browser: &Browser, article: &str) {
    browser.goto(&site.at(&format!("/desk/remarks/new?article={article}")));
    let words = browser.text(".choices li:first-child span");
    let words: Vec<&str> = words.split_whitespace().take(4).collect();
    browser.fill("#f-words", &words.join(" "));
    browser.wait_for("#f-text-line");
    browser.focus("#f-text-line");
    browser.types("Nobody has asked the gulls.");
    browser.click("main form button.main");
    browser.wait_for(".remark");
}
