//! Lists page by key, in a stable order, and lose or double nothing.

use crate::support::{HOUR, NOON, TODAY, new_article, on_both};
use clipsheet_store::{
    CommentId, Day, Key, Ledger, Millis, NewGlossaryChange, NewPicture, NewSource, Picture,
    create_article, ensure_source, find_article, find_article_by_url, find_neighbours,
    latest_edition, latest_spots_of_source, list_by_area, list_by_page, list_by_source,
    list_classics, list_comments_by_nic, list_days, list_edition, list_latest,
    list_latest_comments, list_leads, list_serial_lines, replace_glossary, save_areas,
    save_picture,
};

#[test]
fn a_list_goes_on_where_it_stopped_even_among_equal_times() {
    on_both(|fixture| async move {
        let mut made = Vec::new();
        for number in 0..25 {
            // Five articles share each instant.
            let at = Millis(NOON.0 + number / 5 * HOUR);
            made.push(
                fixture
                    .article(&format!("Story {number}"), |new| new.printed_at = at)
                    .await,
            );
        }
        made.reverse();
        let area = fixture.areas().await[0];
        let mut seen = Vec::new();
        let mut key = Key::NEWEST;
        loop {
            let part = fixture
                .store
                .read(move |conn| list_by_area(conn, area, key, 4))
                .await
                .unwrap();
            let Some(last) = part.last() else { break };
            key = Key {
                printed_at: last.printed_at,
                id: last.id,
            };
            seen.extend(part.iter().map(|line| line.id));
        }
        assert_eq!(seen, made);
        let by_page = fixture
            .store
            .read(|conn| list_by_page(conn, 1, Key::NEWEST, 100))
            .await
            .unwrap();
        assert_eq!(by_page.iter().map(|line| line.id).collect::<Vec<_>>(), made);
        assert!(
            fixture
                .store
                .read(|conn| list_by_page(conn, 2, Key::NEWEST, 100))
                .await
                .unwrap()
                .is_empty()
        );
        let latest = fixture
            .store
            .read(|conn| list_latest(conn, Key::NEWEST, 3))
            .await
            .unwrap();
        assert_eq!(
            latest.iter().map(|line| line.id).collect::<Vec<_>>(),
            made[..3]
        );
    });
}

