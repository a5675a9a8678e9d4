//! Development commands: set-up, tests, screenshots, benchmarks.
use std::process::Command;
mod setup;
fn main() -> anyhow::Result<()> { setup::setup() }
pub(crate) fn cargo() -> Command { Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())) }
pub(crate) fn run(c: &mut Command) -> anyhow::Result<()> { let s = c.status()?; anyhow::ensure!(s.success(), "{c:?} failed"); Ok(()) }
