//! Development commands: `cargo xtask help` lists them.

mod fuzz;
mod setup;
mod steps;

use anyhow::{Result, bail, ensure};
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask COMMAND

  setup                      install what the tests need and cargo does not bring: PostgreSQL, Chromium, axe-core
  test [--only STEP] [NAME]  setup, then formatting, clippy, docs, all tests and a little fuzzing; STEP is fmt, clippy, doc, test or fuzz,
                             NAME runs only the tests with that in their name
  bench NAME [ARGS]          a benchmark beside its reference: gloss, serve, extract, feeds, stories, inbox
  fuzz [SECONDS [TARGET]]    the fuzz targets of the glossary engine, 10 seconds each unless said otherwise
  shots [--out DIR]          screenshots of every kind of page, phone and desktop, light and dark, into DIR (shots)
  help                       this
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    let result = match args.first().map(String::as_str) {
        Some("setup") => setup::setup(),
        Some("test") => steps::test(rest),
        Some("bench") => steps::bench(rest),
        Some("fuzz") => fuzz::fuzz(rest),
        Some("shots") => steps::shots(rest),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The cargo that runs this, in the workspace's root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(clipsheet_testkit::workspace_root());
    command
}

/// Runs a command and wants it to end well.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = match command.status() {
        Ok(status) => status,
        Err(error) => bail!(
            "{} cannot be started: {error}",
            command.get_program().to_string_lossy()
        ),
    };
    ensure!(status.success(), "{} failed ({status})", line(command));
    Ok(())
}

/// A command as one would type it.
pub(crate) fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
