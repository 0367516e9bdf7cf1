//! How a dossier stands, for the partner that filed it.

use axum::Json;
use axum::extract::{Path, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_calendar::{Limit, Unit};
use congvu_desk::{Case, Desk, from_ms};
use congvu_matter::{Event, fold};
use congvu_store::PortalDossierRow;
use congvu_views::pick;
use congvu_web::{PageCx, ResultExt, WebError, Words};
use serde_json::{Map, Value, json};

use crate::dossier::is_id;
use crate::enter::{Asked, enter};
use crate::problem::{Fail, Problem};
use crate::{events, keys, results};

/// There is nothing to say.
const NO_DATA: &str = "no-data";
/// There is something, but not for this partner.
const NOT_PERMITTED: &str = "not-permitted";

/// The dossier that a partner calls by its number or by ours. A number that nobody knows is told from one that is somebody else's.
pub(crate) async fn find(
    desk: &Desk,
    w: &Words,
    asked: &Asked<'_>,
    code: &str,
) -> Result<(PortalDossierRow, Case), Fail> {
    let agency = asked.agency;
    let none = || Problem::new(w, StatusCode::NOT_FOUND, NO_DATA);
    let other = || Problem::new(w, StatusCode::FORBIDDEN, NOT_PERMITTED);
    if !is_id(code) {
        return Err(none().into());
    }
    let store = desk.store();
    let row = match store.portal_dossier(agency.id(), &asked.partner.id, code).await.or_fault()? {
        Some(row) => row,
        None => {
            for partner in agency.file.partners.iter().filter(|p| p.id != asked.partner.id) {
                if store.portal_dossier(agency.id(), &partner.id, code).await.or_fault()?.is_some() {
                    return Err(other().into());
                }
            }
            let case = desk.case_by_code(agency, code).await.or_fault()?.ok_or_else(none)?;
            let row = store.portal_dossier_of(agency.id(), &case.matter.id).await.or_fault()?;
            row.filter(|r| r.partner == asked.partner.id).ok_or_else(other)?
        }
    };
    let case = desk.case(agency, &row.matter).await.or_fault()?;
    let case = case.ok_or_else(|| WebError::fault("a dossier has no case"))?;
    Ok((row, case))
}

/// `GET /{agency}/portal/v1/dossiers/{code}`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path((id, code)): Path<(String, String)>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let w = cx.words();
    let (row, case) = find(&desk, w, &asked, &code).await?;
    let mut fields = facts(&desk, w, &asked, &row, &case).await?;
    result(&desk, &cx, &asked, &row, &case, &mut fields).await?;
    let absent: Map<String, Value> = fields
        .iter()
        .filter(|(_, v)| v.is_null())
        .map(|(name, _)| (name.clone(), NO_DATA.into()))
        .chain((!asked.partner.results).then(|| ("GiayToKetQua".to_owned(), NOT_PERMITTED.into())))
        .collect();
    fields.insert("absent".to_owned(), Value::Object(absent));
    let tag = format!("\"{}\"", case.matter.version);
    let head = [(header::CACHE_CONTROL, "no-store".to_owned()), (header::ETAG, tag)];
    Ok((head, Json(Value::Object(fields))).into_response())
}

