//! One suite, run on SQLite and on PostgreSQL.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod commits;
mod counts;
mod crash;
mod entries;
mod files;
mod isolation;
mod jobs;
mod matters;
mod messages;
mod model;
mod opening;
mod people;
mod portal;
mod search;
mod support;
mod transactions;
mod uploads;
