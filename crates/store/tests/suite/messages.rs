//! Messages: put once, claimed by one, and reported in any order.

use congvu_store::testing::Backend;
use congvu_store::{AccountRow, MessageRow, Store};

use crate::support::{AGENCY, T0, matter, on_both, open};
use congvu_store::Writes;

on_both!(
    are_put_once_and_claimed_once,
    reports_in_any_order_end_alike,
    a_dead_sender_is_counted,
    are_read_by_their_recipient_only,
    choices_keep_their_day,
    what_falls_due_is_found
);

fn message(id: &str, channel: &str) -> MessageRow {
    MessageRow {
        agency: AGENCY.to_owned(),
        id: id.to_owned(),
        matter: "m-1".to_owned(),
        act: "a-1".to_owned(),
        notice: "applicant.received".to_owned(),
        channel: channel.to_owned(),
        recipient: "account:mai".to_owned(),
        address: "mai@example.vn".to_owned(),
        subject_vi: "Đã tiếp nhận".to_owned(),
        state: if channel == "in-app" { "delivered" } else { "queued" }.to_owned(),
        queued_ms: T0,
        run_at_ms: T0,
        ..MessageRow::default()
    }
}

async fn now(s: &Store, id: &str) -> MessageRow {
    s.message(AGENCY, id).await.expect("read").expect("there is one")
}

async fn claim(s: &Store, at_ms: i64) -> Vec<MessageRow> {
    s.claim_messages("email", at_ms, 1_000, 9).await.expect("works")
}

async fn are_put_once_and_claimed_once(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let both = [message("x", "email"), message("y", "sms")];
    assert_eq!(s.put_messages(&both).await.expect("stored"), 2);
    let changed = MessageRow { subject_vi: "khác".to_owned(), ..message("x", "email") };
    assert_eq!(s.put_messages(&[changed, message("z", "in-app")]).await.expect("stored"), 1);
    assert_eq!(now(s, "x").await, message("x", "email"), "the first one stays");
    let faulty = MessageRow { recipient: String::new(), ..message("w", "email") };
    assert!(s.put_messages(&[message("v", "email"), faulty]).await.is_err());
    assert_eq!(s.message(AGENCY, "v").await.expect("read"), None, "all or none");
    assert!(claim(s, T0 - 1).await.is_empty(), "not due");
    let claimed = claim(s, T0).await;
    assert_eq!(claimed.iter().map(|m| (m.id.as_str(), m.attempts)).collect::<Vec<_>>(), [("x", 1)]);
    assert!(claim(s, T0).await.is_empty(), "claimed already");
    let x = &claimed[0];
    assert!(s.message_not_sent(x, "smtp-451", Some(T0 + 50)).await.expect("works"));
    assert!(!s.message_not_sent(x, "smtp-451", None).await.expect("works"), "given back already");
    assert!(claim(s, T0 + 49).await.is_empty(), "waits");
    let again = claim(s, T0 + 50).await;
    assert_eq!((again[0].attempts, again[0].unsure, again[0].error.as_str()), (2, 0, "smtp-451"));
    assert!(!s.message_sent(x, T0 + 60).await.expect("works"), "the claim is lost");
    assert!(s.message_deferred(&again[0], T0 + 100).await.expect("works"));
    let third = claim(s, T0 + 100).await;
    assert_eq!(third[0].attempts, 2, "what was put back untried does not count");
    assert!(s.message_sent(&third[0], T0 + 110).await.expect("works"));
    let sent = now(s, "x").await;
    assert_eq!((sent.state.as_str(), sent.sent_ms, sent.error.as_str()), ("sent", Some(T0 + 110), ""));
    assert!(claim(s, i64::MAX / 2).await.is_empty(), "sent once");
}

