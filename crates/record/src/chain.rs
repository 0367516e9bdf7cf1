//! The hash chain over an agency's acts.

use crate::Act;
use crate::commitment::{Salt, commitment};
use sha2::{Digest, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// What the first act of an agency follows.
pub const GENESIS: Hash = [0; 32];

const DOMAIN: &[u8] = b"congvu/chain/1";

/// Leaf hash of RFC 9162 §2.1.1.
#[must_use]
pub fn leaf(body: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0_u8]);
    hasher.update(body);
    hasher.finalize().into()
}

/// The next link after `prev` for this leaf.
#[must_use]
pub fn chain(prev: &Hash, leaf: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    hasher.update(prev);
    hasher.update(leaf);
    hasher.finalize().into()
}

/// One act as stored.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Place in the record.
    pub seq: i64,
    /// Identifier.
    pub id: &'a str,
    /// Link before it, as stored.
    pub prev: &'a Hash,
    /// Its own link, as stored.
    pub hash: &'a Hash,
    /// What hides it behind its commitment; acts recorded before there were salts have none.
    pub salt: Option<&'a Salt>,
    /// Its canonical bytes.
    pub body: &'a [u8],
}

impl Link<'_> {
    /// What the chain binds of the act.
    fn leaf(&self) -> Hash {
        match self.salt {
            Some(salt) => leaf(&commitment(Some(salt), self.body)),
            None => leaf(self.body),
        }
    }
}

/// Something in the record does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("act `{id}` (no. {seq}): {kind}")]
pub struct Fault {
    /// Where.
    pub seq: i64,
    /// Which act.
    pub id: String,
    /// What.
    pub kind: FaultKind,
}

/// What does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Bytes do not give the stored link.
    #[error("its content was changed: the hash does not match")]
    Changed,
    /// The number after the last one is missing.
    #[error("acts before it were removed: expected no. {expected}")]
    Removed {
        /// The number expected here.
        expected: i64,
    },
    /// A number comes twice or goes back.
    #[error("it was inserted: expected no. {expected}")]
    Inserted {
        /// The number expected here.
        expected: i64,
    },
    /// It does not follow the act before it.
    #[error("it does not follow the act before it: the order was changed or an act was replaced")]
    Reordered,
    /// The bytes say another place, agency or identifier than the row.
    #[error("its content names another place in the record")]
    Misplaced,
    /// The bytes are no act.
    #[error("its content cannot be read as an act")]
    Unreadable,
    /// The chain ends before the head that is known.
    #[error("acts after it were removed: the known head is no. {head}")]
    Truncated {
        /// The number of the known head.
        head: i64,
    },
}

/// A chain being checked, act by act.
#[derive(Debug, Clone)]
pub struct Chain {
    /// Number of the last act seen, 0 before the first.
    pub seq: i64,
    /// Link of the last act seen.
    pub head: Hash,
    last_id: String,
}

impl Default for Chain {
    fn default() -> Self {
        Self { seq: 0, head: GENESIS, last_id: String::new() }
    }
}

impl Chain {
    /// Checks the next act and moves on to it, so that one fault does not hide the ones after it.
    ///
    /// # Errors
    /// The first thing that does not fit about this act.
    pub fn step(&mut self, link: &Link<'_>) -> Result<(), Fault> {
        let expected = self.seq.saturating_add(1);
        let found = self.judge(link, expected);
        self.seq = link.seq.max(self.seq);
        self.head = *link.hash;
        self.last_id = link.id.to_owned();
        found.map_err(|kind| Fault { seq: link.seq, id: link.id.to_owned(), kind })
    }

    fn judge(&self, link: &Link<'_>, expected: i64) -> Result<(), FaultKind> {
        if link.seq > expected {
            return Err(FaultKind::Removed { expected });
        }
        if link.seq < expected {
            return Err(FaultKind::Inserted { expected });
        }
        if chain(link.prev, &link.leaf()) != *link.hash {
            return Err(FaultKind::Changed);
        }
        if *link.prev != self.head {
            return Err(FaultKind::Reordered);
        }
        Ok(())
    }

    /// Checks that the bytes of an act say what its row says.
    ///
    /// # Errors
    /// The act is unreadable, or names another agency, number or identifier.
    pub fn same_place(agency: &str, link: &Link<'_>) -> Result<Act, Fault> {
        let fault = |kind| Fault { seq: link.seq, id: link.id.to_owned(), kind };
        let act: Act = serde_json::from_slice(link.body).map_err(|_| fault(FaultKind::Unreadable))?;
        if act.agency != agency || act.seq != link.seq || act.id != link.id {
            return Err(fault(FaultKind::Misplaced));
        }
        Ok(act)
    }

    /// Checks that the chain ends at the known head.
    ///
    /// # Errors
    /// Acts at the end are missing, or the head is another.
    pub fn ends_at(&self, seq: i64, head: &Hash) -> Result<(), Fault> {
        let kind = if self.seq < seq {
            FaultKind::Truncated { head: seq }
        } else if self.head != *head {
            FaultKind::Changed
        } else {
            return Ok(());
        };
        Err(Fault { seq: self.seq, id: self.last_id.clone(), kind })
    }
}
