//! An entry's form: what is typed, read into an entry and shown again.

mod show;

use super::pick;
use crate::app::Paper;
use crate::views::{FieldError, GlossPlace};
use clipsheet_gloss::{Aside, Case, Date, Entry, Mention, Problem, Side};
use std::collections::HashMap;
use url::form_urlencoded;

/// Rows for notes that are empty to begin with.
const SPARE_ROWS: usize = 1;
/// Rows that are added at a time.
const MORE_ROWS: usize = 3;
/// Notes that a form has at most.
const MOST_ASIDES: usize = 200;

/// A note as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct AsideForm {
    text: String,
    image: String,
    alt: String,
    side: String,
    weight: String,
}

impl AsideForm {
    fn is_empty(&self) -> bool {
        [&self.text, &self.image, &self.alt]
            .iter()
            .all(|field| field.trim().is_empty())
    }
}

/// What the form says, as typed.
#[derive(Debug, Clone, Default)]
pub(super) struct EntryForm {
    /// Fields of which there is one, by name.
    single: HashMap<String, String>,
    pages: Vec<String>,
    areas: Vec<String>,
    asides: Vec<AsideForm>,
    spare: usize,
}

impl EntryForm {
    /// The form of an entry as it is stored.
    pub(super) fn of(entry: &Entry) -> Self {
        let mut form = Self {
            spare: SPARE_ROWS,
            pages: entry.pages.iter().map(u32::to_string).collect(),
            areas: entry.areas.clone(),
            ..Self::default()
        };
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let yes = |on: bool| if on { "yes" } else { "" }.to_owned();
        for (name, value) in [
            ("headword", entry.headword.clone()),
            ("aliases", entry.aliases.join("\n")),
            ("plurals", entry.plurals.join("\n")),
            ("kind", entry.kind.clone()),
            ("substitute", entry.substitute.join("\n")),
            ("serial", entry.serial.clone().unwrap_or_default()),
            ("dossier", entry.dossier.clone().unwrap_or_default()),
            ("gone", yes(entry.gone)),
            ("held", yes(entry.held)),
            ("review", date(entry.review)),
            ("case", case_name(entry.case).into()),
            ("inflect", yes(entry.inflect)),
            ("fold_marks", yes(entry.fold_marks)),
            ("mention", mention_name(entry.mention).into()),
            (
                "every_words",
                entry.every_words.map(|n| n.to_string()).unwrap_or_default(),
            ),
            ("in_quotes", yes(entry.in_quotes)),
            ("in_names", yes(entry.in_names)),
            ("from", date(entry.from)),
            ("until", date(entry.until)),
            ("near", entry.near.join("\n")),
            ("not_near", entry.not_near.join("\n")),
        ] {
            form.single.insert(name.into(), value);
        }
        form.asides = entry
            .asides
            .iter()
            .map(|aside| AsideForm {
                text: aside.text.clone(),
                image: aside.image.clone().unwrap_or_default(),
                alt: aside.alt.clone().unwrap_or_default(),
                side: side_name(aside.side).into(),
                weight: aside.weight.to_string(),
            })
            .collect();
        form
    }

    /// What a browser sent.
    pub(super) fn read(body: &[u8]) -> Self {
        let mut form = Self {
            spare: SPARE_ROWS,
            ..Self::default()
        };
        let (mut texts, mut images, mut alts) = (Vec::new(), Vec::new(), Vec::new());
        let (mut sides, mut weights) = (Vec::new(), Vec::new());
        for (name, value) in form_urlencoded::parse(body) {
            let value = value.replace("\r\n", "\n");
            match name.as_ref() {
                "pages" => form.pages.push(value),
                "areas" => form.areas.push(value),
                "aside_text" => texts.push(value),
                "aside_image" => images.push(value),
                "aside_alt" => alts.push(value),
                "aside_side" => sides.push(value),
                "aside_weight" => weights.push(value),
                name => {
                    form.single.insert(name.to_owned(), value);
                }
            }
        }
        let at = |list: &[String], place: usize| list.get(place).cloned().unwrap_or_default();
        form.asides = (0..texts.len())
            .map(|place| AsideForm {
                text: at(&texts, place),
                image: at(&images, place),
                alt: at(&alts, place),
                side: at(&sides, place),
                weight: at(&weights, place),
            })
            .filter(|aside| !aside.is_empty())
            .collect();
        form
    }

