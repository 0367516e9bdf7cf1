//! Jobs: kept in the database, claimed for a while, retried, never lost.
//!
//! A job runs at least once: a worker that dies lets its lease end, and the job is claimed again. So jobs must be
//! idempotent. The number of the attempt is the claim's proof: a worker that comes back too late changes nothing.

use std::fmt::Write as _;

use sqlx::AssertSqlSafe;

use crate::cells::{self, Cells};
use crate::committer::check;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::rows::{Job, JobRow};
use crate::store::{Store, bounded};

/// Most kinds in one claim.
pub const MAX_JOB_KINDS: usize = 64;
/// Longest failure text that is kept, in bytes.
const MAX_ERROR_BYTES: usize = 2_000;

const COLUMNS: &str = "agency, id, kind, state, run_at_ms, attempts, max_attempts, error, body";

const COMPLETE: &str = "UPDATE job SET state = 'done', run_at_ms = $4, error = '' \
                        WHERE agency = $1 AND id = $2 AND attempts = $3 AND state = 'running'";

fn read(c: &mut Cells<'_>) -> Result<Job, StoreError> {
    Ok(Job {
        agency: c.text()?,
        id: c.text()?,
        kind: c.text()?,
        state: c.text()?,
        run_at_ms: c.int()?,
        attempts: c.int()?,
        max_attempts: c.int()?,
        error: c.text()?,
        body: c.text()?,
    })
}

/// How long to wait after failure number `attempt` (from 1): 5 s, 10 s, 20 s …, at most one hour. In milliseconds.
pub fn retry_delay_ms(attempt: i64) -> i64 {
    let doublings = attempt.clamp(1, 20) - 1;
    (5_000_i64 << doublings).min(3_600_000)
}

impl Store {
    /// Adds a job outside any work; an id that is known already is left as it is.
    pub async fn put_job(&self, agency: &str, job: &JobRow) -> Result<(), StoreError> {
        check::key("agency", agency)?;
        check::key("job id", &job.id)?;
        check::key("job kind", &job.kind)?;
        check::text("job body", &job.body)?;
        let query = sqlx::query(
            "INSERT INTO job (agency, id, kind, state, run_at_ms, attempts, max_attempts, error, body) \
             VALUES ($1, $2, $3, 'ready', $4, 0, $5, '', $6) ON CONFLICT (agency, id) DO NOTHING",
        );
        let query = query
            .bind(agency)
            .bind(job.id.as_str())
            .bind(job.kind.as_str())
            .bind(job.run_at_ms)
            .bind(job.max_attempts.max(1))
            .bind(job.body.as_str());
        self.change(query).await?;
        Ok(())
    }

    /// Claims up to `limit` jobs of `kinds` that are due at `now_ms`, or whose lease has ended, for `lease_ms`; across
    /// agencies, the longest due first. A job whose last allowed attempt never came back becomes dead.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for more than [`MAX_JOB_KINDS`] kinds.
    pub async fn claim_jobs(
        &self,
        kinds: &[&str],
        now_ms: i64,
        lease_ms: i64,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        if kinds.len() > MAX_JOB_KINDS {
            return Err(StoreError::Invalid(format!(
                "{} kinds in one claim, at most {MAX_JOB_KINDS} are allowed",
                kinds.len()
            )));
        }
        // Workers ask often and mostly in vain; that must not take the write lock.
        if kinds.is_empty() || !self.any_due(now_ms).await? {
            return Ok(Vec::new());
        }
        let mut tx = self.db().begin().await?;
        sqlx::query(
            "UPDATE job SET state = 'dead', error = 'the worker did not come back' \
             WHERE state = 'running' AND run_at_ms <= $1 AND attempts >= max_attempts",
        )
        .bind(now_ms)
        .execute(&mut *tx)
        .await?;
        let mut query = sqlx::query(AssertSqlSafe(claim_text(self.db().engine, kinds.len())))
            .bind(now_ms)
            .bind(now_ms.saturating_add(lease_ms.max(1)))
            .bind(bounded(limit));
        for kind in kinds {
            query = query.bind(*kind);
        }
        let rows = query.fetch_all(&mut *tx).await?;
        let mut jobs = cells::all(&rows, read)?;
        tx.commit().await?;
        jobs.sort_by(|a, b| (&a.agency, &a.id).cmp(&(&b.agency, &b.id)));
        Ok(jobs)
    }

    async fn any_due(&self, now_ms: i64) -> Result<bool, StoreError> {
        let query =
            sqlx::query("SELECT 1 FROM job WHERE state IN ('ready', 'running') AND run_at_ms <= $1 LIMIT 1");
        Ok(self.row(query.bind(now_ms)).await?.is_some())
    }

