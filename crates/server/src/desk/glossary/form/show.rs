//! An entry's form as views show it: the fields with their words, in the order of use.

use super::super::pick;
use super::{AsideForm, EntryForm, message, place};
use crate::app::Paper;
use crate::glossary::shelf::Shelf;
use crate::views::{FieldError, GlossAsideRow, GlossField, GlossFieldSet, GlossPlace, Pick};

impl EntryForm {
    /// Gone, held, to be looked at again: what is wanted in a hurry.
    pub(in super::super) fn top(&self, errors: &[FieldError]) -> Vec<GlossField> {
        vec![
            self.check("gone", "Gone", "Mutes it, as when a person has died: nothing is printed for it. Its dossier still counts mentions.", errors),
            self.check("held", "Held for review", "Holds it back until an editor has looked at it: as if it were not there.", errors),
            self.field("date", "review", "Look at it again on", "The list finds those whose day has come.", errors),
        ]
    }

    /// All other fields but the notes.
    pub(in super::super) fn sets(
        &self,
        paper: &Paper,
        shelf: &Shelf,
        dossiers: &[String],
        errors: &[FieldError],
    ) -> Vec<GlossFieldSet> {
        let field = |kind: &str, name: &str, label: &str, help: &str| {
            self.field(kind, name, label, help, errors)
        };
        let check = |name: &str, label: &str, help: &str| self.check(name, label, help, errors);
        let kind = GlossField {
            proposals: shelf.kinds.keys().cloned().collect(),
            ..field(
                "text",
                "kind",
                "Kind",
                "For your own order: person, organisation, place, custom. A “person” is told from a thing of the same name.",
            )
        };
        let dossier = GlossField {
            proposals: dossiers.to_vec(),
            ..field(
                "text",
                "dossier",
                "Dossier",
                "An article that mentions it is proposed for this file when it is clipped. By its short name, such as harbour-board.",
            )
        };
        let mut serials = vec![pick("", "none", self.value("serial"))];
        serials.extend(
            shelf
                .serials
                .iter()
                .map(|serial| pick(&serial.name, &serial.name, self.value("serial"))),
        );
        if !serials.iter().any(|one| one.chosen) {
            serials.push(pick(
                self.value("serial"),
                self.value("serial"),
                self.value("serial"),
            ));
        }
        let word = GlossFieldSet {
            legend: "The word, and what it does".into(),
            open: true,
            fields: vec![
                field(
                    "text",
                    "headword",
                    "Headword",
                    "The word or phrase that it is about. Whole words only: gull is not found in gullible.",
                ),
                field(
                    "lines",
                    "aliases",
                    "Also written",
                    "Other spellings and abbreviations, one a line. Plural and possessive are found by themselves.",
                ),
                field(
                    "lines",
                    "substitute",
                    "House words",
                    "Printed instead, one a line; of several, each article gets one. Case and ending are carried over: Airstrikes becomes Arclights.",
                ),
                kind,
                dossier,
                GlossField {
                    picks: serials,
                    ..field(
                        "select",
                        "serial",
                        "Serial",
                        "A mention throws in the next line of this story.",
                    )
                },
            ],
        };
        let how = GlossFieldSet {
            legend: "How it is found".into(),
            open: self.strays(
                errors,
                &["plurals", "fold_marks", "in_names"],
                &[("case", "smart"), ("inflect", "yes")],
            ),
            fields: vec![
                field(
                    "lines",
                    "plurals",
                    "Plurals that no rule makes",
                    "One a line: oxen for ox.",
                ),
                GlossField {
                    picks: vec![
                        pick(
                            "smart",
                            "as they need to be: Turkey is not found in “a turkey”",
                            self.value("case"),
                        ),
                        pick("exact", "exactly as written", self.value("case")),
                        pick("ignore", "do not count", self.value("case")),
                    ],
                    ..field(
                        "select",
                        "case",
                        "Capitals",
                        "All in capitals is always the same word, unless it is exact.",
                    )
                },
                check(
                    "inflect",
                    "Plural and possessive are found, too",
                    "Take it off for words that are no nouns, such as delayed.",
                ),
                check(
                    "fold_marks",
                    "Accents and marks do not count",
                    "For names that are written in many ways: al-Qāʿida, al-Qa'ida, al Qaida. But résumé is then resume.",
                ),
                check(
                    "in_names",
                    "Also inside a longer name",
                    "Otherwise Harbour is left alone in “Robin Harbour”.",
                ),
            ],
        };
        let pages: Vec<Pick> = paper
            .pages
            .iter()
            .map(|page| Pick {
                value: page.number.to_string(),
                label: format!("{} {}", page.number, page.title),
                chosen: self.pages.contains(&page.number.to_string()),
            })
            .collect();
        let areas = paper.areas.iter().map(|area| Pick {
            value: area.slug.clone(),
            label: area.name.clone(),
            chosen: self.areas.contains(&area.slug),
        });
        // What the paper does not have any more stays until somebody unticks it.
        let stray = |have: &[String], picks: &[Pick]| -> Vec<Pick> {
            let unknown = have
                .iter()
                .filter(|one| !picks.iter().any(|pick| pick.value == **one));
            unknown
                .map(|one| Pick {
                    value: one.clone(),
                    label: format!("{one} (no longer there)"),
                    chosen: true,
                })
                .collect()
        };
        let (mut pages, mut areas): (Vec<Pick>, Vec<Pick>) = (pages, areas.collect());
        pages.extend(stray(&self.pages, &pages));
        areas.extend(stray(&self.areas, &areas));
        let when = GlossFieldSet {
            legend: "When it holds".into(),
            open: !self.pages.is_empty()
                || !self.areas.is_empty()
                || self.strays(
                    errors,
                    &[
                        "every_words",
                        "in_quotes",
                        "from",
                        "until",
                        "near",
                        "not_near",
                        "pages",
                        "areas",
                    ],
                    &[("mention", "first")],
                ),
            fields: vec![
                GlossField {
                    picks: vec![
                        pick("first", "the first", self.value("mention")),
                        pick(
                            "every",
                            "every one; a note still comes once",
                            self.value("mention"),
                        ),
                    ],
                    ..field(
                        "select",
                        "mention",
                        "Which mentions",
                        "All its forms count as one.",
                    )
                },
                field(
                    "number",
                    "every_words",
                    "Again after so many words",
                    "In a long article: 400 acts again at the first mention at least 400 words on. Empty: not again.",
                ),
                check(
                    "in_quotes",
                    "Also in quoted speech",
                    "Words in quotation marks are somebody’s own. For notes on what people say.",
                ),
                GlossField {
                    picks: pages,
                    ..field(
                        "checks",
                        "pages",
                        "Only on these pages",
                        "None ticked: on all.",
                    )
                },
                GlossField {
                    picks: areas,
                    ..field(
                        "checks",
                        "areas",
                        "Only in these areas",
                        "None ticked: in all.",
                    )
                },
                field(
                    "date",
                    "from",
                    "From the edition of",
                    "“Then minister”: the first day on which it holds.",
                ),
                field("date", "until", "Until the edition of", "The last day."),
                field(
                    "lines",
                    "near",
                    "Near one of these",
                    "One a line: one must stand in the same paragraph. Gladys near dredger is a boat.",
                ),
                field(
                    "lines",
                    "not_near",
                    "Not near any of these",
                    "One a line: none may stand in the same paragraph.",
                ),
            ],
        };
        vec![word, how, when]
    }

