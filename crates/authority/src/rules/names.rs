//! The names that rows refer to: duties, clauses, statutes, kinds, roles, units.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use congvu_law::ClauseRef;
use jiff::civil::{Date, DateTime};
use toml::Spanned;
use toml::value::Datetime;

use super::decl::{AgencyDecl, BaseDecl, CiteDecl, UnitDecl, Word};
use super::error::{RulesError, Source};
use super::model::{FormRule, KeyedClause, Kind, Text, Title, Unit};
use crate::cite::{StatuteRef, overlap};
use crate::ids::UnitId;
use crate::permit::Form;
use crate::roster::covers_duty;

pub(super) type Resolver<'a> = &'a dyn Fn(&str) -> Option<ClauseRef>;

/// Adds a name that may stand only once.
pub(super) fn add<V>(
    map: &mut BTreeMap<String, V>,
    source: &Source<'_>,
    word: &Word,
    value: V,
) -> Result<(), RulesError> {
    match map.insert(word.get_ref().clone(), value) {
        None => Ok(()),
        Some(_) => Err(source.error(&word.span(), format!("`{}` is declared twice", word.get_ref()))),
    }
}

/// The name must be among `known`.
pub(super) fn expect<V>(
    known: &BTreeMap<String, V>,
    source: &Source<'_>,
    word: &Word,
    what: &str,
) -> Result<String, RulesError> {
    if known.contains_key(word.get_ref()) {
        return Ok(word.get_ref().clone());
    }
    let list = known.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
    Err(source.error(&word.span(), format!("unknown {what} `{}`, known are: {list}", word.get_ref())))
}

fn midnight(source: &Source<'_>, date: &Spanned<Datetime>) -> Result<DateTime, RulesError> {
    let text = date.get_ref().to_string();
    text.parse::<Date>()
        .map(|date| date.to_datetime(jiff::civil::Time::midnight()))
        .map_err(|_| source.error(&date.span(), format!("`{text}` is not a date, write it as 2023-06-01")))
}

pub(super) fn force(
    source: &Source<'_>,
    from: &Spanned<Datetime>,
    to: Option<&Spanned<Datetime>>,
) -> Result<(DateTime, Option<DateTime>), RulesError> {
    let start = midnight(source, from)?;
    let Some(to) = to else { return Ok((start, None)) };
    let end = midnight(source, to)?;
    if end <= start {
        return Err(source.error(&to.span(), format!("it ends on {end}, not after it begins on {start}")));
    }
    Ok((start, Some(end)))
}

pub(super) fn duties(
    source: &Source<'_>,
    base: &BaseDecl,
    resolve: Resolver<'_>,
) -> Result<BTreeMap<String, ClauseRef>, RulesError> {
    let mut duties = BTreeMap::new();
    for (paragraph, points) in &base.duties {
        let points = points.iter().map(|point| format!("{}.{point}", paragraph.get_ref()));
        for duty in std::iter::once(paragraph.get_ref().clone()).chain(points) {
            let clause = resolve(&duty).ok_or_else(|| {
                source.error(
                    &paragraph.span(),
                    format!("duty `{duty}` is at no place of the founding decision"),
                )
            })?;
            if duties.insert(duty.clone(), clause).is_some() {
                return Err(source.error(&paragraph.span(), format!("duty `{duty}` is declared twice")));
            }
        }
    }
    Ok(duties)
}

fn clause_at(source: &Source<'_>, eid: &Word, resolve: Resolver<'_>) -> Result<ClauseRef, RulesError> {
    resolve(eid.get_ref()).ok_or_else(|| {
        source.error(&eid.span(), format!("`{}` is no place of the founding decision", eid.get_ref()))
    })
}

/// Every key is either placed or listed as silent, and only keys that may be silent are.
pub(super) fn clauses(
    base_source: &Source<'_>,
    base: &BaseDecl,
    source: &Source<'_>,
    agency: &AgencyDecl,
    resolve: Resolver<'_>,
) -> Result<(BTreeMap<String, KeyedClause>, BTreeSet<String>), RulesError> {
    let mut keys = BTreeMap::new();
    for key in &base.clause_keys {
        add(&mut keys, base_source, &key.id, key.may_be_silent)?;
    }
    let mut placed = BTreeMap::new();
    for (key, place) in &agency.clause {
        expect(&keys, source, key, "clause key")?;
        let clause = clause_at(source, &place.eid, resolve)?;
        let (unless, note) = (place.unless.clone(), place.note.clone());
        add(&mut placed, source, key, KeyedClause { clause, number: place.number, unless, note })?;
    }
    let mut silent = BTreeSet::new();
    for key in &agency.silent {
        let name = expect(&keys, source, key, "clause key")?;
        if keys.get(&name) != Some(&true) {
            return Err(source.error(&key.span(), format!("every decision says `{name}`, give its place")));
        }
        if placed.contains_key(&name) {
            return Err(source.error(&key.span(), format!("`{name}` is both placed and listed as silent")));
        }
        silent.insert(name);
    }
    match keys.keys().find(|key| !placed.contains_key(*key) && !silent.contains(*key)) {
        None => Ok((placed, silent)),
        Some(key) => Err(source.error(
            &agency.decision.in_force.span(),
            format!("clause key `{key}` has no place: add it under [clause], or to `silent`"),
        )),
    }
}

fn statute(source: &Source<'_>, cite: &CiteDecl) -> Result<StatuteRef, RulesError> {
    let (from, to) = force(source, &cite.from, cite.to.as_ref())?;
    Ok(StatuteRef {
        id: cite.id.get_ref().clone(),
        number: cite.number.clone(),
        article: cite.article.clone(),
        about: cite.about.clone(),
        from,
        to,
        source: cite.source.clone(),
        verified: cite.verified,
    })
}

