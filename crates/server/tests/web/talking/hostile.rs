//! Comments and names that mean harm come out harmless.

use crate::support::{Paper, assert_no_script, assert_serves_itself, on_both};
use std::path::Path;

const OWN: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1)) <javascript:alert(1)> [y]( &#106;avascript:alert(1) )",
    "[foto javascript:alert(1)] [photo data:text/html,<script>alert(1)</script>]",
    "![](data:image/svg+xml,<svg onload=alert(1)>) ![x](https://elsewhere.example/pixel.png)",
    "<a href=\"//elsewhere.example\" onclick=\"x()\">y</a><base href=//elsewhere.example>",
    "<form action=/desk/settings><input name=x><button>Save</button></form>",
    "<style>*{display:none}</style><p style=\"position:fixed\" class=\"masthead\" id=\"c1\">over all</p>",
    "</article></section></main></body></html><h1>Mine</h1><plaintext>",
    "<!--><script>alert(1)</script--> <![CDATA[ <x>",
    "\u{1}0\u{1}1\u{1}2 \u{0}",
    "<template><script>alert(1)</script></template><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
];

/// The collections' payloads; none, loudly, where they are missing.
fn collected() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/sanitise");
    let Ok(json) = std::fs::read_to_string(folder.join("dompurify-first-half.json")) else {
        eprintln!(
            "SKIPPED: the collected payloads: {} is not there",
            folder.display()
        );
        return Vec::new();
    };
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let mut payloads: Vec<String> = rows
        .iter()
        .map(|row| row["payload"].as_str().unwrap_or_default().to_owned())
        .collect();
    for entry in std::fs::read_dir(folder.join("bleach-xss")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "test") {
            payloads.push(String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned());
        }
    }
    assert!(payloads.len() > 100);
    payloads
}

/// Our own payloads and the collected ones.
pub(crate) fn payloads() -> Vec<String> {
    let own = OWN.iter().map(|text| (*text).to_owned());
    own.chain(collected()).collect()
}

pub(crate) async fn open_the_gates(paper: &Paper) {
    let mut settings = paper.app.paper().await.unwrap().settings.clone();
    settings.comments = clipsheet_server::settings::CommentRules {
        per_minute: 0,
        per_hour: 0,
        network_per_minute: 0,
        network_per_hour: 0,
        min_fill_secs: 0,
        max_chars: 0,
        ..settings.comments
    };
    paper.app.save_settings(&settings).await.unwrap();
}

#[test]
fn payloads_come_out_harmless_as_comments_and_as_names() {
    let payloads = payloads();
    on_both(async |paper| {
        let url = paper.print_story().await;
        open_the_gates(&paper).await;
        let mut reader = paper.reader();
        let blank = reader.form(&url).await;
        let mut posted = 0;
        for (n, payload) in payloads.iter().enumerate() {
            let form = blank
                .clone()
                .with("nic", &format!("Gull {n}"))
                .with("text", &format!("Look {payload}"));
            let preview = reader.press(&form, "preview").await;
            assert_no_script(payload, &preview.dom());
            assert_serves_itself(payload, &preview.dom());
            assert_eq!(preview.dom().select("h1").length(), 1, "{payload}");
            let reply = reader.press(&form, "post").await;
            // Only a picture that cannot be fetched is reason to refuse.
            assert!(
                reply.status == 303 || reply.words("#f-text-e").contains("picture"),
                "{payload}: {}",
                reply.text()
            );
            posted += usize::from(reply.status == 303);
            let named: String = payload
                .chars()
                .filter(|c| !c.is_control())
                .take(40)
                .collect();
            let reply = reader
                .press(
                    &blank
                        .clone()
                        .with("nic", &named)
                        .with("text", &format!("Name no. {n}")),
                    "post",
                )
                .await;
            assert!(matches!(reply.status, 303 | 422), "{named}");
            assert_no_script(&named, &reply.dom_or_empty());
            posted += usize::from(reply.status == 303);
        }
        assert!(posted > payloads.len(), "{posted} were posted");
        let mut pages = vec![
            url.clone(),
            format!("{url}?order=oldest"),
            "/comments".into(),
            "/".into(),
        ];
        let comments = reader.read("/comments").await;
        pages.extend(
            comments
                .dom()
                .select("a.nic")
                .iter()
                .map(|link| link.attr_or("href", "").to_string())
                .take(40),
        );
        for path in pages {
            let page = reader.read(&path).await;
            assert_no_script(&path, &page.dom());
            assert_eq!(page.dom().select("main h1").length(), 1, "{path}");
            assert!(
                page.dom()
                    .select(".comments p[id], .comments [style]")
                    .length()
                    == 0,
                "{path}"
            );
        }
        let id = Paper::id_of(&url);
        roxmltree::Document::parse(&reader.ask(&format!("/article/{id}/feed.xml")).await.text())
            .unwrap();
    });
}

