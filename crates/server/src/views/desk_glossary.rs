//! The desk of the glossary: the list, many entries at once, files in and out, the history, serials, suggestions.

use super::{DeskChrome, DeskPart, DiffPart, FieldError, GlossField, Link, Pick, PickList};

/// An entry in the list.
#[derive(Debug, Clone, Default)]
pub struct GlossRow {
    /// Its number.
    pub id: i64,
    /// Its headword.
    pub headword: String,
    /// Where it is edited.
    pub url: String,
    /// Its kind; empty for none.
    pub kind: String,
    /// What it does, in short.
    pub effects: String,
    /// "in 12 articles, last on 7 July 2014"; "never".
    pub printed: String,
    /// "gone", "held", "set aside", "review".
    pub badges: Vec<String>,
    /// Why it is set aside, or what is doubtful; empty for nothing.
    pub why: String,
}

/// The list of entries.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary.html")]
pub struct DeskGlossaryPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// "4,120 entries".
    pub count: String,
    /// What the list can be sifted by.
    pub filters: Vec<PickList>,
    /// The words looked for.
    pub words: String,
    /// Whether it is sifted.
    pub filtered: bool,
    /// The entries.
    pub rows: Vec<GlossRow>,
    /// Whether there are none.
    pub empty: bool,
    /// Whether there are none at all.
    pub blank: bool,
    /// The filter as a query.
    pub back: String,
    /// "1 to 100".
    pub part: String,
    /// Where the part before is; empty for nowhere.
    pub prev_url: String,
    /// Where the list goes on; empty for nowhere.
    pub next_url: String,
    /// How many fit.
    pub total: String,
    /// Whether this member may change entries.
    pub may_edit: bool,
    /// Where a new entry with the words looked for is made.
    pub new_url: String,
}

/// Changing many entries at once.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_bulk.html")]
pub struct GlossBulkPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// "12 entries".
    pub count: String,
    /// The first of them.
    pub headwords: Vec<String>,
    /// "and 1,204 more"; empty for no more.
    pub more: String,
    /// Their numbers and revisions, as the form sends them back.
    pub entries: String,
    /// Where the list is.
    pub back_url: String,
    /// The list's filter, as the form sends it back.
    pub back: String,
    /// What the change would spoil.
    pub warnings: Vec<String>,
    /// Tells these warnings from others: who sends it has seen them.
    pub warned: String,
    /// What can be set.
    pub fields: Vec<GlossField>,
    /// Whether they are to be dropped.
    pub dropping: bool,
    /// Why, in the editor's words.
    pub note: String,
    /// Whether it reaches what was printed.
    pub is_correction: bool,
    /// What is wrong with what was typed.
    pub errors: Vec<FieldError>,
}

/// An entry that a file would add, change or drop.
#[derive(Debug, Clone, Default)]
pub struct GlossPlanRow {
    /// Its headword.
    pub headword: String,
    /// What it does, in short.
    pub effects: String,
    /// What is other in it.
    pub parts: Vec<DiffPart>,
}

/// An entry of a file that is refused.
#[derive(Debug, Clone, Default)]
pub struct GlossRefused {
    /// "line 12".
    pub place: String,
    /// Its headword; empty for none.
    pub headword: String,
    /// Why, and what to do.
    pub reason: String,
}

/// A glossary as a file: out, and in.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_import.html")]
pub struct GlossImportPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// Whether this member may import.
    pub may_edit: bool,
    /// What was sent.
    pub text: String,
    /// Whether entries that the file does not have are dropped.
    pub replaces: bool,
    /// What is wrong with it.
    pub errors: Vec<FieldError>,
    /// Whether there is something to look at.
    pub previewing: bool,
    /// "12 added, 3 changed, 1 dropped".
    pub summary: String,
    /// Whether anything would change.
    pub any: bool,
    /// New entries; the first of them.
    pub added: Vec<GlossPlanRow>,
    /// "All 12 that are added", "The first 200 of 1,204 that are added".
    pub added_title: String,
    /// Entries that become others; the first of them.
    pub changed: Vec<GlossPlanRow>,
    /// As with those that are added.
    pub changed_title: String,
    /// Entries that go; the first of them.
    pub dropped: Vec<GlossPlanRow>,
    /// As with those that are added.
    pub dropped_title: String,
    /// Serials that change.
    pub serials: String,
    /// What is refused.
    pub refused: Vec<GlossRefused>,
    /// What else is to be said.
    pub warnings: Vec<String>,
    /// How the glossary stood when this was shown.
    pub stands: String,
    /// Why, in the editor's words.
    pub note: String,
    /// Whether it reaches what was printed.
    pub is_correction: bool,
}

/// A change in the history.
#[derive(Debug, Clone, Default)]
pub struct GlossChangeRow {
    /// Its number.
    pub id: i64,
    /// Where it is.
    pub url: String,
    /// When, in words.
    pub time: String,
    /// When, for machines.
    pub datetime: String,
    /// Who.
    pub who: String,
    /// The class that carries their colour; empty for nobody of the staff.
    pub who_class: String,
    /// Why; empty for no word.
    pub note: String,
    /// "3 entries".
    pub count: String,
    /// Whether it reached what was printed.
    pub is_correction: bool,
    /// "Undoes change 7"; "Undone by change 9"; empty for neither.
    pub undone: String,
    /// What it changed; empty in a list.
    pub parts: Vec<DiffPart>,
    /// "Made", "Changed", "Dropped"; empty in a list.
    pub did: String,
}

