//! One article printed anew, or corrected: pure, from its record to the next.

use crate::printing::pinned_where;
use clipsheet_gloss::{
    Annotation, Context, Effect, Entry, Format, Found, Glossary, PrintRecord, variant_again,
};
use clipsheet_store::{ArticleId, EntryUse, UsedAs};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Every entry that stands, by its number.
pub(super) type Known = HashMap<i64, Entry>;

/// The entries of a glossary by number.
pub(super) fn known(glossary: &Glossary) -> Known {
    let entries = glossary.entries();
    entries.map(|entry| (entry.id, entry.clone())).collect()
}

fn is_serial(annotation: &Annotation) -> bool {
    matches!(annotation.effect, Effect::Serial { .. })
}

fn in_order(mut annotations: Vec<Annotation>) -> PrintRecord {
    annotations.sort_by_key(|annotation| (annotation.start, annotation.insert_at()));
    PrintRecord {
        annotations,
        ..PrintRecord::default()
    }
}

/// What today's glossary prints in an article that was printed before. Lines of serials that it has stay, and no others come;
/// entries that are as they were then keep the variant that was printed.
pub(super) fn reprint(
    glossary: &Glossary,
    known: &Known,
    text: &str,
    before: &PrintRecord,
    context: &Context<'_>,
) -> Found {
    let choices = pinned_where(before, context.choices, |annotation| {
        let entry = known.get(&annotation.entry_id)?;
        let is_same = annotation.revision == entry.revision;
        is_same.then_some((entry.headword.as_str(), annotation.variant))
    });
    let context = Context {
        choices: &choices,
        explain: true,
        ..context.clone()
    };
    let mut found = glossary.find(text, Format::Html, &context);
    let today = found.record.annotations.into_iter();
    let today = today.filter(|annotation| !is_serial(annotation));
    let serials = before.annotations.iter().filter(|one| is_serial(one));
    found.record = in_order(today.chain(serials.cloned()).collect());
    found
}

/// What a correction is to do with one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Correction {
    /// The revision that it made: what was printed with a later one is not its business.
    pub(super) revision: i64,
    /// The only articles that it still has to do with, where later corrections of the entry do the others; none for all.
    pub(super) only: Option<BTreeSet<ArticleId>>,
}

/// The entries that are corrected.
pub(super) struct Corrected {
    /// By their numbers.
    pub(super) entries: BTreeMap<i64, Correction>,
    /// A glossary of nothing but these, as they are now: what they do where a younger entry would be in their way.
    pub(super) alone: Glossary,
    /// The change that the correction undoes: what that took out comes back.
    pub(super) undoes: Option<i64>,
}

impl Corrected {
    /// The revision up to which what an entry printed in an article is corrected; none where that is not this correction's
    /// business.
    pub(super) fn upto(&self, entry: i64, article: ArticleId) -> Option<i64> {
        let correction = self.entries.get(&entry)?;
        let is_here = |only: &BTreeSet<ArticleId>| only.contains(&article);
        let acts = correction.only.as_ref().is_none_or(is_here);
        acts.then_some(correction.revision)
    }

    /// What comes back into an article, of what is noted of it: what the undone change took out.
    pub(super) fn coming_back(&self, uses: &[EntryUse], article: ArticleId) -> Vec<EntryUse> {
        let taken = uses.iter().filter_map(|used| used.taken_out());
        taken
            .filter(|(change, _)| Some(*change) == self.undoes)
            .map(|(_, was)| was)
            .filter(|was| self.upto(was.entry, article).is_some())
            .collect()
    }
}

