//! Counts and totals agree with what can be counted by hand.

use crate::support::{Reply, on_both, on_both_starters};

/// The numbers in a text, thousands' commas taken out.
fn numbers(text: &str) -> Vec<i64> {
    text.replace(',', "")
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|word| word.parse().ok())
        .collect()
}

fn links(reply: &Reply, selector: &str) -> Vec<String> {
    reply
        .dom()
        .select(selector)
        .iter()
        .map(|link| link.attr_or("href", "").to_string())
        .collect()
}

#[test]
fn counts_agree_from_the_archive_down_to_the_article() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let index = reader.read("/archive").await;
        let total = numbers(&index.words("main .head .meta"));
        let (mut articles, mut comments) = (0, 0);
        for year in links(&index, "main a[href^='/archive/']") {
            for month in links(&reader.read(&year).await, "main a[href^='/archive/20']")
                .iter()
                .filter(|url| url.len() == 16)
            {
                for day in links(&reader.read(month).await, "main a[href^='/edition/']") {
                    let edition = reader.read(&day).await;
                    let rows = links(&edition, "table th[scope=row] > a");
                    articles += rows.len();
                    for article in rows {
                        let page = reader.read(&article).await;
                        let shown = page.dom().select(".comments > article").length();
                        assert_eq!(
                            numbers(&page.words("#comments-h"))
                                .first()
                                .copied()
                                .unwrap_or(0),
                            shown as i64,
                            "{article}"
                        );
                        comments += shown;
                    }
                }
            }
        }
        assert_eq!(total, [articles as i64, comments as i64]);
        let front = reader.read("/").await;
        let line = front.words(".totals");
        assert!(
            line.starts_with(&format!(
                "{articles} articles and {comments} comments are in the archive. Today: "
            )),
            "{line}"
        );
        assert!(
            line.ends_with(" as of 17:02") && line.contains("articles and"),
            "{line}"
        );
        assert!(
            (25..=35).contains(&articles) && comments >= 150,
            "{articles} articles, {comments} comments"
        );
    });
}

#[test]
fn an_edition_is_sieved_by_area_and_turned_by_order() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let front = reader.read("/").await;
        let rows = |reply: &Reply| links(reply, "table th[scope=row] > a");
        let all = rows(&front);
        let areas = links(&front, "nav[aria-label=Areas] a");
        let mut sieved = Vec::new();
        for area in areas.iter().skip(1) {
            let page = reader.read(area).await;
            assert!(rows(&page).iter().all(|row| all.contains(row)));
            assert_eq!(
                page.dom()
                    .select("nav[aria-label=Areas] a[aria-current]")
                    .length(),
                1
            );
            sieved.extend(rows(&page));
        }
        sieved.sort();
        let mut sorted = all.clone();
        sorted.sort();
        assert_eq!(sieved, sorted, "every article is in one area");
        let posted = reader
            .read(&links(&front, "nav[aria-label=Order] a")[1])
            .await;
        let times: Vec<String> = posted
            .dom()
            .select("table th time")
            .iter()
            .map(|time| time.text().to_string())
            .collect();
        assert!(
            times.len() == all.len() && times.is_sorted_by(|a, b| a >= b),
            "{times:?}"
        );
    });
}

#[test]
fn an_empty_paper_says_how_to_begin_and_has_all_its_pages() {
    on_both(async |paper| {
        let mut reader = paper.reader();
        assert!(reader.read("/").await.text().contains("clipsheet clip"));
        for path in [
            "/archive",
            "/comments",
            "/classics",
            "/serial",
            "/area/quay",
            "/edition/2014-07-07",
            "/edition/2014-07-07/page/2",
        ] {
            reader.read(path).await;
        }
        for path in ["/feed.xml", "/feed.json"] {
            assert_eq!(reader.ask(path).await.status, 200);
        }
    });
}
