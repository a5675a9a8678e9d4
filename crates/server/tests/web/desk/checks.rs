//! Sources looked at again after 1, 7 and 30 days: changed, gone, as they were.

use crate::support::{
    Answer, Asked, DAY, Form, LocalSite, Paper, STORY, allow_this_machine, on_both,
};
use clipsheet_server::app::{App, AppOptions};
use clipsheet_server::checks::look_at_due;
use clipsheet_server::evidence;
use clipsheet_server::settings::ConfigFile;
use clipsheet_store::{
    ArticleId, DatabaseUrl, Evidence, Finding, Role, Store, add_evidence, find_source_check,
};
use std::sync::{Arc, Mutex};

fn page(headline: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>{headline}</title><meta property=\"og:title\" content=\"{headline}\">\
         </head><body><article><h1>{headline}</h1>{body}</article></body></html>"
    )
}

async fn finding(paper: &Paper, id: i64) -> (Finding, String, i64) {
    let found = paper
        .app
        .store
        .read(move |conn| find_source_check(conn, ArticleId(id)))
        .await
        .unwrap()
        .expect("it is looked at");
    (found.finding, found.words, found.looks)
}

#[test]
fn a_source_that_changes_or_goes_is_marked_for_staff() {
    on_both(async |mut paper| {
        allow_this_machine(&mut paper.app);
        let says = Arc::new(Mutex::new(Answer::ok(
            "text/html",
            page("Horn Lost", STORY),
        )));
        let told = Arc::clone(&says);
        let site =
            LocalSite::start(&paper.clock, move |_: &Asked| told.lock().unwrap().clone()).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
            .with("url", &site.url("127.0.1.1", "/news/horn.html"));
        let reply = editor.press(&form, "fetch").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let draft = reply.location().split('?').next().unwrap().to_owned();
        let form = Form::find(&editor.read(&draft).await, "form.draft");
        let reply = editor.press(&form, "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let url = reply.location().to_owned();
        let id = Paper::id_of(&url);

        assert_eq!(look_at_due(&paper.app).await.unwrap(), 0, "not yet");
        paper.clock.advance(DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 0, "once");
        assert_eq!(
            finding(&paper, id).await,
            (Finding::Same, "It says what it said.".into(), 1)
        );
        assert!(
            !editor
                .read(&url)
                .await
                .words(".article-tools")
                .contains("At the source")
        );

        let other = STORY.replace("two pies", "no pies");
        *says.lock().unwrap() = Answer::ok("text/html", page("Horn Found", &other));
        paper.clock.advance(6 * DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        let (found, words, looks) = finding(&paper, id).await;
        assert_eq!((found, looks), (Finding::Changed, 2));
        assert!(
            words.contains("“Horn Lost”") && words.contains("“Horn Found”"),
            "{words}"
        );
        assert!(
            words.contains("1 of its 3 paragraphs is changed or gone."),
            "{words}"
        );
        let tools = editor.read(&url).await.words(".article-tools");
        assert!(
            tools.contains("At the source: Its headline was “Horn Lost”"),
            "{tools}"
        );
        assert!(
            !paper
                .reader()
                .read(&url)
                .await
                .text()
                .contains("Horn Found"),
            "staff only"
        );
        let list = editor.read("/desk/checks").await;
        assert!(list.words("#checks").contains("Horn Lost"));

        // Both pages are kept, and can be had.
        let desk = editor.read(&format!("/desk/articles/{id}")).await;
        let kept = desk
            .dom()
            .select("#evidence a")
            .iter()
            .map(|link| link.attr_or("href", "").to_string())
            .collect::<Vec<_>>();
        assert_eq!(kept.len(), 3);
        let first = editor.ask(&kept[0]).await;
        assert_eq!(first.header("content-type"), "text/plain; charset=utf-8");
        assert!(first.text().contains("<title>Horn Lost</title>"));
        assert_eq!(editor.ask(&format!("{}0", kept[0])).await.status, 404);

        *says.lock().unwrap() = Answer::status(410);
        paper.clock.advance(23 * DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        assert_eq!(finding(&paper, id).await.0, Finding::Gone);
        assert!(
            editor
                .read("/desk/checks?finding=gone")
                .await
                .words("#checks")
                .contains("410")
        );
        paper.clock.advance(400 * DAY);
        assert_eq!(
            look_at_due(&paper.app).await.unwrap(),
            0,
            "three times, and no more"
        );
    });
}

#[test]
fn a_source_that_cannot_be_reached_is_tried_again_before_it_counts() {
    on_both(async |mut paper| {
        allow_this_machine(&mut paper.app);
        let says = Arc::new(Mutex::new(Answer::ok(
            "text/html",
            page("Horn Lost", STORY),
        )));
        let told = Arc::clone(&says);
        let site =
            LocalSite::start(&paper.clock, move |_: &Asked| told.lock().unwrap().clone()).await;
        let html = page("Horn Lost", STORY);
        let url = paper
            .print_page(html.into_bytes(), &site.url("127.0.1.1", "/news/horn.html"))
            .await;
        let id = Paper::id_of(&url);
        *says.lock().unwrap() = Answer::status(503);
        for _ in 0..3 {
            paper.clock.advance(DAY);
            assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
            let (found, words, looks) = finding(&paper, id).await;
            assert_eq!((found, looks), (Finding::Waiting, 0));
            assert!(words.contains("tried again tomorrow"), "{words}");
        }
        // It was only away: all three looks are still there.
        *says.lock().unwrap() = Answer::ok("text/html", page("Horn Lost", STORY));
        paper.clock.advance(DAY);
        assert_eq!(look_at_due(&paper.app).await.unwrap(), 1);
        assert_eq!(finding(&paper, id).await.2, 1);
        // Gone for good, as far as can be told: after as many days.
        *says.lock().unwrap() = Answer::status(503);
        paper.clock.advance(6 * DAY);
        for tries in 0..4 {
            assert_eq!(look_at_due(&paper.app).await.unwrap(), 1, "{tries}");
            let unreachable = finding(&paper, id).await.0 == Finding::Unreachable;
            assert_eq!(unreachable, tries == 3);
            paper.clock.advance(DAY);
        }
    });
}

#[test]
fn pages_that_nothing_refers_to_are_pruned() {
    on_both(async |mut paper| {
        allow_this_machine(&mut paper.app);
        let site = LocalSite::start(&paper.clock, |asked: &Asked| {
            Answer::ok("text/html", page(&asked.path, STORY))
        })
        .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut drafts = Vec::new();
        for path in ["/kept", "/thrown", "/open"] {
            let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
                .with("url", &site.url("127.0.1.1", path));
            let reply = editor.press(&form, "fetch").await;
            drafts.push(reply.location().split('?').next().unwrap().to_owned());
        }
        let form = Form::find(&editor.read(&drafts[0]).await, "form.draft");
        editor.press(&form, "print").await;
        let form = Form::find(&editor.read(&drafts[1]).await, "form.draft");
        editor.press(&form, "throw").await;
        let prune = async || {
            clipsheet_server::drafts::schedule::tidy(&paper.app)
                .await
                .unwrap();
            let mut removed = 0;
            for part in 0..evidence::PARTS {
                removed += evidence::prune(&paper.app, part).await.unwrap();
            }
            removed
        };
        assert_eq!(prune().await, 0, "all of it is referred to");
        let orphan = evidence::keep(&paper.app, b"nobody's".to_vec())
            .await
            .unwrap();
        assert_eq!(prune().await, 0, "too young: its draft may be on its way");
        paper.clock.advance(10 * DAY);
        assert_eq!(prune().await, 1, "what never had a draft");
        assert!(evidence::read(&paper.app, &orphan).await.is_none());
        paper.clock.advance(31 * DAY);
        // The first prune may have been the tidying's own.
        prune().await;
        let left = std::fs::read_dir(paper.app.data.join("evidence")).unwrap();
        let left = left
            .flatten()
            .filter(|folder| folder.path().is_dir())
            .map(|folder| std::fs::read_dir(folder.path()).unwrap().count());
        assert_eq!(left.sum::<usize>(), 2, "the article's and the open draft's");
    });
}

async fn prune_all(app: &App) -> usize {
    let mut removed = 0;
    for part in 0..evidence::PARTS {
        removed += evidence::prune(app, part).await.unwrap();
    }
    removed
}

/// Opens another paper, with a database of its own, on the data folder of this one.
async fn stranger(paper: &Paper) -> Arc<App> {
    let url = DatabaseUrl::Sqlite(paper.app.data.join("other.db"));
    let options = AppOptions {
        store: Store::open(&url, paper.clock.now()).await.unwrap(),
        data: paper.app.data.clone(),
        file: ConfigFile::default(),
        clock: paper.clock.clone(),
        public_url: "https://other.example".into(),
    };
    App::open(options).await.unwrap()
}

/// Keeps a page, and notes that an article has it.
async fn keep(app: &App, page: &str) -> String {
    let hash = evidence::keep(app, page.into()).await.unwrap();
    let row = Evidence {
        hash: hash.clone(),
        url: "https://quay.example/".into(),
        fetched_at: app.now(),
        content_type: String::new(),
        size_bytes: 4,
        draft: None,
        article: None,
    };
    let write = app.store.write(move |tx| add_evidence(tx, &row));
    write.await.unwrap();
    hash
}

#[test]
fn a_database_that_is_not_its_own_prunes_no_folder() {
    on_both(async |paper| {
        let (ours, other) = (&paper.app, stranger(&paper).await);
        let mark = ours.data.join("evidence").join("paper");
        let mut kept = Vec::new();
        for n in 0..5 {
            kept.push(keep(ours, &format!("page {n}")).await);
        }
        evidence::keep(ours, b"nobody's".to_vec()).await.unwrap();
        // What the other paper clips in the meantime does not make the folder its own.
        keep(&other, "theirs").await;
        paper.clock.advance(10 * DAY);
        assert_eq!(prune_all(&other).await, 0);
        // Nor does it when the folder does not say whose it is, as an older program left it.
        let id = std::fs::read_to_string(&mark).unwrap();
        for nothing in [true, false] {
            match nothing {
                true => std::fs::remove_file(&mark).unwrap(),
                false => std::fs::write(&mark, "").unwrap(),
            }
            assert_eq!(prune_all(&other).await, 0);
        }
        // The paper itself knows most of it, and takes it for its own.
        assert_eq!(prune_all(ours).await, 2, "nobody's, and the other's");
        assert_eq!(std::fs::read_to_string(&mark).unwrap(), id);
        for hash in &kept {
            assert!(evidence::read(ours, hash).await.is_some());
        }
        // Whoever means it writes the other's id there.
        std::fs::write(&mark, &other.secrets.paper_id).unwrap();
        assert_eq!((prune_all(ours).await, prune_all(&other).await), (0, 5));
    });
}

#[test]
fn a_page_that_is_fetched_again_while_its_folder_is_pruned_stays() {
    on_both(async |paper| {
        let app = &paper.app;
        let page = b"the same page, again and again".to_vec();
        let hash = evidence::keep(app, page.clone()).await.unwrap();
        let part = u16::from_str_radix(&hash[..2], 16).unwrap();
        for _ in 0..100 {
            paper.clock.advance(3 * DAY);
            let (kept, pruned, also) = tokio::join!(
                evidence::keep(app, page.clone()),
                evidence::prune(app, part),
                evidence::prune(app, part)
            );
            assert_eq!(
                (kept.unwrap(), &pruned.and(also).is_ok()),
                (hash.clone(), &true)
            );
            assert!(evidence::read(app, &hash).await.is_some());
        }
    });
}
