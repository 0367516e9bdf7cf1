//! Matters: one, the inbox, an applicant's, all.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::{ListingRow, MatterRow};
use crate::store::{Store, bounded};

/// Most turns in one inbox.
pub const MAX_TURNS: usize = 64;

/// How many matters are in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCount {
    /// Kind of matter.
    pub kind: String,
    /// The procedure.
    pub procedure: String,
    /// The state.
    pub state: String,
    /// How many, at least 1.
    pub count: i64,
}

/// How many matters came in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCount {
    /// How: online, counter, post, portal …
    pub channel: String,
    /// The procedure.
    pub procedure: String,
    /// How many, at least 1.
    pub count: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, kind, procedure, state, code, turn, unit, applicant, subject, due_ms, opened_ms, ",
            "closed_ms, channel, assigned, stops, ended_ms, body, due_order FROM matter ",
            $rest
        )
    };
}

pub(super) use select;

pub(super) fn read(c: &mut Cells<'_>) -> Result<MatterRow, StoreError> {
    Ok(MatterRow {
        id: c.text()?,
        version: c.int()?,
        kind: c.text()?,
        procedure: c.text()?,
        state: c.text()?,
        code: c.maybe_text()?,
        turn: c.text()?,
        unit: c.text()?,
        applicant: c.maybe_text()?,
        subject: c.text()?,
        due_ms: c.maybe_int()?,
        opened_ms: c.int()?,
        closed_ms: c.maybe_int()?,
        channel: c.text()?,
        assigned: c.maybe_text()?,
        stops: c.int()?,
        ended_ms: c.maybe_int()?,
        body: c.text()?,
    })
}

