//! The public log of an agency as it is stored: tiles of hashes and signed checkpoints. It follows from the acts.

use std::collections::BTreeMap;

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::store::Store;

/// Bytes of a hash.
const HASH_BYTES: usize = 32;
/// Hashes of a full tile.
const TILE_HASHES: usize = 256;
/// Most tiles that one question may name: a proof needs two for each level at most.
pub const MAX_TILES: usize = 32;

/// Which log an agency has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// Its name, given out once and never changed.
    pub origin: String,
    /// The key that checks its signatures.
    pub verifier: String,
}

/// What a log said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointRow {
    /// Number of acts in it.
    pub size: i64,
    /// When, milliseconds UTC.
    pub at_ms: i64,
    /// The signed note.
    pub note: String,
    /// Time stamp over the note, DER, where one was made.
    pub stamp: Option<Vec<u8>>,
}

/// Tiles by level and number.
pub type TileRows = BTreeMap<(u8, u64), Vec<[u8; 32]>>;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT size, at_ms, note, stamp FROM checkpoint ", $rest)
    };
}

fn read(c: &mut Cells<'_>) -> Result<CheckpointRow, StoreError> {
    Ok(CheckpointRow { size: c.int()?, at_ms: c.int()?, note: c.text()?, stamp: c.maybe_bytes()? })
}

impl Store {
    /// The agency's log; none before it begins.
    ///
    /// # Errors
    /// The database.
    pub async fn log(&self, agency: &str) -> Result<Option<LogRow>, StoreError> {
        let query = sqlx::query("SELECT origin, verifier FROM log WHERE agency = $1");
        cells::one(self.row(query.bind(agency)).await?.as_ref(), |c| {
            Ok(LogRow { origin: c.text()?, verifier: c.text()? })
        })
    }

    /// Begins the agency's log, where it has none; gives the one it has then.
    ///
    /// # Errors
    /// The database, or a text that is too long.
    pub async fn begin_log(&self, agency: &str, log: &LogRow) -> Result<LogRow, StoreError> {
        check::key("agency", agency)?;
        check::text("origin", &log.origin)?;
        check::text("verifier", &log.verifier)?;
        let query = sqlx::query(
            "INSERT INTO log (agency, origin, verifier) VALUES ($1, $2, $3) ON CONFLICT (agency) DO NOTHING",
        );
        self.change(query.bind(agency).bind(log.origin.as_str()).bind(log.verifier.as_str())).await?;
        self.log(agency).await?.ok_or(StoreError::Unknown)
    }

    /// How many acts each agency has, and how many of them its log has, where these differ. Asked every moment, so it looks only at
    /// the end of each log: O(agencies), however many checkpoints there are.
    ///
    /// # Errors
    /// The database.
    pub async fn unlogged(&self) -> Result<Vec<(String, i64, i64)>, StoreError> {
        let query = sqlx::query(
            "SELECT agency, seq, size FROM (SELECT chain.agency, chain.seq, COALESCE((SELECT MAX(checkpoint.size) \
             FROM checkpoint WHERE checkpoint.agency = chain.agency), 0) AS size FROM chain) AS heads \
             WHERE size <> seq ORDER BY agency",
        );
        cells::all(&self.rows(query).await?, |c| Ok((c.text()?, c.int()?, c.int()?)))
    }

