//! Why a file could not be read as a decision.

use thiserror::Error;

/// Largest source accepted, in bytes (64 MiB). The largest decision known is under 1 MB; the limit
/// keeps one mistaken file from filling the memory of a server.
pub const MAX_SOURCE_BYTES: usize = 64 * 1024 * 1024;

/// A file that is not a decision at all. Anything less is a [`crate::Diagnostic`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportError {
    /// Nothing but white space.
    #[error("the file is empty: give the text of a decision")]
    Empty,
    /// More than [`MAX_SOURCE_BYTES`].
    #[error(
        "the file has {size_bytes} bytes and the limit is {limit_bytes}: split it, or give the text of one decision"
    )]
    TooLarge {
        /// Size found, in bytes.
        size_bytes: usize,
        /// Size allowed, in bytes.
        limit_bytes: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("the file is not UTF-8 text (byte {offset} cannot be read): save it as UTF-8 plain text")]
    NotUtf8 {
        /// Offset of the first byte that is not UTF-8.
        offset: usize,
    },
    /// NUL bytes or many control characters.
    #[error("the file is binary, not text: convert the PDF, Word file or image to plain text first")]
    Binary,
    /// Text without a single article.
    #[error("no article (`Điều 1.`) was found: this is not the text of a decision")]
    NotLegal,
}
