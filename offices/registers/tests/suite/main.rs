//! The pages of this office over HTTP, on the real desk with a database in a temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod compare;
mod data;
mod decision;
mod house;
mod import;
mod registers;
mod verify;
mod words;
