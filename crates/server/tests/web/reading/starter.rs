//! The starter paper, read from end to end.

use crate::support::{internal_links, on_both_starters};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Follows every link from the front: none is broken, every page is in order, nobody sets a cookie.
#[test]
fn every_link_of_the_starter_paper_leads_somewhere() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let mut known = BTreeSet::from(["/".to_owned()]);
        let mut queue = VecDeque::from([("/".to_owned(), "the start".to_owned())]);
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        while let Some((path, from)) = queue.pop_front() {
            let reply = reader.ask(&path).await;
            assert_eq!(reply.status, 200, "{path}, linked from {from}");
            assert!(
                !reply.headers.contains_key("set-cookie"),
                "{path} sets a cookie"
            );
            *kinds
                .entry(path.split(['/', '?']).nth(1).unwrap_or_default().to_owned())
                .or_default() += 1;
            if !reply.header("content-type").starts_with("text/html") {
                continue;
            }
            crate::support::assert_page(&path, &reply);
            for link in internal_links(&reply) {
                if known.insert(link.clone()) {
                    queue.push_back((link, path.clone()));
                }
            }
        }
        eprintln!("read {} addresses: {kinds:?}", known.len());
        for kind in [
            "",
            "edition",
            "article",
            "area",
            "source",
            "dossier",
            "nic",
            "comments",
            "archive",
            "classics",
            "serial",
            "glossary",
            "feed.xml",
            "feed.json",
            "assets",
            "media",
            "starter",
        ] {
            assert!(kinds.contains_key(kind), "no link leads to /{kind}");
        }
    });
}
