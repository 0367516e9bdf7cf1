//! How often pages were read: a number for each day and pattern of address, nothing of who read them.

use crate::cells::Cells;
use crate::committer::check;
use crate::error::StoreError;
use crate::store::{Store, bounded};

/// How often a page was read on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The day, `2024-03-04`.
    pub day: String,
    /// Pattern of the address, for instance `/procedures/{id}`.
    pub page: String,
    /// How often.
    pub count: i64,
}

impl Store {
    /// Adds readings to what is counted already; several nodes may do so at once.
    ///
    /// # Errors
    /// The database, or a key that is empty or too long.
    pub async fn add_visits(&self, agency: &str, visits: &[VisitRow]) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        for visit in visits {
            check::key("page", &visit.page)?;
            check::key("day", &visit.day)?;
            let query = sqlx::query(
                "INSERT INTO visit (agency, day, page, count) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (agency, day, page) DO UPDATE SET count = visit.count + excluded.count",
            );
            let query = query.bind(agency).bind(&visit.day).bind(&visit.page).bind(visit.count);
            query.execute(self.db().write()).await?;
        }
        Ok(())
    }

    /// What was read from one day to another, both included, by day and page; at most `most` rows.
    ///
    /// # Errors
    /// The database.
    pub async fn visits(
        &self,
        agency: &str,
        from: &str,
        until: &str,
        most: u32,
    ) -> Result<Vec<VisitRow>, StoreError> {
        let query = sqlx::query(
            "SELECT day, page, count FROM visit WHERE agency = $1 AND day >= $2 AND day <= $3 \
             ORDER BY day, page LIMIT $4",
        );
        let query = query.bind(agency).bind(from).bind(until).bind(bounded(most));
        let rows = query.fetch_all(self.db().read()).await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                Ok(VisitRow { day: cells.text()?, page: cells.text()?, count: cells.int()? })
            })
            .collect()
    }
}
