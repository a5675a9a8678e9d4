//! Two people wrote at once: their texts are merged paragraph by paragraph, their fields one by one.

use clipsheet_markup::{Profile, SafeHtml, blocks, plain_text, sanitise};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::ops::Range;
use std::time::{Duration, Instant};

/// How long two texts are compared; what was not told apart until then counts as changed.
const LONGEST: Duration = Duration::from_millis(500);

/// How the lines begin that stand around two texts of which one must be chosen. They are plain paragraphs, so that they
/// survive every editor, and a text with one of them is not printed.
const MARK: &str = "⟪";

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MergedText {
    /// The text.
    pub(crate) html: String,
    /// Places at which both texts stand.
    pub(crate) conflicts: usize,
}

/// A run of blocks that one side put in the place of some of the base's.
struct Change<'a> {
    base: Range<usize>,
    new: Vec<&'a str>,
}

fn changes<'a>(base: &[&str], side: &[&'a str]) -> Vec<Change<'a>> {
    let mut found: Vec<Change<'a>> = Vec::new();
    for op in
        capture_diff_slices_deadline(Algorithm::Myers, base, side, Some(Instant::now() + LONGEST))
    {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old, new) = (op.old_range(), side[op.new_range()].to_vec());
        match found.last_mut() {
            Some(last) if last.base.end == old.start => {
                last.base.end = old.end;
                last.new.extend(new);
            }
            _ => found.push(Change { base: old, new }),
        }
    }
    found
}

/// Whether two changes touch the same blocks. Two that only put something in at the same place do not.
fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The base's blocks of a range as one side has them.
fn apply<'a>(base: &[&'a str], range: Range<usize>, changes: &[Change<'a>]) -> Vec<&'a str> {
    let (mut out, mut at) = (Vec::new(), range.start);
    for change in changes {
        out.extend(&base[at..change.base.start]);
        out.extend(&change.new);
        at = change.base.end;
    }
    out.extend(&base[at..range.end]);
    out
}

/// Merges two texts that were made from the same one. Where both changed the same blocks, both stand, with a line before
/// each, which is given with the text and says whose it is (`whose`); a block that one changed and the other took out stays as it was changed.
pub(crate) fn merge_text(
    base: &SafeHtml,
    theirs: (&str, &SafeHtml),
    mine: (&str, &SafeHtml),
) -> MergedText {
    let base = blocks(base);
    let (their_blocks, my_blocks) = (blocks(theirs.1), blocks(mine.1));
    let mut left = changes(&base, &their_blocks).into_iter().peekable();
    let mut right = changes(&base, &my_blocks).into_iter().peekable();
    let mut out: Vec<String> = Vec::new();
    let (mut at, mut conflicts) = (0, 0);
    loop {
        let (mut of_theirs, mut of_mine) = (Vec::new(), Vec::new());
        let start = |change: Option<&Change<'_>>| change.map_or(usize::MAX, |c| c.base.start);
        let (l, r) = (start(left.peek()), start(right.peek()));
        if l == usize::MAX && r == usize::MAX {
            break;
        }
        // An insertion before a block that the other changed comes first and meets nothing.
        let inserts = |change: Option<&Change<'_>>| change.is_some_and(|c| c.base.is_empty());
        let take_left = l < r || (l == r && (inserts(left.peek()) || !inserts(right.peek())));
        if take_left {
            of_theirs.extend(left.next());
        } else {
            of_mine.extend(right.next());
        }
        let first = of_theirs.iter().chain(&of_mine).next();
        let mut range = first.map_or(at..at, |change| change.base.clone());
        loop {
            if let Some(more) = left.next_if(|change| meets(&change.base, &range)) {
                range.end = range.end.max(more.base.end);
                of_theirs.push(more);
            } else if let Some(more) = right.next_if(|change| meets(&change.base, &range)) {
                range.end = range.end.max(more.base.end);
                of_mine.push(more);
            } else {
                break;
            }
        }
        out.extend(base[at..range.start].iter().map(|&block| block.to_owned()));
        at = range.end;
        let left_side = apply(&base, range.clone(), &of_theirs);
        let right_side = apply(&base, range.clone(), &of_mine);
        let keep = |blocks: &[&str]| blocks.iter().map(|&block| block.to_owned()).collect();
        let mut same_insertion = || {
            // Both put the same in at the same place: a paragraph that both pasted.
            range.is_empty()
                && right
                    .peek()
                    .is_some_and(|other| other.base == range && other.new == left_side)
        };
        let chosen: Vec<String> = if of_mine.is_empty() {
            if same_insertion() {
                right.next();
            }
            keep(&left_side)
        } else if of_theirs.is_empty() || left_side == right_side || left_side.is_empty() {
            keep(&right_side)
        } else if right_side.is_empty() || holds(&left_side, &right_side) {
            keep(&left_side)
        } else if holds(&right_side, &left_side) {
            keep(&right_side)
        } else {
            conflicts += 1;
            both((theirs.0, &left_side), (mine.0, &right_side))
        };
        out.extend(chosen);
    }
    out.extend(base[at..].iter().map(|&block| block.to_owned()));
    MergedText {
        html: out.join("\n"),
        conflicts,
    }
}

/// The line above somebody's text.
pub(crate) fn whose(name: &str) -> String {
    format!("What {name} wrote:")
}

/// Whether all blocks of a part stand in the whole, in their order.
fn holds(whole: &[&str], part: &[&str]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|block| whole.any(|other| other == block))
}

