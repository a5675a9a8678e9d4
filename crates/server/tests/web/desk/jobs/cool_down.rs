//! A joke does not wear out: within an edition no variant comes again while others are left.

use super::{BODY, record, work};
use crate::support::{DAY, on_both};
use clipsheet_store::Role;
use std::collections::BTreeMap;

const GLOSSARY: &str = r#"{"entries":[{"headword":"gull","asides":[{"text":"a"},{"text":"b"},{"text":"c"},{"text":"d"},{"text":"e"},{"text":"f"}]},
    {"headword":"Harbour Board","substitute":["Dredging Society","Mud Board","Keepers"]}]}"#;

async fn variants(paper: &crate::support::Paper, urls: &[String], entry: &str) -> Vec<usize> {
    let mut variants = Vec::new();
    for url in urls {
        let record = record(paper, url).await;
        let ours = record.annotations.iter().find(|one| one.entry == entry);
        variants.push(ours.expect("it is printed").variant);
    }
    variants
}

fn counts(variants: &[usize]) -> Vec<usize> {
    let mut counts = BTreeMap::<usize, usize>::new();
    for variant in variants {
        *counts.entry(*variant).or_default() += 1;
    }
    counts.into_values().collect()
}

#[test]
fn an_edition_of_thirty_articles_repeats_no_variant_before_all_had_their_turn() {
    on_both(async |paper| {
        paper.import(GLOSSARY).await;
        let mut urls = Vec::new();
        for number in 0..30 {
            urls.push(
                paper
                    .print(&format!("Mud Counted for the {number}th Time"), BODY)
                    .await,
            );
        }
        let gulls = variants(&paper, &urls, "gull").await;
        for round in gulls.chunks(6) {
            let mut round = round.to_vec();
            round.sort_unstable();
            assert_eq!(round, [0, 1, 2, 3, 4, 5], "{gulls:?}");
        }
        let boards = variants(&paper, &urls, "Harbour Board").await;
        assert_eq!(counts(&boards), [10, 10, 10], "{boards:?}");

        // Printed anew, every article keeps its own.
        let mut editor = paper.staff("Pennick", Role::Editor).await;
        super::print_anew(&mut editor, "edition=2014-07-07").await;
        work(&paper).await;
        assert_eq!(variants(&paper, &urls, "gull").await, gulls);
        // The next edition begins afresh.
        paper.clock.advance(DAY);
        let mut next = Vec::new();
        for number in 0..6 {
            next.push(paper.print(&format!("Tuesday {number}"), BODY).await);
        }
        assert_eq!(counts(&variants(&paper, &next, "gull").await), [1; 6]);
    });
}
