//! A real PostgreSQL server for the tests, with an empty database for each.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Output};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::supervisor::{Supervised, make_directory, wait_until};
use crate::tools;

/// The variable with the URL of a server to use instead of starting one. `cargo xtask test` sets
/// it, so that one server is enough for all test programs. Its user must be allowed to create
/// databases.
pub const SERVER_VARIABLE: &str = "CLIPSHEET_TEST_POSTGRES";

/// The superuser of a server that [`Server::start`] has started.
const USER: &str = "clipsheet";

/// Settings that make a short life fast: nothing here has to survive a power cut. Tests in
/// parallel, each with a pool of connections, need more connections than the default 100.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=64MB",
    "timezone=UTC",
    "log_timezone=UTC",
];

/// How many times another port is tried when somebody else was faster to take the first.
const PORT_ATTEMPTS: u32 = 10;

/// An empty database of its own for one test. Dropping this value drops it, with all connections
/// to it.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where to connect: `postgres://user:password@127.0.0.1:port/name`.
    pub url: String,
    /// The database's name on its server.
    pub name: String,
    server: Address,
}

/// Makes a new empty database on the server named by [`SERVER_VARIABLE`], or else on one that
/// this process starts at the first call and that ends with the process.
///
/// # Panics
/// When there is no PostgreSQL or it does not start: a test that is quietly skipped would prove
/// nothing. The message says what to do.
#[track_caller]
pub fn database() -> TestDatabase {
    match try_database() {
        Ok(database) => database,
        Err(message) => panic!("{message}"),
    }
}

fn try_database() -> Result<TestDatabase, String> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let server = shared_address()?;
    // Process ids come back, and a server given by URL may be an old one: hence the time.
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_micros());
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("clipsheet_{}_{now}_{number}", process::id());
    // template1 cannot be copied while anyone is connected to it; nobody can connect to template0.
    server.run(&format!("CREATE DATABASE {name} TEMPLATE template0"))?;
    Ok(TestDatabase {
        url: server.url_of(&name),
        name,
        server: server.clone(),
    })
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        // The whole server goes soon, so a failure costs nothing but space.
        let _ = self.server.run(&format!(
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            self.name
        ));
    }
}

/// The server that this process uses for its databases.
fn shared_address() -> Result<&'static Address, String> {
    static SHARED: OnceLock<Result<(Address, Option<Server>), String>> = OnceLock::new();
    SHARED
        .get_or_init(|| match std::env::var(SERVER_VARIABLE) {
            Ok(url) => Ok((Address::from_url(&url)?, None)),
            Err(_) => {
                let server = Server::start()?;
                Ok((Address::from_url(server.url())?, Some(server)))
            }
        })
        .as_ref()
        .map(|(address, _)| address)
        .map_err(Clone::clone)
}

/// A server's URL in two halves, between which a database's name goes.
#[derive(Clone, Debug)]
struct Address {
    url: String,
    before_name: String,
    after_name: String,
}

impl Address {
    fn from_url(url: &str) -> Result<Self, String> {
        let problem = || {
            format!(
                "{SERVER_VARIABLE} must look like postgres://user:password@host:port/database, not {url:?}"
            )
        };
        let (scheme, rest) = url.split_once("://").ok_or_else(problem)?;
        if !matches!(scheme, "postgres" | "postgresql") {
            return Err(problem());
        }
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, format!("?{query}")),
            None => (rest, String::new()),
        };
        let host = rest.split('/').next().unwrap_or_default();
        Ok(Self {
            url: url.to_owned(),
            before_name: format!("{scheme}://{host}/"),
            after_name: query,
        })
    }

    fn url_of(&self, name: &str) -> String {
        format!("{}{name}{}", self.before_name, self.after_name)
    }

    /// Runs one statement through `psql`.
    fn run(&self, statement: &str) -> Result<(), String> {
        // Debian's /usr/bin/psql is a script that looks for the right one, ten times slower.
        let psql = tools::postgres_bin()
            .map(|bin| bin.join("psql"))
            .filter(|psql| psql.exists())
            .unwrap_or_else(|| PathBuf::from("psql"));
        let output = Command::new(psql)
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement])
            .arg(&self.url)
            .output()
            .map_err(|error| format!("psql does not start ({error}): run `cargo xtask setup`"))?;
        success(&output).map_err(|message| format!("PostgreSQL refuses {statement}: {message}"))
    }
}

/// A PostgreSQL server in a temporary directory. It ends, and the directory goes, when this value
/// is dropped or the process ends, however it ends.
///
/// It listens on a port of 127.0.0.1, with a password that is made for it, and on a Unix socket in
/// its directory, which only its own user may enter. The encoding is UTF-8. Text sorts by code
/// point, as in SQLite, and letters of all alphabets have upper and lower case.
#[derive(Debug)]
pub struct Server {
    url: String,
    socket_url: String,
    _process: Supervised,
}

