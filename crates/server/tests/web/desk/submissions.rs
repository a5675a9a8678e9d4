//! What the desk does with what was sent in.

use crate::support::{Browser, Form, Paper, Reply, on_both};
use clipsheet_server::clip::Clipping;
use clipsheet_server::drafts::write_body;
use clipsheet_store::{
    ArticleKind, ItemId, ItemState, NewDraft, Role, Settled, SubmissionState, create_draft,
    decide_item, list_acts, list_staff, set_role, set_totp, settle_submissions_of_item,
};

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

/// Presses a button of the form under a story of the inbox.
async fn decide(at_desk: &mut Browser, item: &str, act: &str, word: &str) -> Reply {
    let mut form = Form::find(&at_desk.read(item).await, "form.acts").with("word", word);
    form.action = format!("{item}/{act}");
    at_desk.press(&form, "").await
}

/// Where the first story is that was sent in.
async fn first(at_desk: &mut Browser) -> String {
    let list = at_desk.read("/desk/inbox?submitted=1").await;
    let dom = list.dom();
    let link = dom.select(".item h2 a").attr_or("href", "").to_string();
    link.split('?').next().unwrap().to_owned()
}

/// How many stories wait that were sent in.
async fn waiting(at_desk: &mut Browser) -> usize {
    let list = at_desk.read("/desk/inbox?submitted=1").await;
    list.dom().select(".item").length()
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
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        assert_eq!(waiting(&mut pennick).await, 0);
        let secret = send(
            &paper,
            &mut reader,
            "Forty Years of Crates",
            "I never saw one **dry**.\n\n> It is not ours.",
        )
        .await;
        let led = pennick.ask("/desk/submissions").await;
        let list = pennick.read(led.location()).await;
        assert_eq!(list.words(".item h2"), "Forty Years of Crates");
        assert_eq!(list.words(".item .sent"), "Submitted by Gull");
        assert!(
            list.words(".item .excerpt")
                .starts_with("I never saw one dry.")
        );
        let item = first(&mut pennick).await;
        let shown = pennick.read(&item).await;
        assert_eq!(shown.words(".sent-in strong"), "dry");
        assert_eq!(shown.dom().select(".sent-in a.nic").length(), 1);
        let reply = decide(&mut pennick, &item, "clip", "").await;
        assert_eq!(reply.location(), "/desk/drafts/1", "{}", reply.text());
        assert_eq!(waiting(&mut pennick).await, 0);
        let told = reader.read(&secret).await;
        assert!(told.words("main").contains("taken it up"));
        let act = acts(&paper).await[0].clone();
        let expected = ("Pennick", "clipped", "Forty Years of Crates");
        assert_eq!((&*act.0, &*act.1, &*act.2), expected);

        // Nothing says where it belongs, so it has no area, and goes where such things go.
        let form = Form::find(&pennick.read("/desk/drafts/1").await, "form.draft");
        assert_eq!(form.value("area"), "");
        let reply = pennick.press(&form, "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let printed = reply.location().to_owned();
        let page = reader.read(&printed).await;
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
            printed
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
        let item = first(&mut cockle).await;
        let late = Form::find(&cockle.read(&item).await, "form.acts");
        let word = "We had <b>three</b> of these\n today.";
        let reply = decide(&mut pennick, &item, "drop", word).await;
        assert_eq!(reply.status, 303);
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
        assert_eq!(acts(&paper).await[0].1, "dropped");
        let done = acts(&paper).await.len();
        let reply = cockle.press(&late, "").await;
        assert_eq!(reply.status, 409);
        assert!(reply.words("[role=alert]").contains("Somebody else took"));
        assert_eq!(acts(&paper).await.len(), done, "nothing more was done");
        // Taken back, it waits again for its sender, too.
        let undo = Form::find(&pennick.read(&item).await, "form.acts");
        assert_eq!(pennick.press(&undo, "").await.status, 303);
        let page = reader.read(&secret).await;
        assert!(page.words("main").contains("It waits for the desk."));
        assert!(!page.words("main").contains("The desk says"));
        // It waits from then on, however long ago it came; and what nobody takes says so in the end.
        paper.clock.advance(4 * crate::support::DAY);
        decide(&mut pennick, &item, "drop", "").await;
        paper.clock.advance(4 * crate::support::DAY);
        let undo = Form::find(&pennick.read(&item).await, "form.acts");
        pennick.press(&undo, "").await;
        let tidy_inbox = clipsheet_server::poll::tidy_inbox;
        tidy_inbox(&paper.app).await.unwrap();
        let page = reader.read(&secret).await;
        assert!(page.words("main").contains("It waits for the desk."));
        paper.clock.advance(40 * crate::support::DAY);
        tidy_inbox(&paper.app).await.unwrap();
        let page = reader.read(&secret).await;
        assert!(page.words("main").contains("Nobody took it up in time."));
    });
}

