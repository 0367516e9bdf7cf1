//! The pages on a real desk: telling of a breach, following it, looking, and those who must not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod house;
mod pages;
