//! JSON Feed 1.0 and 1.1, whole or cut off.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use url::Url;

use super::MAX_ITEMS;
use super::dates;
use super::error::FeedError;
use super::html;
use super::media::Media;
use super::person::Names;
use super::place::Place;
use super::types::{Feed, FeedKind, Item};

/// Reads a JSON Feed. Items that came whole before the text breaks are kept.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Feed, FeedError> {
    let mut parts = Parts::default();
    let mut source = serde_json::Deserializer::from_str(text);
    let broken = parts.deserialize(&mut source).err();
    let version = parts.fields.get("version").and_then(Value::as_str);
    let says_so = version.is_some_and(|version| version.contains("jsonfeed.org"));
    if !parts.has_items && !says_so {
        // A list, or a text, is JSON too.
        return Err(match broken {
            Some(error) if !error.is_data() => FeedError::BrokenJson(error.to_string()),
            _ => FeedError::OtherJson,
        });
    }
    let place = Place::new(base);
    let mut feed = Feed::new(FeedKind::Json);
    let field = |key: &str| string(parts.fields.get(key));
    feed.title = field("title").map(|title| html::squeeze(&title));
    feed.link = field("home_page_url").and_then(|link| place.link(&link));
    feed.feed_url = field("feed_url").and_then(|link| place.link(&link));
    feed.description_html = field("description").map(|text| html::of_lines(&text));
    feed.language = field("language");
    let picture = field("icon").or_else(|| field("favicon"));
    feed.image = picture.and_then(|link| place.link(&link));
    feed.author = authors(&parts.fields);
    feed.items = parts
        .items
        .iter()
        .map(|item| read_item(item, &place))
        .collect();
    feed.items.retain(Item::says_something);
    if feed.items.is_empty() && parts.has_strangers && !says_so {
        return Err(FeedError::OtherJson);
    }
    if let Some(author) = &feed.author {
        for item in &mut feed.items {
            item.author = item.author.take().or_else(|| Some(author.clone()));
        }
    }
    feed.cut = broken.is_some() || parts.more_items;
    Ok(feed)
}

/// Text, or a number that should have been text.
fn string(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let mut clean = String::with_capacity(text.len());
    clean.extend(
        text.chars()
            .filter(|&c| !c.is_control() || matches!(c, '\n' | '\t')),
    );
    (!clean.trim().is_empty()).then_some(clean)
}

fn authors(fields: &Map<String, Value>) -> Option<String> {
    let mut names = Names::default();
    let listed = fields.get("authors").and_then(Value::as_array);
    for author in listed.into_iter().flatten().chain(fields.get("author")) {
        let name = string(author.get("name")).or_else(|| string(author.get("url")));
        names.add(
            name.or_else(|| string(Some(author)))
                .map(|name| html::squeeze(&name)),
        );
    }
    names.finish()
}

fn read_item(fields: &Map<String, Value>, place: &Place) -> Item {
    let field = |key: &str| string(fields.get(key));
    let link = |key: &str| field(key).and_then(|link| place.link(&link));
    let date = |key: &str| field(key).and_then(|date| dates::parse(&date));
    let mut item = Item {
        id: field("id"),
        title: field("title").map(|title| html::squeeze(&title)),
        link: link("url").or_else(|| link("external_url")),
        published: date("date_published"),
        updated: date("date_modified"),
        author: authors(fields),
        language: field("language"),
        image: link("image").or_else(|| link("banner_image")),
        ..Item::default()
    };
    item.external_link = link("external_url").filter(|link| Some(link) != item.link.as_ref());
    let id_link = item
        .id
        .as_deref()
        .filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    item.link = item
        .link
        .take()
        .or_else(|| id_link.and_then(|id| place.link(id)));
    let text_place = place.of_text(item.link.as_deref());
    let content =
        field("content_html").map(|text| html::with_absolute_addresses(text, text_place.base()));
    item.content_html = content.or_else(|| field("content_text").map(|text| html::of_lines(&text)));
    item.summary_html = field("summary").map(|text| html::of_lines(&text));
    for tag in fields
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        item.add_category(&string(Some(tag)).unwrap_or_default());
    }
    let mut media = Media::default();
    for file in fields
        .get("attachments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let length = file.get("size_in_bytes").and_then(Value::as_u64);
        media.enclosed(
            string(file.get("url")),
            string(file.get("mime_type")),
            length,
            place,
            &mut item,
        );
    }
    media.finish(&mut item);
    item.complete();
    item
}

/// What was read before the end or the first fault.
#[derive(Default)]
struct Parts {
    fields: Map<String, Value>,
    items: Vec<Map<String, Value>>,
    has_items: bool,
    more_items: bool,
    /// Whether something stood among the items that is none.
    has_strangers: bool,
}

impl<'de> DeserializeSeed<'de> for &mut Parts {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &mut Parts {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "items" => map.next_value_seed(Items(self))?,
                "version" | "title" | "home_page_url" | "feed_url" | "description" | "icon"
                | "favicon" | "author" | "authors" | "language" => {
                    let value = map.next_value()?;
                    self.fields.insert(key, value);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct Items<'a>(&'a mut Parts);

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.has_items = true;
        while self.0.items.len() < MAX_ITEMS {
            match list.next_element::<Value>()? {
                Some(Value::Object(item)) => {
                    self.0.has_strangers |= !item.contains_key("id");
                    self.0.items.push(item);
                }
                Some(_) => self.0.has_strangers = true,
                None => return Ok(()),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {
            self.0.more_items = true;
        }
        Ok(())
    }
}
