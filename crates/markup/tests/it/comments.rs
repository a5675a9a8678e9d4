//! Every button of the form, every form of Markdown that we show, and what is left alone.

use clipsheet_markup::{
    CommentContext, CommentFacts, Picture, comment, comment_pictures, examine, is_blank,
};

fn mirrored(address: &str) -> Option<Picture> {
    address
        .starts_with("https://pics.example/")
        .then(|| Picture {
            src: "/media/gull.webp".to_owned(),
            width: 300,
            height: 200,
        })
}

fn show(source: &str) -> String {
    comment(
        source,
        &CommentContext {
            highest_number: 20,
            pictures: &mirrored,
        },
    )
    .into_string()
}

fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(show(source), *expected, "{source:?}");
    }
}

const IMG: &str = "<img src=\"/media/gull.webp\" width=\"300\" height=\"200\" alt=\"the gull\" loading=\"lazy\" decoding=\"async\">";

#[test]
fn buttons() {
    check(&[
        ("<b>mud</b>", "<p><b>mud</b></p>"),
        ("<i>mud</i>", "<p><i>mud</i></p>"),
        ("<u>mud</u>", "<p><u>mud</u></p>"),
        ("<s>mud</s>", "<p><s>mud</s></p>"),
        ("* one\n* two", "<ul><li>one</li>\n<li>two</li>\n</ul>"),
        (
            "He said\n* one\n* two",
            "<p>He said</p>\n<ul><li>one</li>\n<li>two</li>\n</ul>",
        ),
        (
            "<blockquote>mud\nis *good*</blockquote>so",
            "<blockquote><p>mud<br>\nis <em>good</em></p>\n</blockquote>\n<p>so</p>",
        ),
        (
            "<blockquote>\n* one\n* two\n</blockquote>\nso",
            "<blockquote><ul><li>one</li>\n<li>two</li>\n</ul>\n</blockquote>\n<p>so</p>",
        ),
        ("<small>mud</small>", "<p><small>mud</small></p>"),
        ("<big>mud</big>", "<p><span class=\"big\">mud</span></p>"),
        (
            "<a href=\"https://example.org/\">mud</a>",
            "<p><a href=\"https://example.org/\" rel=\"nofollow ugc noopener\">mud</a></p>",
        ),
    ]);
}

#[test]
fn fotos() {
    let figure = |class: &str| {
        format!("<figure class=\"{class}\">{IMG}<figcaption>the gull</figcaption>\n</figure>")
    };
    check(&[
        ("[foto https://pics.example/1 the gull]", &figure("foto")),
        ("[Photo https://pics.example/1 the gull]", &figure("photo")),
        ("![the gull](https://pics.example/1)", &figure("photo")),
        (
            "Look [foto https://pics.example/1_2_3 the gull] there",
            &format!("<p>Look</p>\n{}\n<p>there</p>", figure("foto")),
        ),
        (
            "[photo https://pics.example/1]",
            "<figure class=\"photo\"><img src=\"/media/gull.webp\" width=\"300\" height=\"200\" alt=\"\" loading=\"lazy\" decoding=\"async\"></figure>",
        ),
        (
            "[foto https://other.example/1 the *gull*]",
            "<p><a href=\"https://other.example/1\" rel=\"nofollow ugc noopener\">picture: the *gull*</a></p>",
        ),
        ("[foto javascript:alert(1) the gull]", "<p>the gull</p>"),
        ("[foto data:image/png;base64,AA]", ""),
        (
            "[foto of the year] and [photo]",
            "<p>[foto of the year] and [photo]</p>",
        ),
        (
            "`[foto https://pics.example/1 x]`",
            "<p><code>[foto https://pics.example/1 x]</code></p>",
        ),
        (
            "[foto https://pics.example/1 x",
            "<p>[foto <a href=\"https://pics.example/1\" rel=\"nofollow ugc noopener\">https://pics.example/1</a> x</p>",
        ),
    ]);
}

