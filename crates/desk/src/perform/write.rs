//! Writing a decided act down: numbers, fold, record, rows. Runs inside the store's transaction; pure and fast.

use super::{Decided, register_change};
use crate::book::BOOK;
use crate::clock::{rfc3339, to_ms};
use crate::entries::{self, Making};
use crate::jobs::{lapse_job, tell_job, typeset_job};
use crate::listing;
use crate::request::{Done, Request};
use crate::shelf::SHELF;
use congvu_authority::{Actor, Citation};
use congvu_calendar::{Clock as LegalClock, ClockEventKind};
use congvu_matter::declare::{Effect, Since};
use congvu_matter::{Event, Matter, Money, RegisterChange, Way, assign, fold};
use congvu_pack::Library;
use congvu_record::{Act, ActorRef, Basis, Capacity, Salt, canonical, chain, commitment, leaf};
use congvu_register::Entry;
use congvu_store::{ActRow, Assigned, ChargeRow, FileUseRow, MatterRow, MoneyRow, TallyRow, Writes};
use jiff::civil::DateTime;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

/// Kind of the rows that only carry a version to be checked.
const VERSION_ONLY: &str = "version";

pub(crate) struct Writer {
    pub(crate) agency: String,
    pub(crate) act_id: String,
    pub(crate) salt: Salt,
    pub(crate) request: Request,
    pub(crate) decided: Decided,
    pub(crate) library: Arc<Library>,
    pub(crate) written: super::Written,
}

/// Row under which the version of a register entry is checked.
pub(crate) fn entry_row_id(entry: &Entry) -> String {
    format!("entry/{}/{}", entry.register, entry.number)
}

/// The version at which that row stands. An entry gets it with its first change: the number of a new entry is drawn only
/// while it is written, and a number drawn is nobody else's.
pub(crate) fn entry_row_version(entry: &Entry) -> i64 {
    if entry.version > 1 { entry.version } else { 0 }
}

