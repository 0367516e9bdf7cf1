//! What a log says of itself at a moment (C2SP tlog-checkpoint).

use super::{LogKey, Note, Refused, VerifierKey, merkle, tiles};
use crate::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Name, size and root of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log.
    pub origin: String,
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(self.root))
    }

    /// The checkpoint signed by the log.
    ///
    /// # Errors
    /// The name of the log cannot stand in a note.
    pub fn sign(&self, key: &LogKey) -> Result<Note, Refused> {
        Note::signed(&self.text(), &[key.sign(&self.text(), 0)])
    }

    /// Reads what a note says; no signature is checked. Extension lines are let stand, as the specification asks.
    ///
    /// # Errors
    /// The text is no checkpoint.
    pub fn read(note: &Note) -> Result<Self, Refused> {
        let fault = |line, what| Refused::Format { line, what };
        let mut lines = note.text().lines();
        let origin =
            lines.next().filter(|l| !l.is_empty()).ok_or(fault(1, "the name of the log is missing"))?;
        let size = lines.next().and_then(tiles::number).ok_or(fault(2, "the size is no number"))?;
        let root = lines.next().and_then(read_hash).ok_or(fault(3, "the root is no hash in base64"))?;
        if lines.any(str::is_empty) {
            return Err(fault(4, "an extension line is empty"));
        }
        if size == 0 && root != merkle::empty() {
            return Err(fault(3, "an empty log has another root"));
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// Reads a note that must be signed by the log with this key, whose name is the log's.
    ///
    /// # Errors
    /// It is another log's, not signed, or no checkpoint.
    pub fn check(note: &Note, key: &VerifierKey) -> Result<Self, Refused> {
        let read = Self::read(note)?;
        if read.origin != key.name() {
            return Err(Refused::Origin { found: read.origin, expected: key.name().to_owned() });
        }
        note.check(key)?;
        Ok(read)
    }
}

/// A hash in base64.
pub(super) fn read_hash(text: &str) -> Option<Hash> {
    // The length is known before anything is decoded.
    (text.len() == 44).then(|| BASE64.decode(text).ok())??.try_into().ok()
}
