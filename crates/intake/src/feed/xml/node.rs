//! Nodes, read when they are asked for.

use super::names::Ns;
use super::scan::split_value;
use super::tree::{Entry, Kind, Tree};

#[derive(Clone, Copy)]
pub(in crate::feed) struct Node<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) id: u32,
}

pub(super) fn name_of(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/');
    &tag[..end.unwrap_or(tag.len())]
}

pub(super) fn local_of(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

impl<'t> Node<'t> {
    pub(super) fn entry(self) -> &'t Entry {
        &self.tree.nodes[self.id as usize]
    }

    /// The text between `<` and `>`.
    pub(super) fn tag(self) -> &'t str {
        let entry = self.entry();
        &self.tree.text[entry.start as usize..entry.end as usize]
    }

    pub(in crate::feed) fn ns(self) -> Ns {
        self.entry().ns
    }

    /// The name as it is written, prefix and all.
    pub(in crate::feed) fn name(self) -> &'t str {
        name_of(self.tag())
    }

    /// The name without its prefix, in lower case.
    pub(in crate::feed) fn local(self) -> String {
        local_of(self.name()).to_ascii_lowercase()
    }

    /// Whether the element came whole: it was not cut off by the end of the document.
    pub(in crate::feed) fn is_whole(self) -> bool {
        self.entry().whole
    }

    /// Its elements, without text.
    pub(in crate::feed) fn children(self) -> impl Iterator<Item = Node<'t>> {
        self.nodes()
            .filter(|node| node.entry().kind == Kind::Element)
    }

    pub(super) fn nodes(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        let first = self.entry().first;
        let some = move |id: u32| (id != 0).then_some(Node { tree, id });
        std::iter::successors(some(first), move |node| some(node.entry().next))
    }

    /// An attribute by its name, prefix and all, in any case. Trimmed; `None` when it is missing or empty.
    pub(in crate::feed) fn attribute(self, name: &str) -> Option<String> {
        let (_, value) =
            Attributes::of(self.tag()).find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        let mut out = String::new();
        self.tree.entities.decode(value, &mut out);
        let trimmed = out.trim();
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    }

    /// All the text in it, references resolved.
    pub(in crate::feed) fn text(self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    // Recursion is safe: the depth is bounded.
    fn push_text(self, out: &mut String) {
        for node in self.nodes() {
            match node.entry().kind {
                Kind::Text => self.tree.entities.decode(node.tag(), out),
                Kind::CData => super::refs::push_clean(node.tag(), out),
                Kind::Element => node.push_text(out),
            }
        }
    }
}

/// The attributes of a tag, values as they are written.
pub(super) struct Attributes<'t> {
    rest: &'t str,
}

impl<'t> Attributes<'t> {
    pub(super) fn of(tag: &'t str) -> Self {
        Self {
            rest: &tag[name_of(tag).len()..],
        }
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| {
            c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'' | '=')
        });
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=');
        let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            self.rest = rest;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => split_value(&value[1..], quote),
            None => {
                let end = value.find(|c: char| c.is_ascii_whitespace());
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        self.rest = rest;
        Some((name, value))
    }
}
