//! Trees that grow, their tiles and their proofs.

use super::naive;
use congvu_record::log::merkle::{check_consistency, check_inclusion};
use congvu_record::log::tiles::{self, TileAt, Tiles};
use congvu_record::log::{Growing, Refused};
use congvu_record::{Hash, leaf};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| leaf(&n.to_be_bytes())).collect()
}

fn grown(leaves: &[Hash]) -> Growing {
    let mut log = Growing::default();
    leaves.iter().for_each(|leaf| log.push(*leaf));
    log
}

fn all_tiles(log: &Growing) -> Tiles {
    let mut tiles = Tiles::default();
    log.changed().iter().for_each(|(at, hashes)| tiles.put(*at, hashes.clone()));
    tiles
}

#[test]
fn every_small_tree_is_as_the_rfc_defines_it() {
    let all = leaves(70);
    for size in 0..=all.len() {
        let now = &all[..size];
        let log = grown(now);
        let root = log.root().unwrap();
        assert_eq!(root, naive::root(now), "size {size}");
        let tiles = all_tiles(&log);
        for index in 0..size {
            let ranges = tiles::inclusion(index as u64, size as u64).unwrap();
            let proof = tiles.roots(&ranges).unwrap();
            assert_eq!(proof, naive::path(index, now), "leaf {index} of {size}");
            check_inclusion(&now[index], index as u64, size as u64, &proof, &root).unwrap();
        }
        for old in 1..=size {
            let ranges = tiles::consistency(old as u64, size as u64).unwrap();
            let proof = tiles.roots(&ranges).unwrap();
            assert_eq!(proof, naive::proof(old, now), "{old} to {size}");
            let before = naive::root(&all[..old]);
            check_consistency((old as u64, &before), (size as u64, &root), &proof).unwrap();
        }
    }
}

#[test]
fn tiles_are_those_of_the_specification() {
    // The example of tlog-tiles: 70,000 leaves.
    let count = |level| (0..).take_while(|n| tiles::width(TileAt { level, number: *n }, 70_000) > 0).count();
    assert_eq!((count(0), count(1), count(2), count(3)), (274, 2, 1, 0));
    let width = |level, number| tiles::width(TileAt { level, number }, 70_000);
    assert_eq!((width(0, 272), width(0, 273), width(1, 0), width(1, 1), width(2, 0)), (256, 112, 256, 17, 1));
    let log = grown(&leaves(70_000));
    for (at, hashes) in log.changed() {
        assert_eq!(hashes.len() as u64, tiles::width(at, 70_000), "{at:?}");
    }
    assert_eq!(log.changed().len(), 277);
}

#[test]
fn addresses_of_tiles() {
    for (number, width, text) in [
        (0, 256, "000"),
        (1_234_067, 256, "x001/x234/067"),
        (273, 112, "273.p/112"),
        (1_000, 1, "x001/000.p/1"),
        (u64::MAX, 256, "x018/x446/x744/x073/x709/x551/615"),
    ] {
        assert_eq!(tiles::path(number, width), text);
        assert_eq!(tiles::read_path(text), Some((number, width)), "{text}");
    }
    for text in [
        "",
        "0",
        "00",
        "0000",
        "1",
        "+01",
        "x001",
        "x000/001",
        "001/002",
        "x1/002",
        "x001/2",
        "001.p/0",
        "001.p/256",
        "001.p/01",
        "001.p/",
        "001.p/1/2",
        "/001",
        "001/",
        "-01",
        "..",
        "x001//002",
        "x999/x999/x999/x999/x999/x999/x999/999",
        "００１",
    ] {
        assert_eq!(tiles::read_path(text), None, "{text}");
    }
}

