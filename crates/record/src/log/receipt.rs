//! Proofs that can be kept in a file (C2SP tlog-proof).

use super::checkpoint::read_hash;
use super::note::MAX_NOTE_BYTES;
use super::{Checkpoint, Note, Refused, VerifierKey, merkle, tiles};
use crate::commitment::{Salt, commitment};
use crate::{Act, Hash, leaf};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// First line of the file.
const MAGIC: &str = "c2sp.org/tlog-proof@v1";
/// Longest file that is read, bytes: an act may be long.
pub const MAX_RECEIPT_BYTES: usize = 8 * 1024 * 1024;

/// What makes the leaf again: its commitment, and to whom the act may be shown the act itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    commitment: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    act: Option<String>,
}

/// The proof that an act stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Place of the leaf, from 0: the number of the act less one.
    pub index: u64,
    /// What the log holds of the act.
    pub commitment: Hash,
    /// The act in canonical form and its salt, where the holder may see it.
    pub opening: Option<(Option<Salt>, Vec<u8>)>,
    /// Hashes from the leaf to the root.
    pub proof: Vec<Hash>,
    /// What the log said, signed.
    pub checkpoint: Note,
}

/// What a receipt proves.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The checkpoint that it leads to.
    pub checkpoint: Checkpoint,
    /// The act, where the receipt shows it.
    pub act: Option<Act>,
    /// Witnesses that saw the checkpoint, with the second since 1970 in which each did.
    pub witnesses: Vec<(String, u64)>,
}

impl Receipt {
    /// Checks everything: that the act is what was committed to, that the commitment is in the tree, that the log signed the
    /// tree. Witnesses are counted where they signed; a signature of a known witness that does not fit is a fault.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, log: &VerifierKey, witnesses: &[VerifierKey]) -> Result<Proven, Refused> {
        let checkpoint = Checkpoint::check(&self.checkpoint, log)?;
        let act = match &self.opening {
            None => None,
            Some((salt, body)) => {
                if commitment(salt.as_ref(), body) != self.commitment {
                    return Err(Refused::Proof);
                }
                let act: Act = serde_json::from_slice(body).map_err(|_| Refused::Proof)?;
                if u64::try_from(act.seq).ok() != self.index.checked_add(1) {
                    return Err(Refused::Proof);
                }
                Some(act)
            }
        };
        let hash = leaf(&self.commitment);
        merkle::check_inclusion(&hash, self.index, checkpoint.size, &self.proof, &checkpoint.root)?;
        let mut seen = Vec::new();
        for witness in witnesses {
            match self.checkpoint.check(witness) {
                Ok(time) => seen.push((witness.name().to_owned(), time)),
                Err(Refused::Unsigned { .. }) => {}
                Err(refused) => return Err(refused),
            }
        }
        Ok(Proven { checkpoint, act, witnesses: seen })
    }

    /// The file.
    ///
    /// # Errors
    /// The extra data cannot be written, which does not happen with text.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        let extra = Extra {
            commitment: hex::encode(self.commitment),
            salt: self.opening.as_ref().and_then(|(salt, _)| salt.as_ref().map(hex::encode)),
            act: self.opening.as_ref().map(|(_, body)| BASE64.encode(body)),
        };
        let mut text = format!("{MAGIC}\nextra {}\n", BASE64.encode(serde_json::to_vec(&extra)?));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "index {}", self.index);
        for hash in &self.proof {
            let _ = writeln!(text, "{}", BASE64.encode(hash));
        }
        text.push('\n');
        text.push_str(self.checkpoint.as_str());
        Ok(text)
    }

    /// Reads a file; nothing is checked yet.
    ///
    /// # Errors
    /// It is longer than [`MAX_RECEIPT_BYTES`] or not in the format.
    pub fn read(text: &str) -> Result<Self, Refused> {
        if text.len() > MAX_RECEIPT_BYTES {
            return Err(Refused::TooLong { max: MAX_RECEIPT_BYTES });
        }
        let fault = |line, what| Refused::Format { line, what };
        let (head, note) =
            text.split_once("\n\n").ok_or(fault(1, "no empty line stands before the checkpoint"))?;
        if note.len() > MAX_NOTE_BYTES {
            return Err(Refused::TooLong { max: MAX_NOTE_BYTES });
        }
        let mut lines = head.split('\n');
        if lines.next() != Some(MAGIC) {
            return Err(fault(
                1,
                "this is no proof of a log: its first line must be `c2sp.org/tlog-proof@v1`",
            ));
        }
        let (commitment, opening) = lines
            .next()
            .and_then(|line| line.strip_prefix("extra "))
            .and_then(read_extra)
            .ok_or(fault(2, "the commitment to an act is missing or cannot be read"))?;
        let index = lines
            .next()
            .and_then(|line| tiles::number(line.strip_prefix("index ")?))
            .ok_or(fault(3, "`index` and a number must stand here"))?;
        let mut proof = Vec::new();
        for (n, line) in lines.enumerate() {
            let hash = read_hash(line).filter(|_| n < merkle::MAX_PROOF);
            proof.push(hash.ok_or(fault(n + 4, "a hash in base64 must stand here, at most 64 of them"))?);
        }
        Ok(Self { index, commitment, opening, proof, checkpoint: Note::read(note)? })
    }
}

type Opening = Option<(Option<Salt>, Vec<u8>)>;

fn read_extra(text: &str) -> Option<(Hash, Opening)> {
    let extra: Extra = serde_json::from_slice(&BASE64.decode(text).ok()?).ok()?;
    let digest = |text: &str| -> Option<[u8; 32]> { hex::decode(text).ok()?.try_into().ok() };
    let salt = match &extra.salt {
        Some(salt) => Some(digest(salt)?),
        None => None,
    };
    let opening = match extra.act {
        Some(act) => Some((salt, BASE64.decode(act).ok()?)),
        None => None,
    };
    Some((digest(&extra.commitment)?, opening))
}
