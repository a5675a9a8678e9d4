#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

mod apply;
mod case;
mod choices;
mod compile;
mod date;
mod entities;
mod file;
mod find;
mod fold;
mod form;
mod forms;
mod hash;
mod html;
mod inflect;
mod markup;
mod problem;
mod quotes;
mod record;
mod tokens;
mod verify;

pub use apply::{Insertion, apply, apply_in, apply_text, apply_with, strip};
pub use choices::{Choice, MentionRow};
pub use compile::Glossary;
pub use date::{Date, DateError};
pub use file::{Aside, Case, Entry, FileError, GlossaryFile, Mention, ParsedFile, Serial};
pub use find::{Context, Format};
pub use form::Form;
pub use problem::{Problem, Severity};
pub use record::{
    Annotation, DossierMentions, Effect, Found, MatchRow, PrintRecord, RECORD_VERSION, SerialLine,
};
