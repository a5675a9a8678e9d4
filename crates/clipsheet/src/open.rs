//! Opening the paper in its data folder.

use crate::args::Place;
use anyhow::{Context, bail};
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::{App, AppOptions, Clock};
use clipsheet_store::{DatabaseUrl, Millis, Store};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// What stands in the data folder, and the store it leads to.
pub(crate) struct Opened {
    pub(crate) file: ConfigFile,
    pub(crate) store: Store,
}

/// Opens the store of a paper that is there. Who mistypes the folder must not be given another, empty paper.
pub(crate) async fn open_existing(place: &Place) -> anyhow::Result<Opened> {
    let folder = place.data.display();
    if !place.data.is_dir() && place.database.is_none() {
        bail!(
            "there is no paper in {folder}: it is no folder. Say where the paper is with --data DIR, or begin one with `clipsheet serve`"
        );
    }
    let file = ConfigFile::read(&place.data.join("clipsheet.toml"))?;
    if let DatabaseUrl::Sqlite(path) = database(place, &file)?
        && !path.exists()
    {
        bail!(
            "there is no paper in {folder}: {} is missing. Say where the paper is with --data DIR, or begin one with `clipsheet serve`",
            path.display()
        );
    }
    open_store(place).await
}

fn database(place: &Place, file: &ConfigFile) -> anyhow::Result<DatabaseUrl> {
    Ok(match place.database.as_ref().or(file.database.as_ref()) {
        Some(url) => DatabaseUrl::parse(url)?,
        None => DatabaseUrl::Sqlite(place.data.join("clipsheet.db")),
    })
}

/// Makes the data folder, reads clipsheet.toml, opens the store, a new one if need be.
pub(crate) async fn open_store(place: &Place) -> anyhow::Result<Opened> {
    make_private_folder(&place.data).with_context(|| {
        format!(
            "cannot make the data folder {}. Check that you may write there, or choose another with --data",
            place.data.display()
        )
    })?;
    let file = ConfigFile::read(&place.data.join("clipsheet.toml"))?;
    let store = Store::open(&database(place, &file)?, now()).await?;
    Ok(Opened { file, store })
}

/// Opens the paper. `address` is where it listens, if it does.
pub(crate) async fn open(
    place: &Place,
    opened: Opened,
    address: Option<&str>,
) -> anyhow::Result<Arc<App>> {
    let public_url = match address {
        Some(address) => base_address(opened.file.public_url.as_deref(), address),
        None => paper_address(place, &opened.file),
    };
    let options = AppOptions {
        store: opened.store,
        data: place.data.clone(),
        public_url,
        file: opened.file,
        clock: Clock::System,
    };
    Ok(App::open(options).await?)
}

/// The address that the paper's links begin with, without a slash at the end: what the file says, else where the paper
/// listens. Nobody can be sent to "every address", so that becomes this machine's own.
pub(crate) fn base_address(public_url: Option<&str>, listen: &str) -> String {
    if let Some(url) = public_url {
        return url.trim_end_matches('/').to_owned();
    }
    match listen.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_unspecified() => {
            format!("http://127.0.0.1:{}", address.port())
        }
        _ => format!("http://{listen}"),
    }
}

/// Where the address stands at which the paper of a data folder listens, or did last.
fn kept_address_file(place: &Place) -> PathBuf {
    place.data.join("listening")
}

/// Notes at which address the paper listens: what is said on the command line of one process is not known to the others. A
/// folder that cannot be written does not keep the paper from being served.
pub(crate) fn keep_address(place: &Place, address: SocketAddr) {
    let path = kept_address_file(place);
    if let Err(error) = std::fs::write(&path, format!("{address}\n")) {
        tracing::warn!(%error, path = %path.display(), "the address could not be noted");
    }
}

/// The address that links to the paper begin with when another process serves it: what the file says, else where it listens, or
/// did last, else where it would.
pub(crate) fn paper_address(place: &Place, file: &ConfigFile) -> String {
    let kept = std::fs::read_to_string(kept_address_file(place)).ok();
    let kept = kept.and_then(|text| text.trim().parse::<SocketAddr>().ok());
    let listen = match kept {
        Some(address) => address.to_string(),
        None => file
            .listen
            .clone()
            .unwrap_or_else(|| crate::serve::LISTEN.into()),
    };
    base_address(file.public_url.as_deref(), &listen)
}

/// Whether nobody but this machine can come to an address.
pub(crate) fn is_only_here(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

pub(crate) fn now() -> Millis {
    Clock::System.now()
}

/// Makes the folder, for its owner's eyes only: the paper's secret and its readers' addresses are in it. One that is
/// there already is left as it is.
fn make_private_folder(path: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_somewhere() {
        for (public_url, listen, base) in [
            (None, "127.0.0.1:8080", "http://127.0.0.1:8080"),
            (None, "0.0.0.0:8081", "http://127.0.0.1:8081"),
            (None, "[::]:8082", "http://127.0.0.1:8082"),
            (None, "[::1]:8083", "http://[::1]:8083"),
            (None, "192.0.2.7:80", "http://192.0.2.7:80"),
            (None, "localhost:8084", "http://localhost:8084"),
            (
                Some("https://tide.example/"),
                "0.0.0.0:80",
                "https://tide.example",
            ),
        ] {
            assert_eq!(base_address(public_url, listen), base);
        }
    }

    #[test]
    fn who_can_come_is_known() {
        for (address, only_here) in [
            ("127.0.0.1:80", true),
            ("[::1]:80", true),
            ("[::ffff:127.0.0.1]:80", true),
            ("0.0.0.0:80", false),
            ("[::]:80", false),
            ("192.0.2.7:80", false),
        ] {
            assert_eq!(
                is_only_here(address.parse().unwrap()),
                only_here,
                "{address}"
            );
        }
    }
}
