//! Samples of the glossary's desk.

use super::Sample;
use super::pages::desk_chrome;
use crate::views::*;

fn sections() -> Vec<DeskPart> {
    let all = [
        "Entries",
        "Suggestions",
        "Try it",
        "Serials",
        "History",
        "Jobs",
        "Import and export",
    ];
    let part = |label: &&str| DeskPart {
        label: (*label).to_owned(),
        url: "/desk/glossary".to_owned(),
        current: *label == "Entries",
    };
    all.iter().map(part).collect()
}

fn picks(labels: &[&str], chosen: usize) -> Vec<Pick> {
    let pick = |(at, label): (usize, &&str)| Pick {
        value: if at == 0 {
            String::new()
        } else {
            at.to_string()
        },
        label: (*label).to_owned(),
        chosen: at == chosen,
    };
    labels.iter().enumerate().map(pick).collect()
}

fn field(kind: &str, name: &str, label: &str, value: &str) -> GlossField {
    GlossField {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        value: value.to_owned(),
        on: value == "yes",
        picks: picks(&["as it is", "yes", "no"], 1),
        proposals: vec!["organisation".to_owned(), "bird".to_owned()],
        help: "What it does, with an example.".to_owned(),
        error: String::new(),
    }
}

fn diff() -> Vec<DiffPart> {
    let part = |label: &str, gone: &str, new: &str| DiffPart {
        label: label.to_owned(),
        stretches: vec![
            ("same".to_owned(), "keepers of the ".to_owned()),
            ("gone".to_owned(), gone.to_owned()),
            ("new".to_owned(), new.to_owned()),
        ],
    };
    vec![
        part("Notes", "mud", "silt"),
        part("Kind", "", "organisation"),
    ]
}

fn change(id: i64) -> GlossChangeRow {
    GlossChangeRow {
        id,
        url: format!("/desk/glossary/changes/{id}"),
        time: "16:40".to_owned(),
        datetime: "2014-07-07T16:40+01:00".to_owned(),
        who: "Pennick".to_owned(),
        who_class: "staff-2".to_owned(),
        note: "The Board has asked us to say silt.".to_owned(),
        count: "3 entries".to_owned(),
        is_correction: id % 2 == 0,
        undone: if id % 3 == 0 {
            "undone by change 12".to_owned()
        } else {
            String::new()
        },
        parts: diff(),
        did: String::new(),
    }
}

impl Sample for DeskGlossaryPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let words = [
            "Harbour Board",
            "gull",
            "fog horn",
            "Captain Pennick",
            "low tide",
        ];
        let row = |at: usize| GlossRow {
            id: i64::try_from(at).unwrap_or(0) + 1,
            headword: words[at % words.len()].to_owned(),
            url: "/desk/glossary/1".to_owned(),
            kind: if at.is_multiple_of(3) {
                "organisation".to_owned()
            } else {
                String::new()
            },
            effects: "“Dredging Society” · 2 notes · dossier harbour-board".to_owned(),
            printed: if at % 4 == 1 {
                "Not matched yet".to_owned()
            } else {
                "Printed in 1,204 articles, last on 7 July 2014".to_owned()
            },
            badges: if at % 5 == 2 {
                vec!["gone".to_owned(), "to be looked at".to_owned()]
            } else {
                Vec::new()
            },
            why: if at % 7 == 3 {
                "The form \"gull\" already belongs to the entry \"tern\", so here it is set aside."
                    .to_owned()
            } else {
                String::new()
            },
        };
        let filter = |name: &str, label: &str, any: &str| PickList {
            name: name.to_owned(),
            label: label.to_owned(),
            any: any.to_owned(),
            picks: picks(&["", "organisation (12)", "bird (3)"], 5),
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            count: "10,000 entries".to_owned(),
            filters: vec![
                filter("kind", "Kind", "All kinds"),
                filter("effect", "Effect", "All effects"),
                filter("state", "State", "All states"),
                filter("order", "Order", "By headword"),
            ],
            rows: (0..20).map(row).collect(),
            back: "kind=bird".to_owned(),
            part: "101 to 200".to_owned(),
            prev_url: "/desk/glossary?part=1".to_owned(),
            next_url: "/desk/glossary?part=3".to_owned(),
            total: "10,000".to_owned(),
            may_edit: true,
            new_url: "/desk/glossary/new?".to_owned(),
            ..Self::default()
        };
        let empty = Self {
            rows: Vec::new(),
            empty: true,
            blank: true,
            count: "no entries".to_owned(),
            ..page.clone()
        };
        let nothing_fits = Self {
            blank: false,
            filtered: true,
            words: "walrus".to_owned(),
            may_edit: false,
            ..empty.clone()
        };
        vec![
            ("desk-glossary", page),
            ("desk-glossary-empty", empty),
            ("desk-glossary-nothing-fits", nothing_fits),
        ]
    }
}

