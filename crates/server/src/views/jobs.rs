//! Work that goes over the archive, at the desk: the list, a job with what it found, and the question before it begins.

use super::{DeskChrome, DiffPart, FieldError, Link};

/// A job in the list.
#[derive(Debug, Clone, Default)]
pub struct JobRow {
    /// What it does, leading to it.
    pub job: Link,
    /// Who asked for it.
    pub who: String,
    /// When.
    pub time: String,
    /// How it stands.
    pub state: String,
    /// How far it is.
    pub count: String,
    /// What was decided after a rehearsal, or that this is still to be done; empty for all else.
    pub became: String,
}

/// The jobs over the archive.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "jobs.html")]
pub struct JobsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Whether articles may be printed anew.
    pub may_edit: bool,
    /// The jobs, the latest first.
    pub rows: Vec<JobRow>,
    /// Where the list goes on; empty for nowhere.
    pub older_url: String,
}

/// An article that a job could not do.
#[derive(Debug, Clone, Default)]
pub struct JobFailure {
    /// The article.
    pub article: Link,
    /// Why.
    pub why: String,
}

/// How a place in an article reads, before or after a change.
#[derive(Debug, Clone, Default)]
pub struct SampleSide {
    /// The words at the mention: the source's or the house's.
    pub words: String,
    /// Whether these are the house's.
    pub is_house: bool,
    /// The note or the line behind them; empty for none.
    pub note: String,
}

/// A place in the archive where a change would do something.
#[derive(Debug, Clone, Default)]
pub struct SampleRow {
    /// Where it is in the list, from 1.
    pub number: usize,
    /// The article.
    pub article: Link,
    /// Its number.
    pub id: u64,
    /// The entry's name: its headword, and where it holds if another one is called so.
    pub entry: String,
    /// The entry's headword.
    pub headword: String,
    /// Its number as the form of an exception sends it; empty where it was not kept.
    pub entry_id: String,
    /// "New", "Printed otherwise" or "Gone".
    pub what: String,
    /// Why it deserves a second look.
    pub risks: Vec<String>,
    /// "and 3 more in this article"; empty for no more.
    pub more: String,
    /// Whether a correction reaches it or not, in words; empty for a change that reaches nothing printed.
    pub reach: String,
    /// The text before the mention.
    pub before: String,
    /// The text behind it.
    pub after: String,
    /// As it is printed with the glossary of now.
    pub now: SampleSide,
    /// As it would be.
    pub then: SampleSide,
    /// What the two sides are called.
    pub headings: [String; 2],
    /// Whether an exception can be made to the entry: not to one that is dropped, or becomes what it was.
    pub may_except: bool,
    /// The phrase of an exception, as typed; empty for none.
    pub phrase: String,
    /// Whether a correction could leave the article as it is.
    pub may_leave: bool,
    /// Whether it is to be left as it is.
    pub is_left: bool,
}

/// What a rehearsed change makes of an entry.
#[derive(Debug, Clone, Default)]
pub struct ProposedStep {
    /// The headword.
    pub headword: String,
    /// "New", "Dropped"; empty for a change.
    pub what: String,
    /// What is other than it stands now.
    pub parts: Vec<DiffPart>,
}

/// What a rehearsal came to.
#[derive(Debug, Clone, Default)]
pub struct RehearsalView {
    /// "12 articles of 534,023 in print"; of a correction, how many it changes.
    pub touched: String,
    /// Of a correction, what the change would do to the articles where nothing was printed for it, in words; else empty.
    pub elsewhere: String,
    /// What becomes of matches, in words.
    pub counts: Vec<String>,
    /// Matches by risk, in words.
    pub risks: Vec<String>,
    /// What is probably not meant, in words.
    pub warnings: Vec<String>,
    /// Why, in the words of who proposes it.
    pub note: String,
    /// The headwords of the change.
    pub headwords: String,
    /// The change that it undoes; no label for none.
    pub undoing: Link,
    /// Whether it changes lines of serials.
    pub has_serials: bool,
    /// Whether it is a correction.
    pub is_correction: bool,
    /// What accepting it does, in words.
    pub accepting: String,
    /// The places, the riskiest first.
    pub samples: Vec<SampleRow>,
    /// Whether the reader may still decide.
    pub may_decide: bool,
    /// Whether the glossary has changed since.
    pub is_older: bool,
    /// Whether entries of the change itself were changed since: then it cannot be made any more.
    pub is_stale: bool,
    /// Of the undoing of a change, why that is so.
    pub not_undone: String,
    /// What it changes in each entry.
    pub steps: Vec<ProposedStep>,
    /// What is said where not all of these are shown; empty for all.
    pub more_steps: String,
    /// Where the proposed entry can be opened in its form; empty for nowhere.
    pub form_url: String,
    /// What was decided, in words; empty for nothing yet.
    pub decided: String,
    /// Where to look at what came of it; no label for nowhere.
    pub decided_at: Link,
    /// How long it took.
    pub took: String,
}

/// A job with what it found.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "job.html")]
pub struct JobPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Its number.
    pub id: u64,
    /// What it does.
    pub what: String,
    /// Who asked for it and when.
    pub asked: String,
    /// How it stands.
    pub state: String,
    /// Whether it is still to be done.
    pub is_open: bool,
    /// Articles done.
    pub done: u64,
    /// Articles in all, about.
    pub total: u64,
    /// The same in words.
    pub count: String,
    /// Why it failed; empty for no reason to complain.
    pub reason: String,
    /// Whether the reader may stop it, let it go on, decide.
    pub may_edit: bool,
    /// Whether it can go on.
    pub can_go_on: bool,
    /// Articles that were changed last.
    pub changed: Vec<Link>,
    /// Articles that could not be done.
    pub failed: Vec<JobFailure>,
    /// "and 12 more"; empty for no more.
    pub more_failed: String,
    /// What the rehearsal came to.
    pub rehearsal: RehearsalView,
    /// Whether there is one.
    pub has_rehearsal: bool,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// The question before articles are printed anew, and before it which articles.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "reprint.html")]
pub struct ReprintPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Which articles, in words; empty while that is not said.
    pub what: String,
    /// How many, in words.
    pub count: String,
    /// What the form sends to say which: name and value.
    pub scope: (String, String),
    /// Today, to begin with.
    pub today: String,
    /// The day that was typed.
    pub typed_edition: String,
    /// The article's number that was typed.
    pub typed_article: String,
    /// The headword that was typed.
    pub typed_entry: String,
    /// The words that were typed.
    pub typed_words: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}
