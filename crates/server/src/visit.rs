//! Who is asking, as far as a request tells.

use crate::app::App;
use crate::reading::Reading;
use crate::secrets::Purpose;
use crate::staff::device;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use clipsheet_store::CommenterId;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The name of the commenter's cookie.
const COOKIE: &str = "commenter";
/// How long a browser keeps it: 400 days is the most that browsers allow; each comment begins it anew.
pub(crate) const COOKIE_SECS: u64 = 400 * 24 * 3600;

/// What a request tells about its sender.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Whether gzip is taken.
    pub gzip: bool,
    /// The commenter, if the cookie is good.
    pub commenter: Option<CommenterId>,
    /// How the reader wants to read.
    pub reading: Reading,
    /// The sender's address.
    pub address: IpAddr,
    /// The browser's name.
    pub agent: String,
    /// Whether a script wants only the part that changes.
    pub fragment: bool,
    /// The secret of a staff session, unchecked.
    pub staff_secret: Option<String>,
    /// By what a browser is known that somebody of the staff signed in with before, unchecked.
    pub device: Option<String>,
    /// Whether the browser says that another site sent the form.
    pub from_elsewhere: bool,
    /// Whether the page is only fetched in advance.
    pub prefetch: bool,
    /// Whether only the headers are wanted: nobody reads those.
    pub head: bool,
}

/// A value among the cookies.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .find_map(|line| {
            line.split(';')
                .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
        })
}

impl Visit {
    /// Reads a request's headers.
    pub fn of(app: &App, headers: &HeaderMap, peer: Option<SocketAddr>) -> Self {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        let commenter = cookie(headers, COOKIE)
            .and_then(|signed| app.secrets.verify(Purpose::Cookie, signed))
            .and_then(|id| id.parse().ok())
            .map(CommenterId);
        Self {
            gzip: takes_gzip(text("accept-encoding")),
            commenter,
            reading: Reading::of(headers),
            address: sender(&app.trusted_proxies, headers, peer),
            agent: text("user-agent").to_owned(),
            fragment: text("x-fragment") == "1",
            staff_secret: cookie(headers, crate::staff::COOKIE).map(str::to_owned),
            device: cookie(headers, device::COOKIE).map(device::read),
            from_elsewhere: matches!(text("sec-fetch-site"), "cross-site" | "same-site"),
            prefetch: text("sec-purpose").contains("prefetch"),
            head: false,
        }
    }

    /// The network the sender is in, as a keyed hash: an IPv4 address, or an IPv6 customer's /56.
    pub fn network(&self, app: &App) -> u64 {
        match self.address.to_canonical() {
            IpAddr::V4(address) => app.secrets.network(&address.octets()),
            IpAddr::V6(address) => app.secrets.network(&address.octets()[..7]),
        }
    }

    /// A keyed hash that tells one reader's browser from another's, for counting views.
    pub fn reader(&self, app: &App) -> u64 {
        let mut both = Vec::with_capacity(16 + self.agent.len());
        match self.address.to_canonical() {
            IpAddr::V4(address) => both.extend_from_slice(&address.octets()),
            IpAddr::V6(address) => both.extend_from_slice(&address.octets()),
        }
        both.extend_from_slice(self.agent.as_bytes());
        app.secrets.network(&both)
    }
}

/// The `Set-Cookie` line by which a commenter is known again.
pub fn commenter_cookie(app: &App, commenter: CommenterId) -> String {
    let signed = app.secrets.sign(Purpose::Cookie, &commenter.to_string());
    let secure = if app.public_url.starts_with("https:") {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE}={signed}; Path=/; Max-Age={COOKIE_SECS}; HttpOnly; SameSite=Lax{secure}")
}

