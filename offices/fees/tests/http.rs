//! The cash desk on the real router, with a real desk on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "http/counter.rs"]
mod counter;
#[path = "http/house.rs"]
mod house;
#[path = "http/notices.rs"]
mod notices;
#[path = "http/statements.rs"]
mod statements;
