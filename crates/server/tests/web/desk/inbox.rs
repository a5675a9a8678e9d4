//! The inbox as the desk meets it: listing, dropping, clipping, printing, and what happens when that fails.

use crate::support::{
    Answer, Asked, Browser, Form, LocalSite, Paper, Reply, STORY, allow_this_machine, on_both,
};
use axum::body::Body;
use axum::http::Request;
use clipsheet_server::poll::poll_due;
use clipsheet_store::{
    DraftId, DraftState, FeedId, InboxFilter, InboxItem, ItemId, NewFeed, Role, create_feed,
    find_draft, inbox_counts, list_acts, list_drafts_in, list_latest, list_staff, list_waiting,
    save_feed, set_clipping, set_role,
};
use std::time::Duration;

const STORIES: &[(&str, &str)] = &[
    ("pies", "Pie shop runs out of Tuesday"),
    ("gull", "Gull elected to the harbour board"),
    ("fog", "Fog horn found in the vestry"),
];

/// A feed of three stories that are on the same host, and one of a story that robots may not read.
fn site(asked: &Asked) -> Answer {
    let port = asked.header("host").unwrap().split(':').nth(1).unwrap();
    let item = |path: &str, title: &str| {
        format!(
            "<item><title>{title}</title><link>http://{}:{port}/{path}</link><description>{title}, it is said, and more than once.</description></item>",
            asked.host
        )
    };
    match asked.path.as_str() {
        "/feed.xml" => {
            let items: String = STORIES
                .iter()
                .map(|(path, title)| item(path, title))
                .collect();
            let items = items + &item("locked", "A story behind a locked door");
            Answer::ok(
                "application/rss+xml",
                format!(
                    "<rss version=\"2.0\"><channel><title>The Quay</title>{items}</channel></rss>"
                ),
            )
        }
        "/two.xml" => {
            let items = item("on", "Keeper counts gulls and loses count")
                + &item("gull", "Nobody expected the vote");
            Answer::ok(
                "application/rss+xml",
                format!("<rss version=\"2.0\"><channel><title>Two</title>{items}</channel></rss>"),
            )
        }
        "/had.xml" => {
            let item = format!(
                "<item><title>Fog Horn Lost</title><link>http://{}:{port}/elsewhere</link><description>{}</description></item>",
                asked.host,
                STORY.split("</p>").next().unwrap().replace("<p>", "")
            );
            Answer::ok(
                "application/rss+xml",
                format!("<rss version=\"2.0\"><channel><title>Had</title>{item}</channel></rss>"),
            )
        }
        "/on" | "/short" | "/shorter" => Answer::status(302).with("location", "/gull"),
        "/locked" => Answer::status(403),
        path => {
            let title = STORIES
                .iter()
                .find(|(known, _)| path[1..] == **known)
                .map_or("None", |(_, title)| title);
            Answer::ok(
                "text/html",
                format!(
                    "<!DOCTYPE html><html><head><title>{title}</title><meta property=\"og:site_name\" content=\"The Quay\"></head><body><article><h1>{title}</h1>{STORY}</article></body></html>"
                ),
            )
        }
    }
}

struct Desk {
    paper: Paper,
    site: LocalSite,
    feed: FeedId,
}

async fn desk(mut paper: Paper) -> Desk {
    allow_this_machine(&mut paper.app);
    let site = LocalSite::start(&paper.clock, site).await;
    let new = NewFeed {
        url: site.url("127.0.1.1", "/feed.xml"),
        title: "The Quay".into(),
        page: 2,
        area: "hill".into(),
        interval_secs: 1800,
        ..NewFeed::default()
    };
    let now = paper.clock.now();
    let feed = paper
        .app
        .store
        .write(move |tx| create_feed(tx, &new, now))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(poll_due(&paper.app, Duration::ZERO).await.unwrap(), 1);
    Desk { paper, site, feed }
}

