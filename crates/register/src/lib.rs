#![doc = include_str!("../README.md")]

mod declare;
mod entry;
pub mod import;
mod search;

pub use declare::{RegisterDef, Words};
pub use entry::{Change, ChangeError, Entry, Origin, Standing, Status, apply, public};
pub use search::{fold, words};
