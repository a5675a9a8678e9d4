//! The list: sifted, by parts, readable by moderators; and many entries at once.

use super::{GLOSSARY, editor, entry, entry_form, headwords, job_of, texts};
use crate::support::{DAY, Form, on_both};
use clipsheet_server::glossary::task::Task;
use clipsheet_store::{JobKind, Role, find_job};

#[test]
fn the_list_is_sifted_by_words_kind_effect_and_state() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        paper.print_story().await;
        let listed = async |editor: &mut crate::support::Browser, query: &str| {
            let reply = editor.read(&format!("/desk/glossary?{query}")).await;
            texts(&reply, "#gloss-list h2")
        };
        for (query, wanted) in [
            ("", vec!["fog horn", "gull", "Harbour Board", "meanwhile"]),
            ("q=keepers+of", vec!["Harbour Board"]),
            // Generated forms are words of it, too.
            ("q=GULL%E2%80%99S", vec!["gull"]),
            ("q=harbour-board", vec!["Harbour Board"]),
            ("kind=bird", vec!["gull"]),
            ("kind=-", vec!["meanwhile"]),
            ("effect=serial", vec!["meanwhile"]),
            ("effect=aside", vec!["fog horn", "Harbour Board"]),
            ("state=unmatched", vec!["gull"]),
            ("state=unused", vec!["gull"]),
            (
                "order=often",
                vec!["fog horn", "Harbour Board", "meanwhile", "gull"],
            ),
            ("q=walrus", vec![]),
        ] {
            assert_eq!(listed(&mut editor, query).await, wanted, "{query}");
        }
        let list = editor.read("/desk/glossary?q=fog").await;
        assert_eq!(list.words(".inbox-head .meta span"), "1 of 4 entries");
        assert_eq!(
            list.words(".gloss-printed"),
            "Printed in 1 article, last on 7 July 2014"
        );
        // What is newer than all that was printed had no chance to match.
        paper.clock.advance(DAY);
        let mut editor = paper.staff("Mussel", Role::Editor).await;
        let form = entry_form(&editor.read("/desk/glossary/new?headword=tern").await);
        let form = form.with("substitute", "small bailiff");
        assert_eq!(editor.press(&form, "save").await.status, 303);
        let list = editor.read("/desk/glossary?q=tern").await;
        let not_yet = "Not matched yet: nothing was printed since it was made";
        assert_eq!(list.words(".gloss-printed"), not_yet);
        assert_eq!(listed(&mut editor, "state=unmatched").await, ["gull"]);
        paper
            .print("mud", "<p>Mud came in with the tide.</p>")
            .await;
        assert_eq!(
            listed(&mut editor, "state=unmatched").await,
            ["gull", "tern"]
        );
        // Four years on it is old.
        assert!(listed(&mut editor, "state=old-3").await.is_empty());
        paper.clock.advance(4 * 366 * DAY);
        let mut later = paper.staff("Limpet", Role::Moderator).await;
        assert_eq!(
            listed(&mut later, "state=old-3").await,
            ["fog horn", "Harbour Board", "meanwhile"]
        );
        assert!(listed(&mut later, "state=old-10").await.is_empty());
    });
}

