//! The glossary as a job prints with it, and what the job does to one article.

use super::anew::{self, Corrected, Correction, Known};
use crate::app::App;
use crate::edit;
use crate::glossary::task::Task;
use crate::printing::{self, Place, entry_uses, read_choices};
use crate::remarks;
use crate::secrets::Secrets;
use clipsheet_gloss::{Annotation, Context, Entry, Format, Glossary, GlossaryFile, PrintRecord};
use clipsheet_store::{
    ArticleId, ArticleText, Conn, EntryUse, JobKind, Millis, SerialPositions, StandingPrint,
    StoreResult, Tx, find_entry_change, find_glossary_change, find_standing_print, list_entry_uses,
    list_later_corrections, newest_glossary_change, read_ledger, set_entry_uses, set_print_record,
    set_safe_text,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// The glossary as a job prints with it. It is compiled from the store and not taken from the app: another node may have
/// changed it the moment before.
pub(super) struct Press {
    secrets: Arc<Secrets>,
    /// The newest change that is in it.
    change: i64,
    plates: Plates,
    /// Where later corrections left articles out that a correction still has to do: for these.
    left_out: Option<Plates>,
}

/// A glossary, ready to print with.
struct Plates {
    glossary: Glossary,
    known: Known,
    corrected: Option<Corrected>,
}

/// What a correction corrects.
#[derive(Clone)]
struct Corrections {
    entries: BTreeMap<i64, Correction>,
    /// The change that it undoes.
    undoes: Option<i64>,
}

impl Plates {
    fn of(file: GlossaryFile, corrections: Option<Corrections>) -> Self {
        let corrected = corrections.map(|Corrections { entries, undoes }| {
            let ours = file.entries.iter();
            let ours = ours.filter(|one| entries.contains_key(&one.id));
            let (alone, _) = Glossary::compile(ours.cloned().collect(), Vec::new());
            Corrected {
                entries,
                alone,
                undoes,
            }
        });
        let (glossary, _) = Glossary::compile(file.entries, file.serials);
        Self {
            known: anew::known(&glossary),
            glossary,
            corrected,
        }
    }
}

/// What became of an article.
pub(super) enum Done {
    /// It is printed otherwise now.
    Changed,
    /// All is as it was.
    Same,
    /// It cannot be done, for this reason.
    Not(&'static str),
}

impl Press {
    /// Makes it ready for a job.
    pub(super) async fn set_up(app: &App, job: i64, task: &Task) -> StoreResult<Arc<Self>> {
        let secrets = Arc::clone(&app.secrets);
        let task = task.clone();
        let set_up = app.store.read(move |conn| {
            let change = newest_glossary_change(conn)?;
            let file = printing::stored_glossary(conn)?;
            let (plates, left_out) = match task {
                Task::Correct {
                    entries,
                    change: since,
                    ..
                } => correcting(conn, file, job, &entries, since)?,
                _ => (Plates::of(file, None), None),
            };
            Ok(Arc::new(Self {
                secrets,
                change,
                plates,
                left_out,
            }))
        });
        set_up.await
    }

    /// Whether the glossary is still the one that stands.
    pub(super) fn is_fresh(&self, tx: &mut Tx<'_>) -> StoreResult<bool> {
        Ok(newest_glossary_change(tx)? == self.change)
    }

    /// Does a task to one article.
    pub(super) fn run(
        &self,
        tx: &mut Tx<'_>,
        task: &Task,
        id: ArticleId,
        now: Millis,
    ) -> StoreResult<Done> {
        let Some(article) = find_standing_print(tx, id)? else {
            return Ok(Done::Same);
        };
        let before: Option<PrintRecord> = serde_json::from_str(&article.print_record).ok();
        match (task, before) {
            (Task::Reprint(_), before) => {
                self.reprint(tx, id, article, &before.unwrap_or_default(), now)
            }
            (Task::Correct { change, .. }, Some(before)) => {
                self.correct(tx, id, article, &before, (*change, now))
            }
            (Task::Index {}, Some(before)) => self.index(tx, id, article, &before),
            (Task::Rehearse(_), _) => Ok(Done::Same),
            (_, None) => Ok(Done::Not(
                "Its print record cannot be read, so readers see it plain. Print it anew.",
            )),
        }
    }

    fn reprint(
        &self,
        tx: &mut Tx<'_>,
        id: ArticleId,
        article: StandingPrint,
        before: &PrintRecord,
        now: Millis,
    ) -> StoreResult<Done> {
        let ledger = read_ledger(tx, article.edition_on, id)?;
        let used = printing::used_in_edition(&self.plates.glossary, &ledger);
        let (place, choices) = (place(&article), read_choices(&article.choices));
        let context = Context {
            choices: &choices,
            used: Some(&used),
            ..place.context(id, SerialPositions::new())
        };
        let stored = text_of(article);
        let text = printing::stored_text(&self.secrets, &stored);
        let carried;
        let (before, old) = if printing::fits(&text, &stored) {
            (before, stored.print_record.as_str())
        } else {
            // What was printed does not fit the text any more, so that readers see it plain, whatever the record says.
            let standing = edit::Standing {
                article: id,
                html: &stored.safe_html,
                record: before,
            };
            let of = &self.plates.glossary;
            carried = edit::again(of, &text, &place, &ledger, &standing, &choices, true).record;
            (&carried, "")
        };
        let found = anew::reprint(
            &self.plates.glossary,
            &self.plates.known,
            text.as_str(),
            before,
            &context,
        );
        if printing::unseal(&self.secrets, &stored.safe_html, &stored.seal).is_none() {
            // Today's rules made it: the new record is of this text.
            let seal = text.seal(&self.secrets.seal);
            set_safe_text(tx, id, text.as_str(), seal.as_str())?;
            remarks::settle(tx, id, &text, now)?;
        }
        let uses = entry_uses(&found.record, &found.mentions);
        put(tx, id, old, &found.record, &uses, now)
    }

    /// Notes what entries were printed, which the record says, and which others are mentioned, which the glossary of today says.
    fn index(
        &self,
        tx: &mut Tx<'_>,
        id: ArticleId,
        article: StandingPrint,
        record: &PrintRecord,
    ) -> StoreResult<Done> {
        let (place, choices) = (place(&article), read_choices(&article.choices));
        let context = Context {
            choices: &choices,
            explain: true,
            ..place.context(id, SerialPositions::new())
        };
        let text = printing::stored_text(&self.secrets, &text_of(article));
        let found = self
            .plates
            .glossary
            .find(text.as_str(), Format::Html, &context);
        let before = list_entry_uses(tx, id)?;
        set_entry_uses(tx, id, &entry_uses(record, &found.mentions))?;
        let same = list_entry_uses(tx, id)? == before;
        Ok(if same { Done::Same } else { Done::Changed })
    }

    fn correct(
        &self,
        tx: &mut Tx<'_>,
        id: ArticleId,
        article: StandingPrint,
        before: &PrintRecord,
        (change, now): (i64, Millis),
    ) -> StoreResult<Done> {
        let is_left = |corrected: &Corrected| {
            let mut all = corrected.entries.values();
            all.any(|one| one.only.as_ref().is_some_and(|only| only.contains(&id)))
        };
        let plates = match (&self.plates.corrected, &self.left_out) {
            (Some(corrected), Some(left_out)) if is_left(corrected) => left_out,
            _ => &self.plates,
        };
        let Some(corrected) = &plates.corrected else {
            return Ok(Done::Same);
        };
        let (place, choices) = (place(&article), read_choices(&article.choices));
        let context = Context {
            choices: &choices,
            ..place.context(id, SerialPositions::new())
        };
        let stored = text_of(article);
        let text = printing::stored_text(&self.secrets, &stored);
        if !printing::fits(&text, &stored) {
            return Ok(Done::Not(
                "The rules for its text have changed since it was printed, so that readers see it plain. Print it anew.",
            ));
        }
        let noted = list_entry_uses(tx, id)?;
        let Some(found) = anew::correct(
            &plates.glossary,
            &plates.known,
            corrected,
            text.as_str(),
            before,
            &corrected.coming_back(&noted, id),
            &context,
        ) else {
            return Ok(Done::Same);
        };
        // Of the other entries all stays as it is noted.
        let ours = |used: &EntryUse| corrected.upto(used.entry, id).is_some();
        let now_used = entry_uses(&found.record, &found.mentions).into_iter();
        let mut uses: Vec<EntryUse> = now_used.filter(ours).collect();
        // What is taken out is kept for whoever undoes this.
        let went = entry_uses(before, &[]).into_iter().filter(ours);
        let does = |was: &EntryUse| {
            let mut now = uses.iter();
            now.any(|used| (used.entry, used.used_as) == (was.entry, was.used_as))
        };
        let went: Vec<EntryUse> = went.filter(|was| !does(was)).collect();
        uses.extend(went.into_iter().filter_map(|was| was.taken_by(change)));
        uses.extend(noted.into_iter().filter(|used| !ours(used)));
        put(tx, id, &stored.print_record, &found.record, &uses, now)
    }
}

/// What a correction prints with: its entries as it made them, so that what somebody has changed since for new articles alone does
/// not ride into the old ones with it. An entry that was corrected again since is left to that correction, which goes over the same
/// articles; but those that it leaves out are still this one's. For these are the second plates.
fn correcting(
    conn: &mut Conn,
    mut file: GlossaryFile,
    job: i64,
    entries: &[i64],
    since: i64,
) -> StoreResult<(Plates, Option<Plates>)> {
    let later = later_corrections(conn, job)?;
    let (mut corrections, mut steps) = (BTreeMap::new(), Vec::new());
    for id in entries {
        let only = left_to(&later, *id);
        if only.as_ref().is_some_and(BTreeSet::is_empty) {
            continue;
        }
        let step = find_entry_change(conn, *id, since)?;
        let correction = Correction {
            // Of a change that is not in the history all is as it stands.
            revision: step.as_ref().map_or(i64::MAX, |step| step.revision),
            only,
        };
        let Some(step) = step else {
            corrections.insert(*id, correction);
            continue;
        };
        match step.after.as_deref().map(serde_json::from_str::<Entry>) {
            Some(Err(error)) => {
                tracing::error!(entry = id, %error, "a corrected entry cannot be read");
            }
            read => {
                let entry = read.and_then(Result::ok).map(|entry| Entry {
                    id: *id,
                    revision: step.revision,
                    ..entry
                });
                steps.push((*id, entry, correction.only.is_some()));
                corrections.insert(*id, correction);
            }
        }
    }
    let any_left = steps.iter().any(|(_, _, is_left)| *is_left);
    let mut left_out = any_left.then(|| file.clone());
    for (id, entry, is_left) in steps {
        if let Some(left_out) = &mut left_out {
            put_entry(left_out, id, entry.clone());
        }
        if !is_left {
            put_entry(&mut file, id, entry);
        }
    }
    let corrections = Corrections {
        entries: corrections,
        undoes: find_glossary_change(conn, since)?.and_then(|change| change.undoes),
    };
    let left_out = left_out.map(|file| Plates::of(file, Some(corrections.clone())));
    Ok((Plates::of(file, Some(corrections)), left_out))
}

/// A correction that was asked for later: its entries, and the articles that it leaves as they are.
type Later = (HashSet<i64>, BTreeSet<ArticleId>);

fn later_corrections(conn: &mut Conn, job: i64) -> StoreResult<Vec<Later>> {
    let mut later = Vec::new();
    for json in list_later_corrections(conn, job)? {
        if let Ok(Task::Correct {
            entries, except, ..
        }) = Task::read(JobKind::Correct, &json)
        {
            later.push((entries.into_iter().collect(), except.into_iter().collect()));
        }
    }
    Ok(later)
}

/// The articles in which an entry is still left to an older correction: those that every later one leaves out. None for all.
fn left_to(later: &[Later], entry: i64) -> Option<BTreeSet<ArticleId>> {
    let of_entry = later.iter().filter(|(entries, _)| entries.contains(&entry));
    of_entry
        .map(|(_, except)| except.clone())
        .reduce(|left, except| left.intersection(&except).copied().collect())
}

/// Puts an entry in place of the one with its number, or takes it out.
fn put_entry(file: &mut GlossaryFile, id: i64, entry: Option<Entry>) {
    let at = file.entries.iter().position(|entry| entry.id == id);
    match (at, entry) {
        (Some(at), Some(entry)) => file.entries[at] = entry,
        (Some(at), None) => drop(file.entries.remove(at)),
        (None, Some(entry)) => file.entries.push(entry),
        (None, None) => {}
    }
}

fn place(article: &StandingPrint) -> Place {
    Place {
        day: article.edition_on,
        page: article.page,
        area: article.area.clone(),
    }
}

fn text_of(article: StandingPrint) -> ArticleText {
    ArticleText {
        source_html: String::new(),
        safe_html: article.safe_html,
        seal: article.seal,
        print_record: article.print_record,
        choices: article.choices,
    }
}

/// Puts a record in place of the old one, if it is another.
fn put(
    tx: &mut Tx<'_>,
    id: ArticleId,
    old: &str,
    record: &PrintRecord,
    uses: &[EntryUse],
    now: Millis,
) -> StoreResult<Done> {
    // A record is plain data; it always has a JSON form.
    let json = serde_json::to_string(record).unwrap_or_default();
    if json == old {
        set_entry_uses(tx, id, uses)?;
        return Ok(Done::Same);
    }
    let is_seen = !looks_like(old, record);
    set_print_record(tx, id, &json, uses, is_seen, now)?;
    Ok(Done::Changed)
}

/// Whether readers see the same with a stored record and with another: it may name newer revisions of the same words, and the
/// same words as another variant.
fn looks_like(stored: &str, record: &PrintRecord) -> bool {
    let Ok(stored) = serde_json::from_str::<PrintRecord>(stored) else {
        return false;
    };
    let seen = |record: &PrintRecord| {
        let annotations = record.annotations.iter().cloned();
        let bare = annotations.map(|annotation| Annotation {
            revision: 0,
            variant: 0,
            ..annotation
        });
        bare.collect::<Vec<_>>()
    };
    seen(&stored) == seen(record)
}
