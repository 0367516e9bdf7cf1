//! Accounts, sessions, drafts, throttles, settings.

use congvu_store::testing::Backend;
use congvu_store::{AccountRow, DraftRow, SessionRow, StoreError};

use crate::support::{AGENCY, T0, on_both, open};

on_both!(accounts, sessions, drafts, throttles_and_settings, visits_add_up);

async fn accounts(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let account = |id: &str, login: &str| AccountRow {
        id: id.to_owned(),
        login: login.to_owned(),
        password_hash: "$argon2id$".to_owned(),
        name: "Nguyễn Thị Ân".to_owned(),
        phone: "0900000000".to_owned(),
        email: "an@example.vn".to_owned(),
        kind: "officer".to_owned(),
        person: Some("bd-an".to_owned()),
        created_ms: T0,
        closed_ms: None,
    };
    for (id, login) in [("u-1", "an"), ("u-2", "binh")] {
        s.put_account(AGENCY, &account(id, login)).await.expect("stored");
    }
    let taken = s.put_account(AGENCY, &account("u-3", "an")).await;
    assert!(matches!(taken, Err(StoreError::Duplicate { .. })), "{taken:?}");
    s.put_account("long-an", &account("u-1", "an")).await.expect("another agency");
    let closed = AccountRow { closed_ms: Some(T0 + 1), ..account("u-1", "an.nguyen") };
    s.put_account(AGENCY, &closed).await.expect("changed");
    assert_eq!(s.account(AGENCY, "u-1").await.expect("read"), Some(closed.clone()));
    assert_eq!(s.account_by_login(AGENCY, "an.nguyen").await.expect("read"), Some(closed));
    assert_eq!(s.account_by_login(AGENCY, "an").await.expect("read"), None);
    let list = s.accounts(AGENCY, 9, "u-1").await.expect("read");
    assert_eq!(list, [account("u-2", "binh")]);
    for (id, login) in [("", "x"), ("x", ""), ("x", "a\0b")] {
        let refused = s.put_account(AGENCY, &account(id, login)).await;
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{id:?} {login:?}: {refused:?}");
    }
}

async fn sessions(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let session = |key: &str, account: Option<&str>, expires_ms: i64| SessionRow {
        key_hash: key.to_owned(),
        account: account.map(str::to_owned),
        data: "{}".to_owned(),
        expires_ms,
    };
    let rows = [("k-1", None, T0 + 10), ("k-2", Some("u"), T0 + 20), ("k-3", Some("u"), T0 + 30)];
    for (key, account, expires_ms) in rows {
        s.put_session(AGENCY, &session(key, account, expires_ms)).await.expect("stored");
    }
    s.put_session(AGENCY, &session("k-1", Some("v"), T0 + 15)).await.expect("signed in");
    let found = s.session(AGENCY, "k-1", T0 + 14).await.expect("read");
    assert_eq!(found, Some(session("k-1", Some("v"), T0 + 15)));
    assert_eq!(s.session(AGENCY, "k-1", T0 + 15).await.expect("read"), None, "expired");
    assert_eq!(s.delete_expired(T0 + 15).await.expect("works"), 1);
    s.delete_session(AGENCY, "k-2").await.expect("works");
    assert_eq!(s.session(AGENCY, "k-2", T0).await.expect("read"), None);
    assert_eq!(s.delete_sessions_of(AGENCY, "u").await.expect("works"), 1);
    assert_eq!(s.session(AGENCY, "k-3", T0).await.expect("read"), None);
}

