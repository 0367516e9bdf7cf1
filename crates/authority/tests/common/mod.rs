//! The five departments with their packs, and rosters to try them on.
#![allow(dead_code, reason = "each test file uses its part")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use congvu_authority::{Appointment, Authority, MatterFacts, PersonId, Position, Roster, Rules, Source};
use congvu_law::ClauseRef;
use jiff::civil::DateTime;
use serde::Deserialize;

pub const AGENCIES: [&str; 5] = ["hau-giang", "binh-thuan", "hai-phong", "binh-duong", "long-an"];
pub const BASE: &str = include_str!("../../../../packs/vn/authority.toml");

#[derive(Deserialize)]
pub struct Places {
    pub duties: String,
    pub place: BTreeMap<String, String>,
}

pub fn pack(agency: &str) -> String {
    let path = format!("{}/../../packs/{agency}/authority.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

pub fn decision(agency: &str) -> String {
    let path = format!("{}/../../packs/{agency}/decision.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn places() -> BTreeMap<String, Places> {
    toml::from_str(include_str!("../data/clauses.toml")).unwrap()
}

pub fn resolver(agency: &str) -> impl Fn(&str) -> Option<ClauseRef> {
    let places = places().remove(agency).unwrap();
    let expression = format!("/akn/vn/act/quyet-dinh/ubnd-{agency}/2023/vie@2023");
    move |name| {
        let eid = if name.starts_with(|c: char| c.is_ascii_digit()) {
            match name.split_once('.') {
                None => format!("{}__para_{name}", places.duties),
                Some((paragraph, point)) => format!("{}__para_{paragraph}__point_{point}", places.duties),
            }
        } else {
            places.place.get_key_value(name)?.0.clone()
        };
        Some(ClauseRef { expression: expression.clone(), eid })
    }
}

/// The table of an agency, compiled once for all tests of a file.
pub fn rules(agency: &str) -> Arc<Rules> {
    static COMPILED: LazyLock<BTreeMap<&str, Arc<Rules>>> =
        LazyLock::new(|| AGENCIES.iter().map(|agency| (*agency, compiled(agency))).collect());
    COMPILED.get(agency).unwrap().clone()
}

fn compiled(agency: &str) -> Arc<Rules> {
    let text = pack(agency);
    let file = format!("packs/{agency}/authority.toml");
    let base = Source { file: "packs/vn/authority.toml", text: BASE };
    Arc::new(Rules::from_sources(base, Source { file: &file, text: &text }, &resolver(agency)).unwrap())
}

pub fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn appointed(position: &Position) -> Appointment {
    Appointment {
        person: PersonId(format!("p-{}", position.id)),
        position: position.id.clone(),
        from: time("2024-01-01T00:00:00"),
        to: None,
        acting: false,
        exception: None,
        basis: None,
        matter: None,
        annulled: None,
    }
}

/// The standard roster with what the scenario changes.
pub fn roster(scenario: &str) -> Roster {
    static ALL: LazyLock<BTreeMap<String, Roster>> =
        LazyLock::new(|| toml::from_str(include_str!("../data/scenarios.toml")).unwrap());
    let mut roster = ALL["standard"].clone();
    roster.appointments = roster.positions.iter().map(appointed).collect();
    if scenario != "standard" {
        let change = ALL.get(scenario).unwrap_or_else(|| panic!("no scenario `{scenario}`")).clone();
        roster
            .appointments
            .retain(|held| !change.appointments.iter().any(|changed| changed.position == held.position));
        roster.positions.extend(change.positions);
        roster.appointments.extend(change.appointments);
        roster.delegations.extend(change.delegations);
        roster.assignments.extend(change.assignments);
    }
    roster
}

pub fn authority(agency: &str, scenario: &str) -> Authority {
    Authority::new(rules(agency), roster(scenario)).unwrap()
}

/// The name of a refusal's reason, as it is serialised.
pub fn code(missing: &congvu_authority::Missing) -> String {
    let value = serde_json::to_value(missing).unwrap();
    value.get("missing").unwrap().as_str().unwrap().to_owned()
}

pub fn matter(duty: &str) -> MatterFacts {
    MatterFacts::of_duty(duty)
}
