//! All saved pages, clipped and read.

use crate::support::{STORY, assert_no_script, on_both};
use clipsheet_store::{NewPicture, Picture, save_picture};
use std::path::{Path, PathBuf};

fn saved_pages() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pages");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!(
            "SKIPPED: the saved pages: {} is not there",
            folder.display()
        );
        return Vec::new();
    };
    let page = |entry: std::fs::DirEntry| {
        (
            entry.file_name().to_string_lossy().into_owned(),
            entry.path().join("source.html"),
        )
    };
    let mut pages: Vec<_> = entries
        .map(|entry| page(entry.unwrap()))
        .filter(|(_, path)| path.exists())
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_saved_page_prints_and_reads_in_every_mode() {
    let pages = saved_pages();
    if pages.is_empty() {
        return;
    }
    on_both(async |paper| {
        // Enough of a glossary to touch every page in English that is no page of code.
        paper
            .import(
                r#"{"entries":[
                {"headword":"people","substitute":["folk"],"mention":"every"},
                {"headword":"the","asides":[{"text":"the one and only"}]},
                {"headword":"company","aliases":["companies"],"asides":[{"text":"limited"}]},
                {"headword":"also","serial":"default"}],
                "serials":[{"name":"default","lines":["back at the lighthouse, the keeper counted the gulls again."]}]}"#,
            )
            .await;
        let mut reader = paper.reader();
        let mut urls = Vec::new();
        for (name, path) in &pages {
            let bytes = std::fs::read(path).unwrap();
            urls.push(
                paper
                    .print_page(bytes, &format!("https://paper.example/news/{name}.html"))
                    .await,
            );
        }
        let front = reader.read("/").await;
        assert_eq!(
            front.dom().select("table th[scope=row]").length(),
            pages.len()
        );
        assert!(
            front
                .words(".totals")
                .starts_with(&format!("{} articles and", pages.len()))
        );
        reader.read("/edition/2014-07-07/page/1").await;
        let mut annotated = 0;
        for url in &urls {
            let source = reader.read(url).await.dom();
            let source = source
                .select(".head a[href^='/source/']")
                .attr_or("href", "")
                .to_string();
            assert!(!source.is_empty(), "{url} names no source");
            for mode in ["printed", "plain", "today"] {
                let page = reader.read(&format!("{url}?mode={mode}")).await;
                let dom = page.dom();
                assert_no_script(url, &dom);
                let has_gloss = dom.select("#text [class^=gloss-]").length() > 0;
                assert!(mode != "plain" || !has_gloss, "{url}");
                annotated += usize::from(mode == "printed" && has_gloss);
                assert!(
                    dom.select("#text").text().split_whitespace().count() > 1,
                    "{url} is empty"
                );
            }
        }
        assert!(
            annotated * 2 > urls.len(),
            "{annotated} of {} are annotated",
            urls.len()
        );
        let feed = reader.ask("/feed.xml").await.text();
        roxmltree::Document::parse(&feed).unwrap();
    });
}

#[test]
fn a_clipping_says_its_language_its_date_and_what_its_picture_shows() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        // A picture that was fetched before.
        let at = "https://hafenbote.example/boot.png";
        let boat = NewPicture {
            picture: Picture {
                hash: "b".repeat(64),
                media_type: "image/png".into(),
                extension: "png".into(),
                width: 40,
                height: 30,
            },
            size_bytes: 6,
            origin: Some(at.into()),
        };
        let now = paper.clock.now();
        let saved = paper
            .app
            .store
            .write(move |tx| save_picture(tx, &boat, now));
        saved.await.unwrap();
        let page = |language: &str, date: &str| {
            format!(
                "<!DOCTYPE html><html lang=\"{language}\"><head><title>Nebelhorn verlegt</title>\
                 <meta property=\"article:published_time\" content=\"{date}\"><meta property=\"og:image\" content=\"{at}\">\
                 <meta property=\"og:image:alt\" content=\"Ein rotes  Boot &amp; ein &lt;Hund&gt;\"></head>\
                 <body><article><h1>Nebelhorn verlegt</h1>{STORY}</article></body></html>"
            )
        };
        let german = page("de-DE", "2014-07-03T23:10:00+02:00");
        let german = paper
            .print_page(german.into_bytes(), "https://hafenbote.example/1")
            .await;
        let german = reader.read(&german).await;
        let dom = german.dom();
        for part in ["h1", "#text"] {
            assert_eq!(&*dom.select(part).attr_or("lang", ""), "de-DE", "{part}");
        }
        assert!(
            german
                .words(".head .meta")
                .contains("published 3 July 2014")
        );
        let day = dom.select(".head .meta time").attr_or("datetime", "");
        assert_eq!(&*day, "2014-07-03");
        let picture = dom.select(".plate img");
        assert_eq!(&*picture.attr_or("alt", ""), "Ein rotes Boot & ein <Hund>");

        let own = paper.app.paper().await.unwrap().settings.language.clone();
        let own = paper
            .print_page(page(&own, "").into_bytes(), "https://hafenbote.example/2")
            .await;
        let own = reader.read(&own).await;
        assert_eq!(own.dom().select("main [lang]").length(), 0);
        assert!(!own.words(".head .meta").contains("published"));
    });
}
