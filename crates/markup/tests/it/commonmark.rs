//! The CommonMark and GFM examples: all come out safe; how many of the forms that we show agree is counted.

use std::fs;

use clipsheet_markup::{CommentContext, Profile, comment, sanitise};

use crate::audit::{audit, every_picture, shared};

/// Sections whose forms we mean to show as CommonMark does.
const COMMON: &[&str] = &[
    "Emphasis and strong emphasis",
    "Code spans",
    "Fenced code blocks",
    "Block quotes",
    "Lists",
    "List items",
    "Links",
    "Autolinks",
    "Backslash escapes",
    "Hard line breaks",
    "Soft line breaks",
    "Paragraphs",
    "Textual content",
    "Blank lines",
    "Indented code blocks",
    "Precedence",
    "Inlines",
    "Thematic breaks",
];

/// What differs on purpose or in no way that shows: line ends are breaks, our `rel`, space between blocks.
fn normal(html: &str) -> String {
    let html = sanitise(html, Profile::Comment, &every_picture).into_string();
    let html = html
        .replace("<br>\n", " ")
        .replace(['\n', '\t'], " ")
        .replace(" rel=\"nofollow ugc noopener\"", "");
    html.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace("> <", "><")
}

#[test]
fn examples() {
    let context = CommentContext {
        highest_number: 0,
        pictures: &every_picture,
    };
    for file in ["markup/commonmark-spec.json", "markup/gfm-extensions.json"] {
        let Some(path) = shared(file) else { return };
        let cases: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let (mut agree, mut all) = (0, 0);
        for case in cases.as_array().unwrap() {
            let markdown = case["markdown"].as_str().unwrap();
            let html = comment(markdown, &context);
            audit(&html, Profile::Comment, markdown);
            if COMMON.contains(&case["section"].as_str().unwrap()) {
                all += 1;
                let same = normal(html.as_str()) == normal(case["html"].as_str().unwrap());
                agree += usize::from(same);
                if !same && std::env::var_os("SHOW_DIFFERENCES").is_some() {
                    println!(
                        "{}: {markdown:?}\n  {html}\n  {}",
                        case["section"],
                        case["html"].as_str().unwrap()
                    );
                }
            }
        }
        println!("{file}: {agree} of {all} examples of the common forms agree");
        if file.ends_with("spec.json") {
            assert!(agree * 100 >= all * 95, "{agree} of {all}");
        }
    }
}
