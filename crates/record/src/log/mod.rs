//! The Merkle log of an agency: RFC 9162 hashing, tiles and checkpoints as the C2SP specifications have them.

pub mod checkpoint;
pub mod grow;
pub mod merkle;
pub mod note;
pub mod receipt;
pub mod tiles;
pub mod witness;

pub use checkpoint::Checkpoint;
pub use grow::Growing;
pub use note::{LogKey, Note, VerifierKey};
pub use receipt::Receipt;
pub use tiles::{TileAt, Tiles};

/// Why something of a log is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is not in its format.
    #[error("line {line}: {what}")]
    Format {
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// The file is longer than anything of its kind.
    #[error("it is longer than {max} bytes")]
    TooLong {
        /// Most bytes.
        max: usize,
    },
    /// A key is not in its format.
    #[error("the key is not written as `name+hash+base64`, or its hash is not that of the key")]
    Key,
    /// The name of the log is another.
    #[error("it is of the log `{found}`, not of `{expected}`")]
    Origin {
        /// Name found.
        found: String,
        /// Name asked for.
        expected: String,
    },
    /// No signature of the key is there.
    #[error("it is not signed by `{name}`")]
    Unsigned {
        /// Name of the key.
        name: String,
    },
    /// A signature of the key is there and does not fit.
    #[error("the signature of `{name}` does not fit: the text was changed")]
    BadSignature {
        /// Name of the key.
        name: String,
    },
    /// A proof does not lead where it should.
    #[error("the proof does not lead to the root of the log")]
    Proof,
}
