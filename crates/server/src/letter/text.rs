//! A letter as plain text.

use crate::views::{LetterArticle, LetterView};
use clipsheet_markup::TextBlock;
use textwrap::{Options, WordSeparator, WordSplitter, wrap};

/// Characters in a line: what a letter may be quoted in and still fits.
const WIDTH: usize = 72;

/// The whole letter.
pub(super) fn of(view: &LetterView) -> String {
    let mut text = format!("{}\n{}\n{}\n", view.paper, view.date, view.url);
    if let Some(article) = &view.lead {
        push_article(&mut text, article);
    }
    for page in &view.pages {
        let rule = "=".repeat(page.title.chars().count().min(WIDTH));
        text.push_str(&format!("\n\n{}\n{rule}\n", page.title));
        for article in &page.articles {
            push_article(&mut text, article);
        }
    }
    text.push_str("\n-- \n");
    push_wrapped(&mut text, &view.explanation(), "");
    text.push_str(&view.how_url);
    text.push('\n');
    text
}

fn push_article(text: &mut String, article: &LetterArticle) {
    text.push('\n');
    push_wrapped(text, &article.headline, "");
    if !article.kicker().is_empty() {
        push_wrapped(text, &article.kicker(), "");
    }
    text.push_str(&article.url);
    text.push('\n');
    if !article.text.is_empty() {
        text.push('\n');
        text.push_str(&article.text);
    }
    if article.is_cut {
        text.push_str("\nRead on: ");
        text.push_str(&article.url);
        text.push('\n');
    }
}

/// Appends a block, an empty line before it if something stands there already.
pub(super) fn push_block(text: &mut String, block: &TextBlock<'_>) {
    if block.text.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    // Where a picture stood between two words, only its two spaces are left. What is set in columns keeps them.
    let words = if block.html.contains("<pre") {
        block.text.clone()
    } else {
        let lines: Vec<String> = block.text.lines().map(with_single_spaces).collect();
        lines.join("\n")
    };
    match (block.is_quote, block.is_list) {
        (true, _) => push_wrapped(text, &words, "> "),
        (_, true) => {
            for item in words.lines() {
                push_indented(text, item, ["* ", "  "]);
            }
        }
        _ => push_wrapped(text, &words, ""),
    }
}

fn push_wrapped(text: &mut String, words: &str, before: &str) {
    push_indented(text, words, [before, before]);
}

/// Appends words in lines; `before` stands before the first and before each of the others.
fn push_indented(text: &mut String, words: &str, before: [&str; 2]) {
    let options = Options::new(WIDTH)
        .initial_indent(before[0])
        .subsequent_indent(before[1])
        // Addresses are not broken.
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    for line in wrap(words, options) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// A line with one space between its words, however it is indented.
fn with_single_spaces(line: &str) -> String {
    let rest = line.trim_start_matches(' ');
    let words: Vec<&str> = rest.split(' ').filter(|word| !word.is_empty()).collect();
    format!("{}{}", &line[..line.len() - rest.len()], words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_leaves_no_second_space() {
        let mut text = String::new();
        let block = TextBlock {
            html: "",
            text: "A gull [our note:  can tell].\n  Mud,  too".into(),
            is_quote: false,
            is_list: false,
        };
        push_block(&mut text, &block);
        assert_eq!(text, "A gull [our note: can tell].\n  Mud, too\n");
        let mut text = String::new();
        let columns = "Mud     3 t\nGulls  12 t";
        let block = TextBlock {
            html: "<pre>Mud",
            text: columns.into(),
            ..block
        };
        push_block(&mut text, &block);
        assert_eq!(text, format!("{columns}\n"));
    }

    #[test]
    fn items_of_a_list_are_told() {
        let mut text = String::new();
        let block = TextBlock {
            html: "",
            text: format!("gulls\n{}", "mud ".repeat(20)),
            is_quote: false,
            is_list: true,
        };
        push_block(&mut text, &block);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0] == "* gulls" && lines[1].starts_with("* mud"),
            "{text}"
        );
        assert!(lines[2].starts_with("  mud"), "{text}");
    }

    #[test]
    fn lines_are_short_quotations_marked_and_addresses_whole() {
        let mut text = String::new();
        let block = |text: &str, is_quote| TextBlock {
            html: "",
            text: text.into(),
            is_quote,
            is_list: false,
        };
        push_block(&mut text, &block(&"mud ".repeat(40), false));
        let address = format!("https://harbour.example/{}", "x".repeat(90));
        push_block(
            &mut text,
            &block(&format!("{}{address}", "gulls ".repeat(20)), true),
        );
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.contains(&&*format!("> {address}")), "{text}");
        let long = lines.iter().filter(|line| line.chars().count() > WIDTH);
        assert_eq!(long.count(), 1);
        assert!(lines.iter().all(|line| !line.ends_with(' ')));
        assert!(lines[..3].iter().all(|line| line.starts_with("mud")));
        let quoted = lines.iter().skip_while(|line| !line.is_empty()).skip(1);
        assert!(
            quoted.clone().count() > 2 && quoted.into_iter().all(|line| line.starts_with("> "))
        );
    }
}
