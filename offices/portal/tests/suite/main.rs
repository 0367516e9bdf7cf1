//! The interface for other portals, on a real desk: what is permitted beside what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test fails by panicking"
)]

mod house;
mod told;
mod walk;
mod words;
