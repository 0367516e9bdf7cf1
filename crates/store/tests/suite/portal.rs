//! Dossiers of another portal and the messages about them.

use congvu_store::testing::Backend;
use congvu_store::{PortalDossierRow, PortalMessageRow, PortalSettled, StoreError};

use crate::support::{AGENCY, T0, act, matter, on_both, open};

on_both!(
    messages_keep_their_order_and_their_first_content,
    reports_never_go_backwards,
    dossiers_and_their_acts,
    nonces,
    places_are_drawn_once,
);

fn message(id: &str, direction: &str) -> PortalMessageRow {
    PortalMessageRow {
        partner: "national".to_owned(),
        direction: direction.to_owned(),
        id: id.to_owned(),
        seq: 0,
        kind: "act".to_owned(),
        code: "G22-1".to_owned(),
        matter: String::new(),
        state: "waiting".to_owned(),
        sequence: 0,
        at_ms: T0,
        changed_ms: T0,
        attempts: 0,
        digest: [7; 32],
        error: String::new(),
        body: "{}".to_owned(),
        answer: String::new(),
    }
}

fn dossier(code: &str, matter: &str) -> PortalDossierRow {
    PortalDossierRow {
        partner: "national".to_owned(),
        code: code.to_owned(),
        matter: matter.to_owned(),
        digest: [1; 32],
        owner: String::new(),
        status: String::new(),
        sequence: 0,
        opened_ms: T0,
        delivered_ms: None,
        synchronised_ms: None,
        body: "{}".to_owned(),
    }
}

async fn messages_keep_their_order_and_their_first_content(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (id, direction, new) in
        [("a", "out", true), ("b", "out", true), ("a", "in", true), ("a", "out", false), ("c", "out", true)]
    {
        assert_eq!(
            s.put_portal_message(AGENCY, &message(id, direction)).await.expect("put"),
            new,
            "{id} {direction}"
        );
    }
    let changed = PortalMessageRow { body: "{\"x\":1}".to_owned(), ..message("b", "out") };
    assert!(!s.put_portal_message(AGENCY, &changed).await.expect("put"), "known");
    let out = s.portal_messages_after(AGENCY, "national", "out", 0, 10).await.expect("read");
    let ids: Vec<_> = out.iter().map(|m| (m.seq, m.id.as_str(), m.body.as_str())).collect();
    assert_eq!(ids, [(1, "a", "{}"), (2, "b", "{}"), (3, "c", "{}")]);
    assert_eq!(s.portal_messages_after(AGENCY, "national", "out", 2, 10).await.expect("read").len(), 1);
    assert!(s.portal_messages_after("long-an", "national", "out", 0, 10).await.expect("read").is_empty());
    // Fetched up to the second; then the second is confirmed, and nothing moves it any more.
    assert_eq!(
        s.advance_portal_messages(AGENCY, "national", 2, "waiting", "delivered", T0 + 1)
            .await
            .expect("moved"),
        2
    );
    let settled = |state: &str| PortalSettled {
        state: state.to_owned(),
        attempts: 1,
        at_ms: T0 + 2,
        ..PortalSettled::default()
    };
    let settle = async |id: &str, state: &str| {
        s.settle_portal_message(AGENCY, "national", "out", id, &settled(state), "synchronised")
            .await
            .expect("settled")
    };
    assert!(settle("b", "synchronised").await);
    assert!(!settle("b", "failed").await, "confirmed is the end");
    let b = s.portal_message(AGENCY, "national", "out", "b").await.expect("read").expect("there");
    assert_eq!((b.state.as_str(), b.attempts), ("synchronised", 1));
    let waiting = s.portal_messages(AGENCY, "waiting", 10).await.expect("read");
    assert_eq!(
        waiting.iter().map(|m| (m.direction.as_str(), m.id.as_str())).collect::<Vec<_>>(),
        [("out", "c"), ("in", "a")]
    );
    assert_eq!(s.portal_messages_of(AGENCY, "national", "G22-1", 10).await.expect("read").len(), 4);
    let refused = s.put_portal_message(AGENCY, &message("", "in")).await;
    assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
}

