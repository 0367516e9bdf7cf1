#![doc = include_str!("../README.md")]

mod envelope;
mod file;
mod master;
mod random;

pub use envelope::{Sealed, Wrapped, open, seal};
pub use file::{DataKey, MAX_FILES};
pub use master::{KEY_FILE_BYTES, Master};

/// Where sealed content belongs. It is part of what is authenticated: an envelope moved to another matter does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The agency.
    pub agency: &'a str,
    /// The matter.
    pub matter: &'a str,
}

impl Place<'_> {
    /// Both names, each with its length before it, so that no two places give the same bytes.
    fn bytes(&self, what: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for part in ["congvu-seal/1", what, self.agency, self.matter] {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}

/// Why something cannot be sealed or opened. Says nothing of the content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Sealed for nobody: it could never be opened again.
    #[error("nobody could open it: name at least one position")]
    Nobody,
    /// The position is not among those that it is sealed for.
    #[error("it is not sealed for this position")]
    NotForThis,
    /// The keys were destroyed.
    #[error("it was erased")]
    Erased,
    /// Not what was sealed, or sealed under another key.
    #[error("it cannot be opened: it was changed, or it was sealed under another key")]
    Broken,
    /// Larger than the program seals.
    #[error("{size_bytes} bytes are too many to seal")]
    TooLarge {
        /// How many there are.
        size_bytes: usize,
    },
    /// The key file does not hold a key.
    #[error("the key file must hold one line, `congvu-seal-1 ` and 64 hexadecimal digits")]
    KeyFile,
}
