//! Events on their way to partners that have an address: by jobs that are never lost, each with the same identifier however
//! often it is tried.

use axum::body::Bytes;
use congvu_desk::Desk;
use congvu_pack::Agency;
use congvu_store::{Job, JobRow, PortalMessageRow, PortalSettled, retry_delay_ms};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::events::{self, DELIVERED, FAILED, OUT, Receipt, SYNCHRONISED};
use crate::profile::{self, Parts};
use crate::{enter, keys};

/// Kind of these jobs.
const KIND: &str = "portal-push";
/// How often an event is tried before somebody has to look at it.
const ATTEMPTS: i64 = 12;
/// Jobs taken at once.
const AT_ONCE: u32 = 4;
/// How long a worker may hold a job, milliseconds: longer than all of them may take.
const LEASE_MS: i64 = 30_000;
/// How long the worker waits before it looks again.
const IDLE: Duration = Duration::from_millis(1_000);
/// Longest wait for a partner.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer that is read, bytes.
const MAX_ANSWER: usize = 16 * 1024;

#[derive(Debug, Serialize, Deserialize)]
struct Push {
    partner: String,
    message: String,
}

/// Identifier of the job of a message.
pub(crate) fn job_id(partner: &str, message: &str) -> String {
    format!("{KIND}/{partner}/{message}")
}

/// The job that pushes a message.
pub(crate) fn job(partner: &str, message: &str, run_at_ms: i64) -> JobRow {
    let body = Push { partner: partner.to_owned(), message: message.to_owned() };
    JobRow {
        id: job_id(partner, message),
        kind: KIND.to_owned(),
        run_at_ms,
        max_attempts: ATTEMPTS,
        body: serde_json::to_string(&body).unwrap_or_default(),
    }
}

/// Follows the record and works through the jobs until the task is dropped. Where no department has a partner it sleeps.
pub async fn run(desk: Desk) {
    let agencies: Vec<&Agency> =
        desk.library().agencies.values().map(AsRef::as_ref).filter(|a| !a.file.partners.is_empty()).collect();
    if agencies.is_empty() {
        return;
    }
    loop {
        for agency in &agencies {
            if let Err(error) = events::follow(&desk.clone(), agency).await {
                tracing::error!(?error, "the record could not be followed for the portal interface");
            }
        }
        let worked = work(&desk.clone()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "events could not be pushed");
            0
        });
        if worked == 0 {
            tokio::time::sleep(IDLE).await;
        }
    }
}

async fn work(desk: &Desk) -> Result<usize, congvu_store::StoreError> {
    let now = desk.clock().now_ms();
    let jobs = desk.store().claim_jobs(&[KIND], now, LEASE_MS, AT_ONCE).await?;
    for job in &jobs {
        match push(desk, job).await {
            Ok(()) => drop(desk.store().complete_job(job, now).await?),
            Err(why) => {
                tracing::warn!(job = %job.id, attempts = job.attempts, %why, "an event was not taken");
                let again = desk.clock().now_ms().saturating_add(retry_delay_ms(job.attempts));
                desk.store().fail_job(job, &why, again).await?;
            }
        }
    }
    Ok(jobs.len())
}