impl Server {
    /// Makes a new cluster and starts its server; takes about two seconds.
    ///
    /// # Errors
    /// When PostgreSQL is not installed or does not start. The message is for people.
    pub fn start() -> Result<Self, String> {
        let bin = tools::postgres_bin().ok_or(
            "PostgreSQL is not installed, and all store tests run on it too: run `cargo xtask setup` \
             (or install Debian's package `postgresql`)",
        )?;
        let user = ServerUser::choose()?;
        let failed =
            |what: &str, error: io::Error| format!("PostgreSQL for the tests: {what}: {error}");
        let password = random_password().map_err(|error| failed("/dev/urandom", error))?;
        for _ in 0..PORT_ATTEMPTS {
            let directory =
                make_directory("postgres").map_err(|error| failed("temporary directory", error))?;
            let started = user
                .give(&directory)
                .and_then(|()| init_cluster(&bin, &user, &directory, &password))
                .and_then(|()| start_server(&bin, &user, &directory));
            match started {
                Ok(Some((process, port))) => {
                    return Ok(Self {
                        url: format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres"),
                        socket_url: format!(
                            "postgres://{USER}@/postgres?host={}&port={port}",
                            process.directory().display()
                        ),
                        _process: process,
                    });
                }
                // Somebody else has taken the port: once more, with another.
                Ok(None) => {}
                Err(message) => {
                    // The message is worth more than the directory.
                    let _ = fs::remove_dir_all(&directory);
                    return Err(message);
                }
            }
        }
        Err(format!(
            "PostgreSQL for the tests found no free port of 127.0.0.1 in {PORT_ATTEMPTS} attempts"
        ))
    }

    /// The URL of its database `postgres` by TCP.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of its database `postgres` by its Unix socket.
    pub fn socket_url(&self) -> &str {
        &self.socket_url
    }
}

/// Who runs the server: PostgreSQL refuses to run as root, so root lets the user `postgres` do it,
/// whom Debian's package has made.
struct ServerUser {
    ids: Option<(u32, u32)>,
}

impl ServerUser {
    fn choose() -> Result<Self, String> {
        if !tools::is_root() {
            return Ok(Self { ids: None });
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let ids = passwd.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            let uid = fields.nth(1)?.parse().ok()?;
            let gid = fields.next()?.parse().ok()?;
            (name == "postgres").then_some((uid, gid))
        });
        match ids {
            Some(ids) => Ok(Self { ids: Some(ids) }),
            None => Err(
                "PostgreSQL does not run as root, and there is no user `postgres` to run it: \
                 run the tests as another user, or run `cargo xtask setup`"
                    .to_owned(),
            ),
        }
    }

    fn give(&self, path: &Path) -> Result<(), String> {
        let Some((uid, gid)) = self.ids else {
            return Ok(());
        };
        chown(path, Some(uid), Some(gid))
            .map_err(|error| format!("cannot give {} to postgres: {error}", path.display()))
    }

    fn command(&self, program: &Path) -> Command {
        let Some((uid, gid)) = self.ids else {
            return Command::new(program);
        };
        // Unlike su and runuser, setpriv becomes the program: a signal to it is one to the program.
        let mut command = Command::new("setpriv");
        command
            .arg(format!("--reuid={uid}"))
            .arg(format!("--regid={gid}"))
            .args(["--clear-groups", "--"])
            .arg(program);
        command
    }
}

fn init_cluster(
    bin: &Path,
    user: &ServerUser,
    directory: &Path,
    password: &str,
) -> Result<(), String> {
    let password_file = directory.join("password");
    fs::write(&password_file, password).map_err(|error| error.to_string())?;
    user.give(&password_file)?;
    let attempt = |locale: &str| {
        let output = user
            .command(&bin.join("initdb"))
            .current_dir(directory)
            .arg("--pgdata")
            .arg(directory.join("data"))
            .arg("--pwfile")
            .arg(&password_file)
            .args(["--username", USER, "--encoding", "UTF8", "--locale", locale])
            .args(["--auth-local", "trust", "--auth-host", "scram-sha-256"])
            .args(["--no-sync", "--no-instructions"])
            .output()
            .map_err(|error| format!("initdb does not start: {error}"))?;
        success(&output).map_err(|message| format!("initdb failed: {message}"))
    };
    // Systems without C.UTF-8 have C at least, where only ASCII letters have two cases.
    attempt("C.UTF-8").or_else(|_| attempt("C"))
}

/// Starts the server on a port that was free a moment ago. `None` when it no longer was.
fn start_server(
    bin: &Path,
    user: &ServerUser,
    directory: &Path,
) -> Result<Option<(Supervised, u16)>, String> {
    let port = free_port().map_err(|error| format!("no free port of 127.0.0.1: {error}"))?;
    let data = directory.join("data");
    let mut command = user.command(&bin.join("postgres"));
    command
        .arg("-D")
        .arg(&data)
        .arg("-p")
        .arg(port.to_string())
        .args(["-c", "listen_addresses=127.0.0.1"])
        .arg("-k")
        .arg(directory);
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    // QUIT: at once, without writing anything back.
    let process = Supervised::start(directory.to_owned(), "QUIT", &command)
        .map_err(|error| format!("PostgreSQL does not start: {error}"))?;
    let is_ready = || {
        // The last line of this file is the server's state; `pg_ctl --wait` looks at it too.
        fs::read_to_string(data.join("postmaster.pid")).is_ok_and(|text| {
            text.lines()
                .nth(7)
                .is_some_and(|state| state.trim() == "ready")
        })
    };
    wait_until(Duration::from_secs(60), || {
        is_ready() || process.has_ended()
    });
    if is_ready() && !process.has_ended() {
        return Ok(Some((process, port)));
    }
    let output = process.output();
    if output.contains("could not create any TCP/IP sockets") {
        return Ok(None);
    }
    Err(format!("PostgreSQL does not start. It says:\n{output}"))
}

/// A port of 127.0.0.1 that the kernel says is free.
fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

fn random_password() -> io::Result<String> {
    use std::io::Read;
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn success(output: &Output) -> Result<(), String> {
    if output.status.success() {
        Ok(())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}
