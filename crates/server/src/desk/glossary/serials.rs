//! Serials: lines that are printed stand as they are, those to come can be changed; and the ledger of which went where.

use super::form::lines;
use super::serial_line::line_url;
use super::{HERE, sections};
use crate::app::App;
use crate::calendar::{counted, number};
use crate::desk::{desk_chrome, show};
use crate::error::WebError;
use crate::glossary::change::{self, Made, Proposal};
use crate::pages::article_url;
use crate::press::redirect;
use crate::staff::Member;
use crate::views::{FieldError, GlossSerial, GlossSerialLine, GlossSerialsPage};
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use clipsheet_gloss::Serial;
use clipsheet_store::{Role, SerialLine, list_serial_lines, serial_positions};
use serde::Deserialize;
use std::sync::Arc;

/// What is said when the lines are not as they were when the form was opened.
const MOVED: &str = "Meanwhile a line was printed, or somebody else changed the lines. Nothing is saved yet: what you wrote stands in the form, without what was printed meanwhile, and the lines as they are now stand below it. Put together what should stand, and save again.";
/// Printed lines that are shown of each serial.
const MOST_PRINTED: i64 = 50;

/// What an address says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SerialsQuery {
    said: String,
    /// The serial of which earlier lines are shown.
    of: String,
    /// Lines before this one, from 1; the latest where it is missing.
    below: Option<i64>,
}

impl SerialsQuery {
    /// Below which line, from 0, those of a serial are shown.
    fn below(&self, serial: &str) -> Option<i64> {
        self.below
            .filter(|_| self.of == serial)
            .map(|number| number.saturating_sub(1))
    }
}

/// What a form says of a serial.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SerialForm {
    name: String,
    lines: String,
    used: usize,
    stands: String,
    act: String,
}

/// `GET /desk/glossary/serials`.
pub(super) async fn show_serials(
    State(app): State<Arc<App>>,
    member: Member,
    Query(query): Query<SerialsQuery>,
) -> Result<Response, WebError> {
    let notice = match query.said.as_str() {
        "saved" => "Saved.",
        "dropped" => "The serial is dropped.",
        "corrected" => "The line is put right, in its article and in the story so far.",
        _ => "",
    };
    page_of(
        &app,
        &member,
        &query,
        None,
        Vec::new(),
        notice,
        StatusCode::OK,
    )
    .await
}

async fn page(
    app: &App,
    member: &Member,
    typed: Option<(&SerialForm, &str)>,
    errors: Vec<FieldError>,
    notice: &str,
    status: StatusCode,
) -> Result<Response, WebError> {
    let latest = SerialsQuery::default();
    page_of(app, member, &latest, typed, errors, notice, status).await
}

