//! A revision beside a correction, and what is noted of it.

use super::{BODY, ask, proposal, record, rehearse_and_accept, row, text, work};
use crate::desk::article::words_form;
use crate::desk::drafts::{open, written};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_server::glossary::jobs::{Lane, work_once};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{ArticleId, EntryUse, Role, UsedAs, find_article_choices, list_entry_uses};

const GLOSSARY: &str = r#"{"entries":[{"headword":"gull","asides":[{"text":"a libel"}]},
    {"headword":"ferry","asides":[{"text":"always late"}]},
    {"headword":"keeper","asides":[{"text":"of the light"},{"text":"of secrets"},{"text":"of goats"}]}]}"#;

/// Changes a word of the first paragraph, which has the gull, or of the second, in the words form.
async fn revise(paper: &Paper, editor: &mut Browser, url: &str, from: &str, to: &str) {
    let desk = format!("/desk/articles/{}", Paper::id_of(url));
    let form = words_form(&editor.read(&desk).await);
    let html = form.value("html").replace(from, to);
    assert_ne!(html, form.value("html"), "{from}");
    let reply = editor.press(&form.with("html", &html), "").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    assert!(paper.reader().read(url).await.text().contains(to));
}

async fn uses(paper: &Paper, url: &str) -> Vec<EntryUse> {
    let id = ArticleId(Paper::id_of(url));
    let uses = paper.app.store.read(move |conn| list_entry_uses(conn, id));
    uses.await.unwrap()
}

#[test]
fn a_correction_reaches_an_article_that_was_revised_after_its_entry_was_held() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let gull = row(&paper, "gull").await.id;
        let held = proposal(&paper, "gull", false, |mut entry| {
            entry.held = true;
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, held.await).await;
        revise(&paper, &mut editor, &url, "for many years", "for ages").await;
        assert!(
            record(&paper, &url)
                .await
                .annotations
                .iter()
                .any(|one| one.entry_id == gull),
            "its paragraph stays as it was printed"
        );
        let noted = uses(&paper, &url).await;
        assert!(
            noted
                .iter()
                .any(|used| used.entry == gull && used.used_as == UsedAs::Aside),
            "{noted:?}"
        );
        let muted = proposal(&paper, "gull", true, |mut entry| {
            entry.gone = true;
            Some(entry)
        });
        rehearse_and_accept(&paper, &mut editor, muted.await).await;
        let page = text(&paper.reader().read(&url).await);
        assert!(
            !page.contains("a libel") && page.contains("always late"),
            "{page}"
        );
    });
}

/// Both start from the same state, and each may come between the other's reading and writing.
#[test]
fn a_revision_never_brings_back_what_a_correction_took_away() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let url = paper.print("Mud Counted", BODY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        for round in 0..6 {
            let note = format!("a bird, {round}");
            let new = note.clone();
            let corrected = proposal(&paper, "gull", true, move |mut entry| {
                entry.asides[0].text = new;
                Some(entry)
            });
            let id = ask(&paper, Task::Rehearse(corrected.await)).await;
            work(&paper).await;
            let job = editor.read(&format!("/desk/glossary/jobs/{id}")).await;
            let accept = Form::find(&job, "form.decide");
            let form = words_form(&editor.read(&desk).await);
            let html = form
                .value("html")
                .replace("many", &format!("{round} and many"));
            let form = form.with("html", &html);
            let (mut one, mut two) = (editor.clone(), editor.clone());
            let correct = async {
                let reply = one.press(&accept, "accept").await;
                assert_eq!(reply.status, 303, "{}", reply.text());
                while work_once(&paper.app, Lane::Corrections).await.unwrap() {}
            };
            let (_, revised) = tokio::join!(correct, two.press(&form, ""));
            assert_eq!(revised.status, 303, "{}", revised.text());
            work(&paper).await;
            let page = text(&paper.reader().read(&url).await);
            assert!(page.contains(&note), "{round}: {page}");
            assert!(page.contains(&format!("{round} and")), "{round}: {page}");
        }
    });
}

#[test]
fn the_variant_of_the_preview_is_printed_stays_and_is_nobodys_choice() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let mut seen = std::collections::BTreeSet::new();
        for name in ["Mud", "More Mud", "Sand", "Silt"] {
            let draft = written(&mut editor, name, BODY).await;
            let form = open(&mut editor, &draft).await;
            let url = editor.press(&form, "print").await.location().to_owned();
            let id = ArticleId(Paper::id_of(&url));
            let keeper = |record: clipsheet_gloss::PrintRecord| {
                let of = |one: &&clipsheet_gloss::Annotation| one.entry == "keeper";
                record.annotations.iter().find(of).map(|one| one.variant)
            };
            let variant = keeper(record(&paper, &url).await).expect("it is printed");
            seen.insert(variant);
            let kept = paper
                .app
                .store
                .read(move |conn| find_article_choices(conn, id));
            assert_eq!(kept.await.unwrap().unwrap_or_default(), "", "nobody chose");
            // Its own paragraph is changed: it is printed anew, with the same joke.
            revise(
                &paper,
                &mut editor,
                &url,
                "counted the mud",
                "counted all mud",
            )
            .await;
            assert_eq!(keeper(record(&paper, &url).await), Some(variant), "{name}");
            let page = text(&paper.reader().read(&format!("{url}?mode=today")).await);
            let joke = ["of the light", "of secrets", "of goats"][variant];
            assert!(page.contains(joke), "{name}: {page}");
        }
        assert!(
            seen.len() > 2,
            "the edition does not tell one joke again while others are left"
        );
    });
}

#[test]
fn an_article_that_moves_is_printed_for_where_it_goes() {
    on_both(async |paper| {
        paper
            .import(r#"{"entries":[{"headword":"sponge","asides":[{"text":"up here"}],"areas":["hill"]}]}"#)
            .await;
        let url = paper.print("Mud Counted", BODY).await;
        let id = Paper::id_of(&url);
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let opened = editor.post(&format!("/desk/articles/{id}/edit"), &[]).await;
        let draft = opened.location().to_owned();
        let form = open(&mut editor, &draft).await;
        let html = format!("{}<p>A sponge was found.</p>", form.value("text"));
        let form = form.with("text", &html).with("area", "hill");
        assert_eq!(editor.press(&form, "save").await.status, 303);
        let seen = editor.read(&format!("{draft}/preview")).await;
        assert!(
            seen.words(".preview-sheet .text").contains("up here"),
            "{}",
            seen.text()
        );
        let form = open(&mut editor, &draft).await;
        assert_eq!(editor.press(&form, "print").await.status, 303);
        let page = paper.reader().read(&url).await;
        assert!(page.words(".kicker").contains("Up the Hill"));
        assert!(text(&page).contains("up here"), "{}", text(&page));
    });
}
