//! Messages of partners: each is carried out once, however often it comes.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_store::{PortalMessageRow, PortalSettled};
use congvu_web::{ResultExt, WebError, Words};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::enter::Asked;
use crate::problem::{Fail, Problem};

/// Direction of what comes here.
pub(crate) const IN: &str = "in";
/// Carried out; its answer stands.
pub(crate) const DONE: &str = "done";
/// Came after something later of the same dossier: kept, moved nothing.
pub(crate) const LATE: &str = "late";
/// Came before its dossier: waits for it.
pub(crate) const EARLY: &str = "early";
/// Could not be taken; the same message may come again.
pub(crate) const REFUSED: &str = "refused";
/// Being carried out.
pub(crate) const TAKEN: &str = "taken";

/// A message under way.
pub(crate) struct Message<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) asked: &'a Asked<'a>,
    pub(crate) id: &'a str,
}

/// What is known of a message when it comes.
pub(crate) enum Begun {
    /// It is new, or was never finished: carry it out.
    Now,
    /// It was carried out: this is the answer that it got.
    Before(Response),
}

impl<'a> Message<'a> {
    /// Writes down that the message came. The same identifier with another content is refused.
    pub(crate) async fn begin(
        desk: &'a Desk,
        w: &Words,
        asked: &'a Asked<'a>,
        id: &'a str,
        about: &About<'_>,
    ) -> Result<(Self, Begun), Fail> {
        let digest: [u8; 32] = Sha256::digest(&asked.body).into();
        let now = desk.clock().now_ms();
        let row = PortalMessageRow {
            partner: asked.partner.id.clone(),
            direction: IN.to_owned(),
            id: id.to_owned(),
            seq: 0,
            kind: about.kind.to_owned(),
            code: about.code.to_owned(),
            matter: String::new(),
            state: TAKEN.to_owned(),
            sequence: about.sequence,
            at_ms: about.at_ms.unwrap_or(now),
            changed_ms: now,
            attempts: 0,
            digest,
            error: String::new(),
            body: about.body.to_string(),
            answer: String::new(),
        };
        let agency = asked.agency.id();
        let message = Self { desk, asked, id };
        if desk.store().put_portal_message(agency, &row).await.or_fault()? {
            return Ok((message, Begun::Now));
        }
        let kept = desk.store().portal_message(agency, &row.partner, IN, id).await.or_fault()?;
        let kept = kept.ok_or_else(|| WebError::fault("a message that was kept is gone"))?;
        if kept.digest != digest {
            return Err(Problem::new(w, StatusCode::CONFLICT, "message-reused").into());
        }
        if matches!(kept.state.as_str(), TAKEN | REFUSED) {
            return Ok((message, Begun::Now));
        }
        Ok((message, Begun::Before(again(&kept.answer)?)))
    }

    /// Keeps how it ended and gives the answer.
    pub(crate) async fn end(
        &self,
        state: &str,
        matter: Option<&str>,
        status: StatusCode,
        body: Value,
    ) -> Result<Response, WebError> {
        let kept = json!({ "status": status.as_u16(), "body": body });
        let settled = PortalSettled {
            state: state.to_owned(),
            answer: Some(kept.to_string()),
            matter: matter.map(str::to_owned),
            at_ms: self.desk.clock().now_ms(),
            ..PortalSettled::default()
        };
        self.settle(&settled).await?;
        Ok((status, Json(body)).into_response())
    }

    /// Keeps that it could not be taken, with a word for the officers' list that repeats nothing of its content.
    pub(crate) async fn refuse(&self, why: &str) -> Result<(), WebError> {
        let settled = PortalSettled {
            state: REFUSED.to_owned(),
            error: why.to_owned(),
            at_ms: self.desk.clock().now_ms(),
            ..PortalSettled::default()
        };
        self.settle(&settled).await
    }

    async fn settle(&self, settled: &PortalSettled) -> Result<(), WebError> {
        let (agency, partner) = (self.asked.agency.id(), &self.asked.partner.id);
        let store = self.desk.store();
        store.settle_portal_message(agency, partner, IN, self.id, settled, DONE).await.or_fault()?;
        Ok(())
    }
}

/// What stands in a message's row.
pub(crate) struct About<'m> {
    pub(crate) kind: &'m str,
    pub(crate) code: &'m str,
    pub(crate) sequence: i64,
    pub(crate) at_ms: Option<i64>,
    pub(crate) body: &'m Value,
}

/// An answer that was given before, word for word.
pub(crate) fn again(kept: &str) -> Result<Response, WebError> {
    let kept: Value = serde_json::from_str(kept).or_fault()?;
    let status = kept.get("status").and_then(Value::as_u64).and_then(|s| u16::try_from(s).ok());
    let status = status.and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    let body = kept.get("body").cloned().unwrap_or_default();
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
