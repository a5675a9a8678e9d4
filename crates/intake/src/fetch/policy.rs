//! The limits of fetching.

use std::time::Duration;

use super::address::IpNet;
use super::kind::FetchKind;

/// The limits of fetching. Start from [`FetchPolicy::for_site`] and change what must differ.
#[derive(Clone, Debug)]
pub struct FetchPolicy {
    /// The `User-Agent` header.
    pub user_agent: String,
    /// Time for everything together: look-up, connection, redirects, body.
    pub total_timeout: Duration,
    /// Time to connect to one server.
    pub connect_timeout: Duration,
    /// Most bytes of a page, after decompression.
    pub max_page_bytes: usize,
    /// Most bytes of a picture.
    pub max_picture_bytes: usize,
    /// Most bytes of a feed, after decompression.
    pub max_feed_bytes: usize,
    /// How many redirects are followed.
    pub max_redirects: usize,
    /// Ranges that may be fetched from although they are not public: servers of an
    /// intranet, and the tests' own.
    pub allow: Vec<IpNet>,
}

impl FetchPolicy {
    /// The usual limits, with a user agent that names the paper, so that
    /// publishers know whom to write to: `Clipsheet/0.1.0 (+https://paper.example)`.
    /// Characters that a header cannot hold are left out.
    #[must_use]
    pub fn for_site(site_url: &str) -> Self {
        let contact: String = site_url
            .chars()
            .filter(|c| c.is_ascii_graphic() && !matches!(c, '(' | ')'))
            .collect();
        let version = env!("CARGO_PKG_VERSION");
        let user_agent = if contact.is_empty() {
            format!("Clipsheet/{version}")
        } else {
            format!("Clipsheet/{version} (+{contact})")
        };
        Self {
            user_agent,
            total_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(8),
            max_page_bytes: crate::MAX_PAGE_BYTES,
            max_picture_bytes: crate::picture::PictureLimits::default().max_input_bytes,
            max_feed_bytes: crate::feed::MAX_FEED_BYTES,
            max_redirects: 5,
            allow: Vec::new(),
        }
    }

    pub(super) fn max_bytes(&self, kind: FetchKind) -> usize {
        match kind {
            FetchKind::Page => self.max_page_bytes,
            FetchKind::Picture => self.max_picture_bytes,
            FetchKind::Feed => self.max_feed_bytes,
        }
    }
}

impl Default for FetchPolicy {
    /// [`FetchPolicy::for_site`] without a contact address.
    fn default() -> Self {
        Self::for_site("")
    }
}

/// Which ports are fetched from: the web's own and all that need no privilege,
/// where development and intranet servers listen. The ports below 1024 belong to mail,
/// shells and the like, which a forged address could be made to talk to.
pub(super) fn port_is_allowed(port: u16) -> bool {
    matches!(port, 80 | 443) || port >= 1024
}
