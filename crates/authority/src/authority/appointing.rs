//! Appointments: who may make them, and the limits that the decision sets.

use jiff::civil::DateTime;

use super::Authority;
use crate::cite::{Citation, in_force, overlap};
use crate::missing::Missing;
use crate::permit::{Finding, Permit, Refusal};
use crate::roster::{Actor, Appointment, MatterFacts};
use crate::rules::{Exclusive, Ground, Limit};

impl Authority {
    /// May this actor make this appointment at this moment, and does it keep the limits?
    ///
    /// Where the decision sets no number or says nothing, that is not a refusal but a finding, to be recorded with
    /// the act.
    ///
    /// # Errors
    /// The refusal: no power to appoint to that position, the position is held, a number is reached, or a clause
    /// forbids holding both positions.
    pub fn check_appointment(
        &self,
        actor: &Actor,
        appointment: &Appointment,
        at: DateTime,
    ) -> Result<(Permit, Vec<Finding>), Box<Refusal>> {
        let act = &self.rules.appoint_act;
        let matter = MatterFacts::about(&appointment.position);
        let permit = self.may(actor, act, &matter, at)?;
        match self.limits_kept(appointment) {
            Ok(findings) => Ok((permit, findings)),
            Err(missing) => Err(self.refusal(actor, act, &matter, at, missing, Vec::new())),
        }
    }

    fn limits_kept(&self, new: &Appointment) -> Result<Vec<Finding>, Missing> {
        if new.to.is_some_and(|end| end <= new.from) {
            return Err(Missing::Incomplete { what: "period".to_owned() });
        }
        let time = (new.from, new.to);
        let other = self
            .appointments_to(&new.position)
            .find(|old| old.person != new.person && overlap((old.from, old.to), time));
        if let Some(other) = other {
            return Err(Missing::PositionHeld { until: other.to });
        }
        let twice = self.appointments_to(&new.position).find(|old| {
            old.person == new.person && old.matter != new.matter && overlap((old.from, old.to), time)
        });
        if let Some(twice) = twice {
            return Err(Missing::AppointedAlready { position: new.position.clone(), until: twice.to });
        }
        let kind = self.kind_of(new).unwrap_or_default();
        let mut findings = Vec::new();
        for limit in self.rules.limits.iter().filter(|limit| limit.counts == kind) {
            findings.push(self.number_kept(limit, new)?);
        }
        for exclusive in self.rules.exclusives.iter().filter(|pair| pair.kinds.iter().any(|one| one == kind))
        {
            findings.extend(self.not_both(exclusive, kind, new)?);
        }
        Ok(findings)
    }

    fn kind_of(&self, appointment: &Appointment) -> Option<&str> {
        self.position(&appointment.position).map(|position| position.kind.as_str())
    }

    fn number_kept(&self, limit: &Limit, new: &Appointment) -> Result<Finding, Missing> {
        let row = limit.id.clone();
        let clause = match &limit.clause {
            Ground::Clause(clause) => clause.clone(),
            Ground::Silent(key) => return Ok(Finding::ClauseSilent { row, key: key.clone() }),
            _ => return Err(Missing::NoPower),
        };
        let Some(number) = limit.number else {
            return Ok(Finding::NumberSilent { row, clause, note: limit.note.clone() });
        };
        let held = self.most_at_once(&limit.counts, new);
        if held >= number {
            return Err(Missing::LimitReached { clause: Citation::Decision(clause), limit: number, held });
        }
        Ok(Finding::WithinLimit { row, clause, limit: number, held: held + 1 })
    }

    /// How many others hold a position of the kind at the fullest moment of the new appointment.
    fn most_at_once(&self, kind: &str, new: &Appointment) -> u32 {
        let others: Vec<&Appointment> = self
            .roster
            .appointments
            .iter()
            .filter(|old| {
                old.position != new.position
                    && self.kind_of(old) == Some(kind)
                    && overlap((old.from, old.to), (new.from, new.to))
            })
            .collect();
        // The number only rises where an appointment begins, so those moments and the new beginning are enough.
        let moments = others.iter().map(|old| old.from.max(new.from));
        let count = |at: DateTime| others.iter().filter(|old| in_force(old.from, old.to, at)).count();
        let most = moments.map(count).max().unwrap_or(0);
        u32::try_from(most).unwrap_or(u32::MAX)
    }

    fn not_both(&self, pair: &Exclusive, kind: &str, new: &Appointment) -> Result<Option<Finding>, Missing> {
        let other_kind = pair.kinds.iter().find(|other| *other != kind);
        let both = self.roster.appointments.iter().any(|old| {
            old.person == new.person
                && self.kind_of(old) == other_kind.map(String::as_str)
                && overlap((old.from, old.to), (new.from, new.to))
        });
        if !both {
            return Ok(None);
        }
        let row = pair.id.clone();
        let clause = match &pair.clause {
            Ground::Clause(clause) => clause.clone(),
            Ground::Silent(key) => return Ok(Some(Finding::ClauseSilent { row, key: key.clone() })),
            _ => return Err(Missing::NoPower),
        };
        match &new.exception {
            Some(exception) if pair.unless.contains(&exception.ground) => Ok(Some(Finding::ExceptionUsed {
                row,
                clause,
                ground: exception.ground.clone(),
                document: exception.document.clone(),
            })),
            _ => Err(Missing::Forbidden { row, clause: Citation::Decision(clause) }),
        }
    }
}
