//! The style sheet, the script and the icon: in the binary, under addresses that tell their content.

use axum::body::Bytes;
use std::sync::LazyLock;

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");
const ICON: &str = include_str!("../assets/icon.svg");

fn url(name: &str, content: &str, ending: &str) -> String {
    let hash = blake3::hash(content.as_bytes()).to_hex();
    format!("/assets/{name}-{}.{ending}", &hash[..12])
}

/// Where the style sheet is.
pub static STYLE_URL: LazyLock<String> = LazyLock::new(|| url("style", STYLE, "css"));
/// Where the script is.
pub static SCRIPT_URL: LazyLock<String> = LazyLock::new(|| url("script", SCRIPT, "js"));
/// Where the icon is.
pub static ICON_URL: LazyLock<String> = LazyLock::new(|| url("icon", ICON, "svg"));

/// What is at an address, with its media type.
pub fn find(address: &str) -> Option<(Bytes, &'static str)> {
    let of = |content: &'static str, media_type| {
        Some((Bytes::from_static(content.as_bytes()), media_type))
    };
    if address == *STYLE_URL {
        of(STYLE, "text/css; charset=utf-8")
    } else if address == *SCRIPT_URL {
        of(SCRIPT, "text/javascript; charset=utf-8")
    } else if address == *ICON_URL {
        of(ICON, "image/svg+xml")
    } else {
        None
    }
}
