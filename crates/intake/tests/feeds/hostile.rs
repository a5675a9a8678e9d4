//! Feeds that are built or broken to hurt: no panic, bounded output.

use clipsheet_intake::feed::{self, Feed, MAX_FEED_BYTES, MAX_ITEMS, opml};
use clipsheet_testkit::feeds::cases;
use url::Url;

/// A small generator of numbers (SplitMix64): the same seed, the same feeds.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

const BASE: &str = "https://tide.example/a/feed.xml";

/// Reads it every way, and checks what must hold whatever comes.
fn check(bytes: &[u8], what: &str) -> Option<Feed> {
    let base = Url::parse(BASE).unwrap();
    let _ = opml::parse(bytes, None);
    let feed = feed::parse(bytes, Some("text/xml; charset=utf-8"), Some(&base));
    let bare = feed::parse(bytes, None, None);
    assert_eq!(feed.is_ok(), bare.is_ok(), "{what}");
    let feed = match feed {
        Ok(feed) => feed,
        Err(error) => {
            assert!(error.to_string().len() < 400, "{what}: {error}");
            return None;
        }
    };
    assert!(feed.items.len() <= MAX_ITEMS, "{what}");
    let size = serde_json::to_string(&feed).unwrap().len();
    // Escaping, absolute addresses and entities may add something, but not without measure.
    let most = bytes.len() * 12 + 2 * 1024 * 1024;
    assert!(size <= most, "{what}: {} bytes became {size}", bytes.len());
    for title in feed.items.iter().filter_map(|item| item.title.as_deref()) {
        assert_eq!(
            title,
            title.split_whitespace().collect::<Vec<_>>().join(" "),
            "{what}"
        );
        assert!(
            !title.contains(|c: char| c.is_control()),
            "{what}: {title:?}"
        );
    }
    Some(feed)
}

#[test]
fn every_feed_of_others_is_read_or_refused() {
    let Some(cases) = crate::shared_feeds().and_then(|folder| cases(&folder)) else {
        return;
    };
    assert!(cases.len() > 2_500, "{} files", cases.len());
    let read = cases
        .iter()
        .filter(|case| check(&case.bytes, &case.name).is_some())
        .count();
    assert!(read > cases.len() * 97 / 100, "{read} of {}", cases.len());
}

#[test]
fn feeds_of_others_can_be_mutilated() {
    let Some(cases) = crate::shared_feeds().and_then(|folder| cases(&folder)) else {
        return;
    };
    let mut dice = Dice::new(2014);
    for round in 0..4_000 {
        let case = &cases[dice.below(cases.len())];
        if case.bytes.len() > 60_000 {
            continue;
        }
        let mut bytes = case.bytes.clone();
        for _ in 0..=dice.below(4) {
            mutilate(&mut bytes, &mut dice);
        }
        check(&bytes, &format!("round {round}, {}", case.name));
    }
}

/// Cuts, flips, doubles, moves or inserts something.
fn mutilate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    const PIECES: &[&str] = &[
        "<",
        ">",
        "&",
        "\"",
        "'",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "</item>",
        "<item>",
        "<entry>",
        "<title>",
        "</title>",
        "&#",
        "&#x110000;",
        "&nbsp",
        "\0",
        "\u{feff}",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "&a;",
        "xml:base='http://['",
        "<a href=",
        "ü",
        "\u{92}",
        "{",
        "}",
        "=",
        "/>",
    ];
    let length = bytes.len();
    let at = dice.below(length + 1);
    let end = (at + dice.below(200)).min(length);
    match dice.below(6) {
        0 => bytes.truncate(at),
        1 => {
            bytes.drain(at..end);
        }
        2 => {
            let piece = bytes[at..end].to_vec();
            let to = dice.below(length + 1);
            bytes.splice(to..to, piece);
        }
        3 if at < length => bytes[at] ^= 1 << dice.below(8),
        4 if at < length => bytes[at] = dice.below(256) as u8,
        _ => {
            let piece = PIECES[dice.below(PIECES.len())].bytes();
            bytes.splice(at..at, piece);
        }
    }
}

/// Repeats `piece` up to `size` bytes, with something around it.
fn pile(before: &str, piece: &str, after: &str, size: usize) -> Vec<u8> {
    format!("{before}{}{after}", piece.repeat(size / piece.len())).into_bytes()
}

