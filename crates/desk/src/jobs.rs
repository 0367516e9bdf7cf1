//! Work after the commit, by jobs that are never lost and may run twice: papers are set, people are told, and what ends by the
//! passing of time is ended.

use crate::clock::to_ms;
use crate::desk::Desk;
use crate::error::{DeskError, PerformError, unreadable};
use crate::notices::{self, NOTIFY, REMIND};
use crate::papers::Wanted;
use crate::request::{On, Request};
use congvu_authority::Actor;
use congvu_matter::Command;
use congvu_store::{Job, JobRow, MessageRow};
use futures::future::join_all;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Kind of the job that sets a paper.
const TYPESET: &str = "typeset";
/// How often a job is tried.
const ATTEMPTS: i64 = 12;
/// How many jobs a worker takes, and has under way, at once. Each waits for the disk longer than it needs the processor.
const AT_ONCE: u32 = 16;
/// How long a worker may hold a job before another takes it, milliseconds.
const LEASE_MS: i64 = 60_000;
/// How long an idle worker waits before it looks again, milliseconds.
const IDLE_MS: u64 = 1_000;

/// Kind of the job that looks whether a matter's time has passed.
const LAPSE: &str = "lapse";

#[derive(Debug, Serialize, Deserialize)]
struct Lapse {
    matter: String,
    act: String,
}

/// The job that performs `act` when a matter's time has passed at `due_ms`. Where the clock is stopped or the time extended
/// later, it finds nothing to do: whatever moves the clock makes a job of its own.
pub(crate) fn lapse_job(act_id: &str, matter: &str, act: &str, due_ms: i64) -> JobRow {
    let body = Lapse { matter: matter.to_owned(), act: act.to_owned() };
    JobRow {
        id: format!("{LAPSE}/{act_id}"),
        kind: LAPSE.to_owned(),
        run_at_ms: due_ms,
        max_attempts: ATTEMPTS,
        body: serde_json::to_string(&body).unwrap_or_default(),
    }
}

/// The job that tells of an act.
pub(crate) fn tell_job(act_id: &str, run_at_ms: i64) -> JobRow {
    notices::notify_job(act_id, run_at_ms, ATTEMPTS)
}

#[derive(Debug, Serialize, Deserialize)]
struct Typeset {
    matter: String,
    paper: usize,
}

/// The job that sets a paper of a matter.
pub(crate) fn typeset_job(act_id: &str, matter: &str, paper: usize, run_at_ms: i64) -> JobRow {
    let body = Typeset { matter: matter.to_owned(), paper };
    JobRow {
        id: format!("{TYPESET}/{act_id}/{paper}"),
        kind: TYPESET.to_owned(),
        run_at_ms,
        max_attempts: ATTEMPTS,
        body: serde_json::to_string(&body).unwrap_or_default(),
    }
}

/// Works through jobs until the task is dropped. Two fill the pauses between each other's batches; how many papers are
/// set at the same moment is for the typesetting threads to say, one for each core.
pub async fn run(desk: Desk) {
    if let Err(error) = notices::schedule(&desk, ATTEMPTS).await {
        tracing::error!(%error, "reminders could not be set up");
    }
    loop {
        // Anew each time: packs may have been put in force meanwhile.
        let desk = desk.clone();
        desk.look_at_laws().await;
        let worked = match claim_and_work(&desk).await {
            Ok(worked) => worked,
            Err(error) => {
                tracing::error!(%error, "jobs could not be worked on");
                0
            }
        };
        if worked == 0 {
            let wait = tokio::time::sleep(Duration::from_millis(IDLE_MS));
            tokio::select! {
                () = wait => {}
                () = desk.inner.job_ready.notified() => {}
            }
        }
    }
}

