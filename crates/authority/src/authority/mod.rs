//! The table joined with the roster: who may do what, as of a moment.

mod appointing;
mod capacity;
mod conditions;
mod delegating;
mod index;
mod judging;
mod standing_in;

use std::collections::BTreeSet;
use std::sync::Arc;

use congvu_law::ClauseRef;
use jiff::civil::DateTime;

pub use index::{MAX_ROSTER, RosterError};

use crate::cite::in_force;
use crate::ids::{PersonId, PositionId};
use crate::missing::Missing;
use crate::permit::{Consulted, MAX_CONSULTED, MAX_INSTEAD, MayRow, Permit, Refusal};
use crate::roster::{Actor, Appointment, MatterFacts, Position, Roster};
use crate::rules::Rules;
use crate::selector::Selector;
use index::Index;
use judging::Subject;

/// Answers who may do what, and by which clause, for one department and one state of its roster.
///
/// Cheap to rebuild: building walks the roster once. Times are civil times in the legal time of the agency; every
/// interval is half-open, `[from, to)`.
#[derive(Debug, Clone)]
pub struct Authority {
    rules: Arc<Rules>,
    roster: Roster,
    index: Index,
}

impl Authority {
    /// Joins the table with a roster.
    ///
    /// Delegations in the roster that no row of the table empowers are kept but void: they empower nobody, and a
    /// refusal names them.
    ///
    /// # Errors
    /// A position of an unknown kind, unit or role, an identifier twice, or more than [`MAX_ROSTER`] entries.
    pub fn new(rules: Arc<Rules>, roster: Roster) -> Result<Self, RosterError> {
        let index = Index::of(&rules, &roster)?;
        let mut authority = Self { rules, roster, index };
        authority.index.void = authority.void_delegations();
        Ok(authority)
    }

    /// The table.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The roster.
    #[must_use]
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// A position by its identifier.
    #[must_use]
    pub fn position(&self, id: &PositionId) -> Option<&Position> {
        self.index.positions.get(id).and_then(|index| self.roster.positions.get(*index))
    }

