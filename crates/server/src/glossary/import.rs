//! A glossary that comes in as a file, JSON or CSV: what it would add, change and drop, told before it is done.

use super::change::{Proposal, ProposedEntry};
use super::differences::{FieldChange, differences};
use super::namesakes::{Which, pair, scope_in_words};
use super::shelf::Shelf;
use super::table::{self, TableRow};
use crate::calendar::counted_len;
use clipsheet_gloss::{Entry, GlossaryFile, ParsedFile, Problem, Serial, Severity};
use clipsheet_store::SerialPositions;
use std::collections::HashMap;
use std::fmt;

/// What happens to entries that the file does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum How {
    /// They stay.
    #[default]
    Adds,
    /// They are dropped.
    Replaces,
}

/// What the file has for one entry.
#[derive(Debug, Clone)]
enum Incoming {
    Whole(Box<Entry>),
    /// A row of a table: fields without a column stay as they are.
    Row(TableRow),
}

/// An entry of the file that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands: "line 12" or "entry 7, line 31".
    pub place: String,
    /// Its headword, if it has one.
    pub headword: String,
    /// Why, and what to do.
    pub reason: String,
}

/// A file that was read.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    incoming: Vec<(String, Incoming)>,
    /// Entries that cannot be read.
    pub refused: Vec<Refused>,
    /// What else is to be said of it.
    pub warnings: Vec<String>,
    /// The serials, where the file has any.
    serials: Vec<Serial>,
    /// Whether there are serials among what cannot be read. They say nothing of those that stand.
    has_broken_serials: bool,
    /// Whether it is a table.
    pub is_table: bool,
}

/// Reads a file, whichever of the two it is.
///
/// # Errors
/// When nothing of it can be read: why, and what to do.
pub fn read(bytes: &[u8]) -> Result<Upload, String> {
    let text = table::decode(bytes).map_err(|error| error.to_string())?;
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    if begins.is_empty() {
        return Err("There is nothing in it. Choose a file, or paste its text".into());
    }
    // A table never reads as JSON, not even one of a single word.
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(begins).is_ok();
    if is_json || begins.starts_with(['{', '[']) {
        read_json(&text)
    } else {
        read_table(&text)
    }
}

fn read_json(text: &str) -> Result<Upload, String> {
    let parsed = GlossaryFile::parse(text).map_err(|error| error.to_string())?;
    let mut upload = Upload::default();
    let place = |position: usize| match parsed.lines.get(position) {
        Some(line) => format!("entry {}, line {line}", position + 1),
        None => format!("entry {}", position + 1),
    };
    for problem in &parsed.problems {
        let refuse = |place: String| Refused {
            place,
            headword: problem.headword.clone(),
            reason: problem.message.clone(),
        };
        match (problem.severity, problem.position) {
            (Severity::Error, Some(position)) => upload.refused.push(refuse(place(position))),
            (Severity::Error, None) => {
                upload.refused.push(refuse("serials".into()));
                upload.has_broken_serials = true;
            }
            (Severity::Warning, _) => upload.warnings.push(problem.to_string()),
        }
    }
    let entries = parsed.file.entries.into_iter().zip(&parsed.positions);
    upload.incoming = entries
        .map(|(entry, position)| (place(*position), Incoming::Whole(Box::new(entry))))
        .collect();
    upload.serials = parsed.file.serials;
    Ok(upload)
}

/// Reads a table as a glossary by itself, as [`GlossaryFile::parse`] reads JSON: the positions of what was read, and the lines,
/// are those of the rows.
///
/// # Errors
/// When nothing of it can be read: why, and what to do.
pub fn parse_table(bytes: &[u8]) -> Result<ParsedFile, String> {
    let text = table::decode(bytes).map_err(|error| error.to_string())?;
    let table = table::read(&text).map_err(|error| error.to_string())?;
    let mut parsed = ParsedFile::default();
    let unknown = table.unknown.iter().map(|name| Problem {
        position: None,
        headword: String::new(),
        severity: Severity::Warning,
        message: unknown_column(name),
    });
    parsed.problems.extend(unknown);
    for (position, row) in table.rows.iter().enumerate() {
        match row.onto(&Entry::new("")) {
            Ok(entry) => {
                parsed.file.entries.push(entry);
                parsed.positions.push(position);
            }
            Err(reason) => parsed.problems.push(Problem {
                position: Some(position),
                headword: row.headword().to_owned(),
                severity: Severity::Error,
                message: format!("{reason} The row is left out."),
            }),
        }
    }
    parsed.lines = table.rows.iter().map(|row| row.line).collect();
    Ok(parsed)
}

