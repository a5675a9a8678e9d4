//! Printing: what came becomes safe HTML, the glossary goes over it once, and what it did is kept.

mod pins;
mod stored;

pub(crate) use pins::{pinned, pinned_as_printed, pinned_where};
pub use stored::{Imported, StandingGlossary, compile_glossary, import_glossary, stored_glossary};

use crate::remarks;
use crate::secrets::Secrets;
use clipsheet_gloss::{
    Annotation, Choice, Context, Date, Effect, Format, Found, Glossary, MentionRow, PrintForm,
    PrintRecord, Used,
};
use clipsheet_markup::{Picture, Profile, SafeHtml, sanitise};
use clipsheet_store::{
    ArticleId, ArticleText, Day, EntryUse, Headline, Ledger, PrintedText, Remark, SerialPositions,
    UsedAs,
};
use std::collections::{HashMap, HashSet};

/// How a reader wants an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As it was printed.
    #[default]
    Printed,
    /// The source's words.
    Plain,
    /// With today's glossary.
    Today,
}

impl Mode {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Printed, Self::Plain, Self::Today];

    /// As in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Plain => "plain",
            Self::Today => "today",
        }
    }

    /// Reads what an address says; anything else is the usual mode.
    pub fn read(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .unwrap_or_default()
    }
}

/// Where an article is printed: all that decides what the glossary does, beside the text.
#[derive(Debug, Clone)]
pub struct Place {
    /// The edition.
    pub day: Day,
    /// The page.
    pub page: i64,
    /// The area's name in addresses.
    pub area: String,
}

impl Place {
    pub(crate) fn context(&self, article: ArticleId, serials: SerialPositions) -> Context<'_> {
        let date = self.day.date().and_then(|date| {
            Date::new(
                date.year().unsigned_abs(),
                date.month().unsigned_abs(),
                date.day().unsigned_abs(),
            )
        });
        Context {
            article_id: article.0,
            on: date,
            page: u32::try_from(self.page).ok(),
            area: Some(&self.area),
            serial_positions: serials,
            ..Context::default()
        }
    }
}

/// An article's text as the sanitiser lets it through.
pub fn safe_article(source_html: &str, pictures: &dyn Fn(&str) -> Option<Picture>) -> SafeHtml {
    sanitise(source_html, Profile::Article, pictures)
}

/// Prints: finds what the glossary does and makes the record of it.
pub fn print(
    secrets: &Secrets,
    glossary: &Glossary,
    safe: &SafeHtml,
    article: ArticleId,
    place: &Place,
    ledger: &Ledger,
    choices: &[Choice],
) -> PrintedText {
    let found = rehearse(glossary, safe, place, ledger, article.0, choices);
    printed_text(secrets, safe, &found.record, &found.mentions)
}

/// A text with what the glossary does to it, as the store takes it.
pub(crate) fn printed_text(
    secrets: &Secrets,
    safe: &SafeHtml,
    record: &PrintRecord,
    mentions: &[MentionRow],
) -> PrintedText {
    let serial_lines = record
        .annotations
        .iter()
        .filter_map(|annotation| match &annotation.effect {
            Effect::Serial {
                serial,
                line_number,
                text,
            } => {
                // The ledger counts from 0, people from 1.
                let line = i64::try_from(line_number.saturating_sub(1)).unwrap_or(i64::MAX);
                Some((serial.clone(), line, text.clone()))
            }
            _ => None,
        })
        .collect();
    PrintedText {
        entries: entry_uses(record, mentions),
        safe_html: safe.as_str().to_owned(),
        seal: safe.seal(&secrets.seal).as_str().to_owned(),
        // A record is plain data; it always has a JSON form.
        print_record: serde_json::to_string(record).unwrap_or_default(),
        serial_lines,
    }
}

/// What the other articles of the edition have, as the engine takes it: no variant wears out while others are left.
pub(crate) fn used_in_edition(glossary: &Glossary, ledger: &Ledger) -> Used {
    let mut by_entry: HashMap<i64, Vec<(&EntryUse, i64)>> = HashMap::new();
    for (used, articles) in &ledger.used {
        let of_entry = by_entry.entry(used.entry).or_default();
        of_entry.push((used, *articles));
    }
    let mut used = Used::default();
    if by_entry.is_empty() {
        return used;
    }
    for entry in glossary.entries() {
        for (what, articles) in by_entry.remove(&entry.id).unwrap_or_default() {
            let is_aside = match what.used_as {
                UsedAs::Substitution => false,
                UsedAs::Aside => true,
                _ => continue,
            };
            let variant = usize::try_from(what.variant).unwrap_or_default();
            let articles = u32::try_from(articles).unwrap_or(u32::MAX);
            used.add(entry.id, &entry.headword, is_aside, variant, articles);
        }
    }
    used
}

