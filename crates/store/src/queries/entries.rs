//! Public registers, as of a date.

use crate::bulk::{Shape, Statements};
use crate::cells::{self, Cells};
use crate::committer::shapes::Texts;
use crate::error::StoreError;
use crate::rows::EntryRow;
use crate::store::{Store, bounded};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT e.register, e.number, e.version, e.from_ms, e.to_ms, e.status, e.holder, e.matter, ",
            "e.verify_code, e.body FROM entry e ",
            $rest
        )
    };
}

/// Numbers looked up with one connection at a time.
const MANY: usize = 1_024;
/// The latest version of each of the entries named.
const BY_NUMBER: Shape = Shape {
    head: "WITH wanted (agency, register, number) AS (VALUES ",
    columns: 3,
    tail: ") SELECT e.register, e.number, e.version, e.from_ms, e.to_ms, e.status, e.holder, e.matter, e.verify_code, \
           e.body FROM wanted w JOIN entry e ON e.agency = w.agency AND e.register = w.register \
           AND e.number = w.number WHERE NOT EXISTS (SELECT 1 FROM entry l WHERE l.agency = e.agency \
           AND l.register = e.register AND l.number = e.number AND l.version > e.version)",
};

fn read(c: &mut Cells<'_>) -> Result<EntryRow, StoreError> {
    Ok(EntryRow {
        register: c.text()?,
        number: c.text()?,
        version: c.int()?,
        from_ms: c.int()?,
        to_ms: c.maybe_int()?,
        status: c.text()?,
        holder: c.text()?,
        matter: c.text()?,
        verify_code: c.maybe_text()?,
        body: c.text()?,
    })
}

