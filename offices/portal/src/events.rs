//! What happened to a portal's dossiers, told in the order of the record: fetched by the partner, or pushed.
//!
//! Events are not written by whoever acts. They follow from the record, which has every act in its order: so none can be missing,
//! and whoever acts does not wait for them. An event has the identifier of its act; making it again changes nothing.

use axum::Json;
use axum::extract::{Path, Query, Request as HttpRequest, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use congvu_desk::{ActLine, Book, Desk, to_ms};
use congvu_matter::declare::{Lifecycle, Phase};
use congvu_matter::{Event, Matter, fold};
use congvu_pack::{Agency, PortalDef};
use congvu_record::ActorRef;
use congvu_store::{PortalDossierRow, PortalMessageRow, PortalSettled};
use congvu_web::{PageCx, ResultExt, WebError};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

use crate::dossier::{MAX_TEXT, is_id};
use crate::enter::enter;
use crate::problem::{Fail, Problem};
use crate::{push, results};

/// Direction of what we tell.
pub(crate) const OUT: &str = "out";
/// Not yet with the partner.
pub(crate) const WAITING: &str = "waiting";
/// With the partner, who has not said what became of it.
pub(crate) const DELIVERED: &str = "delivered";
/// The partner says that it is kept there: the end.
pub(crate) const SYNCHRONISED: &str = "synchronised";
/// The partner refused it, or could not be reached.
pub(crate) const FAILED: &str = "failed";

/// Setting with the place in the record up to which events were made.
const CURSOR: &str = "portal-cursor";
/// Acts of the record that are looked at in one go.
const WINDOW: i64 = 2_000;
/// Most windows in one go: the rest is for the next.
const WINDOWS: usize = 50;
/// Most events in one answer.
const PAGE: u32 = 100;
/// Key of the paper with the outcome.
pub(crate) const OUTCOME: &str = "outcome";

/// Makes events of the acts that the record has beyond the cursor.
pub(crate) async fn follow(desk: &Desk, agency: &Agency) -> Result<(), WebError> {
    let store = desk.store();
    let head = store.head(agency.id()).await.or_fault()?.seq;
    let kept = store.setting(agency.id(), CURSOR).await.or_fault()?;
    let mut cursor: i64 = kept.and_then(|t| t.parse().ok()).unwrap_or(0);
    for _ in 0..WINDOWS {
        if cursor >= head {
            break;
        }
        let up_to = cursor.saturating_add(WINDOW).min(head);
        let acts = store.portal_acts(agency.id(), cursor, up_to).await.or_fault()?;
        let matters: BTreeSet<&String> = acts.iter().map(|a| &a.matter).collect();
        for matter in matters {
            emit(desk, agency, matter).await?;
        }
        store.put_setting(agency.id(), CURSOR, &up_to.to_string()).await.or_fault()?;
        cursor = up_to;
    }
    Ok(())
}

/// Makes the events of a matter that are not made yet.
pub(crate) async fn emit(desk: &Desk, agency: &Agency, matter: &str) -> Result<(), WebError> {
    let Some(row) = desk.store().portal_dossier_of(agency.id(), matter).await.or_fault()? else {
        return Ok(());
    };
    let Some(partner) = agency.partner(&row.partner) else { return Ok(()) };
    let Some(portal) = desk.library().portals.get(&partner.portal) else { return Ok(()) };
    let made =
        desk.store().portal_messages_of(agency.id(), &row.partner, &row.code, 1_000).await.or_fault()?;
    let made: BTreeSet<&str> = made.iter().filter(|m| m.direction == OUT).map(|m| m.id.as_str()).collect();
    let history = desk.history(agency, matter).await.or_fault()?;
    let book = desk.positions(agency).await.or_fault()?;
    let teller = Teller { desk, agency, portal, row: &row, book: &book };
    let mut state: Option<Matter> = None;
    for line in &history {
        let events: Vec<Event> = serde_json::from_value(line.act.events.clone()).or_fault()?;
        state = fold(state, &events);
        let Some(matter) = state.as_ref().filter(|_| !made.contains(line.act.id.as_str())) else { continue };
        let body = teller.event(matter, line).to_string();
        let now = desk.clock().now_ms();
        let message = PortalMessageRow {
            partner: row.partner.clone(),
            direction: OUT.to_owned(),
            id: line.act.id.clone(),
            seq: 0,
            kind: line.act.kind.clone(),
            code: row.code.clone(),
            matter: row.matter.clone(),
            state: WAITING.to_owned(),
            sequence: line.act.version,
            at_ms: to_ms(line.at),
            changed_ms: now,
            attempts: 0,
            digest: Sha256::digest(body.as_bytes()).into(),
            error: String::new(),
            body,
            answer: String::new(),
        };
        desk.store().put_portal_message(agency.id(), &message).await.or_fault()?;
        if partner.push.is_some() {
            let job = push::job(&row.partner, &message.id, now);
            desk.store().put_job(agency.id(), &job).await.or_fault()?;
        }
    }
    Ok(())
}

struct Teller<'a> {
    desk: &'a Desk,
    agency: &'a Agency,
    portal: &'a PortalDef,
    row: &'a PortalDossierRow,
    book: &'a Book,
}

