//! Delegations, orders and authorisations: which of them hold, and whether a new one may be made.

use std::collections::HashMap;

use jiff::civil::DateTime;

use super::Authority;
use crate::cite::{in_force, overlap};
use crate::ids::DelegationId;
use crate::missing::Missing;
use crate::permit::{Form, Permit, Refusal};
use crate::roster::{Actor, Delegation, MatterFacts, Position};
use crate::rules::{Ground, When};
use crate::selector::Selector;

impl Authority {
    /// A delegation by its identifier.
    #[must_use]
    pub fn delegation(&self, id: &DelegationId) -> Option<&Delegation> {
        self.index.delegations.get(id).and_then(|index| self.roster.delegations.get(*index))
    }

    /// Delegations in the roster that empower nobody, and why.
    #[must_use]
    pub fn void(&self) -> &HashMap<DelegationId, Missing> {
        &self.index.void
    }

    fn delegations_to(&self, seat: &Position, form: Form) -> impl Iterator<Item = &Delegation> {
        let list = self.index.delegations_to.get(&seat.id).map(Vec::as_slice).unwrap_or_default();
        list.iter()
            .filter_map(|index| self.roster.delegations.get(*index))
            .filter(move |delegation| delegation.form == form)
    }

    /// Whether the position holds any delegation of that form at that moment.
    pub(super) fn has_delegation(&self, seat: &Position, form: Form, at: DateTime) -> bool {
        self.delegations_to(seat, form).any(|delegation| self.in_time(delegation, at).is_ok())
    }

    /// The delegation of that form that covers the act, or what is wrong with the nearest one.
    pub(super) fn delegated(
        &self,
        seat: &Position,
        form: Form,
        act: &str,
        matter: &MatterFacts,
        at: DateTime,
    ) -> Result<&Delegation, Missing> {
        let mut nearest = Missing::NotDelegated { form };
        for delegation in self.delegations_to(seat, form) {
            let covered = delegation.scope.covers(act, matter)
                && self.order_above(delegation).is_none_or(|order| order.scope.covers(act, matter));
            let failing = match self.in_time(delegation, at) {
                Ok(()) if covered => return Ok(delegation),
                Ok(()) => Missing::OutOfScope { delegation: delegation.id.clone() },
                Err(_) if !covered => continue,
                Err(missing) => missing,
            };
            if nearer(&failing, &nearest) {
                nearest = failing;
            }
        }
        Err(nearest)
    }

    fn order_above(&self, delegation: &Delegation) -> Option<&Delegation> {
        self.delegation(delegation.under.as_ref()?)
    }

    fn in_time(&self, delegation: &Delegation, at: DateTime) -> Result<(), Missing> {
        if let Some(because) = self.index.void.get(&delegation.id) {
            let because = Box::new(because.clone());
            return Err(Missing::VoidDelegation { delegation: delegation.id.clone(), because });
        }
        for link in [Some(delegation), self.order_above(delegation)].into_iter().flatten() {
            if at < link.from {
                return Err(Missing::DelegationNotBegun { delegation: link.id.clone(), at: link.from });
            }
            if let Some(end) = link.to
                && at >= end
            {
                return Err(Missing::DelegationEnded { delegation: link.id.clone(), at: end });
            }
        }
        Ok(())
    }

    /// Goes through the roster once, earliest first, and keeps what the table lets stand.
    pub(super) fn void_delegations(&self) -> HashMap<DelegationId, Missing> {
        let mut order: Vec<&Delegation> = self.roster.delegations.iter().collect();
        order.sort_by(|a, b| (a.under.is_some(), a.from, &a.id).cmp(&(b.under.is_some(), b.from, &b.id)));
        let mut void: HashMap<DelegationId, Missing> = HashMap::new();
        let mut standing: HashMap<(&str, Form), Vec<&Delegation>> = HashMap::new();
        for delegation in order {
            let above_void = delegation.under.as_ref().and_then(|above| void.get(above)).cloned();
            let key = (delegation.from_position.as_str(), delegation.form);
            let others = standing.get(&key).map(Vec::as_slice).unwrap_or_default();
            let verdict =
                self.well_made(delegation).and_then(|()| self.alone(delegation, others.iter().copied()));
            match above_void.map_or(verdict, Err) {
                Ok(()) => standing.entry(key).or_default().push(delegation),
                Err(missing) => {
                    void.insert(delegation.id.clone(), missing);
                }
            }
        }
        void
    }

