//! What can go wrong.

use congvu_scan::Unfit;

/// Why bytes cannot be signed, stamped or read. Says nothing of keys or passphrases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Larger than the program reads.
    #[error("{size_bytes} bytes are more than the {max_bytes} that are read")]
    TooLarge {
        /// How many there are.
        size_bytes: usize,
        /// How many are allowed.
        max_bytes: usize,
    },
    /// Not a PDF, or one that nobody should open.
    #[error("it is no readable PDF: {0:?}")]
    Unfit(Unfit),
    /// Its structure cannot be read.
    #[error("the PDF is damaged: {0}")]
    Damaged(&'static str),
    /// Its structure is of a kind that is not written here.
    #[error("this kind of PDF is not signed here: {0}")]
    Unsupported(&'static str),
    /// Not the encoding that it should be.
    #[error("the encoding of {0} is faulty")]
    Encoding(&'static str),
    /// The key cannot be used.
    #[error("the key cannot be used: {0}")]
    Key(&'static str),
    /// Certificate and key, or certificate and issuer, do not belong together.
    #[error("the certificate does not fit: {0}")]
    Certificate(&'static str),
    /// The passphrase is wrong, or the file is.
    #[error("the passphrase does not open the file, or the file is damaged")]
    Passphrase,
    /// The authority refused, or answered something else than what was asked.
    #[error("the time stamp authority's answer is not taken: {0}")]
    Stamp(&'static str),
    /// More room is needed than was left in the file.
    #[error("the signature needs {needed_bytes} bytes, {room_bytes} were left for it")]
    NoRoom {
        /// Needed.
        needed_bytes: usize,
        /// Left.
        room_bytes: usize,
    },
}

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Encoding("a structure")
    }
}