    /// The latest checkpoint.
    ///
    /// # Errors
    /// The database.
    pub async fn checkpoint(&self, agency: &str) -> Result<Option<CheckpointRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 ORDER BY size DESC LIMIT 1"));
        cells::one(self.row(query.bind(agency)).await?.as_ref(), read)
    }

    /// Checkpoints of more than `after` acts, the smallest first.
    ///
    /// # Errors
    /// The database.
    pub async fn checkpoints(
        &self,
        agency: &str,
        after: i64,
        limit: u32,
    ) -> Result<Vec<CheckpointRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND size > $2 ORDER BY size LIMIT $3"));
        let query = query.bind(agency).bind(after).bind(crate::store::bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// These tiles, as far as they are there. O(tiles asked for).
    ///
    /// # Errors
    /// The database; [`StoreError::Invalid`] for more than [`MAX_TILES`].
    pub async fn tiles(&self, agency: &str, wanted: &[(u8, u64)]) -> Result<TileRows, StoreError> {
        if wanted.len() > MAX_TILES {
            return Err(StoreError::Invalid(format!("{} tiles, at most {MAX_TILES}", wanted.len())));
        }
        let mut tiles = TileRows::new();
        for (level, number) in wanted {
            let query =
                sqlx::query("SELECT hashes FROM log_tile WHERE agency = $1 AND level = $2 AND number = $3");
            let query = query.bind(agency).bind(i64::from(*level)).bind(signed(*number)?);
            let hashes = cells::one(self.row(query).await?.as_ref(), |c| c.bytes())?;
            if let Some(hashes) = hashes {
                tiles.insert((*level, *number), split(&hashes)?);
            }
        }
        Ok(tiles)
    }

    /// Makes the log longer: `tiles` as they are now, and the checkpoint over all. False, and nothing is stored, where the latest
    /// checkpoint is not the one over `from` acts any more: another node was quicker.
    ///
    /// # Errors
    /// The database, or tiles that are too long.
    pub async fn grow_log(
        &self,
        agency: &str,
        from: i64,
        tiles: &TileRows,
        checkpoint: &CheckpointRow,
    ) -> Result<bool, StoreError> {
        check::key("agency", agency)?;
        check::text("checkpoint", &checkpoint.note)?;
        let mut tx = self.db().begin().await?;
        // The row of the log is the lock that orders those who make it longer.
        sqlx::query("UPDATE log SET origin = origin WHERE agency = $1")
            .bind(agency)
            .execute(&mut *tx)
            .await?;
        let query = sqlx::query("SELECT COALESCE(MAX(size), 0) FROM checkpoint WHERE agency = $1");
        let latest = Cells::of(&query.bind(agency).fetch_one(&mut *tx).await?).int()?;
        if latest != from {
            tx.rollback().await?;
            return Ok(false);
        }
        for ((level, number), hashes) in tiles {
            if hashes.len() > TILE_HASHES {
                return Err(StoreError::Invalid(format!("a tile of {} hashes", hashes.len())));
            }
            let query = sqlx::query(
                "INSERT INTO log_tile (agency, level, number, hashes) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (agency, level, number) DO UPDATE SET hashes = excluded.hashes",
            );
            let query = query.bind(agency).bind(i64::from(*level)).bind(signed(*number)?);
            query.bind(hashes.concat()).execute(&mut *tx).await?;
        }
        let query = sqlx::query(
            "INSERT INTO checkpoint (agency, size, at_ms, note, stamp) VALUES ($1, $2, $3, $4, $5)",
        );
        let query = query.bind(agency).bind(checkpoint.size).bind(checkpoint.at_ms);
        let query = query.bind(checkpoint.note.as_str()).bind(checkpoint.stamp.as_deref());
        query.execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The note that this agency saw last of a log, as its witness.
    ///
    /// # Errors
    /// The database.
    pub async fn witnessed(&self, agency: &str, origin: &str) -> Result<Option<String>, StoreError> {
        let query = sqlx::query("SELECT note FROM witnessed WHERE agency = $1 AND origin = $2");
        cells::one(self.row(query.bind(agency).bind(origin)).await?.as_ref(), |c| c.text())
    }

    /// Keeps the note over `size` leaves that was seen of a log, where the one seen last is over `old` leaves (0 for none) still; false, and
    /// nothing is changed, where it is not.
    ///
    /// # Errors
    /// The database, or a text that is too long.
    pub async fn put_witnessed(
        &self,
        agency: &str,
        origin: &str,
        old: i64,
        (size, note): (i64, &str),
    ) -> Result<bool, StoreError> {
        check::key("agency", agency)?;
        check::key("origin", origin)?;
        check::text("note", note)?;
        let query = sqlx::query(
            "INSERT INTO witnessed (agency, origin, size, note) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (agency, origin) DO UPDATE SET size = excluded.size, note = excluded.note \
             WHERE witnessed.size = $5",
        );
        let query = query.bind(agency).bind(origin).bind(size).bind(note).bind(old);
        Ok(self.change(query).await? > 0)
    }

    /// Puts another note in place of a checkpoint's, with further signatures below the same text, or a time stamp beside it.
    ///
    /// # Errors
    /// The database, or a text that is too long.
    pub async fn attest(&self, agency: &str, checkpoint: &CheckpointRow) -> Result<(), StoreError> {
        check::text("checkpoint", &checkpoint.note)?;
        let query =
            sqlx::query("UPDATE checkpoint SET note = $1, stamp = $2 WHERE agency = $3 AND size = $4");
        let query = query.bind(checkpoint.note.as_str()).bind(checkpoint.stamp.as_deref());
        self.change(query.bind(agency).bind(checkpoint.size)).await?;
        Ok(())
    }
}

fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Invalid(format!("tile no. {number}")))
}

fn split(bytes: &[u8]) -> Result<Vec<[u8; 32]>, StoreError> {
    let (hashes, rest) = bytes.as_chunks::<HASH_BYTES>();
    if rest.is_empty() {
        Ok(hashes.to_vec())
    } else {
        Err(StoreError::Corrupt(format!("a tile of {} bytes", bytes.len())))
    }
}
