//! A change of structure: a plan, what it would bring about, and that nothing is left without an owner.

use crate::Book;
use crate::book::Opened;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError};
use congvu_authority::{
    Appointment, Authority, MatterFacts, PositionId, Selector, Substitution, Succession, UnitId, overlap,
};
use congvu_matter::{InputFault, Refused};
use congvu_pack::Agency;
use congvu_store::{CaseOrder, MatterRow, Only};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most units, and most positions, that one plan names.
const MOST: usize = 500;
/// Open cases read at a time.
const PAGE: u32 = 500;
/// Cases without an owner that are named.
const NAMED: usize = 50;

/// What is to change, and when. A plan of a whole department has the same parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Plan {
    /// The first moment of the new structure.
    pub at: DateTime,
    /// Units that become part of others, or get a new name.
    #[serde(default)]
    pub units: Vec<UnitPlan>,
    /// Positions that are closed.
    #[serde(default)]
    pub positions: Vec<PositionPlan>,
}

/// What becomes of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct UnitPlan {
    /// The unit.
    pub unit: String,
    /// Of which unit it becomes part; itself where only the name changes.
    pub into: String,
    /// What that unit is called then, where it gets a new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// What becomes of a position that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PositionPlan {
    /// The position.
    pub position: String,
    /// The position that takes over its cases in hand.
    pub heir: String,
    /// The position that its holder gets; none where the holder leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_to: Option<String>,
}

/// What does not work in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanFault {
    /// It names nothing.
    Empty,
    /// It names too much.
    TooMuch,
    /// There is no such unit.
    UnknownUnit(String),
    /// There is no such position, or it is closed.
    UnknownPosition(String),
    /// Named twice.
    Twice(String),
    /// Units that become part of each other, or positions that take over from each other.
    Circular(String),
    /// Somebody holds the position already to which a person is to go.
    Held(String),
    /// A unit would have two heads.
    TwoHeads(String),
}