/// The history of the glossary, or of one entry.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_changes.html")]
pub struct GlossChangesPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// What stands on top.
    pub title: String,
    /// Where the entry is; empty for the whole glossary.
    pub entry_url: String,
    /// What else is to be said: that the entry is no longer there.
    pub said: String,
    /// The changes.
    pub rows: Vec<GlossChangeRow>,
    /// Whether there are none.
    pub empty: bool,
    /// Where the list goes on; empty for nowhere.
    pub more_url: String,
}

/// What a change did to one entry or serial.
#[derive(Debug, Clone, Default)]
pub struct GlossStep {
    /// Its headword, or the serial's name.
    pub headword: String,
    /// Where it is; empty when it is gone.
    pub url: String,
    /// "Made", "Changed", "Dropped".
    pub did: String,
    /// What is other.
    pub parts: Vec<DiffPart>,
    /// Whether somebody changed it since.
    pub since: bool,
}

/// One change with all that it did.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_change.html")]
pub struct GlossChangePage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// The change.
    pub row: GlossChangeRow,
    /// What it did.
    pub steps: Vec<GlossStep>,
    /// "and 800 more"; empty for no more.
    pub more: String,
    /// Why it is to be undone, as typed.
    pub note: String,
    /// Whether undoing it is to reach what was printed.
    pub is_correction: bool,
    /// Whether this member may undo it.
    pub may_undo: bool,
    /// Whether there is something of it to rehearse: a change of serials alone does nothing to the archive.
    pub may_rehearse: bool,
    /// Whether it changed serials.
    pub has_serials: bool,
    /// Whether something of it was changed since.
    pub since: bool,
    /// Whether it was undone.
    pub is_undone: bool,
    /// A line of a serial that it changed and that is printed, with where it is put right: then it can never be undone. No label
    /// for none.
    pub printed_line: Link,
}

/// A serial.
#[derive(Debug, Clone, Default)]
pub struct GlossSerial {
    /// Its name.
    pub name: String,
    /// Its id on the page.
    pub anchor: String,
    /// "12 of 40 lines printed, 28 left".
    pub standing: String,
    /// Lines that are printed, the latest last.
    pub printed: Vec<GlossSerialLine>,
    /// "20 lines were printed before these."; empty when there are none.
    pub earlier: String,
    /// Where these are shown.
    pub earlier_url: String,
    /// Where the latest are shown again; empty where they are.
    pub latest_url: String,
    /// Lines that are not, one a line.
    pub rest: String,
    /// The lines to come as they stand, where what was typed stands in their place; empty for nowhere.
    pub theirs: String,
    /// How many are printed.
    pub used: usize,
    /// How it stood when this was shown.
    pub stands: String,
    /// Whether nothing of it is printed, so that it may go.
    pub may_go: bool,
    /// What is wrong with what was typed; empty for nothing.
    pub error: String,
}

/// A line of a serial that is printed.
#[derive(Debug, Clone, Default)]
pub struct GlossSerialLine {
    /// Its number, from 1.
    pub number: usize,
    /// The line.
    pub text: String,
    /// The article; empty when nobody knows any more.
    pub headline: String,
    /// Where it is.
    pub url: String,
    /// When.
    pub when: String,
    /// Where it is put right; empty where this member may not.
    pub correct_url: String,
}

/// A printed line that is put right.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_line.html")]
pub struct GlossLinePage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// The serial's name.
    pub serial: String,
    /// The line's number, from 1.
    pub number: i64,
    /// The article with it.
    pub headline: String,
    /// Where that is.
    pub url: String,
    /// The line as it is printed.
    pub printed: String,
    /// The words that the form was opened with.
    pub was: String,
    /// The line as typed.
    pub text: String,
    /// Why, as typed.
    pub note: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// The serials.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_serials.html")]
pub struct GlossSerialsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// Whether this member may change them.
    pub may_edit: bool,
    /// The serials.
    pub serials: Vec<GlossSerial>,
    /// What was typed as a new one's name.
    pub new_name: String,
    /// What was typed as its lines.
    pub new_lines: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// A suggestion.
#[derive(Debug, Clone, Default)]
pub struct GlossSuggestion {
    /// Its kind, as it is sent back.
    pub kind: String,
    /// Its words, as they are sent back.
    pub words: String,
    /// What it is about, in words.
    pub text: String,
    /// Why it is made: "in 7 of the latest 200 articles".
    pub why: String,
    /// Where it stands: headlines with their addresses.
    pub places: Vec<(String, String)>,
    /// What can be done about it: labels with addresses.
    pub acts: Vec<(String, String)>,
}

/// Suggestions of one kind.
#[derive(Debug, Clone, Default)]
pub struct GlossSuggestionGroup {
    /// What they are about.
    pub title: String,
    /// Its id on the page.
    pub anchor: String,
    /// More about it.
    pub help: String,
    /// The suggestions.
    pub rows: Vec<GlossSuggestion>,
    /// Said when there are none.
    pub none: String,
    /// Whether there are none.
    pub empty: bool,
}

/// What the paper suggests.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_suggestions.html")]
pub struct GlossSuggestionsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// "Made from the latest 200 articles".
    pub source: String,
    /// Whether this member may answer them.
    pub may_edit: bool,
    /// The suggestions by kind.
    pub groups: Vec<GlossSuggestionGroup>,
    /// Those that are not to come again: kind and words.
    pub dismissed: Vec<(String, String)>,
    /// How many these are; empty for none.
    pub dismissed_count: String,
}

/// Where an article stands: the choices of the test box.
#[derive(Debug, Clone, Default)]
pub struct GlossPlace {
    /// The paper's pages.
    pub pages: Vec<Pick>,
    /// The paper's areas.
    pub areas: Vec<Pick>,
    /// The edition's day.
    pub on: String,
}
