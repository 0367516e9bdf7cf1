//! What officers see of the exchange: the last messages, what failed, where the other side says something else than the case.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use congvu_desk::{Case, Desk, from_ms};
use congvu_pack::{Agency, PortalDef};
use congvu_store::{PortalDossierRow, PortalMessageRow, PortalSettled};
use congvu_views::door::{Stop, in_office};
use congvu_views::{officer_shell, pick};
use congvu_web::components::{
    Column, PostButton, Row, Table, Tone, badge, heading, lead, notice, paragraph, post_button, section,
    table,
};
use congvu_web::form::FormValues;
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use serde::Deserialize;
use std::collections::BTreeMap;

use crate::events::{DELIVERED, FAILED, OUT, SYNCHRONISED, WAITING};
use crate::message::{DONE, EARLY, LATE, REFUSED, TAKEN};
use crate::push;

/// Messages on the page.
const ROWS: u32 = 100;
/// States that can be chosen.
const STATES: [&str; 9] = [FAILED, REFUSED, WAITING, DELIVERED, SYNCHRONISED, DONE, LATE, EARLY, TAKEN];

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    state: String,
}

/// `GET /{agency}/desk/portal`
pub(crate) async fn show(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = in_office(&desk, &cx, &id, cx.path(), "portal-exchange").await?;
    Ok(page(&desk, &cx, officer.agency, &asked).await?)
}

async fn page(desk: &Desk, cx: &PageCx, agency: &Agency, asked: &Asked) -> Result<Response, WebError> {
    let w = cx.words();
    let title = w.t("portal-exchange");
    let state = STATES.iter().find(|s| **s == asked.state).copied().unwrap_or_default();
    let messages = desk.store().portal_messages(agency.id(), state, ROWS).await.or_fault()?;
    let failed = desk.store().portal_messages(agency.id(), FAILED, ROWS).await.or_fault()?;
    let warning = if failed.is_empty() {
        Html::EMPTY
    } else {
        let n = u32::try_from(failed.len()).unwrap_or(ROWS);
        let link =
            Html::link(&format!("/{}/desk/portal?state={FAILED}", agency.id()), &w.t("portal-show-failed"));
        notice(Tone::Bad, &w.with("portal-failed-n", &[("n", n.into())]), &link)
    };
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("portal-exchange-about")),
        warning,
        partners(w, desk, agency),
        differences(w, desk, agency).await?,
        section(
            &w.t("portal-messages"),
            &filter(w, agency, state).then(&list(cx, desk, agency, &messages).await?),
        ),
    ]);
    Ok(cx.page(officer_shell(cx, agency, title), body))
}

fn partners(w: &Words, desk: &Desk, agency: &Agency) -> Html {
    if agency.file.partners.is_empty() {
        return notice(Tone::Info, &w.t("portal-no-partner"), &paragraph(&w.t("portal-no-partner-more")));
    }
    let rows = agency.file.partners.iter().map(|p| {
        let portal = desk.library().portals.get(&p.portal).map_or(p.portal.as_str(), |d| pick(w, &d.name));
        let how = if p.push.is_some() { "portal-pushed" } else { "portal-fetched" };
        Row::new(vec![
            Html::text(pick(w, &p.name)),
            Html::text(portal),
            Html::text(&w.t(how)),
            Html::text(&w.t(if p.results { "portal-sees-results" } else { "portal-sees-progress" })),
        ])
    });
    let columns = ["portal-partner", "portal-portal", "portal-how", "portal-sees"];
    let table = table(w, &plain(w, "portal-partners", &columns, rows.collect()));
    section(&w.t("portal-partners"), &table)
}

fn plain(w: &Words, caption: &str, columns: &[&str], rows: Vec<Row>) -> Table {
    Table {
        caption: w.t(caption),
        columns: columns.iter().map(|c| Column::new(w.t(c))).collect(),
        rows,
        hide_caption: true,
        ..Table::default()
    }
}

/// Dossiers of which the other side says something else than the case.
async fn differences(w: &Words, desk: &Desk, agency: &Agency) -> Result<Html, WebError> {
    let reported = desk.store().portal_dossiers_reported(agency.id(), ROWS).await.or_fault()?;
    let mut rows = Vec::new();
    for row in &reported {
        let portal = agency.partner(&row.partner).and_then(|p| desk.library().portals.get(&p.portal));
        let Some(portal) = portal else { continue };
        let Some(case) = desk.case(agency, &row.matter).await.or_fault()? else { continue };
        if let Some(line) = difference(w, agency, portal, row, &case) {
            rows.push(line);
        }
    }
    if rows.is_empty() {
        return Ok(Html::EMPTY);
    }
    let columns = ["portal-dossier", "portal-case", "portal-we-say", "portal-they-say"];
    let table = table(w, &plain(w, "portal-differences", &columns, rows));
    Ok(section(&w.t("portal-differences"), &paragraph(&w.t("portal-differences-about")).then(&table)))
}

fn difference(
    w: &Words,
    agency: &Agency,
    portal: &PortalDef,
    row: &PortalDossierRow,
    case: &Case,
) -> Option<Row> {
    let own = portal.status_of(&case.matter.lifecycle, &case.matter.state, row.delivered_ms.is_some());
    if own.is_some_and(|s| s.code == row.status) {
        return None;
    }
    let theirs = portal.status(&row.status).map_or(row.status.as_str(), |s| pick(w, &s.name));
    let code = case.matter.code.as_deref().unwrap_or(&case.matter.id);
    Some(Row {
        tone: Tone::Warn,
        cells: vec![
            Html::text(&row.code),
            Html::link(&format!("/{}/desk/cases/{}", agency.id(), case.matter.id), code),
            Html::text(own.map(|s| pick(w, &s.name)).unwrap_or_default()),
            Html::text(&format!("{theirs} ({})", row.sequence)),
        ],
    })
}