impl PlanFault {
    /// One word for it, as faults of inputs have.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Empty => "plan-empty",
            Self::TooMuch => "too-many",
            Self::UnknownUnit(_) => "not-a-unit",
            Self::UnknownPosition(_) => "not-a-position",
            Self::Twice(_) => "plan-twice",
            Self::Circular(_) => "circular",
            Self::Held(_) => "plan-held",
            Self::TwoHeads(_) => "plan-two-heads",
        }
    }

    /// What it is about: a unit or a position by its key.
    #[must_use]
    pub fn about(&self) -> &str {
        match self {
            Self::Empty | Self::TooMuch => "",
            Self::UnknownUnit(id)
            | Self::UnknownPosition(id)
            | Self::Twice(id)
            | Self::Circular(id)
            | Self::Held(id)
            | Self::TwoHeads(id) => id,
        }
    }
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// It has another shape.
    pub fn read(value: &Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(value.clone())
    }

    /// The book after the plan, or everything that does not work in it. Nothing before the plan's moment changes.
    ///
    /// # Errors
    /// The faults of the plan.
    pub fn applied(&self, book: &Book, agency: &Agency, matter: &str) -> Result<Book, Vec<PlanFault>> {
        let mut faults = self.faults(book, agency);
        let mut after = book.clone();
        if faults.is_empty() {
            self.units_move(agency, matter, &mut after);
            faults.extend(self.positions_close(matter, &mut after));
            faults.extend(self.one_head(agency, &after));
        }
        if faults.is_empty() { Ok(after) } else { Err(faults) }
    }

    fn faults(&self, book: &Book, agency: &Agency) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        if self.units.is_empty() && self.positions.is_empty() {
            return vec![PlanFault::Empty];
        }
        if self.units.len().max(self.positions.len()) > MOST {
            return vec![PlanFault::TooMuch];
        }
        let main = |key: &str| agency.rules.unit(&UnitId(key.to_owned())).map(|unit| unit.id.to_string());
        let mut into: BTreeMap<String, String> = BTreeMap::new();
        for step in &self.units {
            match (main(&step.unit), main(&step.into)) {
                (None, _) => faults.push(PlanFault::UnknownUnit(step.unit.clone())),
                (_, None) => faults.push(PlanFault::UnknownUnit(step.into.clone())),
                (Some(unit), Some(target)) if unit == target => {}
                (Some(unit), Some(target)) => {
                    if into.insert(unit.clone(), target).is_some() {
                        faults.push(PlanFault::Twice(unit));
                    }
                }
            }
        }
        let mut heirs: BTreeMap<String, String> = BTreeMap::new();
        let open = |id: &str| book.position(id).is_some() && book.is_open(id, self.at);
        for closing in &self.positions {
            for id in [&closing.position, &closing.heir].into_iter().chain(&closing.person_to) {
                if !open(id) {
                    faults.push(PlanFault::UnknownPosition(id.clone()));
                }
            }
            if heirs.insert(closing.position.clone(), closing.heir.clone()).is_some() {
                faults.push(PlanFault::Twice(closing.position.clone()));
            }
        }
        faults.extend(circles(&into).chain(circles(&heirs)).map(PlanFault::Circular));
        let going = self.positions.iter().filter_map(|p| p.person_to.as_ref());
        faults.extend(going.filter(|to| heirs.contains_key(*to)).cloned().map(PlanFault::UnknownPosition));
        faults
    }

    fn units_move(&self, agency: &Agency, matter: &str, after: &mut Book) {
        let main = |key: &str| agency.rules.unit(&UnitId(key.to_owned())).map(|unit| unit.id.clone());
        for step in &self.units {
            let (Some(unit), Some(into)) = (main(&step.unit), main(&step.into)) else { continue };
            after.roster.successions.push(Succession {
                matter: matter.to_owned(),
                unit,
                into,
                name: step.name.clone().filter(|name| !name.trim().is_empty()),
                from: self.at,
            });
        }
    }

    fn positions_close(&self, matter: &str, after: &mut Book) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        let heirs: BTreeMap<&str, &str> =
            self.positions.iter().map(|p| (p.position.as_str(), p.heir.as_str())).collect();
        let mut moved: Vec<Appointment> = Vec::new();
        for closing in &self.positions {
            after.closed.insert(closing.position.clone(), self.at);
            let mut heir = closing.heir.as_str();
            while let Some(next) = heirs.get(heir) {
                heir = next;
            }
            after.roster.substitutions.push(Substitution {
                matter: matter.to_owned(),
                position: PositionId(closing.position.clone()),
                substitute: PositionId(heir.to_owned()),
                only_if_empty: false,
                from: self.at,
                to: None,
            });
            let to = closing.person_to.as_ref();
            for held in
                after.roster.appointments.iter_mut().filter(|a| a.position.as_str() == closing.position)
            {
                let lasts = held.annulled.is_none() && held.to.is_none_or(|to| self.at < to);
                if !lasts {
                    continue;
                }
                if let Some(to) = to.filter(|_| held.from <= self.at) {
                    moved.push(Appointment {
                        position: PositionId(to.clone()),
                        from: self.at,
                        ..held.clone()
                    });
                }
                held.to = Some(self.at.max(held.from));
            }
            for given in &mut after.roster.delegations {
                let touched = given.from_position.as_str() == closing.position
                    || given.to_position.as_str() == closing.position;
                if touched && given.to.is_none_or(|to| self.at < to) {
                    given.to = Some(self.at.max(given.from));
                }
            }
        }
        for new in moved {
            let clash = after.roster.appointments.iter().any(|old| {
                old.position == new.position
                    && old.person != new.person
                    && overlap((old.from, old.to), (new.from, new.to))
            });
            if clash {
                faults.push(PlanFault::Held(new.position.to_string()));
            }
            after.roster.appointments.push(new);
        }
        faults
    }

    /// A unit that others were merged into has one head.
    fn one_head(&self, agency: &Agency, after: &Book) -> Vec<PlanFault> {
        let Ok(table) = Authority::new(Arc::clone(&agency.rules), after.roster.clone()) else {
            return vec![PlanFault::UnknownUnit(String::new())];
        };
        let mut heads: BTreeMap<UnitId, Vec<&PositionId>> = BTreeMap::new();
        let leads = |kind: &str| {
            let title = agency.rules.kind(kind).map(|kind| &kind.title);
            matches!(title, Some(congvu_authority::Title::UnitHead))
        };
        for seat in after.roster.positions.iter().filter(|p| leads(&p.kind)) {
            let held = after.is_open(seat.id.as_str(), self.at)
                && table.holders_of(&seat.id, self.at).next().is_some();
            if let Some(unit) =
                seat.unit.as_ref().filter(|_| held).and_then(|unit| table.unit_at(unit, self.at))
            {
                heads.entry(unit).or_default().push(&seat.id);
            }
        }
        let touched = |unit: &UnitId| {
            self.units
                .iter()
                .any(|step| table.unit_at(&UnitId(step.into.clone()), self.at).as_ref() == Some(unit))
        };
        let two = heads.into_iter().filter(|(unit, heads)| heads.len() > 1 && touched(unit));
        two.map(|(unit, _)| PlanFault::TwoHeads(unit.to_string())).collect()
    }
}

