//! A payment gateway says that money has arrived.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_authority::Actor;
use congvu_desk::{Desk, On, PerformError, Request};
use congvu_matter::{Command, Refused};
use congvu_payment::notice::{self, Unbelieved};
use congvu_web::{ResultExt, WebError};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Setting of the agency with the secret that it shares with its gateway, a JSON string.
const SECRET: &str = "payment-gateway";
/// Header with the moment, milliseconds since 1970.
const MOMENT: &str = "x-congvu-timestamp";
/// Header with the signature.
const SIGNATURE: &str = "x-congvu-signature";
/// The act, as `money.toml` names it.
const ACT: &str = "confirm-payment";
/// Longest text of a notice, in characters.
const TEXT_CHARS: usize = 100;
const DONG: &str = "VND";

/// What a gateway sends. What else it may send is left alone.
#[derive(Debug, Deserialize)]
struct Notice {
    transaction: String,
    case: String,
    amount: u64,
    currency: String,
    status: Status,
    #[serde(default)]
    bank_reference: String,
}

/// How the payment stands at the gateway. Only money that has arrived is recorded; nothing takes it back, whatever comes
/// after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Status {
    Pending,
    Succeeded,
    Failed,
    Cancelled,
}

/// `POST /{agency}/api/v1/payments/notices`
pub(crate) async fn take(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let agency = congvu_views::agency_of(&desk, &id)?;
    let kept = desk.store().setting(agency.id(), SECRET).await.or_fault()?;
    let secret: Option<String> = kept.and_then(|k| serde_json::from_str(&k).ok());
    let Some(secret) = secret else { return Ok(answer(StatusCode::NOT_FOUND, "no-gateway")) };
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let now_ms = desk.clock().now_ms();
    if let Err(error) = notice::check(secret.as_bytes(), header(MOMENT), header(SIGNATURE), &bytes, now_ms) {
        tracing::warn!(agency = agency.id(), %error, "a notice of payment was not believed");
        let what = if error == Unbelieved::Stale { "stale" } else { "signature" };
        return Ok(answer(StatusCode::UNAUTHORIZED, what));
    }
    let Ok(said) = serde_json::from_slice::<Notice>(&bytes) else {
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, "unreadable"));
    };
    let texts = [&said.transaction, &said.case, &said.bank_reference];
    let long = texts.iter().any(|t| t.chars().count() > TEXT_CHARS);
    if long || said.transaction.trim().is_empty() || said.currency != DONG {
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, "unreadable"));
    }
    if said.status != Status::Succeeded {
        return Ok(answer(StatusCode::OK, "ignored"));
    }
    let Some(case) = desk.case_by_code(agency, said.case.trim()).await.or_fault()? else {
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, "unknown-case"));
    };
    let request = Request {
        agency: agency.id().to_owned(),
        actor: Actor::System,
        on: On::Matter(case.matter.id),
        seen: None,
        idempotency_key: Some(format!("gateway/{}", said.transaction.trim())),
        command: Command { act: ACT.to_owned(), input: input(agency, &said), ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(done) => {
            let body =
                json!({ "result": "recorded", "case": done.code, "act": done.hash, "receipts": done.papers });
            Ok((StatusCode::OK, Json(body)).into_response())
        }
        Err(PerformError::NotNow(Refused::KnownPayment { .. })) => Ok(answer(StatusCode::OK, "known")),
        Err(PerformError::KeyReused) => Ok(answer(StatusCode::CONFLICT, "other-content")),
        Err(PerformError::NotNow(_)) => Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, "not-charged")),
        Err(PerformError::Busy) => Ok(answer(StatusCode::SERVICE_UNAVAILABLE, "busy")),
        Err(error) => Err(WebError::fault(error)),
    }
}

/// The transaction as the gateway and, where it says so, as the bank knows it: the bank's statement will name the latter.
fn input(agency: &congvu_pack::Agency, said: &Notice) -> Map<String, Value> {
    let mut input = Map::new();
    input.insert("amount".to_owned(), said.amount.into());
    input.insert("method".to_owned(), "online".into());
    input.insert("reference".to_owned(), format!("gateway/{}", said.transaction.trim()).into());
    let bank = said.bank_reference.trim();
    if !bank.is_empty() {
        input.insert("second_reference".to_owned(), crate::statements::reference(agency, bank).into());
    }
    input
}

fn answer(status: StatusCode, result: &str) -> Response {
    (status, Json(json!({ "result": result }))).into_response()
}

/// `GET /{agency}/api/v1/payments/openapi.json`
pub(crate) async fn description() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json")).into_response()
}
