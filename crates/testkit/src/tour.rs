//! Every kind of page that a paper has, and how a reader gets there from the starter paper's front.
//!
//! What all pages promise (no sideways scrolling, nothing that axe objects to, nothing from
//! elsewhere) is tested along this tour, and `cargo xtask shots` photographs it: a new kind of page
//! becomes a stop here and has both.

use std::path::Path;

use serde_json::json;

use crate::browser::Browser;
use crate::desk;
use crate::site::{self, Site};

/// What the paper's keeper has set for the tour: nobody has to wait for a form.
const CONFIGURATION: &str = "[comments]\nmin_fill_secs = 0\n";

/// A paper to walk through: the starter paper, and a blank one for the page that only that has.
#[derive(Debug)]
pub struct Tour {
    /// The starter paper.
    pub site: Site,
    /// A paper in which nothing has been printed.
    pub blank: Site,
}

/// A kind of page.
pub struct Stop {
    /// Its name in file names: small letters and hyphens.
    pub name: &'static str,
    go: fn(&Tour, &Browser),
}

impl Stop {
    /// Shows this kind of page. Stops build on those before them, and some need scripts.
    ///
    /// # Panics
    /// When the way is not there.
    pub fn go(&self, tour: &Tour, browser: &Browser) {
        (self.go)(tour, browser);
    }
}

/// All stops, in the order in which they are visited: first as a stranger, then as one who comments,
/// then as the owner.
pub const STOPS: &[Stop] = &[
    stop("front", |tour, browser| browser.goto(&tour.site.at("/"))),
    stop("front-as-posted", |_, browser| {
        browser.follow(".sieve a[href*='order=posted']");
    }),
    stop("front-of-an-area", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".sieve a[href*='area=']");
    }),
    stop("edition", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".tabs li:nth-child(2) a");
    }),
    stop("page", |_, browser| {
        browser.follow(".index li:nth-child(2) a")
    }),
    stop("area", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".lead .kicker a");
    }),
    stop("dossier", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".rail .news a");
    }),
    stop("article", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".lead h2 a");
    }),
    stop("article-plain", |_, browser| {
        browser.follow(".modes a[href*='mode=plain']");
    }),
    stop("article-with-todays-glossary", |_, browser| {
        browser.follow(".modes a[href*='mode=today']");
    }),
    stop("article-with-folded-notes", |_, browser| {
        browser.follow(".modes li:first-child a");
        browser.click(".modes button[value='folded']");
        browser.wait_for(".text.folded");
    }),
    stop("how-it-is-done", |_, browser| {
        browser.follow(".modes a[href='/glossary/how']");
        browser.click(".choose button[name='forget']");
        browser.wait_until("the notes are open again", |browser| {
            browser.count(".choose button[name='forget']") == 0
        });
    }),
    stop("glossary", |tour, browser| {
        browser.goto(&tour.site.at("/glossary"));
    }),
    stop("glossary-letter", |_, browser| {
        browser.follow(".letters a[href*='letter=h']");
    }),
    stop("glossary-entry", |_, browser| {
        browser.follow(".entries a[href$='/harbour-board']");
    }),
    stop("source", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow(".lead h2 a");
        browser.follow(".story .meta a[href^='/source/']");
    }),
    stop("archive", |tour, browser| {
        browser.goto(&tour.site.at("/archive"));
    }),
    stop("archive-year", |_, browser| browser.follow(".years a")),
    stop("archive-month", |_, browser| {
        browser.follow(".calendars h2 a");
    }),
    stop("classics", |tour, browser| {
        browser.goto(&tour.site.at("/classics"));
    }),
    stop("serial", |tour, browser| {
        browser.goto(&tour.site.at("/serial"));
    }),
    stop("latest-comments", |tour, browser| {
        browser.goto(&tour.site.at("/comments"));
    }),
    stop("nic", |_, browser| browser.follow("main a[href^='/nic/']")),
    stop("not-found", |tour, browser| {
        browser.goto(&tour.site.at("/article/9999999/the-mud-has-gone"));
    }),
    stop("blank-paper", |tour, browser| {
        browser.goto(&tour.blank.at("/"));
    }),
    stop("closed-article", show_closed_article),
    stop("comment-preview", |tour, browser| {
        open_last_article(tour, browser);
        fill_form(
            browser,
            "It was *much* deeper once.\n\n> It is now.\n\n- mud\n- more mud",
        );
        browser.click(".send [value=preview]");
        browser.wait_for(".shown .preview");
    }),
    stop("comment-preview-page", |_, browser| {
        send_form(browser, "preview");
    }),
    stop("refused-comment", |tour, browser| {
        open_last_article(tour, browser);
        fill_form(browser, "https://mud.example/ https://mud.example/more");
        browser.fill("#f-email", "somebody at the pier");
        browser.fill("#f-website", "ftp://mud.example");
        send_form(browser, "post");
    }),
    stop("own-comment", |tour, browser| {
        open_last_article(tour, browser);
        fill_form(browser, "It was **much** deeper once, and #1 knows it.");
        browser.click(".send [value=post]");
        browser.wait_for(".comments > article:target");
    }),
    stop("sign-in", |tour, browser| {
        browser.goto(&tour.site.at("/sign-in"));
    }),
    stop("submit-article", |tour, browser| {
        browser.goto(&tour.site.at("/"));
        browser.follow("main a[href='/submit/article']");
        browser.fill("#f-headline", "Forty Years of Mud");
        browser.fill("#f-text", "It was **much** deeper once.\n\n> It is now.");
        browser.click(".submit [value=preview]");
        browser.wait_for("#preview");
    }),
    stop("submission", |_, browser| {
        browser.fill("#f-nic", "Old Bollard");
        browser.click(".submit .send [value=send]");
        browser.wait_for("main .flash");
    }),
    stop("submit-refused", |tour, browser| {
        browser.goto(&tour.site.at("/submit/link"));
        browser.fill("#f-url", "the mud");
        browser.fill("#f-headline", "Mud");
        browser.fill("#f-nic", "Old Bollard");
        browser.click(".submit [value=preview]");
        browser.wait_for("#errors");
    }),
    stop("submissions", |tour, browser| {
        browser.goto(&tour.site.at("/submissions"));
    }),
    stop("join", |tour, browser| browser.goto(&owner_link(tour))),
    stop("second-step", |_, browser| {
        desk::fill_in(browser, "Mrs Limpet");
    }),
    stop("recovery-codes", |_, browser| {
        desk::set_up_codes(browser);
    }),
    stop("desk", |tour, browser| {
        browser.goto(&tour.site.at("/desk"));
    }),
    stop("account", |tour, browser| {
        browser.goto(&tour.site.at("/desk/account"));
    }),
    stop("people", |tour, browser| {
        browser.goto(&tour.site.at("/desk/people"));
        browser.fill("#i-note", "the chandler");
        browser.click("form button.main");
        browser.wait_for("input.link");
    }),
    stop("log", |tour, browser| {
        browser.goto(&tour.site.at("/desk/log"));
    }),
    stop("mods", |tour, browser| browser.goto(&tour.site.at("/mods"))),
    stop("settings", |tour, browser| {
        browser.goto(&tour.site.at("/desk/settings"));
    }),
    stop("settings-refused", |_, browser| {
        browser.fill("#s-time_zone", "Tarrow/Quay");
        browser.fill("#s-per_minute", "often");
        browser.click("form.settings button.main");
        browser.wait_for("#errors");
    }),
    stop("link-used-up", |tour, browser| {
        browser.goto(&owner_link(tour));
    }),
    // The last: from here on nobody is signed in.
    stop("signed-out-while-typing", |tour, browser| {
        browser.goto(&tour.site.at("/desk/settings"));
        browser.fill("#s-motto", "Rather wet.");
        browser.delete_cookies();
        browser.click("form.settings button.main");
        browser.wait_for("#p-password");
    }),
];

