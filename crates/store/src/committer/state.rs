//! What a batch knows of one agency: read once from the database, then carried from work to work in memory.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::committer::check;
use crate::error::{CommitError, StoreError};
use crate::rows::{
    ActRow, ChargeRow, DocumentRow, EntryRow, FileUseRow, JobRow, ListingRow, MatterRow, MoneyRow, SealedRow,
    TallyRow,
};
use crate::work::{Assigned, Committed, Idempotency, Work, Writes};

/// What a verification code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) kind: &'static str,
    pub(super) register: String,
    pub(super) reference: String,
}

/// Rows collected for the agency; maps where a later work may replace an earlier one's row, since one statement must
/// not touch a row twice.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) acts: Vec<ActRow>,
    pub(super) matters: HashMap<String, MatterRow>,
    pub(super) entries: HashMap<(String, String, i64), EntryRow>,
    pub(super) listings: HashMap<(String, i64, String), ListingRow>,
    pub(super) documents: Vec<DocumentRow>,
    pub(super) verifications: HashMap<String, Target>,
    pub(super) file_uses: HashMap<(String, String, String), FileUseRow>,
    pub(super) sealed: HashMap<(String, String), SealedRow>,
    pub(super) tallies: HashMap<(String, String), TallyRow>,
    pub(super) charges: HashMap<String, ChargeRow>,
    pub(super) money: Vec<MoneyRow>,
    pub(super) jobs: Vec<JobRow>,
    pub(super) requests: Vec<(Idempotency, Vec<u8>)>,
    /// Series that were drawn from.
    pub(super) series: HashMap<String, i64>,
}

/// One agency within a batch.
#[derive(Debug)]
pub(super) struct AgencyState {
    pub(super) seq: i64,
    pub(super) hash: [u8; 32],
    pub(super) versions: HashMap<String, i64>,
    pub(super) series: HashMap<String, i64>,
    /// By (actor, key): digest and answer.
    pub(super) requests: HashMap<(String, String), ([u8; 32], Vec<u8>)>,
    pub(super) collected: Collected,
}

impl AgencyState {
    pub(super) fn new(seq: i64, hash: [u8; 32]) -> Self {
        AgencyState {
            seq,
            hash,
            versions: HashMap::new(),
            series: HashMap::new(),
            requests: HashMap::new(),
            collected: Collected::default(),
        }
    }

    /// Takes one work in, or says why not; a work that is not taken leaves no trace.
    pub(super) fn admit(&mut self, work: &mut Work) -> Result<Committed, CommitError> {
        self.check_repeat(work.idempotency.as_ref())?;
        self.check_versions(work)?;
        let mut drawn = HashMap::new();
        let assigned = Assigned {
            numbers: self.draw(&work.series, &mut drawn),
            next_seq: self.seq + 1,
            prev_hash: self.hash,
        };
        let finish = &mut work.finish;
        // A fault in one work must not stop the committer; what the closure captured is not used again after it.
        let writes = catch_unwind(AssertUnwindSafe(|| finish(&assigned)))
            .map_err(|_| StoreError::Panicked)?
            .map_err(CommitError::Refused)?;
        check::writes(work, &assigned, &writes)?;
        self.check_meeting(&writes)?;
        let (first_seq, last_seq) = (assigned.next_seq, self.seq + writes.acts.len() as i64);
        let answer = writes.answer.clone();
        self.collected.series.extend(drawn.iter().map(|(series, value)| ((*series).to_owned(), *value)));
        self.series.extend(drawn.into_iter().map(|(series, value)| (series.to_owned(), value)));
        if let Some(idempotency) = &work.idempotency {
            let id = (idempotency.actor.clone(), idempotency.key.clone());
            self.requests.insert(id, (idempotency.digest, answer.clone()));
            self.collected.requests.push((idempotency.clone(), answer.clone()));
        }
        self.take(writes);
        Ok(Committed { answer, first_seq, last_seq })
    }

    fn check_repeat(&self, idempotency: Option<&Idempotency>) -> Result<(), CommitError> {
        let Some(new) = idempotency else { return Ok(()) };
        match self.requests.get(&(new.actor.clone(), new.key.clone())) {
            None => Ok(()),
            Some((digest, answer)) if *digest == new.digest => {
                Err(CommitError::Repeated { answer: answer.clone() })
            }
            Some(_) => Err(CommitError::KeyReused),
        }
    }

