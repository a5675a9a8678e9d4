//! A correction reaches what was printed, and nothing else of it.

use super::{BODY, ask, print_anew, proposal, record, rehearse_and_accept, text, work};
use crate::desk::drafts::{open, written};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_gloss::{Annotation, PrintRecord};
use clipsheet_server::glossary::jobs::{Lane, work_once};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{ArticleId, Role};

const GLOSSARY: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Dredging Society"]},
    {"headword":"gull","asides":[{"text":"a libel"}]},{"headword":"ferry","asides":[{"text":"always late"}]}]}"#;

fn others(record: &PrintRecord, entry: &str) -> Vec<String> {
    let other = |one: &&Annotation| one.entry != entry;
    let json = |one: &Annotation| serde_json::to_string(one).unwrap();
    record.annotations.iter().filter(other).map(json).collect()
}

#[test]
fn a_correction_reaches_old_pages_and_touches_nothing_else() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let without = paper.print_story().await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&url).await).contains("a libel"));
        let before = record(&paper, &url).await;
        let untouched = reader.read(&without).await;

        // Not a correction: old pages stay.
        let milder = proposal(&paper, "ferry", false, |mut entry| {
            entry.asides[0].text = "sometimes late".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, milder.await).await;
        assert!(text(&reader.read(&url).await).contains("always late"));

        let corrected = proposal(&paper, "gull", true, |mut entry| {
            entry.asides[0].text = "a bird".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, corrected.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            page.contains("a bird") && !page.contains("a libel"),
            "{page}"
        );
        assert!(
            page.contains("always late"),
            "others stay as they were printed"
        );
        let after = record(&paper, &url).await;
        assert_eq!(others(&after, "gull"), others(&before, "gull"));
        assert_eq!(reader.read(&without).await.body, untouched.body);
        // An older node, an other process: the same.
        let elsewhere = paper.opened_again("cache_mib = 0").await;
        assert_eq!(text(&elsewhere.reader().read(&url).await), page);

        // Who has died is muted everywhere, at once.
        let muted = proposal(&paper, "gull", true, |mut entry| {
            entry.gone = true;
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, muted.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            !page.contains("a bird") && page.contains("always late"),
            "{page}"
        );

        // A dropped entry's words go.
        let dropped = proposal(&paper, "Harbour Board", true, |_| None);
        rehearse_and_accept(&paper, &mut editor, dropped.await).await;
        let page = text(&reader.read(&url).await);
        assert!(
            !page.contains("Dredging") && page.contains("always late"),
            "{page}"
        );
        let acts = crate::desk::acts(&paper).await;
        let noted = |wanted: &str| acts.iter().filter(|act| act.act == wanted).count();
        assert_eq!(noted("corrected"), 2);
        assert_eq!(noted("dropped, as a correction,"), 1);
    });
}

#[test]
fn an_entry_that_comes_to_match_does_not_come_into_old_articles() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let other = paper
            .print("Keeper Waits", &BODY.replace("gull", "tern"))
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let wider = proposal(&paper, "gull", true, |mut entry| {
            entry.aliases.push("tern".into());
            entry.asides[0].text = "a bird".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, wider.await).await;
        let mut reader = paper.reader();
        assert!(text(&reader.read(&url).await).contains("a bird"));
        assert!(
            !text(&reader.read(&other).await).contains("a bird"),
            "it was never printed there"
        );
    });
}

#[test]
fn what_is_changed_while_a_correction_waits_does_not_ride_into_old_articles() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let says = |text: &str, is_correction: bool| {
            let (paper, text) = (&paper, text.to_owned());
            async move {
                let change = proposal(paper, "gull", is_correction, move |mut entry| {
                    entry.asides[0].text = text;
                    Some(entry)
                });
                ask(paper, Task::Rehearse(change.await)).await
            }
        };
        // Accepted, and waiting for its turn while a colleague changes the entry for new articles.
        let corrected = says("a bird", true).await;
        accept(&paper, &mut editor, corrected).await;
        let joke = says("a new joke", false).await;
        accept(&paper, &mut editor, joke).await;
        // Printed before the correction comes by, with what stands for new articles.
        let meanwhile = paper.print("Mud Counted Meanwhile", BODY).await;
        work(&paper).await;
        let page = text(&paper.reader().read(&meanwhile).await);
        assert!(
            page.contains("a new joke"),
            "the correction has no business with it: {page}"
        );
        let page = text(&paper.reader().read(&url).await);
        assert!(
            page.contains("a bird") && !page.contains("a new joke"),
            "{page}"
        );
        let new = paper.print("Mud Counted Again", BODY).await;
        assert!(text(&paper.reader().read(&new).await).contains("a new joke"));
        // Of two corrections the newer one stands, whichever job comes last.
        let first = says("first", true).await;
        accept(&paper, &mut editor, first).await;
        let second = says("second", true).await;
        accept(&paper, &mut editor, second).await;
        work(&paper).await;
        for url in [url, new] {
            let page = text(&paper.reader().read(&url).await);
            assert!(page.contains("second") && !page.contains("first"), "{page}");
        }
    });
}