/// Everything that can happen to a message after it was claimed, in every order and each up to twice.
async fn reports_in_any_order_end_alike(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let happen = ["sent", "delivered-9", "delivered-7", "failed"];
    let mut orders: Vec<Vec<&str>> = vec![Vec::new()];
    for _ in 0..happen.len() {
        let longer = |o: &Vec<&'static str>| {
            let o = o.clone();
            happen.iter().filter(move |h| !o.contains(h)).copied().collect::<Vec<_>>()
        };
        let before = orders.clone();
        orders = before
            .iter()
            .flat_map(|o| longer(o).into_iter().map(|h| [o.as_slice(), &[h]].concat()))
            .collect();
    }
    assert_eq!(orders.len(), 24);
    for (nth, order) in orders.iter().enumerate() {
        let id = format!("m{nth}");
        s.put_messages(&[message(&id, "email")]).await.expect("stored");
        let claimed = claim(s, T0).await;
        assert_eq!(claimed.len(), 1);
        for what in order.iter().chain(order.iter().take(nth % 3)) {
            match *what {
                "sent" => drop(s.message_sent(&claimed[0], T0 + 5).await.expect("works")),
                "failed" => assert!(s.message_failed(AGENCY, &id, "email", "absent").await.expect("works")),
                delivered => {
                    let at = T0
                        + delivered.rsplit('-').next().and_then(|n| n.parse::<i64>().ok()).expect("a number");
                    assert!(s.message_delivered(AGENCY, &id, "email", at).await.expect("works"));
                }
            }
        }
        let end = now(s, &id).await;
        let found = (end.state.as_str(), end.delivered_ms, end.sent_ms, end.error.as_str());
        assert_eq!(found, ("delivered", Some(T0 + 7), Some(T0 + 5), ""), "{order:?}");
    }
    assert!(!s.message_delivered(AGENCY, "m0", "sms", T0).await.expect("works"), "another channel");
    assert!(!s.message_failed(AGENCY, "nobody", "email", "absent").await.expect("works"));
    let off = MessageRow { state: "off".to_owned(), ..message("off", "email") };
    s.put_messages(&[off]).await.expect("stored");
    assert!(!s.message_delivered(AGENCY, "off", "email", T0).await.expect("works"), "never sent");
}

async fn a_dead_sender_is_counted(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    s.put_messages(&[message("x", "email")]).await.expect("stored");
    let first = claim(s, T0).await;
    assert!(claim(s, T0 + 999).await.is_empty(), "the lease lasts");
    let second = claim(s, T0 + 1_000).await;
    assert_eq!((second[0].id.as_str(), second[0].attempts, second[0].unsure), ("x", 2, 1));
    assert!(!s.message_sent(&first[0], T0 + 1_001).await.expect("works"), "came back too late");
    assert!(s.message_sent(&second[0], T0 + 1_002).await.expect("works"));
    let state = now(s, "x").await;
    assert_eq!((state.state.as_str(), state.unsure), ("sent", 1));
}

