//! Reading a table: its encoding, its separator, its header, its rows.

use super::{Table, TableError, TableRow, columns};

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
/// When it has no header that names a `headword`, or is no CSV, or a quotation mark in it is never closed.
pub fn read(text: &str) -> Result<Table, TableError> {
    let whole = text.trim_start_matches('\u{feff}');
    let mut text = whole.trim_start_matches(['\r', '\n']);
    let blank = &whole[..whole.len() - text.len()];
    let mut skipped = blank.matches('\n').count();
    let mut separator = None;
    // A line that Excel writes and reads, and that is no row.
    if let Some(rest) = text.strip_prefix("sep=") {
        separator = rest.bytes().next();
        text = rest.split_once('\n').map_or("", |(_, rest)| rest);
        skipped += 1;
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
    let mut named: Vec<Option<&'static str>> = Vec::new();
    for name in reader.headers().map_err(broken)? {
        let plain = name.trim().to_lowercase().replace([' ', '-'], "_");
        let known = columns().find(|column| *column == plain);
        if known.is_none() && !plain.is_empty() {
            table.unknown.push(name.trim().to_owned());
        }
        named.push(known);
    }
    if !named.contains(&Some("headword")) {
        let shown: String = first.chars().take(80).collect();
        return Err(TableError::Header(shown));
    }
    // The header is the last record where nothing stands below it.
    let mut last = (0, line_of(text, Some(&csv::Position::new())) + skipped);
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = line_of(text, record.position()) + skipped;
        last = (start_of(record.position()), line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = named.iter().zip(record.iter());
        let is_filled = |(at, cell): (usize, &str)| (!cell.trim().is_empty()).then_some(at + 1);
        let count = record.iter().enumerate().filter_map(is_filled).last();
        let count = count.unwrap_or(0);
        table.rows.push(TableRow {
            line,
            surplus: if count > named.len() { count } else { 0 },
            cells: cells
                .filter_map(|(column, cell)| Some(((*column)?, unguarded(cell).to_owned())))
                .collect(),
        });
    }
    if is_unclosed(text.get(last.0..).unwrap_or_default(), separator) {
        return Err(TableError::Unclosed(last.1));
    }
    Ok(table)
}

/// Whether a record goes on past its end, which nobody tells otherwise: the reader closes an open cell with the file.
fn is_unclosed(record: &str, separator: u8) -> bool {
    if !record.contains('"') {
        return false;
    }
    let with_another = format!("{record}\nx\n");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .has_headers(false)
        .from_reader(with_another.as_bytes());
    reader.records().count() < 2
}

fn start_of(position: Option<&csv::Position>) -> usize {
    position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0))
}

/// The line of a record, counted from 1: where it begins, past the empty lines before it.
fn line_of(text: &str, position: Option<&csv::Position>) -> usize {
    let rest = text.get(start_of(position)..).unwrap_or_default();
    let blank = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    let lines = blank.bytes().filter(|byte| *byte == b'\n').count();
    let line = position.map_or(0, csv::Position::line);
    usize::try_from(line).unwrap_or(0) + lines
}

/// Takes off the apostrophe that keeps a spreadsheet from taking a cell for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\'']) => rest,
        _ => cell,
    }
}
