//! Two who change one printed article, in whatever way: nothing is lost, and a change can wait for its time.

use super::article::{open_editor, words_form};
use crate::support::{Browser, Form, MINUTE, Paper, Reply, on_both};
use axum::body::Body;
use axum::http::Request;
use clipsheet_server::drafts::read_body;
use clipsheet_server::drafts::schedule::print_due;
use clipsheet_store::{
    ArticleId, DraftId, Role, find_article, find_draft, find_draft_version, find_revision,
    list_draft_versions,
};

async fn pair(paper: &Paper) -> [Browser; 2] {
    [
        paper.staff("Pennick", Role::Editor).await,
        paper.staff("Limpet", Role::Editor).await,
    ]
}

async fn open_words(editor: &mut Browser, desk: &str) -> Form {
    words_form(&editor.read(desk).await)
}

#[test]
fn words_of_two_are_brought_together_where_they_do_not_clash() {
    on_both(async |paper| {
        let url = paper
            .print("Fog", "<p>One.</p><p>Two.</p><p>Three.</p>")
            .await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let [mut one, mut two] = pair(&paper).await;
        let mine = open_words(&mut one, &desk).await;
        let theirs = open_words(&mut two, &desk).await;
        let theirs = theirs
            .with("html", "<p>One of theirs.</p><p>Two.</p><p>Three.</p>")
            .with("byline", "Limpet");
        assert_eq!(two.press(&theirs, "").await.status, 303);
        let mine = mine
            .with("html", "<p>One.</p><p>Two.</p><p>Three of mine.</p>")
            .with("headline", "Fog lifts");
        let reply = one.press(&mine, "").await;
        assert_eq!(
            (reply.status, reply.location()),
            (303, &*format!("{desk}?done=merged"))
        );
        let page = one.read(reply.location()).await;
        assert!(page.words(".flash").contains("stand together"));
        let form = words_form(&page);
        let text = form.value("html").replace(['\r', '\n'], "");
        assert_eq!(
            text,
            "<p>One of theirs.</p><p>Two.</p><p>Three of mine.</p>"
        );
        assert_eq!(
            (form.value("headline"), form.value("byline")),
            ("Fog lifts", "Limpet")
        );
        // The same paragraph: both come back, and neither is printed until somebody chooses.
        let mine = open_words(&mut one, &desk).await;
        let theirs = open_words(&mut two, &desk).await;
        let theirs = theirs.with("html", &text.replace("Two.", "Two, theirs."));
        assert_eq!(two.press(&theirs, "").await.status, 303);
        let mine = mine.with("html", &text.replace("Two.", "Two, mine."));
        let reply = one.press(&mine, "").await;
        assert_eq!(reply.status, 409);
        assert!(
            reply
                .words("[role=alert]")
                .contains("In one place both texts stand")
        );
        let both = words_form(&reply);
        let html = both.value("html");
        assert!(
            html.contains("Two, theirs.")
                && html.contains("Two, mine.")
                && html.contains("⟪ What Limpet wrote: ⟫"),
            "{html}"
        );
        let reply = one.press(&both, "").await;
        assert_eq!(reply.status, 422, "the lines with marks are not printed");
        assert!(reply.words("[role=alert]").contains("Choose between them"));
        let chosen = both.with("html", &text.replace("Two.", "Two, both."));
        assert_eq!(one.press(&chosen, "").await.status, 303);
        assert!(
            paper
                .reader()
                .ask(&format!("/article/{}/fog-lifts", Paper::id_of(&url)))
                .await
                .words("#text")
                .contains("Two, both.")
        );
    });
}

#[test]
fn each_sees_who_else_changes_the_article_wherever_they_do() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let [mut one, mut two] = pair(&paper).await;
        let here = |path: String| Request::post(path).body(Body::empty()).unwrap();
        let page = one.read(&desk).await;
        assert_eq!(page.dom().select(".words-others[hidden]").length(), 1);
        let page = two.read(&desk).await;
        assert!(
            page.words(".words-others")
                .contains("Pennick is changing this article, since")
        );
        // In the editor, too.
        let draft = open_editor(&mut two, &url).await;
        let page = two.read(&draft).await;
        assert!(
            page.words("#d-others")
                .contains("Pennick is changing this article"),
            "{}",
            page.words("#d-others")
        );
        let reply = one.send(here(format!("{desk}/here"))).await;
        let json: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert!(
            json["others"]
                .as_str()
                .unwrap()
                .contains("Limpet is changing this article in the editor"),
            "{json}"
        );
        assert_eq!(json["revision"], 1);
        // Who has done with it, or was not seen for a while, is not named.
        assert_eq!(one.send(here(format!("{desk}/leave"))).await.status, 204);
        let reply = two.send(here(format!("{draft}/here"))).await;
        let json: serde_json::Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!(json["others"], "");
        one.read(&desk).await;
        paper.clock.advance(2 * MINUTE);
        let page = two.read(&desk).await;
        assert_eq!(page.dom().select(".words-others[hidden]").length(), 1);
    });
}