/// What is not linear takes minutes here.
#[test]
fn built_to_hurt() {
    const START: &str = "<rss><channel><item><description>";
    const END: &str = "</description></item></channel></rss>";
    let escaped = "&lt;rss&gt;";
    for (before, piece, after) in [
        (START, "<a>", END),
        (START, "<a b='", END),
        (START, "<a b='>", "'"),
        (START, "<!--", END),
        (START, "<![CDATA[", END),
        (START, "<?x ", END),
        (START, "<!DOCTYPE [", END),
        (START, "</a>", END),
        (START, "</", END),
        (START, "&", END),
        (START, "&#", END),
        (START, "&lt;a href=x&gt;", END),
        (START, "&lt;!--", END),
        (START, "&lt;a b='", END),
        (START, "&lt;a =", END),
        (START, escaped, END),
        (START, "&amp;", END),
        (START, "&amp;amp;", END),
        (START, "<x:y xmlns:x='urn:x'>", END),
        ("<rss><channel>", "<item><title>", ""),
        ("<rss><channel>", "<item>", ""),
        ("<rss><channel>", "<item><guid>x</guid></item>", ""),
        ("<rss><channel><item>", "<category>x</category>", ""),
        ("<rss><channel><item>", "<title>x</title>", ""),
        ("<rss><channel><item>", "<enclosure url='x'/>", ""),
        (
            "<rss><channel><item><title>",
            "&lt;b&gt;",
            "</title></item>",
        ),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", ""),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry><content type='xhtml'><div>",
            "",
        ),
        ("<opml><body>", "<outline text='x'>", ""),
        ("<opml><body>", "<outline xmlUrl='http://x.example/'/>", ""),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":",
            "[",
            "",
        ),
        ("{\"items\":[", "{\"id\":\"1\"},", "{}]}"),
        ("", "<", ""),
        ("", "\0", ""),
        ("", "<html>", ""),
        ("", "<a>", "<rss><channel><title>x"),
        ("<rss><channel><title>", "x", ""),
    ] {
        let bytes = pile(before, piece, after, 512 * 1024);
        check(&bytes, &format!("{before} {piece}…"));
    }
}

#[test]
fn entity_bombs_do_not_go_off() {
    let mut bomb = String::from("<!DOCTYPE rss [<!ENTITY a0 \"gulls and more gulls \">");
    for n in 1..30 {
        bomb.push_str(&format!(
            "<!ENTITY a{n} \"{}\">",
            format!("&a{};", n - 1).repeat(10)
        ));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY loop \"&loop;&loop;\">]>");
    bomb.push_str("<rss><channel><title>&a29; &a0;&file;&loop;</title><item><description>");
    bomb.push_str(&"&a2;".repeat(100_000));
    bomb.push_str("</description></item></channel></rss>");
    let feed = check(bomb.as_bytes(), "bomb").unwrap();
    assert_eq!(
        feed.title.as_deref(),
        Some("&a29; gulls and more gulls &file;&loop;&loop;")
    );
}

#[test]
fn what_is_too_much_is_cut() {
    let item = "<item><title>gulls</title></item>";
    let feed = check(
        format!("<rss><channel>{}</channel></rss>", item.repeat(5_000)).as_bytes(),
        "many",
    )
    .unwrap();
    assert!(feed.items.len() == MAX_ITEMS && feed.cut);
    let authors = format!("<author><name>{}</name></author>", "gull ".repeat(200_000));
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'>{authors}{}</feed>",
        "<entry><title>x</title></entry>".repeat(MAX_ITEMS)
    );
    check(feed.as_bytes(), "a long name for all").unwrap();
    let long = format!(
        "<item><description>{}</description></item>",
        "gulls ".repeat(50_000)
    );
    let huge = pile(
        "<rss><channel>",
        &long,
        "</channel></rss>",
        MAX_FEED_BYTES + megabytes(4),
    );
    let feed = feed::parse(&huge, None, None).unwrap();
    assert!(feed.cut && feed.items.len() > 50);
    assert!(feed.items.iter().all(|item| {
        item.summary_html
            .as_ref()
            .is_some_and(|text| text.len() == 299_999)
    }));
}

fn megabytes(n: usize) -> usize {
    n * 1024 * 1024
}