    /// What stands in a field.
    pub(super) fn value(&self, name: &str) -> &str {
        self.single.get(name).map_or("", String::as_str)
    }

    /// Whether a box is ticked.
    pub(super) fn on(&self, name: &str) -> bool {
        !self.value(name).is_empty()
    }

    /// The number of what the form was made from, if it was sent with one; 0 for what is no number.
    pub(super) fn made_from(&self, name: &str) -> Option<i64> {
        let typed = self.single.get(name)?;
        Some(typed.parse().unwrap_or(0))
    }

    /// Takes the entry as it stands for what the form was made from: whoever sends it now has seen that.
    pub(super) fn is_of_today(&mut self) {
        for name in ["revision", "seen"] {
            self.single.remove(name);
        }
    }

    /// Puts something into a field.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.single.insert(name.to_owned(), value.to_owned());
    }

    /// Takes over what a form says beside the entry: why, and what is tried.
    pub(super) fn keep_aside_of(&mut self, other: &Self) {
        for name in ["note", "is_correction", "try_text", "try_why"] {
            let value = other.value(name);
            if !value.is_empty() {
                self.set(name, value);
            }
        }
    }

    /// Adds a line to a field of lines.
    pub(super) fn add_line(&mut self, name: &str, line: &str) {
        let mut lines = lines(self.value(name));
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
        self.set(name, &lines.join("\n"));
    }

    /// Makes room for more notes.
    pub(super) fn more(&mut self) {
        self.spare += MORE_ROWS;
    }

    /// The entry that the form says, and what cannot be read.
    pub(super) fn to_entry(
        &self,
        paper: &Paper,
        standing: Option<&Entry>,
    ) -> (Entry, Vec<FieldError>) {
        let mut wrong = Vec::new();
        let mut refuse = |field: &str, message: String| wrong.push(error(field, message));
        let text = |name: &str| self.value(name).trim().to_owned();
        let option = |name: &str| Some(text(name)).filter(|value| !value.is_empty());
        if self.asides.len() > MOST_ASIDES {
            refuse(
                "asides",
                format!(
                    "The entry has {} notes, and {MOST_ASIDES} is the most. Take some out, or make a second entry of the same headword.",
                    self.asides.len()
                ),
            );
        }
        let mut entry = Entry {
            id: standing.map_or(0, |entry| entry.id),
            revision: standing.map_or(0, |entry| entry.revision),
            aliases: lines(self.value("aliases")),
            plurals: lines(self.value("plurals")),
            kind: text("kind"),
            substitute: lines(self.value("substitute")),
            serial: option("serial"),
            dossier: option("dossier"),
            gone: self.on("gone"),
            held: self.on("held"),
            inflect: self.on("inflect"),
            fold_marks: self.on("fold_marks"),
            in_quotes: self.on("in_quotes"),
            in_names: self.on("in_names"),
            near: lines(self.value("near")),
            not_near: lines(self.value("not_near")),
            ..Entry::new(text("headword"))
        };
        entry.case = match self.value("case") {
            "exact" => Case::Exact,
            "ignore" => Case::Ignore,
            _ => Case::Smart,
        };
        entry.mention = match self.value("mention") {
            "every" => Mention::Every,
            _ => Mention::First,
        };
        match self.value("every_words").trim() {
            "" => {}
            typed => match typed.parse() {
                Ok(words) => entry.every_words = Some(words),
                Err(_) => refuse(
                    "every_words",
                    format!("“{typed}” is no number of words. Write one, such as 400, or nothing."),
                ),
            },
        }
        for (name, place) in [
            ("from", &mut entry.from),
            ("until", &mut entry.until),
            ("review", &mut entry.review),
        ] {
            match self.value(name).trim() {
                "" => {}
                typed => match typed.parse::<Date>() {
                    Ok(date) => *place = Some(date),
                    Err(problem) => refuse(name, format!("{problem}.")),
                },
            }
        }
        for typed in &self.pages {
            match typed.parse() {
                Ok(page) => entry.pages.push(page),
                Err(_) => refuse(
                    "pages",
                    format!("There is no page “{typed}”. Choose others."),
                ),
            }
        }
        let known = |slug: &String| {
            let stood = standing.is_some_and(|entry| entry.areas.contains(slug));
            stood || paper.areas.iter().any(|area| area.slug == *slug)
        };
        for typed in &self.areas {
            if known(typed) {
                entry.areas.push(typed.clone());
            } else {
                refuse(
                    "areas",
                    "The paper has no such area (any more). Choose others.".into(),
                );
            }
        }
        for (at, typed) in self.asides.iter().enumerate() {
            let option = |value: &str| Some(value.trim().to_owned()).filter(|v| !v.is_empty());
            let weight = match typed.weight.trim() {
                "" => 1,
                number => number.parse().unwrap_or_else(|_| {
                    refuse(
                        "asides",
                        format!("The weight of note {} is “{number}”. Write a whole number: 2 for twice as often, 0 for never.", at + 1),
                    );
                    1
                }),
            };
            entry.asides.push(Aside {
                text: typed.text.trim().to_owned(),
                image: option(&typed.image),
                alt: option(&typed.alt),
                side: match typed.side.as_str() {
                    "left" => Some(Side::Left),
                    "right" => Some(Side::Right),
                    _ => None,
                },
                weight,
            });
        }
        (entry, wrong)
    }
}

