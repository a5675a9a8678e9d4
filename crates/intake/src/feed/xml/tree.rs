//! The tree: nodes are ranges of the text, read when they are asked for.

use super::names::Ns;
use super::node::{Attributes, Node, local_of, name_of};
use super::refs::Entities;
use super::scan::Scanner;
use super::{MAX_DEPTH, MAX_NODES};

/// Elements of RSS and Atom that hold text only. When another field begins inside one, its end tag is missing.
const LEAVES: &[&str] = &["title", "link", "guid", "pubdate", "comments", "language"];

/// Fields that begin anew when they stand in one of [`LEAVES`].
const FIELDS: &[&str] = &[
    "title",
    "link",
    "guid",
    "pubdate",
    "comments",
    "language",
    "description",
    "item",
    "entry",
    "author",
    "category",
    "enclosure",
    "id",
    "summary",
    "content",
    "updated",
    "published",
    "copyright",
    "image",
];

/// The elements that a feed is a list of.
const ITEMS: &[&str] = &["item", "entry"];

/// What holds them and their texts.
const CONTAINERS: &[&str] = &["channel", "rss", "rdf", "feed", "encoded"];

/// Elements of HTML that hold nothing, and that those who write HTML into a feed as it is do not close.
const VOID: &[&str] = &["br", "hr", "img", "wbr"];

/// Most namespace prefixes in force at a time.
const MAX_PREFIXES: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Element,
    Text,
    CData,
}

/// A node. 0, which is the document itself, stands for "none" in `first` and `next`.
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) ns: Ns,
    /// Whether its end was there, or can be told.
    pub(super) whole: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) first: u32,
    pub(super) next: u32,
}

/// A document.
pub(in crate::feed) struct Tree<'a> {
    pub(super) text: &'a str,
    pub(super) nodes: Vec<Entry>,
    pub(super) entities: Entities,
    /// Whether the document ended in the middle, or was too large.
    pub(in crate::feed) cut: bool,
    /// Whether end tags were missing or too many.
    pub(in crate::feed) repaired: bool,
}

/// An element, or the document.
struct Open<'a> {
    id: u32,
    last: u32,
    name: &'a str,
    ns: Ns,
    prefixes: usize,
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Vec<Open<'a>>,
    prefixes: Vec<(&'a str, Ns)>,
    /// How many elements are open beyond the greatest depth.
    too_deep: usize,
}

impl<'a> Tree<'a> {
    /// Reads a document. Linear in its length; text beyond 4 GiB is not looked at.
    pub(in crate::feed) fn parse(text: &'a str) -> Self {
        let text = text.get(..u32::MAX as usize).unwrap_or(text);
        let mut builder = Builder {
            tree: Tree {
                text,
                nodes: vec![Entry {
                    kind: Kind::Element,
                    ns: Ns::None,
                    whole: true,
                    start: 0,
                    end: 0,
                    first: 0,
                    next: 0,
                }],
                entities: Entities::default(),
                cut: false,
                repaired: false,
            },
            open: vec![Open {
                id: 0,
                last: 0,
                name: "",
                ns: Ns::None,
                prefixes: 0,
            }],
            prefixes: Vec::new(),
            too_deep: 0,
        };
        builder.run();
        builder.tree
    }

    /// The document: its children are what stands at the top.
    pub(in crate::feed) fn root(&self) -> Node<'_> {
        Node { tree: self, id: 0 }
    }
}

impl<'a> Builder<'a> {
    fn run(&mut self) {
        let text = self.tree.text;
        let mut scanner = Scanner::new(text);
        let (mut at, mut from) = (0, 0);
        while let Some(found) = text[at..].find('<') {
            let here = at + found;
            if !scanner.is_markup(here) {
                at = here + 1;
                continue;
            }
            self.add_text(from, here);
            if self.tree.nodes.len() >= MAX_NODES {
                self.tree.cut = true;
                break;
            }
            at = self.markup(here, &mut scanner);
            from = at;
        }
        if !self.tree.cut {
            self.add_text(from, text.len());
        }
        self.finish();
    }

    /// Reads the markup at `here`, and says where what follows it begins.
    fn markup(&mut self, here: usize, scanner: &mut Scanner) -> usize {
        let text = self.tree.text;
        let rest = &text[here..];
        match rest.as_bytes()[1] {
            b'/' => {
                let end = rest[1..].find(['>', '<']).map(|at| at + 1);
                let name = rest[2..end.unwrap_or(rest.len())].trim();
                self.close(name);
                match end {
                    Some(end) if rest.as_bytes()[end] == b'>' => here + end + 1,
                    Some(end) => here + end,
                    None => text.len(),
                }
            }
            b'!' if rest
                .get(..9)
                .is_some_and(|s| s.eq_ignore_ascii_case("<![CDATA[")) =>
            {
                let length = rest[9..].find("]]>");
                let end = here + 9 + length.unwrap_or(rest.len() - 9);
                if end > here + 9 {
                    self.add(Kind::CData, Ns::None, here + 9, end);
                }
                length.map_or(text.len(), |_| end + 3)
            }
            b'!' | b'?' => scanner.skip(here, &mut self.tree.entities),
            _ => match scanner.tag(here + 1) {
                Some((end, next)) => {
                    self.start_tag(here + 1, end);
                    next
                }
                None => {
                    self.tree.cut = true;
                    text.len()
                }
            },
        }
    }

