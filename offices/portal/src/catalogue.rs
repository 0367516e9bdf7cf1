//! What partners need to know before they file: which procedures they file, with which form and parts; our key; the description
//! of this interface. Open to anyone: nothing here is about a person.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use congvu_desk::Desk;
use congvu_pack::Loaded;
use congvu_views::agency_of;
use congvu_web::{PageCx, WebError};
use serde_json::{Value, json};

use crate::keys;

/// The description, as it stands in the file.
const DESCRIPTION: &str = include_str!("../openapi.json");

/// `GET /{agency}/portal/v1/procedures`
pub(crate) async fn procedures(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (library, today) = (desk.library(), desk.clock().now().date());
    let filed = agency.procedures.iter().filter_map(|p| library.loaded(agency.id(), p));
    let line = |loaded: &Loaded| -> Option<Value> {
        let p = &loaded.declared;
        let version = p.version_on(today).filter(|_| !p.own_initiative)?;
        let routed = library.filing(agency, loaded, version, today);
        let part = |d: &congvu_matter::declare::Dossier| json!({ "MaThanhPhanHoSo": d.id, "name": d.name.vi, "required": d.required, "accepts": d.accepts });
        Some(json!({
            "id": p.id,
            "codes": p.codes.iter().map(|c| json!({ "system": c.system, "value": c.value, "verified": c.verified })).collect::<Vec<_>>(),
            "name": p.name.vi,
            "field": p.field,
            "filing": { "to": routed.to, "portal": routed.portal.map(|p| &p.id), "verified": routed.verified },
            "form": version.form.as_ref().and_then(|f| loaded.schemas.get(&f.schema)),
            "TaiLieuNop": version.dossier.iter().map(part).collect::<Vec<_>>(),
        }))
    };
    let all: Vec<Value> = filed.filter_map(|l| line(l)).collect();
    let agency_name = congvu_views::pick(cx.words(), &agency.file.name);
    Ok(Json(json!({ "error_code": 0, "agency": agency.id(), "name": agency_name, "procedures": all }))
        .into_response())
}

/// `GET /{agency}/portal/v1/keys`
pub(crate) async fn keys(State(desk): State<Desk>, Path(id): Path<String>) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    Ok(Json(keys::public(&desk, agency).await?).into_response())
}

/// `GET /{agency}/portal/v1/openapi.json`
pub(crate) async fn description(
    State(desk): State<Desk>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let own = format!("/{}/portal/v1", agency.id());
    let body = DESCRIPTION.replace("/{agency}/portal/v1", &own);
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}
