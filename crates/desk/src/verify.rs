//! Reading a whole record again.

use crate::clock::to_ms;
use crate::shelf::{SHELF, Shelf};
use congvu_matter::{Event, Matter, fold};
use congvu_record::{Chain, Fault, Link};
use congvu_store::{ActRow, MatterRow, Store, StoreError};
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
    /// Head of the chain, hexadecimal.
    pub head: String,
    /// What does not fit.
    pub faults: Vec<String>,
}

/// Reads the record of an agency from its first act: order, hashes, places, and that every matter is the fold of
/// its acts. Time grows with the number of acts; memory with the number of matters that are open at once in the
/// reading, at most all of them.
///
/// # Errors
/// The store cannot be read.
pub async fn verify(store: &Store, agency: &str) -> Result<Report, StoreError> {
    let mut reading =
        Reading { report: Report { agency: agency.to_owned(), ..Report::default() }, ..Reading::default() };
    let head = store.head(agency).await?;
    let mut from = 1;
    loop {
        let rows = store.acts_from(agency, from, PAGE).await?;
        let Some(last) = rows.last() else { break };
        from = last.seq.saturating_add(1);
        for row in &rows {
            reading.step(row);
        }
        if reading.report.faults.len() >= MAX_FAULTS {
            break;
        }
    }
    let end = reading.chain.ends_at(head.seq, &head.hash);
    reading.note(end.err());
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
        let link = Link { seq: row.seq, id: &row.id, prev: &prev, hash: &row.hash, body: &row.body };
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
        Ok(())
    }
}

/// Whether the columns that lists and permissions are read from say what the matter says.
fn same_row(row: &MatterRow, matter: &Matter) -> bool {
    row.version == matter.version
        && row.kind == matter.lifecycle
        && row.procedure == matter.procedure
        && row.state == matter.state
        && row.code == matter.code
        && row.subject == matter.subject
        && row.applicant.as_deref().unwrap_or_default()
            == matter.party.as_ref().map_or("", |p| p.account.as_str())
        && row.closed_ms == matter.closed.map(to_ms)
}
