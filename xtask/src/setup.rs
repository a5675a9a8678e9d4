//! `cargo xtask setup`: everything that the tests need and `cargo` does not bring.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clipsheet_testkit::{tools, workspace_root};

use crate::run;

/// One thing that must be on the machine, how to see that it is, and the Debian package it comes in.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

/// The tools that come from the operating system.
const NEEDS: &[Need] = &[
    Need {
        what: "a C compiler (SQLite is compiled in)",
        packages: &["build-essential"],
        is_there: || tools::in_path("cc").is_some(),
    },
    Need {
        what: "a PostgreSQL server, 13 or newer",
        packages: &["postgresql"],
        is_there: || tools::postgres_bin().is_some(),
    },
    Need {
        what: "Chromium",
        packages: &["chromium"],
        is_there: || tools::chromium().is_some(),
    },
    Need {
        what: "Chromium's WebDriver",
        packages: &["chromium-driver"],
        is_there: || tools::in_path("chromedriver").is_some(),
    },
    Need {
        what: "a serif and a typewriter face for the screenshots",
        packages: &["fonts-liberation"],
        is_there: || {
            // On other systems than Debian fonts live elsewhere; any browser there has its own.
            !Path::new("/usr/bin/apt-get").exists()
                || Path::new("/usr/share/fonts/truetype/liberation").exists()
        },
    },
];

/// Only needed as long as axe-core is not there yet.
const NPM: Need = Need {
    what: "npm (it fetches axe-core, the accessibility checker)",
    packages: &["npm"],
    is_there: || tools::in_path("npm").is_some(),
};

/// Installs what is missing. Does nothing, quickly, when all is there.
///
/// # Errors
/// When something is missing and cannot be installed; the message is the command to type.
pub(crate) fn setup() -> Result<()> {
    let axe_is_there = tools::axe_core().is_ok();
    let mut missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if !axe_is_there && !(NPM.is_there)() {
        missing.push(&NPM);
    }
    install_packages(&missing)?;
    for component in ["fmt", "clippy"] {
        install_cargo_component(component)?;
    }
    if !axe_is_there {
        install_axe_core()?;
    }
    if missing.is_empty() && axe_is_there {
        eprintln!("setup: everything is there");
    }
    Ok(())
}

fn install_packages(missing: &[&Need]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages)
        .copied()
        .collect();
    for need in missing {
        eprintln!("setup: missing {}", need.what);
    }
    let wanted = packages.join(" ");
    if tools::in_path("apt-get").is_none() {
        bail!(
            "please install what is missing with this system's package manager; Debian's names are: {wanted}"
        );
    }
    if !tools::is_root() {
        bail!("please type: sudo apt-get install {wanted}");
    }
    run(apt_get().arg("update"))?;
    run(apt_get()
        .args(["install", "-y", "--no-install-recommends"])
        .args(&packages))?;
    let absent: Vec<&str> = missing
        .iter()
        .filter(|need| !(need.is_there)())
        .map(|need| need.what)
        .collect();
    if !absent.is_empty() {
        bail!(
            "apt-get installed {wanted}, but these were still not found: {}",
            absent.join(", ")
        );
    }
    Ok(())
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .arg("-q")
        .stdin(Stdio::null());
    command
}

/// rustup's minimal profile comes without rustfmt and clippy.
fn install_cargo_component(name: &str) -> Result<()> {
    let answers = crate::cargo()
        .args([name, "--version"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if answers {
        return Ok(());
    }
    let component = if name == "fmt" { "rustfmt" } else { name };
    run(Command::new("rustup").args(["component", "add", component]))
        .with_context(|| format!("`cargo {name}` is missing: install {component} with rustup or your system's package manager"))
}

/// axe-core stays out of the repository (it is MPL-2.0 and half a megabyte): npm puts the pinned
/// version under `target/tools`, and checks its digest.
fn install_axe_core() -> Result<()> {
    let directory = workspace_root().join(tools::TOOLS_DIRECTORY);
    std::fs::create_dir_all(&directory)
        .with_context(|| format!("cannot make {}", directory.display()))?;
    let package = format!("axe-core@{}", tools::AXE_CORE_VERSION);
    run(Command::new("npm")
        .args(["install", "--prefix"])
        .arg(&directory)
        .args(["--no-save", "--no-package-lock", "--ignore-scripts"])
        .args(["--no-audit", "--no-fund", &package])
        .stdin(Stdio::null()))
    .context("npm could not fetch axe-core")?;
    tools::axe_core().map_err(anyhow::Error::msg)?;
    Ok(())
}