#[test]

fn an_editor_without_a_second_step_prints_nothing() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        // As it is for who has the password and nothing else: the code's secret is gone.
        paper
            .app
            .store
            .write(|tx| {
                let staff = list_staff(tx)?;
                let limpet = staff.iter().find(|staff| staff.name == "Mrs Limpet");
                set_totp(tx, limpet.unwrap().id, "", 0)
            })
            .await
            .unwrap();
        let page = limpet.read("/submit/article").await;
        assert!(!page.words("form.submit .send").contains("Print it"));
        let sent = send(&paper, &mut limpet, "In a Thief’s Hand", "Some words.").await;
        assert!(sent.starts_with("/submission/"), "{sent}");
        assert_eq!(paper.reader().ask("/article/2").await.status, 404);
    });
}

#[test]
fn whose_draft_is_thrown_away_is_told() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut reader = paper.reader();
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        let secret = send(&paper, &mut reader, "Crates", "There is a crate.").await;
        let item = first(&mut pennick).await;
        let reply = decide(&mut pennick, &item, "clip", "").await;
        let draft = reply.location().to_owned();
        let press = async |pennick: &mut Browser, act: &str| {
            let page = pennick.read(&draft).await;
            let form = match act {
                "bring" => Form::find(&page, &format!("main form[action='{draft}']")),
                _ => Form::find(&page, "form.draft"),
            };
            assert_eq!(pennick.press(&form, act).await.status, 303, "{act}");
        };
        let told = async |reader: &mut Browser| reader.read(&secret).await.words("main");
        for _ in 0..2 {
            paper.clock.advance(60_000);
            assert!(told(&mut reader).await.contains("has taken it up"));
            press(&mut pennick, "throw").await;
            let words = told(&mut reader).await;
            assert!(
                words.contains(
                    "did not take it. The desk says: We worked on it, and decided not to"
                ),
                "{words}"
            );
            paper.clock.advance(60_000);
            press(&mut pennick, "bring").await;
            assert!(!told(&mut reader).await.contains("The desk says"));
        }
        press(&mut pennick, "print").await;
        assert!(told(&mut reader).await.contains("It is in the paper."));
    });
}

