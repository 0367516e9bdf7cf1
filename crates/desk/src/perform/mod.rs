//! `perform`: the one way in.

mod authority;
mod definition;
mod exact;
mod facts;
mod law;
mod people;
mod sanction;
mod staff;
mod write;

pub(crate) use authority::seat_prepared;
pub(crate) use definition::Definition;
pub(crate) use facts::facts;
pub(crate) use sanction::{Around, facts as fine_facts, follow as follow_violation, said};
pub(crate) use write::entry_row_version;
pub(crate) use write::payment_row_id;

use crate::book::{BOOK, Opened};
use crate::bulk::Bulk;
use crate::desk::Desk;
use crate::error::{DeskError, Outcome, PerformError, outcome, unreadable};
use crate::proposal::other_hands;
use crate::request::{Done, On, Opening, Request};
use crate::shelf::{PacksError, SHELF, Shelf};
use crate::{codes, entries, seal};
use congvu_authority::{Actor, Permit};
use congvu_matter::declare::Effect;
use congvu_matter::{EntryRef, Event, Matter, Permitted, Refused, RegisterChange, decide};
use congvu_pack::Agency;
use congvu_register::Entry;
use congvu_store::{CommitError, Expect, Idempotency, SealedRow, Work};
use jiff::civil::DateTime;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, PoisonError};

/// How often an act is decided anew when the state moved under it.
const ATTEMPTS: usize = 6;

/// The matter as it was written at last, for the next act on it.
type Written = Arc<Mutex<Option<Arc<Matter>>>>;

/// Everything that is known when an act has been decided and only needs to be written down.
struct Decided {
    opened: Arc<Opened>,
    matter: Option<Arc<Matter>>,
    matter_id: String,
    events: Vec<Event>,
    permit: Permit,
    permitted: Permitted,
    definition: Definition,
    entry: Option<Entry>,
    /// Entries taken over from a paper register or taken back, at their next versions.
    bulk: Bulk,
    new_book: Option<crate::Book>,
    /// What was sealed, or what is left of it.
    sealed: Vec<SealedRow>,
    /// Version of the department's shelf of packs that was read by.
    packs: i64,
    /// The shelf after the act, where it changes.
    shelf: Option<Shelf>,
    now: DateTime,
}

impl Desk {
    /// Performs an act, or says why not. On any error nothing has changed.
    ///
    /// # Errors
    /// See [`PerformError`].
    pub async fn perform(&self, mut request: Request) -> Result<Done, PerformError> {
        exact::numbers(&mut request.command).map_err(PerformError::NotNow)?;
        if let On::New(Opening::Register { register, .. }) = &request.on {
            request.command.entry = Some(EntryRef { register: register.clone(), number: String::new() });
        }
        let mut desk = self.clone();
        for attempt in 0..ATTEMPTS {
            let agency = desk.packs.library.agencies.get(&request.agency).cloned();
            let agency =
                agency.ok_or_else(|| PerformError::Unknown { what: "agency", id: request.agency.clone() })?;
            if attempt > 0 {
                desk.reread_book(&agency).await?;
                // Another server may have put other packs in force.
                desk.reread_packs(&agency).await?;
                desk = self.clone();
            }
            match desk.attempt(&agency, &request, attempt == 0).await? {
                Attempt::Done(done) => return Ok(done),
                Attempt::Again => {}
            }
        }
        Err(PerformError::Busy)
    }

    async fn reread_packs(&self, agency: &Agency) -> Result<(), DeskError> {
        self.look_at_packs_of(agency.id()).await.map_err(|error| match error {
            PacksError::Desk(error) => error,
            faults => DeskError::Unreadable { what: "changed packs", reason: faults.to_string() },
        })
    }

