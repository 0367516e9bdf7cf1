//! Whether a department could do what its procedures ask: for each act, somebody in a department with every post filled who may
//! do it. The authority table itself is asked.

use crate::library::Loaded;
use crate::locate::Locator;
use crate::{Agency, Fault, Library};
use congvu_authority::{
    AccountId, Actor, Appointment, Authority, MatterFacts, Position, PositionId, Roster, Rules, Selector,
    UnitId,
};
use congvu_matter::declare::{ActDef, Effect, Lifecycle, Procedure, Version};
use congvu_matter::holder_of;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Departments with every post filled, and answers already given.
pub(crate) struct Powers<'l> {
    library: &'l Library,
    full: Vec<(&'l Agency, Option<Authority>)>,
    known: BTreeMap<Asked, bool>,
}

/// What an answer depends on.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    agency: String,
    act: String,
    duty: String,
    unit: String,
    by: String,
    of: String,
    at: DateTime,
}

const ACCOUNT: &str = "account";

impl<'l> Powers<'l> {
    pub(crate) fn new(library: &'l Library) -> Self {
        let full = library.agencies.values().map(|a| {
            let agency: &Agency = a;
            (agency, Authority::new(Arc::clone(&agency.rules), everybody(&agency.rules)).ok())
        });
        Self { library, full: full.collect(), known: BTreeMap::new() }
    }

    pub(crate) fn check(&mut self, loaded: &Loaded, at: &Locator<'_>, faults: &mut Vec<Fault>) {
        let p = &loaded.declared;
        let agencies: Vec<usize> = (0..self.full.len())
            .filter(|i| self.full.get(*i).is_some_and(|(a, _)| a.procedures.contains(&p.id)))
            .collect();
        for (i, version) in p.versions.iter().enumerate() {
            let Some(life) = self.library.lifecycles.get(p.lifecycle_of(Some(version))) else { continue };
            let life = Arc::clone(life);
            let until = version.until.or_else(|| p.versions.get(i.saturating_add(1)).map(|v| v.from));
            for act in life.acts.iter().filter(|a| !a.optional || holder_of(Some(version), &a.id).is_some()) {
                let mut nobody = Vec::new();
                for agency in &agencies {
                    let day = (version.from, until);
                    nobody.extend(self.nobody(*agency, p, version, &life, act, day));
                }
                if !nobody.is_empty() {
                    let step = version.steps.iter().position(|s| s.act == act.id);
                    let place =
                        step.map_or_else(|| format!("version.{i}"), |s| format!("version.{i}.step.{s}.by"));
                    let reason = format!(
                        "nobody in `{}` could `{}`: no clause gives it to anybody there",
                        nobody.join("`, `"),
                        act.id
                    );
                    faults.push(at.fault(&place, reason));
                }
            }
        }
    }

    /// The department, where nobody in it could do the act.
    fn nobody(
        &mut self,
        index: usize,
        p: &Procedure,
        version: &Version,
        life: &Lifecycle,
        act: &ActDef,
        (from, until): (Date, Option<Date>),
    ) -> Option<String> {
        let (agency, authority) = self.full.get(index)?;
        let authority = authority.as_ref()?;
        let begins = agency.rules.force().0;
        // Law that ended before the department existed was never applied by it.
        if until.is_some_and(|until| until.to_datetime(jiff::civil::Time::midnight()) <= begins) {
            return None;
        }
        let moment = from.to_datetime(jiff::civil::Time::midnight()).max(begins);
        let holders = holders_of_act(life, version, act);
        let of = assigned_from(life, version).unwrap_or_default();
        let able = holders.iter().any(|by| {
            let asked = Asked {
                agency: agency.id().to_owned(),
                act: act.id.clone(),
                duty: p.duty.clone(),
                unit: p.unit.clone(),
                by: by.clone().unwrap_or_default(),
                of: of.clone(),
                at: moment,
            };
            *self.known.entry(asked.clone()).or_insert_with(|| can(authority, &asked))
        });
        (!able).then(|| agency.id().to_owned())
    }
}

