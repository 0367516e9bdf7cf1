//! The law changes while cases are open: a case keeps the law of its filing day unless the new version says otherwise, and what
//! was decided is in the record once, with its ground.

use crate::support::{
    BD, CITIZEN, GRANT, House, act, agency_of, assert_whole, case, file_grant, filing, on_both, to_signature,
};
use congvu_desk::{Desk, PerformError, Replay};
use congvu_matter::Side;
use congvu_matter::declare::{Fact, Transition};
use congvu_pack::{Files, Library};
use congvu_record::ActorRef;
use congvu_store::testing::Backend;
use serde_json::json;

const FILE: &str = "vn/online-information/aggregated-site/grant.toml";
const GROUND: &str = "ground = { cite = \"thử nghiệm\", article = \"Điều 1\", verified = false }";

/// The packs with something put into the version of the model procedure that begins on a day.
fn changed(from: &str, more: &str, replace: &[(&str, &str)]) -> Files {
    let mut files = Files::built_in();
    let text = String::from_utf8(files.by_path[FILE].clone()).unwrap();
    let head = format!("from = \"{from}\"\n");
    let (before, after) = text.split_once(&head).expect("the version is there");
    let mut after = after.to_owned();
    for (old, new) in replace {
        assert!(after.contains(old), "{old}");
        after = after.replacen(old, new, 1);
    }
    let after = match after.split_once("\n[version.who]") {
        Some((law, rest)) => {
            let (keys, table) =
                more.split_once('[').map_or((more, String::new()), |(k, t)| (k, format!("\n[{t}")));
            format!("{keys}{law}{table}\n[version.who]{rest}")
        }
        None => panic!("a version says who"),
    };
    files.by_path.insert(FILE.to_owned(), format!("{before}{head}{after}").into_bytes());
    files
}

/// What the background work does first when a day has begun.
async fn a_day_begins(desk: &Desk) {
    desk.look_at_laws().await;
}

async fn due(desk: &Desk, matter: &str) -> Option<String> {
    case(desk, BD, matter).await.clock.and_then(|c| c.due).map(|d| d.to_string())
}

/// The acts by which the law of a matter was settled, in the record.
async fn settled(desk: &Desk, matter: &str) -> usize {
    let history = desk.history(agency_of(desk, BD), matter).await.unwrap();
    let of = history.iter().filter(|l| l.act.kind == "apply-new-law");
    of.inspect(|l| assert_eq!(l.act.actor, ActorRef::System)).count()
}

// conformance: HN-01
async fn by_default_nothing_moves(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let eve = house.at("2024-12-24T08:00");
    let filed = file_grant(&eve, BD).await.matter;
    let promised = due(&eve, &filed).await.expect("ten working days");
    // Decree 147/2024 begins, then the resolution of 2026; the forms of the one-stop desk change between.
    for day in ["2024-12-25T00:00", "2025-07-01T08:00", "2025-09-15T08:00", "2026-07-01T08:00"] {
        let desk = house.at(day);
        a_day_begins(&desk).await;
        // Another server looks too.
        a_day_begins(&house.at(day)).await;
        assert_eq!(due(&desk, &filed).await.as_ref(), Some(&promised), "{day}");
        let now = case(&desk, BD, &filed).await.matter;
        assert_eq!(now.law_of.unwrap().to_string(), "2018-04-15", "{day}");
        let decided: Vec<String> = now.laws.iter().map(|c| c.new.to_string()).collect();
        let expected: &[&str] = if day < "2026" { &["2024-12-25"] } else { &["2024-12-25", "2026-01-01"] };
        assert_eq!(
            (decided, settled(&desk, &filed).await),
            (expected.iter().map(|d| (*d).to_owned()).collect(), expected.len())
        );
        let choice = &now.laws[0];
        assert!(!choice.moved() && choice.rule == Transition::Stays);
        let ground = choice.ground.as_ref().expect("the general rule");
        assert_eq!((ground.cite.as_str(), ground.verified), ("80/2015/QH13", true));
    }
    // A case that is filed under the new law has nothing to be decided.
    let later = house.at("2026-07-02T08:00");
    let fresh = filing(BD, GRANT, crate::support::grant_form(), None);
    let fresh = later.perform(fresh).await.map(|d| d.matter);
    if let Ok(fresh) = fresh {
        assert!(case(&later, BD, &fresh).await.matter.laws.is_empty());
    }
    assert_whole(&later, BD).await;
}

