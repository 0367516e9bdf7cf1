//! Charges, and money that came or went.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::cells::{self, Cells};
use crate::error::StoreError;
use crate::rows::{ChargeRow, MoneyRow};
use crate::store::{Store, bounded};

/// References that one statement looks for.
const AT_ONCE: usize = 100;

macro_rules! select_charge {
    ($rest:literal) => {
        concat!(
            "SELECT matter, procedure, code, reference, amount, held, owed, state, raised_ms FROM charge ",
            $rest
        )
    };
}

fn read_charge(c: &mut Cells<'_>) -> Result<ChargeRow, StoreError> {
    Ok(ChargeRow {
        matter: c.text()?,
        procedure: c.text()?,
        code: c.text()?,
        reference: c.text()?,
        amount: c.int()?,
        held: c.int()?,
        owed: c.int()?,
        state: c.text()?,
        raised_ms: c.int()?,
    })
}

fn read_money(c: &mut Cells<'_>) -> Result<MoneyRow, StoreError> {
    Ok(MoneyRow {
        id: c.text()?,
        matter: c.text()?,
        procedure: c.text()?,
        code: c.text()?,
        act: c.text()?,
        method: c.text()?,
        position: c.text()?,
        amount: c.int()?,
        number: c.text()?,
        reference: c.text()?,
        at_ms: c.int()?,
    })
}

impl Store {
    /// Charges of cases by their numbers, letters and digits alone.
    pub async fn charges_by_reference(
        &self,
        agency: &str,
        references: &[String],
    ) -> Result<Vec<ChargeRow>, StoreError> {
        let mut found = Vec::new();
        for some in references.chunks(AT_ONCE) {
            let mut text = String::from(select_charge!("WHERE agency = $1 AND reference IN ("));
            for at in 0..some.len() {
                // Writing to a String cannot fail.
                let _ = write!(text, "{}${}", if at == 0 { "" } else { ", " }, at + 2);
            }
            text.push(')');
            let mut query = sqlx::query(AssertSqlSafe(text)).bind(agency);
            for reference in some {
                query = query.bind(reference.as_str());
            }
            found.extend(cells::all(&self.rows(query).await?, read_charge)?);
        }
        Ok(found)
    }

    /// Charges in a state, oldest first. The next page comes after `after` = (`raised_ms`, matter) of the last row.
    pub async fn charges_in_state(
        &self,
        agency: &str,
        state: &str,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<ChargeRow>, StoreError> {
        let (raised_ms, matter) = after.unwrap_or((i64::MIN, ""));
        let query = sqlx::query(select_charge!(
            "WHERE agency = $1 AND state = $2 AND (raised_ms, matter) > ($3, $4) ORDER BY raised_ms, matter LIMIT $5"
        ));
        let query = query.bind(agency).bind(state).bind(raised_ms).bind(matter).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read_charge)
    }

    /// Money that came or went from `from_ms` until before `until_ms`, oldest first. The next page comes after
    /// `after` = (`at_ms`, id) of the last row.
    pub async fn money_between(
        &self,
        agency: &str,
        from_ms: i64,
        until_ms: i64,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<MoneyRow>, StoreError> {
        let (at_ms, id) = after.unwrap_or((i64::MIN, ""));
        let query = sqlx::query(
            "SELECT id, matter, procedure, code, act, method, position, amount, number, reference, at_ms FROM money \
             WHERE agency = $1 AND at_ms >= $2 AND at_ms < $3 AND (at_ms, id) > ($4, $5) ORDER BY at_ms, id LIMIT $6",
        );
        let query = query.bind(agency).bind(from_ms).bind(until_ms).bind(at_ms).bind(id).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read_money)
    }
}
