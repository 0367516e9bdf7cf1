//! Tables of sourced numbers against the packs, and whole cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use congvu_violation::{Asked, Circumstances, Fault, Law, Offender, assess};
use jiff::civil::Date;
use std::collections::BTreeMap;

fn law() -> Law {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn/supervision");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    Law::of(files.iter().map(read))
}

fn offender(word: &str) -> Offender {
    if word == "organisation" { Offender::Organisation } else { Offender::Individual }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn check(law: &Law, asked: &str, arguments: &str) -> String {
    let a: Vec<&str> = arguments.split(' ').collect();
    let act = |id: &str| law.behaviour(id).unwrap_or_else(|| panic!("there is no `{id}`"));
    let yes = |b: bool| if b { "yes" } else { "no" }.to_owned();
    match asked {
        "decree" => yes(law.applies(act(a[0]), day(a[1]))),
        "bracket" => law
            .bracket(act(a[0]), offender(a[1]))
            .map_or_else(|| "none".to_owned(), |(least, most)| format!("{least}-{most}")),
        "weigh" => {
            let (least, most) = a[0].split_once('-').unwrap();
            let bracket = (least.parse().unwrap(), most.parse().unwrap());
            let (aggravating, mitigating) = (a[1].parse().unwrap(), a[2].parse().unwrap());
            let place = law.weigh(bracket, Circumstances { aggravating, mitigating });
            let usual = place.usual.map_or_else(|| "?".to_owned(), |n| n.to_string());
            format!("{}-{}={usual}", place.least, place.most)
        }
        "power" => {
            let powers = law.powers(act(a[0]), day(a[1]));
            let found = powers.iter().find(|p| p.of.id == a[2]);
            found.map_or_else(|| "none".to_owned(), |p| p.organisation.to_string())
        }
        "measure" => law.measure(act(a[0])).unwrap().to_string(),
        "until" => law
            .sanctionable_until(act(a[0]), day(a[1]), day(a[2]))
            .map_or_else(|| "unknown".to_owned(), |d| d.to_string()),
        "late" => law.late_interest(a[0].parse().unwrap(), day(a[1]), day(a[2])).unwrap().to_string(),
        "explain" => yes(law.may_explain(act(a[0]), offender(a[1]))),
        "time" => law.time(a[0], day(a[1])).map_or_else(|| "none".to_owned(), |t| t.limit.to_string()),
        other => panic!("nobody asks `{other}`"),
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect())
}

#[test]
fn every_sourced_rule_answers_as_the_table_says() {
    let law = law();
    let mut asked = 0;
    for line in lines(include_str!("data/cases.tsv")) {
        assert_eq!(check(&law, line[0], line[1]), line[2], "{line:?}");
        asked += 1;
    }
    assert!(asked > 50, "only {asked} lines were read");
}

#[test]
fn every_sourced_bracket_is_in_the_packs() {
    let law = law();
    let mut read = 0;
    for line in lines(include_str!("data/brackets.tsv")) {
        let act = law.behaviour(line[0]).unwrap_or_else(|| panic!("there is no `{}`", line[0]));
        let expected = |least: &str, most: &str| Some((least.parse().ok()?, most.parse().ok()?));
        assert_eq!(law.bracket(act, Offender::Organisation), expected(line[1], line[2]), "{line:?}");
        assert_eq!(law.bracket(act, Offender::Individual), expected(line[3], line[4]), "{line:?}");
        read += 1;
    }
    assert_eq!(read, law.all.behaviours.len(), "every act of the packs stands in the table");
}

fn asked<'a>(acts: &'a [String], since: &str, amounts: &'a BTreeMap<String, u64>) -> Asked<'a> {
    Asked {
        acts,
        offender: Offender::Organisation,
        since: day(since),
        on: day("2024-03-04"),
        circumstances: Circumstances::default(),
        amounts,
    }
}

#[test]
fn whole_cases() {
    let law = law();
    let none = BTreeMap::new();
    let ids = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let two = ids(&["119-2020.11.1", "119-2020.28b.4"]);
    let found = assess(&law, &asked(&two, "2024-03-01", &none)).unwrap();
    assert_eq!((found.total, found.measure), (Some(82_000_000), 100_000_000));
    assert_eq!(found.powers.get("chief-inspector"), Some(&100_000_000));
    assert_eq!(found.powers.get("director"), None, "before July 2025 the director had no power to fine");
    // What each fault says.
    let faults = |acts: &[&str], since: &str, amounts: &BTreeMap<String, u64>| {
        assess(&law, &asked(&ids(acts), since, amounts)).unwrap_err()
    };
    let one = "119-2020.11.1";
    assert_eq!(faults(&[], "2024-03-01", &none), [Fault::Acts]);
    assert_eq!(faults(&[one, one], "2024-03-01", &none), [Fault::Acts]);
    assert_eq!(faults(&["nothing"], "2024-03-01", &none), [Fault::Unknown("nothing".into())]);
    assert_eq!(faults(&[one], "2024-03-05", &none), [Fault::Future(day("2024-03-05"))]);
    assert!(matches!(faults(&[one], "2020-11-30", &none)[..], [Fault::NotInForce { .. }]));
    assert_eq!(
        faults(&[one], "2022-03-03", &none),
        [Fault::Late { act: one.into(), until: day("2024-03-03") }]
    );
    let set = |amount| BTreeMap::from([(one.to_owned(), amount)]);
    for amount in [999_999, 2_000_001, 3_000_001, u64::MAX] {
        let expected = Fault::Outside { act: one.into(), amount, least: 2_000_000, most: 2_000_000 };
        assert_eq!(faults(&[one], "2024-03-01", &set(amount)), [expected], "{amount}");
    }
    let stray = BTreeMap::from([("119-2020.11.2".to_owned(), 4_000_000)]);
    assert_eq!(faults(&[one], "2024-03-01", &stray), [Fault::Unknown("119-2020.11.2".into())]);
}