    /// Whether one of these fields is filled in or wrong, or one of those is not as it usually is.
    fn strays(&self, errors: &[FieldError], empty: &[&str], usual: &[(&str, &str)]) -> bool {
        empty
            .iter()
            .any(|name| self.on(name) || !message(errors, name).is_empty())
            || usual.iter().any(|(name, value)| self.value(name) != *value)
    }

    /// The rows of the notes. `did` says how each did.
    pub(in super::super) fn asides(&self, did: impl Fn(usize) -> String) -> Vec<GlossAsideRow> {
        let row = |(at, aside): (usize, &AsideForm)| GlossAsideRow {
            number: at + 1,
            text: aside.text.clone(),
            image: aside.image.clone(),
            alt: aside.alt.clone(),
            sides: vec![
                pick("", "as the paper has it", &aside.side),
                pick("left", "left", &aside.side),
                pick("right", "right", &aside.side),
            ],
            weight: aside.weight.clone(),
            did: did(at),
        };
        let blank = AsideForm {
            weight: "1".into(),
            ..AsideForm::default()
        };
        let spare = std::iter::repeat_n(&blank, self.spare);
        self.asides
            .iter()
            .chain(spare)
            .enumerate()
            .map(row)
            .collect()
    }

    fn field(
        &self,
        kind: &str,
        name: &str,
        label: &str,
        help: &str,
        errors: &[FieldError],
    ) -> GlossField {
        GlossField {
            name: name.into(),
            label: label.into(),
            kind: kind.into(),
            value: self.value(name).into(),
            help: help.into(),
            error: message(errors, name),
            ..GlossField::default()
        }
    }

    fn check(&self, name: &str, label: &str, help: &str, errors: &[FieldError]) -> GlossField {
        GlossField {
            on: self.on(name),
            ..self.field("check", name, label, help, errors)
        }
    }

    /// Where the text of the test box would stand.
    pub(in super::super) fn place(&self, paper: &Paper, today: &str) -> GlossPlace {
        place(
            paper,
            self.value("try_page"),
            self.value("try_area"),
            if self.on("try_on") {
                self.value("try_on")
            } else {
                today
            },
        )
    }
}
