//! Stores for tests, on both engines. Not part of the program.
//!
//! PostgreSQL: `CONGVU_TEST_POSTGRES` names a running cluster (a `postgres://` address whose user may create
//! databases); without it the test starts one of its own from Debian's packages and stops it at the end. Each test
//! gets a database of its own. A PostgreSQL that cannot be started is an error, never a skipped test.

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

use crate::config::StoreConfig;
use crate::store::Store;

/// What failed, for the test's output.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Which engine a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a temporary folder.
    Sqlite,
    /// A fresh database in a cluster.
    Postgres,
}

/// A fresh store, removed at the end.
pub struct TestStore {
    /// The store.
    pub store: Store,
    config: StoreConfig,
    _database: Option<FreshPostgres>,
    _dir: TempDir,
}

impl TestStore {
    /// Opens a fresh store.
    pub async fn open(backend: Backend) -> Result<TestStore, Error> {
        Self::open_with(backend, |_| {}).await
    }

    /// Opens a fresh store with other limits than the usual ones.
    pub async fn open_with(
        backend: Backend,
        change: impl FnOnce(&mut StoreConfig),
    ) -> Result<TestStore, Error> {
        let dir = tempfile::tempdir()?;
        let (database, fresh) = match backend {
            Backend::Sqlite => (format!("sqlite://{}", dir.path().join("congvu.db").display()), None),
            Backend::Postgres => {
                let fresh = fresh_postgres().await?;
                (fresh.url.clone(), Some(fresh))
            }
        };
        let mut config = StoreConfig::new(database, dir.path().join("files"));
        change(&mut config);
        let store = Store::open(config.clone()).await?;
        Ok(TestStore { store, config, _database: fresh, _dir: dir })
    }

    /// Opens a fresh store in a cluster that the test may crash.
    pub async fn open_in(cluster: &Arc<Cluster>) -> Result<TestStore, Error> {
        let dir = tempfile::tempdir()?;
        let fresh = fresh_database(&cluster.url, Some(Arc::clone(cluster))).await?;
        let config = StoreConfig::new(&fresh.url, dir.path().join("files"));
        let store = Store::open(config.clone()).await?;
        Ok(TestStore { store, config, _database: Some(fresh), _dir: dir })
    }

    /// What the store was opened with, to open it once more.
    pub fn config(&self) -> &StoreConfig {
        &self.config
    }

    /// Closes the store and opens it again on the same data.
    pub async fn reopen(&mut self) -> Result<(), Error> {
        self.store.close().await;
        self.store = Store::open(self.config.clone()).await?;
        Ok(())
    }
}

/// A fresh PostgreSQL database; it goes when this is dropped.
#[derive(Debug)]
pub struct FreshPostgres {
    /// Its address.
    pub url: String,
    name: String,
    server: String,
    cluster: Option<Arc<Cluster>>,
}

/// Makes a database in the cluster that `CONGVU_TEST_POSTGRES` names, or in one of the test's own.
pub async fn fresh_postgres() -> Result<FreshPostgres, Error> {
    match std::env::var("CONGVU_TEST_POSTGRES") {
        Ok(server) => fresh_database(&server, None).await,
        Err(_) => {
            // Starting a cluster takes seconds of other programs' work, so it is done aside.
            let cluster = tokio::task::spawn_blocking(shared_cluster).await??;
            fresh_database(&cluster.url, Some(Arc::clone(&cluster))).await
        }
    }
}

async fn fresh_database(server: &str, cluster: Option<Arc<Cluster>>) -> Result<FreshPostgres, Error> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let name = format!("congvu_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    run_sql(server, &[format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")]).await?;
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    Ok(FreshPostgres { url: format!("{base}/{name}"), name, server: server.to_owned(), cluster })
}

async fn run_sql(server: &str, texts: &[String]) -> Result<(), Error> {
    sqlx::any::install_default_drivers();
    let mut conn = sqlx::AnyConnection::connect(server).await?;
    for text in texts {
        sqlx::raw_sql(AssertSqlSafe(text.as_str())).execute(&mut conn).await?;
    }
    conn.close().await?;
    Ok(())
}

impl Drop for FreshPostgres {
    /// A cluster of the test's own goes as a whole; in someone else's nothing must be left behind.
    fn drop(&mut self) {
        if self.cluster.is_some() {
            return;
        }
        let (server, text) =
            (self.server.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        // On a thread with a runtime of its own, because dropping cannot wait for a future.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(run_sql(&server, &[text])))
        });
        let _ = dropping.join();
    }
}

