//! Papers that are sealed: nothing is issued without its seal, and of two seals the first that is kept counts.

use crate::support::{BD, House, MONDAY, act, agency_of, case, file_grant, on_both, to_signature};
use congvu_desk::{Desk, DeskError, Sealed, Sealer, ToSeal};
use congvu_store::testing::Backend;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Fails so many times, then adds a mark that is another each time; or changes the paper, which nobody may.
struct Stub {
    fails: u32,
    changes: bool,
    asked: AtomicU32,
}

impl Sealer for Stub {
    fn seal(&self, paper: ToSeal) -> Sealed<'_> {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = match asked {
            asked if asked < self.fails => Err("no authority of time".to_owned()),
            _ if self.changes => Ok(b"%PDF-1.7 another paper".to_vec()),
            asked => {
                assert_eq!((paper.agency.as_str(), paper.reason.is_empty()), (BD, false), "{paper:?}");
                Ok([paper.pdf, format!("\n% seal {asked}\n").into_bytes()].concat())
            }
        };
        Box::pin(async move {
            // Two that set the same paper at once must meet here.
            tokio::time::sleep(Duration::from_millis(200)).await;
            answer
        })
    }
}

async fn signed(desk: &Desk) -> (String, String) {
    let m = file_grant(desk, BD).await.matter;
    to_signature(desk, BD, &m).await;
    act(desk, BD, "director", &m, "sign", json!({ "outcome": "granted" })).await.expect("signed");
    let done = act(desk, BD, "clerk-1", &m, "issue", json!({})).await.expect("issued");
    (m, done.papers[0].clone())
}

// conformance: HN-05, TT21-CN10, TT01VPCP-10.1.d
async fn a_paper_without_its_seal_is_not_issued(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    let stub = Arc::new(Stub { fails: 2, changes: false, asked: AtomicU32::new(0) });
    desk.set_sealer(stub);
    let (m, code) = signed(&desk).await;
    let (agency, asked) = (agency_of(&desk, BD), case(&desk, BD, &m).await);
    let refused = desk.paper(agency, &asked, &code).await.expect_err("there is no seal");
    assert!(matches!(refused, DeskError::Unsealed(_)), "{refused}");
    assert!(!desk.is_issued(agency, &asked, &code).await.unwrap());
    assert!(desk.store().documents_of(BD, &m).await.unwrap().is_empty(), "nothing is kept");
    // The draft is as it was.
    assert!(desk.preview(agency, &asked, "granted").await.expect("a draft").starts_with(b"%PDF"));
    // The third time there is one; from then on the paper is the same.
    let paper = desk.paper(agency, &asked, &code).await.expect("sealed").expect("a paper").pdf;
    assert!(paper.ends_with(b"\n% seal 2\n"));
    assert!(desk.is_issued(agency, &asked, &code).await.unwrap());
    assert_eq!(desk.paper(agency, &asked, &code).await.unwrap().unwrap().pdf, paper);
}

async fn the_job_is_kept_until_there_is_a_seal(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    desk.set_sealer(Arc::new(Stub { fails: u32::MAX, changes: false, asked: AtomicU32::new(0) }));
    let (m, _) = signed(&desk).await;
    let worker = tokio::spawn(congvu_desk::run_jobs(desk.clone()));
    let mut tried = 0;
    for _ in 0..600 {
        tried =
            desk.store().jobs(BD, "ready", 20, None).await.unwrap().iter().filter(|j| j.attempts > 0).count();
        if tried >= 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    worker.abort();
    assert!(tried >= 2, "the receipt's and the licence's jobs are tried again later");
    assert!(desk.store().documents_of(BD, &m).await.unwrap().is_empty());
}

async fn the_first_seal_that_is_kept_is_the_paper(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    desk.set_sealer(Arc::new(Stub { fails: 0, changes: false, asked: AtomicU32::new(0) }));
    let (m, code) = signed(&desk).await;
    let (agency, asked) = (agency_of(&desk, BD), case(&desk, BD, &m).await);
    let (one, two) = tokio::join!(desk.paper(agency, &asked, &code), desk.paper(agency, &asked, &code));
    let (one, two) = (one.unwrap().unwrap().pdf, two.unwrap().unwrap().pdf);
    assert!(one == two, "both get the same paper");
    assert_eq!(desk.store().documents_of(BD, &m).await.unwrap().len(), 1);
}

async fn a_seal_does_not_change_the_paper(backend: Backend) {
    let house = House::open(backend, &[BD]).await;
    let desk = house.at(MONDAY);
    desk.set_sealer(Arc::new(Stub { fails: 0, changes: true, asked: AtomicU32::new(0) }));
    let (m, code) = signed(&desk).await;
    let asked = case(&desk, BD, &m).await;
    let refused = desk.paper(agency_of(&desk, BD), &asked, &code).await.expect_err("another paper");
    assert!(refused.to_string().contains("was changed"), "{refused}");
}

on_both!(
    a_paper_without_its_seal_is_not_issued,
    the_job_is_kept_until_there_is_a_seal,
    the_first_seal_that_is_kept_is_the_paper,
    a_seal_does_not_change_the_paper
);