/// An editor's choices for an article as the store keeps them; empty for none.
pub(crate) fn write_choices(choices: &[Choice]) -> String {
    let chosen: Vec<&Choice> = choices.iter().filter(|one| !one.is_empty()).collect();
    if chosen.is_empty() {
        return String::new();
    }
    // Choices are plain data; they always have a JSON form.
    serde_json::to_string(&chosen).unwrap_or_default()
}

/// Reads what [`write_choices`] wrote. What cannot be read is no choice: the glossary's own rules hold.
pub(crate) fn read_choices(json: &str) -> Vec<Choice> {
    if json.is_empty() {
        return Vec::new();
    }
    serde_json::from_str(json).unwrap_or_default()
}

/// What each entry did to an article, for the desk's counts; and which were mentioned without doing anything.
pub(crate) fn entry_uses(record: &PrintRecord, mentions: &[MentionRow]) -> Vec<EntryUse> {
    let did = record.annotations.iter().map(|annotation| EntryUse {
        entry: annotation.entry_id,
        used_as: match annotation.effect {
            Effect::Substitute { .. } => UsedAs::Substitution,
            Effect::Aside { .. } => UsedAs::Aside,
            Effect::Serial { .. } => UsedAs::SerialLine,
        },
        variant: match annotation.effect {
            // Which line it was, the ledger tells.
            Effect::Serial { .. } => 0,
            _ => i64::try_from(annotation.variant).unwrap_or(i64::MAX),
        },
    });
    let mut uses: Vec<EntryUse> = did.collect();
    let mut told: HashSet<i64> = uses.iter().map(|used| used.entry).collect();
    for mention in mentions {
        if told.insert(mention.entry_id) {
            uses.push(EntryUse {
                entry: mention.entry_id,
                used_as: UsedAs::Mention,
                variant: 0,
            });
        }
    }
    uses
}

/// What the glossary would do to a text that is not printed yet, with every mention. `seed` chooses between variants.
pub(crate) fn rehearse(
    glossary: &Glossary,
    safe: &SafeHtml,
    place: &Place,
    ledger: &Ledger,
    seed: i64,
    choices: &[Choice],
) -> Found {
    let used = used_in_edition(glossary, ledger);
    let context = Context {
        choices,
        used: Some(&used),
        explain: true,
        ..place.context(ArticleId(seed), ledger.serials.clone())
    };
    glossary.find(safe.as_str(), Format::Html, &context)
}

/// The dossiers that a text mentions, the most often first: proposals for "file under".
pub fn mentioned_dossiers(glossary: &Glossary, safe: &SafeHtml, place: &Place) -> Vec<String> {
    let found = glossary.find(
        safe.as_str(),
        Format::Html,
        &place.context(ArticleId(0), SerialPositions::new()),
    );
    let mut mentions = found.dossiers;
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.count));
    mentions
        .into_iter()
        .map(|mention| mention.dossier)
        .collect()
}

/// The dossiers that a plain text mentions, the most often first.
pub(crate) fn dossiers_in_text(glossary: &Glossary, text: &str, place: &Place) -> Vec<String> {
    let context = place.context(ArticleId(0), SerialPositions::new());
    let mut mentions = glossary.find(text, Format::Text, &context).dossiers;
    mentions.sort_by_key(|mention| std::cmp::Reverse(mention.count));
    mentions
        .into_iter()
        .map(|mention| mention.dossier)
        .collect()
}

/// How a text is to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Rendering<'a> {
    /// The mode that the reader wants.
    pub mode: Mode,
    /// The form: for a page, for a letter.
    pub form: PrintForm<'a>,
}

/// Where readers find an entry of the glossary, but for its number.
pub(crate) const ENTRIES: &str = "/glossary/";

/// For a page: with "why?" at each thing of the house's, and notes that fold.
pub(crate) const PAGE: PrintForm<'static> = PrintForm::Page { entries: ENTRIES };

/// For feeds and e-mail: told in words and plain elements. Addresses are those of the site, to be made absolute.
pub(crate) const LETTER: PrintForm<'static> = PrintForm::Letter { entries: ENTRIES };

