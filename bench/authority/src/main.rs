//! `may()` beside Cedar on the same table.

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request};
use congvu_authority::{Actor, Authority, MatterFacts, Roster, Rules};
use congvu_law::ClauseRef;
use std::error::Error;
use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A table has at most 4 096 rows, the real ones among them.
const ROWS: usize = 3_900;
const ACTS: usize = 50;
const DUTIES: [&str; 12] =
    ["4.a", "4.b", "5.a", "6.a", "7.a", "8.a", "8.b", "9.a", "10.a", "11.a", "12.a", "31"];
/// Holder in our table, position that has it, and the entity that it is in Cedar.
const HOLDERS: [(&str, &str, &str); 5] = [
    ("kind:director", "director", "Kind::\"director\""),
    ("kind:deputy-director", "deputy", "Kind::\"deputy-director\""),
    ("kind:specialist", "specialist", "Kind::\"specialist\""),
    ("role:reception", "reception", "Role::\"reception\""),
    ("role:clerk", "clerk", "Role::\"clerk\""),
];
/// Questions asked of each; every one is timed.
const OURS: usize = 200_000;
const THEIRS: usize = 2_000;

struct Question {
    holder: usize,
    act: usize,
    duty: usize,
}

/// The same made-up numbers in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap_or(1)).unwrap_or(0)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let rows: usize = std::env::args().nth(1).map_or(Ok(ROWS), |n| n.parse())?;
    let mut numbers = Numbers(1);
    let table: Vec<Question> = (0..rows)
        .map(|_| Question {
            holder: numbers.below(HOLDERS.len()),
            act: numbers.below(ACTS),
            duty: numbers.below(DUTIES.len()),
        })
        .collect();
    let asked: Vec<Question> = (0..OURS)
        .map(|_| Question {
            holder: numbers.below(HOLDERS.len()),
            act: numbers.below(ACTS),
            duty: numbers.below(DUTIES.len()),
        })
        .collect();
    let (ours, mut times) = ask_ours(&table, &asked)?;
    print("congvu may()", &mut times);
    let our_mean = mean(&times);
    let asked = asked.get(..THEIRS).unwrap_or(&asked);
    let (theirs, mut times) = ask_cedar(&table, asked)?;
    print("cedar is_authorized()", &mut times);
    println!("cedar over congvu, means: {:.0}", mean(&times) / our_mean);
    let differs = ours.iter().zip(&theirs).filter(|(a, b)| a != b).count();
    let yes = theirs.iter().filter(|yes| **yes).count();
    println!("{rows} rows; {yes} of {} questions permitted; {differs} answers differ", theirs.len());
    if differs > 0 { Err("the two tables are not the same".into()) } else { Ok(()) }
}

fn mean(times: &[Duration]) -> f64 {
    times.iter().map(Duration::as_secs_f64).sum::<f64>() / times.len() as f64
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |per_mille: usize| times.get(times.len() * per_mille / 1000).copied().unwrap_or_default();
    let mean = Duration::from_secs_f64(mean(times));
    println!("{what}: mean {mean:?}, p50 {:?}, p99 {:?}", at(500), at(990));
}