/// What the synchronisation schema asks for, as far as this program knows it; null for what there is nothing of.
async fn facts(
    desk: &Desk,
    w: &Words,
    asked: &Asked<'_>,
    row: &PortalDossierRow,
    case: &Case,
) -> Result<Map<String, Value>, WebError> {
    let (library, m) = (desk.library(), &case.matter);
    let procedure = case.procedure(library);
    let declared = procedure.map(|(p, _)| p);
    let version = procedure.and_then(|(_, v)| v);
    let field = declared.and_then(|p| library.fields.iter().find(|f| f.id == p.field));
    let code = declared.and_then(|p| p.codes.iter().find(|c| c.system == asked.portal.catalogue));
    let status = asked.portal.status_of(&m.lifecycle, &m.state, row.delivered_ms.is_some());
    let filed: Value = serde_json::from_str(&row.body).or_fault()?;
    let as_filed = |name: &str| filed.get(name).cloned().unwrap_or(Value::Null);
    let received = received(desk, asked, case).await?;
    let fee = version.and_then(|v| v.fee.as_ref()).filter(|f| f.verified);
    let (length, unit) = m.limit.map(in_schema).unzip();
    let history = json!({
        "error_code": 0,
        "MaHoSo": row.code,
        "code": m.code,
        "version": m.version,
        "state": m.state,
        "told": case.state(library).map(|s| pick(w, &s.told)),
        "owner": if row.owner.is_empty() { "own" } else { &row.owner },
        "TrangThai": status.map(|s| &s.code),
        "TenTrangThai": status.map(|s| pick(w, &s.name)),
        "MaTTHC": code.map(|c| &c.value),
        "TenTTHC": declared.map(|p| &p.name.vi),
        "MaLinhVuc": field.map(|f| &f.id),
        "TenLinhVuc": field.map(|f| &f.name.vi),
        "KenhThucHien": as_filed("KenhThucHien"),
        "NgayNopHoSo": as_filed("NgayNopHoSo"),
        "NgayTiepNhan": received,
        "NgayHenTra": case.clock.as_ref().and_then(|c| c.due).map(|d| d.to_string()),
        "NgayKetThucXuLy": m.closed.map(|c| c.to_string()),
        "NgayTra": row.delivered_ms.map(|ms| from_ms(ms).to_string()),
        "ThoiGianGiaiQuyet": length,
        "DonViTinh": unit,
        // 0 is free of charge; nothing is said where no source was read.
        "LePhi": fee.map(|f| json!([{ "Gia": f.amount }])),
        "DuocThanhToanTrucTuyen": as_filed("DuocThanhToanTrucTuyen"),
        "TaiKhoanDuocXacThucVoiVNeID": as_filed("TaiKhoanDuocXacThucVoiVNeID"),
        "HoSoCoThanhPhanSoHoa": as_filed("HoSoCoThanhPhanSoHoa"),
        "MaCSDL": as_filed("MaCSDL"),
        "LoaiDinhDanh": as_filed("LoaiDinhDanh"),
        "SoDinhDanh": as_filed("SoDinhDanh"),
        "ChuHoSo": as_filed("ChuHoSo"),
        "NguoiDuocUyQuyen": as_filed("NguoiDuocUyQuyen"),
    });
    Ok(history.as_object().cloned().unwrap_or_default())
}

/// When the department took the dossier in: the first act that moved it on from where it was filed, without ending it.
async fn received(desk: &Desk, asked: &Asked<'_>, case: &Case) -> Result<Option<String>, WebError> {
    let mut matter = None;
    let mut first: Option<String> = None;
    for line in desk.history(asked.agency, &case.matter.id).await.or_fault()? {
        let events: Vec<Event> = serde_json::from_value(line.act.events.clone()).or_fault()?;
        matter = fold(matter, &events);
        let Some(now) = &matter else { continue };
        match &first {
            None => first = Some(now.state.clone()),
            Some(first) if *first != now.state => {
                return Ok(now.closed.is_none().then(|| line.at.to_string()));
            }
            Some(_) => {}
        }
    }
    Ok(None)
}

/// A time limit in the words of the schema: hour, day, working day, month.
fn in_schema(limit: Limit) -> (u32, &'static str) {
    let unit = match limit.unit {
        Unit::WorkingHour => "working-hour",
        // The schema has no unit for it; the day of receipt is one working day at most.
        Unit::WorkingDay | Unit::SameDay => "working-day",
        Unit::Day => "day",
        Unit::Month => "month",
        Unit::Year => "year",
        Unit::Hour => "hour",
    };
    (limit.amount, unit)
}

/// Issued, delivered, synchronised: three facts, each by whoever knows it. The link of a paper is signed and ends by itself.
async fn result(
    desk: &Desk,
    cx: &PageCx,
    asked: &Asked<'_>,
    row: &PortalDossierRow,
    case: &Case,
    fields: &mut Map<String, Value>,
) -> Result<(), WebError> {
    let m = &case.matter;
    let issued = events::is_final(case.lifecycle(desk.library()), m);
    let moment = |ms: Option<i64>| ms.map(|ms| from_ms(ms).to_string());
    let states = json!({
        "issued": m.closed.filter(|_| issued).map(|c| c.to_string()),
        "delivered": moment(row.delivered_ms),
        "synchronised": moment(row.synchronised_ms),
    });
    fields.insert("result".to_owned(), states);
    if !asked.partner.results {
        return Ok(());
    }
    let key = keys::secret(desk, asked.agency).await?;
    let mut papers = events::papers(desk, asked.agency, m);
    for paper in &mut papers {
        let code = paper.get("GiayToId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let link = results::signed(desk, asked.agency, &key, &m.id, &code, cx.now().as_second());
        if let Some(fields) = paper.as_object_mut() {
            fields.insert("DuongDanTepTinKetQua".to_owned(), link.into());
        }
    }
    let (outcome, others): (Vec<Value>, Vec<Value>) =
        papers.into_iter().partition(|p| p.get("key").and_then(Value::as_str) == Some(events::OUTCOME));
    let outcome = if issued { Value::from(outcome) } else { Value::Null };
    fields.insert("GiayToKetQua".to_owned(), outcome);
    fields.insert("GiayTo".to_owned(), others.into());
    Ok(())
}
