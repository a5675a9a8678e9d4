//! What changed in an entry, field by field, in the editor's words.

use crate::calendar::counted;
use crate::edit::compare::{Stretch, stretches};
use clipsheet_gloss::{Aside, Case, Entry, Mention, Side};

/// A field that is other than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// What the form calls it.
    pub label: &'static str,
    /// What went and what came.
    pub stretches: Vec<Stretch>,
}

/// What is other in an entry than before; everything where it was not there.
pub fn differences(before: Option<&Entry>, after: Option<&Entry>) -> Vec<FieldChange> {
    let (old, new) = (fields(before), fields(after));
    old.into_iter()
        .zip(new)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((label, old), (_, new))| FieldChange {
            label,
            stretches: stretches(&old, &new),
        })
        .collect()
}

/// The same for entries as the history keeps them. One that cannot be read counts as not there.
pub fn differences_of(before: Option<&str>, after: Option<&str>) -> Vec<FieldChange> {
    let read = |body: Option<&str>| serde_json::from_str::<Entry>(body?).ok();
    differences(read(before).as_ref(), read(after).as_ref())
}

/// The fields of an entry with what the form calls them. Where there is no entry, all are empty.
fn fields(entry: Option<&Entry>) -> Vec<(&'static str, String)> {
    let text = |of: &dyn Fn(&Entry) -> String| entry.map(of).unwrap_or_default();
    let list =
        |of: &dyn Fn(&Entry) -> &[String]| entry.map(|e| of(e).join("\n")).unwrap_or_default();
    let yes = |of: &dyn Fn(&Entry) -> bool| {
        let set = entry.is_some_and(of);
        if set { "yes" } else { "" }.to_owned()
    };
    // For a switch that is usually on, only "no" is worth a word.
    let no = |of: &dyn Fn(&Entry) -> bool| {
        let off = entry.is_some_and(|entry| !of(entry));
        if off { "no" } else { "" }.to_owned()
    };
    vec![
        ("Headword", text(&|e| e.headword.clone())),
        ("Also written", list(&|e| &e.aliases)),
        ("Plurals", list(&|e| &e.plurals)),
        ("Kind", text(&|e| e.kind.clone())),
        ("House words", list(&|e| &e.substitute)),
        ("Notes", text(&|e| asides(&e.asides))),
        ("Serial", text(&|e| e.serial.clone().unwrap_or_default())),
        ("Dossier", text(&|e| e.dossier.clone().unwrap_or_default())),
        ("Gone", yes(&|e| e.gone)),
        ("Held for review", yes(&|e| e.held)),
        ("Look at it again on", text(&|e| date(e.review))),
        ("Capitals", text(&|e| case_words(e.case).to_owned())),
        ("Plural and possessive", no(&|e| e.inflect)),
        ("Marks do not count", yes(&|e| e.fold_marks)),
        (
            "Which mentions",
            text(&|e| mention_words(e.mention).to_owned()),
        ),
        (
            "Again after",
            text(&|e| {
                e.every_words
                    .map(|n| counted(n.into(), "word", "words"))
                    .unwrap_or_default()
            }),
        ),
        ("In quoted speech", yes(&|e| e.in_quotes)),
        ("In longer names", yes(&|e| e.in_names)),
        (
            "Pages",
            text(&|e| {
                let pages: Vec<String> = e.pages.iter().map(u32::to_string).collect();
                pages.join(", ")
            }),
        ),
        ("Areas", text(&|e| e.areas.join(", "))),
        ("From", text(&|e| date(e.from))),
        ("Until", text(&|e| date(e.until))),
        ("Near", list(&|e| &e.near)),
        ("Not near", list(&|e| &e.not_near)),
    ]
}

fn date(date: Option<clipsheet_gloss::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// "as they need to be"; empty for the usual way.
fn case_words(case: Case) -> &'static str {
    match case {
        Case::Smart => "",
        Case::Exact => "exactly as written",
        Case::Ignore => "do not count",
    }
}

fn mention_words(mention: Mention) -> &'static str {
    match mention {
        Mention::First => "",
        Mention::Every => "every one",
    }
}

fn asides(asides: &[Aside]) -> String {
    let line = |aside: &Aside| {
        let mut line = aside.text.clone();
        if let Some(image) = &aside.image {
            let alt = aside.alt.as_deref().unwrap_or_default();
            let side = match aside.side {
                None => "",
                Some(Side::Left) => ", left",
                Some(Side::Right) => ", right",
            };
            line.push_str(&format!(" [picture {image}{side}: {alt}]"));
        }
        if aside.weight != 1 {
            line.push_str(&format!(" (weight {})", aside.weight));
        }
        line
    };
    asides.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_other_is_told() {
        let before = Entry::new("Harbour Board");
        let mut after = before.clone();
        after.aliases = vec!["the Board".into()];
        after.gone = true;
        after.asides = vec![Aside {
            weight: 2,
            ..Aside::new("keepers of the mud")
        }];
        let changed = differences(Some(&before), Some(&after));
        let labels: Vec<_> = changed.iter().map(|change| change.label).collect();
        assert_eq!(labels, ["Also written", "Notes", "Gone"]);
        assert_eq!(
            changed[1].stretches[0].text,
            "keepers of the mud (weight 2)"
        );
        assert!(differences(Some(&before), Some(&before)).is_empty());
        // A new one is told with what it has, a dropped one with what it had.
        assert_eq!(differences(None, Some(&before)).len(), 1);
        assert_eq!(differences(Some(&after), None)[0].stretches[0].kind, "gone");
    }
}
