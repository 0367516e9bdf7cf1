//! What holds for any roster and any question.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use common::{AGENCIES, rules, time};
use congvu_authority::{
    Absence, AccountId, Actor, Appointment, Authority, Citation, Delegation, DelegationId, Form, Function,
    MatterFacts, Missing, PersonId, Position, PositionId, Roster, Scope, Selector, Substitution, Succession,
    UnitId, in_force,
};
use jiff::civil::DateTime;
use proptest::prelude::*;

const KINDS: [&str; 9] = [
    "chairman",
    "vice-chairman",
    "director",
    "deputy-director",
    "unit-head",
    "deputy-unit-head",
    "specialist",
    "reception",
    "clerk",
];
const UNITS: [&str; 4] = ["office", "press-publishing", "digital", "post-telecom"];
const DUTIES: [&str; 8] = ["1.a", "4.b", "8", "8.a", "10.a", "14.b", "31", "33"];

fn moment() -> impl Strategy<Value = DateTime> {
    (0_i64..400).prop_map(|hours| {
        time("2024-03-01T00:00:00").checked_add(jiff::SignedDuration::from_hours(hours)).unwrap()
    })
}

fn position_id() -> impl Strategy<Value = PositionId> {
    (0..10_u8).prop_map(|number| PositionId(format!("q-{number}")))
}

fn duties() -> impl Strategy<Value = Vec<String>> {
    proptest::sample::subsequence(&DUTIES[..], 0..4)
        .prop_map(|list| list.into_iter().map(str::to_owned).collect())
}

prop_compose! {
    fn position(number: usize)(kind in 0..KINDS.len(), unit in 0..UNITS.len(), fields in duties(), role in any::<bool>())
        -> Position {
        let kind = KINDS[kind];
        let inside = !matches!(kind, "chairman" | "vice-chairman" | "director" | "deputy-director");
        Position {
            id: PositionId(format!("q-{number}")),
            kind: kind.to_owned(),
            unit: inside.then(|| UnitId::from(UNITS[unit])),
            roles: if role { vec!["reception".to_owned()] } else { vec![] },
            fields,
        }
    }
}

prop_compose! {
    fn appointment()(person in 0..6_u8, position in position_id(), from in moment(), to in proptest::option::of(moment()),
        acting in any::<bool>()) -> Appointment {
        Appointment { person: PersonId(format!("p-{person}")), position, from, to, acting, exception: None, basis: None, matter: None, annulled: None }
    }
}

prop_compose! {
    fn delegation(number: usize)(form in 0..3_usize, from_position in position_id(), to_position in position_id(),
        from in moment(), to in proptest::option::of(moment()), duties in duties(), acts in any::<bool>(),
        under in proptest::option::of(0..4_u8)) -> Delegation {
        let acts = if acts { vec!["sign".to_owned(), "decide".to_owned()] } else { vec![] };
        Delegation {
            id: DelegationId(format!("d-{number}")),
            form: [Form::KT, Form::TL, Form::TUQ][form],
            from_position,
            to_position,
            scope: Scope { acts, duties, papers: vec![] },
            from,
            to,
            under: under.map(|under| DelegationId(format!("d-{under}"))),
            basis: None,
        }
    }
}

fn roster() -> impl Strategy<Value = Roster> {
    let positions = (0..10).map(position).collect::<Vec<_>>();
    let delegations = (0..6).map(delegation).collect::<Vec<_>>();
    (positions, proptest::collection::vec(appointment(), 0..24), delegations).prop_map(
        |(positions, appointments, delegations)| Roster {
            positions,
            appointments,
            delegations,
            ..Roster::default()
        },
    )
}

prop_compose! {
    fn matter()(duty in proptest::option::of(0..DUTIES.len()), unit in proptest::option::of(0..UNITS.len()),
        assigned in proptest::option::of(position_id()), target in proptest::option::of(position_id()),
        party in any::<bool>()) -> MatterFacts {
        MatterFacts {
            duty: duty.map(|duty| DUTIES[duty].to_owned()),
            unit: unit.map(|unit| UnitId::from(UNITS[unit])),
            assigned,
            target,
            applicant: party.then(|| AccountId::from("acc")),
            ..MatterFacts::default()
        }
    }
}

