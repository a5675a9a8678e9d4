//! A letter: an edition as mail programs show it. It has its styles in it, and nothing else of ours reaches there.

/// An article in a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterArticle {
    /// Its headline.
    pub headline: String,
    /// Its whole address.
    pub url: String,
    /// The source's tag; empty for the paper's own.
    pub source: String,
    /// Its area's name.
    pub area: String,
    /// Safe HTML with whole addresses, printed in the form of a letter.
    pub html: String,
    /// The same as plain text in short lines.
    pub text: String,
    /// Whether it goes on at its address.
    pub is_cut: bool,
}

impl LetterArticle {
    /// What stands between headline and text: "[HARBOUR POST] The Quay".
    pub fn kicker(&self) -> String {
        match (self.source.as_str(), self.area.as_str()) {
            ("", area) => area.to_owned(),
            (source, area) => format!("[{source}] {area}").trim_end().to_owned(),
        }
    }
}

/// A page of the edition in a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterPage {
    /// Its number and title.
    pub title: String,
    /// Its articles as they stand on it.
    pub articles: Vec<LetterArticle>,
}

/// The letter.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "letter.html")]
pub struct LetterView {
    /// The paper's language.
    pub language: String,
    /// The paper's name.
    pub paper: String,
    /// Its motto; may be empty.
    pub motto: String,
    /// The edition's date in words.
    pub date: String,
    /// The edition's whole address.
    pub url: String,
    /// The whole address of what the glossary does, in plain words.
    pub how_url: String,
    /// The banner story.
    pub lead: Option<LetterArticle>,
    /// The pages.
    pub pages: Vec<LetterPage>,
}

impl LetterView {
    /// What the marks are, for who sees them for the first time.
    pub fn explanation(&self) -> String {
        format!(
            "{} puts house words for words, with the source's own in brackets behind them, and notes of its own, in brackets too and marked as such. How it is done:",
            self.paper
        )
    }
}
