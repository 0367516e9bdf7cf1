//! For anyone: approved plans and what inspections concluded. Nothing is shown before it was approved or issued.

use crate::duplicates::{self, INSPECTION, PLAN};
use crate::home::field_name;
use axum::extract::{Path, State};
use axum::response::Response;
use congvu_desk::Desk;
use congvu_store::{CaseOrder, Only};
use congvu_views::{agency_of, agency_shell, chip_of};
use congvu_web::components::{Column, Row, Table, chip, heading, lead, section, table};
use congvu_web::{Html, PageCx, ResultExt, WebError, fmt};
use serde_json::Value;

/// Most conclusions shown.
const MOST: u32 = 100;

/// `GET /{agency}/supervision`
pub(crate) async fn page(
    State(desk): State<Desk>,
    Path(agency): Path<String>,
    cx: PageCx,
) -> Result<Response, WebError> {
    let agency = agency_of(&desk, &agency)?;
    let w = cx.words();
    let procedure =
        desk.library().loaded(agency.id(), INSPECTION).filter(|p| agency.procedures.contains(&p.declared.id));
    let procedure = procedure.ok_or(WebError::NotFound)?;
    let plans = duplicates::of_life(&desk, agency.id(), PLAN, &["approved"]).await?;
    let planned = plans.iter().flat_map(|plan| {
        let year = duplicates::year(plan);
        duplicates::lines(plan).into_iter().map(move |l| {
            Row::new([year.as_str(), &l.name, &l.field, &l.month, &l.topic].map(Html::text).to_vec())
        })
    });
    let life = procedure.declared.lifecycle.clone();
    let states = ["following", "finished"].map(|s| (life.clone(), s.to_owned())).to_vec();
    let rows = desk
        .store()
        .cases_where(agency.id(), &[Only::States(states)], CaseOrder::EndedLast, MOST, None)
        .await
        .or_fault()?;
    let cases = desk.cases(&rows).or_fault()?;
    let concluded = cases.iter().map(|case| {
        let of =
            |name: &str| case.matter.form.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let said = case.matter.said.get("conclude");
        let outcome = case.matter.outcome.as_deref().unwrap_or_default();
        let outcome = if outcome == "clean" { "supervision-clean" } else { "supervision-found" };
        let list = |name: &str| {
            let items = said.and_then(|s| s.get(name)).and_then(Value::as_array);
            items.into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join("; ")
        };
        let day = case.matter.papers.last().map(|p| fmt::date(w.lang(), p.at.date())).unwrap_or_default();
        Row::new(vec![
            Html::text(&of("subject_name")),
            Html::text(&field_name(w, &desk, &of("field"))),
            Html::text(&day),
            Html::text(&w.t(outcome)),
            Html::text(&list("recommendations")),
        ])
    });
    let columns =
        |ids: &[&str]| ids.iter().map(|c| Column::new(w.t(&format!("supervision-column-{c}")))).collect();
    let title = w.t("supervision-public");
    let duty =
        agency.duty(&procedure.declared.duty).map_or(Html::EMPTY, |c| chip(w, &chip_of(w, agency, &c)));
    let body = Html::join([
        heading(1, &title),
        lead(&w.t("supervision-public-lead")),
        Html::literal("<p>"),
        duty,
        Html::literal("</p>"),
        section(
            &w.t("supervision-plans"),
            &table(
                w,
                &Table {
                    caption: w.t("supervision-plans"),
                    columns: columns(&["year", "subject", "field", "month", "topic"]),
                    rows: planned.collect(),
                    empty: w.t("supervision-no-plans"),
                    hide_caption: true,
                    keys: false,
                },
            ),
        ),
        section(
            &w.t("supervision-conclusions"),
            &table(
                w,
                &Table {
                    caption: w.t("supervision-conclusions"),
                    columns: columns(&["subject", "field", "issued", "outcome", "recommendations"]),
                    rows: concluded.collect(),
                    empty: w.t("supervision-no-conclusions"),
                    hide_caption: true,
                    keys: false,
                },
            ),
        ),
    ]);
    let shell = agency_shell(&cx, agency, &title).crumb("", title);
    Ok(cx.page(shell, body))
}
