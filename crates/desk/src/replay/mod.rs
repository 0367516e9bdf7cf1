//! Changed packs over past cases: what would have been different, act by act. Reads only.
//!
//! One case is in memory at a time, so that the size of the record does not matter. Each act of the record is judged again by
//! the authority table and the lifecycle of the changed packs, on the case as those packs would have had it. An act that they
//! would refuse is told once; the case then goes on as the record has it, so that one difference does not hide the next.

mod compare;
mod one;

use crate::book::{BOOK, Opened};
use crate::error::{DeskError, unreadable};
use congvu_matter::Event;
use congvu_pack::{Agency, Library};
use congvu_record::Act;
use congvu_store::Store;
use serde::Serialize;
use std::collections::BTreeMap;

/// Matters read at a time.
const PAGE: u32 = 200;
/// Acts of one matter read at a time.
const ACTS: u32 = 500;

/// One thing that would be different.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Difference {
    /// Department.
    pub agency: String,
    /// Procedure.
    pub procedure: String,
    /// Identifier of the matter.
    pub matter: String,
    /// Place of the act in the record of the department.
    pub seq: i64,
    /// The act.
    pub act: String,
    /// What: `procedure`, `permit`, `clause`, `refused`, `law`, `limit`, `deadline`, `state`, `outcome`, `paper`, `register`,
    /// `assigned`.
    pub what: &'static str,
    /// As it was.
    pub was: String,
    /// As it would be.
    pub would: String,
}

/// How many cases of a procedure were replayed, and what would be different in how many acts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Cases.
    pub cases: u64,
    /// Cases with a difference.
    pub different: u64,
    /// Acts.
    pub acts: u64,
    /// Differences by what they are about.
    pub by: BTreeMap<&'static str, u64>,
}

/// What a replay of one department found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Replay {
    /// By procedure.
    pub procedures: BTreeMap<String, Tally>,
    /// Acts that could not be read; `record verify` says more.
    pub unreadable: u64,
}

impl Replay {
    /// Whether nothing would be different.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.procedures.values().all(|t| t.different == 0)
    }
}

/// Runs `new` over the recorded cases of a department. Deadlines are compared with those under `old`, the packs in use; all
/// else with what the record says. `told` gets each difference as it is found.
///
/// # Errors
/// The store cannot be read, or the book of positions does not fit the changed table.
pub async fn replay(
    store: &Store,
    old: &Library,
    new: &Library,
    agency: &str,
    told: &mut (dyn FnMut(Difference) + Send),
) -> Result<Replay, DeskError> {
    let mut found = Replay::default();
    let Some(changed) = new.agencies.get(agency) else {
        return Err(DeskError::Unreadable {
            what: "packs",
            reason: format!("they have no department `{agency}`"),
        });
    };
    let opened = book(store, changed).await?;
    let judging = one::Judging { old, new, agency: changed, opened: &opened };
    let mut after = String::new();
    loop {
        let rows = store.matters(agency, PAGE, &after).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        for row in rows.iter().filter(|r| !r.procedure.is_empty()) {
            let acts = acts_of(store, agency, &row.id, &mut found).await?;
            let differences = one::case(&judging, &row.procedure, &acts);
            let tally = found.procedures.entry(row.procedure.clone()).or_default();
            tally.cases = tally.cases.saturating_add(1);
            tally.acts = tally.acts.saturating_add(u64::try_from(acts.len()).unwrap_or(u64::MAX));
            tally.different = tally.different.saturating_add(u64::from(!differences.is_empty()));
            for difference in differences {
                let times = tally.by.entry(difference.what).or_default();
                *times = times.saturating_add(1);
                told(difference);
            }
        }
    }
    Ok(found)
}

/// The positions as the record has them now, judged by the changed table: periods of appointments and delegations are in it.
async fn book(store: &Store, agency: &Agency) -> Result<Opened, DeskError> {
    match store.matter(agency.id(), BOOK).await? {
        Some(row) => Opened::read(row.version, &row.body, &agency.rules),
        None => Opened::new(0, crate::Book::founding(agency), &agency.rules),
    }
}

async fn acts_of(
    store: &Store,
    agency: &str,
    matter: &str,
    found: &mut Replay,
) -> Result<Vec<(Act, Vec<Event>)>, DeskError> {
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let rows = store.acts_of(agency, matter, ACTS, after).await?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.seq;
        for row in &rows {
            let read = || -> Result<(Act, Vec<Event>), DeskError> {
                let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
                let events = serde_json::from_value(act.events.clone()).map_err(unreadable("events"))?;
                Ok((act, events))
            };
            match read() {
                Ok(read) => all.push(read),
                Err(_) => found.unreadable = found.unreadable.saturating_add(1),
            }
        }
        if all.len() >= usize::try_from(congvu_matter::limits::ACTS).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}