impl Store {
    /// Present state of a matter.
    pub async fn matter(&self, agency: &str, id: &str) -> Result<Option<MatterRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND id = $2"));
        cells::one(self.row(query.bind(agency).bind(id)).await?.as_ref(), read)
    }

    /// A matter by its case number.
    pub async fn matter_by_code(&self, agency: &str, code: &str) -> Result<Option<MatterRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND code = $2"));
        cells::one(self.row(query.bind(agency).bind(code)).await?.as_ref(), read)
    }

    /// Matters whose turn is one of `turns`, by due date, those without one last. The next page comes after
    /// `after` = (`due_ms`, or `i64::MAX` when there is none; id) of the last row.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for more than [`MAX_TURNS`] turns.
    pub async fn matters_by_turn(
        &self,
        agency: &str,
        turns: &[&str],
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        if turns.is_empty() {
            return Ok(Vec::new());
        }
        if turns.len() > MAX_TURNS {
            return Err(StoreError::Invalid(format!(
                "{} turns in one inbox, at most {MAX_TURNS} are allowed",
                turns.len()
            )));
        }
        let (after_due, after_id) = after.unwrap_or((i64::MIN, ""));
        let text = by_turn(turns.len());
        let mut query =
            sqlx::query(AssertSqlSafe(text)).bind(agency).bind(after_due).bind(after_id).bind(bounded(limit));
        for turn in turns {
            query = query.bind(*turn);
        }
        cells::all(&self.rows(query).await?, read)
    }

    /// As [`Store::matters_by_turn`], with what a list shows of each.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for more than [`MAX_TURNS`] turns.
    pub async fn listings_by_turn(
        &self,
        agency: &str,
        turns: &[&str],
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<ListingRow>, StoreError> {
        if turns.is_empty() {
            return Ok(Vec::new());
        }
        if turns.len() > MAX_TURNS {
            return Err(StoreError::Invalid(format!(
                "{} turns in one inbox, at most {MAX_TURNS} are allowed",
                turns.len()
            )));
        }
        let (after_due, after_id) = after.unwrap_or((i64::MIN, ""));
        let text = listed_by_turn(turns.len());
        let mut query =
            sqlx::query(AssertSqlSafe(text)).bind(agency).bind(after_due).bind(after_id).bind(bounded(limit));
        for turn in turns {
            query = query.bind(*turn);
        }
        cells::all(&self.rows(query).await?, super::find::read)
    }

    /// Says anew whose turn a matter in this version is: it follows from the matter, by rules that change with the program.
    /// A matter that has moved on is left as it is.
    pub async fn put_turn(&self, agency: &str, id: &str, version: i64, turn: &str) -> Result<(), StoreError> {
        check::text("turn", turn)?;
        let query = sqlx::query("UPDATE matter SET turn = $4 WHERE agency = $1 AND id = $2 AND version = $3");
        self.change(query.bind(agency).bind(id).bind(version).bind(turn)).await?;
        Ok(())
    }

    /// Matters of an applicant, newest first. The next page is what was opened before `before` = (`opened_ms`, id) of
    /// the last row.
    pub async fn matters_by_applicant(
        &self,
        agency: &str,
        applicant: &str,
        limit: u32,
        before: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let (opened_ms, id) = before.unwrap_or((i64::MAX, ""));
        let query = sqlx::query(select!(
            "WHERE agency = $1 AND applicant = $2 AND (opened_ms, id) < ($3, $4) \
             ORDER BY opened_ms DESC, id DESC LIMIT $5"
        ));
        let query = query.bind(agency).bind(applicant).bind(opened_ms).bind(id).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// All matters by id, after the id `after` (empty: from the first).
    pub async fn matters(&self, agency: &str, limit: u32, after: &str) -> Result<Vec<MatterRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3"));
        cells::all(&self.rows(query.bind(agency).bind(after).bind(bounded(limit))).await?, read)
    }

    /// Matters in a state by id, after the id `after` (empty: from the first).
    pub async fn matters_in_state(
        &self,
        agency: &str,
        kind: &str,
        procedure: &str,
        state: &str,
        limit: u32,
        after: &str,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE agency = $1 AND kind = $2 AND procedure = $3 AND state = $4 AND id > $5 ORDER BY id LIMIT $6"
        ));
        let query =
            query.bind(agency).bind(kind).bind(procedure).bind(state).bind(after).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// How many cases of procedures were opened in `[from_ms, to_ms)`, by the way they came in and by procedure.
    pub async fn opened_by_channel(
        &self,
        agency: &str,
        from_ms: i64,
        to_ms: i64,
    ) -> Result<Vec<ChannelCount>, StoreError> {
        let query = sqlx::query(
            "SELECT channel, procedure, count(*) FROM matter WHERE agency = $1 AND channel > '' \
             AND opened_ms >= $2 AND opened_ms < $3 AND procedure > '' \
             GROUP BY channel, procedure ORDER BY channel, procedure",
        );
        cells::all(&self.rows(query.bind(agency).bind(from_ms).bind(to_ms)).await?, |c| {
            Ok(ChannelCount { channel: c.text()?, procedure: c.text()?, count: c.int()? })
        })
    }

    /// Open matters that fall due before `until_ms`, by due date. The next page comes after `after` = (`due_ms`, id) of the
    /// last row.
    pub async fn matters_due(
        &self,
        agency: &str,
        until_ms: i64,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let (due_ms, id) = after.unwrap_or((i64::MIN, ""));
        let query = sqlx::query(select!(
            "WHERE agency = $1 AND closed_ms IS NULL AND due_order < $2 AND (due_order, id) > ($3, $4) \
             ORDER BY due_order, id LIMIT $5"
        ));
        let query = query.bind(agency).bind(until_ms).bind(due_ms).bind(id).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// How many open matters are in each kind, procedure and state. Reads an index over the agency's open matters.
    pub async fn open_by_state(&self, agency: &str) -> Result<Vec<StateCount>, StoreError> {
        let query = sqlx::query(
            "SELECT kind, procedure, state, count(*) FROM matter WHERE agency = $1 AND closed_ms IS NULL \
             GROUP BY kind, procedure, state ORDER BY kind, procedure, state",
        );
        cells::all(&self.rows(query.bind(agency)).await?, |c| {
            Ok(StateCount { kind: c.text()?, procedure: c.text()?, state: c.text()?, count: c.int()? })
        })
    }
}

/// The same read of the index, each row then looked up among the listings. A case is listed as `case`, another matter
/// under its lifecycle.
fn listed_by_turn(turns: usize) -> String {
    let mut text = format!("SELECT {} FROM (", super::find::COLUMNS);
    for turn in 0..turns {
        let union = if turn == 0 { "" } else { " UNION ALL " };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{union}SELECT * FROM (SELECT id, kind, procedure, opened_ms, due_order FROM matter WHERE agency = $1 \
             AND (due_order, id) > ($2, $3) AND turn = ${} ORDER BY due_order, id LIMIT $4) AS part{turn}",
            turn + 5
        );
    }
    text.push_str(
        ") m CROSS JOIN listing l WHERE l.agency = $1 AND l.kind = CASE WHEN m.procedure = '' THEN m.kind ELSE 'case' END \
         AND l.ord_ms = m.opened_ms AND l.reference = m.id ORDER BY m.due_order, m.id LIMIT $4",
    );
    text
}

/// One limited, ordered read of the index for each turn, then merged: a plain `turn IN (…)` would sort all of them.
fn by_turn(turns: usize) -> String {
    let mut text = String::new();
    for turn in 0..turns {
        let union = if turn == 0 { "" } else { " UNION ALL " };
        let part = select!("WHERE agency = $1 AND (due_order, id) > ($2, $3) AND turn = ");
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{union}SELECT * FROM ({part}${} ORDER BY due_order, id LIMIT $4) AS part{turn}",
            turn + 5
        );
    }
    text.push_str(" ORDER BY due_order, id LIMIT $4");
    text
}
