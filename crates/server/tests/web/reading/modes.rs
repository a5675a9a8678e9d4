//! Printed, plain, and with today's glossary.

use crate::support::Paper;
use crate::support::{Reply, on_both, on_both_starters};
use clipsheet_store::{ArticleId, find_article};

const BOARD: &str = r#"{"entries":[{"headword":"Harbour Board","substitute":["Dredging Society"],"asides":[{"text":"keepers of the mud"}]}]}"#;
const PIES: &str = r#"{"entries":[{"headword":"pie","substitute":["crust"]}]}"#;

fn text(reply: &Reply) -> String {
    reply.dom().select("#text").inner_html().to_string()
}

#[test]
fn plain_is_what_the_source_wrote_and_nothing_else() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let mut annotated = 0;
        for id in 1..=30 {
            let url = reader
                .ask(&format!("/article/{id}"))
                .await
                .location()
                .to_owned();
            let stored = paper
                .app
                .store
                .read(move |conn| find_article(conn, ArticleId(id)))
                .await
                .unwrap()
                .unwrap();
            let plain = reader.read(&format!("{url}?mode=plain")).await;
            assert!(
                plain.text().contains(&stored.text.safe_html),
                "{url}: the stored text, letter for letter"
            );
            assert!(!text(&plain).contains("gloss-"), "{url}");
            let printed = reader.read(&url).await;
            annotated += usize::from(text(&printed).contains("gloss-"));
            // The original stays reachable in the printed page: without what was added, the words are the source's.
            let dom = printed.dom();
            dom.select("#text .gloss-aside, #text .gloss-serial")
                .remove();
            for sub in dom.select("#text .gloss-sub").iter() {
                let original = sub
                    .attr("data-original")
                    .expect("a substitution keeps its original")
                    .to_string();
                sub.set_text(&original);
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(
                squeeze(&dom.select("#text").text()),
                squeeze(&plain.dom().select("#text").text()),
                "{url}"
            );
        }
        assert!(
            annotated >= 25,
            "the glossary shows in {annotated} of 30 articles"
        );
    });
}

#[test]
fn what_was_printed_stays_printed() {
    on_both(async |paper| {
        paper.import(BOARD).await;
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let printed = reader.read(&url).await;
        assert!(
            text(&printed).contains("gloss-sub")
                && text(&printed).contains("data-original=\"Harbour Board\"")
        );
        assert!(text(&printed).contains("keepers of the mud"));
        assert_eq!(printed.body, reader.read(&url).await.body, "twice the same");
        let today = format!("{url}?mode=today");
        assert_eq!(text(&reader.read(&today).await), text(&printed));

        paper.import(PIES).await;
        assert_eq!(
            printed.body,
            reader.read(&url).await.body,
            "after another glossary"
        );
        let now = text(&reader.read(&today).await);
        assert!(now.contains("crust") && !now.contains("Dredging"), "{now}");

        // With the cache off, and in another process, which renders anew.
        let bare = paper.opened_again("cache_mib = 0").await;
        for _ in 0..2 {
            assert_eq!(
                printed.body,
                bare.reader().read(&url).await.body,
                "from a process without a cache"
            );
        }
        assert_eq!(
            printed.body,
            paper.opened_again("").await.reader().read(&url).await.body
        );
        assert!(text(&bare.reader().read(&today).await).contains("crust"));
        let id = ArticleId(Paper::id_of(&url));
        let stored = bare
            .app
            .store
            .read(move |conn| find_article(conn, id))
            .await
            .unwrap()
            .unwrap();
        assert!(stored.text.safe_html.contains("Harbour Board"));
    });
}

#[test]
fn a_glossary_gone_wrong_fails_no_page() {
    on_both(async |paper| {
        paper.import(BOARD).await;
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        let entries = [
            r#"{"headword":""}"#,
            r#"{"headword":"the","substitute":["<script>alert(1)</script>"]}"#,
            r#"{"headword":"a","asides":[{"text":"","image":"https://elsewhere.example/x.png"}]}"#,
        ];
        paper
            .import(&format!(r#"{{"entries":[{}]}}"#, entries.join(",")))
            .await;
        let dom = reader.read(&format!("{url}?mode=today")).await.dom();
        crate::support::assert_no_script("today", &dom);
        // A record that cannot be read: the plain text is shown.
        let id = Paper::id_of(&url);
        paper
            .app
            .store
            .write(move |tx| {
                let text = clipsheet_store::PrintedText {
                    safe_html: "<p>Only this.</p><script>alert(1)</script>".into(),
                    seal: "broken".into(),
                    print_record: "{not a record".into(),
                    serial_lines: Vec::new(),
                    entries: Vec::new(),
                };
                clipsheet_store::update_print(tx, ArticleId(id), &text, crate::support::NOW)
            })
            .await
            .unwrap();
        let reply = reader.read(&url).await;
        assert!(
            text(&reply).contains("<p>Only this.</p>"),
            "{}",
            text(&reply)
        );
        crate::support::assert_no_script(&url, &reply.dom());
    });
}
