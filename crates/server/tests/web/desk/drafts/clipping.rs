//! From an address or a paste to a draft with all that is proposed.

use super::{acts, article_at, open};
use crate::support::{Form, STORY, on_both};
use clipsheet_server::clip::{Story, Wishes, clip_with_page};
use clipsheet_server::drafts::{Begun, begin_clipping, list_twins};
use clipsheet_store::{
    Actor, DraftId, NewDossier, Role, create_dossier, find_draft, find_evidence_of_draft,
    list_evidence_of_article,
};

#[test]
fn what_a_site_refuses_is_pasted_and_nothing_typed_is_lost() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = editor.read("/desk/clip?title=Fog+%26+Mud&text=Look+https%3A%2F%2Fharbour-post.example%2Ffog%3Futm_source%3Dx").await;
        let form = Form::find(&page, "form.clip");
        assert_eq!(
            form.value("url"),
            "https://harbour-post.example/fog?utm_source=x"
        );
        assert_eq!(form.value("title"), "Fog & Mud");
        let mark = page
            .dom()
            .select(".bookmarklet")
            .attr_or("href", "")
            .to_string();
        assert!(
            mark.starts_with("javascript:(function(){")
                && mark.contains("tide.example%22+'/desk/clip?url='"),
            "{mark}"
        );
        // No network here: the address cannot be fetched.
        let reply = editor.press(&form, "fetch").await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.words("#errors").contains("paste the story below"),
            "{}",
            reply.words("#errors")
        );
        assert_eq!(reply.dom().select("details[open] #c-pasted").length(), 1);
        let form = Form::find(&reply, "form.clip");
        assert_eq!(
            form.value("url"),
            "https://harbour-post.example/fog?utm_source=x"
        );
        let form = form.with("pasted", "The fog horn is back.\n\nIt was under <the> mud.");
        let reply = editor.press(&form, "paste").await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let url = reply.location().split('?').next().unwrap().to_owned();
        let draft = open(&mut editor, &url).await;
        assert_eq!(draft.value("headline"), "Fog & Mud");
        assert_eq!(draft.value("url"), "https://harbour-post.example/fog");
        assert_eq!(
            draft.value("text").replace("\r\n", ""),
            "<p>The fog horn is back.</p><p>It was under &lt;the&gt; mud.</p>"
        );
        // Nothing says where it belongs, and no area is made up.
        assert_eq!((draft.value("page"), draft.value("area")), ("1", ""));
        // Whoever clips it once more is told before there are two, and nothing is lost; pressed again, there are.
        for (typed, act) in [
            ("harbour-post.example/fog?utm_source=y", "paste"),
            ("https://Harbour-Post.example/fog", "fetch"),
        ] {
            let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
                .with("url", typed)
                .with("pasted", "The fog horn is back.");
            let told = editor.press(&form, act).await;
            assert_eq!(told.status, 409, "{}", told.text());
            let words = told.words(".flash");
            assert!(
                words.contains("There is a draft of this already: Fog & Mud, by Pennick"),
                "{words}"
            );
            let link = format!(".flash a[href='{url}']");
            assert_eq!(told.dom().select(&link).length(), 1);
            let form = Form::find(&told, "form.clip");
            assert_eq!(form.value("pasted"), "The fog horn is back.");
            let again = editor.press(&form, "paste").await;
            assert_eq!(again.status, 303, "{}", again.text());
            let twin = again.location().split('?').next().unwrap().to_owned();
            let twin = Form::find(&editor.read(&twin).await, "form#draft");
            editor.press(&twin, "throw").await;
        }
        // Where the form knows the address beforehand, it tells at once.
        let known = "/desk/clip?url=https://harbour-post.example/fog&text=It+is+back.";
        let known = editor.read(known).await;
        assert!(known.words(".flash").contains("There is a draft"));
        let again = editor
            .press(&Form::find(&known, "form.clip"), "paste")
            .await;
        assert_eq!(again.status, 303, "{}", again.text());
        for wrong in ["", "ftp://x.example/", "mud", "javascript:alert(1)"] {
            let form = Form::find(&editor.read("/desk/clip").await, "form.clip");
            let reply = editor
                .press(
                    &form.with("url", wrong).with("pasted", "My words."),
                    "paste",
                )
                .await;
            if wrong == "mud" {
                continue;
            }
            assert_eq!(reply.status, 422, "{wrong}");
            assert!(reply.text().contains("My words."), "{wrong}");
        }
        assert!(
            acts(&paper)
                .await
                .iter()
                .any(|act| act.1 == "clipped" && act.2 == "Fog & Mud")
        );
    });
}

