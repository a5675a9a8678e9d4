//! What holds for every text, glossary and record: tried on many made from a seed.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{
    Annotation, Aside, Case, Context, Effect, Entry, Format, Glossary, GlossaryFile, Mention,
    PrintForm, PrintRecord, Serial, Side, apply, apply_in, apply_text, strip,
};

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

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// What glossaries and texts are made of: much that matches, and much that is in the way.
const WORDS: &[&str] = &[
    "gull",
    "Gull",
    "GULLS",
    "harbour",
    "Harbour",
    "Board",
    "boards",
    "the",
    "a",
    "O’Gull",
    "mud-lark",
    "café",
    "cafe",
    "Qa’ʿida",
    "Robin",
    "cafe\u{301}",
    "ﬁsh",
    "土耳其",
    "маяк",
    "מגדלור",
    "İstanbul",
    "ßtra\u{df}e",
    "C++",
    "U.S.",
    "x",
    "7",
    "\u{1f426}",
    "ǆ",
    "Ω",
    "ⅷ",
    "\u{301}",
    "ทะเล",
];
const GLUE: &[&str] = &[
    " ", " ", " ", " ", "", ".", ". ", ", ", "!", "? ", "'", "’", "’s ", "s ", "' ", " '", "“",
    "” ", " \"", "\" ", "„", "«", "»", "‘", "-", "—", "\n", "\n\n", "\u{a0}", "\u{ad}", "\u{200b}",
    "@", "#", "://", "/", "[", "]", "(", ")", "_",
];
const MARKUP: &[&str] = &[
    "<p>",
    "</p>",
    "<i>",
    "</i>",
    "<b>",
    "</b>",
    "<a href=\"gull\">",
    "</a>",
    "<br>",
    "<h2>",
    "</h2>",
    "<blockquote>",
    "</blockquote>",
    "<q>",
    "</q>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<img alt='gull'>",
    "<!-- gull -->",
    "<!--",
    "-->",
    "&amp;",
    "&nbsp;",
    "&#8217;s",
    "&shy;",
    "&quot;",
    "&#34;",
    "&",
    "&gull;",
    "<",
    ">",
    "</",
    "<!",
    "<a title='",
    "\"",
    "='",
    "<textarea>",
    "</textarea>",
    "<span class=x>",
    "</span>",
    "<div>",
    "</div>",
    "<button>",
    "</button>",
];

fn text(random: &mut Random, length: usize, markup: bool) -> String {
    let mut text = String::new();
    for _ in 0..random.below(length) {
        if markup && random.chance(4) {
            text += random.pick(MARKUP);
        }
        text += random.pick(WORDS);
        text += random.pick(GLUE);
    }
    text
}

fn phrase(random: &mut Random) -> String {
    let mut phrase = random.pick(WORDS).to_owned();
    for _ in 0..random.below(3) {
        phrase += random.pick(&[" ", "-", "\u{a0}", "’", " & ", "  "]);
        phrase += random.pick(WORDS);
    }
    phrase
}

fn glossary(random: &mut Random) -> Glossary {
    let entries = (0..1 + random.below(12)).map(|_| {
        let mut entry = Entry::new(phrase(random));
        entry.aliases = (0..random.below(3)).map(|_| phrase(random)).collect();
        entry.case = [Case::Smart, Case::Smart, Case::Exact, Case::Ignore][random.below(4)];
        entry.inflect = !random.chance(4);
        entry.in_quotes = random.chance(4);
        entry.in_names = random.chance(4);
        entry.fold_marks = random.chance(3);
        entry.gone = random.chance(8);
        entry.every_words = random.chance(4).then(|| 1 + random.below(9) as u32);
        entry.plurals = (0..random.below(2)).map(|_| phrase(random)).collect();
        entry.mention = if random.chance(2) {
            Mention::First
        } else {
            Mention::Every
        };
        entry.substitute = (0..random.below(3))
            .map(|_| text(random, 3, true))
            .collect();
        entry.asides = (0..random.below(3))
            .map(|_| Aside {
                image: random.chance(2).then(|| "/p.webp".into()),
                ..Aside::new(text(random, 4, true))
            })
            .collect();
        entry.serial = random.chance(3).then(|| "s".to_owned());
        entry.dossier = random.chance(3).then(|| random.pick(WORDS).to_owned());
        if random.chance(4) {
            entry.near = vec![phrase(random)];
        }
        if random.chance(4) {
            entry.not_near = vec![phrase(random)];
        }
        entry
    });
    let entries = entries.collect();
    Glossary::compile(
        entries,
        vec![Serial {
            name: "s".into(),
            lines: vec!["<b>gull</b> said the gull.".into()],
        }],
    )
    .0
}

