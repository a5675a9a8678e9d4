//! A printed article: its tools on the article itself, its words, its revisions.

use crate::support::{Browser, Form, Paper, Reply, on_both};
use clipsheet_store::{Role, list_acts};

async fn editor(paper: &Paper) -> Browser {
    paper.staff("Pennick", Role::Editor).await
}

/// The form of a page that is sent to this act.
fn act(reply: &Reply, act: &str) -> Form {
    Form::find(
        reply,
        &format!(".article-tools form:not(.filed)[action$='/{act}']"),
    )
}

async fn press(editor: &mut Browser, page: &str, name: &str) -> Reply {
    let form = act(&editor.read(page).await, name);
    let reply = editor.press(&form, "").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply
}

#[test]
fn only_staff_see_the_bar_and_the_tools_and_readers_share_one_page() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let before = paper.reader().read(&url).await;
        let mut editor = editor(&paper).await;
        let page = editor.read(&url).await;
        assert!(page.words(".staff-bar").contains("Pennick"));
        assert_eq!(page.dom().select(".article-tools").length(), 1);
        let mut contributor = paper.staff("Dab", Role::Contributor).await;
        let page = contributor.read(&url).await;
        assert!(page.words(".staff-bar").contains("Dab"));
        assert_eq!(page.dom().select(".article-tools").length(), 0);
        let mut moderator = paper.staff("Tern", Role::Moderator).await;
        let page = moderator.read(&url).await;
        assert_eq!(
            page.dom().select(".article-tools form").length(),
            1,
            "comments only"
        );
        let after = paper.reader().read(&url).await;
        assert_eq!(after.dom().select(".staff-bar, .article-tools").length(), 0);
        assert_eq!(
            before.dom().select("main").html(),
            after.dom().select("main").html()
        );
        for path in ["/", "/archive", "/comments"] {
            assert_eq!(
                editor.read(path).await.dom().select(".staff-bar").length(),
                1
            );
        }
    });
}

#[test]
fn an_article_is_moved_filed_and_honoured_from_its_own_page() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut editor = editor(&paper).await;
        let form = act(&editor.read(&url).await, "place")
            .with("page", "2")
            .with("area", "hill");
        let reply = editor.press(&form, "").await;
        assert_eq!((reply.status, reply.location()), (303, url.as_str()));
        let page = paper.reader().read(&url).await;
        assert!(page.words(".kicker").contains("Up the Hill"));
        assert!(page.words(".kicker").contains("Page 2"));

        let form = Form::find(&editor.read(&url).await, "form[action$='/file']")
            .with("dossier", "The Fog Horn");
        assert_eq!(editor.press(&form, "").await.status, 303);
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words(".file-under")
                .contains("The Fog Horn")
        );
        paper.reader().read("/dossier/the-fog-horn").await;
        let out = Form::find(&editor.read(&url).await, "form.filed");
        assert_eq!(editor.press(&out, "").await.status, 303);
        assert_eq!(
            paper
                .reader()
                .read(&url)
                .await
                .dom()
                .select(".file-under")
                .length(),
            0
        );

        press(&mut editor, &url, "lead").await;
        press(&mut editor, &url, "classic").await;
        assert!(
            paper
                .reader()
                .read("/classics")
                .await
                .words("main")
                .contains("Fog Horn Lost")
        );
        assert_eq!(
            paper
                .reader()
                .read("/")
                .await
                .dom()
                .select(".lead")
                .length(),
            1
        );
        press(&mut editor, &url, "comments").await;
        assert_eq!(
            paper
                .reader()
                .read(&url)
                .await
                .dom()
                .select("form.say")
                .length(),
            0
        );
        press(&mut editor, &url, "comments").await;
        assert_eq!(
            paper
                .reader()
                .read(&url)
                .await
                .dom()
                .select("form.say")
                .length(),
            1
        );

        let acts = paper
            .app
            .store
            .read(|conn| list_acts(conn, i64::MAX, 20))
            .await
            .unwrap();
        let told: Vec<&str> = acts.iter().rev().map(|act| act.act.as_str()).collect();
        assert_eq!(
            told,
            [
                "printed",
                "moved",
                "filed",
                "took out of a dossier",
                "made the lead",
                "made a classic",
                "closed the comments of",
                "opened the comments of"
            ]
        );
        let mut by_hand = acts.iter().filter(|act| act.act != "printed");
        assert!(by_hand.all(|act| act.actor.name == "Pennick" && act.label == "Fog Horn Lost"));
        assert_eq!(
            (acts[6].before.as_str(), acts[6].after.as_str()),
            ("page 1, The Quay", "page 2, Up the Hill")
        );
    });
}