fn trial() -> GlossTrial {
    let found = |state: &str, why: &str| GlossMatch {
        words: "Harbour Board’s".to_owned(),
        entry: "Harbour Board".to_owned(),
        entry_url: "/desk/glossary/1".to_owned(),
        state: state.to_owned(),
        effects: vec!["prints “Dredging Society’s”".to_owned()],
        why: vec![why.to_owned()],
    };
    GlossTrial {
        tried: true,
        original: "<p>The Harbour Board’s gulls met.</p>".to_owned(),
        printed: "<p>The <span class=\"gloss-sub\" role=\"button\" tabindex=\"0\" data-original=\"Harbour Board’s\" title=\"In the original: Harbour Board’s\">Dredging Society’s</span> gulls met.</p>".to_owned(),
        matches: vec![found("acts", "Look twice: next to a headline."), found("passed", "It has acted at an earlier mention.")],
        summary: "1 match is printed, 1 mention is passed over".to_owned(),
        asked: "gulls".to_owned(),
        answers: vec![found("passed", "It stands in a quotation, which is left as it was said.")],
        problems: Vec::new(),
    }
}

fn place() -> GlossPlace {
    GlossPlace {
        pages: picks(&["1 Front", "2 Harbour"], 1),
        areas: picks(&["The Quay", "Up the Hill"], 1),
        on: "2014-07-07".to_owned(),
    }
}

impl Sample for GlossEntryPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let aside = |number: usize, text: &str| GlossAsideRow {
            number,
            text: text.to_owned(),
            image: if number == 2 {
                "/media/keeper.png".to_owned()
            } else {
                String::new()
            },
            alt: "A keeper".to_owned(),
            sides: picks(&["as the paper has it", "left", "right"], 0),
            weight: "1".to_owned(),
            did: if number == 1 {
                "in 4 articles, last on 7 July 2014".to_owned()
            } else {
                String::new()
            },
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            title: "Harbour Board".to_owned(),
            url: "/desk/glossary/1".to_owned(),
            action: "/desk/glossary/1/save".to_owned(),
            stored: true,
            revision: 4,
            may_edit: true,
            badges: vec!["to be looked at".to_owned()],
            printed: "Printed in 1,204 articles, last on 7 July 2014".to_owned(),
            top: vec![
                field("check", "gone", "Gone", ""),
                field("check", "held", "Held for review", "yes"),
                field("date", "review", "Look at it again on", "2014-07-01"),
            ],
            sets: vec![
                GlossFieldSet {
                    legend: "The word, and what it does".to_owned(),
                    open: true,
                    fields: vec![
                        field("text", "headword", "Headword", "Harbour Board"),
                        field(
                            "lines",
                            "aliases",
                            "Also written",
                            "Harbor Board\nthe Board",
                        ),
                        field("lines", "substitute", "House words", "Dredging Society"),
                        field("select", "serial", "Serial", ""),
                    ],
                },
                GlossFieldSet {
                    legend: "When it holds".to_owned(),
                    open: false,
                    fields: vec![
                        field("checks", "pages", "Only on these pages", ""),
                        field("number", "every_words", "Again after so many words", "400"),
                    ],
                },
            ],
            asides: vec![
                aside(1, "keepers of the mud since 1851"),
                aside(2, "motto: It Was Deeper Once"),
                aside(3, ""),
            ],
            forms: [
                ("Harbour Board", "headword"),
                ("Harbour Boards", "plural"),
                ("Harbour Board’s", "possessive"),
                ("Harbor Board", "as you wrote it"),
            ]
            .map(|(form, kind)| (form.to_owned(), kind.to_owned()))
            .into(),
            uses: vec![GlossUseRow {
                what: "House word 1: Dredging Society".to_owned(),
                count: "1,200".to_owned(),
                last: "7 July 2014".to_owned(),
            }],
            printed_in: vec![GlossPrintedIn {
                headline: "Fog Horn Lost".to_owned(),
                url: "/article/811/fog-horn-lost".to_owned(),
                when: "7 July 2014".to_owned(),
                beside_url: "/desk/articles/811/glossary".to_owned(),
                is_printed: true,
            }],
            printed_more: "/desk/glossary/1/printed".to_owned(),
            changes: vec![GlossChangeRow {
                did: "Changed".to_owned(),
                ..change(7)
            }],
            changes_url: "/desk/glossary/1/history".to_owned(),
            try_text: "The Harbour Board’s gulls met.".to_owned(),
            place: place(),
            trial: trial(),
            ..Self::default()
        };
        let wrong = |mut page: Self| {
            if let Some(set) = page.sets.first_mut() {
                set.fields[0].error =
                    "The headword is empty and is set aside. Take it out.".to_owned();
            }
            page
        };
        let refused = wrong(Self {
            errors: vec![FieldError {
                field: "g-headword".to_owned(),
                message: "The headword is empty and is set aside. Take it out.".to_owned(),
            }],
            trial: GlossTrial {
                problems: vec!["There is no text to try it on. Paste one.".to_owned()],
                ..GlossTrial::default()
            },
            ..page.clone()
        });
        let doubtful = Self { doubtful: true, warnings: vec!["The headword \"the\" is one of the commonest words and will be found in nearly every article. Is that meant?".to_owned()], trial: GlossTrial::default(), ..page.clone() };
        let clash = Self {
            clash: true,
            clash_parts: diff(),
            trial: GlossTrial::default(),
            ..page.clone()
        };
        let new = Self {
            title: "A new entry".to_owned(),
            url: "/desk/glossary/new".to_owned(),
            stored: false,
            printed: "Not in the glossary yet".to_owned(),
            badges: Vec::new(),
            forms: Vec::new(),
            trial: GlossTrial::default(),
            ..page.clone()
        };
        let read = Self {
            may_edit: false,
            problems: vec!["It does nothing, so it is set aside.".to_owned()],
            trial: GlossTrial::default(),
            uses: Vec::new(),
            printed_in: Vec::new(),
            changes: Vec::new(),
            ..page.clone()
        };
        vec![
            ("desk-entry", page),
            ("desk-entry-refused", refused),
            ("desk-entry-doubtful", doubtful),
            ("desk-entry-clash", clash),
            ("desk-entry-new", new),
            ("desk-entry-read", read),
        ]
    }
}

