//! What one commit promises.

use congvu_store::testing::Backend;
use congvu_store::{CommitError, Expect, Idempotency, StoreError, Work, Writes};

use crate::support::{AGENCY, T0, act, change, matter, on_both, open, try_write, verify_chain, work};

on_both!(
    stores_everything_and_tells_the_numbers,
    survives_closing_and_opening,
    refuses_a_stale_version,
    repeats_the_first_answer,
    draws_gapless_numbers,
    refusals_leave_no_trace,
    refuses_rows_that_contradict_the_work,
    keeps_codes_unique,
    one_case_number_once,
);

async fn stores_everything_and_tells_the_numbers(backend: Backend) {
    let t = open(backend).await;
    let first = t.store.commit(change("a-1", matter("m-1", 1))).await.expect("stored");
    assert_eq!((first.first_seq, first.last_seq, first.answer), (1, 1, b"a-1".to_vec()));
    let two = work(|assigned| {
        let one = act(assigned, "a-2", "m-1");
        let mut two = act(assigned, "a-3", "m-1");
        two.seq += 1;
        two.hash = crate::support::chain(one.hash, b"a-3");
        Ok(Writes { acts: vec![one, two], ..Writes::default() })
    });
    let two = t.store.commit(two).await.expect("stored");
    assert_eq!((two.first_seq, two.last_seq), (2, 3));
    let none = t.store.commit(work(|_| Ok(Writes::default()))).await.expect("stored");
    assert_eq!((none.first_seq, none.last_seq), (4, 3), "no acts");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 3);
    let found = t.store.matter(AGENCY, "m-1").await.expect("read");
    assert_eq!(found, Some(matter("m-1", 1)));
    assert_eq!(t.store.act(AGENCY, "a-2").await.expect("read").map(|a| a.seq), Some(2));
    assert_eq!(t.store.agencies().await.expect("read"), [AGENCY]);
}

async fn survives_closing_and_opening(backend: Backend) {
    let mut t = open(backend).await;
    t.store.commit(change("a-1", matter("m-1", 1))).await.expect("stored");
    let old = t.store.clone();
    t.reopen().await.expect("opens again");
    t.store.commit(change("a-2", matter("m-1", 2))).await.expect("stored");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 2);
    let closed = old.commit(change("a-3", matter("m-1", 3))).await;
    assert!(matches!(closed, Err(CommitError::Store(StoreError::Closed))), "{closed:?}");
    assert!(matches!(old.matter(AGENCY, "m-1").await, Err(StoreError::Closed)));
}

async fn refuses_a_stale_version(backend: Backend) {
    let t = open(backend).await;
    for (matter_id, version, found) in
        [("m-1", 1, None), ("m-1", 1, Some(1)), ("m-1", 3, Some(1)), ("m-1", 2, None)]
    {
        let answer = t.store.commit(change(&format!("a-{version}"), matter(matter_id, version))).await;
        match (found, answer) {
            (None, Ok(_)) => {}
            (Some(expected), Err(CommitError::Conflict { matter, found_version })) => {
                assert_eq!((matter.as_str(), found_version), (matter_id, expected));
            }
            (_, other) => panic!("version {version}: {other:?}"),
        }
    }
    // A matter that is only read is guarded as well.
    let mut guarded = change("a-9", matter("m-2", 1));
    guarded.expect.push(Expect { matter: "m-1".to_owned(), version: 1 });
    let answer = t.store.commit(guarded).await;
    assert!(matches!(answer, Err(CommitError::Conflict { found_version: 2, .. })), "{answer:?}");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 2);
}

async fn repeats_the_first_answer(backend: Backend) {
    let t = open(backend).await;
    let request = |actor: &str, key: &str, digest: u8, act_id: &str, m: &str| Work {
        idempotency: Some(Idempotency {
            actor: actor.to_owned(),
            key: key.to_owned(),
            digest: [digest; 32],
            at_ms: T0,
        }),
        ..change(act_id, matter(m, 1))
    };
    t.store.commit(request("an", "k", 1, "a-1", "m-1")).await.expect("stored");
    match t.store.commit(request("an", "k", 1, "a-2", "m-1")).await {
        Err(CommitError::Repeated { answer }) => assert_eq!(answer, b"a-1"),
        other => panic!("{other:?}"),
    }
    let other = t.store.commit(request("an", "k", 2, "a-3", "m-3")).await;
    assert!(matches!(other, Err(CommitError::KeyReused)), "{other:?}");
    t.store.commit(request("binh", "k", 2, "a-4", "m-4")).await.expect("another actor's key is another key");
    t.store.commit(request("an", "k2", 2, "a-5", "m-5")).await.expect("another key");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 3);
    assert_eq!(t.store.forget_requests(T0).await.expect("works"), 0);
    assert_eq!(t.store.forget_requests(T0 + 1).await.expect("works"), 3);
    let again = t.store.commit(request("an", "k", 1, "a-6", "m-1")).await;
    assert!(matches!(again, Err(CommitError::Conflict { .. })), "forgotten, so carried out: {again:?}");
}