#[test]
fn deep_and_twisted_texts_are_borne() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        open_the_gates(&paper).await;
        let mut reader = paper.reader();
        let blank = reader.form(&url).await.with("nic", "Gull");
        for text in [
            "<b>".repeat(10_000) + "deep",
            "<blockquote>".repeat(10_000) + "deep",
            "> ".repeat(10_000) + "deep",
            "*".repeat(20_000) + "a",
            "[".repeat(20_000),
            "[quote]".repeat(10_000),
            "- ".repeat(10_000),
            "\u{202e}".repeat(500) + "right to left \u{2066}\u{2067}",
            "a\u{301}\u{302}\u{303}".repeat(3_000),
            "#7 ".repeat(5_000),
        ] {
            let started = std::time::Instant::now();
            let reply = reader
                .press(&blank.clone().with("text", &text), "post")
                .await;
            assert!(matches!(reply.status, 303 | 422), "{}", reply.status);
            assert!(
                started.elapsed().as_secs() < 20,
                "{:?} for {:.20}",
                started.elapsed(),
                text
            );
        }
        let page = reader.read(&url).await;
        assert!(page.words("#comments-h").contains("comments"));
        // What turns the direction of a comment or a name does not turn the page.
        let reply = reader
            .press(
                &blank
                    .clone()
                    .with("nic", "\u{202e}lluG")
                    .with("text", "plain words"),
                "post",
            )
            .await;
        assert!(matches!(reply.status, 303 | 422));
        let front = reader.read("/").await;
        for element in [
            front.dom().select(".masthead").text(),
            front.dom().select("table").text(),
            reader
                .read(&url)
                .await
                .dom()
                .select(".comments a[href^='/nic/']")
                .text(),
        ] {
            assert!(
                !element.contains(['\u{202e}', '\u{2066}', '\u{2067}']),
                "{element}"
            );
        }
    });
}

#[test]
fn texts_longer_than_anybody_types_are_sent_back_whole() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        open_the_gates(&paper).await;
        let mut reader = paper.reader();
        let blank = reader.form(&url).await.with("nic", "Gull");
        let most = 256 << 10;
        for button in ["preview", "squish", "post"] {
            let fits = blank.clone().with("text", &"kéow ".repeat(most / 6));
            let status = reader.press(&fits, button).await.status;
            assert!(matches!(status, 200 | 303), "{button}: {status}");
            let long = "[".repeat(most + 1);
            let refused = blank.clone().with("text", &long);
            for form in [refused.clone(), refused.urlencoded()] {
                let reply = reader.press(&form, button).await;
                assert_eq!(reply.status, 413, "{button}");
                assert!(reply.words("main").contains("256 KB at most"));
                assert_eq!(reply.words("main textarea"), long);
            }
        }
        for field in ["nic", "email", "website", "token"] {
            let long = "x".repeat((4 << 10) + 1);
            let form = blank.clone().with("text", "Keow.").with(field, &long);
            let reply = reader.press(&form, "preview").await;
            assert_eq!(reply.status, 413, "{field}");
            assert_eq!(reply.words("main textarea"), "Keow.");
        }
        // Ways to make a text dear, at the greatest length.
        for twisted in ["[", "*", "> ", "![](", "<b>", "[quote]"] {
            let text = twisted.repeat(most / twisted.len());
            let started = std::time::Instant::now();
            let form = blank.clone().with("text", &text);
            let status = reader.press(&form, "preview").await.status;
            assert!(matches!(status, 200 | 422), "{twisted}: {status}");
            assert!(started.elapsed().as_secs() < 20, "{twisted}");
        }
    });
}