#[test]
fn what_an_editor_switched_off_stays_off_when_the_entry_is_renamed() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let draft = written(&mut editor, "Mud Counted", BODY).await;
        let preview = format!("{draft}/preview");
        let page = editor.read(&preview).await;
        let form = Form::find(&page, ".mentions li:has(input[value=gull]) form");
        editor.press(&form, "off").await;
        let form = open(&mut editor, &draft).await;
        let url = editor.press(&form, "print").await.location().to_owned();
        assert!(!text(&paper.reader().read(&url).await).contains("a libel"));
        let renamed = proposal(&paper, "gull", true, |mut entry| {
            entry.headword = "sea mew".into();
            entry.aliases = vec!["gull".into()];
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, renamed.await).await;
        let job = print_anew(&mut editor, &format!("article={}", Paper::id_of(&url))).await;
        work(&paper).await;
        assert!(editor.read(&job).await.words(".job-state").contains("Done"));
        let page = text(&paper.reader().read(&url).await);
        assert!(
            !page.contains("a libel") && page.contains("always late"),
            "{page}"
        );
    });
}

/// The feed's entry of an article: when it was published, and when it changed; first of the whole feed.
async fn told(paper: &Paper) -> (String, Vec<(String, String)>) {
    let mut reader = paper.reader();
    let json: serde_json::Value =
        serde_json::from_str(&reader.ask("/feed.json").await.text()).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let times = json["items"].as_array().unwrap().iter().map(|item| {
        let published = text(&item["date_published"]);
        (published, text(&item["date_modified"]))
    });
    let xml = reader.ask("/feed.xml").await.text();
    let (_, updated) = xml.split_once("<updated>").unwrap();
    (updated[..20].to_owned(), times.collect())
}

#[test]
fn feeds_tell_when_an_article_was_corrected() {
    const PRINTED: &str = "2014-07-07T16:02:00Z";
    const LATER: &str = "2014-07-07T17:02:00Z";
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        paper.print_story().await;
        assert!(
            told(&paper)
                .await
                .1
                .iter()
                .all(|(_, changed)| changed.is_empty())
        );
        paper.clock.advance(3_600_000);
        let says = async |note: &str, is_correction: bool| {
            let change = proposal(&paper, "gull", is_correction, |mut entry| {
                entry.asides[0].text = note.into();
                Some(entry)
            });
            ask(&paper, Task::Rehearse(change.await)).await
        };
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let job = says("a bird", true).await;
        accept(&paper, &mut editor, job).await;
        work(&paper).await;
        let (updated, items) = told(&paper).await;
        assert_eq!(updated, LATER);
        let of = |published: &str, changed: &str| (published.to_owned(), changed.to_owned());
        assert_eq!(items, [of(PRINTED, ""), of(PRINTED, LATER)]);
        // Printed anew an hour later with another revision of the same words, it is as it was for whoever reads it.
        paper.clock.advance(3_600_000);
        let milder = proposal(&paper, "gull", false, |mut entry| {
            entry.kind = "bird".into();
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, milder.await).await;
        let before = record(&paper, &url).await;
        print_anew(&mut editor, &format!("article={}", Paper::id_of(&url))).await;
        work(&paper).await;
        assert_ne!(record(&paper, &url).await, before);
        assert_eq!(told(&paper).await, (updated, items));
    });
}

/// Rehearses a change and accepts it, and leaves its correction waiting.
async fn accept(paper: &Paper, editor: &mut Browser, id: i64) {
    while work_once(&paper.app, Lane::Rehearsals).await.unwrap() {}
    let page = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
    let form = Form::find(&page, "form.decide");
    let reply = editor.press(&form, "accept").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
}

#[test]
fn what_a_later_correction_leaves_out_is_still_the_earlier_ones() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut urls = Vec::new();
        for headline in ["Mud Counted", "Mud Counted Again", "Mud Counted Thrice"] {
            urls.push(paper.print(headline, BODY).await);
        }
        let id = |at: usize| ArticleId(Paper::id_of(&urls[at]));
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        // Three corrections that all wait: the second leaves out two articles, the third one of these.
        for (note, except) in [
            ("a bird", vec![]),
            ("a sea bird", vec![id(0), id(1)]),
            ("a large sea bird", vec![id(0)]),
        ] {
            let mut change = proposal(&paper, "gull", true, |mut entry| {
                entry.asides[0].text = note.into();
                Some(entry)
            })
            .await;
            change.except = except;
            let job = ask(&paper, Task::Rehearse(change)).await;
            accept(&paper, &mut editor, job).await;
        }
        work(&paper).await;
        let mut reader = paper.reader();
        for (url, note) in urls
            .iter()
            .zip(["a bird", "a large sea bird", "a large sea bird"])
        {
            let page = text(&reader.read(url).await);
            assert!(page.contains(note) && !page.contains("a libel"), "{page}");
            assert!(
                page.contains("Dredging Society") && page.contains("always late"),
                "{page}"
            );
        }
    });
}
