//! What a portal or a ministry's system says about a dossier. Everything is kept. Only what comes later in the sender's own
//! order counts, and even that never moves our case: one system owns the business status at a time, and what another one
//! says is there to be compared.

use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::StatusCode;
use axum::response::Response;
use congvu_desk::{Desk, to_ms};
use congvu_store::{PortalDossierRow, PortalSettled};
use congvu_web::components::FieldError;
use congvu_web::{PageCx, ResultExt, WebError};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::dossier::{code_text, is_id, moment};
use crate::enter::{Asked, enter};
use crate::message::{About, Begun, DONE, EARLY, IN, LATE, Message};
use crate::problem::{Fail, Problem};

/// Kind of the messages that report a status.
pub(crate) const STATUS: &str = "status";

#[derive(Debug, Deserialize)]
struct Report {
    message_id: String,
    /// Place in the sender's own order of events of this dossier, from 1.
    sequence: i64,
    #[serde(rename = "TrangThai")]
    status: Value,
    #[serde(rename = "ThoiDiem")]
    at: String,
}

/// `POST /{agency}/portal/v1/dossiers/{code}/events`
pub(crate) async fn report(
    State(desk): State<Desk>,
    Path((id, code)): Path<(String, String)>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let w = cx.words();
    let whole: Value = asked.json(w)?;
    let report: Report = asked.json(w)?;
    let wrong = |field: &str, id: &str| WebError::Invalid(vec![FieldError::new(field, w.t(id))]);
    if !is_id(&report.message_id) {
        return Err(wrong("message_id", "portal-not-an-id").into());
    }
    if !is_id(&code) {
        return Err(Problem::new(w, StatusCode::NOT_FOUND, "no-data").into());
    }
    if report.sequence < 1 {
        return Err(wrong("sequence", "portal-not-a-place").into());
    }
    let at_ms = moment(&report.at).map(to_ms).ok_or_else(|| wrong("ThoiDiem", "portal-not-a-moment"))?;
    let status = code_text(Some(&report.status));
    let about =
        About { kind: STATUS, code: &code, sequence: report.sequence, at_ms: Some(at_ms), body: &whole };
    let (message, begun) = Message::begin(&desk, w, &asked, &report.message_id, &about).await?;
    if let Begun::Before(answer) = begun {
        return Ok(answer);
    }
    if asked.portal.status(&status).is_none() {
        message.refuse("unknown-status").await?;
        return Err(wrong("TrangThai", "portal-status-unknown").into());
    }
    let (agency, partner) = (asked.agency.id(), asked.partner.id.as_str());
    let Some(row) = desk.store().portal_dossier(agency, partner, &code).await.or_fault()? else {
        let body = json!({ "error_code": 0, "message": w.t("portal-report-early"), "taken": EARLY });
        return Ok(message.end(EARLY, None, StatusCode::ACCEPTED, body).await?);
    };
    let newer = apply(&desk, &asked, &row, report.sequence, &status, at_ms).await?;
    let (state, words) = if newer { (DONE, "portal-report-kept") } else { (LATE, "portal-report-late") };
    let taken = if newer { "kept" } else { LATE };
    let body = json!({ "error_code": 0, "message": w.t(words), "taken": taken });
    Ok(message.end(state, Some(&row.matter), StatusCode::OK, body).await?)
}

/// Keeps a report if it comes later than what is kept; tells whether it does.
async fn apply(
    desk: &Desk,
    asked: &Asked<'_>,
    row: &PortalDossierRow,
    sequence: i64,
    status: &str,
    at_ms: i64,
) -> Result<bool, WebError> {
    let delivered = asked.portal.status(status).filter(|s| s.delivered).map(|_| at_ms);
    let (agency, store) = (asked.agency.id(), desk.store());
    store.portal_reported(agency, &row.partner, &row.code, sequence, status, delivered).await.or_fault()
}

/// Looks at the reports that came before their dossier.
pub(crate) async fn early(desk: &Desk, asked: &Asked<'_>, code: &str) -> Result<(), WebError> {
    let (agency, partner) = (asked.agency.id(), asked.partner.id.as_str());
    let store = desk.store();
    let Some(row) = store.portal_dossier(agency, partner, code).await.or_fault()? else { return Ok(()) };
    let messages = store.portal_messages_of(agency, partner, code, 1_000).await.or_fault()?;
    for m in messages.iter().rev().filter(|m| m.direction == IN && m.kind == STATUS && m.state == EARLY) {
        let said: Report = serde_json::from_str(&m.body).or_fault()?;
        let status = code_text(Some(&said.status));
        let newer = apply(desk, asked, &row, m.sequence, &status, m.at_ms).await?;
        let settled = PortalSettled {
            state: if newer { DONE } else { LATE }.to_owned(),
            matter: Some(row.matter.clone()),
            at_ms: desk.clock().now_ms(),
            ..PortalSettled::default()
        };
        store.settle_portal_message(agency, partner, IN, &m.id, &settled, DONE).await.or_fault()?;
    }
    Ok(())
}
