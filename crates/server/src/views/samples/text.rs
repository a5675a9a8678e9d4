//! Texts of the samples: printed by the real glossary engine, made safe by the real sanitiser.

use clipsheet_gloss::{Context, Format, GlossaryFile, PrintForm, PrintRecord};
use clipsheet_markup::{CommentContext, Picture, Profile, SafeHtml};

const GLOSSARY: &str = r#"{"entries": [
  {"headword": "Harbour Board", "kind": "organisation", "substitute": ["Dredging Society"],
   "asides": [{"text": "keepers of the mud since 1851"}]},
  {"headword": "gull", "mention": "every", "substitute": ["winged bailiff"]},
  {"headword": "committee", "mention": "every", "substitute": ["huddle"]},
  {"headword": "fence of fish boxes", "asides": [{"text": "The fish were not consulted. They rarely are, and it shows in the minutes of every meeting since the war.",
   "image": "/pictures/crate.svg", "alt": "A crate"}]},
  {"headword": "meanwhile", "serial": "default"}],
 "serials": [{"name": "default", "lines": ["back at the lighthouse, the keeper counted the gulls again, and again there was one too many."]}]}"#;

/// Text of the sample article, as it was clipped.
pub(super) const STORY: &str = "<p>A wooden crate, four feet in every direction, was found on East Slip yesterday by a Mrs Lobb, \
who was walking a dog that does not care to be named. It has rope handles, brass corners, and a label. The label says THE \
OCCUPIER and has been underlined twice.</p>\
<p>It is dry. It came in on the morning tide, and it is dry. We put that in because four people have stopped us in \
<a href=\"https://tarrow.example/quay-street\">Quay Street</a> to mention it.</p>\
<p>It also hums. The hum is low, steady and not unfriendly, and it stops when one knocks, in the manner of somebody who hopes \
you will go away. The Harbour Board sent a committee, the committee sent for tea, and a gull sat on the lid.</p>\
<blockquote><p>It is not ours. If it had been ours it would have been late.</p></blockquote>\
<p>So the Skerry Steam Packet Company, by telephone. A temporary fence of fish boxes has been put up. By noon some sixty people \
were leaning on it, including every visitor in town, both of them.</p>\
<h2>What is known</h2><ul><li>It weighs as much as three bandsmen, or four without tubas.</li><li>The brass is polished daily. \
Nobody has been seen to do it.</li></ul>\
<table><thead><tr><th>Hour</th><th>Hum</th><th>Onlookers</th></tr></thead><tbody><tr><td>06:25</td><td>B flat</td><td>1</td></tr>\
<tr><td>12:00</td><td>B flat, hopeful</td><td>60</td></tr></tbody></table>\
<p>Meanwhile the crate remains where it is. Should you be the occupier, the gull would like a word, and so would the dog.</p>";

/// The one picture of the samples, in every place where a picture can be.
fn picture(_: &str) -> Option<Picture> {
    Some(Picture {
        src: "/pictures/crate.svg".to_owned(),
        width: 960,
        height: 600,
    })
}

/// A clipped text as it is stored: safe, not printed.
pub(super) fn plain(html: &str) -> SafeHtml {
    clipsheet_markup::sanitise(html, Profile::Article, &picture)
}

/// A clipped text as it is printed.
pub(super) fn printed(html: &str) -> SafeHtml {
    let safe = plain(html);
    safe.printed_in(&record(&safe), &[], PAGE)
}

/// The same with remarks of the desk's.
pub(super) fn remarked(html: &str) -> SafeHtml {
    let safe = plain(html);
    super::remarks::remarked(&safe, &record(&safe))
}

/// As a page of the paper prints it.
const PAGE: PrintForm<'_> = PrintForm::Page {
    entries: "/glossary/",
};

fn record(safe: &SafeHtml) -> PrintRecord {
    let Ok(mut parsed) = GlossaryFile::parse(GLOSSARY) else {
        return PrintRecord::default();
    };
    for (id, entry) in (1..).zip(&mut parsed.file.entries) {
        entry.id = id;
    }
    let (glossary, _) = parsed.compile();
    let context = Context {
        article_id: 7,
        ..Context::default()
    };
    glossary.find(safe.as_str(), Format::Html, &context).record
}

/// A comment as it appears.
pub(super) fn comment(typed: &str) -> SafeHtml {
    clipsheet_markup::comment(
        typed,
        &CommentContext {
            highest_number: 100,
            pictures: &picture,
        },
    )
}