impl Teller<'_> {
    /// The event of one act, with the matter as it was after it. Frozen when it is made: a repetition says the same.
    fn event(&self, matter: &Matter, line: &ActLine) -> Value {
        let library = self.desk.library();
        let lifecycle = library.lifecycles.get(&matter.lifecycle).map(AsRef::as_ref);
        let act = lifecycle.and_then(|l| l.act(&line.act.kind));
        let status = self.portal.status_of(&matter.lifecycle, &matter.state, false);
        let (name, title, unit) = self.handler(&line.act.actor);
        let due = matter.limit.is_some().then(|| due(self.desk, matter, line)).flatten();
        json!({
            "message_id": line.act.id,
            "MaHoSo": self.row.code,
            "code": matter.code,
            "version": line.act.version,
            "act": line.act.kind,
            "state": matter.state,
            "TrangThai": status.map(|s| &s.code),
            "TenTrangThai": status.map(|s| &s.name.vi),
            "NguoiXuLy": name,
            "ChucDanh": title,
            "PhongBanXuLy": unit,
            "ThoiDiemXuLy": line.act.at,
            "NoiDungXuLy": act.map(|a| &a.name.vi),
            "NgayBatDau": matter.opened.to_string(),
            "NgayKetThucTheoQuyDinh": due,
            "final": is_final(lifecycle, matter),
            "GiayTo": papers(self.desk, self.agency, matter),
        })
    }

    /// Who acted: name, title and unit of an officer; nothing of an applicant.
    fn handler(&self, actor: &ActorRef) -> (Option<String>, Option<String>, Option<String>) {
        let ActorRef::Position { person, position } = actor else { return (None, None, None) };
        let seat = self.book.position(position);
        let kind = seat.and_then(|s| self.agency.rules.kind(&s.kind));
        let unit = seat.and_then(|s| s.unit.as_ref()).and_then(|u| self.agency.rules.unit(u));
        let name = self.book.name_of(person);
        (Some(name).filter(|n| !n.is_empty()), kind.map(|k| k.name.vi.clone()), unit.map(|u| u.name.clone()))
    }
}

/// When the matter fell due as it stood after an act.
fn due(desk: &Desk, matter: &Matter, line: &ActLine) -> Option<String> {
    use congvu_calendar::{Clock, Policy, Supplement};
    let supplement = if matter.restarts { Supplement::ClockRestarts } else { Supplement::ClockStops };
    let reading =
        Clock::read(&desk.library().calendar, &matter.limit?, &Policy { supplement }, &matter.clock, line.at);
    reading.ok()?.due.map(|d| d.to_string())
}

/// Whether the matter has ended with a result that there is a paper of.
pub(crate) fn is_final(lifecycle: Option<&Lifecycle>, matter: &Matter) -> bool {
    let done = lifecycle.and_then(|l| l.state(&matter.state)).is_some_and(|s| s.phase == Phase::Done);
    done && matter.papers.iter().any(|p| p.key == OUTCOME)
}

/// Papers that went out, with the address at which the partner fetches them.
pub(crate) fn papers(desk: &Desk, agency: &Agency, matter: &Matter) -> Vec<Value> {
    let all = matter.papers.iter();
    all.map(|p| {
        json!({
            "GiayToId": p.code, "key": p.key, "MaGiayToKetQua": Some(p.cited()).filter(|c| !c.is_empty()),
            "TenGiayTo": paper_name(desk, matter, p), "at": p.at.to_string(), "MaThanhPhanHoSo": null,
            "DuongDanTepTinKetQua": results::address(desk, agency, &matter.id, &p.code),
        })
    })
    .collect()
}

