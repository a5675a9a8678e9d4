//! Benchmarks, each beside a reference in the same run: `cargo xtask bench NAME`.

mod desk;
mod extract;
mod feeds;
mod gloss;
mod inbox;
mod load;
mod rehearse;
mod serve;
mod stories;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let rest = args.get(1..).unwrap_or_default();
    match args.first().map(String::as_str) {
        Some("desk") => desk::run(rest),
        Some("gloss") => gloss::run(rest),
        Some("extract") => extract::run(rest),
        Some("feeds") => feeds::run(rest),
        Some("inbox") => inbox::run(rest),
        Some("rehearse") => rehearse::run(rest),
        Some("serve") => serve::run(rest),
        Some("stories") => stories::run(rest),
        // The reference of `serve`: started by it as a process of its own, so that memory can be told apart.
        Some("bare-server") => serve::bare(rest),
        _ => {
            eprintln!(
                "usage: cargo xtask bench gloss|rehearse|serve|extract|feeds|stories|inbox|desk"
            );
            ExitCode::from(2)
        }
    }
}
