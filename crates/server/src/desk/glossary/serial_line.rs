//! A printed line of a serial put right: a misspelt name, or what nobody should have written of somebody. The story goes on from it
//! all the same, so it keeps its number and its place.

use super::{HERE, sections};
use crate::app::App;
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::pages::article_url;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, GlossLinePage};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::{Effect, PrintRecord};
use clipsheet_store::{
    Act, Actor, ArticleId, LineCorrected, LineCorrection, Millis, NewGlossaryChange, SerialLine,
    StoreError, StoreResult, Tx, correct_serial_line, find_serial_line, find_standing_print,
    list_entry_uses, note_act, set_print_record,
};
use serde::Deserialize;
use std::sync::Arc;

/// What the address says, and what the form says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LineForm {
    serial: String,
    /// From 1.
    number: i64,
    was: String,
    text: String,
    note: String,
}

/// Where a printed line is put right. `number` counts from 1.
pub(super) fn line_url(serial: &str, number: i64) -> String {
    let query = [("serial", serial), ("number", &number.to_string())];
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    format!("{HERE}/serials/line?{query}")
}

/// `GET /desk/glossary/serials/line`.
pub(super) async fn show_line(
    State(app): State<Arc<App>>,
    member: Member,
    Query(mut form): Query<LineForm>,
) -> Result<Response, WebError> {
    let line = find(&app, &form).await?;
    form.was.clone_from(&line.text);
    form.text.clone_from(&line.text);
    page(&app, &member, &line, form, None, StatusCode::OK).await
}

async fn find(app: &App, form: &LineForm) -> Result<SerialLine, WebError> {
    let (serial, number) = (form.serial.clone(), form.number.saturating_sub(1));
    let found = app
        .store
        .read(move |conn| find_serial_line(conn, &serial, number));
    found.await?.ok_or_else(|| {
        let text = format!(
            "No line {} of “{}” is printed. The printed ones stand under Serials.",
            form.number, form.serial
        );
        WebError::NotFound(text).keeping(form.text.clone())
    })
}

async fn page(
    app: &App,
    member: &Member,
    line: &SerialLine,
    form: LineForm,
    error: Option<&str>,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let errors = error.map(|message| FieldError {
        field: "line-text".into(),
        message: message.into(),
    });
    let view = GlossLinePage {
        chrome: desk_chrome(app, &paper, member, "Put a printed line right", HERE),
        sections: sections(member, "/desk/glossary/serials"),
        serial: form.serial,
        number: form.number,
        headline: line.headline.clone(),
        url: article_url(line.article, &line.slug),
        printed: line.text.clone(),
        was: form.was,
        text: form.text,
        note: form.note,
        errors: errors.into_iter().collect(),
    };
    show(&view, status)
}

/// `POST /desk/glossary/serials/line`.
pub(super) async fn correct_line(
    State(app): State<Arc<App>>,
    member: Member,
    Form(mut form): Form<LineForm>,
) -> Result<Response, WebError> {
    // A browser sends line ends its own way, and a line may have some from a file.
    form.was = form.was.replace("\r\n", "\n");
    const MOVED: &str = "Somebody else put it right meanwhile. It is printed as you see it above; what you wrote stands below. Send it again if it should stand.";
    let line = find(&app, &form).await?;
    let text = form.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let refused = if text.is_empty() {
        Some(
            "A line needs words: the story goes on from it. Write what it should say, if only a few.",
        )
    } else if text == form.was {
        Some("It says the same as before. Write what it should say, or leave it.")
    } else {
        None
    };
    if refused.is_some() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&app, &member, &line, form, refused, status).await;
    }
    let correction = LineCorrection {
        serial: form.serial.clone(),
        line_number: line.line_number,
        was: form.was.clone(),
        text,
    };
    let (actor, note, now) = (member.actor(), form.note.trim().to_owned(), app.now());
    let done = app
        .store
        .write(move |tx| put_right(tx, &actor, &correction, &note, now));
    match done.await? {
        LineCorrected::Done(..) => Ok(redirect(&format!("{HERE}/serials?said=corrected"))),
        LineCorrected::Moved | LineCorrected::Nowhere => {
            let line = find(&app, &form).await?;
            form.was.clone_from(&line.text);
            let status = StatusCode::CONFLICT;
            page(&app, &member, &line, form, Some(MOVED), status).await
        }
    }
}

/// All of it in one transaction: the ledger, the serial, the history, the article's print record, the log.
fn put_right(
    tx: &mut Tx<'_>,
    actor: &Actor,
    line: &LineCorrection,
    note: &str,
    now: Millis,
) -> StoreResult<LineCorrected> {
    let why = NewGlossaryChange {
        staff: actor.staff,
        who: actor.name.clone(),
        note: if note.is_empty() {
            format!("Line {} put right", line.line_number + 1)
        } else {
            note.to_owned()
        },
        is_correction: true,
        ..NewGlossaryChange::default()
    };
    let done = correct_serial_line(tx, line, &why, now)?;
    let LineCorrected::Done(article, change) = done else {
        return Ok(done);
    };
    put_right_in_article(tx, article, line, now)?;
    let label = format!("line {} of {}", line.line_number + 1, line.serial);
    let after = match note {
        "" => line.text.clone(),
        note => format!("{} — {note}", line.text),
    };
    let act = Act {
        act: "corrected",
        subject: "glossary",
        subject_id: change.unwrap_or_default(),
        label: &label,
        before: &line.was,
        after: &after,
    };
    note_act(tx, actor, &act, now)?;
    Ok(done)
}

/// A record that cannot be read shows no line, so there is nothing to put right in it.
fn put_right_in_article(
    tx: &mut Tx<'_>,
    article: ArticleId,
    line: &LineCorrection,
    now: Millis,
) -> StoreResult<()> {
    let Some(standing) = find_standing_print(tx, article)? else {
        return Ok(());
    };
    let Ok(mut record) = serde_json::from_str::<PrintRecord>(&standing.print_record) else {
        return Ok(());
    };
    // The record counts lines from 1, the ledger from 0.
    let wanted = usize::try_from(line.line_number + 1).unwrap_or(usize::MAX);
    let mut found = false;
    for annotation in &mut record.annotations {
        if let Effect::Serial {
            serial,
            line_number,
            text,
        } = &mut annotation.effect
            && *serial == line.serial
            && *line_number == wanted
        {
            line.text.clone_into(text);
            found = true;
        }
    }
    if !found {
        return Ok(());
    }
    let json =
        serde_json::to_string(&record).map_err(|error| StoreError::Internal(error.to_string()))?;
    let uses = list_entry_uses(tx, article)?;
    set_print_record(tx, article, &json, &uses, true, now)
}
