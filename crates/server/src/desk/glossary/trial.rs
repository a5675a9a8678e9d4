//! Trying the glossary on a text: original and printed side by side, each match with its reason.

use super::form::{EntryForm, place};
use super::spellings::Spellings;
use super::words::at_the_desk;
use super::{HERE, aside, sections};
use crate::app::{App, Paper};
use crate::calendar::counted_len;
use crate::desk::desk_chrome;
use crate::error::WebError;
use crate::glossary::shelf::Shelf;
use crate::glossary::uses::date_of;
use crate::press::html_once;
use crate::printing::{own_picture, safe_article};
use crate::staff::Member;
use crate::views::{GlossMatch, GlossTestPage, GlossTrial, GlossTrialPart};
use crate::visit::Visit;
use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::{
    Annotation, Context, Date, Effect, Entry, Explained, Format, Glossary, MentionRow, PrintRecord,
    Why,
};
use clipsheet_markup::{SafeHtml, plain_text};
use clipsheet_store::SerialPositions;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Matches that are listed and explained at most.
const MOST_MATCHES: usize = 100;
/// Places with the letters of a form that are asked about.
const MOST_ASKED: usize = 100;
/// Places of the words asked about that are looked at.
const MOST_PLACES: usize = 5;
/// Characters that a text to try may have: each match is explained by searching it again.
const MOST_CHARS: usize = 200_000;

/// Whether a text is too long to be explained.
pub(super) fn is_too_long(text: &str) -> bool {
    // No character has less than a byte.
    text.len() > MOST_CHARS && text.chars().count() > MOST_CHARS
}

/// What goes over a text.
pub(super) struct Over {
    pub(super) glossary: Arc<Glossary>,
    /// The entries as they stand.
    pub(super) shelf: Arc<Shelf>,
    /// One of them, or one more, as it is typed.
    pub(super) typed: Option<Entry>,
}

/// Where a text would stand.
#[derive(Debug, Clone, Default)]
pub(super) struct TryPlace {
    pub(super) article: i64,
    pub(super) page: Option<u32>,
    pub(super) area: String,
    pub(super) on: Option<Date>,
    pub(super) serials: SerialPositions,
}

impl TryPlace {
    /// What the test box says; today for no day.
    pub(super) async fn read(app: &App, form: &EntryForm) -> Result<Self, WebError> {
        let today = date_of(app.today().await?);
        let serials = app.store.read(clipsheet_store::serial_positions).await?;
        Ok(Self {
            article: 0,
            page: form.value("try_page").trim().parse().ok(),
            area: form.value("try_area").trim().to_owned(),
            on: form.value("try_on").trim().parse().ok().or(today),
            serials,
        })
    }

    fn context(&self) -> Context<'_> {
        Context {
            article_id: self.article,
            on: self.on,
            page: self.page,
            area: Some(self.area.as_str()).filter(|area| !area.is_empty()),
            serial_positions: self.serials.clone(),
            explain: true,
            ..Context::default()
        }
    }
}

/// A text as somebody pastes it, made safe: HTML where it looks so, else plain text with a paragraph for each blank line.
pub(super) fn safe_text(text: &str) -> SafeHtml {
    let looks_like_html = text.contains("</") || text.contains("<br") || text.contains("<p>");
    if looks_like_html {
        return safe_article(text, &own_picture);
    }
    let escaped = text
        .replace("\r\n", "\n")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let paragraphs = escaped.split("\n\n").map(str::trim);
    let html: String = paragraphs
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{paragraph}</p>"))
        .collect();
    safe_article(&html, &own_picture)
}

/// Goes over a text that somebody pasted, off the others' threads.
pub(super) async fn try_text(
    over: Over,
    text: &str,
    place: TryPlace,
    asked: &str,
) -> Result<GlossTrial, WebError> {
    if text.trim().is_empty() {
        return Ok(GlossTrial {
            problems: vec!["There is no text to try it on. Paste one.".into()],
            ..GlossTrial::default()
        });
    }
    if is_too_long(text) {
        return Ok(GlossTrial {
            problems: vec![
                "This text is too long to explain: 200,000 characters at most. Try a part of it."
                    .into(),
            ],
            ..GlossTrial::default()
        });
    }
    let (text, asked) = (text.to_owned(), asked.trim().to_owned());
    aside(move || {
        let safe = safe_text(&text);
        let context = place.context();
        let found = over.glossary.find(safe.as_str(), Format::Html, &context);
        side_by_side(&over, &safe, &found.record, &place, &asked)
    })
    .await
}

