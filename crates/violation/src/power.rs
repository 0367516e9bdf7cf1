//! Who may fine so much on a day.

use crate::law::{Competence, Law, in_force};
use crate::{Behaviour, Offender};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the amounts are called among the facts of a matter: `fine-limit/<id>` of a competence.
pub const LIMIT_FACT: &str = "fine-limit";

/// The power of a title in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit<'l> {
    /// Whose.
    pub of: &'l Competence,
    /// The most for an organisation, đồng.
    pub organisation: u64,
}

impl Law {
    /// The ceiling of a field on a day, for an organisation, đồng.
    #[must_use]
    pub fn ceiling(&self, field: &str, day: Date) -> Option<u64> {
        let named = |c: &&crate::Ceiling| c.fields.iter().any(|f| f == field) && in_force(c.from, c.to, day);
        let individual = self.all.ceilings.iter().find(named)?.individual;
        individual.checked_mul(self.all.factor.as_ref()?.organisation)
    }

    /// The powers over an act on a day, each with its amount. What no text gives is not there.
    #[must_use]
    pub fn powers<'l>(&'l self, act: &Behaviour, day: Date) -> Vec<Limit<'l>> {
        let here = |c: &&Competence| {
            in_force(c.from, c.to, day) && c.decree.as_ref().is_none_or(|d| *d == act.decree)
        };
        let amount = |c: &Competence| match (c.organisation, c.percent) {
            (Some(amount), _) => Some(amount),
            (None, Some(percent)) => self.ceiling(&act.field, day)?.checked_mul(percent)?.checked_div(100),
            (None, None) => None,
        };
        let all = self.all.competences.iter().filter(here);
        all.filter_map(|of| Some(Limit { of, organisation: amount(of)? })).collect()
    }

    /// The facts by which the authority table judges a decision on these acts: what is compared, and each power with its amount that
    /// holds over all of them. None where an act or its bracket is not known.
    #[must_use]
    pub fn judged(&self, acts: &[String], on: Date) -> Option<(u64, BTreeMap<String, u64>)> {
        let acts: Vec<&Behaviour> = acts.iter().map(|id| self.behaviour(id)).collect::<Option<_>>()?;
        let measures: Vec<u64> = acts.iter().map(|a| self.measure(a)).collect::<Option<_>>()?;
        let mut shared: Option<BTreeMap<String, u64>> = None;
        for act in acts {
            let mut here: BTreeMap<String, u64> = BTreeMap::new();
            for limit in self.powers(act, on) {
                let slot = here.entry(limit.of.id.clone()).or_default();
                *slot = (*slot).max(limit.organisation);
            }
            let both = |before: BTreeMap<String, u64>| {
                let kept = before.into_iter();
                kept.filter_map(|(id, most)| here.get(&id).map(|other| (id, most.min(*other)))).collect()
            };
            shared = Some(shared.map_or_else(|| here.clone(), both));
        }
        Some((measures.into_iter().max()?, shared?))
    }

    /// What of an act is compared with a power: the most that its bracket allows, in the measure of organisations, đồng.
    #[must_use]
    pub fn measure(&self, act: &Behaviour) -> Option<u64> {
        match act.only {
            // A bracket of individuals alone counts doubled beside a power that is written for organisations.
            Some(crate::Whose::Individual) => {
                act.bracket[1].checked_mul(self.all.factor.as_ref()?.organisation)
            }
            _ => self.bracket(act, Offender::Organisation).map(|(_, most)| most),
        }
    }
}
