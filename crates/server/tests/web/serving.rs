//! Files, and answers for machines.

use crate::support::on_both_starters;

#[test]
fn machines_get_short_answers() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        for (path, body) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
            let reply = reader.ask(path).await;
            assert_eq!((reply.status, reply.text().as_str()), (200, body));
        }
        let robots = reader.ask("/robots.txt").await;
        assert_eq!(
            (robots.status, robots.header("content-type")),
            (200, "text/plain; charset=utf-8")
        );
        for line in ["User-agent: *", "Disallow: /desk/", "Disallow: /join/"] {
            assert!(robots.text().lines().any(|each| each == line), "{line}");
        }
    });
}

#[test]
fn assets_are_small_are_kept_for_ever_and_fetch_nothing() {
    on_both_starters(async |paper| {
        let mut reader = paper.reader();
        let dom = reader.read("/").await.dom();
        for (selector, attribute, media_type, most) in [
            (
                "link[rel=stylesheet]",
                "href",
                "text/css; charset=utf-8",
                20_000,
            ),
            ("script", "src", "text/javascript; charset=utf-8", 60_000),
            ("link[rel=icon]", "href", "image/svg+xml", 20_000),
        ] {
            let url = dom.select(selector).attr_or(attribute, "").to_string();
            let reply = reader.ask(&url).await;
            assert_eq!(
                (reply.status, reply.header("content-type")),
                (200, media_type),
                "{url}"
            );
            assert!(reply.header("cache-control").contains("immutable"));
            assert!(
                reply.body.len() < most,
                "{url} has {} bytes",
                reply.body.len()
            );
            let text = reply.text();
            assert!(
                !text.contains("url(http") && !text.contains("url(//") && !text.contains("@import"),
                "{url}"
            );
        }
        for path in [
            "/assets/",
            "/assets/style.css",
            "/assets/..%2fCargo.toml",
            "/media/",
            "/media/%2e%2e%2fclipsheet.db",
            "/starter/..%2fpaper.toml",
        ] {
            assert_eq!(reader.ask(path).await.status, 404, "{path}");
        }
    });
}
