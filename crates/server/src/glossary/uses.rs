//! How often entries were printed, over the whole archive.

use clipsheet_gloss::Date;
use clipsheet_store::{
    Conn, Day, StoreResult, UseCount, UsedAs, list_new_since_printed, list_use_counts,
};
use std::collections::{BTreeMap, HashMap};

/// What one entry has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UseSum {
    /// In how many articles something was printed for it: those of the effect that it had most.
    pub printed: i64,
    /// In how many articles it was mentioned, and nothing was printed.
    pub mentioned: i64,
    /// Out of how many articles corrections took what was printed for it: those of the effect that it had most.
    pub taken_out: i64,
    /// The latest edition in which something was printed for it.
    pub last_on: Option<Day>,
    /// Whether no article was printed since it was made, so that it cannot have matched.
    pub not_yet: bool,
}

/// What all entries have done.
pub type Uses = HashMap<i64, UseSum>;

/// Reads it.
///
/// # Errors
/// When the store cannot be read.
pub fn read_uses(conn: &mut Conn) -> StoreResult<Uses> {
    let mut by_entry: HashMap<i64, Vec<UseCount>> = HashMap::new();
    for count in list_use_counts(conn)? {
        by_entry.entry(count.used.entry).or_default().push(count);
    }
    let sum = |(entry, counts): (i64, Vec<UseCount>)| (entry, sum_of(&counts));
    let mut uses: Uses = by_entry.into_iter().map(sum).collect();
    for entry in list_new_since_printed(conn)? {
        uses.entry(entry).or_default().not_yet = true;
    }
    Ok(uses)
}

/// What the counts of one entry come to.
pub fn sum_of(counts: &[UseCount]) -> UseSum {
    let mut sum = UseSum::default();
    let (mut by_effect, mut taken) = (BTreeMap::new(), BTreeMap::new());
    for count in counts {
        if count.used.used_as == UsedAs::Mention {
            sum.mentioned += count.articles;
            continue;
        }
        if let Some((_, was)) = count.used.taken_out() {
            *taken.entry(was.used_as).or_default() += count.articles;
            continue;
        }
        *by_effect.entry(count.used.used_as).or_default() += count.articles;
        sum.last_on = sum.last_on.max(Some(count.last_on));
    }
    sum.printed = by_effect.into_values().max().unwrap_or(0);
    sum.taken_out = taken.into_values().max().unwrap_or(0);
    sum
}

/// A day of the paper as the engine has it.
pub fn date_of(day: Day) -> Option<Date> {
    let date = day.date()?;
    Date::new(
        date.year().unsigned_abs(),
        date.month().unsigned_abs(),
        date.day().unsigned_abs(),
    )
}
