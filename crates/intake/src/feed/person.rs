//! Who wrote it: names out of the ways in which feeds write them.

use super::html::squeeze;
use super::text;
use super::xml::Node;

/// The name in `Ada Gull <ada@tide.example>`, `ada@tide.example (Ada Gull)` and the like; the address when there is no name.
pub(super) fn name_of(written: &str) -> Option<String> {
    let written = squeeze(written);
    let written = written.strip_prefix("mailto:").unwrap_or(&written);
    let Some(at) = written.find('@') else {
        return some(written);
    };
    let opens = |c: char| c.is_whitespace() || matches!(c, '<' | '(' | '[');
    let closes = |c: char| c.is_whitespace() || matches!(c, '>' | ')' | ']' | ',');
    let start = written[..at]
        .char_indices()
        .rev()
        .find(|&(_, c)| opens(c))
        .map_or(0, |(before, c)| before + c.len_utf8());
    let end = written[at..]
        .find(closes)
        .map_or(written.len(), |end| at + end);
    let address = &written[start..end];
    if !address.contains('.') || address.len() < 5 {
        // A handle such as @gull, not an address.
        return some(written);
    }
    let rest = format!("{} {}", &written[..start], &written[end..]);
    let strip = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '<' | '>' | '(' | ')' | '[' | ']' | '"' | ',' | ':' | '-' | '–'
            )
    };
    let name = squeeze(rest.trim_matches(strip));
    some(&name).or_else(|| some(address.strip_prefix("mailto:").unwrap_or(address)))
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// An Atom person: name, else e-mail, else address; or text like RSS's.
pub(super) fn of_element(node: Node) -> Option<String> {
    if !node.is_whole() {
        return None;
    }
    let child = |names: &[&str]| {
        node.children()
            .find(|child| names.contains(&child.local().as_str()))
            .and_then(text::title)
    };
    child(&["name"])
        .or_else(|| child(&["email"]))
        .or_else(|| child(&["uri", "url", "homepage"]))
        .or_else(|| text::title(node).and_then(|text| name_of(&text)))
}

/// Several names in a line.
#[derive(Default)]
pub(super) struct Names(Vec<String>);

/// More than so many are no byline.
const MAX_NAMES: usize = 20;

/// Longer than so many characters is no name. A feed's author is given to all its items.
const MAX_CHARS: usize = 200;

impl Names {
    pub(super) fn add(&mut self, name: Option<String>) {
        let name = name.map(|name| name.chars().take(MAX_CHARS).collect::<String>());
        if let Some(name) = name
            && self.0.len() < MAX_NAMES
            && !self.0.contains(&name)
        {
            self.0.push(name);
        }
    }

    pub(super) fn finish(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        for (written, name) in [
            ("ada@tide.example (Ada Gull)", "Ada Gull"),
            ("Ada Gull <ada@tide.example>", "Ada Gull"),
            ("Ada Gull (ada@tide.example)", "Ada Gull"),
            ("\"Ada Gull\" ada@tide.example", "Ada Gull"),
            ("ada@tide.example", "ada@tide.example"),
            ("mailto:ada@tide.example", "ada@tide.example"),
            ("  Ada \n Gull ", "Ada Gull"),
            ("@gull", "@gull"),
        ] {
            assert_eq!(name_of(written).as_deref(), Some(name), "{written}");
        }
        assert_eq!(name_of(" "), None);
    }
}
