//! What is wrong with a form, as handlers of the desk note it and views show it.

use crate::views::FieldError;
use axum::http::StatusCode;

/// A field and what is wrong with it.
pub(super) type Fault = (&'static str, String);

/// As views show them; the fields' ids begin with `prefix`.
pub(super) fn errors(prefix: &str, faults: &[Fault]) -> Vec<FieldError> {
    let error = |(field, message): &Fault| FieldError {
        field: if field.is_empty() {
            String::new()
        } else {
            format!("{prefix}{field}")
        },
        message: message.clone(),
    };
    faults.iter().map(error).collect()
}

/// What is wrong with one field; empty for nothing.
pub(super) fn said_of(faults: &[Fault], field: &str) -> String {
    let found = faults.iter().find(|(of, _)| *of == field);
    found.map_or(String::new(), |(_, words)| words.clone())
}

/// The status of a page that shows them.
pub(super) fn status_of<T>(faults: &[T]) -> StatusCode {
    if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
