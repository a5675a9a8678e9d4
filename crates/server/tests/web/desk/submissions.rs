//! What the desk does with what was sent in.

use crate::support::{Browser, Form, Paper, Reply, on_both};
use clipsheet_server::clip::{Clipping, publish};
use clipsheet_store::{DraftId, Role, find_draft, list_acts, list_staff, set_role};

/// Sends an article of one's own; gives the address under which its sender sees what became of it, or of the article.
async fn send(paper: &Paper, sender: &mut Browser, headline: &str, text: &str) -> String {
    let page = sender.read("/submit/article").await;
    let mut form = Form::find(&page, "form.submit")
        .with("headline", headline)
        .with("text", text);
    if form
        .fields
        .iter()
        .any(|(name, value)| name == "nic" && value.is_empty())
    {
        form = form.with("nic", "Gull");
    }
    paper.clock.advance(20_000);
    let reply = sender.press(&form, "send").await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().split('?').next().unwrap().to_owned()
}

async fn decide(at_desk: &mut Browser, id: i64, act: &str, word: &str) -> Reply {
    let list = at_desk.read("/desk/submissions").await;
    let form = Form::find(&list, &format!("#s{id} form")).with("word", word);
    at_desk.press(&form, act).await
}

async fn acts(paper: &Paper) -> Vec<(String, String, String)> {
    let acts = paper
        .app
        .store
        .read(|conn| list_acts(conn, i64::MAX, 20))
        .await
        .unwrap();
    acts.into_iter()
        .map(|act| (act.actor.name, act.act, act.label))
        .collect()
}

#[test]
fn an_article_of_ones_own_becomes_a_draft_and_is_printed() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        assert_eq!(
            pennick.read("/desk/submissions").await.words(".nothing"),
            "Nothing is waiting."
        );
        let secret = send(
            &paper,
            &mut reader,
            "Forty Years of Crates",
            "I never saw one **dry**.\n\n> It is not ours.",
        )
        .await;
        let list = pennick.read("/desk/submissions").await;
        assert!(
            list.words("li.submission")
                .contains("Forty Years of Crates")
        );
        assert_eq!(list.words("li.submission strong"), "dry");
        let reply = decide(&mut pennick, 1, "clip", "").await;
        assert_eq!(reply.status, 303);
        let noticed = pennick.read(reply.location()).await;
        assert!(
            noticed.words(".flash").contains("It is draft 1 now"),
            "{}",
            noticed.words("main")
        );
        assert_eq!(noticed.words(".nothing"), "Nothing is waiting.");
        assert!(
            reader
                .read(&secret)
                .await
                .words("main")
                .contains("taken it up")
        );
        assert_eq!(
            acts(&paper).await[0],
            (
                "Pennick".into(),
                "took up".into(),
                "Forty Years of Crates".into()
            )
        );

        let draft = DraftId(1);
        let stored = paper
            .app
            .store
            .read(move |conn| find_draft(conn, draft))
            .await
            .unwrap()
            .unwrap();
        let clipping: Clipping = serde_json::from_str(&stored.body).unwrap();
        let printed = publish(&paper.app, &clipping, Some(&stored), "Pennick", false)
            .await
            .unwrap();
        let page = reader.read(&printed.url).await;
        assert_eq!(page.words("#text strong"), "dry");
        assert!(page.words("#text blockquote").contains("It is not ours."));
        assert_eq!(
            page.dom()
                .select("h1 a, .source-tag, .meta a[href^='/source']")
                .length(),
            0,
            "it has no source"
        );
        assert!(
            page.words(".head .meta").contains("Gull"),
            "{}",
            page.words(".head .meta")
        );
        let told = reader.read(&secret).await;
        assert!(told.words("main").contains("It is in the paper."));
        assert_eq!(
            told.dom()
                .select("main .flash a")
                .attr_or("href", "")
                .to_string(),
            printed.url
        );
        // In every list, without a source.
        for path in ["/", "/area/quay", "/feed.xml", "/feed.json"] {
            assert!(
                reader
                    .ask(path)
                    .await
                    .text()
                    .contains("Forty Years of Crates"),
                "{path}"
            );
        }
    });
}

#[test]
fn what_is_not_taken_is_told_with_a_word() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut cockle = paper.staff("Mr Cockle", Role::Moderator).await;
        let mut nobody = paper.staff("Biscuit", Role::Contributor).await;
        let secret = send(&paper, &mut reader, "Crates", "There is a crate.").await;
        assert_eq!(nobody.ask("/desk/submissions").await.status, 403);
        let list = cockle.read("/desk/submissions").await;
        let late = Form::find(&list, "#s1 form");
        let reply = decide(
            &mut pennick,
            1,
            "refuse",
            "We had <b>three</b> of these\n today.",
        )
        .await;
        assert_eq!(reply.location(), "/desk/submissions?done=refused");
        assert!(
            pennick
                .read(reply.location())
                .await
                .words(".flash")
                .contains("Not taken.")
        );
        let page = reader.read(&secret).await;
        assert!(
            page.words("main")
                .contains("did not take it. The desk says: We had <b>three</b> of these today.")
        );
        assert!(
            reader
                .read("/submissions")
                .await
                .words(".said")
                .contains("did not take it")
        );
        assert_eq!(acts(&paper).await[0].1, "did not take");
        let done = acts(&paper).await.len();
        for act in ["clip", "refuse"] {
            let reply = cockle.press(&late, act).await;
            assert_eq!(reply.location(), "/desk/submissions?done=gone");
            assert!(
                cockle
                    .read(reply.location())
                    .await
                    .words(".flash")
                    .contains("Somebody else has decided")
            );
        }
        assert_eq!(acts(&paper).await.len(), done, "nothing more was done");
        assert_eq!(
            cockle.press(&late, "sing").await.location(),
            "/desk/submissions?done=gone"
        );
    });
}