async fn reports_never_go_backwards(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    assert!(s.put_portal_dossier(AGENCY, &dossier("G22-1", "m-1")).await.expect("put"));
    assert!(!s.put_portal_dossier(AGENCY, &dossier("G22-1", "m-2")).await.expect("put"), "known number");
    assert!(!s.put_portal_dossier(AGENCY, &dossier("G22-2", "m-1")).await.expect("put"), "known matter");
    let report = async |sequence, status: &str, delivered| {
        s.portal_reported(AGENCY, "national", "G22-1", sequence, status, delivered).await.expect("reported")
    };
    for (sequence, status, delivered, newer) in [
        (2, "4", None, true),
        (1, "2", None, false),
        (2, "5", None, false),
        (7, "10", Some(T0 + 9), true),
        (5, "9", None, false),
    ] {
        assert_eq!(report(sequence, status, delivered).await, newer, "{sequence} {status}");
    }
    let kept = s.portal_dossier(AGENCY, "national", "G22-1").await.expect("read").expect("there");
    assert_eq!((kept.status.as_str(), kept.sequence, kept.delivered_ms), ("10", 7, Some(T0 + 9)));
    s.portal_synchronised(AGENCY, "m-1", T0 + 3).await.expect("kept");
    s.portal_synchronised(AGENCY, "m-1", T0 + 4).await.expect("kept");
    assert!(s.portal_owner(AGENCY, "m-1", "", "national").await.expect("moved"));
    assert!(!s.portal_owner(AGENCY, "m-1", "", "national").await.expect("not ours any more"));
    let kept = s.portal_dossier_of(AGENCY, "m-1").await.expect("read").expect("there");
    assert_eq!((kept.synchronised_ms, kept.owner.as_str()), (Some(T0 + 3), "national"));
    assert_eq!(s.portal_dossiers_reported(AGENCY, 5).await.expect("read").len(), 1);
}

async fn dossiers_and_their_acts(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (id, of) in [("a-1", "m-1"), ("a-2", "m-2"), ("a-3", "m-1")] {
        let work = congvu_store::Work {
            agency: AGENCY.to_owned(),
            idempotency: None,
            expect: vec![congvu_store::Expect { matter: of.to_owned(), version: i64::from(id == "a-3") }],
            series: vec![],
            finish: Box::new(move |assigned| {
                Ok(congvu_store::Writes {
                    acts: vec![act(assigned, id, of)],
                    matters: vec![matter(of, if id == "a-3" { 2 } else { 1 })],
                    ..congvu_store::Writes::default()
                })
            }),
        };
        s.commit(work).await.expect("stored");
    }
    s.put_portal_dossier(AGENCY, &dossier("G22-1", "m-1")).await.expect("put");
    let seqs = async |after, up_to| {
        let acts = s.portal_acts(AGENCY, after, up_to).await.expect("read");
        acts.iter().map(|a| a.seq).collect::<Vec<_>>()
    };
    assert_eq!(seqs(0, 9).await, [1, 3]);
    assert_eq!(seqs(1, 9).await, [3]);
    assert_eq!(seqs(0, 2).await, [1]);
}

async fn nonces(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (agency, nonce, now, new) in [
        (AGENCY, "n", T0, true),
        (AGENCY, "n", T0 + 9, false),
        ("long-an", "n", T0, true),
        (AGENCY, "n", T0 + 11, true),
    ] {
        assert_eq!(
            s.portal_nonce(agency, "national", nonce, now + 10, now).await.expect("kept"),
            new,
            "{agency} {now}"
        );
    }
}

async fn places_are_drawn_once(backend: Backend) {
    let t = open(backend).await;
    let puts = (0..24).map(|i| {
        let store = t.store.clone();
        tokio::spawn(
            async move { store.put_portal_message(AGENCY, &message(&format!("m{i:02}"), "out")).await },
        )
    });
    for put in puts.collect::<Vec<_>>() {
        assert!(put.await.expect("ran").expect("put"));
    }
    let all = t.store.portal_messages_after(AGENCY, "national", "out", 0, 100).await.expect("read");
    assert_eq!(all.iter().map(|m| m.seq).collect::<Vec<_>>(), (1..=24).collect::<Vec<i64>>());
}