#[test]
fn what_cannot_be_done_is_refused_in_words() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut editor = editor(&paper).await;
        let page = editor.read(&url).await;
        for (form, words) in [
            (act(&page, "place").with("page", "9"), "no page 9"),
            (act(&page, "place").with("area", "moon"), "no area “moon”"),
            (act(&page, "file").with("dossier", " ... "), "needs a name"),
            (
                act(&page, "file").with("dossier", &"x".repeat(200)),
                "needs a name",
            ),
        ] {
            let reply = editor.press(&form, "").await;
            assert_eq!(reply.status, 400, "{words}");
            assert!(
                reply.words("main").contains(words),
                "{}",
                reply.words("main")
            );
        }
        assert_eq!(editor.ask("/desk/articles/999").await.status, 404);
        assert_eq!(editor.ask("/desk/articles/x").await.status, 404);
        let acts = paper
            .app
            .store
            .read(|conn| list_acts(conn, i64::MAX, 20))
            .await
            .unwrap();
        assert_eq!(acts.len(), 1, "only that it was printed");
    });
}

#[test]
fn an_article_taken_back_is_gone_for_readers_and_comes_again_whole() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        paper.reader().say(&url, "Gull", "I have it.").await;
        let mut editor = editor(&paper).await;
        let reply = press(&mut editor, &url, "print").await;
        assert_eq!(reply.location(), format!("/desk/articles/{id}?done=1"));
        for path in [
            url.as_str(),
            &format!("/article/{id}"),
            &format!("{url}?mode=plain"),
        ] {
            let page = paper.reader().refused(path, 410).await;
            assert!(page.words("main").contains("taken article"), "{path}");
        }
        assert_eq!(
            paper
                .reader()
                .ask(&format!("/article/{id}/feed.xml"))
                .await
                .status,
            404
        );
        for path in ["/", "/comments", "/feed.xml", "/nic/Gull", "/area/quay"] {
            let page = paper.reader().ask(path).await;
            assert!(!page.text().contains("Fog Horn Lost"), "{path}");
        }
        let desk = editor.read(&format!("/desk/articles/{id}")).await;
        assert!(desk.words(".kicker").contains("Taken back"));
        // At its address moderators find the way to the desk, and editors the button as well.
        let mut moderator = paper.staff("Limpet", Role::Moderator).await;
        let gone = moderator.refused(&url, 410).await;
        assert!(gone.words(".onward").contains("The article at the desk"));
        assert_eq!(gone.dom().select("main form").length(), 0);
        let gone = editor.refused(&format!("/article/{id}"), 410).await;
        let again = Form::find(&gone, "form[action$='/print']");
        let reply = editor.press(&again, "").await;
        assert_eq!((reply.status, reply.location()), (303, url.as_str()));
        let page = paper.reader().read(&url).await;
        assert!(page.words("#comments").contains("I have it."));
        assert!(
            paper
                .reader()
                .read("/")
                .await
                .text()
                .contains("Fog Horn Lost")
        );
    });
}

pub(super) fn words_form(reply: &Reply) -> Form {
    Form::find(reply, "form.words")
}

#[test]
fn words_are_revised_compared_and_restored() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let mut editor = editor(&paper).await;
        let form = words_form(&editor.read(&desk).await);
        let html = form
            .value("html")
            .replace("two pies", "three <b>pies</b><script>alert(1)</script>");
        let form = form.with("headline", "Fog Horn Found").with("html", &html);
        let reply = editor.press(&form, "").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        assert!(reply.location().ends_with("/fog-horn-found"));
        let new_url = reply.location().to_owned();
        let page = paper.reader().read(&new_url).await;
        assert!(page.words("h1").contains("Fog Horn Found"));
        assert!(page.words("#text").contains("three pies") && !page.text().contains("alert(1)"));
        assert_eq!(
            paper.reader().ask(&url).await.status,
            301,
            "the old address leads there"
        );

        let history = editor.read(&format!("{desk}/revisions")).await;
        assert!(history.words(".diff del").contains("Lost"));
        assert!(history.dom().select(".diff ins").text().contains("three"));
        let restore = Form::find(&history, "form[action$='/restore']");
        assert_eq!(restore.value("number"), "1");
        assert_eq!(editor.press(&restore, "").await.status, 303);
        let page = paper.reader().read(&url).await;
        assert!(page.words("#text").contains("two pies"));
        let history = editor.read(&format!("{desk}/revisions?old=1&new=3")).await;
        assert!(history.words("section").contains("They are the same."));
        assert_eq!(history.dom().select("tbody tr").length(), 3);
        // Both kept whoever made them.
        assert!(
            history.words("tbody").contains("Pennick")
                && history.words("tbody").contains("The Desk")
        );
    });
}