    /// `recent`: decide on the matter as it was after the last act here, where it is known.
    async fn attempt(
        &self,
        agency: &Agency,
        request: &Request,
        recent: bool,
    ) -> Result<Attempt, PerformError> {
        let known = self.known(agency, request).filter(|_| recent);
        let decided = match self.decide(agency, request, known.clone()).await {
            Ok(decided) => decided,
            Err(Stopped::LawFirst) => {
                // What the law says now must be settled before anybody acts under it.
                if let On::Matter(id) = &request.on {
                    self.settle_law(agency, id).await?;
                }
                return Ok(Attempt::Again);
            }
            // What is known may have been overtaken by another server.
            Err(Stopped::Error(_)) if known.is_some() => return Ok(Attempt::Again),
            // Once carried out, an act is seldom possible again: its repetition gets the first answer.
            Err(Stopped::Error(error)) => {
                return self.answered(agency, request).await?.map(Attempt::Done).ok_or(error);
            }
        };
        let matter_id = decided.matter_id.clone();
        let new_book = decided.new_book.clone().map(|b| (decided.opened.version, b));
        let new_packs = decided.shelf.is_some();
        let written = Written::default();
        let work = self.work(agency, request, decided, Arc::clone(&written))?;
        match self.inner.store.commit(work).await {
            Ok(committed) => {
                if let Some(matter) = written.lock().unwrap_or_else(PoisonError::into_inner).take() {
                    self.inner.recent.keep(agency.id(), matter);
                }
                if let Some((version, book)) = new_book {
                    let opened = Opened::new(version.saturating_add(1), book, &agency.rules)?;
                    self.keep_book(agency.id(), Arc::new(opened));
                }
                let done = read_done(&committed.answer)?;
                if new_packs && let Err(error) = self.reread_packs(agency).await {
                    // The act stands; whoever acts next meets the same fault and is told.
                    tracing::error!(agency = agency.id(), %error, "packs were put in force and cannot be used");
                }
                // Only papers make jobs: waking the workers for nothing costs a query each time.
                for _ in &done.papers {
                    self.inner.job_ready.notify_one();
                }
                Ok(Attempt::Done(done))
            }
            Err(error) => match outcome(error, request.seen, &matter_id) {
                Outcome::Answer(error) => Err(error),
                Outcome::Repeated(answer) => read_done(&answer).map(Attempt::Done),
                Outcome::Again => Ok(Attempt::Again),
            },
        }
    }

    /// The answer that the same request got before, where it was carried out. The store compares keys before it asks
    /// what is to be written, so that nothing is written here.
    async fn answered(&self, agency: &Agency, request: &Request) -> Result<Option<Done>, PerformError> {
        let Some(idempotency) = self.idempotency(request, self.inner.clock.now()) else { return Ok(None) };
        let work = Work {
            agency: agency.id().to_owned(),
            idempotency: Some(idempotency),
            expect: Vec::new(),
            series: Vec::new(),
            finish: Box::new(|_| Err("the request is new".to_owned())),
        };
        match self.inner.store.commit(work).await {
            Err(CommitError::Repeated { answer }) => read_done(&answer).map(Some),
            Err(CommitError::KeyReused) => Err(PerformError::KeyReused),
            _ => Ok(None),
        }
    }

