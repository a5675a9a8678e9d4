//! The twelve buttons over the text, and the shortcuts.

use crate::support::{PATIENT, assert_quiet, open_article, paper, post};
use clipsheet_testkit::browser::{Browser, Options};

/// A button at work on a selection.
struct Press {
    button: &'static str,
    text: &'static str,
    /// The words of the text that are selected.
    selected: &'static str,
    /// What is answered if the button asks for an address.
    answer: Option<&'static str>,
    becomes: &'static str,
    /// A selector in the printed comment, and its text.
    printed: (&'static str, &'static str),
}

const PRESSES: &[Press] = &[
    Press {
        button: "bold",
        text: "a bold word",
        selected: "bold",
        answer: None,
        becomes: "a **bold** word",
        printed: ("strong", "bold"),
    },
    Press {
        button: "italic",
        // The space at its end stays outside.
        text: "a slanting word",
        selected: "slanting ",
        answer: None,
        becomes: "a *slanting* word",
        printed: ("em", "slanting"),
    },
    Press {
        button: "underline",
        text: "this matters",
        selected: "matters",
        answer: None,
        becomes: "this <u>matters</u>",
        printed: ("u", "matters"),
    },
    Press {
        button: "strike",
        text: "was never said",
        selected: "never",
        answer: None,
        becomes: "was ~~never~~ said",
        printed: ("del, s", "never"),
    },
    Press {
        button: "bullet",
        text: "tea\nbiscuits",
        selected: "ea\nbis",
        answer: None,
        becomes: "- tea\n- biscuits",
        printed: ("li + li", "biscuits"),
    },
    Press {
        button: "blockquote",
        text: "It was deeper once.",
        selected: "deeper",
        answer: None,
        becomes: "> It was deeper once.",
        printed: ("blockquote", "It was deeper once."),
    },
    Press {
        button: "small",
        text: "a whisper here",
        selected: "whisper",
        answer: None,
        becomes: "a <small>whisper</small> here",
        printed: ("small", "whisper"),
    },
    Press {
        button: "big",
        text: "a shout here",
        selected: "shout",
        answer: None,
        becomes: "a <big>shout</big> here",
        printed: (".big", "shout"),
    },
    Press {
        button: "link",
        text: "see the tide table",
        selected: "tide table",
        answer: Some("https://tides.example/today"),
        becomes: "see the [tide table](https://tides.example/today)",
        printed: ("a[href='https://tides.example/today']", "tide table"),
    },
    Press {
        button: "squish",
        text: "It was broken by its sender at the seventieth character of every line,\nand looked well there.\n\n\n\nEnd.",
        selected: "",
        answer: None,
        becomes: "It was broken by its sender at the seventieth character of every line, and looked well there.\n\nEnd.",
        printed: ("p:last-child", "End."),
    },
];

/// Empties the field, types the text and selects a part of it.
fn prepare(browser: &Browser, text: &str, selected: &str) {
    browser.fill("#f-text", text);
    let start = text.find(selected).unwrap();
    browser.select_text("#f-text", start, start + selected.len());
}

#[track_caller]
fn assert_becomes(browser: &Browser, becomes: &str) {
    browser.wait_until(&format!("the text is {becomes:?}"), |browser| {
        browser.value("#f-text") == becomes
    });
}

#[test]
fn every_button_works_on_the_selection_and_what_it_writes_is_printed() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    assert_eq!(browser.count(".tools button"), 12);
    browser.fill("#f-nic", "Press Officer");
    for press in PRESSES {
        prepare(&browser, press.text, press.selected);
        browser.click(&format!("[data-mark={}]", press.button));
        if let Some(answer) = press.answer {
            browser.answer(answer);
        }
        assert_becomes(&browser, press.becomes);
        assert_eq!(browser.focused(), "textarea#f-text", "{}", press.button);
        let comment = post(&browser);
        let (selector, text) = press.printed;
        let all: Vec<String> = selector
            .split(", ")
            .map(|each| format!("{comment} {each}"))
            .collect();
        assert_eq!(browser.text(&all.join(", ")), text, "{}", press.button);
        assert_eq!(browser.value("#f-text"), "", "{}", press.button);
    }
    assert_quiet(&browser, &site);
}

#[test]
fn shortcuts_undo_and_the_toolbar_work_from_the_keyboard() {
    let site = paper(PATIENT);
    let browser = Browser::start(&Options::desktop());
    open_article(&browser, &site, 2);
    for (keys, becomes) in [
        ("Control+b", "a **word** more"),
        ("Control+i", "a *word* more"),
        ("Control+u", "a <u>word</u> more"),
    ] {
        prepare(&browser, "a word more", "word");
        browser.keys(keys);
        assert_becomes(&browser, becomes);
        // The word is still selected: once more takes the marks away.
        browser.keys(keys);
        assert_becomes(&browser, "a word more");
    }
    prepare(&browser, "a word more", "word");
    browser.keys("Control+k");
    browser.answer("https://words.example/");
    assert_becomes(&browser, "a [word](https://words.example/) more");
    browser.keys("Control+z");
    assert_becomes(&browser, "a word more");

    // One stop of the Tab key, arrows within; Enter presses.
    prepare(&browser, "a word more", "word");
    browser.keys("Shift+Tab");
    for _ in 0..3 {
        browser.keys("ArrowRight");
    }
    browser.keys("Enter");
    assert_becomes(&browser, "a ~~word~~ more");
    // Lines that are all marked lose their marks.
    prepare(&browser, "> one\n> two", "one\n> two");
    browser.click("[data-mark=blockquote]");
    assert_becomes(&browser, "one\ntwo");
    assert_quiet(&browser, &site);
}
