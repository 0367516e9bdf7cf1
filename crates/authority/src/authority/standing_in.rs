//! Who is away, who does whose work, and which unit a unit has become part of.

use jiff::civil::DateTime;

use super::Authority;
use super::judging::Subject;
use crate::cite::in_force;
use crate::ids::{PersonId, PositionId, UnitId};
use crate::permit::{MayRow, Permit};
use crate::roster::{Absence, Appointment, Function, MatterFacts, Position, Substitution, covers_duty};

impl Authority {
    /// The unit that a key leads to at a moment: its main key, after all mergers until then. Nothing for an unknown key.
    #[must_use]
    pub fn unit_at(&self, key: &UnitId, at: DateTime) -> Option<UnitId> {
        let main = |key: &UnitId| self.rules.unit(key).map(|unit| unit.id.clone());
        let mut unit = main(key)?;
        // A chain of mergers is never longer than there are mergers: a circle ends here, too.
        for _ in &self.roster.successions {
            let next = self.roster.successions.iter().rev().find(|step| {
                step.from <= at
                    && main(&step.unit).as_ref() == Some(&unit)
                    && main(&step.into) != main(&step.unit)
            });
            match next.and_then(|step| main(&step.into)) {
                Some(into) => unit = into,
                None => break,
            }
        }
        Some(unit)
    }

    /// What a unit is called at a moment: as the founding decision writes it, or as it was named since.
    #[must_use]
    pub fn unit_name_at(&self, key: &UnitId, at: DateTime) -> Option<&str> {
        let unit = self.unit_at(key, at)?;
        let named = self.roster.successions.iter().rev().filter(|step| step.from <= at).find_map(|step| {
            let here = self.unit_at(&step.into, at).as_ref() == Some(&unit);
            step.name.as_deref().filter(|_| here)
        });
        named.or_else(|| self.rules.unit(&unit).map(|unit| unit.name.as_str()))
    }

    /// The duties that an act has laid down for a unit, as of a moment; nothing where none has.
    #[must_use]
    pub fn functions_at(&self, unit: &UnitId, at: DateTime) -> Option<&Function> {
        let main = self.unit_at(unit, at)?;
        let laid_down = self.roster.functions.iter().rev().filter(|function| function.from <= at);
        laid_down
            .max_by_key(|function| (self.unit_at(&function.unit, at).as_ref() == Some(&main), function.from))
            .filter(|function| self.unit_at(&function.unit, at).as_ref() == Some(&main))
    }

    pub(super) fn unit_by_act(&self, duty: &str, at: DateTime) -> Option<&UnitId> {
        let laid_down = self.roster.functions.iter().filter(|function| {
            function.from <= at
                && covers_duty(&function.duties, duty)
                && self.functions_at(&function.unit, at) == Some(*function)
        });
        laid_down.max_by_key(|function| function.from).map(|function| &function.unit)
    }

    /// The absence of a person at a moment; with `barred`, only one in which the person may not act.
    #[must_use]
    pub fn absence_of(&self, person: &PersonId, at: DateTime, barred: bool) -> Option<&Absence> {
        self.roster.absences.iter().find(|absence| {
            absence.person == *person && (absence.barred || !barred) && in_force(absence.from, absence.to, at)
        })
    }

    /// Whether somebody holds the position at that moment and is there.
    #[must_use]
    pub fn is_manned(&self, position: &PositionId, at: DateTime) -> bool {
        self.holders_of(position, at).any(|held| self.absence_of(&held.person, at, false).is_none())
    }

    /// The substitutions by which somebody does the work of a position at a moment. Of those that hold only while
    /// nobody is there, the first whose substitute is.
    #[must_use]
    pub fn substitutes_of(&self, position: &PositionId, at: DateTime) -> Vec<&Substitution> {
        let running = |only_if_empty: bool| {
            self.roster.substitutions.iter().filter(move |one| {
                one.position == *position
                    && one.only_if_empty == only_if_empty
                    && in_force(one.from, one.to, at)
                    && self.is_manned(&one.substitute, at)
            })
        };
        let mut named: Vec<&Substitution> = running(false).collect();
        if named.is_empty() && !self.is_manned(position, at) {
            named.extend(running(true).next());
        }
        named
    }

    /// The positions whose work a position does at a moment, beside its own.
    #[must_use]
    pub fn stands_in_for(&self, substitute: &PositionId, at: DateTime) -> Vec<&Position> {
        let mine = self.roster.substitutions.iter().filter(|one| one.substitute == *substitute);
        let running = mine.filter(|one| self.substitutes_of(&one.position, at).contains(one));
        let mut seats: Vec<&Position> = running.filter_map(|one| self.position(&one.position)).collect();
        seats.dedup_by(|a, b| a.id == b.id);
        seats
    }

    /// The permit of a substitute: judged as at the position whose work it is. What is signed under a title is signed
    /// only by a substitute of the same title.
    pub(super) fn in_place(
        &self,
        seat: &Position,
        held: &Appointment,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Option<Permit> {
        if self.roster.substitutions.is_empty() {
            return None;
        }
        self.stands_in_for(&seat.id, at).into_iter().find_map(|other| {
            let permit = self.judge(&Subject::Seat(other, held), act, matter, at).ok()?;
            let fits = permit.capacity.signature_lines.is_empty() || other.kind == seat.kind;
            fits.then(|| Permit { in_place_of: Some(other.id.clone()), ..permit })
        })
    }

    /// Substitutes who may do an act that is not theirs.
    pub(super) fn substitutes_that_may<'a>(
        &'a self,
        act: &'a str,
        matter: &'a MatterFacts,
        at: DateTime,
    ) -> impl Iterator<Item = MayRow> + 'a {
        let seats = self.roster.substitutions.iter().filter(move |one| in_force(one.from, one.to, at));
        let mut seen: Vec<&PositionId> = Vec::new();
        let seats = seats.map(|one| &one.substitute).filter(move |id| {
            let new = !seen.contains(id);
            seen.push(id);
            new
        });
        seats.filter_map(|id| self.position(id)).filter_map(move |seat| {
            let held = self.holders_of(&seat.id, at).next()?;
            if self.judge(&Subject::Seat(seat, held), act, matter, at).is_ok() {
                return None;
            }
            let permit = self.in_place(seat, held, act, matter, at)?;
            Some((seat.id.clone(), held.person.clone(), permit))
        })
    }
}
