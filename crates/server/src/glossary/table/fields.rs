//! What the cells of a row make of an entry.

use super::TableRow;
use clipsheet_gloss::{Aside, Case, Date, Entry, Mention, Side};

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
            let images = list("aside_images");
            let old = std::mem::take(&mut entry.asides);
            entry.asides = notes(&texts, images.as_deref(), old);
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

/// The notes with these texts. What else a note had stays with it where the table says nothing of it, so it has to be told which
/// is which: the same words in the same place, the same words elsewhere, and then whoever is left in the place has new words.
fn notes(texts: &[String], images: Option<&[String]>, old: Vec<Aside>) -> Vec<Aside> {
    // A single note that is a picture alone leaves an empty cell, and so does none.
    let is_picture = images.is_none() && old.len() == 1 && old[0].text.trim().is_empty();
    let count = texts
        .len()
        .max(images.map_or(0, <[String]>::len))
        .max(usize::from(is_picture));
    let text = |at: usize| texts.get(at).map_or("", String::as_str);
    let mut old: Vec<Option<Aside>> = old.into_iter().map(Some).collect();
    let mut notes: Vec<Option<Aside>> = (0..count)
        .map(|at| old.get_mut(at)?.take_if(|one| one.text.trim() == text(at)))
        .collect();
    for (at, note) in notes
        .iter_mut()
        .enumerate()
        .filter(|(_, note)| note.is_none())
    {
        let same =
            |one: &&mut Option<Aside>| one.as_ref().is_some_and(|one| one.text.trim() == text(at));
        *note = old.iter_mut().find(same).and_then(Option::take);
    }
    let made = |(at, note): (usize, Option<Aside>)| {
        note.unwrap_or_else(|| match old.get_mut(at).and_then(Option::take) {
            Some(had) => Aside {
                text: text(at).to_owned(),
                ..had
            },
            None => Aside::new(text(at)),
        })
    };
    notes.into_iter().enumerate().map(made).collect()
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
