//! One entry of the glossary at the desk, and trying the glossary on a text.

use super::{DeskChrome, DeskPart, DiffPart, FieldError, GlossChangeRow, GlossPlace, Pick};

/// A field of an entry's form.
#[derive(Debug, Clone, Default)]
pub struct GlossField {
    /// Its name in the form; its id is `g-` and the name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// `text`, `lines`, `number`, `date`, `select`, `checks` or `check`.
    pub kind: String,
    /// What stands in it.
    pub value: String,
    /// Whether a single box is ticked.
    pub on: bool,
    /// What there is to choose from.
    pub picks: Vec<Pick>,
    /// What is proposed while typing.
    pub proposals: Vec<String>,
    /// What it does, with an example.
    pub help: String,
    /// What is wrong with it; empty for nothing.
    pub error: String,
}

/// Fields that belong together.
#[derive(Debug, Clone, Default)]
pub struct GlossFieldSet {
    /// What they are about.
    pub legend: String,
    /// The fields.
    pub fields: Vec<GlossField>,
    /// Whether it is unfolded.
    pub open: bool,
}

/// A variant of an entry's aside.
#[derive(Debug, Clone, Default)]
pub struct GlossAsideRow {
    /// Its number, from 1.
    pub number: usize,
    /// The note.
    pub text: String,
    /// Its picture's address on the site.
    pub image: String,
    /// What the picture shows.
    pub alt: String,
    /// The sides.
    pub sides: Vec<Pick>,
    /// How often it is chosen beside the others.
    pub weight: String,
    /// How it did: "in 4 articles, last on 7 July 2014"; empty for a new one.
    pub did: String,
}

/// How something that an entry does has done.
#[derive(Debug, Clone, Default)]
pub struct GlossUseRow {
    /// "House word 1: the Dredging Society".
    pub what: String,
    /// "12".
    pub count: String,
    /// "7 July 2014".
    pub last: String,
}

/// An article in which an entry was printed.
#[derive(Debug, Clone, Default)]
pub struct GlossPrintedIn {
    /// Its headline.
    pub headline: String,
    /// Where it is.
    pub url: String,
    /// Its edition, in words.
    pub when: String,
    /// Where its words and their marks are side by side.
    pub beside_url: String,
    /// Whether readers see it.
    pub is_printed: bool,
}

/// A match of the glossary in a text.
#[derive(Debug, Clone, Default)]
pub struct GlossMatch {
    /// The words of the text.
    pub words: String,
    /// The entry's headword.
    pub entry: String,
    /// Where the entry is; empty when it has no number.
    pub entry_url: String,
    /// `acts`, `passed` or `off`.
    pub state: String,
    /// What is printed, or that nothing is.
    pub effects: Vec<String>,
    /// Why, and what to look at.
    pub why: Vec<String>,
}

/// The glossary tried on a text.
#[derive(Debug, Clone, Default)]
pub struct GlossTrial {
    /// Whether something was tried.
    pub tried: bool,
    /// The text as it came: safe HTML.
    pub original: String,
    /// As it is printed: safe HTML.
    pub printed: String,
    /// The matches.
    pub matches: Vec<GlossMatch>,
    /// "3 matches, 2 of them act".
    pub summary: String,
    /// The words that were asked about; empty for none.
    pub asked: String,
    /// What is at these words, and why nothing more.
    pub answers: Vec<GlossMatch>,
    /// What the compiler says of the entry as it stands in the form.
    pub problems: Vec<String>,
}

/// The trial alone, for the script.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "part_gloss_trial.html")]
pub struct GlossTrialPart {
    /// The trial.
    pub trial: GlossTrial,
}

/// The test box.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_glossary_test.html")]
pub struct GlossTestPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// The text.
    pub text: String,
    /// Where it would stand.
    pub place: GlossPlace,
    /// The words asked about.
    pub why: String,
    /// What came of it.
    pub trial: GlossTrial,
}

