//! Lists of feeds: OPML 1.0, 1.1 and 2.0.

use std::collections::HashSet;

use url::Url;

use super::html::{push_escaped, squeeze};
use super::xml::{Node, Tree};
use crate::DecodeError;

/// Most feeds of a list.
pub const MAX_SUBSCRIPTIONS: usize = 10_000;

/// What parts the names of groups within groups.
const GROUP_SEPARATOR: &str = " / ";

/// A list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeedList {
    /// What the list is called.
    pub title: Option<String>,
    /// The feeds in their order.
    pub subscriptions: Vec<Subscription>,
    /// What was left out, in its order.
    pub left_out: Vec<LeftOut>,
    /// Whether the list ended in the middle; what came before that is here.
    pub cut: bool,
}

/// A feed of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// What the list calls it; its host when it has no name.
    pub title: String,
    /// The feed's address.
    pub xml_url: Url,
    /// The site's address.
    pub html_url: Option<Url>,
    /// The group that it stands in; groups within groups as `Outer / Inner`.
    pub group: Option<String>,
}

/// An entry of a list that is no feed we could read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// What the list calls it.
    pub title: String,
    /// The address that it has, if any.
    pub address: Option<String>,
    /// Why it was left out.
    pub why: WhyLeftOut,
}

/// Why an entry of a list was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhyLeftOut {
    /// It has no feed's address.
    NoAddress,
    /// Its address is none.
    BadAddress,
    /// Its address is not one of the web.
    NotWeb,
    /// It stands further up already.
    Twice,
    /// The list is longer than [`MAX_SUBSCRIPTIONS`].
    TooMany,
}

impl std::fmt::Display for WhyLeftOut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::NoAddress => "it has no address of a feed (xmlUrl)",
            Self::BadAddress => "its address cannot be read",
            Self::NotWeb => "its address is not one of the web (http:// or https://)",
            Self::Twice => "it stands further up already",
            Self::TooMany => "the list is too long: 10,000 feeds are read",
        })
    }
}

/// Why a file is no list of feeds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpmlError {
    /// Nothing in it.
    #[error("the list is empty: export it again from the program that has your feeds")]
    Empty,
    /// Another kind of file.
    #[error("this is {0}, not a list of feeds: choose the OPML file that your feed reader exports")]
    Binary(&'static str),
    /// Something else in text.
    #[error("this is no list of feeds (OPML): choose the file that your feed reader exports")]
    NotOpml,
    /// A feed.
    #[error("this is a feed, not a list of feeds: add its address as a feed")]
    Feed,
}

/// Reads a list. Outlines with an address are feeds, those with others in them are groups. Nonsense is passed over and
/// named in [`FeedList::left_out`]. As bounded and as forgiving as [`super::parse()`].
///
/// # Errors
/// [`OpmlError`] when it is no list; one without feeds is one.
pub fn parse(bytes: &[u8], content_type: Option<&str>) -> Result<FeedList, OpmlError> {
    let bytes = &bytes[..bytes.len().min(super::MAX_FEED_BYTES)];
    let text = match crate::decode::decode_xml(bytes, content_type) {
        Ok(decoded) => decoded.text,
        Err(DecodeError::Binary(kind)) => return Err(OpmlError::Binary(kind)),
        Err(_) => return Err(OpmlError::Empty),
    };
    let tree = Tree::parse(&text);
    let mut reading = Reading {
        list: FeedList::default(),
        seen: HashSet::new(),
    };
    let root = tree.root().children().find(|node| node.local() == "opml");
    let Some(root) = root else {
        let first = tree.root().children().next().map(Node::local);
        return Err(match first.as_deref() {
            Some("rss" | "rdf" | "feed" | "channel") => OpmlError::Feed,
            _ => OpmlError::NotOpml,
        });
    };
    let child = |node: Node<'_>, name: &str| node.children().any(|child| child.local() == name);
    for part in root.children() {
        match part.local().as_str() {
            "head" => {
                let title = part.children().find(|node| node.local() == "title");
                let title = title.map(|node| squeeze(&node.text()));
                reading.list.title = title.filter(|title| !title.is_empty());
            }
            "body" => reading.outlines(part, None),
            // A list without its body.
            "outline" if !child(root, "body") => reading.outline(part, None),
            _ => {}
        }
    }
    reading.list.cut = tree.cut;
    Ok(reading.list)
}

struct Reading {
    list: FeedList,
    seen: HashSet<Url>,
}

impl Reading {
    // Recursion is safe: the tree's depth is bounded.
    fn outlines(&mut self, node: Node, group: Option<&str>) {
        for child in node.children() {
            if child.local() == "outline" {
                self.outline(child, group);
            } else {
                self.outlines(child, group);
            }
        }
    }

    fn outline(&mut self, node: Node, group: Option<&str>) {
        let name = node.attribute("title").or_else(|| node.attribute("text"));
        let name = squeeze(&name.unwrap_or_default());
        let address = node.attribute("xmlUrl").or_else(|| {
            // Some write `url` for feeds; for other types it is a web page.
            let is_feed = node
                .attribute("type")
                .is_some_and(|kind| matches!(kind.as_str(), "rss" | "atom" | "feed"));
            node.attribute("url").filter(|_| is_feed)
        });
        let has_outlines = node.children().next().is_some();
        if address.is_some() || !has_outlines {
            self.add(node, name.clone(), address, group);
        }
        if !has_outlines {
            return;
        }
        let inner = match (group, name.is_empty()) {
            (Some(group), false) if group.len() < 500 => {
                Some(format!("{group}{GROUP_SEPARATOR}{name}"))
            }
            (group, true) => group.map(str::to_owned),
            (Some(group), false) => Some(group.to_owned()),
            (None, false) => Some(name),
        };
        self.outlines(node, inner.as_deref());
    }

