//! Reading a whole record again.

use crate::clock::to_ms;
use crate::log::Audit;
use crate::shelf::{SHELF, Shelf};
use congvu_matter::{Event, Matter, fold};
use congvu_record::log::VerifierKey;
use congvu_record::{Chain, Fault, Link};
use congvu_store::{ActRow, MatterRow, Store, StoreError};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Acts read at a time.
const PAGE: u32 = 2_000;
/// Most faults reported.
const MAX_FAULTS: usize = 100;

/// What was found in the record of one agency.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Agency.
    pub agency: String,
    /// Acts read.
    pub acts: u64,
    /// Matters whose state was made again from their acts.
    pub matters: u64,
    /// Checkpoints of the public log that fit the acts.
    pub checkpoints: u64,
    /// Head of the chain, hexadecimal.
    pub head: String,
    /// What does not fit.
    pub faults: Vec<String>,
}

/// Reads the record of an agency from its first act: order, hashes, places, and that every matter is the fold of
/// its acts; then the public log: that it is the tree over these acts, and was signed as such. Time grows with the number of
/// acts; memory with the number of matters that are open at once in the reading, at most all of them.
///
/// `keys` are those that the reader knows of logs. Without the log's own among them the one in the database is taken, which whoever
/// changes the database may have changed too.
///
/// # Errors
/// The store cannot be read.
pub async fn verify(store: &Store, agency: &str, keys: &[VerifierKey]) -> Result<Report, StoreError> {
    let mut reading =
        Reading { report: Report { agency: agency.to_owned(), ..Report::default() }, ..Reading::default() };
    let mut audit = Audit::of(store, agency, keys).await?;
    let mut from = 1;
    let mut head = store.head(agency).await?;
    loop {
        let rows = store.acts_from(agency, from, PAGE).await?;
        let Some(last) = rows.last() else {
            // A server may be at work: what it added meanwhile is read too.
            let known = std::mem::replace(&mut head, store.head(agency).await?);
            if head.seq > reading.chain.seq && head != known {
                continue;
            }
            break;
        };
        from = last.seq.saturating_add(1);
        for row in &rows {
            reading.step(row);
            audit.step(store, row).await?;
        }
        audit.settle(store).await?;
        if reading.report.faults.len() >= MAX_FAULTS {
            break;
        }
    }
    let end = reading.chain.ends_at(head.seq, &head.hash);
    reading.note(end.err());
    audit.end();
    reading.report.checkpoints = audit.checkpoints;
    reading.report.faults.append(&mut audit.faults);
    reading.report.head = hex::encode(reading.chain.head);
    reading.compare_shelf(store, agency).await?;
    for (id, matter) in std::mem::take(&mut reading.matters) {
        reading.compare(store, agency, &id, matter).await?;
    }
    Ok(reading.report)
}

#[derive(Default)]
struct Reading {
    report: Report,
    chain: Chain,
    matters: BTreeMap<String, Option<Matter>>,
    /// The department's own packs, and how many acts changed them.
    shelf: (i64, Shelf),
}