/// The page, with earlier lines of a serial if these are asked for.
async fn page_of(
    app: &App,
    member: &Member,
    query: &SerialsQuery,
    typed: Option<(&SerialForm, &str)>,
    mut errors: Vec<FieldError>,
    notice: &str,
    status: StatusCode,
) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let shelf = app.shelf().await?;
    let names: Vec<(String, i64)> = shelf
        .serials
        .iter()
        .map(|serial| {
            let below = query.below(&serial.name).unwrap_or(i64::MAX);
            (serial.name.clone(), below)
        })
        .collect();
    let (used, ledger) = app
        .store
        .read(move |conn| {
            let lines =
                |(name, below): &(String, i64)| list_serial_lines(conn, name, *below, MOST_PRINTED);
            let ledger = names.iter().map(lines).collect::<Result<Vec<_>, _>>()?;
            Ok((serial_positions(conn)?, ledger))
        })
        .await?;
    let today = paper.calendar.day_of(app.now());
    let mut serials = Vec::new();
    for (at, (serial, ledger)) in shelf.serials.iter().zip(ledger).enumerate() {
        let count = used.get(&serial.name).copied().unwrap_or(0);
        let time = |line: &SerialLine| paper.calendar.short(line.printed_at, today);
        let may_edit = member.may(Role::Editor);
        let mut one = view(serial, count, &ledger, time, may_edit);
        one.anchor = format!("serial-{}", at + 1);
        if !one.earlier.is_empty() {
            let before = ledger.last().map_or(1, |line| line.line_number + 1);
            one.earlier_url = earlier_url(&serial.name, before, &one.anchor);
        }
        if query.below(&serial.name).is_some() {
            one.latest_url = format!("{HERE}/serials#{}", one.anchor);
        }
        // What was typed for a new one stands there, whatever name it has.
        let typed = typed.filter(|(form, _)| form.act != "new" && form.name == serial.name);
        if let Some((form, trouble)) = typed {
            let mine = to_come(serial, form, count);
            if mine != one.rest {
                one.theirs = std::mem::replace(&mut one.rest, mine);
            }
            trouble.clone_into(&mut one.error);
            errors.push(FieldError {
                field: format!("{}-lines", one.anchor),
                message: format!("“{}”: {trouble}", serial.name),
            });
        }
        serials.push(one);
    }
    let mut chrome = desk_chrome(app, &paper, member, "Serials", HERE);
    notice.clone_into(&mut chrome.notice);
    let new = typed.map(|(form, _)| form).filter(|form| form.act == "new");
    let view = GlossSerialsPage {
        chrome,
        sections: sections(member, "/desk/glossary/serials"),
        may_edit: member.may(Role::Editor),
        serials,
        new_name: new.map(|form| form.name.clone()).unwrap_or_default(),
        new_lines: new.map(|form| form.lines.clone()).unwrap_or_default(),
        errors,
    };
    show(&view, status)
}

/// Where the lines before this one, from 1, are shown.
fn earlier_url(serial: &str, number: i64, anchor: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("of", serial), ("below", &number.to_string())])
        .finish();
    format!("{HERE}/serials?{query}#{anchor}")
}

fn view(
    serial: &Serial,
    used: usize,
    ledger: &[SerialLine],
    time: impl Fn(&SerialLine) -> String,
    may_edit: bool,
) -> GlossSerial {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    // More may be printed than there are lines, where a file took some away.
    let rest = serial.lines.get(used..).unwrap_or_default();
    let printed: Vec<GlossSerialLine> = ledger
        .iter()
        .rev()
        .map(|line| GlossSerialLine {
            number: usize::try_from(line.line_number + 1).unwrap_or(0),
            text: line.text.clone(),
            headline: if line.is_printed {
                line.headline.clone()
            } else {
                format!("{} (taken back)", line.headline)
            },
            url: article_url(line.article, &line.slug),
            when: time(line),
            correct_url: if may_edit {
                line_url(&serial.name, line.line_number + 1)
            } else {
                String::new()
            },
        })
        .collect();
    // The ledger counts from 0 and leaves none out.
    let hidden = ledger.last().map_or(0, |line| line.line_number);
    GlossSerial {
        name: serial.name.clone(),
        anchor: String::new(),
        standing: format!(
            "{} printed, {} to come",
            counted(count(used), "line", "lines"),
            number(count(rest.len()))
        ),
        earlier: match hidden {
            0 => String::new(),
            hidden => format!(
                "{} before these.",
                counted(hidden, "line was printed", "lines were printed")
            ),
        },
        earlier_url: String::new(),
        latest_url: String::new(),
        printed,
        rest: rest
            .iter()
            .map(|line| line.replace('\n', " "))
            .collect::<Vec<_>>()
            .join("\n"),
        theirs: String::new(),
        used,
        stands: stands(serial),
        may_go: used == 0,
        error: String::new(),
    }
}

/// The lines to come as typed, without those at their beginning that were printed since the form was opened: each is printed
/// once.
fn to_come(serial: &Serial, form: &SerialForm, used: usize) -> String {
    let printed = serial.lines.get(form.used..used).unwrap_or_default();
    let mut mine = lines(&form.lines);
    let mut gone = 0;
    while gone < printed.len() && mine.get(gone) == printed.get(gone) {
        gone += 1;
    }
    if gone == 0 {
        return form.lines.clone();
    }
    mine.drain(..gone);
    mine.join("\n")
}