async fn nobody_acts_before_the_law_is_settled(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let filed = file_grant(&house.at("2024-12-24T08:00"), BD).await;
    let day = house.at("2024-12-25T08:00");
    // Nothing in the background has run: the first act finds it. Whoever looked at the case before is told that it changed.
    let mut asked = crate::support::request(
        BD,
        crate::support::officer("reception-1"),
        congvu_desk::On::Matter(filed.matter.clone()),
        "receive",
        json!({ "assignee": "press-1" }),
    );
    asked.seen = Some(filed.version);
    let told = day.perform(asked.clone()).await;
    assert!(matches!(told, Err(PerformError::Changed { version: 2 })), "{told:?}");
    asked.seen = Some(2);
    assert_eq!(day.perform(asked).await.expect("received").version, 3);
    assert_eq!(settled(&day, &filed.matter).await, 1);
    // People cannot do it, and it cannot be done twice.
    for who in ["director", "press-head", "reception-1", CITIZEN] {
        let tried = act(&day, BD, who, &filed.matter, "apply-new-law", json!({})).await;
        assert!(matches!(tried, Err(PerformError::Refused(_) | PerformError::NotNow(_))), "{who}: {tried:?}");
    }
    assert_whole(&day, BD).await;
}

async fn a_rule_moves_cases_and_their_days(backend: Backend) {
    let limit = (
        "[version.time]\nsupplement",
        "[version.time]\nstatutory = { limit = \"5 working-day\", verified = true }\nsupplement",
    );
    // What the rule says of the deadline, and the due date that follows for a case filed on Tuesday 24 December 2024.
    let cases = [
        ("keeps", "2025-01-08T23:59:59", "10 working-day"),
        ("from-filing", "2024-12-31T23:59:59", "5 working-day"),
        ("anew", "2025-01-02T23:59:59", "5 working-day"),
    ];
    for (rule, expected, length) in cases {
        let more =
            format!("transition = \"moves\"\n[version.transitional]\n{GROUND}\ndeadline = \"{rule}\"\n");
        let house = House::with(backend, &[BD], &changed("2024-12-25", &more, &[limit])).await;
        let filed = file_grant(&house.at("2024-12-24T08:00"), BD).await.matter;
        let day = house.at("2024-12-25T08:00");
        a_day_begins(&day).await;
        let now = case(&day, BD, &filed).await.matter;
        assert_eq!(now.law_of.unwrap().to_string(), "2024-12-25", "{rule}");
        assert_eq!(now.limit.unwrap().to_string(), length, "{rule}");
        assert_eq!(due(&day, &filed).await.as_deref(), Some(expected), "{rule}");
        assert_eq!(now.laws[0].ground.as_ref().unwrap().cite, "thử nghiệm");
        // It lives on under the new law.
        to_signature(&day, BD, &filed).await;
        assert_whole(&day, BD).await;
    }
}

async fn whichever_favours_the_applicant(backend: Backend) {
    let rule = |compares: &str| {
        format!(
            "transition = \"favours-applicant\"\n[version.transitional]\n{GROUND}\ndeadline = \"from-filing\"\ncompares = {compares}\n"
        )
    };
    let limit = |text: &str| {
        format!("[version.time]\nstatutory = {{ limit = \"{text}\", verified = true }}\nsupplement")
    };
    // Under the law before: ten working days, no fee, three papers; under the new one two papers.
    let cases = [
        ("[\"limit\"]", "5 working-day", true, (Fact::Limit, Some(Side::New))),
        ("[\"limit\"]", "10 working-day", false, (Fact::Limit, None)),
        ("[\"limit\"]", "30 day", false, (Fact::Limit, Some(Side::Before))),
        ("[\"fee\", \"limit\"]", "5 working-day", true, (Fact::Fee, None)),
        ("[\"dossier\", \"limit\"]", "30 day", true, (Fact::Dossier, Some(Side::New))),
        ("[\"term\"]", "5 working-day", false, (Fact::Term, None)),
    ];
    for (compares, length, moves, first) in cases {
        let time = limit(length);
        let files = changed("2024-12-25", &rule(compares), &[("[version.time]\nsupplement", &time)]);
        let house = House::with(backend, &[BD], &files).await;
        let filed = file_grant(&house.at("2024-12-24T08:00"), BD).await.matter;
        let day = house.at("2024-12-26T08:00");
        a_day_begins(&day).await;
        let now = case(&day, BD, &filed).await.matter;
        let choice = &now.laws[0];
        let compared = &choice.compared[0];
        assert_eq!((compared.fact, compared.better), first, "{compares} {length}");
        let decisive = choice.compared.iter().find_map(|c| c.better);
        assert_eq!((choice.moved(), decisive == Some(Side::New)), (moves, moves), "{compares} {length}");
        let law = if choice.moved() { "2024-12-25" } else { "2018-04-15" };
        assert_eq!(now.law_of.unwrap().to_string(), law);
        if !choice.moved() {
            assert_eq!(now.limit.unwrap().to_string(), "10 working-day", "a case that stays keeps its days");
        }
        assert_whole(&day, BD).await;
    }
}

