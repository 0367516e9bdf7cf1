//! Brings the schema up to date, and refuses a schema that is not what this program was written for.

use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Row};

use crate::engine::{Db, Engine};
use crate::error::StoreError;

/// One numbered file of `migrations/`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// All migrations in order. A published one is never changed: add another.
pub(crate) const MIGRATIONS: &[Migration] =
    &[Migration { number: 1, name: "first", sql: include_str!("../migrations/0001-first.sql") }];

impl Migration {
    fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.sql.as_bytes()))
    }

    /// The text for one engine. PostgreSQL compares text by the database's collation unless told otherwise, which
    /// would make the order of keys and prefix searches depend on the server.
    fn text(&self, engine: Engine) -> String {
        let (key, blob) = match engine {
            Engine::Sqlite => ("TEXT", "BLOB"),
            Engine::Postgres => ("TEXT COLLATE \"C\"", "BYTEA"),
        };
        self.sql.replace("{key}", key).replace("{blob}", blob)
    }
}

/// Applies what is missing, in one transaction; several nodes may start at once.
pub(crate) async fn migrate(db: &Db, migrations: &[Migration]) -> Result<(), StoreError> {
    prepare(db).await?;
    let mut tx = db.begin().await?;
    // Row 0 is the lock: a second node waits here until the first has committed.
    sqlx::query("UPDATE migration SET name = name WHERE number = 0").execute(&mut *tx).await?;
    let recorded =
        sqlx::query("SELECT number, name, checksum FROM migration WHERE number > 0 ORDER BY number")
            .fetch_all(&mut *tx)
            .await?;
    for row in &recorded {
        let (number, name, checksum): (i64, String, String) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        compare(migrations, number, &name, &checksum)?;
    }
    for migration in migrations.iter().skip(recorded.len()) {
        sqlx::raw_sql(AssertSqlSafe(migration.text(db.engine))).execute(&mut *tx).await.map_err(|e| {
            StoreError::Migration(format!("migration {:04}-{} failed: {e}", migration.number, migration.name))
        })?;
        sqlx::query("INSERT INTO migration (number, name, checksum) VALUES ($1, $2, $3)")
            .bind(migration.number)
            .bind(migration.name)
            .bind(migration.checksum())
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Makes the table of migrations. Two PostgreSQL sessions that make the same table at once can collide even with
/// IF NOT EXISTS, so a failure is tried again.
async fn prepare(db: &Db) -> Result<(), StoreError> {
    let text = "CREATE TABLE IF NOT EXISTS migration (number BIGINT NOT NULL PRIMARY KEY, \
                name TEXT NOT NULL, checksum TEXT NOT NULL); \
                INSERT INTO migration (number, name, checksum) VALUES (0, 'lock', '') \
                ON CONFLICT (number) DO NOTHING";
    let mut tries = 0;
    loop {
        match sqlx::raw_sql(text).execute(db.write()).await {
            Ok(_) => return Ok(()),
            Err(_) if tries < 3 => tries += 1,
            Err(e) => return Err(e.into()),
        }
    }
}

fn compare(migrations: &[Migration], number: i64, name: &str, checksum: &str) -> Result<(), StoreError> {
    let Some(known) = migrations.iter().find(|m| m.number == number) else {
        return Err(StoreError::Migration(format!(
            "the database has migration {number:04}-{name}, which this program does not know; use the newer program"
        )));
    };
    if known.checksum() != checksum {
        return Err(StoreError::Migration(format!(
            "migration {number:04}-{name} was changed after it was applied; use the program that applied it, \
             or restore a backup"
        )));
    }
    Ok(())
}