fn unknown_column(name: &str) -> String {
    format!("The column “{name}” means nothing here and is passed over. Check its spelling.")
}

fn read_table(text: &str) -> Result<Upload, String> {
    let table = table::read(text).map_err(|error| error.to_string())?;
    let mut upload = Upload {
        is_table: true,
        ..Upload::default()
    };
    for name in table.unknown {
        upload.warnings.push(unknown_column(&name));
    }
    upload.incoming = table
        .rows
        .into_iter()
        .map(|row| (format!("line {}", row.line), Incoming::Row(row)))
        .collect();
    Ok(upload)
}

/// What a file would do.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The change.
    pub proposal: Proposal,
    /// Where in the file each of its entries stands: "line 12"; empty for one that goes.
    pub places: Vec<String>,
    /// New entries.
    pub added: Vec<Entry>,
    /// Entries that become others, with what is other.
    pub changed: Vec<(Entry, Vec<FieldChange>)>,
    /// Entries that go.
    pub dropped: Vec<Entry>,
    /// How many are as they are already.
    pub same: usize,
    /// Serials whose lines change.
    pub serials: Vec<String>,
    /// What is refused.
    pub refused: Vec<Refused>,
    /// What else is to be said.
    pub warnings: Vec<String>,
}

impl Plan {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.proposal.entries.is_empty() && self.proposal.serials.is_empty()
    }

    /// What it comes to.
    pub fn summary(&self) -> String {
        let summary = Summary {
            added: self.added.len(),
            changed: self.changed.len(),
            dropped: self.dropped.len(),
            same: self.same,
            refused: self.refused.len(),
        };
        summary.to_string()
    }
}

/// What an import comes to: "12 added, 3 changed, 1 dropped, 7 as they are already, 2 refused".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// New entries.
    pub added: usize,
    /// Entries that become others.
    pub changed: usize,
    /// Entries that go.
    pub dropped: usize,
    /// Entries of the file that the glossary has just so.
    pub same: usize,
    /// Entries of the file that are left out.
    pub refused: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            added,
            changed,
            dropped,
            ..
        } = self;
        write!(f, "{added} added, {changed} changed, {dropped} dropped")?;
        for (count, words) in [
            (self.same, "as they are already"),
            (self.refused, "refused"),
        ] {
            if count > 0 {
                write!(f, ", {count} {words}")?;
            }
        }
        Ok(())
    }
}

