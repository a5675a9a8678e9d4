//! What the glossary engine is measured on: made up, the same on every machine, or encyclopedia text by people.

use std::fmt::Write as _;
use std::path::Path;

use clipsheet_gloss::{Aside, Entry};

/// The size of the synthetic text, in bytes.
pub(super) const TEXT_BYTES: usize = 20_000_000;
const FORMS_PER_ENTRY: usize = 4;

/// SplitMix64: the same text on every machine.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// Between 0 and 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `limit`, the frequency of each falling as one over its rank.
    fn zipf(&mut self, limit: usize) -> usize {
        (((limit as f64 + 1.0).powf(self.unit())) as usize - 1).min(limit - 1)
    }
}

/// Pronounceable words, the shortest first, as the commonest words of a language are short.
pub(super) fn vocabulary(random: &mut Random, count: usize) -> Vec<String> {
    const ONSETS: &[&str] = &[
        "b", "br", "c", "d", "f", "g", "gl", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st",
        "t", "th", "v", "w",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "ou", "ai"];
    const CODAS: &[&str] = &["", "", "n", "r", "s", "t", "l", "nd", "ck", "m"];
    let mut words = Vec::with_capacity(count);
    for index in 0..count {
        let syllables =
            1 + usize::from(index > 60) + usize::from(index > 4_000 || random.below(4) == 0);
        let mut word = String::new();
        for _ in 0..syllables {
            word += ONSETS[random.below(ONSETS.len())];
            word += VOWELS[random.below(VOWELS.len())];
            word += CODAS[random.below(CODAS.len())];
        }
        words.push(word);
    }
    words
}

/// Entries of one to three words, most of them names in capitals, with three aliases each.
pub(super) fn glossary(random: &mut Random, words: &[String], count: usize) -> Vec<Entry> {
    (0..count)
        .map(|number| {
            let mut forms = (0..FORMS_PER_ENTRY).map(|_| form(random, words));
            let mut entry = Entry::new(forms.next().unwrap_or_default());
            entry.aliases = forms.collect();
            entry.id = number as i64;
            effects(entry)
        })
        .collect()
}

pub(super) fn effects(mut entry: Entry) -> Entry {
    entry.substitute = vec!["the Dredging Society".to_owned()];
    if entry.id % 3 == 0 {
        entry.asides = vec![Aside::new("keepers of the mud since 1851")];
    }
    if entry.id % 2 == 0 {
        entry.mention = clipsheet_gloss::Mention::Every;
    }
    entry
}

fn form(random: &mut Random, words: &[String]) -> String {
    // The commonest words are nobody's headword.
    let rare = |random: &mut Random| capital(&words[500 + random.below(words.len() - 500)]);
    match random.below(10) {
        0..3 => rare(random),
        3..8 => format!("{} {}", rare(random), rare(random)),
        _ => format!(
            "{} {} {}",
            rare(random),
            words[random.zipf(60)],
            rare(random)
        ),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Paragraphs of HTML with a headword in every 80 words or so, some of them quoted, linked or inflected.
pub(super) fn running_text(random: &mut Random, words: &[String], entries: &[Entry]) -> String {
    let mut text = String::with_capacity(TEXT_BYTES + 1_000);
    let mut paragraph = 0;
    while text.len() < TEXT_BYTES {
        if paragraph % 12 == 0 {
            let _ = writeln!(
                text,
                "<h2>{}</h2>",
                capital(&words[random.zipf(words.len())])
            );
        }
        paragraph += 1;
        text += "<p>";
        for _ in 0..2 + random.below(4) {
            sentence(random, words, entries, &mut text);
        }
        text += "</p>\n";
    }
    text
}

fn sentence(random: &mut Random, words: &[String], entries: &[Entry], text: &mut String) {
    let quoted = random.below(8) == 0;
    if quoted {
        text.push('“');
    }
    *text += &capital(&words[random.zipf(words.len())]);
    for _ in 0..8 + random.below(20) {
        *text += if random.below(12) == 0 { ", " } else { " " };
        if random.below(80) == 0 && !entries.is_empty() {
            let entry = &entries[random.below(entries.len())];
            *text += &entry.headword;
            *text += ["", "", "", "’s", "s"][random.below(5)];
        } else if random.below(100) == 0 {
            let _ = write!(
                text,
                "<a href=\"https://harbour.example/{}\">{}</a>",
                random.below(9_999),
                words[random.zipf(words.len())]
            );
        } else {
            *text += &words[random.zipf(words.len())];
        }
    }
    *text += if quoted { ".” " } else { ". " };
}

/// The text in pieces of about 5 kB, cut between paragraphs: what a site really searches at a time.
pub(super) fn articles(text: &str) -> Vec<&str> {
    let mut articles = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let from = (0..4)
            .map(|back| 5_000 + back)
            .find(|&at| rest.is_char_boundary(at))
            .unwrap_or(rest.len())
            .min(rest.len());
        let end = rest[from..]
            .find("</p>")
            .map_or(rest.len(), |at| from + at + 4);
        let (article, after) = rest.split_at(end);
        articles.push(article);
        rest = after;
    }
    articles
}

/// The beginning of a text, about that many bytes.
pub(super) fn first(text: &str, bytes: usize) -> &str {
    let end = (bytes.saturating_sub(3)..=bytes)
        .rev()
        .find(|&at| text.is_char_boundary(at));
    end.filter(|_| bytes < text.len())
        .map_or(text, |end| &text[..end])
}

/// Encyclopedia text by people, repeated to 20 MB, and the names tagged in it.
pub(super) fn wikigold() -> Option<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/text/wikigold/CONLL-format/data");
    let file = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.is_file())?;
    let tagged = std::fs::read_to_string(file).ok()?;
    let mut once = String::from("<p>");
    let mut names = std::collections::BTreeSet::new();
    let mut name = String::new();
    for line in tagged.lines() {
        let (word, tag) = line.split_once(' ').unwrap_or(("", "O"));
        if tag == "O" {
            if name.len() > 3 {
                names.insert(std::mem::take(&mut name));
            }
            name.clear();
        } else {
            name += if name.is_empty() { "" } else { " " };
            name += word;
        }
        if word.is_empty() {
            once += "</p>\n<p>";
        } else if word != "-DOCSTART-" {
            let glued = matches!(word, "." | "," | ";" | ":" | ")" | "'s" | "!" | "?");
            once += if glued || once.ends_with("<p>") {
                ""
            } else {
                " "
            };
            once += &word.replace('&', "&amp;").replace('<', "&lt;");
        }
    }
    once += "</p>\n";
    let times = TEXT_BYTES.div_ceil(once.len());
    Some((once.repeat(times), names.into_iter().collect()))
}
