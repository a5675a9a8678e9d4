//! Any bytes as a glossary file, and any JSON as a print record over any text.

#![no_main]

use clipsheet_gloss::{Context, Format, GlossaryFile, PrintRecord, apply, apply_text, strip};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(parsed) = GlossaryFile::parse(text) {
        for entry in &parsed.file.entries {
            entry.forms();
        }
        let (glossary, _) = parsed.compile();
        glossary.find(text, Format::Html, &Context::default());
    }
    let (record, over) = text
        .split_once('\0')
        .unwrap_or((text, "<p>A <b>gull</b> &amp; a pier.</p>"));
    if let Ok(record) = serde_json::from_str::<PrintRecord>(record) {
        let printed = apply(over, &record);
        apply_text(over, &record);
        if !over.contains("gloss-") && !over.contains("data-remark") {
            assert_eq!(strip(&printed), over);
        }
    }
});
