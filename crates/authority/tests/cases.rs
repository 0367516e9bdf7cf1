//! Questions and answers: `data/cases.toml` against the five departments.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::collections::BTreeSet;

use common::{AGENCIES, authority, code, time};
use congvu_authority::{
    AccountId, Actor, Authority, MatterFacts, Missing, Permit, PersonId, PositionId, Refusal, Selector,
    UnitId,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    agencies: Option<Vec<String>>,
    scenario: Option<String>,
    /// A position, `applicant:<account>` or `system`.
    actor: String,
    person: Option<String>,
    act: String,
    duty: Option<String>,
    unit: Option<String>,
    assigned: Option<String>,
    applicant: Option<String>,
    target: Option<String>,
    paper: Option<String>,
    step: Option<String>,
    at: Option<String>,
    permit: Option<Granted>,
    refused: Option<Refused>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Granted {
    /// A duty (`8.a`), a key (`key:leadership.delegation`) or a place (`eid:art_2__para_8__point_a`).
    clause: String,
    form: Option<String>,
    lines: Option<Vec<String>>,
    behalf: Option<String>,
    row: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    missing: String,
    /// For a prohibition: its clause, written as above, or part of a statute's name.
    clause: Option<String>,
    /// A row that must be among those consulted, with the reason given there.
    consulted: Option<(String, String)>,
    /// A position that the refusal must name instead.
    instead: Option<String>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn cases() -> Vec<Case> {
    toml::from_str::<Cases>(include_str!("data/cases.toml")).unwrap().case
}

impl Case {
    fn agencies(&self) -> Vec<&str> {
        self.agencies.as_ref().map_or(AGENCIES.to_vec(), |list| list.iter().map(String::as_str).collect())
    }

    fn actor(&self) -> Actor {
        if self.actor == "system" {
            return Actor::System;
        }
        if let Some(account) = self.actor.strip_prefix("applicant:") {
            return Actor::Applicant { account: AccountId::from(account) };
        }
        let person = self.person.clone().unwrap_or_else(|| format!("p-{}", self.actor));
        Actor::Position { person: PersonId(person), position: PositionId::from(self.actor.as_str()) }
    }

    fn matter(&self) -> MatterFacts {
        MatterFacts {
            duty: self.duty.clone(),
            unit: self.unit.as_deref().map(UnitId::from),
            assigned: self.assigned.as_deref().map(PositionId::from),
            applicant: self.applicant.as_deref().map(AccountId::from),
            target: self.target.as_deref().map(PositionId::from),
            paper: self.paper.clone(),
            step: self.step.as_deref().map(|step| step.parse::<Selector>().unwrap()),
            ..MatterFacts::default()
        }
    }
}

fn place(authority: &Authority, written: &str) -> Option<String> {
    if let Some(key) = written.strip_prefix("key:") {
        return Some(authority.rules().clause(key)?.clause.eid.clone());
    }
    match written.strip_prefix("eid:") {
        Some(eid) => Some(eid.to_owned()),
        None => Some(authority.rules().duty(written)?.eid.clone()),
    }
}

fn check_permit(authority: &Authority, expected: &Granted, permit: &Permit, name: &str) {
    assert_eq!(Some(&permit.clause.eid), place(authority, &expected.clause).as_ref(), "{name}: clause");
    if let Some(form) = &expected.form {
        assert_eq!(permit.capacity.form.as_str(), form, "{name}: form");
    }
    if let Some(lines) = &expected.lines {
        assert_eq!(&permit.capacity.signature_lines, lines, "{name}: lines");
    }
    if let Some(behalf) = &expected.behalf {
        assert_eq!(
            permit.capacity.on_behalf_of,
            Some(PositionId::from(behalf.as_str())),
            "{name}: on behalf of"
        );
    }
    if let Some(row) = &expected.row {
        assert_eq!(&permit.row, row, "{name}: row");
    }
}

fn check_refusal(authority: &Authority, expected: &Refused, refusal: &Refusal, name: &str) {
    assert_eq!(code(&refusal.missing), expected.missing, "{name}: {refusal}");
    if let Some(clause) = &expected.clause {
        let Missing::Forbidden { clause: found, .. } = &refusal.missing else { panic!("{name}: {refusal}") };
        let written = place(authority, clause).unwrap_or_else(|| clause.clone());
        assert!(found.to_string().contains(&written), "{name}: forbidden by {found}, expected {written}");
    }
    if let Some((row, why)) = &expected.consulted {
        let found = refusal.consulted.iter().find(|consulted| consulted.row == *row);
        let found = found.unwrap_or_else(|| panic!("{name}: `{row}` was not consulted: {refusal:?}"));
        assert_eq!(code(&found.why_not), *why, "{name}: why `{row}` did not help");
    }
    if let Some(instead) = &expected.instead {
        assert!(refusal.may_instead.contains(&PositionId::from(instead.as_str())), "{name}: {refusal:?}");
    }
}

#[test]
fn every_case() {
    for case in cases() {
        for agency in case.agencies() {
            let name = format!("{} in {agency}", case.name);
            let authority = authority(agency, case.scenario.as_deref().unwrap_or("standard"));
            let at = time(case.at.as_deref().unwrap_or("2024-03-04T08:00:00"));
            let answer = authority.may(&case.actor(), &case.act, &case.matter(), at);
            match (&case.permit, &case.refused, answer) {
                (Some(expected), None, Ok(permit)) => check_permit(&authority, expected, &permit, &name),
                (None, Some(expected), Err(refusal)) => check_refusal(&authority, expected, &refusal, &name),
                (Some(_), None, Err(refusal)) => panic!("{name}: {refusal}\n{:#?}", refusal.consulted),
                (None, Some(_), Ok(permit)) => panic!("{name}: permitted by {}", permit.row),
                _ => panic!("{name}: expects either a permit or a refusal"),
            }
        }
    }
}

#[test]
fn each_permitted_act_is_also_refused_to_somebody() {
    let cases = cases();
    let acts = |wanted: fn(&Case) -> bool| -> BTreeSet<(String, String)> {
        let chosen = cases.iter().filter(|case| wanted(case));
        chosen
            .flat_map(|case| case.agencies().into_iter().map(|a| (a.to_owned(), case.act.clone())))
            .collect()
    };
    let (permitted, refused) = (acts(|case| case.permit.is_some()), acts(|case| case.refused.is_some()));
    let unpaired: Vec<_> = permitted.difference(&refused).collect();
    assert!(unpaired.is_empty(), "permitted but never refused: {unpaired:?}");
    assert!(cases.len() >= 60, "only {} cases", cases.len());
}