/// The stored text in the mode and form a reader wants, with those of these remarks that stand in it. The plain text has none: it
/// is what the source wrote and nothing else.
pub fn in_mode(
    secrets: &Secrets,
    glossary: Option<&Glossary>,
    text: &ArticleText,
    article: ArticleId,
    place: &Place,
    rendering: Rendering<'_>,
    remarks: &[Remark],
) -> SafeHtml {
    let safe = stored_text(secrets, text);
    if rendering.mode == Mode::Plain {
        return safe;
    }
    let record = record_in_mode(glossary, &safe, text, article, place, rendering.mode);
    let standing = remarks::standing_in(remarks, None);
    remarks::put_in(secrets, safe, &record, standing, rendering.form)
}

/// The stored text as it was printed, in the form of a letter: for feeds and e-mail.
pub(crate) fn as_letter(
    secrets: &Secrets,
    line: &Headline,
    text: &ArticleText,
    remarks: &[Remark],
) -> SafeHtml {
    let place = Place {
        day: line.edition_on,
        page: line.page,
        area: line.area_slug.clone(),
    };
    let rendering = Rendering {
        mode: Mode::Printed,
        form: LETTER,
    };
    in_mode(secrets, None, text, line.id, &place, rendering, remarks)
}

/// What the glossary does to the stored text in a mode; `safe` is that text.
pub(crate) fn record_in_mode(
    glossary: Option<&Glossary>,
    safe: &SafeHtml,
    text: &ArticleText,
    article: ArticleId,
    place: &Place,
    mode: Mode,
) -> PrintRecord {
    match (mode, glossary) {
        (Mode::Plain, _) => PrintRecord::default(),
        (Mode::Today, Some(glossary)) => today(glossary, safe, text, article, place),
        _ => printed_record(safe, text, article),
    }
}

/// The record that an article was printed with. Its offsets are those of the stored text: where other rules of the sanitiser make
/// another text of that (`safe`), it would put its words in wrong places, so that there is none until the article is printed anew.
fn printed_record(safe: &SafeHtml, text: &ArticleText, article: ArticleId) -> PrintRecord {
    if !fits(safe, text) {
        tracing::error!(
            article = article.0,
            "the text is another since it was sanitised anew, and its print record does not fit it; the plain text is shown. Print it anew."
        );
        return PrintRecord::default();
    }
    serde_json::from_str(&text.print_record).unwrap_or_else(|error| {
        tracing::error!(%error, article = article.0, "a print record cannot be read; the plain text is shown");
        PrintRecord::default()
    })
}

/// Whether a text as [`stored_text`] gives it is letter for letter the one that the print record was made for.
pub(crate) fn fits(safe: &SafeHtml, text: &ArticleText) -> bool {
    safe.as_str() == text.safe_html
}

/// The stored text as it is printed over. One whose seal does not hold (an older sanitiser, another paper's data) is
/// sanitised anew; the same rules give the same text.
pub fn stored_text(secrets: &Secrets, text: &ArticleText) -> SafeHtml {
    unseal(secrets, &text.safe_html, &text.seal)
        .unwrap_or_else(|| sanitise(&text.safe_html, Profile::Article, &own_picture))
}

/// What today's glossary would do. A serial's lines are used once: those that were printed here stay, no others come.
fn today(
    glossary: &Glossary,
    safe: &SafeHtml,
    text: &ArticleText,
    article: ArticleId,
    place: &Place,
) -> PrintRecord {
    let is_serial = |annotation: &Annotation| matches!(annotation.effect, Effect::Serial { .. });
    let printed = printed_record(safe, text, article);
    let choices = pinned_as_printed(glossary, &printed, &read_choices(&text.choices));
    let context = Context {
        choices: &choices,
        ..place.context(article, SerialPositions::new())
    };
    let mut found = glossary.find(safe.as_str(), Format::Html, &context);
    let today = &mut found.record.annotations;
    today.retain(|annotation| !is_serial(annotation));
    today.extend(printed.annotations.into_iter().filter(is_serial));
    found.record
}

/// Sealed HTML of the store, if this paper's sanitiser made it under today's rules.
pub fn unseal(secrets: &Secrets, html: &str, seal: &str) -> Option<SafeHtml> {
    SafeHtml::unseal(html.to_owned(), seal, &secrets.seal)
}

/// Pictures that are the site's own already stay when a stored text is sanitised anew. Their size is not
/// known here, which costs a jump of the layout at worst.
pub fn own_picture(address: &str) -> Option<Picture> {
    address.starts_with("/media/").then(|| Picture {
        src: address.to_owned(),
        width: 0,
        height: 0,
    })
}
