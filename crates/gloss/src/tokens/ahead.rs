//! The paragraphs of an input, and a look at those that come.

use std::collections::VecDeque;

use super::{Candidates, Paragraph, Reader};

/// Reads an input paragraph by paragraph. Those that were looked at beforehand are kept, so each is cut once.
pub(crate) struct Paragraphs<'a, C> {
    reader: Reader<'a, C>,
    ready: VecDeque<Paragraph>,
    /// Emptied ones, for their room.
    spare: Vec<Paragraph>,
}

impl<'a, C: Candidates> Paragraphs<'a, C> {
    pub(crate) fn new(reader: Reader<'a, C>) -> Self {
        Self {
            reader,
            ready: VecDeque::new(),
            spare: Vec::new(),
        }
    }

    /// Reads the next paragraph that has a token into `paragraph`; false at the end of the input.
    pub(crate) fn read(&mut self, paragraph: &mut Paragraph) -> bool {
        let Some(mut next) = self.ready.pop_front() else {
            return self.reader.read(paragraph);
        };
        std::mem::swap(paragraph, &mut next);
        self.spare.push(next);
        true
    }

    /// The paragraph that `read` gives after `index` others.
    pub(crate) fn ahead(&mut self, index: usize) -> Option<&Paragraph> {
        while self.ready.len() <= index {
            let mut paragraph = self.spare.pop().unwrap_or_default();
            if !self.reader.read(&mut paragraph) {
                return None;
            }
            self.ready.push_back(paragraph);
        }
        self.ready.get(index)
    }
}
