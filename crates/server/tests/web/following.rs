//! Feeds, in both formats.

use crate::support::{Paper, on_both, on_both_starters};
use dom_query::Document;
use roxmltree::Document as Xml;

const ATOM: &str = "http://www.w3.org/2005/Atom";

fn assert_absolute(feed: &str, html: &str) {
    let dom = Document::fragment(html);
    for element in dom.select("[src], [href]").iter() {
        for attribute in ["src", "href"] {
            let address = element.attr_or(attribute, "").to_string();
            assert!(
                address.is_empty() || address.contains("://") || address.starts_with("mailto:"),
                "{feed}: {attribute}={address}"
            );
        }
    }
    assert_eq!(dom.select("script").length(), 0);
}

#[test]
fn every_feed_is_valid_in_both_formats_and_agrees_with_itself() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        for (base, about) in [
            ("", "/"),
            ("/page/1", "/"),
            ("/area/harbour", "/area/harbour"),
            ("/dossier/harbour-board", "/dossier/harbour-board"),
            ("/article/1", "/article/1"),
        ] {
            let atom = reader.ask(&format!("{base}/feed.xml")).await;
            assert_eq!(
                (atom.status, atom.header("content-type")),
                (200, "application/atom+xml; charset=utf-8")
            );
            let text = atom.text();
            let xml = Xml::parse(&text).unwrap();
            let root = xml.root_element();
            assert!(root.has_tag_name((ATOM, "feed")));
            let child = |node: roxmltree::Node<'_, '_>, name: &str| {
                node.children()
                    .find(|child| child.has_tag_name((ATOM, name)))
                    .and_then(|child| child.text())
                    .unwrap_or_default()
                    .to_owned()
            };
            for name in ["title", "id", "updated"] {
                assert!(!child(root, name).is_empty(), "{base}: {name}");
            }
            let links: Vec<&str> = root
                .children()
                .filter_map(|node| node.attribute("href"))
                .collect();
            assert_eq!(links[0], format!("https://tide.example{base}/feed.xml"));
            assert!(
                links[1].starts_with(&format!("https://tide.example{about}")),
                "{links:?}"
            );
            let mut from_atom = Vec::new();
            for entry in root
                .children()
                .filter(|node| node.has_tag_name((ATOM, "entry")))
            {
                for name in ["title", "id", "updated", "published", "content"] {
                    assert!(!child(entry, name).is_empty(), "{base}: {name}");
                }
                assert!(child(entry, "published").ends_with('Z'));
                assert!(
                    entry
                        .descendants()
                        .any(|node| node.has_tag_name((ATOM, "name")) && node.text().is_some())
                );
                for link in entry.children().filter_map(|node| node.attribute("href")) {
                    assert!(link.starts_with("https://"), "{link}");
                }
                assert_absolute(base, &child(entry, "content"));
                from_atom.push((child(entry, "id"), child(entry, "title")));
            }
            let json = reader.ask(&format!("{base}/feed.json")).await;
            assert_eq!(
                (json.status, json.header("content-type")),
                (200, "application/feed+json; charset=utf-8")
            );
            let feed: serde_json::Value = serde_json::from_str(&json.text()).unwrap();
            assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
            assert_eq!(
                feed["feed_url"],
                format!("https://tide.example{base}/feed.json")
            );
            let mut from_json = Vec::new();
            for item in feed["items"].as_array().unwrap() {
                assert_absolute(base, item["content_html"].as_str().unwrap());
                from_json.push((
                    item["id"].as_str().unwrap().to_owned(),
                    item["title"].as_str().unwrap().to_owned(),
                ));
                let path = item["url"]
                    .as_str()
                    .unwrap()
                    .strip_prefix("https://tide.example")
                    .unwrap();
                reader.read(path.split('#').next().unwrap()).await;
            }
            assert_eq!(from_json, from_atom, "{base}");
            assert!(!from_atom.is_empty(), "{base}");
        }
    });
}

#[test]
fn pages_name_their_feeds() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let article = reader.ask("/article/1").await.location().to_owned();
        for path in ["/", "/area/harbour", "/dossier/harbour-board", &article] {
            let page = reader.read(path).await;
            let feeds: Vec<String> = page
                .dom()
                .select("link[rel=alternate]")
                .iter()
                .map(|link| link.attr_or("href", "").to_string())
                .collect();
            assert!(feeds.len() >= 2, "{path}: {feeds:?}");
            for feed in feeds {
                assert_eq!(reader.ask(&feed).await.status, 200, "{feed} of {path}");
            }
        }
    });
}

#[test]
fn nothing_that_is_said_breaks_a_feed() {
    on_both(async |paper| {
        let url = paper
            .print(
                "Tide &amp; &lt;b&gt;Time&lt;/b&gt; ]]&gt;",
                crate::support::STORY,
            )
            .await;
        let mut reader = paper.reader();
        reader
            .say(
                &url,
                "A & <B> ]]>",
                "One ]]> two \u{1}\u{b}\u{fffe} &amp; <b>three</b> 🐦 <https://x.example/?a=1&b=2>",
            )
            .await;
        for path in [
            "/feed.xml".to_owned(),
            format!("/article/{}/feed.xml", Paper::id_of(&url)),
        ] {
            let text = reader.ask(&path).await.text();
            let xml = Xml::parse(&text).unwrap_or_else(|error| panic!("{path}: {error}: {text}"));
            assert!(
                xml.descendants().any(|node| node
                    .text()
                    .is_some_and(|text| text.contains("Tide & <b>Time</b> ]]>"))),
                "{text}"
            );
        }
    });
}
