#![doc = include_str!("../README.md")]

mod declare;
mod entry;
mod search;

pub use declare::{RegisterDef, Words};
pub use entry::{Change, ChangeError, Entry, Standing, Status, apply, public};
pub use search::{fold, words};
