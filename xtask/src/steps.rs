//! `cargo xtask test`, `bench` and `shots`.

use crate::{cargo, fuzz, line, run, setup};
use anyhow::{Context, Result, bail};
use clipsheet_testkit::{postgres, workspace_root};
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// A step of `cargo xtask test`.
struct Step {
    name: &'static str,
    args: &'static [&'static str],
    /// An environment variable for it.
    env: Option<(&'static str, &'static str)>,
}

const STEPS: &[Step] = &[
    Step {
        name: "fmt",
        args: &["fmt", "--all", "--check"],
        env: None,
    },
    Step {
        name: "clippy",
        args: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ],
        env: None,
    },
    Step {
        name: "doc",
        args: &[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
            "--quiet",
        ],
        env: Some(("RUSTDOCFLAGS", "-D warnings")),
    },
    Step {
        name: "test",
        args: &["test", "--workspace"],
        env: None,
    },
];

/// The last step, which is more than one call of cargo.
const FUZZ: &str = "fuzz";

/// Sets up, then runs every step (or one), and says which failed and how to run it alone.
pub(crate) fn test(args: &[String]) -> Result<()> {
    let (only, filter) = match args {
        [] => (None, None),
        [flag, step] if flag == "--only" => (Some(step.as_str()), None),
        [flag, step, name] if flag == "--only" => (Some(step.as_str()), Some(name)),
        [name] if !name.starts_with('-') => (Some("test"), Some(name)),
        _ => bail!("usage: cargo xtask test [--only fmt|clippy|doc|test|fuzz] [NAME]"),
    };
    let steps: Vec<&Step> = STEPS
        .iter()
        .filter(|step| only.is_none_or(|only| only == step.name))
        .collect();
    if only == Some(FUZZ) {
        return fuzz::fuzz(&[]);
    }
    if steps.is_empty() {
        bail!(
            "there is no step {}: fmt, clippy, doc, test and fuzz are",
            only.unwrap_or_default()
        );
    }
    setup::setup()?;
    // One server for the whole run; without it every test program starts its own.
    let server = steps
        .iter()
        .any(|step| step.name == "test")
        .then(postgres::Server::start);
    let server = server.transpose().map_err(anyhow::Error::msg)?;
    for step in steps {
        let mut command = cargo();
        command.args(step.args);
        if let Some((name, value)) = step.env {
            command.env(name, value);
        }
        if let Some(server) = &server {
            command.env(postgres::SERVER_VARIABLE, server.url());
        }
        if let Some(filter) = filter.filter(|_| step.name == "test") {
            command.arg(filter);
        }
        timed(step.name, &mut command).with_context(|| {
            format!(
                "the step `{0}` failed; alone it is: cargo xtask test --only {0}",
                step.name
            )
        })?;
    }
    if only.is_none() {
        eprintln!("--- {FUZZ}");
        fuzz::fuzz(&[])
            .context("the step `fuzz` failed; alone it is: cargo xtask test --only fuzz")?;
    }
    Ok(())
}

fn timed(name: &str, command: &mut Command) -> Result<()> {
    eprintln!("--- {name}: {}", line(command));
    let began = Instant::now();
    run(command)?;
    eprintln!("--- {name}: {} s", began.elapsed().as_secs());
    Ok(())
}

/// Builds for speed and runs one benchmark.
pub(crate) fn bench(args: &[String]) -> Result<()> {
    if args.is_empty() {
        bail!("usage: cargo xtask bench gloss|serve|extract|feeds|stories|inbox [ARGS]");
    }
    // `serve` measures the paper's own binary, which must lie beside that of the benchmarks.
    run(cargo().args([
        "build",
        "--release",
        "--package",
        "clipsheet",
        "--package",
        "bench",
    ]))?;
    let mut command = cargo();
    command
        .args(["run", "--release", "--quiet", "--package", "bench", "--"])
        .args(args);
    if args.first().is_some_and(|name| name == "gloss") {
        match python() {
            Ok(python) => drop(command.env("CLIPSHEET_BENCH_PYTHON", python)),
            Err(error) => {
                eprintln!("skipped: no Python for flashtext and pyahocorasick: {error:#}")
            }
        }
    }
    run(&mut command)
}

/// A Python with what `bench gloss` compares with, under `target/`: made once.
fn python() -> Result<PathBuf> {
    let folder = workspace_root().join("target/python");
    let python = folder.join("bin/python");
    let mut check = Command::new(&python);
    check.args(["-c", "import ahocorasick, flashtext"]);
    if check.output().is_ok_and(|output| output.status.success()) {
        return Ok(python);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    run(Command::new(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "flashtext==2.7",
        "pyahocorasick==2.3.1",
    ]))?;
    Ok(python)
}

/// Builds the paper and lets a browser look at every kind of page.
pub(crate) fn shots(args: &[String]) -> Result<()> {
    let out = match args {
        [] => "shots",
        [flag, out] if flag == "--out" => out,
        _ => bail!("usage: cargo xtask shots [--out DIR]"),
    };
    setup::setup()?;
    run(cargo().args(["build", "--package", "clipsheet"]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace_root().join("target"), Into::into);
    let binary = target.join("debug").join("clipsheet");
    let out = std::env::current_dir()?.join(out);
    run(cargo()
        .args([
            "run",
            "--quiet",
            "--package",
            "clipsheet-testkit",
            "--example",
            "shots",
            "--",
            "--binary",
        ])
        .arg(binary)
        .arg("--out")
        .arg(&out))?;
    println!("{}", out.join("index.html").display());
    Ok(())
}
