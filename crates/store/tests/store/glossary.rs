//! The glossary as stored: sets of changes and undoing them, where entries were printed, work over the archive.

use crate::support::{Fixture, NOON, TODAY, new_article, on_both, printed};
use clipsheet_store::{
    ArticleId, DatabaseUrl, Day, EntryUse, EntryWrite, GlossaryChanged, JobKind, JobProgress,
    JobState, Ledger, Millis, NewGlossaryChange, NewGlossaryJob, PrintedText, Store, UsedAs,
    advance_job, change_glossary, claim_job, create_article, create_job, end_job, find_entry,
    find_first_printed, find_job, is_new_since_printed, list_articles_corrected,
    list_changes_of_entry, list_entries_changed_since, list_entries_since, list_glossary,
    list_glossary_changes, list_new_since_printed, list_open_jobs, list_printed_in,
    list_serial_lines, list_serials, list_use_counts, read_ledger, recount, replace_glossary,
    resume_job, set_entry_uses, set_print_record, set_printed, undo_glossary_change,
};

fn by(note: &str) -> NewGlossaryChange {
    NewGlossaryChange {
        who: "Pennick".into(),
        note: note.into(),
        ..NewGlossaryChange::default()
    }
}

fn body(headword: &str, word: &str) -> String {
    format!(r#"{{"headword":"{headword}","substitute":["{word}"]}}"#)
}

fn write(id: Option<i64>, from: Option<i64>, headword: &str, word: Option<&str>) -> EntryWrite {
    EntryWrite {
        id,
        from,
        headword: headword.into(),
        body: word.map(|word| body(headword, word)),
    }
}

async fn change(fixture: &Fixture, note: &str, entries: Vec<EntryWrite>) -> GlossaryChanged {
    let new = NewGlossaryChange {
        entries,
        ..by(note)
    };
    let made = fixture
        .store
        .write(move |tx| change_glossary(tx, &new, NOON));
    made.await.unwrap()
}

async fn undo(fixture: &Fixture, id: i64) -> GlossaryChanged {
    let undone = fixture
        .store
        .write(move |tx| undo_glossary_change(tx, id, by("undone"), NOON));
    undone.await.unwrap()
}

fn made(outcome: &GlossaryChanged) -> (i64, Vec<i64>) {
    match outcome {
        GlossaryChanged::Made {
            change, entries, ..
        } => (*change, entries.clone()),
        other => panic!("not made: {other:?}"),
    }
}

async fn bodies(fixture: &Fixture) -> Vec<(i64, i64, String)> {
    let rows = fixture.store.read(list_glossary).await.unwrap();
    rows.into_iter()
        .map(|row| (row.id, row.revision, row.body))
        .collect()
}

#[test]
fn what_came_since_is_told_whatever_the_clocks_of_nodes_and_however_it_came() {
    on_both(|fixture| async move {
        let at = async |millis: i64, entries: Vec<EntryWrite>| {
            let new = NewGlossaryChange {
                entries,
                ..by("since")
            };
            let now = Millis(NOON.0 + millis);
            let done = fixture
                .store
                .write(move |tx| change_glossary(tx, &new, now));
            made(&done.await.unwrap())
        };
        let (_, old) = at(-9, vec![write(None, None, "herring", Some("darling"))]).await;
        let (dropping, _) = at(-8, vec![write(Some(old[0]), Some(1), "herring", None)]).await;
        fixture.article("Rain", |new| new.printed_at = NOON).await;
        // The node that made the first of them is ahead of the other.
        let (_, ahead) = at(500, vec![write(None, None, "tide", Some("the wet"))]).await;
        let (_, behind) = at(200, vec![write(None, None, "mud", Some("silt"))]).await;
        let undone = fixture.store.write(move |tx| {
            undo_glossary_change(tx, dropping, by("undone"), Millis(NOON.0 + 300))
        });
        made(&undone.await.unwrap());
        let mut wanted = vec![old[0], ahead[0], behind[0]];
        wanted.sort_unstable();
        let since = fixture
            .store
            .read(|conn| list_entries_changed_since(conn, NOON));
        assert_eq!(since.await.unwrap(), wanted);
        let mut new = fixture.store.read(list_new_since_printed).await.unwrap();
        new.sort_unstable();
        assert_eq!(new, wanted);
        for entry in wanted {
            let is_new = fixture
                .store
                .read(move |conn| is_new_since_printed(conn, entry));
            assert!(is_new.await.unwrap(), "{entry}");
        }
        // An article printed after all of them leaves none.
        let later = |new: &mut clipsheet_store::NewArticle| new.printed_at = Millis(NOON.0 + 900);
        fixture.article("More rain", later).await;
        let none = fixture.store.read(list_new_since_printed).await.unwrap();
        assert_eq!(none, [0_i64; 0]);
    });
}

#[test]
fn a_set_of_changes_is_made_and_undone_as_a_whole() {
    on_both(|fixture| async move {
        let first = vec![
            write(None, None, "Harbour Board", Some("the Dredging Society")),
            write(None, None, "herring", Some("silver darling")),
        ];
        let (_, ids) = made(&change(&fixture, "the first two", first).await);
        let (board, herring) = (ids[0], ids[1]);

        let second = vec![
            write(Some(board), Some(1), "Harbour Board", Some("the Mud Club")),
            write(Some(herring), Some(1), "herring", None),
            write(None, None, "tide", Some("the wet")),
        ];
        let outcome = change(&fixture, "a wet week", second).await;
        let (id, touched) = made(&outcome);
        assert_eq!(touched.len(), 3);
        assert!(matches!(
            outcome,
            GlossaryChanged::Made {
                added: 1,
                changed: 1,
                dropped: 1,
                ..
            }
        ));

        made(&undo(&fixture, id).await);
        let after = bodies(&fixture).await;
        assert_eq!(
            after,
            [
                (board, 3, body("Harbour Board", "the Dredging Society")),
                (herring, 3, body("herring", "silver darling")),
            ],
            "both are as before under their own numbers, and no revision is used twice"
        );
        assert_eq!(
            undo(&fixture, id).await,
            GlossaryChanged::Nothing,
            "undone once"
        );
        let history = fixture
            .store
            .read(|conn| list_glossary_changes(conn, i64::MAX, 9));
        let history = history.await.unwrap();
        let notes: Vec<&str> = history.iter().map(|change| change.note.as_str()).collect();
        assert_eq!(notes, ["undone", "a wet week", "the first two"]);
        assert_eq!(history[0].undoes, Some(id));
        assert_eq!(history[1].undone_by, Some(history[0].id));
        let of_tide = fixture
            .store
            .read(move |conn| list_changes_of_entry(conn, touched[2], i64::MAX, 9));
        assert_eq!(of_tide.await.unwrap().len(), 2);
    });
}

#[test]
fn nothing_is_undone_over_a_later_change() {
    on_both(|fixture| async move {
        let both = vec![
            write(None, None, "gull", Some("rat with wings")),
            write(None, None, "rope", Some("line")),
        ];
        let (first, ids) = made(&change(&fixture, "birds", both).await);
        let later = vec![write(Some(ids[0]), Some(1), "gull", Some("critic"))];
        made(&change(&fixture, "kinder", later).await);
        let before = bodies(&fixture).await;
        assert_eq!(
            undo(&fixture, first).await,
            GlossaryChanged::Stale(vec![ids[0]])
        );
        assert_eq!(bodies(&fixture).await, before);
    });
}

#[test]
fn a_change_made_from_an_old_revision_changes_nothing() {
    on_both(|fixture| async move {
        let new = vec![write(None, None, "gull", Some("critic"))];
        let (_, ids) = made(&change(&fixture, "", new).await);
        let one = vec![write(Some(ids[0]), Some(1), "gull", Some("poet"))];
        made(&change(&fixture, "", one.clone()).await);
        let mut other = one;
        other[0].body = Some(body("gull", "painter"));
        other.push(write(None, None, "rope", Some("line")));
        assert_eq!(
            change(&fixture, "", other).await,
            GlossaryChanged::Stale(vec![ids[0]])
        );
        assert_eq!(bodies(&fixture).await, [(ids[0], 2, body("gull", "poet"))]);
        let same = vec![write(Some(ids[0]), Some(2), "gull", Some("poet"))];
        assert_eq!(change(&fixture, "", same).await, GlossaryChanged::Nothing);
    });
}

#[test]
fn replacing_all_is_one_change_with_its_serials() {
    on_both(|fixture| async move {
        let all = |words: &[(&str, &str)]| -> Vec<(String, String)> {
            let entry =
                |&(headword, word): &(&str, &str)| (headword.to_owned(), body(headword, word));
            words.iter().map(entry).collect()
        };
        let (one, two) = (
            all(&[("gull", "critic"), ("rope", "line")]),
            all(&[("gull", "critic"), ("tide", "the wet")]),
        );
        let lines = |text: &str| vec![("default".to_owned(), format!("[\"{text}\"]"))];
        let (before, after) = (lines("one"), lines("two"));
        let store = fixture.store.clone();
        let first = store.write(move |tx| replace_glossary(tx, by("a"), &one, &before, NOON));
        first.await.unwrap();
        let was = bodies(&fixture).await;
        let second = store.write(move |tx| replace_glossary(tx, by("b"), &two, &after, NOON));
        let (id, touched) = made(&second.await.unwrap());
        assert_eq!(touched.len(), 2, "the gull is as before");
        made(&undo(&fixture, id).await);
        let now = bodies(&fixture).await;
        assert_eq!(
            now.iter().map(|row| &row.2).collect::<Vec<_>>(),
            was.iter().map(|row| &row.2).collect::<Vec<_>>()
        );
        let serials = fixture.store.read(list_serials).await.unwrap();
        assert_eq!(serials, lines("one"));
    });
}

fn used(entry: i64, used_as: UsedAs, variant: i64) -> EntryUse {
    EntryUse {
        entry,
        used_as,
        variant,
    }
}

async fn counts(fixture: &Fixture) -> Vec<(EntryUse, i64)> {
    let counts = fixture.store.read(list_use_counts).await.unwrap();
    let mut counts: Vec<_> = counts.iter().map(|row| (row.used, row.articles)).collect();
    counts.sort();
    counts
}

#[test]
fn uses_are_counted_as_articles_are_printed_and_come_back_the_same() {
    on_both(|fixture| async move {
        let area = fixture.areas().await[0];
        let mut ids = Vec::new();
        for variant in [0, 0, 1] {
            let new = new_article("Gulls", area);
            let print = move |_, _: &Ledger| {
                let mut printed = printed();
                printed.entries = vec![
                    used(7, UsedAs::Aside, variant),
                    used(7, UsedAs::Substitution, 0),
                    used(9, UsedAs::Mention, 0),
                    // Of a glossary file, which has no numbers.
                    used(0, UsedAs::Aside, 0),
                ];
                printed
            };
            let id = fixture
                .store
                .write(move |tx| create_article(tx, &new, print));
            ids.push(id.await.unwrap());
        }
        let all = [
            (used(7, UsedAs::Substitution, 0), 3),
            (used(7, UsedAs::Aside, 0), 2),
            (used(7, UsedAs::Aside, 1), 1),
            (used(9, UsedAs::Mention, 0), 3),
        ];
        assert_eq!(counts(&fixture).await, all);
        let last = ids[2];
        let ledger = fixture
            .store
            .read(move |conn| read_ledger(conn, TODAY, last));
        let mut others = ledger.await.unwrap().used;
        others.sort();
        assert_eq!(
            others,
            [
                (used(7, UsedAs::Substitution, 0), 2),
                (used(7, UsedAs::Aside, 0), 2),
            ],
            "what the other articles of the edition have"
        );
        // Printed anew without the aside.
        let fewer = [used(7, UsedAs::Substitution, 0)];
        let changed = fixture
            .store
            .write(move |tx| set_entry_uses(tx, last, &fewer));
        changed.await.unwrap();
        let now = counts(&fixture).await;
        assert_eq!(
            now,
            [
                (used(7, UsedAs::Substitution, 0), 3),
                (used(7, UsedAs::Aside, 0), 2),
                (used(9, UsedAs::Mention, 0), 2),
            ]
        );
        fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
        assert_eq!(counts(&fixture).await, now);
        let where_printed = fixture
            .store
            .read(|conn| list_printed_in(conn, 9, ArticleId(i64::MAX), 9));
        let articles: Vec<_> = where_printed.await.unwrap();
        let articles: Vec<_> = articles.iter().map(|row| row.article).collect();
        assert_eq!(articles, [ids[1], ids[0]]);
    });
}

/// Articles and the latest edition of each use, as they are kept and as a recount has them.
async fn kept_and_recounted(fixture: &Fixture) -> Vec<(EntryUse, i64, Day)> {
    let rows = async || {
        let counts = fixture.store.read(list_use_counts).await.unwrap();
        let row = |one: &clipsheet_store::UseCount| (one.used, one.articles, one.last_on);
        let mut rows: Vec<_> = counts.iter().map(row).collect();
        rows.sort();
        rows
    };
    let kept = rows().await;
    fixture.store.write(|tx| recount(tx, NOON)).await.unwrap();
    assert_eq!(rows().await, kept, "a recount gives the same");
    kept
}

#[test]
fn what_is_taken_back_or_printed_anew_without_an_entry_is_not_counted() {
    on_both(|fixture| async move {
        let area = fixture.areas().await[0];
        let days = [Day(20_140_701), Day(20_140_702), Day(20_140_703)];
        let gull = used(7, UsedAs::Aside, 0);
        let serial = used(8, UsedAs::SerialLine, 0);
        let mut ids = Vec::new();
        for (line, day) in (0..).zip(days) {
            let mut new = new_article("Gulls", area);
            new.edition_on = day;
            let print = move |_, _: &Ledger| {
                let mut printed = printed();
                let lines = [line * 2, line * 2 + 1];
                printed.entries = lines.map(|line| used(8, UsedAs::SerialLine, line)).to_vec();
                printed.entries.push(gull);
                printed
            };
            let id = fixture
                .store
                .write(move |tx| create_article(tx, &new, print));
            ids.push(id.await.unwrap());
        }
        // Six lines in three articles are one row.
        let all = [(gull, 3, days[2]), (serial, 3, days[2])];
        assert_eq!(kept_and_recounted(&fixture).await, all);
        let set = async |id, is_printed| {
            let set = fixture
                .store
                .write(move |tx| set_printed(tx, id, is_printed, NOON));
            assert!(set.await.unwrap());
        };
        let print_anew = async |id, uses: Vec<EntryUse>| {
            let print = fixture
                .store
                .write(move |tx| set_print_record(tx, id, "{}", &uses, true, NOON));
            print.await.unwrap();
        };
        set(ids[2], false).await;
        let two = [(gull, 2, days[1]), (serial, 2, days[1])];
        assert_eq!(kept_and_recounted(&fixture).await, two);
        // What happens to it meanwhile counts when it comes back.
        print_anew(ids[2], vec![serial]).await;
        assert_eq!(kept_and_recounted(&fixture).await, two);
        set(ids[2], true).await;
        let back = [(gull, 2, days[1]), (serial, 3, days[2])];
        assert_eq!(kept_and_recounted(&fixture).await, back);
        print_anew(ids[1], vec![serial]).await;
        let fewer = [(gull, 1, days[0]), (serial, 3, days[2])];
        assert_eq!(kept_and_recounted(&fixture).await, fewer);
        print_anew(ids[0], Vec::new()).await;
        let none = [(serial, 2, days[2])];
        assert_eq!(kept_and_recounted(&fixture).await, none);
        // What a correction took out is kept until the entry does the like there again.
        let taken = gull.taken_by(12).expect("a note is taken out");
        assert_eq!(taken.taken_out(), Some((12, gull)));
        assert_eq!(serial.taken_by(12), None);
        print_anew(ids[0], vec![taken]).await;
        print_anew(ids[0], Vec::new()).await;
        let corrected = async |undoes| {
            let list = move |conn: &mut clipsheet_store::Conn| {
                list_articles_corrected(conn, 7, undoes, ArticleId(0), 9)
            };
            fixture.store.read(list).await.unwrap()
        };
        assert_eq!(corrected(Some(12)).await, [ids[0]]);
        assert_eq!(
            (corrected(None).await, corrected(Some(11)).await),
            (vec![], vec![])
        );
        let kept = [(taken, 1, days[0]), (serial, 2, days[2])];
        assert_eq!(kept_and_recounted(&fixture).await, kept);
        print_anew(ids[0], vec![used(7, UsedAs::Aside, 3)]).await;
        let again = [
            (used(7, UsedAs::Aside, 3), 1, days[0]),
            (serial, 2, days[2]),
        ];
        assert_eq!(kept_and_recounted(&fixture).await, again);
        assert_eq!(corrected(None).await, [ids[0]]);
    });
}

#[test]
fn the_first_edition_of_an_entry_is_that_of_what_is_in_print() {
    on_both(|fixture| async move {
        let area = fixture.areas().await[0];
        let mut ids = Vec::new();
        // The oldest edition only mentions it, and the next oldest was printed last.
        for (day, used_as, variant) in [
            (20_140_701, UsedAs::Mention, 0),
            (20_140_704, UsedAs::Aside, 0),
            (20_140_703, UsedAs::Aside, 1),
            (20_140_702, UsedAs::SerialLine, 0),
        ] {
            let mut new = new_article("Gulls", area);
            new.edition_on = Day(day);
            let print = move |_, _: &Ledger| PrintedText {
                entries: vec![used(7, used_as, variant)],
                ..printed()
            };
            let made = fixture
                .store
                .write(move |tx| create_article(tx, &new, print));
            ids.push(made.await.unwrap());
        }
        let first = async || {
            let first = fixture.store.read(|conn| find_first_printed(conn, 7));
            first.await.unwrap()
        };
        for (taken_back, earliest) in [(3, 20_140_702), (2, 20_140_703), (1, 20_140_704)] {
            assert_eq!(first().await, Some(Day(earliest)));
            let id = ids[taken_back];
            let back = fixture
                .store
                .write(move |tx| set_printed(tx, id, false, NOON));
            assert!(back.await.unwrap());
        }
        assert_eq!(first().await, None, "a mention is the source's own word");
    });
}

#[test]
fn a_job_is_one_nodes_at_a_time_and_goes_on_where_it_stood() {
    on_both(|fixture| async move {
        let store = fixture.store.clone();
        let new = NewGlossaryJob {
            kind: JobKind::Reprint,
            staff: None,
            who: "Pennick".into(),
            task: "{}".into(),
            total: 10,
        };
        let id = store
            .write(move |tx| create_job(tx, &new, NOON))
            .await
            .unwrap();
        let later = |ms: i64| Millis(NOON.0 + ms);
        let claim =
            |now: Millis, until: Millis| store.write(move |tx| claim_job(tx, id, now, until));
        assert!(claim(NOON, later(100)).await.unwrap());
        assert!(
            !claim(later(50), later(200)).await.unwrap(),
            "another has it"
        );
        assert!(
            claim(later(100), later(300)).await.unwrap(),
            "that one went silent"
        );

        let progress = JobProgress {
            done: 4,
            changed: 2,
            at: ArticleId(4),
            result: "so far".into(),
        };
        let advance = |progress: JobProgress, held: Millis| {
            store.write(move |tx| advance_job(tx, id, &progress, later(150), held, later(400)))
        };
        assert!(
            !advance(progress.clone(), later(100)).await.unwrap(),
            "the silent one speaks again, and its work is another's now"
        );
        assert!(advance(progress.clone(), later(300)).await.unwrap());
        let stop = store.write(move |tx| end_job(tx, id, JobState::Stopped, "", later(160)));
        assert!(stop.await.unwrap());
        assert!(
            !advance(progress, later(400)).await.unwrap(),
            "the work hears that it is stopped"
        );
        assert!(store.read(list_open_jobs).await.unwrap().is_empty());

        assert!(
            store
                .write(move |tx| resume_job(tx, id, later(170)))
                .await
                .unwrap()
        );
        let found = store
            .read(move |conn| find_job(conn, id))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (found.state, found.done, found.changed, found.at),
            (JobState::Waiting, 4, 2, ArticleId(4))
        );
        assert!(claim(later(180), later(300)).await.unwrap());
        let done = store.write(move |tx| end_job(tx, id, JobState::Done, "", later(190)));
        assert!(done.await.unwrap());
        let again = store.write(move |tx| resume_job(tx, id, later(200)));
        assert!(!again.await.unwrap(), "what is done is done");
    });
}

