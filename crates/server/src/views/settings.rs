//! What the owner sees: the settings.

use super::{DeskChrome, FieldError};

/// One setting.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Its name in the form; its id is `s-` and the name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// Its value.
    pub value: String,
    /// What it does.
    pub help: String,
    /// What is wrong with the value; empty for nothing.
    pub error: String,
    /// Kind of input: `text`, `number` or `textarea`.
    pub kind: String,
    /// Unit printed after a number: "days"; empty for none.
    pub unit: String,
    /// Whether it is set in the file and can only be read here.
    pub locked: bool,
}

/// Settings that belong together.
#[derive(Debug, Clone, Default)]
pub struct FieldSet {
    /// What they are about.
    pub legend: String,
    /// More about it; empty for none.
    pub help: String,
    /// The settings.
    pub fields: Vec<Field>,
}

/// A row of a list of settings: a page with its title, an area with its name.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// Page number or area slug.
    pub key: String,
    /// Title or name.
    pub value: String,
    /// What is wrong with the row; empty for nothing.
    pub error: String,
}

/// A list of settings, sent as two repeated fields. Rows left empty are dropped, so the last rows are empty ones to fill in.
#[derive(Debug, Clone, Default)]
pub struct Pairs {
    /// What the list is about: "Pages".
    pub legend: String,
    /// More about it.
    pub help: String,
    /// Name of the first field of each row: `page_number`.
    pub key_name: String,
    /// What it is called.
    pub key_label: String,
    /// Name of the second field of each row: `page_title`.
    pub value_name: String,
    /// What it is called.
    pub value_label: String,
    /// The rows.
    pub rows: Vec<Pair>,
    /// Whether the list is set in the file and can only be read here.
    pub locked: bool,
}

/// The settings of the paper.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "settings.html")]
pub struct SettingsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where the form is sent: `/desk/settings`.
    pub action: String,
    /// Name of the settings file, for the note on what is locked: `clipsheet.toml`.
    pub file: String,
    /// The settings, by what they are about.
    pub sets: Vec<FieldSet>,
    /// Pages and areas.
    pub lists: Vec<Pairs>,
    /// All that is wrong, for the summary on top.
    pub errors: Vec<FieldError>,
}
