//! The pages on the real router, with a real desk on SQLite.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

#[path = "http/feedback.rs"]
mod feedback;
#[path = "http/house.rs"]
mod house;
#[path = "http/overview.rs"]
mod overview;
#[path = "http/reports.rs"]
mod reports;
#[path = "http/satisfaction.rs"]
mod satisfaction;
#[path = "http/stops.rs"]
mod stops;