/// The choices of where a text would stand.
pub(super) fn place(paper: &Paper, page: &str, area: &str, on: &str) -> GlossPlace {
    GlossPlace {
        pages: paper
            .pages
            .iter()
            .map(|one| {
                pick(
                    &one.number.to_string(),
                    &format!("{} {}", one.number, one.title),
                    page,
                )
            })
            .collect(),
        areas: paper
            .areas
            .iter()
            .map(|one| pick(&one.slug, &one.name, area))
            .collect(),
        on: on.into(),
    }
}

/// Something wrong with a field of the form.
pub(super) fn error(field: &str, message: String) -> FieldError {
    FieldError {
        field: format!("g-{field}"),
        message,
    }
}

/// What is wrong with a field; empty for nothing.
pub(super) fn message(errors: &[FieldError], name: &str) -> String {
    let found = errors
        .iter()
        .find(|error| error.field.strip_prefix("g-") == Some(name));
    found.map(|error| error.message.clone()).unwrap_or_default()
}

/// The lines of a field, trimmed, without empty ones.
pub(super) fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// The field of the form that a problem is about. The compiler says it in words only.
pub(super) fn field_of(problem: &Problem, entry: &Entry) -> &'static str {
    let words = &problem.message;
    let begins = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    if begins(&["It holds from"]) {
        "from"
    } else if words.contains("substitute") && !words.starts_with("It does nothing") {
        "substitute"
    } else if begins(&[
        "One of its asides",
        "All its asides",
        "An aside",
        "The picture",
    ]) {
        "asides"
    } else if words.contains("\"every_words\"") {
        "every_words"
    } else if words.contains("\"not_near\"") {
        "not_near"
    } else if words.contains("\"near\"") {
        "near"
    } else if begins(&["There is no serial"]) {
        "serial"
    } else if words.contains("plural") {
        "plurals"
    } else if begins(&["The alias", "An alias"])
        || entry
            .aliases
            .iter()
            .any(|alias| words.contains(&format!("\"{alias}\"")))
    {
        "aliases"
    } else {
        "headword"
    }
}

fn case_name(case: Case) -> &'static str {
    match case {
        Case::Smart => "smart",
        Case::Exact => "exact",
        Case::Ignore => "ignore",
    }
}

fn mention_name(mention: Mention) -> &'static str {
    match mention {
        Mention::First => "first",
        Mention::Every => "every",
    }
}

fn side_name(side: Option<Side>) -> &'static str {
    match side {
        None => "",
        Some(Side::Left) => "left",
        Some(Side::Right) => "right",
    }
}
