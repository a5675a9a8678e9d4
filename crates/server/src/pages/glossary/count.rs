//! How often an entry was printed, in words that say what is counted.

use crate::calendar::{counted, date_in_words};
use clipsheet_store::{UseCount, UsedAs};

/// "printed in 340 articles, the last on 7 July 2014"; empty for what was never printed.
///
/// Each variant is counted once an article. An article may have two of an entry's notes, or its house words of before and
/// after a change, so that the counts of several come to more than there are articles: then it is prints that are told.
pub(super) fn count_line(counts: &[UseCount], used_as: UsedAs) -> String {
    let of_it = || counts.iter().filter(|count| count.used.used_as == used_as);
    let Some(last) = of_it().map(|count| count.last_on).max() else {
        return String::new();
    };
    let sum = of_it().map(|count| count.articles).sum();
    let told = match (of_it().count(), used_as) {
        (..=1, _) => format!("printed in {}", counted(sum, "article", "articles")),
        (_, UsedAs::Substitution) => {
            format!(
                "printed {}, each of our words counted once an article",
                counted(sum, "time", "times")
            )
        }
        _ => format!(
            "printed {}, each of our notes counted once an article",
            counted(sum, "time", "times")
        ),
    };
    format!("{told}, the last on {}", date_in_words(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_store::{Day, EntryUse};

    #[test]
    fn what_is_counted_is_said() {
        let count = |used_as, variant, articles| UseCount {
            used: EntryUse {
                entry: 7,
                used_as,
                variant,
            },
            articles,
            last_on: Day(20_140_706 + i64::from(variant == 0)),
        };
        let counts = [
            count(UsedAs::Mention, 0, 9),
            count(UsedAs::Substitution, 0, 3),
            count(UsedAs::Aside, 0, 3),
            count(UsedAs::Aside, 1, 2),
            count(UsedAs::SerialLine, 0, 1),
        ];
        for (used_as, line) in [
            (
                UsedAs::Substitution,
                "printed in 3 articles, the last on 7 July 2014",
            ),
            // An article may have both, so that these may be three articles.
            (
                UsedAs::Aside,
                "printed 5 times, each of our notes counted once an article, the last on 7 July 2014",
            ),
            (
                UsedAs::SerialLine,
                "printed in 1 article, the last on 7 July 2014",
            ),
        ] {
            assert_eq!(count_line(&counts, used_as), line);
        }
        assert_eq!(count_line(&counts[..1], UsedAs::Aside), "");
    }
}
