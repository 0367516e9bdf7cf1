//! Appointments and delegations before they are made: `data/limits.toml` against the five departments.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use common::{AGENCIES, authority, code, time};
use congvu_authority::{
    Actor, Appointment, Delegation, DelegationId, Exception, Form, PersonId, PositionId, Scope,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Limits {
    appointment: Vec<New>,
    delegation: Vec<Handed>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct New {
    name: String,
    agencies: Option<Vec<String>>,
    scenario: Option<String>,
    by: String,
    person: String,
    position: String,
    to: Option<String>,
    exception: Option<Exception>,
    made: String,
    finding: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Handed {
    name: String,
    agencies: Option<Vec<String>>,
    scenario: Option<String>,
    by: String,
    in_name_of: Option<String>,
    form: Form,
    under: Option<String>,
    to_position: String,
    #[serde(default)]
    acts: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    made: String,
}

const NOW: &str = "2024-03-04T08:00:00";

fn limits() -> Limits {
    toml::from_str(include_str!("data/limits.toml")).unwrap()
}

fn actor(position: &str) -> Actor {
    Actor::Position { person: PersonId(format!("p-{position}")), position: PositionId::from(position) }
}

fn each(agencies: Option<&Vec<String>>) -> Vec<String> {
    agencies.cloned().unwrap_or_else(|| AGENCIES.map(str::to_owned).to_vec())
}

#[test]
fn every_appointment() {
    for case in limits().appointment {
        for agency in each(case.agencies.as_ref()) {
            let name = format!("{} in {agency}", case.name);
            let authority = authority(&agency, case.scenario.as_deref().unwrap_or("standard"));
            let new = Appointment {
                person: PersonId::from(case.person.as_str()),
                position: PositionId::from(case.position.as_str()),
                from: time(NOW),
                to: case.to.as_deref().map(time),
                acting: false,
                exception: case.exception.clone(),
                basis: None,
                matter: None,
                annulled: None,
            };
            match authority.check_appointment(&actor(&case.by), &new, time(NOW)) {
                Err(refusal) => assert_eq!(code(&refusal.missing), case.made, "{name}: {refusal}"),
                Ok((_, findings)) => {
                    assert_eq!(case.made, "ok", "{name}: allowed");
                    let found: Vec<_> =
                        findings.iter().map(|finding| serde_json::to_value(finding).unwrap()).collect();
                    if let Some(expected) = &case.finding {
                        assert!(found.iter().any(|one| one["finding"] == **expected), "{name}: {found:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_delegation() {
    for case in limits().delegation {
        for agency in each(case.agencies.as_ref()) {
            let name = format!("{} in {agency}", case.name);
            let authority = authority(&agency, case.scenario.as_deref().unwrap_or("standard"));
            let new = Delegation {
                id: DelegationId::from("new"),
                form: case.form,
                from_position: PositionId::from(case.in_name_of.as_deref().unwrap_or(&case.by)),
                to_position: PositionId::from(case.to_position.as_str()),
                scope: Scope { acts: case.acts.clone(), ..Scope::default() },
                from: time(case.from.as_deref().unwrap_or(NOW)),
                to: case.to.as_deref().map(time),
                under: case.under.as_deref().map(DelegationId::from),
                basis: None,
            };
            let answer = authority.check_delegation(&actor(&case.by), &new, time(NOW));
            let made = answer.as_ref().map_or_else(|refusal| code(&refusal.missing), |_| "ok".to_owned());
            assert_eq!(made, case.made, "{name}: {answer:?}");
        }
    }
}

#[test]
fn a_delegation_that_was_checked_stands_and_empowers() {
    for agency in AGENCIES {
        let before = authority(agency, "standard");
        let new = Delegation {
            id: DelegationId::from("new"),
            form: Form::KT,
            from_position: PositionId::from("director"),
            to_position: PositionId::from("deputy-1"),
            scope: Scope::default(),
            from: time(NOW),
            to: Some(time("2024-03-06T00:00:00")),
            under: None,
            basis: None,
        };
        let permit = before.check_delegation(&actor("director"), &new, time(NOW)).unwrap();
        let mut roster = before.roster().clone();
        roster.delegations.push(Delegation { basis: Some(permit.clause.clone()), ..new });
        let after = congvu_authority::Authority::new(common::rules(agency), roster).unwrap();
        let matter = common::matter("31");
        assert!(before.may(&actor("deputy-1"), "decide", &matter, time(NOW)).is_err());
        let used = after.may(&actor("deputy-1"), "decide", &matter, time(NOW)).unwrap();
        assert_eq!(used.delegation, Some(DelegationId::from("new")));
        assert!(congvu_authority::Authority::clauses_of(&used).contains(&&permit.clause));
        assert!(after.is_standing(&DelegationId::from("new"), time(NOW)));
        assert!(!after.is_standing(&DelegationId::from("new"), time("2024-03-06T00:00:00")));
    }
}