const fn stop(name: &'static str, go: fn(&Tour, &Browser)) -> Stop {
    Stop { name, go }
}

impl Tour {
    /// Opens both papers.
    ///
    /// # Panics
    /// When the program does not start.
    #[track_caller]
    pub fn open(binary: &Path) -> Self {
        Self {
            site: site::spawn_prepared(binary, &[], |data| {
                if let Err(error) = std::fs::write(data.join("clipsheet.toml"), CONFIGURATION) {
                    panic!("cannot write the configuration: {error}");
                }
            }),
            blank: site::spawn(binary, &["--empty"]),
        }
    }
}

fn owner_link(tour: &Tour) -> String {
    match tour.site.owner_link() {
        Some(link) => link,
        None => panic!("no owner link was printed: {}", tour.site.output()),
    }
}

/// The last headline of the front: not the lead, which other stops show.
fn open_last_article(tour: &Tour, browser: &Browser) {
    browser.goto(&tour.site.at("/"));
    browser.follow(".headlines:last-of-type tr:last-child th a");
}

fn fill_form(browser: &Browser, text: &str) {
    browser.fill("#f-nic", "Second Mate");
    browser.fill("#f-text", text);
}

/// Sends the comment form as a browser without scripts does.
fn send_form(browser: &Browser, act: &str) {
    browser.execute(
        "const form = document.getElementById('say'), act = document.createElement('input'); \
         act.type = 'hidden'; act.name = 'act'; act.value = arguments[0]; \
         form.append(act); form.submit()",
        &[json!(act)],
    );
    browser.wait_for("main > .head + :is(section, form)");
}

fn show_closed_article(tour: &Tour, browser: &Browser) {
    browser.goto(&tour.site.at("/"));
    browser.follow(".headlines tr:nth-child(2) th a");
    let url = browser.url();
    let number = url.split('/').nth(4).unwrap_or_default();
    tour.site.run(&["comments", "close", number]);
    browser.wait_until("the article is closed", |browser| {
        browser.goto(&url);
        browser.count("#say") == 0
    });
}
