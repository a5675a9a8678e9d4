//! Polite fetching: small limits, one user agent with a contact address, and never a
//! connection to an address inside the house.

mod address;
mod error;
mod feed;
#[cfg(test)]
mod feed_tests;
mod kind;
mod policy;
mod resolve;
#[cfg(test)]
mod tests;
mod tls;

pub use address::{IpNet, ParseIpNetError, is_public};
pub use error::FetchError;
pub use feed::{FeedAnswer, FeedOutcome, RetryAfter, Validators};
pub use kind::FetchKind;
pub use policy::FetchPolicy;

use std::error::Error as _;
use std::sync::Arc;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect;
use url::{Host, Url};

use resolve::{GuardedResolver, NameNotFound, NoAllowedAddress, may_connect};

/// What came back.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// Where it was found in the end, after redirects.
    pub url: Url,
    /// The `Content-Type` header as the server sent it, if it did.
    pub content_type: Option<String>,
    /// The bytes, decompressed.
    pub body: Vec<u8>,
}

/// Fetches pages, pictures and feeds under a [`FetchPolicy`]. Cheap to clone; one per process is enough.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: reqwest::Client,
    policy: Arc<FetchPolicy>,
    allow: Arc<[IpNet]>,
}

impl Fetcher {
    /// A fetcher under `policy`.
    ///
    /// # Errors
    /// [`FetchError::Setup`] when the policy's user agent cannot be a header.
    pub fn new(policy: FetchPolicy) -> Result<Self, FetchError> {
        let allow: Arc<[IpNet]> = policy.allow.clone().into();
        let client = reqwest::Client::builder()
            .user_agent(&policy.user_agent)
            .connect_timeout(policy.connect_timeout)
            // Redirects are followed below, so that each one is checked.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .dns_resolver(Arc::new(GuardedResolver {
                allow: Arc::clone(&allow),
            }))
            .tls_backend_preconfigured(tls::client_config().map_err(|e| setup(&e))?)
            .build()
            .map_err(|e| setup(&e))?;
        Ok(Self {
            client,
            policy: Arc::new(policy),
            allow,
        })
    }

    /// Gets what is at `url`, following redirects.
    ///
    /// # Errors
    /// See [`FetchError`]; each says what went wrong and what to do about it.
    pub async fn get(&self, url: &Url, kind: FetchKind) -> Result<Fetched, FetchError> {
        self.within_time(url, async {
            let arrived = self.follow(url, kind, HeaderMap::new()).await?;
            self.read(arrived, kind).await
        })
        .await
    }

    /// Gives up when everything together takes longer than the policy allows.
    async fn within_time<T>(
        &self,
        url: &Url,
        work: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let limit = self.policy.total_timeout;
        match tokio::time::timeout(limit, work).await {
            Ok(result) => result,
            Err(_) => Err(FetchError::TooSlow {
                host: host_of(url),
                after: limit,
            }),
        }
    }

    async fn follow(
        &self,
        first: &Url,
        kind: FetchKind,
        headers: HeaderMap,
    ) -> Result<Arrived, FetchError> {
        let mut url = first.clone();
        let mut moved_to = None;
        let mut all_permanent = true;
        for _ in 0..=self.policy.max_redirects {
            self.check(&url)?;
            let response = self
                .client
                .get(url.clone())
                .header(ACCEPT, kind.accept())
                .headers(headers.clone())
                .send()
                .await
                .map_err(|e| network_error(&url, &e, self.policy.connect_timeout))?;
            let Some(next) = redirect_target(&url, &response)? else {
                return Ok(Arrived {
                    url,
                    moved_to,
                    response,
                });
            };
            // What stands behind a temporary redirect is not where it has moved to.
            all_permanent &= matches!(response.status().as_u16(), 301 | 308);
            if all_permanent {
                moved_to = Some(next.clone());
            }
            url = next;
        }
        Err(FetchError::TooManyRedirects {
            host: host_of(first),
            limit: self.policy.max_redirects,
        })
    }

    /// Refuses what must not even be looked up. Hosts that are names are
    /// checked by the resolver; hosts that are addresses never reach it.
    fn check(&self, url: &Url) -> Result<(), FetchError> {
        let bad = |reason| FetchError::BadAddress {
            url: url.to_string(),
            reason,
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(bad("only http:// and https:// addresses are fetched"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(bad("it has a name or password in it; leave that out"));
        }
        let port = url.port_or_known_default().unwrap_or(0);
        if !policy::port_is_allowed(port) {
            return Err(bad(
                "its port belongs to another service than the web; 80, 443 and those from 1024 up are fetched",
            ));
        }
        let address = match url.host() {
            None => return Err(bad("it names no server")),
            Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
        };
        if may_connect(&self.allow, address) {
            Ok(())
        } else {
            Err(FetchError::Refused { host: host_of(url) })
        }
    }

    async fn read(&self, arrived: Arrived, kind: FetchKind) -> Result<Fetched, FetchError> {
        let Arrived { url, response, .. } = arrived;
        let status = response.status();
        if !status.is_success() {
            return Err(FetchError::Status {
                host: host_of(&url),
                status: status.as_u16(),
            });
        }
        let content_type = self.content_type(&url, &response, kind)?;
        let body = self.body(&url, response, kind).await?;
        match body.broken {
            Some(error) => Err(error),
            None => Ok(Fetched {
                url,
                content_type,
                body: body.bytes,
            }),
        }
    }

    /// The `Content-Type`, if it can be that of what is wanted.
    fn content_type(
        &self,
        url: &Url,
        response: &reqwest::Response,
        kind: FetchKind,
    ) -> Result<Option<String>, FetchError> {
        let content_type = response
            .headers()
            .get(CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        match content_type {
            Some(named) if !kind.takes(&named) => Err(FetchError::WrongType {
                host: host_of(url),
                content_type: named,
                wanted: kind.wanted(),
            }),
            content_type => Ok(content_type),
        }
    }

    async fn body(
        &self,
        url: &Url,
        mut response: reqwest::Response,
        kind: FetchKind,
    ) -> Result<Body, FetchError> {
        let limit_bytes = self.policy.max_bytes(kind);
        let too_large = || FetchError::TooLarge {
            host: host_of(url),
            limit_bytes,
        };
        if response
            .content_length()
            .is_some_and(|length| length > limit_bytes as u64)
        {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        // Counted piece by piece as it is decompressed, so that a compressed bomb costs at most the limit.
        loop {
            match response.chunk().await {
                Ok(Some(piece)) if bytes.len() + piece.len() > limit_bytes => {
                    return Err(too_large());
                }
                Ok(Some(piece)) => bytes.extend_from_slice(&piece),
                Ok(None) => {
                    return Ok(Body {
                        bytes,
                        broken: None,
                    });
                }
                Err(error) => {
                    let error = network_error(url, &error, self.policy.connect_timeout);
                    return Ok(Body {
                        bytes,
                        broken: Some(error),
                    });
                }
            }
        }
    }
}

/// A response that is no redirect, not read yet.
struct Arrived {
    url: Url,
    /// Where permanent redirects said that the first address has moved to.
    moved_to: Option<Url>,
    response: reqwest::Response,
}

/// What came of a body.
struct Body {
    bytes: Vec<u8>,
    /// Why it ended too early, if it did.
    broken: Option<FetchError>,
}

/// Where a redirect leads, or `None` when the response is none.
fn redirect_target(url: &Url, response: &reqwest::Response) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else {
        return Ok(None);
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    let next = url
        .join(location.trim())
        .map_err(|_| FetchError::BadAddress {
            url: location.into_owned(),
            reason: "the server sent us on to something that is no address",
        })?;
    Ok(Some(next))
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or("this address").to_owned()
}

fn setup(error: &dyn std::error::Error) -> FetchError {
    FetchError::Setup(innermost(error))
}

/// What went wrong underneath: the outer layers only repeat the URL.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

fn network_error(url: &Url, error: &reqwest::Error, connect: std::time::Duration) -> FetchError {
    let host = host_of(url);
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<NoAllowedAddress>() {
            return FetchError::Refused { host };
        }
        if inner.is::<NameNotFound>() {
            return FetchError::NameNotFound { host };
        }
        cause = inner.source();
    }
    if error.is_timeout() {
        return FetchError::TooSlow {
            host,
            after: connect,
        };
    }
    FetchError::Unreachable {
        host,
        reason: innermost(error),
    }
}
