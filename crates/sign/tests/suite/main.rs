//! Papers signed, stamped, checked and tampered with; every file is made here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod chains;
mod p12;
mod papers;
mod stamps;
mod support;
mod tampered;