    /// Authority and matter: reads, decides, writes nothing.
    async fn decide(
        &self,
        agency: &Agency,
        request: &Request,
        known: Option<Arc<Matter>>,
    ) -> Result<Decided, Stopped> {
        let now = self.inner.clock.now();
        let held = match known {
            Some(matter) => Some(matter),
            None => self.matter_of(agency, request).await?.map(Arc::new),
        };
        let matter = held.as_deref();
        let definition = match (&request.on, matter) {
            (On::New(opening), _) => Definition::opening(&self.packs.library, agency, opening, now)?,
            (_, Some(matter)) => Definition::of(&self.packs.library, matter)?,
            (On::Matter(id), None) => {
                return Err(PerformError::Unknown { what: "matter", id: id.clone() }.into());
            }
        };
        if matter.is_some_and(|m| law::comes_first(&definition, m, &request.command.act, now)) {
            return Err(Stopped::LawFirst);
        }
        let opened = self.book(agency).await?;
        let mut facts = facts(&definition, matter, &request.command, &request.actor);
        facts.extra = fine_facts(&self.packs.library, &definition, matter, &request.command, now);
        let seated = authority::seat(agency, &opened, request, matter)?;
        let judging = seated.as_ref().unwrap_or(&opened);
        let permit = judging
            .authority
            .may(&request.actor, &request.command.act, &facts, now)
            .map_err(PerformError::Refused)?;
        if matter.is_none() {
            people::own_party(request)?;
        }
        let declared = definition.lifecycle.act(&request.command.act);
        if let Some(act) = declared {
            let done = self.done_by(agency, std::slice::from_ref(act), matter, &request.actor).await?;
            other_hands(act, &done).map_err(PerformError::NotNow)?;
        }
        people::positions(&definition, &request.command, &facts, judging, now)?;
        self.check_sending(agency, declared, matter.map_or("", |m| m.id.as_str()), &request.command).await?;
        self.check_stop(agency, declared, &request.command, now)?;
        let permitted = permitted(&request.actor, &permit, &opened, agency);
        let matter_id = match &request.on {
            On::Matter(id) => id.clone(),
            On::New(_) => codes::id(self.inner.clock.now_ms()),
        };
        let codes = definition.codes(&request.command.act)?;
        let follows = |effect: &Effect| declared.is_some_and(|a| a.effects.contains(effect));
        if follows(&Effect::Look) && seal::is_substitute(&request.actor, &opened, now) {
            return Err(PerformError::NotNow(Refused::NotSealedFor).into());
        }
        let (command, mut sealed) =
            self.seal(agency, &definition, &request.command, &matter_id, &facts, judging, now).await?;
        if let Some(matter) = matter.filter(|_| follows(&Effect::EraseSeal)) {
            sealed = self.erased(agency, matter).await?;
        }
        let mut events = {
            let form_on = |key: &str, day| self.packs.library.form_on(key, day);
            let ctx = definition.context(&self.packs.library, agency, &matter_id, &codes, &form_on, now);
            decide(matter, &command, &permitted, &ctx).map_err(PerformError::NotNow)?
        };
        if let Some(declared) = declared {
            let said = said(&events);
            let (library, form) = (&*self.packs.library, &request.command.form);
            let around = Around { library, matter, form, said: &said, now };
            events.extend(follow_violation(declared, &around).map_err(PerformError::NotNow)?);
        }
        self.check_packs(agency, declared, matter, &request.command).await?;
        let shelf = self.next_shelf(agency, &matter_id, &events).await?;
        if let (None, Some(procedure)) = (matter, definition.procedure()) {
            self.check_subject(agency, procedure, &request.command, now).await?;
        }
        self.new_money(agency, &events).await?;
        let entry = self.entry_of(agency, &events).await?;
        if entry.is_some() && given_number(&events) {
            let reason = "an entry with this number is in the register already".to_owned();
            return Err(PerformError::NotNow(congvu_matter::Refused::Register(reason)).into());
        }
        let bulk = self.bulk(agency, &events, &matter_id, &request.command, &permit, now).await?;
        let asked = authority::Asked {
            agency,
            opened: judging,
            matter_id: &matter_id,
            matter,
            request,
            permit: &permit,
            now,
        };
        let new_book = authority::follow(&self.packs.library, &asked, &events)?;
        if let Some(plan) = authority::restructured(&events, matter) {
            self.nothing_lost(agency, &plan, &request.command.act).await?;
        }
        Ok(Decided {
            definition,
            opened,
            matter: held,
            matter_id,
            events,
            permit,
            permitted,
            entry,
            bulk,
            new_book,
            sealed,
            packs: self.packs.version(agency.id()),
            shelf,
            now,
        })
    }