/// An article's record with corrected entries as they are now, wherever they had printed something; all else is as it was.
/// What is muted or dropped goes; a line of a serial stays, since the story has gone on from it. `back` is what they had printed
/// there until the change that is undone took it out. `None` where nothing of theirs was printed; else with every mention in
/// the text.
pub(super) fn correct(
    glossary: &Glossary,
    known: &Known,
    corrected: &Corrected,
    text: &str,
    before: &PrintRecord,
    back: &[EntryUse],
    context: &Context<'_>,
) -> Option<Found> {
    let is_ours = |annotation: &&Annotation| {
        let upto = corrected.upto(annotation.entry_id, ArticleId(context.article_id));
        !is_serial(annotation) && upto.is_some_and(|upto| annotation.revision <= upto)
    };
    let old: Vec<&Annotation> = before.annotations.iter().filter(is_ours).collect();
    if old.is_empty() && back.is_empty() {
        return None;
    }
    let returning: BTreeSet<i64> = back.iter().map(|used| used.entry).collect();
    let mut acted: BTreeSet<i64> = old.iter().map(|annotation| annotation.entry_id).collect();
    acted.extend(&returning);
    let kept = before.annotations.iter().filter(|one| !is_ours(one));
    let mut annotations: Vec<Annotation> = kept.cloned().collect();
    let mut pins = before.clone();
    pins.annotations
        .extend(back.iter().filter_map(|used| as_printed(known, used)));
    let choices = pinned_where(&pins, context.choices, |annotation| {
        let id = annotation.entry_id;
        let entry = known.get(&id).filter(|_| acted.contains(&id))?;
        Some((entry.headword.as_str(), same_variant(entry, annotation)?))
    });
    let context = Context {
        choices: &choices,
        explain: true,
        ..context.clone()
    };
    let find = |glossary: &Glossary| glossary.find(text, Format::Html, &context);
    let ours = |found: &Found| {
        let all = found.record.annotations.iter();
        let ours = all.filter(|one| !is_serial(one) && acted.contains(&one.entry_id));
        ours.cloned().collect::<Vec<Annotation>>()
    };
    // Of what comes back nothing else comes with it: an article that only ever had the note gets no house word.
    let comes = |one: &Annotation| {
        let is_back = |used: &EntryUse| {
            used.entry == one.entry_id
                && match one.effect {
                    Effect::Substitute { .. } => used.used_as == UsedAs::Substitution,
                    _ => used.used_as == UsedAs::Aside,
                }
        };
        old.iter().any(|old| old.entry_id == one.entry_id) || back.iter().any(is_back)
    };
    let mut found = find(glossary);
    let mut fresh = ours(&found);
    fresh.retain(comes);
    let does: BTreeSet<(i64, &str)> = fresh
        .iter()
        .map(|one| (one.entry_id, one.effect.name()))
        .collect();
    let stood = |one: &Annotation| {
        // Where it stood before it was taken out is not known.
        returning.contains(&one.entry_id)
            || old
                .iter()
                .any(|old| old.entry_id == one.entry_id && overlap(old, one))
    };
    let mut hidden = ours(&find(&corrected.alone));
    hidden.retain(|one| {
        let is_free = !fresh.iter().any(|fresh| overlap(fresh, one));
        is_free && !does.contains(&(one.entry_id, one.effect.name())) && stood(one) && comes(one)
    });
    fresh.extend(hidden);
    // What others printed there stays, so there is no room for more.
    let free = |one: &Annotation| {
        let others = annotations.iter().filter(|other| !is_serial(other));
        !others.into_iter().any(|other| overlap(other, one))
    };
    fresh.retain(free);
    annotations.extend(fresh);
    found.record = in_order(annotations);
    Some(found)
}

/// What was taken out, as the record had it: all but its place. None where the entry no longer has it.
fn as_printed(known: &Known, used: &EntryUse) -> Option<Annotation> {
    let entry = known.get(&used.entry)?;
    let variant = usize::try_from(used.variant).ok()?;
    let effect = match used.used_as {
        UsedAs::Substitution => Effect::Substitute {
            text: entry.substitute.get(variant)?.clone(),
        },
        UsedAs::Aside => Effect::Aside {
            text: entry.asides.get(variant)?.text.clone(),
            image: None,
            alt: None,
            side: None,
        },
        _ => return None,
    };
    Some(Annotation {
        start: 0,
        end: 0,
        at: None,
        entry: entry.headword.clone(),
        entry_id: entry.id,
        revision: entry.revision,
        variant,
        effect,
    })
}