impl Writer {
    pub(crate) fn finish(&self, assigned: &Assigned) -> Result<Writes, String> {
        let d = &self.decided;
        let mut events = d.events.clone();
        assign(&mut events, &assigned.numbers);
        let matter = fold(d.matter.as_deref().cloned(), &events).ok_or("the act opens no matter")?;
        let act = self.act(assigned.next_seq, &matter, &events)?;
        let body = canonical(&act).map_err(|e| format!("the act has no canonical form: {e}"))?;
        let hash = chain(&assigned.prev_hash, &leaf(&commitment(Some(&self.salt), &body)));
        let mut writes = Writes { acts: vec![self.act_row(&act, hash, body)], ..Writes::default() };
        self.matter_rows(&matter, &mut writes)?;
        self.entry_rows(&matter, &events, &mut writes)?;
        self.money_rows(&matter, &events, &mut writes);
        self.file_rows(&mut writes);
        writes.sealed.clone_from(&d.sealed);
        self.tally_rows(&matter, &mut writes);
        self.book_row(&mut writes)?;
        self.shelf_row(&mut writes)?;
        let papers = self.papers(&matter, &events, &mut writes);
        self.notices(&matter, &mut writes);
        let done = Done {
            matter: matter.id.clone(),
            act: act.id.clone(),
            seq: act.seq,
            hash: hex::encode(hash),
            version: matter.version,
            state: matter.state.clone(),
            code: matter.code.clone(),
            clause: act.clause.eid.clone(),
            papers,
        };
        writes.answer = serde_json::to_vec(&done).map_err(|e| e.to_string())?;
        // A transaction that is tried again draws its numbers again.
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(matter));
        Ok(writes)
    }

    fn act(&self, seq: i64, matter: &Matter, events: &[Event]) -> Result<Act, String> {
        let d = &self.decided;
        let actor = match &self.request.actor {
            Actor::Position { person, position } => {
                ActorRef::Position { person: person.to_string(), position: position.to_string() }
            }
            Actor::Applicant { account } => ActorRef::Applicant { account: account.to_string() },
            Actor::System => ActorRef::System,
        };
        let capacity = (!d.permitted.position.is_empty()).then(|| Capacity {
            form: d.permitted.capacity.clone(),
            on_behalf_of: d.permit.capacity.on_behalf_of.as_ref().map(ToString::to_string),
            in_place_of: d.permit.in_place_of.as_ref().map(ToString::to_string),
        });
        Ok(Act {
            v: 1,
            agency: self.agency.clone(),
            seq,
            id: self.act_id.clone(),
            matter: matter.id.clone(),
            version: matter.version,
            kind: self.request.command.act.clone(),
            at: rfc3339(d.now),
            actor,
            capacity,
            clause: d.permit.clause.clone(),
            row: d.permit.row.clone(),
            basis: d.permit.basis.iter().map(basis).collect(),
            input: serde_json::Value::Object(self.request.command.input.clone()),
            events: serde_json::to_value(events).map_err(|e| e.to_string())?,
            files: self.request.command.files.iter().map(|f| f.sha256.clone()).collect(),
        })
    }

    fn act_row(&self, act: &Act, hash: [u8; 32], body: Vec<u8>) -> ActRow {
        let (actor, position) = match &act.actor {
            ActorRef::Position { person, position } => (person.clone(), Some(position.clone())),
            ActorRef::Applicant { account } => (account.clone(), None),
            ActorRef::System => ("system".to_owned(), None),
        };
        ActRow {
            seq: act.seq,
            id: act.id.clone(),
            matter: act.matter.clone(),
            kind: act.kind.clone(),
            at_ms: to_ms(self.decided.now),
            actor,
            position,
            clause: act.clause.eid.clone(),
            hash,
            salt: Some(self.salt),
            body,
        }
    }

    fn matter_rows(&self, matter: &Matter, writes: &mut Writes) -> Result<(), String> {
        let due = crate::case::read_clock(&self.library, matter, self.decided.now).and_then(|c| c.due);
        self.lapse(matter, due.map(to_ms), writes);
        let stops = matter.clock.iter().filter(|e| matches!(e.kind, ClockEventKind::Stop { .. })).count();
        // Nobody counts or looks up a secret matter with others: what that would need does not stand in its row.
        let open = |text: &str| if matter.secret { String::new() } else { text.to_owned() };
        let unit = open(self.decided.definition.unit());
        writes.matters.push(MatterRow {
            id: matter.id.clone(),
            version: matter.version,
            kind: matter.lifecycle.clone(),
            procedure: open(&matter.procedure),
            state: matter.state.clone(),
            code: matter.code.clone().filter(|_| !matter.secret),
            turn: self.decided.definition.turn(matter),
            unit: unit.clone(),
            applicant: matter.party.as_ref().map(|p| p.account.clone()).filter(|a| !a.is_empty()),
            subject: matter.subject.clone(),
            due_ms: due.map(to_ms),
            opened_ms: to_ms(matter.opened),
            closed_ms: matter.closed.map(to_ms),
            channel: open(&matter.channel),
            assigned: matter.assigned.clone(),
            stops: i64::try_from(stops).unwrap_or(i64::MAX),
            ended_ms: clock_end(matter).or(matter.closed).map(to_ms),
            body: serde_json::to_string(matter).map_err(|e| e.to_string())?,
        });
        writes.listings.push(listing::of_matter(&self.library, matter, &unit, due.map(to_ms)));
        Ok(())
    }

    /// Where the law says that silence is an answer, the clock's end is looked at when it comes.
    fn lapse(&self, matter: &Matter, due_ms: Option<i64>, writes: &mut Writes) {
        let time = self.decided.definition.version().and_then(|v| v.time.as_ref());
        let (Some(act), Some(due_ms)) = (time.and_then(|t| t.lapse.as_ref()), due_ms) else { return };
        let moves = |e: &Event| matches!(e, Event::Clock { .. } | Event::Law { .. });
        let moved = self.decided.events.iter().any(moves);
        if moved && matter.closed.is_none() {
            writes.jobs.push(lapse_job(&self.act_id, &matter.id, act, due_ms));
        }
    }

    fn entry_rows(&self, matter: &Matter, events: &[Event], writes: &mut Writes) -> Result<(), String> {
        let Some(change) = register_change(events) else { return Ok(()) };
        let d = &self.decided;
        if matches!(change, RegisterChange::Import { .. } | RegisterChange::Annul { .. }) {
            self.bulk_rows(writes);
            return Ok(());
        }
        let making = Making { now: d.now, matter, clause: &d.permit.clause.eid };
        let entry = entries::next(change, d.entry.as_ref(), &making)?;
        let ours = !matches!(change, RegisterChange::Add { given: Some(_), .. });
        let code = matter.papers.last().map(|p| p.code.clone()).filter(|c| ours && !c.is_empty());
        let def = self.library.registers.get(&entry.register);
        let row = entries::row(&entry, def, code);
        if entry_row_version(&entry) > 0 {
            writes.matters.push(version_row(entry_row_id(&entry), entry.version));
        }
        writes.entries.push(row);
        writes.listings.push(listing::of_entry(&entry, def, d.entry.as_ref()));
        Ok(())
    }

    /// Answers that are counted, and whether the act came in time where it has one of its own.
    fn tally_rows(&self, matter: &Matter, writes: &mut Writes) {
        let d = &self.decided;
        let Some(act) = d.definition.lifecycle.act(&self.request.command.act) else { return };
        let row = |item: String, value: &str| TallyRow {
            matter: matter.id.clone(),
            item,
            value: value.to_owned(),
            at_ms: to_ms(d.now),
        };
        let said = matter.said.get(&act.id);
        let counted = act.effects.iter().filter_map(|e| match e {
            Effect::Tally(inputs) => Some(inputs),
            _ => None,
        });
        for input in counted.flatten() {
            if let Some(answer) = said.and_then(|s| s.get(input)).and_then(serde_json::Value::as_str) {
                writes.tallies.push(row(format!("{}/{input}", act.id), answer));
            }
        }
        let Some(within) = &act.within else { return };
        let since = match &within.since {
            Since::Opened => Some(matter.opened),
            Since::ClockEnd => clock_end(matter),
            Since::Act(act) => {
                Some(matter.first.as_ref().and_then(|first| first.get(act)).copied().unwrap_or(matter.opened))
            }
        };
        let agency = self.library.agencies.get(&self.agency);
        let province = agency.map(|a| a.file.province.as_str()).unwrap_or_default();
        let limit = within.limit_in(province, matter.opened.date());
        let due = since.and_then(|s| LegalClock::due(&self.library.calendar, &limit, s).ok());
        if let Some(due) = due {
            let value = if d.now > due { "late" } else { "in-time" };
            writes.tallies.push(row(format!("within/{}", act.id), value));
        }
    }

    /// Entries by the thousand: the same rows as for one. Who takes numbers over goes on after the highest.
    fn bulk_rows(&self, writes: &mut Writes) {
        let bulk = &self.decided.bulk;
        for (entry, _) in &bulk.changed {
            if entry_row_version(entry) > 0 {
                writes.matters.push(version_row(entry_row_id(entry), entry.version));
            }
        }
        // Lists show an entry once, as its last version has it.
        let mut last: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in bulk.entries() {
            let def = self.library.registers.get(&entry.register);
            writes.entries.push(entries::row(entry, def, None));
            let slot = last.entry(&entry.number).or_insert(entry);
            if entry.version > slot.version {
                *slot = entry;
            }
        }
        for entry in last.into_values() {
            let def = self.library.registers.get(&entry.register);
            writes.listings.push(listing::of_entry(entry, def, bulk.before.get(&entry.number)));
        }
        writes.at_least.clone_from(&bulk.numbers);
    }

    /// What is charged, what came or went, and that the transaction stands in the record now.
    fn money_rows(&self, matter: &Matter, events: &[Event], writes: &mut Writes) {
        let touched = |e: &Event| {
            matches!(
                e,
                Event::Charged { .. } | Event::Money { .. } | Event::Waived { .. } | Event::ChargeDropped
            )
        };
        let Some(charge) = matter.charge.as_ref().filter(|_| events.iter().any(touched)) else { return };
        let dong = |amount: u64| i64::try_from(amount).unwrap_or(i64::MAX);
        let code = matter.code.clone().unwrap_or_default();
        writes.charges.push(ChargeRow {
            matter: matter.id.clone(),
            procedure: matter.procedure.clone(),
            reference: congvu_payment::reference::fold(&code),
            code: code.clone(),
            amount: dong(charge.amount),
            held: dong(charge.held()),
            owed: dong(charge.owed()),
            state: charge.state().as_str().to_owned(),
            raised_ms: to_ms(charge.raised),
        });
        let number = matter.papers.last().map(congvu_matter::Paper::cited).unwrap_or_default();
        for money in events.iter().filter_map(money_of) {
            let amount = dong(money.amount);
            writes.money.push(MoneyRow {
                id: self.act_id.clone(),
                matter: matter.id.clone(),
                procedure: matter.procedure.clone(),
                code: code.clone(),
                act: money.act.clone(),
                method: money.method.clone(),
                position: money.position.clone(),
                amount: if money.way == Way::In { amount } else { amount.saturating_neg() },
                number: number.clone(),
                reference: money.references.first().map(|r| shortened(r)).unwrap_or_default(),
                at_ms: to_ms(money.at),
            });
        }
        writes.matters.extend(references(events).map(|r| version_row(payment_row_id(r), 1)));
    }

    fn file_rows(&self, writes: &mut Writes) {
        let at_ms = to_ms(self.decided.now);
        writes.file_uses.extend(self.request.command.files.iter().map(|f| FileUseRow {
            matter: self.decided.matter_id.clone(),
            part: f.part.clone(),
            name: f.name.clone(),
            sha256: f.sha256.clone(),
            size_bytes: i64::try_from(f.size_bytes).unwrap_or(i64::MAX),
            media_type: f.media_type.clone(),
            at_ms,
        }));
    }

    fn book_row(&self, writes: &mut Writes) -> Result<(), String> {
        let Some(book) = &self.decided.new_book else { return Ok(()) };
        let mut row = version_row(BOOK.to_owned(), self.decided.opened.version.saturating_add(1));
        row.body = serde_json::to_string(book).map_err(|e| e.to_string())?;
        writes.matters.push(row);
        Ok(())
    }

    fn shelf_row(&self, writes: &mut Writes) -> Result<(), String> {
        let Some(shelf) = &self.decided.shelf else { return Ok(()) };
        let mut row = version_row(SHELF.to_owned(), self.decided.packs.saturating_add(1));
        row.body = serde_json::to_string(shelf).map_err(|e| e.to_string())?;
        writes.matters.push(row);
        Ok(())
    }

    /// Where somebody is told of the act, a job for it: in the same transaction, so that nothing that happened stays untold.
    fn notices(&self, matter: &Matter, writes: &mut Writes) {
        let kind = &self.request.command.act;
        let again =
            self.decided.definition.lifecycle.act(kind).is_some_and(|a| {
                a.inputs.iter().any(|i| i.kind == congvu_matter::declare::InputKind::Sending)
            });
        if again || self.library.notices.of_act(&matter.lifecycle, kind).next().is_some() {
            writes.jobs.push(tell_job(&self.act_id, to_ms(self.decided.now)));
        }
    }

    /// Codes of the papers of this act, each with the job that sets it.
    fn papers(&self, matter: &Matter, events: &[Event], writes: &mut Writes) -> Vec<String> {
        let new = events.iter().filter(|e| matches!(e, Event::Paper { .. })).count();
        let first = matter.papers.len().saturating_sub(new);
        for index in first..matter.papers.len() {
            writes.jobs.push(typeset_job(&self.act_id, &matter.id, index, to_ms(self.decided.now)));
        }
        matter.papers.iter().skip(first).map(|p| p.code.clone()).collect()
    }
}