impl Sample for GlossPrintedPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |at: i64| GlossPrintedIn {
            headline: "Fog Horn Lost".to_owned(),
            url: "/article/811/fog-horn-lost".to_owned(),
            when: "7 July 2014".to_owned(),
            beside_url: "/desk/articles/811/glossary".to_owned(),
            is_printed: at != 2,
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            title: "Where “gull” stands".to_owned(),
            headword: "gull".to_owned(),
            entry_url: "/desk/glossary/2".to_owned(),
            rows: (0..5).map(row).collect(),
            more_url: "/desk/glossary/2/printed?before=7".to_owned(),
        };
        vec![("desk-entry-printed", page)]
    }
}

impl Sample for GlossTestPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            text: "The Harbour Board’s gulls met.".to_owned(),
            place: place(),
            why: "gulls".to_owned(),
            trial: trial(),
        };
        let blank = Self {
            text: String::new(),
            why: String::new(),
            trial: GlossTrial::default(),
            ..page.clone()
        };
        vec![
            ("desk-glossary-test", page),
            ("desk-glossary-test-blank", blank),
        ]
    }
}

impl Sample for GlossTrialPart {
    fn samples() -> Vec<(&'static str, Self)> {
        let nothing = GlossTrial {
            answers: Vec::new(),
            ..trial()
        };
        vec![
            ("gloss-trial", Self { trial: trial() }),
            ("gloss-trial-unknown-words", Self { trial: nothing }),
        ]
    }
}

impl Sample for ArticleGlossPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Glossary"),
            id: 811,
            headline: "Fog Horn Lost".to_owned(),
            url: "/article/811/fog-horn-lost".to_owned(),
            mode: "printed".to_owned(),
            differs: true,
            may_edit: true,
            why: String::new(),
            trial: GlossTrial {
                asked: String::new(),
                ..trial()
            },
        };
        let today = Self {
            mode: "today".to_owned(),
            differs: false,
            ..page.clone()
        };
        vec![
            ("desk-article-glossary", page),
            ("desk-article-glossary-today", today),
        ]
    }
}