async fn draws_gapless_numbers(backend: Backend) {
    let mut t = open(backend).await;
    let numbers = |series: &[&str], refuse: bool| Work {
        series: series.iter().map(|s| (*s).to_owned()).collect(),
        ..work(move |assigned| {
            let answer = assigned.numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
            if refuse { Err("no".to_owned()) } else { Ok(Writes { answer, ..Writes::default() }) }
        })
    };
    for (series, refuse, expected) in [
        (vec!["GP/2024"], false, vec![1]),
        (vec!["GP/2024", "QD/2024"], false, vec![2, 1]),
        (vec!["GP/2024"], true, vec![]),
        (vec!["GP/2024", "GP/2024", "QD/2024"], false, vec![3, 4, 2]),
        (vec!["GP/2025"], false, vec![1]),
    ] {
        match t.store.commit(numbers(&series, refuse)).await {
            Ok(done) => {
                let got: Vec<i64> = done
                    .answer
                    .chunks(8)
                    .map(|c| i64::from_be_bytes(c.try_into().expect("eight bytes")))
                    .collect();
                assert_eq!(got, expected, "{series:?}");
            }
            Err(CommitError::Refused(reason)) => assert!(refuse && reason == "no"),
            Err(other) => panic!("{other:?}"),
        }
        t.reopen().await.expect("opens again");
    }
}

async fn refusals_leave_no_trace(backend: Backend) {
    let t = open(backend).await;
    t.store.commit(change("a-1", matter("m-1", 1))).await.expect("stored");
    let refused = Work {
        expect: vec![Expect { matter: "m-2".to_owned(), version: 0 }],
        series: vec!["s".to_owned()],
        ..work(|_| Err("the fee is not paid".to_owned()))
    };
    match t.store.commit(refused).await {
        Err(CommitError::Refused(reason)) => assert_eq!(reason, "the fee is not paid"),
        other => panic!("{other:?}"),
    }
    let panics = t.store.commit(work(|_| panic!("a fault"))).await;
    assert!(matches!(panics, Err(CommitError::Store(StoreError::Panicked))), "{panics:?}");
    t.store.commit(change("a-2", matter("m-1", 2))).await.expect("the committer lives on");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 2);
    assert_eq!(t.store.matter(AGENCY, "m-2").await.expect("read"), None);
}

async fn refuses_rows_that_contradict_the_work(backend: Backend) {
    let t = open(backend).await;
    t.store.commit(change("a-1", matter("m-1", 1))).await.expect("stored");
    let mut cases: Vec<(&str, Work)> = vec![
        (
            "a gap in the record",
            work(|a| {
                let mut late = act(a, "x", "m-1");
                late.seq += 1;
                Ok(Writes { acts: vec![late], ..Writes::default() })
            }),
        ),
        (
            "an unexpected matter",
            work(|_| Ok(Writes { matters: vec![matter("m-1", 2)], ..Writes::default() })),
        ),
        ("an empty series", Work { series: vec![String::new()], ..work(|_| Ok(Writes::default())) }),
        (
            "a long key",
            Work {
                expect: vec![Expect { matter: "m".repeat(201), version: 0 }],
                ..work(|_| Ok(Writes::default()))
            },
        ),
        ("a NUL", Work { agency: "a\0b".to_owned(), ..work(|_| Ok(Writes::default())) }),
        ("no agency", Work { agency: String::new(), ..work(|_| Ok(Writes::default())) }),
        (
            "a large answer",
            work(|_| Ok(Writes { answer: vec![0; congvu_store::MAX_BODY_BYTES + 1], ..Writes::default() })),
        ),
    ];
    let mut same = change("x", matter("m-1", 2));
    same.expect = vec![Expect { matter: "m-1".to_owned(), version: 1 }];
    same.finish = Box::new(|_| Ok(Writes { matters: vec![matter("m-1", 1)], ..Writes::default() }));
    cases.push(("a version that does not grow", same));
    for (name, work) in cases {
        let answer = t.store.commit(work).await;
        assert!(matches!(answer, Err(CommitError::Store(StoreError::Invalid(_)))), "{name}: {answer:?}");
    }
    assert_eq!(verify_chain(&t.store, AGENCY).await, 1);
}

async fn keeps_codes_unique(backend: Backend) {
    let t = open(backend).await;
    let coded = |id: &str, version: i64, code: &str| congvu_store::MatterRow {
        code: Some(code.to_owned()),
        ..matter(id, version)
    };
    t.store.commit(change("a-1", coded("m-1", 1, "0001"))).await.expect("stored");
    let taken = t.store.commit(change("a-2", coded("m-2", 1, "0001"))).await;
    assert!(matches!(taken, Err(CommitError::Store(StoreError::Duplicate { .. }))), "{taken:?}");
    t.store.commit(change("a-3", coded("m-1", 2, "0001"))).await.expect("it may keep its own");
    let elsewhere = Work { agency: "long-an".to_owned(), ..change("a-1", coded("m-1", 1, "0001")) };
    t.store.commit(elsewhere).await.expect("another agency's numbers are its own");
    assert_eq!(verify_chain(&t.store, AGENCY).await, 2);
}

/// Works that share a transaction with one that breaks a constraint are stored all the same.
async fn one_case_number_once(backend: Backend) {
    let t = open(backend).await;
    let mut tasks = Vec::new();
    for at in 0..60 {
        let store = t.store.clone();
        let row = congvu_store::MatterRow {
            // Every third wants the same number.
            code: Some(if at % 3 == 0 { "same".to_owned() } else { format!("c-{at}") }),
            ..matter(&format!("m-{at}"), 1)
        };
        tasks.push(tokio::spawn(async move { store.commit(change(&format!("a-{at}"), row)).await }));
    }
    let (mut stored, mut taken) = (0, 0);
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => stored += 1,
            Err(CommitError::Store(StoreError::Duplicate { .. })) => taken += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((stored, taken), (41, 19));
    assert_eq!(verify_chain(&t.store, AGENCY).await, 41);
    let none = try_write(&t.store, Writes::default()).await.expect("still works");
    assert_eq!(none.first_seq, 42);
}