#[test]
fn of_two_editors_neither_loses_a_word() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let (mut one, mut two) = (
            editor(&paper).await,
            paper.staff("Limpet", Role::Editor).await,
        );
        let (form_one, form_two) = (
            words_form(&one.read(&desk).await).with("headline", "Horn Heard"),
            words_form(&two.read(&desk).await).with("headline", "Horn Sighted"),
        );
        assert_eq!(one.press(&form_one, "").await.status, 303);
        let reply = two.press(&form_two, "").await;
        assert_eq!(reply.status, 409);
        crate::support::assert_page(&desk, &reply);
        assert!(
            reply
                .words("[role=alert]")
                .contains("Nothing of yours is lost")
        );
        let again = words_form(&reply);
        assert_eq!(again.value("headline"), "Horn Sighted");
        assert_eq!(
            &*reply.dom().select("#t-headline").attr_or("value", ""),
            "Horn Heard"
        );
        // Sent once more, with what stands now in view, it is a revision.
        assert_eq!(two.press(&again, "").await.status, 303);
        assert!(
            two.read(&format!("{desk}/revisions"))
                .await
                .words("tbody")
                .contains("Limpet")
        );
        // Faults keep what was typed.
        let form = words_form(&one.read(&desk).await)
            .with("headline", "  ")
            .with("byline", "Kept");
        let reply = one.press(&form, "").await;
        assert_eq!(reply.status, 422);
        assert!(reply.words("[role=alert]").contains("needs a headline"));
        assert_eq!(words_form(&reply).value("byline"), "Kept");
        let form = words_form(&one.read(&desk).await).with("html", "<p> </p><style>p{}</style>");
        assert!(
            one.press(&form, "")
                .await
                .words("[role=alert]")
                .contains("no text left")
        );
    });
}

#[test]
fn paragraphs_left_alone_stay_as_they_were_printed() {
    on_both(async |paper| {
        let glossary = |substitute: &str| {
            format!(
                r#"{{"entries":[{{"headword":"Harbour Board","substitute":["{substitute}"]}},{{"headword":"ferry","substitute":["tub"]}}]}}"#
            )
        };
        paper.import(&glossary("the Dredging Society")).await;
        let url = paper.print_story().await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        paper.import(&glossary("the Mud Club")).await;
        let mut editor = editor(&paper).await;
        let form = words_form(&editor.read(&desk).await);
        let html = form.value("html").replace("two pies", "three pies");
        editor.press(&form.with("html", &html), "").await;
        let text = paper.reader().read(&url).await.words("#text");
        assert!(
            text.contains("Dredging Society") && text.contains("three pies"),
            "{text}"
        );
        let form = words_form(&editor.read(&desk).await);
        let html = form
            .value("html")
            .replace("mislaid on Monday", "mislaid on Tuesday");
        editor.press(&form.with("html", &html), "").await;
        let text = paper.reader().read(&url).await.words("#text");
        assert!(
            text.contains("Mud Club"),
            "a new paragraph is printed with today's glossary: {text}"
        );
        let plain = paper
            .reader()
            .read(&format!("{url}?mode=plain"))
            .await
            .words("#text");
        assert!(plain.contains("Harbour Board"));
    });
}

#[test]
fn a_remark_waits_while_its_words_are_away() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let desk = format!("/desk/articles/{id}");
        let mut editor = editor(&paper).await;
        let page = editor
            .read(&format!("/desk/remarks/new?article={id}"))
            .await;
        let form = Form::find(&page, "form.remark-form")
            .with("words", "two pies")
            .with("text", "Steak or fish?");
        assert_eq!(editor.press(&form, "put").await.status, 303);
        let stands = async || {
            let page = paper.reader().read(&url).await;
            page.words("#text")
                .contains("two pies [Steak or fish? — Pennick]")
        };
        assert!(stands().await);
        let form = words_form(&editor.read(&desk).await);
        let html = form.value("html").to_owned();
        let without = html.replace("two pies", "a prize");
        editor.press(&form.with("html", &without), "").await;
        assert!(!stands().await);
        assert!(
            editor
                .read("/desk/remarks")
                .await
                .words("main")
                .contains("Steak or fish?")
        );
        let form = words_form(&editor.read(&desk).await).with("html", &html);
        editor.press(&form, "").await;
        assert!(stands().await);
    });
}

/// Opens an article in the editor; gives the draft's address.
pub(super) async fn open_editor(editor: &mut Browser, url: &str) -> String {
    let form = act(&editor.read(url).await, "edit");
    let reply = editor.press(&form, "").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}

