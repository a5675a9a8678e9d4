//! No statement that serves may read a big table from end to end (invariant 7).

use crate::support::on_both;
use clipsheet_store::{QueryUse, all_queries};
use std::collections::HashSet;

/// Tables that grow with the archive. The others hold what a desk keeps in its head.
const BIG: &[&str] = &[
    "article",
    "article_text",
    "article_dossier",
    "article_entry",
    "glossary_entry_change",
    "comment",
    "commenter",
    "nic",
    "picture",
    "picture_origin",
    "edition",
    "edition_month",
    "comment_day",
    "serial_line",
    "event",
    "audit",
    "article_revision",
    "inbox_item",
    "inbox_text",
    "inbox_source",
    "inbox_address",
    "inbox_dossier",
    "remark",
    "submission",
    "draft",
    "draft_version",
    "evidence",
    "source_check",
];

/// Letters that stand for a big table in a statement with joins.
fn names_of(sql: &str) -> HashSet<String> {
    let words: Vec<&str> = sql
        .split([' ', ',', '(', ')'])
        .filter(|word| !word.is_empty())
        .collect();
    let mut names: HashSet<String> = BIG.iter().map(|&table| table.to_owned()).collect();
    for pair in words.windows(2) {
        if BIG.contains(&pair[0]) {
            names.insert(pair[1].to_owned());
        }
    }
    names
}

/// The line of the plan that reads a big table whole.
fn full_scan<'a>(sql: &str, plan: &'a [String]) -> Option<&'a String> {
    let names = names_of(sql);
    plan.iter().find(|line| {
        let line = line.trim();
        // SQLite: `SCAN a` or `SCAN a USING INDEX i` (an index read from end to end); with LIMIT and in
        // order, reading an index from its end is what keyset paging wants, but every such statement
        // also has a bound, which makes it a SEARCH. PostgreSQL: `Seq Scan on article a`.
        if let Some(rest) = line.strip_prefix("SCAN ") {
            return rest
                .split(' ')
                .next()
                .is_some_and(|name| names.contains(name));
        }
        if let Some((_, rest)) = line.split_once("Seq Scan on ") {
            return rest
                .split(' ')
                .next()
                .is_some_and(|name| names.contains(name));
        }
        false
    })
}

#[test]
fn no_statement_that_serves_reads_a_big_table_whole() {
    on_both(|fixture| async move {
        let seen = fixture
            .store
            .read(|conn| {
                let mut seen = 0;
                for query in all_queries().filter(|query| query.usage == QueryUse::Serving) {
                    let plan = conn.plan(query)?;
                    assert_eq!(
                        full_scan(query.sql, &plan),
                        None,
                        "{}: {plan:#?}",
                        query.name
                    );
                    assert_eq!(
                        full_index_scan(query.sql, &plan),
                        None,
                        "{}: {plan:#?}",
                        query.name
                    );
                    seen += 1;
                }
                Ok(seen)
            })
            .await
            .unwrap();
        assert!(seen > 60, "only {seen} statements were asked");
    });
}

/// The line of a plan of PostgreSQL's that goes through an index of a big table from end to end: without a condition on
/// the index it is a full scan by another name.
fn full_index_scan<'a>(sql: &str, plan: &'a [String]) -> Option<&'a String> {
    let names = names_of(sql);
    plan.iter().enumerate().find_map(|(at, line)| {
        let (_, rest) = line.split_once("Scan using ")?;
        let (_, table) = rest.split_once(" on ")?;
        let is_big = table.split(' ').any(|name| names.contains(name));
        let deeper = |other: &String| indent(other) > indent(line);
        let has_condition = plan[at + 1..]
            .iter()
            .take_while(|other| deeper(other))
            .any(|other| other.contains("Index Cond:"));
        (is_big && !has_condition).then_some(line)
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[test]
fn what_is_asked_of_one_entry_walks_neither_its_mentions_nor_the_history() {
    on_both(|fixture| async move {
        if !matches!(fixture.url, clipsheet_store::DatabaseUrl::Sqlite(_)) {
            return;
        }
        for (name, wanted) in [
            (
                "FIRST_PRINTED",
                "article_entry_by_use (entry_id=? AND effect=? AND variant=?)",
            ),
            (
                "NEW_SINCE_PRINTED",
                "COVERING INDEX glossary_entry_change_new (change_id>?",
            ),
            (
                "CHANGED_SINCE",
                "COVERING INDEX glossary_entry_change_in_short (change_id>?",
            ),
            ("NEW_SINCE_PRINTED", "glossary_change_by_time (made_at>?)"),
            ("CHANGED_SINCE", "glossary_change_by_time (made_at>?)"),
        ] {
            let query = all_queries().find(|query| query.name == name);
            let query = query.expect("there is such a statement");
            let plan = fixture.store.read(|conn| conn.plan(query)).await.unwrap();
            let found = plan.iter().any(|line| line.contains(wanted));
            assert!(found, "{name}: {plan:#?}");
        }
    });
}

#[test]
fn what_a_member_sent_in_is_found_without_that_of_others() {
    on_both(|fixture| async move {
        let query = all_queries().find(|query| query.name == "SUBMISSIONS_OF_STAFF");
        let query = query.expect("there is such a statement");
        let plan = fixture.store.read(|conn| conn.plan(query)).await.unwrap();
        let wanted = match fixture.url {
            clipsheet_store::DatabaseUrl::Sqlite(_) => "submission_by_staff (staff_id=? AND ",
            clipsheet_store::DatabaseUrl::Postgres(_) => {
                "Index Cond: ((staff_id = $1) AND (id < $2))"
            }
        };
        assert!(plan.iter().any(|line| line.contains(wanted)), "{plan:#?}");
        assert!(!plan.iter().any(|line| line.contains("Sort")), "{plan:#?}");
    });
}

#[test]
fn a_full_scan_would_be_noticed() {
    on_both(|fixture| async move {
        static WHOLE: clipsheet_store::Query = clipsheet_store::Query {
            name: "WHOLE",
            sql: "SELECT c.id FROM comment c WHERE c.email = ?1",
            usage: QueryUse::Serving,
        };
        let plan = fixture.store.read(|conn| conn.plan(&WHOLE)).await.unwrap();
        assert!(full_scan(WHOLE.sql, &plan).is_some(), "{plan:#?}");
    });
}

#[test]
fn statements_have_names_of_their_own() {
    let mut seen = std::collections::HashMap::new();
    for query in all_queries() {
        if let Some(other) = seen.insert(query.name, query.sql) {
            panic!(
                "two statements are called {}: {other} / {}",
                query.name, query.sql
            );
        }
    }
}
