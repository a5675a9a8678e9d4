//! The command line: argument parsing and wiring, nothing else.
//!
//! Results go to standard output, progress and errors to standard error. Exit status: 0 done, 1 failed, 2 wrong usage.

mod args;
mod clip;
mod comments;
mod connections;
mod feed;
mod gloss;
mod input;
mod letter;
mod open;
mod reprint;
mod serve;
mod staff;
mod text;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .with_target(false)
        .with_max_level(args.log_level())
        .init();
    match run(args) {
        Ok(code) => code,
        Err(error) => {
            // A pipe that nobody reads any more is no failure worth words.
            if is_broken_pipe(&error) {
                return ExitCode::SUCCESS;
            }
            eprintln!("clipsheet: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let place = args.place;
    let done = |result: anyhow::Result<()>| result.map(|()| ExitCode::SUCCESS);
    match args.command.unwrap_or_default() {
        Command::Serve(serve) => done(runtime.block_on(serve::serve(&place, &serve))),
        Command::Clip(clip) => done(runtime.block_on(clip::clip(&place, &clip))),
        Command::Drafts => done(runtime.block_on(clip::drafts(&place))),
        Command::Publish(publish) => done(runtime.block_on(clip::publish(&place, &publish))),
        Command::Extract(extract) => done(text::extract(&extract)),
        Command::Feed(command) => done(runtime.block_on(feed::run(&place, &command))),
        Command::Markup { file } => done(text::markup(&file)),
        Command::Sanitise { file } => done(text::sanitise(&file)),
        Command::Gloss(command) => runtime.block_on(gloss::run(&place, command)),
        Command::Letter(order) => done(runtime.block_on(letter::run(&place, &order))),
        Command::Comments(command) => done(runtime.block_on(comments::run(&place, command))),
        Command::OwnerLink { name } => {
            done(runtime.block_on(staff::owner_link(&place, name.as_deref())))
        }
        Command::Staff(command) => done(runtime.block_on(staff::run(&place, &command))),
        Command::Recount => done(runtime.block_on(comments::recount(&place))),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
