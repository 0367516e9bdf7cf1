//! A real browser uses a real server.

use crate::run::{self, cargo, program, root, target};
use crate::system;
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long the server may take until it says where it is.
const START: Duration = Duration::from_secs(120);
/// Lines of the server's log that are shown when a test failed.
const LOG_LINES: usize = 40;

/// A test in `congvu/tests`; any would do.
const TEST_OF_BINARY: &str = "law";

/// Starts the server with fresh data and runs every test of `tests/browser` on it.
///
/// # Errors
/// A test failed, or there is none.
pub fn run() -> Result<()> {
    let tests = tests()?;
    system::packages(&system::FOR_BROWSER)?;
    let node = system::node()?;
    modules(&node)?;
    build()?;
    let server = Server::start()?;
    // The tests share a server and its clock: one after the other.
    let mut browsing = found(&node, "node");
    browsing
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(&tests)
        .env("CONGVU_URL", &server.url);
    let done = run::run(&mut browsing);
    if done.is_err() {
        eprintln!("\nthe server's last lines:\n{}", server.last_lines());
    }
    done
}

/// The server as the tests in Rust have it, so that nothing is built twice: a test of the binary's package brings the binary, and
/// the whole workspace its features.
pub(super) fn build() -> Result<()> {
    run::run(cargo().args([
        "test",
        "--no-run",
        "--quiet",
        "--workspace",
        "--locked",
        "--test",
        TEST_OF_BINARY,
    ]))
}

/// Installs exactly what the lock file names, unless it is there already.
fn modules(node: &Option<PathBuf>) -> Result<()> {
    let tools = root().join("tools/browser");
    let changed = |file: &str| std::fs::metadata(tools.join(file)).and_then(|m| m.modified()).ok();
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    run::run(
        found(node, "npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&tools),
    )
}

/// A program of Node.js, where it was found.
fn found(node: &Option<PathBuf>, name: &str) -> Command {
    let Some(bin) = node else { return program(name) };
    let mut command = program(bin.join(name));
    let mut path = OsString::from(bin);
    if let Some(rest) = std::env::var_os("PATH") {
        path.push(":");
        path.push(rest);
    }
    command.env("PATH", path);
    command
}

fn tests() -> Result<Vec<PathBuf>> {
    let folder = root().join("tests/browser");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| format!("reading `{}`", folder.display()))? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(".test.mjs") {
            found.push(path);
        }
    }
    found.sort();
    if found.is_empty() {
        bail!("there is no test in `{}`", folder.display());
    }
    Ok(found)
}

/// A running server with data of its own, stopped and removed when dropped.
struct Server {
    child: Child,
    url: String,
    dir: PathBuf,
}

impl Server {
    fn start() -> Result<Self> {
        let dir = std::env::temp_dir().join(format!("congvu-test-server-{}", std::process::id()));
        std::fs::create_dir(&dir).with_context(|| format!("`{}` cannot be made", dir.display()))?;
        let child = program(target().join("debug/congvu"))
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(dir.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(dir.join("log"))?)
            .spawn()
            .context("target/debug/congvu cannot be started")?;
        let mut server = Self { child, url: String::new(), dir };
        let out = server.child.stdout.take().context("the server has no output")?;
        let (send, receive) = mpsc::channel();
        // Reads on after the address, so that the server never writes into a closed pipe.
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if let Some(url) = line.split_whitespace().find(|word| word.starts_with("http://")) {
                    let _ = send.send(url.trim_end_matches('/').to_owned());
                }
            }
        });
        match receive.recv_timeout(START) {
            Ok(url) => server.url = url,
            Err(_) => bail!("the server did not say where it is:\n{}", server.last_lines()),
        }
        Ok(server)
    }

    fn last_lines(&self) -> String {
        let log = std::fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let from = lines.len().saturating_sub(LOG_LINES);
        lines.into_iter().skip(from).collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if let Err(error) = std::fs::remove_dir_all(&self.dir) {
            eprintln!("`{}` cannot be removed: {error}", self.dir.display());
        }
    }
}
