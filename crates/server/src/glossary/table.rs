//! The glossary as a table: CSV, as spreadsheets write and read it.
//!
//! One row an entry, one column a field, named as in the glossary file. The items of a list stand in one cell with ` | ` between
//! them; a bar within an item is written `\|`. Truths are `yes` and `no`. The notes' pictures, alternative texts, sides and
//! weights are columns of their own, item by item in the order of `asides`.

use clipsheet_gloss::Entry;
use std::collections::BTreeMap;

mod fields;
mod read;
mod write;

pub use read::{decode, read};
pub use write::write;

/// The columns, in the order in which they are written: the fields of an entry, and what else a note has, each by itself.
pub fn columns() -> impl Iterator<Item = &'static str> {
    Entry::FIELDS
        .iter()
        .flat_map(|field| match *field {
            // They tell where an entry is stored, which is nothing to a spreadsheet.
            "id" | "revision" => &[][..],
            "asides" => &[
                "asides",
                "aside_images",
                "aside_alts",
                "aside_sides",
                "aside_weights",
            ],
            _ => std::slice::from_ref(field),
        })
        .copied()
}

/// Why a table cannot be read at all.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// The text is in no encoding that we know.
    #[error(
        "This file is not in UTF-8. Save it in that encoding (in a spreadsheet: “CSV UTF-8”) and try again"
    )]
    Encoding,
    /// There is no line with the names of the columns.
    #[error(
        "The first line must name the columns, and one of them must be “headword”. It says: {0}"
    )]
    Header(String),
    /// The CSV itself is broken.
    #[error("This is no CSV that can be read: {0}")]
    Broken(String),
    /// A quotation mark opens a cell and nothing closes it, so that it swallows all the rest.
    #[error(
        "The quotation mark that opens a cell in line {0} is never closed. Close it, or take it out"
    )]
    Unclosed(usize),
}

/// A row of a table: what it says of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// How many cells it has, where these are more than the header names; else 0.
    surplus: usize,
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

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_gloss::{Aside, Case, Date, Mention, Side};

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
    fn every_field_of_an_entry_has_a_column() {
        let mut full = entry();
        (full.id, full.revision, full.kind) = (7, 7, "body".into());
        (full.serial, full.dossier) = (Some("default".into()), Some("board".into()));
        (full.fold_marks, full.in_names) = (true, true);
        (full.review, full.until) = (full.from, full.from);
        let json = serde_json::to_value(&full).unwrap();
        let written: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(written.len(), Entry::FIELDS.len(), "{written:?}");
        for field in written {
            assert!(Entry::FIELDS.contains(&field.as_str()), "{field}");
        }
        (full.id, full.revision) = (0, 0);
        let table = read(&write(std::slice::from_ref(&full))).unwrap();
        assert_eq!(table.rows[0].onto(&Entry::new("")).unwrap(), full);
        assert_eq!(columns().count(), Entry::FIELDS.len() - 2 + 4);
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
        let ends = read("headword,kind\n\"gull\",bird,,\n\"a\"\"b\",\"c\nd\"").unwrap();
        assert_eq!(ends.rows.len(), 2, "a quoted cell may come last");
        assert!(
            ends.rows[0].onto(&Entry::new("")).is_ok(),
            "empty cells are none"
        );
        let open = "headword,kind\n\n\"gull\",\"bird\ntern,bird\n";
        assert_eq!(read(open), Err(TableError::Unclosed(3)));
        // In the header itself, past a line of Excel's and empty ones.
        for (open, line) in [
            ("headword,\"kind\ngull,bird\n", 1),
            ("sep=,\nheadword,\"kind\ngull,bird\n", 2),
            ("\n\r\nsep=,\nheadword,\"kind\ngull,bird\n", 4),
        ] {
            assert_eq!(read(open), Err(TableError::Unclosed(line)), "{open}");
        }
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
    fn notes_keep_their_pictures_where_no_column_has_them() {
        let note = |text: &str, image: &str| Aside {
            image: Some(image.into()),
            ..Aside::new(text)
        };
        let with = |asides: &[Aside]| Entry {
            asides: asides.to_vec(),
            ..Entry::new("gull")
        };
        let images = |old: &[Aside], cell: &str| -> Vec<String> {
            let table = read(&format!("headword,asides\ngull,{cell}\n")).unwrap();
            let made = table.rows[0].onto(&with(old)).unwrap();
            let image = |one: Aside| format!("{}={}", one.text, one.image.unwrap_or_default());
            made.asides.into_iter().map(image).collect()
        };
        // Two of the same words, two pictures.
        let twins = [note("x", "1"), note("x", "2")];
        assert_eq!(images(&twins, "x | x"), ["x=1", "x=2"]);
        // Pictures without words, one and several.
        assert_eq!(images(&[note("", "1")], ""), ["=1"]);
        assert_eq!(images(&[note("", "1"), note("", "2")], "|"), ["=1", "=2"]);
        // Put in, taken out, moved, mended.
        let two = [note("a", "1"), note("b", "2")];
        assert_eq!(images(&two, "n | a | b"), ["n=", "a=1", "b=2"]);
        assert_eq!(images(&two, "b"), ["b=2"]);
        assert_eq!(images(&two, "b | a"), ["b=2", "a=1"]);
        assert_eq!(images(&two, "a! | b"), ["a!=1", "b=2"]);
        assert!(images(&two, "").is_empty(), "an empty cell is none");
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
            ("headword,kind\ngull,bird,of sorts", "It has 3 cells"),
        ] {
            let table = read(text).unwrap();
            let error = table.rows[0].onto(&Entry::new("")).unwrap_err();
            assert!(error.contains(wants), "{error}");
        }
    }
}
