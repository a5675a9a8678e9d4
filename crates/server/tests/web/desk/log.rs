//! The log: everything that was done, newest first, by anybody and on anything.

use super::find;
use crate::support::on_both;
use clipsheet_store::{Act, Actor, Role, note_act};

#[test]
fn acts_are_read_by_page_person_and_thing() {
    on_both(async |paper| {
        let mut keel = paper.staff("Keel", Role::Moderator).await;
        let id = find(&paper, "Keel").await.id;
        assert!(
            keel.read("/desk/log")
                .await
                .words(".log")
                .contains("Nothing has been done")
        );
        let now = paper.clock.now();
        let write = paper.app.store.write(move |tx| {
            for number in 1..=120 {
                let actor = Actor {
                    staff: (number % 2 == 0).then_some(id),
                    name: "Keel".into(),
                };
                let label = format!("<b>Story {number}</b>");
                let act = Act {
                    act: "moved",
                    subject: "article",
                    subject_id: number % 3,
                    label: &label,
                    before: "page 1",
                    after: r#"{"page":2,"why":"mud"}"#,
                };
                note_act(tx, &actor, &act, now)?;
            }
            let long = "x".repeat(500);
            let act = Act {
                act: "changed",
                subject: "settings",
                label: "the settings",
                after: &long,
                ..Act::default()
            };
            note_act(tx, &Actor::command_line(), &act, now)
        });
        write.await.unwrap();
        let mut path = "/desk/log".to_owned();
        let mut seen = Vec::new();
        loop {
            let page = keel.read(&path).await;
            let dom = page.dom();
            seen.extend(
                dom.select(".log > li > p:first-child")
                    .iter()
                    .map(|row| row.text().to_string()),
            );
            let older = dom.select("a[rel=next]").attr_or("href", "").to_string();
            if older.is_empty() {
                break;
            }
            path = older;
        }
        assert_eq!(seen.len(), 121);
        assert!(
            seen[0].contains("the command line changed the settings"),
            "{}",
            seen[0]
        );
        assert!(
            seen[1].contains("<b>Story 120</b>") && seen[120].contains("Story 1<"),
            "{}",
            seen[120]
        );
        let page = keel.read("/desk/log").await;
        assert_eq!(
            page.dom().select(".log details pre").first().text().len(),
            500
        );
        assert!(
            page.text().contains("\"why\": \"mud\"")
                || page.text().contains("&#34;why&#34;: &#34;mud&#34;")
        );
        let mine = keel.read(&format!("/desk/log?staff={id}")).await;
        assert_eq!(mine.words("h1"), "Log: by Keel");
        assert_eq!(mine.dom().select(".log > li").length(), 50);
        let more = mine
            .dom()
            .select("a[rel=next]")
            .attr_or("href", "")
            .to_string();
        assert_eq!(
            keel.read(&more).await.dom().select(".log > li").length(),
            10
        );
        let on = keel.read(&format!("/desk/log?subject=staff&id={id}")).await;
        assert_eq!(on.words("h1"), "Log: what was done to Keel");
        let on = keel.read("/desk/log?subject=article&id=2").await;
        assert_eq!(on.dom().select(".log > li").length(), 40);
        for odd in [
            "/desk/log?staff=999",
            "/desk/log?subject=x%27&id=-1",
            "/desk/log?before=-5",
        ] {
            keel.read(odd).await;
        }
        assert_eq!(keel.ask("/desk/log?staff=x").await.status, 400);
        let mut oar = paper.staff("Oar", Role::Contributor).await;
        assert_eq!(oar.ask("/desk/log").await.status, 403);
    });
}
