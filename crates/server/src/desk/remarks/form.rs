//! The form that makes a remark, changes it or places it again.

use super::{Ground, may_change};
use crate::app::App;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::press::redirect;
use crate::remarks::{anchor_of, settle_as_it_stands, stored_anchor};
use crate::staff::Member;
use crate::views::{FieldError, ParagraphChoice, PlaceChoice, RemarkPage, RemarkPreview};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::PrintRecord;
use clipsheet_markup::{
    Anchor, Occurrence, PlacedRemark, SafeHtml, Words, plain_text, remark as markup_of,
};
use clipsheet_store::{
    Act, ArticleId, NewRemark, Remark, RemarkId, RemarkState, change_remark, create_remark,
    find_remark, note_act,
};
use serde::Deserialize;
use std::sync::Arc;

/// A remark is a part of somebody else's line: what is longer is an article of its own.
const MOST_CHARS: usize = 600;
/// Characters of what stands around words, in lists and previews.
const AROUND: usize = 120;

/// Where a remark is to be made.
#[derive(Debug, Deserialize)]
pub(super) struct Where {
    article: i64,
    comment: Option<i64>,
}

/// The form as sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Fields {
    act: String,
    words: String,
    /// Where the marked paragraph begins.
    paragraph: String,
    /// Which of several places.
    which: String,
    /// What stands before the words in their paragraph: from the script, which knows what was selected.
    before: String,
    text: String,
    /// When the remark was last changed before this form was opened.
    version: String,
}

/// What a form says, or what is wrong with it.
struct Read {
    /// The words, when they name one place.
    anchor: Option<Anchor>,
    html: SafeHtml,
    /// Where the words are.
    places: Vec<Occurrence>,
    words_error: String,
    text_error: String,
}

impl Read {
    fn of(fields: &Fields, ground: &Ground, words: &Words) -> Self {
        let mut places = words.find(&fields.words);
        if let Ok(begins) = fields.paragraph.parse::<usize>()
            && let Some((_, text)) = words.paragraphs().find(|(at, _)| *at == begins)
        {
            let paragraph = begins..begins + text.len();
            places.retain(|place| paragraph.contains(&place.offset));
        }
        let before = fields
            .before
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let fits = |place: &Occurrence| place.before.trim_end().ends_with(&before);
        if !before.is_empty() && places.iter().any(fits) {
            places.retain(fits);
        }
        let chosen = match (&places[..], fields.which.parse::<usize>()) {
            ([place], _) => Some(place.offset),
            (many, Ok(which)) => many
                .iter()
                .map(|place| place.offset)
                .find(|offset| *offset == which),
            _ => None,
        };
        let anchor = chosen.and_then(|offset| words.anchor(&fields.words, offset).ok());
        let words_error = match (&anchor, places.len()) {
            (Some(_), _) => "",
            (None, 0) if fields.words.trim().is_empty() => {
                "Which words does it stand after? Copy them from the text below."
            }
            (None, 0) => {
                "These words are nowhere in one paragraph (or not in the one you marked). Copy them from the text below, whole words only."
            }
            (None, _) => {
                "These words are there several times. Choose below which are meant, or take some more."
            }
        };
        let html = markup_of(&fields.text, ground.last_number);
        let chars = plain_text(&html).chars().count();
        let text_error = if clipsheet_markup::is_blank(&fields.text) || chars == 0 {
            "There is nothing in it yet.".to_owned()
        } else if chars > MOST_CHARS {
            format!("This has {chars} characters; a remark has {MOST_CHARS} at most.")
        } else {
            String::new()
        };
        Self {
            anchor,
            html,
            places,
            words_error: words_error.to_owned(),
            text_error,
        }
    }
}

/// What the page is about, beside the form.
struct About<'a> {
    heading: String,
    action: String,
    /// The remark that is there already.
    there: Option<&'a Remark>,
}

async fn page(
    app: &App,
    member: &Member,
    ground: &Ground,
    about: About<'_>,
    fields: &Fields,
    read: Option<Read>,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let words = Words::of(&ground.html);
    let (mut wanted, mut errors) = (None, Vec::new());
    let (mut words_error, mut text_error) = (String::new(), String::new());
    let mut preview = RemarkPreview::default();
    if let Some(read) = read {
        if let (Some(anchor), "") = (&read.anchor, read.text_error.as_str()) {
            preview = preview_of(member, &about, anchor, &read);
        }
        for (field, message) in [("f-words", &read.words_error), ("f-text", &read.text_error)] {
            if !message.is_empty() {
                errors.push(FieldError {
                    field: field.into(),
                    message: message.clone(),
                });
            }
        }
        (words_error, text_error) = (read.words_error, read.text_error);
        if read.places.len() > 1 {
            wanted = Some(read.places);
        }
    }
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let is_loose = about
        .there
        .is_some_and(|remark| remark.state == RemarkState::Loose);
    let view = RemarkPage {
        chrome: desk_chrome(app, &paper, member, &about.heading, "/desk/remarks"),
        heading: about.heading,
        article: ground.page.clone(),
        place: ground.place.clone(),
        note: if is_loose {
            "This remark lost its words. Say where it belongs now, or remove it.".into()
        } else {
            String::new()
        },
        action: about.action,
        words: fields.words.clone(),
        paragraphs: words
            .paragraphs()
            .map(|(begins, text)| ParagraphChoice {
                current: fields.paragraph == begins.to_string(),
                value: begins.to_string(),
                text: text.to_owned(),
            })
            .collect(),
        places: wanted
            .unwrap_or_default()
            .into_iter()
            .map(|place| PlaceChoice {
                current: fields.which == place.offset.to_string(),
                value: place.offset.to_string(),
                before: ending(&place.before),
                words: one_line(&fields.words),
                after: beginning(&place.after),
            })
            .collect(),
        text: fields.text.clone(),
        text_html: clipsheet_markup::remark(&fields.text, u32::MAX),
        editor_urls: crate::assets::editor_urls(),
        preview,
        is_there: about.there.is_some(),
        version: about.there.map(version).unwrap_or_default(),
        words_error,
        text_error,
        errors,
    };
    show(&view, status)
}

