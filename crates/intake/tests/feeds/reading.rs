//! Feeds of our own, each with one thing that real ones have.

use clipsheet_intake::feed::{Feed, FeedKind, Item, parse};
use url::Url;

fn read(text: &str) -> Feed {
    let base = Url::parse("https://tide.example/news/feed.xml").unwrap();
    parse(text.as_bytes(), None, Some(&base)).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The one item of an RSS feed with these fields.
fn item(fields: &str) -> Item {
    let feed = read(&format!(
        "<rss><channel><item>{fields}</item></channel></rss>"
    ));
    assert_eq!(feed.items.len(), 1, "{fields}");
    feed.items.into_iter().next().unwrap()
}

/// The one entry of an Atom feed with these fields.
fn entry(fields: &str) -> Item {
    let feed = read(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{fields}</entry></feed>"
    ));
    assert_eq!(feed.items.len(), 1, "{fields}");
    feed.items.into_iter().next().unwrap()
}

#[test]
fn titles_are_text_and_texts_are_html() {
    for (written, title) in [
        ("Fog &amp; Horn", "Fog & Horn"),
        ("Fog &amp;amp; Horn", "Fog & Horn"),
        ("Fog & Horn", "Fog & Horn"),
        ("Fog &lt;b&gt;Horn&lt;/b&gt;", "Fog Horn"),
        ("<![CDATA[Fog <b>Horn</b> &eacute;]]>", "Fog Horn é"),
        ("Fog <b>Horn</b>", "Fog Horn"),
        ("1 &lt; 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("Use &lt;b&gt; in HTML", "Use <b> in HTML"),
        ("  Fog\n   Horn ", "Fog Horn"),
        ("Fog&nbsp;Horn&#8217;s", "Fog Horn’s"),
        ("Gulls\u{92} nest", "Gulls’ nest"),
    ] {
        assert_eq!(
            item(&format!("<title>{written}</title>")).title.as_deref(),
            Some(title),
            "{written}"
        );
    }
    for (kind, written, title, html) in [
        (
            "text",
            "1 &lt; 2 &amp; &lt;b&gt;",
            "1 < 2 & <b>",
            "1 &lt; 2 &amp; &lt;b&gt;",
        ),
        (
            "html",
            "&lt;b&gt;x&lt;/b&gt; &amp;amp; y",
            "x & y",
            "<b>x</b> &amp; y",
        ),
        (
            "xhtml",
            "<div xmlns='http://www.w3.org/1999/xhtml'>x &lt;y&gt; <b>z</b><br/></div>",
            "x <y> z",
            "x &lt;y&gt; <b>z</b><br />",
        ),
    ] {
        let entry = entry(&format!(
            "<title type='{kind}'>{written}</title><summary type='{kind}'>{written}</summary>"
        ));
        assert_eq!(entry.title.as_deref(), Some(title), "{kind}");
        assert_eq!(entry.summary_html.as_deref(), Some(html), "{kind}");
    }
}

#[test]
fn broken_items_do_not_take_others_with_them() {
    let feed = read(
        "Warning: something <br /> on line 7\n<?xml version='1.0'?><rss><channel><title>Tide\n<item><title>one<link>https://x.example/1</link></item>\
         <item><title>two</titel><description><p>a<p>b</description></item>\
         <item><title>three</title><item><title>four &copy; 2014</title></channel>",
    );
    let titles: Vec<_> = feed
        .items
        .iter()
        .map(|item| item.title.as_deref().unwrap_or("–"))
        .collect();
    assert_eq!(titles, ["one", "two", "three", "four © 2014"]);
    assert_eq!(feed.title.as_deref(), Some("Tide"));
    assert_eq!(feed.items[0].link.as_deref(), Some("https://x.example/1"));
    assert!(feed.repaired && feed.cut);
}

#[test]
fn html_that_nobody_closes_stays_in_its_item() {
    let breaks = "line<br>".repeat(400);
    let lists = "<ul><li><p>line".repeat(400);
    for naked in [&breaks, &lists] {
        let feed = read(&format!(
            "<rss><channel><item><description>{naked}</description><title>one</title></item>\
             <item><title>two</title><description>{naked}<item><title>three</title></item></channel></rss>"
        ));
        let titles: Vec<_> = feed
            .items
            .iter()
            .map(|item| item.title.as_deref())
            .collect();
        assert_eq!(titles, [Some("one"), Some("two"), Some("three")]);
        let text = feed.items[0].summary_html.as_deref().unwrap();
        assert_eq!(text.matches("line").count(), 400);
    }
}

#[test]
fn a_cut_feed_keeps_what_came_whole() {
    let whole = "<rss><channel><title>Tide</title><item><title>one</title><description>first</description></item>\
        <item><title>two</title><description>second";
    for end in [
        whole.len(),
        whole.len() - 3,
        whole.rfind("</title><desc").unwrap() + 12,
    ] {
        let feed = read(&whole[..end]);
        assert!(feed.cut);
        assert_eq!(feed.items[0].summary_html.as_deref(), Some("first"));
        for item in feed.items.iter().skip(1) {
            assert_eq!(item.summary_html, None, "half a text is none");
        }
    }
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Tide","items":[{"id":"1","content_text":"a"},{"id":"2","#;
    let feed = read(json);
    assert!(feed.cut && feed.items.len() == 1 && feed.title.as_deref() == Some("Tide"));
}

#[test]
fn links_are_found_where_feeds_have_them() {
    for (fields, link) in [
        (
            "<link>/a?x=1&amp;y=2</link>",
            "https://tide.example/a?x=1&y=2",
        ),
        (
            "<link> https://x.example/a\n b </link>",
            "https://x.example/a b",
        ),
        ("<link href='b.html'/>", "https://tide.example/news/b.html"),
        ("<guid>https://x.example/7</guid>", "https://x.example/7"),
        (
            "<a:link xmlns:a='http://www.w3.org/2005/Atom' href='/c'/>",
            "https://tide.example/c",
        ),
        (
            "<link>https://proxy.example/1</link><feedburner:origLink>https://x.example/1</feedburner:origLink>",
            "https://x.example/1",
        ),
    ] {
        assert_eq!(item(fields).link.as_deref(), Some(link), "{fields}");
    }
    assert_eq!(
        item("<title>x</title><guid isPermaLink='false'>7</guid>").link,
        None
    );
    assert_eq!(
        item("<title>x</title><link>javascript:alert(1)</link>").link,
        None
    );
    let entry = entry(
        "<link rel='self' href='/s'/><link rel='alternate' type='application/pdf' href='/p'/><link href='/page' xml:base='https://y.example/'/>\
         <link rel='enclosure' href='/i.png' type='image/png' length='7'/><link rel='replies' href='/r'/><link rel='via' href='https://z.example/'/>",
    );
    assert_eq!(entry.link.as_deref(), Some("https://y.example/page"));
    assert_eq!(entry.image.as_deref(), Some("https://tide.example/i.png"));
    assert_eq!(entry.enclosures[0].length, Some(7));
    assert_eq!(entry.comments.as_deref(), Some("https://tide.example/r"));
    assert_eq!(entry.external_link.as_deref(), Some("https://z.example/"));
}

#[test]
fn relative_addresses_in_texts_are_resolved() {
    // RSS: against the story's page, since blog engines write what is right there.
    let rss =
        item("<link>/2014/fog/</link><description>&lt;img src=\"horn.png\"&gt;</description>");
    assert_eq!(
        rss.summary_html.as_deref(),
        Some("<img src=\"https://tide.example/2014/fog/horn.png\">")
    );
    assert_eq!(
        rss.image.as_deref(),
        Some("https://tide.example/2014/fog/horn.png")
    );
    let stated = item(
        "<link>/fog/</link><description xml:base='https://cdn.example/x/'>&lt;a href='y'&gt;</description>",
    );
    assert_eq!(
        stated.summary_html.as_deref(),
        Some("<a href='https://cdn.example/x/y'>")
    );
    // Atom says: against the feed.
    let atom = entry("<link href='/fog/'/><content type='html'>&lt;a href='y'&gt;</content>");
    assert_eq!(
        atom.content_html.as_deref(),
        Some("<a href='https://tide.example/news/y'>")
    );
}

#[test]
fn modules_are_known_by_any_prefix_or_none() {
    let feed = read(
        "<rss xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:d='http://purl.org/dc/elements/1.1/' xmlns:m='http://search.yahoo.com/mrss/'><channel><item>\
         <title>Fog</title><m:title>not this</m:title><description>short</description><c:encoded><![CDATA[<p>long</p>]]></c:encoded>\
         <d:creator>Ada Gull</d:creator><d:creator>Bob Mud</d:creator><d:date>2014-07-07T17:02:03+02:00</d:date><d:subject>Mud</d:subject>\
         <m:group><m:content url='https://x.example/film.mp4' type='video/mp4'><m:thumbnail url='/t.jpg'/></m:content></m:group>\
         </item></channel></rss>",
    );
    let item = &feed.items[0];
    assert_eq!(item.title.as_deref(), Some("Fog"));
    assert_eq!(item.summary_html.as_deref(), Some("short"));
    assert_eq!(item.content_html.as_deref(), Some("<p>long</p>"));
    assert_eq!(item.author.as_deref(), Some("Ada Gull, Bob Mud"));
    assert_eq!(item.published.unwrap().to_string(), "2014-07-07T15:02:03Z");
    assert_eq!(item.categories, ["Mud"]);
    assert_eq!(item.image.as_deref(), Some("https://tide.example/t.jpg"));
    assert_eq!(item.enclosures[0].url, "https://x.example/film.mp4");
    let undeclared = "<content:encoded>x</content:encoded><dc:creator>Ada</dc:creator>";
    let undeclared = self::item(undeclared);
    assert_eq!(
        (
            undeclared.content_html.as_deref(),
            undeclared.author.as_deref()
        ),
        (Some("x"), Some("Ada"))
    );
}

#[test]
fn every_kind_is_read() {
    let rdf = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>Tide</title>\
         <items><rdf:Seq><rdf:li rdf:resource='y'/></rdf:Seq></items></channel><image><url>/i.png</url><title>no</title></image>\
         <item rdf:about='https://x.example/1'><title>one</title></item></rdf:RDF>",
    );
    assert_eq!(
        (rdf.kind, rdf.title.as_deref()),
        (FeedKind::Rdf, Some("Tide"))
    );
    assert_eq!(
        (rdf.items.len(), rdf.items[0].link.as_deref()),
        (1, Some("https://x.example/1"))
    );
    assert_eq!(rdf.image.as_deref(), Some("https://tide.example/i.png"));

    let atom = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#' xml:lang='en'><title mode='base64' type='text/html'>VGlkZSAmYW1wOyBtdWQ=</title>\
         <author><name>Ada</name></author><entry><issued>2014-07-07T17:02:03Z</issued></entry></feed>",
    );
    assert_eq!(
        (atom.kind, atom.title.as_deref(), atom.language.as_deref()),
        (FeedKind::Atom, Some("Tide & mud"), Some("en"))
    );
    assert_eq!(atom.items[0].author.as_deref(), Some("Ada"));
    assert!(atom.items[0].published.is_some());

    let json = read(
        r#"{"version":"https://jsonfeed.org/version/1","title":"Tide","home_page_url":"/","items":[{"id":7,"content_text":"a < b\n\nc","tags":["mud"],
            "author":{"name":"Ada"},"external_url":"https://y.example/","image":"/i.png","date_published":"2014-07-07T17:02:03.5+02:00"}]}"#,
    );
    let item = &json.items[0];
    assert_eq!(
        (json.kind, item.id.as_deref(), item.author.as_deref()),
        (FeedKind::Json, Some("7"), Some("Ada"))
    );
    assert_eq!(
        item.content_html.as_deref(),
        Some("<p>a &lt; b</p>\n<p>c</p>")
    );
    assert_eq!(item.link.as_deref(), Some("https://y.example/"));

    let cdf = read(
        "<CHANNEL HREF='/'><TITLE>Tide</TITLE><ITEM HREF='/1' LASTMOD='2014-07-07'><TITLE>one</TITLE><ABSTRACT>x</ABSTRACT></ITEM></CHANNEL>",
    );
    assert_eq!(
        (cdf.kind, cdf.items[0].link.as_deref()),
        (FeedKind::Cdf, Some("https://tide.example/1"))
    );
    assert_eq!(read("<rss/>").items, []);
    for (fields, ttl) in [
        (
            "<ttl>45</ttl><sy:updatePeriod>daily</sy:updatePeriod>",
            Some(45),
        ),
        (
            "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            Some(30),
        ),
        (
            "<sy:updateFrequency>0</sy:updateFrequency><sy:updatePeriod>daily</sy:updatePeriod>",
            Some(1440),
        ),
        ("<ttl>soon</ttl>", None),
    ] {
        assert_eq!(
            read(&format!("<rss><channel>{fields}</channel></rss>")).ttl_minutes,
            ttl,
            "{fields}"
        );
    }
}

