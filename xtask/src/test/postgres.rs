//! One PostgreSQL for all tests, in a temporary folder, on a free port of the loopback address.

use crate::run::{program, quiet, succeeds};
use crate::system;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How many ports are tried: another program may take one in between.
const PORTS_TRIED: usize = 5;
/// How long a server may take until it answers.
const START: Duration = Duration::from_secs(60);
/// How long to wait before asking again.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A running cluster, stopped and removed when dropped.
#[derive(Debug)]
pub struct Cluster {
    dir: PathBuf,
    bin: PathBuf,
    as_postgres: bool,
    port: u16,
    child: Option<Child>,
}

impl Cluster {
    /// Makes and starts a cluster with `fsync` on, as in service.
    ///
    /// # Errors
    /// PostgreSQL is missing or does not start.
    pub fn start() -> Result<Self> {
        let bin = system::newest_postgres().context("there is no PostgreSQL under /usr/lib/postgresql")?;
        let dir = std::env::temp_dir().join(format!("congvu-test-postgres-{}", std::process::id()));
        std::fs::create_dir(&dir).with_context(|| format!("`{}` cannot be made", dir.display()))?;
        let mut cluster = Self { dir, bin, as_postgres: system::is_root()?, port: 0, child: None };
        if cluster.as_postgres {
            quiet(program("chown").arg("postgres").arg(&cluster.dir))?;
        }
        // A Vietnamese collation, so that a query that depends on the server's order is found out.
        let init = ["--auth=trust", "--username=congvu", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
        let order = ["--locale-provider=icu", "--icu-locale=vi-VN"];
        quiet(cluster.command("initdb").args(init).args(order).arg("--pgdata").arg(cluster.data()))?;
        let mut failure = None;
        for _ in 0..PORTS_TRIED {
            cluster.port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            match cluster.start_on_port() {
                Ok(()) => return Ok(cluster),
                Err(error) => failure = Some(error),
            }
        }
        match failure {
            Some(error) => Err(error.context(cluster.log())),
            None => bail!("no port was tried"),
        }
    }

    /// Address of its maintenance database; the user may create others.
    pub fn url(&self) -> String {
        format!("postgres://congvu@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts the server as a child: who interrupts the tests at the terminal stops it, too.
    fn start_on_port(&mut self) -> Result<()> {
        let log = File::options().create(true).append(true).open(self.dir.join("log"))?;
        let mut command = self.command("postgres");
        command.args(["-p", &self.port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on"]);
        command.args(["-c", "max_connections=200", "-c"]);
        command.arg(format!("unix_socket_directories={}", self.dir.display())).arg("-D").arg(self.data());
        let mut child = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let start = Instant::now();
        while child.try_wait()?.is_none() && start.elapsed() < START {
            let port = self.port.to_string();
            if succeeds(program(self.bin.join("pg_isready")).args(["-h", "127.0.0.1", "-p", &port])) {
                self.child = Some(child);
                return Ok(());
            }
            std::thread::sleep(LOOK_AGAIN);
        }
        self.stop();
        let _ = child.wait();
        bail!("PostgreSQL does not start on port {}", self.port)
    }

    /// `pg_ctl` stops the process whose number stands in the cluster's own folder, and no other.
    fn stop(&self) {
        if self.data().join("postmaster.pid").exists() {
            let mut stop = self.command("pg_ctl");
            succeeds(stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data()));
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    /// PostgreSQL refuses to run as root.
    fn command(&self, name: &str) -> Command {
        let path = self.bin.join(name);
        let mut command = if self.as_postgres {
            let mut command = program("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            program(path)
        };
        command.current_dir(&self.dir);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
        if let Some(child) = &mut self.child {
            let _ = child.wait();
        }
        if let Err(error) = std::fs::remove_dir_all(&self.dir) {
            eprintln!("`{}` cannot be removed: {error}", self.dir.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing() {
        let cluster = Cluster::start().unwrap();
        let answer =
            quiet(program(cluster.bin.join("psql")).args([&cluster.url(), "-Atc", "SHOW fsync"])).unwrap();
        assert_eq!(answer.trim(), "on");
        let (dir, url, psql) = (cluster.dir.clone(), cluster.url(), cluster.bin.join("psql"));
        drop(cluster);
        assert!(!dir.exists());
        assert!(!succeeds(program(psql).args([&url, "-Atc", "SELECT 1"])));
    }
}
