//! Feeds from small servers of our own.

use std::time::Duration;

use super::tests::{gzip, html, policy, reply, serve};
use super::*;

async fn ask(url: &str, validators: &Validators) -> Result<FeedAnswer, FetchError> {
    let policy = FetchPolicy {
        max_feed_bytes: 100_000,
        ..policy()
    };
    let url = Url::parse(url).unwrap();
    Fetcher::new(policy)
        .unwrap()
        .get_feed(&url, validators)
        .await
}

fn feed(headers: &str, body: &[u8]) -> Vec<u8> {
    reply(
        "200 OK",
        &format!("content-type: application/rss+xml\r\n{headers}"),
        body,
    )
}

fn moved(status: &str, to: &str) -> Vec<u8> {
    reply(status, &format!("location: {to}\r\n"), b"")
}

#[tokio::test]
async fn a_feed_comes_with_all_that_its_server_says() {
    let server = serve(|_, _| {
        feed(
            "etag: W/\"tide-7\"\r\nlast-modified: Mon, 07 Jul 2014 17:02:03 GMT\r\ncache-control: public, Max-Age=\"900\"\r\n",
            b"<rss/>",
        )
    })
    .await;
    let answer = ask(&format!("http://{server}/feed"), &Validators::default())
        .await
        .unwrap();
    let FeedOutcome::Fetched {
        content_type,
        body,
        cut,
    } = &answer.outcome
    else {
        panic!("{answer:?}");
    };
    assert_eq!((body.as_slice(), *cut), (b"<rss/>".as_slice(), false));
    assert_eq!(content_type.as_deref(), Some("application/rss+xml"));
    assert_eq!(answer.validators.etag.as_deref(), Some("W/\"tide-7\""));
    assert_eq!(
        answer.validators.last_modified.as_deref(),
        Some("Mon, 07 Jul 2014 17:02:03 GMT")
    );
    assert_eq!(answer.max_age, Some(Duration::from_secs(900)));
    assert_eq!(
        (
            answer.moved_to.as_ref(),
            answer.retry_after,
            answer.trouble()
        ),
        (None, None, None)
    );
}

#[tokio::test]
async fn validators_are_sent_and_kept_when_nothing_changed() {
    let server = serve(|path, _| match path {
        "/new-tag" => reply("304 Not Modified", "etag: \"8\"\r\n", b""),
        _ => reply("304 Not Modified", "", b""),
    })
    .await;
    let known = Validators {
        etag: Some("\"7\"".to_owned()),
        last_modified: Some("Mon, 07 Jul 2014 17:02:03 GMT".to_owned()),
    };
    let answer = ask(&format!("http://{server}/"), &known).await.unwrap();
    assert_eq!(
        (&answer.outcome, &answer.validators),
        (&FeedOutcome::NotModified, &known)
    );
    let answer = ask(&format!("http://{server}/new-tag"), &known)
        .await
        .unwrap();
    assert_eq!(answer.validators.etag.as_deref(), Some("\"8\""));

    // The server's `/echo` gives back what it was asked.
    let answer = ask(&format!("http://{server}/echo"), &known).await.unwrap();
    let FeedOutcome::Fetched { body, .. } = answer.outcome else {
        panic!("no echo");
    };
    let head = String::from_utf8(body).unwrap().to_lowercase();
    for line in [
        "if-none-match: \"7\"",
        "if-modified-since: mon, 07 jul 2014 17:02:03 gmt",
        "application/atom+xml",
    ] {
        assert!(head.contains(line), "{head}");
    }
    let unusable = Validators {
        etag: Some("\"7\"\r\nx-evil: 1".to_owned()),
        last_modified: None,
    };
    let answer = ask(&format!("http://{server}/echo"), &unusable)
        .await
        .unwrap();
    let FeedOutcome::Fetched { body, .. } = answer.outcome else {
        panic!("no echo");
    };
    assert!(!String::from_utf8(body).unwrap().contains("evil"));
}