#[test]
fn encodings_are_found_out() {
    let feed = |encoding: &str| {
        format!(
            "<?xml version='1.0' encoding='{encoding}'?><rss><channel><title>Möwen “am” Kai</title></channel></rss>"
        )
    };
    let wide: Vec<u8> = feed("UTF-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let wider: Vec<u8> = feed("x")
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    let latin = |encoding: &str| {
        let text = feed(encoding);
        let narrow = |c: char| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => c as u8,
        };
        text.chars().map(narrow).collect::<Vec<u8>>()
    };
    let mut stray = feed("utf-8").into_bytes();
    let at = stray
        .windows(2)
        .position(|two| two == [0xe2, 0x80])
        .unwrap();
    stray.splice(at..at + 3, [0x93]);
    let marked = [b"\xef\xbb\xbf".to_vec(), feed("iso-8859-1").into_bytes()].concat();
    for (name, bytes, header) in [
        ("utf-8", feed("utf-8").into_bytes(), None),
        (
            "utf-8 that claims to be latin",
            feed("iso-8859-1").into_bytes(),
            None,
        ),
        ("utf-16 without a mark", wide, None),
        (
            "utf-32 without a mark",
            wider,
            Some("text/xml; charset=us-ascii"),
        ),
        (
            "windows-1252 that claims to be latin",
            latin("iso-8859-1"),
            None,
        ),
        (
            "windows-1252 that claims to be utf-8",
            latin("utf-8"),
            Some("text/xml; charset=utf-8"),
        ),
        (
            "windows-1252 by its header",
            latin("x"),
            Some("text/xml; charset=windows-1252"),
        ),
        ("a mark against the declaration", marked, None),
        ("utf-8 with a stray byte", stray, None),
    ] {
        let read = parse(&bytes, header, None).unwrap();
        assert_eq!(read.title.as_deref(), Some("Möwen “am” Kai"), "{name}");
    }
    // A server that calls everything Latin.
    let russian = b"<?xml version='1.0' encoding='windows-1251'?><rss><channel><title>\xd7\xe0\xe9\xea\xe8</title></channel></rss>";
    let read = parse(russian, Some("text/xml; charset=ISO-8859-1"), None).unwrap();
    assert_eq!(read.title.as_deref(), Some("Чайки"));
}

