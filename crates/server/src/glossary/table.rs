//! The glossary as a table: CSV, as spreadsheets write and read it.
//!
//! One row an entry, one column a field, named as in the glossary file. The items of a list stand in one cell with ` | ` between
//! them; a bar within an item is written `\|`. Truths are `yes` and `no`. The notes' pictures, alternative texts, sides and
//! weights are columns of their own, item by item in the order of `asides`.

use clipsheet_gloss::{Aside, Case, Date, Entry, Mention, Side};
use std::collections::BTreeMap;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 28] = [
    "headword",
    "aliases",
    "plurals",
    "kind",
    "substitute",
    "asides",
    "aside_images",
    "aside_alts",
    "aside_sides",
    "aside_weights",
    "serial",
    "dossier",
    "gone",
    "held",
    "review",
    "case",
    "inflect",
    "fold_marks",
    "mention",
    "every_words",
    "in_quotes",
    "in_names",
    "pages",
    "areas",
    "from",
    "until",
    "near",
    "not_near",
];

/// Why a table cannot be read at all.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The text is in no encoding that we know.
    #[error("This file is not in UTF-8. In the spreadsheet, save it as “CSV UTF-8” and try again")]
    Encoding,
    /// There is no line with the names of the columns.
    #[error(
        "The first line must name the columns, and one of them must be “headword”. It says: {0}"
    )]
    Header(String),
    /// The CSV itself is broken.
    #[error("This is no CSV that can be read: {0}")]
    Broken(String),
}

/// A row of a table: what it says of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file, counted from 1.
    pub line: u64,
    /// Cells by column, only of columns that the file has.
    cells: BTreeMap<&'static str, String>,
}

/// A table that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// Columns that mean nothing here.
    pub unknown: Vec<String>,
}

/// Writes entries as a table.
pub fn write(entries: &[Entry]) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = out.write_record(COLUMNS);
    for entry in entries {
        let _ = out.write_record(COLUMNS.map(|column| guarded(cell(entry, column))));
    }
    let bytes = out.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A spreadsheet takes a cell that begins so for a formula: an apostrophe tells it otherwise, and reading takes it off again.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\'']) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\'']) => rest,
        _ => cell,
    }
}

fn cell(entry: &Entry, column: &str) -> String {
    let yes = |on: bool| if on { "yes" } else { "no" }.to_owned();
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let of_asides = |of: &dyn Fn(&Aside) -> String| {
        let items: Vec<String> = entry.asides.iter().map(of).collect();
        // A column of nothing but separators would be noise.
        if items.iter().all(String::is_empty) {
            String::new()
        } else {
            join(&items)
        }
    };
    match column {
        "headword" => entry.headword.clone(),
        "aliases" => join(&entry.aliases),
        "plurals" => join(&entry.plurals),
        "kind" => entry.kind.clone(),
        "substitute" => join(&entry.substitute),
        "asides" => {
            let items: Vec<String> = entry
                .asides
                .iter()
                .map(|aside| aside.text.clone())
                .collect();
            join(&items)
        }
        "aside_images" => of_asides(&|aside| aside.image.clone().unwrap_or_default()),
        "aside_alts" => of_asides(&|aside| aside.alt.clone().unwrap_or_default()),
        "aside_sides" => of_asides(&|aside| side_word(aside.side).to_owned()),
        "aside_weights" => {
            let usual = entry.asides.iter().all(|aside| aside.weight == 1);
            if usual {
                String::new()
            } else {
                of_asides(&|aside| aside.weight.to_string())
            }
        }
        "serial" => entry.serial.clone().unwrap_or_default(),
        "dossier" => entry.dossier.clone().unwrap_or_default(),
        "gone" => yes(entry.gone),
        "held" => yes(entry.held),
        "review" => date(entry.review),
        "case" => match entry.case {
            Case::Smart => "smart",
            Case::Exact => "exact",
            Case::Ignore => "ignore",
        }
        .to_owned(),
        "inflect" => yes(entry.inflect),
        "fold_marks" => yes(entry.fold_marks),
        "mention" => match entry.mention {
            Mention::First => "first",
            Mention::Every => "every",
        }
        .to_owned(),
        "every_words" => entry.every_words.map(|n| n.to_string()).unwrap_or_default(),
        "in_quotes" => yes(entry.in_quotes),
        "in_names" => yes(entry.in_names),
        "pages" => join(&entry.pages.iter().map(u32::to_string).collect::<Vec<_>>()),
        "areas" => join(&entry.areas),
        "from" => date(entry.from),
        "until" => date(entry.until),
        "near" => join(&entry.near),
        "not_near" => join(&entry.not_near),
        _ => String::new(),
    }
}

