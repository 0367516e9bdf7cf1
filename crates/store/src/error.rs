//! What can go wrong, kept apart by what the caller can do about it.

use std::sync::Arc;

/// A fault of the store itself. Cheap to clone: one failed transaction answers everyone who was in it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The configuration cannot work; the text says what to change.
    #[error("{0}")]
    Config(String),
    /// A recorded migration differs from the one in this program, or the database is newer than this program.
    #[error("{0}")]
    Migration(String),
    /// A value that must be unique within the agency is already taken (case number, verification code, login).
    #[error("`{what}` is already taken; choose another value")]
    Duplicate {
        /// The constraint or the value, for the log; never personal data.
        what: String,
    },
    /// Input outside the store's limits; nothing was written.
    #[error("{0}")]
    Invalid(String),
    /// No connection came free in time; try again.
    #[error("the database is busy; try again in a moment")]
    Busy,
    /// A stored row that cannot be read back as what it should be.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// The connection broke while the transaction was being committed: it may or may not have been. Repeat the
    /// work with the same idempotency key.
    #[error("it is not known whether the change was stored; repeat it with the same key")]
    Unknown,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// [`Work::finish`](crate::Work::finish) panicked; nothing was written.
    #[error("the work could not be computed because of a fault in the program")]
    Panicked,
    /// Everything else that the database reports.
    #[error("database: {0}")]
    Database(Arc<sqlx::Error>),
}

impl From<sqlx::Error> for StoreError {
    fn from(e: sqlx::Error) -> Self {
        match &e {
            sqlx::Error::PoolTimedOut => StoreError::Busy,
            sqlx::Error::PoolClosed => StoreError::Closed,
            sqlx::Error::Database(d) if d.is_unique_violation() => {
                // SQLite names the columns, PostgreSQL the constraint; neither shows the value.
                StoreError::Duplicate { what: d.constraint().unwrap_or_else(|| d.message()).to_owned() }
            }
            sqlx::Error::Database(d) if is_lock_wait(d.code().as_deref()) => StoreError::Busy,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => StoreError::Corrupt(e.to_string()),
            _ => StoreError::Database(Arc::new(e)),
        }
    }
}

/// SQLite's "busy" and PostgreSQL's "lock not available" (`55P03`): nothing is wrong, but someone holds the lock.
fn is_lock_wait(code: Option<&str>) -> bool {
    matches!(code, Some("5" | "261" | "517" | "55P03"))
}

/// Why [`Store::commit`](crate::Store::commit) stored nothing.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CommitError {
    /// Someone else changed the matter since it was read.
    #[error("matter `{matter}` has version {found_version} by now; read it again")]
    Conflict {
        /// The matter whose version was not the expected one.
        matter: String,
        /// The version found, 0 when there is no such matter.
        found_version: i64,
    },
    /// This request was already carried out; here is the answer given then.
    #[error("this request was already carried out")]
    Repeated {
        /// [`Writes::answer`](crate::Writes::answer) of the first time.
        answer: Vec<u8>,
    },
    /// The idempotency key was used before by the same actor for another request.
    #[error("this idempotency key was used for another request; use a new key")]
    KeyReused,
    /// [`Work::finish`](crate::Work::finish) refused, with its reason.
    #[error("{0}")]
    Refused(String),
    /// The queue stayed full for [`StoreConfig::queue_wait_ms`](crate::StoreConfig::queue_wait_ms).
    #[error("the server is busy; try again in a moment")]
    Busy,
    /// The store failed; nothing was acknowledged.
    #[error(transparent)]
    Store(#[from] StoreError),
}
