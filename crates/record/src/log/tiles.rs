//! The tree cut into tiles (C2SP tlog-tiles), and what proofs are made of.

use super::merkle::{empty, node};
use crate::Hash;
use std::collections::BTreeMap;
use std::ops::Range;

/// Hashes in a full tile.
pub const WIDTH: u64 = 256;
/// Levels of a tree that one tile spans.
const HEIGHT: u32 = 8;
/// Highest level of tiles.
pub const MAX_LEVEL: u8 = 7;

/// Which tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileAt {
    /// Level, 0 for the hashes of leaves.
    pub level: u8,
    /// Number within the level, from 0.
    pub number: u64,
}

/// Tiles at hand.
#[derive(Debug, Clone, Default)]
pub struct Tiles(BTreeMap<TileAt, Vec<Hash>>);

impl Tiles {
    /// Adds a tile, or a longer state of one.
    pub fn put(&mut self, at: TileAt, hashes: Vec<Hash>) {
        self.0.insert(at, hashes);
    }

    /// The root over the leaves in the range; `None` where a tile is missing or too short. O(log of the range).
    ///
    /// The range must begin at a multiple of the greatest power of two that is smaller than its length, as all ranges of proofs
    /// do.
    #[must_use]
    pub fn root(&self, range: Range<u64>) -> Option<Hash> {
        if range.is_empty() {
            return Some(empty());
        }
        let mut parts = full_parts(range).into_iter().rev();
        let (start, height) = parts.next()?;
        let mut hash = self.full(start, height)?;
        for (start, height) in parts {
            hash = node(&self.full(start, height)?, &hash);
        }
        Some(hash)
    }

    /// Hashes of the ranges, in order: what a proof consists of.
    #[must_use]
    pub fn roots(&self, ranges: &[Range<u64>]) -> Option<Vec<Hash>> {
        ranges.iter().map(|range| self.root(range.clone())).collect()
    }

    /// Root of a full subtree.
    fn full(&self, start: u64, height: u32) -> Option<Hash> {
        let (at, first, count) = place(start, height)?;
        let tile = self.0.get(&at)?;
        Some(fold(tile.get(first..first.checked_add(count)?)?.to_vec()))
    }
}

/// Root over hashes whose number is a power of two.
pub(super) fn fold(mut hashes: Vec<Hash>) -> Hash {
    while hashes.len() > 1 {
        hashes = hashes
            .chunks_exact(2)
            .filter_map(|pair| match pair {
                [left, right] => Some(node(left, right)),
                _ => None,
            })
            .collect();
    }
    hashes.first().copied().unwrap_or_else(empty)
}

/// Where the hashes below a full subtree lie: tile, first hash in it, count.
fn place(start: u64, height: u32) -> Option<(TileAt, usize, usize)> {
    let level = height / HEIGHT;
    let first = start.checked_shr(level * HEIGHT)?;
    let at = TileAt { level: u8::try_from(level).ok()?, number: first / WIDTH };
    Some((at, usize::try_from(first % WIDTH).ok()?, 1_usize << (height % HEIGHT)))
}

/// Start and height of the full subtrees that a range consists of, from left to right.
fn full_parts(mut range: Range<u64>) -> Vec<(u64, u32)> {
    let mut parts = Vec::new();
    while range.start < range.end {
        let height = (range.end - range.start).ilog2();
        parts.push((range.start, height));
        range.start += 1 << height;
    }
    parts
}

/// Tiles that are needed to compute the roots of these ranges, each once.
#[must_use]
pub fn needed(ranges: &[Range<u64>]) -> Vec<TileAt> {
    let parts = ranges.iter().flat_map(|range| full_parts(range.clone()));
    let mut tiles: Vec<TileAt> = parts.filter_map(|(start, height)| Some(place(start, height)?.0)).collect();
    tiles.sort_unstable();
    tiles.dedup();
    tiles
}

