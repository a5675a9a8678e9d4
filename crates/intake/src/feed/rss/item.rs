//! An item of RSS.

use crate::feed::dates;
use crate::feed::html;
use crate::feed::media::Media;
use crate::feed::person::{self, Names};
use crate::feed::place::Place;
use crate::feed::text;
use crate::feed::types::{Item, ItemSource};
use crate::feed::xml::{Node, Ns};

/// What an item's elements said, before it is decided which of them count.
#[derive(Default)]
struct Fields<'t> {
    titles: [Option<Node<'t>>; 3],
    link: Option<String>,
    other_link: Option<String>,
    original_link: Option<String>,
    guid: Option<Node<'t>>,
    dates: [Option<String>; 2],
    updates: Option<String>,
    /// Candidates for the short text, best first.
    summaries: [Option<Node<'t>>; 5],
    /// Candidates for the long text, best first.
    contents: [Option<Node<'t>>; 4],
    names: [Names; 3],
}

fn set<'t>(slot: &mut Option<Node<'t>>, node: Node<'t>) {
    let is_empty = node.children().next().is_none() && text::plain(node).is_none();
    if slot.is_none() && node.is_whole() && !is_empty {
        *slot = Some(node);
    }
}

fn set_text(slot: &mut Option<String>, node: Node) {
    *slot = slot.take().or_else(|| text::plain(node));
}

pub(super) fn read_item(node: Node, place: &Place) -> Item {
    let place = place.inside(node);
    let mut item = Item {
        language: text::language(node),
        ..Item::default()
    };
    let mut media = Media::default();
    let mut fields = Fields::default();
    for child in node.children() {
        if !media.take(child, &place, &mut item) {
            item_field(child, &place, &mut item, &mut media, &mut fields);
        }
    }
    let about = node
        .attribute("rdf:about")
        .or_else(|| node.attribute("about"));
    finish_item(fields, about, &place, &mut item);
    media.finish(&mut item);
    item.complete();
    item
}

fn item_field<'t>(
    node: Node<'t>,
    place: &Place,
    item: &mut Item,
    media: &mut Media,
    fields: &mut Fields<'t>,
) {
    let local = node.local();
    match (node.ns(), local.as_str()) {
        (Ns::None | Ns::Rss, "title") => set(&mut fields.titles[0], node),
        (Ns::Dc | Ns::DcTerms, "title") => set(&mut fields.titles[1], node),
        (Ns::Atom | Ns::Itunes, "title") => set(&mut fields.titles[2], node),
        (Ns::None | Ns::Rss, "link") => {
            let link = text::plain(node).or_else(|| node.attribute("href"));
            let link = link.and_then(|link| place.inside(node).link(&link));
            fields.link = fields.link.take().or(link);
        }
        (Ns::Atom, "link") => atom_link(node, place, item, media, fields),
        (Ns::FeedBurner, "origlink") => set_text(&mut fields.original_link, node),
        (Ns::None | Ns::Rss, "guid" | "id") | (Ns::Atom, "id") => set(&mut fields.guid, node),
        (Ns::None | Ns::Rss, "pubdate" | "published") | (Ns::Atom, "published") => {
            set_text(&mut fields.dates[0], node)
        }
        (Ns::Dc, "date")
        | (Ns::DcTerms, "issued" | "created" | "date")
        | (Ns::None | Ns::Rss, "date") => {
            set_text(&mut fields.dates[1], node);
        }
        (Ns::DcTerms, "modified")
        | (Ns::Atom, "updated")
        | (Ns::None | Ns::Rss, "updated" | "lastbuilddate") => {
            set_text(&mut fields.updates, node);
        }
        (Ns::None | Ns::Rss, "description") => set(&mut fields.summaries[0], node),
        (Ns::None | Ns::Rss | Ns::Atom, "summary") => set(&mut fields.summaries[1], node),
        (Ns::Dc | Ns::DcTerms, "description" | "abstract") => set(&mut fields.summaries[2], node),
        (Ns::Itunes, "summary") => set(&mut fields.summaries[3], node),
        (Ns::Itunes, "subtitle") => set(&mut fields.summaries[4], node),
        (Ns::Content, "encoded") => set(&mut fields.contents[0], node),
        (Ns::None | Ns::Rss | Ns::Other, "encoded") => set(&mut fields.contents[1], node),
        (Ns::Xhtml, "body" | "div") => set(&mut fields.contents[2], node),
        (Ns::None | Ns::Rss, "fullitem" | "body" | "content") | (Ns::Atom, "content") => {
            set(&mut fields.contents[3], node);
        }
        (Ns::None | Ns::Rss, "author") => fields.names[0].add(person::of_element(node)),
        (Ns::Atom, "author") => fields.names[0].add(person::of_element(node)),
        (Ns::Dc | Ns::DcTerms, "creator" | "author") => {
            fields.names[1].add(text::title(node).and_then(|name| person::name_of(&name)));
        }
        (Ns::Itunes, "author") => {
            fields.names[2].add(text::title(node).and_then(|name| person::name_of(&name)))
        }
        (Ns::None | Ns::Rss | Ns::Itunes | Ns::Media, "category")
        | (Ns::Dc | Ns::DcTerms, "subject") => {
            let name = node.attribute("text").or_else(|| node.attribute("label"));
            item.add_category(&name.or_else(|| text::title(node)).unwrap_or_default());
            for inner in node.children().filter_map(|inner| inner.attribute("text")) {
                item.add_category(&inner);
            }
        }
        (Ns::Atom, "category") => {
            let name = node.attribute("label").or_else(|| node.attribute("term"));
            item.add_category(&name.unwrap_or_default());
        }
        (Ns::Itunes, "keywords") => {
            for word in text::plain(node).unwrap_or_default().split(',') {
                item.add_category(word);
            }
        }
        (Ns::None | Ns::Rss, "comments") => {
            item.comments = text::plain(node).and_then(|link| place.link(&link));
        }
        (Ns::None | Ns::Rss, "source") => {
            item.source = Some(ItemSource {
                title: text::title(node),
                link: node.attribute("url").and_then(|link| place.link(&link)),
            });
        }
        (Ns::Dc, "language") => set_text(&mut item.language, node),
        _ => {}
    }
}