#[test]
fn a_link_is_sent_on_to_be_clipped() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let page = reader.read("/submit/link").await;
        let form = Form::find(&page, "form.submit")
            .with("nic", "Gull")
            .with("headline", "Crate")
            .with("url", "https://www.skerry.example/a?b=1&c=2");
        paper.clock.advance(20_000);
        assert_eq!(reader.press(&form, "send").await.status, 303);
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        assert_eq!(
            pennick
                .read("/desk/submissions")
                .await
                .words("li.submission .more"),
            "skerry.example"
        );
        // A moderator leaves it to an editor.
        let page = pennick.read("/desk/submissions").await;
        assert_eq!(page.dom().select("button[value=clip]").length(), 0);
        let mut limpet = paper.staff("Limpet", Role::Editor).await;
        let reply = decide(&mut limpet, 1, "clip", "").await;
        assert_eq!(
            reply.location(),
            "/desk/clip?url=https%3A%2F%2Fwww.skerry.example%2Fa%3Fb%3D1%26c%3D2&submission=1"
        );
        // Clipped from wherever it was in the end, its sender sees that it is printed.
        let clip = Form::find(&limpet.read(reply.location()).await, "form.clip")
            .with("url", "https://www.skerry.example/elsewhere")
            .with("pasted", "The crate is open.\n\nThere is a crate in it.");
        let draft = limpet.press(&clip, "paste").await;
        assert_eq!(draft.status, 303, "{}", draft.text());
        assert_eq!(
            pennick
                .read("/desk/submissions")
                .await
                .dom()
                .select("li.submission")
                .length(),
            1,
            "it waits until it is printed"
        );
        let form = Form::find(&limpet.read(draft.location()).await, "form.draft");
        assert_eq!(limpet.press(&form, "print").await.status, 303);
        let sent = pennick.read("/desk/submissions").await;
        assert_eq!(sent.dom().select("li.submission").length(), 0);
    });
}

#[test]
fn trusted_contributors_and_editors_go_straight_to_print() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut cockle = paper.staff("Mr Cockle", Role::Contributor).await;
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        let waits = send(&paper, &mut cockle, "Untrusted", "Some words.").await;
        assert!(waits.starts_with("/submission/"));
        let list = pennick.read("/desk/submissions").await;
        assert!(
            list.words("li.submission .meta")
                .contains("Mr Cockle, contributor"),
            "{}",
            list.words("li.submission")
        );
        assert!(
            send(&paper, &mut pennick, "Moderated", "Some words.")
                .await
                .starts_with("/submission/")
        );

        let now = paper.clock.now();
        paper
            .app
            .store
            .write(move |tx| {
                let staff = list_staff(tx)?;
                let cockle = staff
                    .iter()
                    .find(|staff| staff.name == "Mr Cockle")
                    .unwrap();
                set_role(tx, cockle.id, Role::Contributor, true, true, now)
            })
            .await
            .unwrap();
        let page = cockle.read("/submit/article").await;
        assert!(page.words("form.submit .send").contains("Print it"));
        assert_eq!(
            page.dom().select("#f-nic").length(),
            0,
            "staff sign with their name"
        );
        let form = Form::find(&page, "form.submit")
            .with("headline", "Trusted")
            .with("text", "Some *words*.")
            .with("page", "2")
            .with("area", "hill");
        paper.clock.advance(20_000);
        // The second press leaves the browser before the first reply brings the cookie.
        cockle.cookies.remove("commenter");
        let mut impatient = cockle.clone();
        let reply = cockle.press(&form, "send").await;
        assert!(
            reply.location().starts_with("/article/"),
            "{} {}",
            reply.location(),
            reply.text()
        );
        let twice = impatient.press(&form, "send").await;
        assert_eq!(twice.location(), reply.location(), "printed once");
        assert_eq!(
            cockle.press(&form, "send").await.location(),
            reply.location()
        );
        let printed = paper.reader().read(reply.location()).await;
        assert_eq!(printed.words("#text em"), "words");
        assert!(
            printed.words(".kicker").contains("Up the Hill")
                && printed.words(".kicker").contains("Page 2")
        );
        assert!(printed.words(".foot").contains("Posted by Mr Cockle"));
        assert_eq!(
            acts(&paper).await[0],
            ("Mr Cockle".into(), "printed".into(), "Trusted".into())
        );
        assert!(
            cockle
                .read("/submissions")
                .await
                .words("main")
                .contains("It is in the paper.")
        );
        assert!(
            send(&paper, &mut limpet, "Edited", "Some words.")
                .await
                .starts_with("/article/")
        );
        // A form of another site prints nothing in their name.
        let form = Form::find(&limpet.read("/submit/article").await, "form.submit")
            .with("headline", "Forged")
            .with("text", "Some words.");
        paper.clock.advance(20_000);
        let before = acts(&paper).await.len();
        for headers in [
            ("origin", "https://elsewhere.example"),
            ("sec-fetch-site", "same-site"),
        ] {
            let reply = limpet.send(form.request("send", &[headers])).await;
            assert_eq!(reply.status, 422);
        }
        assert_eq!(acts(&paper).await.len(), before);
    });
}
