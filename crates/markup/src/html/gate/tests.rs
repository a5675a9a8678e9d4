//! The gate by itself, without the shaping before it.

use super::*;
use crate::Picture;
use crate::sanitise::shape;

/// Fed with what no shaper of ours would hand over, to see that the gate itself acts.
#[test]
fn lets_nothing_else_through() {
    for (hostile, expected) in [
        ("a<script>alert(1)</script>b", "ab"),
        ("<style>*{display:none}</style>a", "a"),
        ("<img alt=\"a\" onerror=\"alert(1)\">", "<img alt=\"a\">"),
        (
            "<p style=\"position:fixed\" id=\"c1\" onclick=\"x()\">a</p>",
            "<p>a</p>",
        ),
        ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
        ("<a href=\" java&#9;script:alert(1)\">a</a>", "<a>a</a>"),
        ("<a href=\"data:text/html,x\">a</a>", "<a>a</a>"),
        ("<a href=\"//evil.example/\">a</a>", "<a>a</a>"),
        ("<a href=\"/\\evil.example/\">a</a>", "<a>a</a>"),
        ("<a href=\"\\\\evil.example\">a</a>", "<a>a</a>"),
        ("<a href=\"page.html\">a</a>", "<a>a</a>"),
        (
            "<a href=\"#top\" ping=\"/x\" target=\"_blank\">a</a>",
            "<a>a</a>",
        ),
        (
            "<a href=\"/x\" rel=\"opener\">a</a>",
            "<a href=\"/x\">a</a>",
        ),
        ("<iframe src=\"https://evil.example\">a</iframe>b", "b"),
        (
            "<svg><script>alert(1)</script><a href=\"#c1\">a</a></svg>b",
            "b",
        ),
        (
            "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>b",
            "b",
        ),
        (
            "<form action=\"/desk\"><input name=a><button>a</button></form>b",
            "b",
        ),
        ("<object data=\"/x\">a</object><embed src=\"/x\">b", "b"),
        (
            "<base href=\"https://evil.example\"><meta http-equiv=refresh><link rel=stylesheet href=/x>b",
            "b",
        ),
        ("<span class=\"desk-alert\">a</span>", "<span>a</span>"),
        ("<!-- a -->b", "b"),
        (
            "<noscript><p title=\"</noscript><img alt=a onerror=alert(1)>\">",
            "&lt;p title=\"<img alt=\"a\">\"&gt;",
        ),
        ("<b>a<i>b</b>c", "<b>a<i>b</i></b><i>c</i>"),
    ] {
        for gate in [&ARTICLE, &COMMENT, &EXPORT] {
            assert_eq!(gate.pass(hostile), expected, "{hostile}");
            assert_eq!(gate.pass(expected), expected);
        }
    }
}

#[test]
fn what_differs_between_the_kinds() {
    let picture = "<img src=\"https://evil.example/a.png\">";
    let table = "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><tbody><tr><td>a</td></tr></tbody></table></div>";
    let cases = [
        (picture, "<img>", "<img>", picture),
        ("<img src=\"//evil.example/a\">", "<img>", "<img>", "<img>"),
        (
            "<img src=\"mailto:a@example.org\">",
            "<img>",
            "<img>",
            "<img>",
        ),
        ("<h2>a</h2>", "<h2>a</h2>", "a", "<h2>a</h2>"),
        (table, table, "a", table),
        (
            "<div class=\"desk\" role=\"alert\">a</div>",
            "<div>a</div>",
            "a",
            "<div>a</div>",
        ),
        (
            "<a href=\"#c7\">a</a>",
            "<a>a</a>",
            "<a href=\"#c7\">a</a>",
            "<a>a</a>",
        ),
        (
            "<figure class=\"foto\">a</figure>",
            "<figure>a</figure>",
            "<figure class=\"foto\">a</figure>",
            "<figure>a</figure>",
        ),
    ];
    for (html, article, comment, export) in cases {
        assert_eq!(ARTICLE.pass(html), article);
        assert_eq!(COMMENT.pass(html), comment);
        assert_eq!(EXPORT.pass(html), export);
    }
}

#[test]
fn lets_every_element_of_ours_through() {
    let void = ["br", "hr", "img"];
    for element in ELEMENTS {
        let html = match element {
            element if void.contains(&element) => format!("<{element}>"),
            element => format!("<{element} dir=\"rtl\">a</{element}>"),
        };
        assert_eq!(COMMENT.pass(&html), html);
    }
}

/// Every attribute that a shaper writes, and what stands in tables.
#[test]
fn changes_only_the_no_break_space() {
    let typed = "<h3 dir=rtl>a&nbsp;b &amp; c\u{a0}d</h3><table><caption>a</caption><thead><tr><th scope=col colspan=2>a</thead>
        <tr><td rowspan=2 dir=auto>a<td>b</table><ol start=3><li>a<ol></ol></ol><p><time datetime=2014-07-07>a</time>
        <abbr title='a \"b\" <c>'>a</abbr> <big>a</big> <a href='https://example.org/?a=1&amp;b=2'>a</a>
        <a href=/archive>b</a> <a href=#c7>c</a> <a href=mailto:keeper@example.org>d</a> <bdo dir=ltr>e</bdo></p>
        <figure class=foto><img src=/media/a alt='a > b'><figcaption>a</figcaption></figure><pre>\n\n a\n\n b</pre>";
    let own = |address: &str| {
        Some(Picture {
            src: address.to_owned(),
            width: 4,
            height: 3,
        })
    };
    for (policy, gate) in [
        (&clean::ARTICLE, &ARTICLE),
        (&clean::COMMENT, &COMMENT),
        (&clean::EXPORT, &EXPORT),
    ] {
        let shaped = shape(typed, policy, &own);
        assert!(shaped.contains('\u{a0}') && shaped.contains("datetime"));
        assert_eq!(gate.pass(&shaped), shaped.replace('\u{a0}', "&nbsp;"));
    }
}
