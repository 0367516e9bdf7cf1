//! Searches that a person keeps.

use crate::cells;
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::SavedListRow;
use crate::store::{Store, bounded};

impl Store {
    /// Keeps a search for a person, or replaces the one with its id.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a key or text that is too long.
    pub async fn put_saved_list(
        &self,
        agency: &str,
        person: &str,
        list: &SavedListRow,
    ) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("person", person)?;
        check::key("saved list", &list.id)?;
        check::text("name", &list.name)?;
        check::text("query", &list.query)?;
        let query = sqlx::query(
            "INSERT INTO saved_list (agency, person, id, name, query, created_ms) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (agency, person, id) DO UPDATE SET name = excluded.name, query = excluded.query",
        );
        let query = query
            .bind(agency)
            .bind(person)
            .bind(list.id.as_str())
            .bind(list.name.as_str())
            .bind(list.query.as_str())
            .bind(list.created_ms);
        self.change(query).await.map(|_| ())
    }

    /// Searches that a person keeps, oldest first.
    pub async fn saved_lists(
        &self,
        agency: &str,
        person: &str,
        limit: u32,
    ) -> Result<Vec<SavedListRow>, StoreError> {
        let query = sqlx::query(
            "SELECT id, name, query, created_ms FROM saved_list WHERE agency = $1 AND person = $2 \
             ORDER BY created_ms, id LIMIT $3",
        );
        cells::all(&self.rows(query.bind(agency).bind(person).bind(bounded(limit))).await?, |c| {
            Ok(SavedListRow { id: c.text()?, name: c.text()?, query: c.text()?, created_ms: c.int()? })
        })
    }

    /// Forgets a search of a person; tells whether there was one.
    pub async fn delete_saved_list(&self, agency: &str, person: &str, id: &str) -> Result<bool, StoreError> {
        let query = sqlx::query("DELETE FROM saved_list WHERE agency = $1 AND person = $2 AND id = $3");
        Ok(self.change(query.bind(agency).bind(person).bind(id)).await? > 0)
    }
}
