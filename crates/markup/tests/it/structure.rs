//! Articles: which elements come out, nested how, and how much work it may cost.

use std::time::{Duration, Instant};

use clipsheet_markup::{CommentContext, Profile, SafeHtml, SealKey, comment, plain_text, sanitise};

use clipsheet_gloss::{Annotation, Effect, PrintRecord};

use crate::audit::{audit, every_picture, is_listed};
use crate::soup::{Random, soup};

fn article(html: &str) -> String {
    sanitise(html, Profile::Article, &every_picture).into_string()
}

#[test]
fn elements() {
    for (html, expected) in [
        ("<h1>A</h1><h3>B<p>C</h3>", "<h2>A</h2>\n<h3>B C</h3>"),
        // An outline has no gaps, and what is empty is no part of it.
        (
            "<h4>A</h4><h6>B</h6><h6>C</h6><h3>D</h3><h2></h2><h4>E</h4>",
            "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n<h2>D</h2>\n<h3>E</h3>",
        ),
        ("a<div>b</div>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        (
            "<ul><li>a</li><ul><li>b</li></ul><li>c</ul>",
            "<ul><li>a<ul><li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>",
        ),
        ("<li>a<li>b", "<ul><li>a</li>\n<li>b</li>\n</ul>"),
        ("<ul>a</ul>", "<ul><li>a</li>\n</ul>"),
        (
            "<dl><dt>a<dd>b<dt>c</dl>",
            "<dl><dt>a</dt>\n<dd>b</dd>\n<dt>c</dt>\n</dl>",
        ),
        (
            "<li><div>a</div><div>b</div>",
            "<ul><li>a<p>b</p>\n</li>\n</ul>",
        ),
        (
            "<table><caption>T</caption><tr><th scope=col>a<td colspan=2>b</table>",
            "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table><caption>T</caption>\n<tbody><tr>\
             <th scope=\"col\">a</th>\n<td colspan=\"2\">b</td>\n</tr>\n</tbody>\n</table></div>",
        ),
        (
            "<a href=https://e.example/><h2>T</h2><p>x</p></a>",
            "<h2><a href=\"https://e.example/\" rel=\"nofollow noopener\">T</a></h2>\n<p><a href=\"https://e.example/\" rel=\"nofollow noopener\">x</a></p>",
        ),
        (
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
            "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>",
        ),
        ("<p>a</p><svg><p>b</p></svg><p>c", "<p>a</p>\n<p>c</p>"),
        ("<p>a</p><svg><p>b</p><p>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<pre>\n\n a\n  b<br>c</pre>", "<pre> a\n  b\nc</pre>"),
        (
            "<blockquote>a<p>b</blockquote>",
            "<blockquote><p>a</p>\n<p>b</p>\n</blockquote>",
        ),
        ("<p>&nbsp;</p><p> </p><b></b>", ""),
        ("<b>a </b>b", "<p><b>a</b> b</p>"),
        (
            "<strike>a</strike><tt>b</tt><acronym title=t>c</acronym>",
            "<p><s>a</s><code>b</code><abbr title=\"t\">c</abbr></p>",
        ),
        (
            "<a href=#top>a</a><a name=x>b</a><a href=x.html>c</a>",
            "<p>abc</p>",
        ),
        ("a&nbsp;b\u{a0}c", "<p>a&nbsp;b&nbsp;c</p>"),
        ("a<hr>b", "<p>a</p>\n<hr>\n<p>b</p>"),
    ] {
        assert_eq!(article(html), expected, "{html}");
        audit(
            &sanitise(html, Profile::Article, &every_picture),
            Profile::Article,
            html,
        );
    }
}