impl Desk {
    async fn waiting(&self) -> Vec<InboxItem> {
        self.paper
            .app
            .store
            .read(|conn| list_waiting(conn, &InboxFilter::default(), ItemId(i64::MAX), 100))
            .await
            .unwrap()
    }

    async fn item(&self, words: &str) -> i64 {
        let found = self.waiting().await;
        let item = found.iter().find(|item| item.title.contains(words));
        item.unwrap_or_else(|| panic!("no {words}")).id.0
    }
}

async fn post(browser: &mut Browser, path: &str, body: &str, by_script: bool) -> Reply {
    let mut request =
        Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    if by_script {
        request = request.header("x-fragment", "1");
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    browser.send(request).await
}

fn titles(reply: &Reply) -> Vec<String> {
    let dom = reply.dom();
    dom.select(".item h2")
        .iter()
        .map(|title| title.text().to_string())
        .collect()
}

#[test]
fn stories_wait_in_the_list_and_filters_narrow_it() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk
            .paper
            .staff("Pennick", clipsheet_store::Role::Editor)
            .await;
        let all = editor.read("/desk/inbox").await;
        // On top stands what is on top of the feed.
        assert_eq!(titles(&all)[0], STORIES[0].1);
        assert_eq!(titles(&all).len(), 4);
        assert_eq!(all.words("#inbox-count"), "4 stories wait");
        assert!(all.words(".item .meta").contains("The Quay"));
        assert!(all.words(".item .meta").contains("2 Harbour · Up the Hill"));
        for (query, count) in [
            ("page=2", 4),
            ("page=1", 0),
            ("area=hill&page=2", 4),
            ("area=quay", 0),
            ("q=GULL+board", 1),
            ("q=walrus", 0),
            ("dossier=nothing", 0),
        ] {
            let some = editor.read(&format!("/desk/inbox?{query}")).await;
            assert_eq!(titles(&some).len(), count, "{query}");
        }
        let of_feed = editor
            .read(&format!("/desk/inbox?feed={}", desk.feed))
            .await;
        assert_eq!(titles(&of_feed).len(), 4);
        // Nonsense is no filter, or nothing fits; never an error.
        for query in [
            "page=x",
            "feed=x",
            "before=x",
            "q=%00",
            "before=-1",
            "page=99999999999999999999",
        ] {
            let reply = editor.ask(&format!("/desk/inbox?{query}")).await;
            assert!(
                reply.status == 200 || reply.status == 400,
                "{query}: {}",
                reply.status
            );
        }
        let opened = editor
            .read(&format!("/desk/inbox/{}", desk.item("Gull").await))
            .await;
        assert_eq!(opened.words("h1"), STORIES[1].1);
        assert!(opened.words(".sources").contains("The Quay"));
        editor.refused("/desk/inbox/4711", 404).await;
        let part = editor
            .ask_with(
                &format!("/desk/inbox/{}", desk.item("Gull").await),
                &[("x-fragment", "1")],
            )
            .await;
        assert!(
            part.text()
                .trim_start()
                .starts_with("<div class=\"item-all\">")
        );
    });
}

