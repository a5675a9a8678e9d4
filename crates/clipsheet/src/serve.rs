//! `clipsheet serve`.

use crate::args::{Place, Serve};
use crate::open::{now, open, open_store};
use anyhow::{Context, bail};
use axum::serve::ListenerExt;
use clipsheet_server::{follow, owner, router, starter};
use std::net::SocketAddr;
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
    let app = open(place, opened, Some(&address.to_string())).await?;
    if !serve.empty && starter::is_blank(&app).await? {
        eprintln!("The data folder is empty: printing the starter paper.");
        starter::make(&app).await?;
    }
    starter::ensure_basics(&app).await?;
    follow::start(&app);
    let base = if address.ip().is_unspecified() {
        format!("http://127.0.0.1:{}", address.port())
    } else {
        format!("http://{address}")
    };
    eprintln!("Listening on {base}/");
    if !owner::exists(&app.store).await? {
        let link = owner::make_link(&app.store, now()).await?;
        eprintln!("To become the owner, open this once: {base}{link}");
    }
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    // A page goes out in one piece; waiting for more to send with it would only delay it.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(stopped())
        .await?;
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

/// `clipsheet owner-link`.
pub(crate) async fn owner_link(place: &Place) -> anyhow::Result<()> {
    let opened = open_store(place).await?;
    let link = owner::make_link(&opened.store, now()).await?;
    let base =
        opened.file.public_url.clone().unwrap_or_else(|| {
            format!("http://{}", opened.file.listen.as_deref().unwrap_or(LISTEN))
        });
    println!("{}{link}", base.trim_end_matches('/'));
    Ok(())
}
