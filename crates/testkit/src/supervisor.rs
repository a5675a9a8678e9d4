//! Child processes that end when the process that started them ends, however it ends.
//!
//! A test may be killed (`kill -9`, a time limit, Ctrl-C) and then runs no clean-up of its own, so
//! the clean-up belongs to another process: a shell between us and the child. It holds the reading
//! end of a pipe whose writing end only we hold. When we end, the kernel closes the pipe, the
//! shell reads the end of the file, stops the child and removes its directory.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often a condition that no one reports is looked at again.
const POLL: Duration = Duration::from_millis(5);

/// `$1` is the directory, `$2` the signal that stops the child gently, the rest is the command.
///
/// The child gets an empty standard input and no copy of the pipe, and writes to a file. The
/// removal is tried again for a while, because what the child has started may still be writing.
/// The shell leads a process group of its own, so the last line also ends whatever is left of it.
const SCRIPT: &str = r#"
directory=$1 signal=$2
shift 2
exec 3<&0 </dev/null
"$@" 3<&- >"$directory/output" 2>&1 &
child=$!
echo "$child" >"$directory/pid.new" && mv "$directory/pid.new" "$directory/pid"
(
  cat <&3
  [ -e "$directory/ended" ] || kill -s "$signal" "$child"
  for _ in $(seq 500); do
    [ -e "$directory/ended" ] && exit
    sleep 0.02
  done
  kill -s KILL "$child"
) >/dev/null 2>&1 &
watcher=$!
wait "$child"
echo "$?" >"$directory/ended.new" && mv "$directory/ended.new" "$directory/ended"
wait "$watcher"
for _ in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$directory" 2>/dev/null && break
  sleep 0.2
done
kill -s KILL 0
"#;

/// A child process with a directory of its own. Both are gone when this value is dropped, or
/// when the process that holds it has ended.
#[derive(Debug)]
pub(crate) struct Supervised {
    shell: Child,
    directory: PathBuf,
    pid: u32,
}

impl Supervised {
    /// Starts `command` (its program, arguments and variables; not its files or folder), to be
    /// stopped by `signal`. What it prints goes to `output` in `directory`, which from now on
    /// belongs to the supervisor.
    pub(crate) fn start(directory: PathBuf, signal: &str, command: &Command) -> io::Result<Self> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", SCRIPT, "supervisor"])
            .arg(&directory)
            .arg(signal)
            .arg(command.get_program())
            .args(command.get_args())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C must reach us and not the shell, or nothing would be cleaned up.
            .process_group(0);
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        let mut supervised = Self {
            shell: shell.spawn()?,
            directory,
            pid: 0,
        };
        let pid_file = supervised.directory.join("pid");
        if !wait_until(Duration::from_secs(30), || pid_file.exists()) {
            return Err(io::Error::other("the supervising shell did not start"));
        }
        supervised.pid = fs::read_to_string(pid_file)?
            .trim()
            .parse()
            .map_err(io::Error::other)?;
        Ok(supervised)
    }

    /// The directory that goes when the child goes.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// All that the child has printed so far.
    pub(crate) fn output(&self) -> String {
        let bytes = fs::read(self.directory.join("output")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The child's process id.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Whether the child has ended by itself or by a signal.
    pub(crate) fn has_ended(&self) -> bool {
        self.directory.join("ended").exists()
    }

    /// Sends the child a signal (`KILL`, `TERM` ...) and waits until it has ended.
    pub(crate) fn end_by(&self, signal: &str) -> io::Result<()> {
        Command::new("sh")
            .args(["-c", r#"kill -s "$1" "$2""#, "kill", signal])
            .arg(self.pid.to_string())
            .stderr(Stdio::null())
            .status()?;
        if wait_until(Duration::from_secs(30), || self.has_ended()) {
            Ok(())
        } else {
            Err(io::Error::other(format!(
                "process {} has not ended 30 seconds after SIG{signal}",
                self.pid
            )))
        }
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        // Closing the pipe is the message; the shell does the rest.
        drop(self.shell.stdin.take());
        // Nothing can be done about a failure, and panicking in a drop would hide the first one.
        let _ = self.shell.wait();
    }
}

/// Makes a new directory under the system's temporary one that only this user may enter.
pub(crate) fn make_directory(name: &str) -> io::Result<PathBuf> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("clipsheet-{name}-{}-{number}", process::id()));
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => return Ok(path),
            // Left over by an earlier process with the same id that lost its power.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Looks at `condition` until it holds, which is the answer, or `limit` has passed.
pub(crate) fn wait_until(limit: Duration, mut condition: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + limit;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_alive(pid: u32) -> bool {
        // A zombie that nobody has reaped yet is dead for our purposes.
        fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
    }

    #[test]
    fn dropping_ends_the_child_and_removes_its_directory() {
        let directory = make_directory("supervisor-test").unwrap();
        let mut command = Command::new("sleep");
        command.arg("1000");
        let child = Supervised::start(directory.clone(), "TERM", &command).unwrap();
        let pid = child.pid();
        assert!(is_alive(pid));
        drop(child);
        assert!(!is_alive(pid));
        assert!(!directory.exists());
    }

    #[test]
    fn a_child_that_ends_by_itself_leaves_its_output_to_read() {
        let directory = make_directory("supervisor-test").unwrap();
        let mut command = Command::new("echo");
        command.arg("words");
        let child = Supervised::start(directory, "TERM", &command).unwrap();
        assert!(wait_until(Duration::from_secs(10), || child.has_ended()));
        assert_eq!(child.output(), "words\n");
    }

    #[test]
    fn the_child_ends_when_its_starter_is_killed() {
        // The starter is another shell that holds the pipe, so that it can be killed.
        let directory = make_directory("supervisor-test").unwrap();
        let starter = format!(
            r#"(sleep 1000 & echo $! >"$1/holder"; wait) | sh -c '{}' supervisor "$1" TERM sleep 1000"#,
            SCRIPT.replace('\'', r"'\''")
        );
        let mut shell = Command::new("sh")
            .args(["-c", &starter, "starter"])
            .arg(&directory)
            .process_group(0)
            .spawn()
            .unwrap();
        let started = || directory.join("pid").exists() && directory.join("holder").exists();
        assert!(wait_until(Duration::from_secs(10), started));
        let read = |name: &str| fs::read_to_string(directory.join(name)).unwrap();
        let child: u32 = read("pid").trim().parse().unwrap();
        let holder = read("holder");
        Command::new("kill")
            .args(["-KILL", holder.trim()])
            .status()
            .unwrap();
        assert!(wait_until(Duration::from_secs(10), || !directory.exists()));
        assert!(!is_alive(child));
        shell.wait().unwrap();
    }
}
