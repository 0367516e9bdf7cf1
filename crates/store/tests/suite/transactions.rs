//! Many works at once: group commit, conflicts within a batch, two nodes, a full queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use congvu_store::testing::{Backend, TestStore};
use congvu_store::{CommitError, Idempotency, Store, Work, Writes};

use crate::support::{AGENCY, T0, change, matter, on_both, open, verify_chain, work};

on_both!(
    many_tasks_make_one_record,
    one_of_many_wins,
    one_of_many_repeats_is_carried_out,
    two_nodes_share_a_database,
    a_full_queue_says_busy,
    agencies_in_one_batch,
);

async fn many_tasks_make_one_record(backend: Backend) {
    let t = open(backend).await;
    let tasks: Vec<_> = (0..32)
        .map(|task| {
            let store = t.store.clone();
            tokio::spawn(async move {
                for version in 1..=10 {
                    let row = matter(&format!("m-{task}"), version);
                    store.commit(change(&format!("a-{task}-{version}"), row)).await.expect("stored");
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic");
    }
    assert_eq!(verify_chain(&t.store, AGENCY).await, 320);
    for task in 0..32 {
        let found = t.store.matter(AGENCY, &format!("m-{task}")).await.expect("read");
        assert_eq!(found.map(|m| m.version), Some(10));
        let acts = t.store.acts_of(AGENCY, &format!("m-{task}"), 100, 0).await.expect("read");
        assert_eq!(acts.len(), 10);
    }
}

async fn one_of_many_wins(backend: Backend) {
    let t = open(backend).await;
    let tasks: Vec<_> = (0..40)
        .map(|task| {
            let store = t.store.clone();
            tokio::spawn(async move { store.commit(change(&format!("a-{task}"), matter("m-1", 1))).await })
        })
        .collect();
    let mut stored = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => stored += 1,
            Err(CommitError::Conflict { matter, found_version }) => {
                assert_eq!((matter.as_str(), found_version), ("m-1", 1));
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(stored, 1);
    assert_eq!(verify_chain(&t.store, AGENCY).await, 1);
}

async fn one_of_many_repeats_is_carried_out(backend: Backend) {
    let t = open(backend).await;
    let tasks: Vec<_> = (0..20)
        .map(|task| {
            let store = t.store.clone();
            let idempotency =
                Idempotency { actor: "an".to_owned(), key: "k".to_owned(), digest: [7; 32], at_ms: T0 };
            let work = Work {
                idempotency: Some(idempotency),
                ..change(&format!("a-{task}"), matter(&format!("m-{task}"), 1))
            };
            tokio::spawn(async move { store.commit(work).await })
        })
        .collect();
    let mut answers = Vec::new();
    let mut stored = 0;
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(done) => {
                stored += 1;
                answers.push(done.answer);
            }
            Err(CommitError::Repeated { answer }) => answers.push(answer),
            Err(other) => panic!("{other:?}"),
        }
    }
    answers.dedup();
    assert_eq!((stored, answers.len()), (1, 1), "one act, one answer for all");
}

async fn two_nodes_share_a_database(backend: Backend) {
    let t = open(backend).await;
    let other = Store::open(t.config().clone()).await.expect("a second node opens");
    let mut tasks = Vec::new();
    for (node, store) in [("x", t.store.clone()), ("y", other.clone())] {
        for task in 0..8 {
            let store = store.clone();
            tasks.push(tokio::spawn(async move {
                for at in 0..5 {
                    let id = format!("{node}-{task}-{at}");
                    let mut work = change(&id, matter(&id, 1));
                    work.series = vec!["s".to_owned()];
                    store.commit(work).await.expect("stored");
                }
            }));
        }
    }
    for task in tasks {
        task.await.expect("no panic");
    }
    assert_eq!(verify_chain(&other, AGENCY).await, 80);
    let next = Work {
        series: vec!["s".to_owned()],
        ..work(|a| Ok(Writes { answer: a.numbers[0].to_string().into_bytes(), ..Writes::default() }))
    };
    assert_eq!(t.store.commit(next).await.expect("stored").answer, b"81", "no number twice, none left out");
    other.close().await;
}

async fn a_full_queue_says_busy(backend: Backend) {
    let t = TestStore::open_with(backend, |c| {
        (c.queue, c.queue_wait_ms, c.batch) = (1, 20, 1);
    })
    .await
    .expect("opens");
    let calls = Arc::new(AtomicUsize::new(0));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (store, calls) = (t.store.clone(), Arc::clone(&calls));
            tokio::spawn(async move {
                let slow = work(move |_| {
                    calls.fetch_add(1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(120));
                    Ok(Writes::default())
                });
                store.commit(slow).await
            })
        })
        .collect();
    let (mut stored, mut busy) = (0, 0);
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => stored += 1,
            Err(CommitError::Busy) => busy += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(busy >= 4 && stored >= 1, "{stored} stored, {busy} busy");
    assert_eq!(calls.load(Ordering::SeqCst), stored, "what was told to be busy was not carried out");
}

async fn agencies_in_one_batch(backend: Backend) {
    let t = open(backend).await;
    let tasks: Vec<_> = (0..40)
        .map(|at| {
            let store = t.store.clone();
            let agency = ["hau-giang", "long-an", "hai-phong"][at % 3].to_owned();
            let id = format!("m-{at}");
            tokio::spawn(async move { store.commit(Work { agency, ..change(&id, matter(&id, 1)) }).await })
        })
        .collect();
    for task in tasks {
        task.await.expect("no panic").expect("stored");
    }
    let mut acts = Vec::new();
    for agency in t.store.agencies().await.expect("read") {
        acts.push((agency.clone(), verify_chain(&t.store, &agency).await));
    }
    let expected = [("hai-phong", 13), ("hau-giang", 14), ("long-an", 13)];
    assert_eq!(acts, expected.map(|(agency, acts)| (agency.to_owned(), acts)));
}
