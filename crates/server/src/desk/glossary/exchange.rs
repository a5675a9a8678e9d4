//! The glossary as a file: out as CSV and JSON, and in, shown first and done then.

use super::{HERE, Sent, aside, diff_parts, effects_in_short, sections, send};
use crate::app::App;
use crate::calendar::number;
use crate::desk::{capital, desk_chrome, show};
use crate::error::WebError;
use crate::glossary::import::{self, How, Plan, Upload};
use crate::glossary::pictures::missing_in;
use crate::glossary::problems::placed_problems;
use crate::glossary::shelf::Shelf;
use crate::glossary::table;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, GlossImportPage, GlossPlanRow, GlossRefused};
use axum::body::Body;
use axum::extract::{Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use clipsheet_gloss::{Entry, GlossaryFile, Problem};
use clipsheet_store::{Role, serial_positions};
use std::sync::Arc;

/// The most that a file may have: the form is refused beyond it.
pub(super) const MOST_BYTES: usize = 16 << 20;
/// Entries of each sort that are shown.
const MOST_SHOWN: usize = 200;
/// Things that are said of the glossary as it would be, at most.
const MOST_WARNINGS: usize = 50;

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

/// What was looked at, in a few letters: what was looked at is what is done.
struct Stands {
    /// How the glossary stood.
    glossary: String,
    /// What was to come in, and how.
    file: String,
}

impl Stands {
    fn of(shelf: &Shelf, text: &str, how: How) -> Self {
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
        // A browser has ways of its own with the ends of lines, and with what is no character.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.replace(['\0', '\u{feff}'], "");
        let file = blake3::hash(format!("{how:?} {text}").as_bytes());
        Self {
            glossary: hasher.finalize().to_hex()[..16].to_owned(),
            file: file.to_hex()[..16].to_owned(),
        }
    }

    fn in_form(&self) -> String {
        format!("{}-{}", self.glossary, self.file)
    }
}

/// A file beside the glossary as it stands.
struct Looked {
    stands: Stands,
    plan: Plan,
}

/// Reads what was sent, and tells what it would do to the glossary as it stands. The form's text becomes what was read: the
/// file goes back and forth as text, so that it can be mended where it is looked at.
async fn look(
    app: &App,
    form: &mut ImportForm,
    bytes: &[u8],
) -> Result<Result<Looked, String>, WebError> {
    let shelf = app.shelf().await?;
    let used = app.store.read(serial_positions).await?;
    let how = if form.replaces {
        How::Replaces
    } else {
        How::Adds
    };
    let (standing, bytes) = (Arc::clone(&shelf), bytes.to_vec());
    let media = app.media.clone();
    let (text, planned) = aside(move || {
        let text = table::decode(&bytes).unwrap_or_default();
        let planned = import::read(&bytes).map(|upload: Upload| {
            let mut plan = import::plan(upload, &standing, &used, how);
            let problems = placed_problems(&plan.proposal, &standing);
            // Their places are those of the file: nobody has seen the glossary with the file in it.
            let told = |(place, problem): &(Option<usize>, Problem)| {
                let place = place.and_then(|place| plan.places.get(place));
                let place = place.map_or(String::new(), |place| format!("{}, ", capital(place)));
                format!("{place}“{}”: {}", problem.headword, problem.message)
            };
            let warnings = problems.iter().take(MOST_WARNINGS).map(told);
            let warnings: Vec<String> = warnings.collect();
            plan.warnings.extend(warnings);
            let missing = missing_in(&media, &plan).into_iter();
            plan.warnings.extend(missing.take(MOST_WARNINGS));
            plan
        });
        (text, planned)
    })
    .await?;
    if !text.is_empty() {
        form.text = text;
    }
    Ok(planned.map(|plan| Looked {
        stands: Stands::of(&shelf, &form.text, how),
        plan,
    }))
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
    let mut looked = match look(&app, &mut form, &bytes).await? {
        Ok(looked) => looked,
        Err(reason) => {
            let mut page = page(&app, &member, &form).await?;
            page.errors = vec![FieldError {
                field: "import-text".into(),
                message: format!("{}.", capital(&reason).trim_end_matches('.')),
            }];
            return show(&page, StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let mut trouble = match form.act.as_str() {
        "save" | "rehearse" => trouble(&form, &looked),
        _ => return preview(&app, &member, &form, &looked, "").await,
    };
    if trouble.is_empty() {
        let mut proposal = std::mem::take(&mut looked.plan.proposal);
        proposal.note = match form.note.as_str() {
            "" => "Imported from a file".into(),
            note => note.to_owned(),
        };
        proposal.is_correction = form.is_correction;
        let done = |_: &[i64], job: Option<i64>| match job {
            Some(_) => format!("{HERE}?said=correcting"),
            None => format!("{HERE}?said=imported"),
        };
        let rehearse = form.act == "rehearse";
        if let Sent::To(url) = send(&app, &member, proposal, rehearse, done).await? {
            return Ok(redirect(&url));
        }
        // Somebody was quicker: what is shown is what it would do now.
        trouble = GLOSSARY_MOVED;
        if let Ok(anew) = look(&app, &mut form, &bytes).await? {
            looked = anew;
        }
    }
    preview(&app, &member, &form, &looked, trouble).await
}

/// Said when the glossary is another than was looked at.
const GLOSSARY_MOVED: &str = "The glossary changed while you looked, so nothing was done. This is what the file would do now.";

/// Why a button was pressed over something else than what was looked at; empty when it was not.
fn trouble(form: &ImportForm, looked: &Looked) -> &'static str {
    let (glossary, file) = form.stands.split_once('-').unwrap_or_default();
    if file != looked.stands.file {
        "The text, or what becomes of the other entries, is not what you had looked at, so nothing was done yet. This is what it would do: press the button again if it is meant."
    } else if glossary != looked.stands.glossary {
        GLOSSARY_MOVED
    } else if looked.plan.is_empty() {
        "Nothing of the file is new, so nothing was done."
    } else {
        ""
    }
}

async fn preview(
    app: &App,
    member: &Member,
    form: &ImportForm,
    looked: &Looked,
    trouble: &str,
) -> Result<Response, WebError> {
    let plan = &looked.plan;
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
    page.stands = looked.stands.in_form();
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
    if trouble.is_empty() {
        return show(&page, StatusCode::OK);
    }
    page.errors = vec![FieldError {
        field: "plan-h".into(),
        message: trouble.into(),
    }];
    show(&page, StatusCode::CONFLICT)
}
