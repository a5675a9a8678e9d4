//! Remarks stay with their words or are lost; they are never moved to other words.

use clipsheet_markup::{
    Anchor, AnchorError, PlacedRemark, Profile, SafeHtml, Words, remark, sanitise,
};

fn safe(html: &str) -> SafeHtml {
    sanitise(html, Profile::Article, &|_| None)
}

fn anchor(html: &SafeHtml, words: &str, nth: usize) -> Anchor {
    let read = Words::of(html);
    let place = &read.find(words)[nth];
    read.anchor(words, place.offset)
        .expect("the words are there")
}

/// The text with a mark where the anchor is now; `None` when it is loose.
fn marked(html: &SafeHtml, anchor: &Anchor) -> Option<String> {
    let at = anchor.place(html)?;
    let html = html.as_str();
    Some(format!("{}^{}", &html[..at], &html[at..]))
}

#[test]
fn a_place_is_told_by_its_words_wherever_they_go() {
    let old = safe("<p>The crate hums.</p><p>It &amp; the <b>gull</b> are dry, which is odd.</p>");
    let gull = anchor(&old, "& the gull", 0);
    assert_eq!(
        marked(&old, &gull).unwrap(),
        "<p>The crate hums.</p>\n<p>It &amp; the <b>gull^</b> are dry, which is odd.</p>"
    );
    // Moved down, put into a list, set otherwise: the words are the same.
    let moved =
        safe("<h2>New</h2><ul><li>It &amp; <i>the</i>\n gull are dry, which is odd.</li></ul>");
    assert_eq!(
        marked(&moved, &gull).unwrap(),
        "<h2>New</h2>\n<ul><li>It &amp; <i>the</i> gull^ are dry, which is odd.</li>\n</ul>"
    );
    let gone = safe("<p>The crate hums.</p><p>It &amp; the gulls are dry, which is odd.</p>");
    assert_eq!(marked(&gone, &gull), None, "gulls are other words");
    assert_eq!(marked(&safe(""), &gull), None);
}

#[test]
fn the_same_words_elsewhere_are_other_words() {
    let text = "<p>The Board met at noon in the shed by the slip.</p>\
        <p>Nobody came, and so the Board left again before the tea was cold.</p>";
    let old = safe(text);
    assert_eq!(Words::of(&old).find("Board").len(), 2);
    let first = anchor(&old, "Board", 0);
    let second = anchor(&old, "Board", 1);
    assert!(marked(&old, &first).unwrap().contains("The Board^ met"));
    assert!(marked(&old, &second).unwrap().contains("the Board^ left"));
    let without_first = safe(&text.replace("The Board met at noon", "Some met at noon"));
    assert_eq!(marked(&without_first, &first), None);
    assert!(
        marked(&without_first, &second)
            .unwrap()
            .contains("the Board^ left")
    );
    assert!(marked(&old, &first).is_some(), "restored, it stands again");
    // Words that nothing tells apart.
    let same = safe(&"<p>Keow.</p>".repeat(5));
    let third = anchor(&same, "Keow", 2);
    assert_eq!(marked(&same, &third).unwrap().find('^'), Some(2 * 13 + 7));
    assert_eq!(marked(&safe(&"<p>Keow.</p>".repeat(4)), &third), None);
}

#[test]
fn only_whole_words_of_one_paragraph_hold_anything() {
    let html =
        safe("<p>A pier for pies.</p><p>Pie</p><table><tr><td>one</td><td>two</td></tr></table>");
    let words = Words::of(&html);
    assert_eq!(words.find("pie").len(), 0);
    assert_eq!(words.find("pies. Pie").len(), 0);
    assert_eq!(words.find("one two").len(), 0);
    assert_eq!(words.find("  A\n pier ").len(), 1);
    assert_eq!(words.find("").len(), 0);
    assert_eq!(words.anchor(" ", 0), Err(AnchorError::Empty));
    assert_eq!(words.anchor("pier", 0), Err(AnchorError::Missing));
    assert_eq!(words.anchor("pier", usize::MAX), Err(AnchorError::Missing));
    let paragraphs: Vec<_> = words.paragraphs().map(|(_, text)| text).collect();
    assert_eq!(paragraphs, ["A pier for pies.", "Pie", "one", "two"]);
    // Scripts without spaces between words.
    assert_eq!(Words::of(&safe("<p>港口委員會</p>")).find("委員").len(), 1);
}

