//! The program itself, serving a paper out of a folder of its own.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::directory::TempDirectory;
use crate::http;
use crate::supervisor::{Supervised, make_directory, wait_until};

/// How long the server may take until it is ready: a debug build on a busy machine makes the whole
/// starter paper in that time.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A running `clipsheet serve`. It ends when this value is dropped or the process ends.
#[derive(Debug)]
pub struct Site {
    /// Where it answers, without a slash at the end: `http://127.0.0.1:PORT`.
    pub url: String,
    /// The data folder: a temporary one that goes with this value.
    pub data_dir: PathBuf,
    binary: PathBuf,
    arguments: Vec<String>,
    // In this order: the server must have stopped writing when the folder goes.
    process: Supervised,
    _directory: TempDirectory,
}

/// Starts `binary` (a test of the package gives `env!("CARGO_BIN_EXE_clipsheet")`) as
/// `serve --data DIR --listen 127.0.0.1:0 ARGUMENTS` on an empty data folder, and waits until
/// `/readyz` says that it is ready.
///
/// # Panics
/// When it does not become ready. The message has all that the server has printed.
#[track_caller]
pub fn spawn(binary: impl AsRef<Path>, arguments: &[&str]) -> Site {
    spawn_prepared(binary, arguments, |_| {})
}

/// Like [`spawn`], but `prepare` may first put something into the data folder.
///
/// # Panics
/// When the server does not become ready.
#[track_caller]
pub fn spawn_prepared(
    binary: impl AsRef<Path>,
    arguments: &[&str],
    prepare: impl FnOnce(&Path),
) -> Site {
    let directory = TempDirectory::new();
    let data_dir = directory.path().join("data");
    if let Err(error) = std::fs::create_dir(&data_dir) {
        panic!("cannot make {}: {error}", data_dir.display());
    }
    prepare(&data_dir);
    let binary = binary.as_ref().to_owned();
    let arguments: Vec<String> = arguments.iter().map(|&each| each.to_owned()).collect();
    match start(&binary, &data_dir, &arguments) {
        Ok(started) => Site {
            url: started.url,
            data_dir,
            binary,
            arguments,
            process: started.process,
            _directory: directory,
        },
        Err(message) => panic!("{message}"),
    }
}

impl Site {
    /// A URL of the site from a path that begins with a slash.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The one-time link that makes its visitor the owner, if the last start has printed one.
    pub fn owner_link(&self) -> Option<String> {
        printed_owner_link(&self.output(), &self.url)
    }

    /// All that the server has printed since its last start.
    pub fn output(&self) -> String {
        self.process.output()
    }

    /// Runs a command of the program on the same data folder, beside the server, and gives what it
    /// prints on standard output.
    ///
    /// # Panics
    /// When it fails. The message has what it says.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = Command::new(&self.binary)
            .args(arguments)
            .arg("--data")
            .arg(&self.data_dir)
            .stdin(Stdio::null())
            .output();
        match output {
            Ok(output) if output.status.success() => {
                String::from_utf8_lossy(&output.stdout).into_owned()
            }
            Ok(output) => panic!(
                "clipsheet {arguments:?} has failed ({}):\n{}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            ),
            Err(error) => panic!("{} does not start: {error}", self.binary.display()),
        }
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Ends the server as a power cut would, with no chance to tidy up. [`Site::restart`] starts
    /// it again on the same data folder.
    ///
    /// # Panics
    /// When it does not end.
    #[track_caller]
    pub fn kill9(&self) {
        self.end_by("KILL");
    }

    /// Asks the server to end in good order, as a service manager does, and waits until it has.
    ///
    /// # Panics
    /// When it has not ended after half a minute.
    #[track_caller]
    pub fn stop(&self) {
        self.end_by("TERM");
    }

    #[track_caller]
    fn end_by(&self, signal: &str) {
        if let Err(error) = self.process.end_by(signal) {
            panic!("{error}; it said:\n{}", self.output());
        }
    }

    /// Starts the server again on the same data folder, after ending it by [`Site::kill9`] if it
    /// still runs. The port, and so the URL, is a new one.
    ///
    /// # Panics
    /// When it does not become ready.
    #[track_caller]
    pub fn restart(&mut self) {
        if !self.process.has_ended() {
            self.kill9();
        }
        match start(&self.binary, &self.data_dir, &self.arguments) {
            Ok(started) => {
                self.url = started.url;
                self.process = started.process;
            }
            Err(message) => panic!("{message}"),
        }
    }
}

struct Started {
    process: Supervised,
    url: String,
}

fn start(binary: &Path, data_dir: &Path, arguments: &[String]) -> Result<Started, String> {
    let mut command = Command::new(binary);
    command
        .arg("serve")
        .arg("--data")
        .arg(data_dir)
        .args(["--listen", "127.0.0.1:0"])
        .args(arguments);
    let process = make_directory("site")
        .and_then(|directory| Supervised::start(directory, "KILL", &command))
        .map_err(|error| format!("{} does not start: {error}", binary.display()))?;
    let is_ready = |url: &str| -> io::Result<bool> {
        let answer = http::Request::new("GET", &format!("{url}/readyz")).send()?;
        Ok(answer.status == 200)
    };
    let mut url = None;
    let ready = wait_until(START_LIMIT, || {
        url = printed_url(&process.output());
        let ready = url
            .as_deref()
            .is_some_and(|url| is_ready(url).unwrap_or(false));
        ready || process.has_ended()
    });
    match url {
        Some(url) if ready && !process.has_ended() => Ok(Started { url, process }),
        _ => Err(format!(
            "{} serve does not become ready ({}). It says:\n{}",
            binary.display(),
            if process.has_ended() {
                "it has ended"
            } else {
                "it runs"
            },
            process.output()
        )),
    }
}

/// The first `http://127.0.0.1:PORT` of what the server has printed, in whole lines only.
fn printed_url(output: &str) -> Option<String> {
    const START: &str = "http://127.0.0.1:";
    let complete = &output[..output.rfind('\n')?];
    let from = complete.find(START)? + START.len();
    let rest = &complete[from..];
    let end = rest
        .find(|each: char| !each.is_ascii_digit())
        .unwrap_or(rest.len());
    (end > 0).then(|| format!("{START}{}", &rest[..end]))
}

/// The first URL of the site whose path begins with `/join/`.
fn printed_owner_link(output: &str, url: &str) -> Option<String> {
    let link = &output[output.find(&format!("{url}/join/"))?..];
    link.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "Listening on http://127.0.0.1:4321/\n\
         To become the owner, open http://127.0.0.1:4321/join/abc_DEF-1 once.\n";

    #[test]
    fn the_url_and_the_owner_link_are_found_in_the_output() {
        let url = printed_url(OUTPUT).unwrap();
        assert_eq!(url, "http://127.0.0.1:4321");
        let link = printed_owner_link(OUTPUT, &url);
        assert_eq!(link.unwrap(), "http://127.0.0.1:4321/join/abc_DEF-1");
    }

    #[test]
    fn half_a_line_is_not_believed() {
        assert_eq!(printed_url("Listening on http://127.0.0.1:43"), None);
        assert_eq!(printed_url("no port: http://127.0.0.1:\n"), None);
    }
}
