//! Serials: what is printed stays, what is to come can be changed.

use super::{editor, texts};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_store::{Role, list_serials};

async fn lines(paper: &Paper, name: &str) -> Vec<String> {
    let serials = paper.app.store.read(list_serials).await.unwrap();
    let found = serials.into_iter().find(|(known, _)| known == name);
    found
        .map(|(_, lines)| serde_json::from_str(&lines).unwrap())
        .unwrap_or_default()
}

async fn form(editor: &mut Browser) -> Form {
    let page = editor.read("/desk/glossary/serials").await;
    Form::find(&page, "#serial-1 form")
}

const STORY: &str = "<p>Meanwhile the fog came in over the quay, and the board sat down to look at it for a while. Nobody said \
    anything, since there was nothing to be said, and the tea was cold. It went on for an hour and a half, and then it was over.</p>";

#[test]
fn printed_lines_stand_and_those_to_come_are_changed() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        paper.print("Fog comes in", STORY).await;
        let page = editor.read("/desk/glossary/serials").await;
        assert_eq!(page.words("#serial-1 > .meta"), "1 line printed, 2 to come");
        assert!(
            texts(&page, ".gloss-ledger li")[0]
                .contains("the keeper counted the gulls. Fog comes in")
        );
        let form = Form::find(&page, "#serial-1 form");
        assert_eq!(
            form.value("lines"),
            "the gulls counted back.\r\nnobody won."
        );
        let reply = editor
            .press(
                &form
                    .clone()
                    .with("lines", "nobody won.\r\n\r\n they began anew. "),
                "save",
            )
            .await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert_eq!(
            lines(&paper, "default").await,
            [
                "the keeper counted the gulls.",
                "nobody won.",
                "they began anew."
            ]
        );
        // Whoever wrote over what was there before is told, and loses nothing.
        let reply = editor.press(&form.with("lines", "mine"), "save").await;
        assert_eq!(reply.status, 409);
        let again = Form::find(&reply, "#serial-1 form");
        assert_eq!(again.value("lines"), "mine");
        assert!(reply.words("#errors").contains("default"));
        let theirs = reply.dom().select("#serial-1-theirs").text().to_string();
        assert_eq!(theirs.trim(), "nobody won.\nthey began anew.");
        assert_eq!(editor.press(&again, "save").await.status, 303);
        assert_eq!(
            lines(&paper, "default").await,
            ["the keeper counted the gulls.", "mine"]
        );
        // A line that is printed while somebody writes does not come a second time.
        let open = super::serials::form(&mut editor).await;
        let open = open.with("lines", "mine\r\nand more");
        paper.print("Fog goes out", STORY).await;
        let reply = editor.press(&open, "save").await;
        assert_eq!(reply.status, 409);
        let again = Form::find(&reply, "#serial-1 form");
        assert_eq!(again.value("lines"), "and more");
        assert_eq!(editor.press(&again, "save").await.status, 303);
        assert_eq!(
            lines(&paper, "default").await,
            ["the keeper counted the gulls.", "mine", "and more"]
        );
        // One that is printed stays.
        let form = super::serials::form(&mut editor).await;
        assert_eq!(editor.press(&form, "drop").await.status, 422);
        assert!(!lines(&paper, "default").await.is_empty());
    });
}

#[test]
fn a_serial_begins_and_goes() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let page = editor.read("/desk/glossary/serials").await;
        let new = Form::find(&page, "section[aria-labelledby=new-serial] form");
        for (name, text, wants) in [
            ("", "a", "needs a name"),
            ("default", "a", "already"),
            ("pies", " ", "needs a line"),
        ] {
            let reply = editor
                .press(&new.clone().with("name", name).with("lines", text), "new")
                .await;
            assert_eq!(reply.status, 422);
            assert!(
                reply.words("#errors").contains(wants),
                "{}",
                reply.words("#errors")
            );
            assert_eq!(
                Form::find(&reply, "section[aria-labelledby=new-serial] form").value("name"),
                name
            );
            // What was typed for a new one does not stand in the form of another, where a save would lose that one's lines.
            let first = Form::find(&reply, "#serial-1 form");
            assert!(first.value("lines").contains("nobody won."), "{name}");
        }
        assert_eq!(
            editor
                .press(&new.with("name", "pies").with("lines", "one pie"), "new")
                .await
                .status,
            303
        );
        assert_eq!(lines(&paper, "pies").await, ["one pie"]);
        let page = editor.read("/desk/glossary/serials").await;
        let form = Form::find(&page, "#serial-2 form");
        assert_eq!(editor.press(&form, "drop").await.status, 303);
        assert!(lines(&paper, "pies").await.is_empty());
    });
}

