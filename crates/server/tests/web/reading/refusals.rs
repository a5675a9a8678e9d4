//! Addresses that lead nowhere, or make no sense, are answered in words and with ways onward.

use crate::support::{Paper, on_both_starters};
use axum::body::Body;
use axum::http::Request;

#[test]
fn what_is_not_there_is_said_to_be_not_there() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        for path in [
            "/nowhere",
            "/edition/2014-02-30",
            "/edition/0000-00-00",
            "/edition/yesterday",
            "/edition/2014-07-07/page/100",
            "/edition/2014-07-07/page/0",
            "/edition/2014-07-07/page/-1",
            "/edition/2014-02-30/page/1",
            "/edition/2014-07-07?area=atlantis",
            "/article/0",
            "/article/-7/x",
            "/article/999999/rain",
            "/article/99999999999999999999",
            "/article/seven/rain",
            "/area/atlantis",
            "/source/atlantis",
            "/dossier/atlantis",
            "/nic/Nobody%20At%20All",
            // Days, months and years without an edition.
            "/edition/2014-01-01",
            "/edition/2044-07-07",
            "/edition/2014-01-01/page/1",
            "/edition/2014-01-01?area=harbour",
            "/archive/1066",
            "/archive/2044",
            "/archive/2014/01",
            "/archive/2044/07",
            "/archive/soon",
            "/archive/2014/13",
            "/archive/2014/july",
            "/media/x.png",
            "/media/..%2F..%2Fclipsheet.toml",
            "/assets/none.css",
            "/starter/none.svg",
            "/theme/style.css",
            "/area/atlantis/feed.xml",
            "/page/77/feed.json",
            "/dossier/atlantis/feed.xml",
            "/article/999999/feed.xml",
        ] {
            let reply = reader.refused(path, 404).await;
            assert!(
                reply.words("main .text").len() > 20,
                "{path}: {}",
                reply.words("main .text")
            );
        }
    });
}

#[test]
fn what_makes_no_sense_is_said_to_make_none() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let comments = reader.read("/comments").await;
        let comments = comments.dom();
        let nic = comments.select("main a[href^='/nic/']");
        let nic = nic.attr_or("href", "").to_string();
        for path in [
            "/area/harbour?before=soon",
            "/area/harbour?before=1-x",
            "/comments?before=soon",
            "/article/1/x?before=soon",
            "/article/1/x?after=99999999999999999999",
            "/article/1/x?mode=plain&mode=today",
            "/serial?upto=soon",
            "/edition/2014-07-07/page/one",
            "/page/one/feed.xml",
            "/article/one/feed.json",
        ] {
            let reply = reader.ask(path).await;
            assert!(
                matches!(reply.status, 400 | 404),
                "{path}: {}",
                reply.status
            );
            let reply = reader.refused(path, reply.status).await;
            let words = reply.words("main .text");
            assert!(
                words.len() > 20 && !words.to_lowercase().contains("deserialize"),
                "{path}: {words}"
            );
        }
        // What is merely unusual is put right without a word.
        for path in [
            "/?order=sideways",
            "/?unknown=1",
            "/serial?upto=-1",
            "/serial?upto=999999999",
        ] {
            reader.read(path).await;
        }
        // A list that cannot go on there begins anew, and no page is kept for that.
        for (path, start) in [
            ("/comments?before=-4", "/comments"),
            ("/comments?before=1", "/comments"),
            ("/comments?before=999999999", "/comments"),
            ("/nic/Pic?before=-4", "/nic/Pic"),
            ("/area/harbour?before=0-0", "/area/harbour"),
            ("/area/harbour?before=1404748920000-77", "/area/harbour"),
            ("/area/harbour?before=9999999999999-1", "/area/harbour"),
            ("/classics?before=-7-7", "/classics"),
            ("/serial?upto=99999", "/serial"),
        ] {
            let start = match start {
                "/nic/Pic" => &nic,
                start => start,
            };
            let path = path.replace("/nic/Pic", start);
            for _ in 0..2 {
                let reply = reader.ask(&path).await;
                assert_eq!((reply.status, reply.location()), (301, start), "{path}");
            }
        }
        // PostgreSQL takes no NUL; no reader shall notice.
        for path in [
            "/nic/a%00b",
            "/dossier/%00",
            "/source/a%00",
            "/area/a%00",
            "/area/%00/feed.xml",
            "/dossier/%00/feed.xml",
        ] {
            reader.refused(path, 404).await;
        }
        reader.refused("/?area=%00", 404).await;
        for path in ["/article/%FF/x", "/nic/%FF"] {
            let status = reader.ask(path).await.status;
            assert!(matches!(status, 400 | 404), "{path}: {status}");
            reader.refused(path, status).await;
        }
    });
}

#[test]
fn old_and_short_addresses_lead_to_the_full_one() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let front = reader.read("/").await;
        let url = front
            .dom()
            .select("table th[scope=row] > a")
            .first()
            .attr_or("href", "")
            .to_string();
        let id = Paper::id_of(&url);
        for (path, to) in [
            (format!("/article/{id}"), url.clone()),
            (format!("/article/{id}/comments"), url.clone()),
            (format!("/article/{id}/a-wrong-slug"), url.clone()),
            (
                format!("/article/{id}/x?mode=plain"),
                format!("{url}?mode=plain"),
            ),
            (
                format!("/article/{id}/x?order=oldest&after=2"),
                format!("{url}?order=oldest&after=2"),
            ),
        ] {
            let reply = reader.ask(&path).await;
            assert_eq!(
                (reply.status, reply.location()),
                (301, to.as_str()),
                "{path}"
            );
        }
    });
}

#[test]
fn the_wrong_method_harms_nothing() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        for path in [
            "/",
            "/archive",
            "/comments",
            "/article/1/x",
            "/feed.xml",
            "/robots.txt",
            "/healthz",
        ] {
            for method in ["POST", "PUT", "DELETE", "PATCH"] {
                let request = Request::builder()
                    .method(method)
                    .uri(path)
                    .body(Body::from("x=1"))
                    .unwrap();
                let reply = reader.send(request).await;
                assert_eq!(reply.status, 405, "{method} {path}");
                assert!(reply.header("allow").contains("GET"), "{method} {path}");
                assert!(
                    reply.text().contains("/archive"),
                    "{method} {path}: no way onward"
                );
            }
        }
        let head = Request::head("/").body(Body::empty()).unwrap();
        let reply = reader.send(head).await;
        assert_eq!((reply.status, reply.body.len()), (200, 0));
    });
}
