//! One page for all, with holes for each.

use crate::support::{on_both, on_both_starters};

#[test]
fn packed_or_not_the_page_is_the_same() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let article = reader.ask("/article/1").await.location().to_owned();
        for path in [
            "/",
            &article,
            &format!("{article}?mode=plain"),
            "/archive",
            "/comments",
            "/serial",
            "/area/harbour",
            "/feed.xml",
            "/feed.json",
        ] {
            let plain = reader.ask(path).await;
            let packed = reader
                .ask_with(path, &[("accept-encoding", "gzip, br")])
                .await;
            assert_eq!(
                (
                    plain.header("content-encoding"),
                    packed.header("content-encoding")
                ),
                ("", "gzip"),
                "{path}"
            );
            assert!(
                plain.header("vary").contains("accept-encoding")
                    && packed.header("vary").contains("accept-encoding")
            );
            assert_eq!(plain.text(), packed.text(), "{path}");
            assert!(
                packed.body.len() * 3 < plain.body.len() * 2,
                "{path}: {} of {}",
                packed.body.len(),
                plain.body.len()
            );
        }
    });
}

#[test]
fn the_known_reader_is_greeted_and_the_stranger_never_sees_it() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let (mut stranger, mut gull, mut tern) = (
            paper.reader(),
            paper.reader().at("192.0.2.8"),
            paper.reader().at("192.0.2.9"),
        );
        for (reader, nic) in [
            (&mut gull, "Gull & <Chips>"),
            (&mut tern, "Arctic \"Tern\""),
        ] {
            let form = reader
                .form(&url)
                .await
                .with("nic", nic)
                .with("email", "me@pier.example")
                .with("text", "Keow.");
            paper.clock.advance(5_000);
            assert_eq!(reader.press(&form, "post").await.status, 303);
        }
        let encodings: [&[(&str, &str)]; 2] = [&[], &[("accept-encoding", "gzip")]];
        for round in 0..6 {
            let headers = encodings[round % 2];
            for (reader, nic) in [
                (&mut gull, "Gull & <Chips>"),
                (&mut stranger, ""),
                (&mut tern, "Arctic \"Tern\""),
            ] {
                for path in [url.as_str(), "/", "/archive"] {
                    let reply = reader.ask_with(path, headers).await;
                    let greeting = reply.words(".greeting");
                    if nic.is_empty() {
                        assert!(!greeting.contains("commented"), "{path}: {greeting}");
                        assert!(!reply.text().contains("me@pier.example"), "{path}");
                    } else {
                        assert!(
                            greeting.contains(nic)
                                && greeting.contains("You have commented once on The Clipsheet."),
                            "{greeting}"
                        );
                    }
                    assert!(
                        reply.header("cache-control").contains("private")
                            && reply.header("vary").contains("cookie")
                    );
                    if path == url {
                        let dom = reply.dom();
                        assert_eq!(&*dom.select("#f-nic").attr_or("value", "-"), nic);
                        assert_eq!(
                            &*dom.select("#f-email").attr_or("value", "-"),
                            if nic.is_empty() {
                                ""
                            } else {
                                "me@pier.example"
                            }
                        );
                        assert_eq!(dom.select("#f-nic").length(), 1);
                    }
                }
            }
        }
        // A cookie that nobody here signed, or that names nobody, is a stranger's.
        let signed = gull.cookies["commenter"].clone();
        for forged in [
            signed.replace("1.", "2."),
            "1.00000000000000000000000000000000".into(),
            "x".into(),
            String::new(),
        ] {
            if forged == signed {
                continue;
            }
            stranger.cookies.insert("commenter".into(), forged);
            assert!(
                !stranger
                    .read(&url)
                    .await
                    .words(".greeting")
                    .contains("commented")
            );
        }
    });
}

#[test]
fn a_cookie_of_another_paper_names_nobody() {
    on_both(async |paper| {
        let url = paper.print_story().await;
        let mut reader = paper.reader();
        reader.say(&url, "Gull", "Keow.").await;
        // The commenter's row is known by number alone: only the signature tells papers apart.
        let cookie = reader.cookies["commenter"].clone();
        let (number, _) = cookie.split_once('.').unwrap();
        let other = clipsheet_server::secrets::Secrets::derive("another paper");
        reader.cookies.insert(
            "commenter".into(),
            other.sign(clipsheet_server::secrets::Purpose::Cookie, number),
        );
        assert!(
            !reader
                .read(&url)
                .await
                .words(".greeting")
                .contains("commented")
        );
    });
}