#[test]
fn a_story_that_was_sent_in_again_has_one_draft_and_all_its_senders_are_told() {
    on_both(async |paper| {
        paper.print_story().await;
        let (mut gull, mut tern) = (paper.reader(), paper.reader());
        let mut pennick = paper.staff("Pennick", Role::Editor).await;
        let link = async |sender: &mut Browser, nic: &str| {
            let form = Form::find(&sender.read("/submit/link").await, "form.submit")
                .with("nic", nic)
                .with("headline", "Second Crate Sighted")
                .with("url", "https://skerry-echo.example/second-crate");
            paper.clock.advance(20_000);
            let reply = sender.press(&form, "send").await;
            assert_eq!(reply.status, 303, "{}", reply.text());
            reply.location().split('?').next().unwrap().to_owned()
        };
        let first_sent = link(&mut gull, "Gull").await;
        // Clipped, as the desk does it when the page is there.
        let item = first(&mut pennick).await;
        let item: i64 = item.rsplit('/').next().unwrap().parse().unwrap();
        let clipping = Clipping {
            headline: "Second Crate Sighted".into(),
            source_html: "<p>There is a crate.</p>".into(),
            original: true,
            page: 1,
            area: "quay".into(),
            ..Clipping::default()
        };
        let now = paper.clock.now();
        let made = paper.app.store.write(move |tx| {
            let body = write_body(&clipping)?;
            let new = NewDraft {
                inbox_item: Some(item),
                ..NewDraft::new(ArticleKind::Original, &clipping.headline, body)
            };
            let draft = create_draft(tx, &new, now)?;
            let (item, taken) = (
                ItemId(item),
                Settled {
                    state: SubmissionState::Taken,
                    article: None,
                    word: String::new(),
                },
            );
            assert!(decide_item(
                tx,
                item,
                ItemState::Clipped,
                Some(draft),
                None,
                "Pennick",
                now
            )?);
            settle_submissions_of_item(tx, item, &taken, now)?;
            Ok(draft)
        });
        let draft = format!("/desk/drafts/{}", made.await.unwrap());
        let form = Form::find(&pennick.read(&draft).await, "form.draft");
        assert_eq!(pennick.press(&form, "throw").await.status, 303);
        assert!(
            gull.read(&first_sent)
                .await
                .words("main")
                .contains("decided not to print")
        );
        paper.clock.advance(60_000);
        let second_sent = link(&mut tern, "Tern").await;
        assert_eq!(waiting(&mut pennick).await, 1, "it waits again");
        assert!(
            gull.read(&first_sent)
                .await
                .words("main")
                .contains("waits for the desk")
        );
        // Brought back, the draft is its draft once more: nobody makes another of it.
        let page = pennick.read(&draft).await;
        let form = Form::find(&page, &format!("main form[action='{draft}']"));
        assert_eq!(pennick.press(&form, "bring").await.status, 303);
        assert_eq!(waiting(&mut pennick).await, 0);
        let form = Form::find(&pennick.read(&draft).await, "form.draft");
        let reply = pennick.press(&form, "print").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        for (sender, secret) in [(&mut gull, first_sent), (&mut tern, second_sent)] {
            let told = sender.read(&secret).await;
            assert!(
                told.words("main").contains("It is in the paper."),
                "{}",
                told.words("main")
            );
        }
    });
}

#[test]
fn trusted_contributors_and_editors_go_straight_to_print() {
    on_both(async |paper| {
        paper.print_story().await;
        let mut cockle = paper.staff("Mr Cockle", Role::Contributor).await;
        let mut pennick = paper.staff("Pennick", Role::Moderator).await;
        let mut limpet = paper.staff("Mrs Limpet", Role::Editor).await;
        // The desk leads those who print nothing themselves to where they send it in.
        let front = cockle.read("/desk").await;
        for way in ["/submit/link", "/submit/article"] {
            let link = format!(".parts a[href='{way}']");
            assert_eq!(front.dom().select(&link).length(), 1, "{way}");
        }
        assert!(front.words("#sent").contains("Nothing yet."));
        let waits = send(&paper, &mut cockle, "Untrusted", "Some words.").await;
        assert!(waits.starts_with("/submission/"));
        // What becomes of it is told there, in whatever browser it was sent.
        cockle.cookies.remove("commenter");
        let sent = cockle.read("/desk").await;
        assert_eq!(sent.words("#sent h3"), "Untrusted");
        assert!(sent.words("#sent").contains("It waits for the desk."));
        assert_eq!(
            sent.dom()
                .select("#sent h3 a")
                .attr_or("href", "")
                .to_string(),
            waits
        );
        let front = limpet.read("/desk").await;
        assert_eq!(
            front
                .dom()
                .select("#sent, .parts a[href^='/submit']")
                .length(),
            0
        );
        let item = first(&mut pennick).await;
        let shown = pennick.read(&item).await;
        let about = shown.words(".sent-in .meta");
        assert!(about.contains("Mr Cockle, contributor"), "{about}");
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