fn takes_gzip(accepted: &str) -> bool {
    accepted.split(',').any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        matches!(name.trim(), "gzip" | "*")
            && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// The sender's address: the last in `X-Forwarded-For` that is no trusted proxy, when a trusted proxy asks.
///
/// Each proxy appends whom it was asked by, so what stands on the right was written by those we trust, and everything
/// to the left of the first stranger may be a lie. A hop that cannot be read ends the walk for the same reason: the
/// last address that is certain counts.
fn sender(trusted: &[IpAddr], headers: &HeaderMap, peer: Option<SocketAddr>) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|one| one.to_canonical() == address);
    let mut certain = peer.map_or(IpAddr::from([127, 0, 0, 1]), |peer| {
        peer.ip().to_canonical()
    });
    // A line that is no text at all is one unreadable hop.
    let lines = headers.get_all("x-forwarded-for").iter();
    let mut hops = lines
        .rev()
        .flat_map(|line| line.to_str().unwrap_or("?").rsplit(','))
        .map(hop);
    while is_trusted(certain) {
        match hops.next() {
            Some(Some(address)) => certain = address,
            Some(None) | None => break,
        }
    }
    certain
}

/// The address in one hop: proxies write `ip`, `ip:port`, `[v6]` or `[v6]:port`.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address = text.parse().ok().or_else(bare);
    let with_port = || Some(text.parse::<SocketAddr>().ok()?.ip());
    address
        .or_else(with_port)
        .map(|ip: IpAddr| ip.to_canonical())
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0);
        let head = parts.method == Method::HEAD;
        Ok(Self {
            head,
            ..Self::of(app, &parts.headers, peer)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            "xcommenter=1; commenter=2.ab; commenters=3"
                .parse()
                .unwrap(),
        );
        assert_eq!(cookie(&headers, "commenter"), Some("2.ab"));
        assert_eq!(cookie(&headers, "other"), None);
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        assert!(takes_gzip("gzip, deflate, br"));
        assert!(takes_gzip("br;q=1.0, gzip;q=0.8, *;q=0.1"));
        assert!(!takes_gzip("") && !takes_gzip("br") && !takes_gzip("gzip;q=0"));
    }
    #[test]
    fn only_what_trusted_proxies_wrote_is_believed() {
        let trusted: Vec<IpAddr> = ["10.0.0.1", "10.0.0.2", "2001:db8::1"]
            .map(|text| text.parse().unwrap())
            .into();
        let sender_of = |peer: &str, lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            sender(&trusted, &headers, Some(peer.parse().unwrap())).to_string()
        };
        let behind = |lines: &[&str]| sender_of("10.0.0.1:4000", lines);
        for (lines, expected) in [
            (&["198.51.100.5"][..], "198.51.100.5"),
            (&["203.0.113.9, 198.51.100.5"], "198.51.100.5"),
            (&["198.51.100.5, 10.0.0.2"], "198.51.100.5"),
            (&["203.0.113.9", "198.51.100.5"], "198.51.100.5"),
            (&["198.51.100.5:61234"], "198.51.100.5"),
            (&["203.0.113.9, [2001:db8:7::5]:61234"], "2001:db8:7::5"),
            (&["203.0.113.9, [2001:db8:7::5]"], "2001:db8:7::5"),
            (&["::ffff:198.51.100.5"], "198.51.100.5"),
            (&["198.51.100.5, ::ffff:10.0.0.2"], "198.51.100.5"),
            (&["198.51.100.5, [2001:db8::1]:443"], "198.51.100.5"),
            // What cannot be read hides nothing that stands left of it.
            (&["203.0.113.9, unknown"], "10.0.0.1"),
            (&["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
            (&["203.0.113.9, "], "10.0.0.1"),
            (&["203.0.113.9", ""], "10.0.0.1"),
            (&["203.0.113.9, 198.51.100.5:x"], "10.0.0.1"),
            (&["10.0.0.2"], "10.0.0.2"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(behind(lines), expected, "{lines:?}");
        }
        assert_eq!(
            sender_of("[::ffff:10.0.0.1]:4000", &["198.51.100.5"]),
            "198.51.100.5"
        );
        assert_eq!(sender_of("192.0.2.7:4000", &["198.51.100.5"]), "192.0.2.7");
    }
}