    fn add(&mut self, node: Node, title: String, address: Option<String>, group: Option<&str>) {
        let read = match &address {
            None => Err(WhyLeftOut::NoAddress),
            Some(_) if self.list.subscriptions.len() >= MAX_SUBSCRIPTIONS => {
                Err(WhyLeftOut::TooMany)
            }
            Some(address) => self.web_address(address),
        };
        match read {
            Ok(xml_url) => {
                self.seen.insert(xml_url.clone());
                let html_url = node
                    .attribute("htmlUrl")
                    .and_then(|address| Url::parse(&address).ok());
                let title = if title.is_empty() {
                    xml_url.host_str().unwrap_or_default().to_owned()
                } else {
                    title
                };
                self.list.subscriptions.push(Subscription {
                    title,
                    html_url: html_url.filter(|url| matches!(url.scheme(), "http" | "https")),
                    xml_url,
                    group: group.map(str::to_owned),
                });
            }
            Err(why) if self.list.left_out.len() < MAX_SUBSCRIPTIONS => {
                self.list.left_out.push(LeftOut {
                    title,
                    address,
                    why,
                });
            }
            Err(_) => {}
        }
    }

    fn web_address(&self, address: &str) -> Result<Url, WhyLeftOut> {
        // `feed:https://…` and `feed://…` are what some programs call feeds.
        let address = match address.get(..5) {
            Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => {
                let rest = &address[5..];
                match rest.strip_prefix("//") {
                    Some(rest) => format!("http://{rest}"),
                    None => rest.to_owned(),
                }
            }
            _ => address.to_owned(),
        };
        let url = Url::parse(&address).map_err(|_| WhyLeftOut::BadAddress)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(WhyLeftOut::NotWeb);
        }
        if self.seen.contains(&url) {
            return Err(WhyLeftOut::Twice);
        }
        Ok(url)
    }
}

/// Writes a list as OPML 2.0 that [`parse`] reads back the same: neighbours of one group stand together in it.
#[must_use]
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>",
    );
    push_escaped(&printable(title), &mut out);
    out.push_str("</title>\n  </head>\n  <body>\n");
    for run in subscriptions.chunk_by(|a, b| a.group == b.group) {
        let group = run[0].group.as_deref().map(printable);
        if let Some(group) = &group {
            out.push_str("    <outline text=\"");
            push_escaped(group, &mut out);
            out.push_str("\" title=\"");
            push_escaped(group, &mut out);
            out.push_str("\">\n");
        }
        for subscription in run {
            out.push_str("    ");
            out.push_str(if group.is_some() { "  " } else { "" });
            out.push_str("<outline type=\"rss\"");
            let title = printable(&subscription.title);
            let site = subscription.html_url.as_ref().map(Url::as_str);
            let attributes = [
                ("text", Some(title.as_str())),
                ("title", Some(title.as_str())),
                ("xmlUrl", Some(subscription.xml_url.as_str())),
                ("htmlUrl", site),
            ];
            for (name, value) in attributes {
                if let Some(value) = value {
                    out.push(' ');
                    out.push_str(name);
                    out.push_str("=\"");
                    push_escaped(value, &mut out);
                    out.push('"');
                }
            }
            out.push_str("/>\n");
        }
        if group.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

/// What XML can hold: without control characters.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_feeds_and_nonsense_are_told_apart() {
        let list = parse(
            b"<opml version='1.1'><head><title>Desk &amp; pier</title></head><body>\
              <outline text='Town'><outline text='Old'><outline title='Tide' xmlUrl='https://tide.example/f?a=1&b=2' htmlUrl='nowhere'/></outline>\
              <outline text='Tide again' XMLURL='https://tide.example/f?a=1&amp;b=2'/></outline>\
              <outline text='Nothing'/><outline text='Mail' xmlUrl='mailto:x@y.example'/><outline text='Bad' xmlUrl='http://['/>\
              <outline xmlUrl='feed:https://gulls.example/' htmlUrl='https://gulls.example/'>\
              </body></opml>",
            None,
        )
        .unwrap();
        assert_eq!(list.title.as_deref(), Some("Desk & pier"));
        let read: Vec<_> = list
            .subscriptions
            .iter()
            .map(|s| {
                (
                    s.title.as_str(),
                    s.xml_url.as_str(),
                    s.group.as_deref(),
                    s.html_url.is_some(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                (
                    "Tide",
                    "https://tide.example/f?a=1&b=2",
                    Some("Town / Old"),
                    false
                ),
                ("gulls.example", "https://gulls.example/", None, true),
            ]
        );
        let why: Vec<_> = list
            .left_out
            .iter()
            .map(|left| (left.title.as_str(), left.why))
            .collect();
        assert_eq!(
            why,
            [
                ("Tide again", WhyLeftOut::Twice),
                ("Nothing", WhyLeftOut::NoAddress),
                ("Mail", WhyLeftOut::NotWeb),
                ("Bad", WhyLeftOut::BadAddress),
            ]
        );
    }

    #[test]
    fn what_is_no_list_is_told() {
        assert_eq!(parse(b" ", None), Err(OpmlError::Empty));
        assert_eq!(parse(b"<rss/>", None), Err(OpmlError::Feed));
        assert_eq!(parse(b"<html/>", None), Err(OpmlError::NotOpml));
        assert_eq!(parse(b"%PDF-1.7", None), Err(OpmlError::Binary("a PDF")));
        assert!(parse(b"<opml/>", None).unwrap().subscriptions.is_empty());
    }
}
