//! Fetching from small servers of our own.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// A server on a loopback port that answers each request by its path.
pub(super) async fn serve(
    answer: impl Fn(&str, SocketAddr) -> Vec<u8> + Send + Sync + 'static,
) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let answer = Arc::new(answer);
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let head = read_head(&mut stream).await;
                let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                if path == "/slow" {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99\r\n\r\n<p>").await;
                    tokio::time::sleep(Duration::from_secs(30)).await;
                }
                let reply = if path == "/echo" {
                    html(&head)
                } else {
                    answer(&path, address)
                };
                let _ = stream.write_all(&reply).await;
            });
        }
    });
    address
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut buffer = [0; 1024];
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(length) => head.extend_from_slice(&buffer[..length]),
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

pub(super) fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut reply = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    reply.extend_from_slice(body);
    reply
}

pub(super) fn html(body: &str) -> Vec<u8> {
    reply(
        "200 OK",
        "content-type: text/html; charset=utf-8\r\n",
        body.as_bytes(),
    )
}

fn redirect(to: &str) -> Vec<u8> {
    reply("302 Found", &format!("location: {to}\r\n"), b"")
}

pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Loopback is allowed and nothing else that is private; limits are small.
pub(super) fn policy() -> FetchPolicy {
    FetchPolicy {
        allow: vec!["127.0.0.1".parse().unwrap()],
        max_page_bytes: 100_000,
        total_timeout: Duration::from_secs(5),
        ..FetchPolicy::for_site("https://paper.example")
    }
}

async fn get(policy: FetchPolicy, url: &str) -> Result<Fetched, FetchError> {
    let url = Url::parse(url).unwrap();
    Fetcher::new(policy)
        .unwrap()
        .get(&url, FetchKind::Page)
        .await
}

#[tokio::test]
async fn a_page_is_fetched_through_redirects() {
    let server = serve(|path, _| match path {
        "/old" => redirect("/new?x=1"),
        "/new?x=1" => html("<p>Ahoi</p>"),
        _ => reply("404 Not Found", "", b""),
    })
    .await;
    let fetched = get(policy(), &format!("http://{server}/old"))
        .await
        .unwrap();
    assert_eq!(fetched.body, b"<p>Ahoi</p>");
    assert_eq!(fetched.url.as_str(), format!("http://{server}/new?x=1"));
    assert_eq!(
        fetched.content_type.as_deref(),
        Some("text/html; charset=utf-8")
    );

    let error = get(policy(), &format!("http://{server}/gone"))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("404"), "{error}");
}

#[tokio::test]
async fn we_say_who_we_are() {
    let server = serve(|_, _| html("")).await;
    let fetched = get(policy(), &format!("http://{server}/echo"))
        .await
        .unwrap();
    let head = String::from_utf8(fetched.body).unwrap().to_lowercase();
    let expected = format!(
        "user-agent: clipsheet/{} (+https://paper.example)",
        env!("CARGO_PKG_VERSION")
    );
    assert!(head.contains(&expected), "{head}");
    assert!(
        !head.contains("cookie") && !head.contains("referer"),
        "{head}"
    );
}

#[tokio::test]
async fn addresses_inside_the_house_are_refused_before_connecting() {
    let server = serve(|_, _| html("secret")).await;
    let closed = FetchPolicy::for_site("https://paper.example");
    for url in [
        format!("http://{server}/"),
        format!("http://localhost:{}/", server.port()),
        format!("http://[::ffff:127.0.0.1]:{}/", server.port()),
        format!("http://2130706433:{}/", server.port()),
        format!("http://0x7f.1:{}/", server.port()),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "http://[::1]/".to_owned(),
        "http://10.0.0.1/".to_owned(),
    ] {
        let error = get(closed.clone(), &url).await.unwrap_err();
        assert!(
            matches!(error, FetchError::Refused { .. }),
            "{url}: {error}"
        );
    }
}

#[tokio::test]
async fn a_name_may_resolve_to_an_allowed_address() {
    let server = serve(|_, _| html("<p>intranet</p>")).await;
    let fetched = get(policy(), &format!("http://localhost:{}/", server.port()))
        .await
        .unwrap();
    assert_eq!(fetched.body, b"<p>intranet</p>");
}