/// Which of a corrected entry's variants stands for the one that was printed: the one with its words, else the one in its place. None
/// where the desk never prints that any more: the entry's own rule chooses another.
fn same_variant(entry: &Entry, printed: &Annotation) -> Option<usize> {
    let was = printed.variant;
    match &printed.effect {
        Effect::Aside { text, .. } => {
            let all = &entry.asides;
            let has = |at: usize| all[at].text == *text;
            variant_again(was, None, all.len(), has).filter(|at| all[*at].weight > 0)
        }
        Effect::Substitute { text } => {
            let all = &entry.substitute;
            // With the case and the ending of the place where it was printed.
            let printed = text.to_lowercase();
            let has =
                |at: usize| !all[at].is_empty() && printed.starts_with(&all[at].to_lowercase());
            variant_again(was, None, all.len(), has).filter(|at| !all[*at].is_empty())
        }
        Effect::Serial { .. } => None,
    }
}

fn overlap(one: &Annotation, other: &Annotation) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_gloss::Aside;

    fn entry(id: i64, headword: &str, notes: &[&str]) -> Entry {
        Entry {
            id,
            revision: 1,
            asides: notes.iter().map(|note| Aside::new(*note)).collect(),
            ..Entry::new(headword)
        }
    }

    fn compile(entries: &[Entry]) -> Glossary {
        let (glossary, problems) = Glossary::compile(entries.to_vec(), Vec::new());
        assert!(problems.is_empty(), "{problems:?}");
        glossary
    }

    fn notes(record: &PrintRecord, text: &str) -> Vec<String> {
        let note = |one: &Annotation| match &one.effect {
            Effect::Aside { text: note, .. } => format!("{}: {note}", &text[one.start..one.end]),
            other => format!("{}: {}", &text[one.start..one.end], other.name()),
        };
        record.annotations.iter().map(note).collect()
    }

    const TEXT: &str = "<p>The keeper saw a gull. The ferry was late.</p>";

    fn whatever() -> Correction {
        Correction {
            revision: i64::MAX,
            only: None,
        }
    }

    fn corrects(before: &PrintRecord, now: &[Entry], entries: &[i64]) -> PrintRecord {
        let glossary = compile(now);
        let ours: Vec<Entry> = now
            .iter()
            .filter(|entry| entries.contains(&entry.id))
            .cloned()
            .collect();
        let corrected = Corrected {
            entries: entries.iter().map(|id| (*id, whatever())).collect(),
            alone: compile(&ours),
            undoes: None,
        };
        let context = Context::default();
        correct(
            &glossary,
            &known(&glossary),
            &corrected,
            TEXT,
            before,
            &[],
            &context,
        )
        .map_or_else(|| before.clone(), |found| found.record)
    }

    fn printed(entries: &[Entry]) -> PrintRecord {
        let found = compile(entries).find(TEXT, Format::Html, &Context::default());
        found.record
    }

    #[test]
    fn a_correction_touches_its_entry_and_nothing_else() {
        let before = printed(&[
            entry(1, "keeper", &["a libel"]),
            entry(2, "gull", &["an old joke"]),
        ]);
        let now = [
            entry(1, "keeper", &["the truth"]),
            entry(2, "gull", &["a new joke"]),
            entry(3, "ferry", &["never there then"]),
        ];
        let after = corrects(&before, &now, &[1]);
        assert_eq!(
            notes(&after, TEXT),
            ["keeper: the truth", "gull: an old joke"]
        );
        assert_eq!(after.annotations[1], before.annotations[1]);
        // One that was not printed here does not come.
        assert_eq!(corrects(&before, &now, &[3]), before);
        // Muted, and dropped.
        let mut gone = now.clone();
        gone[0].gone = true;
        assert_eq!(
            notes(&corrects(&before, &gone, &[1]), TEXT),
            ["gull: an old joke"]
        );
        assert_eq!(
            notes(&corrects(&before, &now[1..], &[1]), TEXT),
            ["gull: an old joke"]
        );
    }

    #[test]
    fn of_several_notes_the_corrected_one_goes_and_the_others_stay() {
        const WERE: [&str; 3] = ["a libel", "grey", "loud"];
        let notes_of = |texts: &[(&str, u32)]| Entry {
            revision: 2,
            asides: texts
                .iter()
                .map(|(text, weight)| Aside {
                    weight: *weight,
                    ..Aside::new(*text)
                })
                .collect(),
            ..entry(2, "gull", &[])
        };
        let now = |is: &Entry, variant: usize| {
            let mut before = printed(&[entry(2, "gull", &[WERE[variant]])]);
            before.annotations[0].variant = variant;
            notes(&corrects(&before, std::slice::from_ref(is), &[2]), TEXT)
        };
        // "0 for never": whoever had it gets another, the others keep theirs.
        let never = notes_of(&[("a libel", 0), ("grey", 1), ("loud", 1)]);
        assert_ne!(now(&never, 0), ["gull: a libel"]);
        assert_eq!(now(&never, 1), ["gull: grey"]);
        assert_eq!(now(&never, 2), ["gull: loud"]);
        // Taken out: the numbers of the others move, their words do not.
        let without = notes_of(&[("grey", 1), ("loud", 1)]);
        assert_ne!(now(&without, 0), ["gull: a libel"]);
        assert_eq!(now(&without, 1), ["gull: grey"]);
        assert_eq!(now(&without, 2), ["gull: loud"]);
        // Put in other words.
        let mended = notes_of(&[("the truth", 1), ("grey", 1), ("loud", 1)]);
        assert_eq!(now(&mended, 0), ["gull: the truth"]);
    }

    #[test]
    fn a_younger_entry_is_not_in_the_way_of_a_correction() {
        let before = printed(&[entry(1, "keeper", &["a libel"])]);
        let now = [
            entry(1, "keeper", &["the truth"]),
            entry(2, "The keeper", &["young"]),
        ];
        assert_eq!(
            notes(&corrects(&before, &now, &[1]), TEXT),
            ["keeper: the truth"]
        );
    }

    #[test]
    fn an_entry_that_is_as_it_was_keeps_its_variant() {
        let gull = entry(2, "gull", &["one", "two", "three"]);
        let glossary = compile(std::slice::from_ref(&gull));
        let mut before = printed(&[gull]);
        for variant in 0..3 {
            before.annotations[0].variant = variant;
            let known = known(&glossary);
            let found = reprint(&glossary, &known, TEXT, &before, &Context::default());
            assert_eq!(found.record.annotations[0].variant, variant);
        }
    }

    #[test]
    fn lines_of_serials_stay_and_no_others_come() {
        let line = Annotation {
            start: 7,
            end: 13,
            at: Some(24),
            entry: "keeper".into(),
            entry_id: 9,
            revision: 1,
            variant: 4,
            effect: Effect::Serial {
                serial: "default".into(),
                line_number: 5,
                text: "back at the lighthouse".into(),
            },
        };
        let before = in_order(vec![line.clone()]);
        let mut gull = entry(2, "gull", &["a joke"]);
        gull.serial = Some("default".into());
        let serial = clipsheet_gloss::Serial {
            name: "default".into(),
            lines: vec!["another line".into()],
        };
        let (glossary, _) = Glossary::compile(vec![gull], vec![serial]);
        let context = Context::default();
        let found = reprint(&glossary, &known(&glossary), TEXT, &before, &context);
        let serials: Vec<&Annotation> = found
            .record
            .annotations
            .iter()
            .filter(|one| is_serial(one))
            .collect();
        assert_eq!(serials, [&line]);
        assert_eq!(found.record.annotations.len(), 2);
    }
}
