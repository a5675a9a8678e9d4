//! A print record carried over to a revised text: paragraphs that stay as they were stay as they were printed.

use clipsheet_gloss::{Annotation, Effect, PrintRecord};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::collections::HashSet;
use std::ops::Range;
use std::time::{Duration, Instant};

/// How long two texts are compared; what was not told apart until then counts as changed.
const LONGEST: Duration = Duration::from_millis(500);

/// Ends of blocks: a text is cut behind each of them.
const ENDS: [&str; 14] = [
    "</p>",
    "</li>",
    "</h1>",
    "</h2>",
    "</h3>",
    "</h4>",
    "</h5>",
    "</h6>",
    "</blockquote>",
    "</pre>",
    "</figure>",
    "</tr>",
    "</div>",
    "</dd>",
];

/// Cuts safe HTML behind each block. The parts put together are the text.
pub(crate) fn blocks(html: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = html[at..].find("</") {
        at += found;
        match ENDS.iter().find(|end| html[at..].starts_with(**end)) {
            Some(end) => {
                at += end.len();
                parts.push(&html[from..at]);
                from = at;
            }
            None => at += 2,
        }
    }
    if from < html.len() {
        parts.push(&html[from..]);
    }
    parts
}

/// Where each part begins, and where the last ends.
fn offsets(parts: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let mut offsets = vec![0];
    for part in parts {
        at += part.len();
        offsets.push(at);
    }
    offsets
}

fn is_inside(annotation: &Annotation, range: &Range<usize>) -> bool {
    let at = annotation.insert_at();
    range.start <= annotation.start
        && annotation.end <= range.end
        && (range.start..=range.end).contains(&at)
}

/// The record for a text that is printed anew, as today's glossary has it; the lines of serials that were thrown in stay where
/// they were, and no others come.
pub(super) fn anew(old: &str, before: &PrintRecord, new: &str, today: &PrintRecord) -> PrintRecord {
    let is_serial = |annotation: &Annotation| matches!(annotation.effect, Effect::Serial { .. });
    let carried = carry(old, before, new, &PrintRecord::default());
    let serials = carried.annotations.into_iter().filter(is_serial);
    let others = today.annotations.iter().filter(|found| !is_serial(found));
    let mut annotations: Vec<Annotation> = serials.chain(others.cloned()).collect();
    annotations.sort_by_key(|annotation| (annotation.start, annotation.insert_at()));
    PrintRecord {
        annotations,
        ..PrintRecord::default()
    }
}

/// The record for the new text: what `before` did in the blocks that are in both, and what `today` does in the others. An
/// entry that was printed before and still stands is not printed once more as if it were first mentioned, and no line of a
/// serial is thrown in anew.
pub(super) fn carry(
    old: &str,
    before: &PrintRecord,
    new: &str,
    today: &PrintRecord,
) -> PrintRecord {
    let (old_blocks, new_blocks) = (blocks(old), blocks(new));
    let (old_at, new_at) = (offsets(&old_blocks), offsets(&new_blocks));
    let mut by_start: Vec<&Annotation> = before.annotations.iter().collect();
    by_start.sort_by_key(|annotation| annotation.start);
    let mut kept = Vec::new();
    // In the order of the text.
    let mut fresh: Vec<Range<usize>> = Vec::new();
    for op in capture_diff_slices_deadline(
        Algorithm::Myers,
        &old_blocks,
        &new_blocks,
        Some(Instant::now() + LONGEST),
    ) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                // Block by block: an annotation never reaches over two.
                for step in 0..len {
                    let from = old_at[old_index + step]..old_at[old_index + step + 1];
                    let to = new_at[new_index + step];
                    let first = by_start.partition_point(|one| one.start < from.start);
                    let moved = by_start[first..]
                        .iter()
                        .take_while(|one| one.start < from.end)
                        .filter(|one| is_inside(one, &from))
                        .map(|one| shifted(one, from.start, to));
                    kept.extend(moved);
                }
            }
            DiffOp::Insert {
                new_index, new_len, ..
            }
            | DiffOp::Replace {
                new_index, new_len, ..
            } => {
                fresh.push(new_at[new_index]..new_at[new_index + new_len]);
            }
            DiffOp::Delete { .. } => {}
        }
    }
    let name = |one: &Annotation| (one.entry.clone(), one.effect.name());
    let standing: HashSet<(String, &str)> = kept.iter().map(name).collect();
    let is_fresh = |one: &Annotation| {
        let next = fresh.partition_point(|range| range.start <= one.start);
        next > 0 && is_inside(one, &fresh[next - 1])
    };
    let added: Vec<Annotation> = today
        .annotations
        .iter()
        .filter(|one| !matches!(one.effect, Effect::Serial { .. }) && is_fresh(one))
        .filter(|one| !matches!(one.effect, Effect::Aside { .. }) || !standing.contains(&name(one)))
        .cloned()
        .collect();
    kept.extend(added);
    kept.sort_by_key(|annotation| (annotation.start, annotation.insert_at()));
    PrintRecord {
        annotations: kept,
        ..PrintRecord::default()
    }
}

