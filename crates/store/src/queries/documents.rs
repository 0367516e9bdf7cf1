//! Official documents, and the files of a dossier.

use crate::cells::{self, Cells};
use crate::error::StoreError;
use crate::rows::{DocumentRow, FileUseRow};
use crate::store::Store;

macro_rules! select_document {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.matter, d.kind, d.number, d.sha256, d.media_type, d.title, d.at_ms, d.verify_code ",
            "FROM document d ",
            $rest
        )
    };
}

macro_rules! select_file {
    ($rest:literal) => {
        concat!("SELECT matter, part, name, sha256, size_bytes, media_type, at_ms FROM file_use ", $rest)
    };
}

fn read_document(c: &mut Cells<'_>) -> Result<DocumentRow, StoreError> {
    Ok(DocumentRow {
        id: c.text()?,
        matter: c.text()?,
        kind: c.text()?,
        number: c.maybe_text()?,
        sha256: c.text()?,
        media_type: c.text()?,
        title: c.text()?,
        at_ms: c.int()?,
        verify_code: c.maybe_text()?,
    })
}

fn read_file(c: &mut Cells<'_>) -> Result<FileUseRow, StoreError> {
    Ok(FileUseRow {
        matter: c.text()?,
        part: c.text()?,
        name: c.text()?,
        sha256: c.text()?,
        size_bytes: c.int()?,
        media_type: c.text()?,
        at_ms: c.int()?,
    })
}

impl Store {
    /// Documents of a matter, oldest first; the first thousand.
    pub async fn documents_of(&self, agency: &str, matter: &str) -> Result<Vec<DocumentRow>, StoreError> {
        let query = sqlx::query(select_document!(
            "WHERE d.agency = $1 AND d.matter = $2 ORDER BY d.at_ms, d.id LIMIT 1000"
        ));
        cells::all(&self.rows(query.bind(agency).bind(matter)).await?, read_document)
    }

    /// One document.
    pub async fn document(&self, agency: &str, id: &str) -> Result<Option<DocumentRow>, StoreError> {
        let query = sqlx::query(select_document!("WHERE d.agency = $1 AND d.id = $2"));
        cells::one(self.row(query.bind(agency).bind(id)).await?.as_ref(), read_document)
    }

    /// The document that is this file, by its SHA-256.
    pub async fn document_by_sha256(
        &self,
        agency: &str,
        sha256: &str,
    ) -> Result<Option<DocumentRow>, StoreError> {
        let query = sqlx::query(select_document!(
            "WHERE d.agency = $1 AND d.sha256 = $2 ORDER BY d.at_ms, d.id LIMIT 1"
        ));
        cells::one(self.row(query.bind(agency).bind(sha256)).await?.as_ref(), read_document)
    }

    /// The document with this verification code.
    pub async fn document_by_verify_code(
        &self,
        agency: &str,
        code: &str,
    ) -> Result<Option<DocumentRow>, StoreError> {
        let query = sqlx::query(select_document!(
            "JOIN verification v ON v.agency = d.agency AND v.reference = d.id \
             WHERE v.agency = $1 AND v.code = $2 AND v.kind = 'document'"
        ));
        cells::one(self.row(query.bind(agency).bind(code)).await?.as_ref(), read_document)
    }

    /// Files of a matter, by part and time; the first thousand.
    pub async fn files_of(&self, agency: &str, matter: &str) -> Result<Vec<FileUseRow>, StoreError> {
        let query = sqlx::query(select_file!(
            "WHERE agency = $1 AND matter = $2 ORDER BY part, at_ms, sha256 LIMIT 1000"
        ));
        cells::all(&self.rows(query.bind(agency).bind(matter)).await?, read_file)
    }

    /// Where a file is used: who may see it follows from the matters. The first thousand uses.
    pub async fn uses_of_file(&self, agency: &str, sha256: &str) -> Result<Vec<FileUseRow>, StoreError> {
        let query =
            sqlx::query(select_file!("WHERE agency = $1 AND sha256 = $2 ORDER BY matter, part LIMIT 1000"));
        cells::all(&self.rows(query.bind(agency).bind(sha256)).await?, read_file)
    }
}
