//! What the compiler says of an entry, in the words of the entry's form.
//!
//! The engine speaks to whoever writes a file: of aliases, substitutes and asides, and of fields by their keys. Where a file is
//! looked at, its words stay; everywhere else at the desk they are those of the form.

/// Whole phrases, which name a field by its key. What an editor wrote cannot be taken for one.
const PHRASES: &[(&str, &str)] = &[
    ("The alias \"", "“Also written”: \""),
    ("The alias ", "A line of “Also written” "),
    ("An alias ", "A line of “Also written” "),
    ("The plural \"", "“Plurals that no rule makes”: \""),
    ("Its \"every_words\" is", "“Again after so many words” is"),
    (
        "in \"near\" and in \"not_near\"",
        "in “Near one of these” and in “Not near any of these”",
    ),
    ("words in \"near\"", "words in “Near one of these”"),
    ("words in \"not_near\"", "words in “Not near any of these”"),
    ("In \"near\" there", "In “Near one of these” there"),
    ("In \"not_near\" there", "In “Not near any of these” there"),
    (
        "give it an \"alt\" text",
        "say under “What it shows” what it is,",
    ),
    (
        "else write \"inflect\": false here",
        "else take off “Plural and possessive are found, too” here",
    ),
    ("“in_names” would", "“Also inside a longer name” would"),
    (
        "“fold_marks” would",
        "“Accents and marks do not count” would",
    ),
];

/// Single words, which are the form's outside of what is quoted.
const WORDS: &[(&str, &str)] = &[
    ("An aside", "A note"),
    ("an aside", "a note"),
    ("asides", "notes"),
    ("a substitute", "a house word"),
    ("substitute", "house word"),
];

/// A message of the compiler, or a reason that it gives, as the desk says it.
pub(super) fn at_the_desk(message: &str) -> String {
    let mut said = message.to_owned();
    for (file, form) in PHRASES {
        said = said.replace(file, form);
    }
    // What is quoted is somebody's own, such as an entry's name.
    let mut parts: Vec<String> = said.split('"').map(str::to_owned).collect();
    for part in parts.iter_mut().step_by(2) {
        for (file, form) in WORDS {
            *part = part.replace(file, form);
        }
    }
    parts.join("\"")
}

#[cfg(test)]
mod tests {
    use super::at_the_desk;
    use clipsheet_gloss::{Aside, Entry, Glossary};

    #[test]
    fn the_form_has_words_of_its_own_and_what_is_quoted_is_left() {
        for (file, form) in [
            (
                "It does nothing, so it is set aside. Give it a substitute, an aside, a serial or a dossier.",
                "It does nothing, so it is set aside. Give it a house word, a note, a serial or a dossier.",
            ),
            (
                "The alias \"x\" is a single letter and will be found very often. Is that meant?",
                "“Also written”: \"x\" is a single letter and will be found very often. Is that meant?",
            ),
            (
                "The form \"an aside\" already belongs to the entry \"asides\", so here it is set aside.",
                "The form \"an aside\" already belongs to the entry \"asides\", so here it is set aside.",
            ),
            (
                "it may be part of a name, “Robin Harbour”; “in_names” would print it all the same",
                "it may be part of a name, “Robin Harbour”; “Also inside a longer name” would print it all the same",
            ),
        ] {
            assert_eq!(at_the_desk(file), form);
        }
    }

    #[test]
    fn no_word_of_the_file_is_left_in_what_the_compiler_says_of_an_odd_entry() {
        let odd = Entry {
            aliases: vec!["x".into(), "".into(), "\u{7}bell".into(), "<i>".into()],
            substitute: vec![
                "".into(),
                "<b>mud</b>".into(),
                "gull".into(),
                "\u{7}".into(),
            ],
            asides: vec![
                Aside::new(""),
                Aside::new("<i>"),
                Aside {
                    image: Some("/media/a.png".into()),
                    ..Aside::new("")
                },
                Aside {
                    image: Some("a.png".into()),
                    ..Aside::new("mud")
                },
            ],
            every_words: Some(0),
            near: vec!["!".into(), "tide".into()],
            not_near: vec!["!".into(), "tide".into()],
            ..Entry::new("gull")
        };
        let bare = Entry::new("tern");
        let (_, problems) = Glossary::compile(vec![odd, bare], Vec::new());
        assert!(problems.len() > 8, "{problems:?}");
        for problem in problems {
            let said = at_the_desk(&problem.message).replace("set aside", "");
            for word in [
                "alias",
                "aside",
                "substitute",
                "every_words",
                "near\"",
                "\"alt",
            ] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }
}
