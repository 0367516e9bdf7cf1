//! One PostgreSQL for all tests, in a temporary folder, on a free port of the loopback address.

use crate::run::{program, quiet, succeeds};
use crate::system;
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

/// How many ports are tried: another program may take one in between.
const PORTS_TRIED: usize = 5;

/// A running cluster, stopped and removed when dropped.
#[derive(Debug)]
pub struct Cluster {
    dir: PathBuf,
    bin: PathBuf,
    as_postgres: bool,
    port: u16,
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
        let mut cluster = Self { dir, bin, as_postgres: system::is_root()?, port: 0 };
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

    fn start_on_port(&self) -> Result<()> {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=on -c max_connections=200",
            self.port,
            self.dir.display()
        );
        let start = ["start", "--silent", "--wait", "--timeout=60", "--options", &options, "--log"];
        let mut command = self.command("pg_ctl");
        command.args(start).arg(self.dir.join("log")).arg("--pgdata").arg(self.data());
        // A server that inherited a pipe would keep it open, so it gets none.
        if succeeds(&mut command) { Ok(()) } else { bail!("PostgreSQL does not start on port {}", self.port) }
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
    /// `pg_ctl` stops the process whose number stands in the cluster's own folder, and no other.
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            let mut stop = self.command("pg_ctl");
            succeeds(stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data()));
        }
        if let Err(error) = std::fs::remove_dir_all(&self.dir) {
            eprintln!("`{}` cannot be removed: {error}", self.dir.display());
        }
    }
}
