//! The history, and undoing a change as a whole.

use super::{editor, entry, entry_form, texts, url_of};
use crate::support::{Browser, Form, Paper, on_both};

async fn set(editor: &mut Browser, paper: &Paper, headword: &str, field: &str, value: &str) {
    let url = url_of(paper, headword).await;
    let form = entry_form(&editor.read(&url).await)
        .with(field, value)
        .with("note", &format!("{field} {value}"));
    let reply = editor.press(&form, "save").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
}

async fn change_with_note(editor: &mut Browser, note: &str) -> String {
    let list = editor.read("/desk/glossary/changes").await;
    let dom = list.dom();
    let found = dom.select(".gloss-change");
    let row = found
        .iter()
        .find(|row| row.select(".note").text().trim() == note);
    row.unwrap_or_else(|| panic!("no change {note}: {}", list.text()))
        .select(".meta a")
        .attr_or("href", "")
        .to_string()
}

#[test]
fn a_change_tells_what_it_changed_and_is_undone_as_a_whole() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        set(&mut editor, &paper, "gull", "kind", "vermin").await;
        let at = change_with_note(&mut editor, "kind vermin").await;
        let page = editor.read(&at).await;
        assert_eq!(texts(&page, ".gloss-step dt"), ["Kind"]);
        assert_eq!(
            (page.words(".gloss-step del"), page.words(".gloss-step ins")),
            ("bird".into(), "vermin".into())
        );
        let form = Form::find(&page, "form.settings").with("note", "They complained");
        let reply = editor.press(&form, "").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert_eq!(entry(&paper, "gull").await.kind, "bird");
        let undoing = editor.read(reply.location()).await;
        assert!(undoing.words(".flash").contains("It is undone"));
        assert!(undoing.words(".gloss-change").contains("undoes change"));
        // It cannot be undone twice; the undoing can be.
        let undone = editor.read(&at).await;
        assert_eq!(undone.dom().select("form.settings").length(), 0);
        assert_eq!(editor.press(&form, "").await.status, 409);
        let form = Form::find(&undoing, "form.settings");
        assert_eq!(editor.press(&form, "").await.status, 303);
        assert_eq!(entry(&paper, "gull").await.kind, "vermin");
    });
}

#[test]
fn what_was_changed_since_is_not_undone_and_says_so() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        set(&mut editor, &paper, "gull", "kind", "vermin").await;
        let at = change_with_note(&mut editor, "kind vermin").await;
        let form = Form::find(&editor.read(&at).await, "form.settings");
        let form = form.with("note", "They complained");
        set(&mut editor, &paper, "gull", "dossier", "birds").await;
        let page = editor.read(&at).await;
        assert_eq!(texts(&page, ".gloss-step .badge"), ["changed since"]);
        assert!(
            page.words(".flash")
                .contains("Undo the later changes first")
        );
        let reply = editor.press(&form, "").await;
        assert_eq!(reply.status, 409);
        assert!(reply.words(".flash.bad").contains("Nothing was undone"));
        assert!(
            reply.text().contains("They complained"),
            "nothing typed is lost"
        );
        assert_eq!(
            entry(&paper, "gull").await.dossier.as_deref(),
            Some("birds")
        );
        // All of an entry's past, the latest first.
        let url = url_of(&paper, "gull").await;
        let history = editor.read(&format!("{url}/history")).await;
        assert_eq!(
            texts(&history, ".gloss-change .note"),
            ["dossier birds", "kind vermin"]
        );
        assert_eq!(editor.ask("/desk/glossary/changes/999").await.status, 404);
        assert_eq!(editor.ask("/desk/glossary/999/history").await.status, 404);
    });
}

#[test]
fn the_history_says_what_each_change_did() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let told = async |editor: &mut Browser| {
            let list = editor.read("/desk/glossary/changes").await;
            texts(&list, ".gloss-change .meta a").remove(0)
        };
        assert_eq!(
            told(&mut editor).await,
            "4 entries made. Made the serial “default”"
        );
        set(&mut editor, &paper, "gull", "kind", "vermin").await;
        assert_eq!(told(&mut editor).await, "Changed “gull”: Kind");
        let url = url_of(&paper, "gull").await;
        let drop =
            Form::find(&editor.read(&url).await, "form[action$='/drop']").ticked("sure", "yes");
        assert_eq!(editor.press(&drop, "save").await.status, 303);
        assert_eq!(told(&mut editor).await, "Dropped “gull”");
        // Of many it is told what they were.
        let many: Vec<String> = (0..60)
            .map(|number| format!(r#"{{"headword":"buoy {number}","kind":"thing"}}"#))
            .collect();
        let five = format!(r#"{{"entries":[{}]}}"#, many[..5].join(","));
        paper.import(&five).await;
        assert_eq!(
            told(&mut editor).await,
            "8 entries: 5 made, 3 dropped. Dropped the serial “default”"
        );
        paper
            .import(&format!(
                r#"{{"entries":[{}]}}"#,
                many.join(",").replacen("thing", "mark", 1)
            ))
            .await;
        assert_eq!(told(&mut editor).await, "56 entries, 55 of them made");
    });
}