#[test]
fn an_edition_has_one_lead_and_editions_know_their_neighbours() {
    on_both(|fixture| async move {
        for (day, headline) in [
            (TODAY.0 - 3, "Old"),
            (TODAY.0, "First"),
            (TODAY.0, "Second"),
        ] {
            fixture
                .article(headline, |new| {
                    new.edition_on = Day(day);
                    new.is_lead = true;
                    new.is_classic = headline == "Old";
                })
                .await;
        }
        fixture
            .store
            .read(|conn| {
                assert_eq!(latest_edition(conn)?, Some(TODAY));
                let leads: Vec<String> = list_edition(conn, TODAY)?
                    .into_iter()
                    .filter(|line| line.is_lead)
                    .map(|line| line.headline)
                    .collect();
                assert_eq!(leads, ["Second"]);
                let leads = list_leads(conn, Day(0), TODAY, 20)?;
                assert_eq!(leads.len(), 1);
                assert_eq!(leads[0].headline, "Old");
                assert_eq!(list_classics(conn, Key::NEWEST, 9)?.len(), 1);
                assert_eq!(
                    find_neighbours(conn, TODAY)?,
                    (Some(Day(TODAY.0 - 3)), None)
                );
                assert_eq!(
                    find_neighbours(conn, Day(TODAY.0 - 1))?,
                    (Some(Day(TODAY.0 - 3)), Some(TODAY))
                );
                assert_eq!(list_days(conn, Day(20_140_701), Day(20_140_801))?.len(), 2);
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn an_article_comes_back_as_it_was_given() {
    on_both(|fixture| async move {
        let new = NewSource {
            slug: "gull-point".into(),
            name: "Gull Point Gazette".into(),
            tag: "GAZETTE".into(),
            homepage: "https://gull-point.example/".into(),
        };
        let source = fixture
            .store
            .write(move |tx| ensure_source(tx, &new))
            .await
            .unwrap();
        let source_id = source.id;
        let html = "<p>Ünïcode ’quotes’ 🌊 and a tail </p>";
        let id = fixture
            .article("Rain", |new| {
                new.source = Some(source_id);
                new.url = Some("https://gull-point.example/rain".into());
                new.byline = Some("A. Tern".into());
                new.source_html = html.into();
                new.comments_close_at = Some(Millis(5));
            })
            .await;
        let found = fixture
            .store
            .read(move |conn| find_article(conn, id))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.text.source_html, html);
        assert_eq!(found.byline.as_deref(), Some("A. Tern"));
        assert_eq!(found.comments_close_at, Some(Millis(5)));
        assert_eq!(found.headline.source_tag.as_deref(), Some("GAZETTE"));
        let by_source = fixture
            .store
            .read(move |conn| list_by_source(conn, source_id, Key::NEWEST, 5))
            .await
            .unwrap();
        assert_eq!(by_source, [found.headline]);
        let area = fixture.areas().await[0];
        assert_eq!(
            fixture
                .store
                .read(move |conn| latest_spots_of_source(conn, source_id))
                .await
                .map(|spots| spots.into_iter().map(|spot| spot.area).collect::<Vec<_>>()),
            Ok(vec![area])
        );
    });
}

#[test]
fn comments_are_listed_across_the_paper_and_by_name() {
    on_both(|fixture| async move {
        let article = fixture.article("Rain", |_| ()).await;
        for number in 0..9 {
            let nic = if number % 3 == 0 { "Puffin" } else { "Gull" };
            fixture
                .comment(article, nic, &format!("Caw {number}"), None)
                .await
                .unwrap();
        }
        fixture
            .store
            .read(|conn| {
                let latest = list_latest_comments(conn, CommentId(i64::MAX), 4)?;
                let texts: Vec<&str> = latest
                    .iter()
                    .map(|line| line.comment.source.as_str())
                    .collect();
                assert_eq!(texts, ["Caw 8", "Caw 7", "Caw 6", "Caw 5"]);
                let older = list_latest_comments(conn, latest[3].comment.id, 100)?;
                assert_eq!(older.len(), 5);
                let puffin = list_comments_by_nic(conn, "Puffin", CommentId(i64::MAX), 100)?;
                assert_eq!(puffin.len(), 3);
                assert!(
                    puffin
                        .iter()
                        .all(|line| line.comment.nic == "Puffin" && line.slug == "rain")
                );
                Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn an_area_in_use_is_not_dropped() {
    on_both(|fixture| async move {
        fixture.article("Rain", |_| ()).await;
        let only_hill = vec![("hill".to_owned(), "Hill".to_owned())];
        let refused = fixture
            .store
            .write(move |tx| save_areas(tx, &only_hill, NOON))
            .await
            .unwrap();
        assert_eq!(refused.unwrap_err().in_use, "The Quay");
        let only_quay = vec![("quay".to_owned(), "Quayside".to_owned())];
        fixture
            .store
            .write(move |tx| save_areas(tx, &only_quay, NOON))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(fixture.areas().await.len(), 1);
    });
}

#[test]
fn serial_lines_are_used_once_and_in_order_by_many_printers_at_once() {
    on_both(|fixture| async move {
        let serials = vec![("default".to_owned(), "[\"one\",\"two\"]".to_owned())];
        fixture
            .store
            .write(move |tx| {
                replace_glossary(tx, NewGlossaryChange::default(), &[], &serials, NOON)
            })
            .await
            .unwrap();
        let area = fixture.areas().await[0];
        let mut waiting = Vec::new();
        for number in 0..40 {
            let store = fixture.store.clone();
            waiting.push(tokio::spawn(async move {
                store
                    .write(move |tx| {
                        create_article(
                            tx,
                            &new_article(&format!("Story {number}"), area),
                            |_, at: &Ledger| {
                                let mut printed = crate::support::printed();
                                let line = i64::try_from(at.serials["default"]).unwrap();
                                printed.serial_lines.push((
                                    "default".into(),
                                    line,
                                    format!("line {line}"),
                                ));
                                printed
                            },
                        )
                    })
                    .await
            }));
        }
        for task in waiting {
            task.await.unwrap().unwrap();
        }
        let lines = fixture
            .store
            .read(|conn| list_serial_lines(conn, "default", i64::MAX, 100))
            .await
            .unwrap();
        let numbers: Vec<i64> = lines.iter().map(|line| line.line_number).rev().collect();
        assert_eq!(numbers, (0..40).collect::<Vec<_>>());
    });
}

#[test]
fn addresses_of_any_length_are_taken_on_both_engines() {
    on_both(|fixture| async move {
        // Digits of a generator that no index can compress.
        let mut state = 7_u64;
        let mut noise = String::new();
        while noise.len() < 6000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            noise.push_str(&format!("{state:x}"));
        }
        let url = format!("https://gull-point.example/?signature={noise}");
        let long = url.clone();
        let id = fixture.article("Rain", |new| new.url = Some(long)).await;
        fixture
            .article("Drizzle", |new| new.url = Some(format!("{}x", &new.slug)))
            .await;
        let origin = url.clone();
        fixture
            .store
            .write(move |tx| {
                let picture = Picture {
                    hash: "ab".repeat(32),
                    media_type: "image/png".into(),
                    extension: "png".into(),
                    width: 1,
                    height: 1,
                };
                save_picture(
                    tx,
                    &NewPicture {
                        picture,
                        size_bytes: 1,
                        origin: Some(origin),
                    },
                    NOON,
                )
            })
            .await
            .unwrap();
        let found = fixture
            .store
            .read(move |conn| find_article_by_url(conn, &url))
            .await;
        assert_eq!(found, Ok(Some(id)));
    });
}
