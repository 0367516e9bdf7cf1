//! The pages of this office over HTTP, on the real desk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod house;
mod log;
mod pages;
mod words;
