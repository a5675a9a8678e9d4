//! What is read agrees with what other readers expect. `cargo xtask bench feeds` prints the whole table.

use clipsheet_intake::feed;
use clipsheet_testkit::feeds::{cases, judge};
use url::Url;

/// The share of expectations that the last change met, less a little. What is missing is explained in `docs/feeds.md`.
const LEAST_AGREEMENT: &[(&str, f64)] =
    &[("feedparser", 0.97), ("gofeed", 0.98), ("feed-rs", 0.96)];

#[test]
fn other_readers_feeds_are_read_as_they_expect() {
    let Some(cases) = crate::shared_feeds().and_then(|folder| cases(&folder)) else {
        return;
    };
    for &(collection, least) in LEAST_AGREEMENT {
        let (mut met, mut all) = (0_u32, 0_u32);
        let mut missed = Vec::new();
        for case in cases.iter().filter(|case| case.collection == collection) {
            let base = case.base.as_deref().and_then(|base| Url::parse(base).ok());
            let feed = feed::parse(&case.bytes, case.content_type.as_deref(), base.as_ref());
            let read = feed.ok().map(|feed| serde_json::to_value(feed).unwrap());
            for verdict in judge(case, read.as_ref()) {
                all += 1;
                met += u32::from(verdict.agrees);
                if !verdict.agrees {
                    missed.push(format!("{} {}", case.name, verdict.expectation.pointer));
                }
            }
        }
        assert!(all > 500, "{collection} has only {all} expectations");
        let share = f64::from(met) / f64::from(all);
        assert!(
            share >= least,
            "{collection}: {met} of {all}\n{}",
            missed.join("\n")
        );
    }
}