#[tokio::test]
async fn a_redirect_into_the_house_is_refused() {
    let server = serve(|path, here| match path {
        "/literal" => redirect("http://10.0.0.1/"),
        "/mapped" => redirect("http://[::ffff:10.0.0.1]/"),
        "/metadata" => redirect("//169.254.169.254/"),
        "/port" => redirect(&format!("http://{}:25/", here.ip())),
        "/file" => redirect("file:///etc/passwd"),
        _ => redirect("http://["),
    })
    .await;
    for path in ["literal", "mapped", "metadata"] {
        let error = get(policy(), &format!("http://{server}/{path}"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, FetchError::Refused { .. }),
            "{path}: {error}"
        );
    }
    for path in ["port", "file", "broken"] {
        let error = get(policy(), &format!("http://{server}/{path}"))
            .await
            .unwrap_err();
        assert!(
            matches!(error, FetchError::BadAddress { .. }),
            "{path}: {error}"
        );
    }
    // The name passes no better than the address: only 127.0.0.2 is allowed here, and localhost is 127.0.0.1.
    let elsewhere = FetchPolicy {
        allow: vec!["127.0.0.2".parse().unwrap()],
        ..policy()
    };
    let error = get(elsewhere, &format!("http://localhost:{}/", server.port()))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::Refused { .. }), "{error}");
}

#[tokio::test]
async fn circles_end() {
    let server = serve(|_, _| redirect("/again")).await;
    let error = get(policy(), &format!("http://{server}/"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, FetchError::TooManyRedirects { limit: 5, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let server = serve(|_, _| html("")).await;
    let hasty = FetchPolicy {
        total_timeout: Duration::from_millis(300),
        ..policy()
    };
    let error = get(hasty, &format!("http://{server}/slow"))
        .await
        .unwrap_err();
    assert!(matches!(error, FetchError::TooSlow { .. }), "{error}");
    assert!(error.to_string().contains("0.3 seconds"), "{error}");
}

#[tokio::test]
async fn huge_bodies_are_stopped_packed_or_not() {
    let server = serve(|path, _| {
        let headers = "content-type: text/html\r\ncontent-encoding: gzip\r\n";
        match path {
            "/small" => reply("200 OK", headers, &gzip(b"<p>Ahoi</p>")),
            "/bomb" => reply("200 OK", headers, &gzip(&vec![b' '; 50_000_000])),
            "/endless" => [
                b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n".to_vec(),
                vec![b'a'; 200_000],
            ]
            .concat(),
            _ => html(&"a".repeat(100_001)),
        }
    })
    .await;
    let small = get(policy(), &format!("http://{server}/small"))
        .await
        .unwrap();
    assert_eq!(small.body, b"<p>Ahoi</p>");
    for path in ["bomb", "endless", "stated"] {
        let error = get(policy(), &format!("http://{server}/{path}"))
            .await
            .unwrap_err();
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
}

#[tokio::test]
async fn the_wrong_kind_is_refused() {
    let server = serve(|path, _| match path {
        "/pdf" => reply("200 OK", "content-type: application/pdf\r\n", b"%PDF-1.7"),
        "/svg" => reply("200 OK", "content-type: image/svg+xml\r\n", b"<svg/>"),
        _ => reply("200 OK", "content-type: image/png\r\n", b"\x89PNG"),
    })
    .await;
    let error = get(policy(), &format!("http://{server}/pdf"))
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("“application/pdf” instead of a web page"),
        "{error}"
    );
    let fetcher = Fetcher::new(policy()).unwrap();
    let picture = Url::parse(&format!("http://{server}/png")).unwrap();
    assert!(fetcher.get(&picture, FetchKind::Picture).await.is_ok());
    let drawing = Url::parse(&format!("http://{server}/svg")).unwrap();
    let error = fetcher.get(&drawing, FetchKind::Picture).await.unwrap_err();
    assert!(matches!(error, FetchError::WrongType { .. }), "{error}");
}

#[tokio::test]
async fn unfetchable_addresses_are_explained() {
    for (url, word) in [
        ("ftp://pier.example/", "http://"),
        ("https://ada:gull@pier.example/", "password"),
        ("http://pier.example:22/", "port"),
        ("data:text/html,x", "http://"),
    ] {
        let error = get(policy(), url).await.unwrap_err();
        assert!(error.to_string().contains(word), "{error}");
    }
    let error = get(policy(), "http://127.0.0.1:1025/").await.unwrap_err();
    assert!(matches!(error, FetchError::Unreachable { .. }), "{error}");
}