#[test]
fn a_printed_line_is_put_right_where_it_stands() {
    on_both(async |paper| {
        let mut editor = editor(&paper).await;
        let article = paper.print("Fog comes in", STORY).await;
        let page = editor.read("/desk/glossary/serials").await;
        let dom = page.dom();
        let link = dom.select(".gloss-ledger a[href*=line]");
        let at = link.attr_or("href", "").to_string();
        let form = Form::find(&editor.read(&at).await, "#line");
        assert_eq!(form.value("text"), "the keeper counted the gulls.");
        for (text, wants) in [
            (" ", "needs words"),
            ("the keeper counted the gulls.", "same as before"),
        ] {
            let reply = editor
                .press(&form.clone().with("text", text).with("note", "why"), "")
                .await;
            assert_eq!(reply.status, 422);
            assert!(reply.words("#errors").contains(wants));
            assert_eq!(Form::find(&reply, "#line").value("note"), "why");
        }
        let right = "the keeper counted the <terns>.";
        let reply = editor.press(&form.clone().with("text", right), "").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        // In its article, in the story so far, among the lines; and the next line is the one that was next before.
        let mut reader = paper.reader();
        for at in [article, "/serial".to_owned()] {
            let page = reader.read(&at).await;
            assert!(
                page.words("main").contains(right),
                "{at}: {}",
                page.words("main")
            );
            assert!(!page.words("main").contains("counted the gulls."), "{at}");
        }
        let now = lines(&paper, "default").await;
        assert_eq!(now, [right, "the gulls counted back.", "nobody won."]);
        // As it can never be undone, no form is there for it, but what can be done.
        let newest = paper
            .app
            .store
            .read(clipsheet_store::newest_glossary_change);
        let change = format!("/desk/glossary/changes/{}", newest.await.unwrap());
        let page = editor.read(&change).await;
        assert_eq!(page.dom().select("form.settings").length(), 0);
        let words = page.words("#printed-line");
        assert!(
            words.contains("line 1 of the serial “default” is printed"),
            "{words}"
        );
        let link = page
            .dom()
            .select("#printed-line a")
            .attr_or("href", "")
            .to_string();
        assert_eq!(
            Form::find(&editor.read(&link).await, "#line").value("text"),
            right
        );
        let next = paper.print("Fog goes out", STORY).await;
        let page = reader.read(&next).await;
        assert!(
            page.words(".gloss-serial")
                .contains("the gulls counted back.")
        );
        // Whoever had the form open is told, and keeps what was typed.
        let reply = editor.press(&form.with("text", "mine"), "").await;
        assert_eq!(reply.status, 409);
        let again = Form::find(&reply, "#line");
        assert_eq!((again.value("text"), again.value("was")), ("mine", right));
        assert_eq!(editor.press(&again, "").await.status, 303);
        assert_eq!(lines(&paper, "default").await[0], "mine");
        editor
            .refused("/desk/glossary/serials/line?serial=default&number=9", 404)
            .await;
    });
}

#[test]
fn every_printed_line_can_be_reached() {
    on_both(async |paper| {
        let all: Vec<String> = (1..=60)
            .map(|number| format!("\"line {number}.\""))
            .collect();
        let glossary = format!(
            r#"{{"entries":[{{"headword":"fog","serial":"default"}}],
            "serials":[{{"name":"default","lines":[{}]}}]}}"#,
            all.join(",")
        );
        paper.import(&glossary).await;
        for number in 1..=53 {
            paper.print(&format!("Fog {number}"), STORY).await;
        }
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let (mut at, mut seen) = ("/desk/glossary/serials".to_owned(), Vec::new());
        loop {
            let page = editor.read(&at).await;
            let dom = page.dom();
            let numbers = dom.select(".gloss-ledger li:has(a[href*='/line?'])");
            let mut numbers: Vec<i64> = numbers
                .iter()
                .map(|line| line.attr_or("value", "").parse().unwrap())
                .collect();
            numbers.extend(std::mem::take(&mut seen));
            seen = numbers;
            let earlier = dom.select("a[href*='below=']");
            if earlier.length() == 0 {
                break;
            }
            at = earlier
                .attr_or("href", "")
                .split('#')
                .next()
                .unwrap()
                .to_owned();
        }
        assert_eq!(seen, (1..=53).collect::<Vec<i64>>());
        let latest = editor.read(&at).await;
        let latest = latest.dom().select("a[href$='/serials#serial-1']").length();
        assert_eq!(latest, 1);
    });
}