    /// The shelf of packs after the events, where they change it.
    async fn next_shelf(
        &self,
        agency: &Agency,
        matter: &str,
        events: &[Event],
    ) -> Result<Option<Shelf>, DeskError> {
        if !events.iter().any(|e| matches!(e, Event::Packs { .. })) {
            return Ok(None);
        }
        let row = self.inner.store.matter(agency.id(), SHELF).await?;
        let known = row.map(|row| serde_json::from_str(&row.body)).transpose();
        let mut shelf: Shelf = known.map_err(unreadable("shelf of packs"))?.unwrap_or_default();
        shelf.follow(matter, events);
        Ok(Some(shelf))
    }

    /// The matter as it was after the last act here, unless whoever asks has seen another state of it.
    fn known(&self, agency: &Agency, request: &Request) -> Option<Arc<Matter>> {
        let On::Matter(id) = &request.on else { return None };
        let known = self.inner.recent.get(agency.id(), id)?;
        request.seen.is_none_or(|seen| seen == known.version).then_some(known)
    }

    async fn matter_of(&self, agency: &Agency, request: &Request) -> Result<Option<Matter>, PerformError> {
        let On::Matter(id) = &request.on else { return Ok(None) };
        let Some(row) = self.inner.store.matter(agency.id(), id).await? else { return Ok(None) };
        if request.seen.is_some_and(|seen| seen != row.version) {
            return Err(PerformError::Changed { version: row.version });
        }
        let matter: Matter = serde_json::from_str(&row.body).map_err(unreadable("matter"))?;
        Ok(Some(matter))
    }

    /// A transaction stands in the record once, whatever says so how often: the store is asked, and the commit expects
    /// that nobody was faster.
    async fn new_money(&self, agency: &Agency, events: &[Event]) -> Result<(), PerformError> {
        for reference in write::references(events) {
            if self.inner.store.matter(agency.id(), &write::payment_row_id(reference)).await?.is_some() {
                return Err(PerformError::NotNow(Refused::KnownPayment { reference: reference.to_owned() }));
            }
        }
        Ok(())
    }

    /// The register entry that the events change, as it is now.
    async fn entry_of(&self, agency: &Agency, events: &[Event]) -> Result<Option<Entry>, DeskError> {
        let change = events.iter().find_map(|e| match e {
            Event::Register { change } => Some(change),
            _ => None,
        });
        match change.and_then(entries::subject) {
            Some(at) => self.entry(agency.id(), &at).await,
            None => Ok(None),
        }
    }

    /// What makes a repetition harmless. What is said under a seal counts by a keyed hash: a plain one of so little could be tried.
    fn idempotency(&self, request: &Request, now: DateTime) -> Option<Idempotency> {
        let key = request.idempotency_key.clone()?;
        Some(Idempotency {
            actor: actor_key(&request.actor),
            key,
            digest: digest(request, &self.secret_digest(request.command.secret.as_ref())),
            at_ms: crate::to_ms(now),
        })
    }

    /// Store and record: everything to be committed together.
    fn work(
        &self,
        agency: &Agency,
        request: &Request,
        decided: Decided,
        written: Written,
    ) -> Result<Work, PerformError> {
        let mut expect = vec![
            Expect {
                matter: decided.matter_id.clone(),
                version: decided.matter.as_ref().map_or(0, |m| m.version),
            },
            Expect { matter: BOOK.to_owned(), version: decided.opened.version },
            Expect { matter: SHELF.to_owned(), version: decided.packs },
        ];
        if let Some(entry) = &decided.entry {
            let version = write::entry_row_version(entry);
            expect.push(Expect { matter: write::entry_row_id(entry), version });
        }
        expect.extend(
            decided
                .bulk
                .changed
                .iter()
                .map(|(entry, before)| Expect { matter: write::entry_row_id(entry), version: *before }),
        );
        let payments = write::references(&decided.events).map(write::payment_row_id);
        expect.extend(payments.map(|matter| Expect { matter, version: 0 }));
        let series = congvu_matter::series(&decided.events);
        let idempotency = self.idempotency(request, decided.now);
        let act_id = codes::id(self.inner.clock.now_ms());
        let library = Arc::clone(&self.packs.library);
        let writer = write::Writer {
            agency: agency.id().to_owned(),
            act_id,
            salt: codes::salt().map_err(|e| DeskError::Random(e.to_string()))?,
            request: request.clone(),
            decided,
            library,
            written,
        };
        Ok(Work {
            agency: agency.id().to_owned(),
            idempotency,
            expect,
            series,
            finish: Box::new(move |assigned| writer.finish(assigned)),
        })
    }
}

