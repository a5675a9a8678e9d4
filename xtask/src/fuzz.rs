//! `cargo xtask fuzz`: the fuzz targets, built with coverage and run for a while.
//!
//! The engine has no unsafe code, so no sanitiser is needed, and coverage alone works with the stable toolchain. Hence neither
//! cargo-fuzz nor a nightly compiler: the flags below are what cargo-fuzz would pass, less the sanitiser.

use crate::{cargo, run};
use anyhow::{Context, Result, bail};
use clipsheet_testkit::workspace_root;
use std::process::Command;

/// The targets, as `fuzz/Cargo.toml` names them.
const TARGETS: &[&str] = &["find", "rehearse", "file"];

/// What makes the compiler count which edges of the code were taken.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Builds and runs every target (or one) for `seconds` each.
pub(crate) fn fuzz(args: &[String]) -> Result<()> {
    let (targets, seconds) = match args {
        [] => (TARGETS, 10),
        [seconds] => (TARGETS, seconds.parse().context("how many seconds?")?),
        [seconds, target] => match TARGETS.iter().position(|known| known == target) {
            Some(at) => (
                &TARGETS[at..=at],
                seconds.parse().context("how many seconds?")?,
            ),
            None => bail!("there is no target {target}: {} are", TARGETS.join(", ")),
        },
        _ => bail!("usage: cargo xtask fuzz [SECONDS [TARGET]]"),
    };
    let folder = workspace_root().join("fuzz");
    let host = host()?;
    let mut build = cargo();
    // With a target named, build scripts and macros are built without these flags.
    build
        .args(["build", "--release", "--target", &host, "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(workspace_root().join("target/fuzz"))
        .env("RUSTFLAGS", COVERAGE);
    run(&mut build)?;
    let built = workspace_root()
        .join("target/fuzz")
        .join(&host)
        .join("release");
    for target in targets {
        run_target(&built.join(target), target, seconds)?;
    }
    Ok(())
}

fn run_target(binary: &std::path::Path, target: &str, seconds: u32) -> Result<()> {
    let folder = workspace_root().join("fuzz");
    let corpus = workspace_root().join("target/fuzz/corpus").join(target);
    let artifacts = workspace_root().join("target/fuzz/artifacts").join(target);
    for needed in [&corpus, &artifacts] {
        std::fs::create_dir_all(needed)
            .with_context(|| format!("{} cannot be made", needed.display()))?;
    }
    let mut command = Command::new(binary);
    command
        .arg(&corpus)
        .arg(folder.join("seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        // A text that takes ten seconds is a finding, too.
        .args([
            "-timeout=10",
            "-max_len=2048",
            "-verbosity=0",
            "-print_final_stats=1",
        ]);
    run(&mut command).with_context(|| {
        format!(
            "the target {target} failed; what it failed on lies in {}",
            artifacts.display()
        )
    })
}

/// The name of the platform that this is.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}
