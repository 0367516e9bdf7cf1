//! Short ways to make works.

use congvu_store::testing::{Backend, TestStore};
use congvu_store::{ActRow, Assigned, CommitError, Committed, Expect, MatterRow, Store, Work, Writes};

pub const AGENCY: &str = "binh-duong";
/// Monday 4 March 2024, 08:00 in Vietnam.
pub const T0: i64 = 1_709_514_000_000;

/// Makes each function a test on both engines.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(congvu_store::testing::Backend::Sqlite).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                super::$name(congvu_store::testing::Backend::Postgres).await;
            })+
        }
    };
}
pub(crate) use on_both;

pub async fn open(backend: Backend) -> TestStore {
    TestStore::open(backend).await.expect("a fresh store opens")
}

/// The chain's rule in these tests: any function of the previous hash and the body will do.
pub fn chain(prev: [u8; 32], body: &[u8]) -> [u8; 32] {
    let mut hash = prev;
    for (at, byte) in body.iter().enumerate() {
        let place = at % 32;
        hash[place] = hash[place].rotate_left(3) ^ byte.wrapping_add(17);
        hash[(place + 7) % 32] = hash[(place + 7) % 32].wrapping_add(hash[place]).wrapping_add(1);
    }
    hash
}

pub fn act(assigned: &Assigned, id: &str, matter: &str) -> ActRow {
    ActRow {
        seq: assigned.next_seq,
        id: id.to_owned(),
        matter: matter.to_owned(),
        kind: "receive".to_owned(),
        at_ms: T0 + assigned.next_seq,
        actor: "an".to_owned(),
        position: Some("bd-05".to_owned()),
        clause: "d2.k8.a".to_owned(),
        hash: chain(assigned.prev_hash, id.as_bytes()),
        salt: Some([7; 32]),
        body: id.as_bytes().to_vec(),
    }
}

pub fn matter(id: &str, version: i64) -> MatterRow {
    MatterRow {
        id: id.to_owned(),
        version,
        kind: "application".to_owned(),
        procedure: "site.grant".to_owned(),
        state: "received".to_owned(),
        turn: "role:reception".to_owned(),
        unit: "reception".to_owned(),
        subject: format!("Hồ sơ {id}"),
        opened_ms: T0,
        body: "{}".to_owned(),
        ..MatterRow::default()
    }
}

/// A work that only writes rows.
pub fn work(finish: impl FnMut(&Assigned) -> Result<Writes, String> + Send + 'static) -> Work {
    Work {
        agency: AGENCY.to_owned(),
        idempotency: None,
        expect: Vec::new(),
        series: Vec::new(),
        finish: Box::new(finish),
    }
}

/// One act that brings `row` to its version from the one before.
pub fn change(act_id: &str, row: MatterRow) -> Work {
    let act_id = act_id.to_owned();
    let expect = vec![Expect { matter: row.id.clone(), version: row.version - 1 }];
    let finish = move |assigned: &Assigned| {
        Ok(Writes {
            acts: vec![act(assigned, &act_id, &row.id)],
            matters: vec![row.clone()],
            answer: act_id.as_bytes().to_vec(),
            ..Writes::default()
        })
    };
    Work { expect, ..work(finish) }
}

/// Stores rows without an act; panics when refused.
pub async fn write(store: &Store, writes: Writes) {
    try_write(store, writes).await.expect("the rows are stored");
}

pub async fn try_write(store: &Store, writes: Writes) -> Result<Committed, CommitError> {
    let expect =
        writes.matters.iter().map(|m| Expect { matter: m.id.clone(), version: m.version - 1 }).collect();
    store.commit(Work { expect, ..work(move |_| Ok(writes.clone())) }).await
}

/// Reads the whole record and checks numbers and hashes; gives how many acts there are.
pub async fn verify_chain(store: &Store, agency: &str) -> i64 {
    let (mut seq, mut hash) = (0, [0; 32]);
    loop {
        let acts = store.acts_from(agency, seq + 1, 1_000).await.expect("the record is read");
        if acts.is_empty() {
            break;
        }
        for act in acts {
            assert_eq!(act.seq, seq + 1, "no gap");
            assert_eq!(act.hash, chain(hash, &act.body), "hash of act {}", act.seq);
            (seq, hash) = (act.seq, act.hash);
        }
    }
    let head = store.head(agency).await.expect("the head is read");
    assert_eq!((head.seq, head.hash), (seq, hash), "the head is the last act");
    seq
}
