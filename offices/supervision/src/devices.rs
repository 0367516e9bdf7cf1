//! Devices on which minutes are taken: enrolled with a public key, revoked when they are lost. Both are acts.

use crate::access::{Officer, Stop, enter, stopped};
use crate::duplicates::of_life;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use congvu_desk::{Case, Desk, On, Opening, PerformError};
use congvu_matter::Command;
use congvu_web::components::{Column, Field, Row, Table, Tone, field, heading, paragraph, post_form, table};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::{Value, json};

/// The life of a device.
const DEVICE: &str = "device";
/// Bytes of a public key on P-256, not compressed (SEC 1, section 2.3.3).
const KEY_BYTES: usize = 65;

/// What a device brings with it.
#[derive(Debug, Deserialize)]
pub(crate) struct Enrolling {
    name: String,
    key: String,
}

/// A fault as the script reads it.
pub(crate) fn fault(status: StatusCode, word: &str) -> Response {
    (status, Json(json!({ "fault": word }))).into_response()
}

/// A device of this department.
pub(crate) async fn device(desk: &Desk, officer: &Officer<'_>, id: &str) -> Result<Option<Case>, WebError> {
    let case = desk.case(officer.agency, id).await.or_fault()?;
    Ok(case.filter(|c| c.matter.lifecycle == DEVICE))
}

/// `enrolled`, `revoked` or `other` (enrolled by somebody else); none where it is not known.
pub(crate) async fn state(desk: &Desk, officer: &Officer<'_>, id: &str) -> Result<Option<String>, WebError> {
    let Some(case) = device(desk, officer, id).await? else { return Ok(None) };
    let theirs = mine(officer, &case);
    Ok(Some(if theirs { case.matter.state.clone() } else { "other".to_owned() }))
}

/// Whether the officer's position enrolled the device.
pub(crate) fn mine(officer: &Officer<'_>, device: &Case) -> bool {
    device.matter.assigned.as_deref() == Some(officer.who.position.as_str())
}

/// Whether the device signed these words.
pub(crate) fn signed(device: &Case, words: &str, signature: &str) -> bool {
    let key = device.matter.said.get("enrol-device").and_then(|s| s.get("key")).and_then(Value::as_str);
    let key = key.and_then(|k| STANDARD.decode(k).ok());
    let (Some(key), Ok(signature)) = (key, STANDARD.decode(signature)) else { return false };
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(words.as_bytes(), &signature).is_ok()
}

/// `POST …/minutes/devices`
pub(crate) async fn enrol(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
    Json(asked): Json<Enrolling>,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let whole = STANDARD.decode(&asked.key).is_ok_and(|k| k.len() == KEY_BYTES && k.first() == Some(&4));
    if !whole {
        return Ok(fault(StatusCode::UNPROCESSABLE_ENTITY, "key"));
    }
    let input = json!({ "name": asked.name, "key": asked.key });
    let command = Command {
        act: "enrol-device".to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        subject: asked.name.chars().take(100).collect(),
        channel: "office".to_owned(),
        ..Command::default()
    };
    let on = On::New(Opening::Lifecycle(DEVICE.to_owned()));
    match desk.perform(officer.request(on, command, None)).await {
        Ok(done) => Ok(Json(json!({ "device": done.matter })).into_response()),
        Err(PerformError::Refused(_)) => Ok(fault(StatusCode::FORBIDDEN, "refused")),
        Err(PerformError::NotNow(_)) => Ok(fault(StatusCode::UNPROCESSABLE_ENTITY, "name")),
        Err(error) => Err(WebError::fault(error).into()),
    }
}

/// `GET /{agency}/desk/supervision/devices`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("supervision-devices");
    let all = of_life(&desk, officer.agency.id(), DEVICE, &["enrolled", "revoked"]).await?;
    let rows = all.iter().map(|device| {
        let revoke = if device.matter.state == "enrolled" {
            let reason = Field::new("reason", w.t("supervision-revoke-why"));
            let action = officer.at(&format!("/devices/{}/revoke", device.matter.id));
            post_form(&cx.csrf(), &action, &field(w, &reason), &w.t("supervision-revoke"))
        } else {
            Html::EMPTY
        };
        let holder = device.matter.assigned.as_deref().unwrap_or_default().into();
        Row::new(vec![
            Html::text(&device.matter.subject),
            Html::text(&congvu_views::title_of(w, officer.agency, &officer.book, &holder, None)),
            Html::text(&fmt::date(w.lang(), device.matter.opened.date())),
            congvu_views::state_badge(w, desk.library(), device),
            revoke,
        ])
    });
    let columns = ["device", "holder", "enrolled", "state", "revoke"];
    let body = Html::join([
        heading(1, &title),
        paragraph(&w.t("supervision-devices-lead")),
        table(
            w,
            &Table {
                caption: title.clone(),
                columns: columns
                    .iter()
                    .map(|c| Column::new(w.t(&format!("supervision-column-{c}"))))
                    .collect(),
                rows: rows.collect(),
                empty: w.t("supervision-none"),
                hide_caption: true,
                keys: false,
            },
        ),
    ]);
    let shell = officer.shell(&cx, &title).crumb(officer.at(""), w.t("supervision-home")).crumb("", title);
    Ok(cx.page(shell, body))
}

/// `POST /{agency}/desk/supervision/devices/{matter}/revoke`
pub(crate) async fn revoke(
    State(desk): State<Desk>,
    Path((agency, matter)): Path<(String, String)>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let found = device(&desk, &officer, &matter).await?.ok_or(WebError::NotFound)?;
    let w = cx.words();
    let input = json!({ "reason": values.get("reason") });
    let command = Command {
        act: "revoke-device".to_owned(),
        input: input.as_object().cloned().unwrap_or_default(),
        ..Command::default()
    };
    match desk.perform(officer.request(On::Matter(found.matter.id.clone()), command, None)).await {
        Ok(_) => {
            cx.session().flash(Tone::Good, &w.t("supervision-revoked"));
            Ok(Redirect::to(&officer.at("/devices")).into_response())
        }
        Err(error) => {
            let life = desk.library().lifecycles.get(DEVICE).map(AsRef::as_ref);
            stopped(&desk, &cx, &officer, life, &w.t("supervision-revoke"), error).await
        }
    }
}
