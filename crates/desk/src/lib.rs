#![doc = include_str!("../README.md")]

mod book;
mod bulk;
mod case;
mod clock;
mod codes;
mod desk;
mod entries;
mod error;
mod jobs;
mod laws;
mod listing;
mod notices;
mod offers;
mod papers;
mod perform;
mod recent;
mod replay;
mod request;
mod verify;

pub use book::{Book, Person};
pub use case::{ActLine, Case};
pub use clock::{Clock, from_ms, to_ms};
pub use congvu_store::MessageRow as Sending;
pub use desk::{Desk, DeskConfig};
pub use error::{DeskError, PerformError};
pub use jobs::run as run_jobs;
pub use listing::{CASES, ENTRIES, entry_reference, of_entry as entry_listing, phase_word};
pub use offers::{Offer, WhyNot};
pub use papers::PaperFile;
pub use replay::{Difference, Replay, Tally, replay};
pub use request::{Done, On, Opening, Request};
pub use verify::{Report, verify};