#[test]
fn what_is_dropped_leaves_and_can_be_taken_back() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut moderator = desk
            .paper
            .staff("Limpet", clipsheet_store::Role::Moderator)
            .await;
        let list = moderator.read("/desk/inbox?q=pie").await;
        assert_eq!(
            list.dom().select("[data-act=clip]").length(),
            0,
            "moderators do not clip"
        );
        let form = Form::find(&list, ".item form");
        let reply = moderator.press(&form, "").await;
        let id = form.action.split('/').nth(3).unwrap().to_owned();
        assert_eq!(
            (reply.status, reply.location()),
            (303, format!("/desk/inbox?q=pie&dropped={id}").as_str())
        );
        let after = moderator.read(reply.location()).await;
        assert!(after.words(".undo").contains("Pie shop"));
        assert_eq!(titles(&after).len(), 0);
        let reply = moderator.press(&Form::find(&after, "form.undo"), "").await;
        assert_eq!(reply.location(), "/desk/inbox?q=pie&said=back");
        assert_eq!(titles(&moderator.read(reply.location()).await).len(), 1);
        // Two who drop the same: the second is told.
        let drop = format!("/desk/inbox/{id}/drop");
        assert_eq!(post(&mut moderator, &drop, "", true).await.status, 200);
        let late = post(&mut moderator, &drop, "", true).await;
        assert_eq!(late.status, 409);
        assert!(late.text().contains("\"stays\":false"), "{}", late.text());
        let changes = moderator
            .ask("/desk/inbox/changes?after=1&newest=0")
            .await
            .text();
        assert!(
            changes.contains(&format!("\"gone\":[{id}]")) && changes.contains("\"more\":true"),
            "{changes}"
        );
        let acts = desk
            .paper
            .app
            .store
            .read(|conn| list_acts(conn, i64::MAX, 10))
            .await
            .unwrap();
        let acts: Vec<&str> = acts.iter().map(|act| act.act.as_str()).collect();
        assert_eq!(acts, ["dropped", "took back", "dropped"]);
        // It does not come back by itself.
        desk.paper.clock.advance(3_600_000 * 5);
        poll_due(&desk.paper.app, Duration::ZERO).await.unwrap();
        assert_eq!(desk.waiting().await.len(), 3);
        let elsewhere = post(
            &mut moderator,
            &format!("/desk/inbox/{}/drop", desk.item("Gull").await),
            "back=https%3A%2F%2Fevil.example",
            false,
        )
        .await;
        assert!(
            elsewhere.location().starts_with("/desk/inbox?dropped="),
            "{}",
            elsewhere.location()
        );
    });
}

#[test]
fn an_item_is_clipped_to_a_draft_once() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk
            .paper
            .staff("Pennick", clipsheet_store::Role::Editor)
            .await;
        let id = desk.item("Gull").await;
        let fetched = post(&mut editor, &format!("/desk/inbox/{id}/fetch"), "", true).await;
        assert_eq!(fetched.status, 200, "{}", fetched.text());
        let clip = format!("/desk/inbox/{id}/clip");
        let reply = post(&mut editor, &clip, "", false).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let draft: i64 = reply
            .location()
            .strip_prefix("/desk/drafts/")
            .unwrap()
            .parse()
            .unwrap();
        let asked = |path: &str| {
            let asked = desk.site.asked();
            asked.iter().filter(|asked| asked.path == path).count()
        };
        assert_eq!(asked("/gull"), 1, "it was fetched in advance");
        // A clipping that an upgrade forgot, or that cannot be read, is made anew from the story.
        for (words, path, kept) in [
            ("Fog", "/fog", None),
            ("Pie", "/pies", Some(("{\"headline\":\"Pies\"}", ""))),
        ] {
            let id = desk.item(words).await;
            post(&mut editor, &format!("/desk/inbox/{id}/fetch"), "", true).await;
            let forget = move |tx: &mut clipsheet_store::Tx<'_>| set_clipping(tx, ItemId(id), kept);
            desk.paper.app.store.write(forget).await.unwrap();
            let clip = format!("/desk/inbox/{id}/clip");
            assert_eq!(post(&mut editor, &clip, "", false).await.status, 303);
            assert_eq!(asked(path), 2, "{path}");
        }
        let body = desk
            .paper
            .app
            .store
            .read(move |conn| find_draft(conn, clipsheet_store::DraftId(draft)))
            .await
            .unwrap()
            .unwrap()
            .body;
        let clipping: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            (
                clipping["headline"].as_str(),
                clipping["page"].as_i64(),
                clipping["area"].as_str()
            ),
            (Some(STORIES[1].1), Some(2), Some("hill"))
        );
        let again = post(&mut editor, &clip, "", false).await;
        assert_eq!(again.status, 409);
        assert!(
            again
                .words("[role=alert]")
                .starts_with("Somebody else took this story"),
            "{}",
            again.text()
        );
        assert_eq!(again.words("main .flash a"), "The draft");
        assert_eq!(desk.waiting().await.len(), 1);
    });
}