#[test]
fn an_article_is_written_on_in_the_editor_by_several_at_once() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut one = editor(&paper).await;
        let mut two = paper.staff("Limpet", Role::Editor).await;
        let draft = open_editor(&mut one, &url).await;
        assert_eq!(
            open_editor(&mut two, &url).await,
            draft,
            "both write in one draft"
        );
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let text = form.value("text").replace("two pies", "three pies");
        let form = form
            .with("headline", "Fog Horn Found")
            .with("text", &text)
            .with("page", "2");
        assert_eq!(one.press(&form, "save").await.status, 303);
        assert!(
            paper
                .reader()
                .read(&url)
                .await
                .words("#text")
                .contains("two pies"),
            "not yet"
        );
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let reply = one.press(&form, "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let new_url = reply.location().to_owned();
        let page = paper.reader().read(&new_url).await;
        assert!(
            page.words("h1").contains("Fog Horn Found")
                && page.words("#text").contains("three pies")
        );
        assert!(page.words(".kicker").contains("Page 2"));
        let id = Paper::id_of(&url);
        let revisions = one.read(&format!("/desk/articles/{id}/revisions")).await;
        assert_eq!(revisions.dom().select("tbody tr").length(), 2);
        // The draft is done with; the next one begins with what stands.
        assert_ne!(open_editor(&mut two, &new_url).await, draft);
    });
}

#[test]
fn who_was_slower_finds_both_texts_in_the_draft() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let desk = format!("/desk/articles/{}", Paper::id_of(&url));
        let (mut one, mut two) = (
            editor(&paper).await,
            paper.staff("Limpet", Role::Editor).await,
        );
        let draft = open_editor(&mut one, &url).await;
        // Another paragraph and the headline, changed on the article itself meanwhile.
        let form = words_form(&two.read(&desk).await);
        let html = form.value("html").replace("painted red", "painted green");
        let form = form.with("html", &html).with("headline", "Green Horn");
        assert_eq!(two.press(&form, "").await.status, 303);
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let text = form.value("text").replace("two pies", "nine pies");
        let reply = one.press(&form.with("text", &text), "print").await;
        assert_eq!(reply.status, 303, "nothing clashes: {}", reply.text());
        let words = paper
            .reader()
            .ask(&format!("/article/{}/green-horn", Paper::id_of(&url)))
            .await
            .words("#text");
        assert!(
            words.contains("painted green") && words.contains("nine pies"),
            "{words}"
        );
        // The same paragraph: both stand, and it is not printed until somebody chooses.
        let url = format!("/article/{}/green-horn", Paper::id_of(&url));
        let draft = open_editor(&mut one, &url).await;
        let form = words_form(&two.read(&desk).await);
        let html = form.value("html").replace("nine pies", "ten pies");
        assert_eq!(two.press(&form.with("html", &html), "").await.status, 303);
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let text = form.value("text").replace("nine pies", "no pies");
        let reply = one.press(&form.with("text", &text), "print").await;
        assert!(
            reply.words("#errors").contains("both texts stand"),
            "{}",
            reply.words("#errors")
        );
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let text = form.value("text");
        assert!(
            text.contains("ten pies") && text.contains("no pies"),
            "{text}"
        );
        assert_eq!(one.press(&form, "print").await.status, 422);
    });
}

#[test]
fn what_others_did_to_an_article_meanwhile_stays_done() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let id = Paper::id_of(&url);
        let desk = format!("/desk/articles/{id}");
        let (mut one, mut two) = (
            editor(&paper).await,
            paper.staff("Limpet", Role::Editor).await,
        );
        let draft = open_editor(&mut one, &url).await;
        // Moved, honoured, filed, and signed by somebody else, while the draft is open.
        let form = act(&two.read(&url).await, "place").with("page", "2");
        assert_eq!(two.press(&form, "").await.status, 303);
        press(&mut two, &url, "lead").await;
        let form = act(&two.read(&url).await, "file").with("dossier", "The Fog Horn");
        assert_eq!(two.press(&form, "").await.status, 303);
        let form = words_form(&two.read(&desk).await).with("byline", "The Keeper");
        assert_eq!(two.press(&form, "").await.status, 303);
        let form = Form::find(&one.read(&draft).await, "form.draft");
        let text = form.value("text").replace("two pies", "a pie");
        let reply = one.press(&form.with("text", &text), "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let page = paper.reader().read(&url).await;
        assert!(page.words("#text").contains("a pie"));
        assert!(page.words(".meta").contains("The Keeper"));
        assert!(page.words(".kicker").contains("Page 2"));
        assert!(page.words(".file-under").contains("The Fog Horn"));
        assert_eq!(
            paper
                .reader()
                .read("/")
                .await
                .dom()
                .select(".lead")
                .length(),
            1
        );
    });
}
