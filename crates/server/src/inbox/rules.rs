//! A feed's rules: words that an item must have, words that it may not have.

/// Whether a text has what it must and nothing that it may not. Each rule is words or phrases, one a line; case makes no
/// difference, and a word is found as a whole word, not within another.
pub(super) fn admits(include: &str, exclude: &str, text: &str) -> bool {
    let text = padded(text);
    // A line without a letter in it is no rule.
    let phrases = |lines: &str| -> Vec<String> {
        let phrases = lines.lines().map(padded);
        phrases.filter(|phrase| !phrase.trim().is_empty()).collect()
    };
    let has = |phrase: &String| text.contains(phrase.as_str());
    let include = phrases(include);
    (include.is_empty() || include.iter().any(has)) && !phrases(exclude).iter().any(has)
}

/// Words in lower case with one space before, between and after.
fn padded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut padded = String::with_capacity(lower.len() + 2);
    padded.push(' ');
    for word in words {
        padded.push_str(word);
        padded.push(' ');
    }
    padded
}

#[cfg(test)]
mod tests {
    use super::admits;

    #[test]
    fn words_are_whole_words_in_any_case() {
        let text = "Harbour Board buys a second dredger";
        for (include, exclude, admitted) in [
            ("", "", true),
            ("dredger", "", true),
            ("ferry\nharbour board", "", true),
            ("ferry", "", false),
            ("dredge", "", false),
            ("", "Dredger", false),
            ("dredger", "board", false),
            ("\n  \n", "\n", true),
            ("", "...", true),
        ] {
            assert_eq!(
                admits(include, exclude, text),
                admitted,
                "{include:?} {exclude:?}"
            );
        }
    }
}