/// A safe text beside what a record prints over it, every match with its reason. The record need not be the glossary's.
pub(super) fn side_by_side(
    over: &Over,
    safe: &SafeHtml,
    record: &PrintRecord,
    place: &TryPlace,
    asked: &str,
) -> GlossTrial {
    let (glossary, context) = (&*over.glossary, place.context());
    let found = glossary.find(safe.as_str(), Format::Html, &context);
    let mut matches: Vec<GlossMatch> = Vec::new();
    let mut mentions: HashMap<usize, &MentionRow> = HashMap::new();
    for row in &found.mentions {
        mentions.entry(row.start).or_insert(row);
    }
    let printed: HashSet<usize> = record.annotations.iter().map(|one| one.start).collect();
    // What the record has, and beside it the mentions at which nothing is printed.
    let mut at = 0;
    while let Some(first) = record.annotations.get(at) {
        let made: Vec<&Annotation> = record.annotations[at..]
            .iter()
            .take_while(|one| one.start == first.start && one.entry == first.entry)
            .collect();
        at += made.len();
        if matches.len() < MOST_MATCHES {
            let mut why: Vec<String> = Vec::new();
            if let Some(mention) = mentions.get(&first.start) {
                let risks = mention
                    .risks
                    .iter()
                    .map(|risk| format!("Look twice: {risk}."));
                why.extend(risks);
            }
            matches.push(GlossMatch {
                words: words_of(safe.as_str().get(first.start..first.end)),
                entry: first.entry.clone(),
                entry_url: entry_url(first.entry_id),
                state: "acts".into(),
                effects: made.iter().map(|one| effect_words(&one.effect)).collect(),
                why,
            });
        }
    }
    let acting = matches.len();
    let mut passed: Vec<(usize, GlossMatch)> = Vec::new();
    for row in &found.mentions {
        if acting + passed.len() >= MOST_MATCHES {
            break;
        }
        if printed.contains(&row.start) {
            continue;
        }
        let explained = glossary.explain_at(safe.as_str(), Format::Html, row.start, &context);
        let own = explained.entries.iter().find(|one| one.entry == row.entry);
        let state = if row.off { "off" } else { "passed" };
        let why = own.map(|one| vec![sentence(&one.why)]).unwrap_or_default();
        let words = safe.as_str().get(row.start..row.end);
        let one = passed_over(words, &row.entry, row.entry_id, state, why);
        passed.push((row.start, one));
    }
    // What is left alone from the first, such as a quotation or a longer name, is no mention to the engine.
    let mut told: HashSet<(usize, i64)> = found
        .mentions
        .iter()
        .map(|row| (row.start, row.entry_id))
        .chain(
            record
                .annotations
                .iter()
                .map(|one| (one.start, one.entry_id)),
        )
        .collect();
    let known = Spellings::of(&over.shelf, over.typed.as_ref());
    for (at, id) in known.places(safe.as_str()).into_iter().take(MOST_ASKED) {
        if acting + passed.len() >= MOST_MATCHES {
            break;
        }
        if told.contains(&(at, id)) {
            continue;
        }
        let explained = glossary.explain_at(safe.as_str(), Format::Html, at, &context);
        let is_it = |one: &&Explained| {
            let acts = matches!(one.why, Why::Prints(_) | Why::Files(_));
            one.entry_id == id && !acts && (one.start..one.end).contains(&at)
        };
        if let Some(one) = explained.entries.iter().find(is_it)
            && told.insert((one.start, id))
        {
            let why = vec![sentence(&one.why)];
            let row = passed_over(Some(&one.text), &one.entry, id, "passed", why);
            passed.push((one.start, row));
        }
    }
    passed.sort_by_key(|(start, _)| *start);
    matches.extend(passed.into_iter().map(|(_, one)| one));
    GlossTrial {
        tried: true,
        original: safe.as_str().to_owned(),
        printed: safe.clone().annotated(record).into_string(),
        summary: summary(acting, matches.len() - acting),
        answers: answers(glossary, safe.as_str(), &context, asked),
        asked: asked.to_owned(),
        matches,
        problems: Vec::new(),
    }
}

fn passed_over(
    words: Option<&str>,
    entry: &str,
    id: i64,
    state: &str,
    why: Vec<String>,
) -> GlossMatch {
    GlossMatch {
        words: words_of(words),
        entry: entry.to_owned(),
        entry_url: entry_url(id),
        state: state.into(),
        effects: vec!["nothing".into()],
        why,
    }
}

fn summary(acting: usize, passed: usize) -> String {
    let acts = match acting {
        0 => "Nothing is printed".to_owned(),
        count => counted_len(count, "match is printed", "matches are printed"),
    };
    match passed {
        0 => acts,
        count => format!(
            "{acts}, {}",
            counted_len(count, "mention is passed over", "mentions are passed over")
        ),
    }
}