/// A PostgreSQL cluster in a temporary folder, stopped when dropped.
#[derive(Debug)]
pub struct Cluster {
    /// Address of its maintenance database.
    pub url: String,
    dir: PathBuf,
    bin: PathBuf,
}

/// One cluster for the tests of a process: the first starts it, the last stops it.
fn shared_cluster() -> Result<Arc<Cluster>, Error> {
    static SHARED: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(cluster) = shared.upgrade() {
        return Ok(cluster);
    }
    let cluster = Arc::new(Cluster::start()?);
    *shared = Arc::downgrade(&cluster);
    Ok(cluster)
}

impl Cluster {
    /// Makes and starts a cluster on a free port of the loopback address, with `fsync` on.
    pub fn start() -> Result<Cluster, Error> {
        let bin = find_postgres()?;
        let dir = tempfile::Builder::new().prefix("congvu-postgres-").tempdir()?.keep();
        let mut cluster = Cluster { url: String::new(), dir, bin };
        if is_root()? {
            run(Command::new("chown").arg("postgres").arg(&cluster.dir))?;
        }
        let data = cluster.dir.join("data");
        // A Vietnamese collation by default, so that a query that depends on the server's order fails here.
        run(cluster
            .command("initdb")?
            .args(["--auth=trust", "--username=congvu", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
            .args(["--locale-provider=icu", "--icu-locale=vi-VN", "--pgdata"])
            .arg(&data))?;
        let mut last = Error::from("no port was tried");
        for _ in 0..5 {
            // Another process may take the port in between; then the next one is tried.
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let options = format!(
                "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c fsync=on \
                 -c max_connections=200",
                cluster.dir.display()
            );
            let started = run(cluster
                .command("pg_ctl")?
                .args(["start", "--silent", "--wait", "--timeout=60", "--options"])
                .arg(options)
                .arg("--log")
                .arg(cluster.dir.join("log"))
                .arg("--pgdata")
                .arg(&data));
            match started {
                Ok(()) => {
                    cluster.url = format!("postgres://congvu@127.0.0.1:{port}/postgres");
                    return Ok(cluster);
                }
                Err(e) => last = e,
            }
        }
        Err(last)
    }

    /// Stops the cluster as a crash would, without writing anything more, and starts it again on the same port.
    pub fn crash_and_restart(&self) -> Result<(), Error> {
        let data = self.dir.join("data");
        run(self.command("pg_ctl")?.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(&data))?;
        let log = self.dir.join("log");
        run(self
            .command("pg_ctl")?
            .args(["restart", "--silent", "--wait", "--timeout=60", "--log"])
            .arg(log)
            .arg("--pgdata")
            .arg(&data))
    }

    /// PostgreSQL refuses to run as root.
    fn command(&self, program: &str) -> Result<Command, Error> {
        let path = self.bin.join(program);
        let mut command = if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.dir);
        Ok(command)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.dir.join("data");
        if let Ok(mut command) = self.command("pg_ctl") {
            // It may not be running when starting failed.
            let _ = run(command.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(&data));
        }
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

fn is_root() -> Result<bool, Error> {
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

/// The newest of Debian's versions.
fn find_postgres() -> Result<PathBuf, Error> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(Path::new("/usr/lib/postgresql"))
        .map_err(|e| format!("PostgreSQL is needed for the tests (apt-get install postgresql-15): {e}"))?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let version = path.file_name()?.to_str()?.parse().ok()?;
            path.join("bin/postgres").exists().then(|| (version, path.join("bin")))
        })
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin).ok_or_else(|| "no PostgreSQL under /usr/lib/postgresql".into())
}

/// Output goes to files of the cluster or nowhere: a server that inherits the test's pipes would keep them open.
fn run(command: &mut Command) -> Result<(), Error> {
    let log = tempfile::tempfile()?;
    let status = command
        .stdin(std::process::Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log.try_clone()?)
        .status()?;
    if status.success() {
        return Ok(());
    }
    let mut text = String::new();
    let mut log = log;
    std::io::Seek::rewind(&mut log)?;
    std::io::Read::read_to_string(&mut log, &mut text)?;
    Err(format!("{command:?} failed with {status}: {text}").into())
}