async fn are_read_by_their_recipient_only(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let told: Vec<MessageRow> = (0..5)
        .map(|n| MessageRow { queued_ms: T0 + n, ..message(&format!("n{n}"), "in-app") })
        .chain([MessageRow { recipient: "person:an".to_owned(), ..message("other", "in-app") }])
        .chain([message("mail", "email")])
        .collect();
    s.put_messages(&told).await.expect("stored");
    assert_eq!(s.unread(AGENCY, "account:mai").await.expect("read"), 5);
    assert_eq!(s.mark_read(AGENCY, "account:mai", "other", Some(T0)).await.expect("works"), 0, "not theirs");
    assert_eq!(s.mark_read(AGENCY, "account:mai", "mail", Some(T0)).await.expect("works"), 0, "not here");
    assert_eq!(s.mark_read(AGENCY, "account:mai", "n2", Some(T0)).await.expect("works"), 1);
    assert_eq!(
        s.mark_read(AGENCY, "account:mai", "n2", Some(T0 + 9)).await.expect("works"),
        0,
        "read already"
    );
    assert_eq!(s.unread(AGENCY, "account:mai").await.expect("read"), 4);
    assert_eq!(s.mark_read(AGENCY, "account:mai", "", Some(T0)).await.expect("works"), 4);
    assert_eq!(s.mark_read(AGENCY, "account:mai", "n0", None).await.expect("works"), 1, "unread again");
    assert_eq!(s.unread(AGENCY, "account:mai").await.expect("read"), 1);
    assert_eq!(s.unread("long-an", "account:mai").await.expect("read"), 0, "another agency");
    assert_eq!(s.unread(AGENCY, "person:an").await.expect("read"), 1);
    let page = s.messages_to(AGENCY, "account:mai", "in-app", 3, None).await.expect("read");
    assert_eq!(page.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["n4", "n3", "n2"]);
    let rest = s.messages_to(AGENCY, "account:mai", "in-app", 3, Some((T0 + 2, "n2"))).await.expect("read");
    assert_eq!(rest.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["n1", "n0"]);
    assert_eq!(s.messages_of(AGENCY, "m-1", 99).await.expect("read").len(), 7);
    assert!(s.messages_of("long-an", "m-1", 99).await.expect("read").is_empty());
}

async fn choices_keep_their_day(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let of = |s: Store| async move { s.notice_choices(AGENCY, "mai").await.expect("read") };
    assert!(of(s.clone()).await.is_empty(), "nothing is chosen for anybody");
    s.put_notice_choices(AGENCY, "mai", &["email", "sms"], T0).await.expect("stored");
    s.put_notice_choices(AGENCY, "mai", &["email", "zalo"], T0 + 5).await.expect("stored");
    assert_eq!(of(s.clone()).await, [("email".to_owned(), T0), ("zalo".to_owned(), T0 + 5)]);
    s.put_messages(&[message("x", "email"), message("y", "zalo")]).await.expect("stored");
    s.put_notice_choices(AGENCY, "mai", &["zalo"], T0 + 9).await.expect("stored");
    assert_eq!(
        (now(s, "x").await.state, now(s, "x").await.error),
        ("failed".to_owned(), "not-wanted".to_owned())
    );
    assert_eq!(now(s, "y").await.state, "queued");
    let person = |id: &str, person: &str| AccountRow {
        id: id.to_owned(),
        login: id.to_owned(),
        person: Some(person.to_owned()),
        ..AccountRow::default()
    };
    s.put_account(AGENCY, &person("o-1", "an")).await.expect("stored");
    s.put_account(AGENCY, &person("o-2", "binh")).await.expect("stored");
    let found = s.accounts_of_person(AGENCY, "an").await.expect("read");
    assert_eq!(found.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["o-1"]);
}

async fn what_falls_due_is_found(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (id, due_ms, closed_ms) in [
        ("m-late", Some(T0 - 5), None),
        ("m-soon", Some(T0 + 5), None),
        ("m-far", Some(T0 + 50), None),
        ("m-none", None, None),
        ("m-closed", Some(T0 - 5), Some(T0)),
    ] {
        let mut row = matter(id, 1);
        (row.due_ms, row.closed_ms) = (due_ms, closed_ms);
        let work = congvu_store::Work {
            agency: AGENCY.to_owned(),
            idempotency: None,
            expect: vec![congvu_store::Expect { matter: id.to_owned(), version: 0 }],
            series: Vec::new(),
            finish: Box::new(move |_| Ok(Writes { matters: vec![row.clone()], ..Writes::default() })),
        };
        s.commit(work).await.expect("stored");
    }
    let due = s.matters_due(AGENCY, T0 + 50, 1, None).await.expect("read");
    assert_eq!(due.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["m-late"]);
    let due = s.matters_due(AGENCY, T0 + 50, 9, Some((T0 - 5, "m-late"))).await.expect("read");
    assert_eq!(due.iter().map(|m| m.id.as_str()).collect::<Vec<_>>(), ["m-soon"]);
}