#[test]
fn an_address_without_end_is_refused_and_kept() {
    on_both(async |paper| {
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let long = format!("https://harbour-post.example/fog?{}", "mud".repeat(17_000));
        let form = Form::find(&editor.read("/desk/clip").await, "form.clip")
            .with("url", &long)
            .with("pasted", "The fog horn is back.");
        let typed = editor.press(&form, "paste").await;
        let shared = editor.ask(&format!("/desk/clip?url={long}")).await;
        for reply in [&typed, &shared] {
            assert_eq!(reply.status, 422);
            let words = reply.words("#errors");
            assert!(words.contains("address is too long: 51033"), "{words}");
            assert_eq!(Form::find(reply, "form.clip").value("url"), long);
        }
        let form_again = Form::find(&typed, "form.clip");
        assert_eq!(form_again.value("pasted"), "The fog horn is back.");
        // What only tracks readers does not count.
        let tracked = format!(
            "https://harbour-post.example/fog?utm_source={}",
            "x".repeat(3000)
        );
        assert_eq!(
            editor
                .press(&form.with("url", &tracked), "paste")
                .await
                .status,
            303
        );
    });
}

#[test]
fn drafts_that_only_lead_to_a_story_hide_none_of_it() {
    on_both(async |paper| {
        let at = "https://harbour-post.example/fog_horn?is=100%25";
        let draft = async |url: &str| {
            let url = url::Url::parse(url).unwrap();
            let bytes = STORY.replace("</p>", &format!("</p><p><a href='{at}'>{at}</a></p>"));
            let story = Story::Page {
                bytes: bytes.into_bytes(),
                content_type: None,
                url,
            };
            let clipped = clip_with_page(&paper.app, story, &Wishes::default())
                .await
                .unwrap();
            begin_clipping(&paper.app, clipped, Begun::default(), Actor::command_line())
                .await
                .unwrap()
        };
        let first = draft(at).await;
        for number in 0..21 {
            draft(&format!("https://harbour-post.example/{number}")).await;
        }
        let url = clipsheet_markup::clean_url(url::Url::parse(at).unwrap().as_str());
        let twins = paper
            .app
            .store
            .read(move |conn| list_twins(conn, &url, None))
            .await
            .unwrap();
        let twins: Vec<DraftId> = twins.iter().map(|twin| twin.id).collect();
        assert_eq!(twins, [first]);
    });
}

