//! A case as people look at it: the matter, its clock, its history.

use crate::clock::{from_ms, to_ms};
use crate::desk::Desk;
use crate::error::{DeskError, unreadable};
use congvu_calendar::{Clock as LegalClock, ClockEvent, Limit, Policy, Reading, Supplement};
use congvu_matter::Matter;
use congvu_matter::declare::{Lifecycle, Procedure, StateDef, Version};
use congvu_pack::{Agency, Library};
use congvu_record::Act;
use congvu_store::MatterRow;
use jiff::civil::DateTime;
use std::sync::Arc;

/// Most acts shown of one matter.
const MAX_ACTS: u32 = 500;

/// A case as people look at it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The matter.
    pub matter: Matter,
    /// Whose turn it is.
    pub turn: String,
    /// Its clock, where the law sets a time.
    pub clock: Option<Reading>,
}

/// One line of the history.
#[derive(Debug, Clone)]
pub struct ActLine {
    /// The act as recorded.
    pub act: Act,
    /// When.
    pub at: DateTime,
}

impl Case {
    fn from_row(library: &Library, row: &MatterRow, now: DateTime) -> Result<Self, DeskError> {
        let matter: Matter = serde_json::from_str(&row.body).map_err(unreadable("matter"))?;
        let clock = read_clock(library, &matter, now);
        Ok(Self { matter, turn: row.turn.clone(), clock })
    }

    /// The lifecycle that the case follows.
    #[must_use]
    pub fn lifecycle<'l>(&self, library: &'l Library) -> Option<&'l Lifecycle> {
        library.lifecycles.get(&self.matter.lifecycle).map(AsRef::as_ref)
    }

    /// The state as declared.
    #[must_use]
    pub fn state<'l>(&self, library: &'l Library) -> Option<&'l StateDef> {
        self.lifecycle(library)?.state(&self.matter.state)
    }

    /// What came on paper, where the matter was opened by an act that counts it.
    #[must_use]
    pub fn on_paper(&self, library: &Library) -> Option<congvu_matter::on_paper::Dossier> {
        let opens = self.lifecycle(library)?.acts.iter().filter(|a| a.paper_dossier.is_some());
        let (act, said) = opens.filter_map(|a| Some((a, self.matter.said.get(&a.id)?))).next()?;
        Some(congvu_matter::on_paper::of(act, said))
    }

    /// The procedure and the version of it that governs the case.
    #[must_use]
    pub fn procedure<'l>(&self, library: &'l Library) -> Option<(&'l Procedure, Option<&'l Version>)> {
        let procedure = &library.procedure(&self.matter.agency, &self.matter.procedure)?.declared;
        Some((procedure, self.matter.law_of.and_then(|from| procedure.version_from(from))))
    }
}

/// Reads the legal clock of a matter; none where no time limit is known.
pub(crate) fn read_clock(library: &Library, matter: &Matter, now: DateTime) -> Option<Reading> {
    if let Some(due) = matter.due {
        return Some(LegalClock::read_until(&library.calendar, due, &matter.clock, now));
    }
    read_reading(library, matter.limit?, matter.restarts, &matter.clock, now)
}

/// Reads a legal clock from what it follows from.
pub(crate) fn read_reading(
    library: &Library,
    limit: Limit,
    restarts: bool,
    events: &[ClockEvent],
    now: DateTime,
) -> Option<Reading> {
    let supplement = if restarts { Supplement::ClockRestarts } else { Supplement::ClockStops };
    LegalClock::read(&library.calendar, &limit, &Policy { supplement }, events, now).ok()
}

/// How far back in the record the latest acts are looked for: some weeks of a busy department.
const LATEST_ACTS: u32 = 20_000;

impl Desk {
    /// A case by its identifier, whoever may learn of it.
    pub(crate) async fn any_case(&self, agency: &Agency, id: &str) -> Result<Option<Case>, DeskError> {
        let row = self.inner.store.matter(agency.id(), id).await?.filter(|r| !r.state.is_empty());
        row.map(|r| Case::from_row(&self.packs.library, &r, self.inner.clock.now())).transpose()
    }

    /// A case by its identifier. A secret one is not given: see [`Desk::case_for`].
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn case(&self, agency: &Agency, id: &str) -> Result<Option<Case>, DeskError> {
        let row = self.inner.store.matter(agency.id(), id).await?.filter(|r| !r.state.is_empty());
        self.one(row)
    }

    /// The life that a case follows, without reading the case where the last act on it was done here.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn life_of(&self, agency: &Agency, id: &str) -> Result<Option<Arc<Lifecycle>>, DeskError> {
        let lifecycles = &self.packs.library.lifecycles;
        if let Some(matter) = self.inner.recent.get(agency.id(), id) {
            return Ok(lifecycles.get(&matter.lifecycle).cloned());
        }
        let row = self.inner.store.matter(agency.id(), id).await?;
        // The kind of a row that only carries a version names no lifecycle.
        Ok(row.and_then(|r| lifecycles.get(&r.kind).cloned()))
    }

    /// A case by its number.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn case_by_code(&self, agency: &Agency, code: &str) -> Result<Option<Case>, DeskError> {
        let row = self.inner.store.matter_by_code(agency.id(), code).await?;
        self.one(row)
    }

    fn one(&self, row: Option<MatterRow>) -> Result<Option<Case>, DeskError> {
        let case =
            row.map(|r| Case::from_row(&self.packs.library, &r, self.inner.clock.now())).transpose()?;
        Ok(case.filter(|c| !c.matter.secret))
    }

    /// Cases from their rows, without those that are secret.
    ///
    /// # Errors
    /// A stored case cannot be read.
    pub fn cases(&self, rows: &[MatterRow]) -> Result<Vec<Case>, DeskError> {
        let now = self.inner.clock.now();
        let cases = rows.iter().map(|r| Case::from_row(&self.packs.library, r, now));
        cases.filter(|c| !c.as_ref().is_ok_and(|c| c.matter.secret)).collect()
    }

    /// Acts of these kinds since a moment, the latest first, with the matter of each; at most `limit`, among the last
    /// 20,000 acts of the agency. Acts on what is secret or private are not among them.
    ///
    /// # Errors
    /// The store cannot be read, or an act in it.
    pub async fn acts_since(
        &self,
        agency: &Agency,
        kinds: &[String],
        since: DateTime,
        limit: u32,
    ) -> Result<Vec<(ActLine, Case)>, DeskError> {
        let store = &self.inner.store;
        let rows = store.acts_of_kinds(agency.id(), kinds, to_ms(since), limit, LATEST_ACTS).await?;
        let mut told = Vec::new();
        for row in rows {
            let Some(case) = self.case(agency, &row.matter).await? else { continue };
            if case.lifecycle(&self.packs.library).is_some_and(|life| life.private) {
                continue;
            }
            let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
            told.push((ActLine { act, at: from_ms(row.at_ms) }, case));
        }
        Ok(told)
    }

    /// The acts of a matter, oldest first.
    ///
    /// # Errors
    /// The store cannot be read, or an act in it.
    pub async fn history(&self, agency: &Agency, matter: &str) -> Result<Vec<ActLine>, DeskError> {
        let rows = self.inner.store.acts_of(agency.id(), matter, MAX_ACTS, 0).await?;
        rows.iter()
            .map(|row| {
                let act: Act = serde_json::from_slice(&row.body).map_err(unreadable("act"))?;
                Ok(ActLine { act, at: from_ms(row.at_ms) })
            })
            .collect()
    }
}