fn ask_ours(table: &[Question], asked: &[Question]) -> Result<(Vec<bool>, Vec<Duration>), Box<dyn Error>> {
    // Only the made-up rows: the real ones would answer some of the questions, too.
    let base = include_str!("../../../packs/vn/authority.toml");
    let mut text = base.to_owned();
    for (n, row) in table.iter().enumerate() {
        let (act, duty) = (row.act, DUTIES[row.duty]);
        let holder = HOLDERS[row.holder].0;
        write!(
            text,
            "\n[[power]]\nid = \"made-up.{n}\"\nact = [\"act-{act}\"]\nholder = [\"{holder}\"]\nduty = [\"{duty}\"]\n\
             clause = [\"duty\"]\nwhen = \"always\"\n"
        )?;
    }
    let agency = include_str!("../../../packs/hau-giang/authority.toml");
    let resolve =
        |place: &str| Some(ClauseRef { expression: "/akn/vn/act/bench".into(), eid: place.to_owned() });
    let rules = Arc::new(Rules::from_toml(&text, agency, &resolve)?);
    let positions: Vec<String> = [
        ("director", "director", ""),
        ("deputy", "deputy-director", ""),
        ("specialist", "specialist", "press-publishing"),
        ("reception", "reception", "office"),
        ("clerk", "clerk", "office"),
    ]
    .iter()
    .map(|(id, kind, unit)| {
        let unit = if unit.is_empty() { String::new() } else { format!(", \"unit\": \"{unit}\"") };
        format!("{{ \"id\": \"{id}\", \"kind\": \"{kind}\"{unit} }}")
    })
    .collect();
    let held: Vec<String> = HOLDERS
        .iter()
        .map(|(_, id, _)| {
            format!("{{ \"person\": \"p-{id}\", \"position\": \"{id}\", \"from\": \"2024-01-01T00:00:00\" }}")
        })
        .collect();
    let roster: Roster = serde_json::from_str(&format!(
        "{{ \"positions\": [{}], \"appointments\": [{}] }}",
        positions.join(", "),
        held.join(", ")
    ))?;
    let authority = Authority::new(rules, roster)?;
    let at = "2024-03-04T08:00:00".parse()?;
    let actors: Vec<Actor> = HOLDERS
        .iter()
        .map(|(_, id, _)| Actor::Position {
            person: format!("p-{id}").as_str().into(),
            position: (*id).into(),
        })
        .collect();
    let acts: Vec<String> = (0..ACTS).map(|n| format!("act-{n}")).collect();
    let facts: Vec<MatterFacts> = DUTIES.iter().map(|duty| MatterFacts::of_duty(*duty)).collect();
    let (mut answers, mut times) = (Vec::new(), Vec::new());
    for q in asked {
        let begin = Instant::now();
        let answer = black_box(authority.may(&actors[q.holder], &acts[q.act], &facts[q.duty], at));
        times.push(begin.elapsed());
        answers.push(answer.is_ok());
    }
    Ok((answers, times))
}

fn ask_cedar(table: &[Question], asked: &[Question]) -> Result<(Vec<bool>, Vec<Duration>), Box<dyn Error>> {
    let mut text = String::new();
    for row in table {
        let (holder, act, duty) = (HOLDERS[row.holder].2, row.act, DUTIES[row.duty]);
        writeln!(
            text,
            "permit (principal in {holder}, action == Action::\"act-{act}\", resource == Duty::\"{duty}\");"
        )?;
    }
    let policies: PolicySet = text.parse()?;
    let uid = |kind: &str, id: &str| format!("{{ \"type\": \"{kind}\", \"id\": \"{id}\" }}");
    let mut entities: Vec<String> = Vec::new();
    for (_, position, of) in HOLDERS {
        let (kind, id) = of.split_once("::").ok_or("an entity")?;
        let parent = uid(kind, id.trim_matches('"'));
        entities.push(format!("{{ \"uid\": {parent}, \"attrs\": {{}}, \"parents\": [] }}"));
        entities.push(format!(
            "{{ \"uid\": {}, \"attrs\": {{}}, \"parents\": [{parent}] }}",
            uid("Position", position)
        ));
    }
    let entities = Entities::from_json_str(&format!("[{}]", entities.join(", ")), None)?;
    let authorizer = Authorizer::new();
    let (mut answers, mut times) = (Vec::new(), Vec::new());
    for q in asked {
        let entity = |kind: &str, id: &str| format!("{kind}::\"{id}\"").parse::<EntityUid>();
        let request = Request::new(
            entity("Position", HOLDERS[q.holder].1)?,
            entity("Action", &format!("act-{}", q.act))?,
            entity("Duty", DUTIES[q.duty])?,
            Context::empty(),
            None,
        )?;
        let begin = Instant::now();
        let answer = black_box(authorizer.is_authorized(&request, &policies, &entities));
        times.push(begin.elapsed());
        answers.push(answer.decision() == Decision::Allow);
    }
    Ok((answers, times))
}
