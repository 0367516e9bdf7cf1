//! What is sealed in matters.

use crate::cells::{self, Cells};
use crate::error::StoreError;
use crate::rows::SealedRow;
use crate::store::{Store, bounded};

fn read(c: &mut Cells<'_>) -> Result<SealedRow, StoreError> {
    Ok(SealedRow {
        matter: c.text()?,
        commitment: c.text()?,
        ciphertext: c.bytes()?,
        keys: c.text()?,
        tags: c.text()?,
    })
}

impl Store {
    /// What is sealed in a matter; the first hundred.
    pub async fn sealed_of(&self, agency: &str, matter: &str) -> Result<Vec<SealedRow>, StoreError> {
        let query = sqlx::query(
            "SELECT matter, commitment, ciphertext, keys, tags FROM sealed WHERE agency = $1 AND matter = $2 \
             ORDER BY commitment LIMIT 100",
        );
        cells::all(&self.rows(query.bind(agency).bind(matter)).await?, read)
    }

    /// Matters with the tags of what is sealed in them, by matter, after the matter `after` (empty: from the first).
    pub async fn sealed_tags(
        &self,
        agency: &str,
        limit: u32,
        after: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let query = sqlx::query(
            "SELECT matter, tags FROM sealed WHERE agency = $1 AND matter > $2 ORDER BY matter, commitment LIMIT $3",
        );
        let rows = self.rows(query.bind(agency).bind(after).bind(bounded(limit))).await?;
        cells::all(&rows, |c| Ok((c.text()?, c.text()?)))
    }
}