#[test]
fn lines_of_a_serial_that_are_printed_keep_their_places() {
    on_both(|fixture| async move {
        let change = async |lines: Option<&str>, from: Option<Option<&str>>| {
            let name = || "default".to_owned();
            let from = from.map(|from| vec![(name(), from.map(ToOwned::to_owned))]);
            let new = NewGlossaryChange {
                serials: vec![(name(), lines.map(ToOwned::to_owned))],
                serials_from: from.unwrap_or_default(),
                ..by("lines")
            };
            let made = fixture
                .store
                .write(move |tx| change_glossary(tx, &new, NOON));
            made.await.unwrap()
        };
        let print = async |headline: &str| {
            let new = new_article(headline, fixture.areas().await[0]);
            let print = |_, at: &Ledger| {
                let line = i64::try_from(at.serials["default"]).unwrap();
                let mut printed = printed();
                printed
                    .serial_lines
                    .push(("default".into(), line, format!("line {line}")));
                printed
            };
            let printed = fixture
                .store
                .write(move |tx| create_article(tx, &new, print));
            printed.await.unwrap();
        };
        let moved = GlossaryChanged::SerialsMoved(vec!["default".into()]);
        made(&change(Some(r#"["a","b","c"]"#), None).await);
        print("One").await;
        // The first is printed: it stays, and nothing comes before it.
        for lines in [
            Some(r#"["b","c"]"#),
            Some(r#"["x","a","b"]"#),
            Some("[]"),
            None,
        ] {
            assert_eq!(change(lines, None).await, moved, "{lines:?}");
        }
        let (other, _) = made(&change(Some(r#"["a","x","b"]"#), None).await);
        // Made from lines that stand no longer.
        let old = Some(Some(r#"["a","b","c"]"#));
        assert_eq!(change(Some(r#"["a","y"]"#), old).await, moved);
        assert_eq!(change(Some(r#"["a","y"]"#), Some(None)).await, moved);
        print("Two").await;
        // What put in a line that is printed by now is not undone.
        assert_eq!(undo(&fixture, other).await, moved);
        let now = Some(Some(r#"["a","x","b"]"#));
        let (last, _) = made(&change(Some(r#"["a","x","z"]"#), now).await);
        made(&undo(&fixture, last).await);
        let serials = fixture.store.read(list_serials).await.unwrap();
        assert_eq!(serials[0].1, r#"["a","x","b"]"#);
    });
}

/// On PostgreSQL by two nodes, of which each has a writer of its own.
#[test]
fn a_thousand_prints_and_unprints_at_once_leave_the_serial_without_gap_or_double() {
    on_both(|fixture| async move {
        let nodes = match fixture.url {
            DatabaseUrl::Sqlite(_) => vec![fixture.store.clone()],
            _ => vec![
                fixture.store.clone(),
                Store::open(&fixture.url, NOON).await.unwrap(),
            ],
        };
        let serials = vec![("default".to_owned(), "[]".to_owned())];
        let set = fixture
            .store
            .write(move |tx| replace_glossary(tx, by("a serial"), &[], &serials, NOON));
        set.await.unwrap();
        let area = fixture.areas().await[0];
        let mut waiting = Vec::new();
        for number in 0..1000_i64 {
            let store = nodes[usize::try_from(number).unwrap() % nodes.len()].clone();
            waiting.push(tokio::spawn(async move {
                let print = |_, at: &Ledger| {
                    let line = i64::try_from(at.serials["default"]).unwrap();
                    let mut printed = printed();
                    let text = format!("line {line}");
                    printed.serial_lines.push(("default".into(), line, text));
                    printed
                };
                let new = new_article(&format!("Story {number}"), area);
                // Every third write fails after it took its line: the line must be free again.
                let printed = store.write(move |tx| {
                    let id = create_article(tx, &new, print)?;
                    if number % 3 == 0 {
                        return Err(clipsheet_store::StoreError::Internal(
                            "the lamp fell".into(),
                        ));
                    }
                    Ok(id)
                });
                let Ok(id) = printed.await else { return };
                store
                    .write(move |tx| set_printed(tx, id, false, NOON))
                    .await
                    .unwrap();
                if number % 2 == 0 {
                    store
                        .write(move |tx| set_printed(tx, id, true, NOON))
                        .await
                        .unwrap();
                }
            }));
        }
        for task in waiting {
            task.await.unwrap();
        }
        let lines = fixture
            .store
            .read(|conn| list_serial_lines(conn, "default", i64::MAX, 2000));
        let lines = lines.await.unwrap();
        let numbers: Vec<i64> = lines.iter().map(|line| line.line_number).rev().collect();
        let printed = (0..1000).filter(|number| number % 3 != 0).count();
        assert_eq!(
            numbers,
            (0..i64::try_from(printed).unwrap()).collect::<Vec<_>>()
        );
        let mut articles: Vec<_> = lines.iter().map(|line| line.article).collect();
        articles.sort();
        articles.dedup();
        assert_eq!(articles.len(), printed, "no article has two lines");
    });
}

#[test]
fn no_entry_comes_back_under_a_number_that_never_was_one() {
    on_both(|fixture| async move {
        let back = |id: i64| vec![write(Some(id), Some(0), "gull", Some("bailiff"))];
        let last = i64::MAX;
        let refused = change(&fixture, "back", back(last)).await;
        assert_eq!(refused, GlossaryChanged::Unknown(last));
        // It would have been the last number there is.
        let new = vec![write(None, None, "gull", Some("bailiff"))];
        let (_, ids) = made(&change(&fixture, "new", new).await);
        let drop = vec![write(Some(ids[0]), Some(1), "gull", None)];
        let (dropped, _) = made(&change(&fixture, "enough", drop).await);
        made(&change(&fixture, "back", back(ids[0])).await);
        let since = fixture
            .store
            .read(move |conn| list_entries_since(conn, dropped));
        let since: Vec<i64> = since.await.unwrap().iter().map(|row| row.id).collect();
        assert_eq!(since, ids);
    });
}

#[test]
fn an_entry_that_is_not_there_is_not_found() {
    on_both(|fixture| async move {
        let found = fixture
            .store
            .read(|conn| find_entry(conn, 4))
            .await
            .unwrap();
        assert_eq!(found, None);
    });
}