/// Selectors of those who could be asked; none of a selector leaves it to the table alone.
fn holders_of_act(life: &Lifecycle, version: &Version, act: &ActDef) -> Vec<Option<String>> {
    let step = |id: &str| holder_of(Some(version), id).map(str::to_owned);
    match act.by.as_str() {
        "power" => vec![None],
        "step" => vec![step(&act.id)],
        "turn" => {
            let states = act.from.iter().filter_map(|s| life.state(s)?.next.as_deref());
            let acts = states.filter_map(|next| life.act(next)).filter(|a| a.by != "turn");
            acts.flat_map(|a| holders_of_act(life, version, a)).collect()
        }
        by => vec![by.strip_prefix("step:").map_or_else(|| Some(by.to_owned()), step)],
    }
}

/// Whom a matter of this life is assigned to: the holders of the step that the input names, or whoever opens it.
fn assigned_from(life: &Lifecycle, version: &Version) -> Option<String> {
    life.acts.iter().find_map(|a| {
        let from = a.effects.iter().find_map(|e| match e {
            Effect::Assign(from) => Some(from.as_str()),
            _ => None,
        })?;
        let named = a.inputs.iter().find(|i| i.id == from).and_then(|i| i.of.as_deref());
        let step = named.map_or(Some(a.id.as_str()), |of| of.strip_prefix("step:"));
        step.and_then(|s| holder_of(Some(version), s)).or(named).map(str::to_owned)
    })
}

fn can(authority: &Authority, asked: &Asked) -> bool {
    let facts = |assigned: Option<PositionId>, step: Option<Selector>| MatterFacts {
        duty: Some(asked.duty.clone()),
        unit: Some(UnitId(asked.unit.clone())),
        assigned,
        applicant: Some(AccountId(ACCOUNT.to_owned())),
        step,
        extra: limited(authority.rules()),
        ..MatterFacts::default()
    };
    let step: Option<Selector> = asked.by.parse().ok();
    let may = |assigned: Option<PositionId>| {
        let facts = facts(assigned, step.clone());
        match &step {
            Some(Selector::Applicant) => {
                let actor = Actor::Applicant { account: AccountId(ACCOUNT.to_owned()) };
                authority.may(&actor, &asked.act, &facts, asked.at).is_ok()
            }
            Some(Selector::System) => authority.may(&Actor::System, &asked.act, &facts, asked.at).is_ok(),
            _ => !authority.who_may(&asked.act, &facts, asked.at).is_empty(),
        }
    };
    let of: Option<Selector> = asked.of.parse().ok();
    let assignable = of.map(|of| authority.holders(&of, &facts(None, None), asked.at)).unwrap_or_default();
    may(None) || assignable.into_iter().take(3).any(|(position, _)| may(Some(position)))
}

/// Every fact that a row limits, within its limit: whether an amount is too high depends on the case.
fn limited(rules: &Rules) -> BTreeMap<String, serde_json::Value> {
    let limits = rules.powers().iter().filter_map(|p| p.at_most.as_ref());
    let facts = limits.flat_map(|most| match &most.bound {
        congvu_authority::Bound::Fact(bound) => vec![most.fact.clone(), bound.clone()],
        congvu_authority::Bound::Value(_) => vec![most.fact.clone()],
    });
    facts.map(|fact| (fact, serde_json::json!(0))).collect()
}

/// A roster with somebody in every kind of position, in every unit and in none.
fn everybody(rules: &Rules) -> Roster {
    let mut roster = Roster::default();
    for kind in rules.kinds() {
        let units = rules.units().iter().map(|u| Some(u.id.clone()));
        for (i, unit) in units.chain([None]).enumerate() {
            let id = PositionId(format!("{}-{i}", kind.id));
            let position = Position {
                id: id.clone(),
                kind: kind.id.clone(),
                unit,
                roles: Vec::new(),
                fields: vec!["*".to_owned()],
            };
            // Who takes the title from a unit must be in one.
            if position.unit.is_none() && rules.title(&position).is_none() {
                continue;
            }
            roster.positions.push(position);
            roster.appointments.push(Appointment {
                person: id.as_str().into(),
                position: id,
                from: DateTime::MIN,
                to: None,
                acting: false,
                exception: None,
                basis: None,
                matter: None,
                annulled: None,
            });
        }
    }
    roster
}
