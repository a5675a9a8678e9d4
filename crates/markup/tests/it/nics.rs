//! Names to sign with.

use clipsheet_markup::{Nic, NicError};

#[test]
fn good_names() {
    for (typed, nic) in [
        ("Old Pete", "Old Pete"),
        ("  Old \t Pete\n", "Old Pete"),
        ("Zoe\u{308}", "Zoë"),
        ("Ga\u{200b}lly\u{202e}", "Gally"),
        ("Omineling Forkbeard1962", "Omineling Forkbeard1962"),
        ("漢字", "漢字"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("7", "7"),
        ("<b>", "<b>"),
    ] {
        let parsed = Nic::parse(typed).unwrap_or_else(|error| panic!("{typed:?}: {error}"));
        assert_eq!(
            parsed
                .as_str()
                .chars()
                .filter(|c| !('\u{591}'..='\u{5c7}').contains(c))
                .collect::<String>(),
            nic.chars()
                .filter(|c| !('\u{591}'..='\u{5c7}').contains(c))
                .collect::<String>()
        );
        assert_eq!(Nic::parse(parsed.as_str()).as_ref(), Ok(&parsed));
    }
}

#[test]
fn refused_names() {
    let long = "m".repeat(41);
    for (typed, error) in [
        ("", NicError::Empty),
        (" \u{200b}\u{3164}\u{ad}", NicError::Empty),
        ("!?…", NicError::NoLetter),
        ("\u{301}\u{302}", NicError::NoLetter),
        (&long, NicError::TooLong { chars: 41 }),
        ("Z\u{30d}\u{30e}\u{346}\u{34a}algo", NicError::TooManyMarks),
        ("\u{301}Pete", NicError::TooManyMarks),
    ] {
        assert_eq!(Nic::parse(typed), Err(error), "{typed:?}");
    }
}

#[test]
fn looks_the_same() {
    let skeleton = |name: &str| Nic::parse(name).unwrap().skeleton();
    for (one, other) in [
        ("Old Pete", "old.pete"),
        ("Old Pete", "OldPete"),
        ("Old Pete", "0ld_Pete"),
        ("Old Pete", "Оld Pеte"), // Cyrillic О and е
        ("Zoe", "Zoë"),
        ("Bill", "B1ll"),
        ("Bill", "BiIl"),
        ("modern", "rnodern"),
        ("wave", "vvave"),
        ("Pete", "Ｐｅｔｅ"),
        ("Pete", "𝐏𝐞𝐭𝐞"),
    ] {
        assert_eq!(skeleton(one), skeleton(other), "{one:?} {other:?}");
    }
    for (one, other) in [
        ("Pete", "Peter"),
        ("Mary", "Marie"),
        ("漢字", "漢"),
        ("Gull7", "Gull8"),
    ] {
        assert_ne!(skeleton(one), skeleton(other), "{one:?} {other:?}");
    }
    assert!(!skeleton("7").is_empty());
}