enum Attempt {
    Done(Done),
    Again,
}

/// Why nothing was decided.
enum Stopped {
    /// For whoever asked.
    Error(PerformError),
    /// The law changed while the matter was open, and nothing was decided on that yet.
    LawFirst,
}

impl From<PerformError> for Stopped {
    fn from(error: PerformError) -> Self {
        Self::Error(error)
    }
}

impl From<DeskError> for Stopped {
    fn from(error: DeskError) -> Self {
        Self::Error(error.into())
    }
}

fn read_done(answer: &[u8]) -> Result<Done, PerformError> {
    let done = serde_json::from_slice(answer).map_err(unreadable("answer"))?;
    Ok(done)
}

fn permitted(actor: &Actor, permit: &Permit, opened: &Opened, agency: &Agency) -> Permitted {
    let (person, position) = match actor {
        Actor::Position { person, position } => (person.as_str(), position.as_str()),
        _ => ("", ""),
    };
    let kind = opened.book.position(position).and_then(|seat| agency.rules.kind(&seat.kind));
    Permitted {
        person: person.to_owned(),
        person_name: opened.book.people.get(person).map(|p| p.name.clone()).unwrap_or_default(),
        position: position.to_owned(),
        capacity: if position.is_empty() { String::new() } else { permit.capacity.form.as_str().to_owned() },
        lines: permit.capacity.signature_lines.clone(),
        clause: permit.clause.eid.clone(),
        outside: kind.is_some_and(|kind| kind.body.is_some()),
    }
}

/// Under which name an actor's idempotency keys are kept.
fn actor_key(actor: &Actor) -> String {
    match actor {
        Actor::Position { person, .. } => format!("person:{person}"),
        Actor::Applicant { account } => format!("applicant:{account}"),
        Actor::System => "system".to_owned(),
    }
}

/// What makes two requests the same: everything asked for, not when.
fn digest(request: &Request, secret: &str) -> [u8; 32] {
    let on = match &request.on {
        On::Matter(id) => format!("matter:{id}"),
        On::New(Opening::Procedure(id)) => format!("procedure:{id}"),
        On::New(Opening::Lifecycle(id)) => format!("lifecycle:{id}"),
        On::New(Opening::Register { lifecycle, register }) => format!("register:{lifecycle}:{register}"),
    };
    let command = &request.command;
    let mut asked = json!([
        actor_key(&request.actor),
        on,
        command.act,
        command.input,
        command.form,
        command.files,
        command.party,
        command.subject,
        command.entry,
        command.channel,
    ]);
    if let Some(list) = asked.as_array_mut().filter(|_| !secret.is_empty()) {
        list.push(secret.into());
    }
    // Map keys are sorted: the same request always gives the same text.
    Sha256::digest(asked.to_string().as_bytes()).into()
}

/// Whether the events enter something under the number that another body gave it.
fn given_number(events: &[Event]) -> bool {
    matches!(register_change(events), Some(RegisterChange::Add { given: Some(_), .. }))
}

/// Whether the events hold a change of a register.
pub(crate) fn register_change(events: &[Event]) -> Option<&RegisterChange> {
    events.iter().find_map(|e| match e {
        Event::Register { change } => Some(change),
        _ => None,
    })
}
