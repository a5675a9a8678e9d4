//! Samples of the glossary as readers see it.

use super::Sample;
use super::pages::{HEADLINES, chrome};
use crate::views::*;

fn glossary_chrome(title: &str) -> Chrome {
    Chrome {
        edition_url: String::new(),
        catalogue_style_url: "/assets/catalogue.css".to_owned(),
        ..chrome(title)
    }
}

fn choice(label: &str, url: &str, count: &str, current: bool) -> Choice {
    Choice {
        label: label.to_owned(),
        url: url.to_owned(),
        count: count.to_owned(),
        current,
    }
}

impl Sample for GlossaryPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let words = [
            ("Aldous Grebe", "can tell March mud from April mud by ear"),
            ("delay", "scenic interlude"),
            ("gull", "winged bailiff"),
            ("Harbour Board", "Dredging Society"),
            ("meanwhile", ""),
            ("temporary", "since 1987"),
        ];
        let letter = |letter: char, current: bool| {
            let url = format!("/glossary?letter={}", letter.to_lowercase());
            choice(&letter.to_string(), &url, "", current)
        };
        let all = Self {
            chrome: glossary_chrome("Glossary"),
            heading: "Glossary".to_owned(),
            count_line: "6 entries".to_owned(),
            letters: "ADGHMT".chars().map(|one| letter(one, false)).collect(),
            kinds: vec![
                choice("Organisation", "/glossary?kind=organisation", "1", false),
                choice("Person", "/glossary?kind=person", "1", false),
                choice("Term", "/glossary?kind=term", "4", false),
            ],
            lines: words
                .iter()
                .zip(1..)
                .map(|((headword, words), id): (_, u32)| GlossaryLine {
                    entry: Link::new(*headword, format!("/glossary/{id}/slug")),
                    words: (*words).to_owned(),
                })
                .collect(),
            ..Self::default()
        };
        let mut big = all.clone();
        big.heading = "Glossary: G".to_owned();
        big.count_line = "402 entries".to_owned();
        big.letters = ('A'..='Z').map(|one| letter(one, one == 'G')).collect();
        big.newer = Link::new("After these", "/glossary?letter=g&part=2");
        let empty = Self {
            lines: Vec::new(),
            letters: Vec::new(),
            kinds: Vec::new(),
            count_line: "no entries".to_owned(),
            empty_note: "The paper has no words of its own yet.".to_owned(),
            ..all.clone()
        };
        vec![
            ("glossary", all),
            ("glossary-letter", big),
            ("glossary-empty", empty),
        ]
    }
}

impl Sample for GlossaryEntryPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let note = |text: &str, image: &str| GlossaryNote {
            text: text.to_owned(),
            image: image.to_owned(),
            alt: "A gentleman with a bowler hat".to_owned(),
        };
        let full = Self {
            chrome: glossary_chrome("Harbour Board"),
            headword: "Harbour Board".to_owned(),
            kind: Link::new("Organisation", "/glossary?kind=organisation"),
            also: "Harbor Board, the Board".to_owned(),
            since: "in print since 3 May 2009".to_owned(),
            resting_note: String::new(),
            words: vec!["Dredging Society".to_owned(), "eleven in waders".to_owned()],
            words_count: "printed 340 times, each of our words counted once an article, the last on 7 July 2014".to_owned(),
            notes: vec![
                note("keepers of the mud since 1851", ""),
                note(
                    "his waders were a wedding present, and attended",
                    "/starter/stamp-grebe.svg",
                ),
                note("not all of them can swim, but all of them can sink", ""),
            ],
            notes_count: "printed 120 times, each of our notes counted once an article, the last on 6 July 2014".to_owned(),
            serial: true,
            serial_count: "printed in 4 articles, the last on 1 July 2014".to_owned(),
            limits: vec![
                "Only on Page 1 (Front & Harbour).".to_owned(),
                "In editions from 1 January 2010 on.".to_owned(),
            ],
            dossier: Link::new("The Harbour Board", "/dossier/harbour-board"),
            printed: HEADLINES
                .iter()
                .map(|&headline| GlossaryPrinted {
                    article: Link::new(headline, "/article/812/crate"),
                    date: "7 July 2014".to_owned(),
                    day: "2014-07-07".to_owned(),
                })
                .collect(),
        };
        let gone = Self {
            chrome: glossary_chrome("Old Bollard"),
            headword: "Old Bollard".to_owned(),
            resting_note:
                "This entry is no longer used. What was printed with it stays as it was printed."
                    .to_owned(),
            dossier: Link::new("Old Bollard", "/dossier/old-bollard"),
            ..Self::default()
        };
        vec![("glossary-entry", full), ("glossary-entry-gone", gone)]
    }
}

impl Sample for GlossaryHowPage {
    fn samples() -> Vec<(&'static str, Self)> {
        let modes = |current: usize| {
            [
                ("As printed", "printed"),
                ("Plain", "plain"),
                ("With today’s glossary", "today"),
            ]
            .iter()
            .enumerate()
            .map(|(at, (label, value))| choice(label, value, "", at == current))
            .collect()
        };
        let usual = Self {
            chrome: glossary_chrome("How it is done"),
            count_line: "10,204 entries".to_owned(),
            now: "Now: as printed, with the notes open.".to_owned(),
            modes: modes(0),
            choice: ReadingChoice {
                fold: true,
                ..ReadingChoice::default()
            },
        };
        let chosen = Self {
            now: "Now: plain, with the notes folded.".to_owned(),
            modes: modes(1),
            choice: ReadingChoice {
                unfold: true,
                forget: true,
                ..ReadingChoice::default()
            },
            ..usual.clone()
        };
        vec![("glossary-how", usual), ("glossary-how-chosen", chosen)]
    }
}