#[test]
fn an_item_is_printed_at_once_and_then_we_had_it() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk
            .paper
            .staff("Pennick", clipsheet_store::Role::Editor)
            .await;
        let id = desk.item("Fog").await;
        let reply = post(&mut editor, &format!("/desk/inbox/{id}/print"), "", true).await;
        let json: serde_json::Value = serde_json::from_str(&reply.text()).unwrap();
        let url = json["to"]
            .as_str()
            .unwrap_or_else(|| panic!("{}", reply.text()));
        let article = editor.read(url).await;
        assert_eq!(article.words("h1"), STORIES[2].1);
        let latest = desk
            .paper
            .app
            .store
            .read(|conn| list_latest(conn, clipsheet_store::Key::NEWEST, 5))
            .await
            .unwrap();
        assert_eq!(
            (latest.len(), latest[0].posted_by.as_str(), latest[0].page),
            (1, "Pennick", 2)
        );
        let opened = editor.read(&format!("/desk/inbox/{id}")).await;
        assert!(
            opened
                .words("main .flash")
                .starts_with("Clipped by Pennick"),
            "{}",
            opened.text()
        );
        // Another feed brings it under another address: it is marked.
        let new = NewFeed {
            url: desk.site.url("127.0.1.2", "/feed.xml"),
            interval_secs: 1800,
            ..NewFeed::default()
        };
        let now = desk.paper.clock.now();
        desk.paper
            .app
            .store
            .write(move |tx| create_feed(tx, &new, now))
            .await
            .unwrap();
        desk.paper
            .print(
                "Board buys the gull a hat",
                &STORY.replace("fog horn", "gull's hat"),
            )
            .await;
        poll_due(&desk.paper.app, Duration::ZERO).await.unwrap();
        let counts = desk.paper.app.store.read(inbox_counts).await.unwrap();
        // The other three are the same stories, word for word, and get one more source.
        assert_eq!(counts.all, 3, "no story twice");
        let list = editor.read("/desk/inbox").await;
        assert_eq!(
            list.words(".item .meta b"),
            "+1 more +1 more +1 more"
                .split(' ')
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        );
    });
}

#[test]
fn a_story_that_cannot_be_had_stays_and_says_why() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk
            .paper
            .staff("Pennick", clipsheet_store::Role::Editor)
            .await;
        let id = desk.item("locked door").await;
        for act in ["clip", "print"] {
            let reply = post(
                &mut editor,
                &format!("/desk/inbox/{id}/{act}"),
                "back=page%3D2",
                false,
            )
            .await;
            assert_eq!(reply.status, 422);
            assert!(
                reply.words("[role=alert]").contains("answered with 403"),
                "{}",
                reply.text()
            );
            let paste = reply
                .dom()
                .select("main .flash a")
                .attr_or("href", "")
                .to_string();
            assert!(
                paste.starts_with("/desk/clip?url=http%3A%2F%2F127.0.1.1"),
                "{paste}"
            );
            assert_eq!(
                reply
                    .dom()
                    .select(".kicker a")
                    .attr_or("href", "")
                    .to_string(),
                "/desk/inbox?page=2"
            );
        }
        assert_eq!(desk.waiting().await.len(), 4, "it stays");
        // Without a page or area that the paper still has, the clipping proposes one.
        let change = clipsheet_store::FeedChange {
            title: "The Quay".into(),
            group: String::new(),
            page: 77,
            area: "gone".into(),
            include_words: String::new(),
            exclude_words: String::new(),
        };
        let (feed, now) = (desk.feed, desk.paper.clock.now());
        desk.paper
            .app
            .store
            .write(move |tx| save_feed(tx, feed, &change, now))
            .await
            .unwrap();
        let mut moderator = desk
            .paper
            .staff("Limpet", clipsheet_store::Role::Moderator)
            .await;
        let shut = post(&mut moderator, &format!("/desk/inbox/{id}/clip"), "", false).await;
        assert_eq!(shut.status, 403);
    });
}

