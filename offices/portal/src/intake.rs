//! A portal files a dossier, or acts in the applicant's name.

use axum::Json;
use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use congvu_authority::Actor;
use congvu_desk::{Desk, Done, On, Opening, Request, to_ms};
use congvu_matter::Command;
use congvu_matter::declare::Version;
use congvu_pack::Loaded;
use congvu_store::PortalDossierRow;
use congvu_views::{perform_error, pick};
use congvu_web::components::FieldError;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::dossier::{self, Dossier, FileIn, code_text, is_id};
use crate::enter::{Asked, enter};
use crate::message::{About, Begun, DONE, IN, Message, again};
use crate::problem::{Fail, Problem};
use crate::{events, inbound, opening};

/// How a case comes in that another portal filed.
pub(crate) const CHANNEL: &str = "portal";
/// The opening act of what people file.
const FILE: &str = "file";
/// Kind of the message that files.
pub(crate) const FILING: &str = "file";
/// Whose acts a portal may pass on.
const APPLICANT: &str = "applicant";

fn wrong(field: &str, text: String) -> Fail {
    WebError::Invalid(vec![FieldError::new(field, text)]).into()
}

/// The account under which the dossiers of a portal stand.
pub(crate) fn account(partner: &str, code: &str) -> String {
    format!("portal:{partner}:{code}")
}

/// `POST /{agency}/portal/v1/files`: a file that a dossier names later by its SHA-256.
pub(crate) async fn put_file(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    headers: HeaderMap,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let name = headers.get("x-file-name").and_then(|v| v.to_str().ok()).unwrap_or("file");
    let bytes = asked.body.to_vec();
    let stored =
        opening::take(&desk, cx.words(), "", bytes, name, &congvu_views::upload::all_kinds()).await?;
    let body = json!({
        "sha256": stored.sha256, "size_bytes": stored.size_bytes, "media_type": stored.media_type, "name": stored.name,
    });
    Ok((StatusCode::CREATED, Json(body)).into_response())
}

/// `POST /{agency}/portal/v1/dossiers`
pub(crate) async fn file(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let w = cx.words();
    let whole: Value = asked.json(w)?;
    let dossier: Dossier = asked.json(w)?;
    for (field, text) in [("message_id", &dossier.message_id), ("MaHoSo", &dossier.code)] {
        if !is_id(text) {
            return Err(wrong(field, w.t("portal-not-an-id")));
        }
    }
    let kept = dossier::beside(whole.clone());
    let at_ms = dossier.filed.as_deref().and_then(dossier::moment).map(to_ms);
    let about = About { kind: FILING, code: &dossier.code, sequence: 0, at_ms, body: &kept };
    let (message, begun) = Message::begin(&desk, w, &asked, &dossier.message_id, &about).await?;
    if let Begun::Before(answer) = begun {
        return Ok(answer);
    }
    let digest = content_digest(whole);
    if let Some(answer) = known(&desk, w, &asked, &dossier.code, &digest).await? {
        return match answer {
            Ok(response) => Ok(response),
            Err(problem) => {
                message.refuse("dossier-reused").await?;
                Err(problem)
            }
        };
    }
    match open(&desk, w, &asked, &dossier).await {
        Ok(done) => opened(&desk, w, &asked, &message, &dossier, &done, digest, kept).await,
        Err(fail) => {
            message.refuse("not-opened").await?;
            Err(fail)
        }
    }
}

/// Of everything that was filed, but not of which message brought it.
fn content_digest(mut whole: Value) -> [u8; 32] {
    if let Some(fields) = whole.as_object_mut() {
        fields.remove("message_id");
    }
    Sha256::digest(whole.to_string().as_bytes()).into()
}

/// A dossier that came before under another message: the first answer if it is the same, otherwise a refusal.
async fn known(
    desk: &Desk,
    w: &Words,
    asked: &Asked<'_>,
    code: &str,
    digest: &[u8; 32],
) -> Result<Option<Result<Response, Fail>>, Fail> {
    let (agency, partner) = (asked.agency.id(), asked.partner.id.as_str());
    let Some(row) = desk.store().portal_dossier(agency, partner, code).await.or_fault()? else {
        return Ok(None);
    };
    if row.digest != *digest {
        return Ok(Some(Err(Problem::new(w, StatusCode::CONFLICT, "dossier-reused").into())));
    }
    let messages = desk.store().portal_messages_of(agency, partner, code, 1_000).await.or_fault()?;
    let first = messages.iter().rev().find(|m| m.direction == IN && m.kind == FILING && m.state == DONE);
    match first {
        Some(first) => Ok(Some(Ok(again(&first.answer)?))),
        // The server stopped between opening the case and writing the answer: perform gives the first answer again.
        None => Ok(None),
    }
}

