//! The places in a shared page that differ from reader to reader.

use std::fmt;

/// A place in a page that is filled in for each reader.
///
/// The cached page holds a sentinel here, and the server splices the reader's value in when it sends the page. It is
/// written as it is, without escaping (templates print it with `|safe`), because escaping a sentinel would be wasted and
/// escaping a finished value would be wrong: **whoever fills a hole escapes the value**. Make one with [`Hole::sentinel`]
/// in a page that is cached, and with [`Hole::text`] in a page that is written for one reader only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hole(String);

impl Hole {
    /// A hole that holds a sentinel, or markup that is known to be safe.
    pub fn sentinel(raw: impl Into<String>) -> Self {
        Self(raw.into())
    }

    /// A hole already filled with a reader's plain text, escaped for element content and for quoted attributes.
    pub fn text(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\'' => escaped.push_str("&#39;"),
                c => escaped.push(c),
            }
        }
        Self(escaped)
    }

    /// What the page holds in this place.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Hole;

    #[test]
    fn text_is_escaped_and_a_sentinel_is_not() {
        assert_eq!(
            Hole::text("a\"><b>'&").as_str(),
            "a&quot;&gt;&lt;b&gt;&#39;&amp;"
        );
        assert_eq!(Hole::sentinel("\u{1}nic\u{1}").to_string(), "\u{1}nic\u{1}");
    }
}
