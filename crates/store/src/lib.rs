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
mod log;
mod messages;
mod migrate;
mod names;
mod people;
mod portal;
mod queries;
mod rows;
mod settings;
mod statements;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod uploads;
mod visits;
mod work;

pub use bare::Bare;
pub use config::*;
pub use error::{CommitError, StoreError};
pub use files::{FileError, FileLimits, FileStore, StoredFile};
pub use jobs::{MAX_JOB_KINDS, retry_delay_ms};
pub use log::{CheckpointRow, LogRow, MAX_TILES, TileRows};
pub use messages::MessageRow;
pub use names::display_name;
pub use portal::{PortalActRow, PortalDossierRow, PortalMessageRow, PortalSettled};
pub use queries::{
    After, Asked, By, CaseOrder, ChannelCount, Count, Head, Listed, MAX_CONDITIONS, MAX_TURNS, Only, Order,
    StateCount, TallyCount,
};
pub use rows::*;
pub use store::Store;
pub use uploads::MAX_CHUNK_BYTES;
pub use visits::VisitRow;
pub use work::{Assigned, Committed, Expect, Finish, Idempotency, Work, Writes};