/// The procedure that a portal means by its code, in the version in force today.
fn procedure<'d>(desk: &'d Desk, asked: &Asked<'_>, code: &str) -> Option<(&'d Loaded, &'d Version)> {
    let today = desk.clock().now().date();
    let means = |loaded: &Loaded| {
        let p = &loaded.declared;
        // Provinces add the code of their unit to the national code: 1.003384.000.00.00.H47.
        let is =
            |value: &str| code == value || code.strip_prefix(value).is_some_and(|rest| rest.starts_with('.'));
        !p.own_initiative
            && (p.id == code || p.codes.iter().any(|c| c.system == asked.portal.catalogue && is(&c.value)))
    };
    let procedures =
        asked.agency.procedures.iter().filter_map(|p| desk.library().loaded(asked.agency.id(), p));
    let mut meant =
        procedures.filter(|l| means(l)).filter_map(|l| Some((l.as_ref(), l.declared.version_on(today)?)));
    let first = meant.next();
    // A code that means two procedures means none of them.
    if meant.next().is_some() { None } else { first }
}

/// Opens the case through the desk.
async fn open(desk: &Desk, w: &Words, asked: &Asked<'_>, dossier: &Dossier) -> Result<Done, Fail> {
    let (agency, partner) = (asked.agency, asked.partner);
    let found = procedure(desk, asked, &dossier.procedure);
    let (loaded, version) = found.ok_or_else(|| wrong("MaTTHC", w.t("portal-procedure-unknown")))?;
    let routed = desk.library().filing(agency, loaded, version, desk.clock().now().date());
    if routed.portal.is_none_or(|p| p.id != partner.portal) {
        let own = format!("{}/{}/procedures/{}", desk.base_url(), agency.id(), loaded.declared.id);
        return Err(Problem::new(w, StatusCode::FORBIDDEN, "not-taken-here")
            .and("file_at", own.into())
            .into());
    }
    let channel = code_text(dossier.channel.as_ref());
    if !channel.is_empty() && !asked.portal.channels.iter().any(|c| c.code == channel) {
        return Err(wrong("KenhThucHien", w.t("portal-channel-unknown")));
    }
    let paid = code_text(dossier.paid_online.as_ref());
    if !matches!(paid.as_str(), "" | "0" | "1" | "2") {
        return Err(wrong("DuocThanhToanTrucTuyen", w.t("portal-paid-unknown")));
    }
    if dossier.filed.as_deref().is_some_and(|t| dossier::moment(t).is_none()) {
        return Err(wrong("NgayNopHoSo", w.t("portal-not-a-moment")));
    }
    let (spec, form) = opening::form(w, loaded, version, &dossier.form)?;
    let files = opening::attachments(desk, w, Some(version), &dossier.files).await?;
    let account = account(&partner.id, &dossier.code);
    let command = Command {
        act: FILE.to_owned(),
        party: Some(opening::party(desk, loaded, version, &form, dossier, account.clone())),
        subject: opening::subject_line(loaded, version, &form),
        entry: opening::entry(desk, agency, loaded, spec.as_ref(), &form).await?,
        channel: CHANNEL.to_owned(),
        form,
        files,
        ..Command::default()
    };
    let request = Request {
        agency: agency.id().to_owned(),
        actor: Actor::Applicant { account: account.as_str().into() },
        on: On::New(Opening::Procedure(loaded.declared.id.clone())),
        seen: None,
        // By the number of the dossier, so that a second message about it opens nothing even when the first was cut short.
        idempotency_key: Some(format!("dossier:{}", dossier.code)),
        command,
    };
    match desk.perform(request).await {
        Ok(done) => Ok(done),
        Err(congvu_desk::PerformError::KeyReused) => {
            Err(Problem::new(w, StatusCode::CONFLICT, "dossier-reused").into())
        }
        Err(error) => {
            let version = loaded.declared.version_on(desk.clock().now().date());
            let life = loaded.declared.lifecycle_of(version);
            let lifecycle = desk.library().lifecycles.get(life).map(AsRef::as_ref);
            let act = lifecycle.and_then(|l| l.act(FILE)).map_or(FILE, |a| pick(w, &a.name));
            Err(perform_error(w, desk, agency, lifecycle, act, error).await.into())
        }
    }
}