fn questions(authority: &Authority) -> Vec<(PersonId, PositionId)> {
    let positions = authority.roster().positions.iter();
    positions.flat_map(|seat| (0..6).map(|p| (PersonId(format!("p-{p}")), seat.id.clone()))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn permitted_if_and_only_if_listed(roster in roster(), matter in matter(), at in moment(), agency in 0..5_usize) {
        let authority = Authority::new(rules(AGENCIES[agency]), roster).unwrap();
        for act in authority.rules().acts() {
            let listed: Vec<_> = authority.who_may(act, &matter, at);
            for (person, position) in questions(&authority) {
                let actor = Actor::Position { person: person.clone(), position: position.clone() };
                let answer = authority.may(&actor, act, &matter, at);
                let found = listed.iter().find(|(seat, holder, _)| *seat == position && *holder == person);
                prop_assert_eq!(answer.as_ref().ok(), found.map(|(_, _, permit)| permit));
                if let Err(refusal) = answer {
                    prop_assert_eq!(refusal.act.as_str(), act);
                    prop_assert_eq!(refusal.actor, actor);
                    prop_assert!(refusal.may_instead.iter().all(|seat| *seat != position));
                }
            }
        }
    }

    #[test]
    fn a_permit_rests_on_a_clause_of_the_decision_and_on_a_held_seat(
        roster in roster(), matter in matter(), at in moment(), agency in 0..5_usize
    ) {
        let rules = rules(AGENCIES[agency]);
        let places: Vec<_> = rules.duties().values().cloned()
            .chain(["director", "deputy", "delegation", "appointment", "removal", "unit-heads"].iter()
                .filter_map(|key| rules.clause(&format!("leadership.{key}"))).map(|keyed| keyed.clause.clone()))
            .chain(rules.clause("structure.units").map(|keyed| keyed.clause.clone()))
            .collect();
        let authority = Authority::new(rules, roster).unwrap();
        for act in authority.rules().acts() {
            for (position, person, permit) in authority.who_may(act, &matter, at) {
                prop_assert!(places.contains(&permit.clause), "{:?}", permit);
                let held = authority.roster().appointments.iter().any(|held| held.person == person
                    && held.position == position && in_force(held.from, held.to, at));
                prop_assert!(held);
                prop_assert!(!permit.basis.contains(&Citation::Decision(permit.clause.clone())));
                let on_paper = permit.capacity.signature_lines.len();
                match permit.capacity.form {
                    Form::Own => prop_assert!(on_paper <= 1),
                    Form::Q => prop_assert_eq!(on_paper, 1),
                    _ => prop_assert!((2..=3).contains(&on_paper)),
                }
                if let Some(used) = &permit.delegation {
                    prop_assert!(authority.is_standing(used, at));
                    prop_assert!(!authority.void().contains_key(used));
                }
            }
        }
    }

    // Whatever is decided about people, the table says of every earlier moment what it said before.
    #[test]
    fn nothing_changes_before_its_day(
        roster in roster(), matter in matter(), from in moment(), minutes in 1..100_000_i64, agency in 0..5_usize,
        (person, seat, other) in (0..6_u8, position_id(), position_id()), unit in (0..UNITS.len(), 0..UNITS.len())
    ) {
        let earlier = from.checked_sub(jiff::SignedDuration::from_mins(minutes)).unwrap();
        let before = Authority::new(rules(AGENCIES[agency]), roster.clone()).unwrap();
        let (matter_id, to) = ("m".to_owned(), None);
        let person = PersonId(format!("p-{person}"));
        let (one, two) = (UnitId::from(UNITS[unit.0]), UnitId::from(UNITS[unit.1]));
        let mut changed = roster;
        changed.appointments.push(Appointment { person: person.clone(), position: seat.clone(), from, to, acting: false, exception: None, basis: None, matter: None, annulled: None });
        changed.absences.push(Absence { matter: matter_id.clone(), person, barred: true, from, to });
        for only_if_empty in [false, true] {
            let (position, substitute) = (seat.clone(), other.clone());
            changed.substitutions.push(Substitution { matter: matter_id.clone(), position, substitute, only_if_empty, from, to });
        }
        changed.successions.push(Succession { matter: matter_id.clone(), unit: one.clone(), into: two, name: None, from });
        changed.functions.push(Function { matter: matter_id, unit: one, duties: DUTIES.iter().map(|d| (*d).to_owned()).collect(), from });
        for old in changed.appointments.iter_mut().filter(|old| old.from < from && old.to.is_none_or(|to| from < to)) {
            old.to = Some(from);
        }
        let after = Authority::new(rules(AGENCIES[agency]), changed).unwrap();
        for act in ["sign", "decide", "agree", "appraise", "receive", "appoint", "assign"] {
            prop_assert_eq!(after.who_may(act, &matter, earlier), before.who_may(act, &matter, earlier));
        }
    }

    // conformance: TT21-CN01, TT22-5.1.e
    #[test]
    fn nothing_outlives_the_end_of_an_appointment(roster in roster(), matter in matter(), agency in 0..5_usize) {
        let mut roster = roster;
        // One holder for a seat and a time, so that no other appointment hides the end.
        let mut seen = std::collections::BTreeSet::new();
        roster.appointments.retain(|held| seen.insert(held.position.clone()));
        let authority = Authority::new(rules(AGENCIES[agency]), roster).unwrap();
        for held in &authority.roster().appointments {
            let Some(end) = held.to.filter(|end| *end > held.from) else { continue };
            let actor = Actor::Position { person: held.person.clone(), position: held.position.clone() };
            for act in ["decide", "sign", "agree", "receive"] {
                let refusal = authority.may(&actor, act, &matter, end).unwrap_err();
                prop_assert_eq!(refusal.missing, Missing::NotAppointed { until: Some(end), from: None });
                let before = end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap();
                let last = authority.may(&actor, act, &matter, before);
                let appointed = !matches!(last, Err(refusal) if matches!(refusal.missing, Missing::NotAppointed { .. }));
                prop_assert!(appointed);
            }
        }
    }

    #[test]
    fn only_the_director_makes_delegates_and_only_one_at_a_time(roster in roster(), at in moment(), agency in 0..5_usize) {
        let authority = Authority::new(rules(AGENCIES[agency]), roster).unwrap();
        let standing: Vec<_> = authority.roster().delegations.iter()
            .filter(|one| one.form == Form::KT && authority.is_standing(&one.id, at)).collect();
        for one in &standing {
            prop_assert_eq!(authority.position(&one.from_position).unwrap().kind.as_str(), "director");
            prop_assert_eq!(authority.position(&one.to_position).unwrap().kind.as_str(), "deputy-director");
            for other in &standing {
                prop_assert!(one.from_position != other.from_position || one.to_position == other.to_position);
            }
        }
    }

    #[test]
    fn a_power_selector_means_those_who_may_decide(roster in roster(), matter in matter(), at in moment(), duty in 0..DUTIES.len()) {
        let authority = Authority::new(rules("hai-phong"), roster).unwrap();
        let selector = Selector::Power { act: None, duty: DUTIES[duty].to_owned() };
        let asked = MatterFacts { duty: Some(DUTIES[duty].to_owned()), ..matter.clone() };
        let listed: std::collections::BTreeSet<_> =
            authority.who_may("decide", &asked, at).into_iter().map(|(seat, _, _)| seat).collect();
        for seat in &authority.roster().positions {
            prop_assert_eq!(authority.matches(&selector, &seat.id, &matter, at), listed.contains(&seat.id));
        }
    }

    #[test]
    fn selectors_are_written_as_they_are_read(text in "[a-zđ0-9:./-]{0,24}") {
        if let Ok(selector) = text.parse::<Selector>() {
            prop_assert_eq!(selector.to_string(), text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = text.parse::<Selector>().map(|selector| selector.to_string());
        let resolve = common::resolver("long-an");
        let error = congvu_authority::Rules::from_toml(&text, &text, &resolve).unwrap_err();
        prop_assert!(error.line >= 1 && error.column >= 1);
    }
}

#[test]
fn selectors_that_are_no_selectors() {
    for text in
        ["", "director", "kind:", "kind:a b", "unit:/head", "unit:x/", "power:", "power:a/b/c", "colour:red"]
    {
        assert!(text.parse::<Selector>().is_err(), "`{text}` was read");
    }
    assert!("kind:x".repeat(100).parse::<Selector>().is_err());
}