fn both(theirs: (&str, &[&str]), mine: (&str, &[&str])) -> Vec<String> {
    let line = |words: String| {
        let words = SafeHtml::escape(&words);
        format!("<p>{MARK} {words} ⟫</p>")
    };
    let mut out = vec![line(theirs.0.to_owned())];
    out.extend(theirs.1.iter().map(|&block| block.to_owned()));
    out.push(line(mine.0.to_owned()));
    out.extend(mine.1.iter().map(|&block| block.to_owned()));
    out.push(line(
        "Choose one, and take out the three lines like this one.".into(),
    ));
    out
}

/// Whether a text has a place at which one of two texts must be chosen first.
pub(crate) fn has_conflict(html: &SafeHtml) -> bool {
    html.as_str().contains(MARK)
        && blocks(html).into_iter().any(|block| {
            let block = sanitise(block, Profile::Article, &|_| None);
            plain_text(&block)
                .lines()
                .any(|line| line.starts_with(MARK))
        })
}

/// A field that two people changed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldLoss {
    /// Its name in the body.
    pub(crate) field: String,
    /// What the other had saved; it stays in the history.
    pub(crate) theirs: String,
}

/// Merges the fields of two bodies that were made from the same one: who changed a field has it, and of two who changed
/// it the last one.
pub(crate) fn merge_fields(
    base: &serde_json::Value,
    theirs: &serde_json::Value,
    mine: &serde_json::Value,
) -> (serde_json::Value, Vec<FieldLoss>) {
    let (mut merged, mut lost) = (mine.clone(), Vec::new());
    let (Some(fields), Some(their_fields)) = (merged.as_object_mut(), theirs.as_object()) else {
        return (merged, lost);
    };
    for (name, their_value) in their_fields {
        let (before, now) = (base.get(name), fields.get(name));
        if now == before {
            fields.insert(name.clone(), their_value.clone());
        } else if before != Some(their_value) && now != Some(their_value) {
            let theirs = match their_value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            lost.push(FieldLoss {
                field: name.clone(),
                theirs,
            });
        }
    }
    (merged, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(paragraphs: &[&str]) -> SafeHtml {
        let html: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
        sanitise(&html, Profile::Article, &|_| None)
    }

    fn merged(base: &[&str], theirs: &[&str], mine: &[&str]) -> (Vec<String>, usize) {
        let result = merge_text(
            &safe(base),
            (&whose("Pennick"), &safe(theirs)),
            (&whose("Ardle"), &safe(mine)),
        );
        let text = sanitise(&result.html, Profile::Article, &|_| None);
        assert_eq!(has_conflict(&text), result.conflicts > 0);
        let lines = plain_text(&text).lines().map(str::to_owned).collect();
        (lines, result.conflicts)
    }

    #[test]
    fn changes_of_different_paragraphs_are_both_there() {
        let base = ["fog", "horn", "pie"];
        for (theirs, mine, expected) in [
            (
                &["FOG", "horn", "pie"][..],
                &["fog", "horn", "PIE"][..],
                &["FOG", "horn", "PIE"][..],
            ),
            (
                &["fog", "horn", "pie", "mud"],
                &["fog", "pie"],
                &["fog", "pie", "mud"],
            ),
            (
                &["new", "fog", "horn", "pie"],
                &["FOG", "horn", "pie"],
                &["new", "FOG", "horn", "pie"],
            ),
            (
                &["fog", "horn", "pie", "a"],
                &["fog", "horn", "pie", "b"],
                &["fog", "horn", "pie", "a", "b"],
            ),
            (
                &["fog", "horn", "pie", "a"],
                &["fog", "horn", "pie", "a"],
                &["fog", "horn", "pie", "a"],
            ),
            (
                &["fog", "HORN", "pie"],
                &["fog", "HORN", "pie"],
                &["fog", "HORN", "pie"],
            ),
            // One took out what the other changed: it stays.
            (
                &["fog", "pie"],
                &["fog", "HORN", "pie"],
                &["fog", "HORN", "pie"],
            ),
            (
                &["fog", "HORN", "pie"],
                &["fog", "pie"],
                &["fog", "HORN", "pie"],
            ),
            (&[], &["fog", "horn", "pie"], &[]),
        ] {
            let (lines, conflicts) = merged(&base, theirs, mine);
            assert_eq!(
                (lines.as_slice(), conflicts),
                (
                    &expected.iter().map(|s| s.to_string()).collect::<Vec<_>>()[..],
                    0
                ),
                "{theirs:?} {mine:?}"
            );
        }
    }

    #[test]
    fn of_the_same_paragraph_both_texts_stand() {
        let (lines, conflicts) = merged(&["fog", "horn"], &["FOG", "horn"], &["Fog!", "horn"]);
        assert_eq!(conflicts, 1);
        assert_eq!(
            lines,
            [
                "⟪ What Pennick wrote: ⟫",
                "FOG",
                "⟪ What Ardle wrote: ⟫",
                "Fog!",
                "⟪ Choose one, and take out the three lines like this one. ⟫",
                "horn"
            ]
        );
        assert!(!has_conflict(&safe(&["He said ⟪quoi⟫."])));
    }

    #[test]
    fn every_block_that_somebody_wrote_is_in_the_merge() {
        // All texts of up to three paragraphs out of four words, against each other, from one base.
        let words = ["a", "b", "c", "d"];
        let mut texts: Vec<Vec<&str>> = vec![vec![]];
        for length in 1..=3 {
            let shorter: Vec<_> = texts
                .iter()
                .filter(|t| t.len() == length - 1)
                .cloned()
                .collect();
            for text in shorter {
                texts.extend(
                    words
                        .iter()
                        .map(|word| [text.clone(), vec![*word]].concat()),
                );
            }
        }
        let base = ["a", "b"];
        for theirs in &texts {
            for mine in &texts {
                let (lines, _) = merged(&base, theirs, mine);
                for word in words.iter().filter(|word| !base.contains(word)) {
                    let wanted = theirs.contains(word) || mine.contains(word);
                    assert_eq!(
                        lines.iter().any(|line| line == word),
                        wanted,
                        "{theirs:?} {mine:?}: {lines:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_field_belongs_to_who_changed_it_last() {
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        let (merged, lost) = merge_fields(
            &json(r#"{"headline":"fog","page":1,"area":"quay"}"#),
            &json(r#"{"headline":"Fog","page":2,"area":"quay","new":1}"#),
            &json(r#"{"headline":"FOG","page":1,"area":"hill"}"#),
        );
        assert_eq!(
            merged,
            json(r#"{"headline":"FOG","page":2,"area":"hill","new":1}"#)
        );
        assert_eq!(lost.len(), 1);
        assert_eq!(
            (lost[0].field.as_str(), lost[0].theirs.as_str()),
            ("headline", "Fog")
        );
    }
}
