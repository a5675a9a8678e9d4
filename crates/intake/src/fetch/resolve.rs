//! Name resolution that hands out only addresses a fetch may connect to.
//!
//! The check sits here and not before the request because the address that is checked
//! must be the one that is connected to: a name that is looked up twice can
//! answer twice (DNS rebinding).

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::{IpNet, is_public};

/// Every address of a name was refused.
#[derive(Debug, thiserror::Error)]
#[error("every address of this name is refused")]
pub(super) struct NoAllowedAddress;

/// The name has no address at all, or the look-up failed.
#[derive(Debug, thiserror::Error)]
#[error("the name was not found")]
pub(super) struct NameNotFound;

/// Looks names up with the system's resolver and drops what [`may_connect`] refuses.
pub(super) struct GuardedResolver {
    pub(super) allow: Arc<[IpNet]>,
}

/// Whether the policy lets a fetch connect to `address`.
pub(super) fn may_connect(allow: &[IpNet], address: std::net::IpAddr) -> bool {
    is_public(address) || allow.iter().any(|net| net.contains(address))
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = Arc::clone(&self.allow);
        Box::pin(async move {
            // Port 0: the client fills in the URL's own.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| NameNotFound)?
                .collect();
            if found.is_empty() {
                return Err(NameNotFound.into());
            }
            let allowed: Vec<SocketAddr> = found
                .into_iter()
                .filter(|socket| may_connect(&allow, socket.ip()))
                .collect();
            if allowed.is_empty() {
                return Err(NoAllowedAddress.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}
