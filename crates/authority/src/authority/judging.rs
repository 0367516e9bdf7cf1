//! One question against the rows of the table.

use jiff::civil::DateTime;

use super::Authority;
use super::index::tokens;
use crate::cite::Citation;
use crate::ids::AccountId;
use crate::missing::Missing;
use crate::permit::{Consulted, MAX_CONSULTED, Permit};
use crate::roster::{Appointment, MatterFacts, Position, covers_duty};
use crate::rules::{AtMost, Bound, Forbid, Ground, Power, Token};
use crate::selector::Selector;

/// Who asks, once it is known that he holds the seat.
pub(super) enum Subject<'a> {
    Applicant(&'a AccountId),
    System,
    Seat(&'a Position, &'a Appointment),
}

impl<'a> Subject<'a> {
    fn seat(&self) -> Option<&'a Position> {
        match self {
            Self::Seat(position, _) => Some(position),
            _ => None,
        }
    }
}

pub(super) type Verdict = Result<Permit, (Missing, Vec<Consulted>)>;

/// Whether a fact of the matter stays within its limit.
fn within(limit: &AtMost, matter: &MatterFacts) -> Result<(), Missing> {
    let known = |fact: &str| matter.extra.get(fact).and_then(serde_json::Value::as_i64);
    let at_most = match &limit.bound {
        Bound::Value(value) => *value,
        Bound::Fact(fact) => known(fact).ok_or_else(|| Missing::NoAmount { fact: fact.clone() })?,
    };
    let value = known(&limit.fact);
    match value {
        Some(value) if value <= at_most => Ok(()),
        _ => Err(Missing::OverLimit { fact: limit.fact.clone(), at_most, value }),
    }
}

impl Authority {
    /// Prohibitions first, then the rows in their order; the first that empowers answers.
    pub(super) fn judge(
        &self,
        subject: &Subject<'_>,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Verdict {
        self.sound(act, matter, at).map_err(|missing| (missing, Vec::new()))?;
        if let Subject::Seat(_, held) = subject
            && let Some(absence) = self.absence_of(&held.person, at, true)
        {
            return Err((Missing::Suspended { until: absence.to }, Vec::new()));
        }
        let mut consulted = Vec::new();
        self.forbidden(subject, act, matter, at, &mut consulted)
            .map_err(|missing| (missing, consulted.clone()))?;

        let all = self.rules.by_act.get(act).map(Vec::as_slice).unwrap_or_default();
        let mine = self.rows_of(subject, act, at);
        let mut heaviest = Missing::NoPower;
        for row in all {
            let Some(power) = self.rules.powers.get(*row) else { continue };
            let answer = if mine.binary_search(row).is_ok() {
                self.try_power(power, subject, act, matter, at)
            } else {
                Err(Missing::OtherHolder { holders: power.holders.clone() })
            };
            match answer {
                Ok(permit) => return self.in_turn(subject, matter, at, permit, power, consulted),
                Err(why_not) => {
                    if why_not.weight() > heaviest.weight() {
                        heaviest = why_not.clone();
                    }
                    let clause = self.rules.citation(&power.clause, matter.duty.as_deref(), at);
                    consulted.push(Consulted { row: power.id.clone(), clause, why_not });
                }
            }
        }
        consulted.truncate(MAX_CONSULTED);
        Err((heaviest, consulted))
    }

    /// Whether the question itself makes sense to this table.
    fn sound(&self, act: &str, matter: &MatterFacts, at: DateTime) -> Result<(), Missing> {
        if !crate::cite::in_force(self.rules.from, self.rules.to, at) {
            return Err(Missing::NotInForce { what: "the founding decision".to_owned() });
        }
        if !self.rules.by_act.contains_key(act) {
            return Err(Missing::UnknownAct);
        }
        if let Some(duty) = &matter.duty
            && self.rules.duty(duty).is_none()
        {
            return Err(Missing::UnknownDuty { duty: duty.clone() });
        }
        if let Some(target) = &matter.target
            && self.position(target).is_none()
        {
            return Err(Missing::UnknownPosition { position: target.clone() });
        }
        self.rules.unit_of(matter).map(|_| ()).map_err(|unit| Missing::UnknownUnit { unit })
    }

    fn forbidden(
        &self,
        subject: &Subject<'_>,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
        consulted: &mut Vec<Consulted>,
    ) -> Result<(), Missing> {
        let Some(seat) = subject.seat() else { return Ok(()) };
        for forbid in self.rules.forbids.iter().filter(|forbid| forbid.acts.iter().any(|name| name == act)) {
            if !self.binds(forbid, subject, seat, act, matter, at) {
                continue;
            }
            let clause = self.rules.citation(&forbid.clause, matter.duty.as_deref(), at);
            let why_not = match (&forbid.clause, &clause) {
                (Ground::Silent(key), _) => Missing::Silent { key: key.clone() },
                (_, Some(clause)) => Missing::Forbidden { row: forbid.id.clone(), clause: clause.clone() },
                (Ground::Cite(what), None) => Missing::NotInForce { what: what.clone() },
                (_, None) => Missing::OtherDuty,
            };
            consulted.push(Consulted { row: forbid.id.clone(), clause, why_not: why_not.clone() });
            if matches!(why_not, Missing::Forbidden { .. }) {
                return Err(why_not);
            }
        }
        Ok(())
    }

