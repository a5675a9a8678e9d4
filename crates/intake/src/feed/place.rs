//! What relative addresses are relative to.

use url::Url;

use super::html;
use super::xml::Node;

/// Longer addresses are no use, and make others long.
const MAX_ADDRESS: usize = 4 * 1024;

/// Schemes whose addresses are programs or the text itself.
const NO_LINKS: &[&str] = &["javascript", "vbscript", "data", "blob", "about"];

/// Where something stands: the feed's address and the `xml:base`s around it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    base: Option<Url>,
    /// Whether an `xml:base` says so.
    stated: bool,
}

impl Place {
    pub(super) fn new(base: Option<&Url>) -> Self {
        Self {
            base: base.cloned(),
            stated: false,
        }
    }

    pub(super) fn base(&self) -> Option<&Url> {
        self.base.as_ref()
    }

    /// The place inside an element, which may have an `xml:base` of its own.
    pub(super) fn inside(&self, node: Node) -> Self {
        let Some(written) = node.attribute("xml:base") else {
            return self.clone();
        };
        match self
            .join(&written)
            .filter(|url| url.as_str().len() <= MAX_ADDRESS)
        {
            // `mailto:` and the like are nothing to be relative to.
            Some(base) if !base.cannot_be_a_base() => Self {
                base: Some(base),
                stated: true,
            },
            _ => self.clone(),
        }
    }

    fn join(&self, written: &str) -> Option<Url> {
        match &self.base {
            Some(base) => base.join(written).ok(),
            None => Url::parse(written).ok(),
        }
    }

    /// An address as it is written in a feed, made absolute if that can be. White space in it goes. One that is
    /// absolute already stays as it was written. `None` for what is no link.
    pub(super) fn link(&self, written: &str) -> Option<String> {
        let written: String = written
            .trim()
            .chars()
            .filter(|c| !matches!(c, '\n' | '\r' | '\t'))
            .collect();
        if written.is_empty() || written.len() > MAX_ADDRESS {
            return None;
        }
        if html::has_scheme(&written) {
            let scheme = written.split(':').next().unwrap_or_default();
            let is_link = !NO_LINKS.iter().any(|no| no.eq_ignore_ascii_case(scheme));
            return is_link.then_some(written);
        }
        match &self.base {
            Some(base) => base.join(&written).ok().map(String::from),
            None => Some(written),
        }
    }

    /// The place of an item's text: that of an `xml:base`; else, as feeds are made by programs that make pages and do not know of
    /// them, the story's own page; else the feed's.
    pub(super) fn of_text(&self, link: Option<&str>) -> Self {
        let page = || {
            Url::parse(link?)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https"))
        };
        if self.stated {
            return self.clone();
        }
        match page() {
            Some(page) => Self {
                base: Some(page),
                stated: false,
            },
            None => self.clone(),
        }
    }

    /// As [`Place::of_text`], for Atom, which says that the feed's own address is the place; the story's page only
    /// where that is not known.
    pub(super) fn of_atom_text(&self, link: Option<&str>) -> Self {
        if self.base.is_some() {
            self.clone()
        } else {
            self.of_text(link)
        }
    }
}
