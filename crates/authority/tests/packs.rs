//! The packs themselves: faithful to the decisions, and refused with a place where they are wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::{AGENCIES, BASE, decision, pack, places, resolver, rules};
use congvu_authority::{
    Actor, Authority, Ground, MatterFacts, Permit, Refusal, Roster, Rules, RulesError, UnitId,
};

#[test]
fn every_place_is_in_the_decision() {
    for (agency, places) in places() {
        let text = decision(&agency).replace("**", "");
        for (eid, words) in places.place {
            assert!(text.contains(&words), "{agency}: `{eid}` should read `{words}`");
        }
    }
}

#[test]
fn units_are_named_as_the_decision_names_them() {
    let counts = [("hau-giang", 6), ("binh-thuan", 5), ("hai-phong", 6), ("binh-duong", 7), ("long-an", 5)];
    for (agency, count) in counts {
        let (rules, text) = (rules(agency), decision(agency));
        assert_eq!(rules.units().len(), count, "{agency}");
        for unit in rules.units() {
            assert!(text.contains(&unit.name), "{agency}: `{}`", unit.name);
            assert!(
                unit.duties.is_empty() || !unit.duties_verified,
                "{agency}: no decision assigns duties to units"
            );
        }
        for key in ["office", "inspectorate", "press-publishing", "digital", "post-telecom"] {
            assert!(rules.unit(&UnitId::from(key)).is_some(), "{agency}: packs may say unit:{key}");
        }
    }
}

#[test]
fn what_differs_between_the_five() {
    let numbers = AGENCIES.map(|agency| rules(agency).limits()[0].number);
    assert_eq!(numbers, [Some(3), None, Some(3), None, Some(3)]);
    let silent: Vec<_> = AGENCIES
        .iter()
        .filter(|agency| rules(agency).clause("leadership.no-redelegation").is_none())
        .collect();
    assert_eq!(silent, [&"hau-giang", &"binh-thuan", &"hai-phong", &"long-an"]);
    assert!(rules("hau-giang").silent().contains("leadership.deputy-no-unit-head"));
    let unless = &rules("hai-phong").clause("leadership.deputy-no-unit-head").unwrap().unless.clone();
    assert_eq!(unless, &["law", "chairman-decision"]);
}

#[test]
fn all_duties_are_there_and_every_power_rests_on_the_decision() {
    for agency in AGENCIES {
        let rules = rules(agency);
        assert_eq!(rules.duties().len(), 35 + 67, "{agency}");
        let ids: BTreeSet<_> = rules.powers().iter().map(|power| &power.id).collect();
        assert_eq!(ids.len(), rules.powers().len());
        assert!(rules.powers().iter().all(|power| !matches!(power.clause, Ground::Cite(_))), "{agency}");
    }
}

fn wrong(base: (&str, &str), agency: (&str, &str)) -> RulesError {
    let (base_text, agency_text) =
        (BASE.replacen(base.0, base.1, 1), pack("binh-duong").replacen(agency.0, agency.1, 1));
    assert!(base_text != BASE || agency_text != pack("binh-duong"), "nothing was changed");
    Rules::from_toml(&base_text, &agency_text, &resolver("binh-duong")).expect_err("should be refused")
}