    fn check_versions(&self, work: &Work) -> Result<(), CommitError> {
        for expect in &work.expect {
            let found_version = self.versions.get(&expect.matter).copied().unwrap_or(0);
            if found_version != expect.version {
                return Err(CommitError::Conflict { matter: expect.matter.clone(), found_version });
            }
        }
        Ok(())
    }

    /// The next value of each series; `drawn` keeps them apart until the work is taken, so that a refused work leaves
    /// no gap.
    fn draw<'w>(&self, series: &'w [String], drawn: &mut HashMap<&'w str, i64>) -> Vec<i64> {
        series
            .iter()
            .map(|name| {
                let value = drawn.entry(name).or_insert_with(|| self.series.get(name).copied().unwrap_or(0));
                *value += 1;
                *value
            })
            .collect()
    }

    /// Where rows of this work meet rows of earlier works of the batch.
    fn check_meeting(&self, writes: &Writes) -> Result<(), StoreError> {
        for entry in &writes.entries {
            let known = self.collected.entries.get(&entry_key(entry));
            if known.is_some_and(|known| !same_but_end(known, entry)) {
                return Err(StoreError::Duplicate { what: "entry version".to_owned() });
            }
        }
        for (code, target) in codes(writes) {
            if self.collected.verifications.get(code).is_some_and(|known| *known != target) {
                return Err(StoreError::Duplicate { what: "verification code".to_owned() });
            }
        }
        Ok(())
    }

    fn take(&mut self, writes: Writes) {
        if let Some(last) = writes.acts.last() {
            self.seq = last.seq;
            self.hash = last.hash;
        }
        let into = &mut self.collected;
        for (code, target) in codes(&writes) {
            into.verifications.insert(code.to_owned(), target);
        }
        into.acts.extend(writes.acts);
        for matter in writes.matters {
            self.versions.insert(matter.id.clone(), matter.version);
            into.matters.insert(matter.id.clone(), matter);
        }
        into.entries.extend(writes.entries.into_iter().map(|e| (entry_key(&e), e)));
        for mut row in writes.listings {
            let key = (row.kind.clone(), row.ord_ms, row.reference.clone());
            // What the earlier row of the batch wanted forgotten is stored still; its own words never get there.
            if let Some(earlier) = into.listings.remove(&key) {
                row.gone.extend(earlier.gone);
                row.settled &= earlier.settled;
            }
            into.listings.insert(key, row);
        }
        into.documents.extend(writes.documents);
        into.file_uses.extend(
            writes.file_uses.into_iter().map(|f| ((f.matter.clone(), f.part.clone(), f.sha256.clone()), f)),
        );
        into.sealed.extend(writes.sealed.into_iter().map(|s| ((s.matter.clone(), s.commitment.clone()), s)));
        into.tallies.extend(writes.tallies.into_iter().map(|t| ((t.matter.clone(), t.item.clone()), t)));
        into.charges.extend(writes.charges.into_iter().map(|c| (c.matter.clone(), c)));
        into.money.extend(writes.money);
        into.jobs.extend(writes.jobs);
        for (series, value) in writes.at_least {
            // Who draws in this batch had the series read; for the others the database compares.
            let known = self.series.entry(series.clone()).or_insert(0);
            *known = value.max(*known);
            into.series.insert(series, *known);
        }
    }
}

pub(super) fn entry_key(entry: &EntryRow) -> (String, String, i64) {
    (entry.register.clone(), entry.number.clone(), entry.version)
}

/// A stored version may only be given another end.
pub(super) fn same_but_end(a: &EntryRow, b: &EntryRow) -> bool {
    a.from_ms == b.from_ms
        && a.status == b.status
        && a.holder == b.holder
        && a.matter == b.matter
        && a.verify_code == b.verify_code
        && a.body == b.body
}

pub(super) fn codes(writes: &Writes) -> impl Iterator<Item = (&str, Target)> {
    let entries = writes.entries.iter().filter_map(|e| {
        let target = Target { kind: "entry", register: e.register.clone(), reference: e.number.clone() };
        Some((e.verify_code.as_deref()?, target))
    });
    let documents = writes.documents.iter().filter_map(|d| {
        let target = Target { kind: "document", register: String::new(), reference: d.id.clone() };
        Some((d.verify_code.as_deref()?, target))
    });
    entries.chain(documents)
}