    /// Who holds a position at a time. More than one only if the roster was not checked.
    pub fn holders_of<'a>(
        &'a self,
        position: &PositionId,
        at: DateTime,
    ) -> impl Iterator<Item = &'a Appointment> + use<'a> {
        self.appointments_to(position)
            .filter(move |appointment| in_force(appointment.from, appointment.to, at))
    }

    pub(crate) fn appointments_to<'a>(
        &'a self,
        position: &PositionId,
    ) -> impl Iterator<Item = &'a Appointment> + use<'a> {
        let list = self.index.appointments.get(position).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(|index| self.roster.appointments.get(*index))
    }

    /// May this actor do this act on this matter at this moment?
    ///
    /// # Errors
    /// A refusal that names the act, the actor, what is missing, the rows consulted and who may do it instead.
    pub fn may(
        &self,
        actor: &Actor,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Result<Permit, Box<Refusal>> {
        let verdict = match actor {
            Actor::Applicant { account } => self.judge(&Subject::Applicant(account), act, matter, at),
            Actor::System => self.judge(&Subject::System, act, matter, at),
            Actor::Position { person, position } => self.may_seat(person, position, act, matter, at),
        };
        verdict.map_err(|(missing, consulted)| self.refusal(actor, act, matter, at, missing, consulted))
    }

    fn may_seat(
        &self,
        person: &PersonId,
        position: &PositionId,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Result<Permit, (Missing, Vec<Consulted>)> {
        let Some(seat) = self.position(position) else {
            return Err((Missing::UnknownPosition { position: position.clone() }, Vec::new()));
        };
        let mine = || self.appointments_to(position).filter(|appointment| &appointment.person == person);
        if let Some(appointment) = mine().find(|mine| in_force(mine.from, mine.to, at)) {
            let own = self.judge(&Subject::Seat(seat, appointment), act, matter, at);
            return own.or_else(|why_not| self.in_place(seat, appointment, act, matter, at).ok_or(why_not));
        }
        let until = mine().filter_map(|mine| mine.to).filter(|end| *end <= at).max();
        let from = mine().map(|mine| mine.from).filter(|begin| *begin > at).min();
        let missing = Missing::NotAppointed { until, from };
        let consulted = self
            .rows_for(seat, act, at)
            .into_iter()
            .filter_map(|row| self.rules.powers.get(row))
            .take(MAX_CONSULTED)
            .map(|power| Consulted {
                row: power.id.clone(),
                clause: self.rules.citation(&power.clause, matter.duty.as_deref(), at),
                why_not: missing.clone(),
            })
            .collect();
        Err((missing, consulted))
    }

    fn refusal(
        &self,
        actor: &Actor,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
        missing: Missing,
        consulted: Vec<Consulted>,
    ) -> Box<Refusal> {
        let own = match actor {
            Actor::Position { position, .. } => Some(position),
            _ => None,
        };
        let mut may_instead: Vec<PositionId> = Vec::new();
        for (position, _, _) in self.each_that_may(act, matter, at) {
            if Some(&position) != own && may_instead.last() != Some(&position) {
                may_instead.push(position);
            }
            if may_instead.len() == MAX_INSTEAD {
                break;
            }
        }
        Box::new(Refusal { act: act.to_owned(), actor: actor.clone(), missing, consulted, may_instead })
    }

    /// Every position and person that may do this act on this matter at this moment, each with the permit.
    ///
    /// Applicants and the system are not listed.
    #[must_use]
    pub fn who_may(&self, act: &str, matter: &MatterFacts, at: DateTime) -> Vec<MayRow> {
        self.each_that_may(act, matter, at).collect()
    }

    fn each_that_may<'a>(
        &'a self,
        act: &'a str,
        matter: &'a MatterFacts,
        at: DateTime,
    ) -> impl Iterator<Item = MayRow> + 'a {
        let rows = self.rules.by_act.get(act).map(Vec::as_slice).unwrap_or_default();
        let candidates: BTreeSet<usize> = rows
            .iter()
            .filter_map(|row| self.rules.powers.get(*row))
            .flat_map(|power| &power.holders)
            .flat_map(|holder| self.index.filed_under(&self.rules, holder))
            .copied()
            .collect();
        let seats = candidates.into_iter().filter_map(|index| self.roster.positions.get(index));
        let held = seats.flat_map(move |seat| self.holders_of(&seat.id, at).map(move |held| (seat, held)));
        let own = held.filter_map(move |(seat, held)| {
            let permit = self.judge(&Subject::Seat(seat, held), act, matter, at).ok()?;
            Some((seat.id.clone(), held.person.clone(), permit))
        });
        own.chain(self.substitutes_that_may(act, matter, at))
    }

    /// Whether a selector means this position, for this matter at this moment.
    #[must_use]
    pub fn matches(
        &self,
        selector: &Selector,
        position: &PositionId,
        matter: &MatterFacts,
        at: DateTime,
    ) -> bool {
        self.position(position).is_some_and(|seat| self.is_meant(selector, seat, matter, at))
    }

    /// Whether there is any row by which a position could do an act, on some matter and under some condition.
    ///
    /// This narrows down what to look at. Whether it may, [`Authority::may`] says.
    #[must_use]
    pub fn could(&self, position: &PositionId, act: &str, at: DateTime) -> bool {
        let rows = self.rules.powers().iter().filter(|row| row.acts.iter().any(|a| a == act));
        let any = MatterFacts::default();
        let means = |holder: &Selector, seat: &Position| {
            *holder == Selector::Assigned || self.is_meant(holder, seat, &any, at)
        };
        let Some(seat) = self.position(position) else { return false };
        rows.flat_map(|row| &row.holders).any(|holder| means(holder, seat))
    }

    /// The positions that a selector means and the persons who hold them, for this matter at this moment.
    #[must_use]
    pub fn holders(
        &self,
        selector: &Selector,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Vec<(PositionId, PersonId)> {
        let meant = self.roster.positions.iter().filter(|seat| self.is_meant(selector, seat, matter, at));
        meant
            .flat_map(|seat| self.holders_of(&seat.id, at).map(|held| (seat.id.clone(), held.person.clone())))
            .collect()
    }

    fn is_meant(&self, selector: &Selector, seat: &Position, matter: &MatterFacts, at: DateTime) -> bool {
        match selector {
            Selector::Assigned => matter.assigned.as_ref() == Some(&seat.id),
            Selector::May(act) => {
                let matter = MatterFacts { step: None, ..matter.clone() };
                self.holders_of(&seat.id, at)
                    .any(|held| self.judge(&Subject::Seat(seat, held), act, &matter, at).is_ok())
            }
            Selector::Power { act, duty } => {
                let act = act.as_deref().unwrap_or(&self.rules.power_act);
                let matter = MatterFacts { duty: Some(duty.clone()), step: None, ..matter.clone() };
                self.holders_of(&seat.id, at)
                    .any(|held| self.judge(&Subject::Seat(seat, held), act, &matter, at).is_ok())
            }
            _ => self.is_filed(selector, seat, at) && self.seat_of(selector, seat, at).is_ok(),
        }
    }

    /// The clauses of the founding decision that are named by a list of grounds, for showing beside a permit.
    #[must_use]
    pub fn clauses_of(permit: &Permit) -> Vec<&ClauseRef> {
        let basis = permit.basis.iter().filter_map(|citation| match citation {
            crate::cite::Citation::Decision(clause) => Some(clause),
            crate::cite::Citation::Statute(_) => None,
        });
        std::iter::once(&permit.clause).chain(basis).collect()
    }
}