impl Sample for GlossBulkPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            count: "1,244 entries".to_owned(),
            headwords: vec!["gull".to_owned(), "tern".to_owned()],
            more: "and 1,242 more".to_owned(),
            entries: "2:1 3:4".to_owned(),
            back_url: "/desk/glossary?kind=bird".to_owned(),
            fields: vec![
                field("text", "kind", "Kind", "bird"),
                field("select", "gone", "Gone", ""),
                field("date", "review", "Look at them again on", ""),
            ],
            ..Self::default()
        };
        let refused = Self {
            errors: vec![FieldError {
                field: "g-kind".to_owned(),
                message:
                    "Nothing of this changes any of these entries. Choose what is to be other."
                        .to_owned(),
            }],
            ..page.clone()
        };
        let doubtful = Self {
            warnings: vec![
                "“tern”: The form \"gull\" already belongs to the entry \"gull\".".to_owned(),
            ],
            ..page.clone()
        };
        vec![
            ("desk-glossary-bulk", page),
            ("desk-glossary-bulk-refused", refused),
            ("desk-glossary-bulk-doubtful", doubtful),
        ]
    }
}

impl Sample for GlossImportPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |headword: &str, parts: Vec<DiffPart>| GlossPlanRow {
            headword: headword.to_owned(),
            effects: "“winged bailiff” · 1 note".to_owned(),
            parts,
        };
        let blank = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            may_edit: true,
            ..Self::default()
        };
        let preview = Self {
            text: "headword,kind\ngull,bird\n".to_owned(),
            replaces: true,
            previewing: true,
            summary: "1 added, 1 changed, 1 dropped, 1 refused".to_owned(),
            any: true,
            added: vec![row("tern", Vec::new())],
            added_title: "Added (1)".to_owned(),
            changed: vec![row("gull", diff())],
            changed_title: "Changed (1)".to_owned(),
            dropped: vec![row("mud", Vec::new())],
            dropped_title: "Dropped (1)".to_owned(),
            serials: "default".to_owned(),
            refused: vec![GlossRefused {
                place: "line 4".to_owned(),
                headword: "fog".to_owned(),
                reason: "In “inflect” stands “perhaps”. Write yes or no.".to_owned(),
            }],
            warnings: vec![
                "The column “Colour” means nothing here and is passed over. Check its spelling."
                    .to_owned(),
            ],
            stands: "0123456789abcdef".to_owned(),
            ..blank.clone()
        };
        let refused = Self { text: "a,b".to_owned(), errors: vec![FieldError { field: "import-text".to_owned(), message: "The first line must name the columns, and one of them must be “headword”. It says: a,b.".to_owned() }], ..blank.clone() };
        vec![
            ("desk-glossary-import", blank),
            ("desk-glossary-import-preview", preview),
            ("desk-glossary-import-refused", refused),
        ]
    }
}

impl Sample for GlossChangesPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let listed = |id: i64| GlossChangeRow {
            parts: Vec::new(),
            ..change(id)
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            title: "History of the glossary".to_owned(),
            rows: (1..9).rev().map(listed).collect(),
            more_url: "/desk/glossary/changes?before=1".to_owned(),
            ..Self::default()
        };
        let entry = Self {
            title: "History of “gull”".to_owned(),
            entry_url: "/desk/glossary/2".to_owned(),
            rows: vec![GlossChangeRow {
                did: "Dropped".to_owned(),
                ..change(3)
            }],
            said: "This entry was dropped.".to_owned(),
            ..page.clone()
        };
        let empty = Self {
            rows: Vec::new(),
            empty: true,
            more_url: String::new(),
            ..page.clone()
        };
        vec![
            ("desk-glossary-changes", page),
            ("desk-glossary-changes-entry", entry),
            ("desk-glossary-changes-empty", empty),
        ]
    }
}

impl Sample for GlossChangePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let step = |headword: &str, since: bool| GlossStep {
            headword: headword.to_owned(),
            url: "/desk/glossary/2".to_owned(),
            did: "Changed".to_owned(),
            parts: diff(),
            since,
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            row: GlossChangeRow {
                parts: Vec::new(),
                ..change(7)
            },
            steps: vec![step("gull", false), step("tern", false)],
            more: "and 800 entries more.".to_owned(),
            note: String::new(),
            is_correction: false,
            may_undo: true,
            may_rehearse: true,
            has_serials: true,
            since: false,
            is_undone: false,
            printed_line: Link::default(),
        };
        let since = Self {
            steps: vec![step("gull", true)],
            note: "They complained".to_owned(),
            since: true,
            ..page.clone()
        };
        vec![
            ("desk-glossary-change", page),
            ("desk-glossary-change-since", since),
        ]
    }
}