    fn binds(
        &self,
        forbid: &Forbid,
        subject: &Subject<'_>,
        seat: &Position,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> bool {
        let target = matter.target.as_ref().and_then(|target| self.position(target));
        let over = forbid.targets.is_empty()
            || target.is_some_and(|target| forbid.targets.iter().any(|kind| self.is_filed(kind, target, at)));
        let condition = || match forbid.when.form() {
            Some(form) => self.has_delegation(seat, form, at),
            None => self.condition(forbid.when, false, subject, act, matter, at).is_ok(),
        };
        over && forbid.holders.iter().any(|holder| self.is_filed(holder, seat, at)) && condition()
    }

    /// Rows of the act that are filed under the words of the subject, in their order.
    fn rows_of(&self, subject: &Subject<'_>, act: &str, at: DateTime) -> Vec<usize> {
        match subject {
            Subject::Applicant(_) => self.rows_filed(act, vec![Token::Applicant]),
            Subject::System => self.rows_filed(act, vec![Token::System]),
            Subject::Seat(position, _) => self.rows_for(position, act, at),
        }
    }

    pub(super) fn rows_for(&self, position: &Position, act: &str, at: DateTime) -> Vec<usize> {
        let mut all = tokens(&self.rules, position);
        if !self.roster.successions.is_empty() {
            all.extend(position.unit.as_ref().and_then(|unit| self.unit_at(unit, at)).map(Token::Unit));
        }
        self.rows_filed(act, all)
    }

    fn rows_filed(&self, act: &str, tokens: Vec<Token>) -> Vec<usize> {
        let mut rows: Vec<usize> = tokens
            .into_iter()
            .filter_map(|token| self.rules.by_act_token.get(&(act.to_owned(), token)))
            .flatten()
            .copied()
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn in_turn(
        &self,
        subject: &Subject<'_>,
        matter: &MatterFacts,
        at: DateTime,
        permit: Permit,
        power: &Power,
        mut consulted: Vec<Consulted>,
    ) -> Verdict {
        let Some(step) = &matter.step else { return Ok(permit) };
        let meant = match (subject, step) {
            (Subject::Applicant(_), Selector::Applicant) | (Subject::System, Selector::System) => true,
            (Subject::Seat(seat, _), step) => self.is_meant(step, seat, matter, at),
            _ => false,
        };
        if meant {
            return Ok(permit);
        }
        let why_not = Missing::NotTurn { holder: step.clone() };
        let clause = Some(Citation::Decision(permit.clause));
        consulted.push(Consulted { row: power.id.clone(), clause, why_not: why_not.clone() });
        Err((why_not, consulted))
    }

    fn try_power(
        &self,
        power: &Power,
        subject: &Subject<'_>,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Result<Permit, Missing> {
        if let Some(seat) = subject.seat() {
            let holder = power.holders.iter().find(|holder| self.is_filed(holder, seat, at));
            let Some(holder) = holder else {
                return Err(Missing::OtherHolder { holders: power.holders.clone() });
            };
            self.seat_of(holder, seat, at)?;
        }
        if !power.duties.is_empty()
            && !matter.duty.as_deref().is_some_and(|duty| covers_duty(&power.duties, duty))
        {
            return Err(Missing::OtherDuty);
        }
        self.over_target(power, matter, at)?;
        let clause = match &power.clause {
            Ground::Silent(key) => return Err(Missing::Silent { key: key.clone() }),
            ground => match self.rules.citation(ground, matter.duty.as_deref(), at) {
                Some(Citation::Decision(clause)) => clause,
                _ => return Err(Missing::OtherDuty),
            },
        };
        self.statutes_in_force(power, at)?;
        let over_target = !power.targets.is_empty();
        let delegation = self.condition(power.when, over_target, subject, act, matter, at)?;
        if let Some(limit) = &power.at_most {
            within(limit, matter)?;
        }
        Ok(self.permit(power, subject, act, matter, at, clause, delegation))
    }

    fn over_target(&self, power: &Power, matter: &MatterFacts, at: DateTime) -> Result<(), Missing> {
        let target = matter.target.as_ref().and_then(|target| self.position(target));
        let over = |target: &Position| power.targets.iter().any(|kind| self.is_filed(kind, target, at));
        if power.targets.is_empty() || target.is_some_and(over) {
            return Ok(());
        }
        Err(Missing::OtherTarget { targets: power.targets.clone() })
    }

    fn statutes_in_force(&self, power: &Power, at: DateTime) -> Result<(), Missing> {
        let form = power.signing.and_then(|form| self.rules.forms.get(&form)).map(|form| &form.cite);
        let basis = power.basis.iter().filter_map(|ground| match ground {
            Ground::Cite(id) => Some(id),
            _ => None,
        });
        match basis.chain(form).find(|id| self.rules.statute(id, at).is_none()) {
            None => Ok(()),
            Some(what) => Err(Missing::NotInForce { what: what.clone() }),
        }
    }
}