impl Reading {
    fn note(&mut self, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.report.faults.push(fault.to_string());
        }
    }

    fn step(&mut self, row: &ActRow) {
        self.report.acts = self.report.acts.saturating_add(1);
        let prev = self.chain.head;
        let link = Link {
            seq: row.seq,
            id: &row.id,
            prev: &prev,
            hash: &row.hash,
            salt: row.salt.as_ref(),
            body: &row.body,
        };
        let stepped = self.chain.step(&link);
        self.note(stepped.err());
        match Chain::same_place(&self.report.agency.clone(), &link) {
            Err(fault) => self.note(Some(fault)),
            Ok(act) => {
                if act.matter != row.matter || act.kind != row.kind {
                    self.report.faults.push(format!(
                        "act `{}` (no. {}): its row names another matter or act",
                        row.id, row.seq
                    ));
                }
                match serde_json::from_value::<Vec<Event>>(act.events) {
                    Ok(events) => {
                        if events.iter().any(|e| matches!(e, Event::Packs { .. })) {
                            self.shelf.0 = self.shelf.0.saturating_add(1);
                            self.shelf.1.follow(&act.matter, &events);
                        }
                        let slot = self.matters.entry(act.matter).or_default();
                        *slot = fold(slot.take(), &events);
                    }
                    Err(error) => {
                        self.report.faults.push(format!(
                            "act `{}` (no. {}): its events cannot be read: {error}",
                            row.id, row.seq
                        ));
                    }
                }
            }
        }
    }

    /// The department's own packs are those that its acts put in force, and their files are whole.
    async fn compare_shelf(&mut self, store: &Store, agency: &str) -> Result<(), StoreError> {
        let row = store.matter(agency, SHELF).await?;
        let stored = row.as_ref().map(|row| (row.version, serde_json::from_str::<Shelf>(&row.body).ok()));
        let (version, made) = &self.shelf;
        let same = match stored {
            None => *version == 0,
            Some((found, shelf)) => found == *version && shelf.as_ref() == Some(made),
        };
        if !same {
            self.report
                .faults
                .push("the packs of its own are not those that its acts put in force".to_owned());
        }
        for (path, own) in &made.files {
            if let Err(error) = store.files().get(&own.sha256).await {
                self.report.faults.push(format!("packs: `{path}`: {error}"));
            }
        }
        Ok(())
    }

    async fn compare(
        &mut self,
        store: &Store,
        agency: &str,
        id: &str,
        folded: Option<Matter>,
    ) -> Result<(), StoreError> {
        self.report.matters = self.report.matters.saturating_add(1);
        if self.report.faults.len() >= MAX_FAULTS {
            return Ok(());
        }
        let row = store.matter(agency, id).await?;
        let stored = row.as_ref().and_then(|row| serde_json::from_str::<Matter>(&row.body).ok());
        if stored != folded {
            self.report.faults.push(format!("matter `{id}`: its stored state is not what its acts give"));
        } else if let (Some(row), Some(matter)) = (&row, &folded)
            && !same_row(row, matter)
        {
            self.report.faults.push(format!("matter `{id}`: its row for lists is not what its acts give"));
        }
        if let Some(matter) = folded.as_ref().filter(|m| !m.sealed.is_empty()) {
            self.seals(store, agency, matter).await?;
        }
        Ok(())
    }

    /// What is sealed must be there as the record says, or not at all where an act erased it.
    async fn seals(&mut self, store: &Store, agency: &str, matter: &Matter) -> Result<(), StoreError> {
        let rows = store.sealed_of(agency, &matter.id).await?;
        for seal in &matter.sealed {
            let row = rows.iter().find(|r| r.commitment == seal.commitment);
            let whole = |r: &congvu_store::SealedRow| match seal.erased {
                true => r.ciphertext.is_empty() && r.keys.is_empty(),
                false => hex::encode(Sha256::digest(&r.ciphertext)) == seal.digest && !r.keys.is_empty(),
            };
            if !row.is_some_and(whole) {
                let fault =
                    format!("matter `{}`: what is sealed in it is not what the record says", matter.id);
                self.report.faults.push(fault);
            }
        }
        Ok(())
    }
}

/// Whether the columns that lists and permissions are read from say what the matter says.
fn same_row(row: &MatterRow, matter: &Matter) -> bool {
    row.version == matter.version
        && row.kind == matter.lifecycle
        && row.procedure == if matter.secret { "" } else { matter.procedure.as_str() }
        && row.state == matter.state
        && row.code.as_ref() == matter.code.as_ref().filter(|_| !matter.secret)
        && row.subject == matter.subject
        && row.applicant.as_deref().unwrap_or_default()
            == matter.party.as_ref().map_or("", |p| p.account.as_str())
        && row.closed_ms == matter.closed.map(to_ms)
}