/// An article's words beside what the glossary printed over them.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_article_glossary.html")]
pub struct ArticleGlossPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The article's number.
    pub id: u64,
    /// Its headline.
    pub headline: String,
    /// Where readers have it.
    pub url: String,
    /// `printed` or `today`: what is shown beside the original.
    pub mode: String,
    /// Whether today's glossary would print it otherwise.
    pub differs: bool,
    /// Whether this member may reprint it.
    pub may_edit: bool,
    /// The words asked about.
    pub why: String,
    /// The two beside each other, and every match.
    pub trial: GlossTrial,
}

/// One entry.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_entry.html")]
pub struct GlossEntryPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// What stands on top: the headword, or "A new entry".
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Where the form goes.
    pub action: String,
    /// Whether it is there already.
    pub stored: bool,
    /// The revision that it was made from.
    pub revision: i64,
    /// The newest change of the glossary that a new entry was made in sight of.
    pub seen: i64,
    /// The number under which an entry that was dropped comes back when it is saved; empty for none.
    pub returns: String,
    /// Who changed it while it was written, where what they changed is in the form already; empty for nowhere.
    pub clash_by: String,
    /// Whether they made it where this form would have made it, too.
    pub is_double: bool,
    /// Whether the form that drops it was sent and refused.
    pub dropping: bool,
    /// Why it was to be dropped, as typed.
    pub drop_note: String,
    /// Whether that was to reach what was printed.
    pub drop_correction: bool,
    /// Who dropped it while it was written, in words; empty when nobody did.
    pub gone: String,
    /// Whether this member may change it.
    pub may_edit: bool,
    /// "gone", "held", "set aside".
    pub badges: Vec<String>,
    /// "Printed in 12 articles, last on 7 July 2014".
    pub printed: String,
    /// What the compiler says of it as it is stored.
    pub problems: Vec<String>,
    /// Gone, held, to be looked at again.
    pub top: Vec<GlossField>,
    /// All other fields.
    pub sets: Vec<GlossFieldSet>,
    /// The variants of its aside.
    pub asides: Vec<GlossAsideRow>,
    /// What is wrong with these; empty for nothing.
    pub aside_error: String,
    /// What is wrong with what was typed.
    pub errors: Vec<FieldError>,
    /// What to look at before it is saved all the same.
    pub warnings: Vec<String>,
    /// Whether there is any of these.
    pub doubtful: bool,
    /// The warnings that were shown, as the form sends them back.
    pub warned: String,
    /// Whether somebody else changed it meanwhile.
    pub clash: bool,
    /// What they have, beside what was typed.
    pub clash_parts: Vec<DiffPart>,
    /// Why, in the editor's words.
    pub note: String,
    /// Whether it reaches what was printed.
    pub is_correction: bool,
    /// Forms with where they come from.
    pub forms: Vec<(String, String)>,
    /// How each variant did.
    pub uses: Vec<GlossUseRow>,
    /// Where it was printed, the latest first.
    pub printed_in: Vec<GlossPrintedIn>,
    /// Where that goes on; empty for nowhere.
    pub printed_more: String,
    /// Its history, the latest first.
    pub changes: Vec<GlossChangeRow>,
    /// Where that goes on; empty for nowhere.
    pub changes_url: String,
    /// The text that it is tried on.
    pub try_text: String,
    /// Where that would stand.
    pub place: GlossPlace,
    /// The words asked about.
    pub why: String,
    /// What came of trying.
    pub trial: GlossTrial,
}

/// Every article in which an entry stands.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_entry_printed.html")]
pub struct GlossPrintedPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The parts of the glossary's desk.
    pub sections: Vec<DeskPart>,
    /// What stands on top.
    pub title: String,
    /// The entry's headword.
    pub headword: String,
    /// Where it is.
    pub entry_url: String,
    /// The articles, the latest first.
    pub rows: Vec<GlossPrintedIn>,
    /// Where the list goes on; empty for nowhere.
    pub more_url: String,
}
