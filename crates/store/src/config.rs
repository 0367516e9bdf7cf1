//! What the operator chooses, and the limits.

use std::path::PathBuf;

/// Longest identifier, code, selector or other key part, in bytes.
pub const MAX_KEY_BYTES: usize = 200;
/// Largest body (act, matter, entry, job, draft, session, setting), in bytes.
pub const MAX_BODY_BYTES: usize = 4 * 1024 * 1024;
/// Most rows of one kind in one work.
pub const MAX_ROWS: usize = 1_000;
/// Most entries in one work, with their search words and checked versions: a paper register is taken over whole or not at all.
pub const MAX_ENTRIES: usize = 21_000;
/// Most search words of one thing.
pub const MAX_TOKENS: usize = 200;
/// Most rows that one query gives back.
pub const MAX_LIMIT: u32 = 1_000;
/// Most words of a search that are looked at.
pub const MAX_QUERY_WORDS: usize = 8;

/// Where the data is and how much is allowed.
#[derive(Debug, Clone)]
pub struct StoreConfig {
    /// `sqlite:///path/congvu.db` or `postgres://user:password@host/database`.
    pub database: String,
    /// Folder of the content-addressed files.
    pub files_dir: PathBuf,
    /// Connections for reading, 1 to 64.
    pub readers: u32,
    /// Works waiting to be committed, 1 to 100 000.
    pub queue: usize,
    /// How long a work waits for a place in the queue before it is told
    /// [`Busy`](crate::CommitError::Busy), in milliseconds.
    pub queue_wait_ms: u64,
    /// Most works in one transaction, 1 to 1 024.
    pub batch: usize,
    /// How long to wait for a connection or for the database's lock, in milliseconds.
    pub database_wait_ms: u64,
}

impl StoreConfig {
    /// The usual limits.
    pub fn new(database: impl Into<String>, files_dir: impl Into<PathBuf>) -> Self {
        StoreConfig {
            database: database.into(),
            files_dir: files_dir.into(),
            readers: 4,
            queue: 4_096,
            queue_wait_ms: 2_000,
            batch: 256,
            database_wait_ms: 5_000,
        }
    }
}
