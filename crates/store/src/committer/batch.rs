//! One batch: lock and read, let every work compute its rows, write, commit.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use sqlx::AnyConnection;

use crate::bulk::Statements;
use crate::cells;
use crate::committer::shapes::{self, HeadRow, Texts};
use crate::committer::state::AgencyState;
use crate::committer::{check, save};
use crate::engine::Db;
use crate::error::{CommitError, StoreError};
use crate::work::{Committed, Work};

/// Transactions that failed for a passing reason are tried again this often.
const RETRIES: u32 = 4;
/// Pause before the first retry; doubles each time.
const PAUSE_MS: u64 = 20;

type Answer = Result<Committed, CommitError>;

/// Why a whole batch failed.
enum Failure {
    /// Some work broke a constraint: each is tried by itself.
    Constraint(StoreError),
    /// Nothing was stored, and it may go well the next time.
    Passing(StoreError),
    /// For everyone.
    Final(StoreError),
}

/// Commits batches, one after the other.
pub(super) struct Committer {
    db: Db,
    statements: Statements,
}

impl Committer {
    pub(super) fn new(db: Db) -> Self {
        let statements = Statements::new(db.engine);
        Committer { db, statements }
    }

    /// One answer for each work, in order.
    pub(super) async fn commit(&mut self, works: &mut [Work]) -> Vec<Answer> {
        if works.is_empty() {
            return Vec::new();
        }
        match self.attempts(works).await {
            Ok(answers) => answers,
            Err(Failure::Constraint(_)) if works.len() > 1 => {
                let mut answers = Vec::with_capacity(works.len());
                for work in works {
                    answers.push(match self.attempts(std::slice::from_mut(work)).await {
                        Ok(mut answer) => answer.pop().unwrap_or(Err(StoreError::Unknown.into())),
                        Err(failure) => Err(failure.into_error().into()),
                    });
                }
                answers
            }
            Err(failure) => {
                let error = failure.into_error();
                works.iter().map(|_| Err(error.clone().into())).collect()
            }
        }
    }

    async fn attempts(&mut self, works: &mut [Work]) -> Result<Vec<Answer>, Failure> {
        let mut pause_ms = PAUSE_MS;
        for _ in 0..RETRIES {
            match self.transaction(works).await {
                Err(Failure::Passing(_)) => {
                    tokio::time::sleep(Duration::from_millis(pause_ms)).await;
                    pause_ms *= 2;
                }
                other => return other,
            }
        }
        self.transaction(works).await
    }

    async fn transaction(&mut self, works: &mut [Work]) -> Result<Vec<Answer>, Failure> {
        let mut tx = self.db.begin().await.map_err(Failure::before_commit)?;
        let result = self.fill(&mut tx, works).await;
        match result {
            Ok(answers) => {
                if answers.iter().all(Result::is_err) {
                    // Nothing to store, and no reason to wait for the disk.
                    tx.rollback().await.map_err(Failure::before_commit)?;
                } else {
                    tx.commit().await.map_err(Failure::at_commit)?;
                }
                Ok(answers)
            }
            Err(failure) => {
                // Should this fail too, the connection is broken and the database rolls back by itself.
                tx.rollback().await.ok();
                Err(failure)
            }
        }
    }

    async fn fill(&mut self, conn: &mut AnyConnection, works: &mut [Work]) -> Result<Vec<Answer>, Failure> {
        let mut agencies = self.read(conn, Wanted::by(works)).await.map_err(Failure::from_store)?;
        let answers = works
            .iter_mut()
            .map(|work| match agencies.get_mut(&work.agency) {
                Some(agency) => agency.admit(work),
                None => Err(check::work(work).err().unwrap_or(StoreError::Unknown).into()),
            })
            .collect();
        save::save(&mut self.statements, conn, agencies).await.map_err(Failure::from_store)?;
        Ok(answers)
    }