impl Desk {
    /// Reads one more feed of the site.
    async fn read(&self, host: &str, path: &str) {
        let new = NewFeed {
            url: self.site.url(host, path),
            interval_secs: 1800,
            ..NewFeed::default()
        };
        let now = self.paper.clock.now();
        self.paper
            .app
            .store
            .write(move |tx| create_feed(tx, &new, now))
            .await
            .unwrap();
        poll_due(&self.paper.app, Duration::ZERO).await.unwrap();
    }
}

#[test]
fn what_the_paper_had_is_marked_with_link_and_date() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let url = desk.paper.print_story().await;
        desk.read("127.0.1.3", "/had.xml").await;
        let mut moderator = desk
            .paper
            .staff("Limpet", clipsheet_store::Role::Moderator)
            .await;
        let list = moderator.read("/desk/inbox").await;
        assert_eq!(list.words(".had"), "We had this, 7 July 2014");
        let link = list.dom().select(".had a").attr_or("href", "").to_string();
        assert_eq!(link, url);
        let item = moderator
            .read(&format!("/desk/inbox/{}", desk.item("Fog Horn Lost").await))
            .await;
        assert!(
            item.words(".slip")
                .contains("The same story: Fog Horn Lost, 7 July 2014"),
            "{}",
            item.words(".slip")
        );
    });
}

#[test]
fn an_address_that_leads_on_to_another_items_is_the_same_story() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        desk.read("127.0.1.4", "/two.xml").await;
        assert_eq!(desk.waiting().await.len(), 6);
        let mut editor = desk
            .paper
            .staff("Pennick", clipsheet_store::Role::Editor)
            .await;
        let clip = format!("/desk/inbox/{}/clip", desk.item("counts gulls").await);
        assert_eq!(post(&mut editor, &clip, "", false).await.status, 303);
        let left: Vec<String> = desk
            .waiting()
            .await
            .into_iter()
            .map(|item| item.title)
            .collect();
        assert_eq!(left.len(), 4, "{left:?}");
        assert!(
            !left.contains(&"Nobody expected the vote".to_owned()),
            "{left:?}"
        );
    });
}

/// Sends a link in; gives the address under which its sender sees what becomes of it.
async fn send_link(desk: &Desk, sender: &mut Browser, url: &str) -> String {
    let page = sender.read("/submit/link").await;
    let mut form = Form::find(&page, "form.submit")
        .with("headline", "A gull, they say")
        .with("text", "My cousin *saw* it.")
        .with("url", url);
    if form.fields.iter().any(|(name, _)| name == "nic") {
        form = form.with("nic", "Tern");
    }
    desk.paper.clock.advance(20_000);
    let reply = sender.press(&form, "send").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().split('?').next().unwrap().to_owned()
}

