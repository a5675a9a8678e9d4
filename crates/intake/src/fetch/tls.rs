//! TLS for fetching: ring, and the roots that are built into the binary.
//!
//! Bundled roots because the paper is one binary that runs on bare machines and
//! in empty containers, where the system has no certificates.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// Settings for a client that checks every server's certificate.
///
/// # Errors
/// When the provider has no protocol version in common with rustls's defaults.
pub(super) fn client_config() -> Result<ClientConfig, rustls::Error> {
    let roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
