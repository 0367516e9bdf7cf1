//! Proofs, good and bad, that others made (transparency-dev/merkle). They lie beside the project, not in it.

use base64::Engine as _;
use congvu_record::log::merkle::{check_consistency, check_inclusion};
use congvu_record::{Hash, leaf};
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

fn hash(text: &str) -> Option<Hash> {
    decoded(text)?.try_into().ok()
}

fn decoded(text: &str) -> Option<Vec<u8>> {
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// Some roots are no hashes: their digests stand in for them, which are the same where they are.
fn root(text: &str) -> Option<Hash> {
    hash(text).or_else(|| Some(leaf(&decoded(text)?)))
}

fn hashes(texts: Option<Vec<String>>) -> Option<Vec<Hash>> {
    texts.unwrap_or_default().iter().map(|text| hash(text)).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Reads every file of a kind; none where the vectors are not here, which only a clone away from them may be.
fn each(kind: &str, mut check: impl FnMut(&str, &str)) {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !shared.is_dir() {
        return;
    }
    let mut found = Vec::new();
    files(&shared.join("vectors/merkle").join(kind), &mut found);
    assert!(found.len() > 10, "only {} vectors", found.len());
    for file in found {
        check(&file.display().to_string(), &std::fs::read_to_string(&file).unwrap());
    }
}

#[test]
fn inclusion() {
    each("inclusion", |file, text| {
        let v: Inclusion = serde_json::from_str(text).unwrap();
        let good = (|| {
            let (leaf, root, proof) = (hash(&v.leaf_hash)?, hash(&v.root)?, hashes(v.proof)?);
            check_inclusion(&leaf, v.leaf_idx, v.tree_size, &proof, &root).ok()
        })();
        assert_eq!(good.is_none(), v.want_err, "{file}");
    });
}

#[test]
fn consistency() {
    each("consistency", |file, text| {
        let v: Consistency = serde_json::from_str(text).unwrap();
        let good = (|| {
            let (old, new, proof) = (root(&v.root1)?, root(&v.root2)?, hashes(v.proof)?);
            check_consistency((v.size1, &old), (v.size2, &new), &proof).ok()
        })();
        assert_eq!(good.is_none(), v.want_err, "{file}");
    });
}