#[test]
fn a_remark_is_a_part_of_a_line_whatever_was_typed() {
    for (typed, expected) in [
        (
            "**So** they _say_.",
            "<strong>So</strong> they <em>say</em>.",
        ),
        (
            "> quoted\n\n- a list\n- of two\n\n```\ncode\n```",
            "quoted a list of two <code>code",
        ),
        (
            "<h1>Mine</h1><script>alert(1)</script><img src=x onerror=alert(1)>",
            "<strong>Mine</strong> alert(1)",
        ),
        ("[foto https://x.example/a.jpg The lid]", "The lid"),
        (
            "<div class=x style=y onclick=z>over <b>all",
            "over <b>all</b>",
        ),
    ] {
        let html = remark(typed, 0);
        let plain = clipsheet_markup::plain_text(&html);
        assert!(
            !html.as_str().contains("<p") && !html.as_str().contains("<img"),
            "{html}"
        );
        assert!(
            !html.as_str().contains("<script") && !html.as_str().contains("onclick"),
            "{html}"
        );
        assert!(
            html.as_str() == expected
                || html.as_str().contains(expected)
                || plain.contains(expected),
            "{html} for {typed}"
        );
    }
    assert_eq!(remark("see #7", 9).as_str(), "see <a href=\"#c7\">#7</a>");
    assert_eq!(
        remark(" \n\u{200b} ", 9).as_str().trim_matches('\u{200b}'),
        ""
    );
}

#[test]
fn a_remark_stands_in_the_page_with_its_makers_name() {
    let html = safe("<p>It is <b>dry</b>.</p>");
    let at = anchor(&html, "dry", 0).place(&html).unwrap();
    let text = remark("*Was*, [so](https://x.example/)", 0);
    let placed = PlacedRemark {
        at,
        id: 12,
        staff: 7,
        author: "Pennick <b>& Co\u{202e}",
        text: &text,
    };
    let out = html.with_remarks(&clipsheet_gloss::PrintRecord::default(), &[placed]);
    assert_eq!(
        out.as_str(),
        "<p>It is <b>dry <span class=\"remark staff-7\" role=\"note\" id=\"r12\" data-remark=\"12\">[<em>Was</em>, \
         <a href=\"https://x.example/\" rel=\"nofollow ugc noopener\">so</a> — <b>Pennick &lt;b&gt;&amp; Co</b>]</span></b>.</p>"
    );
    assert_eq!(clipsheet_gloss::strip(out.as_str()), html.as_str());
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((value ^ (value >> 31)) % limit.max(1) as u64) as usize
    }
}

/// Words with a number each: `gull` comes again and again, all others once, so that each gull is told by its neighbours.
type Text = Vec<usize>;

const EVERY: usize = 3;

fn word(number: usize) -> String {
    match number % EVERY {
        0 => "gull".into(),
        _ if number.is_multiple_of(7) => format!("w{number}</p><p>"),
        _ if number.is_multiple_of(5) => format!("<i>w{number} &amp;</i>"),
        _ => format!("w{number}"),
    }
}

fn html(text: &[usize]) -> SafeHtml {
    let words: Vec<_> = text.iter().map(|number| word(*number)).collect();
    safe(&format!("<p>{}</p>", words.join(" ")))
}

/// Which of the gulls of a text an anchor is at.
fn gull_of(text: &[usize], html: &SafeHtml, anchor: &Anchor) -> Option<usize> {
    let words = Words::of(html);
    let at = words.locate(anchor)?;
    let nth = words
        .find("gull")
        .iter()
        .position(|place| place.offset == at)?;
    text.iter()
        .filter(|number| *number % EVERY == 0)
        .nth(nth)
        .copied()
}

#[test]
fn edits_elsewhere_never_move_a_remark_to_other_words() {
    let mut random = Random(5);
    let (mut stayed, mut parked) = (0, 0);
    for _ in 0..2_000 {
        let old: Text = (0..6 + random.below(60)).collect();
        let gulls = old.iter().filter(|number| *number % EVERY == 0).count();
        let nth = random.below(gulls);
        let (old_html, gull) = (html(&old), nth * EVERY);
        let anchor = anchor(&old_html, "gull", nth);
        let mut text = old.clone();
        for edit in 1..2 + random.below(3) {
            let at = random.below(text.len() + 1);
            if random.below(2) == 0 {
                // No gull at either end: one beside the neighbours of another could not be told from it.
                let first = 30_000 * edit + 1;
                let new = first..first + [1, 2, 4, 5, 7, 8][random.below(6)];
                text.splice(at..at, new);
            } else {
                let cut = at..(at + 1 + random.below(8)).min(text.len());
                if !text[cut.clone()].contains(&gull) {
                    text.drain(cut);
                }
            }
        }
        match gull_of(&text, &html(&text), &anchor) {
            None => parked += 1,
            Some(now) => {
                assert_eq!(now, gull, "{anchor:?} in {}", html(&text));
                stayed += 1;
            }
        }
        assert_eq!(gull_of(&old, &old_html, &anchor), Some(gull), "restored");
        // Taken out with its neighbours, it is parked, however many other gulls there are.
        let at = text.iter().position(|number| *number == gull).unwrap();
        text.drain(at.saturating_sub(1)..(at + 2).min(text.len()));
        assert_eq!(
            gull_of(&text, &html(&text), &anchor),
            None,
            "{}",
            html(&text)
        );
    }
    assert!(stayed > 1_200, "only {stayed} stayed, {parked} were parked");
}
