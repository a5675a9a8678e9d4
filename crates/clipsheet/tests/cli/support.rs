//! Calling the program.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_clipsheet");

/// What came of a call.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Outcome {
    /// It did what it should; gives what it printed.
    #[track_caller]
    pub(crate) fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// It failed with this status and all of these words, on standard error and in no other place.
    #[track_caller]
    pub(crate) fn failed(self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        for word in words {
            assert!(self.err.contains(word), "“{word}” is not in: {}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// A folder to call the program in, with its data folder.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Calls the program with its data in `data` here.
    pub(crate) fn call<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Outcome {
        self.call_with(arguments, b"")
    }

    /// Calls the program and sends it something.
    pub(crate) fn call_with<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Outcome {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        // Who refuses at once reads nothing.
        let _ = pipe.write_all(input);
        drop(pipe);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// A saved page with a story on it.
pub(crate) fn story(headline: &str) -> String {
    let body = "<p>The fog horn of Tarrow was mislaid on Monday, the Harbour Board said. It had been put down for a moment, and the \
        moment passed. The Board has asked everybody to look under things, and behind them, and to listen.</p>";
    format!(
        "<!DOCTYPE html><html><head><title>{headline}</title><meta property=\"og:site_name\" content=\"Harbour Post\"></head>\
         <body><article><h1>{headline}</h1>{}</article></body></html>",
        body.repeat(3)
    )
}
