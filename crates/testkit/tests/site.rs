//! A site starts, says where it is, and ends. A script plays the server: the real one has tests of
//! its own.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::thread;

use clipsheet_testkit::{TempDirectory, http, site};

/// Answers every request with 200 and its own first line.
fn answer_all() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 1000];
            let length = stream.read(&mut request).unwrap();
            let text = String::from_utf8_lossy(&request[..length]).into_owned();
            let line = text.lines().next().unwrap_or_default();
            write!(stream, "HTTP/1.1 200 OK\r\n\r\n{line}").unwrap();
        }
    });
    port
}

fn script(directory: &TempDirectory, text: &str) -> PathBuf {
    let path = directory.path().join("clipsheet");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_site_starts_restarts_on_the_same_data_and_goes() {
    let port = answer_all();
    let directory = TempDirectory::new();
    let program = script(
        &directory,
        &format!(
            r#"test "$1 $2 $4 $5 $6" = "serve --data --listen 127.0.0.1:0 --empty" || exit 2
               echo start >>"$3/starts"
               echo "Listening on http://127.0.0.1:{port}/" >&2
               echo "Owner: http://127.0.0.1:{port}/join/t0ken once" >&2
               exec sleep 1000"#
        ),
    );
    let mut site = site::spawn(&program, &["--empty"]);
    assert_eq!(site.url, format!("http://127.0.0.1:{port}"));
    assert_eq!(site.owner_link().unwrap(), site.at("/join/t0ken"));
    assert_eq!(http::get(&site.at("/a?b")).text(), "GET /a?b HTTP/1.1");
    site.kill9();
    site.restart();
    site.restart();
    let starts = fs::read_to_string(site.data_dir.join("starts")).unwrap();
    assert_eq!(starts, "start\nstart\nstart\n");
    let (data, pid) = (site.data_dir.clone(), site.pid());
    drop(site);
    assert!(!data.exists());
    assert!(!PathBuf::from(format!("/proc/{pid}/cmdline")).exists());
}

#[test]
#[should_panic(expected = "the folder is full of herring")]
fn a_server_that_ends_at_once_is_reported_with_what_it_said() {
    let directory = TempDirectory::new();
    let program = script(
        &directory,
        "echo 'the folder is full of herring' >&2; exit 1",
    );
    site::spawn(program, &[]);
}
