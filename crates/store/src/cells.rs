//! Reading a row cell by cell, in the order of the columns.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::error::StoreError;

/// Walks along a row.
pub(crate) struct Cells<'r> {
    row: &'r AnyRow,
    next: usize,
}

impl<'r> Cells<'r> {
    pub(crate) fn of(row: &'r AnyRow) -> Self {
        Cells { row, next: 0 }
    }

    fn step(&mut self) -> usize {
        let at = self.next;
        self.next += 1;
        at
    }

    pub(crate) fn text(&mut self) -> Result<String, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    pub(crate) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    pub(crate) fn int(&mut self) -> Result<i64, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    pub(crate) fn maybe_int(&mut self) -> Result<Option<i64>, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    pub(crate) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    /// A digest, or nothing.
    pub(crate) fn maybe_digest(&mut self) -> Result<Option<[u8; 32]>, StoreError> {
        match self.maybe_bytes()? {
            None => Ok(None),
            Some(bytes) => exactly(bytes).map(Some),
        }
    }

    pub(crate) fn maybe_bytes(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let at = self.step();
        Ok(self.row.try_get(at)?)
    }

    /// A digest: exactly 32 bytes.
    pub(crate) fn digest(&mut self) -> Result<[u8; 32], StoreError> {
        exactly(self.bytes()?)
    }
}

fn exactly(bytes: Vec<u8>) -> Result<[u8; 32], StoreError> {
    <[u8; 32]>::try_from(bytes)
        .map_err(|b| StoreError::Corrupt(format!("a digest of {} bytes instead of 32", b.len())))
}

/// Reads every row with `read`.
pub(crate) fn all<T>(
    rows: &[AnyRow],
    read: impl Fn(&mut Cells<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    rows.iter().map(|row| read(&mut Cells::of(row))).collect()
}

/// Reads the one row, if there is one.
pub(crate) fn one<T>(
    row: Option<&AnyRow>,
    read: impl Fn(&mut Cells<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    row.map(|row| read(&mut Cells::of(row))).transpose()
}