pub(super) fn statutes(
    source: &Source<'_>,
    base: &BaseDecl,
) -> Result<BTreeMap<String, Vec<StatuteRef>>, RulesError> {
    let mut cites: BTreeMap<String, Vec<StatuteRef>> = BTreeMap::new();
    for cite in &base.cites {
        let new = statute(source, cite)?;
        let versions = cites.entry(new.id.clone()).or_default();
        if versions.iter().any(|old| overlap((old.from, old.to), (new.from, new.to))) {
            let reason = format!("two texts of `{}` are in force at once, end the older one", new.id);
            return Err(source.error(&cite.from.span(), reason));
        }
        versions.push(new);
    }
    Ok(cites)
}

pub(super) fn forms(
    source: &Source<'_>,
    base: &BaseDecl,
    cites: &BTreeMap<String, Vec<StatuteRef>>,
) -> Result<BTreeMap<Form, FormRule>, RulesError> {
    let mut forms = BTreeMap::new();
    for form in &base.forms {
        let cite = expect(cites, source, &form.cite, "statute")?;
        if forms.insert(*form.id.get_ref(), FormRule { prefix: form.prefix.clone(), cite }).is_some() {
            return Err(source
                .error(&form.id.span(), format!("form `{}` is declared twice", form.id.get_ref().as_str())));
        }
    }
    match Form::ALL.into_iter().find(|form| !forms.contains_key(form)) {
        None => Ok(forms),
        Some(form) => {
            Err(source.error(&base.power_act.span(), format!("form `{}` is not declared", form.as_str())))
        }
    }
}

pub(super) fn kinds(
    source: &Source<'_>,
    base: &BaseDecl,
    bodies: &BTreeMap<String, Text>,
    roles: &BTreeMap<String, Text>,
) -> Result<BTreeMap<String, Kind>, RulesError> {
    let mut kinds = BTreeMap::new();
    for kind in &base.kinds {
        let title =
            match (&kind.title, kind.title_of_unit.as_ref().map(|word| (word.get_ref().as_str(), word))) {
                (Some(text), None) => Title::Own(text.clone()),
                (None, Some(("head", _))) => Title::UnitHead,
                (None, Some(("deputy", _))) => Title::UnitDeputy,
                (None, Some((_, word))) => {
                    return Err(source.error(&word.span(), "title-of-unit is `head` or `deputy`"));
                }
                _ => {
                    let reason =
                        format!("kind `{}` needs either `title` or `title-of-unit`", kind.id.get_ref());
                    return Err(source.error(&kind.id.span(), reason));
                }
            };
        let body = kind.body.as_ref().map(|body| expect(bodies, source, body, "body")).transpose()?;
        let roles =
            kind.roles.iter().map(|role| expect(roles, source, role, "role")).collect::<Result<_, _>>()?;
        let value = Kind { id: kind.id.get_ref().clone(), name: kind.name.clone(), title, body, roles };
        add(&mut kinds, source, &kind.id, value)?;
    }
    Ok(kinds)
}

/// Units and the keys they answer to.
pub(super) struct Units {
    pub list: Vec<Unit>,
    pub by_key: HashMap<UnitId, usize>,
}

pub(super) fn units(
    source: &Source<'_>,
    agency: &AgencyDecl,
    known_keys: &BTreeMap<String, ()>,
    unit_kinds: &BTreeMap<String, (Text, Text)>,
    duties: &BTreeMap<String, ClauseRef>,
    resolve: Resolver<'_>,
) -> Result<Units, RulesError> {
    let mut units = Units { list: Vec::new(), by_key: HashMap::new() };
    for declared in &agency.units {
        let mut keys = vec![&declared.id];
        keys.extend(declared.keys.iter().filter(|key| key.get_ref() != declared.id.get_ref()));
        for key in &keys {
            let id = UnitId(expect(known_keys, source, key, "unit key")?);
            if units.by_key.insert(id, units.list.len()).is_some() {
                return Err(source.error(&key.span(), format!("two units answer to `{}`", key.get_ref())));
            }
        }
        let carried = carried(source, declared, duties, &units.list)?;
        units.list.push(Unit {
            id: UnitId(declared.id.get_ref().clone()),
            keys: keys.iter().map(|key| UnitId(key.get_ref().clone())).collect(),
            name: declared.name.clone(),
            kind: expect(unit_kinds, source, &declared.kind, "unit kind")?,
            clause: clause_at(source, &declared.eid, resolve)?,
            duties: carried,
            duties_source: declared.duties.as_ref().map(|duties| duties.source.clone()),
            duties_verified: declared.duties.as_ref().is_none_or(|duties| duties.verified),
        });
    }
    Ok(units)
}

fn carried(
    source: &Source<'_>,
    unit: &UnitDecl,
    duties: &BTreeMap<String, ClauseRef>,
    others: &[Unit],
) -> Result<Vec<String>, RulesError> {
    let mut list = Vec::new();
    for duty in unit.duties.iter().flat_map(|duties| &duties.list) {
        let name = expect(duties, source, duty, "duty")?;
        let clash = |other: &&Unit| {
            covers_duty(&other.duties, &name)
                || other.duties.iter().any(|o| covers_duty(std::slice::from_ref(&name), o))
        };
        if let Some(other) = others.iter().find(clash) {
            return Err(
                source.error(&duty.span(), format!("duty `{name}` is already carried by `{}`", other.id))
            );
        }
        list.push(name);
    }
    Ok(list)
}

pub(super) fn limit_rows(source: &Source<'_>, span: &Range<usize>, rows: usize) -> Result<(), RulesError> {
    if rows <= super::MAX_ROWS {
        return Ok(());
    }
    Err(source.error(span, format!("{rows} rows, at most {} are read", super::MAX_ROWS)))
}