fn shifted(annotation: &Annotation, from: usize, to: usize) -> Annotation {
    let shift = |at: usize| at - from + to;
    Annotation {
        start: shift(annotation.start),
        end: shift(annotation.end),
        at: annotation.at.map(shift),
        ..annotation.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aside(text: &str, word: &str, note: &str) -> Annotation {
        let start = text.find(word).unwrap();
        Annotation {
            start,
            end: start + word.len(),
            at: None,
            entry: word.to_owned(),
            entry_id: 0,
            revision: 1,
            variant: 0,
            effect: Effect::Aside {
                text: note.to_owned(),
                image: None,
                alt: None,
                side: None,
            },
        }
    }

    fn record(annotations: Vec<Annotation>) -> PrintRecord {
        PrintRecord {
            annotations,
            ..PrintRecord::default()
        }
    }

    fn notes(record: &PrintRecord, text: &str) -> Vec<(String, String)> {
        let note = |annotation: &Annotation| match &annotation.effect {
            Effect::Aside { text, .. } => text.clone(),
            _ => String::new(),
        };
        record
            .annotations
            .iter()
            .map(|found| (text[found.start..found.end].to_owned(), note(found)))
            .collect()
    }

    #[test]
    fn blocks_put_together_are_the_text() {
        for html in [
            "",
            "no block",
            "<p>a</p><p>b</p>tail",
            "<ul><li>a</li><li>b</li></ul>",
            "<p>a</p",
            "</",
            "<p>é</p>\u{2003}<h2>x</h2>",
        ] {
            assert_eq!(blocks(html).concat(), html);
        }
        assert_eq!(blocks("<p>a</p><p>b</p>"), ["<p>a</p>", "<p>b</p>"]);
    }

    #[test]
    fn what_stays_is_as_it_was_printed_and_what_is_new_is_of_today() {
        let old = "<p>The Board met.</p><p>The Ferry sank.</p>";
        let new = "<p>Rain fell.</p><p>The Board met.</p><p>The Ferry floats, says the Keeper.</p>";
        let before = record(vec![
            aside(old, "Board", "old joke"),
            aside(old, "Ferry", "old boat"),
        ]);
        let today = record(vec![
            aside(new, "Board", "new joke"),
            aside(new, "Ferry", "new boat"),
            aside(new, "Keeper", "of the light"),
        ]);
        let carried = carry(old, &before, new, &today);
        let expected = [
            ("Board", "old joke"),
            ("Ferry", "new boat"),
            ("Keeper", "of the light"),
        ]
        .map(|(word, note)| (word.to_owned(), note.to_owned()));
        assert_eq!(notes(&carried, new), expected);
    }

    #[test]
    fn an_aside_that_stands_is_not_told_again() {
        let old = "<p>The Board met.</p>";
        let new = "<p>The Board met.</p><p>The Board slept.</p>";
        let before = record(vec![aside(old, "Board", "keepers of the mud")]);
        let mut again = aside(new, "Board", "keepers of the mud");
        again.start = new.rfind("Board").unwrap();
        again.end = again.start + 5;
        let carried = carry(old, &before, new, &record(vec![again]));
        assert_eq!(carried.annotations.len(), 1);
        assert_eq!(carried.annotations[0].start, 7);
    }

    #[test]
    fn the_same_text_keeps_its_record_whole() {
        let text = "<ul><li>The Board</li><li>The Ferry</li></ul><p>End.</p>";
        let before = record(vec![aside(text, "Board", "a"), aside(text, "Ferry", "b")]);
        assert_eq!(carry(text, &before, text, &PrintRecord::default()), before);
    }
}