#[test]
fn proofs_grow_with_the_logarithm() {
    for (size, most) in [(1_u64, 0), (10_000, 14), (10_000_000, 24), (u64::MAX, 64)] {
        for index in [0, size / 3, size - 1] {
            let ranges = tiles::inclusion(index, size).unwrap();
            assert!(ranges.len() <= most, "{} hashes for leaf {index} of {size}", ranges.len());
            assert!(tiles::needed(&ranges).len() <= 16, "tiles of leaf {index} of {size}");
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let all = leaves(13);
    let root = naive::root(&all);
    let proof = naive::path(5, &all);
    let not = |leaf: &Hash, index, size, proof: &[Hash], root: &Hash| {
        assert_eq!(check_inclusion(leaf, index, size, proof, root), Err(Refused::Proof));
    };
    check_inclusion(&all[5], 5, 13, &proof, &root).unwrap();
    not(&all[4], 5, 13, &proof, &root);
    not(&all[5], 4, 13, &proof, &root);
    not(&all[5], 13, 13, &proof, &root);
    not(&all[5], 5, 12, &proof[..3], &root);
    not(&all[5], 5, 13, &proof[1..], &root);
    not(&all[5], 5, 13, &[&proof[..], &proof[..1]].concat(), &root);
    not(&all[5], 5, 13, &proof, &all[0]);
    not(&all[5], u64::MAX, u64::MAX, &vec![root; 64], &root);
    not(&all[5], 5, 0, &[], &root);
    let old = naive::root(&all[..6]);
    let steps = naive::proof(6, &all);
    check_consistency((6, &old), (13, &root), &steps).unwrap();
    for (from, to, steps) in [
        ((7, &old), (13, &root), &steps[..]),
        ((6, &root), (13, &root), &steps),
        ((6, &old), (40, &root), &steps),
        ((6, &old), (13, &old), &steps),
        ((6, &old), (13, &root), &steps[1..]),
        ((13, &root), (6, &old), &[]),
        ((13, &root), (13, &old), &[]),
        ((0, &root), (13, &root), &[]),
        ((6, &old), (13, &root), &[]),
    ] {
        assert_eq!(check_consistency(from, to, steps), Err(Refused::Proof), "{from:?} {to:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Written in portions and read back from its edge, a log is the same as written at once.
    #[test]
    fn portions_make_the_same_log(cuts in prop::collection::vec(1_usize..700, 1..5), at in any::<prop::sample::Index>()) {
        let all = leaves(cuts.iter().sum());
        let (mut store, mut size) = (BTreeMap::new(), 0_usize);
        let mut log = Growing::default();
        for cut in cuts {
            let edge = tiles::edge(size as u64).into_iter().map(|t| (t, BTreeMap::get(&store, &t).cloned().unwrap())).collect();
            log = Growing::from_edge(size as u64, edge).unwrap();
            all[size..size + cut].iter().for_each(|leaf| log.push(*leaf));
            size += cut;
            store.extend(log.changed().clone());
        }
        prop_assert_eq!(log.root().unwrap(), naive::root(&all));
        let mut tiles = Tiles::default();
        store.into_iter().for_each(|(t, hashes)| tiles.put(t, hashes));
        let index = at.index(size);
        let proof = tiles.roots(&tiles::inclusion(index as u64, size as u64).unwrap()).unwrap();
        prop_assert_eq!(&proof, &naive::path(index, &all));
        let old = index + 1;
        let steps = tiles.roots(&tiles::consistency(old as u64, size as u64).unwrap()).unwrap();
        prop_assert!(check_consistency((old as u64, &naive::root(&all[..old])), (size as u64, &naive::root(&all)), &steps).is_ok());
    }
}

#[test]
fn an_edge_that_is_not_whole_gives_no_log() {
    let log = grown(&leaves(300));
    let edge: BTreeMap<_, _> =
        tiles::edge(300).into_iter().map(|at| (at, log.changed()[&at].clone())).collect();
    assert!(Growing::from_edge(300, edge.clone()).is_some());
    for at in edge.keys() {
        let mut without = edge.clone();
        without.remove(at);
        assert!(Growing::from_edge(300, without).is_none());
        let mut short = edge.clone();
        short.get_mut(at).unwrap().pop();
        assert!(Growing::from_edge(300, short).is_none());
    }
}
