//! The same acts for programs, in JSON.

use axum::body::Bytes;
use axum::extract::{FromRequest, Path, Request as HttpRequest, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use congvu_authority::Actor;
use congvu_desk::{Desk, Kind, On, Request};
use congvu_matter::declare::Lifecycle;
use congvu_matter::{Attachment, Command};
use congvu_pack::Agency;
use congvu_store::FileError;
use congvu_views::{actor_of, agency_of, perform_error, pick, turn_text, upload};
use congvu_web::components::FieldError;
use congvu_web::security::idempotency::IdempotencyKey;
use congvu_web::{PageCx, ResultExt, WebError};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

use crate::cases;
use crate::drafts::files::{MAX_FILE_BYTES, MAX_FILES};
use crate::drafts::{Filing, filing::Filed, in_force};
use crate::route;
use crate::specs::Specs;
use crate::visitor::Visitor;

/// A token for the header `x-csrf-token`, which requests with a session must carry.
pub(crate) async fn token(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    agency_of(&desk, &id)?;
    Ok(Json(json!({ "csrf": cx.csrf() })).into_response())
}

/// Stores a file; the answer is what a filing names.
pub(crate) async fn put_file(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
    cx: PageCx,
    bytes: Bytes,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    // Whoever stores a file is somebody: the session keeps who.
    if actor_of(&cx, agency).is_none() {
        Visitor::of(&cx, agency)?;
    }
    let name = headers.get("x-file-name").and_then(|v| v.to_str().ok()).unwrap_or("file");
    match desk.take_file(bytes.to_vec(), name, &upload::all_kinds(), MAX_FILE_BYTES).await {
        Ok(stored) if !stored.look.active.is_empty() => {
            let what = upload::active_text(cx.words(), &stored.look.active);
            let message = cx.words().with("views-file-active", &[("what", what.into())]);
            Err(WebError::Invalid(vec![FieldError::new("file", message)]))
        }
        Ok(stored) => {
            let body = json!({
                "sha256": stored.sha256, "name": stored.name,
                "size_bytes": stored.size_bytes, "media_type": stored.media_type,
            });
            Ok((StatusCode::CREATED, Json(body)).into_response())
        }
        Err(why) => {
            Err(WebError::Invalid(vec![FieldError::new("file", upload::not_taken(cx.words(), why)?)]))
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAsked {
    procedure: String,
    #[serde(default)]
    form: Map<String, Value>,
    #[serde(default)]
    party: Option<PartyAsked>,
    #[serde(default)]
    files: Vec<FileRef>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyAsked {
    #[serde(default)]
    name: String,
    #[serde(default)]
    phone: String,
}

/// Files an application.
pub(crate) async fn file(
    State(desk): State<Desk>,
    Extension(specs): Extension<Specs>,
    Path(id): Path<String>,
    key: IdempotencyKey,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let asked: FileAsked = read_json(request).await?;
    let (loaded, version) = in_force(&desk, agency, &asked.procedure)?;
    let spec = specs.of(loaded, version)?;
    let w = cx.words();
    route::own_pages(w, &desk, agency, loaded, version)?;
    if let Some(spec) = &spec {
        spec.check_json(w, &Value::Object(asked.form.clone())).map_err(WebError::Invalid)?;
    }
    let files = attachments(&desk, &cx, &asked.files).await?;
    let visitor = Visitor::of(&cx, agency)?;
    let filing = Filing {
        agency,
        procedure: &loaded.declared,
        version,
        spec: spec.as_deref(),
        visitor: &visitor,
        form: asked.form,
        files,
        party: asked.party.map(|p| (p.name, p.phone)),
        key: key.0,
    };
    match filing.perform(&desk).await {
        Ok(done) => {
            let place = format!("/{id}/api/v1/cases/{}", done.matter);
            let mut response = (StatusCode::CREATED, Json(&done)).into_response();
            if let Ok(place) = HeaderValue::from_str(&place) {
                response.headers_mut().insert(header::LOCATION, place);
            }
            Ok(response)
        }
        Err(Filed::Web(error)) => Err(error),
        Err(Filed::Desk(error)) => {
            let version = loaded.declared.version_on(desk.clock().now().date());
            let life = loaded.declared.lifecycle_of(version);
            let lifecycle = desk.library().lifecycles.get(life).map(AsRef::as_ref);
            let act = lifecycle.and_then(|l| l.act("file")).map_or("file", |a| pick(w, &a.name));
            Err(perform_error(w, &desk, agency, lifecycle, act, error).await)
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRef {
    #[serde(default)]
    part: String,
    sha256: String,
    #[serde(default)]
    name: String,
}

/// Files as an act carries them. What a client says about a file is not believed: size and kind are found by reading it.
async fn attachments(desk: &Desk, cx: &PageCx, asked: &[FileRef]) -> Result<Vec<Attachment>, WebError> {
    if asked.len() > MAX_FILES {
        return Err(WebError::Invalid(vec![FieldError::new("files", cx.words().t("licensing-files-many"))]));
    }
    let mut all = Vec::with_capacity(asked.len());
    for file in asked {
        match desk.store().files().describe(&file.sha256, &file.name).await {
            Ok(stored)
                if Kind::of_media_type(&stored.media_type)
                    .is_some_and(|k| upload::all_kinds().contains(&k)) =>
            {
                all.push(Attachment {
                    part: file.part.clone(),
                    name: stored.name,
                    sha256: stored.sha256,
                    size_bytes: stored.size_bytes,
                    media_type: stored.media_type,
                });
            }
            Ok(_) => {
                let errors = vec![FieldError::new("files", cx.words().t("views-file-unknown"))];
                return Err(WebError::Invalid(errors));
            }
            Err(FileError::NotFound(_) | FileError::BadDigest(_)) => {
                let errors = vec![FieldError::new("files", cx.words().t("licensing-api-file-unknown"))];
                return Err(WebError::Invalid(errors));
            }
            Err(error) => return Err(WebError::fault(error)),
        }
    }
    Ok(all)
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActAsked {
    #[serde(default)]
    input: Map<String, Value>,
    #[serde(default)]
    files: Vec<FileRef>,
}

/// Performs an act on a case, as the applicant or in the position of the officer who is signed in.
pub(crate) async fn act(
    State(desk): State<Desk>,
    Path((id, matter, act)): Path<(String, String, String)>,
    key: IdempotencyKey,
    headers: HeaderMap,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let (lifecycle, actor) = to_act(&desk, &cx, agency, &matter, &act).await?;
    let lifecycle = lifecycle.as_deref();
    let seen = match headers.get(header::IF_MATCH) {
        None => None,
        Some(value) => {
            let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
            Some(text.parse().map_err(|_| WebError::BadForm)?)
        }
    };
    let asked: ActAsked = read_json(request).await?;
    let files = attachments(&desk, &cx, &asked.files).await?;
    let w = cx.words();
    let name = lifecycle.and_then(|l| l.act(&act)).map_or(act.as_str(), |a| pick(w, &a.name)).to_owned();
    let request = Request {
        agency: id,
        actor,
        on: On::Matter(matter),
        seen,
        idempotency_key: key.0,
        command: Command { act, input: asked.input, files, ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(done) => Ok(Json(done).into_response()),
        Err(error) => Err(perform_error(w, &desk, agency, lifecycle, &name, error).await),
    }
}

/// A case, as the applicant may see it.
pub(crate) async fn read(
    State(desk): State<Desk>,
    Path((id, matter)): Path<(String, String)>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &id)?;
    let case = match actor_of(&cx, agency) {
        Some(Actor::Position { .. }) => {
            desk.case(agency, &matter).await.or_fault()?.ok_or(WebError::NotFound)?
        }
        _ => cases::open(&desk, &cx, agency, &matter).await?.0,
    };
    let w = cx.words();
    let library = desk.library();
    let m = &case.matter;
    let papers: Vec<Value> = m
        .papers
        .iter()
        .map(|p| {
            json!({
                "key": p.key, "code": p.code, "number": p.cited(), "at": p.at.to_string(),
                "href": format!("/{id}/cases/{}/papers/{}", m.id, p.code),
            })
        })
        .collect();
    let body = json!({
        "matter": m.id, "version": m.version, "code": m.code, "procedure": m.procedure,
        "state": m.state, "told": case.state(library).map(|s| pick(w, &s.told)),
        "turn": turn_text(w, agency, library, &case), "subject": m.subject, "outcome": m.outcome,
        "opened": m.opened.to_string(), "closed": m.closed.map(|c| c.to_string()),
        "clock": case.clock.as_ref().map(|c| json!({
            "due": c.due.map(|d| d.to_string()), "used": c.used, "left": c.left, "late": c.late,
            "overdue": c.overdue, "stopped": c.stopped,
        })),
        "entry": m.entry, "papers": papers,
    });
    let tag = HeaderValue::from_str(&format!("\"{}\"", m.version)).or_fault()?;
    let mut response = Json(body).into_response();
    response.headers_mut().insert(header::ETAG, tag);
    Ok(response)
}

/// The life of a case and the actor in whose name this client acts on it: the officer, or the applicant.
async fn to_act(
    desk: &Desk,
    cx: &PageCx,
    agency: &Agency,
    matter: &str,
    act: &str,
) -> Result<(Option<Arc<Lifecycle>>, Actor), WebError> {
    if let Some(actor @ Actor::Position { .. }) = actor_of(cx, agency) {
        let life = desk.life_of(agency, matter).await.or_fault()?.ok_or(WebError::NotFound)?;
        return Ok((Some(life), actor));
    }
    let (case, access) = cases::open(desk, cx, agency, matter).await?;
    let life = desk.library().lifecycles.get(&case.matter.lifecycle).cloned();
    let declared = life.as_deref().and_then(|l| l.act(act));
    if declared.is_some_and(|a| a.by == cases::APPLICANT && !cases::open_to(access, a)) {
        return Err(WebError::NotFound);
    }
    Ok((life, cases::applicant(&case)))
}

async fn read_json<T: for<'de> Deserialize<'de>>(request: HttpRequest) -> Result<T, WebError> {
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| WebError::BadForm)?;
    let bytes: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
    serde_json::from_slice(bytes).map_err(|_| WebError::BadForm)
}
