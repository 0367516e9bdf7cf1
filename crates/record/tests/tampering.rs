//! Each crime against the record is found and named.

use congvu_record::{Chain, FaultKind, GENESIS, Hash, Link, chain, leaf};
use proptest::prelude::*;

#[derive(Clone, Debug)]
struct Row {
    seq: i64,
    prev: Hash,
    hash: Hash,
    body: Vec<u8>,
}

fn record(bodies: &[Vec<u8>]) -> Vec<Row> {
    let mut prev = GENESIS;
    (1..)
        .zip(bodies)
        .map(|(seq, body)| {
            let hash = chain(&prev, &leaf(body));
            let row = Row { seq, prev, hash, body: body.clone() };
            prev = hash;
            row
        })
        .collect()
}

fn faults(rows: &[Row], head: Option<(i64, Hash)>) -> Vec<(i64, FaultKind)> {
    let mut chain = Chain::default();
    let mut found = Vec::new();
    for row in rows {
        let id = format!("act-{}", row.seq);
        let link =
            Link { seq: row.seq, id: &id, prev: &row.prev, hash: &row.hash, salt: None, body: &row.body };
        if let Err(fault) = chain.step(&link) {
            found.push((fault.seq, fault.kind));
        }
    }
    if let Some((seq, hash)) = head
        && let Err(fault) = chain.ends_at(seq, &hash)
    {
        found.push((fault.seq, fault.kind));
    }
    found
}

fn bodies() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 1..40), 3..20)
}

proptest! {
    // conformance: TT01VPCP-17.1.b
    #[test]
    fn an_untouched_record_is_clean(bodies in bodies()) {
        let rows = record(&bodies);
        let head = rows.last().map(|r| (r.seq, r.hash));
        prop_assert_eq!(faults(&rows, head), vec![]);
    }

    #[test]
    fn a_changed_act_is_named(bodies in bodies(), pick in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut rows = record(&bodies);
        let at = pick.index(rows.len());
        rows[at].body[0] ^= 1 << bit;
        prop_assert_eq!(faults(&rows, None), vec![(rows[at].seq, FaultKind::Changed)]);
    }

    #[test]
    fn a_changed_act_with_its_own_hash_mended_breaks_the_next(bodies in bodies(), pick in any::<prop::sample::Index>()) {
        let mut rows = record(&bodies);
        let at = pick.index(rows.len() - 1);
        rows[at].body.push(1);
        rows[at].hash = chain(&rows[at].prev, &leaf(&rows[at].body));
        prop_assert_eq!(faults(&rows, None), vec![(rows[at].seq + 1, FaultKind::Reordered)]);
    }

    #[test]
    fn a_removed_act_is_named(bodies in bodies(), pick in any::<prop::sample::Index>()) {
        let mut rows = record(&bodies);
        let head = rows.last().map(|r| (r.seq, r.hash));
        let at = pick.index(rows.len());
        let gone = rows.remove(at);
        let found = faults(&rows, head);
        prop_assert_eq!(found.len(), 1);
        match found[0].1 {
            FaultKind::Removed { expected } => prop_assert_eq!(expected, gone.seq),
            FaultKind::Truncated { head } => prop_assert_eq!(head, gone.seq),
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn an_inserted_act_is_named(bodies in bodies(), pick in any::<prop::sample::Index>()) {
        let mut rows = record(&bodies);
        let at = pick.index(rows.len());
        let twin = rows[at].clone();
        rows.insert(at + 1, twin.clone());
        let found = faults(&rows, None);
        prop_assert_eq!(found[0], (twin.seq, FaultKind::Inserted { expected: twin.seq + 1 }));
    }

    #[test]
    fn swapped_acts_are_named(bodies in bodies(), pick in any::<prop::sample::Index>()) {
        let mut rows = record(&bodies);
        let at = pick.index(rows.len() - 1);
        // Somebody swaps two acts and renumbers them.
        let (a, b) = (rows[at].seq, rows[at + 1].seq);
        rows.swap(at, at + 1);
        rows[at].seq = a;
        rows[at + 1].seq = b;
        let found = faults(&rows, None);
        prop_assert!(found.iter().any(|(seq, kind)| *seq == a && *kind == FaultKind::Reordered), "{found:?}");
    }
}
