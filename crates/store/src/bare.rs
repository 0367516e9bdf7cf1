//! A yardstick: the same bytes into SQLite with group commit and fsync, and nothing else. No rules, no versions, no
//! record. Measurements set the real thing beside it; nothing else uses it.

use crate::error::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use std::path::Path;
use tokio::sync::{mpsc, oneshot};

/// Most rows written in one transaction.
const BATCH: usize = 256;
/// Most rows waiting.
const QUEUE: usize = 4_096;

struct Row {
    matter: String,
    act: Vec<u8>,
    done: oneshot::Sender<bool>,
}

/// Rows go in, durable when acknowledged.
#[derive(Clone)]
pub struct Bare {
    queue: mpsc::Sender<Row>,
}

impl Bare {
    /// Opens a new database file.
    ///
    /// # Errors
    /// The file cannot be made.
    pub async fn open(file: &Path) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let mut db = AnyConnection::connect(&format!("sqlite://{}?mode=rwc", file.display())).await?;
        for text in [
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE act (seq BIGINT PRIMARY KEY, matter TEXT NOT NULL, body BLOB NOT NULL)",
            "CREATE TABLE matter (id TEXT PRIMARY KEY, body BLOB NOT NULL)",
        ] {
            sqlx::query(text).execute(&mut db).await?;
        }
        let (queue, rows) = mpsc::channel(QUEUE);
        tokio::spawn(run(db, rows));
        Ok(Self { queue })
    }

    /// Writes one act and the matter that it changes; `true` when they are durable.
    pub async fn write(&self, matter: String, act: Vec<u8>) -> bool {
        let (done, answer) = oneshot::channel();
        self.queue.send(Row { matter, act, done }).await.is_ok() && answer.await.unwrap_or(false)
    }
}

async fn run(mut db: AnyConnection, mut rows: mpsc::Receiver<Row>) {
    let mut seq = 0_i64;
    let mut batch = Vec::with_capacity(BATCH);
    while rows.recv_many(&mut batch, BATCH).await > 0 {
        let written = write(&mut db, &batch, &mut seq).await.is_ok();
        for row in batch.drain(..) {
            let _ = row.done.send(written);
        }
    }
}

async fn write(db: &mut AnyConnection, batch: &[Row], seq: &mut i64) -> Result<(), sqlx::Error> {
    let mut transaction = db.begin().await?;
    let acts = format!("INSERT INTO act (seq, matter, body) VALUES {}", values(batch.len(), 3));
    let mut query = sqlx::query(AssertSqlSafe(acts));
    for row in batch {
        *seq = seq.saturating_add(1);
        query = query.bind(*seq).bind(row.matter.as_str()).bind(row.act.as_slice());
    }
    query.execute(&mut *transaction).await?;
    // One statement cannot change a row twice: the last act of a matter in the batch counts.
    let mut last: std::collections::BTreeMap<&str, &[u8]> = std::collections::BTreeMap::new();
    last.extend(batch.iter().map(|row| (row.matter.as_str(), row.act.as_slice())));
    let matters = format!(
        "INSERT INTO matter (id, body) VALUES {} ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        values(last.len(), 2)
    );
    let mut query = sqlx::query(AssertSqlSafe(matters));
    for (id, body) in last {
        query = query.bind(id).bind(body);
    }
    query.execute(&mut *transaction).await?;
    transaction.commit().await
}

/// `($1, $2), ($3, $4)` for so many rows of so many columns.
fn values(rows: usize, columns: usize) -> String {
    let row = |r: usize| {
        let cells: Vec<String> =
            (1..=columns).map(|c| format!("${}", r.saturating_mul(columns).saturating_add(c))).collect();
        format!("({})", cells.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
