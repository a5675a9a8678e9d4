//! Namesakes: entries of one headword, told apart by where and when they hold. Gladys near the dredger is a boat.

use clipsheet_gloss::Entry;

/// Whether two entries hold for the same pages, areas, days and neighbouring words.
pub fn same_scope(one: &Entry, other: &Entry) -> bool {
    fn same<T: Ord>(one: &[T], other: &[T]) -> bool {
        let sorted = |list: &[T]| -> Vec<usize> {
            let mut places: Vec<usize> = (0..list.len()).collect();
            places.sort_by_key(|at| &list[*at]);
            places
        };
        one.len() == other.len()
            && sorted(one)
                .into_iter()
                .zip(sorted(other))
                .all(|(a, b)| one[a] == other[b])
    }
    (one.from, one.until) == (other.from, other.until)
        && same(&one.pages, &other.pages)
        && same(&one.areas, &other.areas)
        && same(&one.near, &other.near)
        && same(&one.not_near, &other.not_near)
}

/// Where and when an entry holds: "near “dredger”, on page 2".
pub fn scope_in_words(entry: &Entry) -> String {
    let quoted = |words: &[String]| {
        let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
        quoted.join(" or ")
    };
    let mut parts = Vec::new();
    if !entry.near.is_empty() {
        parts.push(format!("near {}", quoted(&entry.near)));
    }
    if !entry.not_near.is_empty() {
        parts.push(format!("not near {}", quoted(&entry.not_near)));
    }
    if !entry.pages.is_empty() {
        let pages: Vec<String> = entry.pages.iter().map(u32::to_string).collect();
        parts.push(format!("on page {}", pages.join(" or ")));
    }
    if !entry.areas.is_empty() {
        parts.push(format!("in the area {}", entry.areas.join(" or ")));
    }
    if let Some(day) = entry.from {
        parts.push(format!("from {day}"));
    }
    if let Some(day) = entry.until {
        parts.push(format!("until {day}"));
    }
    if parts.is_empty() {
        return "that holds everywhere".into();
    }
    parts.join(", ")
}

/// Which entry of the glossary an entry of a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Which<'a> {
    /// None: it is new.
    New,
    /// This one, as it stands or changed.
    Is(&'a Entry),
    /// One of these, or a new one: nobody can tell.
    Doubtful(Vec<&'a Entry>),
}

/// Beyond so many pairs of one headword nobody can tell which is which.
const MOST_PAIRS: usize = 50_000;

/// Tells which is which of one headword: first what stands just so, then what holds for the same places and days, and only
/// when one is left on both sides, these two.
///
/// The file has `count` of it, of which `made` says what each makes of an entry; and `lost` more that cannot be read.
pub fn pair<'a>(
    count: usize,
    lost: usize,
    standing: &[&'a Entry],
    made: impl Fn(usize, &Entry) -> Entry,
) -> Vec<Which<'a>> {
    if standing.is_empty() {
        return vec![Which::New; count];
    }
    if count.saturating_mul(standing.len()) > MOST_PAIRS {
        return vec![Which::Doubtful(standing.to_vec()); count];
    }
    let mut table = Table::new(count, standing.len());
    let fits = |fit: &dyn Fn(&Entry, &Entry) -> bool| -> Vec<Vec<bool>> {
        let of = |at| {
            let fit = |old: &&Entry| fit(&made(at, old), old);
            standing.iter().map(fit).collect()
        };
        (0..count).map(of).collect()
    };
    table.take_same(&fits(&|new, old| new == old));
    table.take_unique(&fits(&same_scope));
    let (open, free) = (table.open(), table.free());
    if let ([at], [place], 0) = (&*open, &*free, lost) {
        table.put(*at, *place);
    }
    let free: Vec<&Entry> = table.free().into_iter().map(|at| standing[at]).collect();
    let which = |found: &Option<usize>| match found {
        Some(place) => Which::Is(standing[*place]),
        None if free.is_empty() => Which::New,
        None => Which::Doubtful(free.clone()),
    };
    table.found.iter().map(which).collect()
}

/// Who is with whom so far.
struct Table {
    /// For each of the file the place of the one that stands.
    found: Vec<Option<usize>>,
    /// Those that stand and are somebody's.
    taken: Vec<bool>,
}

impl Table {
    fn new(count: usize, standing: usize) -> Self {
        Self {
            found: vec![None; count],
            taken: vec![false; standing],
        }
    }

    fn put(&mut self, at: usize, place: usize) {
        self.found[at] = Some(place);
        self.taken[place] = true;
    }

    /// Those of the file that are nobody yet.
    fn open(&self) -> Vec<usize> {
        let is_open = |at: &usize| self.found[*at].is_none();
        (0..self.found.len()).filter(is_open).collect()
    }

