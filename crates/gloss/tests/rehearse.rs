//! The rehearsal: it misses nothing, counts right, and puts the riskiest first.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{
    Aside, Case, Context, Entry, GlossaryFile, Mention, Outcome, Rehearsal, Risk, What,
};

fn file(json: &str) -> GlossaryFile {
    GlossaryFile::try_from(json).unwrap()
}

fn rehearse(before: &str, after: &str) -> Rehearsal {
    Rehearsal::new(&file(before), &file(after)).0
}

const NOTHING: &str = r#"{"entries": []}"#;

#[test]
fn what_is_added_changed_and_lost() {
    let before = r#"{"entries": [{"headword": "pier", "substitute": ["jetty"]},
        {"headword": "gull", "asides": [{"text": "loud"}], "dossier": "gulls"},
        {"headword": "mud", "substitute": ["silt"]}]}"#;
    let after = r#"{"entries": [{"headword": "pier", "substitute": ["plank"]},
        {"headword": "Harbour Board", "substitute": ["Dredgers"], "dossier": "board"},
        {"headword": "mud", "substitute": ["silt"]}]}"#;
    let rehearsal = rehearse(before, after);
    let words: Vec<_> = rehearsal.changed().iter().map(|c| c.headword()).collect();
    assert_eq!(words, ["pier", "Harbour Board", "gull"]);

    let html = "<p>The pier, a gull, the Harbour <b>Board</b>, Harbour Board and mud.</p>";
    let change = rehearsal.article(html, &Context::default()).unwrap();
    let rows: Vec<_> = change
        .matches
        .iter()
        .map(|m| {
            (
                m.what,
                &html[m.start..m.end],
                m.before.as_deref(),
                m.after.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (What::Changed, "pier", Some("jetty"), Some("plank")),
            (What::Lost, "gull", Some("loud"), None),
            (What::Added, "Harbour Board", None, Some("Dredgers")),
        ]
    );
    assert_eq!(change.dossiers_added, ["board"]);
    assert_eq!(change.dossiers_lost, ["gulls"]);
    assert!(
        rehearsal
            .article("<p>Only mud here.</p>", &Context::default())
            .is_none()
    );
    assert!(!rehearsal.may_touch("<p>Only mud here, and gullible boards.</p>"));
}

#[test]
fn a_new_revision_alone_is_no_change() {
    let before =
        r#"{"entries": [{"id": 1, "revision": 1, "headword": "pier", "substitute": ["jetty"]}]}"#;
    let after =
        r#"{"entries": [{"id": 1, "revision": 2, "headword": "pier", "substitute": ["jetty"]}]}"#;
    assert!(rehearse(before, after).changed().is_empty());
    // A headword that is spelt otherwise is the same entry, by its number.
    let after =
        r#"{"entries": [{"id": 1, "revision": 2, "headword": "Pier", "substitute": ["jetty"]}]}"#;
    let renamed = rehearse(before, after);
    assert_eq!(renamed.changed().len(), 1);
    assert!(renamed.changed()[0].before.is_some() && renamed.changed()[0].after.is_some());
    let change = renamed
        .article("<p>The pier.</p>", &Context::default())
        .unwrap();
    assert_eq!(change.matches[0].what, What::Lost);
}

#[test]
fn markup_within_a_form_hides_it_from_neither_step() {
    let rehearsal = rehearse(
        NOTHING,
        r#"{"entries": [{"headword": "Café Harbour", "asides": [{"text": "tea"}]}]}"#,
    );
    for html in [
        "<p>The Café Harbour.</p>",
        "<p>The Caf&eacute;&nbsp;Harbour.</p>",
        "<p>The <i>Café</i> Har\u{ad}bour.</p>",
        "<p>The Cafe\u{301} Har&shy;bour’s.</p>",
        "<p>THE CAFÉ HARBOUR.</p>",
    ] {
        assert!(rehearsal.may_touch(html), "{html}");
        assert!(
            rehearsal.article(html, &Context::default()).is_some(),
            "{html}"
        );
    }
}