/// Pushes one message. The error says why not, without anything of its content.
async fn push(desk: &Desk, job: &Job) -> Result<(), String> {
    let wanted: Push = serde_json::from_str(&job.body).map_err(|e| e.to_string())?;
    let Some(agency) = desk.agency(&job.agency) else { return Ok(()) };
    // A partner that is gone, or has no address any more, is not pushed to; the event can still be fetched.
    let Some(partner) = agency.partner(&wanted.partner) else { return Ok(()) };
    let Some(address) = partner.push.as_deref() else { return Ok(()) };
    let found = desk.store().portal_message(agency.id(), &wanted.partner, OUT, &wanted.message).await;
    let Some(row) = found.map_err(|e| e.to_string())? else { return Ok(()) };
    if row.state == SYNCHRONISED {
        return Ok(());
    }
    let sent = tokio::time::timeout(PATIENCE, send(desk, agency, address, &row)).await;
    match sent.unwrap_or_else(|_| Err("the partner did not answer in time".to_owned())) {
        Ok(Some(receipt)) => {
            let state = events::settle(desk, agency, &row, &receipt, 1).await.map_err(|_| "not kept")?;
            // What the partner refuses with a number is no success, whatever the status of its answer.
            if state == SYNCHRONISED {
                Ok(())
            } else {
                Err(format!("the partner answered {}", receipt.error_code))
            }
        }
        Ok(None) => keep(desk, agency, &row, DELIVERED, "").await,
        Err(why) => {
            keep(desk, agency, &row, FAILED, &why).await?;
            Err(why)
        }
    }
}

async fn keep(
    desk: &Desk,
    agency: &Agency,
    row: &PortalMessageRow,
    state: &str,
    why: &str,
) -> Result<(), String> {
    let settled = PortalSettled {
        state: state.to_owned(),
        error: why.to_owned(),
        attempts: 1,
        at_ms: desk.clock().now_ms(),
        ..PortalSettled::default()
    };
    let store = desk.store();
    let kept =
        store.settle_portal_message(agency.id(), &row.partner, OUT, &row.id, &settled, SYNCHRONISED).await;
    kept.map(drop).map_err(|e| e.to_string())
}

/// Sends a message, signed as the partner's requests are. What the partner says about it, where it says anything.
async fn send(
    desk: &Desk,
    agency: &Agency,
    address: &str,
    row: &PortalMessageRow,
) -> Result<Option<Receipt>, String> {
    let body = events::told(row).map_err(|_| "the event cannot be read")?.to_string().into_bytes();
    let uri: hyper::Uri = address.parse().map_err(|_| "the address of the partner cannot be read")?;
    let authority = enter::authority(address).to_owned();
    let host = uri.host().ok_or("the address of the partner has no host")?.to_owned();
    let port = uri.port_u16().unwrap_or(80);
    let digest = profile::content_digest(&body);
    let parts = Parts {
        method: "POST",
        authority: &authority,
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        digest: Some(&digest),
    };
    let key = keys::secret(desk, agency).await.map_err(|_| "our own key cannot be read")?;
    let mut nonce = [0_u8; 16];
    getrandom::fill(&mut nonce).map_err(|e| e.to_string())?;
    // Not the desk's clock: partners compare with the time of the world, also while a demo plays another day.
    let created = Timestamp::now().as_second();
    let (input, signature) = profile::sign(&key, agency.id(), created, &hex::encode(nonce), &parts);
    let target = uri.path_and_query().map_or("/", |p| p.as_str());
    let request = hyper::Request::post(target)
        .header("host", &authority)
        .header("content-type", "application/json")
        .header("content-digest", &digest)
        .header("signature-input", input)
        .header("signature", signature)
        .header("idempotency-key", &row.id)
        .body(Full::new(Bytes::from(body)))
        .map_err(|e| e.to_string())?;
    let unreachable = |_| "the partner cannot be reached".to_owned();
    let stream = tokio::net::TcpStream::connect((host.as_str(), port)).await.map_err(unreachable)?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
    let connection = tokio::spawn(connection);
    let answer = sender.send_request(request).await.map_err(|e| e.to_string());
    let said = read(answer?).await;
    connection.abort();
    said
}

async fn read(answer: hyper::Response<hyper::body::Incoming>) -> Result<Option<Receipt>, String> {
    let status = answer.status();
    let body =
        Limited::new(answer.into_body(), MAX_ANSWER).collect().await.map_err(|e| e.to_string())?.to_bytes();
    if !status.is_success() {
        return Err(format!("the partner answered {}", status.as_u16()));
    }
    // An answer without a receipt says no more than that the event arrived.
    Ok(serde_json::from_slice(&body).ok())
}
