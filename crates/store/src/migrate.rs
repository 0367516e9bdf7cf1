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
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "first", sql: include_str!("../migrations/0001-first.sql") },
    Migration { number: 2, name: "open-matters", sql: include_str!("../migrations/0002-open-matters.sql") },
    Migration { number: 3, name: "listing", sql: include_str!("../migrations/0003-listing.sql") },
    Migration { number: 4, name: "oversight", sql: include_str!("../migrations/0004-oversight.sql") },
    Migration { number: 5, name: "intake", sql: include_str!("../migrations/0005-intake.sql") },
    Migration { number: 6, name: "fees", sql: include_str!("../migrations/0006-fees.sql") },
    Migration { number: 7, name: "notices", sql: include_str!("../migrations/0007-notices.sql") },
    Migration { number: 8, name: "portal", sql: include_str!("../migrations/0008-portal.sql") },
    Migration { number: 9, name: "entry-changes", sql: include_str!("../migrations/0009-entry-changes.sql") },
    Migration { number: 13, name: "sealed", sql: include_str!("../migrations/0013-sealed.sql") },
    Migration { number: 14, name: "visits", sql: include_str!("../migrations/0014-visits.sql") },
    Migration { number: 15, name: "paper-digest", sql: include_str!("../migrations/0015-paper-digest.sql") },
    Migration { number: 16, name: "log", sql: include_str!("../migrations/0016-log.sql") },
    Migration { number: 17, name: "witness", sql: include_str!("../migrations/0017-witness.sql") },
];

impl Migration {
    fn checksum(&self) -> String {
        hex::encode(Sha256::digest(self.sql.as_bytes()))
    }

    /// The text for one engine. PostgreSQL compares text by the database's collation unless told otherwise, which
    /// would make the order of keys and prefix searches depend on the server.
    fn text(&self, engine: Engine) -> String {
        let (key, blob, compact) = match engine {
            Engine::Sqlite => ("TEXT", "BLOB", " WITHOUT ROWID"),
            Engine::Postgres => ("TEXT COLLATE \"C\"", "BYTEA", ""),
        };
        self.sql.replace("{key}", key).replace("{blob}", blob).replace("{compact}", compact)
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
    let mut known = Vec::with_capacity(recorded.len());
    for row in &recorded {
        let (number, name, checksum): (i64, String, String) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        compare(migrations, number, &name, &checksum)?;
        known.push(number);
    }
    // Numbers may be given out before what they name is there: a lower one can come after a higher one.
    for migration in migrations.iter().filter(|m| !known.contains(&m.number)) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::StoreConfig;
    use crate::store::Store;
    use crate::testing::{Backend, TestStore};

    const NEXT: Migration = Migration {
        number: 9_998,
        name: "next",
        sql: "CREATE TABLE later (agency {key} NOT NULL PRIMARY KEY, body {blob}); \
              INSERT INTO later (agency) SELECT agency FROM setting",
    };

    fn and(more: &[Migration]) -> Vec<Migration> {
        [MIGRATIONS, more].concat()
    }

    async fn open(backend: Backend) -> (TestStore, Db) {
        let t = TestStore::open(backend).await.expect("opens");
        let db = Db::open(t.config()).await.expect("connects");
        (t, db)
    }

    async fn check_all(backend: Backend) {
        let (t, db) = open(backend).await;
        t.store.put_setting("binh-duong", "k", "1").await.expect("stored");
        // Once more changes nothing.
        migrate(&db, MIGRATIONS).await.expect("nothing to do");
        // One that fails takes everything of its start with it.
        let sql = "CREATE TABLE half (x BIGINT); SELECT FROM WHERE";
        let broken = Migration { number: NEXT.number + 1, name: "broken", sql };
        let failed = migrate(&db, &and(&[NEXT, broken])).await;
        assert!(matches!(failed, Err(StoreError::Migration(_))), "{failed:?}");
        assert!(sqlx::query("SELECT * FROM later").fetch_all(db.read()).await.is_err());
        // The next version brings its migration, and the data stays.
        migrate(&db, &and(&[NEXT])).await.expect("applied");
        let rows = sqlx::query("SELECT agency FROM later").fetch_all(db.read()).await.expect("read");
        assert_eq!(rows.len(), 1);
        // The older program refuses the newer database, and says so.
        let refused = Store::open(t.config().clone()).await.map(|_| ());
        assert_eq!(
            refused.expect_err("refused").to_string(),
            format!(
                "the database has migration {:04}-next, which this program does not know; use the newer program",
                NEXT.number
            )
        );
        // A published migration that was edited.
        let edited = Migration { sql: "CREATE TABLE later (agency {key})", ..NEXT };
        assert_eq!(
            migrate(&db, &and(&[edited])).await.expect_err("refused").to_string(),
            format!(
                "migration {:04}-next was changed after it was applied; use the program that applied it, \
                 or restore a backup",
                NEXT.number
            )
        );
        db.close().await;
    }

    async fn check_many_nodes(backend: Backend) {
        let t = TestStore::open(backend).await.expect("opens");
        let fresh = match backend {
            Backend::Sqlite => None,
            Backend::Postgres => Some(crate::testing::fresh_postgres().await.expect("a database")),
        };
        let second = format!("{}-2", t.config().database);
        let database = fresh.as_ref().map_or(second, |fresh| fresh.url.clone());
        let nodes: Vec<_> = (0..6)
            .map(|_| tokio::spawn(Store::open(StoreConfig::new(&database, &t.config().files_dir))))
            .collect();
        for node in nodes {
            node.await.expect("no panic").expect("opens").close().await;
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sqlite() {
        check_all(Backend::Sqlite).await;
        check_many_nodes(Backend::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn postgres() {
        check_all(Backend::Postgres).await;
        check_many_nodes(Backend::Postgres).await;
    }

    #[test]
    fn every_file_is_listed() {
        let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(dir)
            .expect("the folder is there")
            .map(|file| file.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        let listed: Vec<String> =
            MIGRATIONS.iter().map(|m| format!("{:04}-{}.sql", m.number, m.name)).collect();
        assert_eq!(files, listed);
        let numbers: Vec<i64> = MIGRATIONS.iter().map(|m| m.number).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "in order, each once");
    }
}
