//! A small HTTP client for tests: what goes over the wire is what the test says, and nothing is
//! followed, decoded or remembered behind its back.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A server under test that takes longer has failed.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// A request to be sent. Plain `http://` only.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What came back, just as it came (only a chunked body is put together).
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code, such as 200.
    pub status: u16,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The body: still compressed if the request asked for that.
    pub body: Vec<u8>,
}

/// Sends a GET.
///
/// # Panics
/// When there is no answer, or one that is not HTTP.
#[track_caller]
pub fn get(url: &str) -> Response {
    expect_answer(Request::new("GET", url))
}

/// Sends a form as a browser does, as `application/x-www-form-urlencoded`.
///
/// # Panics
/// When there is no answer, or one that is not HTTP.
#[track_caller]
pub fn post_form(url: &str, fields: &[(&str, &str)]) -> Response {
    expect_answer(Request::new("POST", url).form(fields))
}

#[track_caller]
fn expect_answer(request: Request) -> Response {
    match request.send() {
        Ok(response) => response,
        Err(error) => panic!("{} {}: {error}", request.method, request.url),
    }
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Adds a header. `host`, `connection` and `content-length` are there already.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds cookies, each `name=value`, in one header.
    #[must_use]
    pub fn cookies<S: AsRef<str>>(self, cookies: &[S]) -> Self {
        if cookies.is_empty() {
            return self;
        }
        let pairs: Vec<&str> = cookies.iter().map(AsRef::as_ref).collect();
        self.header("cookie", &pairs.join("; "))
    }

    /// Gives it a body of this type.
    #[must_use]
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    /// Gives it a form's fields as its body.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        self.body("application/x-www-form-urlencoded", encode_form(fields))
    }

    /// Sends it on a connection of its own and reads the whole answer.
    ///
    /// # Errors
    /// When the server cannot be reached, breaks off, says nothing for a minute, or does not
    /// speak HTTP/1.
    pub fn send(&self) -> io::Result<Response> {
        let (authority, path) = split_url(&self.url)?;
        let mut head = format!(
            "{} {path} HTTP/1.1\r\nhost: {authority}\r\nconnection: close\r\n",
            self.method
        );
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if !self.body.is_empty() || self.method == "POST" {
            let _ = write!(head, "content-length: {}\r\n", self.body.len());
        }
        head.push_str("\r\n");
        let mut stream = connect(authority)?;
        // One write: a server may answer and close before it has seen a second one.
        stream.write_all(&[head.as_bytes(), &self.body].concat())?;
        read_response(&mut BufReader::new(stream), self.method == "HEAD")
    }
}

impl Response {
    /// The first header of this name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(each, _)| each == name)
            .map(|(_, value)| value.as_str())
    }

    /// All headers of this name (in lower case).
    pub fn all_headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(each, _)| each == name)
            .map(|(_, value)| value.as_str())
    }

    /// The cookies that it sets, as `name=value`, ready for [`Request::cookies`].
    pub fn cookies(&self) -> Vec<String> {
        self.all_headers("set-cookie")
            .filter_map(|header| header.split(';').next())
            .map(|pair| pair.trim().to_owned())
            .collect()
    }

    /// The body as text; what is not UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends bytes as they are and reads until the server closes: for requests that are not right.
///
/// # Errors
/// When the server cannot be reached, or says nothing for a minute.
pub fn raw(authority: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = connect(authority)?;
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Fields as `application/x-www-form-urlencoded`
/// ([URL Standard](https://url.spec.whatwg.org/#urlencoded-serializing)).
pub fn encode_form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'*' | b'-' | b'.' | b'_' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Host and port, and the path with its query.
fn split_url(url: &str) -> io::Result<(&str, &str)> {
    let rest = url
        .strip_prefix("http://")
        .ok_or_else(|| invalid(format!("not a plain http:// URL: {url}")))?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let end = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    Ok((authority, if path.is_empty() { "/" } else { path }))
}

fn connect(authority: &str) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(authority)?;
    stream.set_read_timeout(Some(TIME_LIMIT))?;
    stream.set_write_timeout(Some(TIME_LIMIT))?;
    Ok(stream)
}

fn read_response(stream: &mut impl BufRead, is_head: bool) -> io::Result<Response> {
    let status_line = read_line(stream)?;
    let status = status_line
        .strip_prefix("HTTP/1.")
        .and_then(|rest| rest.split(' ').nth(1))
        .and_then(|code| code.parse().ok())
        .ok_or_else(|| invalid(format!("not an HTTP status line: {status_line:?}")))?;
    let mut response = Response {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| invalid(format!("not a header: {line:?}")))?;
        response
            .headers
            .push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if is_head || matches!(status, 100..=199 | 204 | 304) {
        return Ok(response);
    }
    let is_chunked = response
        .header("transfer-encoding")
        .is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    let length = response
        .header("content-length")
        .and_then(|value| value.parse().ok());
    response.body = if is_chunked {
        read_chunks(stream)?
    } else if let Some(length) = length {
        let mut body = vec![0; length];
        stream.read_exact(&mut body)?;
        body
    } else {
        let mut body = Vec::new();
        stream.read_to_end(&mut body)?;
        body
    };
    Ok(response)
}

fn read_chunks(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = read_line(stream)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16)
            .map_err(|_| invalid(format!("not a chunk's size: {line:?}")))?;
        if size == 0 {
            // Trailers end with an empty line.
            while !read_line(stream)?.is_empty() {}
            return Ok(body);
        }
        let start = body.len();
        body.resize(start + size, 0);
        stream.read_exact(&mut body[start..])?;
        read_line(stream)?;
    }
}

fn read_line(stream: &mut impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let line = String::from_utf8_lossy(&line);
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> io::Result<Response> {
        read_response(&mut text.as_bytes(), false)
    }

    #[test]
    fn a_body_ends_by_length_by_chunks_or_with_the_connection() {
        let sized = parse("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nmudX").unwrap();
        assert_eq!(sized.text(), "mud");
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nmud\r\n2;x=y\r\ndy\r\n0\r\n\r\n";
        assert_eq!(parse(chunked).unwrap().text(), "muddy");
        assert_eq!(parse("HTTP/1.0 404 No\r\n\r\ngone").unwrap().text(), "gone");
    }

    #[test]
    fn an_answer_that_breaks_off_is_an_error() {
        for text in [
            "",
            "SSH-2.0\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nmud",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nmud\r\n",
        ] {
            assert!(parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn cookies_come_without_their_attributes() {
        let response = parse(
            "HTTP/1.1 303 See Other\r\nSet-Cookie: nic=gull; Path=/; HttpOnly\r\nset-cookie: a=b\r\n\r\n",
        );
        assert_eq!(response.unwrap().cookies(), ["nic=gull", "a=b"]);
    }

    #[test]
    fn forms_are_encoded_as_browsers_do() {
        assert_eq!(
            encode_form(&[("text", "a & b=é\r\n"), ("x", "*-._~")]),
            "text=a+%26+b%3D%C3%A9%0D%0A&x=*-._%7E"
        );
    }

    #[test]
    fn urls_lose_their_fragment_and_get_a_path() {
        assert_eq!(split_url("http://h:1#x").unwrap(), ("h:1", "/"));
        assert_eq!(split_url("http://h:1/a?b#c").unwrap(), ("h:1", "/a?b"));
        assert!(split_url("https://h/").is_err());
    }
}
