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
    /// Everything else that the database reports.
    #[error("database: {0}")]
    Database(Arc<sqlx::Error>),
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
    /// [`Work::finish`](crate::Work::finish) refused, with its reason; or its rows contradict what was expected.
    #[error("{0}")]
    Refused(String),
    /// The queue stayed full for [`StoreConfig::queue_wait_ms`](crate::StoreConfig::queue_wait_ms).
    #[error("the server is busy; try again in a moment")]
    Busy,
    /// The store failed; nothing was acknowledged.
    #[error(transparent)]
    Store(#[from] StoreError),
}
