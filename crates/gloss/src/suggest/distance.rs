//! The form nearest to a name, by the number of letters that differ.

use std::collections::HashMap;

use super::bare;
use crate::Entry;

/// All written forms of entries, by length, each with the letters that it has as bits.
pub(super) struct Forms<'a> {
    by_length: HashMap<usize, Vec<Form<'a>>>,
}

struct Form<'a> {
    entry: usize,
    text: &'a str,
    bare: Vec<char>,
    letters: u64,
}

impl<'a> Forms<'a> {
    pub(super) fn of(entries: &'a [Entry]) -> Self {
        let mut by_length: HashMap<usize, Vec<Form<'a>>> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let forms = std::iter::once(&entry.headword)
                .chain(&entry.aliases)
                .chain(&entry.plurals);
            for text in forms {
                let bare = bare(text);
                by_length.entry(bare.len()).or_default().push(Form {
                    entry: index,
                    text,
                    letters: letters(&bare),
                    bare,
                });
            }
        }
        Self { by_length }
    }

    /// The entry and the form nearest to a name, and how far it is: at most one letter in five. None for short names, of
    /// which too many are alike.
    pub(super) fn nearest(&self, name: &str) -> Option<(usize, &'a str, usize)> {
        let name = bare(name);
        let most = name.len() / 5;
        if most == 0 {
            return None;
        }
        let its_letters = letters(&name);
        let lengths = name.len() - most..=name.len() + most;
        let near = lengths
            .filter_map(|length| self.by_length.get(&length))
            .flatten()
            // Each change makes at most two letters differ.
            .filter(|form| (form.letters ^ its_letters).count_ones() as usize <= 2 * most);
        near.filter_map(|form| Some((form, distance(&name, &form.bare, most)?)))
            .min_by_key(|(form, distance)| (*distance, form.entry))
            .map(|(form, distance)| (form.entry, form.text, distance))
    }
}

fn letters(text: &[char]) -> u64 {
    text.iter()
        .fold(0, |bits, &c| bits | 1 << (u32::from(c) % 64))
}

/// The edit distance of Levenshtein, two letters exchanged counting once; `None` when it is more than `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let width = b.len() + 1;
    let mut rows: [Vec<usize>; 3] = [vec![0; width], (0..width).collect(), vec![0; width]];
    for (i, &x) in a.iter().enumerate() {
        rows[2][0] = i + 1;
        for (j, &y) in b.iter().enumerate() {
            let mut best = (rows[1][j] + usize::from(x != y))
                .min(rows[1][j + 1] + 1)
                .min(rows[2][j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(rows[0][j - 1] + 1);
            }
            rows[2][j + 1] = best;
        }
        if rows[2].iter().all(|&cost| cost > most) {
            return None;
        }
        rows.rotate_left(1);
    }
    Some(rows[1][b.len()]).filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        let distance = |a: &str, b: &str, most| distance(&bare(a), &bare(b), most);
        assert_eq!(distance("Harbour", "Harbor", 2), Some(1));
        assert_eq!(distance("Qaida", "Qaeda", 1), Some(1));
        assert_eq!(distance("Gadys", "Gladys", 1), Some(1));
        assert_eq!(distance("Galdys", "Gladys", 1), Some(1));
        assert_eq!(distance("al-Qāʿida", "Al Qaida", 1), Some(0));
        assert_eq!(distance("Harbour", "Lighthouse", 2), None);
        assert_eq!(distance("", "x", 1), Some(1));
    }
}