#[test]
fn a_link_that_a_feed_brought_too_is_one_story() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk.paper.staff("Pennick", Role::Editor).await;
        let mut reader = desk.paper.reader();
        let url = desk.site.url("127.0.1.1", "/gull");
        let secret = send_link(&desk, &mut reader, &url).await;
        assert_eq!(desk.waiting().await.len(), 4, "it was there");
        let list = editor.read("/desk/inbox?submitted=1").await;
        assert_eq!(titles(&list), [STORIES[1].1]);
        assert_eq!(list.words(".item .sent"), "Submitted by Tern");
        assert!(list.words("#f-submitted").contains("Submitted (1)"));
        for (query, count) in [("page=2", 1), ("page=1", 0), ("q=gull", 1), ("q=fog", 0)] {
            let some = editor
                .read(&format!("/desk/inbox?submitted=1&{query}"))
                .await;
            assert_eq!(titles(&some).len(), count, "{query}");
        }
        let id = desk.item("Gull").await;
        let shown = editor.read(&format!("/desk/inbox/{id}")).await;
        assert_eq!(shown.words(".sent-in em"), "saw");
        assert!(shown.words(".sources").contains("The Quay"));
        let reply = post(&mut editor, &format!("/desk/inbox/{id}/clip"), "", false).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(
            reader
                .read(&secret)
                .await
                .words("main")
                .contains("taken it up")
        );
        let form = Form::find(&editor.read(reply.location()).await, "form.draft");
        let printed = editor.press(&form, "print").await.location().to_owned();
        let told = reader.read(&secret).await;
        assert!(told.words("main").contains("It is in the paper."));
        let link = told
            .dom()
            .select("main .flash a")
            .attr_or("href", "")
            .to_string();
        assert_eq!(link, printed);

        // Sent in first, and by a feed afterwards.
        let other = desk.site.url("127.0.1.9", "/on");
        let mut other_reader = desk.paper.reader().at("192.0.2.77");
        send_link(&desk, &mut other_reader, &other).await;
        let before = desk.waiting().await.len();
        desk.read("127.0.1.9", "/two.xml").await;
        // Of the feed's two stories one is new.
        assert_eq!(desk.waiting().await.len(), before + 1);
        // What was dropped and is sent in again is worth another look, however long ago it first came.
        let pie = desk.item("Pie shop").await;
        post(&mut editor, &format!("/desk/inbox/{pie}/drop"), "", true).await;
        desk.paper.clock.advance(10 * crate::support::DAY);
        let mut third = desk.paper.reader().at("192.0.2.78");
        send_link(&desk, &mut third, &desk.site.url("127.0.1.1", "/pies")).await;
        assert_eq!(desk.item("Pie shop").await, pie);
        // So is one whose draft was thrown away; it is nobody's then.
        let draft = post(&mut editor, &format!("/desk/inbox/{pie}/clip"), "", false).await;
        let form = Form::find(&editor.read(draft.location()).await, "form.draft");
        editor.press(&form, "throw").await;
        let mut fourth = desk.paper.reader().at("192.0.2.79");
        let secret = send_link(&desk, &mut fourth, &desk.site.url("127.0.1.1", "/pies")).await;
        assert!(
            fourth
                .read(&secret)
                .await
                .words("main")
                .contains("It waits for the desk.")
        );
        assert_eq!(desk.item("Pie shop").await, pie);
        let shown = editor.read(&format!("/desk/inbox/{pie}")).await;
        assert!(
            !shown.words("main").contains("Clipped by"),
            "{}",
            shown.words("main")
        );
        let tidy_inbox = clipsheet_server::poll::tidy_inbox;
        tidy_inbox(&desk.paper.app).await.unwrap();
        assert_eq!(desk.item("Pie shop").await, pie);
        assert_eq!(desk.waiting().await.len(), 1, "the others had their time");
    });
}

#[test]
fn an_article_of_ones_own_in_the_words_of_a_feed_is_a_story_of_its_own() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut editor = desk.paper.staff("Pennick", Role::Editor).await;
        let mut reader = desk.paper.reader();
        let of_feed = desk.item("Gull").await;
        let text = format!("{}, it is said, and more than once.", STORIES[1].1);
        let form = Form::find(&reader.read("/submit/article").await, "form.submit")
            .with("headline", STORIES[1].1)
            .with("text", &text)
            .with("nic", "Tern");
        desk.paper.clock.advance(20_000);
        let sent = reader.press(&form, "send").await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let waiting = desk.waiting().await;
        assert_eq!(waiting.len(), 5);
        let own = &waiting[0];
        assert_eq!((own.url.as_str(), own.id.0 > of_feed), ("", true));
        // The desk sees that they are alike, and has either.
        let shown = editor.read(&format!("/desk/inbox/{}", own.id)).await;
        assert!(
            shown.words(".slip").contains(STORIES[1].1),
            "{}",
            shown.words(".slip")
        );
        for (id, origin) in [(own.id.0, "it is said"), (of_feed, "fog horn")] {
            let reply = post(&mut editor, &format!("/desk/inbox/{id}/clip"), "", false).await;
            assert_eq!(reply.status, 303, "{}", reply.text());
            let draft = editor.read(reply.location()).await;
            let text = Form::find(&draft, "form.draft").value("text").to_owned();
            assert!(text.contains(origin), "{text}");
        }
    });
}

