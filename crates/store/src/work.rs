//! One unit of change: what must hold, what is drawn, what is written.

use crate::rows::{
    ActRow, ChargeRow, DocumentRow, EntryRow, FileUseRow, JobRow, ListingRow, MatterRow, MoneyRow, SealedRow,
    TallyRow,
};

/// What makes a repeated request harmless: the same actor with the same key and the same request gets the answer
/// of the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Who asks (account, or session of an applicant).
    pub actor: String,
    /// Chosen by the one who asks; 1 to 200 bytes.
    pub key: String,
    /// SHA-256 of the canonical request: the same key with another request is refused.
    pub digest: [u8; 32],
    /// When, in milliseconds UTC; old keys are forgotten by
    /// [`Store::forget_requests`](crate::Store::forget_requests).
    pub at_ms: i64,
}

/// The version of a matter that the work was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Matter id.
    pub matter: String,
    /// Version that was read; 0 when the matter must not exist yet.
    pub version: i64,
}

/// Computes the rows from what the transaction assigned. It runs inside the transaction, so it must be pure and
/// fast; it may be called again when the transaction has to be repeated, hence `FnMut`: clone what it hands out.
pub type Finish = Box<dyn FnMut(&Assigned) -> Result<Writes, String> + Send>;

/// One unit of change of one agency: all of it is stored, or none.
pub struct Work {
    /// The agency; begins every key.
    pub agency: String,
    /// What makes a repeat harmless; `None` for work that is safe to repeat by itself.
    pub idempotency: Option<Idempotency>,
    /// Versions that must still hold. A matter that is written must be named here.
    pub expect: Vec<Expect>,
    /// Number series to draw the next value from (first value 1), gapless for each (agency, series). A series named
    /// twice gives two values.
    pub series: Vec<String>,
    /// Computes the rows.
    pub finish: Finish,
}

impl std::fmt::Debug for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Work")
            .field("agency", &self.agency)
            .field("expect", &self.expect)
            .field("series", &self.series)
            .finish_non_exhaustive()
    }
}

/// What the transaction gives to [`Work::finish`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// One value for each entry of [`Work::series`], in its order.
    pub numbers: Vec<i64>,
    /// Sequence number that the first act of this work must carry; the first act of an agency has 1.
    pub next_seq: i64,
    /// Hash of the agency's latest act; all zero before the first.
    pub prev_hash: [u8; 32],
}

/// Everything that one work stores.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writes {
    /// Acts, numbered consecutively from [`Assigned::next_seq`], each hash chained by the caller.
    pub acts: Vec<ActRow>,
    /// New state of matters; each must be in [`Work::expect`] and have a higher version than expected.
    pub matters: Vec<MatterRow>,
    /// Versions of register entries. A stored version never changes, but for `to_ms`.
    pub entries: Vec<EntryRow>,
    /// What lists show; replaces what is stored for the same thing.
    pub listings: Vec<ListingRow>,
    /// Official documents issued or received.
    pub documents: Vec<DocumentRow>,
    /// Which files belong to which part of a matter.
    pub file_uses: Vec<FileUseRow>,
    /// What is sealed; replaces what has the same commitment.
    pub sealed: Vec<SealedRow>,
    /// Answers that are counted.
    pub tallies: Vec<TallyRow>,
    /// Number series that must not give these values or lower ones again: numbers that were taken over from elsewhere.
    pub at_least: Vec<(String, i64)>,
    /// What is charged for matters; replaces the matter's earlier row.
    pub charges: Vec<ChargeRow>,
    /// Money that came or went; an id already known is a fault.
    pub money: Vec<MoneyRow>,
    /// Jobs to run after the commit; a job id already known is left as it is.
    pub jobs: Vec<JobRow>,
    /// Given back to the caller, and again to whoever repeats the request.
    pub answer: Vec<u8>,
}

/// The work is stored durably.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// [`Writes::answer`].
    pub answer: Vec<u8>,
    /// Sequence number of the first act.
    pub first_seq: i64,
    /// Sequence number of the last act; `first_seq - 1` when the work had no acts.
    pub last_seq: i64,
}
