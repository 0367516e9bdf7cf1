//! Forms being filled in.

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::DraftRow;
use crate::store::{Store, bounded};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, owner, procedure, body, updated_ms FROM draft ", $rest)
    };
}

fn read(c: &mut Cells<'_>) -> Result<DraftRow, StoreError> {
    Ok(DraftRow {
        id: c.text()?,
        owner: c.text()?,
        procedure: c.text()?,
        body: c.text()?,
        updated_ms: c.int()?,
    })
}

impl Store {
    /// Creates a draft, or changes it when it belongs to the same owner.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a draft with this id belongs to someone else.
    pub async fn put_draft(&self, agency: &str, draft: &DraftRow) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("draft id", &draft.id)?;
        check::key("draft owner", &draft.owner)?;
        check::maybe_key("procedure", &draft.procedure)?;
        check::text("draft", &draft.body)?;
        let query = sqlx::query(
            "INSERT INTO draft (agency, id, owner, procedure, body, updated_ms) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (agency, id) DO UPDATE SET procedure = excluded.procedure, body = excluded.body, \
             updated_ms = excluded.updated_ms WHERE draft.owner = excluded.owner",
        );
        let query = query
            .bind(agency)
            .bind(draft.id.as_str())
            .bind(draft.owner.as_str())
            .bind(draft.procedure.as_str())
            .bind(draft.body.as_str())
            .bind(draft.updated_ms);
        match self.change(query).await? {
            0 => Err(StoreError::Duplicate { what: "draft id".to_owned() }),
            _ => Ok(()),
        }
    }

    /// A draft, if it belongs to `owner`.
    pub async fn draft(&self, agency: &str, owner: &str, id: &str) -> Result<Option<DraftRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND id = $2 AND owner = $3"));
        cells::one(self.row(query.bind(agency).bind(id).bind(owner)).await?.as_ref(), read)
    }

    /// Drafts of an owner, latest change first.
    pub async fn drafts_of(
        &self,
        agency: &str,
        owner: &str,
        limit: u32,
    ) -> Result<Vec<DraftRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE agency = $1 AND owner = $2 ORDER BY updated_ms DESC, id DESC LIMIT $3"
        ));
        cells::all(&self.rows(query.bind(agency).bind(owner).bind(bounded(limit))).await?, read)
    }

    /// Removes a draft of `owner`; tells whether there was one.
    pub async fn delete_draft(&self, agency: &str, owner: &str, id: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM draft WHERE agency = $1 AND id = $2 AND owner = $3");
        Ok(self.change(query.bind(agency).bind(id).bind(owner)).await? > 0)
    }

    /// Removes drafts not touched since `before_ms` in every agency; gives how many.
    pub async fn delete_drafts_before(&self, before_ms: i64) -> Result<u64, StoreError> {
        self.change(sqlx::query("DELETE FROM draft WHERE updated_ms < $1").bind(before_ms)).await
    }
}
