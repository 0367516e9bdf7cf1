//! Papers: set when asked for, kept by the jobs, the same both ways. Setting one takes seconds in a debug build.

use crate::support::{BD, House, MONDAY, act, agency_of, case, file_grant, on_both, to_signature};
use congvu_desk::Desk;
use congvu_store::testing::Backend;
use serde_json::json;
use std::time::Duration;

async fn papers_are_set_and_kept(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let m = file_grant(&desk, BD).await.matter;
    to_signature(&desk, BD, &m).await;
    let agency = agency_of(&desk, BD);

    // A draft has no number and is not kept.
    let draft = desk.preview(agency, &case(&desk, BD, &m).await, "granted").await.expect("a draft");
    assert!(draft.starts_with(b"%PDF"));
    assert!(desk.store().documents_of(BD, &m).await.unwrap().is_empty());

    act(&desk, BD, "director", &m, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    let licence = act(&desk, BD, "clerk-1", &m, "issue", json!({})).await.expect("issued").papers[0].clone();
    let asked = case(&desk, BD, &m).await;
    let file = desk.paper(agency, &asked, &licence).await.expect("set").expect("there is such a paper");
    assert!(file.pdf.starts_with(b"%PDF"));
    assert_eq!(file.name, "000.00.00.H09-240304-0001-outcome.pdf");
    assert!(desk.paper(agency, &asked, "0000000000000000").await.unwrap().is_none());

    // The jobs of the acts set the rest, and do not set again what is there.
    let worker = tokio::spawn(congvu_desk::run_jobs(desk.clone()));
    let mut documents = Vec::new();
    for _ in 0..600 {
        documents = desk.store().documents_of(BD, &m).await.unwrap();
        if documents.len() == 2 && jobs(&desk, "ready").await + jobs(&desk, "running").await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    worker.abort();
    let mut kinds: Vec<&str> = documents.iter().map(|d| d.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["outcome", "receipt"]);
    let kept = documents.iter().find(|d| d.kind == "outcome").unwrap();
    assert_eq!(kept.number.as_deref(), Some("01/GP-STTTT"));
    assert_eq!(desk.store().files().get(&kept.sha256).await.unwrap(), file.pdf);
    assert_eq!(jobs(&desk, "dead").await, 0);
}

async fn jobs(desk: &Desk, state: &str) -> usize {
    desk.store().jobs(BD, state, 10, None).await.unwrap().len()
}

on_both!(papers_are_set_and_kept);