/// Compares a file with the glossary as it stands. Entries are told by headword; of several with the same see [`pair`]. `used`
/// says how many lines of each serial are printed: these stay as they are.
pub fn plan(upload: Upload, shelf: &Shelf, used: &SerialPositions, how: How) -> Plan {
    let mut plan = Plan {
        refused: upload.refused,
        warnings: upload.warnings,
        ..Plan::default()
    };
    plan.proposal.seen = Some(shelf.change);
    let mut groups: HashMap<String, Group<'_>> = HashMap::new();
    for entry in shelf.entries() {
        let group = groups.entry(entry.headword.clone()).or_default();
        group.standing.push(entry);
    }
    // What cannot be read of the file says nothing of the entry that stands.
    for refused in &plan.refused {
        let group = groups.entry(refused.headword.trim().to_owned());
        group.or_default().lost += 1;
    }
    let mut readable = Vec::new();
    for (place, incoming) in upload.incoming {
        let headword = incoming.headword().to_owned();
        let group = groups.entry(headword.clone()).or_default();
        match incoming.onto(&Entry::new("")) {
            Ok(_) => {
                group.incoming.push(readable.len());
                readable.push((place, headword, incoming));
            }
            Err(reason) => {
                group.lost += 1;
                plan.refused.push(Refused {
                    place,
                    headword,
                    reason,
                });
            }
        }
    }
    let mut found = vec![Which::New; readable.len()];
    let mut gone = Vec::new();
    for group in groups.values() {
        let made = |at: usize, old: &Entry| {
            let (_, _, incoming) = &readable[group.incoming[at]];
            incoming.onto(old).unwrap_or_else(|_| old.clone())
        };
        let which = pair(group.incoming.len(), group.lost, &group.standing, made);
        // Nobody can tell then which of those that are left the file has no more.
        let is_clear =
            group.lost == 0 && !which.iter().any(|one| matches!(one, Which::Doubtful(_)));
        if is_clear {
            let is_left = |entry: &&&Entry| !which.contains(&Which::Is(entry));
            gone.extend(group.standing.iter().filter(is_left).copied());
        }
        for (at, which) in group.incoming.iter().zip(which) {
            found[*at] = which;
        }
    }
    for ((place, headword, incoming), which) in readable.into_iter().zip(found) {
        let old = match &which {
            Which::Is(old) => Some(*old),
            Which::New | Which::Doubtful(_) => None,
        };
        let made = match &which {
            Which::Doubtful(some) => Err(doubtful(&headword, some)),
            _ => incoming.onto(old.unwrap_or(&Entry::new(""))),
        };
        match made {
            Ok(entry) => plan.put(old, entry, place),
            Err(reason) => plan.refused.push(Refused {
                place,
                headword,
                reason,
            }),
        }
    }
    if how == How::Replaces {
        gone.sort_by_key(|entry| entry.id);
        for entry in gone {
            plan.proposal.entries.push(ProposedEntry {
                id: Some(entry.id),
                from: Some(entry.revision),
                headword: entry.headword.clone(),
                entry: None,
            });
            plan.places.push(String::new());
            plan.dropped.push(entry.clone());
        }
    }
    if how == How::Replaces && !upload.is_table && !upload.has_broken_serials {
        plan.drop_serials(&upload.serials, shelf, used);
    }
    plan.put_serials(upload.serials, shelf, used);
    plan
}

/// What there is of one headword.
#[derive(Default)]
struct Group<'a> {
    standing: Vec<&'a Entry>,
    /// Places in what the file has.
    incoming: Vec<usize>,
    /// How many more the file has that cannot be read.
    lost: usize,
}

/// Why an entry of the file is nobody's.
fn doubtful(headword: &str, some: &[&Entry]) -> String {
    const SHOWN: usize = 5;
    let of = |entry: &&Entry| format!("the “{headword}” {}", scope_in_words(entry));
    let shown: Vec<String> = some.iter().take(SHOWN).map(of).collect();
    format!(
        "It may be {}, or a new one. Give it the pages, areas, days and neighbouring words of the one that is meant, and leave the others in the file as they are; or change that one at the desk.",
        shown.join(", or ")
    )
}

impl Incoming {
    /// The headword, trimmed.
    fn headword(&self) -> &str {
        match self {
            Self::Whole(entry) => entry.headword.trim(),
            Self::Row(row) => row.headword(),
        }
    }

    /// What it makes of an entry.
    fn onto(&self, old: &Entry) -> Result<Entry, String> {
        match self {
            Self::Whole(_) if self.headword().is_empty() => Err("It has no headword.".into()),
            Self::Whole(entry) => Ok(Entry {
                id: old.id,
                revision: old.revision,
                headword: self.headword().to_owned(),
                ..(**entry).clone()
            }),
            Self::Row(row) => row.onto(old),
        }
    }
}