    /// What a delegation must have whoever makes it and whenever: parties, contents, a row that empowers it.
    fn well_made(&self, delegation: &Delegation) -> Result<(), Missing> {
        let party = |id| self.position(id).ok_or_else(|| Missing::UnknownPosition { position: id.clone() });
        let (from, to) = (party(&delegation.from_position)?, party(&delegation.to_position)?);
        let rule = self.rules.delegation_rule(delegation.form, delegation.under.is_some());
        let rule = rule.ok_or(Missing::NoPower)?;
        if delegation.to.is_some_and(|end| end <= delegation.from) {
            return Err(Missing::Incomplete { what: "period".to_owned() });
        }
        if rule.needs_acts && delegation.scope.acts.is_empty() {
            return Err(Missing::Incomplete { what: "acts".to_owned() });
        }
        if rule.needs_end && delegation.to.is_none() {
            return Err(Missing::Incomplete { what: "end".to_owned() });
        }
        if let Some(above) = &delegation.under {
            let received = self.delegation(above).filter(|above| {
                above.form == delegation.form
                    && above.under.is_none()
                    && above.to_position == delegation.from_position
            });
            received.ok_or_else(|| Missing::Incomplete { what: "order that is handed on".to_owned() })?;
        }
        let empowered = self.rules.powers.iter().any(|power| {
            power.acts.contains(&rule.act)
                && !matches!(power.clause, Ground::Silent(_))
                && power.holders.iter().any(|holder| self.is_filed(holder, from, delegation.from))
                && power.targets.iter().any(|target| self.is_filed(target, to, delegation.from))
                && (power.when != When::OwnUnit
                    || self.own_unit(from, to.unit.clone(), delegation.from).is_ok())
        });
        if empowered { Ok(()) } else { Err(Missing::NoPower) }
    }

    /// Where the clause speaks of one delegate, there is only one at a time.
    fn alone<'a>(
        &self,
        new: &Delegation,
        standing: impl Iterator<Item = &'a Delegation>,
    ) -> Result<(), Missing> {
        let rule = self.rules.delegation_rule(new.form, new.under.is_some());
        let Some(clause) = rule.and_then(|rule| rule.one.clone()) else { return Ok(()) };
        let mut clashing = standing.filter(|old| {
            old.id != new.id
                && old.to_position != new.to_position
                && overlap((old.from, old.to), (new.from, new.to))
        });
        match clashing.next() {
            None => Ok(()),
            Some(_) => Err(Missing::LimitReached { clause, limit: 1, held: 1 }),
        }
    }

    /// May this actor make this delegation at this moment?
    ///
    /// # Errors
    /// The refusal: forbidden by a clause, no clause empowers it, the clause speaks of one delegate and there is one,
    /// something that must be written is missing, or it would begin before it is made.
    pub fn check_delegation(
        &self,
        actor: &Actor,
        delegation: &Delegation,
        at: DateTime,
    ) -> Result<Permit, Box<Refusal>> {
        let matter = MatterFacts::about(&delegation.to_position);
        let rule = self.rules.delegation_rule(delegation.form, delegation.under.is_some());
        let act = rule.map_or_else(|| delegation.form.as_str().to_owned(), |rule| rule.act.clone());
        let refuse = |missing| self.refusal(actor, &act, &matter, at, missing, Vec::new());
        match actor {
            Actor::Position { position, .. } if *position == delegation.from_position => {}
            _ => {
                let holders = vec![Selector::Position(delegation.from_position.clone())];
                return Err(refuse(Missing::OtherHolder { holders }));
            }
        }
        let permit = self.may(actor, &act, &matter, at)?;
        self.well_made(delegation).map_err(refuse)?;
        if delegation.from < at {
            return Err(refuse(Missing::Backdated { from: delegation.from }));
        }
        let standing = self.roster.delegations.iter().filter(|old| {
            old.form == delegation.form
                && old.from_position == delegation.from_position
                && !self.index.void.contains_key(&old.id)
        });
        self.alone(delegation, standing).map_err(refuse)?;
        Ok(permit)
    }

    /// Whether a delegation of the roster empowers at that moment.
    #[must_use]
    pub fn is_standing(&self, id: &DelegationId, at: DateTime) -> bool {
        self.delegation(id).is_some_and(|delegation| {
            in_force(delegation.from, delegation.to, at) && self.in_time(delegation, at).is_ok()
        })
    }
}

/// Of two failing delegations the weightier explains more; of two that ended, the later.
fn nearer(new: &Missing, old: &Missing) -> bool {
    match (new, old) {
        (Missing::DelegationEnded { at: new, .. }, Missing::DelegationEnded { at: old, .. }) => new > old,
        (Missing::DelegationNotBegun { at: new, .. }, Missing::DelegationNotBegun { at: old, .. }) => {
            new < old
        }
        _ => new.weight() > old.weight(),
    }
}
