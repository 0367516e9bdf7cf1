//! Items of minutes as they come back into range: each once, whatever is cut, in whatever order.

use crate::access::{Officer, Stop, enter};
use crate::devices::{device, fault, mine, signed};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use congvu_desk::{Case, Desk, Kind, NotTaken, On, PerformError};
use congvu_matter::{Attachment, Command};
use congvu_web::{PageCx, ResultExt, WebError};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Largest picture, bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// A clock that is off by less is not worth noting, milliseconds.
const CLOCK_TOLERANCE_MS: i64 = 120_000;
/// Longest identifier of an item.
const ITEM_CHARS: usize = 64;
/// Kinds of items that are pictures.
const PICTURES: [&str; 2] = ["photo", "signature"];
/// Kinds of items that are words.
const WORDS: [&str; 3] = ["note", "statement", "close"];

/// One item as the device sends it.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    device: String,
    matter: String,
    item: String,
    kind: String,
    /// When it was taken down, by the clock of the device, as text.
    taken: String,
    /// Its place in the minutes, from 1.
    place: u32,
    /// What the clock of the device says now, milliseconds.
    now: i64,
    #[serde(default)]
    text: String,
    /// A picture in base64.
    #[serde(default)]
    data: String,
    sha256: String,
    signature: String,
}

impl Item {
    /// What the device signed.
    fn words(&self) -> String {
        [&self.device, &self.matter, &self.item, &self.sha256, &self.taken].map(String::as_str).join("\n")
    }

    fn fits(&self) -> bool {
        let id = |text: &str| {
            !text.is_empty()
                && text.len() <= ITEM_CHARS
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        id(&self.item) && self.taken.len() <= 40 && self.sha256.len() == 64
    }
}

/// The act that the item became, where the record has it already.
async fn recorded(
    desk: &Desk,
    officer: &Officer<'_>,
    case: &Case,
    item: &str,
) -> Result<Option<String>, WebError> {
    let history = desk.history(officer.agency, &case.matter.id).await.or_fault()?;
    let same = |input: &Value| input.get("item").and_then(Value::as_str) == Some(item);
    Ok(history.into_iter().find(|l| l.act.kind == "add-evidence" && same(&l.act.input)).map(|l| l.act.id))
}

fn done(act: &str, again: bool) -> Response {
    Json(json!({ "act": act, "again": again })).into_response()
}

/// `POST …/minutes/items`
pub(crate) async fn take(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    Json(item): Json<Item>,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let Some(device) = device(&desk, &officer, &item.device).await? else {
        return Ok(fault(StatusCode::FORBIDDEN, "unknown-device"));
    };
    if device.matter.state != "enrolled" {
        return Ok(fault(StatusCode::FORBIDDEN, "revoked"));
    }
    if !mine(&officer, &device) {
        return Ok(fault(StatusCode::FORBIDDEN, "other-device"));
    }
    if !item.fits() {
        return Ok(fault(StatusCode::UNPROCESSABLE_ENTITY, "item"));
    }
    if !signed(&device, &item.words(), &item.signature) {
        return Ok(fault(StatusCode::FORBIDDEN, "signature"));
    }
    let case = desk.case(officer.agency, &item.matter).await.or_fault()?;
    let Some(case) = case else { return Ok(fault(StatusCode::NOT_FOUND, "no-case")) };
    if let Some(act) = recorded(&desk, &officer, &case, &item.item).await? {
        return Ok(done(&act, true));
    }
    let files = match content(&desk, &item).await? {
        Ok(files) => files,
        Err(word) => return Ok(fault(StatusCode::UNPROCESSABLE_ENTITY, word)),
    };
    let off_ms = item.now.saturating_sub(desk.clock().now_ms());
    let clock_off = off_ms.saturating_abs() > CLOCK_TOLERANCE_MS;
    let mut input = json!({
        "item": item.item, "kind": item.kind, "taken": item.taken, "device": item.device,
        "sha256": item.sha256, "place": item.place.to_string(),
    });
    if let Some(said) = input.as_object_mut() {
        if clock_off {
            said.insert("clock_off".to_owned(), json!((off_ms / 1000).to_string()));
        }
        if !item.text.trim().is_empty() {
            said.insert("text".to_owned(), json!(item.text));
        }
    }
    let command = Command {
        act: "add-evidence".to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        files,
        ..Command::default()
    };
    let key = Some(format!("minutes/{}/{}", item.device, item.item));
    match desk.perform(officer.request(On::Matter(case.matter.id.clone()), command, key)).await {
        Ok(act) => Ok(done(&act.act, false)),
        // Two sendings of one item at once: one of them was first.
        Err(PerformError::KeyReused) => match recorded(&desk, &officer, &case, &item.item).await? {
            Some(act) => Ok(done(&act, true)),
            None => Ok(fault(StatusCode::CONFLICT, "again")),
        },
        Err(PerformError::Refused(_)) => Ok(fault(StatusCode::FORBIDDEN, "refused")),
        Err(PerformError::NotNow(_)) => Ok(fault(StatusCode::CONFLICT, "not-now")),
        Err(PerformError::Busy) => Ok(fault(StatusCode::SERVICE_UNAVAILABLE, "busy")),
        Err(error) => Err(WebError::fault(error).into()),
    }
}

/// The content, checked against its digest: words stay in the act, pictures become files.
async fn content(desk: &Desk, item: &Item) -> Result<Result<Vec<Attachment>, &'static str>, WebError> {
    let digest = |bytes: &[u8]| hex::encode(Sha256::digest(bytes));
    if WORDS.contains(&item.kind.as_str()) {
        let whole = item.data.is_empty() && digest(item.text.as_bytes()) == item.sha256;
        return Ok(if whole { Ok(Vec::new()) } else { Err("digest") });
    }
    if !PICTURES.contains(&item.kind.as_str()) {
        return Ok(Err("kind"));
    }
    let Ok(bytes) = STANDARD.decode(&item.data) else { return Ok(Err("data")) };
    if digest(&bytes) != item.sha256 {
        return Ok(Err("digest"));
    }
    let name =
        format!("{}-{}.{}", item.kind, item.item, if bytes.starts_with(b"\x89PNG") { "png" } else { "jpg" });
    match desk.take_file(bytes, &name, &[Kind::Jpeg, Kind::Png], MAX_BYTES).await {
        Ok(taken) => Ok(Ok(vec![Attachment {
            part: format!("item-{}", item.item),
            name: taken.name,
            sha256: taken.sha256,
            size_bytes: taken.size_bytes,
            media_type: taken.media_type,
        }])),
        Err(NotTaken::TooLarge { .. }) => Ok(Err("too-large")),
        Err(NotTaken::Desk(error)) => Err(WebError::fault(error)),
        Err(_) => Ok(Err("picture")),
    }
}