#[test]
fn a_wrong_agency_file_is_refused_with_its_place() {
    let cases = [
        ("att_1__art_6__para_2__point_d\"", "att_1__art_9__para_2\"", "is no place of the founding decision"),
        (
            "\"leadership.director\"  ",
            "\"leadership.diretcor\"  ",
            "unknown clause key `leadership.diretcor`",
        ),
        ("silent = [\"leadership.removal\"]", "silent = []", "clause key `leadership.removal` has no place"),
        (
            "silent = [\"",
            "silent = [\"leadership.director\", \"",
            "every decision says `leadership.director`",
        ),
        ("silent = [\"", "silent = [\"leadership.unit-heads\", \"", "both placed and listed as silent"),
        ("id = \"inspectorate\"", "id = \"inspection\"", "unknown unit key `inspection`"),
        ("kind = \"division\"", "kind = \"room\"", "unknown unit kind `room`"),
        ("list = [\"31\"]", "list = [\"36\"]", "unknown duty `36`"),
        ("list = [\"31\"]", "list = [\"8.a\"]", "already carried"),
        ("id = \"ict-centre\"", "id = \"digital\"", "two units answer to `digital`"),
        ("reception = \"office\"", "reception = \"cellar\"", "this department has no unit `cellar`"),
        ("reception = \"office\"", "receptoin = \"office\"", "unknown role `receptoin`"),
        ("in-force = 2023-06-01", "in-force = 2023-06-01T08:00:00Z", "is not a date"),
        ("in-force = 2023-06-01", "in-force = 2023-06-01\nended = 2023-06-01", "not after it begins"),
        ("kind = \"office\"", "kind = \"office\"\ncolour = \"red\"", "unknown field `colour`"),
        ("[decision]", "[decision", "]"),
    ];
    for (from, to, reason) in cases {
        let error = wrong(("", ""), (from, to));
        assert!(error.reason.contains(reason), "{to}: {error}");
        assert_eq!(error.file, "packs/<agency>/authority.toml", "{error}");
        assert!(error.line > 1, "{error}");
    }
    let error = wrong(("", ""), ("kind = \"division\"", "kind = \"room\""));
    let text = pack("binh-duong");
    let line = text.lines().position(|line| line == "kind = \"division\"").unwrap() + 1;
    assert_eq!((error.line, error.column), (line, 8), "{error}");
}

#[test]
fn a_wrong_base_file_is_refused_with_its_place() {
    let cases = [
        (
            "holder = [\"kind:director\"]",
            "holder = [\"kind:diretcor\"]",
            "unknown kind of position `diretcor`",
        ),
        ("holder = [\"role:reception\"]", "holder = [\"role:lobby\"]", "unknown role `lobby`"),
        ("holder = [\"kind:director\"]", "holder = [\"power:8.a\"]", "cannot hold a power"),
        ("holder = [\"kind:director\"]", "holder = [\"director\"]", "unknown selector `director`"),
        ("holder = [\"kind:director\"]", "holder = [\"unit:cellar\"]", "unknown unit key `cellar`"),
        ("holder = [\"kind:director\"]", "holder = [\"unit:office/cook\"]", "unknown rank in a unit `cook`"),
        ("basis = [\"one-stop.receive\"]", "basis = [\"two-stop\"]", "`two-stop` is neither"),
        ("clause = [\"duty:33\"]", "clause = [\"duty:36\"]", "the decision has no duty `36`"),
        (
            "clause = [\"leadership.deputy\"]",
            "clause = [\"nd30.13.1\"]",
            "a power rests on a clause of the founding",
        ),
        ("clause = [\"duty\"]", "clause = []", "a row needs at least one clause"),
        ("id = \"system.clock\"", "id = \"applicant.file\"", "`applicant.file` is declared twice"),
        ("act = [\"delegate\", \"authorise\"]", "act = [\"sing\"]", "no power row has the act `sing`"),
        ("power-act   = \"decide\"", "power-act = \"dceide\"", "no power row has the act `dceide`"),
        ("needs = [\"acts\"]", "needs = [\"seal\"]", "cannot need `seal`"),
        ("form = \"TUQ\"\nact", "form = \"KT\"\nact", "is made by two acts"),
        ("when = \"party\"", "when = \"full-moon\"", "full-moon"),
        ("to = 2025-07-01", "to = 2025-08-01", "two texts of `one-stop.guide` are in force at once"),
        ("id = \"Q\"", "id = \"TM\"", "form `TM` is declared twice"),
        ("counts = \"deputy-director\"", "counts = \"deputies\"", "unknown kind of position `deputies`"),
    ];
    for (from, to, reason) in cases {
        let error = wrong((from, to), ("", ""));
        assert!(error.reason.contains(reason), "{to}: {error}");
        assert_eq!(error.file, "packs/vn/authority.toml");
        assert!(error.line > 1, "{error}");
    }
}

#[test]
fn a_duty_that_the_decision_lacks_is_refused() {
    let resolve = resolver("long-an");
    let without = |name: &str| if name == "8.a" { None } else { resolve(name) };
    let error = Rules::from_toml(BASE, &pack("long-an"), &without).unwrap_err();
    assert!(error.reason.contains("duty `8.a`"), "{error}");
    let line = BASE.lines().position(|line| line.starts_with("8  =")).unwrap() + 1;
    assert_eq!((error.line, error.column), (line, 1), "{error}");
}

