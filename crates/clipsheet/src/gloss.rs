//! `clipsheet gloss`.

use crate::args::{Gloss, GlossApply, GlossFormat, GlossMode, Place};
use crate::input;
use crate::open::{now, open_existing, open_store};
use anyhow::{Context as _, anyhow, bail};
use clipsheet_gloss::{
    Context, Format, GlossaryFile, ParsedFile, Problem, Serial, Severity, apply,
};
use clipsheet_server::calendar::counted_len;
use clipsheet_server::glossary::change::{Proposal, change_in};
use clipsheet_server::glossary::import::{self, How, Plan};
use clipsheet_server::glossary::pictures::missing_in_folder;
use clipsheet_server::glossary::problems::new_problems;
use clipsheet_server::glossary::shelf::Shelf;
use clipsheet_server::glossary::table::{self, TableError};
use clipsheet_server::printing::stored_glossary;
use clipsheet_store::{Actor, GlossaryChanged, serial_positions};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn run(place: &Place, command: Gloss) -> anyhow::Result<ExitCode> {
    match command {
        Gloss::Apply(order) => try_on(&order).map(|()| ExitCode::SUCCESS),
        Gloss::Check { file } => check(&file),
        Gloss::Import {
            file,
            add,
            dry_run,
            skip_broken,
        } => {
            let how = if add { How::Adds } else { How::Replaces };
            import(place, &file, how, dry_run, skip_broken)
                .await
                .map(|()| ExitCode::SUCCESS)
        }
        Gloss::Export { csv } => export(place, csv).await.map(|()| ExitCode::SUCCESS),
        Gloss::Reprint(order) => crate::reprint::run(place, &order)
            .await
            .map(|()| ExitCode::SUCCESS),
    }
}

/// A glossary file as it was read.
struct Read {
    parsed: ParsedFile,
    is_table: bool,
}

/// Reads a glossary file by itself, JSON or CSV.
fn parse(file: &Path) -> anyhow::Result<Read> {
    let bytes = input::read(file)?;
    let is_table = is_table(&bytes);
    let parsed = if is_table {
        import::parse_table(&bytes)
    } else {
        table::decode(&bytes)
            .map_err(|error| error.to_string())
            .and_then(|text| GlossaryFile::parse(&text).map_err(|error| error.to_string()))
    };
    let parsed = parsed.map_err(|error| anyhow!("{}: {error}", file.display()))?;
    Ok(Read { parsed, is_table })
}

/// A problem with where it is: the entry's place and line, or the line of a table.
fn told(problem: &Problem, lines: &[usize], is_table: bool) -> String {
    let at = problem.position;
    let Some((position, line)) = at.and_then(|at| Some((at, lines.get(at)?))) else {
        return problem.to_string();
    };
    let place = match is_table {
        true => format!("line {line}"),
        false => format!("entry {}, line {line}", position + 1),
    };
    let name = match problem.headword.as_str() {
        "" => String::new(),
        headword => format!(" (\"{headword}\")"),
    };
    let bare = Problem {
        position: None,
        headword: String::new(),
        message: format!("{place}{name}: {}", problem.message),
        ..problem.clone()
    };
    bare.to_string()
}

/// How many of the entries that were imported are set aside, wholly or in part, and which; why stands above.
fn tell_set_aside(problems: &[Problem]) {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    let names: BTreeSet<&str> = errors
        .filter(|problem| problem.position.is_some() || !problem.headword.is_empty())
        .map(|problem| problem.headword.as_str())
        .collect();
    if names.is_empty() {
        return;
    }
    const SHOWN: usize = 10;
    let mut shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("\"{name}\""))
        .collect();
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    eprintln!(
        "{}, wholly or in part, until mended (why stands above): {}",
        counted_len(names.len(), "entry is set aside", "entries are set aside"),
        shown.join(", ")
    );
}

/// What could not be read.
fn errors(parsed: &ParsedFile) -> impl Iterator<Item = &Problem> {
    let is_error = |problem: &&Problem| problem.severity == Severity::Error;
    parsed.problems.iter().filter(is_error)
}

fn try_on(order: &GlossApply) -> anyhow::Result<()> {
    let Read { parsed, is_table } = parse(&order.glossary)?;
    let lines = parsed.lines.clone();
    let html = String::from_utf8(input::read(&order.file)?).with_context(|| {
        format!(
            "{} is not UTF-8, so byte offsets would mean nothing",
            order.file.display()
        )
    })?;
    let (glossary, problems) = parsed.compile();
    for problem in &problems {
        eprintln!("{}", told(problem, &lines, is_table));
    }
    let context = Context {
        article_id: order.article_id,
        on: order.date,
        page: order.page,
        area: order.area.as_deref(),
        ..Context::default()
    };
    let found = match order.mode {
        GlossMode::Printed => glossary.find(&html, Format::Html, &context),
        GlossMode::Plain => clipsheet_gloss::Found::default(),
    };
    let mut out = std::io::stdout().lock();
    match order.format {
        GlossFormat::Html => out.write_all(apply(&html, &found.record).as_bytes())?,
        GlossFormat::Json => {
            writeln!(
                out,
                "{}",
                serde_json::to_string_pretty(&found.matches(&html))?
            )?;
        }
    }
    Ok(())
}

