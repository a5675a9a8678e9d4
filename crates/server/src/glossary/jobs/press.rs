//! The glossary as a job prints with it, and what the job does to one article.

use super::anew::{self, Corrected, Known};
use crate::app::App;
use crate::edit;
use crate::glossary::task::Task;
use crate::printing::{self, Place, entry_uses, read_choices};
use crate::remarks;
use crate::secrets::Secrets;
use clipsheet_gloss::{Context, Entry, Format, Glossary, GlossaryFile, PrintRecord};
use clipsheet_store::{
    ArticleId, ArticleText, Conn, EntryUse, Millis, SerialPositions, StandingPrint, StoreResult,
    Tx, find_correction, find_standing_print, list_entry_uses, newest_glossary_change, read_ledger,
    set_entry_uses, set_print_record, set_safe_text,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The glossary as a job prints with it. It is compiled from the store and not taken from the app: another node may have
/// changed it the moment before.
pub(super) struct Press {
    secrets: Arc<Secrets>,
    /// The newest change that is in it.
    change: i64,
    glossary: Glossary,
    known: Known,
    corrected: Option<Corrected>,
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
    pub(super) async fn set_up(app: &App, task: &Task) -> StoreResult<Arc<Self>> {
        let secrets = Arc::clone(&app.secrets);
        let task = task.clone();
        let set_up = app.store.read(move |conn| {
            let change = newest_glossary_change(conn)?;
            let mut file = printing::stored_glossary(conn)?;
            let corrected = match task {
                Task::Correct {
                    entries,
                    change: since,
                    ..
                } => {
                    let entries = as_corrected(conn, &mut file, &entries, since)?;
                    let ours = file.entries.iter();
                    let ours = ours.filter(|one| entries.contains_key(&one.id));
                    let (alone, _) = Glossary::compile(ours.cloned().collect(), Vec::new());
                    Some(Corrected { entries, alone })
                }
                _ => None,
            };
            let (glossary, _) = Glossary::compile(file.entries, file.serials);
            Ok(Arc::new(Self {
                secrets,
                change,
                known: anew::known(&glossary),
                glossary,
                corrected,
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
            (Task::Correct { .. }, Some(before)) => self.correct(tx, id, article, &before, now),
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
        let used = printing::used_in_edition(&self.glossary, &ledger);
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
            let of = &self.glossary;
            carried = edit::again(of, &text, &place, &ledger, &standing, &choices, true).record;
            (&carried, "")
        };
        let found = anew::reprint(&self.glossary, &self.known, text.as_str(), before, &context);
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
        let found = self.glossary.find(text.as_str(), Format::Html, &context);
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
        now: Millis,
    ) -> StoreResult<Done> {
        let Some(corrected) = &self.corrected else {
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
        let Some(found) = anew::correct(
            &self.glossary,
            &self.known,
            corrected,
            text.as_str(),
            before,
            &context,
        ) else {
            return Ok(Done::Same);
        };
        // Of the other entries all stays as it is noted.
        let ours = |used: &EntryUse| corrected.entries.contains_key(&used.entry);
        let now_used = entry_uses(&found.record, &found.mentions).into_iter();
        let mut uses: Vec<EntryUse> = now_used.filter(ours).collect();
        uses.extend(
            list_entry_uses(tx, id)?
                .into_iter()
                .filter(|used| !ours(used)),
        );
        put(tx, id, &stored.print_record, &found.record, &uses, now)
    }
}

/// Puts the entries of a correction as it made them, and gives each with its revision: what somebody has changed since for new
/// articles alone does not ride into the old ones with it. An entry that was corrected again since is left to that
/// correction, which goes over the same articles and has exceptions of its own.
fn as_corrected(
    conn: &mut Conn,
    file: &mut GlossaryFile,
    entries: &[i64],
    since: i64,
) -> StoreResult<BTreeMap<i64, i64>> {
    let mut ours = BTreeMap::new();
    for id in entries {
        let Some((change, step)) = find_correction(conn, *id, since)? else {
            // Of a change that is not in the history all is as it stands.
            ours.insert(*id, i64::MAX);
            continue;
        };
        if change != since {
            continue;
        }
        let at = file.entries.iter().position(|entry| entry.id == *id);
        let read = step.after.as_deref().map(serde_json::from_str::<Entry>);
        let corrected = match read {
            None => None,
            Some(Ok(entry)) => Some(Entry {
                id: *id,
                revision: step.revision,
                ..entry
            }),
            Some(Err(error)) => {
                tracing::error!(entry = id, %error, "a corrected entry cannot be read");
                continue;
            }
        };
        ours.insert(*id, step.revision);
        match (at, corrected) {
            (Some(at), Some(entry)) => file.entries[at] = entry,
            (Some(at), None) => drop(file.entries.remove(at)),
            (None, Some(entry)) => file.entries.push(entry),
            (None, None) => {}
        }
    }
    Ok(ours)
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
    set_print_record(tx, id, &json, uses, now)?;
    Ok(Done::Changed)
}
