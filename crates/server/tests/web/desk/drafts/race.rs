//! Two editors in every order: whatever was acknowledged is in the text or in the history, and whatever was not comes back.

use super::{autosave, open, written};
use crate::support::{Browser, Form, Paper, on_both};
use clipsheet_server::drafts::read_body;
use clipsheet_store::{
    ArticleId, DraftId, Role, find_article, find_draft, find_draft_version, list_draft_versions,
};

/// What an editor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Save,
    Print,
    TakeOver,
    ThrowAway,
    BringBack,
}

/// All orders of two lists of steps, each list in its own order.
fn orders(left: &[Step], right: &[Step]) -> Vec<Vec<(usize, Step)>> {
    if left.is_empty() && right.is_empty() {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for (who, mine, rest_left, rest_right) in [
        (0, left.first(), left.get(1..).unwrap_or_default(), right),
        (1, right.first(), left, right.get(1..).unwrap_or_default()),
    ] {
        if let Some(step) = mine {
            for rest in orders(rest_left, rest_right) {
                all.push([vec![(who, *step)], rest].concat());
            }
        }
    }
    all
}

/// Everything that is kept of a draft: its text, its history, and what it was printed as.
async fn all_that_is_kept(paper: &Paper, id: DraftId) -> String {
    let read = paper.app.store.read(move |conn| {
        let draft = find_draft(conn, id)?.expect("it is never forgotten so soon");
        let mut all = read_body(&draft.body)?.source_html;
        for version in list_draft_versions(conn, id, i64::MAX, 1000)? {
            let version = find_draft_version(conn, id, version.version)?.unwrap();
            all.push_str(&read_body(&version.body)?.source_html);
            if !version.sent.is_empty() {
                all.push_str(&read_body(&version.sent)?.source_html);
            }
        }
        if let Some(article) = draft.article {
            let article = find_article(conn, ArticleId(article.0))?.unwrap();
            // What was acknowledged before it was printed is what was printed, or was changed by somebody later.
            assert!(all.contains(&article.text.source_html));
        }
        Ok(all)
    });
    read.await.unwrap()
}

async fn run_order(
    paper: &Paper,
    editors: &mut [Browser; 2],
    order: &[(usize, Step)],
    overlap: bool,
) {
    let url = written(&mut editors[0], "Fog", "<p>One.</p><p>Two.</p>").await;
    let id = DraftId(url.rsplit('/').next().unwrap().parse().unwrap());
    let mut forms: Vec<Form> = Vec::new();
    for editor in editors.iter_mut() {
        forms.push(open(editor, &url).await);
    }
    let mut acknowledged = Vec::new();
    let mut gone = false;
    for (number, (who, step)) in order.iter().enumerate() {
        let words = format!("word{who}x{number}");
        let text = if overlap || *who == 0 {
            format!("<p>One, {words}.</p><p>Two.</p>")
        } else {
            format!("<p>One.</p><p>Two, {words}.</p>")
        };
        let form = forms[*who].clone().with("text", &text);
        let editor = &mut editors[*who];
        match step {
            Step::Save => {
                let (status, reply) = autosave(editor, &form).await;
                if gone {
                    assert_eq!(status, 409, "{order:?}");
                    continue;
                }
                assert_eq!(status, 200, "{order:?}: {reply}");
                acknowledged.push(words);
                // The script goes on from the version that it is told, or from what it had sent.
                let version = reply["version"].to_string();
                let base = if reply["text"].is_null() {
                    version
                } else {
                    format!("{version}s")
                };
                forms[*who] = form.with("base", &base);
            }
            Step::Print | Step::ThrowAway => {
                let act = if *step == Step::Print {
                    "print"
                } else {
                    "throw"
                };
                let reply = editor.press(&form, act).await;
                if gone {
                    assert_eq!(reply.status, 409, "{order:?}");
                    assert!(
                        reply.text().contains(&words),
                        "{order:?}: the text comes back"
                    );
                    continue;
                }
                acknowledged.push(words);
                // Two texts at one place are not printed; they are saved all the same.
                let printed = reply.status == 303;
                assert!(
                    printed || (reply.status == 422 && overlap),
                    "{order:?}: {}",
                    reply.text()
                );
                gone = printed;
                forms[*who] = open_again(editor, &url, forms[*who].clone(), gone).await;
            }
            Step::TakeOver | Step::BringBack => {
                let act = if *step == Step::TakeOver {
                    "take"
                } else {
                    "bring"
                };
                let mut bare = form;
                bare.fields.retain(|(name, _)| name == "base");
                let reply = editor.press(&bare, act).await;
                assert_eq!(reply.status, 303, "{order:?}");
                if *step == Step::BringBack {
                    let draft = paper.app.store.read(move |conn| find_draft(conn, id));
                    gone = !draft.await.unwrap().unwrap().state.is_live();
                }
            }
        }
    }
    let kept = all_that_is_kept(paper, id).await;
    for words in acknowledged {
        assert!(
            kept.contains(&words),
            "{order:?}: {words} is lost in {kept}"
        );
    }
}

async fn open_again(editor: &mut Browser, url: &str, old: Form, gone: bool) -> Form {
    if gone { old } else { open(editor, url).await }
}

#[test]
fn no_order_of_two_editors_loses_a_word() {
    use Step::{BringBack, Print, Save, TakeOver, ThrowAway};
    on_both(async |paper| {
        let mut editors = [
            paper.staff("Pennick", Role::Editor).await,
            paper.staff("Ardle", Role::Editor).await,
        ];
        let mut count = 0;
        for (left, right) in [
            (&[Save, Save, Print][..], &[Save, Save][..]),
            (&[Save, Print], &[Save, TakeOver, Save]),
            (&[Save, ThrowAway, Save], &[Save, BringBack]),
            (&[TakeOver, Save, Print], &[Save, Print]),
        ] {
            for order in orders(left, right) {
                for overlap in [false, true] {
                    run_order(&paper, &mut editors, &order, overlap).await;
                    count += 1;
                }
            }
        }
        assert_eq!(count, 80);
    });
}

#[test]
fn saves_at_the_very_moment_of_printing_are_printed_or_come_back() {
    on_both(async |paper| {
        let mut printer = paper.staff("Pennick", Role::Editor).await;
        let writer = paper.staff("Ardle", Role::Editor).await;
        for round in 0..8 {
            let url = written(&mut printer, "Fog", "<p>One.</p>").await;
            let id = DraftId(url.rsplit('/').next().unwrap().parse().unwrap());
            let form = open(&mut printer, &url).await;
            let mut last = 0;
            let saves = async {
                let mut writer = writer.clone();
                let mut form = form.clone();
                for number in 1..=20 {
                    form = form.with("text", &format!("<p>One, {round}-{number}.</p>"));
                    let (status, reply) = autosave(&mut writer, &form).await;
                    if status == 409 {
                        break;
                    }
                    last = number;
                    form = form.with("base", &reply["version"].to_string());
                }
            };
            let mut bare = form.clone();
            bare.fields.retain(|(name, _)| name == "base");
            let (_, reply) = tokio::join!(saves, printer.press(&bare, "print"));
            if reply.status == 422 {
                // Somebody is saving at this moment: said, and nothing was printed.
                continue;
            }
            let article = super::article_at(&paper, &reply).await;
            let draft = paper.app.store.read(move |conn| find_draft(conn, id));
            let draft = draft.await.unwrap().unwrap();
            assert_eq!(
                article.text.source_html,
                read_body(&draft.body).unwrap().source_html
            );
            let wanted = if last == 0 {
                "<p>One.</p>".into()
            } else {
                format!("<p>One, {round}-{last}.</p>")
            };
            assert_eq!(article.text.source_html, wanted);
        }
    });
}
