//! What is said under a seal: what an act must keep apart, for whom, and what the matter knows of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use congvu_matter::declare::Lifecycle;
use congvu_matter::{Secret, SecretFile, check_secret};
use serde_json::{Map, Value, json};

const DENUNCIATION: &str = include_str!("../../../packs/vn/lifecycles/denunciation.toml");

fn life() -> Lifecycle {
    toml::from_str(DENUNCIATION).unwrap()
}

fn said(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap()
}

#[test]
fn for_whom_it_is_sealed_follows_from_what_is_said() {
    let life = life();
    let check = |act: &str, input: Value, expected: &[&str]| {
        assert_eq!(life.act(act).unwrap().sealed_for(&said(input)), expected, "{act}");
    };
    check("denounce", json!({ "about": "inspectorate" }), &["kind:director"]);
    check("denounce", json!({ "about": "staff" }), &["kind:director", "unit:inspectorate/head"]);
    check("denounce", json!({}), &["kind:director", "unit:inspectorate/head"]);
    check("denounce-leadership", json!({}), &["kind:chairman"]);
    check("look", json!({}), &[]);
}

#[test]
fn faults_name_inputs_and_never_what_was_said() {
    let life = life();
    let act = life.act("take-denunciation").unwrap();
    let whole = json!({ "full_name": "Y", "address": "Buôn Ma", "content": "Nhận tiền" });
    let check = |change: &dyn Fn(&mut Secret), expected: &str| {
        let mut secret = Secret { said: said(whole.clone()), files: Vec::new() };
        change(&mut secret);
        let got = match check_secret(act, &secret, &said(json!({ "about": "field", "how": "letter" }))) {
            Ok(kept) => kept.keys().cloned().collect::<Vec<_>>().join(" "),
            Err(faults) => {
                faults.iter().map(|f| format!("{} {}", f.input, f.fault)).collect::<Vec<_>>().join(", ")
            }
        };
        assert_eq!(got, expected);
    };
    check(&|_| {}, "address content full_name");
    check(&|s| drop(s.said.remove("full_name")), "full_name required");
    check(&|s| drop(s.said.insert("full_name".into(), json!("  "))), "full_name required");
    check(&|s| drop(s.said.insert("about".into(), json!("field"))), "about unknown");
    check(&|s| drop(s.said.insert("full_name".into(), json!(7))), "full_name wrong-type");
    check(&|s| drop(s.said.insert("full_name".into(), json!("x".repeat(301)))), "full_name too-long");
    check(&|s| s.files = vec![SecretFile::default(); 41], "files too-many");
}

#[test]
fn acts_count_their_time_from_other_acts() {
    assert!(life().counts_from_acts());
    let complaint: Lifecycle =
        toml::from_str(include_str!("../../../packs/vn/lifecycles/complaint.toml")).unwrap();
    let within = complaint.act("accept-complaint").unwrap().within.clone().unwrap();
    let on = |y, m, d| within.limit_on(jiff::civil::date(y, m, d)).to_string();
    assert_eq!(on(2024, 3, 4), "10 day");
    assert_eq!(on(2026, 6, 30), "10 day");
    assert_eq!(on(2026, 7, 1), "7 working-day");
}

// conformance: NB-19
#[test]
fn a_province_may_have_a_limit_of_its_own() {
    let feedback: Lifecycle =
        toml::from_str(include_str!("../../../packs/vn/lifecycles/feedback.toml")).unwrap();
    let within = feedback.act("sign").unwrap().within.clone().unwrap();
    let check = |province: &str, day: &str, expected: &str| {
        assert_eq!(within.limit_in(province, day.parse().unwrap()).to_string(), expected, "{province} {day}");
    };
    check("Ninh Bình", "2025-12-09", "15 working-day");
    check("Ninh Bình", "2025-12-10", "10 working-day");
    check("Hậu Giang", "2025-12-10", "15 working-day");
    check("", "2025-12-10", "15 working-day");
}