fn filter(w: &Words, agency: &Agency, chosen: &str) -> Html {
    let link = |state: &str| {
        let label = if state.is_empty() { w.t("portal-all") } else { w.t(&format!("portal-state-{state}")) };
        if state == chosen {
            return Html::literal("<strong>").then(&Html::text(&label)).then(&Html::literal("</strong> "));
        }
        Html::link(&format!("/{}/desk/portal?state={state}", agency.id()), &label).then(&Html::literal(" "))
    };
    let all = std::iter::once("").chain(STATES).map(link);
    Html::literal("<p>").then(&Html::join(all)).then(&Html::literal("</p>"))
}

async fn list(
    cx: &PageCx,
    desk: &Desk,
    agency: &Agency,
    messages: &[PortalMessageRow],
) -> Result<Html, WebError> {
    let w = cx.words();
    let mut cases: BTreeMap<&str, String> = BTreeMap::new();
    let mut rows = Vec::new();
    for m in messages {
        if !m.matter.is_empty() && !cases.contains_key(m.matter.as_str()) {
            let case = desk.case(agency, &m.matter).await.or_fault()?;
            let code = case.and_then(|c| c.matter.code).unwrap_or_else(|| m.matter.clone());
            cases.insert(&m.matter, code);
        }
        rows.push(line(cx, agency, m, cases.get(m.matter.as_str())));
    }
    let columns =
        ["portal-when", "portal-direction", "portal-dossier", "portal-case", "portal-kind", "portal-state"];
    let mut table_of = plain(w, "portal-messages", &columns, rows);
    table_of.empty = w.t("portal-messages-none");
    Ok(table(w, &table_of))
}

fn line(cx: &PageCx, agency: &Agency, m: &PortalMessageRow, case: Option<&String>) -> Row {
    let w = cx.words();
    let at = from_ms(m.changed_ms);
    let when = format!("{} {}", fmt::date(w.lang(), at.date()), fmt::time(at.time()));
    let tone = match m.state.as_str() {
        FAILED | REFUSED => Tone::Bad,
        LATE | EARLY => Tone::Warn,
        SYNCHRONISED | DONE => Tone::Good,
        _ => Tone::Neutral,
    };
    let mut state = badge(tone, &w.t(&format!("portal-state-{}", m.state)));
    if !m.error.is_empty() {
        // What we refused is one of a few words of ours; what the partner said stands as it said it.
        let why = if m.state == REFUSED { w.t(&format!("portal-why-{}", m.error)) } else { m.error.clone() };
        state = state.then(&Html::literal("<br>")).then(&Html::text(&why));
    }
    let pushed = agency.partner(&m.partner).is_some_and(|p| p.push.is_some());
    if m.direction == OUT && m.state == FAILED && pushed {
        let button = PostButton::new(format!("/{}/desk/portal/again", agency.id()), w.t("portal-again"))
            .hidden("partner", &m.partner)
            .hidden("message", &m.id);
        state = state.then(&post_button(&cx.csrf(), &button));
    }
    let direction = if m.direction == OUT { "portal-out" } else { "portal-in" };
    let kind = match m.kind.as_str() {
        "file" => w.t("portal-kind-file"),
        "status" => w.t("portal-kind-status"),
        "act" => w.t("portal-kind-act"),
        other => other.to_owned(),
    };
    let case =
        case.map_or(Html::EMPTY, |c| Html::link(&format!("/{}/desk/cases/{}", agency.id(), m.matter), c));
    Row {
        tone: if tone == Tone::Bad { Tone::Bad } else { Tone::Neutral },
        cells: vec![
            Html::text(&when),
            Html::text(&format!("{} {}", w.t(direction), m.partner)),
            Html::text(&m.code),
            case,
            Html::text(&kind),
            state,
        ],
    }
}

/// `POST /{agency}/desk/portal/again`: a message that failed is sent once more, as the same message.
pub(crate) async fn again(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    cx: PageCx,
    values: FormValues,
) -> Result<Response, Stop> {
    let here = format!("/{id}/desk/portal");
    let officer = in_office(&desk, &cx, &id, &here, "portal-exchange").await?;
    retry(&desk, officer.agency, values.get("partner"), values.get("message")).await?;
    cx.session().flash(Tone::Good, &cx.words().t("portal-again-done"));
    Ok(Redirect::to(&here).into_response())
}

async fn retry(desk: &Desk, agency: &Agency, partner: &str, message: &str) -> Result<(), WebError> {
    let store = desk.store();
    let row = store.portal_message(agency.id(), partner, OUT, message).await.or_fault()?;
    let row = row.filter(|r| r.state == FAILED).ok_or(WebError::NotFound)?;
    let now = desk.clock().now_ms();
    let settled = PortalSettled { state: WAITING.to_owned(), at_ms: now, ..PortalSettled::default() };
    store
        .settle_portal_message(agency.id(), partner, OUT, message, &settled, SYNCHRONISED)
        .await
        .or_fault()?;
    // A job that gave up begins again; one that still tries goes on; one that was lost is made.
    store.revive_job(agency.id(), &push::job_id(partner, message), now).await.or_fault()?;
    store.put_job(agency.id(), &push::job(partner, &row.id, now)).await.or_fault()
}