impl Sample for GlossLinePage {
    fn samples() -> Vec<(&'static str, Self)> {
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            serial: "default".to_owned(),
            number: 23,
            headline: "Fog Horn Lost".to_owned(),
            url: "/article/811/fog-horn-lost".to_owned(),
            printed: "back at the lighthouse, the keper counted the gulls again.".to_owned(),
            was: "back at the lighthouse, the keper counted the gulls again.".to_owned(),
            text: "back at the lighthouse, the keeper counted the gulls again.".to_owned(),
            ..Self::default()
        };
        let refused = Self {
            text: String::new(),
            note: "his name".to_owned(),
            errors: vec![FieldError {
                field: "line-text".to_owned(),
                message: "A line needs words.".to_owned(),
            }],
            ..page.clone()
        };
        vec![("put right", page), ("refused", refused)]
    }
}

impl Sample for GlossSerialsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let line = |number: usize| GlossSerialLine {
            number,
            text: "back at the lighthouse, the keeper counted the gulls again.".to_owned(),
            headline: "Fog Horn Lost".to_owned(),
            url: "/article/811/fog-horn-lost".to_owned(),
            when: "6 July".to_owned(),
            correct_url: format!("/desk/glossary/serials/line?serial=default&number={number}"),
        };
        let serial = GlossSerial {
            name: "default".to_owned(),
            anchor: "serial-1".to_owned(),
            standing: "23 lines printed, 17 to come".to_owned(),
            printed: (21..24).map(line).collect(),
            earlier: "20 lines were printed before these.".to_owned(),
            earlier_url: "/desk/glossary/serials?of=default&below=21#serial-1".to_owned(),
            latest_url: "/desk/glossary/serials#serial-1".to_owned(),
            rest: "the gulls counted back.\nthe keeper began anew.".to_owned(),
            theirs: String::new(),
            used: 23,
            stands: "0123456789abcdef".to_owned(),
            may_go: false,
            error: String::new(),
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            may_edit: true,
            serials: vec![
                serial.clone(),
                GlossSerial {
                    name: "pies".to_owned(),
                    anchor: "serial-2".to_owned(),
                    printed: Vec::new(),
                    earlier: String::new(),
                    may_go: true,
                    error: "Meanwhile a line was printed.".to_owned(),
                    ..serial
                },
            ],
            ..Self::default()
        };
        let empty = Self {
            serials: Vec::new(),
            new_name: "pies".to_owned(),
            errors: vec![FieldError {
                field: "new-lines".to_owned(),
                message: "A serial needs a line to begin with. Write one.".to_owned(),
            }],
            ..page.clone()
        };
        vec![
            ("desk-glossary-serials", page),
            ("desk-glossary-serials-empty", empty),
        ]
    }
}

impl Sample for GlossSuggestionsPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let row = |words: &str| GlossSuggestion {
            kind: "name".to_owned(),
            words: words.to_owned(),
            text: words.to_owned(),
            why: "in 7 articles".to_owned(),
            places: vec![("Fog Horn Lost".to_owned(), "/article/811/".to_owned())],
            acts: vec![(
                "Make an entry".to_owned(),
                "/desk/glossary/new?headword=x".to_owned(),
            )],
        };
        let group = |anchor: &str, title: &str, rows: Vec<GlossSuggestion>| GlossSuggestionGroup {
            title: title.to_owned(),
            anchor: anchor.to_owned(),
            help: "They stand in several articles.".to_owned(),
            empty: rows.is_empty(),
            rows,
            none: "None: the glossary knows everybody.".to_owned(),
        };
        let page = Self {
            chrome: desk_chrome("Glossary"),
            sections: sections(),
            source: "From the latest 200 articles".to_owned(),
            may_edit: true,
            groups: vec![
                group(
                    "s-names",
                    "Names without an entry",
                    vec![row("Captain Pennick"), row("Upper Tarrow")],
                ),
                group("s-aliases", "Other spellings", Vec::new()),
            ],
            dismissed: vec![("name".to_owned(), "Monday".to_owned())],
            dismissed_count: "1 that is not to come again".to_owned(),
        };
        vec![("desk-glossary-suggestions", page)]
    }
}