#[test]
fn markdown() {
    check(&[
        (
            "*em* **strong** ~~gone~~ `a < b`",
            "<p><em>em</em> <strong>strong</strong> <del>gone</del> <code>a &lt; b</code></p>",
        ),
        (
            "```\nlet mud = \"*deep*\";\n\n  #7\n```",
            "<pre><code>let mud = \"*deep*\";\n\n  #7\n</code></pre>",
        ),
        (
            "> quoted\n> twice\n\nanswer",
            "<blockquote><p>quoted<br>\ntwice</p>\n</blockquote>\n<p>answer</p>",
        ),
        ("1. one\n2. two", "<ol><li>one</li>\n<li>two</li>\n</ol>"),
        ("7. seven", "<ol start=\"7\"><li>seven</li>\n</ol>"),
        (
            "* a\n  * b\n* c",
            "<ul><li>a<ul><li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>",
        ),
        ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>"),
        (
            "# Title\ntext",
            "<p><strong>Title</strong></p>\n<p>text</p>",
        ),
        ("text\n---\nmore", "<p>text</p>\n<hr>\n<p>more</p>"),
        (
            "text\n-- \nThe Keeper",
            "<p>text<br>\n--</p>\n<p>The Keeper</p>",
        ),
        (
            "[mud](https://example.org)",
            "<p><a href=\"https://example.org/\" rel=\"nofollow ugc noopener\">mud</a></p>",
        ),
        ("[mud](/archive)", "<p><a href=\"/archive\">mud</a></p>"),
        ("[mud](javascript:alert(1))", "<p>mud</p>"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>"),
        (
            "See https://example.org/a_b_c, (www.example.org).",
            "<p>See <a href=\"https://example.org/a_b_c\" rel=\"nofollow ugc noopener\">https://example.org/a_b_c</a>, \
             (<a href=\"https://www.example.org/\" rel=\"nofollow ugc noopener\">www.example.org</a>).</p>",
        ),
        (
            "readme.md ftp://example.org javascript://x",
            "<p>readme.md ftp://example.org javascript://x</p>",
        ),
        (":-) ;-) <3 & <", "<p>:-) ;-) &lt;3 &amp; &lt;</p>"),
    ]);
}

#[test]
fn comment_numbers() {
    let link = |number: u32| format!("<a href=\"#c{number}\">#{number}</a>");
    check(&[
        ("#7", &format!("<p>{}</p>", link(7))),
        (
            "(#7, #20): \u{201c}#1\u{201d}",
            &format!(
                "<p>({}, {}): \u{201c}{}\u{201d}</p>",
                link(7),
                link(20),
                link(1)
            ),
        ),
        (
            "<b>#7</b> *#8*",
            &format!("<p><b>{}</b> <em>{}</em></p>", link(7), link(8)),
        ),
        ("one\n#7 two", &format!("<p>one<br>\n{} two</p>", link(7))),
        (
            "> #7",
            &format!("<blockquote><p>{}</p>\n</blockquote>", link(7)),
        ),
        (
            "#21 #0 #007 #99999999999 #",
            "<p>#21 #0 #007 #99999999999 #</p>",
        ),
        (
            "C#7 C<b>#7</b> #7th ##7 #7#",
            "<p>C#7 C<b>#7</b> #7th ##7 #7#</p>",
        ),
        ("it&#39;s `#7`", "<p>it's <code>#7</code></p>"),
        ("<code>#7</code>", "<p><code>#7</code></p>"),
        (
            "[about #7](/archive)",
            "<p><a href=\"/archive\">about #7</a></p>",
        ),
        (
            "https://example.org/#7",
            "<p><a href=\"https://example.org/#7\" rel=\"nofollow ugc noopener\">https://example.org/#7</a></p>",
        ),
    ]);
    let none = comment(
        "#1",
        &CommentContext {
            highest_number: 0,
            pictures: &mirrored,
        },
    );
    assert_eq!(none.as_str(), "<p>#1</p>");
}

#[test]
fn broken_markup_comes_out_whole() {
    check(&[
        (
            "<b>one <i>two</b> three",
            "<p><b>one <i>two</i></b> <i>three</i></p>",
        ),
        ("<b>one\n\ntwo", "<p><b>one</b></p>\n<p><b>two</b></p>"),
        ("</b>one</blockquote>", "<p>one</p>"),
        ("<b></b><blockquote></blockquote>one", "<p>one</p>"),
        ("<blockquote>one", "<blockquote><p>one</p>\n</blockquote>"),
        (
            "<h1>big</h1>words",
            "<p><strong>big</strong></p>\n<p>words</p>",
        ),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<p>a b</p>\n<p>c</p>",
        ),
        ("<script>alert(1)</script>one", "<p>alert(1)one</p>"),
        (
            "<b onclick=x style=color:red id=c1>one</b>",
            "<p><b>one</b></p>",
        ),
        ("<p>one<p>two", "<p>one</p>\n<p>two</p>"),
        ("a<br><br><br><br>b<br>", "<p>a<br>\n<br>\nb</p>"),
    ]);
}

#[test]
fn overrides_do_not_run_out_of_the_comment() {
    assert_eq!(
        show("ab\u{202e}cd\u{2066}e\u{7}f &#x202e;g\u{200f}"),
        "<p>abcdef g\u{200f}</p>"
    );
    assert_eq!(
        show("<bdo dir=rtl>abc</bdo>"),
        "<p><bdo dir=\"rtl\">abc</bdo></p>"
    );
    assert!(!show("[foto https://pics.example/1 x\u{202e}y]").contains('\u{202e}'));
}

#[test]
fn blank_comments() {
    for blank in [
        "",
        "  \n\t",
        "\u{200b}\u{200d}\u{2060}",
        "<b> </b>",
        "&nbsp;",
        "\u{202e}",
        "&#x200b;",
        "> ",
        "* ",
        "<br><br>",
        "\u{3164}",
        "<!-- x -->",
    ] {
        assert!(is_blank(blank), "{blank:?}: {}", show(blank));
    }
    for visible in [
        "a",
        "漢",
        ":)",
        "[photo https://pics.example/1]",
        "![](https://pics.example/1)",
    ] {
        assert!(!is_blank(visible), "{visible:?}");
    }
}

#[test]
fn facts() {
    assert_eq!(
        examine(
            "Look *there*: https://example.org/x and [mud](https://mud.example) <a href=http://a.example>b c</a>"
        ),
        CommentFacts {
            chars: 45,
            links: 3,
            words: 3,
            ..CommentFacts::default()
        }
    );
    let links = examine("https://a.example\n[buy cheap mud](http://b.example)!");
    assert!(links.only_links && links.links == 2 && links.words == 0);
    assert_eq!(
        comment_pictures(
            "[foto https://a.example/1 x] ![y](b.png)\n<img src=\"https://c.example/3\"> `[foto https://d.example/4]`"
        ),
        ["https://a.example/1", "b.png", "https://c.example/3"]
    );
    assert!(!examine("[foto https://a.example/1]").only_links);
}
