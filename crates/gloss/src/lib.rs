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
mod forms;
mod forms_shown;
mod hash;
mod html;
mod inflect;
mod loose;
mod markup;
mod names;
mod print_form;
mod problem;
mod quotes;
mod record;
mod rehearse;
mod suggest;
mod tokens;
mod used;
mod verify;

pub use apply::{Insertion, apply, apply_in, apply_text, apply_with, strip};
pub use choices::{Choice, MentionRow, variant_again};
pub use compile::Glossary;
pub use date::{Date, DateError};
pub use file::{Aside, Case, Entry, FileError, GlossaryFile, Mention, ParsedFile, Serial, Side};
pub use find::{Context, Explained, Explanation, Format, Risk, Why};
pub use forms_shown::{Form, FormKind};
pub use print_form::PrintForm;
pub use problem::{Problem, Severity};
pub use record::{
    Annotation, DossierMentions, Effect, Found, MatchRow, PrintRecord, RECORD_VERSION, SerialLine,
};
pub use rehearse::{
    ArticleChange, ChangedEntry, EntryTotals, MatchChange, Outcome, Rehearsal, Sample, What,
};
pub use suggest::{LookAlike, Name, Names};
pub use used::Used;
