//! The denunciations that an officer has something to do with.

use crate::LIFECYCLE;
use crate::access::{Officer, Stop, enter};
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk};
use congvu_store::Asked;
use congvu_views::{pick, state_badge};
use congvu_web::components::{
    Column, Row, Table, button_link, clock_short, heading, lead, paragraph, section, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use std::collections::BTreeMap;

/// Most that are looked at: newest first.
const MOST: u32 = 300;

/// `GET /{agency}/desk/complaints`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let cases = concerned(&desk, &officer).await?;
    let title = w.t("complaints-list");
    let list = if cases.is_empty() {
        paragraph(&w.t("complaints-list-empty"))
    } else {
        sums(w, &desk, &cases).then(&rows(w, &desk, &officer, &cases))
    };
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("complaints-list-lead")),
        openings(w, &desk, &officer).await?,
        section(&w.t("complaints-yours"), &list),
    ]);
    Ok(crate::unkept(cx.page(officer.shell(&cx, &title), body)))
}

/// Only what this officer has something to do with: not even a number tells of the others.
async fn concerned(desk: &Desk, officer: &Officer<'_>) -> Result<Vec<Case>, WebError> {
    let asked = Asked { kind: LIFECYCLE, ..Asked::default() };
    let found = desk.store().find(officer.agency.id(), &asked, None, MOST).await.or_fault()?;
    let mut cases = Vec::new();
    for row in &found.rows {
        let case = desk.case_for(officer.agency, &officer.actor(), &row.reference).await.or_fault()?;
        cases.extend(case);
    }
    Ok(cases)
}

fn sums(w: &Words, desk: &Desk, cases: &[Case]) -> Html {
    let mut by_state: BTreeMap<String, i64> = BTreeMap::new();
    for case in cases {
        let name = case.state(desk.library()).map(|s| pick(w, &s.name).to_owned()).unwrap_or_default();
        let slot = by_state.entry(name).or_default();
        *slot = slot.saturating_add(1);
    }
    let parts: Vec<String> = by_state.iter().map(|(name, n)| format!("{name}: {n}")).collect();
    paragraph(&parts.join(" · "))
}

fn rows(w: &Words, desk: &Desk, officer: &Officer<'_>, cases: &[Case]) -> Html {
    let rows = cases.iter().map(|case| {
        let href = format!("/{}/desk/cases/{}", officer.agency.id(), case.matter.id);
        let clock = case.clock.as_ref().map(|r| clock_short(w, &congvu_views::clock(w, r)));
        Row::new(vec![
            Html::link(&href, case.matter.code.as_deref().unwrap_or("…")),
            state_badge(w, desk.library(), case),
            Html::text(&fmt::date(w.lang(), case.matter.opened.date())),
            clock.unwrap_or_default(),
            Html::link(&officer.at(&format!("/{}", case.matter.id)), &w.t("complaints-seal")),
        ])
    });
    let columns =
        ["complaints-number", "complaints-state", "complaints-opened", "complaints-due", "complaints-seal"];
    table(
        w,
        &Table {
            caption: w.t("complaints-yours"),
            columns: columns.map(|id| Column::new(w.t(id))).to_vec(),
            rows: rows.collect(),
            hide_caption: true,
            ..Table::default()
        },
    )
}

/// What this officer may take in.
async fn openings(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Result<Html, WebError> {
    let (life, procedure) = crate::send::life(desk.library(), officer.agency)?;
    let mut links = Vec::new();
    for act in life.acts.iter().filter(|a| a.from.is_empty() && a.by != "applicant") {
        if desk.may_open(officer.agency, &officer.actor(), &procedure, &act.id).await.is_ok() {
            links.push(button_link(&officer.at(&format!("/take/{}", act.id)), pick(w, &act.name), false));
            links.push(Html::literal(" "));
        }
    }
    if links.is_empty() {
        return Ok(Html::EMPTY);
    }
    Ok(Html::literal("<p class=\"buttons\">").then(&Html::join(links)).then(&Html::literal("</p>")))
}
