//! The store: opening, committing, closing.

use std::path::Path;
use std::sync::Arc;

use sqlx::Connection;
use sqlx::any::AnyRow;

use crate::committer::Queue;
use crate::config::{MAX_LIMIT, StoreConfig};
use crate::engine::{Db, Engine};
use crate::error::{CommitError, StoreError};
use crate::files::FileStore;
use crate::migrate::{MIGRATIONS, migrate};
use crate::work::{Committed, Work};

/// The database and the files. Cheap to clone; all clones share the connections and the committer.
#[derive(Debug, Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    db: Db,
    database: String,
    queue: Queue,
    files: FileStore,
}

impl Store {
    /// Opens the database and the folder of files, bringing the schema up to date. Must be called within a Tokio
    /// runtime, which then runs the committer.
    ///
    /// # Errors
    /// [`StoreError::Config`] for an address or folder that cannot be used, [`StoreError::Migration`] when the schema
    /// is not this program's, [`StoreError::Database`] when the database cannot be reached.
    pub async fn open(cfg: StoreConfig) -> Result<Store, StoreError> {
        let files = FileStore::open(&cfg.files_dir).map_err(|e| {
            StoreError::Config(format!("the folder `{}` cannot be used: {e}", cfg.files_dir.display()))
        })?;
        let db = Db::open(&cfg).await?;
        migrate(&db, MIGRATIONS).await?;
        let queue = Queue::start(db.clone(), &cfg);
        Ok(Store { inner: Arc::new(Inner { db, database: cfg.database, queue, files }) })
    }

    /// Stores what is queued, then closes the connections. Later calls on any clone fail with
    /// [`StoreError::Closed`].
    pub async fn close(&self) {
        self.inner.queue.stop().await;
        self.inner.db.close().await;
    }

    /// The files.
    pub fn files(&self) -> &FileStore {
        &self.inner.files
    }

    /// Stores a work durably, or tells why not. Works that come at the same time share one transaction; one that
    /// fails does not touch the others. Dropping the future does not undo a work that is queued already.
    ///
    /// # Errors
    /// Each variant of [`CommitError`] says what the caller can do.
    pub async fn commit(&self, work: Work) -> Result<Committed, CommitError> {
        self.inner.queue.commit(work).await
    }

    /// Whether the database answers; for health checks.
    ///
    /// # Errors
    /// Any [`StoreError`] that reading meets.
    pub async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1").execute(self.db().read()).await?;
        Ok(())
    }

    /// Copies a SQLite database, as it is at this moment, into a new file, while work goes on. The files of
    /// [`FileStore`] never change, so copying their folder afterwards completes a backup.
    ///
    /// # Errors
    /// [`StoreError::Config`] on PostgreSQL (use `pg_dump` or base backups) and when `to` exists already.
    pub async fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        if self.db().engine == Engine::Postgres {
            return Err(StoreError::Config(
                "PostgreSQL is backed up with its own tools, such as pg_dump".to_owned(),
            ));
        }
        if to.exists() {
            return Err(StoreError::Config(format!("`{}` exists already; name a new file", to.display())));
        }
        let Some(path) = to.to_str() else {
            return Err(StoreError::Config("the name of the copy must be UTF-8".to_owned()));
        };
        let mut conn = Db::connect_aside(&self.inner.database).await?;
        sqlx::query("VACUUM INTO $1").bind(path).execute(&mut conn).await?;
        // The copy is a backup only once it is on the disk.
        let copy = std::fs::File::open(to).and_then(|file| file.sync_all());
        copy.map_err(|e| StoreError::Config(format!("`{}` cannot be written: {e}", to.display())))?;
        conn.close().await?;
        Ok(())
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// Rows of a reading query.
    pub(crate) async fn rows(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
    ) -> Result<Vec<AnyRow>, StoreError> {
        Ok(query.fetch_all(self.db().read()).await?)
    }

    /// The row of a reading query, if there is one.
    pub(crate) async fn row(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
    ) -> Result<Option<AnyRow>, StoreError> {
        Ok(query.fetch_optional(self.db().read()).await?)
    }

    /// A single writing statement; gives how many rows it changed.
    pub(crate) async fn change(
        &self,
        query: sqlx::query::Query<'_, sqlx::Any, sqlx::any::AnyArguments>,
    ) -> Result<u64, StoreError> {
        Ok(query.execute(self.db().write()).await?.rows_affected())
    }
}

/// A limit that the caller gave, kept within bounds.
pub(crate) fn bounded(limit: u32) -> i64 {
    i64::from(limit.clamp(1, MAX_LIMIT))
}
