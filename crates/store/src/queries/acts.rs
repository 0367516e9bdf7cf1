//! The record as it is stored.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::cells::{self, Cells};
use crate::error::StoreError;
use crate::rows::ActRow;
use crate::store::{Store, bounded};

/// Most kinds of acts that one query may ask for.
pub const MAX_KINDS: usize = 64;

/// Head of an agency's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Sequence number of the latest act, 0 when there is none.
    pub seq: i64,
    /// Its hash; all zero when there is none.
    pub hash: [u8; 32],
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, id, matter, kind, at_ms, actor, position, clause, hash, salt, body FROM act ",
            $rest
        )
    };
}

fn read(c: &mut Cells<'_>) -> Result<ActRow, StoreError> {
    Ok(ActRow {
        seq: c.int()?,
        id: c.text()?,
        matter: c.text()?,
        kind: c.text()?,
        at_ms: c.int()?,
        actor: c.text()?,
        position: c.maybe_text()?,
        clause: c.text()?,
        hash: c.digest()?,
        salt: c.maybe_digest()?,
        body: c.bytes()?,
    })
}

impl Store {
    /// Acts of a matter in order, after sequence number `after_seq` (0 for all).
    pub async fn acts_of(
        &self,
        agency: &str,
        matter: &str,
        limit: u32,
        after_seq: i64,
    ) -> Result<Vec<ActRow>, StoreError> {
        let query =
            sqlx::query(select!("WHERE agency = $1 AND matter = $2 AND seq > $3 ORDER BY seq LIMIT $4"));
        let rows = self.rows(query.bind(agency).bind(matter).bind(after_seq).bind(bounded(limit))).await?;
        cells::all(&rows, read)
    }

    /// Acts of the agency in order, from sequence number `seq`.
    pub async fn acts_from(&self, agency: &str, seq: i64, limit: u32) -> Result<Vec<ActRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND seq >= $2 ORDER BY seq LIMIT $3"));
        let rows = self.rows(query.bind(agency).bind(seq).bind(bounded(limit))).await?;
        cells::all(&rows, read)
    }

    /// Acts of a person in a position, from a moment until before another, milliseconds UTC, in order, after sequence
    /// number `after_seq`. Reads the record from there on: for questions that are seldom asked.
    pub async fn acts_in_position(
        &self,
        agency: &str,
        (person, position): (&str, &str),
        (from_ms, until_ms): (i64, i64),
        limit: u32,
        after_seq: i64,
    ) -> Result<Vec<ActRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE agency = $1 AND actor = $2 AND position = $3 AND at_ms >= $4 AND at_ms < $5 AND seq > $6 ORDER BY seq LIMIT $7"
        ));
        let query = query.bind(agency).bind(person).bind(position).bind(from_ms).bind(until_ms);
        let rows = self.rows(query.bind(after_seq).bind(bounded(limit))).await?;
        cells::all(&rows, read)
    }

    /// Acts of these kinds since a moment in milliseconds UTC, the latest first, among the last `depth` acts of the agency.
    /// Reads those in the order of the record: O(`depth`).
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for more than [`MAX_KINDS`] kinds.
    pub async fn acts_of_kinds(
        &self,
        agency: &str,
        kinds: &[String],
        since_ms: i64,
        limit: u32,
        depth: u32,
    ) -> Result<Vec<ActRow>, StoreError> {
        if kinds.is_empty() {
            return Ok(Vec::new());
        }
        if kinds.len() > MAX_KINDS {
            return Err(StoreError::Invalid(format!("{} kinds of acts, at most {MAX_KINDS}", kinds.len())));
        }
        let first = self.head(agency).await?.seq.saturating_sub(i64::from(depth));
        let mut text = select!("WHERE agency = $1 AND seq > $2 AND at_ms >= $3 AND kind IN (").to_owned();
        for n in 0..kinds.len() {
            let comma = if n == 0 { "" } else { ", " };
            // Writing to a String cannot fail.
            let _ = write!(text, "{comma}${}", n.saturating_add(5));
        }
        text.push_str(") ORDER BY seq DESC LIMIT $4");
        let mut query = sqlx::query(AssertSqlSafe(text)).bind(agency).bind(first).bind(since_ms);
        query = query.bind(bounded(limit));
        for kind in kinds {
            query = query.bind(kind.as_str());
        }
        cells::all(&self.rows(query).await?, read)
    }

    /// One act by its id.
    pub async fn act(&self, agency: &str, id: &str) -> Result<Option<ActRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND id = $2"));
        cells::one(self.row(query.bind(agency).bind(id)).await?.as_ref(), read)
    }

    /// Latest sequence number and hash of the agency's record.
    pub async fn head(&self, agency: &str) -> Result<Head, StoreError> {
        let row = self.row(sqlx::query("SELECT seq, hash FROM chain WHERE agency = $1").bind(agency)).await?;
        let head = cells::one(row.as_ref(), |c| Ok(Head { seq: c.int()?, hash: c.digest()? }))?;
        Ok(head.unwrap_or(Head { seq: 0, hash: [0; 32] }))
    }

    /// Agencies that have a record, by name.
    pub async fn agencies(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.rows(sqlx::query("SELECT agency FROM chain WHERE seq > 0 ORDER BY agency")).await?;
        cells::all(&rows, |c| c.text())
    }
}
