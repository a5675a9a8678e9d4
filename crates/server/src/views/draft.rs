//! Drafts: what is being written, and how it will be printed.

use super::{DeskChrome, FieldError, Link};

/// A choice among several in a form.
#[derive(Debug, Clone, Default)]
pub struct Offer {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A draft in a list.
#[derive(Debug, Clone, Default)]
pub struct DraftLine {
    /// Where it is.
    pub url: String,
    /// Its headline, or what stands for one.
    pub headline: String,
    /// "Clipping", "Our own".
    pub kind: String,
    /// Who changed it when, and how often it was saved.
    pub meta: String,
    /// When it will be printed; empty for none.
    pub due: String,
    /// Why it could not be printed; empty when nothing is wrong.
    pub error: String,
    /// Whether it can be brought back.
    pub thrown: bool,
    /// How often it was saved: what its form is made from.
    pub version: String,
}

/// Drafts in one state.
#[derive(Debug, Clone, Default)]
pub struct DraftGroup {
    /// "Open", "Held".
    pub heading: String,
    /// More about it; empty for none.
    pub note: String,
    /// The drafts.
    pub rows: Vec<DraftLine>,
    /// What to say when there are none; empty to say nothing and show no heading.
    pub nothing: String,
    /// The older ones.
    pub older: Link,
}

/// All drafts.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "drafts.html")]
pub struct DraftsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// By what is to become of them.
    pub groups: Vec<DraftGroup>,
}

/// A form to clip a story with.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "clip.html")]
pub struct ClipPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// The address, as typed.
    pub url: String,
    /// The title, as a phone or a bookmarklet gave it.
    pub title: String,
    /// What was pasted.
    pub pasted: String,
    /// The item of the inbox that it is for; empty for none.
    pub item: String,
    /// The submission that it is for; empty for none.
    pub submission: String,
    /// Whether the form for pasting is open.
    pub paste_open: bool,
    /// The article that was clipped from there before.
    pub before: Link,
    /// Drafts of it that still wait, each with who began it.
    pub twins: Vec<(Link, String)>,
    /// The address for which these were told.
    pub told: String,
    /// The bookmarklet: a `javascript:` address.
    pub bookmarklet: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
}

/// A block of the source page that extraction left out.
#[derive(Debug, Clone, Default)]
pub struct LeftOutBlock {
    /// Its number, counted from 0.
    pub number: String,
    /// Its beginning, as plain text.
    pub text: String,
}

/// A draft in its editor.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "draft.html")]
pub struct DraftPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Its address; all its forms are sent there or below.
    pub url: String,
    /// Its number.
    pub id: String,
    /// The version that the form is made from.
    pub version: String,
    /// The version as the list says it: "Version 7, saved by Pennick at 09:41".
    pub saved: String,
    /// Whether it can still be written.
    pub live: bool,
    /// What is to become of it: `open`, `held`, `scheduled`, `thrown`, `printed`.
    pub state: String,
    /// That in words; empty for an open one.
    pub state_note: String,
    /// Where it was printed.
    pub printed: Link,
    /// Who else has it open: "Pennick is editing this, since 09:12."; empty for nobody.
    pub others: String,
    /// Whether it is the paper's own text.
    pub original: bool,
    /// The headline.
    pub headline: String,
    /// The source's tag.
    pub tag: String,
    /// The source's address.
    pub source_url: String,
    /// Who wrote it.
    pub byline: String,
    /// When the source published it.
    pub published: String,
    /// Its language.
    pub lang: String,
    /// The pages.
    pub pages: Vec<Offer>,
    /// The areas.
    pub areas: Vec<Offer>,
    /// Dossiers it is in, or could be.
    pub dossiers: Vec<Offer>,
    /// More dossiers, as typed.
    pub more_dossiers: String,
    /// All dossiers, to choose from while typing.
    pub known_dossiers: Vec<Offer>,
    /// Whether it becomes the lead.
    pub is_lead: bool,
    /// Whether it becomes a classic.
    pub is_classic: bool,
    /// When its comments close.
    pub comments: Vec<Offer>,
    /// After how many days, for that rule.
    pub comment_days: String,
    /// Where its lead picture is; empty for none.
    pub picture_url: String,
    /// What it shows.
    pub alt: String,
    /// Printed beneath it.
    pub caption: String,
    /// The text: HTML, to be edited.
    pub text: String,
    /// The text as it was extracted, safe; empty for none.
    pub source_text: String,
    /// What extraction left out.
    pub left_out: Vec<LeftOutBlock>,
    /// The article that was clipped from the same address before.
    pub before: Link,
    /// Other drafts of the same address, each with who began it.
    pub twins: Vec<(Link, String)>,
    /// The day for which it is scheduled, or today: `2014-07-07`.
    pub schedule_day: String,
    /// The time: `17:02`.
    pub schedule_time: String,
    /// The paper's time zone.
    pub zone: String,
    /// All that is wrong.
    pub errors: Vec<FieldError>,
    /// Address of the rich-text editor.
    pub squire_url: String,
    /// What puts it to work.
    pub editor_url: String,
    /// Address of the script that puts it to work.
    pub script_url: String,
    /// The longest text that is taken, in bytes.
    pub most_bytes: String,
}