#[tokio::test]
async fn only_redirects_for_good_change_the_address() {
    let server = serve(|path, _| match path {
        "/old" => moved("301 Moved Permanently", "/older"),
        "/older" => moved("308 Permanent Redirect", "/feed"),
        "/half" => moved("301 Moved Permanently", "/today"),
        "/today" => moved("302 Found", "/cdn"),
        "/later" => moved("307 Temporary Redirect", "/old"),
        "/dead" => moved("301 Moved Permanently", "/nothing"),
        "/nothing" => reply("404 Not Found", "", b""),
        _ => feed("", b"<rss/>"),
    })
    .await;
    let url = |path: &str| format!("http://{server}{path}");
    for (from, to, end) in [
        ("/old", Some("/feed"), "/feed"),
        ("/half", Some("/today"), "/cdn"),
        ("/later", None, "/feed"),
        ("/dead", None, "/nothing"),
    ] {
        let answer = ask(&url(from), &Validators::default()).await.unwrap();
        let moved_to = answer.moved_to.map(String::from);
        assert_eq!(
            (moved_to, answer.url.as_str()),
            (to.map(url), url(end).as_str()),
            "{from}"
        );
    }
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let server = serve(|path, _| match path {
        "/gone" => reply("410 Gone", "", b""),
        "/many" => reply(
            "429 Too Many Requests",
            "retry-after: 120\r\netag: \"error\"\r\n",
            b"",
        ),
        "/down" => reply(
            "503 Service Unavailable",
            "retry-after: Mon, 07 Jul 2014 17:02:03 GMT\r\n",
            b"",
        ),
        "/broken" => reply("500 Internal Server Error", "", b"oops"),
        "/secret" => reply("403 Forbidden", "", b""),
        _ => reply("404 Not Found", "", b""),
    })
    .await;
    let at = "2014-07-07T17:02:03Z".parse().unwrap();
    for (path, outcome, retry_after, word) in [
        ("/gone", FeedOutcome::Gone, None, "for good"),
        (
            "/many",
            FeedOutcome::Later,
            Some(RetryAfter::After(Duration::from_secs(120))),
            "fewer",
        ),
        ("/down", FeedOutcome::Later, Some(RetryAfter::At(at)), "503"),
        ("/broken", FeedOutcome::Later, None, "later"),
        ("/secret", FeedOutcome::Refused, None, "does not let us"),
        ("/none", FeedOutcome::Refused, None, "check it"),
    ] {
        let answer = ask(&format!("http://{server}{path}"), &Validators::default())
            .await
            .unwrap();
        assert_eq!(
            (&answer.outcome, answer.retry_after),
            (&outcome, retry_after),
            "{path}"
        );
        assert_eq!(answer.validators, Validators::default(), "{path}");
        let words = answer.trouble().unwrap();
        assert!(
            words.contains(word) && words.contains("127.0.0.1"),
            "{words}"
        );
    }
    let before = "2014-07-07T17:02:00Z".parse().unwrap();
    assert_eq!(RetryAfter::At(at).from(before), Duration::from_secs(3));
    assert_eq!(RetryAfter::At(before).from(at), Duration::ZERO);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_kept_without_validators() {
    let server = serve(|path, _| match path {
        "/cut" => {
            b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\netag: \"7\"\r\n\r\n<rss><channel>".to_vec()
        }
        "/cut-gzip" => {
            let long: String = (0..5_000).map(|n| format!("<rss>{n}</rss>")).collect();
            let packed = gzip(long.as_bytes());
            feed(
                "content-encoding: gzip\r\netag: \"7\"\r\n",
                &packed[..packed.len() / 2],
            )
        }
        _ => b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n".to_vec(),
    })
    .await;
    for path in ["/cut", "/cut-gzip"] {
        let answer = ask(&format!("http://{server}{path}"), &Validators::default())
            .await
            .unwrap();
        let FeedOutcome::Fetched {
            body, cut: true, ..
        } = &answer.outcome
        else {
            panic!("{path}: {answer:?}");
        };
        assert!(body.starts_with(b"<rss>"), "{path}");
        assert_eq!(answer.validators, Validators::default());
        assert!(answer.trouble().unwrap().contains("broke"));
    }
    let error = ask(&format!("http://{server}/nothing"), &Validators::default())
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
}

#[tokio::test]
async fn the_limits_hold_for_feeds() {
    let server = serve(|path, _| match path {
        "/bomb" => feed("content-encoding: gzip\r\n", &gzip(&vec![b' '; 50_000_000])),
        "/large" => feed("", &vec![b' '; 100_001]),
        "/picture" => reply("200 OK", "content-type: image/png\r\n", b"\x89PNG"),
        "/inside" => moved("301 Moved Permanently", "http://10.0.0.1/"),
        "/page" => html("<p>a page</p>"),
        _ => moved("301 Moved Permanently", "/round"),
    })
    .await;
    let error = |path: &'static str| async move {
        ask(&format!("http://{server}{path}"), &Validators::default())
            .await
            .unwrap_err()
    };
    for path in ["/bomb", "/large"] {
        let error = error(path).await;
        assert!(
            matches!(
                error,
                FetchError::TooLarge {
                    limit_bytes: 100_000,
                    ..
                }
            ),
            "{path}: {error}"
        );
    }
    assert!(
        error("/picture")
            .await
            .to_string()
            .contains("instead of a feed")
    );
    assert!(matches!(error("/inside").await, FetchError::Refused { .. }));
    assert!(matches!(
        error("/round").await,
        FetchError::TooManyRedirects { .. }
    ));
    // Some feeds are sent as HTML: what it is shows when it is read.
    assert!(
        ask(&format!("http://{server}/page"), &Validators::default())
            .await
            .is_ok()
    );
}
