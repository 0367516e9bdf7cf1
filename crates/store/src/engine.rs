//! The two engines and the connections to them.
//!
//! Everything goes through sqlx's `Any` driver: one code path, numbered placeholders on both engines. What differs is
//! here (how to connect), in the three words of the migrations, in how bulk statements write their placeholders,
//! and in one clause of the job queue.

use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions, Connection, Executor, Pool};

use crate::config::StoreConfig;
use crate::error::StoreError;

/// Which database is underneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Begins a transaction that is going to write. SQLite must take its write lock at once: a read lock that is
    /// raised later fails when another process wrote meanwhile.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Engine::Sqlite => "BEGIN IMMEDIATE",
            Engine::Postgres => "BEGIN",
        }
    }
}

/// Connections for reading and for writing.
#[derive(Debug, Clone)]
pub(crate) struct Db {
    pub(crate) engine: Engine,
    read: AnyPool,
    write: AnyPool,
}

/// A transaction that writes.
pub(crate) type Tx = sqlx::Transaction<'static, Any>;

impl Db {
    /// Connects; `prepare` brings the schema up to date before the first reader connects.
    pub(crate) async fn open(cfg: &StoreConfig) -> Result<Db, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = engine_of(&cfg.database)?;
        let wait = Duration::from_millis(cfg.database_wait_ms);
        let readers = cfg.readers.clamp(1, 64);
        let (write_url, read_url, writers) = match engine {
            Engine::Sqlite => {
                make_folder(&cfg.database)?;
                (with_mode(&cfg.database, "rwc"), with_mode(&cfg.database, "ro"), 1)
            }
            Engine::Postgres => (cfg.database.clone(), cfg.database.clone(), readers.max(2)),
        };
        let write = pool(engine, &write_url, writers, wait, false)?;
        // The writer connects at once: a wrong address is told now, and SQLite's file and WAL exist before readers.
        drop(write.acquire().await.map_err(StoreError::from)?);
        let read = pool(engine, &read_url, readers, wait, true)?;
        Ok(Db { engine, read, write })
    }

    /// Where to read.
    pub(crate) fn read(&self) -> &Pool<Any> {
        &self.read
    }

    /// Where to write a single statement.
    pub(crate) fn write(&self) -> &Pool<Any> {
        &self.write
    }

    /// Begins a transaction that writes.
    pub(crate) async fn begin(&self) -> Result<Tx, sqlx::Error> {
        self.write.begin_with(self.engine.begin()).await
    }

    /// A connection beside the pools, for what takes long.
    pub(crate) async fn connect_aside(database: &str) -> Result<AnyConnection, StoreError> {
        Ok(AnyConnection::connect(database).await?)
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

fn engine_of(database: &str) -> Result<Engine, StoreError> {
    if database.starts_with("postgres://") || database.starts_with("postgresql://") {
        return Ok(Engine::Postgres);
    }
    match database.strip_prefix("sqlite://") {
        Some(path) if path.is_empty() || path.starts_with(":memory:") => Err(StoreError::Config(
            "a database in memory would lose everything at the end; give a file: sqlite:///path/congvu.db"
                .to_owned(),
        )),
        Some(path) if path.contains('?') => {
            Err(StoreError::Config("the path of a SQLite database takes no `?` options".to_owned()))
        }
        Some(_) => Ok(Engine::Sqlite),
        // The address may hold a password, so it is not repeated here.
        None => Err(StoreError::Config(
            "the database must be sqlite:///path/congvu.db or postgres://…".to_owned(),
        )),
    }
}

/// SQLite makes the file but not the folder it is in.
fn make_folder(url: &str) -> Result<(), StoreError> {
    let path = std::path::Path::new(url.strip_prefix("sqlite://").unwrap_or_default());
    match path.parent().map(std::fs::create_dir_all) {
        Some(Err(e)) => {
            Err(StoreError::Config(format!("the folder of `{}` cannot be made: {e}", path.display())))
        }
        _ => Ok(()),
    }
}

fn with_mode(url: &str, mode: &str) -> String {
    format!("{url}?mode={mode}")
}

fn pool(
    engine: Engine,
    url: &str,
    size: u32,
    wait: Duration,
    read_only: bool,
) -> Result<AnyPool, StoreError> {
    let options = AnyConnectOptions::from_str(url)
        .map_err(|_| StoreError::Config("the database address cannot be read".to_owned()))?
        .disable_statement_logging();
    let wait_ms = wait.as_millis();
    Ok(AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(wait)
        // A connection to a file does not break; one to a server may have since it was last used.
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |conn, _| {
            Box::pin(async move { prepare_connection(engine, conn, wait_ms, read_only).await })
        })
        .connect_lazy_with(options))
}

async fn prepare_connection(
    engine: Engine,
    conn: &mut AnyConnection,
    wait_ms: u128,
    read_only: bool,
) -> Result<(), sqlx::Error> {
    let statements = match (engine, read_only) {
        // FULL: a commit that was acknowledged is on the disk. The checkpoint interval (in pages of 4 KiB) trades
        // the length of the write-ahead log for fewer pauses.
        (Engine::Sqlite, false) => format!(
            "PRAGMA busy_timeout = {wait_ms}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY"
        ),
        (Engine::Sqlite, true) => format!(
            "PRAGMA busy_timeout = {wait_ms}; PRAGMA query_only = ON; PRAGMA cache_size = -16384; \
             PRAGMA temp_store = MEMORY"
        ),
        (Engine::Postgres, false) => {
            format!("SET statement_timeout = 60000; SET lock_timeout = {}", wait_ms.max(1))
        }
        (Engine::Postgres, true) => {
            "SET statement_timeout = 60000; SET default_transaction_read_only = on".to_owned()
        }
    };
    conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(statements))).await?;
    Ok(())
}