    /// Those that stand and are nobody's yet.
    fn free(&self) -> Vec<usize> {
        let is_free = |place: &usize| !self.taken[*place];
        (0..self.taken.len()).filter(is_free).collect()
    }

    fn candidates(&self, fits: &[bool]) -> Vec<usize> {
        let free = self.free().into_iter();
        free.filter(|place| fits[*place]).collect()
    }

    /// What is the same is the same, whichever it is: first those that can be one only, so that none is left over.
    fn take_same(&mut self, fits: &[Vec<bool>]) {
        loop {
            let mut next: Option<(usize, Vec<usize>)> = None;
            for at in self.open() {
                let candidates = self.candidates(&fits[at]);
                let fewest = next.as_ref().map_or(usize::MAX, |(_, found)| found.len());
                if !candidates.is_empty() && candidates.len() < fewest {
                    next = Some((at, candidates));
                }
            }
            match next {
                Some((at, candidates)) => self.put(at, candidates[0]),
                None => return,
            }
        }
    }

    /// Those that have nobody else on either side.
    fn take_unique(&mut self, fits: &[Vec<bool>]) {
        let open = self.open();
        let rivals = |place: usize| open.iter().filter(|at| fits[**at][place]).count();
        let unique: Vec<(usize, usize)> = open
            .iter()
            .filter_map(|at| match *self.candidates(&fits[*at]) {
                [place] if rivals(place) == 1 => Some((*at, place)),
                _ => None,
            })
            .collect();
        for (at, place) in unique {
            self.put(at, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gladys(id: i64, near: &str, note: &str) -> Entry {
        Entry {
            id,
            near: near.split_whitespace().map(str::to_owned).collect(),
            substitute: vec![note.into()],
            ..Entry::new("Gladys")
        }
    }

    /// Who is who, by number: 0 for a new one, none for one that may be several.
    fn paired(file: &[Entry], lost: usize, standing: &[Entry]) -> Vec<Option<i64>> {
        let made = |at: usize, old: &Entry| Entry {
            id: old.id,
            ..file[at].clone()
        };
        let standing: Vec<&Entry> = standing.iter().collect();
        let number = |which: &Which<'_>| match which {
            Which::New => Some(0),
            Which::Is(entry) => Some(entry.id),
            Which::Doubtful(_) => None,
        };
        let found = pair(file.len(), lost, &standing, made);
        found.iter().map(number).collect()
    }

    #[test]
    fn namesakes_are_told_by_what_they_are_and_not_by_their_order() {
        let (boat, cook) = (gladys(1, "dredger", "the tub"), gladys(2, "chips", "her"));
        let both = [boat.clone(), cook.clone()];
        // Just so, in whatever order, and alone.
        assert_eq!(paired(&both, 0, &both), [Some(1), Some(2)]);
        let turned = [cook.clone(), boat.clone()];
        assert_eq!(paired(&turned, 0, &both), [Some(2), Some(1)]);
        assert_eq!(paired(&turned[..1], 0, &both), [Some(2)]);
        // Changed, and of the same scope.
        let fried = gladys(0, "chips", "the cook");
        assert_eq!(paired(std::slice::from_ref(&fried), 0, &both), [Some(2)]);
        // One left on either side.
        let moved = gladys(0, "vinegar", "her");
        assert_eq!(
            paired(&[moved.clone(), boat.clone()], 0, &both),
            [Some(2), Some(1)]
        );
        // A third beside the two is new.
        let three = [moved.clone(), boat.clone(), cook.clone()];
        assert_eq!(paired(&three, 0, &both), [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn what_may_be_several_is_nobody() {
        let (boat, cook) = (gladys(1, "dredger", "the tub"), gladys(2, "chips", "her"));
        let both = [boat.clone(), cook];
        let moved = gladys(0, "vinegar", "her");
        assert_eq!(paired(std::slice::from_ref(&moved), 0, &both), [None]);
        let two = [moved.clone(), gladys(0, "salt", "them")];
        assert_eq!(paired(&two, 0, &both[..1]), [None, None]);
        // One that cannot be read may be any of them.
        assert_eq!(paired(&[boat, moved], 1, &both), [Some(1), None]);
    }

    #[test]
    fn where_it_holds_is_told_in_words_and_in_any_order() {
        let mut one = gladys(1, "dredger winch", "");
        one.pages = vec![2, 7];
        let mut other = gladys(2, "winch dredger", "");
        other.pages = vec![7, 2];
        assert!(same_scope(&one, &other));
        other.not_near = vec!["chips".into()];
        assert!(!same_scope(&one, &other));
        assert_eq!(
            scope_in_words(&one),
            "near “dredger” or “winch”, on page 2 or 7"
        );
        assert_eq!(scope_in_words(&gladys(1, "", "")), "that holds everywhere");
    }
}
