//! From the two files to the table. The first thing that is wrong ends it.

use std::collections::{BTreeMap, HashMap};

use serde::de::DeserializeOwned;

use super::decl::{AgencyDecl, BaseDecl};
use super::error::{RulesError, Source};
use super::names::{self, Resolver, add, expect};
use super::rows::Rows;
use super::{MAX_FILE_BYTES, Rules};
use crate::ids::UnitId;

fn read<T: DeserializeOwned>(source: &Source<'_>) -> Result<T, RulesError> {
    if source.text.len() > MAX_FILE_BYTES {
        let reason = format!("{} bytes, at most {MAX_FILE_BYTES} are read", source.text.len());
        return Err(source.error(&(0..0), reason));
    }
    toml::from_str(source.text)
        .map_err(|error| source.error(&error.span().unwrap_or(0..0), error.message().to_owned()))
}

pub(super) fn compile(
    base_source: Source<'_>,
    agency_source: Source<'_>,
    resolve: Resolver<'_>,
) -> Result<Rules, RulesError> {
    let base: BaseDecl = read(&base_source)?;
    let agency: AgencyDecl = read(&agency_source)?;
    names::limit_rows(&base_source, &base.power_act.span(), base.powers.len().max(base.forbids.len()))?;

    let (from, to) = names::force(&agency_source, &agency.decision.in_force, agency.decision.ended.as_ref())?;
    let duties = names::duties(&base_source, &base, resolve)?;
    let (clauses, silent) = names::clauses(&base_source, &base, &agency_source, &agency, resolve)?;
    let cites = names::statutes(&base_source, &base)?;
    let forms = names::forms(&base_source, &base, &cites)?;

    let (mut bodies, mut roles, mut unit_kinds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for body in &base.bodies {
        add(&mut bodies, &base_source, &body.id, body.title.clone())?;
    }
    for role in &base.roles {
        add(&mut roles, &base_source, &role.id, role.name.clone())?;
    }
    for kind in &base.unit_kinds {
        add(&mut unit_kinds, &base_source, &kind.id, (kind.head.clone(), kind.deputy.clone()))?;
    }
    let kinds = names::kinds(&base_source, &base, &bodies, &roles)?;
    let mut unit_keys = BTreeMap::new();
    for key in &base.unit_keys {
        add(&mut unit_keys, &base_source, key, ())?;
    }
    let mut unit_role = BTreeMap::new();
    for (word, kind) in &base.unit_role {
        unit_role.insert(word.clone(), expect(&kinds, &base_source, kind, "kind of position")?);
    }
    let units = names::units(&agency_source, &agency, &unit_keys, &unit_kinds, &duties, resolve)?;
    let mut seats = BTreeMap::new();
    for (role, unit) in &agency.seat {
        let role = expect(&roles, &agency_source, role, "role")?;
        let key = UnitId(unit.get_ref().clone());
        let place = units.by_key.get(&key).and_then(|index| units.list.get(*index)).ok_or_else(|| {
            agency_source.error(&unit.span(), format!("this department has no unit `{}`", unit.get_ref()))
        })?;
        seats.insert(role, place.id.clone());
    }

    let mut rules = Rules {
        from,
        to,
        power_act: base.power_act.get_ref().clone(),
        appoint_act: base.appoint_act.get_ref().clone(),
        duties,
        clauses,
        silent,
        cites,
        forms,
        bodies,
        kinds,
        roles,
        unit_kinds,
        unit_keys: unit_keys.into_keys().collect(),
        unit_role,
        seats,
        units: units.list,
        unit_by_key: units.by_key,
        powers: Vec::new(),
        forbids: Vec::new(),
        limits: Vec::new(),
        exclusives: Vec::new(),
        delegations: Vec::new(),
        by_act: HashMap::new(),
        by_act_token: HashMap::new(),
    };
    Rows { source: base_source, base: &base, seen: BTreeMap::new() }.fill(&mut rules)?;
    Ok(rules)
}
