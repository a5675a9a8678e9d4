//! Those who make the paper: the owner's list, the log of what they did, and how readers meet them.

use super::{Chrome, DeskChrome, FieldError, Link, SubmissionRow};

/// A role in a list to choose from.
#[derive(Debug, Clone, Default)]
pub struct RoleChoice {
    /// As sent: `editor`.
    pub value: String,
    /// As read: "editor: may print".
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Somebody in the list.
#[derive(Debug, Clone, Default)]
pub struct PersonRow {
    /// Their row.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The class that carries their colour.
    pub class: String,
    /// "an editor", "a trusted contributor".
    pub role: String,
    /// When they were last at the desk; "never".
    pub seen: String,
    /// "one-time codes and 2 passkeys"; empty for none.
    pub second_steps: String,
    /// Whether they were dismissed.
    pub dismissed: bool,
    /// Whether a contributor's submissions go straight to print.
    pub trusted: bool,
    /// Whether they are a contributor, who can be trusted.
    pub contributor: bool,
    /// The roles.
    pub roles: Vec<RoleChoice>,
}

/// A link that waits to be used.
#[derive(Debug, Clone, Default)]
pub struct InvitationRow {
    /// What takes it back.
    pub key: String,
    /// "a new editor: Keel, from the chandlery".
    pub what: String,
    /// "by Mrs Limpet, 6 Jul, 17:02".
    pub by: String,
    /// Until when it is good.
    pub until: String,
}

/// Those who make the paper.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "people.html")]
pub struct PeoplePage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// A link that was just made, to be copied; empty for none.
    pub link: String,
    /// For whom it is.
    pub link_for: String,
    /// The people.
    pub people: Vec<PersonRow>,
    /// Links that wait.
    pub invitations: Vec<InvitationRow>,
    /// Roles for a new link.
    pub roles: Vec<RoleChoice>,
    /// For whom, as typed.
    pub note: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// What was so before or after an act.
#[derive(Debug, Clone, Default)]
pub struct LogValue {
    /// Ready to read.
    pub text: String,
    /// Whether it is long, and folded.
    pub long: bool,
}

/// An act in the log.
#[derive(Debug, Clone, Default)]
pub struct LogRow {
    /// When, ready to print.
    pub time: String,
    /// When, for machines.
    pub datetime: String,
    /// Who, with all that they did; no address for those without an account.
    pub who: Link,
    /// The class that carries their colour.
    pub class: String,
    /// What they did.
    pub act: String,
    /// What it was done to, with all that was done to it.
    pub subject: Link,
    /// Before; empty for nothing.
    pub before: LogValue,
    /// After; empty for nothing.
    pub after: LogValue,
}

/// The log of all acts.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "log.html")]
pub struct LogPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Whose or what's acts are shown: "by Mrs Limpet"; empty for all.
    pub of: String,
    /// The acts, newest first.
    pub acts: Vec<LogRow>,
    /// Back to the newest; no link at the top.
    pub newest: Link,
    /// Further back; no link at the end.
    pub older: Link,
}

/// The desk's own front page.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "desk_front.html")]
pub struct DeskFront {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// "Good morning, Pennick."
    pub greeting: String,
    /// Whether a second step has to be set up; then what the role is: "an editor".
    pub wanted: String,
    /// The parts of the desk.
    pub parts: Vec<PartCard>,
    /// Whether what they sent in is listed.
    pub has_sent_list: bool,
    /// What they sent in, newest first.
    pub sent: Vec<SubmissionRow>,
    /// Further back; no link at the end.
    pub older: Link,
}

/// A part of the desk on its front page.
#[derive(Debug, Clone, Default)]
pub struct PartCard {
    /// The part.
    pub link: Link,
    /// One line about it.
    pub about: String,
}

/// Somebody as readers meet them.
#[derive(Debug, Clone, Default)]
pub struct ModRow {
    /// Their name.
    pub name: String,
    /// The class that carries their colour.
    pub class: String,
    /// "Editor".
    pub role: String,
    /// What they say of themselves, in paragraphs.
    pub about: Vec<String>,
}

/// Meet the mods.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "mods.html")]
pub struct ModsPage {
    /// What every page has.
    pub chrome: Chrome,
    /// The people.
    pub people: Vec<ModRow>,
}