async fn schedule(editor: &mut Browser, draft: &str, text: &str) -> Reply {
    let form = Form::find(&editor.read(draft).await, "form#draft")
        .with("text", text)
        .with("day", "2014-07-07")
        .with("time", "17:30");
    let reply = editor.press(&form, "schedule").await;
    assert_eq!(
        reply.location(),
        format!("{draft}?done=schedule"),
        "{}",
        reply.text()
    );
    reply
}

async fn text_of(paper: &Paper, url: &str) -> String {
    let id = ArticleId(Paper::id_of(url));
    let found = paper.app.store.read(move |conn| find_article(conn, id));
    let text = found.await.unwrap().unwrap().text.safe_html;
    text.replace('\n', "")
}

#[test]
fn a_change_of_a_printed_article_waits_for_its_time() {
    on_both(async |paper| {
        let url = paper.print("Fog", "<p>One.</p><p>Two.</p>").await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let [mut one, mut two] = pair(&paper).await;
        let draft = open_editor(&mut one, &url).await;
        schedule(&mut one, &draft, "<p>One.</p><p>Two, later.</p>").await;
        assert!(
            one.read("/desk/edition")
                .await
                .words("#edition-making")
                .contains("Fog (a change of article")
        );
        assert!(
            one.read(&desk)
                .await
                .words("main")
                .contains("A change of it is scheduled")
        );
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        assert_eq!(text_of(&paper, &url).await, "<p>One.</p><p>Two.</p>");
        // Cancelled, it is an open draft, and nothing is printed.
        let form = Form::find(&one.read(&draft).await, "form#draft");
        assert_eq!(one.press(&form, "open").await.status, 303);
        paper.clock.advance(89 * MINUTE);
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        // Scheduled anew; another paragraph is changed meanwhile; and two servers look at once, after a new start.
        let form = Form::find(&one.read(&draft).await, "form#draft")
            .with("day", "2014-07-07")
            .with("time", "18:30");
        assert_eq!(one.press(&form, "schedule").await.status, 303);
        let theirs = open_words(&mut two, &desk).await;
        let theirs = theirs.with("html", "<p>One, theirs.</p><p>Two.</p>");
        assert_eq!(two.press(&theirs, "").await.status, 303);
        paper.clock.advance(60 * MINUTE);
        let other = paper.opened_again("").await;
        let (first, second) = tokio::join!(print_due(&paper.app), print_due(&other.app));
        assert_eq!(first.unwrap() + second.unwrap(), 1);
        assert_eq!(
            text_of(&paper, &url).await,
            "<p>One, theirs.</p><p>Two, later.</p>"
        );
        let revisions = one.read(&format!("{desk}/revisions")).await;
        assert_eq!(revisions.dom().select("tbody tr").length(), 3);
        assert!(revisions.words("tbody tr:first-child").contains("Pennick"));
    });
}

