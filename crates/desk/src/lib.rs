#![doc = include_str!("../README.md")]

mod binding;
mod book;
mod bulk;
mod case;
mod clock;
mod codes;
mod desk;
mod entries;
mod error;
mod files;
mod jobs;
mod listing;
mod notices;
mod offers;
mod openings;
mod papers;
mod perform;
mod recent;
mod request;
mod verify;

pub use book::{Book, Person};
pub use case::{ActLine, Case};
pub use clock::{Clock, from_ms, to_ms};
pub use congvu_paper::{Binding, Bound, Leaf, Sheet, qr_svg};
pub use congvu_scan::{Active, Kind, Look, Page, Unfit};
pub use congvu_store::MessageRow as Sending;
pub use desk::{Desk, DeskConfig};
pub use error::{DeskError, PerformError};
pub use files::{NotTaken, Taken};
pub use jobs::run as run_jobs;
pub use listing::{CASES, ENTRIES, entry_reference, of_entry as entry_listing, phase_word};
pub use offers::{Offer, WhyNot};
pub use papers::PaperFile;
pub use request::{Done, On, Opening, Request};
pub use verify::{Report, verify};
