//! Trees of hashes and their proofs (RFC 9162, 2.1).

use super::Refused;
use crate::Hash;
use sha2::{Digest, Sha256};

/// Longest proof of a tree whose size is a 64-bit number.
pub const MAX_PROOF: usize = 64;

/// Root of the tree without leaves (RFC 9162, 2.1.1).
#[must_use]
pub fn empty() -> Hash {
    Sha256::digest([]).into()
}

/// Hash of a node above two others (RFC 9162, 2.1.1).
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([1_u8]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// Checks that the leaf with hash `leaf` stands at `index` (from 0) in the tree of `size` leaves with this root
/// (RFC 9162, 2.1.3.2). O(log `size`).
///
/// # Errors
/// [`Refused::Proof`].
pub fn check_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), Refused> {
    if index >= size {
        return Err(Refused::Proof);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for step in proof {
        if last == 0 {
            return Err(Refused::Proof);
        }
        if at & 1 == 1 || at == last {
            hash = node(step, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, step);
        }
        at >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root { Ok(()) } else { Err(Refused::Proof) }
}

/// Checks that the tree of `old` leaves with root `old_root` is how the tree of `size` leaves with root `root` began
/// (RFC 9162, 2.1.4.2). O(log `size`).
///
/// # Errors
/// [`Refused::Proof`].
pub fn check_consistency(
    (old, old_root): (u64, &Hash),
    (size, root): (u64, &Hash),
    proof: &[Hash],
) -> Result<(), Refused> {
    let fits = |so: bool| if so { Ok(()) } else { Err(Refused::Proof) };
    // Nothing can be proven of a tree without leaves: every other begins so.
    if old > size || old == 0 {
        return Err(Refused::Proof);
    }
    if old == size {
        return fits(proof.is_empty() && old_root == root);
    }
    // Where the old tree is full, its root is the first node and is not sent.
    let full = old.is_power_of_two().then_some(old_root);
    let mut steps = full.into_iter().chain(proof);
    let Some(first) = steps.next() else { return Err(Refused::Proof) };
    let (mut at, mut last) = (old - 1, size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut before, mut after) = (*first, *first);
    for step in steps {
        if last == 0 {
            return Err(Refused::Proof);
        }
        if at & 1 == 1 || at == last {
            before = node(step, &before);
            after = node(step, &after);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            after = node(&after, step);
        }
        at >>= 1;
        last >>= 1;
    }
    fits(last == 0 && before == *old_root && after == *root)
}
