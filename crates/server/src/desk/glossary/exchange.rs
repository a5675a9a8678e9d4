//! The glossary as a file: out as CSV and JSON, and in, shown first and done then.

use super::{HERE, Sent, aside, diff_parts, effects_in_short, sections, send};
use crate::app::App;
use crate::calendar::number;
use crate::desk::{capital, desk_chrome, show};
use crate::error::WebError;
use crate::glossary::import::{self, How, Plan, Upload};
use crate::glossary::shelf::Shelf;
use crate::glossary::table;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, GlossImportPage, GlossPlanRow, GlossRefused};
use axum::body::Body;
use axum::extract::{Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_gloss::{Entry, GlossaryFile};
use clipsheet_store::{Role, serial_positions};
use std::sync::Arc;

/// The most that a file may have: the form is refused beyond it.
pub(super) const MOST_BYTES: usize = 16 << 20;
/// Entries of each sort that are shown.
const MOST_SHOWN: usize = 200;

/// `GET /desk/glossary/export.csv`.
pub(super) async fn export_csv(
    State(app): State<Arc<App>>,
    _member: Member,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    let entries: Vec<Entry> = shelf.entries().cloned().collect();
    // The mark at the beginning tells spreadsheets that this is UTF-8.
    let text = format!("\u{feff}{}", table::write(&entries));
    Ok(download(text, "text/csv; charset=utf-8", "glossary.csv"))
}

/// `GET /desk/glossary/export.json`.
pub(super) async fn export_json(
    State(app): State<Arc<App>>,
    _member: Member,
) -> Result<Response, WebError> {
    let shelf = app.shelf().await?;
    // Rows and revisions are this paper's own affair.
    let bare = |entry: &Entry| Entry {
        id: 0,
        revision: 0,
        ..entry.clone()
    };
    let file = GlossaryFile {
        entries: shelf.entries().map(bare).collect(),
        serials: shelf.serials.clone(),
    };
    let text = serde_json::to_string_pretty(&file)
        .map_err(|error| WebError::Internal(error.to_string()))?;
    Ok(download(text, "application/json", "glossary.json"))
}

fn download(text: String, media_type: &'static str, name: &str) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// What was sent.
#[derive(Default)]
struct ImportForm {
    file: Vec<u8>,
    text: String,
    act: String,
    replaces: bool,
    stands: String,
    note: String,
    is_correction: bool,
}

async fn read_form(mut parts: Multipart) -> Result<ImportForm, WebError> {
    let mut form = ImportForm::default();
    let broken = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            WebError::TooLarge(
                "This file is larger than 16 MB, and nothing of it was read. Import it in parts."
                    .into(),
            )
        } else {
            WebError::BadRequest("The form did not arrive whole. Please send it again.".into())
        }
    };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?.to_vec();
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "file" => form.file = bytes,
            "text" => form.text = text().replace("\r\n", "\n"),
            "act" => form.act = text(),
            "how" => form.replaces = text() == "replaces",
            "stands" => form.stands = text(),
            "note" => form.note = text().trim().to_owned(),
            "is_correction" => form.is_correction = true,
            _ => {}
        }
    }
    Ok(form)
}

/// `GET /desk/glossary/import`.
pub(super) async fn show_import(
    State(app): State<Arc<App>>,
    member: Member,
) -> Result<Response, WebError> {
    let page = page(&app, &member, &ImportForm::default()).await?;
    show(&page, StatusCode::OK)
}

async fn page(app: &App, member: &Member, form: &ImportForm) -> Result<GlossImportPage, WebError> {
    let paper = app.paper().await?;
    Ok(GlossImportPage {
        chrome: desk_chrome(app, &paper, member, "The glossary as a file", HERE),
        sections: sections(member, "/desk/glossary/import"),
        may_edit: member.may(Role::Editor),
        text: form.text.clone(),
        replaces: form.replaces,
        note: form.note.clone(),
        is_correction: form.is_correction,
        ..GlossImportPage::default()
    })
}

