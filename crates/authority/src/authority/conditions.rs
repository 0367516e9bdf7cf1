//! The conditions of rows: whose unit, whose field, whose delegation.

use jiff::civil::DateTime;

use super::Authority;
use super::judging::Subject;
use crate::cite::in_force;
use crate::ids::UnitId;
use crate::missing::Missing;
use crate::roster::{Delegation, MatterFacts, Position, covers_duty};
use crate::rules::When;
use crate::selector::Selector;

impl Authority {
    /// Whether the condition holds, and by which delegation if it asks for one.
    pub(super) fn condition(
        &self,
        when: When,
        over_target: bool,
        subject: &Subject<'_>,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Result<Option<&Delegation>, Missing> {
        match (when, subject) {
            (When::Always, _) => Ok(None),
            (When::Party, Subject::Applicant(account)) if matter.applicant.as_ref() == Some(account) => {
                Ok(None)
            }
            (When::Assigned, Subject::Seat(seat, _)) => match &matter.assigned {
                Some(assigned) if *assigned == seat.id => Ok(None),
                Some(assigned) => Err(Missing::NotAssigned { to: Some(assigned.clone()) }),
                None => self.own_unit(seat, self.unit_of(matter, at), at).map(|()| None),
            },
            (When::OwnUnit, Subject::Seat(seat, _)) => {
                let target = || self.position(matter.target.as_ref()?)?.unit.clone();
                let unit = if over_target { target() } else { self.unit_of(matter, at) };
                self.own_unit(seat, unit, at).map(|()| None)
            }
            (When::AssignedField, Subject::Seat(seat, _)) => {
                if seat.unit.is_some() {
                    self.own_unit(seat, self.unit_of(matter, at), at)?;
                }
                let duty = matter.duty.clone().ok_or(Missing::OtherDuty)?;
                if self.in_field(seat, &duty, at) { Ok(None) } else { Err(Missing::NotInField { duty }) }
            }
            (When::Delegated | When::Ordered | When::Authorised, Subject::Seat(seat, _)) => {
                let form = when.form().ok_or(Missing::NoPower)?;
                self.delegated(seat, form, act, matter, at).map(Some)
            }
            (When::Party, _) => Err(Missing::NotParty),
            _ => Err(Missing::NoPower),
        }
    }

    /// Whether the duty is among the position's fields, by its making or by an assignment in force.
    fn in_field(&self, seat: &Position, duty: &str, at: DateTime) -> bool {
        let assigned = self.index.assignments.get(&seat.id).map(Vec::as_slice).unwrap_or_default();
        let mut assigned = assigned.iter().filter_map(|index| self.roster.assignments.get(*index));
        covers_duty(&seat.fields, duty)
            || assigned.any(|one| in_force(one.from, one.to, at) && covers_duty(&one.duties, duty))
    }

    /// The unit that handles a matter: the one named, else the one that carries the duty by an act, else by the table.
    fn unit_of(&self, matter: &MatterFacts, at: DateTime) -> Option<UnitId> {
        if let (None, Some(duty)) = (&matter.unit, &matter.duty)
            && let Some(unit) = self.unit_by_act(duty, at)
        {
            return Some(unit.clone());
        }
        self.rules.unit_of(matter).ok().flatten().map(|unit| unit.id.clone())
    }

    /// Whether the position sits in the unit at that moment: units that became one are one.
    pub(super) fn own_unit(
        &self,
        seat: &Position,
        unit: Option<UnitId>,
        at: DateTime,
    ) -> Result<(), Missing> {
        let main = |key: &UnitId| self.unit_at(key, at);
        let unit = unit.as_ref().and_then(main).ok_or(Missing::NotAssigned { to: None })?;
        match seat.unit.as_ref().and_then(main) {
            Some(own) if own == unit => Ok(()),
            _ => Err(Missing::WrongUnit { unit }),
        }
    }

    /// Whether a selector that names positions by what they are names this one.
    pub(super) fn is_filed(&self, selector: &Selector, seat: &Position, at: DateTime) -> bool {
        match selector {
            Selector::Kind(kind) => *kind == seat.kind,
            Selector::Role(role) => self.rules.roles_of(seat).any(|own| own == role),
            Selector::Position(position) => *position == seat.id,
            Selector::Unit { unit, member } => {
                let kind = |member: &String| self.rules.unit_role.get(member) == Some(&seat.kind);
                self.own_unit(seat, Some(unit.clone()), at).is_ok() && member.as_ref().is_none_or(kind)
            }
            _ => false,
        }
    }

    /// A role counts only in the unit where the decision of the agency seats it.
    pub(super) fn seat_of(&self, selector: &Selector, seat: &Position, at: DateTime) -> Result<(), Missing> {
        match selector {
            Selector::Role(role) => match self.rules.seats.get(role) {
                Some(unit) => self.own_unit(seat, Some(unit.clone()), at),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}
