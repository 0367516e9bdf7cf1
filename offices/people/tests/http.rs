//! The pages on the real router, with a real desk on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "http/house.rs"]
mod house;
#[path = "http/pages.rs"]
mod pages;
