//! Ambiguous names: right or left alone, and never wrong.
//!
//! `tests/ambiguous/sentences.txt` says of each doubtful word what it is. The glossary beside it is one that an editor might
//! write. At least 95 % must be taken as they are meant. The rest may be left alone; taken for another thing is none. Who leaves
//! everything alone is never wrong, so of the words that mean something at least 60 % must be taken, too.

// A panic is how a test fails, in its helpers too.
#![allow(clippy::unwrap_used)]

use clipsheet_gloss::{Context, Format, GlossaryFile};

/// A doubtful word: where it stands, and what it is, `None` for what is to be left alone.
struct Doubtful {
    start: usize,
    end: usize,
    thing: Option<String>,
}

/// Takes the marks out of a sentence.
fn read(marked: &str) -> (String, Vec<Doubtful>) {
    let mut text = String::new();
    let mut doubtful = Vec::new();
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}').unwrap();
        let (words, thing) = inside.split_once('|').unwrap();
        text += before;
        let start = text.len();
        text += words;
        doubtful.push(Doubtful {
            start,
            end: text.len(),
            thing: (thing != "-").then(|| thing.to_owned()),
        });
        rest = after;
    }
    text += rest;
    (text, doubtful)
}

#[test]
fn ambiguous_names_are_right_or_left_alone() {
    let mut file = GlossaryFile::parse(include_str!("ambiguous/glossary.json")).unwrap();
    let mut things = Vec::new();
    for (entry, id) in file.file.entries.iter_mut().zip(1..) {
        entry.id = id;
        things.push(entry.substitute[0].clone());
    }
    let (glossary, problems) = file.compile();
    assert_eq!(problems, []);
    let lines: Vec<&str> = include_str!("ambiguous/sentences.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert!(lines.len() >= 450, "only {} sentences", lines.len());

    let (mut right, mut meant, mut alone, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for marked in lines {
        let (text, doubtful) = read(marked);
        let found = glossary.find(&text, Format::Text, &Context::default());
        let mut annotations = found.record.annotations.iter().peekable();
        for word in &doubtful {
            let done = annotations.next_if(|done| done.start < word.end);
            let thing = done.map(|done| things[done.entry_id as usize - 1].clone());
            meant += usize::from(word.thing.is_some());
            let fits = done.is_none_or(|done| done.start == word.start && done.end == word.end);
            match (&word.thing, thing) {
                (wanted, got) if *wanted == got && fits => right += 1,
                (Some(_), None) => alone.push(marked),
                (_, got) => wrong.push(format!("{marked}: {got:?}")),
            }
        }
        wrong.extend(annotations.map(|done| format!("{marked}: {done:?}")));
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let all = right + alone.len();
    let acted = meant - alone.len();
    println!("{right} of {all} right, {acted} of the {meant} that mean something");
    assert!(
        acted * 100 >= meant * 60,
        "only {acted} of {meant} words that mean something are taken"
    );
    assert!(
        right * 100 >= all * 95,
        "{right} of {all} are right, left alone are:\n{}",
        alone.join("\n")
    );
}