#[test]
fn an_enormous_file_is_refused() {
    let text = "#".repeat(congvu_authority::MAX_FILE_BYTES + 1);
    let error = Rules::from_toml(&text, &pack("long-an"), &resolver("long-an")).unwrap_err();
    assert!(error.reason.contains("at most"), "{error}");
}

#[test]
fn a_ceiling_on_a_fact() {
    let capped = BASE.replacen(
        "id = \"director.decide\"",
        "id = \"director.decide\"\nat-most = { fact = \"amount-vnd\", value = 50000000 }",
        1,
    );
    let rules = Rules::from_toml(&capped, &pack("long-an"), &resolver("long-an")).unwrap();
    let authority = Authority::new(Arc::new(rules), common::roster("standard")).unwrap();
    let director = Actor::Position { person: "p-director".into(), position: "director".into() };
    let ask = |amount: Option<i64>| {
        let mut matter = common::matter("31");
        matter.extra.extend(amount.map(|amount| ("amount-vnd".to_owned(), amount.into())));
        authority.may(&director, "decide", &matter, common::time("2024-03-04T08:00:00"))
    };
    assert!(ask(Some(50_000_000)).is_ok());
    for amount in [Some(50_000_001), None] {
        let refusal = ask(amount).unwrap_err();
        assert_eq!(common::code(&refusal.missing), "over-limit", "{refusal}");
    }
}

#[test]
fn a_statute_counts_only_while_it_is_in_force() {
    let rules = rules("long-an");
    let article =
        |at: &str| rules.statute("one-stop.receive", common::time(at)).map(|one| one.number.clone());
    assert_eq!(article("2025-06-30T23:59:59").as_deref(), Some("61/2018/NĐ-CP"));
    assert_eq!(article("2025-07-01T00:00:00").as_deref(), Some("118/2025/NĐ-CP"));
    assert_eq!(article("2018-06-20T23:59:59"), None);
    let authority = common::authority("long-an", "standard");
    let desk = Actor::Position { person: "p-reception-1".into(), position: "reception-1".into() };
    let ask = |at: &str| authority.may(&desk, "receive", &common::matter("8.a"), common::time(at)).unwrap();
    assert!(ask("2025-06-30T23:59:59").verified);
    assert!(!ask("2025-07-01T00:00:00").verified, "the article of the successor was not read");
}

#[test]
fn a_roster_that_does_not_fit_is_refused() {
    let cases = [
        (r#"{"positions":[{"id":"a","kind":"king"}]}"#, "unknown kind `king`"),
        (r#"{"positions":[{"id":"a","kind":"director","unit":"cellar"}]}"#, "unknown unit `cellar`"),
        (r#"{"positions":[{"id":"a","kind":"director","roles":["cook"]}]}"#, "unknown role `cook`"),
        (r#"{"positions":[{"id":"a","kind":"unit-head"}]}"#, "needs a unit"),
        (r#"{"positions":[{"id":"a","kind":"director"},{"id":"a","kind":"director"}]}"#, "`a` stands twice"),
    ];
    for (text, reason) in cases {
        let roster: Roster = serde_json::from_str(text).unwrap();
        let error = Authority::new(rules("long-an"), roster).unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
}

#[test]
fn answers_survive_being_written_down() {
    let authority = common::authority("binh-duong", "away");
    let deputy = Actor::Position { person: "p-deputy-2".into(), position: "deputy-2".into() };
    let at = common::time("2024-03-04T08:00:00");
    let permit = authority.may(&deputy, "decide", &common::matter("8.a"), at).unwrap();
    assert_eq!(serde_json::from_str::<Permit>(&serde_json::to_string(&permit).unwrap()).unwrap(), permit);
    let refusal =
        authority.may(&deputy, "delegate", &MatterFacts::about(&"head-press".into()), at).unwrap_err();
    assert_eq!(serde_json::from_str::<Refusal>(&serde_json::to_string(&refusal).unwrap()).unwrap(), *refusal);
    assert_eq!(
        refusal.to_string(),
        "act `delegate` refused to position `deputy-2`: forbidden by att_1__art_6__para_2__point_c (`deputy.redelegate`)"
    );
}
