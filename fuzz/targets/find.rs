//! Any glossary over any text: orderly spans on character boundaries, the source back, nothing new in a second pass, and an
//! explanation at any place.

#![no_main]

use clipsheet_gloss::{Context, Format, apply, apply_text, strip};
use libfuzzer_sys::fuzz_target;

mod input;

fuzz_target!(|data: &[u8]| {
    let Some(input) = input::Input::read(data) else {
        return;
    };
    let glossary = input.glossary();
    let text = input.text;
    let context = Context {
        article_id: i64::from(input.number),
        explain: true,
        ..Context::default()
    };
    for format in [Format::Html, Format::Text] {
        let found = glossary.find(text, format, &context);
        let mut last = 0;
        for annotation in &found.record.annotations {
            assert!(last <= annotation.start && annotation.start < annotation.end);
            assert!(text.get(annotation.start..annotation.end).is_some());
            assert!(text.is_char_boundary(annotation.insert_at()));
            last = annotation.start;
        }
        glossary.explain_at(text, format, usize::from(input.number), &context);
        if format == Format::Text {
            apply_text(text, &found.record);
            continue;
        }
        let printed = apply(text, &found.record);
        // A text that has our classes already is somebody's forgery, or printed before.
        if !text.contains("gloss-") && !text.contains("data-remark") {
            assert_eq!(strip(&printed), text);
            let again = glossary.find(&printed, format, &context);
            assert_eq!(apply(&printed, &again.record), printed);
        }
    }
});
