//! An edition as an e-mail.

use crate::support::{Desk, story};
use mail_parser::MessageParser;

const URL: [&str; 2] = ["--url", "https://harbour-post.example/news/fog-horn"];
const GLOSSARY: &str = r#"{"entries": [
    {"headword": "Harbour Board", "substitute": ["the Dredging Society"]},
    {"headword": "fog horn", "asides": [{"text": "a loud cow"}]}]}"#;

#[test]
fn an_edition_is_a_message_that_can_be_sent() {
    let desk = Desk::new();
    desk.file("glossary.json", GLOSSARY);
    desk.file("page.html", story("Fog Horn <Lost>"));
    desk.call(&["letter"])
        .failed(1, &["there is no paper in data"]);
    desk.call(&["gloss", "import", "glossary.json"]).done();
    desk.call(&["letter"]).failed(
        1,
        &[
            "nothing is printed yet",
            "put the paper's address as public_url",
        ],
    );
    desk.call(&["clip", "page.html", URL[0], URL[1], "--publish", "--lead"])
        .done();
    desk.file(
        "data/clipsheet.toml",
        "public_url = \"https://quay.example\"\n",
    );

    desk.call(&["letter", "--edition", "2014-02-30"])
        .failed(2, &["no date of the calendar", "2014-07-07"]);
    desk.call(&["letter", "--edition", "2014-07-07"])
        .failed(1, &["nothing was printed on Monday, 7 July 2014"]);
    desk.call(&["letter", "--to", "nobody"])
        .failed(2, &["“nobody” is no e-mail address"]);

    let sent = desk
        .call(&[
            "letter",
            "--to",
            "The Quay <quay@b.example>",
            "--to",
            "c@d.example",
        ])
        .done();
    let read = MessageParser::default().parse(sent.as_bytes()).unwrap();
    assert!(
        read.subject().unwrap().starts_with("The Clipsheet: "),
        "{sent}"
    );
    assert_eq!(read.to().unwrap().iter().count(), 2);
    assert_eq!(
        read.from().unwrap().first().unwrap().address(),
        Some("noreply@quay.example")
    );
    let (html, text) = (read.body_html(0).unwrap(), read.body_text(0).unwrap());
    // What is the house's and what the source's is told in words, in both.
    for words in [
        "the Dredging Society <small>[",
        "originally</a>: Harbour Board]",
        "our note</a>: a loud cow]",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Dredging Society [originally: Harbour Board]",
        "[our note: a loud cow]",
        "Fog Horn <Lost>",
        "https://quay.example/article/1/fog-horn-lost",
    ] {
        assert!(flat.contains(words), "{words}: {text}");
    }
    assert!(
        html.contains("Fog Horn &#60;Lost&#62;") || html.contains("Fog Horn &lt;Lost&gt;"),
        "{html}"
    );
    // Nothing in it is relative, and nothing but the site is asked for anything.
    for address in html
        .split("href=\"")
        .skip(1)
        .chain(html.split("src=\"").skip(1))
    {
        assert!(
            address.starts_with("https://quay.example/"),
            "{}",
            &address[..40]
        );
    }
    assert!(
        !html.contains("<script") && !html.contains("<link"),
        "{html}"
    );

    let own = desk
        .call(&[
            "letter",
            "--from",
            "Hester <hester@quay.example>",
            "--whole",
        ])
        .done();
    let read = MessageParser::default().parse(own.as_bytes()).unwrap();
    assert_eq!(read.from().unwrap().first().unwrap().name(), Some("Hester"));
    assert!(read.to().is_none());
}
