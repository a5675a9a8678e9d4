//! The style sheet, the script and the icon: in the binary, under addresses that tell their content.

use axum::body::Bytes;
use std::sync::LazyLock;

const STYLE: &str = include_str!("../assets/style.css");
const SCRIPT: &str = include_str!("../assets/script.js");
const DESK_STYLE: &str = concat!(
    include_str!("../assets/desk.css"),
    include_str!("../assets/desk-accounts.css"),
    include_str!("../assets/desk-inbox.css"),
    include_str!("../assets/desk-remarks.css"),
    include_str!("../assets/remarks.css"),
    include_str!("../assets/desk-drafts.css"),
    include_str!("../assets/desk-guard.css"),
    include_str!("../assets/desk-words.css"),
    include_str!("../assets/desk-inflow.css"),
    include_str!("../assets/desk-jobs.css"),
    include_str!("../assets/desk-glossary.css"),
);
const DESK_SCRIPT: &str = concat!(
    include_str!("../assets/desk.js"),
    include_str!("../assets/desk-accounts.js"),
    include_str!("../assets/desk-inbox.js"),
    include_str!("../assets/desk-words.js"),
    include_str!("../assets/desk-article.js"),
    include_str!("../assets/desk-guard.js"),
    include_str!("../assets/desk-jobs.js"),
    include_str!("../assets/desk-glossary.js"),
);
const REMARK_STYLE: &str = include_str!("../assets/remarks.css");
const CATALOGUE_STYLE: &str = include_str!("../assets/catalogue.css");
const REMARK_SCRIPT: &str = include_str!("../assets/desk-remarks.js");
/// Squire, the rich-text editor (MIT, see `assets/vendor/README.md`). Only pages with an editor load it.
const SQUIRE: &str = include_str!("../assets/vendor/squire.js");
const EDITOR: &str = include_str!("../assets/desk-editor.js");
const DRAFT_SCRIPT: &str = include_str!("../assets/desk-drafts.js");
const ICON: &str = include_str!("../assets/icon.svg");

fn url(name: &str, content: &str, ending: &str) -> String {
    let hash = blake3::hash(content.as_bytes()).to_hex();
    format!("/assets/{name}-{}.{ending}", &hash[..12])
}

/// Where the style sheet is.
pub static STYLE_URL: LazyLock<String> = LazyLock::new(|| url("style", STYLE, "css"));
/// Where the script is.
pub static SCRIPT_URL: LazyLock<String> = LazyLock::new(|| url("script", SCRIPT, "js"));
/// Where the desk's style sheet is.
pub static DESK_STYLE_URL: LazyLock<String> = LazyLock::new(|| url("desk", DESK_STYLE, "css"));
/// Where the desk's script is.
pub static DESK_SCRIPT_URL: LazyLock<String> = LazyLock::new(|| url("desk", DESK_SCRIPT, "js"));
/// Where the readers' style sheet for remarks is.
pub static REMARK_STYLE_URL: LazyLock<String> =
    LazyLock::new(|| url("remarks", REMARK_STYLE, "css"));
/// Where the style sheet of archive, serial and glossary is.
pub static CATALOGUE_STYLE_URL: LazyLock<String> =
    LazyLock::new(|| url("catalogue", CATALOGUE_STYLE, "css"));
/// Where the script is that lets staff make remarks in an article's page.
pub static REMARK_SCRIPT_URL: LazyLock<String> =
    LazyLock::new(|| url("desk-remarks", REMARK_SCRIPT, "js"));
/// Where the rich-text editor is.
pub static SQUIRE_URL: LazyLock<String> = LazyLock::new(|| url("squire", SQUIRE, "js"));
/// Where the script is that puts it to work, with its toolbar.
pub static EDITOR_URL: LazyLock<String> = LazyLock::new(|| url("editor", EDITOR, "js"));
/// Where the script of drafts is.
pub static DRAFT_SCRIPT_URL: LazyLock<String> = LazyLock::new(|| url("drafts", DRAFT_SCRIPT, "js"));

/// The rich-text editor, in the order in which its scripts are fetched, for `data-editor`.
pub fn editor_urls() -> String {
    format!("{} {}", *SQUIRE_URL, *EDITOR_URL)
}
/// Where the icon is.
pub static ICON_URL: LazyLock<String> = LazyLock::new(|| url("icon", ICON, "svg"));

/// What is at an address, with its media type.
pub fn find(address: &str) -> Option<(Bytes, &'static str)> {
    const CSS: &str = "text/css; charset=utf-8";
    const JS: &str = "text/javascript; charset=utf-8";
    let all = [
        (&STYLE_URL, STYLE, CSS),
        (&SCRIPT_URL, SCRIPT, JS),
        (&ICON_URL, ICON, "image/svg+xml"),
        (&DESK_STYLE_URL, DESK_STYLE, CSS),
        (&DESK_SCRIPT_URL, DESK_SCRIPT, JS),
        (&REMARK_STYLE_URL, REMARK_STYLE, CSS),
        (&CATALOGUE_STYLE_URL, CATALOGUE_STYLE, CSS),
        (&REMARK_SCRIPT_URL, REMARK_SCRIPT, JS),
        (&SQUIRE_URL, SQUIRE, JS),
        (&EDITOR_URL, EDITOR, JS),
        (&DRAFT_SCRIPT_URL, DRAFT_SCRIPT, JS),
    ];
    all.into_iter()
        .find(|(url, ..)| address == url.as_str())
        .map(|(_, content, media_type)| (Bytes::from_static(content.as_bytes()), media_type))
}