async fn drafts(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let draft = |id: &str, owner: &str, updated_ms: i64| DraftRow {
        id: id.to_owned(),
        owner: owner.to_owned(),
        procedure: "site.grant".to_owned(),
        body: format!("{{\"at\":{updated_ms}}}"),
        updated_ms,
    };
    for (id, owner, at) in [("f-1", "account:u", 1), ("f-2", "account:u", 2), ("f-3", "secret:x", 3)] {
        s.put_draft(AGENCY, &draft(id, owner, at)).await.expect("stored");
    }
    s.put_draft(AGENCY, &draft("f-1", "account:u", 5)).await.expect("changed");
    let stolen = s.put_draft(AGENCY, &draft("f-1", "secret:x", 6)).await;
    assert!(matches!(stolen, Err(StoreError::Duplicate { .. })), "{stolen:?}");
    assert_eq!(s.draft(AGENCY, "secret:x", "f-1").await.expect("read"), None, "not theirs");
    assert_eq!(s.draft(AGENCY, "account:u", "f-1").await.expect("read"), Some(draft("f-1", "account:u", 5)));
    let list = s.drafts_of(AGENCY, "account:u", 9).await.expect("read");
    assert_eq!(list.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["f-1", "f-2"]);
    assert!(!s.delete_draft(AGENCY, "secret:x", "f-1").await.expect("works"), "not theirs");
    assert!(s.delete_draft(AGENCY, "account:u", "f-1").await.expect("works"));
    assert_eq!(s.delete_drafts_before(3).await.expect("works"), 1);
    assert!(s.draft(AGENCY, "secret:x", "f-3").await.expect("read").is_some());
}

async fn throttles_and_settings(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    for (now, expected) in [(T0, 1), (T0 + 1, 2), (T0 + 59_999, 3), (T0 + 60_000, 1), (T0, 4)] {
        assert_eq!(s.throttle(AGENCY, "login:1.2.3.4", 60_000, now).await.expect("counted"), expected);
    }
    assert_eq!(s.throttle(AGENCY, "login:1.2.3.5", 60_000, T0).await.expect("counted"), 1);
    assert_eq!(s.throttle(AGENCY, "login:1.2.3.4", 1_000, T0).await.expect("counted"), 1, "another window");
    assert_eq!(s.throttle(AGENCY, "odd", 0, i64::MIN).await.expect("counted"), 1);
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let store = s.clone();
            tokio::spawn(async move { store.throttle(AGENCY, "same", 1_000, T0).await.expect("counted") })
        })
        .collect();
    let mut counts = Vec::new();
    for task in tasks {
        counts.push(task.await.expect("no panic"));
    }
    counts.sort_unstable();
    assert_eq!(counts, (1..=20).collect::<Vec<i64>>(), "no count is lost");
    assert!(s.delete_expired(T0 + 60_000).await.expect("works") >= 4);
    assert_eq!(s.throttle(AGENCY, "login:1.2.3.4", 60_000, T0 + 60_000).await.expect("counted"), 2, "kept");
    for (key, value) in [("b", "1"), ("a", "{\"x\":true}"), ("b", "2")] {
        s.put_setting(AGENCY, key, value).await.expect("stored");
    }
    assert_eq!(s.setting(AGENCY, "b").await.expect("read").as_deref(), Some("2"));
    assert_eq!(s.setting(AGENCY, "c").await.expect("read"), None);
    let all = s.settings(AGENCY).await.expect("read");
    assert_eq!(all, [("a".to_owned(), "{\"x\":true}".to_owned()), ("b".to_owned(), "2".to_owned())]);
    s.ping().await.expect("answers");
}

async fn visits_add_up(backend: Backend) {
    let t = open(backend).await;
    let s = &t.store;
    let visit =
        |day: &str, page: &str, count| congvu_store::VisitRow { day: day.into(), page: page.into(), count };
    s.add_visits("a", &[visit("2024-03-04", "/", 2), visit("2024-03-05", "/help", 1)]).await.expect("added");
    s.add_visits("a", &[visit("2024-03-04", "/", 3)]).await.expect("added");
    s.add_visits("b", &[visit("2024-03-04", "/", 7)]).await.expect("added");
    let all = s.visits("a", "2024-03-04", "2024-03-05", 9).await.expect("read");
    assert_eq!(all, [visit("2024-03-04", "/", 5), visit("2024-03-05", "/help", 1)]);
    assert_eq!(s.visits("a", "2024-03-05", "2024-03-09", 9).await.expect("read").len(), 1);
    assert_eq!(s.visits("a", "2024-03-04", "2024-03-05", 1).await.expect("read").len(), 1);
    assert!(s.add_visits("a", &[visit("2024-03-04", "", 1)]).await.is_err());
}