#[test]
fn a_scheduled_change_that_clashes_is_held_with_both_texts() {
    on_both(async |paper| {
        let url = paper.print("Fog", "<p>One.</p><p>Two.</p>").await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let [mut one, mut two] = pair(&paper).await;
        let draft = open_editor(&mut one, &url).await;
        schedule(&mut one, &draft, "<p>One.</p><p>Two, later.</p>").await;
        let theirs = open_words(&mut two, &desk).await;
        let theirs = theirs.with("html", "<p>One.</p><p>Two, theirs.</p>");
        assert_eq!(two.press(&theirs, "").await.status, 303);
        paper.clock.advance(90 * MINUTE);
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        assert_eq!(
            text_of(&paper, &url).await,
            "<p>One.</p><p>Two, theirs.</p>"
        );
        let list = one.read("/desk/drafts").await;
        assert!(
            list.words(".drafts .wrong")
                .contains("revised the article meanwhile"),
            "{}",
            list.text()
        );
        let page = one.read(&draft).await;
        assert!(
            page.words("#errors")
                .contains("In one place both texts stand")
        );
        let form = Form::find(&page, "form#draft");
        let text = form.value("text");
        assert!(
            text.contains("Two, later.") && text.contains("Two, theirs."),
            "{text}"
        );
        assert_eq!(print_due(&paper.app).await.unwrap(), 0);
        let form = form.with("text", "<p>One.</p><p>Two, both.</p>");
        assert_eq!(one.press(&form, "print").await.status, 303);
        assert_eq!(text_of(&paper, &url).await, "<p>One.</p><p>Two, both.</p>");
    });
}

#[test]
fn what_was_switched_at_first_printing_stays_switched_in_revisions() {
    const GLOSSARY: &str = r#"{"entries":[{"headword":"Board","mention":"every","substitute":["Dredgers","Mudlarks","Bailiffs"]}]}"#;
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let url = super::drafts::written(&mut editor, "Fog", "<p>The Board met.</p>").await;
        let switch = async |editor: &mut Browser, url: &str, act: &str| {
            let path = format!("{url}/preview");
            let body = format!("entry=Board&nth=1&act={act}");
            let reply = editor.send(super::drafts::urlencoded(&path, body)).await;
            assert_eq!(reply.status, 303);
        };
        switch(&mut editor, &url, "substitute:2").await;
        let form = Form::find(&editor.read(&url).await, "form#draft");
        let article = editor.press(&form, "print").await.location().to_owned();
        let printed = async || paper.reader().read(&article).await.words("#text");
        assert!(
            printed().await.contains("The Bailiffs met."),
            "{}",
            printed().await
        );
        // A new paragraph is printed with the same variant, from the words form and from the editor.
        let desk = format!("/desk/articles/{}", Paper::id_of(&article));
        let form = open_words(&mut editor, &desk).await;
        let form = form.with("html", "<p>The Board met.</p><p>The Board ate.</p>");
        assert_eq!(editor.press(&form, "").await.status, 303);
        assert!(
            printed().await.contains("The Bailiffs ate."),
            "{}",
            printed().await
        );
        let draft = open_editor(&mut editor, &article).await;
        let preview = editor.read(&format!("{draft}/preview")).await;
        assert!(
            preview
                .words(".preview-sheet")
                .contains("The Bailiffs ate.")
        );
        // They can be changed, and then stay as changed.
        switch(&mut editor, &draft, "off").await;
        let form = Form::find(&editor.read(&draft).await, "form#draft");
        assert_eq!(editor.press(&form, "print").await.status, 303);
        let words = printed().await;
        assert!(
            words.contains("The Board met.") && words.contains("The Bailiffs ate."),
            "{words}"
        );
        let form = open_words(&mut editor, &desk).await;
        let form = form.with("html", "<p>The Board met late.</p><p>The Board ate.</p>");
        assert_eq!(editor.press(&form, "").await.status, 303);
        let words = printed().await;
        assert!(
            words.contains("The Board met late.") && words.contains("The Bailiffs ate."),
            "{words}"
        );
    });
}

/// What an editor does to a printed article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Sends the form with its words, as editing in place does.
    Words,
    /// Saves its draft, which both share.
    Save,
    /// Prints its draft.
    Print,
}

/// All orders of two lists of steps, each list in its own order.
fn orders(left: &[Step], right: &[Step]) -> Vec<Vec<(usize, Step)>> {
    let (Some((first, rest)), Some((other, others))) = (left.split_first(), right.split_first())
    else {
        let (who, last) = if left.is_empty() {
            (1, right)
        } else {
            (0, left)
        };
        return vec![last.iter().map(|step| (who, *step)).collect()];
    };
    let mut all = Vec::new();
    for (who, step, rests) in [
        (0, first, orders(rest, right)),
        (1, other, orders(left, others)),
    ] {
        all.extend(
            rests
                .into_iter()
                .map(|rest| [vec![(who, *step)], rest].concat()),
        );
    }
    all
}

