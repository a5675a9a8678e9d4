//! Writes every sample of every view into a folder, with the assets they need, to look at in a browser:
//! `cargo run -p clipsheet-server --example samples -- FOLDER`, then serve that folder as a site's root.

use std::path::PathBuf;
use std::{env, fs};

use clipsheet_server::views::samples::render_all;

const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="960" height="600" viewBox="0 0 960 600"><rect width="960" height="600" fill="#cfd9d6"/><path d="M0 330h960v270H0z" fill="#8fa5a0"/><path d="M0 600 420 360h330l210 240z" fill="#b9ab93"/><g stroke="#2b2620" stroke-width="5" stroke-linejoin="round"><path d="M380 270h250v190H380z" fill="#c98f52"/><path d="M380 330h250M380 395h250M440 270v190M570 270v190" fill="none"/><path d="M460 345h90v45h-90z" fill="#f5ecd0"/><path d="M480 262c0-40 20-62 58-62 26 0 34 16 54 20-16 12-26 40-60 44z" fill="#fff"/><path d="M592 220l22 4-20 8z" fill="#e2a52c"/></g><circle cx="570" cy="214" r="4"/></svg>"##;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name the folder to write to")?);
    let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets");
    fs::create_dir_all(folder.join("assets"))?;
    fs::create_dir_all(folder.join("pictures"))?;
    let mut desk = String::new();
    for asset in fs::read_dir(assets)? {
        let asset = asset?;
        let name = asset.file_name();
        fs::copy(asset.path(), folder.join("assets").join(&name))?;
        // The desk's style sheet is served in one piece.
        let name = name.to_string_lossy();
        if name.starts_with("desk-") && name.ends_with(".css") {
            desk.push_str(&fs::read_to_string(asset.path())?);
        }
    }
    let path = folder.join("assets/desk.css");
    fs::write(&path, fs::read_to_string(&path)? + &desk)?;
    fs::write(folder.join("pictures/crate.svg"), PICTURE)?;
    for sample in render_all()? {
        fs::write(
            folder.join(sample.name).with_extension("html"),
            &sample.html,
        )?;
        println!("{:>7} bytes  {}.html", sample.html.len(), sample.name);
    }
    Ok(())
}
