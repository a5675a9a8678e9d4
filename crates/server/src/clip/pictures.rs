//! The pictures of a clipping: brought in once, and looked up when its text is shown.

use super::{Brought, ClipError, Clipping};
use crate::app::App;
use crate::talk::pictures::{self, FetchPictureError, shown};
use clipsheet_intake::{Extract, FetchError};
use clipsheet_markup::{Picture as Shown, picture_sources};
use clipsheet_store::{Conn, StoreResult, find_picture};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use url::Url;

/// Pictures fetched for one clipping.
const MOST_PICTURES: usize = 24;
/// Time that all pictures of a clipping may take together.
const PICTURES_TIME: Duration = Duration::from_secs(45);

/// How markup shows the pictures of a text, by the address in the text.
pub(crate) type ShownPictures = HashMap<String, Shown>;

/// The pictures of a clipping's text: those that were brought in with it, and those of the site that an editor put in.
///
/// # Errors
/// When the database cannot be read.
pub(crate) fn shown_pictures(conn: &mut Conn, clipping: &Clipping) -> StoreResult<ShownPictures> {
    let mut found = ShownPictures::new();
    for address in picture_sources(&clipping.source_html) {
        if let Some(picture) = clipping.pictures.get(&address) {
            found.insert(address, picture.shown());
        } else if let Some(file) = address.strip_prefix("/media/") {
            let hash = file.split('.').next().unwrap_or_default();
            if let Some(picture) = find_picture(conn, hash)? {
                found.insert(address, shown(&picture));
            }
        }
    }
    Ok(found)
}

/// Brings in the pictures that an editor put into the text by their addresses on the web. One that cannot be had is left
/// out and told, by address.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn bring_named(app: &App, clipping: &mut Clipping) -> StoreResult<Vec<String>> {
    let mut failed = Vec::new();
    for address in picture_sources(&clipping.source_html)
        .into_iter()
        .take(MOST_PICTURES)
    {
        let url = Url::parse(&address).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        let (false, Some(url)) = (clipping.pictures.contains_key(&address), url) else {
            continue;
        };
        match pictures::by_address(app, &url).await {
            Ok(picture) => {
                clipping.pictures.insert(address, Brought::of(&picture));
            }
            Err(FetchPictureError::Store(error)) => return Err(error),
            Err(error) => failed.push(format!("{address}: {error}")),
        }
    }
    Ok(failed)
}

/// Fetches the text's pictures and the lead picture. The lead is not shown twice.
pub(super) async fn bring_pictures(
    app: &App,
    found: &Extract,
    base: &Url,
) -> Result<(HashMap<String, Brought>, Option<Brought>), ClipError> {
    let mut wanted: Vec<String> = found.image.iter().cloned().collect();
    wanted.extend(picture_sources(&found.content_html));
    let mut brought: HashMap<String, Brought> = HashMap::new();
    let mut dead_hosts = HashSet::new();
    let began = tokio::time::Instant::now();
    for address in wanted.into_iter().take(MOST_PICTURES) {
        let Ok(url) = base.join(&address) else {
            continue;
        };
        let host = url.host_str().unwrap_or_default().to_owned();
        let too_late = began.elapsed() > PICTURES_TIME;
        if brought.contains_key(&address)
            || dead_hosts.contains(&host)
            || too_late
            || !url.scheme().starts_with("http")
        {
            continue;
        }
        match pictures::by_address(app, &url).await {
            Ok(picture) => {
                brought.insert(address, Brought::of(&picture));
            }
            Err(FetchPictureError::Store(error)) => return Err(error.into()),
            Err(FetchPictureError::Fetch(error)) => {
                tracing::info!(%url, %error, "a picture is left out");
                // One try tells enough of a host that does not answer.
                if is_of_host(&error) {
                    dead_hosts.insert(host);
                }
            }
            Err(error) => tracing::info!(%url, %error, "a picture is left out"),
        }
    }
    let lead = found
        .image
        .as_ref()
        .and_then(|image| brought.get(image).cloned());
    let in_text = picture_sources(&found.content_html);
    let shown_in_text = |lead: &Brought| {
        in_text.iter().any(|address| {
            brought
                .get(address)
                .is_some_and(|picture| picture.hash == lead.hash)
        })
    };
    let lead = lead.filter(|lead| !shown_in_text(lead));
    Ok((brought, lead))
}

/// Whether the fault lies with the host and not with the one picture.
fn is_of_host(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::NameNotFound { .. }
            | FetchError::Unreachable { .. }
            | FetchError::TooSlow { .. }
            | FetchError::Refused { .. }
    )
}
