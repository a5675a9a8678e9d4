//! Reading a glossary file so that one broken entry does not lose the others.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::blame::blame;
use super::{Entry, FileError, GlossaryFile, ParsedFile, Serial};
use crate::problem::shorten;
use crate::{Problem, Severity};

const FILE_FIELDS: &[&str] = &["entries", "serials"];
const SERIAL_FIELDS: &[&str] = &["name", "lines"];
const ASIDE_FIELDS: &[&str] = &["text", "image", "alt", "side", "weight"];

pub(super) fn parse(json: &str) -> Result<ParsedFile, FileError> {
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let value: Value = serde_json::from_str(json).map_err(|error| {
        let whole = error.to_string();
        let reason = whole.split(" at line ").next().unwrap_or(&whole).to_owned();
        FileError::Json {
            reason,
            line: error.line(),
            column: error.column(),
        }
    })?;
    let mut top = match value {
        Value::Object(top) => top,
        // A bare list of entries is what a spreadsheet or a script tends to write.
        entries @ Value::Array(_) => Map::from_iter([("entries".to_owned(), entries)]),
        other => {
            return Err(FileError::Shape(format!(
                "it holds {} and nothing else",
                kind_of(&other)
            )));
        }
    };
    let mut parsed = ParsedFile::default();
    for key in top
        .keys()
        .filter(|key| !FILE_FIELDS.contains(&key.as_str()))
    {
        parsed
            .problems
            .push(problem(None, "", Severity::Warning, unknown_field(key)));
    }
    let entries = match top.remove("entries") {
        Some(Value::Array(entries)) => entries,
        None if top.contains_key("serials") => Vec::new(),
        None => return Err(FileError::Shape("it has no \"entries\"".to_owned())),
        Some(other) => {
            return Err(FileError::Shape(format!(
                "its \"entries\" is {}, not a list",
                kind_of(&other)
            )));
        }
    };
    for (position, value) in entries.into_iter().enumerate() {
        read_entry(position, value, &mut parsed);
    }
    read_serials(top.remove("serials"), &mut parsed);
    Ok(parsed)
}

fn read_entry(position: usize, value: Value, parsed: &mut ParsedFile) {
    let Value::Object(fields) = value else {
        let message = format!(
            "An entry must be an object like {{\"headword\": \"Harbour Board\"}}; this is {}. It is left out.",
            kind_of(&value)
        );
        parsed
            .problems
            .push(problem(Some(position), "", Severity::Error, message));
        return;
    };
    let headword = fields
        .get("headword")
        .and_then(Value::as_str)
        .map(shorten)
        .unwrap_or_default();
    let mut warn = |message| {
        parsed.problems.push(problem(
            Some(position),
            &headword,
            Severity::Warning,
            message,
        ))
    };
    for key in fields
        .keys()
        .filter(|key| !Entry::FIELDS.contains(&key.as_str()))
    {
        warn(unknown_field(key));
    }
    if let Some(Value::Array(asides)) = fields.get("asides") {
        let keys = asides
            .iter()
            .filter_map(Value::as_object)
            .flat_map(Map::keys);
        for key in keys.filter(|key| !ASIDE_FIELDS.contains(&key.as_str())) {
            warn(unknown_field(key));
        }
    }
    match read::<Entry>(fields, "headword", &Entry::FIELDS) {
        Ok(entry) => {
            parsed.file.entries.push(entry);
            parsed.positions.push(position);
        }
        Err(reason) => {
            parsed.problems.push(problem(
                Some(position),
                &headword,
                Severity::Error,
                format!("{reason} The entry is left out."),
            ));
        }
    }
}

fn read_serials(value: Option<Value>, parsed: &mut ParsedFile) {
    let serials = match value {
        None | Some(Value::Null) => return,
        Some(Value::Array(serials)) => serials,
        Some(other) => {
            let message = format!(
                "\"serials\" must be a list; this is {}. No serial is read.",
                kind_of(&other)
            );
            parsed
                .problems
                .push(problem(None, "", Severity::Error, message));
            return;
        }
    };
    for (index, value) in serials.into_iter().enumerate() {
        let serial = match value {
            Value::Object(fields) => read::<Serial>(fields, "name", SERIAL_FIELDS),
            other => Err(format!(
                "It must be an object with a name and lines; this is {}.",
                kind_of(&other)
            )),
        };
        match serial {
            Ok(serial) => parsed.file.serials.push(serial),
            Err(reason) => {
                let message = format!("Serial {}: {reason} The serial is left out.", index + 1);
                parsed
                    .problems
                    .push(problem(None, "", Severity::Error, message));
            }
        }
    }
}

/// Reads an object, a `null` counting as a field left out. On failure it says which field is to blame.
fn read<T: DeserializeOwned>(
    mut fields: Map<String, Value>,
    required: &str,
    known: &[&str],
) -> Result<T, String> {
    fields.retain(|key, value| !value.is_null() && known.contains(&key.as_str()));
    if let Some(Value::Array(asides)) = fields.get_mut("asides") {
        for aside in asides.iter_mut().filter_map(Value::as_object_mut) {
            aside.retain(|_, value| !value.is_null());
        }
    }
    let Some(name) = fields.get(required) else {
        return Err(format!("It has no \"{required}\", which every one needs."));
    };
    if !name.is_string() {
        return Err(format!(
            "Its \"{required}\" must be text in quotes; this is {}.",
            kind_of(name)
        ));
    }
    let error = match serde_json::from_value::<T>(Value::Object(fields.clone())) {
        Ok(read) => return Ok(read),
        Err(error) => error,
    };
    // Serde's message names no field and is in no editor's words, so each is tried alone beside the required one.
    let blamed = fields
        .iter()
        .filter(|(key, _)| *key != required)
        .find_map(|(key, value)| {
            let pair = [
                (required.to_owned(), Value::String("x".to_owned())),
                (key.clone(), value.clone()),
            ];
            let read = serde_json::from_value::<T>(Value::Object(Map::from_iter(pair)));
            read.err()
                .map(|_| format!("Its \"{key}\" {}", blame(key, value)))
        });
    Err(blamed.unwrap_or_else(|| format!("It cannot be read: {error}.")))
}

fn problem(
    position: Option<usize>,
    headword: &str,
    severity: Severity,
    message: String,
) -> Problem {
    Problem {
        position,
        headword: headword.to_owned(),
        severity,
        message,
    }
}

fn unknown_field(key: &str) -> String {
    format!(
        "The field \"{}\" means nothing here and is ignored. Check its spelling.",
        shorten(key)
    )
}

pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl TryFrom<&str> for GlossaryFile {
    type Error = FileError;

    /// Like [`GlossaryFile::parse`], without the list of problems.
    fn try_from(json: &str) -> Result<Self, FileError> {
        Ok(Self::parse(json)?.file)
    }
}
