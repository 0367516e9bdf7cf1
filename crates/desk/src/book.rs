//! The book of who is where: positions, appointments and delegations of an agency, as the record has them.

use crate::error::{DeskError, unreadable};
use congvu_authority::{Appointment, Authority, Delegation, Position, PositionId, Roster, Rules};
use congvu_law::ClauseRef;
use congvu_pack::Agency;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Row of the store that holds the book: a matter of its own, so that its version is checked with every act.
pub(crate) const BOOK: &str = "book";

/// A person in the book.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name, in the order it is given.
    pub name: String,
}

/// Who is where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    /// Positions, appointments, delegations.
    pub roster: Roster,
    /// People by identifier.
    pub people: BTreeMap<String, Person>,
    /// How many people there may be, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// Positions that were closed, and from when.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub closed: BTreeMap<String, DateTime>,
}

/// How many people of one sort a unit, or the department, may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// The matter by which it was set.
    pub matter: String,
    /// The unit by its main key; the whole department if absent.
    pub unit: Option<String>,
    /// `civil-servant` or `public-employee`.
    pub staff: String,
    /// How many.
    pub number: u32,
    /// First moment.
    pub from: DateTime,
    /// The paper that allots it.
    pub basis: String,
    /// The clause by which it was set.
    pub clause: ClauseRef,
}

impl Book {
    /// The book before anybody was appointed: only the officeholder by whose act the department exists.
    #[must_use]
    pub fn founding(agency: &Agency) -> Self {
        let founder = &agency.file.founder;
        let in_force =
            agency.decision.facts.in_force.as_deref().and_then(|d| d.parse::<jiff::civil::Date>().ok());
        let mut book = Self::default();
        let position = Position {
            id: founder.position.as_str().into(),
            kind: founder.kind.clone(),
            unit: None,
            roles: Vec::new(),
            fields: Vec::new(),
        };
        let appointment = Appointment {
            person: founder.position.as_str().into(),
            position: position.id.clone(),
            from: in_force.unwrap_or(jiff::civil::Date::MIN).into(),
            to: None,
            acting: false,
            exception: None,
            basis: None,
            matter: None,
            annulled: None,
        };
        book.appoint(position, appointment, &founder.name);
        book
    }

    /// Name of the person who holds a position at a moment; empty when nobody does.
    #[must_use]
    pub fn holder(&self, position: &str, at: DateTime) -> Option<(&str, &str)> {
        let held = self
            .roster
            .appointments
            .iter()
            .find(|a| a.position.as_str() == position && congvu_authority::in_force(a.from, a.to, at))?;
        let person = held.person.as_str();
        Some((person, self.people.get(person).map_or("", |p| p.name.as_str())))
    }

    /// Name of a person; empty when unknown.
    #[must_use]
    pub fn name_of(&self, person: &str) -> String {
        self.people.get(person).map(|p| p.name.clone()).unwrap_or_default()
    }

    /// The position with this identifier.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<&Position> {
        self.roster.positions.iter().find(|p| p.id.as_str() == id)
    }

    /// Positions that a person holds at a moment.
    #[must_use]
    pub fn positions_of(&self, person: &str, at: DateTime) -> Vec<PositionId> {
        self.roster
            .appointments
            .iter()
            .filter(|a| a.person.as_str() == person && congvu_authority::in_force(a.from, a.to, at))
            .map(|a| a.position.clone())
            .collect()
    }

    /// The quota in force at a moment for a unit (none: the whole department) and a sort of staff.
    #[must_use]
    pub fn quota(&self, unit: Option<&str>, staff: &str, at: DateTime) -> Option<&Quota> {
        let known = self.quotas.iter().rev();
        known.filter(|q| q.from <= at).find(|q| q.unit.as_deref() == unit && q.staff == staff)
    }

    /// Whether a position exists at a moment: it was not closed before.
    #[must_use]
    pub fn is_open(&self, position: &str, at: DateTime) -> bool {
        self.closed.get(position).is_none_or(|from| at < *from)
    }

    /// The appointments that a matter made, the latest last.
    pub fn made_by<'b>(&'b self, matter: &'b str) -> impl Iterator<Item = &'b Appointment> + 'b {
        self.roster.appointments.iter().filter(move |a| a.matter.as_deref() == Some(matter))
    }

    pub(crate) fn appoint(&mut self, position: Position, appointment: Appointment, name: &str) {
        self.roster.positions.retain(|p| p.id != position.id);
        self.roster.positions.push(position);
        if !name.is_empty() {
            self.people.insert(appointment.person.as_str().to_owned(), Person { name: name.to_owned() });
        }
        self.roster.appointments.push(appointment);
    }

    /// Ends what a matter made, or, where that is not known, that a person holds a position.
    pub(crate) fn dismiss(&mut self, matter: &str, person: &str, position: &str, until: DateTime) {
        for held in &mut self.roster.appointments {
            let same = match &held.matter {
                Some(made) => made == matter,
                None => held.person.as_str() == person && held.position.as_str() == position,
            };
            if same && held.to.is_none_or(|to| until < to) {
                held.to = Some(until);
            }
        }
    }

    pub(crate) fn delegate(&mut self, delegation: Delegation) {
        self.roster.delegations.push(delegation);
    }

    pub(crate) fn end_delegation(&mut self, id: &str, at: DateTime) {
        for given in &mut self.roster.delegations {
            if given.id.as_str() == id && given.to.is_none_or(|to| at < to) {
                given.to = Some(at);
            }
        }
    }
}

/// A book as read from the store, with the table made from it.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) version: i64,
    pub(crate) book: Book,
    pub(crate) authority: Authority,
}

impl Opened {
    pub(crate) fn new(version: i64, book: Book, rules: &Arc<Rules>) -> Result<Self, DeskError> {
        let made = Authority::new(Arc::clone(rules), book.roster.clone());
        let authority =
            made.map_err(|e| DeskError::Unreadable { what: "book of positions", reason: e.to_string() })?;
        Ok(Self { version, book, authority })
    }

    pub(crate) fn read(version: i64, body: &str, rules: &Arc<Rules>) -> Result<Self, DeskError> {
        let book: Book = serde_json::from_str(body).map_err(unreadable("book of positions"))?;
        Self::new(version, book, rules)
    }
}
