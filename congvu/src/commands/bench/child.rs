//! Servers started as processes of their own, by this same program, and ended by their number.

use anyhow::{Context, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server gets to end after SIGTERM.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running server. Ended when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts the real server on demo data.
    pub fn real(data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        Self::demo(data, database, &[])
    }

    /// The same, without setting papers that nobody asks for.
    pub fn without_papers(data: &Path, database: Option<&str>) -> anyhow::Result<Self> {
        Self::demo(data, database, &["--papers-on-demand"])
    }

    fn demo(data: &Path, database: Option<&str>, more: &[&str]) -> anyhow::Result<Self> {
        let mut words: Vec<&OsStr> =
            ["serve", "--demo", "--listen", "127.0.0.1:0", "--data"].map(OsStr::new).into();
        words.push(data.as_os_str());
        words.extend(more.iter().map(OsStr::new));
        if let Some(database) = database {
            words.extend(["--database", database].map(OsStr::new));
        }
        Self::start(&words, data)
    }

    /// Starts this program with these words; its log goes to `server.log` in the folder.
    pub fn start(words: &[&OsStr], folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let log = std::fs::File::create(folder.join("server.log"))?;
        let program = std::env::current_exe().context("this program does not know its own file")?;
        let mut child = Command::new(program)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let out = child.stdout.take().context("the server has no output")?;
        let mut server = Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let Some(at) = line.split("http://").nth(1).map(|rest| rest.trim().trim_end_matches('/')) else {
            let said = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
            bail!("the server did not start; it said: {}", said.trim());
        };
        server.address = at.parse().with_context(|| format!("`{at}` is no address"))?;
        Ok(server)
    }

    /// Number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it: asks first, so that it finishes what it is doing.
    pub fn stop(&mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let begun = Instant::now();
        while asked.as_ref().is_ok_and(std::process::ExitStatus::success) && begun.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}