/// The keys from which one comes back to them.
fn circles(steps: &BTreeMap<String, String>) -> impl Iterator<Item = String> {
    let comes_back = |start: &String| {
        let mut at = steps.get(start);
        for _ in 0..steps.len() {
            match at {
                Some(here) if here == start => return true,
                Some(here) => at = steps.get(here),
                None => return false,
            }
        }
        false
    };
    steps.keys().filter(|start| comes_back(start)).cloned().collect::<Vec<_>>().into_iter()
}

/// What a plan would bring about.
#[derive(Debug, Clone, Default)]
pub struct Rehearsal {
    /// Open cases that were looked at.
    pub cases: u64,
    /// Open cases whose unit becomes part of another, by unit.
    pub moving: BTreeMap<String, u64>,
    /// Open cases of closed positions, by position: the heir has them then.
    pub inherited: BTreeMap<String, u64>,
    /// Open cases that somebody has now and nobody would have then, with their number: at most 50 are named.
    pub lost: Vec<(String, String)>,
    /// How many these are.
    pub lost_count: u64,
    /// Who goes where: person, from, to.
    pub people: Vec<(String, String, Option<String>)>,
    /// Delegations that end.
    pub delegations: Vec<String>,
}

impl Desk {
    /// What a plan would bring about, were it decided now. Reads, writes nothing.
    ///
    /// # Errors
    /// The store cannot be read. Inside: what does not work in the plan.
    pub async fn rehearse(
        &self,
        agency: &Agency,
        plan: &Plan,
    ) -> Result<Result<Rehearsal, Vec<PlanFault>>, DeskError> {
        let before = self.book(agency).await?;
        let after = match plan.applied(&before.book, agency, "rehearsal") {
            Ok(after) => after,
            Err(faults) => return Ok(Err(faults)),
        };
        let after = Opened::new(before.version, after, &agency.rules)?;
        let mut rehearsal = Rehearsal::default();
        for closing in &plan.positions {
            let held = before.authority.holders_of(&PositionId(closing.position.clone()), plan.at).next();
            if let Some(held) = held {
                let person = before.book.name_of(held.person.as_str());
                rehearsal.people.push((person, closing.position.clone(), closing.person_to.clone()));
            }
        }
        for (old, new) in before.book.roster.delegations.iter().zip(&after.book.roster.delegations) {
            if old.to != new.to {
                rehearsal.delegations.push(old.id.to_string());
            }
        }
        let mut next: Option<(i64, String)> = None;
        loop {
            let from = next.as_ref().map(|(due, id)| (*due, id.as_str()));
            let rows =
                self.inner.store.cases_where(agency.id(), &[Only::Open], CaseOrder::Due, PAGE, from).await?;
            let Some(last) = rows.last() else { break };
            next = Some((last.due_ms.unwrap_or(i64::MAX), last.id.clone()));
            for row in &rows {
                self.one_case(agency.id(), plan, (&before, &after), row, &mut rehearsal);
            }
        }
        Ok(Ok(rehearsal))
    }

