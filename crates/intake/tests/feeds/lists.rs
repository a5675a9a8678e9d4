//! Lists of feeds, read and written.

use std::fs;
use std::path::Path;

use clipsheet_intake::feed::opml::{Subscription, parse, write};
use url::Url;

use crate::hostile::Dice;

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn real_lists_are_read_and_written() {
    let Some(folder) = crate::shared_feeds() else {
        return;
    };
    let mut lists = Vec::new();
    files(&folder.join("opml"), &mut lists);
    assert!(lists.len() >= 118, "{} lists", lists.len());
    let (mut feeds, mut grouped) = (0, 0);
    for path in lists {
        let bytes = fs::read(&path).unwrap();
        let outlines = String::from_utf8_lossy(&bytes).matches("xmlUrl=").count();
        let list =
            parse(&bytes, None).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            list.subscriptions.len() + list.left_out.len(),
            outlines,
            "{}",
            path.display()
        );
        assert!(
            !list.cut && !list.subscriptions.is_empty(),
            "{}",
            path.display()
        );
        for left in &list.left_out {
            assert!(
                !left.why.to_string().is_empty() && left.address.is_some(),
                "{left:?}"
            );
        }
        feeds += list.subscriptions.len();
        grouped += list
            .subscriptions
            .iter()
            .filter(|feed| feed.group.is_some())
            .count();
        let again = parse(write("x", &list.subscriptions).as_bytes(), None).unwrap();
        assert_eq!(
            again.subscriptions,
            list.subscriptions,
            "{}",
            path.display()
        );
    }
    assert!(
        feeds > 1_000 && grouped > 500 && grouped < feeds,
        "{feeds} feeds, {grouped} of them in groups"
    );
}

#[test]
fn what_is_written_is_read_back_the_same() {
    const WORDS: &[&str] = &[
        "Tide",
        "&",
        "<Pier>",
        "\"Gull\"",
        "’s",
        "&amp;",
        "ø",
        "🐚",
        "'",
        "]]>",
        "<!--",
        "Tarrow / Old",
        "-->",
        "%20",
        "=",
    ];
    let mut dice = Dice::new(7);
    for round in 0..300 {
        let mut name = |most: usize| {
            let words: Vec<&str> = (0..=dice.below(most))
                .map(|_| WORDS[dice.below(WORDS.len())])
                .collect();
            words.join(" ")
        };
        let subscriptions: Vec<Subscription> = (0..round % 12)
            .map(|number| {
                let host = format!("https://pier{number}.example/");
                let mut address = Url::parse(&host).unwrap();
                address.set_query(Some(&name(3)));
                address.set_path(&name(2));
                let group = name(2);
                Subscription {
                    title: name(4),
                    html_url: (group.len() % 2 == 0).then(|| Url::parse(&host).unwrap()),
                    group: (group.len() % 3 > 0).then_some(group),
                    xml_url: address,
                }
            })
            .collect();
        let title = name(3);
        let written = write(&title, &subscriptions);
        let read = parse(written.as_bytes(), None).unwrap();
        assert_eq!(read.subscriptions, subscriptions, "{written}");
        assert_eq!(read.title.as_deref(), Some(title.as_str()));
        assert!(read.left_out.is_empty() && !read.cut);
    }
}