impl Store {
    /// The entry as it stands at `at_ms`: the highest version that has begun; `None` when there is none, or when it
    /// has ended.
    pub async fn entry_as_of(
        &self,
        agency: &str,
        register: &str,
        number: &str,
        at_ms: i64,
    ) -> Result<Option<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number = $3 AND e.from_ms <= $4 \
             ORDER BY e.version DESC LIMIT 1"
        ));
        let row = self.row(query.bind(agency).bind(register).bind(number).bind(at_ms)).await?;
        Ok(cells::one(row.as_ref(), read)?.filter(|e| e.to_ms.is_none_or(|to| to > at_ms)))
    }

    /// The highest version that had begun by `at_ms`, ended or not: a register also tells what expired.
    pub async fn entry_begun_by(
        &self,
        agency: &str,
        register: &str,
        number: &str,
        at_ms: i64,
    ) -> Result<Option<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number = $3 AND e.from_ms <= $4 \
             ORDER BY e.version DESC LIMIT 1"
        ));
        let row = self.row(query.bind(agency).bind(register).bind(number).bind(at_ms)).await?;
        cells::one(row.as_ref(), read)
    }

    /// The latest version, whenever it begins or ends.
    pub async fn entry_current(
        &self,
        agency: &str,
        register: &str,
        number: &str,
    ) -> Result<Option<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number = $3 ORDER BY e.version DESC LIMIT 1"
        ));
        let row = self.row(query.bind(agency).bind(register).bind(number)).await?;
        cells::one(row.as_ref(), read)
    }

    /// Versions of an entry, oldest first; the first thousand.
    pub async fn entry_versions(
        &self,
        agency: &str,
        register: &str,
        number: &str,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number = $3 ORDER BY e.version LIMIT 1000"
        ));
        cells::all(&self.rows(query.bind(agency).bind(register).bind(number)).await?, read)
    }

    /// The register as it stands at `at_ms`, by number, after the number `after` (empty: from the first).
    pub async fn entries_list(
        &self,
        agency: &str,
        register: &str,
        at_ms: i64,
        limit: u32,
        after: &str,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number > $3 AND e.from_ms <= $4 \
             AND (e.to_ms IS NULL OR e.to_ms > $4) \
             AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.agency = e.agency AND l.register = e.register \
             AND l.number = e.number AND l.version > e.version AND l.from_ms <= $4) \
             ORDER BY e.number LIMIT $5"
        ));
        let query = query.bind(agency).bind(register).bind(after).bind(at_ms).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// As [`Store::entries_list`], with the entries that had ended by then: a register also tells what expired.
    pub async fn entries_known(
        &self,
        agency: &str,
        register: &str,
        at_ms: i64,
        limit: u32,
        after: &str,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.number > $3 AND e.from_ms <= $4 \
             AND NOT EXISTS (SELECT 1 FROM entry l WHERE l.agency = e.agency AND l.register = e.register \
             AND l.number = e.number AND l.version > e.version AND l.from_ms <= $4) \
             ORDER BY e.number LIMIT $5"
        ));
        let query = query.bind(agency).bind(register).bind(after).bind(at_ms).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// Versions of entries of a register that had begun by `at_ms`, latest first; with `before`, those that come after that
    /// beginning, number and version in this order.
    pub async fn entries_changed(
        &self,
        agency: &str,
        register: &str,
        at_ms: i64,
        before: Option<(i64, &str, i64)>,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let (from_ms, number, version) = before.unwrap_or((i64::MAX, "", 0));
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.register = $2 AND e.from_ms <= $3 \
             AND (e.from_ms < $4 OR (e.from_ms = $4 AND (e.number < $5 OR (e.number = $5 AND e.version < $6)))) \
             ORDER BY e.from_ms DESC, e.number DESC, e.version DESC LIMIT $7"
        ));
        let query = query.bind(agency).bind(register).bind(at_ms).bind(from_ms).bind(number).bind(version);
        cells::all(&self.rows(query.bind(bounded(limit))).await?, read)
    }

    /// The latest versions of the entries with these numbers; those that there are.
    pub async fn entries_by_number(
        &self,
        agency: &str,
        register: &str,
        numbers: &[String],
    ) -> Result<Vec<EntryRow>, StoreError> {
        let row = |number: &String| Texts([agency.to_owned(), register.to_owned(), number.clone()]);
        let mut found = Vec::new();
        let mut conn = self.db().read().acquire().await?;
        let mut statements = Statements::new(self.db().engine);
        for some in numbers.chunks(MANY) {
            let rows = statements.fetch(&mut *conn, &BY_NUMBER, some.iter().map(row).collect()).await?;
            found.extend(cells::all(&rows, read)?);
        }
        Ok(found)
    }

    /// Entry versions of a register that a matter made, by number, after the number `after` (empty: from the first).
    pub async fn entries_made(
        &self,
        agency: &str,
        matter: &str,
        register: &str,
        after: &str,
        limit: u32,
    ) -> Result<Vec<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.matter = $2 AND e.register = $3 AND e.number > $4 \
             ORDER BY e.number, e.version LIMIT $5"
        ));
        let query = query.bind(agency).bind(matter).bind(register).bind(after).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// Entry versions that a matter made, in the order of register, number and version; the first thousand.
    pub async fn entries_of(&self, agency: &str, matter: &str) -> Result<Vec<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "WHERE e.agency = $1 AND e.matter = $2 ORDER BY e.register, e.number, e.version LIMIT 1000"
        ));
        cells::all(&self.rows(query.bind(agency).bind(matter)).await?, read)
    }

    /// The latest version of the entry with this verification code, whichever version carries the code.
    pub async fn entry_by_verify_code(
        &self,
        agency: &str,
        code: &str,
    ) -> Result<Option<EntryRow>, StoreError> {
        let query = sqlx::query(select!(
            "JOIN verification v ON v.agency = e.agency AND v.register = e.register AND v.reference = e.number \
             WHERE v.agency = $1 AND v.code = $2 AND v.kind = 'entry' ORDER BY e.version DESC LIMIT 1"
        ));
        cells::one(self.row(query.bind(agency).bind(code)).await?.as_ref(), read)
    }
}
