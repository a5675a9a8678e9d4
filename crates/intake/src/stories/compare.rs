//! Whether two fingerprints are of the same story.

use super::evidence::Evidence;
use super::fingerprint::Fingerprint;
use super::frequency::Weights;

/// How sure it is that two items tell the same story. Surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The same story: merge them without asking.
    Same,
    /// Very like: ask the editor, "We had this?"
    Like,
}

/// How alike two stories are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// How sure.
    pub kind: Kind,
    /// The order among those of one kind, 0 to 1, most alike 1.
    pub score: f32,
}

/// Compares two fingerprints. Symmetric. `None` when they are of different stories.
pub(super) fn compare(
    a: &Fingerprint,
    b: &Fingerprint,
    weights: &impl Weights,
) -> Option<Comparison> {
    let evidence = Evidence::of(a, b, weights);
    let kind = evidence.kind()?;
    Some(Comparison {
        kind,
        score: evidence.score(),
    })
}

impl Evidence {
    /// The thresholds were set on the made set; `docs/stories.md` says how they did elsewhere.
    fn kind(&self) -> Option<Kind> {
        if self.is_column() {
            return None;
        }
        let (title, words, text, numbers) = (&self.title, &self.words, &self.text, &self.numbers);
        // The text is there, all but a little of it.
        let whole_text = text.contained >= 0.75
            && text.weight >= TELLING
            && (self.identical || text.common >= 6 && self.linked || text.common >= 20);
        let much_of_both = text.contained >= 0.4
            && text.common >= 4
            && title.contained >= 0.6
            && title.weight >= SHORT_TITLE;
        // The title is there, and no text says otherwise.
        let whole_title = title.contained >= 0.95
            && title.resemblance >= 0.6
            && title.weight >= 2.5
            && (self.bare || words.contained >= 0.5);
        let words_in_other_order =
            words.contained >= 0.75 && words.common >= 8 && title.contained >= 0.5;
        let by_text = whole_text || much_of_both;
        let by_title = whole_title || words_in_other_order;
        let same = by_text || by_title && !numbers.titles_conflict;
        if same && !numbers.conflict {
            return Some(Kind::Same);
        }
        let like = same
            || self.identical
            || text.contained >= 0.3 && text.weight >= TELLING
            || title.contained >= 0.65 && title.common >= 3 && title.weight >= SHORT_TITLE
            || words.contained >= 0.5 && words.common >= 6;
        like.then_some(Kind::Like)
    }

    /// Whether they are issues of a column.
    fn is_column(&self) -> bool {
        let (title, text, numbers) = (&self.title, &self.text, &self.numbers);
        // With less in common the texts are not made after one pattern, with more they are one text that was updated.
        let patterned = (0.2..0.6).contains(&text.contained);
        // "Fish prices, Monday", "Tides": the titles are the same but for numbers, and the numbers differ.
        let of_numbers = numbers.titles_differ_in_nothing_else
            && (numbers.titles_conflict
                || numbers.conflict && (patterned || title.weight < SHORT_TITLE));
        // "Letters to the editor" over other letters.
        let of_words = title.resemblance >= 0.99
            && title.weight < SHORT_TITLE
            && !self.bare
            && text.contained < 0.6
            && self.words.contained < 0.6;
        of_numbers || of_words
    }

    fn score(&self) -> f32 {
        let text = self.text.contained.max(self.words.contained);
        let all = self.text.resemblance.max(self.words.resemblance);
        0.5 * text + 0.3 * self.title.contained + 0.2 * all
    }
}

/// Shingles in common that weigh less are nothing but boilerplate.
const TELLING: f32 = 3.0;
/// A title that weighs less is no more than the name of a column.
const SHORT_TITLE: f32 = 2.0;
