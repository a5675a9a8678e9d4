//! Every act of staff leaves a note in the log: each route that takes a form is pressed, and one that nobody here knows how to
//! press fails the test. A new route is added in `press`, with the verb that it leaves, or the reason why it leaves none.

use super::{acts, owner};
use crate::support::{
    Answer, Asked, Browser, Form, LocalSite, Paper, Reply, STORY, allow_this_machine, on_both,
};
use axum::body::Body;
use axum::http::Request;
use clipsheet_server::poll::poll_due;
use clipsheet_store::{InboxFilter, ItemId, NewFeed, Role, create_feed, list_waiting};
use std::time::Duration;

const STORIES: [&str; 4] = ["fog", "gulls", "marrow", "pies"];

/// A feed of stories, and a page of its own behind every other address.
fn site(asked: &Asked) -> Answer {
    let port = asked.header("host").unwrap().split(':').nth(1).unwrap();
    if asked.path.ends_with(".xml") {
        let item = |word: &&str| {
            format!(
                "<item><title>News of {word}</title><link>http://{}:{port}{}/{word}</link></item>",
                asked.host, asked.path
            )
        };
        let items: String = STORIES.iter().map(item).collect();
        let feed =
            format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>");
        return Answer::ok("application/rss+xml", feed);
    }
    let title = format!("News of {}", asked.path.rsplit('/').next().unwrap());
    Answer::ok(
        "text/html",
        format!(
            "<!DOCTYPE html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{STORY}</article></body></html>"
        ),
    )
}