    /// Marks a claimed job done; `false` when the claim was lost meanwhile.
    pub async fn complete_job(&self, job: &Job, now_ms: i64) -> Result<bool, StoreError> {
        Ok(self.complete_jobs(std::slice::from_ref(job), now_ms).await? > 0)
    }

    /// Marks claimed jobs done, all in one transaction; tells how many still were this worker's.
    pub async fn complete_jobs(&self, jobs: &[Job], now_ms: i64) -> Result<usize, StoreError> {
        if jobs.is_empty() {
            return Ok(0);
        }
        let mut completed = 0;
        let mut tx = self.db().begin().await?;
        for job in jobs {
            let query = sqlx::query(COMPLETE);
            let query = query.bind(job.agency.as_str()).bind(job.id.as_str()).bind(job.attempts).bind(now_ms);
            completed += usize::from(query.execute(&mut *tx).await?.rows_affected() > 0);
        }
        tx.commit().await?;
        Ok(completed)
    }

    /// Records a failure: ready again at `retry_at_ms` (see [`retry_delay_ms`]), or dead after the last attempt;
    /// `false` when the claim was lost meanwhile. `error` must not hold personal data.
    pub async fn fail_job(&self, job: &Job, error: &str, retry_at_ms: i64) -> Result<bool, StoreError> {
        let error = shortened(error);
        let query = sqlx::query(
            "UPDATE job SET state = CASE WHEN attempts >= max_attempts THEN 'dead' ELSE 'ready' END, \
             run_at_ms = $4, error = $5 WHERE agency = $1 AND id = $2 AND attempts = $3 AND state = 'running'",
        );
        let query = query
            .bind(job.agency.as_str())
            .bind(job.id.as_str())
            .bind(job.attempts)
            .bind(retry_at_ms)
            .bind(error);
        Ok(self.change(query).await? > 0)
    }

    /// Makes a dead job ready again, with as many attempts as it had; tells whether there was one.
    pub async fn revive_job(&self, agency: &str, id: &str, run_at_ms: i64) -> Result<bool, StoreError> {
        // Attempts keep counting, so that a claim from before stays invalid.
        let query = sqlx::query(
            "UPDATE job SET state = 'ready', run_at_ms = $3, max_attempts = attempts + max_attempts \
             WHERE agency = $1 AND id = $2 AND state = 'dead'",
        );
        Ok(self.change(query.bind(agency).bind(id).bind(run_at_ms)).await? > 0)
    }

    /// Jobs of an agency in a state (`ready`, `running`, `done`, `dead`), by time, after `after` = (`run_at_ms`, id)
    /// of the last row.
    pub async fn jobs(
        &self,
        agency: &str,
        state: &str,
        limit: u32,
        after: Option<(i64, &str)>,
    ) -> Result<Vec<Job>, StoreError> {
        let (run_at_ms, id) = after.unwrap_or((i64::MIN, ""));
        let text = format!(
            "SELECT {COLUMNS} FROM job WHERE agency = $1 AND state = $2 AND (run_at_ms, id) > ($3, $4) \
             ORDER BY run_at_ms, id LIMIT $5"
        );
        let query = sqlx::query(AssertSqlSafe(text));
        let query = query.bind(agency).bind(state).bind(run_at_ms).bind(id).bind(bounded(limit));
        cells::all(&self.rows(query).await?, read)
    }

    /// Removes jobs done before `before_ms` in every agency; gives how many.
    pub async fn delete_jobs_done(&self, before_ms: i64) -> Result<u64, StoreError> {
        let query = sqlx::query("DELETE FROM job WHERE state = 'done' AND run_at_ms < $1");
        self.change(query.bind(before_ms)).await
    }
}

fn shortened(error: &str) -> String {
    let mut short = String::new();
    for c in error.chars().filter(|c| *c != '\0') {
        if short.len() + c.len_utf8() > MAX_ERROR_BYTES {
            break;
        }
        short.push(c);
    }
    short
}

/// The one statement that differs: on PostgreSQL several nodes claim at once, each passing over the rows that another
/// has locked; SQLite has one writer and no such clause. The columns of `picked` have names of their own because
/// `RETURNING` would find `agency` twice.
fn claim_text(engine: Engine, kinds: usize) -> String {
    let lock = match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let mut list = String::new();
    for kind in 0..kinds {
        // Writing to a String cannot fail.
        let _ = write!(list, "{}${}", if kind == 0 { "" } else { ", " }, kind + 4);
    }
    format!(
        "WITH picked (picked_agency, picked_id) AS MATERIALIZED (SELECT agency, id FROM job \
         WHERE state IN ('ready', 'running') AND run_at_ms <= $1 AND kind IN ({list}) \
         ORDER BY run_at_ms LIMIT $3{lock}) \
         UPDATE job SET state = 'running', run_at_ms = $2, attempts = attempts + 1 FROM picked \
         WHERE agency = picked_agency AND id = picked_id RETURNING {COLUMNS}"
    )
}
