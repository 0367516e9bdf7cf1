//! Opening, refusing to open, copying.

use congvu_store::testing::Backend;
use congvu_store::{Store, StoreConfig, StoreError};

use crate::support::{AGENCY, change, matter, open, verify_chain};

#[tokio::test]
async fn refuses_addresses_that_cannot_work() {
    let dir = tempfile::tempdir().expect("a folder");
    for (database, expected) in [
        ("", "the database must be sqlite:///path/congvu.db or postgres://…"),
        ("mysql://root:secret@localhost/x", "the database must be sqlite:///path/congvu.db or postgres://…"),
        (
            "sqlite://:memory:",
            "a database in memory would lose everything at the end; give a file: sqlite:///path/congvu.db",
        ),
        ("sqlite:///tmp/x.db?mode=ro", "the path of a SQLite database takes no `?` options"),
        ("postgres://[", "the database address cannot be read"),
    ] {
        let refused =
            Store::open(StoreConfig::new(database, dir.path())).await.map(|_| ()).expect_err("refused");
        assert!(matches!(refused, StoreError::Config(_)));
        assert_eq!(refused.to_string(), expected, "{database}");
    }
    let nobody = Store::open(StoreConfig::new("postgres://127.0.0.1:1/x", dir.path())).await.map(|_| ());
    assert!(nobody.is_err(), "{nobody:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn makes_the_folders() {
    let dir = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite://{}", dir.path().join("a/b/congvu.db").display());
    let store = Store::open(StoreConfig::new(database, dir.path().join("c/d"))).await.expect("opens");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_whole_while_work_goes_on() {
    let t = open(Backend::Sqlite).await;
    let writer = {
        let store = t.store.clone();
        tokio::spawn(async move {
            for at in 0..300 {
                let id = format!("m-{at}");
                store.commit(change(&id, matter(&id, 1))).await.expect("stored");
            }
        })
    };
    while t.store.head(AGENCY).await.expect("read").seq < 50 {
        tokio::task::yield_now().await;
    }
    let dir = tempfile::tempdir().expect("a folder");
    let copy = dir.path().join("copy.db");
    t.store.snapshot(&copy).await.expect("copied");
    let again = t.store.snapshot(&copy).await;
    assert!(matches!(again, Err(StoreError::Config(_))), "a backup is never overwritten: {again:?}");
    writer.await.expect("no panic");
    let restored = StoreConfig::new(format!("sqlite://{}", copy.display()), dir.path().join("files"));
    let restored = Store::open(restored).await.expect("opens");
    let acts = verify_chain(&restored, AGENCY).await;
    assert!((50..=300).contains(&acts), "{acts}");
    assert_eq!(restored.matters(AGENCY, 1_000, "").await.expect("read").len() as i64, acts);
    restored.close().await;
}
