//! Jobs: claimed once, retried, never lost.

use std::collections::HashSet;

use congvu_store::testing::Backend;
use congvu_store::{JobRow, MAX_JOB_KINDS, StoreError, Writes};

use crate::support::{AGENCY, T0, on_both, open, write};

on_both!(
    run_once_and_are_done,
    are_retried_then_dead,
    a_lost_worker_loses_its_claim,
    many_workers_share_them
);

fn job(id: &str, run_at_ms: i64, max_attempts: i64) -> JobRow {
    JobRow { id: id.to_owned(), kind: "typeset".to_owned(), run_at_ms, max_attempts, body: "{}".to_owned() }
}

async fn run_once_and_are_done(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    write(s, Writes { jobs: vec![job("j-1", T0, 3), job("j-2", T0 + 50, 3)], ..Writes::default() }).await;
    write(s, Writes { jobs: vec![job("j-1", T0 + 99, 9)], ..Writes::default() }).await;
    assert!(s.claim_jobs(&["typeset"], T0 - 1, 100, 9).await.expect("works").is_empty(), "not due");
    assert!(s.claim_jobs(&["notify"], T0, 100, 9).await.expect("works").is_empty(), "another kind");
    assert!(s.claim_jobs(&[], T0, 100, 9).await.expect("works").is_empty());
    let too_many = vec!["x"; MAX_JOB_KINDS + 1];
    assert!(matches!(s.claim_jobs(&too_many, T0, 100, 9).await, Err(StoreError::Invalid(_))));
    let claimed = s.claim_jobs(&["notify", "typeset"], T0, 100, 9).await.expect("works");
    assert_eq!(claimed.len(), 1);
    let one = &claimed[0];
    assert_eq!((one.agency.as_str(), one.id.as_str(), one.attempts, one.max_attempts), (AGENCY, "j-1", 1, 3));
    assert_eq!((one.state.as_str(), one.run_at_ms), ("running", T0 + 100));
    assert!(s.claim_jobs(&["typeset"], T0, 100, 9).await.expect("works").is_empty(), "claimed already");
    assert!(s.complete_job(one, T0 + 10).await.expect("works"));
    assert!(!s.complete_job(one, T0 + 11).await.expect("works"), "done already");
    let done = s.jobs(AGENCY, "done", 9, None).await.expect("read");
    assert_eq!(done.iter().map(|j| j.id.as_str()).collect::<Vec<_>>(), ["j-1"]);
    assert_eq!(s.jobs(AGENCY, "ready", 9, None).await.expect("read").len(), 1);
    assert!(s.jobs(AGENCY, "done", 9, Some((T0 + 10, "j-1"))).await.expect("read").is_empty());
    assert_eq!(s.delete_jobs_done(T0 + 10).await.expect("works"), 0);
    assert_eq!(s.delete_jobs_done(T0 + 11).await.expect("works"), 1);
}

async fn are_retried_then_dead(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    s.put_job(AGENCY, &job("j-1", T0, 2)).await.expect("stored");
    for (attempt, state) in [(1, "ready"), (2, "dead")] {
        let now = T0 + attempt * 1_000;
        let claimed = s.claim_jobs(&["typeset"], now, 100, 9).await.expect("works");
        assert_eq!(claimed[0].attempts, attempt);
        let error = format!("không được\0{}", "ữ".repeat(2_000));
        assert!(s.fail_job(&claimed[0], &error, now + 500).await.expect("works"));
        assert!(s.claim_jobs(&["typeset"], now + 499, 100, 9).await.expect("works").is_empty(), "waits");
        let listed = s.jobs(AGENCY, state, 9, None).await.expect("read");
        assert!(listed[0].error.starts_with("không được") && listed[0].error.len() <= 2_000);
    }
    assert!(s.claim_jobs(&["typeset"], T0 + 99_000, 100, 9).await.expect("works").is_empty(), "dead");
    assert!(s.revive_job(AGENCY, "j-1", T0).await.expect("works"));
    assert!(!s.revive_job(AGENCY, "j-1", T0).await.expect("works"), "alive already");
    let claimed = s.claim_jobs(&["typeset"], T0, 100, 9).await.expect("works");
    assert_eq!((claimed[0].attempts, claimed[0].max_attempts), (3, 4));
}

async fn a_lost_worker_loses_its_claim(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    s.put_job(AGENCY, &job("j-1", T0, 2)).await.expect("stored");
    let lost = s.claim_jobs(&["typeset"], T0, 100, 9).await.expect("works").remove(0);
    assert!(s.claim_jobs(&["typeset"], T0 + 99, 100, 9).await.expect("works").is_empty());
    let second = s.claim_jobs(&["typeset"], T0 + 100, 100, 9).await.expect("works").remove(0);
    assert_eq!(second.attempts, 2);
    assert!(!s.complete_job(&lost, T0).await.expect("works"), "it came back too late");
    assert!(!s.fail_job(&lost, "late", T0).await.expect("works"));
    // The second does not come back either, and it was the last attempt.
    assert!(s.claim_jobs(&["typeset"], T0 + 200, 100, 9).await.expect("works").is_empty());
    let dead = s.jobs(AGENCY, "dead", 9, None).await.expect("read");
    assert_eq!(dead.len(), 1);
    assert!(!s.complete_job(&second, T0).await.expect("works"));
    // Beside a claim that still holds, a lost one is left alone.
    s.put_job(AGENCY, &job("j-2", T0, 2)).await.expect("stored");
    let kept = s.claim_jobs(&["typeset"], T0, 100, 9).await.expect("works").remove(0);
    assert_eq!(s.complete_jobs(&[second, kept], T0).await.expect("works"), 1);
    assert_eq!(s.jobs(AGENCY, "dead", 9, None).await.expect("read").len(), 1);
}

async fn many_workers_share_them(backend: Backend) {
    let t = open(backend).await;
    let jobs = (0..200).map(|at| job(&format!("j-{at}"), T0, 1)).collect();
    write(&t.store, Writes { jobs, ..Writes::default() }).await;
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let store = t.store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let claimed = store.claim_jobs(&["typeset"], T0, 60_000, 7).await.expect("works");
                    if claimed.is_empty() {
                        return mine;
                    }
                    let done = store.complete_jobs(&claimed, T0).await.expect("works");
                    assert_eq!(done, claimed.len());
                    mine.extend(claimed.into_iter().map(|job| job.id));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.expect("no panic"));
    }
    let different: HashSet<&String> = all.iter().collect();
    assert_eq!((all.len(), different.len()), (200, 200), "each once");
}
