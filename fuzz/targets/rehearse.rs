//! A rehearsal says nothing is touched only where both glossaries do the same.

#![no_main]

use clipsheet_gloss::{Context, GlossaryFile, Outcome, Rehearsal};
use libfuzzer_sys::fuzz_target;

mod input;

fuzz_target!(|data: &[u8]| {
    let Some(input) = input::Input::read(data) else {
        return;
    };
    let after = GlossaryFile {
        entries: input.entries(),
        ..GlossaryFile::default()
    };
    let mut before = after.clone();
    before.entries.truncate(usize::from(input.number) % 4);
    if let Some(first) = before.entries.first_mut() {
        first.inflect = !first.inflect;
    }
    let (rehearsal, _) = Rehearsal::new(&before, &after);
    let context = Context::default();
    let change = rehearsal.article(input.text, &context);
    let old = rehearsal.find_before(input.text, &context);
    let new = rehearsal.find_after(input.text, &context);
    assert!(change.is_some() || old.record.annotations == new.record.annotations);
    let mut outcome = Outcome::new(1);
    outcome.add(1, input.text, change);
});