/// What a press leaves.
enum Leaves {
    /// A note with this verb.
    Note(&'static str),
    /// None, for a reason.
    Nothing(&'static str),
}
use Leaves::{Note, Nothing};

struct Bench {
    paper: Paper,
    site: LocalSite,
    limpet: Browser,
    article: i64,
    feed: i64,
    items: Vec<i64>,
    /// The newest note when something was last pressed.
    seen: i64,
    faults: Vec<String>,
}

impl Bench {
    async fn new(mut paper: Paper) -> Self {
        allow_this_machine(&mut paper.app);
        let site = LocalSite::start(&paper.clock, site).await;
        let new = NewFeed {
            url: site.url("127.0.1.1", "/feed.xml"),
            title: "The Quay".into(),
            interval_secs: 1800,
            ..NewFeed::default()
        };
        let now = paper.clock.now();
        let store = &paper.app.store;
        let feed = store.write(move |tx| create_feed(tx, &new, now)).await;
        let feed = feed.unwrap().unwrap();
        poll_due(&paper.app, Duration::ZERO).await.unwrap();
        let waiting = paper
            .app
            .store
            .read(|conn| list_waiting(conn, &InboxFilter::default(), ItemId(i64::MAX), 9));
        let items: Vec<i64> = waiting.await.unwrap().iter().map(|one| one.id.0).collect();
        assert_eq!(items.len(), STORIES.len());
        paper
            .import(
                r#"{"entries":[{"headword":"fog horn","substitute":["loud cow"]},{"headword":"meanwhile","serial":"default"}],
                "serials":[{"name":"default","lines":["the keeper counted the gulls.","nobody won."]}]}"#,
            )
            .await;
        paper.print("Another Story", STORY).await;
        let url = paper.print_story().await;
        paper.reader().say(&url, "Gull", "It was the gulls.").await;
        Self {
            limpet: owner(&paper).await,
            article: Paper::id_of(&url),
            feed: feed.0,
            items,
            site,
            paper,
            seen: 0,
            faults: Vec::new(),
        }
    }

    /// The addresses of the table stand for these.
    fn address(&self, path: &str) -> String {
        path.replace("articles/{id}", &format!("articles/{}", self.article))
            .replace("feeds/{id}", &format!("feeds/{}", self.feed))
            .replace("{number}", "1")
            .replace("{day}", "2014-07-07")
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let address = self.address(path);
        self.limpet.post(&address, fields).await
    }

    /// Presses the one form on a view that is there.
    async fn form(
        &mut self,
        view: &str,
        selector: &str,
        with: &[(&str, &str)],
        act: &str,
    ) -> Reply {
        let mut form = Form::find(&self.limpet.read(view).await, selector);
        for (name, value) in with {
            form = form.with(name, value);
        }
        self.limpet.press(&form, act).await
    }

    /// Begins a draft; gives its address.
    async fn draft(&mut self) -> String {
        let reply = self.limpet.post("/desk/drafts", &[]).await;
        let url = reply.location().split('?').next().unwrap().to_owned();
        let words = [
            ("headline", "The fog horn"),
            ("text", "<p>The fog horn is lost.</p>"),
        ];
        self.form(&url, "form#draft", &words, "save").await;
        self.look().await;
        url
    }

    /// Presses all that a route has, one after the other, each with what it should leave.
    async fn press(&mut self, path: &'static str) {
        const VERSIONS: &str = "who wrote what in a draft is in its versions";
        let id = self.article;
        let on = [("on", "1"), ("from", "desk")];
        let off = [("on", "0"), ("from", "desk")];
        match path {
            "/desk/account" => {
                let about = [("about", "Counts the gulls.")];
                let made = self.form(path, "form[action='/desk/account']", &about, "");
                let reply = made.await;
                self.left(path, reply, Note("changed the profile of")).await;
            }
            "/desk/account/password" => {
                let reply = self.post(path, &[("password", "a phrase of pies")]).await;
                self.left(path, reply, Note("changed the password of"))
                    .await;
            }
            "/desk/account/sessions" => {
                let reply = self.post(path, &[("end", "others")]).await;
                self.left(path, reply, Note("ended sessions of")).await;
            }
            "/desk/account/second-step" => {
                let reply = self.post(path, &[("act", "new-recovery")]).await;
                self.left(path, reply, Note("made recovery codes for"))
                    .await;
            }
            "/desk/people" => {
                let invite = [("act", "invite"), ("role", "editor"), ("note", "Keel")];
                let reply = self.post(path, &invite).await;
                self.left(path, reply, Note("invited")).await;
                let reply = self
                    .form(path, "form:has([value=take-back])", &[], "")
                    .await;
                self.left(path, reply, Note("took back a link for")).await;
                self.paper.staff("Oar", Role::Contributor).await;
                let oar = super::find(&self.paper, "Oar").await.id.to_string();
                for (act, verb) in [
                    ("role", "set the role of"),
                    ("trust", "trusts"),
                    ("untrust", "no longer trusts"),
                    ("reset", "made a link to open anew"),
                    ("dismiss", "dismissed"),
                    ("readmit", "readmitted"),
                ] {
                    let fields = [("act", act), ("id", &*oar), ("role", "contributor")];
                    let reply = self.post(path, &fields).await;
                    self.left(path, reply, Note(verb)).await;
                }
            }
            "/desk/settings" => {
                let motto = [("motto", "Rather wet")];
                let reply = self.form(path, "form.settings", &motto, "").await;
                self.left(path, reply, Note("changed")).await;
            }
            "/desk/articles/{id}/edit" => {
                let reply = self.post(path, &[]).await;
                self.left(path, reply, Note("opened for editing")).await;
            }
            "/desk/articles/{id}/words" => {
                let words = [("headline", "Fog Horn Still Lost")];
                let view = format!("/desk/articles/{id}");
                let reply = self.form(&view, "form.words", &words, "").await;
                self.left(path, reply, Note("revised")).await;
            }
            "/desk/articles/{id}/restore" => {
                let article = self.address("/desk/articles/{id}");
                let words = [("headline", "Fog Horn Quite Lost")];
                self.form(&article, "form.words", &words, "").await;
                let view = format!("{article}/revisions");
                let reply = self.form(&view, "form[action$='/restore']", &[], "").await;
                self.left(path, reply, Note("revised")).await;
            }
            "/desk/articles/{id}/place" => {
                let place = [("page", "2"), ("area", "hill"), ("from", "desk")];
                let reply = self.post(path, &place).await;
                self.left(path, reply, Note("moved")).await;
            }
            "/desk/articles/{id}/print" => {
                let reply = self.post(path, &off).await;
                self.left(path, reply, Note("took back")).await;
                let reply = self.post(path, &on).await;
                self.left(path, reply, Note("printed again")).await;
            }
            "/desk/articles/{id}/lead" => {
                let reply = self.post(path, &on).await;
                self.left(path, reply, Note("made the lead")).await;
            }
            "/desk/articles/{id}/classic" => {
                let reply = self.post(path, &on).await;
                self.left(path, reply, Note("made a classic")).await;
            }
            "/desk/articles/{id}/comments" => {
                let reply = self.post(path, &off).await;
                self.left(path, reply, Note("closed the comments of")).await;
                let reply = self.post(path, &on).await;
                self.left(path, reply, Note("opened the comments of")).await;
            }
            "/desk/articles/{id}/file" => {
                let file = [("on", "1"), ("from", "desk"), ("dossier", "Horns")];
                let reply = self.post(path, &file).await;
                self.left(path, reply, Note("filed")).await;
            }
            "/desk/articles/{id}/talk/{number}" => {
                let reply = self.post(path, &[("act", "remove")]).await;
                self.left(path, reply, Note("took away")).await;
                let reply = self.post(path, &[("act", "restore")]).await;
                self.left(path, reply, Note("brought back")).await;
            }
            "/desk/edition/{day}/order" => {
                // Both on one page, whatever was moved before.
                let place = [("page", "1"), ("from", "desk")];
                self.post("/desk/articles/{id}/place", &place).await;
                let article = id.to_string();
                let order = [("page", "1"), ("article", &*article), ("step", "up")];
                let mut reply = self.post(path, &order).await;
                if acts(&self.paper).await[0].act != "put in order" {
                    let order = [("page", "1"), ("article", &*article), ("step", "down")];
                    reply = self.post(path, &order).await;
                }
                self.left(path, reply, Note("put in order")).await;
            }
            "/desk/clip" => {
                let url = self.site.url("127.0.1.2", "/whistle");
                let reply = self
                    .form(path, "form.clip", &[("url", &url)], "fetch")
                    .await;
                self.left(path, reply, Note("clipped")).await;
            }
            "/desk/drafts" => {
                let reply = self.post(path, &[]).await;
                self.left(path, reply, Note("began")).await;
            }
            "/desk/drafts/{id}" => {
                let url = self.draft().await;
                let reply = self.form(&url, "form#draft", &[], "save").await;
                self.left(path, reply, Nothing(VERSIONS)).await;
                for (act, verb) in [
                    ("hold", "held"),
                    ("open", "opened"),
                    ("throw", "threw away"),
                    ("bring", "brought back"),
                    ("take", "took over"),
                    ("print", "printed"),
                ] {
                    let reply = self.limpet.post(&url, &[("base", "1"), ("act", act)]).await;
                    self.left(path, reply, Note(verb)).await;
                }
            }
            "/desk/drafts/{id}/here" => {
                let url = self.draft().await;
                let reply = self.limpet.post(&format!("{url}/here"), &[]).await;
                let why = "who is at a draft is no act: it is told for a minute";
                self.left(path, reply, Nothing(why)).await;
            }
            "/desk/drafts/{id}/preview" => {
                let url = self.draft().await;
                let off = [("entry", "fog horn"), ("nth", "1"), ("act", "off")];
                let reply = self.limpet.post(&format!("{url}/preview"), &off).await;
                self.left(path, reply, Nothing(VERSIONS)).await;
            }
            "/desk/drafts/{id}/versions/{version}" => {
                let url = self.draft().await;
                let base = [("base", "2")];
                let reply = self.limpet.post(&format!("{url}/versions/1"), &base).await;
                self.left(path, reply, Nothing(VERSIONS)).await;
            }
            "/desk/drafts/{id}/picture" => {
                let url = self.draft().await;
                let body = "--b\r\nContent-Disposition: form-data; name=\"address\"\r\n\r\nnone\r\n--b--\r\n";
                let request = Request::post(format!("{url}/picture"))
                    .header("content-type", "multipart/form-data; boundary=b")
                    .body(Body::from(body));
                let reply = self.limpet.send(request.unwrap()).await;
                assert_eq!(reply.status, 502, "there is no such picture");
                // A picture that is kept shows nowhere until the draft that names it is saved.
            }
            "/desk/feeds/add" => {
                let url = self.site.url("127.0.1.3", "/new.xml");
                let reply = self.post(path, &[("url", &url)]).await;
                self.left(path, reply, Note("added")).await;
            }
            "/desk/feeds/import" => {
                let list = "<opml version=\"2.0\"><body><outline text=\"Tidings\" xmlUrl=\"https://tidings.example/feed\"/></body></opml>";
                let preview = self
                    .form(path, "form.settings", &[("list", list)], "preview")
                    .await;
                let form = Form::find(&preview, "form.settings");
                self.left(path, preview, Nothing("it is only shown")).await;
                let reply = self.limpet.press(&form, "import").await;
                self.left(path, reply, Note("imported")).await;
            }
            "/desk/feeds/{id}" => {
                let view = self.address(path);
                let title = [("title", "The Old Quay")];
                let reply = self.form(&view, "form.settings", &title, "").await;
                self.left(path, reply, Note("changed")).await;
            }
            "/desk/feeds/{id}/poll" => {
                let reply = self.post(path, &[]).await;
                let why = "it is read as it would have been read anyway";
                self.left(path, reply, Nothing(why)).await;
            }
            "/desk/feeds/{id}/pause" => {
                let reply = self.post(path, &[]).await;
                self.left(path, reply, Note("paused")).await;
            }
            "/desk/feeds/{id}/resume" => {
                let reply = self.post(path, &[]).await;
                self.left(path, reply, Note("resumed")).await;
            }
            "/desk/feeds/{id}/remove" => {
                let new = NewFeed {
                    url: "https://gone.example/feed".into(),
                    interval_secs: 1800,
                    ..NewFeed::default()
                };
                let now = self.paper.clock.now();
                let store = &self.paper.app.store;
                let feed = store.write(move |tx| create_feed(tx, &new, now)).await;
                let address = format!("/desk/feeds/{}/remove", feed.unwrap().unwrap());
                let reply = self.limpet.post(&address, &[]).await;
                self.left(path, reply, Note("removed")).await;
            }
            "/desk/inbox/{id}/drop" => {
                let item = self.items[0];
                let reply = self.post(&format!("/desk/inbox/{item}/drop"), &[]).await;
                self.left(path, reply, Note("dropped")).await;
            }
            "/desk/inbox/{id}/undo" => {
                let item = self.items[1];
                self.post(&format!("/desk/inbox/{item}/drop"), &[]).await;
                let reply = self.post(&format!("/desk/inbox/{item}/undo"), &[]).await;
                self.left(path, reply, Note("took back")).await;
            }
            "/desk/inbox/{id}/fetch" => {
                let item = self.items[1];
                let reply = self.post(&format!("/desk/inbox/{item}/fetch"), &[]).await;
                let why = "it is fetched in advance, and stays where it is";
                self.left(path, reply, Nothing(why)).await;
            }
            "/desk/inbox/{id}/clip" => {
                let item = self.items[2];
                let reply = self.post(&format!("/desk/inbox/{item}/clip"), &[]).await;
                self.left(path, reply, Note("clipped")).await;
            }
            "/desk/inbox/{id}/print" => {
                let item = self.items[3];
                let reply = self.post(&format!("/desk/inbox/{item}/print"), &[]).await;
                self.left(path, reply, Note("printed")).await;
            }
            "/desk/remarks/new" => {
                let reply = self.remark().await;
                self.left(path, reply, Note("put in")).await;
            }
            "/desk/remarks/{id}" => {
                let made = self.remark().await;
                let number = made.location().split("#r").nth(1).unwrap().to_owned();
                let view = format!("/desk/remarks/{number}");
                let text = [("text", "Three pies, at least.")];
                let reply = self.form(&view, "form.remark-form", &text, "put").await;
                self.left(path, reply, Note("changed")).await;
                let reply = self.form(&view, "form.remark-form", &[], "remove").await;
                self.left(path, reply, Note("removed")).await;
            }
            "/desk/articles/{id}/here" | "/desk/articles/{id}/leave" => {
                let reply = self.post(path, &[]).await;
                let why = "who is at an article is no act: it is told for a minute";
                if !matches!(reply.status, 200 | 204 | 303) {
                    self.faults.push(format!("{path}: {}", reply.status));
                }
                let seen = self.seen;
                let newest = acts(&self.paper).await.first().map_or(0, |act| act.id);
                assert_eq!(newest, seen, "{why}");
            }
            "/desk/edition/drafts/{id}" => {
                let url = self.draft().await;
                let number = url.rsplit('/').next().unwrap().to_owned();
                let address = format!("/desk/edition/drafts/{number}");
                let reply = self.limpet.post(&address, &[("area", "hill")]).await;
                self.left(path, reply, Note("gave an area")).await;
            }
            _ if path.starts_with("/desk/glossary") => self.press_glossary(path).await,
            unknown => self.faults.push(format!(
                "nobody knows how to press {unknown}: add it to this list, with the note that it leaves in the log"
            )),
        }
    }

    /// The same for what belongs to the glossary.
    async fn press_glossary(&mut self, path: &'static str) {
        let settings = "form.settings";
        match path {
            "/desk/glossary/new" | "/desk/glossary/{id}/save" | "/desk/glossary/{id}/drop" => {
                let words = [("headword", "mud pie"), ("substitute", "sludge tart")];
                let entry = "#gloss-form";
                let reply = self.form("/desk/glossary/new", entry, &words, "save").await;
                let at = reply.location().split('?').next().unwrap().to_owned();
                self.left(path, reply, Note("added")).await;
                let kind = ("kind", "pastry");
                let reply = self.form(&at, entry, &[kind], "save").await;
                self.left(path, reply, Note("changed")).await;
                let fields = [("revision", "2"), ("sure", "yes")];
                let reply = self.limpet.post(&format!("{at}/drop"), &fields).await;
                self.left(path, reply, Note("dropped")).await;
            }
            "/desk/glossary/test" => {
                let text = [("try_text", "A fog horn.")];
                let reply = self.form(path, "#gloss-test", &text, "").await;
                self.left(path, reply, Nothing("it is only tried")).await;
            }
            "/desk/glossary/bulk" => {
                let with = [("kind", "horn")];
                let reply = self.form("/desk/glossary/bulk?id=1", settings, &with, "save").await;
                self.left(path, reply, Note("changed")).await;
            }
            "/desk/glossary/import" => {
                let with = [("text", "headword;kind\nTern;bird\n"), ("how", "adds")];
                let shown = self.form(path, settings, &with, "preview").await;
                let form = Form::find(&shown, settings);
                self.left(path, shown, Nothing("it is only shown")).await;
                let reply = self.limpet.press(&form, "save").await;
                self.left(path, reply, Note("added")).await;
            }
            "/desk/glossary/changes/{id}/undo" => {
                let word = [("headword", "sea mist"), ("substitute", "wet air")];
                let entry = "#gloss-form";
                self.form("/desk/glossary/new", entry, &word, "save").await;
                self.look().await;
                let list = self.limpet.read("/desk/glossary/changes").await;
                let dom = list.dom();
                let link = dom.select("a[href^='/desk/glossary/changes/']");
                let at = link.attr_or("href", "").to_string();
                let reply = self.form(&at, settings, &[], "").await;
                // The note says which change it undoes.
                self.left(path, reply, Note("undid")).await;
            }
            "/desk/glossary/serials/save" => {
                let with = [("name", "pies"), ("lines", "one pie")];
                let form = "section[aria-labelledby=new-serial] form";
                let reply = self.form("/desk/glossary/serials", form, &with, "new").await;
                self.left(path, reply, Note("changed")).await;
            }
            "/desk/glossary/serials/line" => {
                let at = "/desk/glossary/serials/line?serial=default&number=1";
                let text = [("text", "the keeper counted the terns.")];
                let reply = self.form(at, "#line", &text, "").await;
                self.left(path, reply, Note("corrected")).await;
            }
            "/desk/glossary/suggestions/answer" => {
                let no = [("kind", "name"), ("words", "Pie Street"), ("act", "dismiss")];
                let reply = self.limpet.post(path, &no).await;
                let why = "what is not wanted again is kept with who said so";
                self.left(path, reply, Nothing(why)).await;
            }
            "/desk/glossary/reprint" | "/desk/glossary/jobs/{id}/act" => {
                let article = self.article.to_string();
                let of = [("article", &*article)];
                let reply = self.limpet.post("/desk/glossary/reprint", &of).await;
                let job = reply.location().to_owned();
                self.left(path, reply, Note("asked to print anew")).await;
                let address = format!("{job}/act");
                let reply = self.limpet.post(&address, &[("act", "stop")]).await;
                self.left(path, reply, Note("stopped")).await;
                let reply = self.limpet.post(&address, &[("act", "go-on")]).await;
                self.left(path, reply, Note("let go on")).await;
            }
            unknown => self.faults.push(format!(
                "nobody knows how to press {unknown}: add it to this list, with the note that it leaves in the log"
            )),
        }
    }

    /// Puts in a remark.
    async fn remark(&mut self) -> Reply {
        let view = format!("/desk/remarks/new?article={}", self.article);
        let words = [("words", "two pies"), ("text", "Two, no less.")];
        self.form(&view, "form.remark-form", &words, "put").await
    }

    /// From here on, notes are new.
    async fn look(&mut self) {
        self.seen = acts(&self.paper).await.first().map_or(0, |act| act.id);
    }

    /// What was pressed went well, and the newest note is of it; else it is a fault, told of when all was pressed.
    async fn left(&mut self, path: &str, reply: Reply, leaves: Leaves) {
        if !matches!(reply.status, 200 | 303) {
            let words = reply.text();
            self.faults
                .push(format!("{path}: {} {words}", reply.status));
        }
        let seen = self.seen;
        let fresh: Vec<_> = acts(&self.paper)
            .await
            .into_iter()
            .take_while(|act| act.id > seen)
            .collect();
        let right = match (&leaves, fresh.first()) {
            (Note(verb), Some(act)) => {
                act.act == *verb && act.actor.name == "Mrs Limpet" && !act.subject.is_empty()
            }
            (Nothing(_), None) => true,
            _ => false,
        };
        if !right {
            let wanted = match leaves {
                Note(verb) => format!("a note “{verb}”"),
                Nothing(why) => format!("nothing, since {why}"),
            };
            self.faults
                .push(format!("{path} should leave {wanted}: {fresh:?}"));
        }
        self.look().await;
    }
}

/// Whether a route takes forms: what is not allowed is answered with what is.
async fn takes_forms(limpet: &mut Browser, address: &str) -> bool {
    let request = Request::builder().method("PATCH").uri(address);
    let reply = limpet.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 405, "{address}");
    let allowed = reply.header("allow");
    assert!(!allowed.is_empty(), "{address}");
    allowed.split(',').any(|method| method.trim() == "POST")
}

#[test]
fn every_form_of_the_desk_leaves_a_note_in_the_log() {
    on_both(async |paper| {
        let table = clipsheet_server::desk::routes(&paper.app).table;
        let mut bench = Bench::new(paper).await;
        let mut pressed = 0;
        for route in table {
            let address = bench.address(route.path).replace("{id}", "1");
            let address = address.replace("{version}", "1").replace("{hash}", "1");
            if takes_forms(&mut bench.limpet, &address).await {
                bench.look().await;
                bench.press(route.path).await;
                pressed += 1;
            }
        }
        assert!(pressed > 30, "{pressed} forms");
        assert!(bench.faults.is_empty(), "{:#?}", bench.faults);
    });
}