fn preview_of(member: &Member, about: &About<'_>, anchor: &Anchor, read: &Read) -> RemarkPreview {
    let place = read
        .places
        .iter()
        .find(|place| place.offset == anchor.offset);
    let line = SafeHtml::escape(&anchor.quote);
    let (staff, author) = match about.there {
        Some(remark) => (remark.staff, remark.author.as_str()),
        None => (member.id(), member.name()),
    };
    let placed = PlacedRemark {
        at: line.as_str().len(),
        id: 0,
        staff: staff.0,
        author,
        text: &read.html,
    };
    RemarkPreview {
        before: place.map(|place| ending(&place.before)).unwrap_or_default(),
        line: line.with_remarks(&PrintRecord::default(), &[placed]),
        after: place
            .map(|place| beginning(&place.after))
            .unwrap_or_default(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The end of what stands before words.
fn ending(text: &str) -> String {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, c)) => format!("…{}", &text[at + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// The beginning of what stands behind words.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn new_address(ground: &Ground) -> String {
    let comment = ground.comment.map(|number| format!("&comment={number}"));
    format!(
        "/desk/remarks/new?article={}{}",
        ground.article,
        comment.unwrap_or_default()
    )
}

/// `GET /desk/remarks/new?article=7&comment=3`.
pub(super) async fn show_new(
    State(app): State<Arc<App>>,
    member: Member,
    Query(place): Query<Where>,
) -> Result<Response, WebError> {
    let ground = Ground::read(&app, ArticleId(place.article), place.comment).await?;
    let about = About {
        heading: "New remark".into(),
        action: new_address(&ground),
        there: None,
    };
    page(&app, &member, &ground, about, &Fields::default(), None).await
}

/// `POST /desk/remarks/new?article=7&comment=3`.
pub(super) async fn make(
    State(app): State<Arc<App>>,
    member: Member,
    Query(place): Query<Where>,
    Form(fields): Form<Fields>,
) -> Result<Response, WebError> {
    let keep = fields.text.clone();
    let made = async {
        let ground = Ground::read(&app, ArticleId(place.article), place.comment).await?;
        let words = Words::of(&ground.html);
        let read = Read::of(&fields, &ground, &words);
        let about = About {
            heading: "New remark".into(),
            action: new_address(&ground),
            there: None,
        };
        let (Some(anchor), "", true) = (
            &read.anchor,
            read.text_error.as_str(),
            fields.act != "preview",
        ) else {
            return page(&app, &member, &ground, about, &fields, Some(read)).await;
        };
        let new = NewRemark {
            article: ground.article,
            comment: ground.comment,
            staff: member.id(),
            author: member.name().to_owned(),
            source: fields.text.clone(),
            html: read.html.as_str().to_owned(),
            seal: read.html.seal(&app.secrets.seal).as_str().to_owned(),
            anchor: stored_anchor(anchor.clone()),
        };
        let (actor, now, label) = (member.actor(), app.now(), label(&ground));
        let secrets = Arc::clone(&app.secrets);
        let written = app.store.write(move |tx| {
            let id = create_remark(tx, &new, now)?;
            settle_as_it_stands(tx, &secrets, new.article, now)?;
            let act = Act {
                act: "put in",
                subject: "remark",
                subject_id: id.0,
                label: &label,
                after: &new.source,
                ..Act::default()
            };
            note_act(tx, &actor, &act, now)?;
            Ok(id)
        });
        let id = written.await?;
        Ok(redirect(&format!("{}#r{id}", ground.page.url)))
    };
    made.await.map_err(|error: WebError| error.keeping(keep))
}

/// What the audit log calls a remark.
fn label(ground: &Ground) -> String {
    format!("a remark {} “{}”", ground.place, ground.page.label)
}

async fn find(app: &App, member: &Member, id: i64) -> Result<Remark, WebError> {
    let found = app
        .store
        .read(move |conn| find_remark(conn, RemarkId(id)))
        .await?;
    let remark = found
        .filter(|remark| remark.state != RemarkState::Removed)
        .ok_or_else(|| {
            WebError::NotFound(format!("There is no remark {id}, or it was removed."))
        })?;
    if !may_change(member, &remark) {
        return Err(WebError::Forbidden(format!(
            "This remark is {}’s. They and the editors can change it; you can put in one of your own.",
            remark.author
        )));
    }
    Ok(remark)
}

fn about(remark: &Remark) -> About<'_> {
    About {
        heading: format!("Remark by {}", remark.author),
        action: format!("/desk/remarks/{}", remark.id),
        there: Some(remark),
    }
}

/// Tells whether a form was opened before somebody else's change.
fn version(remark: &Remark) -> String {
    remark.changed_at.to_string()
}

/// `GET /desk/remarks/{id}`.
pub(super) async fn show_one(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
) -> Result<Response, WebError> {
    let remark = find(&app, &member, id).await?;
    let ground = Ground::read(&app, remark.article, remark.comment).await?;
    let words = Words::of(&ground.html);
    let which = words.locate(&anchor_of(&remark.anchor));
    let fields = Fields {
        words: remark.anchor.quote.clone(),
        which: which.map(|offset| offset.to_string()).unwrap_or_default(),
        text: remark.source.clone(),
        ..Fields::default()
    };
    page(&app, &member, &ground, about(&remark), &fields, None).await
}

/// `POST /desk/remarks/{id}`.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    member: Member,
    Path(id): Path<i64>,
    Form(fields): Form<Fields>,
) -> Result<Response, WebError> {
    let keep = fields.text.clone();
    let changed = async {
        let before = find(&app, &member, id).await?;
        let stale = !fields.version.is_empty() && fields.version != version(&before);
        if fields.act == "remove" && !stale {
            let mut after = before.clone();
            after.state = RemarkState::Removed;
            let place = format!("a remark in article {}", before.article);
            let removed = write(&app, &member, &before, after, "removed", place).await?;
            return Ok(redirect(&match removed {
                true => "/desk/remarks?removed=1".to_owned(),
                // As it stands now, to look at before it goes.
                false => format!("/desk/remarks/{id}"),
            }));
        }
        if fields.act == "remove" {
            return Ok(redirect(&format!("/desk/remarks/{id}")));
        }
        let ground = Ground::read(&app, before.article, before.comment).await?;
        let words = Words::of(&ground.html);
        // Whoever only mends the text leaves it where it is, though the same words are there several times.
        let mut fields = fields;
        if fields.which.is_empty() && one_line(&fields.words) == before.anchor.quote {
            let place = words.locate(&anchor_of(&before.anchor));
            fields.which = place.map(|offset| offset.to_string()).unwrap_or_default();
        }
        let mut read = Read::of(&fields, &ground, &words);
        let (Some(anchor), "", true) = (
            &read.anchor,
            read.text_error.as_str(),
            fields.act != "preview",
        ) else {
            return page(&app, &member, &ground, about(&before), &fields, Some(read)).await;
        };
        let after = Remark {
            source: fields.text.clone(),
            html: read.html.as_str().to_owned(),
            seal: read.html.seal(&app.secrets.seal).as_str().to_owned(),
            anchor: stored_anchor(anchor.clone()),
            state: RemarkState::Placed,
            ..before.clone()
        };
        let act = match before.state {
            RemarkState::Loose => "placed again",
            _ => "changed",
        };
        if stale || !write(&app, &member, &before, after, act, label(&ground)).await? {
            let now = find(&app, &member, id).await?;
            read.text_error = format!(
                "Somebody else has changed this remark in the meantime. It says now: {} Yours is below; save it to put it in instead.",
                now.source
            );
            return page(&app, &member, &ground, about(&now), &fields, Some(read)).await;
        }
        Ok(redirect(&format!("{}#r{id}", ground.page.url)))
    };
    changed.await.map_err(|error: WebError| error.keeping(keep))
}

/// Writes a change and notes it; gives whether it did: somebody else's change in the meantime is not written over.
async fn write(
    app: &App,
    member: &Member,
    before: &Remark,
    after: Remark,
    verb: &'static str,
    label: String,
) -> Result<bool, WebError> {
    let (actor, now, before) = (member.actor(), app.now(), before.clone());
    let secrets = Arc::clone(&app.secrets);
    let written = app.store.write(move |tx| {
        let stands = find_remark(tx, before.id)?;
        if stands.is_none_or(|stands| stands != before) {
            return Ok(false);
        }
        change_remark(tx, &after, now)?;
        if after.state != RemarkState::Removed {
            settle_as_it_stands(tx, &secrets, after.article, now)?;
        }
        let shown = |remark: &Remark| match remark.state {
            RemarkState::Removed => String::new(),
            _ => format!("after “{}”: {}", remark.anchor.quote, remark.source),
        };
        let act = Act {
            act: verb,
            subject: "remark",
            subject_id: after.id.0,
            label: &label,
            before: &shown(&before),
            after: &shown(&after),
        };
        note_act(tx, &actor, &act, now)?;
        Ok(true)
    });
    Ok(written.await?)
}