/// A thousand rounds, each with its own seed, which a failure names.
fn rounds(check: impl Fn(&mut Random)) {
    for seed in 0..3_000 {
        let outcome =
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut Random(seed))));
        assert!(outcome.is_ok(), "with seed {seed}");
    }
}

fn assert_orderly(record: &PrintRecord, input: &str) {
    let mut substituted = 0;
    let mut last = 0;
    for annotation in &record.annotations {
        assert!(
            annotation.start >= last && annotation.start < annotation.end,
            "{annotation:?}"
        );
        assert!(
            input.get(annotation.start..annotation.end).is_some(),
            "{annotation:?}"
        );
        assert!(
            input.is_char_boundary(annotation.insert_at()),
            "{annotation:?}"
        );
        last = annotation.start;
        if let Effect::Substitute { .. } = annotation.effect {
            assert!(annotation.start >= substituted, "{annotation:?} overlaps");
            substituted = annotation.end;
        }
    }
}

#[test]
fn spans_are_orderly_and_strip_gives_the_source_back() {
    let printed_some = std::cell::Cell::new(0);
    rounds(|random| {
        let glossary = glossary(random);
        let source = text(random, 60, true);
        let context = Context {
            article_id: random.below(100) as i64,
            ..Context::default()
        };
        let found = glossary.find(&source, Format::Html, &context);
        assert_orderly(&found.record, &source);
        let printed = apply(&source, &found.record);
        assert_eq!(strip(&printed), source);
        let mut numbered = found.record.clone();
        for (number, annotation) in (1..).zip(&mut numbered.annotations) {
            annotation.entry_id = number;
        }
        let page = apply_in(&source, &numbered, &[], PrintForm::Page { entries: "/g/" });
        assert_eq!(strip(&page), source, "with what readers ask why by");
        assert_eq!(
            glossary.find(&source, Format::Html, &context),
            found,
            "the same again"
        );
        printed_some.set(printed_some.get() + usize::from(printed != source));
    });
    assert!(
        printed_some.get() > 500,
        "the texts are too dull to tell anything: {}",
        printed_some.get()
    );
}

#[test]
fn every_annotation_is_printed_and_a_second_pass_changes_nothing() {
    rounds(|random| {
        let glossary = glossary(random);
        let source = text(random, 60, true);
        let found = glossary.find(&source, Format::Html, &Context::default());
        let printed = apply(&source, &found.record);
        assert_eq!(
            printed.matches("\"gloss-").count(),
            found.record.annotations.len() + pictures(&found.record),
            "{source}\n{printed}\n{:#?}",
            found.record
        );
        let again = glossary.find(&printed, Format::Html, &Context::default());
        assert_eq!(apply(&printed, &again.record), printed, "{source}");
    });
}

fn pictures(record: &PrintRecord) -> usize {
    let with_picture = |annotation: &&Annotation| {
        matches!(&annotation.effect, Effect::Aside { image: Some(_), .. })
    };
    record.annotations.iter().filter(with_picture).count()
}

#[test]
fn plain_text_is_as_orderly() {
    rounds(|random| {
        let glossary = glossary(random);
        let source = text(random, 60, false);
        let found = glossary.find(&source, Format::Text, &Context::default());
        assert_orderly(&found.record, &source);
        apply_text(&source, &found.record);
    });
}

/// Tags of a text, as a browser that reads only well-formed ones sees them.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect()
}

