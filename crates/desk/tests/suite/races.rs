//! Many at once: one signature wins, numbers have no gaps and no doubles.

use crate::support::{
    BD, GRANT, House, MONDAY, act, answer, assert_whole, case, file_grant, filing, grant_form, on_both,
    to_signature,
};
use congvu_store::testing::Backend;
use serde_json::json;
use std::collections::BTreeSet;

// conformance: HN-03
async fn one_signature_wins(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (desk, m) = (desk.clone(), m.clone());
            tokio::spawn(async move {
                answer(&act(&desk, BD, "director", &m, "sign", json!({ "outcome": "granted" })).await)
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers.sort();
    let mut expected = vec!["WrongState"; 19];
    expected.push("done");
    assert_eq!(answers, expected);
    assert_eq!(case(&desk, BD, &m).await.matter.done["sign"], 1);
    assert_whole(&desk, BD).await;
}

// conformance: HN-03, ND61-26
async fn numbers_have_no_gaps(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let tasks: Vec<_> = (0..64)
        .map(|i| {
            let desk = desk.clone();
            let mut asked = filing(BD, GRANT, grant_form(), None);
            // Every eighth lacks its papers and must not use up a number.
            if i % 8 == 7 {
                asked.command.files.clear();
            }
            tokio::spawn(async move { desk.perform(asked).await.ok().and_then(|d| d.code) })
        })
        .collect();
    let mut codes = Vec::new();
    for task in tasks {
        codes.extend(task.await.unwrap());
    }
    let found: BTreeSet<&str> = codes.iter().map(String::as_str).collect();
    let expected: Vec<String> = (1..=56).map(|n| format!("000.00.00.H09-240304-{n:04}")).collect();
    assert_eq!(codes.len(), 56);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    assert_whole(&desk, BD).await;
}

async fn a_repeated_key_counts_once(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let desk = desk.clone();
            let mut asked = filing(BD, GRANT, grant_form(), None);
            asked.idempotency_key = Some("double click".to_owned());
            tokio::spawn(async move { desk.perform(asked).await.expect("filed once").matter })
        })
        .collect();
    let mut matters = BTreeSet::new();
    for task in tasks {
        matters.insert(task.await.unwrap());
    }
    assert_eq!(matters.len(), 1);
}

on_both!(one_signature_wins, numbers_have_no_gaps, a_repeated_key_counts_once);
