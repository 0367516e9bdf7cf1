//! What anybody may read of a log, and the proofs made from it.

use super::{broken, by_place, places};
use crate::desk::Desk;
use crate::error::DeskError;
use congvu_record::commitment;
use congvu_record::log::tiles::{self, TileAt, Tiles};
use congvu_record::log::{Checkpoint, Note, Receipt};
use congvu_store::CheckpointRow;
use std::ops::Range;

/// A log and what was last signed of it.
#[derive(Debug, Clone)]
pub struct LogState {
    /// The key that checks it.
    pub verifier: String,
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The signed note.
    pub note: Note,
    /// When, milliseconds UTC.
    pub at_ms: i64,
}

impl Desk {
    /// The agency's log as it was last signed; none before its first act is in it.
    ///
    /// # Errors
    /// The store.
    pub async fn log_state(&self, agency: &str) -> Result<Option<LogState>, DeskError> {
        let store = &self.inner.store;
        let (Some(log), Some(row)) = (store.log(agency).await?, store.checkpoint(agency).await?) else {
            return Ok(None);
        };
        let CheckpointRow { note, at_ms, .. } = row;
        let note = Note::read(&note).map_err(|e| broken(agency, e))?;
        let checkpoint = Checkpoint::read(&note).map_err(|e| broken(agency, e))?;
        Ok(Some(LogState { verifier: log.verifier, checkpoint, note, at_ms }))
    }

    /// The first `width` hashes of a tile of the signed tree, one after the other; none where the signed tree has not so many there.
    ///
    /// # Errors
    /// The store.
    pub async fn log_tile(&self, agency: &str, at: TileAt, width: u64) -> Result<Option<Vec<u8>>, DeskError> {
        if !self.is_signed(agency, at, width).await? {
            return Ok(None);
        }
        let mut rows = self.inner.store.tiles(agency, &[(at.level, at.number)]).await?;
        let hashes = rows.remove(&(at.level, at.number)).unwrap_or_default();
        let width = usize::try_from(width).unwrap_or(usize::MAX);
        Ok(hashes.get(..width).map(<[_]>::concat))
    }

    /// The first `width` entries of a bundle: commitments to acts, each after its length (C2SP tlog-tiles).
    ///
    /// # Errors
    /// The store.
    pub async fn log_entries(
        &self,
        agency: &str,
        number: u64,
        width: u64,
    ) -> Result<Option<Vec<u8>>, DeskError> {
        if !self.is_signed(agency, TileAt { level: 0, number }, width).await? {
            return Ok(None);
        }
        let first = number.saturating_mul(tiles::WIDTH).saturating_add(1);
        let first = i64::try_from(first).unwrap_or(i64::MAX);
        let limit = u32::try_from(width).unwrap_or(u32::MAX);
        let rows = self.inner.store.acts_from(agency, first, limit).await?;
        let entries = rows.iter().flat_map(|row| {
            let entry = commitment(row.salt.as_ref(), &row.body);
            [0_u8, 32].into_iter().chain(entry)
        });
        Ok(Some(entries.collect()))
    }

    async fn is_signed(&self, agency: &str, at: TileAt, width: u64) -> Result<bool, DeskError> {
        let size = self.log_state(agency).await?.map_or(0, |state| state.checkpoint.size);
        Ok(width > 0 && width <= tiles::width(at, size))
    }

    /// The proof that an act stands in the record, with the act itself where `open`; none where there is no such act or it is not signed
    /// yet. O(log of the acts).
    ///
    /// # Errors
    /// The store, or its tiles are not the tree that was signed.
    pub async fn receipt(&self, agency: &str, seq: i64, open: bool) -> Result<Option<Receipt>, DeskError> {
        let Some(state) = self.log_state(agency).await? else { return Ok(None) };
        let index = u64::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        let Some((index, ranges)) =
            index.and_then(|i| Some((i, tiles::inclusion(i, state.checkpoint.size)?)))
        else {
            return Ok(None);
        };
        let proof = self.hashes(agency, &ranges).await?;
        let rows = self.inner.store.acts_from(agency, seq, 1).await?;
        let Some(row) = rows.into_iter().next().filter(|row| row.seq == seq) else { return Ok(None) };
        let commitment = commitment(row.salt.as_ref(), &row.body);
        let opening = open.then_some((row.salt, row.body));
        Ok(Some(Receipt { index, commitment, opening, proof, checkpoint: state.note }))
    }

    /// The proof that the log over `size` acts begins with the one over `old`; none where it has not so many.
    ///
    /// # Errors
    /// The store.
    pub async fn log_consistency(
        &self,
        agency: &str,
        old: u64,
        size: u64,
    ) -> Result<Option<Vec<congvu_record::Hash>>, DeskError> {
        let signed = self.log_state(agency).await?.map_or(0, |state| state.checkpoint.size);
        match tiles::consistency(old, size).filter(|_| size <= signed) {
            Some(ranges) => self.hashes(agency, &ranges).await.map(Some),
            None => Ok(None),
        }
    }

    /// Roots over ranges of leaves.
    async fn hashes(
        &self,
        agency: &str,
        ranges: &[Range<u64>],
    ) -> Result<Vec<congvu_record::Hash>, DeskError> {
        let stored = self.inner.store.tiles(agency, &places(&tiles::needed(ranges))).await?;
        let mut known = Tiles::default();
        by_place(stored).into_iter().for_each(|(at, hashes)| known.put(at, hashes));
        known.roots(ranges).ok_or_else(|| broken(agency, "tiles are missing"))
    }
}
