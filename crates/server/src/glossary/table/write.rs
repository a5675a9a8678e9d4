//! Writing a table.

use super::columns;
use clipsheet_gloss::{Aside, Case, Date, Entry, Mention, Side};

/// Writes entries as a table.
pub fn write(entries: &[Entry]) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = out.write_record(columns());
    for entry in entries {
        let _ = out.write_record(columns().map(|column| guarded(cell(entry, column))));
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
