//! The Merkle log against the words of RFC 9162, the vectors of others, and those who change a byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod naive;
mod notes;
mod receipts;
mod trees;
mod vectors;
mod witnesses;
