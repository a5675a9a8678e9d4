//! Why a fetch failed, in a user's words.

use std::time::Duration;

/// Why a page, a picture or a feed could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The client could not be set up: the user agent or TLS settings are unusable.
    #[error("fetching could not be set up ({0}): check the site's address in the settings")]
    Setup(String),
    /// Neither `http` nor `https`, no host, or a name and password in the address.
    #[error("“{url}” cannot be fetched: {reason}")]
    BadAddress {
        /// The address as it was given.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The address leads into a private network.
    #[error(
        "{host} is an address inside a private network, and those are not fetched; if it is a server of your own, add its network to `fetch_from` in clipsheet.toml"
    )]
    Refused {
        /// The host of the URL that was refused: the first one or a redirect's.
        host: String,
    },
    /// The name has no address.
    #[error("there is no server called {host}: check the address for a slip of the keyboard")]
    NameNotFound {
        /// The host that was looked up.
        host: String,
    },
    /// No connection, or it broke: refused, reset, a bad certificate.
    #[error("{host} could not be reached ({reason}): try again later")]
    Unreachable {
        /// The host.
        host: String,
        /// What the network said.
        reason: String,
    },
    /// Too slow as a whole.
    #[error("{host} took longer than {} seconds to answer: try again later", .after.as_secs_f32())]
    TooSlow {
        /// The host of the first URL.
        host: String,
        /// The limit that was reached.
        after: Duration,
    },
    /// More than the limit, counted after decompression.
    #[error("what {host} sent is larger than {} kB, which is more than Clipsheet takes", .limit_bytes / 1024)]
    TooLarge {
        /// The host.
        host: String,
        /// The limit that was reached, in bytes.
        limit_bytes: usize,
    },
    /// Redirected too often, or in a circle.
    #[error("{host} sent us on more than {limit} times without arriving anywhere")]
    TooManyRedirects {
        /// The host of the first URL.
        host: String,
        /// How many redirects are followed.
        limit: usize,
    },
    /// The server answered with an error.
    #[error("{host} answered with {status}: {}", status_advice(*.status))]
    Status {
        /// The host.
        host: String,
        /// The HTTP status code.
        status: u16,
    },
    /// Not the kind of thing that was asked for.
    #[error("{host} sent “{content_type}” instead of {wanted}")]
    WrongType {
        /// The host.
        host: String,
        /// The content type that the server named.
        content_type: String,
        /// What was asked for.
        wanted: &'static str,
    },
}

fn status_advice(status: u16) -> &'static str {
    match status {
        401 | 402 | 403 | 451 => {
            "it does not let us read this page; save it in your browser and clip the file"
        }
        404 | 410 => "the page is not there (any more); check the address",
        429 => "it wants fewer requests; try again later",
        500.. => "it has trouble of its own; try again later",
        _ => "the page could not be read",
    }
}