fn atom_link(node: Node, place: &Place, item: &mut Item, media: &mut Media, fields: &mut Fields) {
    let rel = node
        .attribute("rel")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let address = node.attribute("href").or_else(|| text::plain(node));
    match rel.as_str() {
        "enclosure" => {
            let length = node
                .attribute("length")
                .and_then(|length| length.parse().ok());
            media.enclosed(
                address,
                node.attribute("type"),
                length,
                &place.inside(node),
                item,
            );
        }
        "" | "alternate" => {
            let link = address.and_then(|link| place.inside(node).link(&link));
            fields.other_link = fields.other_link.take().or(link);
        }
        _ => {}
    }
}

fn finish_item(fields: Fields, about: Option<String>, place: &Place, item: &mut Item) {
    let guid = fields.guid.and_then(text::plain);
    let is_permalink = fields.guid.is_some_and(|guid| {
        let stated = guid.attribute("isPermaLink");
        guid.local() == "guid" && stated.is_none_or(|stated| !stated.eq_ignore_ascii_case("false"))
    });
    let address_of = |text: &Option<String>| {
        let text = text
            .as_deref()
            .filter(|text| text.starts_with("http://") || text.starts_with("https://"))?;
        place.link(text)
    };
    let original = fields.original_link.and_then(|link| place.link(&link));
    // A relative guid that says it is a link is one.
    let permalink = guid.as_deref().filter(|_| is_permalink).and_then(|guid| {
        let is_path = guid.starts_with('/') && place.base().is_some();
        (is_path || guid.contains("://")).then(|| place.link(guid))?
    });
    item.link = original
        .or(fields.link)
        .or(fields.other_link)
        .or(permalink)
        .or_else(|| address_of(&about))
        .or_else(|| address_of(&guid).filter(|_| item.enclosures.is_empty()));
    item.id = guid.or(about);
    item.title = fields.titles.into_iter().flatten().find_map(text::title);
    let dates = fields.dates.iter().flatten();
    item.published = dates.filter_map(|date| dates::parse(date)).next();
    item.updated = fields.updates.and_then(|date| dates::parse(&date));
    item.author = fields.names.into_iter().find_map(Names::finish);

    let text_place = place.of_text(item.link.as_deref());
    item.summary_html = fields
        .summaries
        .into_iter()
        .flatten()
        .find_map(|node| short_text(node, &text_place));
    item.content_html = fields
        .contents
        .into_iter()
        .flatten()
        .find_map(|node| long_text(node, &text_place));
}

fn short_text(node: Node, place: &Place) -> Option<String> {
    match node.ns() {
        Ns::Atom => text::atom_html(node, place),
        // Dublin Core and iTunes mean plain text, and mostly keep to it.
        Ns::Dc | Ns::DcTerms | Ns::Itunes if node.children().next().is_none() => {
            let text = node.text();
            if html::looks_like_html(&text) {
                text::rss_html(node, place)
            } else {
                Some(html::of_lines(&text)).filter(|text| !text.is_empty())
            }
        }
        _ => text::rss_html(node, place),
    }
}

fn long_text(node: Node, place: &Place) -> Option<String> {
    match node.ns() {
        Ns::Atom => text::atom_html(node, place),
        Ns::Xhtml => {
            let mut out = String::new();
            node.write_inner_html(&mut out);
            let out = html::with_absolute_addresses(out, place.inside(node).base());
            Some(out.trim().to_owned()).filter(|text| !text.is_empty())
        }
        _ => text::rss_html(node, place),
    }
}
