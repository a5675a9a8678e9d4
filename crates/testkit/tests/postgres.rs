//! The tests' own PostgreSQL starts, answers, and keeps tests apart.

#![expect(clippy::unwrap_used, reason = "in a test an unwrap is an assertion")]

use std::process::Command;

use clipsheet_testkit::{postgres, tools};

fn query(url: &str, statement: &str) -> Result<String, String> {
    let psql = tools::postgres_bin().unwrap().join("psql");
    let output = Command::new(psql)
        .args(["-X", "-A", "-t", "-q", "-c", statement, url])
        .output()
        .unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap().trim().to_owned())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn each_call_gives_an_empty_database_of_its_own() {
    let first = postgres::database();
    let second = postgres::database();
    query(&first.url, "CREATE TABLE gulls (name text)").unwrap();
    query(&second.url, "CREATE TABLE gulls (name text)").unwrap();
    assert_eq!(
        query(&first.url, "SELECT current_database()").unwrap(),
        first.name
    );
    assert_ne!(first.name, second.name);
}

#[test]
fn text_is_utf8_sorted_by_code_point_with_cases_for_all_letters() {
    let database = postgres::database();
    let answer = query(
        &database.url,
        "SELECT current_setting('server_encoding'), 'Zebra' < 'apple', lower('ÄRØ')",
    );
    assert_eq!(answer.unwrap(), "UTF8|t|ärø");
}

#[test]
fn a_dropped_database_is_gone_even_while_somebody_is_connected() {
    let database = postgres::database();
    let other = postgres::database();
    let psql = tools::postgres_bin().unwrap().join("psql");
    let mut sleeper = Command::new(psql)
        .args(["-X", "-q", "-c", "SELECT pg_sleep(60)", &database.url])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let connections = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{}'",
        database.name
    );
    while query(&other.url, &connections).unwrap() == "0" {}
    let url = database.url.clone();
    drop(database);
    assert!(
        query(&url, "SELECT 1")
            .unwrap_err()
            .contains("does not exist")
    );
    assert!(!sleeper.wait().unwrap().success());
}

#[test]
fn a_server_answers_by_socket_and_not_without_its_password() {
    let server = postgres::Server::start().unwrap();
    assert_eq!(query(server.socket_url(), "SELECT 6 * 7").unwrap(), "42");
    assert_eq!(query(server.url(), "SELECT 6 * 7").unwrap(), "42");
    let (start, rest) = server.url().split_once("clipsheet:").unwrap();
    let (_, end) = rest.split_once('@').unwrap();
    let wrong = format!("{start}clipsheet:guess@{end}");
    assert!(query(&wrong, "SELECT 1").unwrap_err().contains("password"));
}