/// What the glossary does, or could do, at one mention.
#[derive(Debug, Clone, Default)]
pub struct MentionLine {
    /// The words of the source.
    pub words: String,
    /// The entry.
    pub entry: String,
    /// Its number.
    pub id: String,
    /// Which of its mentions.
    pub nth: String,
    /// What is printed there: "“Dredging Society”", "a note: …".
    pub effects: Vec<String>,
    /// What it is now: `acts`, `off`, `passed`.
    pub state: String,
    /// Other variants of the entry to choose from: value is `substitute:1`.
    pub variants: Vec<Offer>,
}

/// A draft as it will be printed.
#[derive(Debug, Clone, Default)]
pub struct DraftPreview {
    /// Address to which choices are sent.
    pub action: String,
    /// The headline.
    pub headline: String,
    /// The source's tag; empty for none.
    pub tag: String,
    /// Page and area.
    pub place: String,
    /// Its lead picture; empty for none.
    pub picture_url: String,
    /// What it shows.
    pub alt: String,
    /// Printed beneath it.
    pub caption: String,
    /// The language of the text, if it is not the paper's.
    pub lang: String,
    /// The text as printed.
    pub text: String,
    /// What the glossary does at each mention.
    pub mentions: Vec<MentionLine>,
    /// Whether paragraphs that stay as they were stay as they were printed, whatever the mentions say.
    pub carried: bool,
    /// Why it cannot be printed like this; empty when it can.
    pub trouble: String,
}

/// The preview as a page of its own.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "draft_preview.html")]
pub struct DraftPreviewPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where the draft is edited.
    pub url: String,
    /// The version that is shown.
    pub version: String,
    /// The preview.
    pub preview: DraftPreview,
}

/// The preview alone, for a script that shows it beside the editor.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "part_draft_preview.html")]
pub struct DraftPreviewFragment {
    /// The preview.
    pub preview: DraftPreview,
}

/// A version in the history of a draft.
#[derive(Debug, Clone, Default)]
pub struct VersionLine {
    /// Its number.
    pub version: String,
    /// Where it is.
    pub url: String,
    /// Who saved it when, and how.
    pub meta: String,
}

/// The history of a draft, and one version of it.
#[derive(Debug, Clone, Default, askama::Template)]
#[template(path = "draft_versions.html")]
pub struct DraftVersionsPage {
    /// What every view of the desk has.
    pub chrome: DeskChrome,
    /// Where the draft is edited.
    pub url: String,
    /// The versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// The older ones.
    pub older: Link,
    /// What is shown: "Version 3"; empty for the list alone.
    pub shown: String,
    /// Its headline.
    pub headline: String,
    /// Its text, safe.
    pub text: String,
    /// What its editor had sent, when that was merged with another's; safe, empty for none.
    pub sent: String,
    /// Where to send what brings it back; empty when it cannot be brought back.
    pub restore_url: String,
    /// The version of the draft now, which the form is made from.
    pub base: String,
}
