#![doc = include_str!("../README.md")]

mod bare;
mod bulk;
mod cells;
mod committer;
mod config;
mod drafts;
mod engine;
mod error;
mod files;
mod jobs;
mod migrate;
mod names;
mod people;
mod queries;
mod rows;
mod settings;
mod statements;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod work;

pub use bare::Bare;
pub use config::*;
pub use error::{CommitError, StoreError};
pub use files::{FileError, FileLimits, FileStore, StoredFile};
pub use jobs::{MAX_JOB_KINDS, retry_delay_ms};
pub use names::display_name;
pub use queries::{Found, Head, MAX_TURNS, StateCount};
pub use rows::*;
pub use store::Store;
pub use work::{Assigned, Committed, Expect, Finish, Idempotency, Work, Writes};
