//! Opening the paper in its data folder.

use crate::args::Place;
use anyhow::Context;
use clipsheet_server::settings::ConfigFile;
use clipsheet_server::{App, AppOptions, Clock};
use clipsheet_store::{DatabaseUrl, Millis, Store};
use std::sync::Arc;

/// What stands in the data folder, and the store it leads to.
pub(crate) struct Opened {
    pub(crate) file: ConfigFile,
    pub(crate) store: Store,
}

/// Makes the data folder, reads clipsheet.toml, opens the store.
pub(crate) async fn open_store(place: &Place) -> anyhow::Result<Opened> {
    make_private_folder(&place.data).with_context(|| {
        format!(
            "cannot make the data folder {}. Check that you may write there, or choose another with --data",
            place.data.display()
        )
    })?;
    let file = ConfigFile::read(&place.data.join("clipsheet.toml"))?;
    let url = match place.database.as_ref().or(file.database.as_ref()) {
        Some(url) => DatabaseUrl::parse(url)?,
        None => DatabaseUrl::Sqlite(place.data.join("clipsheet.db")),
    };
    let store = Store::open(&url, now()).await?;
    Ok(Opened { file, store })
}

/// Opens the paper. `address` is where it listens, if it does.
pub(crate) async fn open(
    place: &Place,
    opened: Opened,
    address: Option<&str>,
) -> anyhow::Result<Arc<App>> {
    let public_url = opened.file.public_url.clone().unwrap_or_else(|| {
        let address = address
            .or(opened.file.listen.as_deref())
            .unwrap_or(crate::serve::LISTEN);
        format!("http://{address}")
    });
    let options = AppOptions {
        store: opened.store,
        data: place.data.clone(),
        public_url: public_url.trim_end_matches('/').to_owned(),
        file: opened.file,
        clock: Clock::System,
    };
    Ok(App::open(options).await?)
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