async fn claim_and_work(desk: &Desk) -> Result<usize, DeskError> {
    let now_ms = to_ms(desk.inner.clock.now());
    let jobs =
        desk.inner.store.claim_jobs(&[TYPESET, LAPSE, NOTIFY, REMIND], now_ms, LEASE_MS, AT_ONCE).await?;
    let worked = join_all(jobs.iter().map(|job| work(desk, job))).await;
    let mut told = Vec::with_capacity(jobs.len());
    for (job, result) in jobs.iter().zip(worked) {
        match result {
            Ok(messages) => told.push((job.clone(), messages)),
            Err(error) => failed(desk, job, &error, now_ms).await?,
        }
    }
    let done = put(desk, told, now_ms).await?;
    // Together: each transaction of their own would keep the acts that are waiting to be stored waiting longer.
    desk.inner.store.complete_jobs(&done, now_ms).await?;
    Ok(jobs.len())
}

async fn failed(desk: &Desk, job: &Job, error: &DeskError, now_ms: i64) -> Result<(), DeskError> {
    tracing::warn!(job = %job.id, attempts = job.attempts, %error, "a job failed and will be tried again");
    let retry_at_ms = now_ms.saturating_add(congvu_store::retry_delay_ms(job.attempts));
    desk.inner.store.fail_job(job, &error.to_string(), retry_at_ms).await?;
    Ok(())
}

/// Puts the messages of jobs, before the jobs are done: a job that runs again puts the same. Gives the jobs that are done.
async fn put(desk: &Desk, told: Vec<(Job, Vec<MessageRow>)>, now_ms: i64) -> Result<Vec<Job>, DeskError> {
    let store = &desk.inner.store;
    let all: Vec<MessageRow> = told.iter().flat_map(|(_, messages)| messages.iter().cloned()).collect();
    let together = store.put_messages(&all).await.is_ok();
    let mut done = Vec::with_capacity(told.len());
    for (job, messages) in told {
        // One that cannot be put must not hold up the others.
        match if together { Ok(0) } else { store.put_messages(&messages).await } {
            Ok(_) => done.push(job),
            Err(error) => failed(desk, &job, &error.into(), now_ms).await?,
        }
    }
    Ok(done)
}

/// Does one job; gives the messages that follow from it.
async fn work(desk: &Desk, job: &Job) -> Result<Vec<MessageRow>, DeskError> {
    match job.kind.as_str() {
        NOTIFY => return notices::of_act(desk, &job.agency, &job.body).await,
        REMIND => notices::remind(desk, &job.agency, ATTEMPTS).await?,
        LAPSE => lapse(desk, job).await?,
        _ => {
            let body: Typeset = serde_json::from_str(&job.body).map_err(unreadable("job"))?;
            desk.set_paper(&job.agency, &body.matter, body.paper, Wanted::Later).await?;
        }
    }
    Ok(Vec::new())
}

/// Ends a matter whose time has passed, by an act of the system with its clause like any other.
async fn lapse(desk: &Desk, job: &Job) -> Result<(), DeskError> {
    let body: Lapse = serde_json::from_str(&job.body).map_err(unreadable("job"))?;
    let Some(agency) = desk.agency(&job.agency) else { return Ok(()) };
    let Some(case) = desk.case(agency, &body.matter).await? else { return Ok(()) };
    let now = desk.inner.clock.now();
    let passed = case.clock.as_ref().and_then(|c| c.due).is_some_and(|due| due <= now);
    let declared = case.procedure(desk.library()).and_then(|(_, v)| v?.time.as_ref()?.lapse.as_ref());
    // A case that moved to another version ends by itself only where that version says so.
    if case.matter.closed.is_some() || !passed || declared != Some(&body.act) {
        return Ok(());
    }
    let request = Request {
        agency: job.agency.clone(),
        actor: Actor::System,
        on: On::Matter(body.matter),
        seen: Some(case.matter.version),
        idempotency_key: Some(job.id.clone()),
        command: Command { act: body.act, ..Command::default() },
    };
    match desk.perform(request).await {
        // Not in this state any more: it has been answered.
        Ok(_) | Err(PerformError::NotNow(_)) => Ok(()),
        Err(error) => Err(DeskError::Job(error.to_string())),
    }
}
