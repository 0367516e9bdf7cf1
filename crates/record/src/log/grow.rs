//! A log to which leaves are added.

use super::tiles::{self, TileAt, Tiles, WIDTH};
use crate::Hash;
use std::collections::BTreeMap;

/// The right edge of a tree, and the tiles that changed since it was read.
#[derive(Debug, Clone, Default)]
pub struct Growing {
    size: u64,
    /// The last tile of each level, which may be full.
    edge: Vec<Vec<Hash>>,
    /// Tiles that became full since it was read.
    full: BTreeMap<TileAt, Vec<Hash>>,
    /// Levels whose last tile changed since it was read.
    touched: usize,
}

impl Growing {
    /// The tree of `size` leaves, from its [`tiles::edge`]; `None` where a tile is missing or has not the width that it must have.
    #[must_use]
    pub fn from_edge(size: u64, mut stored: BTreeMap<TileAt, Vec<Hash>>) -> Option<Self> {
        let mut edge = Vec::new();
        for at in tiles::edge(size) {
            let mut hashes = stored.remove(&at)?;
            let width = usize::try_from(tiles::width(at, size)).ok()?;
            if hashes.len() < width {
                return None;
            }
            // What a transaction that was not finished may have left behind.
            hashes.truncate(width);
            edge.push(hashes);
        }
        Some(Self { size, edge, full: BTreeMap::new(), touched: 0 })
    }

    /// How many leaves it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of a leaf. O(1) on average.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0..=tiles::MAX_LEVEL {
            let number = (self.size >> (u32::from(level) * 8)) / WIDTH;
            let slot = usize::from(level);
            if self.edge.len() <= slot {
                self.edge.push(Vec::new());
            }
            let Some(tile) = self.edge.get_mut(slot) else { break };
            // A full tile is left behind when the next one begins.
            if tile.len() as u64 >= WIDTH {
                tile.clear();
            }
            tile.push(hash);
            self.touched = self.touched.max(slot + 1);
            if (tile.len() as u64) < WIDTH {
                break;
            }
            hash = tiles::fold(tile.clone());
            self.full.insert(TileAt { level, number }, tile.clone());
        }
        self.size += 1;
    }

    /// The root now.
    #[must_use]
    pub fn root(&self) -> Option<Hash> {
        let mut known = Tiles::default();
        for (at, hashes) in tiles::edge(self.size).into_iter().zip(&self.edge) {
            known.put(at, hashes.clone());
        }
        known.root(0..self.size)
    }

    /// The tiles that changed, whole.
    #[must_use]
    pub fn changed(&self) -> BTreeMap<TileAt, Vec<Hash>> {
        self.with_edge(self.full.clone())
    }

    /// The tiles that changed, which are forgotten then.
    pub fn take_changed(&mut self) -> BTreeMap<TileAt, Vec<Hash>> {
        let full = std::mem::take(&mut self.full);
        let changed = self.with_edge(full);
        self.touched = 0;
        changed
    }

    fn with_edge(&self, mut tiles: BTreeMap<TileAt, Vec<Hash>>) -> BTreeMap<TileAt, Vec<Hash>> {
        let edge = tiles::edge(self.size).into_iter().zip(&self.edge);
        tiles.extend(edge.take(self.touched).map(|(at, hashes)| (at, hashes.clone())));
        tiles
    }
}