/// The case is open: its number over there stands beside it, the first event goes out, and what came too early is looked at.
#[expect(clippy::too_many_arguments, reason = "one step of `file`, cut out for its length")]
async fn opened(
    desk: &Desk,
    w: &Words,
    asked: &Asked<'_>,
    message: &Message<'_>,
    dossier: &Dossier,
    done: &Done,
    digest: [u8; 32],
    kept: Value,
) -> Result<Response, Fail> {
    let agency = asked.agency;
    let row = PortalDossierRow {
        partner: asked.partner.id.clone(),
        code: dossier.code.clone(),
        matter: done.matter.clone(),
        digest,
        owner: String::new(),
        status: String::new(),
        sequence: 0,
        opened_ms: desk.clock().now_ms(),
        delivered_ms: None,
        synchronised_ms: None,
        body: kept.to_string(),
    };
    desk.store().put_portal_dossier(agency.id(), &row).await.or_fault()?;
    let case = desk.case(agency, &done.matter).await.or_fault()?.ok_or(WebError::NotFound)?;
    let status = asked.portal.status_of(&case.matter.lifecycle, &done.state, false);
    let body = json!({
        "error_code": 0,
        "message": w.t("portal-filed"),
        "MaHoSo": dossier.code,
        "code": done.code,
        "version": done.version,
        "state": done.state,
        "TrangThai": status.map(|s| &s.code),
        "TenTrangThai": status.map(|s| pick(w, &s.name)),
        "NgayHenTra": case.clock.as_ref().and_then(|c| c.due).map(|d| d.to_string()),
        "receipt": done.papers,
        "href": format!("/{}/portal/v1/dossiers/{}", agency.id(), dossier.code),
    });
    events::emit(desk, agency, &done.matter).await?;
    inbound::early(desk, asked, &dossier.code).await?;
    Ok(message.end(DONE, Some(&done.matter), StatusCode::CREATED, body).await?)
}

/// An act of the applicant that the portal passes on.
#[derive(Debug, Deserialize)]
struct ActAsked {
    message_id: String,
    act: String,
    #[serde(default)]
    input: Map<String, Value>,
    #[serde(default, rename = "TaiLieuNop")]
    files: Vec<FileIn>,
}

/// `POST /{agency}/portal/v1/dossiers/{code}/acts`: what was missing is sent, or the dossier is withdrawn.
pub(crate) async fn act(
    State(desk): State<Desk>,
    Path((id, code)): Path<(String, String)>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let w = cx.words();
    let wanted: ActAsked = asked.json(w)?;
    if !is_id(&wanted.message_id) {
        return Err(wrong("message_id", w.t("portal-not-an-id")));
    }
    let (row, case) = crate::status::find(&desk, w, &asked, &code).await?;
    let lifecycle = case.lifecycle(desk.library());
    let declared =
        lifecycle.and_then(|l| l.act(&wanted.act)).filter(|a| a.by == APPLICANT && !a.from.is_empty());
    let declared = declared.ok_or_else(|| wrong("act", w.t("portal-act-unknown")))?;
    let kept = json!({ "act": wanted.act });
    let about = About { kind: "act", code: &code, sequence: 0, at_ms: None, body: &kept };
    let (message, begun) = Message::begin(&desk, w, &asked, &wanted.message_id, &about).await?;
    if let Begun::Before(answer) = begun {
        return Ok(answer);
    }
    let version = case.procedure(desk.library()).and_then(|(_, v)| v);
    let files = match opening::attachments(&desk, w, version, &wanted.files).await {
        Ok(files) => files,
        Err(error) => {
            message.refuse("files").await?;
            return Err(error.into());
        }
    };
    let request = Request {
        agency: asked.agency.id().to_owned(),
        actor: Actor::Applicant { account: account(&row.partner, &row.code).as_str().into() },
        on: On::Matter(row.matter.clone()),
        seen: None,
        idempotency_key: Some(format!("message:{}", wanted.message_id)),
        command: Command { act: wanted.act.clone(), input: wanted.input, files, ..Command::default() },
    };
    match desk.perform(request).await {
        Ok(done) => {
            events::emit(&desk, asked.agency, &row.matter).await?;
            let body = json!({
                "error_code": 0, "message": w.t("portal-done"), "MaHoSo": code, "version": done.version, "state": done.state,
            });
            Ok(message.end(DONE, Some(&row.matter), StatusCode::OK, body).await?)
        }
        Err(error) => {
            message.refuse("not-performed").await?;
            Err(perform_error(w, &desk, asked.agency, lifecycle, pick(w, &declared.name), error).await.into())
        }
    }
}
