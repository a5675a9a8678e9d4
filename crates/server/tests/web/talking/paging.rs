//! Many comments: through all of them and back.

use crate::support::{Paper, Reply, on_both};
use clipsheet_store::{ArticleId, CommenterId, NewComment, create_comment};

async fn fill(paper: &Paper, url: &str, count: usize) {
    let (id, now) = (ArticleId(Paper::id_of(url)), paper.clock.now());
    let day = paper.app.today().await.unwrap();
    paper
        .app
        .store
        .write(move |tx| {
            let mut commenter: Option<CommenterId> = None;
            for n in 1..=count {
                let new = NewComment {
                    article: id,
                    commenter,
                    nic: "Gull".into(),
                    nic_skeleton: "gull".into(),
                    email: String::new(),
                    website: String::new(),
                    source: format!("Keow no. {n}."),
                    html: String::new(),
                    seal: String::new(),
                    created_at: now,
                    written_on: day,
                };
                commenter = Some(create_comment(tx, &new)?.1);
            }
            Ok(())
        })
        .await
        .unwrap();
}

fn numbers(page: &Reply) -> Vec<usize> {
    page.dom()
        .select(".comments > article")
        .iter()
        .map(|each| each.attr_or("id", "")[1..].parse().unwrap())
        .collect()
}

/// The onward link with these words.
fn link(page: &Reply, words: &str) -> Option<String> {
    let dom = page.dom();
    let found = dom
        .select("#comments a")
        .iter()
        .find(|link| link.text().contains(words))?;
    let href = found.attr_or("href", "").to_string();
    assert_eq!(href.matches('#').count(), 1, "{href}");
    assert!(href.ends_with("#comments"), "{href}");
    Some(href.split('#').next().unwrap_or_default().to_owned())
}

#[test]
fn hundreds_of_comments_are_paged_through_and_back() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        fill(&paper, &url, 1150).await;
        let mut reader = paper.reader();
        let newest = reader.read(&url).await;
        assert_eq!(newest.words("#comments-h"), "1,150 comments");
        assert!(
            newest.words("#c1150").contains("Keow no. 1150."),
            "a comment without a seal is made anew"
        );
        let (mut seen, mut page) = (numbers(&newest), newest);
        while let Some(older) = link(&page, "Older comments") {
            page = reader.read(&older).await;
            seen.extend(numbers(&page));
        }
        assert_eq!(seen, (1..=1150).rev().collect::<Vec<_>>());
        assert_eq!(
            numbers(&reader.read(&link(&page, "Newest comments").unwrap()).await)[0],
            1150
        );

        let mut page = reader.read(&link(&page, "Oldest first").unwrap()).await;
        let mut seen = numbers(&page);
        assert!(
            page.dom()
                .select("meta[name=robots][content=noindex]")
                .length()
                == 1,
            "one page of many is enough for robots"
        );
        while let Some(newer) = link(&page, "Newer comments") {
            page = reader.read(&newer).await;
            seen.extend(numbers(&page));
        }
        assert_eq!(seen, (1..=1150).collect::<Vec<_>>());
        assert_eq!(
            numbers(&reader.read(&link(&page, "First comments").unwrap()).await)[0],
            1
        );
        assert_eq!(
            numbers(&reader.read(&link(&page, "Newest first").unwrap()).await)[0],
            1150
        );
        // The mode is kept while turning.
        let plain = reader.read(&format!("{url}?mode=plain")).await;
        assert!(
            link(&plain, "Older comments")
                .unwrap()
                .contains("mode=plain")
        );
        assert!(link(&plain, "Oldest first").unwrap().contains("mode=plain"));
        // A continuation with nothing in it is the article itself.
        for path in [
            "before=1",
            "order=oldest&after=1150",
            "before=-5",
            "before=99999",
        ] {
            let reply = reader.ask(&format!("{url}?{path}")).await;
            assert_eq!(reply.status, 301, "{path}");
        }
        // A comment far down is linked to where it is.
        let list = reader.read("/nic/Gull?before=4").await;
        let dom = list.dom();
        let link = dom.select(".said h2 a").attr_or("href", "").to_string();
        assert_eq!(link, format!("{url}?before=4#c3"));
        assert_eq!(numbers(&reader.read(&link[..link.len() - 3]).await)[0], 3);
    });
}

#[test]
fn lists_of_comments_are_paged_through() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        fill(&paper, &url, 120).await;
        let mut reader = paper.reader();
        for start in ["/comments", "/nic/Gull"] {
            let mut path = start.to_owned();
            let mut links = Vec::new();
            loop {
                let page = reader.read(&path).await;
                let dom = page.dom();
                links.extend(
                    dom.select(".said h2 a")
                        .iter()
                        .map(|link| link.attr_or("href", "").to_string()),
                );
                let older = dom
                    .select("a")
                    .iter()
                    .find(|link| link.text().contains("Older"));
                match older {
                    Some(older) => path = older.attr_or("href", "").to_string(),
                    None => break,
                }
                assert!(links.len() < 1000, "it never ends");
            }
            assert_eq!(
                links,
                (1..=120)
                    .rev()
                    .map(|n| format!("{url}#c{n}"))
                    .collect::<Vec<_>>(),
                "{start}"
            );
        }
    });
}