async fn replayed(house: &House, desk: &Desk, files: &Files) -> (Replay, Vec<String>) {
    let new = Library::load(files).expect("the changed packs are whole");
    let mut told = Vec::new();
    let mut tell =
        |d: congvu_desk::Difference| told.push(format!("{} {}: {} -> {}", d.act, d.what, d.was, d.would));
    let found =
        congvu_desk::replay(&house.test.store, desk.library(), &new, BD, &mut tell).await.expect("replayed");
    (found, told)
}

async fn changed_packs_over_past_cases(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at("2024-03-04T08:00");
    let first = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &first).await;
    act(&desk, BD, "director", &first, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    act(&desk, BD, "clerk-1", &first, "issue", json!({})).await.expect("issued");
    file_grant(&desk, BD).await;
    let head = house.test.store.head(BD).await.unwrap();

    let (same, told) = replayed(&house, &desk, &Files::built_in()).await;
    assert!(same.is_same(), "{told:?}");
    assert_eq!((same.procedures[GRANT].cases, same.procedures[GRANT].acts, same.unreadable), (2, 7, 0));

    let text = |files: &mut Files, old: &str, new: &str| {
        let before = String::from_utf8(files.by_path[FILE].clone()).unwrap();
        assert!(before.contains(old), "{old}");
        files.by_path.insert(FILE.to_owned(), before.replacen(old, new, 1).into_bytes());
    };
    // A shorter limit: the filing and the day on which it is due.
    let mut shorter = Files::built_in();
    text(&mut shorter, "limit = \"10 working-day\"", "limit = \"9 working-day\"");
    text(&mut shorter, "share = \"6 working-day\"", "share = \"5 working-day\"");
    let (found, told) = replayed(&house, &desk, &shorter).await;
    assert_eq!(found.procedures[GRANT].different, 2);
    assert!(told.contains(&"file limit: 10 working-day -> 9 working-day".to_owned()), "{told:?}");
    assert!(
        told.iter().any(|t| t.starts_with("file deadline: 2024-03-18T23:59:59 -> 2024-03-15T23:59:59")),
        "{told:?}"
    );

    // A longer list of papers: the filings would be refused. Another paper: the issue would look different.
    let mut stricter = Files::built_in();
    text(
        &mut stricter,
        "[[version.dossier]]",
        "[[version.dossier]]\nid = \"oath\"\nname = { vi = \"Cam kết\", en = \"Oath\" }\nrequired = true\naccepts = [\"pdf\"]\nverified = false\n\n[[version.dossier]]",
    );
    let (found, told) = replayed(&house, &desk, &stricter).await;
    assert_eq!(found.procedures[GRANT].by["refused"], 2, "{told:?}");
    let mut other = Files::built_in();
    text(&mut other, "at_most = \"10 year\"", "at_most = \"3 year\"");
    let (found, told) = replayed(&house, &desk, &other).await;
    assert_eq!(found.procedures[GRANT].by.get("register"), Some(&1), "{told:?}");
    assert!(
        told.iter().any(|t| t.starts_with("issue register: add aggregated-sites, until 2029-03-04 -> ")),
        "{told:?}"
    );

    // Another power: the specialist of another unit would not have been permitted.
    let mut powers = Files::built_in();
    let table = String::from_utf8(powers.by_path["vn/authority.toml"].clone()).unwrap();
    let without = table.replacen("act = [\"issue\", \"number\", \"archive\", \"recall-paper\"]\nholder = [\"role:clerk\"]", "act = [\"issue\", \"number\", \"archive\", \"recall-paper\"]\nholder = [\"role:clerk\", \"role:reception\"]", 1);
    assert_ne!(table, without);
    powers.by_path.insert("vn/authority.toml".to_owned(), without.into_bytes());
    let (found, told) = replayed(&house, &desk, &powers).await;
    assert!(found.is_same(), "a wider power changes nothing that was done: {told:?}");

    let after = house.test.store.head(BD).await.unwrap();
    assert_eq!((head.seq, head.hash), (after.seq, after.hash), "a replay only reads");
}

on_both!(
    by_default_nothing_moves,
    nobody_acts_before_the_law_is_settled,
    a_rule_moves_cases_and_their_days,
    whichever_favours_the_applicant,
    changed_packs_over_past_cases,
);
