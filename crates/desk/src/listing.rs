//! What lists show of matters and register entries, and what they are found by.

use crate::case::read_reading;
use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::{DeskError, unreadable};
use crate::perform::Definition;
use congvu_calendar::{ClockEvent, Limit, Reading};
use congvu_matter::Matter;
use congvu_matter::declare::Phase;
use congvu_pack::{Agency, Library};
use congvu_register::{Entry, RegisterDef, Status};
use congvu_store::{ListingRow, MAX_KEY_BYTES, MAX_TOKENS, Work, Writes};
use serde::{Deserialize, Serialize};

/// Kind under which cases are listed. Another matter is listed under its lifecycle.
pub const CASES: &str = "case";
/// Kind under which register entries are listed.
pub const ENTRIES: &str = "entry";
/// Setting that says how the listings of an agency were made.
const MADE: &str = "listing";
/// Changes whenever listings are made in another way: they are then made anew at the start.
const HOW: &str = "3";
/// Rows written at once when listings are made anew.
const CHUNK: u32 = 500;

/// What a legal clock is read from.
#[derive(Debug, Serialize, Deserialize)]
struct ClockFacts {
    limit: Limit,
    restarts: bool,
    events: Vec<ClockEvent>,
}

/// The word for a phase in lists and filters.
#[must_use]
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "waiting",
        Phase::Working => "working",
        Phase::Stopped => "stopped",
        Phase::Done => "done",
        Phase::Ended => "ended",
    }
}

/// Search words of a text, as many and as long as the store takes.
fn words(text: &str) -> Vec<String> {
    let fits = |w: &String| w.len() <= MAX_KEY_BYTES;
    congvu_register::words(text).into_iter().filter(fits).take(MAX_TOKENS).collect()
}

/// Codes and telephone numbers of a form: who comes again is found by them. 8 to 14 digits, and no more than a few.
fn numbers(form: &serde_json::Map<String, serde_json::Value>) -> String {
    let long = |text: &&str| (8..=14).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let found: Vec<&str> =
        form.values().filter_map(serde_json::Value::as_str).map(str::trim).filter(long).take(8).collect();
    found.join(" ")
}

/// The row of a matter. Its search words do not change after the opening act.
pub(crate) fn of_matter(library: &Library, matter: &Matter, unit: &str, due_ms: Option<i64>) -> ListingRow {
    // What is secret is listed apart, under its lifecycle, and is found by nothing.
    let case = !matter.procedure.is_empty() && !matter.secret;
    let party = matter.party.as_ref();
    let named = party.map(|p| p.name.clone()).unwrap_or_default();
    let text =
        [matter.code.as_deref().unwrap_or_default(), &matter.subject, &named, party.map_or("", |p| &p.phone)]
            .join(" ");
    let text = [text, numbers(&matter.form)].join(" ");
    let state = library.lifecycles.get(&matter.lifecycle).and_then(|l| l.state(&matter.state));
    let clock = matter.limit.map(|limit| ClockFacts {
        limit,
        restarts: matter.restarts,
        events: matter.clock.clone(),
    });
    ListingRow {
        kind: if case { CASES.to_owned() } else { matter.lifecycle.clone() },
        ord_ms: to_ms(matter.opened),
        reference: matter.id.clone(),
        code: matter.code.clone().unwrap_or_default(),
        class: if matter.secret { String::new() } else { matter.procedure.clone() },
        life: matter.lifecycle.clone(),
        state: matter.state.clone(),
        phase: state.map_or("", |s| phase_word(s.phase)).to_owned(),
        outcome: matter.outcome.clone().unwrap_or_default(),
        unit: unit.to_owned(),
        officer: matter.assigned.clone().unwrap_or_default(),
        channel: matter.channel.clone(),
        subject: matter.subject.clone(),
        party: named,
        due_ms,
        closed_ms: matter.closed.map(to_ms),
        clock: clock.and_then(|c| serde_json::to_string(&c).ok()).unwrap_or_default(),
        words: if case { words(&text) } else { Vec::new() },
        gone: Vec::new(),
        settled: matter.version > 1,
    }
}

/// Under which reference an entry is listed.
#[must_use]
pub fn entry_reference(register: &str, number: &str) -> String {
    format!("{register}/{number}")
}

