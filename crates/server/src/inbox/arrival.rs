//! An item of a feed as the inbox takes it: plain text, one address.

use super::{address_key, rules};
use crate::clip::MOST_URL;
use clipsheet_intake::feed::{Feed as Parsed, Item};
use clipsheet_intake::plain_text;
use clipsheet_markup::clean_url;
use clipsheet_store::{Feed, Millis};
use url::Url;

/// Items of one reading of a feed that are looked at, those on top of it.
const MOST_ITEMS: usize = 500;
/// Characters of a title.
const TITLE_CHARS: usize = 300;
/// Characters of an excerpt.
const EXCERPT_CHARS: usize = 400;
/// Characters of the text that are looked at to know the story again.
const TEXT_CHARS: usize = 20_000;
/// Bytes of HTML of one item that are turned into text.
const MOST_HTML: usize = 200_000;

/// An item of a feed as the inbox takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    /// The headline.
    pub(crate) title: String,
    /// Where the story is, without tracking.
    pub(crate) url: String,
    /// What the feed knows it by.
    pub(crate) guid: String,
    /// The beginning of its text.
    pub(crate) excerpt: String,
    /// As much of its text as the feed has.
    pub(crate) text: String,
    /// When it was published, as the feed says.
    pub(crate) published: Option<Millis>,
    /// What its address is known by.
    pub(crate) key: String,
}

/// What a reading of a feed brought, oldest first, so that numbers follow the time; without what the feed's rules keep
/// out, and without what has no address. Takes a while for a long feed: not for a thread that serves.
pub(crate) fn arrivals(feed: &Feed, parsed: &Parsed) -> Vec<Arrival> {
    let admitted = |item: &Item| {
        let arrival = arrival(item)?;
        let categories = item.categories.join(". ");
        let words = format!("{}. {}. {categories}", arrival.title, arrival.excerpt);
        rules::admits(&feed.include_words, &feed.exclude_words, &words).then_some(arrival)
    };
    let items = parsed.items.iter().take(MOST_ITEMS);
    let mut arrivals: Vec<Arrival> = items.filter_map(admitted).collect();
    arrivals.reverse();
    // Stable, and those without a date stay where they stand among each other.
    arrivals.sort_by_key(|arrival| arrival.published);
    arrivals
}

fn arrival(item: &Item) -> Option<Arrival> {
    let url = address(item)?;
    let html = item
        .content_html
        .as_deref()
        .or(item.summary_html.as_deref());
    let short = item
        .summary_html
        .as_deref()
        .or(item.content_html.as_deref());
    let text = html.map(to_text).unwrap_or_default();
    let short = short.map(to_text).unwrap_or_default();
    let excerpt = cut(&short, EXCERPT_CHARS);
    let title = item.title.as_deref().unwrap_or_default().trim();
    let title = match title {
        "" if excerpt.is_empty() => url.clone(),
        "" => cut(&excerpt, 80),
        title => title.to_owned(),
    };
    Some(Arrival {
        title: cut(&title, TITLE_CHARS),
        key: address_key(&url),
        url,
        guid: cut(item.id.as_deref().unwrap_or_default(), 500),
        excerpt,
        text: text.chars().take(TEXT_CHARS).collect(),
        published: item.published.map(|at| Millis(at.as_millisecond())),
    })
}

/// The story that the item is about; where the feed only remarks on a page elsewhere, that page.
fn address(item: &Item) -> Option<String> {
    let places = [
        item.external_link.as_deref(),
        item.link.as_deref(),
        item.id.as_deref(),
        item.enclosures.first().map(|file| file.url.as_str()),
    ];
    places.into_iter().flatten().find_map(|place| {
        let url = Url::parse(place.trim()).ok()?;
        let is_of_the_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        (is_of_the_web && place.len() <= MOST_URL).then(|| clean_url(url.as_str()))
    })
}

fn to_text(html: &str) -> String {
    let mut end = html.len().min(MOST_HTML);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let text = plain_text(&html[..end]);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text.
pub(super) fn excerpt_of(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(&text, EXCERPT_CHARS)
}

/// At most so many characters, cut between words and ended with `…` when there were more.
fn cut(text: &str, most: usize) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text;
    };
    let part = &text[..end];
    let part = part.rsplit_once(' ').map_or(part, |(whole, _)| whole);
    format!("{part}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> Feed {
        Feed {
            id: clipsheet_store::FeedId(1),
            url: String::new(),
            title: String::new(),
            homepage: String::new(),
            group: String::new(),
            page: 0,
            area: String::new(),
            include_words: String::new(),
            exclude_words: "tide table".into(),
            is_paused: false,
            etag: String::new(),
            last_modified: String::new(),
            next_poll_at: Millis(0),
            interval_secs: 0,
            last_polled_at: None,
            last_success_at: None,
            last_news_at: None,
            fail_count: 0,
            last_error: String::new(),
            moved_to: String::new(),
            item_count: 0,
            created_at: Millis(0),
        }
    }

    #[test]
    fn items_become_plain_text_in_the_order_of_time() {
        let xml = r#"<rss version="2.0"><channel><title>The Quay</title>
            <item><title>Gull &amp; goose</title><link>https://quay.example/3?utm_source=rss</link>
              <pubDate>Tue, 08 Jul 2014 10:00:00 GMT</pubDate><description>&lt;p&gt;They &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt;</description></item>
            <item><title>Tide table for Monday</title><link>https://quay.example/2</link></item>
            <item><title>No address</title></item>
            <item><title>Earlier</title><guid>https://quay.example/1</guid><pubDate>Mon, 07 Jul 2014 10:00:00 GMT</pubDate></item>
            </channel></rss>"#;
        let parsed = clipsheet_intake::feed::parse(xml.as_bytes(), None, None).unwrap();
        let arrivals = arrivals(&feed(), &parsed);
        let titles: Vec<&str> = arrivals.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["Earlier", "Gull & goose"]);
        assert_eq!(arrivals[1].url, "https://quay.example/3");
        assert_eq!(arrivals[1].excerpt, "They met.");
    }
}
