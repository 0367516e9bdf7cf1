//! The pages on the real router, with a real desk on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "http/hostile.rs"]
mod hostile;
#[path = "http/house.rs"]
mod house;
#[path = "http/intake.rs"]
mod intake;
#[path = "http/receipt.rs"]
mod receipt;
#[path = "http/uploads.rs"]
mod uploads;