/// The row of an entry, after the version `before`.
#[must_use]
pub fn of_entry(entry: &Entry, def: Option<&RegisterDef>, before: Option<&Entry>) -> ListingRow {
    let found_by = |e: &Entry| def.map(|d| words(&e.search_text(d))).unwrap_or_default();
    let (new, old) = (found_by(entry), before.map(found_by));
    let settled = old.as_ref() == Some(&new);
    ListingRow {
        kind: ENTRIES.to_owned(),
        ord_ms: to_ms(entry.issued),
        reference: entry_reference(&entry.register, &entry.number),
        code: entry.cited().to_owned(),
        class: entry.register.clone(),
        state: entry.status.as_str().to_owned(),
        subject: def.map(|d| entry.text(&d.holder)).unwrap_or_default(),
        due_ms: entry.until.map(to_ms),
        closed_ms: matches!(entry.status, Status::Revoked | Status::Annulled).then(|| to_ms(entry.since)),
        words: new,
        gone: if settled { Vec::new() } else { old.unwrap_or_default() },
        settled,
        ..ListingRow::default()
    }
}

impl Desk {
    /// The legal clock of a listed case, read now; none where no time limit is known.
    #[must_use]
    pub fn clock_of(&self, row: &ListingRow) -> Option<Reading> {
        let facts: ClockFacts = serde_json::from_str(&row.clock).ok()?;
        let now = self.inner.clock.now();
        read_reading(&self.packs.library, facts.limit, facts.restarts, &facts.events, now)
    }

    /// Makes the listings of an agency, and whose turn each matter is, from its matters and entries, where they were made in
    /// another way or not at all: by an earlier program. Gives how many rows were made. Not while the agency's acts are being performed.
    ///
    /// # Errors
    /// The store cannot be read or written, or something stored cannot be read.
    pub async fn relist(&self, agency: &Agency) -> Result<u64, DeskError> {
        let store = &self.inner.store;
        if store.setting(agency.id(), MADE).await?.as_deref() == Some(HOW) {
            return Ok(0);
        }
        let (mut made, mut after) = (0_u64, String::new());
        loop {
            let rows = store.matters(agency.id(), CHUNK, &after).await?;
            let Some(last) = rows.last() else { break };
            after.clone_from(&last.id);
            let mut listings = Vec::with_capacity(rows.len());
            for row in rows.iter().filter(|r| !r.state.is_empty()) {
                let matter: Matter = serde_json::from_str(&row.body).map_err(unreadable("matter"))?;
                let listed = of_matter(&self.packs.library, &matter, &row.unit, row.due_ms);
                listings.push(ListingRow { settled: false, ..listed });
                let turn = Definition::of(&self.packs.library, &matter).map(|d| d.turn(&matter));
                if let Some(turn) = turn.ok().filter(|turn| *turn != row.turn) {
                    store.put_turn(agency.id(), &row.id, row.version, &turn).await?;
                }
            }
            made = made.saturating_add(self.list(agency, listings).await?);
        }
        for (register, def) in &self.packs.library.registers {
            let mut after = String::new();
            loop {
                let rows = store.entries_known(agency.id(), register, i64::MAX, CHUNK, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.number);
                let listings: Result<Vec<_>, DeskError> =
                    rows.iter().map(|r| Ok(of_entry(&crate::entries::read(r)?, Some(def), None))).collect();
                made = made.saturating_add(self.list(agency, listings?).await?);
            }
        }
        store.put_setting(agency.id(), MADE, HOW).await?;
        Ok(made)
    }

    /// Writes rows that follow from what is stored. No act: nothing changes but how it is found.
    async fn list(&self, agency: &Agency, listings: Vec<ListingRow>) -> Result<u64, DeskError> {
        let count = listings.len() as u64;
        let work = Work {
            agency: agency.id().to_owned(),
            idempotency: None,
            expect: Vec::new(),
            series: Vec::new(),
            finish: Box::new(move |_| Ok(Writes { listings: listings.clone(), ..Writes::default() })),
        };
        self.inner.store.commit(work).await.map_err(|e| DeskError::Listing(e.to_string()))?;
        Ok(count)
    }
}
