//! Bytes as a small glossary and a text: a number, then a line for each entry up to a NUL, then the text.

use clipsheet_gloss::{Aside, Case, Entry, Glossary, Mention, Serial};

pub struct Input<'a> {
    /// For whatever is to be chosen.
    pub number: u16,
    lines: &'a str,
    /// The text.
    pub text: &'a str,
}

impl<'a> Input<'a> {
    pub fn read(data: &'a [u8]) -> Option<Self> {
        let (number, rest) = data.split_first_chunk::<2>()?;
        let rest = std::str::from_utf8(rest).ok()?;
        let (lines, text) = rest.split_once('\0')?;
        Some(Self {
            number: u16::from_le_bytes(*number),
            lines,
            text,
        })
    }

    /// One entry a line. Its first character says what kind of one, the rest is its headword, and behind a `|` are aliases.
    pub fn entries(&self) -> Vec<Entry> {
        self.lines.lines().take(20).map(entry).collect()
    }

    #[allow(dead_code, reason = "one target compiles two glossaries of its own")]
    pub fn glossary(&self) -> Glossary {
        let serial = Serial {
            name: "s".into(),
            lines: vec!["A gull said <b>.".into(), "x".into()],
        };
        Glossary::compile(self.entries(), vec![serial]).0
    }
}

fn entry(line: &str) -> Entry {
    let mut chars = line.chars();
    let kind = chars.next().map_or(0, u32::from);
    let bit = |bit: u32| kind >> bit & 1 == 1;
    let mut forms = chars.as_str().split('|').map(str::to_owned);
    let mut entry = Entry::new(forms.next().unwrap_or_default());
    entry.aliases = forms.collect();
    entry.case = [Case::Smart, Case::Exact, Case::Ignore][(kind % 3) as usize];
    entry.inflect = !bit(0);
    entry.fold_marks = bit(1);
    entry.in_quotes = bit(2);
    entry.mention = if bit(3) {
        Mention::Every
    } else {
        Mention::First
    };
    entry.every_words = bit(4).then_some(3);
    if bit(5) {
        entry.asides = vec![Aside::new("a \"<i>note"), Aside::new("another")];
        entry.serial = Some("s".into());
    } else {
        entry.substitute = vec!["the <House> word".into(), "gull".into()];
    }
    if bit(6) {
        entry.not_near = entry.aliases.pop().into_iter().collect();
    }
    entry.dossier = bit(7).then(|| "d".into());
    entry
}
