//! The glossary as a file, out and in.

use super::{editor, entry, headwords, texts};
use crate::support::{Browser, Form, Reply, on_both};
use clipsheet_store::{Role, list_serials};

async fn out(editor: &mut Browser, name: &str) -> String {
    let reply = editor.ask(&format!("/desk/glossary/export.{name}")).await;
    assert_eq!(reply.status, 200);
    assert!(
        reply
            .header("content-disposition")
            .starts_with("attachment")
    );
    reply.text()
}

async fn preview(editor: &mut Browser, text: &str, how: &str) -> Reply {
    let page = editor.read("/desk/glossary/import").await;
    let form = Form::find(&page, "form.settings")
        .with("text", text)
        .with("how", how);
    editor.press(&form, "preview").await
}

#[test]
fn what_goes_out_comes_in_unchanged() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        for name in ["csv", "json"] {
            let text = out(&mut editor, name).await;
            assert!(text.contains("Dredging Society"));
            let reply = preview(&mut editor, &text, "replaces").await;
            assert_eq!(reply.status, 200, "{}", reply.text());
            assert!(
                reply
                    .words("#plan-h")
                    .contains("0 added, 0 changed, 0 dropped, 4 as they are"),
                "{name}: {}",
                reply.words("#plan-h")
            );
            assert_eq!(
                reply.dom().select("button[value=save]").length(),
                0,
                "nothing to do"
            );
        }
    });
}

#[test]
fn a_table_is_looked_at_before_it_is_done() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let table = "\u{feff}headword;kind;aliases;colour\r\ngull;vermin;seagull | sea mew;grey\r\ntern;bird;;\r\n;bird;;\r\nfog horn;thing;gull;\r\n";
        let reply = preview(&mut editor, table, "replaces").await;
        assert_eq!(
            reply.words("#plan-h"),
            "This would be done: 1 added, 2 changed, 2 dropped, 1 refused"
        );
        assert!(
            texts(&reply, ".desk-table td").contains(&"line 4".to_owned()),
            "{:?}",
            texts(&reply, ".desk-table td")
        );
        assert!(
            reply
                .text()
                .contains("The column “colour” means nothing here")
        );
        assert!(
            reply.text().contains("already belongs to the entry"),
            "a collision is told of"
        );
        assert!(texts(&reply, ".gloss-plan del").contains(&"Harbour Board".to_owned()));
        assert_eq!(headwords(&paper).await.len(), 4, "nothing is done yet");
        // To add instead, and done.
        let form = Form::find(&reply, "form.settings")
            .with("how", "adds")
            .with("note", "From the shed");
        let again = editor.press(&form, "preview").await;
        assert!(again.words("#plan-h").contains("0 dropped"));
        let reply = editor
            .press(&Form::find(&again, "form.settings"), "save")
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(
            editor
                .read(reply.location())
                .await
                .words(".flash")
                .starts_with("Imported.")
        );
        let gull = entry(&paper, "gull").await;
        assert_eq!((gull.kind.as_str(), gull.aliases.len()), ("vermin", 2));
        assert_eq!(gull.substitute, ["winged bailiff"], "no column, no change");
        assert_eq!(headwords(&paper).await.len(), 5);
        // The same button once more: the glossary is another by now.
        let reply = editor
            .press(&Form::find(&again, "form.settings"), "save")
            .await;
        assert_eq!(reply.status, 409);
    });
}

#[test]
fn what_is_told_of_a_table_has_its_line() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let table = "headword,substitute,aside_images,asides\r\ntern,fork,,\r\ntern,spoon,/media/none.png,a tern\r\n";
        let reply = preview(&mut editor, table, "adds").await;
        let told = reply.words("main");
        let double = "Line 3, “tern”: The form \"tern\" already belongs";
        assert!(told.contains(double), "{told}");
        assert!(
            told.contains("“tern”: The paper has no picture “/media/none.png”"),
            "{told}"
        );
    });
}

#[test]
fn only_what_was_looked_at_is_done() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let looked_at = preview(&mut editor, "headword,kind\r\ngull,vermin\r\n", "adds").await;
        let form = Form::find(&looked_at, "form.settings");
        // The other choice beside the button, or another text: looked at first.
        for (name, value, told) in [
            ("how", "replaces", "3 dropped"),
            ("text", "headword,kind\ntern,bird\n", "1 added"),
        ] {
            let other = form.clone().with(name, value).with("note", "kept");
            let reply = editor.press(&other, "save").await;
            assert_eq!(reply.status, 409, "{name}");
            assert!(
                reply
                    .words("#errors")
                    .contains("not what you had looked at")
            );
            assert!(
                reply.words("#plan-h").contains(told),
                "{}",
                reply.words("#plan-h")
            );
            assert_eq!(headwords(&paper).await.len(), 4);
            let again = Form::find(&reply, "form.settings");
            assert_eq!(again.value("note"), "kept");
            if name == "text" {
                assert_eq!(editor.press(&again, "save").await.status, 303);
            }
        }
        assert_eq!(headwords(&paper).await.len(), 5);
    });
}

#[test]
fn a_file_that_is_none_is_refused_in_words() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        for (text, wants) in [
            ("", "There is nothing in it"),
            ("{\"entries\": [", "not valid JSON"),
            ("Dear editor,", "must name the columns"),
        ] {
            let reply = preview(&mut editor, text, "adds").await;
            assert_eq!(reply.status, 422);
            assert!(
                reply.words("#errors").contains(wants),
                "{}",
                reply.words("#errors")
            );
            assert_eq!(Form::find(&reply, "form.settings").value("text"), text);
        }
    });
}

#[test]
fn lines_that_a_colleague_added_meanwhile_are_not_lost() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let mut other = paper.staff("Limpet", Role::Editor).await;
        let file = out(&mut editor, "json").await;
        let file = file.replace("\"winged bailiff\"", "\"winged beadle\"");
        let looked_at = preview(&mut editor, &file, "adds").await;
        let page = other.read("/desk/glossary/serials").await;
        let form = Form::find(&page, "#serial-1 form");
        let more = format!("{}\none more.", form.value("lines"));
        assert_eq!(
            other.press(&form.with("lines", &more), "save").await.status,
            303
        );
        let form = Form::find(&looked_at, "form.settings");
        let reply = editor.press(&form, "save").await;
        assert_eq!(reply.status, 409, "looked at anew first");
        assert!(
            reply.text().contains("default"),
            "it says that the serial would change"
        );
        let lines = paper.app.store.read(list_serials).await.unwrap();
        assert!(lines[0].1.contains("one more."), "{}", lines[0].1);
    });
}
