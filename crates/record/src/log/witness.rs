//! What a log asks of a witness, and how a witness judges it (C2SP tlog-witness).

use super::checkpoint::read_hash;
use super::{Checkpoint, Note, Refused, VerifierKey, merkle, tiles};
use crate::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::fmt::Write as _;

/// Most hashes that a request may carry.
const MAX_HASHES: usize = 63;
/// Longest request that is read, bytes.
pub const MAX_REQUEST_BYTES: usize = super::note::MAX_NOTE_BYTES + 4 * 1024;

/// "Here is my newest checkpoint, and the proof that it begins with the one of `old` leaves that you saw."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the checkpoint that the witness saw last; 0 for none.
    pub old: u64,
    /// Proof from there.
    pub proof: Vec<Hash>,
    /// The newest checkpoint.
    pub checkpoint: Note,
}

/// Why a witness does not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unseen {
    /// The request is not in its format, or goes backwards (400).
    #[error("{0}")]
    Malformed(Refused),
    /// The log is none of those that are watched (404).
    #[error("the log `{0}` is not watched here")]
    UnknownLog(String),
    /// The log has not signed (403).
    #[error("{0}")]
    Unsigned(Refused),
    /// The witness saw another size last (409).
    #[error("the checkpoint seen last is over {size} leaves")]
    Seen {
        /// That size.
        size: u64,
    },
    /// What was signed before is not the beginning of what is signed now (422).
    #[error("the log does not begin with what it signed before")]
    Inconsistent,
}

impl Unseen {
    /// The status of the answer over HTTP.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Unseen::Malformed(_) => 400,
            Unseen::Unsigned(_) => 403,
            Unseen::UnknownLog(_) => 404,
            Unseen::Seen { .. } => 409,
            Unseen::Inconsistent => 422,
        }
    }
}

impl AddCheckpoint {
    /// The request.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("old {}\n", self.old);
        for hash in &self.proof {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", BASE64.encode(hash));
        }
        text.push('\n');
        text.push_str(self.checkpoint.as_str());
        text
    }

    /// Reads a request; nothing is checked yet.
    ///
    /// # Errors
    /// It is too long or not in the format.
    pub fn read(text: &str) -> Result<Self, Refused> {
        if text.len() > MAX_REQUEST_BYTES {
            return Err(Refused::TooLong { max: MAX_REQUEST_BYTES });
        }
        let fault = |line, what| Refused::Format { line, what };
        let (head, note) =
            text.split_once("\n\n").ok_or(fault(1, "no empty line stands before the checkpoint"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| tiles::number(line.strip_prefix("old ")?));
        let old = old.ok_or(fault(1, "`old` and a size must stand here"))?;
        let mut proof = Vec::new();
        for (n, line) in lines.enumerate() {
            let hash = read_hash(line).filter(|_| n < MAX_HASHES);
            proof.push(hash.ok_or(fault(n + 2, "a hash in base64 must stand here, at most 63 of them"))?);
        }
        Ok(Self { old, proof, checkpoint: Note::read(note)? })
    }

    /// Judges the request: the checkpoint may be signed when this gives it. `keys` are those of the logs that are watched; `last` is the checkpoint
    /// of this log that was seen last.
    ///
    /// # Errors
    /// Why not.
    pub fn judge(&self, keys: &[VerifierKey], last: Option<&Checkpoint>) -> Result<Checkpoint, Unseen> {
        let read = Checkpoint::read(&self.checkpoint).map_err(Unseen::Malformed)?;
        let key = keys.iter().find(|key| key.name() == read.origin);
        let key = key.ok_or_else(|| Unseen::UnknownLog(read.origin.clone()))?;
        self.checkpoint.check(key).map_err(Unseen::Unsigned)?;
        if self.old > read.size {
            let what = "the old size is greater than that of the checkpoint";
            return Err(Unseen::Malformed(Refused::Format { line: 1, what }));
        }
        let size = last.map_or(0, |last| last.size);
        if self.old != size {
            return Err(Unseen::Seen { size });
        }
        let fits = match last.filter(|last| last.size > 0) {
            None => self.proof.is_empty(),
            Some(last) => {
                let (old, new) = ((last.size, &last.root), (read.size, &read.root));
                merkle::check_consistency(old, new, &self.proof).is_ok()
            }
        };
        if fits { Ok(read) } else { Err(Unseen::Inconsistent) }
    }
}