/// Everything that is kept of an article and of its drafts.
async fn all_that_is_kept(paper: &Paper, article: ArticleId) -> String {
    let read = paper.app.store.read(move |conn| {
        let found = find_article(conn, article)?.unwrap();
        let mut all = found.text.safe_html;
        for number in 1..=found.revision {
            all.push_str(&find_revision(conn, article, number)?.unwrap_or_default());
        }
        let mut number = 1;
        while let Some(draft) = find_draft(conn, DraftId(number))? {
            number += 1;
            if draft.article != Some(article) {
                continue;
            }
            for version in list_draft_versions(conn, draft.id, i64::MAX, 1000)? {
                let version = find_draft_version(conn, draft.id, version.version)?.unwrap();
                all.push_str(&read_body(&version.body)?.source_html);
                all.push_str(&version.sent);
            }
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
    let url = paper.print("Fog", "<p>One.</p><p>Two.</p>").await;
    let id = Paper::id_of(&url);
    let desk = format!("/desk/articles/{id}");
    let mut forms = Vec::new();
    for editor in editors.iter_mut() {
        let words = open_words(editor, &desk).await;
        let draft = open_editor(editor, &url).await;
        let page = editor.read(&draft).await;
        forms.push((words, Form::find(&page, "form#draft"), draft));
    }
    let mut acknowledged = Vec::new();
    for (number, (who, step)) in order.iter().enumerate() {
        let words = format!("word{who}x{number}");
        let text = if overlap || *who == 0 {
            format!("<p>One, {words}.</p><p>Two.</p>")
        } else {
            format!("<p>One.</p><p>Two, {words}.</p>")
        };
        let (editor, (of_words, of_draft, draft)) = (&mut editors[*who], &mut forms[*who]);
        let reply = match step {
            Step::Words => {
                editor
                    .press(&of_words.clone().with("html", &text), "")
                    .await
            }
            Step::Save => {
                editor
                    .press(&of_draft.clone().with("text", &text), "save")
                    .await
            }
            Step::Print => {
                editor
                    .press(&of_draft.clone().with("text", &text), "print")
                    .await
            }
        };
        match (step, reply.status) {
            (Step::Words, 303) => {
                acknowledged.push(words);
                *of_words = open_words(editor, &desk).await;
            }
            (Step::Words, 409) => {
                assert!(
                    reply.text().contains(&words),
                    "{order:?}: the words come back"
                );
                *of_words = words_form(&reply);
            }
            // Merged with what was saved meanwhile, saved, or printed; or saved and not printed.
            (Step::Save, 200 | 303) | (Step::Print, 303 | 422) => {
                acknowledged.push(words);
                *draft = open_editor(editor, &url_now(paper, id).await).await;
                *of_draft = Form::find(&editor.read(draft).await, "form#draft");
            }
            // The draft was printed meanwhile: what was sent comes back.
            (Step::Save | Step::Print, 409) => {
                assert!(
                    reply.text().contains(&words),
                    "{order:?}: the text comes back"
                );
                *draft = open_editor(editor, &url_now(paper, id).await).await;
                *of_draft = Form::find(&editor.read(draft).await, "form#draft");
            }
            (_, status) => panic!("{order:?}: {step:?} gives {status}: {}", reply.text()),
        }
    }
    let kept = all_that_is_kept(paper, ArticleId(id)).await;
    for words in acknowledged {
        assert!(
            kept.contains(&words),
            "{order:?}: {words} is lost in {kept}"
        );
    }
}

async fn url_now(paper: &Paper, id: i64) -> String {
    let found = paper
        .app
        .store
        .read(move |conn| find_article(conn, ArticleId(id)));
    format!(
        "/article/{id}/{}",
        found.await.unwrap().unwrap().headline.slug
    )
}

#[test]
fn no_order_of_two_who_change_an_article_loses_a_word() {
    use Step::{Print, Save, Words};
    on_both(async |paper| {
        let mut editors = pair(&paper).await;
        let mut count = 0;
        for (left, right) in [
            (&[Words, Words][..], &[Words, Words][..]),
            (&[Words, Words], &[Save, Print]),
            (&[Save, Print, Words], &[Save, Print]),
        ] {
            for order in orders(left, right) {
                for overlap in [false, true] {
                    run_order(&paper, &mut editors, &order, overlap).await;
                    count += 1;
                }
            }
        }
        assert_eq!(count, 44);
    });
}