/// Ranges whose roots prove that a leaf is in a tree of `size` leaves, from its sibling upwards (RFC 9162, 2.1.3.1).
/// None where the leaf is not in the tree.
#[must_use]
pub fn inclusion(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let (mut range, mut proof) = (0..size, Vec::new());
    while range.end - range.start > 1 {
        let middle = split(&range);
        let (inside, beside) = if index < middle {
            (range.start..middle, middle..range.end)
        } else {
            (middle..range.end, range.start..middle)
        };
        proof.push(beside);
        range = inside;
    }
    proof.reverse();
    Some(proof)
}

/// Ranges whose roots prove that a tree of `old` leaves is how the one of `size` leaves began (RFC 9162, 2.1.4.1). None where it
/// is the longer one.
#[must_use]
pub fn consistency(old: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if old > size {
        return None;
    }
    if old == 0 || old == size {
        return Some(Vec::new());
    }
    let (mut range, mut proof) = (0..size, Vec::new());
    while range.end != old {
        let middle = split(&range);
        if old <= middle {
            proof.push(middle..range.end);
            range.end = middle;
        } else {
            proof.push(range.start..middle);
            range.start = middle;
        }
    }
    if range.start > 0 {
        proof.push(range);
    }
    proof.reverse();
    Some(proof)
}

/// Where a tree over more than one leaf parts: after the greatest power of two that is smaller than its size.
fn split(range: &Range<u64>) -> u64 {
    range.start + (1 << (range.end - range.start - 1).ilog2())
}

/// How many hashes a tile has in a tree of `size` leaves; 0 where it has none.
#[must_use]
pub fn width(at: TileAt, size: u64) -> u64 {
    let hashes = size.checked_shr(u32::from(at.level) * HEIGHT).unwrap_or(0);
    hashes.saturating_sub(at.number.saturating_mul(WIDTH)).min(WIDTH)
}

/// The tiles at the right edge of a tree of `size` leaves, one of each level that has any; where the last is full, it.
#[must_use]
pub fn edge(size: u64) -> Vec<TileAt> {
    let mut tiles = Vec::new();
    for level in 0..=MAX_LEVEL {
        let hashes = size.checked_shr(u32::from(level) * HEIGHT).unwrap_or(0);
        if hashes == 0 {
            break;
        }
        tiles.push(TileAt { level, number: (hashes - 1) / WIDTH });
    }
    tiles
}

/// Reads what stands after `tile/<L>/`: number, and width where it is a part of a tile.
#[must_use]
pub fn read_path(path: &str) -> Option<(u64, u64)> {
    let (path, width) = match path.split_once(".p/") {
        Some((path, width)) => (path, number(width).filter(|w| (1..WIDTH).contains(w))?),
        None => (path, WIDTH),
    };
    let parts: Vec<&str> = path.split('/').collect();
    let (last, before) = parts.split_last()?;
    let mut found = 0_u64;
    for part in before {
        found = found.checked_mul(1_000)?.checked_add(three(part.strip_prefix('x')?)?)?;
    }
    found = found.checked_mul(1_000)?.checked_add(three(last)?)?;
    // No element may be there that says nothing.
    (before.first().is_none_or(|first| *first != "x000")).then_some((found, width))
}

/// Writes what stands after `tile/<L>/`.
#[must_use]
pub fn path(number: u64, width: u64) -> String {
    let mut text = format!("{:03}", number % 1_000);
    let mut rest = number / 1_000;
    while rest > 0 {
        text = format!("x{:03}/{text}", rest % 1_000);
        rest /= 1_000;
    }
    if width < WIDTH { format!("{text}.p/{width}") } else { text }
}

fn three(text: &str) -> Option<u64> {
    (text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A number in decimal digits, without zeroes before it.
pub(super) fn number(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (plain && (text == "0" || !text.starts_with('0'))).then(|| text.parse().ok())?
}
