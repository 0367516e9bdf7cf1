#![doc = include_str!("../README.md")]

mod config;
mod error;
mod files;
mod rows;
mod skeleton;
mod work;

pub use config::*;
pub use error::{CommitError, StoreError};
pub use files::{FileError, FileLimits, FileStore, StoredFile};
pub use rows::*;
pub use skeleton::{Found, Head, StateCount, Store};
pub use work::{Assigned, Committed, Expect, Finish, Idempotency, Work, Writes};