#[test]
fn a_trusted_contributors_link_goes_straight_to_print() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let app = &desk.paper.app;
        let mut editor = desk.paper.staff("Pennick", Role::Editor).await;
        let mut cockle = desk.paper.staff("Mr Cockle", Role::Contributor).await;
        let trust = async |trusted: bool| {
            let now = desk.paper.clock.now();
            let write = app.store.write(move |tx| {
                let staff = list_staff(tx)?;
                let cockle = staff.iter().find(|staff| staff.name == "Mr Cockle");
                set_role(
                    tx,
                    cockle.unwrap().id,
                    Role::Contributor,
                    trusted,
                    true,
                    now,
                )
            });
            write.await.unwrap();
        };
        trust(true).await;
        let good = send_link(&desk, &mut cockle, &desk.site.url("127.0.1.1", "/gull")).await;
        assert!(
            cockle
                .read(&good)
                .await
                .words("main")
                .contains("will be in the paper in a moment")
        );
        let print_due = clipsheet_server::submit::print_due;
        assert_eq!(print_due(app).await.unwrap(), 1);
        assert_eq!(print_due(app).await.unwrap(), 0, "once");
        let told = cockle.read(&good).await;
        assert!(
            told.words("main").contains("It is in the paper."),
            "{}",
            told.words("main")
        );
        let url = told
            .dom()
            .select("main .flash a")
            .attr_or("href", "")
            .to_string();
        let article = desk.paper.reader().read(&url).await;
        assert_eq!(article.words("h1"), STORIES[1].1);
        assert!(article.words(".foot").contains("Posted by Mr Cockle"));
        // Where its feed says, and off the list.
        assert!(article.words(".kicker").contains("Up the Hill"));
        assert_eq!(desk.waiting().await.len(), 3);
        // One that cannot be had: both are told why.
        let bad = send_link(&desk, &mut cockle, &desk.site.url("127.0.1.7", "/locked")).await;
        assert_eq!(print_due(app).await.unwrap(), 0);
        let told = cockle.read(&bad).await.words("main");
        assert!(
            told.contains("answered with 403") && told.contains("waits for the desk"),
            "{told}"
        );
        let id = desk.item("A gull, they say").await;
        let shown = editor.read(&format!("/desk/inbox/{id}")).await;
        assert!(
            shown.words(".sent-in .flash").contains("answered with 403"),
            "{}",
            shown.text()
        );
        assert_eq!(print_due(app).await.unwrap(), 0, "it is not tried again");
        // Trust may end while it waits.
        let late = send_link(&desk, &mut cockle, &desk.site.url("127.0.1.8", "/fog")).await;
        trust(false).await;
        assert_eq!(print_due(app).await.unwrap(), 0);
        assert!(
            cockle
                .read(&late)
                .await
                .words("main")
                .contains("do not go straight to print")
        );
    });
}

