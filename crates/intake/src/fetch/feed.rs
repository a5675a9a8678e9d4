//! Getting feeds: only when they have changed, and with all that their servers say about when to come again.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    CACHE_CONTROL, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, RETRY_AFTER,
};
use url::Url;

use super::{Arrived, FetchError, FetchKind, Fetcher, host_of};

/// Validators longer than this are not kept: they are sent back each time.
const MAX_VALIDATOR: usize = 1024;

/// What the server gave with a feed so that it can be asked whether that has changed since. To be kept with the feed
/// and sent along next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` header, byte for byte.
    pub etag: Option<String>,
    /// The `Last-Modified` header, byte for byte.
    pub last_modified: Option<String>,
}

impl Validators {
    fn of(headers: &HeaderMap) -> Self {
        Self {
            etag: text(headers, ETAG),
            last_modified: text(headers, LAST_MODIFIED),
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut add = |name: HeaderName, value: &Option<String>| {
            let value = value
                .as_deref()
                .and_then(|value| HeaderValue::from_str(value).ok());
            if let Some(value) = value {
                headers.insert(name, value);
            }
        };
        add(IF_NONE_MATCH, &self.etag);
        add(IF_MODIFIED_SINCE, &self.last_modified);
        headers
    }
}

/// When a server wants to be asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After so long.
    After(Duration),
    /// At this time.
    At(Timestamp),
}

impl RetryAfter {
    /// How long that is from `now`; nothing when it is past.
    #[must_use]
    pub fn from(self, now: Timestamp) -> Duration {
        match self {
            Self::After(duration) => duration,
            Self::At(then) => Duration::try_from(then.duration_since(now)).unwrap_or_default(),
        }
    }
}

/// What a server answered when it was asked for a feed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FeedAnswer {
    /// Where the answer came from in the end.
    pub url: Url,
    /// The address to ask from now on: the first one has moved there for good (301, 308). Only with a good answer; whether
    /// there is a feed, and not the front page of a site that has dropped it, is to be seen before it is taken over.
    pub moved_to: Option<Url>,
    /// The HTTP status.
    pub status: u16,
    /// What it means.
    pub outcome: FeedOutcome,
    /// To be kept and sent next time. After "not modified" they are those that were sent, unless there are new ones.
    pub validators: Validators,
    /// How long the answer stays fresh (`Cache-Control: max-age`). As large as the server likes.
    pub max_age: Option<Duration>,
    /// When to ask again (`Retry-After`), with any status. As far off as the server likes.
    pub retry_after: Option<RetryAfter>,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FeedOutcome {
    /// Here it is; whether it is a feed is for [`crate::feed::parse()`] to say.
    Fetched {
        /// The `Content-Type` header, if there was one.
        content_type: Option<String>,
        /// The bytes, decompressed.
        body: Vec<u8>,
        /// Whether the connection broke before its end. There are no validators then, so that next time all of it comes.
        cut: bool,
    },
    /// It has not changed (304).
    NotModified,
    /// It is gone for good (410), and should not be asked for any more.
    Gone,
    /// Not now: too many requests, or trouble at the server's (429, 5xx).
    Later,
    /// The server does not give it to us: not found, forbidden … (other statuses).
    Refused,
}

impl FeedAnswer {
    /// What is wrong, in an editor's words; `None` for a good answer.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let host = host_of(&self.url);
        let status = self.status;
        let words = match (&self.outcome, status) {
            (FeedOutcome::Fetched { cut: true, .. }, _) => {
                return Some(format!(
                    "the connection to {host} broke before the feed's end"
                ));
            }
            (FeedOutcome::Fetched { .. } | FeedOutcome::NotModified, _) => return None,
            (FeedOutcome::Gone, _) => "the feed is gone for good; look on the site for another one",
            (FeedOutcome::Later, 429) => "it wants fewer requests; it will be asked again later",
            (FeedOutcome::Later, _) => "it has trouble of its own; it will be asked again later",
            (FeedOutcome::Refused, 401 | 402 | 403 | 451) => "it does not let us read the feed",
            (FeedOutcome::Refused, 404) => "there is no feed at this address (any more); check it",
            (FeedOutcome::Refused, _) => "the feed could not be read",
        };
        Some(format!("{host} answered with {status}: {words}"))
    }
}

impl Fetcher {
    /// Gets the feed at `url`, unless it is the one that `validators` came with. Follows redirects and tells which of
    /// them are for good.
    ///
    /// # Errors
    /// [`FetchError`] when there was no answer, or one that is too large or a picture, sound or film. A server that
    /// refuses is no error but an outcome.
    pub async fn get_feed(
        &self,
        url: &Url,
        validators: &Validators,
    ) -> Result<FeedAnswer, FetchError> {
        self.within_time(url, async {
            let arrived = self
                .follow(url, FetchKind::Feed, validators.headers())
                .await?;
            self.read_feed(arrived, validators).await
        })
        .await
    }

    async fn read_feed(
        &self,
        arrived: Arrived,
        sent: &Validators,
    ) -> Result<FeedAnswer, FetchError> {
        let Arrived {
            url,
            moved_to,
            response,
        } = arrived;
        let status = response.status().as_u16();
        let headers = response.headers();
        let mut validators = Validators::of(headers);
        let max_age = max_age(headers);
        let retry_after = retry_after(headers);
        let outcome = match status {
            304 => FeedOutcome::NotModified,
            410 => FeedOutcome::Gone,
            408 | 425 | 429 | 500.. => FeedOutcome::Later,
            200..=299 => {
                let content_type = self.content_type(&url, &response, FetchKind::Feed)?;
                let body = self.body(&url, response, FetchKind::Feed).await?;
                match body.broken {
                    Some(error) if body.bytes.is_empty() => return Err(error),
                    broken => FeedOutcome::Fetched {
                        content_type,
                        body: body.bytes,
                        cut: broken.is_some(),
                    },
                }
            }
            _ => FeedOutcome::Refused,
        };
        match &outcome {
            FeedOutcome::NotModified => {
                validators.etag = validators.etag.or_else(|| sent.etag.clone());
                validators.last_modified = validators
                    .last_modified
                    .or_else(|| sent.last_modified.clone());
            }
            FeedOutcome::Fetched { cut: false, .. } => {}
            // What we have is still what came with the old ones.
            _ => validators = Validators::default(),
        }
        let is_good = matches!(
            outcome,
            FeedOutcome::NotModified | FeedOutcome::Fetched { .. }
        );
        Ok(FeedAnswer {
            url,
            moved_to: moved_to.filter(|_| is_good),
            status,
            outcome,
            validators,
            max_age,
            retry_after,
        })
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= MAX_VALIDATOR).then(|| value.to_owned())
}

fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let directives = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut seconds = directives
        .flat_map(|line| line.split(','))
        .filter_map(|directive| {
            let (name, value) = directive.split_once('=')?;
            let is_ours = name.trim().eq_ignore_ascii_case("max-age");
            is_ours.then(|| value.trim().trim_matches('"').parse().ok())?
        });
    seconds.next().map(Duration::from_secs)
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let value = text(headers, RETRY_AFTER)?;
    match value.parse() {
        Ok(seconds) => Some(RetryAfter::After(Duration::from_secs(seconds))),
        Err(_) => crate::feed::parse_date(&value).map(RetryAfter::At),
    }
}
