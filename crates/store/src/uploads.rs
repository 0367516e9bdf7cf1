//! Files on their way in. What has arrived is kept piece by piece, so that an upload goes on where it was cut, on any
//! node and after a restart.

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::error::StoreError;
use crate::rows::UploadRow;
use crate::store::Store;

/// Largest piece that is kept at once, in bytes.
pub const MAX_CHUNK_BYTES: usize = 1024 * 1024;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, owner, name, size_bytes, offset_bytes, expires_ms FROM upload ", $rest)
    };
}

fn read(c: &mut Cells<'_>) -> Result<UploadRow, StoreError> {
    Ok(UploadRow {
        id: c.text()?,
        owner: c.text()?,
        name: c.text()?,
        size_bytes: c.int()?,
        offset_bytes: c.int()?,
        expires_ms: c.int()?,
    })
}

impl Store {
    /// Begins an upload, unless its owner has `most` already; tells whether it was begun.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for identifiers that are too long or empty.
    pub async fn begin_upload(
        &self,
        agency: &str,
        upload: &UploadRow,
        most: i64,
    ) -> Result<bool, StoreError> {
        check::key("agency", agency)?;
        check::key("upload id", &upload.id)?;
        check::key("upload owner", &upload.owner)?;
        check::text("upload name", &upload.name)?;
        let query = sqlx::query(
            "INSERT INTO upload (agency, id, owner, name, size_bytes, offset_bytes, expires_ms) \
             SELECT $1, $2, $3, $4, $5, 0, $6 \
             WHERE (SELECT count(*) FROM upload WHERE agency = $1 AND owner = $3) < $7",
        );
        let query = query
            .bind(agency)
            .bind(upload.id.as_str())
            .bind(upload.owner.as_str())
            .bind(upload.name.as_str())
            .bind(upload.size_bytes)
            .bind(upload.expires_ms)
            .bind(most);
        Ok(self.change(query).await? > 0)
    }

    /// An upload, if it belongs to `owner` and has not expired.
    pub async fn upload(
        &self,
        agency: &str,
        owner: &str,
        id: &str,
        now_ms: i64,
    ) -> Result<Option<UploadRow>, StoreError> {
        let query = sqlx::query(select!("WHERE agency = $1 AND id = $2 AND owner = $3 AND expires_ms > $4"));
        cells::one(self.row(query.bind(agency).bind(id).bind(owner).bind(now_ms)).await?.as_ref(), read)
    }

    /// Keeps a piece at `offset`, durably; `false`, and nothing kept, when the upload does not stand there, is not the
    /// owner's, or would become longer than was said.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for a piece that is empty or larger than [`MAX_CHUNK_BYTES`].
    pub async fn append_upload(
        &self,
        agency: &str,
        owner: &str,
        id: &str,
        offset: i64,
        piece: &[u8],
        expires_ms: i64,
    ) -> Result<bool, StoreError> {
        if piece.is_empty() || piece.len() > MAX_CHUNK_BYTES {
            return Err(StoreError::Invalid(format!(
                "a piece of {} bytes, 1 to {MAX_CHUNK_BYTES} are allowed",
                piece.len()
            )));
        }
        let length = i64::try_from(piece.len()).unwrap_or(i64::MAX);
        let mut tx = self.db().begin().await?;
        let moved = sqlx::query(
            "UPDATE upload SET offset_bytes = offset_bytes + $5, expires_ms = $6 \
             WHERE agency = $1 AND id = $2 AND owner = $3 AND offset_bytes = $4 AND offset_bytes + $5 <= size_bytes",
        )
        .bind(agency)
        .bind(id)
        .bind(owner)
        .bind(offset)
        .bind(length)
        .bind(expires_ms)
        .execute(&mut *tx)
        .await?;
        if moved.rows_affected() == 0 {
            tx.rollback().await?;
            return Ok(false);
        }
        sqlx::query("INSERT INTO upload_chunk (agency, upload, at_bytes, body) VALUES ($1, $2, $3, $4)")
            .bind(agency)
            .bind(id)
            .bind(offset)
            .bind(piece)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The content of an upload that has arrived whole, with its row.
    pub async fn uploaded(
        &self,
        agency: &str,
        owner: &str,
        id: &str,
        now_ms: i64,
    ) -> Result<Option<(UploadRow, Vec<u8>)>, StoreError> {
        let found = self.upload(agency, owner, id, now_ms).await?;
        let Some(row) = found.filter(|u| u.offset_bytes == u.size_bytes) else { return Ok(None) };
        let query =
            sqlx::query("SELECT body FROM upload_chunk WHERE agency = $1 AND upload = $2 ORDER BY at_bytes");
        let pieces = cells::all(&self.rows(query.bind(agency).bind(id)).await?, |c| c.bytes())?;
        let bytes = pieces.concat();
        Ok(i64::try_from(bytes.len()).is_ok_and(|n| n == row.size_bytes).then_some((row, bytes)))
    }

    /// Removes an upload of `owner` with what has arrived; tells whether there was one.
    pub async fn delete_upload(&self, agency: &str, owner: &str, id: &str) -> Result<bool, StoreError> {
        let mut tx = self.db().begin().await?;
        let gone = sqlx::query("DELETE FROM upload WHERE agency = $1 AND id = $2 AND owner = $3")
            .bind(agency)
            .bind(id)
            .bind(owner)
            .execute(&mut *tx)
            .await?;
        if gone.rows_affected() > 0 {
            sqlx::query("DELETE FROM upload_chunk WHERE agency = $1 AND upload = $2")
                .bind(agency)
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Removes uploads of every agency that expired before `now_ms`; gives how many.
    pub async fn delete_expired_uploads(&self, now_ms: i64) -> Result<u64, StoreError> {
        let old = sqlx::query("SELECT 1 FROM upload WHERE expires_ms <= $1 LIMIT 1").bind(now_ms);
        if self.row(old).await?.is_none() {
            return Ok(0);
        }
        let mut tx = self.db().begin().await?;
        sqlx::query(
            "DELETE FROM upload_chunk WHERE (agency, upload) IN \
             (SELECT agency, id FROM upload WHERE expires_ms <= $1)",
        )
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
        let gone =
            sqlx::query("DELETE FROM upload WHERE expires_ms <= $1").bind(now_ms).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(gone.rows_affected())
    }
}
