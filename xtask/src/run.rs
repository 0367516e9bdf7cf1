//! Running other programs, and keeping account of several parts of work.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// The folder that everything built goes to.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A program, started in the folder of the workspace.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    // What `cargo run` says about this package must not reach the builds started from here: a build script that
    // looks at it would run again each time.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|p| text.starts_with(p))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// Cargo, the same that started this program.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program whose output people see.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    eprintln!("$ {shown}");
    let status = command.status().with_context(|| format!("`{shown}` cannot be started"))?;
    if !status.success() {
        bail!("`{shown}` failed: {status}");
    }
    Ok(())
}

/// Runs a program whose output is only of interest when it fails.
pub fn quiet(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("`{shown}` cannot be started"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        bail!("`{shown}` failed: {}\n{text}{said}", output.status);
    }
    Ok(text)
}

/// Whether a program can be started and ends well.
pub fn succeeds(command: &mut Command) -> bool {
    let command = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The command as a person would type it, with paths below the workspace made short.
fn shown(command: &Command) -> String {
    let root = root();
    let short = |word: &OsStr| {
        let path = Path::new(word);
        path.strip_prefix(&root).unwrap_or(path).display().to_string()
    };
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name).chain(command.get_args()).map(short).collect::<Vec<_>>().join(" ")
}

/// Parts of work that are all done, even when one fails, and told together at the end.
#[derive(Debug, Default)]
pub struct Account {
    parts: Vec<(String, Duration, Option<String>)>,
}

impl Account {
    /// Does a part and notes how it went.
    pub fn part(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        eprintln!("\n== {name}");
        let start = Instant::now();
        let failure = work().err().map(|error| format!("{error:#}"));
        if let Some(failure) = &failure {
            eprintln!("{name}: {failure}");
        }
        self.parts.push((name.to_owned(), start.elapsed(), failure));
    }

    /// Tells how each part went.
    ///
    /// # Errors
    /// A part failed.
    pub fn close(self) -> Result<()> {
        eprintln!();
        for (name, took, failure) in &self.parts {
            let word = if failure.is_some() { "FAILED" } else { "ok" };
            eprintln!("{word:>6}  {:>7.1} s  {name}", took.as_secs_f64());
        }
        let failed = self.parts.iter().filter(|(_, _, failure)| failure.is_some()).count();
        let passed = self.parts.len().saturating_sub(failed);
        eprintln!("{passed} parts passed, {failed} failed");
        if failed > 0 {
            bail!("{failed} of {} parts failed", self.parts.len());
        }
        Ok(())
    }
}