/// Inputs that make careless programs slow or overflow their stack. The limits are many times what each needs.
#[test]
fn hostile_sizes() {
    let n = 100_000;
    for (name, input) in [
        ("nested div", "<div>".repeat(n) + "x"),
        (
            "nested blockquote",
            "<blockquote>".repeat(n) + "x" + &"</blockquote>".repeat(n),
        ),
        ("nested b", "<b>".repeat(n) + "x"),
        ("nested lists", "<ul><li>".repeat(n) + "x"),
        ("nested tables", "<table><tr><td>".repeat(n) + "x"),
        ("nested svg", "<svg>".repeat(n) + "x"),
        (
            "nested all",
            "<b><i><blockquote><p><a href=/x>".repeat(n / 5) + "x",
        ),
        ("unclosed tags", "<a ".repeat(n) + "x"),
        ("unclosed quotes", "<a b=\"".repeat(n) + "x"),
        ("unclosed comments", "<!-".repeat(n) + "x"),
        ("open angles", "<".repeat(n)),
        (
            "attributes",
            format!(
                "<b {}>x</b>",
                (0..n).map(|i| format!("a{i}=1 ")).collect::<String>()
            ),
        ),
        ("end tags", "</p></b></table>".repeat(n) + "x"),
        (
            "a link never closed",
            format!("<a href=\"/{}\">", "x".repeat(2000)) + &"<p>y".repeat(n) + "x",
        ),
        ("ampersands", "&".repeat(n) + "x"),
        ("raw text", "<script></".repeat(n) + "x"),
        ("markdown quotes", ">".repeat(n) + "x"),
        ("markdown brackets", "[".repeat(n) + "x"),
        ("markdown stars", "*a_ ".repeat(n) + "x"),
        ("backticks", "`a``b".repeat(n) + "x"),
        ("fotos", "[foto http://e.example/x ".repeat(n) + "x"),
        ("numbers", "#7 ".repeat(n) + "x"),
    ] {
        for profile in [Profile::Article, Profile::Comment] {
            let start = Instant::now();
            let html = sanitise(&input, profile, &every_picture);
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{name}: {:?}",
                start.elapsed()
            );
            assert!(
                html.as_str().len() < 40 * input.len() + 1000,
                "{name}: {} bytes",
                html.as_str().len()
            );
            if name.starts_with("nested") && name != "nested all" {
                assert!(plain_text(&html).ends_with('x'), "{name} lost its text");
                audit(&html, profile, name);
            }
        }
        let start = Instant::now();
        let _ = comment(
            &input,
            &CommentContext {
                highest_number: 9,
                pictures: &every_picture,
            },
        );
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "comment, {name}: {:?}",
            start.elapsed()
        );
        println!("{name}: comment in {:?}", start.elapsed());
    }
}

#[test]
fn seals() {
    let key = SealKey::new([7; 32]);
    let html = sanitise("<b>mud</b>", Profile::Article, &every_picture);
    let seal = html.seal(&key);
    let unseal =
        |text: &str, seal: &str, key: &SealKey| SafeHtml::unseal(text.to_owned(), seal, key);
    assert_eq!(
        unseal(html.as_str(), seal.as_str(), &key),
        Some(html.clone())
    );
    assert_eq!(unseal("<p><b>mut</b></p>", seal.as_str(), &key), None);
    assert_eq!(
        unseal(html.as_str(), seal.as_str(), &SealKey::new([8; 32])),
        None
    );
    assert_eq!(unseal(html.as_str(), "", &key), None);
    assert_eq!(unseal(html.as_str(), &"0".repeat(64), &key), None);
    assert!(!format!("{key:?}").contains('7'));
}

#[test]
fn annotations_cannot_break_safe_html() {
    let html = sanitise("<p>The pier</p>", Profile::Article, &every_picture);
    assert_eq!(html.annotated(&PrintRecord::default()), html);

    let evil = "\"'><script>alert(1)</script><p onclick=x>";
    let effects = [
        Effect::Substitute {
            text: evil.to_owned(),
        },
        Effect::Aside {
            text: evil.to_owned(),
            image: Some(evil.to_owned()),
            alt: Some(evil.to_owned()),
            side: None,
        },
        Effect::Aside {
            text: "x".to_owned(),
            image: Some(format!("/media/{evil}").replace(' ', "")),
            alt: None,
            side: None,
        },
        Effect::Serial {
            serial: evil.to_owned(),
            line_number: 1,
            text: evil.to_owned(),
        },
    ];
    let mut random = Random(11);
    for round in 0..500 {
        let input = soup(&mut random, 1 + round % 30);
        let html = sanitise(&input, Profile::Article, &every_picture);
        // A record that was made for another text: its places are anywhere, in tags too.
        let mut record = PrintRecord::default();
        for _ in 0..5 {
            let start = random.below(html.as_str().len() + 2);
            record.annotations.push(Annotation {
                start,
                end: start + random.below(6),
                at: None,
                entry: evil.to_owned(),
                entry_id: 0,
                revision: 0,
                variant: 0,
                effect: effects[random.below(effects.len())].clone(),
            });
        }
        let printed = html.annotated(&record);
        let document = dom_query::Document::fragment(printed.as_str());
        for node in document.root().descendants() {
            let name = node.node_name().unwrap_or_default().to_string();
            assert!(
                is_listed(&name) || name == "html" || !node.is_element(),
                "<{name}> in {printed}"
            );
            for attribute in node.attrs() {
                assert!(
                    !attribute.name.local.starts_with("on"),
                    "{printed} from {input:?}"
                );
            }
        }
    }
}
