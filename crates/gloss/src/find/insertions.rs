//! Where asides and lines of serials are put in, as far as that is not right behind their mention.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Annotation;

/// Places with the annotations that are put in there.
#[derive(Debug, Default)]
pub(super) struct Insertions(BTreeMap<usize, Vec<usize>>);

impl Insertions {
    /// Notes that the annotation of this number is put in at a place.
    pub(super) fn note(&mut self, at: usize, annotation: usize) {
        self.0.entry(at).or_default().push(annotation);
    }

    /// Moves behind a substitution what would be put in amid its words, where nothing can be printed: "Harbour Board-gull
    /// keeper" with an aside on the Board and a house word for the gull keeper.
    pub(super) fn step_over(&mut self, words: Range<usize>, annotations: &mut [Annotation]) {
        while let Some((&at, _)) = self.0.range(words.start + 1..words.end).next() {
            for number in self.0.remove(&at).unwrap_or_default() {
                if let Some(annotation) = annotations.get_mut(number) {
                    annotation.at = Some(words.end);
                }
                self.note(words.end, number);
            }
        }
    }
}