impl Plan {
    fn put(&mut self, old: Option<&Entry>, entry: Entry, place: String) {
        if old == Some(&entry) {
            self.same += 1;
            return;
        }
        self.places.push(place);
        self.proposal.entries.push(ProposedEntry {
            id: old.map(|old| old.id),
            from: old.map(|old| old.revision),
            headword: entry.headword.clone(),
            entry: Some(entry.clone()),
        });
        match old {
            Some(old) => self
                .changed
                .push((entry.clone(), differences(Some(old), Some(&entry)))),
            None => self.added.push(entry),
        }
    }

    /// Serials that a file which replaces all does not have go, but for those of which lines are printed.
    fn drop_serials(&mut self, serials: &[Serial], shelf: &Shelf, used: &SerialPositions) {
        for old in &shelf.serials {
            if serials.iter().any(|serial| serial.name == old.name) {
                continue;
            }
            let count = used.get(&old.name).copied().unwrap_or(0);
            if count > 0 {
                self.warnings.push(format!(
                    "The serial “{}” is not in the file, and stays: {} printed.",
                    old.name,
                    counted_len(count, "of its lines is", "of its lines are")
                ));
                continue;
            }
            self.serials.push(format!("{} (dropped)", old.name));
            let from = Some(old.lines.clone());
            self.proposal.serials_from.push((old.name.clone(), from));
            self.proposal.serials.push((old.name.clone(), None));
        }
    }