/// When the matter's clock ended.
fn clock_end(matter: &Matter) -> Option<DateTime> {
    matter.clock.iter().rev().find(|e| matches!(e.kind, ClockEventKind::End)).map(|e| e.at)
}

fn money_of(event: &Event) -> Option<&Money> {
    match event {
        Event::Money { money } => Some(money),
        _ => None,
    }
}

/// What the bank or the gateway calls the transactions of these events, each once.
pub(crate) fn references(events: &[Event]) -> impl Iterator<Item = &str> {
    let mut all: Vec<&str> =
        events.iter().filter_map(money_of).flat_map(|m| &m.references).map(String::as_str).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// The row by which a transaction is known to stand in the record. Its name has a fixed length, whatever banks write.
pub(crate) fn payment_row_id(reference: &str) -> String {
    format!("payment/{}", hex::encode(Sha256::digest(reference.as_bytes())))
}

/// As a key may be long.
fn shortened(reference: &str) -> String {
    reference.chars().take(60).collect()
}

fn version_row(id: String, version: i64) -> MatterRow {
    MatterRow { id, version, kind: VERSION_ONLY.to_owned(), ..MatterRow::default() }
}

fn basis(citation: &Citation) -> Basis {
    let clause = match citation {
        Citation::Decision(clause) => Some(clause.clone()),
        Citation::Statute(_) => None,
    };
    Basis { cite: citation.to_string(), clause }
}