fn side_word(side: Option<Side>) -> &'static str {
    match side {
        None => "",
        Some(Side::Left) => "left",
        Some(Side::Right) => "right",
    }
}

/// The items of a list in one cell.
fn join(items: &[String]) -> String {
    let escaped = |item: &String| item.replace('\\', "\\\\").replace('|', "\\|");
    items.iter().map(escaped).collect::<Vec<_>>().join(" | ")
}

/// The items of a list out of one cell, each trimmed; empty ones stay, since columns go side by side.
fn split(cell: &str) -> Vec<String> {
    if cell.trim().is_empty() {
        return Vec::new();
    }
    let (mut items, mut item, mut chars) = (Vec::new(), String::new(), cell.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next @ ('|' | '\\')) => item.push(next),
                Some(next) => item.extend(['\\', next]),
                None => item.push('\\'),
            },
            '|' => items.push(std::mem::take(&mut item).trim().to_owned()),
            c => item.push(c),
        }
    }
    items.push(item.trim().to_owned());
    items
}

/// The text of a table, whatever mark of its encoding stands at its beginning.
///
/// # Errors
/// When it is neither UTF-8 nor marked UTF-16.
pub fn decode(bytes: &[u8]) -> Result<String, TableError> {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| read([pair[0], pair[1]]))
            .collect();
        String::from_utf16(&units).map_err(|_| TableError::Encoding)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => {
            String::from_utf8(rest.to_vec()).map_err(|_| TableError::Encoding)
        }
    }
}

/// Reads a table. Commas, semicolons and tabs are known as what stands between cells by the first line.
///
/// # Errors
/// When it has no header that names a `headword`, or is no CSV.
pub fn read(text: &str) -> Result<Table, TableError> {
    let mut text = text
        .trim_start_matches('\u{feff}')
        .trim_start_matches(['\r', '\n']);
    let mut skipped = 0;
    let mut separator = None;
    // A line that Excel writes and reads, and that is no row.
    if let Some(rest) = text.strip_prefix("sep=") {
        separator = rest.bytes().next();
        text = rest.split_once('\n').map_or("", |(_, rest)| rest);
        skipped = 1;
    }
    let first = text.lines().next().unwrap_or_default();
    let separator = separator.unwrap_or_else(|| {
        let count = |separator: &u8| first.bytes().filter(|byte| byte == separator).count();
        // The last of equals wins, so the comma stands last.
        [b'\t', b';', b',']
            .into_iter()
            .max_by_key(count)
            .unwrap_or(b',')
    });
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| TableError::Broken(error.to_string());
    let mut table = Table::default();
    let mut columns: Vec<Option<&'static str>> = Vec::new();
    for name in reader.headers().map_err(broken)? {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        let known = COLUMNS.into_iter().find(|column| *column == plain);
        if known.is_none() && !plain.is_empty() {
            table.unknown.push(name.trim().to_owned());
        }
        columns.push(known);
    }
    if !columns.contains(&Some("headword")) {
        let shown: String = first.chars().take(80).collect();
        return Err(TableError::Header(shown));
    }
    for record in reader.records() {
        let record = record.map_err(broken)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = columns.iter().zip(record.iter());
        table.rows.push(TableRow {
            line: line_of(text, record.position()) + skipped,
            cells: cells
                .filter_map(|(column, cell)| Some(((*column)?, unguarded(cell).to_owned())))
                .collect(),
        });
    }
    Ok(table)
}

/// The line of a record, counted from 1: where it begins, past the empty lines before it.
fn line_of(text: &str, position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let blank = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    let lines = blank.bytes().filter(|byte| *byte == b'\n').count();
    position.line() + u64::try_from(lines).unwrap_or(0)
}

impl TableRow {
    /// The headword, trimmed.
    pub fn headword(&self) -> &str {
        self.cells.get("headword").map_or("", |cell| cell.trim())
    }

    /// The entry that it makes of one: fields that the table has no column for stay as they are.
    ///
    /// # Errors
    /// When a cell makes no sense: which, why, and what to write, in words.
    pub fn onto(&self, entry: &Entry) -> Result<Entry, String> {
        let mut entry = entry.clone();
        if self.headword().is_empty() {
            return Err("It has no headword.".into());
        }
        for (column, cell) in &self.cells {
            self.put(&mut entry, column, cell.trim())?;
        }
        self.put_asides(&mut entry)?;
        Ok(entry)
    }

