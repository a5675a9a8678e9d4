//! Real news items with ground truth, which are no part of the project: `../shared/data/stories`.

use super::made::Item;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The items, each with its address, or `None` where the data is missing. `workspace` is the project's root.
pub fn items(workspace: &Path) -> Option<(Vec<Item>, Vec<String>)> {
    let folder = workspace.join("../shared/data/stories/scoop-news");
    let truth = folder.join("ground_truth/dedup_ground_truth_items.jsonl");
    let truth = fs::read_to_string(truth).ok()?;
    let mut names: Vec<String> = Vec::new();
    truth
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).ok()?;
            let file = line["file"].as_str()?.strip_prefix("testdata/")?;
            let item: Value =
                serde_json::from_str(&fs::read_to_string(folder.join(file)).ok()?).ok()?;
            let name = line["story_gt_id"].as_str()?;
            let story = names.iter().position(|known| known == name);
            let story = story.unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            let text = |field: &str| item[field].as_str().unwrap_or_default().to_owned();
            let url = text("canonical_url").trim_end_matches('/').to_owned();
            let item = Item {
                story,
                edit: "original",
                title: text("title"),
                text: text("body_text"),
            };
            Some((item, url))
        })
        .collect()
}