    /// Serials come in line by line: those that are printed keep their places.
    fn put_serials(&mut self, serials: Vec<Serial>, shelf: &Shelf, used: &SerialPositions) {
        for serial in serials {
            let old = shelf.serials.iter().find(|old| old.name == serial.name);
            if old == Some(&serial) || serial.name.trim().is_empty() {
                continue;
            }
            let count = used.get(&serial.name).copied().unwrap_or(0);
            let printed = |lines: &[String]| lines.get(..count).map(<[String]>::to_vec);
            if let Some(old) = old
                && printed(&old.lines) != printed(&serial.lines)
            {
                self.warnings.push(format!(
                    "The serial “{}” stays as it is: {count} of its lines are printed, and the file has others in their places.",
                    serial.name
                ));
                continue;
            }
            self.serials.push(serial.name.clone());
            let from = old.map(|old| old.lines.clone());
            self.proposal.serials_from.push((serial.name.clone(), from));
            self.proposal
                .serials
                .push((serial.name, Some(serial.lines)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::problems::new_problems;
    use super::*;

    fn shelf() -> Shelf {
        let entry = |id: i64, headword: &str| Entry {
            id,
            revision: 3,
            substitute: vec![format!("house {headword}")],
            ..Entry::new(headword)
        };
        let serials = vec![Serial {
            name: "default".into(),
            lines: vec!["one".into(), "two".into()],
        }];
        Shelf::of(vec![entry(1, "gull"), entry(2, "mud")], serials, Vec::new())
    }

    fn planned(text: &str, how: How) -> Plan {
        let used = SerialPositions::from([("default".to_owned(), 1)]);
        plan(read(text.as_bytes()).unwrap(), &shelf(), &used, how)
    }

    #[test]
    fn a_table_adds_changes_and_drops() {
        let text = "headword,kind\ngull,bird\nfog horn,thing\n,x\n";
        let adds = planned(text, How::Adds);
        assert_eq!(adds.summary(), "1 added, 1 changed, 0 dropped, 1 refused");
        assert_eq!(
            adds.changed[0].0.substitute,
            ["house gull"],
            "no column, no change"
        );
        assert_eq!(adds.changed[0].1[0].label, "Kind");
        assert_eq!(adds.refused[0].place, "line 4");
        let replaces = planned(text, How::Replaces);
        assert_eq!(replaces.dropped[0].headword, "mud");
        let drop = replaces.proposal.entries.last().unwrap();
        assert_eq!((drop.id, drop.from, &drop.entry), (Some(2), Some(3), &None));
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_not_dropped() {
        let text = r#"{"entries": [{"headword": "gull", "case": "loud"}, {"headword": "fog horn", "kind": "thing"}]}"#;
        let replaces = planned(text, How::Replaces);
        assert_eq!(replaces.refused[0].headword, "gull");
        let dropped: Vec<&str> = replaces
            .dropped
            .iter()
            .map(|entry| &*entry.headword)
            .collect();
        assert_eq!(dropped, ["mud"]);
    }

    #[test]
    fn a_file_with_one_of_two_namesakes_leaves_the_other_alone() {
        let gladys = |id: i64, near: &str| Entry {
            id,
            near: vec![near.into()],
            substitute: vec![format!("the {near} one")],
            ..Entry::new("Gladys")
        };
        let both = [gladys(1, "dredger"), gladys(2, "chips")];
        let shelf = Shelf::of(both.to_vec(), Vec::new(), Vec::new());
        let planned = |entries: &[Entry], how| {
            let file = serde_json::json!({ "entries": entries }).to_string();
            let upload = read(file.as_bytes()).unwrap();
            plan(upload, &shelf, &SerialPositions::new(), how)
        };
        let alone = planned(&both[1..], How::Adds);
        assert!(alone.is_empty() && alone.same == 1, "{}", alone.summary());
        let turned = planned(&[both[1].clone(), both[0].clone()], How::Replaces);
        assert!(
            turned.is_empty() && turned.same == 2,
            "{}",
            turned.summary()
        );
        // What may be either is neither, and nothing is dropped for it.
        let moved = planned(&[gladys(0, "vinegar")], How::Replaces);
        assert!(moved.is_empty(), "{:?}", moved.proposal);
        let why = &moved.refused[0].reason;
        for name in ["“Gladys” near “dredger”", "“Gladys” near “chips”"] {
            assert!(why.contains(name), "{why}");
        }
    }

    #[test]
    fn the_same_glossary_changes_nothing() {
        let entries: Vec<Entry> = shelf().entries().cloned().collect();
        let same = planned(&table::write(&entries), How::Replaces);
        assert!(same.is_empty(), "{:?}", same.proposal);
        assert_eq!(same.same, 2);
    }

    #[test]
    fn lines_that_are_printed_stay() {
        let more = planned(
            r#"{"entries": [], "serials": [{"name": "default", "lines": ["one", "2", "3"]}]}"#,
            How::Adds,
        );
        assert_eq!(more.serials, ["default"]);
        let other = planned(
            r#"{"entries": [], "serials": [{"name": "default", "lines": ["1", "two"]}]}"#,
            How::Adds,
        );
        assert!(other.is_empty());
        assert!(other.warnings[0].contains("1 of its lines are printed"));
        // One that a file lacks goes only where all is replaced and nothing of it is printed.
        let none = r#"{"entries": []}"#;
        assert!(planned(none, How::Adds).serials.is_empty());
        let kept = planned(none, How::Replaces);
        assert!(kept.serials.is_empty() && kept.warnings[0].contains("stays"));
        let unused = plan(
            read(none.as_bytes()).unwrap(),
            &shelf(),
            &SerialPositions::new(),
            How::Replaces,
        );
        assert_eq!(unused.proposal.serials, [("default".to_owned(), None)]);
    }

    #[test]
    fn what_it_would_spoil_is_told() {
        let collides = planned("headword,aliases,substitute\ntern,gull,x\n", How::Adds);
        let problems = new_problems(&collides.proposal, &shelf());
        assert!(
            problems
                .iter()
                .any(|problem| problem.message.contains("already belongs")),
            "{problems:?}"
        );
        assert!(
            new_problems(
                &planned("headword,kind\ngull,bird\n", How::Adds).proposal,
                &shelf()
            )
            .is_empty()
        );
    }

    #[test]
    fn files_that_are_none_are_refused_in_words() {
        for (text, wants) in [
            ("", "nothing in it"),
            ("{\"entries\": 7}", "not a glossary file"),
            ("a,b\n", "headword"),
            (
                "headword,kind\nTern,bird\n\"Gull,bird\nSkua,bird\n",
                "line 3",
            ),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(wants), "{error}");
        }
    }
}