/// Every problem on a line of standard output; fails when an entry cannot be used.
fn check(file: &Path) -> anyhow::Result<ExitCode> {
    let Read {
        mut parsed,
        is_table,
    } = parse(file)?;
    let lines = parsed.lines.clone();
    if is_table {
        // A table has no serials: those that its entries call are the paper's business.
        let called = parsed
            .file
            .entries
            .iter()
            .filter_map(|entry| entry.serial.clone());
        let called: BTreeSet<String> = called.collect();
        parsed.file.serials = called
            .into_iter()
            .map(|name| Serial {
                name,
                lines: vec!["a line".into()],
            })
            .collect();
    }
    // Those that cannot be read are in the list of problems only; a serial has no place among the entries.
    let unreadable = errors(&parsed).filter(|problem| problem.position.is_some());
    let count = parsed.file.entries.len() + unreadable.count();
    let held = parsed.file.entries.iter().filter(|entry| entry.held);
    let held = held.count();
    let (glossary, problems) = parsed.compile();
    for problem in &problems {
        println!("{}", told(problem, &lines, is_table));
    }
    let broken = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
    // One that does nothing is only warned of, since the desk may fill it in later.
    let idle = glossary.len() + held < count;
    eprintln!(
        "{} of {} can be used.{}",
        glossary.len(),
        counted_len(count, "entry", "entries"),
        match held {
            0 => String::new(),
            1 => " 1 is held for review.".into(),
            held => format!(" {held} are held for review."),
        }
    );
    Ok(if broken || idle {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Whether a file is a table, and not JSON: its first line names a column `headword`.
fn is_table(bytes: &[u8]) -> bool {
    let text = table::decode(bytes).unwrap_or_default();
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    let is_named = |text| !matches!(table::read(text), Err(TableError::Header(_)));
    !begins.starts_with(['{', '[']) && is_named(begins)
}

/// How often a plan is made anew when somebody changes the glossary between looking and doing.
const TRIES: usize = 5;

/// Imports a file, or only tells what that would do.
async fn import(
    place: &Place,
    file: &Path,
    how: How,
    dry_run: bool,
    skip_broken: bool,
) -> anyhow::Result<()> {
    let bytes = input::read(file)?;
    let upload = import::read(&bytes).map_err(|error| anyhow!("{}: {error}", file.display()))?;
    let opened = open_store(place).await?;
    let mut is_told = false;
    for _ in 0..TRIES {
        let (shelf, used) = opened
            .store
            .read(|conn| Ok((Shelf::read(conn)?, serial_positions(conn)?)))
            .await?;
        let mut plan = import::plan(upload.clone(), &shelf, &used, how);
        let problems = new_problems(&plan.proposal, &shelf);
        if !is_told {
            is_told = true;
            plan.warnings.extend(missing_in_folder(&place.data, &plan)?);
            tell(&plan, &problems);
        }
        if dry_run {
            println!("{}", plan.summary());
            tell_set_aside(&problems);
            eprintln!("Nothing was done: this was a dry run.");
        }
        // A dry run fails where the import would.
        if !plan.refused.is_empty() && !skip_broken {
            bail!(
                "{} cannot be taken (see above), so nothing {} imported. Mend them, or leave them out with --skip-broken",
                counted_len(plan.refused.len(), "part of it", "parts of it"),
                if dry_run { "would be" } else { "was" }
            );
        }
        if dry_run {
            return Ok(());
        }
        let summary = plan.summary();
        let proposal = Proposal {
            note: format!("Import of {}", file.display()),
            ..plan.proposal
        };
        let at = now();
        let (_, done) = opened
            .store
            .write(move |tx| change_in(tx, &Actor::command_line(), &proposal, at))
            .await?;
        match done {
            GlossaryChanged::Stale(_)
            | GlossaryChanged::SerialsMoved(_)
            | GlossaryChanged::Unknown(_) => continue,
            GlossaryChanged::Made { .. } | GlossaryChanged::Nothing => {}
        }
        println!("{summary}");
        tell_set_aside(&problems);
        eprintln!("New articles are printed with it; printed articles stay as they were printed.");
        return Ok(());
    }
    bail!("somebody changes the glossary all the time, so nothing was imported. Try again")
}

/// What is wrong with a file, and with the glossary as it would make it.
fn tell(plan: &Plan, problems: &[Problem]) {
    for refused in &plan.refused {
        eprintln!(
            "{}: \"{}\": {}",
            refused.place, refused.headword, refused.reason
        );
    }
    for warning in &plan.warnings {
        eprintln!("{warning}");
    }
    for problem in problems {
        // Their places are those of the glossary with the file in it, which nobody has seen.
        let bare = Problem {
            position: None,
            ..problem.clone()
        };
        eprintln!("{bare}");
    }
}

async fn export(place: &Place, csv: bool) -> anyhow::Result<()> {
    let opened = open_existing(place).await?;
    let mut file = opened.store.read(stored_glossary).await?;
    for entry in &mut file.entries {
        // Rows and revisions are this paper's own affair.
        (entry.id, entry.revision) = (0, 0);
    }
    let mut out = std::io::stdout().lock();
    if csv {
        return Ok(out.write_all(table::write(&file.entries).as_bytes())?);
    }
    Ok(writeln!(out, "{}", serde_json::to_string_pretty(&file)?)?)
}