    fn one_case(
        &self,
        agency: &str,
        plan: &Plan,
        (before, after): (&Opened, &Opened),
        row: &MatterRow,
        rehearsal: &mut Rehearsal,
    ) {
        rehearsal.cases = rehearsal.cases.saturating_add(1);
        let unit = UnitId(row.unit.clone());
        let (old, new) = (before.authority.unit_at(&unit, plan.at), after.authority.unit_at(&unit, plan.at));
        if let (Some(old), true) = (&old, old != new) {
            let count = rehearsal.moving.entry(old.to_string()).or_default();
            *count = count.saturating_add(1);
        }
        let closed = row.assigned.as_ref().filter(|p| plan.positions.iter().any(|c| c.position == **p));
        if let Some(position) = closed {
            let count = rehearsal.inherited.entry(position.clone()).or_default();
            *count = count.saturating_add(1);
        }
        if self.has_owner(agency, before, row, plan.at) && !self.has_owner(agency, after, row, plan.at) {
            rehearsal.lost_count = rehearsal.lost_count.saturating_add(1);
            if rehearsal.lost.len() < NAMED {
                rehearsal.lost.push((row.id.clone(), row.code.clone().unwrap_or_default()));
            }
        }
    }

    /// Whether somebody is there, at a moment, whose turn the case is.
    fn has_owner(&self, agency: &str, opened: &Opened, row: &MatterRow, at: DateTime) -> bool {
        let table = &opened.authority;
        let there = |position: &PositionId| {
            (opened.book.is_open(position.as_str(), at) && table.holders_of(position, at).next().is_some())
                || !table.substitutes_of(position, at).is_empty()
        };
        if let Some(position) = row.turn.strip_prefix("position:") {
            return there(&PositionId(position.to_owned()));
        }
        let Ok(selector) = row.turn.parse::<Selector>() else { return true };
        // Whom the table lets do an act may depend on the amount of a fine: the row alone does not say it.
        if matches!(selector, Selector::Applicant | Selector::System | Selector::May(_)) {
            return true;
        }
        let duty = self.packs.library.procedure(agency, &row.procedure).map(|p| p.declared.duty.clone());
        let facts = MatterFacts {
            duty,
            unit: Some(UnitId(row.unit.clone())).filter(|u| !u.as_str().is_empty()),
            assigned: row.assigned.clone().map(PositionId),
            ..MatterFacts::default()
        };
        table
            .holders(&selector, &facts, at)
            .iter()
            .any(|(position, _)| opened.book.is_open(position.as_str(), at))
            || row
                .assigned
                .as_ref()
                .is_some_and(|p| selector == Selector::Assigned && there(&PositionId(p.clone())))
    }

    /// Refuses a plan by which a case would be left without an owner.
    pub(crate) async fn nothing_lost(
        &self,
        agency: &Agency,
        plan: &Plan,
        act: &str,
    ) -> Result<(), PerformError> {
        let word = match self.rehearse(agency, plan).await? {
            Ok(rehearsal) if rehearsal.lost_count == 0 => return Ok(()),
            Ok(_) => "plan-lost-case",
            Err(faults) => faults.first().map_or("wrong-type", PlanFault::word),
        };
        let faults = vec![InputFault { input: "plan".to_owned(), fault: word.to_owned() }];
        Err(PerformError::NotNow(Refused::Input { act: act.to_owned(), faults }))
    }
}