/// How the glossary stands, in a few letters: what was looked at is what is done.
fn stands(shelf: &Shelf) -> String {
    let mut hasher = blake3::Hasher::new();
    for entry in shelf.entries() {
        hasher.update(&entry.id.to_le_bytes());
        hasher.update(&entry.revision.to_le_bytes());
    }
    for serial in &shelf.serials {
        for text in std::iter::once(&serial.name).chain(&serial.lines) {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.update(&serial.lines.len().to_le_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// `POST /desk/glossary/import`.
pub(super) async fn import(
    State(app): State<Arc<App>>,
    member: Member,
    parts: Multipart,
) -> Result<Response, WebError> {
    let mut form = read_form(parts).await?;
    let bytes = if form.file.is_empty() {
        form.text.clone().into_bytes()
    } else {
        std::mem::take(&mut form.file)
    };
    let shelf = app.shelf().await?;
    let used = app.store.read(serial_positions).await?;
    let how = if form.replaces {
        How::Replaces
    } else {
        How::Adds
    };
    let standing = Arc::clone(&shelf);
    let read = aside(move || {
        let text = table::decode(&bytes).unwrap_or_default();
        let planned = import::read(&bytes).map(|upload: Upload| {
            let plan = import::plan(upload, &standing, &used, how);
            let problems = plan.problems(&standing);
            (plan, problems)
        });
        (text, planned)
    })
    .await?;
    let (text, planned) = read;
    if !text.is_empty() {
        // The file goes back and forth as text, so that it can be mended where it is looked at.
        form.text = text;
    }
    let (mut plan, problems) = match planned {
        Ok(planned) => planned,
        Err(reason) => {
            let mut page = page(&app, &member, &form).await?;
            page.errors = vec![FieldError {
                field: "import-text".into(),
                message: format!("{}.", capital(&reason).trim_end_matches('.')),
            }];
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let warnings = problems.iter().take(50).map(ToString::to_string);
    plan.warnings.extend(warnings);
    let moved = form.stands != stands(&shelf);
    if matches!(form.act.as_str(), "save" | "rehearse") && !plan.is_empty() && !moved {
        plan.proposal.note = match form.note.as_str() {
            "" => "Imported from a file".into(),
            note => note.to_owned(),
        };
        plan.proposal.is_correction = form.is_correction;
        let done = |_: &[i64], job: Option<i64>| match job {
            Some(_) => format!("{HERE}?said=correcting"),
            None => format!("{HERE}?said=imported"),
        };
        let rehearse = form.act == "rehearse";
        let proposal = std::mem::take(&mut plan.proposal);
        if let Sent::To(url) = send(&app, &member, proposal.clone(), rehearse, done).await? {
            return Ok(redirect(&url));
        }
        plan.proposal = proposal;
    }
    preview(&app, &member, &form, &shelf, &plan).await
}

async fn preview(
    app: &App,
    member: &Member,
    form: &ImportForm,
    shelf: &Shelf,
    plan: &Plan,
) -> Result<Response, WebError> {
    let mut page = page(app, member, form).await?;
    let row = |entry: &Entry| GlossPlanRow {
        headword: entry.headword.clone(),
        effects: effects_in_short(entry),
        parts: Vec::new(),
    };
    let title = |count: usize, what: &str| {
        let all = number(i64::try_from(count).unwrap_or(i64::MAX));
        if count > MOST_SHOWN {
            format!("{what} (the first {MOST_SHOWN} of {all})")
        } else {
            format!("{what} ({all})")
        }
    };
    page.previewing = true;
    page.summary = plan.summary();
    page.any = !plan.is_empty();
    page.stands = stands(shelf);
    page.added_title = title(plan.added.len(), "Added");
    page.added = plan.added.iter().take(MOST_SHOWN).map(row).collect();
    page.changed_title = title(plan.changed.len(), "Changed");
    page.changed = plan
        .changed
        .iter()
        .take(MOST_SHOWN)
        .map(|(entry, changes)| GlossPlanRow {
            parts: diff_parts(changes.clone()),
            ..row(entry)
        })
        .collect();
    page.dropped_title = title(plan.dropped.len(), "Dropped");
    page.dropped = plan.dropped.iter().take(MOST_SHOWN).map(row).collect();
    page.serials = plan.serials.join(", ");
    page.refused = plan
        .refused
        .iter()
        .map(|refused| GlossRefused {
            place: refused.place.clone(),
            headword: refused.headword.clone(),
            reason: refused.reason.clone(),
        })
        .collect();
    page.warnings.clone_from(&plan.warnings);
    // A button was pressed over something else than what stands here.
    let status = match form.act.as_str() {
        "save" | "rehearse" => {
            page.errors = vec![FieldError {
                field: "plan-h".into(),
                message: "The glossary changed while you looked, or nothing of the file is new, so nothing was done. This is what the file would do now.".into(),
            }];
            StatusCode::CONFLICT
        }
        _ => StatusCode::OK,
    };
    show(&page, status)
}