    /// Locks the agencies in their order (two nodes with the same agencies must not wait for each other), then reads
    /// what the works depend on.
    async fn read(
        &mut self,
        conn: &mut AnyConnection,
        wanted: Wanted,
    ) -> Result<BTreeMap<String, AgencyState>, StoreError> {
        let s = &mut self.statements;
        let rows = s.fetch(conn, &shapes::LOCK, wanted.heads).await?;
        let mut agencies: BTreeMap<String, AgencyState> =
            cells::all(&rows, |c| Ok((c.text()?, AgencyState::new(c.int()?, c.digest()?))))?
                .into_iter()
                .collect();
        let rows = s.fetch(conn, &shapes::FIND_REQUESTS, wanted.requests).await?;
        for (agency, id, known) in
            cells::all(&rows, |c| Ok((c.text()?, (c.text()?, c.text()?), (c.digest()?, c.bytes()?))))?
        {
            if let Some(agency) = agencies.get_mut(&agency) {
                agency.requests.insert(id, known);
            }
        }
        let rows = s.fetch(conn, &shapes::FIND_VERSIONS, wanted.versions).await?;
        for (agency, matter, version) in cells::all(&rows, |c| Ok((c.text()?, c.text()?, c.int()?)))? {
            if let Some(agency) = agencies.get_mut(&agency) {
                agency.versions.insert(matter, version);
            }
        }
        let rows = s.fetch(conn, &shapes::FIND_SERIES, wanted.series).await?;
        for (agency, series, value) in cells::all(&rows, |c| Ok((c.text()?, c.text()?, c.int()?)))? {
            if let Some(agency) = agencies.get_mut(&agency) {
                agency.series.insert(series, value);
            }
        }
        Ok(agencies)
    }
}

/// What a batch has to read before its works can compute their rows.
struct Wanted {
    heads: Vec<HeadRow>,
    requests: Vec<Texts<3>>,
    versions: Vec<Texts<2>>,
    series: Vec<Texts<2>>,
}

impl Wanted {
    fn by(works: &[Work]) -> Wanted {
        // What breaks the limits must not reach the database: its refusal would fail the whole batch.
        let works: Vec<&Work> = works.iter().filter(|work| check::work(work).is_ok()).collect();
        let names: BTreeSet<&str> = works.iter().map(|work| work.agency.as_str()).collect();
        let pair = |work: &Work, name: &str| Texts([work.agency.clone(), name.to_owned()]);
        Wanted {
            heads: names.into_iter().map(|agency| HeadRow(agency.to_owned(), 0, [0; 32])).collect(),
            requests: works
                .iter()
                .filter_map(|w| {
                    let i = w.idempotency.as_ref()?;
                    Some(Texts([w.agency.clone(), i.actor.clone(), i.key.clone()]))
                })
                .collect(),
            versions: works.iter().flat_map(|w| w.expect.iter().map(move |e| pair(w, &e.matter))).collect(),
            series: works.iter().flat_map(|w| w.series.iter().map(move |s| pair(w, s))).collect(),
        }
    }
}

impl Failure {
    fn into_error(self) -> StoreError {
        match self {
            Failure::Constraint(e) | Failure::Passing(e) | Failure::Final(e) => e,
        }
    }

    fn from_store(e: StoreError) -> Failure {
        match &e {
            StoreError::Duplicate { .. } => Failure::Constraint(e),
            StoreError::Busy => Failure::Passing(e),
            StoreError::Database(inner) if is_passing(inner) => Failure::Passing(e),
            _ => Failure::Final(e),
        }
    }

    fn before_commit(e: sqlx::Error) -> Failure {
        Failure::from_store(e.into())
    }

    /// The database's own refusal at commit means that nothing was stored. When the connection broke, or the disk
    /// failed, it is not known: repeating could store everything twice.
    fn at_commit(e: sqlx::Error) -> Failure {
        match &e {
            sqlx::Error::Database(d) if !is_disk_failure(d.code().as_deref()) => {
                Failure::from_store(e.into())
            }
            _ => Failure::Final(StoreError::Unknown),
        }
    }
}

/// A broken connection, a deadlock (`40P01`), a serialisation failure (`40001`), a server that shuts down (`57P01` to
/// `57P03`): the transaction was rolled back.
fn is_passing(e: &sqlx::Error) -> bool {
    match e {
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(d) => {
            matches!(d.code().as_deref(), Some("40P01" | "40001" | "57P01" | "57P02" | "57P03"))
        }
        _ => false,
    }
}

/// SQLite's result codes whose low byte is 10 (`SQLITE_IOERR`).
fn is_disk_failure(code: Option<&str>) -> bool {
    code.and_then(|c| c.parse::<u32>().ok()).is_some_and(|c| c & 0xff == 10)
}
