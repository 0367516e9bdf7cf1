//! The inspectorate at a glance: open cases, what can be begun, figures of the year.

use crate::access::{Officer, Stop, enter};
use crate::duplicates::INSPECTION;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::{Case, Desk, to_ms};
use congvu_store::{CaseOrder, Only};
use congvu_web::components::{
    Column, Row, Table, Tone, button_link, chip, heading, key_values, keys_help, section, table,
};
use congvu_web::{Html, PageCx, ResultExt, WebError, Words, fmt};
use jiff::civil::date;
use serde_json::Value;
use std::collections::BTreeMap;

/// Cases of violations.
pub(crate) const VIOLATION: &str = "violation.case";
/// Measures on licences and printed matter.
pub(crate) const MEASURE: &str = "measure.case";
/// Most rows shown, and most cases that are summed.
const MOST: u32 = 200;
const SUMMED: u32 = 2_000;

/// `GET /{agency}/desk/supervision`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, Stop> {
    let officer = enter(&desk, &cx, &agency).await?;
    let w = cx.words();
    let title = w.t("supervision-home");
    let all = [INSPECTION, VIOLATION, MEASURE].map(str::to_owned).to_vec();
    let rows = desk
        .store()
        .cases_where(officer.agency.id(), &[Only::Procedures(all), Only::Open], CaseOrder::Due, MOST, None)
        .await
        .or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let body = Html::join([
        heading(1, &title),
        Html::literal("<p>"),
        chip(w, &officer.clause(w)),
        Html::literal("</p><p class=\"buttons\">"),
        button_link(&officer.at("/new/violation"), &w.t("supervision-new-violation"), true),
        button_link(&officer.at("/new/inspection"), &w.t("supervision-new-inspection"), false),
        button_link(&officer.at("/new/measure"), &w.t("supervision-new-measure"), false),
        button_link(&officer.at("/devices"), &w.t("supervision-devices"), false),
        Html::literal("</p>"),
        section(&w.t("supervision-open"), &cases_table(w, &desk, &officer, &cases)),
        section(&w.t("supervision-figures"), &figures(w, &desk, &officer).await?),
        keys_help(w),
    ]);
    Ok(cx.page(officer.shell(&cx, &title), body))
}

/// Where a case opens: violations on a page of their own.
pub(crate) fn link(officer: &Officer<'_>, case: &Case) -> String {
    match case.matter.procedure.as_str() {
        VIOLATION => officer.at(&format!("/cases/{}", case.matter.id)),
        _ => officer.case(&case.matter.id),
    }
}

fn cases_table(w: &Words, desk: &Desk, officer: &Officer<'_>, cases: &[Case]) -> Html {
    let columns = ["number", "subject", "kind", "state", "due"];
    let rows = cases.iter().map(|case| {
        let number = case.matter.code.clone().unwrap_or_default();
        let kind = case.procedure(desk.library()).map(|(p, _)| congvu_views::pick(w, &p.name).to_owned());
        let due = case.clock.as_ref().and_then(|c| c.due);
        let late = case.clock.as_ref().is_some_and(|c| c.overdue);
        let cells = vec![
            Html::link(&link(officer, case), &number),
            Html::text(&case.matter.subject),
            Html::text(&kind.unwrap_or_default()),
            congvu_views::state_badge(w, desk.library(), case),
            Html::text(&due.map(|d| fmt::date(w.lang(), d.date())).unwrap_or_default()),
        ];
        Row { cells, tone: if late { Tone::Bad } else { Tone::Neutral } }
    });
    table(
        w,
        &Table {
            caption: w.t("supervision-open"),
            columns: columns.iter().map(|c| Column::new(w.t(&format!("supervision-column-{c}")))).collect(),
            rows: rows.collect(),
            empty: w.t("supervision-none"),
            keys: true,
            hide_caption: true,
        },
    )
}

/// What the year has seen: inspections by field, decisions and fines.
async fn figures(w: &Words, desk: &Desk, officer: &Officer<'_>) -> Result<Html, WebError> {
    let year = officer.now.year();
    let from = to_ms(date(year, 1, 1).at(0, 0, 0, 0));
    let until = to_ms(date(year.saturating_add(1), 1, 1).at(0, 0, 0, 0));
    let of = |procedure: &str| vec![Only::Procedures(vec![procedure.to_owned()]), Only::Opened(from, until)];
    let store = desk.store();
    let read = async |procedure: &str| {
        let rows = store
            .cases_where(officer.agency.id(), &of(procedure), CaseOrder::Due, SUMMED, None)
            .await
            .or_fault()?;
        desk.cases(&rows).or_fault()
    };
    let (inspections, violations) = (read(INSPECTION).await?, read(VIOLATION).await?);
    let mut by_field: BTreeMap<String, i64> = BTreeMap::new();
    for case in &inspections {
        let field = case.matter.form.get("field").and_then(Value::as_str).unwrap_or_default();
        let slot = by_field.entry(field.to_owned()).or_default();
        *slot = slot.saturating_add(1);
    }
    let sanctions = || violations.iter().filter_map(|c| c.matter.sanction.as_ref()).filter(|s| !s.annulled);
    let fined = sanctions().fold(0_u64, |sum, s| sum.saturating_add(s.total));
    let paid = sanctions().fold(0_u64, |sum, s| sum.saturating_add(s.paid()));
    let count = |n: usize| Html::text(&fmt::number(w.lang(), i64::try_from(n).unwrap_or(i64::MAX)));
    let money = |n: u64| Html::text(&fmt::money(w.lang(), i64::try_from(n).unwrap_or(i64::MAX)));
    let mut pairs = vec![
        (w.t("supervision-figure-inspections"), count(inspections.len())),
        (w.t("supervision-figure-violations"), count(violations.len())),
        (w.t("supervision-figure-decisions"), count(sanctions().count())),
        (w.t("supervision-figure-fined"), money(fined)),
        (w.t("supervision-figure-paid"), money(paid)),
    ];
    for (field, n) in by_field {
        pairs.push((field_name(w, desk, &field), Html::text(&fmt::number(w.lang(), n))));
    }
    Ok(key_values(&pairs))
}

/// A field as the form of inspections calls it.
pub(crate) fn field_name(w: &Words, desk: &Desk, field: &str) -> String {
    let loaded = desk.library().procedures.get(INSPECTION);
    let schema = loaded.and_then(|p| p.schemas.values().next());
    let choices = schema.and_then(|s| s.get("properties")?.get("field")?.get("x-choices")?.get(field));
    let text = |lang: &str| choices.and_then(|c| c.get(lang)).and_then(Value::as_str).unwrap_or(field);
    w.pick(text("vi"), text("en")).to_owned()
}