#[test]
fn a_draft_opens_with_what_earlier_articles_and_the_glossary_say() {
    on_both(async |paper| {
        paper
            .app
            .store
            .write(move |tx| {
                let new = NewDossier {
                    slug: "harbour-board".into(),
                    name: "The Harbour Board".into(),
                    kind: "organisation".into(),
                    about: String::new(),
                };
                create_dossier(tx, &new)
            })
            .await
            .unwrap();
        paper
            .import(r#"{"entries":[{"headword":"Harbour Board","dossier":"harbour-board"}]}"#)
            .await;
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        let page = format!(
            "<!DOCTYPE html><html><head><title>Fog Horn Lost</title><meta property=\"og:site_name\" content=\"Harbour Post\"></head>\
             <body><nav><a href=/>Home</a></nav><article><h1>Fog Horn Lost</h1>{STORY}</article>\
             <div class=\"sidebar\"><p>In other news the ferry was late again on Tuesday.</p></div></body></html>"
        );
        let story = |path: &str| Story::Page {
            bytes: page.clone().into_bytes(),
            content_type: None,
            url: url::Url::parse(&format!("https://harbour-post.example/{path}")).unwrap(),
        };
        let begin = async |path: &str| {
            let clipped = clip_with_page(&paper.app, story(path), &Wishes::default())
                .await
                .unwrap();
            begin_clipping(&paper.app, clipped, Begun::default(), Actor::command_line())
                .await
                .unwrap()
        };
        let first = begin("fog").await;
        let url = format!("/desk/drafts/{first}");
        let view = editor.read(&url).await;
        assert!(view.words("fieldset").contains("The Harbour Board"));
        assert_eq!(
            view.dom()
                .select("input[name=dossier][checked]")
                .attr_or("value", "")
                .to_string(),
            "harbour-board"
        );
        // The original stands beside, and what was left out can be put back.
        assert!(view.words("#d-source").contains("It weighs four tons"));
        let left = view.words("#left-out");
        assert!(
            left.contains("In other news the ferry was late again"),
            "{left}"
        );
        let put = view
            .dom()
            .select("#left-out .put-back")
            .iter()
            .find(|button| button.parent().text().contains("the ferry was late"))
            .map(|button| button.attr_or("value", "").to_string())
            .unwrap();
        let form = Form::find(&view, "form#draft")
            .with("page", "2")
            .with("area", "hill")
            .with("headline", "Horn");
        let reply = editor.press(&form, &put).await;
        assert_eq!(reply.location(), format!("{url}?done=saved#left-out"));
        let form = open(&mut editor, &url).await;
        assert!(
            form.value("text").contains("the ferry was late"),
            "{}",
            form.value("text")
        );
        assert_eq!(
            form.value("headline"),
            "Horn",
            "what was typed was saved first"
        );
        let article = article_at(&paper, &editor.press(&form, "print").await).await;
        assert_eq!(
            (article.headline.page, article.headline.headline.as_str()),
            (2, "Horn")
        );
        assert_eq!(article.headline.posted_by, "Pennick");
        let id = article.headline.id;
        let kept = paper
            .app
            .store
            .read(move |conn| list_evidence_of_article(conn, id))
            .await
            .unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!(
            clipsheet_server::evidence::read(&paper.app, &kept[0].hash)
                .await
                .unwrap(),
            page.as_bytes()
        );

        // The next one of that source goes where this one went; the same address is known.
        let second = begin("fog").await;
        let view = editor.read(&format!("/desk/drafts/{second}")).await;
        let form = Form::find(&view, "form#draft");
        assert_eq!((form.value("page"), form.value("area")), ("2", "hill"));
        assert!(view.words(".flash").contains("We had this address: Horn"));
        assert!(
            editor
                .read("/desk/clip?url=https://harbour-post.example/fog")
                .await
                .words(".flash")
                .contains("Horn")
        );
        // Two drafts of one address know of each other; one that only links there is none.
        let third = begin("fog").await;
        let third = format!("/desk/drafts/{third}");
        let of_third = editor.read(&third).await;
        let flashes = of_third.words("main");
        assert!(
            flashes.contains("Another draft of this address:"),
            "{flashes}"
        );
        let link = format!(".flash a[href='/desk/drafts/{second}']");
        assert_eq!(of_third.dom().select(&link).length(), 1);
        assert!(flashes.contains(", by "), "{flashes}");
        let thrown = editor
            .press(&Form::find(&of_third, "form#draft"), "throw")
            .await;
        assert_eq!(thrown.status, 303, "{}", thrown.text());
        let view = editor.read(&format!("/desk/drafts/{second}")).await;
        assert!(
            !view.text().contains("Another draft"),
            "one thrown away is none"
        );
        // Looked at and saved without a change: it is printed as it came.
        let article = article_at(&paper, &editor.press(&form, "print").await).await;
        let second = DraftId(second.0);
        let (draft, evidence) = paper
            .app
            .store
            .read(move |conn| {
                Ok((
                    find_draft(conn, second)?.unwrap(),
                    find_evidence_of_draft(conn, second)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!(article.text.source_html, draft.origin);
        assert_eq!(evidence.unwrap().article, Some(article.headline.id));
    });
}

#[test]
fn contributors_and_moderators_clip_nothing() {
    on_both(async |paper| {
        for role in [Role::Contributor, Role::Moderator] {
            let mut member = paper.staff(role.as_str(), role).await;
            for path in [
                "/desk/clip",
                "/desk/drafts",
                "/desk/drafts/1",
                "/desk/drafts/1/preview",
            ] {
                member.refused(path, 403).await;
            }
        }
    });
}

#[test]
fn a_phone_can_share_a_page_with_the_desk() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        assert_eq!(
            reader
                .read("/")
                .await
                .dom()
                .select("link[rel=manifest]")
                .attr_or("href", "")
                .to_string(),
            "/manifest.webmanifest"
        );
        let manifest = reader.ask("/manifest.webmanifest").await;
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        let manifest: serde_json::Value = serde_json::from_slice(&manifest.body).unwrap();
        let share = &manifest["share_target"];
        assert_eq!(
            (&share["action"], &share["method"]),
            (&"/desk/clip".into(), &"GET".into())
        );
        let icon = manifest["icons"][0]["src"].as_str().unwrap();
        assert_eq!(reader.ask(icon).await.status, 200);
    });
}