/// How a serial stands, in a few letters.
fn stands(serial: &Serial) -> String {
    blake3::hash(serial.lines.join("\n").as_bytes()).to_hex()[..16].to_owned()
}

/// `POST /desk/glossary/serials/save`.
pub(super) async fn save_serial(
    State(app): State<Arc<App>>,
    member: Member,
    Form(mut form): Form<SerialForm>,
) -> Result<Response, WebError> {
    form.lines = form.lines.replace("\r\n", "\n");
    let name = form.name.trim().to_owned();
    let shelf = app.shelf().await?;
    let serial = shelf.serials.iter().find(|serial| serial.name == name);
    let used = app.store.read(serial_positions).await?;
    let used = used.get(&name).copied().unwrap_or(0);
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let beside = |field: &str, message: &str| {
        vec![FieldError {
            field: field.into(),
            message: message.into(),
        }]
    };
    let new_lines = lines(&form.lines);
    let lines = match (form.act.as_str(), serial) {
        ("new", _) if name.is_empty() => {
            let errors = beside(
                "new-name",
                "A serial needs a name, so that entries can call it. Write one.",
            );
            return page(&app, &member, Some((&form, "")), errors, "", wrong).await;
        }
        ("new", Some(_)) => {
            let errors = beside(
                "new-name",
                "There is a serial of this name already. Add the lines to it, or choose another name.",
            );
            return page(&app, &member, Some((&form, "")), errors, "", wrong).await;
        }
        ("new", None) if new_lines.is_empty() => {
            let errors = beside(
                "new-lines",
                "A serial needs a line to begin with. Write one.",
            );
            return page(&app, &member, Some((&form, "")), errors, "", wrong).await;
        }
        ("new", None) => Some(new_lines),
        (_, None) => {
            return Err(
                WebError::NotFound(format!("There is no serial “{name}” (any more)."))
                    .keeping(form.lines),
            );
        }
        ("drop", Some(_)) if used > 0 => {
            let trouble = "Lines of it are printed, so it stays.";
            return page(&app, &member, Some((&form, trouble)), Vec::new(), "", wrong).await;
        }
        ("drop", Some(_)) => None,
        (_, Some(serial)) => {
            if form.used != used || form.stands != stands(serial) {
                return page(
                    &app,
                    &member,
                    Some((&form, MOVED)),
                    Vec::new(),
                    "",
                    StatusCode::CONFLICT,
                )
                .await;
            }
            let mut all = serial.lines.get(..used).unwrap_or(&serial.lines).to_vec();
            // A line that never came into the paper keeps its place, so that the numbers of the others hold.
            all.resize(used, String::new());
            all.extend(new_lines);
            Some(all)
        }
    };
    let proposal = Proposal {
        note: match (serial, &lines) {
            (None, _) => "A new serial".into(),
            (Some(_), None) => "The serial is dropped".into(),
            _ => "Lines of the serial".into(),
        },
        serials_from: vec![(name.clone(), serial.map(|serial| serial.lines.clone()))],
        serials: vec![(name, lines)],
        ..Proposal::default()
    };
    let said = if form.act == "drop" {
        "dropped"
    } else {
        "saved"
    };
    if let Made::SerialsMoved(_) = change::make(&app, &member, &proposal).await? {
        let (typed, errors) = match form.act.as_str() {
            "new" => (
                (&form, ""),
                beside(
                    "new-name",
                    "Somebody began a serial of this name this very moment. Add the lines to it, or choose another name.",
                ),
            ),
            _ => ((&form, MOVED), Vec::new()),
        };
        return page(&app, &member, Some(typed), errors, "", StatusCode::CONFLICT).await;
    }
    Ok(redirect(&format!("{HERE}/serials?said={said}")))
}