    fn start_tag(&mut self, start: usize, end: usize) {
        let tag = &self.tree.text[start..end];
        let (tag, empty) = match tag.trim_end().strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let end = start + tag.len();
        let name = name_of(tag);
        let empty = empty || is_one_of(name, VOID);
        if self.too_deep > 0 || self.open.len() > MAX_DEPTH {
            if !is_one_of(name, ITEMS) {
                self.too_deep += usize::from(!empty);
                return;
            }
            // However deep it went, the next item is none of it.
            self.too_deep = 0;
        }
        let mut prefixes = self.prefixes.len();
        self.declare_prefixes(tag);
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let known = self
            .prefixes
            .iter()
            .rev()
            .find(|(known, _)| *known == prefix);
        let ns = known.map_or_else(|| Ns::of_prefix(prefix), |&(_, ns)| ns);
        let depth = self.open.len();
        self.end_what_cannot_go_on(ns, local);
        if self.open.len() < depth {
            // What was closed took its prefixes along, and ours.
            prefixes = self.prefixes.len();
            self.declare_prefixes(tag);
        }
        if self.open.len() > MAX_DEPTH {
            self.prefixes.truncate(prefixes);
            self.too_deep += usize::from(!empty);
            return;
        }
        let id = self.add(Kind::Element, ns, start, end);
        if empty {
            self.prefixes.truncate(prefixes);
        } else {
            self.tree.nodes[id as usize].whole = false;
            self.open.push(Open {
                id,
                last: 0,
                name,
                ns,
                prefixes,
            });
        }
    }

    fn declare_prefixes(&mut self, tag: &'a str) {
        if !tag.contains("xmlns") {
            return;
        }
        for (name, value) in Attributes::of(tag) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            if self.prefixes.len() >= MAX_PREFIXES {
                return;
            }
            let ns = Ns::of_address(value).unwrap_or_else(|| Ns::of_prefix(prefix));
            self.prefixes.push((prefix, ns));
        }
        // Some give RSS the namespace of Atom, of which it then has one element.
        if name_of(tag).eq_ignore_ascii_case("rss") {
            self.prefixes.push(("", Ns::None));
        }
    }

    /// Closes what cannot hold the element that begins: an item in an item, a field in a title.
    fn end_what_cannot_go_on(&mut self, ns: Ns, local: &str) {
        if !is_plain(ns) {
            return;
        }
        if is_one_of(local, ITEMS) {
            let nests =
                |open: &Open| is_plain(open.ns) && open.name.eq_ignore_ascii_case("content");
            let outer = self.open.iter().rposition(|open| {
                is_plain(open.ns) && local_of(open.name).eq_ignore_ascii_case(local)
            });
            if let Some(outer) = outer
                && !self.open[outer..].iter().any(nests)
            {
                self.tree.repaired = true;
                self.close_down_to(outer);
                return;
            }
        }
        let top = &self.open[self.open.len() - 1];
        if is_plain(top.ns)
            && is_one_of(local_of(top.name), LEAVES)
            && is_one_of(local, FIELDS)
            && self.open.len() > 1
        {
            self.tree.repaired = true;
            self.close_down_to(self.open.len() - 1);
        }
    }

    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            let ends_field =
                is_one_of(local_of(name), FIELDS) || is_one_of(local_of(name), CONTAINERS);
            if !ends_field || !self.open.iter().any(|open| open.name == name) {
                self.too_deep -= 1;
                return;
            }
            self.too_deep = 0;
        }
        let same = |open: &Open| open.name == name;
        let like = |open: &Open| open.name.eq_ignore_ascii_case(name);
        let found = self.open[1..]
            .iter()
            .rposition(same)
            .or_else(|| self.open[1..].iter().rposition(like));
        match found {
            Some(found) => {
                self.tree.repaired |= found + 2 != self.open.len();
                self.close_down_to(found + 1);
            }
            None => self.tree.repaired = true,
        }
    }

    /// Closes the element at this depth and all in it.
    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth.max(1) {
            if let Some(closed) = self.open.pop() {
                self.tree.nodes[closed.id as usize].whole = true;
                self.prefixes.truncate(closed.prefixes);
            }
        }
    }

    /// What is open at the end of the text was cut off.
    fn finish(&mut self) {
        if self.open.len() > 1 {
            self.tree.cut = true;
        }
    }

    fn add_text(&mut self, start: usize, end: usize) {
        if start < end {
            self.add(Kind::Text, Ns::None, start, end);
        }
    }

    fn add(&mut self, kind: Kind, ns: Ns, start: usize, end: usize) -> u32 {
        let id = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Entry {
            kind,
            ns,
            whole: true,
            start: start as u32,
            end: end as u32,
            first: 0,
            next: 0,
        });
        let last = self.open.len() - 1;
        let parent = &mut self.open[last];
        if parent.last == 0 {
            self.tree.nodes[parent.id as usize].first = id;
        } else {
            self.tree.nodes[parent.last as usize].next = id;
        }
        parent.last = id;
        id
    }
}

fn is_plain(ns: Ns) -> bool {
    matches!(ns, Ns::None | Ns::Rss | Ns::Atom)
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}