    fn put(&self, entry: &mut Entry, column: &str, cell: &str) -> Result<(), String> {
        let items = || {
            split(cell)
                .into_iter()
                .filter(|item| !item.is_empty())
                .collect()
        };
        let option = || Some(cell.to_owned()).filter(|cell| !cell.is_empty());
        match column {
            "headword" => entry.headword = cell.to_owned(),
            "aliases" => entry.aliases = items(),
            "plurals" => entry.plurals = items(),
            "kind" => entry.kind = cell.to_owned(),
            "substitute" => entry.substitute = items(),
            "serial" => entry.serial = option(),
            "dossier" => entry.dossier = option(),
            "gone" => entry.gone = truth(column, cell, false)?,
            "held" => entry.held = truth(column, cell, false)?,
            "review" => entry.review = date(column, cell)?,
            "case" => {
                entry.case = match cell.to_lowercase().as_str() {
                    "" | "smart" => Case::Smart,
                    "exact" => Case::Exact,
                    "ignore" => Case::Ignore,
                    other => return Err(choice(column, other, "smart, exact or ignore")),
                }
            }
            "inflect" => entry.inflect = truth(column, cell, true)?,
            "fold_marks" => entry.fold_marks = truth(column, cell, false)?,
            "mention" => {
                entry.mention = match cell.to_lowercase().as_str() {
                    "" | "first" => Mention::First,
                    "every" => Mention::Every,
                    other => return Err(choice(column, other, "first or every")),
                }
            }
            "every_words" => entry.every_words = number(column, cell)?,
            "in_quotes" => entry.in_quotes = truth(column, cell, false)?,
            "in_names" => entry.in_names = truth(column, cell, false)?,
            "pages" => {
                // A spreadsheet may have made one number of one page, and people write commas.
                let cells = cell.split(['|', ',', ';']).map(str::trim);
                let pages = cells.filter(|cell| !cell.is_empty());
                entry.pages = pages
                    .filter_map(|page| number(column, page).transpose())
                    .collect::<Result<_, _>>()?;
            }
            "areas" => entry.areas = items(),
            "from" => entry.from = date(column, cell)?,
            "until" => entry.until = date(column, cell)?,
            "near" => entry.near = items(),
            "not_near" => entry.not_near = items(),
            // The notes go together.
            _ => {}
        }
        Ok(())
    }

    fn put_asides(&self, entry: &mut Entry) -> Result<(), String> {
        let list = |column: &str| self.cells.get(column).map(|cell| split(cell));
        if let Some(texts) = list("asides") {
            let images = list("aside_images").unwrap_or_default();
            let count = texts.len().max(images.len());
            let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
            // What else the notes had stays with those whose words are the same.
            let old = std::mem::take(&mut entry.asides);
            entry.asides = (0..count)
                .map(|at| {
                    let known = old.iter().find(|aside| aside.text == text(at));
                    known.cloned().unwrap_or_else(|| Aside::new(text(at)))
                })
                .collect();
        }
        let item =
            |list: &[String], at: usize| list.get(at).cloned().filter(|item| !item.is_empty());
        if let Some(images) = list("aside_images") {
            for (at, aside) in entry.asides.iter_mut().enumerate() {
                aside.image = item(&images, at);
            }
        }
        if let Some(alts) = list("aside_alts") {
            for (at, aside) in entry.asides.iter_mut().enumerate() {
                aside.alt = item(&alts, at);
            }
        }
        if let Some(sides) = list("aside_sides") {
            for (at, aside) in entry.asides.iter_mut().enumerate() {
                aside.side = match item(&sides, at).unwrap_or_default().to_lowercase().as_str() {
                    "" => None,
                    "left" => Some(Side::Left),
                    "right" => Some(Side::Right),
                    other => return Err(choice("aside_sides", other, "left or right")),
                };
            }
        }
        if let Some(weights) = list("aside_weights") {
            for (at, aside) in entry.asides.iter_mut().enumerate() {
                let weight = item(&weights, at).unwrap_or_default();
                aside.weight = number("aside_weights", &weight)?.unwrap_or(1);
            }
        }
        Ok(())
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

fn choice(column: &str, found: &str, wanted: &str) -> String {
    format!("In “{column}” stands “{}”. Write {wanted}.", short(found))
}

/// Spreadsheets have their own words for it.
fn truth(column: &str, cell: &str, usual: bool) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "" => Ok(usual),
        "yes" | "y" | "true" | "1" | "x" | "on" => Ok(true),
        "no" | "n" | "false" | "0" | "off" => Ok(false),
        other => Err(choice(column, other, "yes or no")),
    }
}

