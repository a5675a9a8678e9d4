//! What is wrong with a field of a glossary file, in the words in which its editor is told.

use serde_json::Value;

use super::parse::kind_of;
use crate::problem::shorten;

/// Tells whether a value can be read.
type Fits = fn(&Value) -> bool;

/// What a field must be and what stands there instead; its name comes before this.
pub(super) fn blame(field: &str, value: &Value) -> String {
    if field == "asides"
        && let Some(asides) = value.as_array()
        && let Some(blamed) = blame_aside(asides)
    {
        return blamed;
    }
    let Some((wanted, fits)) = wanted(field) else {
        return format!("cannot be read: {} makes no sense there.", shown(value));
    };
    let items = value.as_array().filter(|_| wanted.starts_with("a list"));
    let odd = items.and_then(|items| items.iter().position(|item| !fits(item)).zip(Some(items)));
    let found = match odd {
        Some((at, items)) => format!("number {} of it is {}", at + 1, shown(&items[at])),
        None => format!("this is {}", shown(value)),
    };
    format!("cannot be read: it must be {wanted}, and {found}.")
}

fn blame_aside(asides: &[Value]) -> Option<String> {
    let number = asides.iter().position(|aside| !is_aside(aside))?;
    let Value::Object(fields) = &asides[number] else {
        return None;
    };
    let (name, value) = fields
        .iter()
        .find(|(name, value)| !fits_aside(name, value))?;
    Some(format!(
        "cannot be read: the \"{name}\" of number {} {}",
        number + 1,
        blame(name, value)
    ))
}

fn is_aside(aside: &Value) -> bool {
    aside
        .as_object()
        .is_some_and(|fields| fields.iter().all(|(name, value)| fits_aside(name, value)))
}

fn fits_aside(name: &str, value: &Value) -> bool {
    value.is_null()
        || match name {
            "side" => matches!(value.as_str(), Some("left" | "right")),
            "text" | "image" | "alt" | "weight" => wanted(name).is_none_or(|(_, fits)| fits(value)),
            _ => true,
        }
}

/// What a field must be; and whether a value is that, or of a list, whether an item is.
fn wanted(field: &str) -> Option<(&'static str, Fits)> {
    let number: Fits = |value| value.as_u64().is_some_and(|n| u32::try_from(n).is_ok());
    Some(match field {
        "headword" | "kind" | "serial" | "dossier" | "text" | "image" | "alt" | "name" => {
            ("a text in quotes", Value::is_string)
        }
        "aliases" | "plurals" | "near" | "not_near" | "areas" | "substitute" | "lines" => (
            "a list of texts such as [\"Harbour Board\", \"gull\"]",
            Value::is_string,
        ),
        "asides" => (
            "a list of notes such as [{\"text\": \"since 1851\"}]",
            is_aside,
        ),
        "pages" => ("a list of page numbers such as [1, 3]", number),
        "every_words" | "weight" => ("a whole number such as 300, without quotes", number),
        "case" => ("\"smart\", \"exact\" or \"ignore\"", Value::is_string),
        "mention" => ("\"first\" or \"every\"", Value::is_string),
        "side" => ("\"left\" or \"right\"", Value::is_string),
        "inflect" | "fold_marks" | "in_quotes" | "in_names" | "gone" | "held" => {
            ("true or false, without quotes", Value::is_boolean)
        }
        "from" | "until" | "review" => (
            "a date, written as year-month-day in quotes such as \"2019-03-31\"",
            Value::is_string,
        ),
        "id" | "revision" => ("a whole number", Value::is_i64),
        _ => return None,
    })
}

/// A value, so that its writer knows it again.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{}\"", shorten(text)),
        Value::Number(_) | Value::Bool(_) => shorten(&value.to_string()),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        _ => kind_of(value).to_owned(),
    }
}