#[test]
fn ten_thousand_entries_come_a_hundred_at_a_time() {
    on_both(async |paper| {
        let entries: Vec<String> = (0..1234)
            .map(|n| format!(r#"{{"headword": "gull {n:04}", "substitute": ["bailiff {n}"]}}"#))
            .collect();
        paper
            .import(&format!(r#"{{"entries": [{}]}}"#, entries.join(",")))
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let first = editor.read("/desk/glossary").await;
        assert!(first.words(".inbox-head").contains("1,234 entries"));
        assert_eq!(texts(&first, "#gloss-list h2").len(), 100);
        assert_eq!(first.words(".turn span"), "1 to 100 of 1,234");
        let last = editor.read("/desk/glossary?part=13").await;
        assert_eq!(texts(&last, "#gloss-list h2").len(), 34);
        assert_eq!(last.dom().select(".turn [rel=next]").length(), 0);
        let all = editor
            .read("/desk/glossary/bulk?which=all&back=q%3Dgull+000")
            .await;
        assert_eq!(all.words("h1"), "Change 11 entries");
    });
}

#[test]
fn moderators_read_and_contributors_do_not() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let id = entry(&paper, "gull").await.id;
        let mut moderator = paper.staff("Limpet", Role::Moderator).await;
        let list = moderator.read("/desk/glossary").await;
        assert_eq!(list.dom().select(".gloss-tick, .gloss-bulk").length(), 0);
        let page = moderator.read(&format!("/desk/glossary/{id}")).await;
        assert_eq!(page.dom().select("fieldset[disabled]").length(), 1);
        // What they may do there is to try a text.
        let form = entry_form(&page).with("try_text", "A gull came.");
        let tried = moderator.press(&form, "try").await;
        assert_eq!(tried.status, 200, "{}", tried.text());
        assert!(tried.words("#gloss-trial").contains("winged bailiff"));
        for path in ["changes", "serials", "suggestions", "test"] {
            moderator.read(&format!("/desk/glossary/{path}")).await;
        }
        let reply = moderator
            .post(&format!("/desk/glossary/{id}/save"), &[("headword", "x")])
            .await;
        assert_eq!(reply.status, 403);
        let mut contributor = paper.staff("Skein", Role::Contributor).await;
        assert_eq!(contributor.ask("/desk/glossary").await.status, 403);
    });
}

#[test]
fn many_are_changed_as_one() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let (gull, horn) = (
            entry(&paper, "gull").await.id,
            entry(&paper, "fog horn").await.id,
        );
        let page = editor
            .read(&format!("/desk/glossary/bulk?id={gull}&id={horn}"))
            .await;
        assert_eq!(page.words("h1"), "Change 2 entries");
        let form = Form::find(&page, "form.settings");
        // Nothing said, nothing done, and told so.
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("#errors").contains("Nothing of this changes"));
        let form = form
            .with("kind", "noise")
            .with("add_page", "2")
            .with("gone", "yes")
            .with("review", "2015-01-01")
            .with("note", "Too loud");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(
            editor
                .read(reply.location())
                .await
                .words(".flash")
                .starts_with("Changed.")
        );
        for headword in ["gull", "fog horn"] {
            let entry = entry(&paper, headword).await;
            assert_eq!(
                (entry.kind.as_str(), &entry.pages, entry.gone),
                ("noise", &vec![2], true)
            );
            assert_eq!(entry.review.unwrap().to_string(), "2015-01-01");
        }
        // The same form once more: others changed them since, in whatever way.
        let reply = editor
            .press(&form.clone().with("kind", "din"), "save")
            .await;
        assert_eq!(reply.status, 409);
        assert!(
            reply
                .words("#errors")
                .contains("Somebody changed some of these entries meanwhile")
        );
        let again = Form::find(&reply, "form.settings");
        assert_eq!(
            (again.value("kind"), again.value("note")),
            ("din", "Too loud")
        );
        assert_eq!(editor.press(&again, "save").await.status, 303);
        assert_eq!(entry(&paper, "gull").await.kind, "din");
        let history = editor.read("/desk/glossary/changes").await;
        assert!(texts(&history, ".gloss-change .note").contains(&"Too loud".to_owned()));
    });
}

#[test]
fn many_are_rehearsed_or_dropped() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let gull = entry(&paper, "gull").await.id;
        let page = editor.read(&format!("/desk/glossary/bulk?id={gull}")).await;
        let form = Form::find(&page, "form.settings").ticked("drop", "yes");
        let reply = editor.press(&form, "rehearse").await;
        let job = job_of(reply.location());
        let job = paper
            .app
            .store
            .read(move |conn| find_job(conn, job))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(job.kind, JobKind::Rehearse);
        let Task::Rehearse(proposal) = Task::read(job.kind, &job.task).unwrap() else {
            panic!("{}", job.task);
        };
        assert_eq!(
            (proposal.entries[0].id, &proposal.entries[0].entry),
            (Some(gull), &None)
        );
        assert!(
            headwords(&paper).await.contains(&"gull".to_owned()),
            "not yet"
        );
        assert_eq!(editor.press(&form, "save").await.status, 303);
        assert!(!headwords(&paper).await.contains(&"gull".to_owned()));
        // Nothing ticked: the list again, as it was sifted, and told so.
        let reply = editor.ask("/desk/glossary/bulk?back=q%3Dfog").await;
        assert_eq!(reply.location(), "/desk/glossary?q=fog&said=none-chosen");
        let list = editor.read(reply.location()).await;
        assert!(list.words(".flash.bad").contains("No entry is chosen"));
        assert_eq!(texts(&list, "#gloss-list h2"), ["fog horn"]);
    });
}

#[test]
fn what_many_at_once_would_spoil_is_told_first_and_the_lists_filter_stays() {
    on_both(async |paper| {
        paper
            .import(
                r#"{"entries": [{"headword": "gull", "substitute": ["bailiff"]},
                {"headword": "tern", "aliases": ["gull"], "held": true, "substitute": ["fork"]}]}"#,
            )
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let tern = entry(&paper, "tern").await.id;
        let page = editor
            .read(&format!("/desk/glossary/bulk?id={tern}&back=state%3Dheld"))
            .await;
        let back = |reply: &crate::support::Reply| {
            let dom = reply.dom();
            dom.select(".kicker a").attr_or("href", "").to_string()
        };
        let nothing = editor
            .press(&Form::find(&page, "form.settings"), "save")
            .await;
        assert_eq!(nothing.status, 422);
        assert_eq!(back(&nothing), "/desk/glossary?state=held");
        let form = Form::find(&nothing, "form.settings").with("held", "no");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert!(
            reply
                .words("#warnings")
                .contains("already belongs to the entry"),
            "{}",
            reply.text()
        );
        assert_eq!(back(&reply), "/desk/glossary?state=held");
        assert!(entry(&paper, "tern").await.held, "not yet");
        let again = Form::find(&reply, "form.settings");
        assert_eq!(editor.press(&again, "save").await.status, 303);
        assert!(!entry(&paper, "tern").await.held);
    });
}