fn number(column: &str, cell: &str) -> Result<Option<u32>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let plain = cell.strip_suffix(".0").unwrap_or(cell);
    let parsed = plain.parse().map(Some);
    parsed.map_err(|_| choice(column, cell, "a whole number, or nothing"))
}

fn date(column: &str, cell: &str) -> Result<Option<Date>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let parsed = cell.parse().map(Some);
    parsed.map_err(|_| choice(column, cell, "a day as year-month-day, such as 2019-03-31"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        let mut entry = Entry::new("Harbour Board");
        entry.aliases = vec!["the Board".into(), "a|b\\c".into(), "=SUM(A1)".into()];
        entry.plurals = vec!["Harbours Board".into()];
        entry.substitute = vec!["Dredging \"Society\", mostly".into()];
        entry.asides = vec![
            Aside {
                weight: 0,
                ..Aside::new("two\nlines")
            },
            Aside {
                image: Some("/media/a.png".into()),
                alt: Some("A keeper".into()),
                side: Some(Side::Left),
                ..Aside::new("")
            },
        ];
        entry.pages = vec![2, 3];
        entry.areas = vec!["quay".into()];
        entry.from = Date::new(2019, 3, 31);
        entry.every_words = Some(400);
        entry.case = Case::Exact;
        entry.mention = Mention::Every;
        (entry.gone, entry.held, entry.inflect, entry.in_quotes) = (true, true, false, true);
        entry.near = vec!["mud".into()];
        entry.not_near = vec!["- chips".into()];
        entry
    }

    #[test]
    fn what_is_written_is_read_again() {
        let entries = [entry(), Entry::new("+44"), Entry::new("'tis")];
        let text = write(&entries);
        let table = read(&text).unwrap();
        assert_eq!(table.unknown, Vec::<String>::new());
        for (row, entry) in table.rows.iter().zip(&entries) {
            assert_eq!(row.onto(&Entry::new("")).unwrap(), *entry);
        }
        assert!(text.contains("'+44"), "no formula for a spreadsheet");
    }

    #[test]
    fn spreadsheets_have_their_ways() {
        let semicolons =
            "\u{feff}Headword;House;In Quotes;aliases\r\ngull;x;TRUE;\"a;b | c\"\r\n;;;\r\n";
        let table = read(semicolons).unwrap();
        assert_eq!(table.unknown, ["House"]);
        assert_eq!(table.rows.len(), 1, "an empty row is none");
        let gull = table.rows[0].onto(&Entry::new("")).unwrap();
        assert!(gull.in_quotes);
        assert_eq!(gull.aliases, ["a;b", "c"]);
        let tabs = read("sep=\t\nheadword\tpages\n\ngull\t2.0\n").unwrap();
        assert_eq!(
            (
                tabs.rows[0].line,
                tabs.rows[0].onto(&Entry::new("")).unwrap().pages
            ),
            (4, vec![2])
        );
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("headword\ngull".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(
            read(&decode(&wide).unwrap()).unwrap().rows[0].headword(),
            "gull"
        );
        assert_eq!(decode(b"caf\xe9"), Err(TableError::Encoding));
        assert!(matches!(read("word\ngull"), Err(TableError::Header(_))));
    }

    #[test]
    fn a_column_that_is_not_there_changes_nothing() {
        let table = read("headword,kind\nHarbour Board,body\n").unwrap();
        let changed = table.rows[0].onto(&entry()).unwrap();
        assert_eq!(
            changed,
            Entry {
                kind: "body".into(),
                ..entry()
            }
        );
    }

    #[test]
    fn nonsense_is_named_with_its_column() {
        for (text, wants) in [
            (
                "headword,inflect\ngull,perhaps",
                "“inflect” stands “perhaps”. Write yes or no",
            ),
            ("headword,review\ngull,31.3.2019", "year-month-day"),
            ("headword,every_words\ngull,often", "a whole number"),
            ("headword,case\ngull,loud", "smart, exact or ignore"),
            ("headword,kind\n\" \",bird", "no headword"),
        ] {
            let table = read(text).unwrap();
            let error = table.rows[0].onto(&Entry::new("")).unwrap_err();
            assert!(error.contains(wants), "{error}");
        }
    }
}