#[test]
fn no_record_can_harm_safe_html() {
    let source =
        "<p>The <b>gull</b> &amp; the <a href=\"/x\">böard</a>.</p><h2>Gull</h2><p>“Gull”</p>";
    rounds(|random| {
        let evil = |random: &mut Random| {
            random
                .pick(&[
                    "<script>",
                    "\"><script>",
                    "' onfocus='x",
                    "&lt;",
                    "-->",
                    "\u{0}<b>",
                    "",
                ])
                .to_owned()
        };
        let annotations = (0..random.below(8)).map(|_| {
            let start = random.below(source.len() + 9);
            let effect = match random.below(3) {
                0 => Effect::Substitute { text: evil(random) },
                1 => Effect::Aside {
                    text: evil(random),
                    image: Some(
                        random
                            .pick(&[
                                "/ok.webp",
                                "//evil",
                                "/\\evil",
                                "javascript:x",
                                "/\t/evil",
                                "/a\"b",
                                "x",
                                "",
                            ])
                            .to_owned(),
                    ),
                    alt: Some(evil(random)),
                    side: [None, Some(Side::Left), Some(Side::Right)][random.below(3)],
                },
                _ => Effect::Serial {
                    serial: evil(random),
                    line_number: 1,
                    text: evil(random),
                },
            };
            let end = if random.chance(9) {
                usize::MAX
            } else {
                start
                    .saturating_add(random.below(12))
                    .saturating_sub(random.below(3))
            };
            let at = random.chance(3).then(|| random.below(source.len() + 9));
            Annotation {
                start,
                end,
                at,
                entry: evil(random),
                entry_id: 0,
                revision: 0,
                variant: 0,
                effect,
            }
        });
        let record = PrintRecord {
            annotations: annotations.collect(),
            ..PrintRecord::default()
        };
        let printed = apply(source, &record);
        assert_eq!(strip(&printed), source, "{printed}");
        for tag in tags(&printed) {
            let ours = tag.starts_with("span class=\"gloss-")
                || tag == "/span"
                || tag.starts_with("img class=\"gloss-aside-pic\" src=\"/");
            assert!(ours || tags(source).contains(&tag), "{tag} in {printed}");
            assert!(!tag.contains("src=\"//") && !tag.contains("evil"), "{tag}");
        }
        apply_text(source, &record);
    });
}

#[test]
fn awkward_texts_take_little_time() {
    let mut entry = Entry::new("a a a a a a a a a a a a a a a a a a a a b");
    entry.substitute = vec!["x".into()];
    let mut gull = Entry::new("gull");
    gull.mention = Mention::Every;
    gull.substitute = vec!["bird".into()];
    gull.near = vec!["sea".into()];
    let (glossary, _) = Glossary::compile(vec![entry, gull], vec![]);
    let size = 300_000;
    for piece in [
        "a ",
        "<a>",
        "<b><i>",
        "</x>",
        "“",
        "'",
        "\"",
        "<!--",
        "'tis ",
        "“<p>",
        "\"gull<p>",
        "‘gull<p>gull<p>",
        "van Gull ",
        "Van-",
        "<!----!>",
        "<!-->-->",
        "<!-- - -->",
        "<a href=\"",
        "&",
        "gull ",
        "gull",
        "gull.",
        "<script>",
        "</",
        "sea gull<p>",
        "gull/",
        "<=",
        "[",
        "\u{301}",
    ] {
        let text = piece.repeat(size / piece.len());
        let started = std::time::Instant::now();
        let found = glossary.find(&text, Format::Html, &Context::default());
        let printed = apply(&text, &found.record);
        assert_eq!(strip(&printed), text);
        assert!(
            started.elapsed().as_secs() < 20,
            "{piece} takes {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn any_json_is_read_or_refused() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "\"entries\"",
        ":",
        ",",
        "\"headword\"",
        "\"x\"",
        "1",
        "null",
        "true",
        "\"asides\"",
        "\"serials\"",
        "\"from\"",
        "\"2020-01-01\"",
    ];
    rounds(|random| {
        let json: String = (0..random.below(30))
            .map(|_| random.pick(&pieces))
            .collect();
        if let Ok(parsed) = GlossaryFile::parse(&json) {
            parsed.compile();
        }
    });
}