#[test]
fn a_form_that_only_one_side_loosens_hides_from_neither_step() {
    let cases = [
        (
            r#"[{"headword": "al-Qāʿida", "substitute": ["x"]}]"#,
            r#"[{"headword": "al-Qāʿida", "fold_marks": true, "substitute": ["x"]}]"#,
            "<p>The al-Qaida.</p>",
        ),
        // Dropping the first brings the second to life, and that one has not changed.
        (
            r#"[{"headword": "Café", "substitute": ["x"]}, {"headword": "tea", "aliases": ["Café"], "fold_marks": true, "substitute": ["y"]}]"#,
            r#"[{"headword": "tea", "aliases": ["Café"], "fold_marks": true, "substitute": ["y"]}]"#,
            "<p>The Cafe.</p>",
        ),
        (
            r#"[{"headword": "Gull", "inflect": false, "case": "exact", "substitute": ["x"]}, {"headword": "bird", "aliases": ["Gull"], "case": "ignore", "substitute": ["y"]}]"#,
            r#"[{"headword": "bird", "aliases": ["Gull"], "case": "ignore", "substitute": ["y"]}]"#,
            "<p>The gulls.</p>",
        ),
    ];
    for (before, after, html) in cases {
        let file = |entries: &str| format!(r#"{{"entries": {entries}}}"#);
        let rehearsal = rehearse(&file(before), &file(after));
        assert!(rehearsal.may_touch(html), "{html}");
        let change = rehearsal.article(html, &Context::default());
        assert!(change.is_some(), "{html}");
    }
}

#[test]
fn forms_beyond_the_thousandth_are_looked_for_where_those_before_are_set_aside() {
    let forms = |from: usize| (from..from + 900).map(|number| format!("a{number}"));
    let mut other = Entry::new("other");
    other.aliases = forms(0).collect();
    other.substitute = vec!["x".to_owned()];
    let mut entry = Entry::new("entry");
    entry.aliases = forms(0).chain(forms(900)).collect();
    entry.substitute = vec!["y".to_owned()];
    let before = GlossaryFile {
        entries: vec![other, entry],
        ..GlossaryFile::default()
    };
    let mut after = before.clone();
    after.entries.pop();
    let (rehearsal, _) = Rehearsal::new(&before, &after);
    let change = rehearsal.article("<p>See a1700.</p>", &Context::default());
    assert_eq!(change.unwrap().matches[0].before.as_deref(), Some("y"));
}

#[test]
fn order_and_serials_count_as_changes() {
    // Neither is written as the text has it, so that their order decides.
    let one = r#"{"headword": "pier", "substitute": ["jetty"]}"#;
    let two = r#"{"headword": "Pier", "case": "ignore", "substitute": ["plank"]}"#;
    let rehearsal = rehearse(
        &format!(r#"{{"entries": [{one}, {two}]}}"#),
        &format!(r#"{{"entries": [{two}, {one}]}}"#),
    );
    let html = "<p>THE PIER, THE SEA, A GULL.</p>";
    let change = rehearsal.article(html, &Context::default());
    assert_eq!(change.unwrap().matches[0].after.as_deref(), Some("PLANK"));

    let with_line = |line: &str| {
        format!(
            r#"{{"entries": [{{"headword": "pier", "serial": "s"}}], "serials": [{{"name": "s", "lines": ["{line}"]}}]}}"#
        )
    };
    let rehearsal = rehearse(&with_line("One."), &with_line("Two."));
    let change = rehearsal.article(html, &Context::default()).unwrap();
    assert_eq!(change.matches[0].after.as_deref(), Some("Two."));
}

#[test]
fn risks_are_told() {
    let rehearsal = rehearse(
        NOTHING,
        r#"{"entries": [{"headword": "harbour", "substitute": ["puddle"], "mention": "every", "in_quotes": true, "in_names": true}]}"#,
    );
    let risks = |html: &str| {
        let change = rehearsal.article(html, &Context::default()).unwrap();
        change.matches.last().unwrap().risks.clone()
    };
    let far = |text: &str| format!("<p>One.</p><p>{text}</p>");
    assert_eq!(risks(&far("the harbour here")), []);
    assert_eq!(risks(&far("“the harbour here”")), [Risk::Quotation]);
    assert_eq!(
        risks(&far("the Tarrow Harbour")),
        [Risk::Name, Risk::InsideWord]
    );
    // At the beginning of a sentence, too, where names usually stand.
    assert_eq!(
        risks(&far("Condoleezza Harbour flew")),
        [Risk::Name, Risk::InsideWord]
    );
    assert_eq!(risks(&far("The Harbour is deep")), [Risk::InsideWord]);
    assert_eq!(risks(&far("the harbours here")), [Risk::InsideWord]);
    assert_eq!(risks(&far("a harbour-like pond")), [Risk::InsideWord]);
    let headline = [Risk::NextToHeadline];
    assert_eq!(risks("<p>the harbour here</p>"), headline);
    assert_eq!(risks("<p>We saw the harbour here.</p>"), []);
    assert_eq!(
        risks("<p>“We saw it,” he said (of the harbour here.)</p>"),
        []
    );
    let long = "and so on ".repeat(7);
    assert_eq!(risks(&format!("<p>{long} the harbour</p>")), []);
    let under =
        |heading: &str, text: &str| risks(&format!("<p>One.</p><h2>{heading}</h2><p>{text}</p>"));
    assert_eq!(under("Two", "the harbour here"), headline);
    assert_eq!(under("Two", "The harbour here."), []);
    assert_eq!(under("At the harbour", "The harbour here."), headline);
    assert_eq!(
        under("At the harbour", "We went down to see the harbour here."),
        []
    );
    assert_eq!(
        risks(&far("harbour. a harbour, ".repeat(4).as_str())),
        [Risk::Mass]
    );
}

#[test]
fn totals_merge_in_any_order_and_the_riskiest_come_first() {
    let rehearsal = rehearse(
        NOTHING,
        r#"{"entries": [{"headword": "harbour", "substitute": ["puddle"], "in_quotes": true}]}"#,
    );
    let articles: Vec<(i64, String)> = (0..300)
        .map(|id| {
            let text = match id % 10 {
                0 => "<p>One.</p><p>He likes &amp; loves “the <b>old</b> harbour\n here”, he says.</p>",
                1 => "<p>One.</p><p>Some harbour.</p>",
                2 => "<p>Two harbours.</p>",
                _ => "<p>A gull.</p>",
            };
            (id, text.to_owned())
        })
        .collect();
    let run = |part: &[(i64, String)]| {
        let mut outcome = Outcome::new(5);
        for (id, html) in part {
            let context = Context {
                article_id: *id,
                ..Context::default()
            };
            outcome.add(*id, html, rehearsal.article(html, &context));
        }
        outcome
    };
    let whole = run(&articles);
    let (first, second) = articles.split_at(170);
    let mut merged = run(second);
    merged.merge(run(first));
    assert_eq!(merged, whole);
    assert_eq!((whole.articles, whole.touched, whole.added), (300, 90, 90));
    assert_eq!(whole.risks[&Risk::Quotation], 30);
    assert_eq!(whole.masses(), [("harbour", 90)]);
    let samples = whole.samples();
    assert_eq!(
        samples.iter().map(|s| s.article_id).collect::<Vec<_>>(),
        [290, 280, 270, 260, 250]
    );
    let sample = samples[0];
    assert_eq!(
        (
            sample.text_before.as_str(),
            sample.text.as_str(),
            sample.text_after.as_str()
        ),
        (
            " One. He likes & loves “the old ",
            "harbour",
            " here”, he says. "
        )
    );
    assert!(Outcome::new(0).samples().is_empty());
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn case(&mut self) -> Case {
        [Case::Smart, Case::Smart, Case::Exact, Case::Ignore][self.below(4)]
    }

    fn entry(&mut self) -> Entry {
        let words = [
            "gull",
            "Harbour",
            "Board",
            "harbour board",
            "Harbour Board",
            "mud",
            "O’Gull",
            "café",
            "Harbour-Board",
        ];
        let mut entry = Entry::new(self.pick(&words));
        if self.below(2) == 0 {
            entry.aliases = vec![self.pick(&words).to_owned()];
        }
        entry.mention = [Mention::First, Mention::Every][self.below(2)];
        entry.inflect = self.below(3) > 0;
        entry.in_quotes = self.below(3) == 0;
        entry.in_names = self.below(3) == 0;
        entry.gone = self.below(6) == 0;
        entry.case = self.case();
        entry.fold_marks = self.below(3) == 0;
        if self.below(4) == 0 {
            entry.plurals = vec![self.pick(&words).to_owned()];
        }
        if self.below(4) == 0 {
            entry.near = vec![self.pick(&words).to_owned()];
        }
        if self.below(2) == 0 {
            entry.substitute = vec![self.pick(&["x", "y"]).to_owned()];
        } else {
            entry.asides = vec![Aside::new(self.pick(&["p", "q"]))];
        }
        if self.below(3) == 0 {
            entry.dossier = Some(self.pick(&["d", "e"]).to_owned());
        }
        entry
    }
}

/// The quick first step must never say no where a full comparison finds something.
#[test]
fn nothing_is_missed() {
    let (mut touched, mut passed_over) = (0, 0);
    for seed in 0..4_000 {
        let mut random = Random(seed);
        let mut before = GlossaryFile::default();
        for _ in 0..random.below(5) {
            before.entries.push(random.entry());
        }
        let mut after = before.clone();
        for _ in 0..1 + random.below(2) {
            let at = random.below(after.entries.len() + 1);
            match random.below(5) {
                0 if at < after.entries.len() => {
                    after.entries.remove(at);
                }
                1 if at < after.entries.len() => after.entries[at] = random.entry(),
                // One field alone, so that both sides have the same forms.
                3 if at < after.entries.len() => {
                    let entry = &mut after.entries[at];
                    match random.below(3) {
                        0 => entry.fold_marks = !entry.fold_marks,
                        1 => entry.inflect = !entry.inflect,
                        _ => entry.case = random.case(),
                    }
                }
                2 if at < after.entries.len() => after.entries[..=at].reverse(),
                _ => after.entries.insert(at, random.entry()),
            }
        }
        let mut html = "<p>".to_owned();
        for _ in 0..random.below(14) {
            html += random.pick(&[
                "gull",
                "Harbour",
                "board",
                "Board",
                "HARBOUR BOARD",
                "Harbour Boards",
                "mud",
                "O'Gull",
                "Caf&eacute;",
                "Cafe",
                "cafes",
                "OGull",
                "harbour-board",
                "it",
            ]);
            html += random.pick(&[
                " ", " ", "’s ", "</p><p>", ", “", "” ", " <i>", "</i> ", "&shy;",
            ]);
        }
        let (rehearsal, _) = Rehearsal::new(&before, &after);
        let context = Context::default();
        let (old, new) = (
            rehearsal.find_before(&html, &context),
            rehearsal.find_after(&html, &context),
        );
        let same = old.record == new.record
            && old
                .dossiers
                .iter()
                .map(|d| &d.dossier)
                .eq(new.dossiers.iter().map(|d| &d.dossier));
        let change = rehearsal.article(&html, &context);
        if same {
            assert_eq!(change, None, "seed {seed}");
        } else {
            // Dossiers in another order are the same dossiers.
            let only_order = old.record == new.record
                && old
                    .dossiers
                    .iter()
                    .all(|d| new.dossiers.iter().any(|n| n.dossier == d.dossier))
                && new.dossiers.len() == old.dossiers.len();
            assert!(
                change.is_some() || only_order,
                "seed {seed}: {html}\n{before:?}\n{after:?}"
            );
            touched += 1;
        }
        passed_over += usize::from(!rehearsal.may_touch(&html));
    }
    assert!(
        touched > 800 && passed_over > 500,
        "too dull: {touched}, {passed_over}"
    );
}

#[test]
fn a_house_word_and_its_note_are_one_match_and_shown_together() {
    let read = |json: &str| GlossaryFile::parse(json).unwrap().file;
    let before =
        read(r#"{"entries": [{"headword": "committee", "asides": [{"text": "quorum: one"}]}]}"#);
    let after = read(
        r#"{"entries": [{"headword": "committee", "substitute": ["parliament of spoons"], "asides": [{"text": "if awake"}]}]}"#,
    );
    let none = read(r#"{"entries": []}"#);
    let html = "<p>By a committee.</p>";
    let told = |before: &GlossaryFile, after: &GlossaryFile| {
        let (rehearsal, _) = Rehearsal::new(before, after);
        let mut outcome = Outcome::new(5);
        outcome.add(1, html, rehearsal.article(html, &Context::default()));
        let counts = (outcome.added, outcome.changed, outcome.lost);
        let sample = outcome.samples()[0].clone();
        assert_eq!(sample.matches, 1);
        (counts, sample.change)
    };
    let some = |text: &str| Some(text.to_owned());
    let (counts, change) = told(&none, &after);
    assert_eq!(counts, (1, 0, 0));
    assert_eq!((change.effect, change.after), ("aside", some("if awake")));
    assert_eq!(change.beside, [None, some("parliament of spoons")]);
    let (counts, _) = told(&before, &after);
    assert_eq!(counts, (0, 1, 0));
    let (counts, change) = told(&after, &none);
    assert_eq!(counts, (0, 0, 1));
    assert_eq!(change.beside, [some("parliament of spoons"), None]);
}
