//! `clipsheet serve`.

use crate::args::{Place, Serve};
use crate::connections::{self, Limits};
use crate::open::{base_address, is_only_here, keep_address, now, open, open_store};
use anyhow::{Context, bail};
use clipsheet_server::staff::invite_owner;
use clipsheet_server::{follow, poll, router, starter};
use tokio::net::TcpListener;

/// Where the paper listens unless told otherwise.
pub(crate) const LISTEN: &str = "127.0.0.1:8080";

pub(crate) async fn serve(place: &Place, serve: &Serve) -> anyhow::Result<()> {
    let opened = open_store(place).await?;
    let wanted = serve
        .listen
        .clone()
        .or_else(|| opened.file.listen.clone())
        .unwrap_or_else(|| LISTEN.into());
    let listener = listen(&wanted).await?;
    let address = listener.local_addr()?;
    keep_address(place, address);
    let told = opened.file.public_url.is_some();
    let app = open(place, opened, Some(&address.to_string())).await?;
    if !serve.empty && starter::is_blank(&app).await? {
        eprintln!("There is no paper here yet: printing the starter paper.");
        starter::make(&app).await?;
    }
    starter::ensure_basics(&app).await?;
    follow::start(&app);
    poll::start(&app);
    eprintln!("Listening on {}/", base_address(None, &address.to_string()));
    if !told && !is_only_here(address) {
        eprintln!(
            "Links in feeds and permalinks begin with {}. Readers elsewhere cannot follow that: put the paper's address as public_url into clipsheet.toml.",
            app.public_url
        );
    }
    if !app.store.read(clipsheet_store::has_owner).await? {
        let link = invite_owner(&app.store, now()).await?;
        eprintln!(
            "To become the owner, open this once: {}{link}",
            app.public_url
        );
    }
    connections::serve(listener, router(&app), Limits::default(), stopped()).await;
    // Views that wait are not worth keeping anybody waiting for, but a quiet end can take them along.
    app.flush().await?;
    app.store.close().await;
    Ok(())
}

async fn listen(wanted: &str) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(wanted).await {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bail!(
            "cannot listen on {wanted}: something listens there already. Stop it, or choose another address, such as --listen 127.0.0.1:8081"
        ),
        Err(error) => Err(error).with_context(|| {
            format!("cannot listen on {wanted}. An address such as 127.0.0.1:8080 is wanted")
        }),
    }
}

/// Until the process is asked to end.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupt.await;
}
