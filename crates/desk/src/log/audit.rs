//! Whether a log is what the record gives.

use super::{leaf_of, places};
use congvu_record::log::tiles::{self, TileAt};
use congvu_record::log::{Checkpoint, Growing, Note, VerifierKey};
use congvu_store::{ActRow, CheckpointRow, Store, StoreError};

/// How far the clocks of two servers on the same data may be apart without anybody having set one back, milliseconds.
const MAX_SKEW_MS: i64 = 60_000;
/// Checkpoints read at a time.
const PAGE: u32 = 500;

/// The tree made again from the acts, and compared with what was signed of it.
#[derive(Default)]
pub(crate) struct Audit {
    agency: String,
    log: Growing,
    key: Option<VerifierKey>,
    next: Vec<CheckpointRow>,
    read_up_to: i64,
    last_ms: i64,
    /// Acts under the last checkpoint.
    signed: u64,
    /// Checkpoints that fit.
    pub(crate) checkpoints: u64,
    pub(crate) faults: Vec<String>,
}

impl Audit {
    /// Begins with the keys that the reader knows; the one that the database names is taken where none of them is the log's.
    pub(crate) async fn of(store: &Store, agency: &str, known: &[VerifierKey]) -> Result<Self, StoreError> {
        let mut audit = Self { agency: agency.to_owned(), ..Self::default() };
        let signed = store.checkpoint(agency).await?.map_or(0, |row| row.size);
        audit.signed = u64::try_from(signed).unwrap_or(0);
        let Some(log) = store.log(agency).await? else {
            if audit.signed > 0 || known.iter().any(|key| key.name().ends_with(&format!("/{agency}"))) {
                audit.faults.push(format!("the log of {agency}: it was taken away"));
            }
            return Ok(audit);
        };
        let stored: Option<VerifierKey> =
            log.verifier.parse().ok().filter(|k: &VerifierKey| k.name() == log.origin);
        audit.key = known.iter().find(|key| key.name() == log.origin).cloned().or_else(|| stored.clone());
        if audit.key != stored {
            audit
                .faults
                .push(format!("the log of {agency}: its key in the database is not the one that is known"));
        }
        if audit.key.is_none() {
            audit
                .faults
                .push(format!("the log of {agency}: its key in the database is none of `{}`", log.origin));
            return Ok(audit);
        }
        audit.read_on(store).await?;
        Ok(audit)
    }

    async fn read_on(&mut self, store: &Store) -> Result<(), StoreError> {
        self.next = store.checkpoints(&self.agency, self.read_up_to, PAGE).await?;
        self.next.reverse();
        self.read_up_to = self.next.first().map_or(i64::MAX, |row| row.size);
        Ok(())
    }

    /// The next act, in the order of the record.
    pub(crate) async fn step(&mut self, store: &Store, row: &ActRow) -> Result<(), StoreError> {
        if self.key.is_none() {
            return Ok(());
        }
        self.log.push(leaf_of(row));
        let size = i64::try_from(self.log.size()).unwrap_or(i64::MAX);
        while let Some(signed) = self.next.pop_if(|row| row.size <= size) {
            self.compare(&signed);
            if self.next.is_empty() {
                self.read_on(store).await?;
            }
        }
        Ok(())
    }

    fn compare(&mut self, row: &CheckpointRow) {
        let size = row.size;
        if let Err(why) = self.fits(row) {
            self.faults.push(format!("checkpoint over {size} acts: {why}"));
        } else {
            self.checkpoints = self.checkpoints.saturating_add(1);
        }
        if row.at_ms < self.last_ms.saturating_sub(MAX_SKEW_MS) {
            self.faults.push(format!(
                "checkpoint over {size} acts: it is older than the one before it: the clock was set back"
            ));
        }
        self.last_ms = self.last_ms.max(row.at_ms);
    }

    fn fits(&self, row: &CheckpointRow) -> Result<(), String> {
        let Some(key) = &self.key else { return Ok(()) };
        let note = Note::read(&row.note).map_err(|e| e.to_string())?;
        let signed = Checkpoint::check(&note, key).map_err(|e| e.to_string())?;
        if i64::try_from(signed.size).ok() != Some(row.size) {
            return Err("its row names another size".to_owned());
        }
        if signed.size != self.log.size() || Some(signed.root) != self.log.root() {
            return Err("the acts up to there are not those that were signed".to_owned());
        }
        Ok(())
    }

    /// Compares the tiles that changed since the last time with those that are stored, and forgets them.
    pub(crate) async fn settle(&mut self, store: &Store) -> Result<(), StoreError> {
        let changed = self.log.take_changed();
        let all: Vec<TileAt> = changed.keys().copied().collect();
        for some in all.chunks(congvu_store::MAX_TILES) {
            let stored = store.tiles(&self.agency, &places(some)).await?;
            for at in some {
                let made = changed.get(at).map_or(&[][..], Vec::as_slice);
                let kept = stored.get(&(at.level, at.number)).map_or(&[][..], Vec::as_slice);
                let signed = usize::try_from(tiles::width(*at, self.signed)).unwrap_or(usize::MAX);
                let width = made.len().min(signed);
                let pairs = made.iter().zip(kept.iter().map(Some).chain(std::iter::repeat(None)));
                for (n, _) in pairs.take(width).enumerate().filter(|(_, (made, kept))| Some(*made) != *kept) {
                    self.faults.push(differs(*at, n));
                }
            }
        }
        Ok(())
    }

    /// Everything is read: checkpoints that are left are over acts that are not there.
    pub(crate) fn end(&mut self) {
        let size = self.log.size();
        for row in self.next.iter().rev() {
            self.faults.push(format!(
                "checkpoint over {} acts: the record has only {size}: acts were taken away",
                row.size
            ));
        }
    }
}

/// What is said of a hash of a tile that is not what the acts give.
fn differs(at: TileAt, n: usize) -> String {
    let (level, number) = (at.level, at.number);
    let n = u64::try_from(n).unwrap_or(u64::MAX);
    if level == 0 {
        let seq = number.saturating_mul(tiles::WIDTH).saturating_add(n).saturating_add(1);
        format!("act no. {seq}: it is not the act that stands in the public log")
    } else {
        format!("hash {n} of tile {number} of level {level} of the public log is not what the acts give")
    }
}
