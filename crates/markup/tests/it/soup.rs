//! HTML soup: random tags, attributes, text and rubbish, the same on every run.

use clipsheet_markup::{CommentContext, Profile, comment, examine, plain_text, sanitise, squish};

use crate::audit::{audit, every_picture};

/// SplitMix64 (Steele, Lea, Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const TAGS: &[&str] = &[
    "p",
    "b",
    "i",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h6",
    "blockquote",
    "pre",
    "code",
    "figure",
    "figcaption",
    "img",
    "br",
    "hr",
    "div",
    "span",
    "big",
    "small",
    "ruby",
    "rt",
    "rp",
    "svg",
    "math",
    "script",
    "style",
    "template",
    "select",
    "option",
    "button",
    "form",
    "iframe",
    "noscript",
    "picture",
    "source",
    "video",
    "textarea",
    "title",
    "xmp",
    "plaintext",
    "mtext",
    "foreignObject",
    "col",
    "colgroup",
    "q",
    "bdo",
    "time",
    "abbr",
    "sup",
    "u",
    "s",
    "nobr",
    "font",
    "body",
    "html",
    "head",
    "frameset",
    "image",
    "input",
    "x-y",
    "rtc",
    "rb",
    "wbr",
    "del",
    "section",
];
const ATTRIBUTES: &[&str] = &[
    " href=\"https://example.org/a?b=1&amp;c=2\"",
    " href='/path'",
    " href=#c7",
    " href=\"javascript:alert(1)\"",
    " href=\"java&#10;script:x\"",
    " src=https://example.org/p.png",
    " src=\"data:image/png;base64,AA\"",
    " onerror=alert(1)",
    " style=\"color:red\"",
    " class=big",
    " class=\"foto x\"",
    " id=c11",
    " dir=rtl",
    " colspan=2",
    " rowspan=\"900\"",
    " start=3",
    " title='a \"quoted\" <title>'",
    " datetime=2014-07-07",
    " alt=\"gull & <mud>\"",
    " srcset=\"a.png 1x, b.png 2x\"",
    " scope=col",
    " a=\"",
    " '",
    "/",
    " =",
    " x=y>",
];
const TEXTS: &[&str] = &[
    "word",
    " ",
    "\n",
    "\n\n",
    "two words",
    "&amp;",
    "&lt;b&gt;",
    "&#x202e;",
    "\u{202e}",
    "&nbsp;",
    "\u{a0}",
    "<",
    ">",
    "\"",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "</",
    "<?php",
    "\0",
    "\u{1}",
    "\u{2}0\u{3}",
    "\r\n",
    "\r",
    "é",
    "漢字",
    "\u{1f30a}",
    "&notit;",
    "&#0;",
    "&Tab;",
    "#7",
    "*em*",
    "**b**",
    "> quote\n",
    "* item\n",
    "1. one\n",
    "[x](https://example.org)",
    "![alt](https://example.org/p.jpg)",
    "[foto https://example.org/p.jpg a caption]",
    "`code`",
    "```\n",
    "~~s~~",
    "https://example.org/?utm_source=x",
    "www.example.org",
    "    ",
    "\n---\n",
    "\n-- \n",
    "\u{ad}",
    "\u{200b}",
    "\t",
    "</p>",
    "</br>",
    "&",
    "\u{2028}",
];

pub(crate) fn soup(random: &mut Random, pieces: usize) -> String {
    let mut soup = String::new();
    for _ in 0..pieces {
        match random.below(10) {
            0..=3 => {
                soup.push('<');
                soup.push_str(random.pick(TAGS));
                for _ in 0..random.below(3) {
                    soup.push_str(random.pick(ATTRIBUTES));
                }
                soup.push('>');
            }
            4..=5 => {
                soup.push_str("</");
                soup.push_str(random.pick(TAGS));
                soup.push('>');
            }
            _ => soup.push_str(random.pick(TEXTS)),
        }
    }
    soup
}

#[test]
fn soup_comes_out_safe_and_stable() {
    let mut random = Random(20_140_707);
    for round in 0..6000 {
        let input = soup(&mut random, 1 + round % 40);
        for profile in [Profile::Article, Profile::Comment] {
            audit(&sanitise(&input, profile, &every_picture), profile, &input);
        }
        let context = CommentContext {
            highest_number: 9,
            pictures: &every_picture,
        };
        let html = comment(&input, &context);
        audit(&html, Profile::Comment, &input);
        let facts = examine(&input);
        assert_eq!(
            facts.chars,
            plain_text(&html).chars().count(),
            "{input:?} {html}"
        );
    }
}

#[test]
fn squishing_soup_twice_is_squishing_it_once() {
    let mut random = Random(7);
    for round in 0..6000 {
        let mut input = soup(&mut random, 1 + round % 60);
        // Wrap it as mail programs do, so that there is something to join.
        if round % 2 == 0 {
            let width = 50 + random.below(60);
            input = input
                .split(' ')
                .fold((String::new(), 0), |(mut text, mut column), word| {
                    if column + word.len() > width {
                        text.push('\n');
                        column = 0;
                    }
                    text.push_str(word);
                    text.push(' ');
                    column += word.len() + 1;
                    (text, column)
                })
                .0;
        }
        let once = squish(&input);
        assert_eq!(squish(&once), once, "{input:?}");
    }
}
