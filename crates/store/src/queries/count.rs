//! Counting cases, and listing what was counted.

use sqlx::AssertSqlSafe;

use super::conditions::{Only, Text};
use super::matters::{read, select};
use crate::cells;
use crate::error::StoreError;
use crate::rows::MatterRow;
use crate::store::{Store, bounded};

/// Most groups of one answer.
const MAX_GROUPS: i64 = 5_000;

/// What cases are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The procedure.
    Procedure,
    /// The unit that has it.
    Unit,
    /// Whose turn it is.
    Turn,
    /// The position in charge; empty for none.
    Assigned,
    /// How it came in.
    Channel,
    /// The kind of matter.
    Kind,
    /// The state.
    State,
}

impl By {
    fn column(self) -> &'static str {
        match self {
            Self::Procedure => "matter.procedure",
            Self::Unit => "matter.unit",
            Self::Turn => "matter.turn",
            Self::Assigned => "COALESCE(matter.assigned, '')",
            Self::Channel => "matter.channel",
            Self::Kind => "matter.kind",
            Self::State => "matter.state",
        }
    }
}

/// One group of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// What its cases have in common, in the order asked for.
    pub keys: Vec<String>,
    /// How many there are.
    pub all: i64,
    /// How many of them fulfil each of the further conditions.
    pub of: Vec<i64>,
}

/// One answer to an item, and how many cases have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyCount {
    /// The procedure.
    pub procedure: String,
    /// The item.
    pub item: String,
    /// The answer.
    pub value: String,
    /// How many, at least 1.
    pub count: i64,
}

/// In which order cases are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseOrder {
    /// What falls due first.
    Due,
    /// What ended last.
    EndedLast,
    /// What was opened first.
    Opened,
}

impl Store {
    /// Counts the cases (matters with a procedure) that fulfil `only`, in groups, and in each group those that fulfil
    /// each list of `of` too. One pass over the cases that the conditions leave: the open ones for [`Only::Open`], those
    /// of the period for [`Only::Opened`] and [`Only::Ended`]; no body is read.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for too many conditions.
    pub async fn count_cases(
        &self,
        agency: &str,
        only: &[Only],
        by: &[By],
        of: &[Vec<Only>],
    ) -> Result<Vec<Count>, StoreError> {
        let mut text = Text::new("SELECT ");
        for key in by {
            text.push(key.column());
            text.push(", ");
        }
        text.push("count(*)");
        for conditions in of {
            text.push(", CAST(COALESCE(SUM(CASE WHEN ");
            text.all(conditions)?;
            text.push(" THEN 1 ELSE 0 END), 0) AS BIGINT)");
        }
        cases(&mut text, agency, only)?;
        let columns: Vec<&str> = by.iter().map(|key| key.column()).collect();
        if !columns.is_empty() {
            let columns = columns.join(", ");
            text.push(" GROUP BY ");
            text.push(&columns);
            text.push(" ORDER BY ");
            text.push(&columns);
        }
        text.push(" LIMIT ");
        text.int_value(MAX_GROUPS)?;
        let (text, arguments) = text.arguments();
        let rows = self.rows(sqlx::query_with(AssertSqlSafe(text), arguments)).await?;
        cells::all(&rows, |c| {
            let keys = by.iter().map(|_| c.text()).collect::<Result<_, _>>()?;
            let all = c.int()?;
            let of = of.iter().map(|_| c.int()).collect::<Result<_, _>>()?;
            Ok(Count { keys, all, of })
        })
    }

    /// The cases that fulfil `only`. The next page of [`CaseOrder::Due`] comes after `after` = (`due_ms`, or `i64::MAX` when
    /// there is none; id) of the last row; the other orders have one page.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for too many conditions.
    pub async fn cases_where(
        &self,
        agency: &str,
        only: &[Only],
        order: CaseOrder,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<MatterRow>, StoreError> {
        let mut text = Text::new(select!(""));
        narrow(&mut text, agency, only)?;
        match order {
            CaseOrder::Due => {
                if let Some((due_ms, id)) = after {
                    text.push(" AND (due_order, id) > (");
                    text.int_value(due_ms)?;
                    text.push(", ");
                    text.text_value(id)?;
                    text.push(")");
                }
                text.push(" ORDER BY due_order, id LIMIT ");
            }
            CaseOrder::Opened => text.push(" ORDER BY opened_ms, id LIMIT "),
            CaseOrder::EndedLast => text.push(" ORDER BY COALESCE(ended_ms, 0) DESC, id DESC LIMIT "),
        }
        text.int_value(bounded(limit))?;
        let (text, arguments) = text.arguments();
        cells::all(&self.rows(sqlx::query_with(AssertSqlSafe(text), arguments)).await?, read)
    }

    /// How often each answer was given from `from_ms` until before `to_ms`, by procedure and item.
    ///
    /// # Errors
    /// Any [`StoreError`] that reading meets.
    pub async fn tallies(
        &self,
        agency: &str,
        from_ms: i64,
        to_ms: i64,
    ) -> Result<Vec<TallyCount>, StoreError> {
        let query = sqlx::query(
            "SELECT m.procedure, t.item, t.value, count(*) FROM tally t \
             JOIN matter m ON m.agency = t.agency AND m.id = t.matter \
             WHERE t.agency = $1 AND t.at_ms >= $2 AND t.at_ms < $3 \
             GROUP BY m.procedure, t.item, t.value ORDER BY m.procedure, t.item, t.value LIMIT $4",
        );
        let query = query.bind(agency).bind(from_ms).bind(to_ms).bind(MAX_GROUPS);
        cells::all(&self.rows(query).await?, |c| {
            Ok(TallyCount { procedure: c.text()?, item: c.text()?, value: c.text()?, count: c.int()? })
        })
    }
}

fn cases(text: &mut Text, agency: &str, only: &[Only]) -> Result<(), StoreError> {
    text.push(" FROM matter ");
    narrow(text, agency, only)
}

/// Matters of the house and rows that only carry a version are no cases.
fn narrow(text: &mut Text, agency: &str, only: &[Only]) -> Result<(), StoreError> {
    text.push("WHERE matter.agency = ");
    text.text_value(agency)?;
    text.push(" AND matter.procedure <> '' AND ");
    text.all(only)
}