#[test]
fn what_is_no_feed_is_told() {
    use clipsheet_intake::feed::FeedError;
    let page = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>Tide</title></head><body>\
        <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><Work rdf:about=''/></rdf:RDF></body></html>";
    for (text, error) in [
        ("", FeedError::Empty),
        ("<?xml version='1.0'?><!-- nothing -->", FeedError::Empty),
        (page, FeedError::WebPage),
        ("<!DOCTYPE html><p>Tide", FeedError::WebPage),
        ("<opml/>", FeedError::FeedList),
        ("<urlset/>", FeedError::SiteMap),
        (
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            FeedError::Binary("a picture (SVG)"),
        ),
        (
            "<note><to/></note>",
            FeedError::OtherXml {
                root: "note".to_owned(),
            },
        ),
        ("{\"a\":1}", FeedError::OtherJson),
        ("{\"items\":[1,2]}", FeedError::OtherJson),
        ("[1,2]", FeedError::OtherJson),
        ("gulls", FeedError::Text),
    ] {
        assert_eq!(parse(text.as_bytes(), None, None), Err(error), "{text}");
    }
    assert!(matches!(
        parse(b"{\"a\":", None, None),
        Err(FeedError::BrokenJson(_))
    ));
    assert_eq!(
        parse(b"GIF89a", None, None),
        Err(FeedError::Binary("a picture (GIF)"))
    );
}

#[test]
fn namespaces_that_are_wrong_do_no_harm() {
    let feed = read(
        "<rss xmlns='http://www.w3.org/2005/Atom'><channel><title>Tide</title><x:item>no</x:item><title>no</title>\
         <link xmlns='http://www.w3.org/2005/Atom' rel='self' href='/f'/><item><title>one</title></item></channel></rss>",
    );
    assert_eq!((feed.title.as_deref(), feed.items.len()), (Some("Tide"), 1));
    assert_eq!(feed.feed_url.as_deref(), Some("https://tide.example/f"));
    assert_eq!(feed.link, None);
}
