//! What the paper suggests, and what the desk says to it.

use super::{editor, entry_form, texts};
use crate::support::{Browser, Form, on_both};
use clipsheet_server::glossary::task::{self, Task};
use clipsheet_store::{Actor, Role};

#[test]
fn names_recur_spellings_look_alike_and_a_no_is_remembered() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        for n in ["One", "Two", "Three"] {
            let body = format!(
                "<p>The fog came in over the quay number {n}, and everybody asked Captain Wrasse what to do about it. Nobody told the Harbor \
                 Board, which was asleep, as it was in those days from noon till four, and after four there was tea.</p><p>It went on \
                 for an hour and a half, and then Captain Wrasse’s ferry came in, and it was over, and all went home to their pies.</p>"
            );
            paper.print(&format!("fog {n}"), &body).await;
        }
        let page = editor.read("/desk/glossary/suggestions").await;
        let names = texts(&page, "[aria-labelledby=s-names] li b");
        assert_eq!(names, ["Captain Wrasse"], "{}", page.text());
        assert_eq!(
            texts(&page, "[aria-labelledby=s-aliases] li b"),
            ["Harbor Board"]
        );
        assert!(
            page.words("[aria-labelledby=s-names] li")
                .contains("in 3 articles")
        );
        // An entry of its own, or one more spelling of the other: both begin with a form.
        let dom = page.dom();
        let make = dom
            .select("[aria-labelledby=s-names] .acts a")
            .attr_or("href", "")
            .to_string();
        assert_eq!(
            entry_form(&editor.read(&make).await).value("headword"),
            "Captain Wrasse"
        );
        let add = dom
            .select("[aria-labelledby=s-aliases] .acts a")
            .attr_or("href", "")
            .to_string();
        let form = entry_form(&editor.read(&add).await);
        assert_eq!(form.value("aliases"), "the Board\r\nHarbor Board");
        assert_eq!(editor.press(&form, "save").await.status, 303);
        // Not this one again.
        let no = Form::find(&page, "[aria-labelledby=s-names] form");
        assert_eq!(editor.press(&no, "dismiss").await.status, 303);
        let page = editor.read("/desk/glossary/suggestions").await;
        assert!(
            texts(&page, "[aria-labelledby=s-names] li").is_empty()
                && texts(&page, "[aria-labelledby=s-aliases] li").is_empty()
        );
        assert_eq!(
            page.words(".gloss-dismissed summary"),
            "1 that is not to come again"
        );
        let recall = Form::find(&page, ".gloss-dismissed form");
        assert_eq!(editor.press(&recall, "recall").await.status, 303);
        let page = editor.read("/desk/glossary/suggestions").await;
        assert_eq!(
            texts(&page, "[aria-labelledby=s-names] li b"),
            ["Captain Wrasse"]
        );
        // Nobody has looked for an entry of today.
        let unmatched = async |editor: &mut Browser| {
            let page = editor.read("/desk/glossary/suggestions").await;
            texts(&page, "[aria-labelledby=s-unmatched] li b")
        };
        assert!(unmatched(&mut editor).await.is_empty());
        paper.clock.advance(29 * 24 * 3600 * 1000);
        // By then one has to sign in anew.
        let mut editor = paper.staff("Limpet", Role::Editor).await;
        assert!(unmatched(&mut editor).await.contains(&"gull".to_owned()));
        // Nor is it known while what was printed is still being noted.
        let now = paper.clock.now();
        let index = paper
            .app
            .store
            .write(move |tx| task::ask(tx, &Actor::paper(), &Task::Index {}, 3, now));
        index.await.unwrap();
        assert!(unmatched(&mut editor).await.is_empty());
        let page = editor.read("/desk/glossary/suggestions").await;
        let said = page.words("[aria-labelledby=s-unmatched]");
        assert!(said.contains("still being noted"), "{said}");
        let bad = editor
            .post(
                "/desk/glossary/suggestions/answer",
                &[("kind", "x"), ("words", "y")],
            )
            .await;
        assert_eq!(bad.status, 400);
    });
}