fn paper_name(desk: &Desk, matter: &Matter, paper: &congvu_matter::Paper) -> Option<String> {
    if let Some(form) = &paper.form {
        return Some(form.title.clone());
    }
    let loaded = desk.library().loaded(&matter.agency, &matter.procedure)?;
    let version = matter.law_of.and_then(|from| loaded.declared.version_from(from))?;
    let outcome = version.outcome.get(matter.outcome.as_deref()?)?;
    Some(outcome.title.as_ref().unwrap_or(&outcome.name).vi.clone())
}

#[derive(Debug, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    after: i64,
}

/// `GET /{agency}/portal/v1/events?after=`: events beyond a place. Asking for what lies beyond it says that everything up to it
/// has arrived.
pub(crate) async fn feed(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    after: Result<Query<After>, axum::extract::rejection::QueryRejection>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let after = after.ok().map(|q| q.0.after).filter(|a| *a >= 0);
    let after = after.ok_or_else(|| Problem::new(cx.words(), StatusCode::BAD_REQUEST, "bad-query"))?;
    let (agency, partner) = (asked.agency, asked.partner.id.as_str());
    follow(&desk, agency).await?;
    let store = desk.store();
    if after > 0 {
        let now = desk.clock().now_ms();
        for from in [WAITING, FAILED] {
            store
                .advance_portal_messages(agency.id(), partner, after, from, DELIVERED, now)
                .await
                .or_fault()?;
        }
    }
    let rows = store.portal_messages_after(agency.id(), partner, OUT, after, PAGE).await.or_fault()?;
    let events: Result<Vec<Value>, WebError> = rows.iter().map(told).collect();
    let next = rows.last().map_or(after, |r| r.seq);
    let more = u32::try_from(rows.len()).is_ok_and(|n| n >= PAGE);
    let body = json!({ "error_code": 0, "events": events?, "next": next, "more": more });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

/// An event as it is told: its content with its place in the order.
pub(crate) fn told(row: &PortalMessageRow) -> Result<Value, WebError> {
    let mut event: Value = serde_json::from_str(&row.body).or_fault()?;
    if let Some(fields) = event.as_object_mut() {
        fields.insert("sequence".to_owned(), row.seq.into());
    }
    Ok(event)
}

/// What a partner says about an event.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Receipt {
    pub(crate) error_code: i64,
    #[serde(default)]
    pub(crate) message: String,
}

/// `POST /{agency}/portal/v1/events/{message}/receipt`: the partner has kept the event, or could not.
pub(crate) async fn receipt(
    State(desk): State<Desk>,
    Path((id, message)): Path<(String, String)>,
    cx: PageCx,
    request: HttpRequest,
) -> Result<Response, Fail> {
    let asked = enter(&desk, &cx, &id, request).await?;
    let w = cx.words();
    let receipt: Receipt = asked.json(w)?;
    let (agency, partner) = (asked.agency, asked.partner.id.as_str());
    let row = match is_id(&message) {
        true => desk.store().portal_message(agency.id(), partner, OUT, &message).await.or_fault()?,
        false => None,
    };
    let row = row.ok_or_else(|| Problem::new(w, StatusCode::NOT_FOUND, "no-data"))?;
    let state = settle(&desk, agency, &row, &receipt, 0).await?;
    Ok(Json(json!({ "error_code": 0, "message_id": row.id, "state": state })).into_response())
}

/// Keeps what the partner says about an event. Anything but zero is no success; what is kept over there stays kept.
pub(crate) async fn settle(
    desk: &Desk,
    agency: &Agency,
    row: &PortalMessageRow,
    receipt: &Receipt,
    attempts: i64,
) -> Result<&'static str, WebError> {
    let now = desk.clock().now_ms();
    let (state, error) = if receipt.error_code == 0 {
        (SYNCHRONISED, String::new())
    } else {
        let said: String = receipt.message.chars().take(MAX_TEXT).collect();
        (FAILED, format!("{}: {said}", receipt.error_code))
    };
    let settled =
        PortalSettled { state: state.to_owned(), error, attempts, at_ms: now, ..PortalSettled::default() };
    let store = desk.store();
    let moved =
        store.settle_portal_message(agency.id(), &row.partner, OUT, &row.id, &settled, SYNCHRONISED).await;
    if !moved.or_fault()? {
        return Ok(SYNCHRONISED);
    }
    let event: Value = serde_json::from_str(&row.body).or_fault()?;
    if state == SYNCHRONISED && event.get("final").and_then(Value::as_bool) == Some(true) {
        store.portal_synchronised(agency.id(), &row.matter, now).await.or_fault()?;
    }
    Ok(state)
}