#[test]
fn a_trusted_link_is_no_second_printing_of_a_story() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let app = &desk.paper.app;
        let mut limpet = desk.paper.staff("Mrs Limpet", Role::Editor).await;
        let print_due = clipsheet_server::submit::print_due;
        let printed = async || {
            let read = app
                .store
                .read(|conn| list_latest(conn, clipsheet_store::Key::NEWEST, 9));
            read.await.unwrap().len()
        };
        // Two short addresses of one story, printed by two nodes at once.
        let mut told = Vec::new();
        for path in ["/short", "/shorter"] {
            let url = desk.site.url("127.0.1.20", path);
            told.push(send_link(&desk, &mut limpet, &url).await);
        }
        let (one, other) = tokio::join!(print_due(app), print_due(app));
        assert_eq!((one.unwrap() + other.unwrap(), printed().await), (1, 1));
        let mut words = Vec::new();
        for secret in &told {
            words.push(limpet.read(secret).await.words("main"));
        }
        words.sort_by_key(|words| !words.contains("It is in the paper."));
        assert!(words[0].contains("It is in the paper."), "{words:?}");
        // And another one afterwards: it waits for whoever is to decide.
        let before = desk.waiting().await.len();
        let late = send_link(&desk, &mut limpet, &desk.site.url("127.0.1.20", "/on")).await;
        assert_eq!(print_due(app).await.unwrap(), 0);
        assert_eq!(
            (printed().await, desk.waiting().await.len()),
            (1, before + 1)
        );
        let told = limpet.read(&late).await.words("main");
        let why = format!("The paper has this story already: “{}”", STORIES[1].1);
        assert!(
            told.contains(&why) && told.contains("waits for the desk"),
            "{told}"
        );
        // Whoever looks at it may print it all the same.
        let id = desk.waiting().await[0].id;
        let shown = limpet.read(&format!("/desk/inbox/{id}")).await;
        assert!(shown.words(".sent-in .flash").contains(&why));
        let print = format!("/desk/inbox/{id}/print");
        assert_eq!(post(&mut limpet, &print, "", false).await.status, 303);
        assert_eq!(printed().await, 2);
    });
}

#[test]
fn two_who_want_one_story_get_one_draft() {
    on_both(async |paper| {
        let desk = desk(paper).await;
        let mut one = desk.paper.staff("Pennick", Role::Editor).await;
        let mut other = desk.paper.staff("Limpet", Role::Editor).await;
        let drafts = async || {
            let read = desk
                .paper
                .app
                .store
                .read(|conn| list_drafts_in(conn, DraftState::Open, DraftId(i64::MAX), 99));
            read.await.unwrap().len()
        };
        let clip = format!("/desk/inbox/{}/clip", desk.item("Gull").await);
        let (first, second) = tokio::join!(
            post(&mut one, &clip, "", false),
            post(&mut other, &clip, "", false)
        );
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!((statuses, drafts().await), ([303, 409], 1));
        let refused = if first.status == 409 { first } else { second };
        assert!(
            refused
                .words("[role=alert]")
                .starts_with("Somebody else took")
        );
        assert_eq!(
            refused.words("main .flash a"),
            "The draft",
            "and leads to it"
        );
        // One drops what the other clips.
        let id = desk.item("Fog").await;
        let (clip, drop) = (
            format!("/desk/inbox/{id}/clip"),
            format!("/desk/inbox/{id}/drop"),
        );
        let (clipped, dropped) = tokio::join!(
            post(&mut one, &clip, "", false),
            post(&mut other, &drop, "", false)
        );
        let mut statuses = [clipped.status, dropped.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409]);
        assert_eq!(drafts().await, 1 + usize::from(clipped.status == 303));
        // Pasted by hand while somebody else clips it: told, nothing lost, and no second draft unless it is wanted.
        let id = desk.item("Pie").await;
        let page = one
            .read(&format!(
                "/desk/clip?url=https%3A%2F%2Fquay.example%2Fpies&item={id}"
            ))
            .await;
        let form =
            Form::find(&page, "form.clip").with("pasted", "There are no pies.\n\nThere were some.");
        post(&mut other, &format!("/desk/inbox/{id}/clip"), "", false).await;
        let before = drafts().await;
        let late = one.press(&form, "paste").await;
        assert_eq!(
            (late.status, drafts().await),
            (409, before),
            "{}",
            late.text()
        );
        let kept = Form::find(&late, "form.clip");
        let pasted = kept.value("pasted").replace("\r\n", "\n");
        assert_eq!(pasted, form.value("pasted"));
        assert_eq!(one.press(&kept, "paste").await.status, 303, "it is wanted");
    });
}
