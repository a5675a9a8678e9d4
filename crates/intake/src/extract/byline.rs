//! Who wrote an article, out of what pages write there.

use super::words::squeeze;

/// A byline without "By", addresses and what does not look like names.
pub(super) fn clean_byline(text: &str) -> Option<String> {
    let mut text = squeeze(text);
    for start in [
        "written by ",
        "posted by ",
        "story by ",
        "words by ",
        "by: ",
        "by ",
        "von ",
        "por ",
        "par ",
        "di ",
        "door ",
        "autor: ",
        "author: ",
    ] {
        let head = text.get(..start.len()).unwrap_or_default();
        if head.eq_ignore_ascii_case(start) {
            text.drain(..start.len());
            break;
        }
    }
    let name = without_date(&text)
        .split(['•', '|'])
        .next()
        .unwrap_or_default();
    let text = name.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '—' | ':' | '·' | '•')
    });
    let is_name = !text.is_empty()
        && !text.contains("://")
        && !text.starts_with('@')
        && text.chars().count() <= 160
        && text.chars().any(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "admin"
                | "administrator"
                | "unknown"
                | "author"
                | "null"
                | "undefined"
                | "anonymous"
                | "last updated"
                | "updated"
                | "published"
        );
    is_name.then(|| text.to_owned())
}

/// A byline up to the date that some sites write behind the name.
fn without_date(text: &str) -> &str {
    const MONTHS: &[&str] = &[
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is_month =
        |word: &str| MONTHS.contains(&word.trim_end_matches(['.', ',']).to_lowercase().as_str());
    let starts_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = text.split(' ').collect();
    let at = words.iter().enumerate().position(|(at, word)| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        is_month(word) && starts_with_digit(next)
            || starts_with_digit(word) && (is_month(next) || word.contains(['/', ':', '-']))
            || matches!(*word, "Published" | "Updated" | "published" | "updated")
    });
    match at {
        // The words are slices of `text` parted by single spaces.
        Some(at) => {
            &text[..words[..at]
                .iter()
                .map(|word| word.len() + 1)
                .sum::<usize>()
                .min(text.len())]
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_names() {
        assert_eq!(clean_byline("By  Ada Gull | ").as_deref(), Some("Ada Gull"));
        assert_eq!(clean_byline("Von Bo Kelp").as_deref(), Some("Bo Kelp"));
        assert_eq!(clean_byline("Byron Kelp").as_deref(), Some("Byron Kelp"));
        assert_eq!(clean_byline("https://pier.example/ada"), None);
        assert_eq!(clean_byline("admin"), None);
        assert_eq!(
            clean_byline("Ada Gull - Apr 16, 2015 8:02 pm").as_deref(),
            Some("Ada Gull")
        );
        assert_eq!(clean_byline("May 20, 2019"), None);
        assert_eq!(clean_byline("May Kelp").as_deref(), Some("May Kelp"));
        assert_eq!(clean_byline(" - "), None);
    }
}
