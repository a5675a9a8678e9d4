//! Squish, excerpts and slugs.

use clipsheet_markup::{Profile, SafeHtml, excerpt, sanitise, slug, squish};

#[test]
fn squishing() {
    for (pasted, tidy) in [
        ("", ""),
        ("  one   two  \n\n\n\n three \n", "one two\n\nthree"),
        (
            "The harbour board met on Tuesday evening to discuss the state\nof the mud, which had been the subject of several letters and one\npoem.",
            "The harbour board met on Tuesday evening to discuss the state of the mud, which had been the subject of several letters and one poem.",
        ),
        (
            "The harbour board met on Tuesday evening to discuss the har-\nbour and its mud, and was pleased with what it saw of the self-\nmade pier.",
            "The harbour board met on Tuesday evening to discuss the harbour and its mud, and was pleased with what it saw of the self-made pier.",
        ),
        (
            "The harbour board met on Tuesday evening to discuss the har\u{ad}\nbour and its mud.",
            "The harbour board met on Tuesday evening to discuss the harbour and its mud.",
        ),
        (
            "The tide came in,\nthe tide went out,\nthe gulls remained.",
            "The tide came in,\nthe tide went out,\nthe gulls remained.",
        ),
        (
            "Upon the pier there stood a man whose hat was in the sea, you know,\nAnd no one asked him why he stood with nothing on his head below,\nBut gulls have eyes.",
            "Upon the pier there stood a man whose hat was in the sea, you know,\nAnd no one asked him why he stood with nothing on his head below,\nBut gulls have eyes.",
        ),
        (
            "> The harbour board met on Tuesday evening to discuss the state\n> of the mud\nIndeed",
            "> The harbour board met on Tuesday evening to discuss the state\n> of the mud\nIndeed",
        ),
        (
            "* The harbour board met on Tuesday evening to discuss the state\n  of the mud\n* and the gulls",
            "* The harbour board met on Tuesday evening to discuss the state of the mud\n* and the gulls",
        ),
        (
            "The Keeper\nThe Lighthouse\n--\nMudhaven",
            "The Keeper\nThe Lighthouse\n--\nMudhaven",
        ),
        ("```\na   b\n\n\nc\n```", "```\na   b\n\n\nc\n```"),
        (
            "see https://example.org/?utm_source=x&a=1 now",
            "see https://example.org/?a=1 now",
        ),
        (
            "mud\u{200b}dy\u{feff} wa\u{ad}ter\r\nhere",
            "muddy water\nhere",
        ),
    ] {
        assert_eq!(squish(pasted), tidy, "{pasted:?}");
        assert_eq!(squish(tidy), tidy, "{tidy:?}");
    }
}

#[test]
fn excerpts() {
    let html = |text: &str| sanitise(text, Profile::Article, &|_| None);
    for (text, max, expected) in [
        ("<p>The tide</p><p>is out</p>", 100, "The tide is out"),
        ("<p>The tide</p><p>is out</p>", 15, "The tide is out"),
        ("<p>The tide is out</p>", 14, "The tide is…"),
        ("<p>The tide, is out</p>", 12, "The tide…"),
        ("<p>supercalifragilistic</p>", 8, "superca…"),
        ("<p>漢字漢字漢字</p>", 4, "漢字漢…"),
        ("<p>a &lt; b</p>", 10, "a < b"),
        ("<p>x</p>", 0, ""),
    ] {
        let short = excerpt(&html(text), max);
        assert_eq!(short, expected, "{text} {max}");
        assert!(short.chars().count() <= max);
    }
}

#[test]
fn slugs() {
    for (text, expected) in [
        (
            "Gull steals keeper’s hat, again",
            "gull-steals-keepers-hat-again",
        ),
        ("Ærøskøbing & Łódź", "aeroskobing-lodz"),
        ("Порт", "port"),
        ("", "article"),
        ("***", "article"),
    ] {
        assert_eq!(slug(text), expected, "{text:?}");
    }
    let long = slug(&"harbour ".repeat(40));
    assert!(long.len() <= 80 && long.ends_with("harbour"));
    assert_eq!(slug(&"x".repeat(500)).len(), 80);
}

#[test]
fn escaping() {
    assert_eq!(
        SafeHtml::escape("a < b & \"c\" > 'd'\u{202e}\0").as_str(),
        "a &lt; b &amp; &quot;c&quot; &gt; 'd'"
    );
}