/// What there is to say at the words that somebody asks about: what acts there, and why the rest does not.
fn answers(glossary: &Glossary, text: &str, context: &Context<'_>, asked: &str) -> Vec<GlossMatch> {
    if asked.is_empty() {
        return Vec::new();
    }
    // Lower case of ASCII keeps every offset.
    let (haystack, needle) = (text.to_ascii_lowercase(), asked.to_ascii_lowercase());
    let mut answers: Vec<GlossMatch> = Vec::new();
    let begins = |at: &usize| {
        let before = needle[..*at].chars().next_back();
        let after = needle[*at..].chars().next();
        after.is_some_and(char::is_alphanumeric) && !before.is_some_and(char::is_alphanumeric)
    };
    // Whatever begins with any of the words.
    let places: Vec<usize> = needle
        .char_indices()
        .map(|(at, _)| at)
        .filter(begins)
        .collect();
    for (offset, _) in haystack.match_indices(&needle).take(MOST_PLACES) {
        let mut unread = true;
        let before = answers.len();
        for place in places.iter().take(MOST_PLACES) {
            let explained = glossary.explain_at(text, Format::Html, offset + place, context);
            unread &= explained.unread;
            answers.extend(explained.entries.iter().map(answer));
        }
        if answers.len() == before {
            answers.push(GlossMatch {
                words: asked.to_owned(),
                entry: if unread {
                    "This place is not read: it is in a tag, in code or in a picture.".into()
                } else {
                    "The glossary has nothing to say here: no entry has a form like it.".into()
                },
                state: "passed".into(),
                ..GlossMatch::default()
            });
        }
    }
    answers.dedup_by(|a, b| a.words == b.words && a.entry == b.entry && a.why == b.why);
    answers
}

fn answer(one: &Explained) -> GlossMatch {
    let acts = matches!(one.why, Why::Prints(_) | Why::Files(_));
    GlossMatch {
        words: words_of(Some(&one.text)),
        entry: one.entry.clone(),
        entry_url: entry_url(one.entry_id),
        state: if acts { "acts" } else { "passed" }.into(),
        effects: vec![
            if acts {
                "acts here"
            } else {
                "does nothing here"
            }
            .into(),
        ],
        why: vec![sentence(&one.why)],
    }
}

fn sentence(why: &Why) -> String {
    let why = at_the_desk(&why.to_string());
    format!("{}.", super::super::capital(&why))
}

fn entry_url(id: i64) -> String {
    if id > 0 {
        format!("{HERE}/{id}")
    } else {
        String::new()
    }
}

/// The words of a piece of safe HTML.
fn words_of(html: Option<&str>) -> String {
    plain_text(&safe_article(html.unwrap_or_default(), &|_| None))
}

/// What an effect prints, in words.
fn effect_words(effect: &Effect) -> String {
    match effect {
        Effect::Substitute { text } => format!("prints “{text}”"),
        Effect::Aside { text, alt, .. } if text.is_empty() => {
            let shows = alt.as_deref().unwrap_or("a picture");
            format!("puts in the picture “{shows}”")
        }
        Effect::Aside { text, .. } => format!("puts in the note “{text}”"),
        Effect::Serial {
            serial,
            line_number,
            text,
        } => format!("goes on with the story “{serial}”, line {line_number}: {text}"),
    }
}

/// `GET /desk/glossary/test`.
pub(super) async fn show_test(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = date_of(app.today().await?).map(|day| day.to_string());
    let page = test_page(
        &app,
        &paper,
        &member,
        &EntryForm::default(),
        &today.unwrap_or_default(),
    );
    crate::desk::show(&page, StatusCode::OK)
}

fn test_page(
    app: &App,
    paper: &Paper,
    member: &Member,
    form: &EntryForm,
    on: &str,
) -> GlossTestPage {
    GlossTestPage {
        chrome: desk_chrome(app, paper, member, "Try the glossary on a text", HERE),
        sections: sections(member, "/desk/glossary/test"),
        text: form.value("try_text").to_owned(),
        place: place(paper, form.value("try_page"), form.value("try_area"), on),
        why: form.value("try_why").to_owned(),
        trial: GlossTrial::default(),
    }
}

/// `POST /desk/glossary/test`: with `X-Fragment: 1` the trial alone.
pub(super) async fn run_test(
    State(app): State<Arc<App>>,
    member: Member,
    visit: Visit,
    body: Bytes,
) -> Result<Response, WebError> {
    let form = EntryForm::read(&body);
    let paper = app.paper().await?;
    let at = TryPlace::read(&app, &form).await?;
    let on = at.on.map(|day| day.to_string()).unwrap_or_default();
    let over = Over {
        glossary: app.glossary().await?,
        shelf: app.shelf().await?,
        typed: None,
    };
    let trial = try_text(over, form.value("try_text"), at, form.value("try_why")).await?;
    if visit.fragment {
        let part = GlossTrialPart { trial };
        return Ok(html_once(&part.render()?, StatusCode::OK));
    }
    let page = GlossTestPage {
        trial,
        ..test_page(&app, &paper, &member, &form, &on)
    };
    crate::desk::show(&page, StatusCode::OK)
}
